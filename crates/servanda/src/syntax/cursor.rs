//! Steps through the words of one clause. Knows tokens and how to complain, not clauses.

use super::clause::{Date, DateSpan, Length, Name, Text, fold};
use super::diagnostic::did_you_mean;
use super::lexer::Kind;
use super::source::Span;
use super::vocabulary::Unit;
use super::{Code, Diagnostic};
use crate::time::{DateError, UncertainDay, UncertainSpan, slip};

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
    words: &'a [Word<'a>],
    next: usize,
    lenient: bool,
}

impl<'a> Cursor<'a> {
    /// A cursor before the first word.
    pub fn new(words: &'a [Word<'a>]) -> Cursor<'a> {
        Cursor { words, next: 0, lenient: false }
    }

    /// A cursor that takes ids and labels in any shape.
    pub fn lenient(words: &'a [Word<'a>]) -> Cursor<'a> {
        Cursor { words, next: 0, lenient: true }
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
        self.next >= self.words.len()
    }

    /// Whether a quoted text comes next.
    pub fn at_text(&self) -> bool {
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
        if here {
            self.next += words.len();
        }
        here
    }

    /// Takes the words of a phrase, written with single spaces, if they come next.
    pub fn take_phrase(&mut self, phrase: &str) -> bool {
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
            Err(self.wanted(&format!("`{}`", words.join(" ")), form))
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
                return Box::new(fault.help("use straight quotes: `\"...\"`"));
            }
            Some(word) if word.kind == Kind::Word && word.text.ends_with(':') => {
                let message = format!("`{}` ends in a colon", word.text);
                let fault = Diagnostic::at(Code::SV0107, word.at, message);
                return Box::new(fault.help(format!("leave the colon out: `{form}`")));
            }
            Some(word) if word.kind == Kind::Stray => Diagnostic::at(
                Code::SV0106,
                word.at,
                format!("`{}` has no meaning here", word.text),
            )
            .saying(format!("{what} should stand here")),
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
                .help("close it with `\"`; a quote inside a text is written `\\\"`"),
        )
    }

    /// Takes a quoted text.
    pub fn text(&mut self, form: &str) -> Result<Text, Fault> {
        match self.peek(0) {
            Some(word) if word.kind == Kind::Text => {
                self.next += 1;
                let text = unquote(word.text);
                if text.is_empty() {
                    let fault = Diagnostic::at(Code::SV0109, word.at, "a quoted text is empty")
                        .help("write the words, or leave the clause out");
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
        self.at_text() || self.word(0).starts_with(char::is_uppercase)
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
                .help(format!("write `{mended}`")),
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
                .help(format!("write `{mended}`")),
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
                Diagnostic::at(Code::SV0202, at, format!("the calendar has no {word}"))
                    .help(last_of(last))
            }
            DateError::Backwards(low, high) => {
                let fault = Diagnostic::at(Code::SV0203, at, format!("{high} is before {low}"))
                    .saying("`between` names the earlier day first");
                fault.help(format!("write `between {high} and {low}`"))
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
                let meant = slip::meant(&words).map(|day| format!("write `{day}`"));
                Diagnostic::at(Code::SV0201, at, format!("`{word}` is no date")).help(meant.unwrap_or_else(|| {
                    "write `1999-04-20`, `1999-04`, `1999~`, `between A and B`, `before D` or `open`".into()
                }))
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
        let Some((from, to)) = self.word(0).split_once("..") else {
            if UncertainDay::from_word(self.word(0)).is_ok() {
                let message = format!("`{}` is one day, and a span has two", self.word(0));
                let fault = Diagnostic::at(Code::SV0107, self.here(), message);
                return Err(Box::new(
                    fault.help(format!(
                        "write `{}..DATE`, with two dots and no space",
                        self.word(0)
                    )),
                ));
            }
            return Err(self.wanted("a span of dates such as 2012-06-28..2012-12-19", form));
        };
        let at = self.here();
        let end = |word: &str| {
            let word = if word.is_empty() { "open" } else { word };
            UncertainDay::read(&[word]).map(|(day, _)| day).map_err(|error| match error {
                DateError::NoSuchDay(word, last) => Box::new(
                    Diagnostic::at(Code::SV0202, at, format!("the calendar has no {word}"))
                        .help(last_of(last)),
                ),
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
                .help(format!("write `{to}..{from}`"));
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
        let mut fault = self.wanted(what, &form);
        if known.len() > 1 {
            fault.help = vec![format!("write one of `{form}`")];
        }
        if let Some(near) = did_you_mean(self.word(0), known.iter().copied()) {
            fault.help = vec![format!("did you mean `{near}`?")];
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
                .help(format!("write `{form}`; what follows goes on a line of its own")),
            )),
        }
    }
}

/// What to write for a day that the calendar does not have.
fn last_of(last: Option<crate::time::Day>) -> String {
    match last {
        Some(last) => format!("the last day of that month is {last}"),
        None => "months run from 01 to 12".into(),
    }
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
