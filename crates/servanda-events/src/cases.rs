//! One event is told of by many rows. The rule by which rows are one case:
//!
//! - the same trigger;
//! - the same two actors, as states and entities (an actor that is nobody known is told by its code and
//!   name), in the same order, or in any order where the trigger is mutual: who visits and who is visited
//!   are one consultation;
//! - where neither actor is known, the same place;
//! - days of the event at most [`CasesLimits::days_apart`] days from the day of the first row. The first row
//!   counts, not the last, so that a war is not one case that grows day by day.
//!
//! Finer codes, roles within a state, places and sources do not keep rows apart. A case keeps how many
//! independent sources told of it: distinct publishers, or the most that a single row counts, whichever is
//! more. Rows of one article count once. Memory is bounded in number and in days.

use crate::actor::Party;
use crate::event::Told;
use crate::trigger::Trigger;
use rustc_hash::FxHashMap;
use servanda::model::{Actor, World};
use servanda::time::Day;
use std::collections::VecDeque;

/// The case of a row that is the first of its case, or the only one that is looked at: rows of one day, trigger and
/// pair are one case wherever they are read.
pub fn case_of(world: &World, trigger: Trigger, told: &Told<'_>, parties: &[Party; 2]) -> CaseId {
    CaseId(hash(Cases::key(trigger, told, parties).text(world).as_bytes()))
}

/// How much is remembered.
#[derive(Clone, Copy, Debug)]
pub struct CasesLimits {
    /// How many days a row may lie from the first of its case.
    pub days_apart: i32,
    /// For how many days a case is remembered after the last row for it, by the days of batches.
    pub days_remembered: i32,
    /// How many cases are remembered at most; those without a row for longest go first.
    pub most: usize,
    /// How many numbers of events are remembered for the mentions table; 0: none.
    pub most_ids: usize,
}

impl Default for CasesLimits {
    fn default() -> CasesLimits {
        CasesLimits { days_apart: 1, days_remembered: 30, most: 1_000_000, most_ids: 1_000_000 }
    }
}

/// A case by what makes it one: the same from run to run, so that an alert for it is told once.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct CaseId(pub u64);

/// One side of a case: an actor, or what its row called it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
enum Side {
    Actor(Actor),
    Words(u64),
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
struct Key {
    trigger: Trigger,
    sides: [Side; 2],
    place: u64,
    day: i32,
}

impl Key {
    /// As text, by ids and not by places in lists, so that it outlives a version of the lists.
    fn text(&self, world: &World) -> String {
        let side = |side: &Side| match side {
            Side::Actor(actor @ Actor::State(_)) => format!("={}", world.id(*actor)),
            Side::Actor(actor @ Actor::Entity(_)) => format!("@{}", world.id(*actor)),
            Side::Words(mark) => format!("#{mark:x}"),
        };
        let [one, other] = &self.sides;
        let (one, other) = (side(one), side(other));
        format!("{}\t{one}\t{other}\t{:x}\t{}", self.trigger, self.place, self.day)
    }

    fn read(world: &World, cells: [&str; 5]) -> Option<Key> {
        let [trigger, one, other, place, day] = cells;
        let side = |text: &str| match text.split_at_checked(1)? {
            ("=", id) => world.states.by_id(id).map(|state| Side::Actor(Actor::State(state))),
            ("@", id) => world.entities.by_name(id).map(|one| Side::Actor(Actor::Entity(one))),
            ("#", mark) => u64::from_str_radix(mark, 16).ok().map(Side::Words),
            _ => None,
        };
        Some(Key {
            trigger: Trigger::from_word(trigger)?,
            sides: [side(one)?, side(other)?],
            place: u64::from_str_radix(place, 16).ok()?,
            day: day.parse().ok()?,
        })
    }
}

/// Most sources and articles that a case tells apart.
const MOST_APART: usize = 64;

/// What is known of a case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Standing {
    /// Which case.
    pub id: CaseId,
    /// What it sets in motion.
    pub trigger: Trigger,
    /// The day of its first row.
    pub day: Day,
    /// The batch of its last row.
    pub last: Day,
    /// How many rows were merged into it.
    pub rows: u32,
    /// Mentions, by the feed's count or one for each row; rows of one article count once.
    pub mentions: u32,
    /// The most sources that a single row counts.
    pub most_sources: u32,
    sources: Vec<u64>,
    articles: Vec<u64>,
}

impl Standing {
    /// How many independent sources told of it, at least.
    pub fn independent(&self) -> u32 {
        (self.sources.len() as u32).max(self.most_sources)
    }
}

