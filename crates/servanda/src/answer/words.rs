//! Rows in words, and rows that say the same of several parties as one line.

use crate::engine::Row;
use crate::model::{Actor, World};
use crate::syntax::clause::{Length, Timing};
use crate::syntax::vocabulary::{Act, Verdict};
use crate::time::Day;

/// Rows that differ in nothing but the party.
#[derive(Clone, Debug)]
pub struct Group<'r> {
    /// The first of them.
    pub row: &'r Row,
    /// The parties, in order.
    pub parties: Vec<Actor>,
}

/// Groups rows by everything but the party, in the order of their first rows. What a row depends on
/// counts as the same when it differs in the party's own id only (`judgment-of-FRN`).
pub fn groups<'r>(world: &World, rows: impl Iterator<Item = &'r Row>) -> Vec<Group<'r>> {
    let mut found: Vec<(String, Group<'r>)> = Vec::new();
    for row in rows {
        let own = world.id(row.party);
        let depends =
            format!("{:?}", row.depends_on).replace(&format!("judgment-of-{own}"), "judgment");
        let name = world.id(row.party);
        let why = row.why_not.clone().unwrap_or_default().replace(name, "it");
        let key = format!(
            "{}|{}|{}|{:?}|{}|{}|{}|{depends}|{why}",
            row.round, row.verdict, row.act, row.toward, row.treaty.0, row.article, row.norm
        );
        match found.iter_mut().find(|(known, _)| *known == key) {
            Some((_, group)) => group.parties.push(row.party),
            None => found.push((key, Group { row, parties: vec![row.party] })),
        }
    }
    found.into_iter().map(|(_, group)| group).collect()
}

/// "must consult Tajikistan at once".
pub fn duty(world: &World, row: &Row, day: Day) -> String {
    let modal = match row.force {
        Verdict::MustNot => "must not",
        Verdict::May => "may",
        _ => "must",
    };
    format!("{modal} {}{}", deed(world, row, day), timing(&row.timing))
}

/// "consult Tajikistan": the act and whom it is for.
pub fn deed(world: &World, row: &Row, day: Day) -> String {
    let link = match row.act {
        Act::StayNeutral => " toward",
        Act::IntegrateCommand => " with",
        _ => "",
    };
    let toward = match (row.toward, row.act) {
        (Some(toward), _) => format!("{link} {}", world.name(toward, day)),
        (None, Act::NotAidEnemy) => " the attacker".to_owned(),
        (None, _) => String::new(),
    };
    format!("{}{toward}", row.act.phrase())
}

fn timing(timing: &[Timing]) -> String {
    let each = timing.iter().map(|one| match one {
        Timing::Promptly => " at once".to_owned(),
        Timing::Within(length) => format!(" within {}", span(*length)),
        Timing::Throughout => " as long as it lasts".to_owned(),
        Timing::UntilDay(date) => format!(" until {}", date.day.text),
        Timing::UntilEvent(text) => format!(" until {}", text.text),
    });
    each.collect()
}

/// "6 months".
pub fn span(length: Length) -> String {
    format!("{} {}", length.count, length.unit)
}

/// What a verdict depends on, in words: "the attacker is a state", "x and not y; or z". With a world,
/// ids are told as names, and questions of fact in the words of the norm that asks them.
pub fn depends_on(world: Option<&World>, sets: &[Vec<String>]) -> String {
    let set = |names: &Vec<String>| {
        let each: Vec<String> = names.iter().map(|name| finding(world, name)).collect();
        each.join(" and ")
    };
    sets.iter().map(set).collect::<Vec<_>>().join("; or ")
}

/// Findings whose names the engine makes: how each begins, and how it is told of what follows.
const MADE: &[(&str, &str, &str)] = &[
    ("bound-", "", " (its dates are uncertain)"),
    ("in-force-", "", " is in force (its dates are uncertain)"),
    ("reading:", "one holds the reading ", ""),
    ("request-by-", "", " asks for it"),
    ("opinion-of-", "in the opinion of ", " it is so"),
    ("judgment-of-", "in the judgment of ", " it is so"),
    ("decision-of-", "", " so decides"),
    ("attacker-is-party-to-", "the attacker is a party to ", ""),
    ("attacker-is-", "the attacker is ", ""),
    ("place-is-", "it is in ", ""),
];

/// One finding in words; `not x` for a finding denied.
pub fn finding(world: Option<&World>, name: &str) -> String {
    let (denied, name) = match name.strip_prefix("not ") {
        Some(name) => ("not ", name),
        None => ("", name),
    };
    let made = MADE.iter().find_map(|(prefix, before, after)| {
        let rest = name.strip_prefix(prefix)?;
        Some(format!("{before}{}{after}", subject(world, prefix, rest)))
    });
    let question = world.and_then(|world| world.record.questions.get(name));
    let words = made.unwrap_or_else(|| match (question, denied) {
        (Some(question), "") => question.clone(),
        (Some(question), _) => format!("that {question}"),
        (None, _) => name.replace('-', " "),
    });
    let denied = if denied.is_empty() { "" } else { "it is denied " };
    let link = if denied.is_empty() || words.starts_with("that ") { "" } else { "that " };
    format!("{denied}{link}{words}")
}

/// The one of whom a made finding speaks.
fn subject(world: Option<&World>, prefix: &str, rest: &str) -> String {
    match rest {
        "state" => return "a state".to_owned(),
        "great-power" => return "a great power".to_owned(),
        "any-party" => return "any party".to_owned(),
        _ => {}
    }
    if prefix == "bound-"
        && let Some((party, treaty)) = rest.split_once('-')
    {
        return format!("{} is bound by {treaty}", known_name(world, party));
    }
    if matches!(prefix, "in-force-" | "reading:" | "place-is-" | "attacker-is-party-to-") {
        return rest.to_owned();
    }
    known_name(world, rest)
}

/// The name of a state or entity with this id.
fn known_name(world: Option<&World>, id: &str) -> String {
    let Some(world) = world else { return id.to_owned() };
    match world.actor(id, None) {
        Ok(Actor::State(state)) => world.states.get(state).name.clone(),
        Ok(Actor::Entity(entity)) => world.entities.get(entity).name.clone(),
        Err(_) => id.to_owned(),
    }
}

/// `CST art. 2`, `CST` for a treaty as a whole; `ATOP-4220 (defense; coded, not text)`.
pub fn article(world: &World, row: &Row) -> String {
    let treaty = world.treaty(row.treaty);
    let numbered = row.article.starts_with(|first: char| first.is_ascii_digit());
    let number = if numbered { format!(" art. {}", row.article) } else { String::new() };
    let label = Some(&*row.article).filter(|label| !numbered && !label.is_empty());
    let aside: Vec<&str> = label.into_iter().chain(treaty.basis()).collect();
    match aside.as_slice() {
        [] => format!("{}{number}", treaty.id),
        aside => format!("{}{number} ({})", treaty.id, aside.join("; ")),
    }
}

/// Names of parties on the day, joined by commas.
pub fn names(world: &World, parties: &[Actor], day: Day) -> String {
    parties.iter().map(|party| world.name(*party, day)).collect::<Vec<_>>().join(", ")
}
