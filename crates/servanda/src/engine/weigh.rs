//! One bearer under one norm: every check in order, and the verdict they make together.

use super::bound::in_force;
use super::case::Case;
use super::check::{Binding, Weighed, stranger};
use super::evaluate::Placed;
use super::formula::{Formula, Implicant, MOST_OPEN, Open};
use super::happening::Happening;
use super::proof::{Check, Holds, Proof, Step};
use super::row::Row;
use crate::model::norm::Bearers;
use crate::model::{Actor, Certainty, Condition, Decider, Norm, Pattern, Slot, Validity, Who};
use crate::syntax::Span;
use crate::syntax::vocabulary::{Act, Modal, Verdict};
use std::sync::Arc;

/// Collects the steps of a proof and the formula they make together.
#[derive(Default)]
struct Weighing {
    formula: Vec<Formula>,
    steps: Vec<Step>,
}

impl Weighing {
    fn step(
        &mut self,
        check: Check,
        formula: Formula,
        says: impl Into<Arc<str>>,
        at: Option<Span>,
    ) {
        let holds = Holds::of(&formula);
        self.steps.push(Step::new(check, holds, says, at));
        self.formula.push(formula);
    }

    /// A step for a condition that was weighed, with what it rests on.
    fn condition(&mut self, check: Check, weighed: Weighed, at: Span) {
        self.step(check, weighed.formula, weighed.says, Some(at));
        self.rests_on(weighed.because);
    }

    /// What the last step rests on.
    fn rests_on(&mut self, because: Vec<Step>) {
        if let Some(step) = self.steps.last_mut() {
            step.because = because;
        }
    }
}

/// What holds of a norm in an event for every bearer alike.
pub(super) struct Common {
    formula: Formula,
    /// What it comes to where nothing of the bearer's own bears on it.
    judged: Judged,
    steps: Arc<[Step]>,
}

/// What awakens a norm in one way that the event fits it; by default nothing: it stands.
#[derive(Clone, Copy, Default)]
pub(super) struct Awakened<'a> {
    /// The triggers, each with what happens.
    pub(super) by: &'a [(&'a Pattern, Happening)],
    /// All who act against the same target in such events, not only the one of this binding.
    pub(super) attackers: &'a [Actor],
}

/// What holds of a norm in an event for every bearer alike: dates, trigger, guards, area, reading,
/// exceptions, a request, and a decider that is not the bearer.
pub(super) fn common(
    case: &mut Case<'_>,
    placed: Placed<'_>,
    binding: Binding,
    awakened: Awakened<'_>,
) -> Common {
    let norm = placed.norm;
    let mut weighing = Weighing::default();
    dates(case, placed, &mut weighing);
    match awakened.by {
        [] => beneficiary(case, placed, binding, &mut weighing),
        by => triggered(case, by, &mut weighing),
    }
    for (condition, at) in &norm.wheres {
        let weighed = case.guard(condition, binding, placed.id);
        weighing.condition(Check::Guard, weighed, *at);
    }
    in_area(case, norm, &mut weighing);
    under_reading(case, placed, &mut weighing);
    for (condition, at) in &norm.unless {
        let mut weighed = case.exception(condition, binding, placed.id);
        weighed.formula = weighed.formula.negated();
        weighing.condition(Check::Exception, weighed, *at);
    }
    if norm.decider.0 != Decider::EachParty {
        decided(case, norm, binding, None, &mut weighing);
    }
    requested(case, norm, binding, &mut weighing);
    let formula = Formula::all(weighing.formula);
    Common { judged: Judged::of(&formula), formula, steps: weighing.steps.into() }
}

