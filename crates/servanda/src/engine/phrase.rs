//! The controlled phrase of a question: `attack on Tajikistan by Afghanistan in PLACE on 2002-05-14`,
//! its parts in any order. Reading cuts the words into parts; resolving finds what they mean.

use super::question::Question;
use crate::model::entity::EntityKind;
use crate::model::world::name_diagnostic;
use crate::model::{Actor, PlaceRef, StateId, System, World};
use crate::syntax::diagnostic::did_you_mean;
use crate::syntax::vocabulary::EventKind;
use crate::syntax::{Code, Diagnostic, Span};
use crate::time::{DateError, Day, UncertainDay, slip};
use std::collections::BTreeSet;

/// Words of a question with their place.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Words {
    /// The words.
    pub text: String,
    /// Where.
    pub at: Span,
}

/// The parts of a question as words.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    /// What happens.
    pub kind: Option<(EventKind, Span)>,
    /// To whom.
    pub target: Option<Words>,
    /// By whom.
    pub actor: Option<Words>,
    /// Where.
    pub place: Option<Words>,
    /// On which day.
    pub on: Option<Words>,
    /// As known by which day.
    pub known: Option<Words>,
    /// Findings said in passing ("unprovoked").
    pub given: Vec<(String, bool)>,
    /// What is said twice or not understood.
    pub faults: Vec<Diagnostic>,
}

/// Nouns of events; the words after them lead to the target.
const NOUNS: &[(&str, EventKind)] = &[
    ("declaration of war", EventKind::WarDeclared),
    ("terrorist attack", EventKind::Terrorism),
    ("act of terrorism", EventKind::Terrorism),
    ("armed incursion", EventKind::Incursion),
    ("general mobilisation", EventKind::Mobilisation),
    ("general mobilization", EventKind::Mobilisation),
    ("attempted coup", EventKind::Coup),
    ("armed attack", EventKind::Attack),
    ("war declared", EventKind::WarDeclared),
    ("war_declared", EventKind::WarDeclared),
    ("attack", EventKind::Attack),
    ("invasion", EventKind::Attack),
    ("aggression", EventKind::Attack),
    ("threat", EventKind::Threat),
    ("incursion", EventKind::Incursion),
    ("coup", EventKind::Coup),
    ("blockade", EventKind::Blockade),
    ("terrorism", EventKind::Terrorism),
    ("war", EventKind::WarDeclared),
    ("mobilisation", EventKind::Mobilisation),
    ("mobilization", EventKind::Mobilisation),
];

/// Verbs of events; the words before them are the actor, those after them the target.
const VERBS: &[(&str, EventKind)] = &[
    ("declares war on", EventKind::WarDeclared),
    ("declared war on", EventKind::WarDeclared),
    ("mobilises against", EventKind::Mobilisation),
    ("mobilizes against", EventKind::Mobilisation),
    ("mobilises", EventKind::Mobilisation),
    ("mobilizes", EventKind::Mobilisation),
    ("attacks", EventKind::Attack),
    ("attacked", EventKind::Attack),
    ("invades", EventKind::Attack),
    ("invaded", EventKind::Attack),
    ("threatens", EventKind::Threat),
    ("threatened", EventKind::Threat),
    ("blockaded", EventKind::Blockade),
    ("blockades", EventKind::Blockade),
];

/// The form and the events, for messages.
pub const FORM: &str = "attack on TARGET by ACTOR in PLACE on YYYY-MM-DD";
const EVENTS: &str = "events are: attack, threat, armed incursion, coup, blockade, terrorism, war declared, mobilisation";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Target,
    Actor,
    Place,
    On,
    Known,
    Lead,
}

