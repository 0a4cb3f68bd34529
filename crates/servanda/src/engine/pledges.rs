//! Pledges as dated pairs: who is pledged to do something for whom, under which article, from which
//! day to which. Asked of the engine era by era, so that a pair says what an answer says; whatever
//! has to be found first (who attacks, what was provoked) is left open.

use super::case::Case;
use super::evaluate::Engine;
use super::memory::Memory;
use super::question::Question;
use crate::model::{Actor, StateId, TreatyId, World};
use crate::syntax::vocabulary::{Act, EventKind, Verdict};
use crate::time::{Day, Interval};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A pledge to do something for somebody who is attacked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pledge {
    /// Who gave it.
    pub by: Actor,
    /// To do what.
    pub act: Act,
    /// To whom.
    pub to: Actor,
    /// Under which treaty.
    pub treaty: TreatyId,
    /// Under which article.
    pub article: Arc<str>,
    /// `must` if nothing has to be found first, `depends` if something has.
    pub verdict: Verdict,
    /// When.
    pub days: Interval,
}

/// To do what, under which treaty, by whom, under which article.
type Giver = (Act, TreatyId, Actor, Arc<str>);

/// Every pledge to do one of `acts` for `to` if it is attacked, by act, treaty, giver, article and
/// first day. Only pledges with a day in `within` are looked for; what of their days lies far outside
/// it may be cut off.
pub fn pledges_to(
    engine: &Engine<'_>,
    memory: &Memory,
    to: Actor,
    acts: &[Act],
    within: Interval,
) -> Vec<Pledge> {
    let mut found: BTreeMap<Giver, Vec<(Verdict, Interval)>> = BTreeMap::new();
    for treaty in engine.treaties_on(EventKind::Attack, to) {
        let articles = &engine.world().treaty(treaty).articles;
        let mut norms = articles.iter().flat_map(|article| &article.norms);
        if !norms.any(|norm| acts.contains(&norm.duty.act)) {
            continue;
        }
        let spans = memory.spans(engine.world(), treaty, to);
        for days in spans.into_iter().filter(|days| !days.overlap(&within).is_empty()) {
            let question = Question::new(EventKind::Attack, Some(to), days.from);
            let mut case = Case::new(engine.world(), &question);
            // A pledge stands whatever happened on one of its days.
            case.events.clear();
            case.found.clear();
            case.memory = Some(memory);
            let rows = engine.treaty_rows(&mut case, treaty);
            let binds = |verdict| matches!(verdict, Verdict::Must | Verdict::Depends);
            // An article may hold several such norms: what binds without a finding goes before.
            let mut now: BTreeMap<Giver, Verdict> = BTreeMap::new();
            for row in rows.iter().filter(|row| {
                acts.contains(&row.act)
                    && row.toward == Some(to)
                    && row.force == Verdict::Must
                    && binds(row.verdict)
            }) {
                let giver = (row.act, treaty, row.party, row.article.clone());
                let best = now.entry(giver).or_insert(row.verdict);
                if row.verdict == Verdict::Must {
                    *best = Verdict::Must;
                }
            }
            for (giver, verdict) in now {
                let spans = found.entry(giver).or_default();
                match spans.last_mut() {
                    Some((before, last)) if last.end == days.from && *before == verdict => {
                        last.end = days.end;
                    }
                    _ => spans.push((verdict, days)),
                }
            }
        }
    }
    let each = found.into_iter().flat_map(|((act, treaty, by, article), spans)| {
        spans.into_iter().map(move |(verdict, days)| Pledge {
            by,
            act,
            to,
            treaty,
            article: article.clone(),
            verdict,
            days,
        })
    });
    each.collect()
}

/// Answers "who is pledged to whom on this day" by one search for each question: for every state the
/// days of change, and between two of them the pairs that stand.
#[derive(Clone, Debug, Default)]
pub struct PledgeIndex {
    states: Vec<Changes>,
    by: Vec<StateId>,
    treaties: Vec<TreatyId>,
}

/// The days on which the pledges to one state change, and where those of each span begin.
#[derive(Clone, Debug, Default)]
struct Changes {
    days: Vec<Day>,
    starts: Vec<u32>,
}

impl PledgeIndex {
    /// The index of some pledges: pairs of giver and treaty, each once, whatever the article.
    pub fn of(world: &World, pledges: &[Pledge]) -> PledgeIndex {
        let mut index = PledgeIndex::default();
        let mut to: BTreeMap<Actor, Vec<&Pledge>> = BTreeMap::new();
        for pledge in pledges {
            to.entry(pledge.to).or_default().push(pledge);
        }
        for (state, _) in world.states.iter() {
            let own = to.get(&Actor::State(state)).map_or(&[][..], Vec::as_slice);
            let days: BTreeSet<Day> =
                own.iter().flat_map(|pledge| [pledge.days.from, pledge.days.end]).collect();
            let days: Vec<Day> = days.into_iter().collect();
            let mut starts = vec![index.by.len() as u32; 2];
            for day in &days {
                let then = own.iter().filter(|pledge| pledge.days.contains(*day));
                let pairs: BTreeSet<(TreatyId, Actor)> =
                    then.map(|pledge| (pledge.treaty, pledge.by)).collect();
                for (treaty, by) in pairs {
                    if let Actor::State(by) = by {
                        index.by.push(by);
                        index.treaties.push(treaty);
                    }
                }
                starts.push(index.by.len() as u32);
            }
            index.states.push(Changes { days, starts });
        }
        index
    }

    /// Who is pledged to a state on a day, and under which treaties: two lists of one length.
    pub fn on(&self, state: StateId, day: Day) -> (&[StateId], &[TreatyId]) {
        let none = (&[][..], &[][..]);
        let Some(changes) = self.states.get(state.0 as usize) else { return none };
        let era = changes.days.partition_point(|change| *change <= day);
        let (Some(from), Some(to)) = (changes.starts.get(era), changes.starts.get(era + 1)) else {
            return none;
        };
        let pairs = *from as usize..*to as usize;
        self.by.get(pairs.clone()).zip(self.treaties.get(pairs)).unwrap_or(none)
    }
}
