//! What words of the command line name: days, actors, treaties; with a diagnostic when they do not.

use crate::fault::{Failure, MISSING, USAGE};
use crate::load;
use servanda::engine::Preference;
use servanda::engine::phrase::{self, Words};
use servanda::model::world::name_diagnostic;
use servanda::model::{Actor, TreatyId, World};
use servanda::syntax::diagnostic::did_you_mean;
use servanda::syntax::{Code, Diagnostic, Span};
use servanda::time::Day;

/// One day. `option` is where it was said, such as `--on`.
pub(crate) fn day(world: &World, option: &str, text: &str) -> Result<Day, Failure> {
    let (sources, file) = load::with_text(world, option, text);
    let words = Words { text: text.to_owned(), at: whole(file, text) };
    let mut faults = Vec::new();
    phrase::day(&words, &mut faults).ok_or_else(|| Failure::new(USAGE, faults, sources))
}

/// One day, if it was said.
pub(crate) fn some_day(
    world: &World,
    option: &str,
    text: Option<&String>,
) -> Result<Option<Day>, Failure> {
    text.map(|text| day(world, option, text)).transpose()
}

/// The day without which a command cannot answer.
pub(crate) fn needed_day(
    world: &World,
    option: &str,
    text: Option<&String>,
) -> Result<Day, Failure> {
    some_day(world, option, text)?.ok_or_else(|| {
        let fault = Diagnostic::bare(Code::SV0603, "the question has no day");
        Failure::bare(
            USAGE,
            fault.help(format!("add `{option} YYYY-MM-DD`; there is no implicit today")),
        )
    })
}

/// The state or entity that a name means. A state must exist on the day, when there is one.
pub(crate) fn actor(
    world: &World,
    option: &str,
    name: &str,
    on: Option<Day>,
) -> Result<Actor, Failure> {
    let (sources, file) = load::with_text(world, option, name);
    let at = whole(file, name);
    let found = world.actor(name, on).map_err(|problem| {
        let fault = name_diagnostic(world, &problem, name, on, Some(at));
        Failure::new(USAGE, vec![fault], sources.clone())
    })?;
    if let (Actor::State(state), Some(on)) = (found, on)
        && !world.states.exists_on(state, on)
    {
        let words = Words { text: name.to_owned(), at };
        let fault = phrase::absent(&words, world, found, on);
        return Err(Failure::new(USAGE, vec![fault], sources));
    }
    Ok(found)
}

/// The treaty with this id, in capitals or not.
pub(crate) fn treaty(world: &World, id: &str) -> Result<TreatyId, Failure> {
    known_treaty(world, id).ok_or_else(|| {
        let (sources, file) = load::with_text(world, "treaty", id);
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
            return Failure::new(MISSING, vec![fault.help(help)], sources);
        }
        let fault = fault.help(match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`servanda treaty` lists every treaty".to_owned(),
        });
        Failure::new(MISSING, vec![fault], sources)
    })
}

/// The treaty with this id or title, in capitals or not; or the only one whose title holds the words.
pub(crate) fn known_treaty(world: &World, id: &str) -> Option<TreatyId> {
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

/// The priorities that words name.
pub(crate) fn preferences(words: &[String]) -> Result<Vec<Preference>, Failure> {
    let one = |word: &String| {
        Preference::from_word(word).ok_or_else(|| {
            let known: Vec<&str> = Preference::ALL.iter().map(|(word, _)| *word).collect();
            let fault = Diagnostic::bare(Code::SV0107, format!("no priority is called `{word}`"));
            Failure::bare(USAGE, fault.help(format!("write one of {}", known.join(", "))))
        })
    };
    words.iter().map(one).collect()
}

fn whole(file: u32, text: &str) -> Span {
    Span { file, start: 0, end: text.len() as u32 }
}
