//! The lines of an `ask` block, and the settings of a test: a phrase and what is taken as known.

use crate::engine::happening::verb;
use crate::engine::phrase::{self, Parts};
use crate::engine::{Preference, Question};
use crate::model::world::name_diagnostic;
use crate::model::{Actor, World};
use crate::syntax::clause::Clause;
use crate::syntax::diagnostic::did_you_mean;
use crate::syntax::vocabulary::{Act, EventKind};
use crate::syntax::{Code, Diagnostic, Label, Span};

/// What an answer is cut down to before it is compared.
#[derive(Clone, Debug, Default)]
pub struct Only {
    /// These parties; empty: all.
    pub parties: Vec<Actor>,
    /// These acts; empty: all.
    pub acts: Vec<Act>,
    /// These treaties; empty: all.
    pub treaties: Vec<String>,
}

impl Only {
    /// Whether a row is kept.
    pub fn keeps(&self, world: &World, row: &crate::engine::Row) -> bool {
        (self.parties.is_empty() || self.parties.contains(&row.party))
            && (self.acts.is_empty() || self.acts.contains(&row.act))
            && (self.treaties.is_empty() || self.treaties.contains(&world.treaty(row.treaty).id))
    }
}

/// Applies one setting of a test to a question.
///
/// # Errors
/// What the setting names and the world does not have.
pub fn apply(
    question: &mut Question,
    clause: &Clause,
    at: Span,
    world: &World,
) -> Result<(), Box<Diagnostic>> {
    match clause {
        Clause::Known { from } => question.known = Some(from.day.latest),
        Clause::Assuming { claim } => {
            check_claim(world, &claim.text).map_err(|help| {
                let message = format!("no claim has the id `{}`", claim.text);
                Box::new(Diagnostic::at(Code::SV0502, claim.at, message).help(help))
            })?;
            question.assuming.push(claim.text.clone());
        }
        Clause::Given { finding, found } => {
            give(question, world, &finding.text, *found).map_err(|fault| {
                let at = Label { at: finding.at, text: String::new() };
                Box::new(Diagnostic { primary: Some(at), ..*fault })
            })?;
        }
        Clause::Reading { name, .. } => {
            check_reading(world, &name.text).map_err(|help| {
                let message = format!("no treaty has the reading `{}`", name.text);
                Box::new(Diagnostic::at(Code::SV0411, name.at, message).help(help))
            })?;
            question.readings.push(name.text.clone());
        }
        Clause::Follow => question.follow = true,
        Clause::Prefer { name } => match Preference::from_word(&name.text) {
            Some(preference) => question.prefer.push(preference),
            None => {
                let known: Vec<&str> = Preference::ALL.iter().map(|(word, _)| *word).collect();
                let message = format!("no priority is called `{}`", name.text);
                let fault = Diagnostic::at(Code::SV0107, name.at, message);
                let fault = fault.help(format!("write one of {}", known.join(", ")));
                return Err(Box::new(
                    known.iter().fold(fault, |fault, known| fault.instead(known)),
                ));
            }
        },
        _ => {
            let fault = Diagnostic::at(Code::SV0105, at, "this clause means nothing in a test");
            return Err(Box::new(
                fault.help(
                    "a test has ask, expect, known, assuming, given, reading, follow, prefer",
                ),
            ));
        }
    }
    Ok(())
}

/// Beginnings of the names of open questions that the engine itself asks, each with whether a state
/// or another actor must follow.
const MADE: &[(&str, bool)] = &[
    ("attacker-is-party-to-", false),
    ("target-is-", false),
    ("request-by-", true),
    ("opinion-of-", true),
    ("judgment-of-", true),
    ("decision-of-", true),
    ("bound-", false),
    ("in-force-", false),
    ("in-effect-", false),
    ("in-area-", false),
    ("place-is-", false),
    ("at-least-", false),
    ("reading:", false),
];

/// Takes a finding as made or denied.
///
/// # Errors
/// No norm asks for it, or the opposite was said before.
pub fn give(
    question: &mut Question,
    world: &World,
    name: &str,
    found: bool,
) -> Result<(), Box<Diagnostic>> {
    if question.given.iter().any(|(known, answer)| known == name && *answer != found) {
        let message = format!("`{name}` is both found and denied");
        let fault = Diagnostic::bare(Code::SV0607, message);
        return Err(Box::new(fault.help("keep one of them")));
    }
    if let Err(help) = check_finding(world, name) {
        let fault = Diagnostic::bare(Code::SV0605, format!("no norm asks for a finding `{name}`"));
        return Err(Box::new(fault.help(help)));
    }
    question.given.push((name.to_owned(), found));
    Ok(())
}

