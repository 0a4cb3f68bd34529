//! A treaty in the codes of ATOP: which of the five promises each member makes, on which conditions,
//! when, and by which norm. The conventions are told in `docs/src/atop.md`, and kept here and in
//! `coding/condition.rs`. Knows no coded data; asks nobody what is owed on a day.

mod condition;
mod promise;

use crate::model::treaty::Article;
use crate::model::{Actor, Member, Norm, Treaty, TreatyId, World};
use crate::syntax::vocabulary::AtopItem;
use crate::time::{Day, Interval, UncertainDay};

/// From when a bond counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dating {
    /// From signature or accession, as ATOP counts in most cases.
    Signature,
    /// From entry into force, as everything else here counts.
    Force,
}

/// One spell of a membership under a dating.
#[derive(Clone, Debug)]
pub struct Spell {
    /// Who.
    pub party: Actor,
    /// First day.
    pub first: UncertainDay,
    /// First day under the other dating.
    pub otherwise: UncertainDay,
    /// Last day; open while it lasts.
    pub last: UncertainDay,
}

/// One promise of one member, as ATOP would code it.
#[derive(Clone, Debug)]
pub struct Promise<'w> {
    /// Who makes it.
    pub party: Actor,
    /// Which of the five.
    pub item: AtopItem,
    /// Its conditions, as ATOP's items.
    pub conditions: Vec<AtopItem>,
    /// The article it stands in.
    pub article: &'w Article,
    /// The norm it comes from.
    pub norm: &'w Norm,
    /// The days on which it may hold: those of the norm, its article and the membership, without the
    /// days on which the membership surely rested.
    pub days: Vec<Interval>,
}

/// What a norm is coded as, whoever makes the promise and whenever.
struct Coded {
    /// Which of the five; aid in a war that an ally may have begun counts twice.
    item: AtopItem,
    /// Its conditions.
    conditions: Vec<AtopItem>,
}

/// What ATOP would code a norm as; empty for what is none of its five promises.
fn coded(world: &World, treaty: TreatyId, norm: &Norm) -> Vec<Coded> {
    let items = promise::items(world.treaty(treaty), norm);
    let each =
        items.into_iter().map(|item| Coded { item, conditions: condition::of(world, norm, item) });
    each.collect()
}

/// Every promise of every member of a treaty.
pub fn promises(world: &World, id: TreatyId, dating: Dating) -> Vec<Promise<'_>> {
    let treaty = world.treaty(id);
    let spells = spells(world, id, dating);
    let mut promises = Vec::new();
    for article in &treaty.articles {
        for norm in &article.norms {
            let days = norm_days(world, treaty, article, norm, dating);
            for code in coded(world, id, norm) {
                for party in promise::bearers(treaty, norm) {
                    let days = member_days(treaty, party, &spells, days);
                    if !days.is_empty() {
                        let conditions = code.conditions.clone();
                        let item = code.item;
                        promises.push(Promise { party, item, conditions, article, norm, days });
                    }
                }
            }
        }
    }
    promises
}

/// Every spell of every member of a treaty. A bond ends with its state.
pub fn spells(world: &World, id: TreatyId, dating: Dating) -> Vec<Spell> {
    let treaty = world.treaty(id);
    let mut spells = Vec::new();
    for member in &treaty.members {
        let mut before = Day::MIN;
        for bond in &member.bonds {
            let signature = signature(treaty, member, &bond.from, before);
            let force = bond.from.clone();
            let (first, otherwise) = match dating {
                Dating::Signature => (signature, force),
                Dating::Force => (force, signature),
            };
            let ends = [&bond.last].into_iter().chain(&treaty.force.until);
            let last = ends.min_by_key(|last| last.latest).unwrap_or(&bond.last);
            let last = within_lifetime(world, member.party, last.clone());
            spells.push(Spell { party: member.party, first, otherwise, last });
            before = bond.last.latest;
        }
    }
    spells
}

/// The day a member signed or acceded for a bond: the first such step since the bond before it, else
/// the treaty's own signature, else the day the bond begins.
fn signature(treaty: &Treaty, member: &Member, from: &UncertainDay, before: Day) -> UncertainDay {
    const STEPS: &[&str] = &["signed", "acceded", "succeeded", "rejoined"];
    let signs = |what: &str| STEPS.iter().any(|step| what.starts_with(step));
    let own = member.steps.iter().filter(|step| signs(&step.what));
    let in_time = own.filter(|step| {
        step.on.earliest <= from.latest && (before == Day::MIN || step.on.earliest > before)
    });
    let first = in_time.map(|step| &step.on).min_by_key(|on| on.earliest);
    let stepped = member.steps.iter().any(|step| signs(&step.what));
    let treatys = treaty.signed.as_ref().map(|(on, _)| on);
    let treatys = treatys.filter(|on| !stepped && on.earliest <= from.latest);
    first.or(treatys).unwrap_or(from).clone()
}

fn within_lifetime(world: &World, party: Actor, last: UncertainDay) -> UncertainDay {
    let Actor::State(state) = party else { return last };
    let end = world.states.lifetime(state).last();
    let lasts = !end.is_known() || last.earliest <= end;
    if lasts { last } else { UncertainDay::exact(end) }
}

/// The days on which a norm stands in its treaty.
fn norm_days(
    world: &World,
    treaty: &Treaty,
    article: &Article,
    norm: &Norm,
    dating: Dating,
) -> Interval {
    let signed = |by: &String| {
        let amending = world.treaties.iter().find(|other| other.id == *by)?;
        amending.signed.as_ref().map(|(on, _)| on.earliest)
    };
    let with_treaty = |from: &UncertainDay| {
        treaty.force.from.as_ref().is_some_and(|force| from.latest <= force.latest)
    };
    let start = |from: &UncertainDay| match dating {
        Dating::Signature if with_treaty(from) => Day::MIN,
        _ => from.earliest,
    };
    let amended = match dating {
        Dating::Signature => article.by.as_ref().and_then(signed),
        Dating::Force => None,
    };
    let article_from = article.validity.from.as_ref().map_or(Day::MIN, start);
    let from = amended.unwrap_or(article_from);
    let from = from.max(norm.validity.from.as_ref().map_or(Day::MIN, start));
    let until = [&article.validity.until, &norm.validity.until, &treaty.force.until];
    let until = until.into_iter().flatten().map(|until| until.latest).min();
    Interval { from, end: until.map_or(Day::MAX, Day::next) }
}

/// The days on which a member may be bound by a norm that stands on `days`.
fn member_days(treaty: &Treaty, party: Actor, spells: &[Spell], days: Interval) -> Vec<Interval> {
    let mut left: Vec<Interval> = Vec::new();
    for spell in spells.iter().filter(|spell| spell.party == party) {
        let own = Interval { from: spell.first.earliest, end: spell.last.latest.next() };
        left.push(own.overlap(&days));
    }
    let rested = treaty.member(party).map_or(&[][..], |member| member.suspensions.as_slice());
    for (span, _) in rested {
        let rest = span.certainly();
        left = left.iter().flat_map(|days| without(*days, rest)).collect();
    }
    left.retain(|days| !days.is_empty());
    left
}

/// The days of one span that another does not hold.
fn without(days: Interval, rest: Interval) -> Vec<Interval> {
    if days.overlap(&rest).is_empty() {
        return vec![days];
    }
    vec![
        Interval { from: days.from, end: rest.from.min(days.end) },
        Interval { from: rest.end.max(days.from), end: days.end },
    ]
}