impl Parts {
    /// Cuts a phrase into its parts; places are bytes of source number `file`. What is not
    /// understood is among the parts' faults, so that [`resolve`] reports it with the rest.
    pub fn read(text: &str, file: u32) -> Parts {
        let words = words(text, file);
        let mut parts = Parts::default();
        let (mut field, mut next) = (Field::Lead, 0);
        let mut lead: Option<Words> = None;
        while next < words.len() {
            let rest = words.get(next..).unwrap_or_default();
            let Some(word) = rest.first() else { break };
            let lower = word.text.to_lowercase();
            let dated = rest.get(1).is_some_and(|next| is_date(&next.text))
                || spelled(rest.get(1..).unwrap_or_default()).is_some();
            if let Some(day) = spelled(rest) {
                next += 3;
                append(&mut parts.on, &day, "the day", &mut parts.faults);
                field = Field::Lead;
                continue;
            }
            if parts.kind.is_none()
                && let Some((kind, taken, is_verb)) = event(rest)
            {
                parts.kind = Some((kind, word.at));
                next += taken;
                let passive = passive(words.get(next - 1..).unwrap_or_default());
                match lead.take_if(|_| is_verb) {
                    Some(subject) if passive => parts.target = Some(bare(subject)),
                    Some(subject) => parts.actor = Some(subject),
                    None => {}
                }
                field = Field::Target;
                next += preposition(words.get(next..).unwrap_or_default());
                continue;
            }
            next += 1;
            match lower.as_str() {
                "unprovoked" => parts.given.push(("provoked".into(), false)),
                "provoked" => parts.given.push(("provoked".into(), true)),
                "on" if dated => field = Field::On,
                "on" | "against" | "to" | "into" if parts.target.is_none() => field = Field::Target,
                "by" => field = Field::Actor,
                "in" | "at" if parts.kind.is_some() => field = Field::Place,
                "known" => field = Field::Known,
                "as" if rest.get(1).is_some_and(|next| next.text == "known") => {}
                "an" | "a" => {}
                "the" if field == Field::Lead => {}
                _ if is_date(&word.text) && !matches!(field, Field::On | Field::Known) => {
                    append(&mut parts.on, word, "the day", &mut parts.faults);
                }
                _ => match field {
                    Field::Target => extend(&mut parts.target, word),
                    Field::Actor => extend(&mut parts.actor, word),
                    Field::Place => extend(&mut parts.place, word),
                    Field::On => {
                        append(&mut parts.on, word, "the day", &mut parts.faults);
                        field = Field::Lead;
                    }
                    Field::Known => {
                        append(&mut parts.known, word, "what is known", &mut parts.faults);
                        field = Field::Lead;
                    }
                    Field::Lead => extend(&mut lead, word),
                },
            }
        }
        if let Some(lead) = lead {
            parts.faults.push(stray(&lead, parts.kind.is_none()));
        }
        parts
    }
}

fn stray(lead: &Words, no_event: bool) -> Diagnostic {
    let nouns = NOUNS.iter().map(|(noun, _)| *noun);
    let near = lead.text.split(' ').find_map(|word| did_you_mean(word, nouns.clone()));
    let (code, message) = if no_event {
        (Code::SV0601, "the question has no event that is known".to_owned())
    } else {
        (Code::SV0605, format!("`{}` is not understood here", lead.text))
    };
    let fault = Diagnostic::at(code, lead.at, message);
    match near.filter(|_| no_event) {
        Some(near) => fault.help(format!("did you mean `{near}`?")),
        None => fault.help(format!("write `{FORM}`")).note(EVENTS),
    }
}

fn words(text: &str, file: u32) -> Vec<Words> {
    let mut found = Vec::new();
    let mut from = None;
    for (at, character) in text.char_indices().chain(std::iter::once((text.len(), ' '))) {
        match (character.is_whitespace(), from) {
            (false, None) => from = Some(at),
            (true, Some(start)) => {
                let word = text.get(start..at).unwrap_or_default();
                let trimmed = word.trim_matches(['?', ',', '"', '“', '”', ';']);
                let trimmed =
                    trimmed.strip_suffix('.').filter(|word| is_date(word)).unwrap_or(trimmed);
                if !trimmed.is_empty() {
                    let at = Span { file, start: start as u32, end: at as u32 };
                    found.push(Words { text: trimmed.to_owned(), at });
                }
                from = None;
            }
            _ => {}
        }
    }
    found
}

/// Whether a word can only be meant as a date.
fn is_date(word: &str) -> bool {
    let digits = word.chars().filter(char::is_ascii_digit).count();
    digits >= 4
        && word.starts_with(|first: char| first.is_ascii_digit())
        && (word.contains(['-', '/', '.']) || digits == word.len())
}

/// A day in words, such as `14 May 2002`, which is told how to write itself.
fn spelled(words: &[Words]) -> Option<Words> {
    let [one, two, three, ..] = words else { return None };
    let texts = [one.text.as_str(), two.text.as_str(), three.text.as_str()];
    let numbers = texts.iter().filter(|text| text.starts_with(|c: char| c.is_ascii_digit()));
    if numbers.count() != 2 || is_date(&one.text) {
        return None;
    }
    slip::meant(&texts)?;
    Some(Words { text: texts.join(" "), at: one.at.to(three.at) })
}

