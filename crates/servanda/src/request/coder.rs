//! What a coder of alliances is asked, one question after the other, and how each answer is read. Knows no
//! terminal: whoever asks gives the answers, and says what becomes of one that is refused.

use super::draft::{Draft, Obligation, Promise};
use super::named;
use super::refusal::{Kind, Refusal};
use crate::model::{Actor, World};
use crate::syntax::keyword::is_keyword;
use crate::syntax::vocabulary::EventKind;
use crate::syntax::{Code, Diagnostic};
use crate::time::{Day, UncertainDay};

/// Who gives the answers.
pub trait Answers {
    /// The answer to a question; `None`: no more answers come.
    fn next(&mut self, question: &str) -> Option<String>;
    /// An answer was refused: ask again, or stop.
    ///
    /// # Errors
    /// The refusal, where the question cannot be asked again.
    fn refused(&mut self, question: &str, refusal: Refusal) -> Result<(), Refusal>;
}

/// What may befall a party, by the word that a coder writes.
const EVENTS: &[(&str, EventKind)] = &[
    ("attack", EventKind::Attack),
    ("threat", EventKind::Threat),
    ("incursion", EventKind::Incursion),
    ("blockade", EventKind::Blockade),
    ("terrorism", EventKind::Terrorism),
    ("coup", EventKind::Coup),
    ("declaration", EventKind::WarDeclared),
    ("war", EventKind::War),
];

/// Asks everything.
///
/// # Errors
/// An answer was refused, and the question cannot be asked again.
pub fn draft(world: &World, answers: &mut dyn Answers) -> Result<Draft, Refusal> {
    let mut asker = Asker { world, answers, ended: false };
    let mut draft = Draft { title: asker.words("Title?")?, ..Draft::default() };
    let id = asker.ask("Id (capitals, digits and hyphens)?", |text| id(world, text))?;
    draft.signed = asker.ask("Signed (2002-05-15, 2002-05, 2002)?", date)?;
    let signed = draft.signed.clone();
    draft.force =
        asker.ask("In force from?", |text| after(date(text)?, signed.as_ref(), "signature"))?;
    draft.id = id.unwrap_or_else(|| made_id(world, &draft));
    let day = draft.force.as_ref().or(draft.signed.as_ref()).map(|day| day.latest);
    let parties = asker.ask("Parties, with commas between?", |text| parties(world, text, day))?;
    draft.parties = parties.unwrap_or_default();
    draft.term = asker.ask("Term (5 years; 5 years renews automatically; indefinite)?", term)?;
    draft.notice =
        asker.ask("Notice of withdrawal (6 months)?", |text| length(text).map(Some))?.flatten();
    let first = draft.force.clone().or_else(|| draft.signed.clone());
    draft.ended = asker
        .ask("Last day of force, or `no`?", |text| match no(text) {
            true => Ok(None),
            false => after(date(text)?, first.as_ref(), "the first day").map(Some),
        })?
        .flatten();
    draft.atop = asker.words("Number in ATOP?")?;
    draft.citation = asker.words("Citation: where did you read the text?")?;
    let said = [
        ("the title", draft.title.is_some()),
        ("the day of signature", draft.signed.is_some()),
        ("the day of entry into force", draft.force.is_some() || draft.signed.is_some()),
        ("the parties", draft.parties.len() > 1),
        ("the term", draft.term.is_some()),
        ("notice of withdrawal", draft.notice.is_some()),
        ("where the text stands", draft.citation.is_some()),
    ];
    let open = said.iter().filter(|(_, known)| !known);
    draft.open = open.map(|(what, _)| (*what).to_owned()).collect();
    while let Some(promise) = asker.ask("An obligation (defense, offense, neutrality, nonaggression, consultation; nothing when there is no more)?", promise)? {
        draft.obligations.push(asker.obligation(&draft, promise)?);
    }
    if draft.obligations.is_empty() {
        draft.open.push("which obligations there are".into());
    } else if asker.ended {
        draft.open.push("whether there are further obligations; the answers ended here".into());
    }
    Ok(draft)
}

struct Asker<'a> {
    world: &'a World,
    answers: &'a mut dyn Answers,
    ended: bool,
}

