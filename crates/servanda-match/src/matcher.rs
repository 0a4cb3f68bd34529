//! One batch of events against the screen: code to trigger, actors to states of that day, pledges that stood then.

use crate::columns::{ACTORS, ADDED, CODE, Columns, DAY, ID, MENTIONS, PLACE, SOURCES};
use crate::fault::MatchFault;
use crate::output::{Head, MOST_ROWS, Rows};
use crate::screen::{CONFIDENCES, Piece, Screen, Standing};
use arrow_array::RecordBatch;
use rustc_hash::FxHashMap;
use servanda::time::Day;
use servanda_events::{
    ActorTypes, CameoCountry, CodeSystem, Confidence, Counts, Decision, Fips, Gazetteer, MapLine,
    Told, Trigger, WhereCode, Whose, WhoseCode, asked, case_of,
};
use std::ops::AddAssign;
use std::sync::Arc;

/// How many rows came to what: `rows` is the sum of `rejected`, `silent`, `lacking` and `triggered`.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Counted {
    /// Events.
    pub rows: u64,
    /// Without a number, a day or a code.
    pub rejected: u64,
    /// No line of the mapping names the code, or one says that it means nothing.
    pub silent: u64,
    /// A line names the code, and its conditions do not hold.
    pub lacking: u64,
    /// Set something in motion.
    pub triggered: u64,
    /// Of the triggered: somebody was pledged something to the one acted upon.
    pub matched: u64,
    /// Rows that came out: one for each event and pledge.
    pub pledges: u64,
}

impl AddAssign for Counted {
    fn add_assign(&mut self, other: Counted) {
        self.rows += other.rows;
        self.rejected += other.rejected;
        self.silent += other.silent;
        self.lacking += other.lacking;
        self.triggered += other.triggered;
        self.matched += other.matched;
        self.pledges += other.pledges;
    }
}

/// Matches batches: one for each worker, all with the same screen.
#[derive(Debug)]
pub struct Matcher<'s, 'w> {
    screen: &'s Screen<'w>,
    gazetteer: Gazetteer<'w>,
    /// What was asked of the screen, without its lock.
    known: FxHashMap<Piece, Arc<Standing>>,
    days: [LastDay; 2],
    rows: Rows,
}

/// The day that a column last held, because the rows of a file share it.
#[derive(Clone, Copy, Debug, Default)]
struct LastDay {
    digits: i64,
    day: Option<Day>,
}

impl LastDay {
    /// The day that `YYYYMMDD` or `YYYYMMDDHHMMSS` names.
    #[inline]
    fn of(&mut self, number: i64) -> Option<Day> {
        let digits = if number > 99_999_999 { number / 1_000_000 } else { number };
        if self.day.is_none() || self.digits != digits {
            let (year, rest) = (digits / 10_000, digits % 10_000);
            let year = i16::try_from(year).ok()?;
            self.day = Day::of(year, (rest / 100) as i8, (rest % 100) as i8);
            self.digits = digits;
        }
        self.day
    }
}

/// What a row sets in motion.
struct Setting<'a> {
    told: Told<'a>,
    trigger: Trigger,
    by: &'a MapLine,
}

impl<'s, 'w> Matcher<'s, 'w> {
    /// A matcher with this screen.
    pub fn new(screen: &'s Screen<'w>) -> Matcher<'s, 'w> {
        let gazetteer = screen.gazetteer();
        let days = [LastDay::default(); 2];
        Matcher { screen, gazetteer, known: FxHashMap::default(), days, rows: Rows::default() }
    }

    /// Matches one batch of events and gives the rows away, in batches of some 65,000.
    ///
    /// # Errors
    /// The table lacks a column, or one is of another kind; or what `out` says.
    pub fn batch(
        &mut self,
        batch: &RecordBatch,
        out: &mut dyn FnMut(RecordBatch) -> Result<(), MatchFault>,
    ) -> Result<Counted, MatchFault> {
        let columns = Columns::of(batch)?;
        let mut counted = Counted { rows: columns.rows as u64, ..Counted::default() };
        for row in 0..columns.rows {
            self.row(&columns, row, &mut counted);
            if self.rows.len() >= MOST_ROWS {
                out(self.rows.take(self.screen)?)?;
            }
        }
        if self.rows.len() > 0 {
            out(self.rows.take(self.screen)?)?;
        }
        Ok(counted)
    }