/// Whether a finding is one that a norm or the engine asks for; otherwise what to write.
///
/// # Errors
/// A remedy.
pub fn check_finding(world: &World, name: &str) -> Result<(), String> {
    let known = world.finding_names();
    let folded = name.to_lowercase();
    if known.iter().any(|known| known.to_lowercase() == folded) {
        return Ok(());
    }
    let is_actor = |id: &str| id == "any-party" || world.actor(id, None).is_ok();
    let made = MADE
        .iter()
        .find_map(|(begins, actor)| folded.strip_prefix(begins).map(|rest| (rest, *actor)));
    let fits = match made {
        Some((rest, true)) => is_actor(rest),
        Some((rest, false)) => !rest.is_empty(),
        None => match folded.strip_prefix("attacker-is-") {
            Some(rest) => matches!(rest, "state" | "great-power") || is_actor(rest),
            // `FRN-aids-CZE`: somebody, a verb, somebody.
            None => name.split_once('-').is_some_and(|(one, rest)| {
                (one == "attacker" || world.states.by_id(one).is_some())
                    && EventKind::ALL
                        .iter()
                        .any(|kind| rest.replace('-', " ").starts_with(verb(*kind)))
            }),
        },
    };
    if fits {
        return Ok(());
    }
    Err(did_you_mean(name, known.iter().copied()).map_or_else(
        || "a `depends` names the findings it turns on; write one of those".into(),
        |near| format!("did you mean `{near}`?"),
    ))
}

/// Whether a claim is there; otherwise what to write.
///
/// # Errors
/// A remedy.
pub fn check_claim(world: &World, id: &str) -> Result<(), String> {
    if world.record.claim(id).is_some() {
        return Ok(());
    }
    let known = world.record.claims.iter().map(|claim| claim.id.as_str());
    Err(did_you_mean(id, known).map_or_else(
        || format!("check the spelling, or declare it: `claim {id} by \"Name\"` with `says` and `asserts`"),
        |near| format!("did you mean `{near}`?"),
    ))
}

/// Whether a reading is there, as `TREATY/NAME` or `TREATY/ARTICLE/NAME`; otherwise what to write.
///
/// # Errors
/// A remedy.
pub fn check_reading(world: &World, text: &str) -> Result<(), String> {
    let mut known = Vec::new();
    for treaty in &world.treaties {
        for article in &treaty.articles {
            for reading in &article.readings {
                known.push(format!("{}/{}", treaty.id, reading.name));
                known.push(format!("{}/{}/{}", treaty.id, article.label, reading.name));
            }
        }
    }
    if known.iter().any(|known| known == text) {
        return Ok(());
    }
    let same: Vec<&String> =
        known.iter().filter(|known| known.split('/').next() == text.split('/').next()).collect();
    Err(match (did_you_mean(text, known.iter().map(String::as_str)), same.first()) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, Some(first)) => format!("write for example `{first}`"),
        (None, None) => "write TREATY/READING, as `servanda treaty` shows them".into(),
    })
}

/// An `ask` block: the phrase on the first line, then settings, one on a line: `known DATE`,
/// `known to STATE`, `assuming ID`, `given NAME found|denied`, `reading REF`, `prefer NAME`,
/// `follow`, `only NAMES | ACTS | TREATIES`.
///
/// # Errors
/// Every fault in it.
pub fn ask_block(
    text: &str,
    file: u32,
    world: &World,
) -> Result<(Question, Only), Vec<Diagnostic>> {
    let mut lines = text.split_inclusive('\n').scan(0u32, |at, line| {
        let start = *at;
        *at += line.len() as u32;
        Some((start, line.trim_end()))
    });
    let (start, phrase) = lines.next().unwrap_or((0, ""));
    let whole = Span { file, start, end: start + phrase.len() as u32 };
    let parts = Parts::read(phrase, file);
    let mut question = phrase::resolve(&parts, world, whole)?;
    let mut only = Only::default();
    let mut faults = Vec::new();
    for (start, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        let at = Span { file, start, end: start + line.len() as u32 };
        if let Err(fault) = setting(&mut question, &mut only, line.trim(), at, world) {
            faults.push(*fault);
        }
    }
    if faults.is_empty() { Ok((question, only)) } else { Err(faults) }
}

fn setting(
    question: &mut Question,
    only: &mut Only,
    line: &str,
    at: Span,
    world: &World,
) -> Result<(), Box<Diagnostic>> {
    let not_understood = || {
        let fault =
            Diagnostic::at(Code::SV0901, at, format!("`{line}` is no setting of a question"));
        Box::new(fault.help("write known DATE, known to STATE, assuming ID, given NAME found|denied, reading REF, prefer NAME, follow, or only NAMES"))
    };
    if let Some(viewer) = line.strip_prefix("known to ") {
        let found = world.actor(viewer, None);
        question.known_to = Some(found.map_err(|problem| {
            Box::new(name_diagnostic(world, &problem, viewer, None, Some(at)))
        })?);
        return Ok(());
    }
    if let Some(names) = line.strip_prefix("only ") {
        for word in names.split_whitespace() {
            if let Some(act) = Act::from_word(word) {
                only.acts.push(act);
            } else if world.treaty_by_id(word).is_some() {
                only.treaties.push(word.to_owned());
            } else {
                let found = world.actor(word, None);
                only.parties.push(found.map_err(|problem| {
                    Box::new(name_diagnostic(world, &problem, word, None, Some(at)))
                })?);
            }
        }
        return Ok(());
    }
    // The other settings are clauses of a test: read them with the language's own reader.
    let document = crate::syntax::parse(line, at.file, crate::syntax::host::Host::Bare);
    let clause = document.entries.into_iter().find_map(|entry| match entry {
        crate::syntax::document::Entry::Clause { clause, .. } => Some(clause),
        _ => None,
    });
    match clause {
        Some(clause) => apply(question, &clause, at, world).map_err(|mut fault| {
            // The clause was read from its own line; its place is the line's.
            if let Some(primary) = &mut fault.primary {
                primary.at = at;
            }
            fault
        }),
        None => Err(not_understood()),
    }
}