fn event(words: &[Words]) -> Option<(EventKind, usize, bool)> {
    let starts = |phrase: &str| {
        let wanted: Vec<&str> = phrase.split(' ').collect();
        let here = words.iter().take(wanted.len()).map(|word| word.text.to_lowercase());
        (here.eq(wanted.iter().map(|word| (*word).to_owned()))).then_some(wanted.len())
    };
    let verb = VERBS.iter().find_map(|(phrase, kind)| starts(phrase).map(|n| (*kind, n, true)));
    verb.or_else(|| {
        NOUNS.iter().find_map(|(phrase, kind)| starts(phrase).map(|n| (*kind, n, false)))
    })
}

/// Whether a verb, by the words after it, says what befalls its subject: `TAJ attacked by AFG`.
fn passive(verb: &[Words]) -> bool {
    let [verb, after @ ..] = verb else { return false };
    let dated = || after.get(1).is_some_and(|next| is_date(&next.text));
    let whole = after
        .first()
        .is_none_or(|word| word.text.eq_ignore_ascii_case("by") || word.text == "on" && dated());
    whole && verb.text.to_lowercase().ends_with("ed")
}

/// The subject without the verb's helper: `TAJ is`, `TAJ was`.
fn bare(mut subject: Words) -> Words {
    let name = [" is", " was"].iter().find_map(|helper| subject.text.strip_suffix(helper));
    if let Some(length) = name.map(str::len) {
        subject.text.truncate(length);
    }
    subject
}

/// How many words lead from the event to its target: `on`, `to`, `into`, `in`, `of`, `against`.
fn preposition(rest: &[Words]) -> usize {
    let Some(first) = rest.first() else { return 0 };
    let leads = matches!(first.text.as_str(), "on" | "to" | "into" | "in" | "of" | "against");
    let dated = rest.get(1).is_some_and(|next| is_date(&next.text));
    usize::from(leads && !dated)
}

fn extend(slot: &mut Option<Words>, word: &Words) {
    match slot {
        Some(words) => {
            words.text = format!("{} {}", words.text, word.text);
            words.at = words.at.to(word.at);
        }
        None => *slot = Some(word.clone()),
    }
}

fn append(slot: &mut Option<Words>, word: &Words, what: &str, faults: &mut Vec<Diagnostic>) {
    match slot {
        None => *slot = Some(word.clone()),
        Some(first) => faults.push(
            Diagnostic::at(Code::SV0607, word.at, format!("the question says {what} twice"))
                .against(first.at, "here first")
                .help("keep one of them; to fix what is known by a day, add `known DATE`"),
        ),
    }
}

/// Finds what the parts mean in a world.
///
/// # Errors
/// Every part that is missing or leads nowhere.
pub fn resolve(parts: &Parts, world: &World, whole: Span) -> Result<Question, Vec<Diagnostic>> {
    let mut faults = parts.faults.clone();
    let on = match &parts.on {
        None => {
            faults.push(
                Diagnostic::at(Code::SV0603, whole, "the question has no day")
                    .help("add `on YYYY-MM-DD`; there is no implicit today"),
            );
            None
        }
        Some(words) => day(words, &mut faults),
    };
    let known = parts.known.as_ref().and_then(|words| day(words, &mut faults));
    let Some((kind, _)) = parts.kind else {
        if faults.iter().any(|fault| fault.code == Code::SV0601) {
            return Err(faults);
        }
        faults.push(
            Diagnostic::at(Code::SV0601, whole, "the question has no event that is known")
                .help(format!("write `{FORM}`"))
                .note(EVENTS),
        );
        return Err(faults);
    };
    let target = parts.target.as_ref().and_then(|words| actor(words, world, on, &mut faults));
    if parts.target.is_none() && kind != EventKind::Mobilisation {
        faults.push(
            Diagnostic::at(
                Code::SV0602,
                whole,
                format!("the question does not say whom the {kind} befalls"),
            )
            .help(format!("write `{}`", kind.phrase("TARGET"))),
        );
    }
    let actors =
        parts.actor.as_ref().map_or_else(Vec::new, |words| actors(words, world, on, &mut faults));
    if parts.target.is_none() && parts.actor.is_none() && kind == EventKind::Mobilisation {
        faults.push(
            Diagnostic::at(Code::SV0602, whole, "the question does not say who mobilises")
                .help("write `mobilisation by ACTOR [against TARGET] on YYYY-MM-DD`"),
        );
    }
    faults.extend(misfits(parts, world, target, &actors));
    let place = parts.place.as_ref().and_then(|words| place(words, world, on, &mut faults));
    let (Some(on), true) = (on, faults.is_empty()) else { return Err(faults) };
    let mut question = Question::new(kind, target, on);
    question.actors = actors;
    question.place = place;
    question.known = known;
    question.given.clone_from(&parts.given);
    question.text = text_of(&question, world);
    question.notes = notes(parts, world, on);
    Ok(question)
}