impl Asker<'_> {
    /// One answer; `None`: not known.
    fn ask<T>(
        &mut self,
        question: &str,
        read: impl Fn(&str) -> Result<T, Refusal>,
    ) -> Result<Option<T>, Refusal> {
        while !self.ended {
            let Some(answer) = self.answers.next(question) else {
                self.ended = true;
                break;
            };
            let answer = clean(&answer);
            if matches!(answer.to_lowercase().as_str(), "" | "?" | "unknown" | "i do not know") {
                return Ok(None);
            }
            match read(&answer) {
                Ok(value) => return Ok(Some(value)),
                Err(refusal) => self.answers.refused(question, refusal)?,
            }
        }
        Ok(None)
    }

    fn words(&mut self, question: &str) -> Result<Option<String>, Refusal> {
        self.ask(question, |text| Ok(text.to_owned()))
    }

    fn obligation(&mut self, draft: &Draft, promise: Promise) -> Result<Obligation, Refusal> {
        let world = self.world;
        let day = draft.force.as_ref().or(draft.signed.as_ref()).map(|day| day.latest);
        let mut open = Vec::new();
        let some = |text: &str| members(world, draft, text, day);
        let by = self.ask("Who promises it (`each`, or parties with commas between)?", some)?;
        let to =
            self.ask("To whom (`each`, or one party)?", |text| match some(text)?.as_slice() {
                [] => Ok(None),
                [one] => Ok(Some(one.clone())),
                _ => Err(refuse(
                    "several parties are named",
                    "name one, or write the obligation once for each",
                )),
            })?;
        let mut event = None;
        if matches!(promise, Promise::Defense | Promise::Neutrality | Promise::Consultation) {
            event = self.ask("What awakens it (attack, threat, incursion, blockade, terrorism, coup, declaration, war)?", |text| one_of(EVENTS, text))?;
            if event.is_none() {
                open.push("what awakens it".to_owned());
            }
        }
        for (what, known) in [("who promises it", by.is_some()), ("to whom", to.is_some())] {
            if !known {
                open.push(what.to_owned());
            }
        }
        let otherwise = match promise {
            Promise::Consultation => EventKind::Threat,
            Promise::Neutrality => EventKind::War,
            _ => EventKind::Attack,
        };
        let mut one = Obligation {
            promise,
            by: by.unwrap_or_default(),
            to: to.flatten(),
            event: event.unwrap_or(otherwise),
            adversaries: Vec::new(),
            place: None,
            provocation: false,
            request: false,
            other: None,
            article: None,
            gist: None,
            open,
            unfit: None,
        };
        if promise != Promise::Nonaggression {
            self.conditions(&mut one, day)?;
        }
        one.article = self.ask("Number of the article?", article)?;
        one.gist = self.words("Gist, in your own words?")?;
        if one.gist.is_none() {
            one.open.push("its gist".into());
        }
        Ok(one)
    }

    /// The conditions of ATOP, and one in other words.
    fn conditions(&mut self, one: &mut Obligation, day: Option<Day>) -> Result<(), Refusal> {
        let world = self.world;
        if one.event != EventKind::Coup || one.promise == Promise::Offense {
            let named =
                |text: &str| if no(text) { Ok(Vec::new()) } else { actors(world, text, day) };
            let adversaries = self.ask("Against a named adversary (`no`, or names)?", named)?;
            if adversaries.is_none() {
                one.open.push("whether an adversary is named".into());
            }
            one.adversaries = adversaries.unwrap_or_default();
        }
        let place = self.ask("Only in a named area or place (`no`, or its name)?", |text| {
            if no(text) {
                return Ok(None);
            }
            let unknown = || {
                refuse(
                    &format!("no place is called `{text}`"),
                    "name a place of `states/places.csv`, a region or a state, or leave it open",
                )
            };
            world
                .place(text, day)
                .map(|place| Some(world.place_id(&place).to_owned()))
                .ok_or_else(unknown)
        })?;
        let provocation = self.ask("Does provocation free from it (`yes`, `no`)?", yes_or_no)?;
        let request = self.ask("Only on request (`yes`, `no`)?", yes_or_no)?;
        let other = self
            .ask("Another condition (`no`, or what must be found, in your words)?", |text| {
                Ok((!no(text)).then(|| text.to_owned()))
            })?;
        for (what, known) in [
            ("whether it holds in a named place only", place.is_some()),
            ("whether provocation frees", provocation.is_some()),
            ("whether it waits for a request", request.is_some()),
            ("whether it has another condition", other.is_some()),
        ] {
            if !known {
                one.open.push(what.into());
            }
        }
        one.place = place.flatten();
        one.provocation = provocation.unwrap_or(false);
        one.request = request.unwrap_or(false);
        one.other = other.flatten();
        Ok(())
    }
}

