//! What a thing is, in a few lines of Markdown: for the pointer that rests on its name, and beside a completion.

use crate::desk::Desk;
use crate::names::{self, Thing};
use servanda::answer::norm_words;
use servanda::corpus;
use servanda::model::{Actor, Article, StateId, System, Treaty, World};
use servanda::syntax::Code;
use servanda::syntax::keyword::{KEYWORDS, MEMBER_FACTS};
use servanda::time::{Day, Interval, UncertainDay};
use std::fmt::Write as _;
use std::ops::Range;

/// Parties, articles and the like that are listed.
const MOST_LISTED: usize = 24;

/// What stands at a byte of an open text, in Markdown, and its place.
pub(crate) fn at(desk: &Desk, address: &str, byte: usize) -> Option<(String, Range<usize>)> {
    let open = desk.open.get(address)?;
    if let Some(found) = code(&open.text, byte) {
        return Some(found);
    }
    if let Some(named) = names::at(desk, address, byte) {
        return Some((thing(&desk.world, &named.thing)?, named.at.range()));
    }
    let (word, first, range) = crate::words::at(open, byte)?;
    Some((of_word(word, first)?, range))
}

/// The page of a code that is named anywhere in a text.
fn code(text: &str, byte: usize) -> Option<(String, Range<usize>)> {
    let part = |byte: &u8| byte.is_ascii_alphanumeric();
    let start =
        byte - text.as_bytes().get(..byte)?.iter().rev().take_while(|byte| part(byte)).count();
    let end = byte + text.as_bytes().get(byte..)?.iter().take_while(|byte| part(byte)).count();
    let word = text.get(start..end).filter(|word| word.len() == 6 && word.starts_with("SV"))?;
    Some((corpus::explained(Code::from_id(word)?).into_owned(), start..end))
}

/// A word of the language, or a date.
fn of_word(word: &str, first: bool) -> Option<String> {
    let keyword = KEYWORDS.iter().find(|(known, _)| first && *known == word);
    if let Some((word, meaning)) = keyword {
        return Some(format!("**{word}**: {meaning}"));
    }
    if let Some((from, to)) = word.split_once("..") {
        let end = |text: &str| if text.is_empty() { "open".to_owned() } else { text.to_owned() };
        return Some(format!("{}\n\nto\n\n{}", date(&end(from))?, date(&end(to))?));
    }
    if let Some(words) = date(word) {
        return Some(words);
    }
    let known = KEYWORDS.iter().find(|(known, _)| *known == word);
    match known {
        Some((word, meaning)) => Some(format!("**{word}**: {meaning}")),
        None if MEMBER_FACTS.contains(&word) => {
            Some(format!("**{word}**: a fact of a membership, with its day"))
        }
        None => None,
    }
}

/// A date: its weekday, or the days that it may be.
fn date(word: &str) -> Option<String> {
    let day = UncertainDay::from_word(word).ok()?;
    if day.is_exact() {
        return Some(format!("**{}**, a {}", day.text, weekday(day.earliest)));
    }
    let doubt = match word.chars().last() {
        Some('~') => "about then: one unit wider on both sides",
        Some('?') => "the source says so, with doubt",
        _ => "some day of that time",
    };
    Some(format!("**{word}**: {doubt}, from {} to {}", day.earliest, day.latest))
}

pub(crate) fn weekday(day: Day) -> &'static str {
    const NAMES: [&str; 7] =
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    // 1970-01-01 was a Thursday.
    NAMES.get((day.number() + 3).rem_euclid(7) as usize).copied().unwrap_or_default()
}