/// What a row was to its case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CaseNews {
    /// Which case.
    pub id: CaseId,
    /// Whether this is its first row.
    pub first: bool,
    /// How many rows it has now.
    pub rows: u32,
    /// How many mentions.
    pub mentions: u32,
    /// How many independent sources.
    pub independent: u32,
}

/// The cases that are remembered.
#[derive(Clone, Debug, Default)]
pub struct Cases {
    limits: CasesLimits,
    known: FxHashMap<Key, Standing>,
    queue: VecDeque<(Key, Day)>,
    newest: Option<Day>,
    ids: FxHashMap<u64, Key>,
    ids_queue: VecDeque<u64>,
}

/// FNV-1a: the same on every machine and in every version, because what it makes is kept.
fn hash(bytes: &[u8]) -> u64 {
    let step = |sum: u64, byte: &u8| (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, step)
}

fn number(id: &[u8]) -> u64 {
    std::str::from_utf8(id).ok().and_then(|id| id.parse().ok()).unwrap_or_else(|| hash(id))
}

impl Cases {
    /// None yet.
    pub fn new(limits: CasesLimits) -> Cases {
        Cases { limits, ..Cases::default() }
    }

    /// How many are remembered.
    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// A row for the trigger it was read as: a new case, or one more row of a known one.
    pub fn tell(
        &mut self,
        world: &World,
        trigger: Trigger,
        told: &Told<'_>,
        parties: &[Party; 2],
    ) -> CaseNews {
        let batch = told.known.unwrap_or(told.day);
        self.forget(batch);
        let mut key = Cases::key(trigger, told, parties);
        if let Some(known) = self.near(&key) {
            key = known;
        }
        let is_new = !self.known.contains_key(&key);
        if is_new {
            self.queue.push_back((key, batch));
        }
        let case = self.known.entry(key).or_insert_with(|| Standing {
            id: CaseId(hash(key.text(world).as_bytes())),
            trigger,
            day: told.day,
            last: batch,
            rows: 0,
            mentions: 0,
            most_sources: 0,
            sources: Vec::new(),
            articles: Vec::new(),
        });
        case.last = case.last.max(batch);
        case.rows += 1;
        case.most_sources = case.most_sources.max(told.counts.sources.unwrap_or(0));
        note(&mut case.sources, told.source());
        let article = if told.url.is_empty() { told.article } else { told.url };
        if article.is_empty() || note(&mut case.articles, article) {
            case.mentions = case.mentions.saturating_add(told.counts.mentions.unwrap_or(1));
        }
        let news = news(case, is_new);
        self.remember(number(told.id), key);
        news
    }

    /// A mention of an event by its number; `None`: the event set nothing in motion, or is forgotten.
    pub fn mention(&mut self, id: &[u8], day: Day, source: &[u8]) -> Option<CaseNews> {
        let key = self.ids.get(&number(id))?;
        let case = self.known.get_mut(key)?;
        case.last = case.last.max(day);
        case.mentions = case.mentions.saturating_add(1);
        note(&mut case.sources, source);
        Some(news(case, false))
    }

    fn key(trigger: Trigger, told: &Told<'_>, parties: &[Party; 2]) -> Key {
        let side = |at: usize| {
            let (party, whose) = (parties.get(at), told.actors.get(at));
            match party.map(|party| party.actor) {
                Some(Ok(actor)) => Side::Actor(actor),
                _ => Side::Words(whose.map_or(0, |whose| hash(whose.raw) ^ hash(whose.name))),
            }
        };
        let mut sides = [side(0), side(1)];
        // By kind first and then by place in the list: any order will do, if it is always the same.
        if trigger.is_mutual() {
            sides.sort();
        }
        let nobody = sides.iter().all(|side| matches!(side, Side::Words(_)));
        let place = if nobody { hash(told.place_name) } else { 0 };
        Key { trigger, sides, place, day: told.day.number() }
    }

    /// The case that a row of this key belongs to.
    fn near(&self, key: &Key) -> Option<Key> {
        let apart = self.limits.days_apart;
        let days = std::iter::once(0).chain((1..=apart).flat_map(|days| [-days, days]));
        let mut keys = days.map(|days| Key { day: key.day + days, ..*key });
        keys.find(|key| self.known.contains_key(key))
    }

    fn remember(&mut self, id: u64, key: Key) {
        if self.limits.most_ids == 0 || self.ids.insert(id, key).is_some() {
            return;
        }
        self.ids_queue.push_back(id);
        if self.ids_queue.len() > self.limits.most_ids
            && let Some(oldest) = self.ids_queue.pop_front()
        {
            self.ids.remove(&oldest);
        }
    }

