//! What every worker shares: the mapping from codes to triggers, and the dated pledges to each state for each kind of
//! event, found by one search. They are asked of the engine piece by piece, when the first event of a kind befalls a state
//! in a span of years, so that a week of news does not wait for two centuries of treaties.

use arrow_array::StringArray;
use rustc_hash::FxHashMap;
use servanda::engine::pledges::{Pledge, pledges_if};
use servanda::engine::{Engine, Memory};
use servanda::model::{Actor, World};
use servanda::syntax::vocabulary::{Act, EventKind, Verdict};
use servanda::time::{Day, Interval};
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
    standing: FxHashMap<Piece, Arc<Standing>>,
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

/// What the engine is asked about at once: a kind of event, whom it befalls, and in which years.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Piece {
    kind: EventKind,
    to: Actor,
    span: i32,
}

/// Days of a span.
const SPAN: i32 = 10_000;

impl Piece {
    /// The piece that a day lies in.
    pub(crate) fn of(kind: EventKind, to: Actor, day: Day) -> Piece {
        Piece { kind, to, span: day.number().div_euclid(SPAN) }
    }

    fn days(self) -> Interval {
        let epoch = Day::of(1970, 1, 1).unwrap_or(Day::MIN);
        let from = epoch.plus_days(self.span * SPAN);
        Interval { from, end: from.plus_days(SPAN) }
    }
}

/// The days on which the pledges of a piece change, and where those of each span between two begin and end.
#[derive(Debug, Default)]
pub(crate) struct Standing {
    days: Vec<Day>,
    starts: Vec<usize>,
    pledges: Vec<Numbered>,
}

impl Standing {
    fn of(pledges: &[(Interval, Numbered)]) -> Standing {
        let days: BTreeSet<Day> =
            pledges.iter().flat_map(|(days, _)| [days.from, days.end]).collect();
        // Before the first change nothing stands.
        let mut standing =
            Standing { days: days.into_iter().collect(), starts: vec![0; 2], pledges: Vec::new() };
        for day in &standing.days {
            let then = pledges.iter().filter(|(days, _)| days.contains(*day));
            standing.pledges.extend(then.map(|(_, pledge)| *pledge));
            standing.starts.push(standing.pledges.len());
        }
        standing
    }

    /// The pledges that stand on a day of the piece.
    pub(crate) fn on(&self, day: Day) -> &[Numbered] {
        let era = self.days.partition_point(|change| *change <= day);
        let bounds = self.starts.get(era).zip(self.starts.get(era + 1));
        bounds.and_then(|(from, to)| self.pledges.get(*from..*to)).unwrap_or_default()
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

    /// The pledges of a piece.
    pub(crate) fn standing(&self, piece: Piece) -> Arc<Standing> {
        let kept = || self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(standing) = kept().standing.get(&piece) {
            return Arc::clone(standing);
        }
        // Outside of the lock: two workers may ask the same, none waits for another's question.
        let (engine, memory) = (&self.engine, &self.memory);
        let pledges = pledges_if(engine, memory, piece.kind, piece.to, &self.acts, piece.days());
        let mut kept = kept();
        let numbered: Vec<(Interval, Numbered)> = pledges
            .iter()
            .filter_map(|pledge| Some((pledge.days, self.numbered(pledge, &mut kept)?)))
            .collect();
        let standing = Arc::new(Standing::of(&numbered));
        kept.standing.insert(piece, Arc::clone(&standing));
        standing
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
            treaty: i32::from(pledge.treaty.0),
            article,
            verdict: place(VERDICTS.iter().position(|verdict| *verdict == pledge.verdict))?,
        })
    }
}