/// How a question was read, where another reading is near: a code that another list gives to another
/// state, and a day that the lists or the corpus do not reach.
fn notes(parts: &Parts, world: &World, on: Day) -> Vec<String> {
    let mut notes = Vec::new();
    for words in [&parts.target, &parts.actor].into_iter().flatten() {
        let code = words.text.to_uppercase();
        let (Some(read), Some(other)) = (world.states.by_id(&code), world.states.by_iso3(&code))
        else {
            continue;
        };
        if read != other {
            let (read, other) = (world.states.get(read), world.states.get(other));
            notes.push(format!(
                "`{code}` is read as the COW abbreviation of {}; in ISO 3166 it is {}, here `{}`.",
                read.name, other.name, other.id
            ));
        }
    }
    if Some(on) < Day::of(1816, 1, 1) {
        notes.push(
            "The lists of states begin on 1816-01-01; earlier states are taken from it.".into(),
        );
    }
    if Some(on) > Day::of(2026, 1, 1) {
        notes.push(
            "The corpus tells of treaties to 2026-01-01 and knows of no later change.".into(),
        );
    }
    notes
}

/// What does not fit together: an organization as target or actor, an attacker that is its own target.
fn misfits(
    parts: &Parts,
    world: &World,
    target: Option<Actor>,
    actors: &[Actor],
) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let organization = |actor: Actor| match actor {
        Actor::Entity(entity) => {
            let entity = world.entities.get(entity);
            (entity.kind != EntityKind::NonState).then_some(entity.name.as_str())
        }
        Actor::State(_) => None,
    };
    if let (Some(name), Some(words)) = (target.and_then(organization), &parts.target) {
        let fault = Diagnostic::at(Code::SV0602, words.at, format!("`{name}` is no state"));
        let help = "ask about one of its members: treaties answer events that befall states";
        faults.push(fault.help(help));
    }
    let acting = actors.iter().copied().find_map(organization);
    if let (Some(name), Some(words)) = (acting, &parts.actor) {
        let fault = Diagnostic::at(Code::SV0602, words.at, format!("`{name}` is no state"));
        faults.push(fault.help("name the states that act, joined by `and`"));
    }
    if let (Some(target), Some(words)) = (target, &parts.actor)
        && actors.contains(&target)
    {
        let message = format!("`{}` cannot be its own target", words.text);
        let help = "name two different actors; for a rising inside a state write `coup in STATE`";
        faults.push(Diagnostic::at(Code::SV0604, words.at, message).help(help));
    }
    faults
}

/// The place that words name.
fn place(
    words: &Words,
    world: &World,
    on: Option<Day>,
    faults: &mut Vec<Diagnostic>,
) -> Option<PlaceRef> {
    let found = world.place(&words.text, on);
    if found.is_none() {
        let known = world.places.iter().map(|(_, place)| place.name.as_str());
        let near = did_you_mean(&words.text, known).map(|near| format!("did you mean `{near}`?"));
        let message = format!("no place is called `{}`", words.text);
        let help = near.unwrap_or_else(|| {
            "write a place such as `Falkland Islands`, a region such as `Europe`, or a state; or leave it out: home territory is then assumed".into()
        });
        faults.push(Diagnostic::at(Code::SV0410, words.at, message).help(help));
    }
    found
}

/// The one day that words name; a fault is added when they name none or several.
pub fn day(words: &Words, faults: &mut Vec<Diagnostic>) -> Option<Day> {
    match UncertainDay::from_word(&words.text) {
        Ok(day) if day.is_exact() => Some(day.earliest),
        Ok(day) => {
            let message = format!("`{}` is not one day", words.text);
            faults.push(
                Diagnostic::at(Code::SV0606, words.at, message)
                    .help(format!("ask about one day, such as {} or {}", day.earliest, day.latest)),
            );
            None
        }
        Err(DateError::NoSuchDay(word, last)) => {
            let fault =
                Diagnostic::at(Code::SV0202, words.at, format!("the calendar has no {word}"));
            faults.push(fault.help(last.map_or_else(
                || "months run from 01 to 12".to_owned(),
                |last| format!("the last day of that month is {last}"),
            )));
            None
        }
        Err(_) => {
            let fault =
                Diagnostic::at(Code::SV0201, words.at, format!("`{}` is no date", words.text));
            let texts: Vec<&str> = words.text.split(' ').collect();
            let meant = slip::meant(&texts).map(|day| format!("write `{day}`"));
            faults.push(fault.help(
                meant.unwrap_or_else(|| "write the day as YYYY-MM-DD, such as 2002-05-14".into()),
            ));
            None
        }
    }
}

