//! Pledges as dated pairs: who is pledged to do something for whom, or to leave it undone, under which
//! article, from which day to which. Asked of the engine era by era, so that a pair says what an answer
//! says; whatever has to be found first (who attacks, what was provoked) is left open.

use super::case::Case;
use super::evaluate::{Engine, speaking};
use super::index::{actors_named, anchored};
use super::memory::Memory;
use super::question::Question;
use super::row::Row;
use crate::model::norm::Bearers;
use crate::model::{Actor, Norm, Slot, StateId, Treaty, TreatyId, Who, World};
use crate::syntax::vocabulary::{Act, EventKind, Modal, Verdict};
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
    /// `must` or `must_not` if nothing has to be found first, `depends` if something has.
    pub verdict: Verdict,
    /// When.
    pub days: Interval,
}

impl Pledge {
    /// The order of the pledges to one state: by act, treaty, giver, article and first day.
    pub fn order(&self) -> (Act, TreatyId, Actor, &str, Day) {
        (self.act, self.treaty, self.by, &self.article, self.days.from)
    }
}

/// To do what, under which treaty, by whom, under which article.
type Giver = (Act, TreatyId, Actor, Arc<str>);

/// What a state may be pledged, whoever attacks it: by one who does something for it, or refrains.
pub const PLEDGED: &[Act] = &[
    Act::Aid,
    Act::Consult,
    Act::StayNeutral,
    Act::NotAttack,
    Act::NotJoinAlliance,
    Act::GrantBase,
    Act::IntegrateCommand,
];

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
    pledges_if(engine, memory, EventKind::Attack, to, acts, within)
}

/// The same for any event that may befall `to`, such as a threat.
pub fn pledges_if(
    engine: &Engine<'_>,
    memory: &Memory,
    kind: EventKind,
    to: Actor,
    acts: &[Act],
    within: Interval,
) -> Vec<Pledge> {
    let treaties = engine.treaties_on(kind, to);
    let sought = Sought { kind, acts, within };
    let each = treaties.into_iter().flat_map(|treaty| under(engine, memory, treaty, to, sought));
    let mut found: Vec<Pledge> = each.collect();
    found.sort_by(|one, other| one.order().cmp(&other.order()));
    found
}

/// The treaties under which somebody may be pledged something.
pub fn treaties_with(engine: &Engine<'_>, to: Actor) -> Vec<TreatyId> {
    let mut treaties = engine.treaties_on(EventKind::Attack, to);
    treaties.retain(|id| concerns(engine.world().treaty(*id), *id, to));
    treaties
}

/// What may be pledged under a treaty, by somebody who is known before it is known who attacks.
pub fn acts_under(world: &World, treaty: TreatyId) -> BTreeSet<Act> {
    pledging(world.treaty(treaty)).map(|norm| norm.duty.act).collect()
}

/// The norms by which somebody who is known may be pledged something.
fn pledging(treaty: &Treaty) -> impl Iterator<Item = &Norm> {
    let norms = treaty.articles.iter().flat_map(|article| &article.norms);
    norms.filter(|norm| {
        let unknown = matches!(norm.duty.bearers, Bearers::Attacker | Bearers::Victim);
        !unknown && norm.duty.modal != Modal::May && PLEDGED.contains(&norm.duty.act)
    })
}

/// Whether somebody may be pledged something: the treaty names it, or has a norm for whoever is attacked.
fn concerns(treaty: &Treaty, id: TreatyId, to: Actor) -> bool {
    let general = |norm: &Norm| match norm.duty.toward {
        Some(Who::Slot(slot)) => !anchored(norm, id, slot),
        Some(Who::Named(_)) => false,
        // Where the norm does not say for whom, it is for the target.
        None => !anchored(norm, id, Slot::Target),
    };
    names(treaty, to) || pledging(treaty).any(general)
}

fn names(treaty: &Treaty, actor: Actor) -> bool {
    treaty.member(actor).is_some() || actors_named(treaty).contains(&actor)
}

/// Days outside which nobody is pledged anything under a treaty.
pub fn days_of(engine: &Engine<'_>, treaty: TreatyId) -> Interval {
    speaking(engine.world().treaty(treaty))
}

/// Which pledges are looked for: what happens, what is pledged then, on which days.
#[derive(Clone, Copy)]
struct Sought<'a> {
    kind: EventKind,
    acts: &'a [Act],
    within: Interval,
}

/// The same under one treaty.
pub fn pledges_under(
    engine: &Engine<'_>,
    memory: &Memory,
    treaty: TreatyId,
    to: Actor,
    acts: &[Act],
    within: Interval,
) -> Vec<Pledge> {
    under(engine, memory, treaty, to, Sought { kind: EventKind::Attack, acts, within })
}

fn under(
    engine: &Engine<'_>,
    memory: &Memory,
    treaty: TreatyId,
    to: Actor,
    sought: Sought<'_>,
) -> Vec<Pledge> {
    let Sought { kind, acts, within } = sought;
    let mut found: BTreeMap<Giver, Vec<(Verdict, Interval)>> = BTreeMap::new();
    let own = engine.world().treaty(treaty);
    if !pledging(own).any(|norm| acts.contains(&norm.duty.act)) || !concerns(own, treaty, to) {
        return Vec::new();
    }
    // A norm for whoever is attacked says something of states that exist, on days on which they do.
    let named = names(own, to);
    let exists = |day: Day| match to {
        Actor::State(state) => engine.world().states.exists_on(state, day),
        Actor::Entity(_) => true,
    };
    let spans = memory.spans(engine.world(), treaty, to);
    let spans = spans.into_iter().filter(|days| !days.overlap(&within).is_empty());
    for days in spans.filter(|days| named || exists(days.from)) {
        let question = Question::new(kind, Some(to), days.from);
        let mut case = Case::new(engine.world(), &question);
        // A pledge stands whatever happened on one of its days.
        case.events.clear();
        case.found.clear();
        case.memory = Some(memory);
        let rows = engine.treaty_rows(&mut case, treaty);
        let binds = |verdict| verdict != Verdict::May && verdict != Verdict::None;
        // An article may hold several such norms: what binds without a finding goes before.
        let mut now: BTreeMap<Giver, Verdict> = BTreeMap::new();
        for row in rows.iter().filter(|row| {
            acts.contains(&row.act)
                && row.toward == Some(to)
                && (row.force == Verdict::Must || refrains(row))
                && binds(row.verdict)
        }) {
            let giver = (row.act, treaty, row.party, row.article.clone());
            let best = now.entry(giver).or_insert(row.verdict);
            if row.verdict != Verdict::Depends {
                *best = row.verdict;
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

/// Whether a row forbids what the pledge is to refrain from.
fn refrains(row: &Row) -> bool {
    row.force == Verdict::MustNot && matches!(row.act, Act::NotAttack | Act::NotJoinAlliance)
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