/// An answer as it can stand in a quoted text of a fenced block.
fn clean(text: &str) -> String {
    let plain = text.chars().map(|c| match c {
        '"' | '`' => '\'',
        '\\' => '/',
        c if c.is_control() => ' ',
        c => c,
    });
    plain.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn refuse(message: &str, help: &str) -> Refusal {
    Refusal::bare(
        Kind::Usage,
        Diagnostic::bare(Code::SV0706, message.to_owned()).help(help.to_owned()),
    )
}

fn no(text: &str) -> bool {
    matches!(text.to_lowercase().as_str(), "no" | "n" | "none" | "-")
}

fn yes_or_no(text: &str) -> Result<bool, Refusal> {
    match text.to_lowercase().as_str() {
        "yes" | "y" => Ok(true),
        _ if no(text) => Ok(false),
        _ => Err(refuse(
            &format!("`{text}` is neither yes nor no"),
            "write `yes`, `no`, or nothing if you do not know",
        )),
    }
}

fn one_of<T: Copy>(list: &[(&str, T)], text: &str) -> Result<T, Refusal> {
    let wanted = text.to_lowercase();
    let found = list.iter().find(|(word, _)| *word == wanted);
    found.map(|(_, value)| *value).ok_or_else(|| {
        let words: Vec<&str> = list.iter().map(|(word, _)| *word).collect();
        refuse(
            &format!("`{text}` is none of the answers"),
            &format!("write one of {}", words.join(", ")),
        )
    })
}

fn promise(text: &str) -> Result<Promise, Refusal> {
    let text = text.to_lowercase().replace("defence", "defense").replace("offence", "offense");
    one_of(Promise::ALL, &text.replace("non-", "non"))
}

/// A day that does not surely lie before another.
fn after(
    day: UncertainDay,
    first: Option<&UncertainDay>,
    what: &str,
) -> Result<UncertainDay, Refusal> {
    match first {
        Some(first) if day.latest < first.earliest => {
            let cause = format!("{} lies before {what}, {}", day.latest, first.earliest);
            Err(refuse(&cause, "write a later day, or leave it open"))
        }
        _ => Ok(day),
    }
}

/// A date with both its bounds within the years of the data.
fn date(text: &str) -> Result<UncertainDay, Refusal> {
    let day = UncertainDay::parse(text).ok().filter(|day| {
        let years = Day::of(1600, 1, 1).zip(Day::of(2100, 12, 31));
        years.is_some_and(|(first, last)| day.earliest >= first && day.latest <= last)
    });
    day.ok_or_else(|| {
        refuse(
            &format!("`{text}` is no date with a first and a last day it can be"),
            "write 2002-05-15, 2002-05, 2002, or `between 2002-05-01 and 2002-05-20`",
        )
    })
}

fn length(text: &str) -> Result<String, Refusal> {
    let words: Vec<&str> = text.split(' ').collect();
    match words.as_slice() {
        [number, unit] if number.parse::<u8>().is_ok_and(|n| n > 0) => {
            let unit = unit.trim_end_matches('s');
            if matches!(unit, "year" | "month" | "day") {
                let number = number.trim_start_matches(['0', '+']);
                return Ok(format!("{number} {unit}s"));
            }
        }
        _ => {}
    }
    Err(refuse(
        &format!("`{text}` is no length of time"),
        "write a number and years, months or days: `6 months`",
    ))
}

fn term(text: &str) -> Result<String, Refusal> {
    if text == "indefinite" {
        return Ok(text.to_owned());
    }
    match text.strip_suffix(" renews automatically") {
        Some(first) => Ok(format!("{} renews automatically", length(first)?)),
        None => length(text),
    }
}

/// The number of an article: plain letters, digits, hyphens and dots.
fn article(text: &str) -> Result<String, Refusal> {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    let starts = text.starts_with(|c: char| c.is_ascii_alphanumeric());
    match starts
        && text.chars().all(plain)
        && text.len() <= 20
        && !is_keyword(text)
        && text != "unknown"
    {
        true => Ok(text.to_owned()),
        false => Err(refuse(
            &format!("`{text}` is no number of an article"),
            "write it as the treaty has it: `4`, `IV`, `secret-2`",
        )),
    }
}

fn id(world: &World, text: &str) -> Result<String, Refusal> {
    let plain = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-';
    let whole =
        text.len() > 1 && text.len() <= 60 && text.starts_with(|c: char| c.is_ascii_uppercase());
    if !whole || !text.chars().all(plain) || text.ends_with('-') {
        return Err(refuse(
            &format!("`{text}` is no id"),
            "write two or more capitals, digits and hyphens: `ANGLO-POLISH-1939`",
        ));
    }
    match world.treaty_by_id(text) {
        Some(_) => Err(refuse(
            &format!("a treaty of the corpus has the id `{text}`"),
            "choose another; `servanda treaty` lists them",
        )),
        None => Ok(text.to_owned()),
    }
}

/// An id from the first words of the title and the year.
fn made_id(world: &World, draft: &Draft) -> String {
    let title = draft.title.as_deref().unwrap_or("untitled").to_uppercase();
    let words = title.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| word.len() > 3);
    let mut parts: Vec<String> =
        words.take(3).map(|word| word.chars().take(12).collect()).collect();
    if parts.first().is_none_or(|first| !first.starts_with(|c: char| c.is_ascii_uppercase())) {
        parts.insert(0, "TREATY".into());
    }
    if let Some(day) = draft.signed.as_ref().or(draft.force.as_ref()) {
        parts.push(day.earliest.to_string().chars().take(4).collect());
    }
    let first = parts.join("-");
    let more = (2..).map(|number| format!("{first}-{number}"));
    let mut each = std::iter::once(first.clone()).chain(more);
    each.find(|id| world.treaty_by_id(id).is_none()).unwrap_or(first)
}