/// One bearer under one norm, given what holds for all bearers.
pub(super) fn evaluate(
    case: &mut Case<'_>,
    placed: Placed<'_>,
    binding: Binding,
    common: &Common,
    awakened: Awakened<'_>,
    bearer: Actor,
) -> Row {
    let norm = placed.norm;
    let mut weighing = Weighing::default();
    bond(case, placed, bearer, &mut weighing);
    let excludes_attackers = matches!(norm.duty.bearers, Bearers::EachOther { .. });
    if excludes_attackers && awakened.attackers.contains(&bearer) {
        let says = format!("{} is the one who acts", case.world.name(bearer, case.day()));
        weighing.step(Check::Bearer, Formula::False, says, None);
    }
    suspension(case, placed, binding, bearer, &mut weighing);
    let mut formula = weighing.formula;
    formula.push(common.formula.clone());
    let mut own = Weighing::default();
    reserved(case, placed, binding, bearer, &mut own);
    if norm.decider.0 == Decider::EachParty {
        decided(case, norm, binding, Some(bearer), &mut own);
    }
    formula.extend(own.formula);
    let formula = Formula::all(formula);
    let judged = match formula == common.formula {
        true => common.judged.clone(),
        false => Judged::of(&formula),
    };
    let proof = Proof::weighed(weighing.steps, common.steps.clone(), own.steps);
    let mut row = row(placed, binding, bearer, formula, proof);
    judged.decide(&mut row);
    row
}

fn bond(case: &mut Case<'_>, placed: Placed<'_>, bearer: Actor, weighing: &mut Weighing) {
    let named = matches!(placed.norm.duty.bearers, Bearers::Named(_));
    if named && placed.treaty.member(bearer).is_none() {
        // A norm may name somebody who is no member; the treaty's own force is then what counts.
        let (world, day) = (case.world, case.day());
        let lives = match bearer {
            Actor::State(state) => world.states.exists_on(state, day),
            Actor::Entity(_) => true,
        };
        if !lives {
            let says = format!("{} is no state then", world.name(bearer, day));
            return weighing.step(Check::Membership, Formula::False, says, None);
        }
        let force = in_force(case, placed.treaty);
        let formula = certain(case, force, || format!("in-force-{}", placed.treaty.id));
        let says = format!("{} names {}", placed.treaty.id, case.world.name(bearer, case.day()));
        return weighing.step(Check::Membership, formula, says, Some(placed.norm.duty.at));
    }
    let bound = case.bound(bearer, placed.id);
    weighing.step(Check::Membership, bound.formula, bound.says, bound.at);
}

fn certain(case: &mut Case<'_>, certainty: Certainty, name: impl FnOnce() -> String) -> Formula {
    match certainty {
        Certainty::Certain => Formula::True,
        Certainty::No => Formula::False,
        Certainty::Possible => case.ask(&name()),
    }
}

/// Which version of its article a norm stands in, for the names of questions; nothing when there is
/// one only.
fn version(placed: Placed<'_>) -> String {
    let versions = placed.treaty.articles.iter().enumerate();
    let same = versions.filter(|(_, article)| article.label == placed.article.label);
    let same: Vec<usize> = same.map(|(index, _)| index).collect();
    let at = same.iter().position(|index| *index == placed.version).unwrap_or_default();
    if same.len() > 1 { format!("-version-{}", at + 1) } else { String::new() }
}

fn dates(case: &mut Case<'_>, placed: Placed<'_>, weighing: &mut Weighing) {
    let (label, id, norm) = (&placed.article.label, &placed.treaty.id, placed.norm);
    let version = || version(placed);
    let article = &placed.article.validity;
    dated(
        case,
        article,
        || (format!("article {label}"), format!("in-force-{id}-{label}{}", version())),
        weighing,
    );
    let names =
        || (format!("norm {}", norm.name), format!("in-force-{id}-{}{}", norm.name, version()));
    dated(case, &norm.validity, names, weighing);
}

/// A step for a validity that has dates; `names` gives what it is of, and its open question.
fn dated(
    case: &mut Case<'_>,
    validity: &Validity,
    names: impl Fn() -> (String, String),
    weighing: &mut Weighing,
) {
    if validity.from.is_none() && validity.until.is_none() {
        return;
    }
    let formula = certain(case, validity.on(case.day()), || names().1);
    let says = {
        let end = |word: &str, day: &Option<crate::time::UncertainDay>| {
            day.as_ref().map_or(String::new(), |day| format!(" {word} {}", day.text))
        };
        let (from, until) = (end("from", &validity.from), end("until", &validity.until));
        format!("{} in force{from}{until}", names().0)
    };
    weighing.step(Check::InForce, formula, says, Some(validity.at));
}