    #[inline]
    fn row(&mut self, columns: &Columns, row: usize, counted: &mut Counted) {
        let code = columns.text(CODE, row);
        let id = columns.number(ID, row);
        let day = columns.number(DAY, row).and_then(|number| self.days[0].of(number));
        let known = columns.number(ADDED, row).and_then(|number| self.days[1].of(number));
        let (Some(id), Some(day), Some(known)) = (id, day, known) else {
            return counted.rejected += 1;
        };
        if !matches!(code.len(), 2..=4) {
            return counted.rejected += 1;
        }
        if !self.screen.mapping().names_cameo(code) {
            return counted.silent += 1;
        }
        let mut told = Told::new(b"", day, CodeSystem::Cameo, code);
        told.known = Some(known);
        told.actors = ACTORS.map(|from| whose(columns, from, row));
        let fips = columns.text(PLACE, row);
        told.place = if fips.is_empty() { WhereCode::None } else { WhereCode::Fips(Fips(fips)) };
        let count =
            |column| columns.number(column, row).and_then(|count| u32::try_from(count).ok());
        told.counts = Counts { mentions: count(MENTIONS), sources: count(SOURCES), articles: None };
        let parties = [
            self.gazetteer.party(&told.actors[0], day),
            self.gazetteer.party(&told.actors[1], day),
        ];
        let facts = self.gazetteer.facts(&parties);
        match self.screen.mapping().decide(told.system, told.code, b"", facts) {
            Decision::Triggers(by) => match by.trigger {
                Some(trigger) => {
                    counted.triggered += 1;
                    self.pledges(id, &Setting { told, trigger, by }, &parties, counted);
                }
                None => counted.silent += 1,
            },
            Decision::Lacks(..) => counted.lacking += 1,
            Decision::Silent(_) | Decision::None => counted.silent += 1,
        }
    }

    /// The rows of an event that sets something in motion.
    fn pledges(
        &mut self,
        event: i64,
        setting: &Setting<'_>,
        parties: &[servanda_events::Party; 2],
        counted: &mut Counted,
    ) {
        let Setting { told, trigger, by } = setting;
        let (screen, world) = (self.screen, self.screen.world());
        let place = self.gazetteer.place(told.place, told.day);
        let Some((kind, actor, target)) = asked(world, parties, place.as_ref(), *trigger) else {
            return;
        };
        let piece = Piece::of(kind, target, told.day);
        let known = self.known.entry(piece).or_insert_with(|| screen.standing(piece));
        let standing = known.on(told.day);
        if standing.is_empty() {
            return;
        }
        let actor = actor.filter(|actor| *actor != target);
        let actor_number = actor.map(|actor| screen.words.actor(actor));
        let place_of = |at: Option<usize>| at.map_or(0, |at| at as i32);
        let head = Head {
            event,
            day: told.day.number(),
            known: told.known.map_or(told.day.number(), Day::number),
            code: std::str::from_utf8(told.code).unwrap_or_default(),
            trigger: place_of(Trigger::ALL.iter().position(|one| one == trigger)),
            confidence: place_of(
                CONFIDENCES.iter().position(|one: &Confidence| *one == by.confidence),
            ),
            actor: actor_number,
            target: screen.words.actor(target),
            case: case_of(world, *trigger, told, parties).0.cast_signed(),
            mentions: told.counts.mentions.and_then(|count| i32::try_from(count).ok()),
            artifact: told.artifact().map(servanda_events::Artifact::days),
        };
        // Who attacks does not come to the aid against itself.
        let others = standing.iter().filter(|pledge| Some(pledge.by) != actor_number);
        let new = self.rows.add(&head, others);
        counted.pledges += new as u64;
        counted.matched += u64::from(new > 0);
    }
}

#[inline]
fn whose(columns: &Columns, from: usize, row: usize) -> Whose<'_> {
    let role = |place: usize| ActorTypes::of_cameo(columns.text(from + place, row));
    Whose {
        raw: columns.text(from, row),
        name: columns.text(from + 1, row),
        code: WhoseCode::Cameo {
            country: CameoCountry(columns.text(from + 2, row)),
            group: columns.text(from + 3, row),
        },
        types: role(4).and(role(5)).and(role(6)),
    }
}