/// One actor, who must exist on the day.
fn actor(
    words: &Words,
    world: &World,
    on: Option<Day>,
    faults: &mut Vec<Diagnostic>,
) -> Option<Actor> {
    match world.actor(&words.text, on) {
        Ok(actor) => {
            if let (Actor::State(state), Some(on)) = (actor, on)
                && !world.states.exists_on(state, on)
            {
                faults.push(absent(words, world, actor, on));
                return None;
            }
            Some(actor)
        }
        Err(problem) => {
            faults.push(name_diagnostic(world, &problem, &words.text, on, Some(words.at)));
            None
        }
    }
}

/// A state that did not exist on a day, with who may be meant instead.
pub fn absent(words: &Words, world: &World, actor: Actor, on: Day) -> Diagnostic {
    let Actor::State(state) = actor else {
        return Diagnostic::at(
            Code::SV0303,
            words.at,
            format!("`{}` did not exist on {on}", words.text),
        );
    };
    let record = world.states.get(state);
    let of = |system: System| {
        let spells = record.spells.iter().filter(|spell| spell.system == system);
        let each = spells.map(|spell| match spell.days.end {
            Day::MAX => format!("since {}", spell.days.from),
            _ => format!("{} to {}", spell.days.from, spell.days.last()),
        });
        let each = each.collect::<Vec<_>>().join(", ");
        if each.is_empty() { "never".to_owned() } else { each }
    };
    let (cow, gw) = (of(System::Cow), of(System::GleditschWard));
    let listed = if cow == gw {
        format!("both lists of states have it {cow}")
    } else {
        format!("Correlates of War has it {cow}; Gleditsch and Ward {gw}")
    };
    let fault =
        Diagnostic::at(Code::SV0303, words.at, format!("{} is no state on {on}", record.name));
    let others = others_then(world, state, on);
    let shown: Vec<String> = others
        .iter()
        .map(|other| {
            format!("`{}` ({})", world.states.get(*other).id, world.states.name_on(*other, on))
        })
        .collect();
    fault
        .help(match shown.as_slice() {
            [] => "ask about a day on which it existed".into(),
            shown => format!("on that day ask about {}", shown.join(" or ")),
        })
        .note(listed)
}

/// The states that stood in the place of one that did not exist on a day: the one it came from, or
/// those that came after it.
fn others_then(world: &World, state: StateId, on: Day) -> Vec<StateId> {
    let steps = &world.states.successions;
    let before = steps.iter().find(|step| step.to == state && step.from != state && step.on > on);
    // Not those that came after an earlier life of it.
    let lives = world.states.get(state).spells.iter().map(|spell| spell.days.from);
    let born = lives.filter(|from| *from <= on).max();
    let after =
        steps.iter().filter(|step| step.from == state && step.on <= on && Some(step.on) > born);
    let others: BTreeSet<StateId> = match before {
        Some(step) => BTreeSet::from([step.from]),
        None => after.map(|step| step.to).collect(),
    };
    others.into_iter().filter(|other| world.states.exists_on(*other, on)).collect()
}

/// One actor, or several joined by `and` or commas.
fn actors(
    words: &Words,
    world: &World,
    on: Option<Day>,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Actor> {
    if matches!(
        words.text.to_lowercase().as_str(),
        "unknown" | "nobody knows whom" | "unknown attacker"
    ) {
        return Vec::new();
    }
    if world.actor(&words.text, on).is_ok() {
        return actor(words, world, on, faults).into_iter().collect();
    }
    let several: Vec<&str> = words
        .text
        .split(" and ")
        .flat_map(|part| part.split('+'))
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let each = several.iter().map(|part| Words { text: (*part).to_owned(), at: words.at });
    each.collect::<Vec<_>>().iter().filter_map(|part| actor(part, world, on, faults)).collect()
}

/// The phrase that asks a question, in canonical form.
pub fn text_of(question: &Question, world: &World) -> String {
    let shown = |actor: &Actor| world.name(*actor, question.on).to_owned();
    let by = question.actors.iter().map(shown).collect::<Vec<_>>().join(" and ");
    let event = match (&question.target, question.kind) {
        (Some(target), kind) => kind.phrase(&shown(target)),
        (None, _) => "mobilisation".to_owned(),
    };
    let by = if by.is_empty() { by } else { format!(" by {by}") };
    let place = question.place.as_ref().map_or(String::new(), |place| {
        let name = match place {
            crate::model::PlaceRef::Home(state) => world.states.get(*state).id.clone(),
            other => world.place_name(other, question.on),
        };
        format!(" in {name}")
    });
    format!("{event}{by}{place} on {}", question.on)
}