fn suspension(
    case: &mut Case<'_>,
    placed: Placed<'_>,
    binding: Binding,
    bearer: Actor,
    weighing: &mut Weighing,
) {
    let Some(other) = binding.target else { return };
    let (world, day, id) = (case.world, case.day(), &placed.treaty.id);
    let known = case.question.known;
    let pairs = placed.treaty.suspended_between.iter().filter(|pair| {
        let these = (pair.one == bearer && pair.other == other)
            || (pair.one == other && pair.other == bearer);
        these && known.is_none_or(|known| pair.during.from.earliest <= known)
    });
    for pair in pairs {
        let (from, until) = (Some(pair.during.from.clone()), Some(pair.during.to.clone()));
        let rests = Validity { from, until, at: pair.at }.on(day);
        // One question, whichever of the two owes the duty.
        let question = || {
            format!("in-effect-{id}-between-{}-and-{}", world.id(pair.one), world.id(pair.other))
        };
        let formula = certain(case, rests.negated(), question);
        let (one, two) = (world.name(bearer, day), world.name(other, day));
        let says = match rests {
            Certainty::No => format!("in effect between {one} and {two}"),
            _ => format!("{id} is suspended between {one} and {two} ({})", pair.during.text()),
        };
        weighing.step(Check::Suspension, formula, says, Some(pair.at));
    }
}

/// Any of the triggers is enough; told is the one that surely fits, else the first.
fn triggered(case: &mut Case<'_>, by: &[(&Pattern, Happening)], weighing: &mut Weighing) {
    let (world, day) = (case.world, case.day());
    // A trigger that names who acts fits an unknown actor if that is who it is.
    let mut fits = |pattern: &Pattern, happening: Happening| match (pattern.actor, happening.actor)
    {
        (Some(Who::Named(name)), None) => case.ask(&format!("attacker-is-{}", world.id(name))),
        _ => Formula::True,
    };
    let each: Vec<Formula> = by.iter().map(|(pattern, what)| fits(pattern, *what)).collect();
    let sure = each.iter().position(|formula| *formula == Formula::True).unwrap_or_default();
    let Some((pattern, happening)) = by.get(sure).copied() else { return };
    let phrase = |happening: Happening| {
        let target = happening.target;
        let target = target.map_or("nobody in particular", |target| world.name(target, day));
        happening.kind.phrase(target)
    };
    let known = case.happenings.iter().find(|(known, _)| *known == happening);
    let cause = known.and_then(|(_, from)| *from).and_then(|from| case.happenings.get(from));
    let says = match cause {
        Some((cause, _)) => format!("{}, which follows from {}", phrase(happening), phrase(*cause)),
        None => phrase(happening),
    };
    weighing.step(Check::Trigger, Formula::any(each), says, Some(pattern.at));
    if let Some((cause, _)) = cause {
        let step = Step::new(Check::Event, Holds::Yes, phrase(*cause), None);
        weighing.rests_on(vec![step]);
    }
}

fn in_area(case: &mut Case<'_>, norm: &Norm, weighing: &mut Weighing) {
    let Some((area, at)) = norm.area else { return };
    let (world, day) = (case.world, case.day());
    let id = &world.area(area).id;
    let title = world.area(area).title.as_deref().unwrap_or(id);
    let Some(place) = case.place.clone() else {
        let formula = case.ask(&format!("in-area-{id}"));
        let says = format!("whether it is in the {title} is open");
        return weighing.step(Check::Area, formula, says, Some(at));
    };
    let (inside, line) = world.lies_in(&place, area, day);
    let formula = certain(case, inside, || format!("in-area-{id}"));
    let says = {
        let name = world.place_name(&place, day);
        let assumed = if case.place_assumed { " (assumed)" } else { "" };
        let where_it_lies = if inside == Certainty::No { "outside" } else { "inside" };
        format!("{name}{assumed} lies {where_it_lies} the {title}")
    };
    weighing.step(Check::Area, formula, says, line.or(Some(at)));
}

