//! What words name: days, actors, treaties, priorities; with a diagnostic when they do not. `option` is where
//! they were said, as the command writes it.

use super::refusal::{Kind, Refusal, with_text};
use crate::engine::Preference;
use crate::engine::phrase::{self, Words};
use crate::engine::pledges::PLEDGED;
use crate::model::world::name_diagnostic;
use crate::model::{Actor, TreatyId, World};
use crate::syntax::diagnostic::did_you_mean;
use crate::syntax::vocabulary::Act;
use crate::syntax::{Code, Diagnostic, Span};
use crate::time::Day;

/// One day. `option` is where it was said, such as `--on`.
pub fn day(world: &World, option: &str, text: &str) -> Result<Day, Refusal> {
    let (sources, file) = with_text(world, option, text);
    let words = Words { text: text.to_owned(), at: whole(file, text) };
    let mut faults = Vec::new();
    phrase::day(&words, &mut faults).ok_or_else(|| Refusal::new(Kind::Usage, faults, sources))
}

/// One day, if it was said.
pub fn some_day(
    world: &World,
    option: &str,
    text: Option<&String>,
) -> Result<Option<Day>, Refusal> {
    text.map(|text| day(world, option, text)).transpose()
}

/// The day without which a command cannot answer.
pub fn needed_day(world: &World, option: &str, text: Option<&String>) -> Result<Day, Refusal> {
    some_day(world, option, text)?.ok_or_else(|| {
        let fault = Diagnostic::bare(Code::SV0603, "the question has no day");
        Refusal::bare(
            Kind::Usage,
            fault.help(format!("add `{option} YYYY-MM-DD`; there is no implicit today")),
        )
    })
}

/// The state or entity that a name means. A state must exist on the day, when there is one.
pub fn actor(world: &World, option: &str, name: &str, on: Option<Day>) -> Result<Actor, Refusal> {
    let (sources, file) = with_text(world, option, name);
    let at = whole(file, name);
    let found = world.actor(name, on).map_err(|problem| {
        let fault = name_diagnostic(world, &problem, name, on, Some(at));
        Refusal::new(Kind::Usage, vec![fault], sources.clone())
    })?;
    if let (Actor::State(state), Some(on)) = (found, on)
        && !world.states.exists_on(state, on)
    {
        let words = Words { text: name.to_owned(), at };
        let fault = phrase::absent(&words, world, found, on);
        return Err(Refusal::new(Kind::Usage, vec![fault], sources));
    }
    Ok(found)
}

/// The treaty with this id, in capitals or not.
pub fn treaty(world: &World, id: &str) -> Result<TreatyId, Refusal> {
    known_treaty(world, id).ok_or_else(|| {
        let (sources, file) = with_text(world, "treaty", id);
        let fault = Diagnostic::at(
            Code::SV0402,
            whole(file, id),
            format!("no treaty has the id or title `{id}`"),
        );
        let near = did_you_mean(id, world.treaties.iter().map(|treaty| treaty.id.as_str()));
        let gave_way = world.gave_way.iter().find(|one| one.coded.eq_ignore_ascii_case(id));
        if let Some(one) = gave_way {
            let help =
                format!("it is coded and gives way to the text: `servanda treaty {}`", one.to);
            return Refusal::new(Kind::Missing, vec![fault.help(help)], sources);
        }
        let fault = fault.help(match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`servanda treaty` lists every treaty".to_owned(),
        });
        Refusal::new(Kind::Missing, vec![fault], sources)
    })
}

/// The treaty with this id or title, in capitals or not; or the only one whose title holds the words.
pub fn known_treaty(world: &World, id: &str) -> Option<TreatyId> {
    let by_id = || world.treaty_by_id(&id.to_ascii_uppercase());
    world.treaty_by_id(id).or_else(by_id).or_else(|| {
        let wanted = id.to_lowercase();
        let titles = || world.treaties().map(|(id, treaty)| (id, treaty.title.to_lowercase()));
        let only = |fits: &dyn Fn(&str) -> bool| {
            let mut found = titles().filter(|(_, title)| fits(title)).map(|(id, _)| id);
            found.next().filter(|_| found.next().is_none())
        };
        // One word is an id; what an id is like is not looked for in titles.
        let words = wanted.contains(' ');
        words.then(|| {
            only(&|title| title == wanted).or_else(|| only(&|title| title.contains(&wanted)))
        })?
    })
}

/// What a state may be pledged, by its word.
pub fn pledged(word: &str) -> Result<Act, Refusal> {
    let known = PLEDGED.iter().find(|act| act.word() == word.replace([' ', '-'], "_"));
    known.copied().ok_or_else(|| {
        let message = format!("`{word}` is nothing that a state under attack is promised");
        let fault = Diagnostic::bare(Code::SV0604, message);
        let words: Vec<String> = PLEDGED.iter().map(|act| format!("`{act}`")).collect();
        let (last, others) = words.split_last().map_or(("", &[][..]), |(last, rest)| (last, rest));
        let help = format!("write {} or {last}", others.join(", "));
        Refusal::bare(Kind::Usage, fault.help(help))
    })
}

/// The priorities that words name.
pub fn preferences(words: &[String]) -> Result<Vec<Preference>, Refusal> {
    let one = |word: &String| {
        Preference::from_word(word).ok_or_else(|| {
            let known: Vec<&str> = Preference::ALL.iter().map(|(word, _)| *word).collect();
            let fault = Diagnostic::bare(Code::SV0107, format!("no priority is called `{word}`"));
            Refusal::bare(Kind::Usage, fault.help(format!("write one of {}", known.join(", "))))
        })
    };
    words.iter().map(one).collect()
}

fn whole(file: u32, text: &str) -> Span {
    Span { file, start: 0, end: text.len() as u32 }
}