/// A thing in Markdown.
pub(crate) fn thing(world: &World, thing: &Thing) -> Option<String> {
    Some(match thing {
        Thing::Treaty(id) => treaty(world, world.treaty(world.treaty_by_id(id)?)),
        Thing::Article(id, label) => {
            let treaty = world.treaty(world.treaty_by_id(id)?);
            let versions = treaty.articles.iter().filter(|one| *one.label == **label);
            let texts: Vec<String> = versions.map(|one| article(world, treaty, one)).collect();
            texts.join("\n\n---\n\n")
        }
        Thing::Norm(id, name) => {
            let treaty = world.treaty(world.treaty_by_id(id)?);
            let mut found = treaty
                .articles
                .iter()
                .flat_map(|one| one.norms.iter().map(move |norm| (one, norm)));
            let (of, norm) = found.find(|(_, norm)| *norm.name == **name)?;
            let words = norm_words::norm(world, norm);
            format!("**{id}/{}/{name}**\n\n{words}", of.label)
        }
        Thing::Actor(Actor::State(state)) => of_state(world, *state),
        Thing::Actor(Actor::Entity(entity)) => {
            let entity = world.entities.get(*entity);
            let kind = match entity.kind {
                servanda::model::entity::EntityKind::Organization => "an organization of states",
                servanda::model::entity::EntityKind::Body => "an organ of an organization",
                servanda::model::entity::EntityKind::NonState => {
                    "an armed or political group, no state"
                }
            };
            format!("**{}** ({}): {kind}, {}", entity.name, entity.id, span(entity.days))
        }
        Thing::Place(name) => match world.places.by_name(name) {
            Some(place) => {
                let place = world.places.get(place);
                let mut text = format!("**{}**", place.name);
                for holding in &place.holders {
                    let holder =
                        holding.holder.map_or("nobody", |state| &world.states.get(state).id);
                    let regions = holding.regions.join(", ");
                    let _ = write!(text, "\n- {}: {holder} ({regions})", span(holding.days));
                }
                text
            }
            None => format!("**{name}**: a region"),
        },
        Thing::Area(id) => {
            let area = world.areas.iter().find(|area| area.id == *id)?;
            let mut text = format!("**{id}**, an area{}", titled(area.title.as_deref()));
            for part in area.parts.iter().take(MOST_LISTED) {
                let place = world.place_id(&part.place);
                let _ = write!(
                    text,
                    "\n- {} {place}",
                    if part.included { "includes" } else { "excludes" }
                );
            }
            text
        }
        Thing::Reading(id, name) => {
            let treaty = world.treaty(world.treaty_by_id(id)?);
            let mut readings = treaty.articles.iter().flat_map(|article| &article.readings);
            let reading = readings.find(|reading| reading.name == *name)?;
            format!("**{id}/{name}**, a reading{}: {}", held(reading.by.as_deref()), reading.holds)
        }
        other => return recorded(world, other),
    })
}

/// A thing of the record.
fn recorded(world: &World, thing: &Thing) -> Option<String> {
    let record = &world.record;
    Some(match thing {
        Thing::Finding(name) => {
            let found =
                world.finding_names().into_iter().find(|known| known.to_lowercase() == *name);
            let question = record.questions.get(found.unwrap_or(name));
            match question {
                Some(question) => format!("**{name}**, an open question: {question}"),
                None => format!("**{name}**, an open question"),
            }
        }
        Thing::Event(id) => {
            let event = record.event(id)?;
            let gist =
                event.cited.gist.as_deref().map_or(String::new(), |gist| format!("\n\n{gist}"));
            format!("**{id}**, {}: {}{gist}", event.on.text, event.title)
        }
        Thing::Claim(id) => {
            let claim = record.claim(id)?;
            format!("**{id}**, a {} by {}: {}", claim.status, claim.by, claim.says)
        }
        Thing::Decision(id) => {
            let decision = record.decisions.iter().find(|decision| decision.id == *id)?;
            let agreed = decision.agreed.join("; ");
            format!("**{id}**, a decision of {}: {agreed}", decision.on.text)
        }
        Thing::Source(id) => {
            let source = record.source(id)?;
            let parts = [&source.author, &source.title, &source.publisher, &source.url];
            let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
            format!("**{id}**, a source: {}", parts.join(", "))
        }
        _ => return None,
    })
}

fn titled(title: Option<&str>) -> String {
    title.map_or(String::new(), |title| format!(": {title}"))
}

fn held(by: Option<&str>) -> String {
    by.map_or(String::new(), |by| format!(" held by {by}"))
}

fn span(days: Interval) -> String {
    match (days.from.is_known(), days.last().is_known()) {
        (true, true) => format!("from {} to {}", days.from, days.last()),
        (true, false) => format!("from {} on", days.from),
        (false, true) => format!("until {}", days.last()),
        (false, false) => "at all times".to_owned(),
    }
}

