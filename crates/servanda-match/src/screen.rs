//! What every worker shares: the mapping from codes to triggers, and for each kind of event the dated pledges to each
//! state, found by one search. A table of pledges is asked of the engine when its first event comes.

use arrow_array::StringArray;
use rustc_hash::FxHashMap;
use servanda::engine::pledges::{Pledge, pledges_if};
use servanda::engine::{Engine, Memory};
use servanda::model::{Actor, World};
use servanda::syntax::vocabulary::{Act, EventKind, Verdict};
use servanda::time::{Day, Interval};
use servanda_data::cores;
use servanda_events::{Confidence, Gazetteer, Mapping, Trigger};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

/// What every worker shares.
#[derive(Debug)]
pub struct Screen<'w> {
    engine: Engine<'w>,
    memory: Memory,
    acts: Vec<Act>,
    mapping: Mapping,
    pub(crate) words: Words,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    tables: FxHashMap<EventKind, Arc<Table>>,
    articles: FxHashMap<Arc<str>, i32>,
    /// The articles by number.
    list: Vec<Arc<str>>,
}

/// The words that stand in the rows of an output, by number.
#[derive(Debug)]
pub(crate) struct Words {
    pub(crate) actors: Arc<StringArray>,
    pub(crate) treaties: Arc<StringArray>,
    pub(crate) acts: Arc<StringArray>,
    pub(crate) verdicts: Arc<StringArray>,
    pub(crate) triggers: Arc<StringArray>,
    pub(crate) confidences: Arc<StringArray>,
    states: usize,
}

/// The confidences, by number.
pub(crate) const CONFIDENCES: [Confidence; 3] =
    [Confidence::Weak, Confidence::Medium, Confidence::Strong];

/// The verdicts that a pledge may have, by number.
const VERDICTS: [Verdict; 3] = [Verdict::Must, Verdict::MustNot, Verdict::Depends];

fn words<'a>(list: impl IntoIterator<Item = &'a str>) -> Arc<StringArray> {
    Arc::new(StringArray::from_iter_values(list))
}

impl Words {
    fn of(world: &World, acts: &[Act]) -> Words {
        let states = world.states.iter().map(|(id, _)| world.id(Actor::State(id)));
        let entities = world.entities.iter().map(|(id, _)| world.id(Actor::Entity(id)));
        Words {
            actors: words(states.chain(entities)),
            treaties: words(world.treaties().map(|(_, treaty)| treaty.id.as_str())),
            acts: words(acts.iter().map(|act| act.word())),
            verdicts: words(VERDICTS.iter().map(|verdict| verdict.word())),
            triggers: words(Trigger::ALL.iter().map(|trigger| trigger.word())),
            confidences: words(CONFIDENCES.map(Confidence::word)),
            states: world.states.iter().count(),
        }
    }

    /// The number of somebody.
    pub(crate) fn actor(&self, actor: Actor) -> i32 {
        match actor {
            Actor::State(state) => i32::from(state.0),
            Actor::Entity(entity) => (self.states + entity.0 as usize) as i32,
        }
    }
}

/// A pledge by the numbers of its words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Numbered {
    pub(crate) by: i32,
    pub(crate) act: i32,
    pub(crate) treaty: i32,
    pub(crate) article: i32,
    pub(crate) verdict: i32,
}

/// The pledges to every state if something of one kind befalls it.
#[derive(Debug, Default)]
pub(crate) struct Table {
    states: Vec<Changes>,
    standing: Vec<Numbered>,
}

/// The days on which the pledges to one state change, and where those of each span begin and end.
#[derive(Debug, Default)]
struct Changes {
    days: Vec<Day>,
    starts: Vec<usize>,
}

impl Table {
    /// The pledges to somebody that stand on a day.
    pub(crate) fn on(&self, to: Actor, day: Day) -> &[Numbered] {
        let Actor::State(state) = to else { return &[] };
        let Some(changes) = self.states.get(usize::from(state.0)) else { return &[] };
        let era = changes.days.partition_point(|change| *change <= day);
        let bounds = changes.starts.get(era).zip(changes.starts.get(era + 1));
        bounds.and_then(|(from, to)| self.standing.get(*from..*to)).unwrap_or_default()
    }
}

impl<'w> Screen<'w> {
    /// The screen of a world: what is pledged to be done or left undone, by one of these acts.
    pub fn new(world: &'w World, mapping: Mapping, acts: &[Act]) -> Screen<'w> {
        let engine = Engine::new(world);
        let (memory, words) = (Memory::new(&engine), Words::of(world, acts));
        let (acts, kept) = (acts.to_vec(), Mutex::new(Kept::default()));
        Screen { engine, memory, acts, mapping, words, kept }
    }

    /// The world.
    pub fn world(&self) -> &'w World {
        self.engine.world()
    }

    pub(crate) fn mapping(&self) -> &Mapping {
        &self.mapping
    }

    pub(crate) fn gazetteer(&self) -> Gazetteer<'w> {
        Gazetteer::new(self.engine.world())
    }

    /// The articles that tables speak of so far, by number.
    pub(crate) fn articles(&self) -> Arc<StringArray> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        words(kept.list.iter().map(|article| &**article))
    }

    /// The pledges for one kind of event.
    pub(crate) fn table(&self, kind: EventKind) -> Arc<Table> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(table) = kept.tables.get(&kind) {
            return Arc::clone(table);
        }
        let states: Vec<Actor> =
            self.world().states.iter().map(|(id, _)| Actor::State(id)).collect();
        let each = cores::by_turns(
            &states,
            |_| 1,
            |to| pledges_if(&self.engine, &self.memory, kind, *to, &self.acts, Interval::ALWAYS),
        );
        let mut table = Table::default();
        for pledges in each {
            let numbered: Vec<(Interval, Numbered)> = pledges
                .iter()
                .filter_map(|pledge| Some((pledge.days, self.numbered(pledge, &mut kept)?)))
                .collect();
            table.add(&numbered);
        }
        let table = Arc::new(table);
        kept.tables.insert(kind, Arc::clone(&table));
        table
    }

    fn numbered(&self, pledge: &Pledge, kept: &mut Kept) -> Option<Numbered> {
        let article = match kept.articles.get(&pledge.article) {
            Some(number) => *number,
            None => {
                let number = kept.list.len() as i32;
                kept.list.push(Arc::clone(&pledge.article));
                kept.articles.insert(Arc::clone(&pledge.article), number);
                number
            }
        };
        let place = |at: Option<usize>| at.map(|at| at as i32);
        Some(Numbered {
            by: self.words.actor(pledge.by),
            act: place(self.acts.iter().position(|act| *act == pledge.act))?,
            treaty: pledge.treaty.0 as i32,
            article,
            verdict: place(VERDICTS.iter().position(|verdict| *verdict == pledge.verdict))?,
        })
    }
}

impl Table {
    /// Adds the pledges to the next state.
    fn add(&mut self, pledges: &[(Interval, Numbered)]) {
        let days: BTreeSet<Day> =
            pledges.iter().flat_map(|(days, _)| [days.from, days.end]).collect();
        let mut changes = Changes { days: days.into_iter().collect(), starts: Vec::new() };
        // Before the first change nothing stands.
        changes.starts.extend([self.standing.len(); 2]);
        for day in &changes.days {
            let then = pledges.iter().filter(|(days, _)| days.contains(*day));
            self.standing.extend(then.map(|(_, pledge)| *pledge));
            changes.starts.push(self.standing.len());
        }
        self.states.push(changes);
    }
}