/// A reading is chosen, ruled out by a rival that was chosen, or open.
fn under_reading(case: &mut Case<'_>, placed: Placed<'_>, weighing: &mut Weighing) {
    let Some((name, at)) = &placed.norm.reading else { return };
    let (id, label) = (&placed.treaty.id, &placed.article.label);
    let chosen = |wanted: &str| {
        case.question.readings.iter().any(|reading| {
            *reading == format!("{id}/{wanted}") || *reading == format!("{id}/{label}/{wanted}")
        })
    };
    let mut rivals = placed.article.readings.iter().filter(|reading| reading.name != *name);
    let rival = rivals.find(|reading| chosen(&reading.name));
    let own = placed.article.readings.iter().find(|reading| reading.name == *name);
    let holds = own.map_or(name.as_str(), |reading| reading.holds.as_str());
    if chosen(name) {
        let says = format!("on the reading `{name}`: {holds}");
        weighing.step(Check::Reading, Formula::True, says, Some(*at));
    } else if let Some(rival) = rival {
        let says = format!("the reading `{}` was chosen, not `{name}`", rival.name);
        weighing.step(Check::Reading, Formula::False, says, Some(*at));
    } else {
        let formula = case.ask(&format!("reading:{id}/{label}/{name}"));
        let says = format!("only on the reading `{name}`: {holds}");
        weighing.step(Check::Reading, formula, says, Some(*at));
    }
}

fn reserved(
    case: &mut Case<'_>,
    placed: Placed<'_>,
    binding: Binding,
    bearer: Actor,
    weighing: &mut Weighing,
) {
    for reservation in placed.norm.reservations.iter().filter(|made| made.by.contains(&bearer)) {
        if reservation.only_where.is_empty() {
            let says = format!("reserved: {}", reservation.text);
            weighing.step(Check::Reservation, Formula::False, says, Some(reservation.at));
        }
        for (condition, at) in &reservation.only_where {
            let mut weighed = case.guard(condition, binding, placed.id);
            weighed.says = format!("reserved ({}): {}", reservation.text, weighed.says);
            weighing.condition(Check::Reservation, weighed, *at);
        }
    }
}

/// A standing norm holds toward each other party: the target must be one, unless the duty names
/// whom it is owed to.
fn beneficiary(case: &mut Case<'_>, placed: Placed<'_>, binding: Binding, weighing: &mut Weighing) {
    let toward = placed.norm.duty.toward;
    let owed = placed.norm.triggers.is_empty() && !matches!(toward, Some(Who::Named(_)));
    let Some(target) = binding.target.filter(|_| owed) else { return };
    let bound = case.bound(target, placed.id);
    let says_so = placed.norm.wheres.iter().any(|(condition, _)| {
        matches!(condition, Condition::Party(Who::Slot(Slot::Target), id) if *id == placed.id)
    });
    let implied = toward != Some(Who::Slot(Slot::Target));
    if says_so || (bound.formula == Formula::True && implied) {
        return;
    }
    weighing.step(Check::Guard, bound.formula, bound.says, bound.at);
}

/// Who determines that the norm applies; `bearer` where each judges for itself.
fn decided(
    case: &mut Case<'_>,
    norm: &Norm,
    binding: Binding,
    bearer: Option<Actor>,
    weighing: &mut Weighing,
) {
    let world = case.world;
    let (decider, at) = norm.decider;
    let (question, who) = match decider {
        Decider::Objective => return,
        Decider::AnyParty => ("opinion-of-any-party".to_owned(), "any party's opinion".to_owned()),
        Decider::EachParty => {
            let Some(bearer) = bearer else { return };
            (format!("judgment-of-{}", world.id(bearer)), "its own judgment".to_owned())
        }
        Decider::Victim => {
            let victim = binding.target;
            let name = victim.map_or("the target", |victim| world.name(victim, case.day()));
            let id = victim.map_or("target", |victim| world.id(victim));
            (format!("opinion-of-{id}"), format!("the opinion of {name}"))
        }
        Decider::Council(council) => {
            let entity = world.entities.get(council);
            (format!("decision-of-{}", entity.id), format!("a decision of the {}", entity.name))
        }
    };
    let formula = case.ask(&question);
    let says = match formula {
        Formula::True => format!("{who} was for it"),
        Formula::False => format!("{who} was against it"),
        _ => format!("it takes {who}"),
    };
    weighing.step(Check::Decider, formula, says, Some(at));
}

