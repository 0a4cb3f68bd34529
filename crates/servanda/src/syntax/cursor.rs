//! Steps through the words of one clause. Knows tokens and how to complain, not clauses.

use super::clause::{Date, DateSpan, Length, Name, Text, fold};
use super::diagnostic::did_you_mean;
use super::hope::Hope;
use super::lexer::Kind;
use super::source::Span;
use super::vocabulary::Unit;
use super::{Code, Diagnostic, Edit};
use crate::time::{DateError, UncertainDay, UncertainSpan, slip};
use std::cell::RefCell;

/// The one fault that stops the reading of a clause.
pub type Fault = Box<Diagnostic>;

/// A meaningful token with its place.
#[derive(Clone, Debug)]
pub struct Word<'a> {
    /// Its kind.
    pub kind: Kind,
    /// Its bytes.
    pub text: &'a str,
    /// Its place.
    pub at: Span,
}

/// The words of one clause, read from left to right.
pub struct Cursor<'a> {
    pub(super) words: &'a [Word<'a>],
    pub(super) next: usize,
    pub(super) lenient: bool,
    pub(super) hopes: Option<RefCell<Vec<Hope>>>,
}

impl<'a> Cursor<'a> {
    /// A cursor before the first word.
    pub fn new(words: &'a [Word<'a>]) -> Cursor<'a> {
        Cursor { words, next: 0, lenient: false, hopes: None }
    }

    /// A cursor that takes ids and labels in any shape.
    pub fn lenient(words: &'a [Word<'a>]) -> Cursor<'a> {
        Cursor { words, next: 0, lenient: true, hopes: None }
    }

    /// Whether a clause is taken though it lacks something.
    pub fn is_lenient(&self) -> bool {
        self.lenient
    }

    /// The word `ahead` places on, if any.
    pub fn peek(&self, ahead: usize) -> Option<&'a Word<'a>> {
        self.words.get(self.next + ahead)
    }

    /// The bare word `ahead` places on; empty for a quoted text or the end.
    pub fn word(&self, ahead: usize) -> &'a str {
        self.peek(ahead).filter(|word| word.kind == Kind::Word).map_or("", |word| word.text)
    }

    /// Whether nothing is left.
    pub fn at_end(&self) -> bool {
        // Whoever hopes goes on, to note what could follow; it is not there, so that nothing follows.
        self.next >= self.words.len() && self.hopes.is_none()
    }

    /// Whether a quoted text comes next.
    pub fn at_text(&self) -> bool {
        self.hope(|| Hope::Text);
        self.peek(0).is_some_and(|word| matches!(word.kind, Kind::Text | Kind::OpenText))
    }

    /// How many words have been taken.
    pub fn position(&self) -> usize {
        self.next
    }

    /// Goes on to the word at this position.
    pub fn go_to(&mut self, position: usize) {
        self.next = position;
    }

    /// Takes one word, whatever it is.
    pub fn bump(&mut self) -> Option<&'a Word<'a>> {
        let word = self.peek(0)?;
        self.next += 1;
        Some(word)
    }

    /// Takes these words if they come next.
    pub fn take(&mut self, words: &[&str]) -> bool {
        let here = words.iter().enumerate().all(|(ahead, word)| self.word(ahead) == *word);
        self.hope_for_rest(words.iter().copied());
        if here {
            self.next += words.len();
        }
        here
    }

    /// Takes the words of a phrase, written with single spaces, if they come next.
    pub fn take_phrase(&mut self, phrase: &str) -> bool {
        self.hope_for_rest(phrase.split(' '));
        let mut count = 0;
        for word in phrase.split(' ') {
            if self.word(count) != word {
                return false;
            }
            count += 1;
        }
        self.next += count;
        true
    }

    /// Takes the first of these words that comes next.
    pub fn take_any(&mut self, words: &[&str]) -> bool {
        words.iter().any(|word| self.take(&[word]))
    }

    /// Takes these words or complains that they are wanted.
    pub fn want(&mut self, words: &[&str], form: &str) -> Result<(), Fault> {
        if self.take(words) {
            Ok(())
        } else {
            let first = words.first().copied().unwrap_or_default();
            let near = did_you_mean(self.word(0), [first]);
            let fault = self.wanted(&format!("`{}`", words.join(" ")), form);
            if fault.code != Code::SV0107 || self.word(0).ends_with(':') {
                return Err(fault);
            }
            let words = words.join(" ");
            let edit = match near {
                Some(near) => Edit::replace(self.here(), near),
                None => Edit::before(self.here(), format!("{words} ")),
            };
            Err(Box::new(fault.fix(format!("write `{words}` here"), vec![edit])))
        }
    }

    /// Place of the next word, or just after the last.
    pub fn here(&self) -> Span {
        match self.peek(0) {
            Some(word) => word.at,
            None => self
                .words
                .last()
                .map_or(Span::default(), |word| Span { start: word.at.end, ..word.at }),
        }
    }

    /// Place of the whole clause.
    pub fn whole(&self) -> Span {
        match (self.words.first(), self.words.last()) {
            (Some(first), Some(last)) => first.at.to(last.at),
            _ => Span::default(),
        }
    }

    /// The complaint that something is wanted here; `form` shows how the clause is written.
    pub fn wanted(&self, what: &str, form: &str) -> Fault {
        let fault = match self.peek(0) {
            None => Diagnostic::at(
                Code::SV0103,
                self.words.last().map_or(Span::default(), |word| word.at),
                format!("the clause stops before {what}"),
            )
            .saying(format!("{what} should follow")),
            Some(word) if word.kind == Kind::OpenText => return Self::unclosed(word),
            Some(word) if matches!(word.text, "“" | "”" | "„" | "«" | "»" | "‘" | "’" | "'") =>
            {
                let message = format!("`{}` does not open a quoted text", word.text);
                let fault = Diagnostic::at(Code::SV0106, word.at, message);
                let curly = |word: &&Word<'_>| matches!(word.text, "“" | "”" | "„" | "«" | "»");
                let marks = self.words.iter().filter(curly);
                let edits: Vec<Edit> = marks.map(|word| Edit::replace(word.at, "\"")).collect();
                let fault = fault.help("use straight quotes: `\"...\"`");
                return Box::new(match edits.len() {
                    2.. => fault.fix("use straight quotes", edits),
                    _ => fault,
                });
            }
            Some(word) if word.kind == Kind::Word && word.text.ends_with(':') => {
                let message = format!("`{}` ends in a colon", word.text);
                let fault = Diagnostic::at(Code::SV0107, word.at, message);
                let fault = fault.help(format!("leave the colon out: `{form}`"));
                return Box::new(fault.instead(word.text.trim_end_matches(':')));
            }
            Some(word) if word.kind == Kind::Stray => Diagnostic::at(
                Code::SV0106,
                word.at,
                format!("`{}` has no meaning here", word.text),
            )
            .saying(format!("{what} should stand here"))
            .without(word.at, "it"),
            Some(word) => Diagnostic::at(
                Code::SV0107,
                word.at,
                format!("`{}` stands where {what} should", word.text),
            ),
        };
        Box::new(fault.help(format!("write `{form}`")))
    }

    fn unclosed(word: &Word<'_>) -> Fault {
        Box::new(
            Diagnostic::at(Code::SV0102, word.at, "a quoted text is not closed")
                .saying("opened here")
                .help("close it with `\"`; a quote inside a text is written `\\\"`")
                .fix("close it", vec![closing(word)]),
        )
    }

    /// The complaint that something is wanted here, with what was probably meant by the word that stands here.
    pub fn wanted_near(&self, what: &str, form: &str, near: Option<&str>) -> Fault {
        let mut fault = self.wanted(what, form);
        if let Some(near) = near {
            fault.help.clear();
            fault.fixes.clear();
            fault.help.push(format!("did you mean `{near}`?"));
            let edit = Edit::replace(self.here(), near);
            fault = Box::new(fault.fix(format!("write `{near}`"), vec![edit]));
        }
        fault
    }

    /// Takes a quoted text.
    pub fn text(&mut self, form: &str) -> Result<Text, Fault> {
        self.hope(|| Hope::Text);
        match self.peek(0) {
            Some(word) if word.kind == Kind::Text => {
                self.next += 1;
                let text = unquote(word.text);
                if text.is_empty() {
                    let fault = Diagnostic::at(Code::SV0109, word.at, "a quoted text is empty")
                        .help("write the words, or leave the clause out")
                        .without(self.whole(), "the clause");
                    return Err(Box::new(fault));
                }
                Ok(Text { text, at: word.at })
            }
            _ => Err(self.wanted("a text in quotes", form)),
        }
    }

    /// Takes a quoted text if one comes next.
    pub fn maybe_text(&mut self, form: &str) -> Result<Option<Text>, Fault> {
        if self.at_text() { self.text(form).map(Some) } else { Ok(None) }
    }

    /// Takes a name: a bare word or a quoted text.
    pub fn name(&mut self, what: &str, form: &str) -> Result<Name, Fault> {
        self.hope(|| Hope::Name { what: what.to_owned(), form: form.to_owned() });
        match self.peek(0) {
            Some(word) if word.kind == Kind::Word => {
                self.next += 1;
                Ok(Name { text: word.text.to_owned(), at: word.at })
            }
            Some(word) if word.kind == Kind::Text => {
                let text = self.text(form)?;
                Ok(Name { text: text.text, at: word.at })
            }
            _ => Err(self.wanted(what, form)),
        }
    }

    /// Whether a name of a state or actor comes next: a capital letter first, or quotes.
    pub fn at_name(&self) -> bool {
        self.hope(|| Hope::Name { what: "a state".to_owned(), form: String::new() });
        let quoted = |word: &Word<'_>| matches!(word.kind, Kind::Text | Kind::OpenText);
        self.peek(0).is_some_and(quoted) || self.word(0).starts_with(char::is_uppercase)
    }

    /// Takes one or more names, with or without commas and `and` between them.
    pub fn names(&mut self, what: &str, form: &str) -> Result<Vec<Name>, Fault> {
        let mut names = Vec::new();
        loop {
            if !self.at_name() {
                return Err(self.wanted(what, form));
            }
            names.push(self.name(what, form)?);
            let comma = self.peek(0).is_some_and(|word| word.kind == Kind::Comma);
            if comma {
                self.next += 1;
            }
            let and = self.word(0) == "and" && !comma;
            let another = self.peek(1).is_some_and(|word| {
                word.kind == Kind::Text || word.text.starts_with(char::is_uppercase)
            });
            if and && another {
                self.next += 1;
            } else if !comma && !self.at_name() {
                return Ok(names);
            }
        }
    }

    /// Takes an id in capitals, digits and hyphens.
    pub fn id(&mut self, form: &str) -> Result<Name, Fault> {
        let name = self.name("an id", form)?;
        let fits = name.text.starts_with(|first: char| first.is_ascii_uppercase())
            && name.text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-');
        if fits || self.lenient {
            return Ok(name);
        }
        let mended: String = name
            .text
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '-' })
            .collect();
        Err(Box::new(
            Diagnostic::at(Code::SV0112, name.at, format!("`{}` cannot be an id", name.text))
                .saying("capitals, digits and hyphens, a letter first")
                .help(format!("write `{mended}`"))
                .instead(&mended),
        ))
    }

    /// Takes a name in lower case with hyphens, as norms, findings and readings have.
    pub fn label(&mut self, what: &str, form: &str) -> Result<Name, Fault> {
        let name = self.name(what, form)?;
        let fits = name.text.starts_with(|first: char| first.is_ascii_lowercase())
            && name.text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        if fits || self.lenient {
            return Ok(name);
        }
        let mended = name.text.to_lowercase().replace([' ', '_', '/', '.'], "-");
        Err(Box::new(
            Diagnostic::at(Code::SV0112, name.at, format!("`{}` cannot be {what}", name.text))
                .saying("lower-case letters, digits and hyphens")
                .help(format!("write `{mended}`"))
                .instead(&mended),
        ))
    }

    /// Takes the name of a finding: one of a treaty (`directed-from-abroad`), or one that the engine
    /// makes (`request-by-ARM`, `reading:LONDON-1839/7/several`).
    pub fn finding(&mut self, form: &str) -> Result<Name, Fault> {
        let made = |word: &str| {
            let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | ':' | '/');
            word.chars().all(plain)
                && word.contains('-')
                && word.chars().any(|c| c.is_ascii_uppercase())
        };
        if made(self.word(0)) {
            return self.name("the name of a finding", form);
        }
        self.label("the name of a finding", form)
    }

    /// Takes a date.
    pub fn date(&mut self, form: &str) -> Result<Date, Fault> {
        self.hope(|| Hope::Date);
        let words: Vec<&str> = (0..4).map(|ahead| self.word(ahead)).collect();
        if words.first().is_none_or(|word| word.is_empty()) {
            return Err(self.wanted("a date", form));
        }
        match UncertainDay::read(&words) {
            Ok((day, taken)) => {
                let first = self.here();
                self.next += taken;
                let last = self.words.get(self.next - 1).map_or(first, |word| word.at);
                Ok(Date { day, at: first.to(last) })
            }
            Err(error) => Err(self.no_date(error, form)),
        }
    }

    fn no_date(&self, error: DateError, form: &str) -> Fault {
        let at = self.here();
        let fault = match error {
            DateError::NoSuchDay(word, last) => {
                let at = self.find(&word).unwrap_or(at);
                no_such_day(at, &word, last)
            }
            DateError::Backwards(low, high) => {
                let fault = Diagnostic::at(Code::SV0203, at, format!("{high} is before {low}"))
                    .saying("`between` names the earlier day first");
                let whole = at.to(self.peek(3).map_or(at, |word| word.at));
                let turned = format!("between {high} and {low}");
                fault
                    .help(format!("write `{turned}`"))
                    .fix(format!("write `{turned}`"), vec![Edit::replace(whole, turned)])
            }
            DateError::Unfinished if self.word(0) == "between" => {
                let low = if self.word(1).is_empty() { "A" } else { self.word(1) };
                Diagnostic::at(Code::SV0103, at, "`between` wants two dates")
                    .help(format!("write `between {low} and DATE`"))
            }
            DateError::Unfinished => return self.wanted("a date", form),
            DateError::Shape(word) => {
                let at = self.find(&word).unwrap_or(at);
                let words: Vec<&str> =
                    (0..4).filter_map(|ahead| self.peek(ahead)).map(|word| word.text).collect();
                let meant = slip::meant(&words);
                let fault = Diagnostic::at(Code::SV0201, at, format!("`{word}` is no date"));
                let Some(day) = meant else {
                    return Box::new(fault.help(
                        "write `1999-04-20`, `1999-04`, `1999~`, `between A and B`, `before D` or `open`",
                    ));
                };
                // As many words as the day needs, and no more.
                let needed = (1..=words.len())
                    .find(|count| words.get(..*count).and_then(slip::meant).as_ref() == Some(&day));
                let last = needed.and_then(|count| self.peek(count - 1)).map_or(at, |word| word.at);
                let edit = Edit::replace(self.here().to(last), day.clone());
                fault.help(format!("write `{day}`")).fix(format!("write `{day}`"), vec![edit])
            }
        };
        Box::new(fault)
    }

    fn find(&self, text: &str) -> Option<Span> {
        let rest = self.words.get(self.next..)?;
        rest.iter().find(|word| word.text == text).map(|word| word.at)
    }

    /// Takes a span `A..B`.
    pub fn span(&mut self, form: &str) -> Result<DateSpan, Fault> {
        self.hope(|| Hope::Span);
        let Some((from, to)) = self.word(0).split_once("..") else {
            if UncertainDay::from_word(self.word(0)).is_ok() {
                let message = format!("`{}` is one day, and a span has two", self.word(0));
                let fault = Diagnostic::at(Code::SV0107, self.here(), message);
                let open = format!("{}..open", self.word(0));
                return Err(Box::new(
                    fault
                        .help(format!("write `{}..DATE`, with two dots and no space", self.word(0)))
                        .instead(&open),
                ));
            }
            return Err(self.wanted("a span of dates such as 2012-06-28..2012-12-19", form));
        };
        let at = self.here();
        let end = |word: &str| {
            let word = if word.is_empty() { "open" } else { word };
            UncertainDay::read(&[word]).map(|(day, _)| day).map_err(|error| match error {
                DateError::NoSuchDay(word, last) => {
                    let mut fault = no_such_day(at, &word, last);
                    if let Some(last) = last {
                        let mended = self.word(0).replace(&word, &last.to_string());
                        fault.fixes.clear();
                        fault = fault.instead(&mended);
                    }
                    Box::new(fault)
                }
                _ => Box::new(
                    Diagnostic::at(Code::SV0201, at, format!("`{word}` is no date"))
                        .help("write a span as `2012-06-28..2012-12-19` or `2012-06-28..open`"),
                ),
            })
        };
        let span = UncertainSpan { from: end(from)?, to: end(to)? };
        if span.possibly().is_empty() {
            let fault = Diagnostic::at(Code::SV0206, at, format!("{to} is before {from}"))
                .saying("the first day comes first")
                .help(format!("write `{to}..{from}`"))
                .instead(&format!("{to}..{from}"));
            return Err(Box::new(fault));
        }
        self.next += 1;
        Ok(DateSpan { span, at })
    }

    /// Takes a length such as `6 months`.
    pub fn length(&mut self, form: &str) -> Result<Length, Fault> {
        let Ok(count) = self.word(0).parse::<u32>() else {
            return Err(self.wanted("a number", form));
        };
        self.next += 1;
        self.hope_for(&Unit::ALL.iter().map(|unit| unit.word()).collect::<Vec<_>>());
        let word = self.word(0);
        let plural = if word.ends_with('s') { word.to_owned() } else { format!("{word}s") };
        let Some(unit) = Unit::from_word(&plural) else {
            return Err(self.wanted("days, months or years", form));
        };
        self.next += 1;
        Ok(Length { count, unit })
    }

    /// Takes one of the words of a list; offers the nearest when none fits.
    pub fn one_of<T: Copy>(&mut self, table: &[(&str, T)], what: &str) -> Result<T, Fault> {
        for (words, value) in table {
            if self.take_phrase(words) {
                return Ok(*value);
            }
        }
        // Words with an underscore are second spellings, for programs.
        let first = table.iter().map(|(word, _)| *word).filter(|word| !word.contains('_'));
        let known: Vec<&str> = first.collect();
        let form = known.join("`, `");
        let near = did_you_mean(self.word(0), known.iter().copied());
        let mut fault = self.wanted_near(what, &form, near);
        if known.len() > 1 && near.is_none() {
            fault.help = vec![format!("write one of `{form}`")];
        }
        // A list that is read at a glance is offered whole.
        if near.is_none() && fault.code == Code::SV0107 && (2..=5).contains(&known.len()) {
            let edit = |word: &str| vec![Edit::replace(self.here(), word)];
            fault = known.iter().fold(fault, |fault, word| {
                Box::new(fault.fix(format!("write `{word}`"), edit(word)))
            });
        }
        Err(fault)
    }

    /// Complains of words left over.
    pub fn end(&self, form: &str) -> Result<(), Fault> {
        match self.peek(0) {
            None => Ok(()),
            Some(word) if word.kind == Kind::OpenText => Err(Self::unclosed(word)),
            Some(word) => Err(Box::new(
                Diagnostic::at(
                    if word.kind == Kind::Stray { Code::SV0106 } else { Code::SV0104 },
                    word.at,
                    format!("`{}` is left over at the end of the clause", word.text),
                )
                .help(format!("write `{form}`; what follows goes on a line of its own"))
                .without(word.at.to(self.whole()), "what is left over"),
            )),
        }
    }
}

/// A day that the calendar does not have, with the last one of that month.
fn no_such_day(at: Span, word: &str, last: Option<crate::time::Day>) -> Diagnostic {
    let fault = Diagnostic::at(Code::SV0202, at, format!("the calendar has no {word}"));
    match last {
        Some(last) => {
            fault.help(format!("the last day of that month is {last}")).instead(&last.to_string())
        }
        None => fault.help("months run from 01 to 12"),
    }
}

/// The edit that closes a quoted text at the end of its line.
pub(super) fn closing(open: &Word<'_>) -> Edit {
    let length = open.text.trim_end().len() as u32;
    let end = open.at.start + length;
    Edit::replace(Span { start: end, end, ..open.at }, "\"")
}

/// The words inside quotes, line ends folded, `\"` and `\\` resolved.
pub fn unquote(quoted: &str) -> String {
    let inner = quoted.strip_prefix('"').unwrap_or(quoted);
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    if !inner.contains('\\') {
        return fold(inner);
    }
    let mut out = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(character) = chars.next() {
        match character {
            '\\' => out.extend(chars.next()),
            other => out.push(other),
        }
    }
    fold(&out)
}

/// A text in quotes again.
pub fn quote(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