fn treaty(world: &World, treaty: &Treaty) -> String {
    let mut text = format!("**{}**: {}", treaty.id, treaty.title);
    let mut line = |words: String| {
        let _ = write!(text, "\n- {words}");
    };
    if let Some(words) = treaty.coded_from() {
        line(format!("coded from {words}"));
    }
    if let Some((signed, place)) = &treaty.signed {
        let place = place.as_deref().map_or(String::new(), |place| format!(" at {place}"));
        line(format!("signed {}{place}", signed.text));
    }
    if let Some(from) = &treaty.force.from {
        let until = treaty.force.until.as_ref().filter(|day| !day.is_open());
        let until = until.map_or(String::new(), |day| format!(" until {}", day.text));
        line(format!("in force {}{until}", from.text));
    }
    let parties: Vec<&str> = treaty.members.iter().map(|member| world.id(member.party)).collect();
    line(format!("{} members: {}", parties.len(), some(&parties)));
    let labels: Vec<&str> = treaty.articles.iter().map(|article| &*article.label).collect();
    if !labels.is_empty() {
        line(format!("articles {}", some(&labels)));
    }
    for source in treaty.cited.sources.iter().take(MOST_LISTED) {
        let (locator, url) = (source.locator.as_deref(), source.url.as_deref());
        let kind = &source.kind;
        let where_to = url.map_or(String::new(), |url| format!(" <{url}>"));
        line(format!("source {kind} {}{where_to}", locator.unwrap_or_default()));
    }
    if let Some(gist) = &treaty.cited.gist {
        let _ = write!(text, "\n\n{gist}");
    }
    text
}

fn some(words: &[&str]) -> String {
    let more = words.len().saturating_sub(MOST_LISTED);
    let shown = words.iter().take(MOST_LISTED).copied().collect::<Vec<_>>().join(", ");
    if more == 0 { shown } else { format!("{shown} and {more} more") }
}

fn article(world: &World, treaty: &Treaty, article: &Article) -> String {
    let heading = article.heading.as_deref();
    let mut text = format!("**{}, article {}**{}", treaty.id, article.label, titled(heading));
    let dates = norm_words::validity(&article.validity);
    if !dates.is_empty() {
        let _ = write!(text, " ({dates})");
    }
    if let Some(gist) = &article.cited.gist {
        let _ = write!(text, "\n\n{gist}");
    }
    if let Some(quote) = &article.cited.quote {
        let _ = write!(text, "\n\n> {quote}");
    }
    for norm in article.norms.iter().take(MOST_LISTED) {
        let _ = write!(text, "\n- `{}`: {}", norm.name, norm_words::norm(world, norm));
    }
    text
}

fn of_state(world: &World, id: StateId) -> String {
    let state = world.states.get(id);
    let mut text = format!("**{}**: {}", state.id, state.name);
    for (days, name) in state.display.iter().take(MOST_LISTED) {
        let _ = write!(text, "\n- {name}: {}", span(*days));
    }
    for (system, list) in [(System::Cow, "COW"), (System::GleditschWard, "Gleditsch and Ward")] {
        let spells = state.spells.iter().filter(|spell| spell.system == system);
        let each: Vec<String> =
            spells.map(|spell| format!("{} {}", spell.code, span(spell.days))).collect();
        if !each.is_empty() {
            let _ = write!(text, "\n- {list}: {}", each.join("; "));
        }
    }
    let great = world.states.great_power_spells().iter().filter(|(state, _)| *state == id);
    let great: Vec<String> = great.map(|(_, days)| span(*days)).collect();
    if !great.is_empty() {
        let _ = write!(text, "\n- great power {}", great.join("; "));
    }
    let member = |treaty: &&Treaty| treaty.member(Actor::State(id)).is_some();
    let count = world.treaties.iter().filter(member).count();
    let _ = write!(text, "\n- member of {count} treaties");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_their_weekdays() {
        let day: Result<Day, _> = "1914-08-04".parse();
        assert_eq!(day.map(weekday), Ok("Tuesday"));
        assert_eq!(
            date("2002-05"),
            Some("**2002-05**: some day of that time, from 2002-05-01 to 2002-05-31".into())
        );
    }
}