fn requested(case: &mut Case<'_>, norm: &Norm, binding: Binding, weighing: &mut Weighing) {
    let Some((who, at)) = norm.request else { return };
    let world = case.world;
    let (question, name) = match who.map(|who| binding.who(who).ok_or(stranger(who))) {
        Some(Ok(asker)) => {
            (format!("request-by-{}", world.id(asker)), world.name(asker, case.day()))
        }
        Some(Err(stranger)) => (format!("request-by-{stranger}"), stranger),
        None => ("request-by-any-party".to_owned(), "any party"),
    };
    let formula = case.ask(&question);
    let says = match formula {
        Formula::True => format!("asked for by {name}"),
        Formula::False => format!("not asked for by {name}"),
        _ => format!("it takes a request by {name}"),
    };
    weighing.step(Check::Request, formula, says, Some(at));
}

fn row(placed: Placed<'_>, binding: Binding, bearer: Actor, formula: Formula, proof: Proof) -> Row {
    let duty = &placed.norm.duty;
    let force = match duty.modal {
        Modal::Must => Verdict::Must,
        Modal::May => Verdict::May,
        Modal::MustNot => Verdict::MustNot,
    };
    // Help, talks and neutrality are for the target where the norm does not say for whom.
    let implied = matches!(duty.act, Act::Consult | Act::Aid | Act::StayNeutral);
    let toward = match duty.toward {
        Some(who) => binding.who(who),
        None => binding.target.filter(|target| implied && *target != bearer),
    };
    Row {
        party: bearer,
        verdict: Verdict::None,
        act: duty.act,
        toward,
        against: duty.against.and_then(|who| binding.who(who)).or(binding.actor),
        treaty: placed.id,
        article: placed.article.label.clone(),
        version: Some(placed.version),
        norm: placed.norm.name.clone(),
        extent: placed.norm.extent.clone(),
        timing: duty.timing.clone(),
        depends_on: Arc::default(),
        why_not: None,
        proof,
        formula,
        force,
        round: 0,
        at: placed.norm.at,
    }
}

/// Sets verdict, dependencies and reason from the formula.
pub(super) fn judge(row: &mut Row) {
    Judged::of(&row.formula).decide(row);
}

/// What a formula comes to.
#[derive(Clone)]
struct Judged {
    /// Whether it holds under every answer, under none, or neither.
    settled: Option<bool>,
    /// What it turns on.
    sets: Arc<[Vec<String>]>,
}

impl Judged {
    fn of(formula: &Formula) -> Judged {
        // To weigh n open questions can take 2^n steps: too many are listed, not weighed.
        if formula.open().len() > MOST_OPEN {
            let names = formula.open_in_order().into_iter().map(|open| open.to_string());
            return Judged { settled: None, sets: [names.collect()].into() };
        }
        let settled = formula.settled();
        let sets = if settled.is_none() { named(formula).into() } else { Arc::default() };
        Judged { settled, sets }
    }

    fn decide(self, row: &mut Row) {
        row.depends_on = self.sets;
        row.why_not = None;
        row.verdict = match self.settled {
            Some(true) => row.force,
            Some(false) => {
                let failure = row.proof.failure().map(|step| step.says.clone());
                row.why_not =
                    Some(failure.unwrap_or_else(|| "its conditions exclude each other".into()));
                Verdict::None
            }
            None => Verdict::Depends,
        };
    }
}

/// The minimal sets by name, the smallest first; questions in the order in which the norm itself
/// asks them, so that no other treaty bears on it.
fn named(formula: &Formula) -> Vec<Vec<String>> {
    let order = formula.open_in_order();
    let rank = |open: &Open| order.iter().position(|other| other == open);
    let ranked = |implicant: Implicant| {
        let mut set: Vec<_> =
            implicant.into_iter().map(|(open, answer)| (rank(&open), open, answer)).collect();
        set.sort_unstable();
        set
    };
    let mut sets: Vec<_> = formula.prime_implicants().into_iter().map(ranked).collect();
    sets.sort_by(|one, other| one.len().cmp(&other.len()).then_with(|| one.cmp(other)));
    let name = |(_, open, answer): &(Option<usize>, Open, bool)| match answer {
        true => open.to_string(),
        false => format!("not {open}"),
    };
    sets.iter().map(|set| set.iter().map(name).collect()).collect()
}