    /// Lets go of what is too old or too much.
    fn forget(&mut self, batch: Day) {
        let newest = self.newest.map_or(batch, |newest| newest.max(batch));
        self.newest = Some(newest);
        while let Some((key, when)) = self.queue.front().copied() {
            let old = newest.number() - when.number() > self.limits.days_remembered;
            if !old && self.queue.len() < self.limits.most {
                break;
            }
            self.queue.pop_front();
            let Some(case) = self.known.get(&key) else { continue };
            if case.last > when {
                // It had rows since: to the end of the queue.
                self.queue.push_back((key, case.last));
            } else {
                self.known.remove(&key);
            }
        }
    }

    /// Everything that is remembered, as text of one line each, in the order of the lines: to be kept
    /// beside what was done with it, and read by [`Cases::load`].
    pub fn save(&self, world: &World) -> String {
        let marks = |list: &[u64]| {
            let list: Vec<String> = list.iter().map(|mark| format!("{mark:x}")).collect();
            list.join(",")
        };
        let mut lines: Vec<String> = self
            .known
            .iter()
            .map(|(key, case)| {
                format!(
                    "{}\t{}\t{}\t{}\t{}\t{}\t{}\n",
                    key.text(world),
                    case.last.number(),
                    case.rows,
                    case.mentions,
                    case.most_sources,
                    marks(&case.sources),
                    marks(&case.articles)
                )
            })
            .collect();
        let ids = self.ids.iter().filter(|(_, key)| self.known.contains_key(key));
        lines.extend(ids.map(|(id, key)| format!("{}\t{id}\n", key.text(world))));
        lines.sort();
        lines.concat()
    }

    /// What [`Cases::save`] wrote.
    ///
    /// # Errors
    /// The line that cannot be read.
    pub fn load(limits: CasesLimits, world: &World, text: &str) -> Result<Cases, String> {
        let mut cases = Cases::new(limits);
        for (at, line) in text.lines().enumerate() {
            cases.load_line(world, line).ok_or_else(|| format!("line {} is no case", at + 1))?;
        }
        let mut queue: Vec<(Key, Day)> =
            cases.known.iter().map(|(key, case)| (*key, case.last)).collect();
        queue.sort_by_key(|(key, last)| (*last, key.text(world)));
        cases.newest = queue.last().map(|(_, last)| *last);
        cases.queue = queue.into();
        let mut ids: Vec<u64> = cases.ids.keys().copied().collect();
        ids.sort_unstable();
        cases.ids_queue = ids.into();
        Ok(cases)
    }

    fn load_line(&mut self, world: &World, line: &str) -> Option<()> {
        let cells: Vec<&str> = line.split('\t').collect();
        let key = Key::read(world, *cells.first_chunk::<5>()?)?;
        let rest = cells.get(5..)?;
        if let [id] = rest {
            self.ids.insert(id.parse().ok()?, key);
            return Some(());
        }
        let [last, rows, mentions, most_sources, sources, articles] = rest else { return None };
        let marks = |list: &str| -> Option<Vec<u64>> {
            let list = list.split(',').filter(|mark| !mark.is_empty());
            list.map(|mark| u64::from_str_radix(mark, 16).ok()).collect()
        };
        let day = |number: i32| Some(Day::of(1970, 1, 1)?.plus_days(number));
        let case = Standing {
            id: CaseId(hash(key.text(world).as_bytes())),
            trigger: key.trigger,
            day: day(key.day)?,
            last: day(last.parse().ok()?)?,
            rows: rows.parse().ok()?,
            mentions: mentions.parse().ok()?,
            most_sources: most_sources.parse().ok()?,
            sources: marks(sources)?,
            articles: marks(articles)?,
        };
        self.known.insert(key, case);
        Some(())
    }

    /// Every case that is remembered, in no order.
    pub fn standings(&self) -> impl Iterator<Item = &Standing> {
        self.known.values()
    }
}

/// Notes what tells a source or an article apart; whether it is new.
fn note(known: &mut Vec<u64>, words: &[u8]) -> bool {
    if words.is_empty() {
        return false;
    }
    let mark = hash(words);
    let is_new = !known.contains(&mark);
    if is_new && known.len() < MOST_APART {
        known.push(mark);
    }
    is_new
}

fn news(case: &Standing, first: bool) -> CaseNews {
    CaseNews {
        id: case.id,
        first,
        rows: case.rows,
        mentions: case.mentions,
        independent: case.independent(),
    }
}