/// The ids of states and organizations that names mean on a day. What is ambiguous is refused with the choices.
fn actors(world: &World, text: &str, day: Option<Day>) -> Result<Vec<String>, Refusal> {
    let mut found: Vec<String> = Vec::new();
    for name in text.split(',').map(str::trim).filter(|name| !name.is_empty()) {
        let actor = named::actor(world, "answer", name, day)?;
        let Actor::State(_) = actor else {
            return Err(refuse(
                &format!("`{name}` is no state"),
                "name states; write others into the file by hand",
            ));
        };
        let id = world.id(actor).to_owned();
        if !found.contains(&id) {
            found.push(id);
        }
    }
    match found.is_empty() {
        true => Err(refuse("nobody is named", "write names with commas between")),
        false => Ok(found),
    }
}

fn parties(world: &World, text: &str, day: Option<Day>) -> Result<Vec<String>, Refusal> {
    let found = actors(world, text, day)?;
    match found.len() {
        1 => {
            Err(refuse("a treaty has two parties or more", "name all of them, with commas between"))
        }
        _ => Ok(found),
    }
}

/// Parties of the treaty; none for each of them.
fn members(
    world: &World,
    draft: &Draft,
    text: &str,
    day: Option<Day>,
) -> Result<Vec<String>, Refusal> {
    if matches!(text.to_lowercase().as_str(), "each" | "all") {
        return Ok(Vec::new());
    }
    let found = actors(world, text, day)?;
    match found.iter().find(|id| !draft.parties.contains(id)) {
        Some(id) => Err(refuse(
            &format!("{id} is no party of the treaty"),
            "name one of its parties, or write `each`",
        )),
        None => Ok(found),
    }
}
