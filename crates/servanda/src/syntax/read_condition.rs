//! Triggers and conditions, from words to data.

use super::clause::{Condition, Name, Quality, Trigger};
use super::cursor::{Cursor, Fault};
use super::diagnostic::did_you_mean;
use super::lexer::Kind;
use super::vocabulary::EventKind;
use super::{Code, Diagnostic};

/// How deep conditions may be nested.
const DEEPEST: usize = 32;

const TRIGGER_FORM: &str = "A attacks V` or `threat to V by A";

/// Verbs that follow the name of an actor.
const VERBS: &[(&str, EventKind, Object)] = &[
    ("attacks", EventKind::Attack, Object::Needed),
    ("attack", EventKind::Attack, Object::Needed),
    ("threatens", EventKind::Threat, Object::Needed),
    ("blockades", EventKind::Blockade, Object::Needed),
    ("aids", EventKind::Aid, Object::Needed),
    ("declares war on", EventKind::WarDeclared, Object::Needed),
    ("is at war with", EventKind::War, Object::Needed),
    ("mobilises", EventKind::Mobilisation, Object::Against),
    ("mobilizes", EventKind::Mobilisation, Object::Against),
];

/// Nouns for events, with the words that lead to the target.
const NOUNS: &[(&str, EventKind)] = &[
    ("attack on", EventKind::Attack),
    ("threat to", EventKind::Threat),
    ("armed incursion into", EventKind::Incursion),
    ("incursion into", EventKind::Incursion),
    ("coup in", EventKind::Coup),
    ("blockade of", EventKind::Blockade),
    ("terrorism against", EventKind::Terrorism),
    ("war declared on", EventKind::WarDeclared),
    ("mobilisation against", EventKind::Mobilisation),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Object {
    Needed,
    Against,
}

/// Reads `A attacks V`, `threat to V by A` and the like.
pub(super) fn trigger(at: &mut Cursor<'_>) -> Result<Trigger, Fault> {
    for (words, kind) in NOUNS {
        if at.take_phrase(words) {
            let target = Some(at.name("whom it befalls", TRIGGER_FORM)?);
            let actor =
                at.take(&["by"]).then(|| at.name("who does it", TRIGGER_FORM)).transpose()?;
            return Ok(Trigger { kind: *kind, actor, target });
        }
    }
    if !at.at_name() {
        return Err(no_event(at));
    }
    let actor = at.name("who does it", TRIGGER_FORM)?;
    verb(at, actor)
}

fn verb(at: &mut Cursor<'_>, actor: Name) -> Result<Trigger, Fault> {
    for (words, kind, object) in VERBS {
        if at.take_phrase(words) {
            let wanted = *object == Object::Needed || at.take(&["against"]);
            let target = wanted.then(|| at.name("whom it befalls", TRIGGER_FORM)).transpose()?;
            return Ok(Trigger { kind: *kind, actor: Some(actor), target });
        }
    }
    Err(no_event(at))
}

fn no_event(at: &Cursor<'_>) -> Fault {
    let known = VERBS.iter().map(|(words, ..)| *words).chain(NOUNS.iter().map(|(words, _)| *words));
    let first = known.filter_map(|words| words.split(' ').next());
    let near = did_you_mean(at.word(0), first);
    let mut fault = at.wanted_near("an event", TRIGGER_FORM, near);
    if near.is_none() {
        let verbs = VERBS.iter().map(|(words, ..)| *words);
        let forms: Vec<&str> =
            verbs.filter(|words| !matches!(*words, "attack" | "mobilizes")).collect();
        fault.notes.push(format!("events are: {}; threat to, armed incursion into, coup in, blockade of, terrorism against", forms.join(", ")));
    }
    fault
}

/// Reads a condition: `or` binds weaker than `and`, `and` weaker than `not`.
pub(super) fn condition(at: &mut Cursor<'_>) -> Result<Condition, Fault> {
    any(at, 0)
}

fn any(at: &mut Cursor<'_>, depth: usize) -> Result<Condition, Fault> {
    let mut of = vec![all(at, depth)?];
    while at.take(&["or"]) {
        of.push(all(at, depth)?);
    }
    Ok(alone(of, |of| Condition::Any { of }))
}

fn all(at: &mut Cursor<'_>, depth: usize) -> Result<Condition, Fault> {
    let mut of = vec![single(at, depth)?];
    while at.take(&["and"]) {
        of.push(single(at, depth)?);
    }
    Ok(alone(of, |of| Condition::All { of }))
}

fn alone(mut of: Vec<Condition>, several: fn(Vec<Condition>) -> Condition) -> Condition {
    match of.len() {
        1 => of.remove(0),
        _ => several(of),
    }
}

fn single(at: &mut Cursor<'_>, depth: usize) -> Result<Condition, Fault> {
    if depth > DEEPEST {
        let fault = Diagnostic::at(
            Code::SV0110,
            at.here(),
            format!("conditions are nested more than {DEEPEST} deep"),
        );
        return Err(Box::new(fault.help("split the condition over several `where` lines")));
    }
    if at.take(&["not"]) {
        return Ok(Condition::Not { that: Box::new(single(at, depth + 1)?) });
    }
    if at.peek(0).is_some_and(|word| word.kind == Kind::Open) {
        at.bump();
        let inner = any(at, depth + 1)?;
        if at.peek(0).is_none_or(|word| word.kind != Kind::Close) {
            return Err(at.wanted("`)`", "( CONDITION )"));
        }
        at.bump();
        return Ok(inner);
    }
    basic(at)
}

fn basic(at: &mut Cursor<'_>) -> Result<Condition, Fault> {
    const FORM: &str = "V is party` or `A is state` or `found NAME";
    if at.take(&["found"]) {
        let name = at.finding("found NAME [\"question\"]")?;
        let question = at.maybe_text("found NAME \"question\"")?;
        return Ok(Condition::Found { name, question });
    }
    if at.take(&["at", "least"]) {
        return at_least(at);
    }
    if at.take(&["place", "is"]) {
        return Ok(Condition::PlaceIs { place: at.name("a place", "place is PLACE")? });
    }
    if !at.at_name() {
        let noun = NOUNS.iter().any(|(words, _)| words.split(' ').next() == Some(at.word(0)));
        if noun {
            return Ok(Condition::Happens { what: trigger(at)? });
        }
        return Err(at.wanted("a condition", FORM));
    }
    let who = at.name("who", FORM)?;
    at.hope_for(&["is"]);
    if at.word(0) == "is" && at.word(1) != "at" {
        at.bump();
        return quality(at, who);
    }
    Ok(Condition::Happens { what: verb(at, who)? })
}

fn at_least(at: &mut Cursor<'_>) -> Result<Condition, Fault> {
    const FORM: &str = "at least 2 states attack V` or `at least 2 great powers attack V";
    let Ok(count) = at.word(0).parse::<u32>() else { return Err(at.wanted("a number", FORM)) };
    at.bump();
    let great_powers = at.take(&["great", "powers"]);
    if !great_powers {
        at.want(&["states"], FORM)?;
    }
    at.want(&["attack"], FORM)?;
    Ok(Condition::AtLeast { count, great_powers, target: at.name("whom", FORM)? })
}

fn quality(at: &mut Cursor<'_>, who: Name) -> Result<Condition, Fault> {
    let denied = at.take(&["not"]);
    at.take_any(&["a", "an"]);
    let condition = if at.take(&["party"]) {
        let to = at.take(&["to"]).then(|| at.id("V is party to ID")).transpose()?;
        Condition::Party { who, to }
    } else if at.take(&["state", "or", "group", "of", "states"]) {
        Condition::Is { who, what: Quality::StateOrGroupOfStates }
    } else if at.take(&["state"]) {
        Condition::Is { who, what: Quality::State }
    } else if at.take(&["non-state"]) {
        at.take_any(&["actor"]);
        Condition::Is { who, what: Quality::NonState }
    } else if at.take(&["great", "power"]) {
        Condition::Is { who, what: Quality::GreatPower }
    } else {
        let form = "V is party` or `A is state or group of states` or `A is GMY or AUH";
        if !at.at_name() {
            return Err(at.wanted("a quality or a name", form));
        }
        let mut names = vec![at.name("a state", form)?];
        while at.word(0) == "or" && another_name(at) {
            at.bump();
            names.push(at.name("a state", form)?);
        }
        Condition::Among { who, names }
    };
    Ok(if denied { Condition::Not { that: Box::new(condition) } } else { condition })
}

/// Whether the word after `or` is one more name of a list, not the start of a new condition.
fn another_name(at: &Cursor<'_>) -> bool {
    let named = at
        .peek(1)
        .is_some_and(|word| word.kind == Kind::Text || word.text.starts_with(char::is_uppercase));
    let verb = VERBS.iter().any(|(words, ..)| words.split(' ').next() == Some(at.word(2)));
    named && at.word(2) != "is" && !verb
}
