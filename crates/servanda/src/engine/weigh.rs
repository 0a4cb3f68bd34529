//! One bearer under one norm: every check in order, and the verdict they make together.

use super::bound::treaty_in_force;
use super::case::Case;
use super::check::{Binding, stranger};
use super::evaluate::Placed;
use super::formula::{Formula, Implicant, MOST_OPEN};
use super::happening::Happening;
use super::proof::{Check, Holds, Proof, Step};
use super::row::Row;
use crate::model::norm::Bearers;
use crate::model::{Actor, Certainty, Decider, Norm, Pattern, Validity, Who};
use crate::syntax::Span;
use crate::syntax::vocabulary::{Modal, Verdict};

/// Collects the steps of a proof and the formula they make together.
struct Weighing {
    formula: Vec<Formula>,
    proof: Proof,
}

impl Weighing {
    fn step(&mut self, check: Check, formula: Formula, says: impl Into<String>, at: Option<Span>) {
        let holds = match formula {
            Formula::True => Holds::Yes,
            Formula::False => Holds::No,
            _ => Holds::Open,
        };
        self.proof.steps.push(Step { check, holds, says: says.into(), at });
        self.formula.push(formula);
    }
}

/// What awakens a norm in one way that the event fits it; by default nothing: it stands.
#[derive(Clone, Copy, Default)]
pub(super) struct Awakened<'a> {
    /// The triggers, each with what happens.
    pub(super) by: &'a [(&'a Pattern, Happening)],
    /// All who act against the same target in such events, not only the one of this binding.
    pub(super) attackers: &'a [Actor],
}

/// One bearer under one norm.
pub(super) fn evaluate(
    case: &mut Case<'_>,
    placed: Placed<'_>,
    binding: Binding,
    awakened: Awakened<'_>,
    bearer: Actor,
) -> Row {
    let norm = placed.norm;
    let mut weighing = Weighing { formula: Vec::new(), proof: Proof::default() };
    bond(case, placed, bearer, &mut weighing);
    if matches!(norm.duty.bearers, Bearers::EachOther { .. })
        && awakened.attackers.contains(&bearer)
    {
        let says = format!("{} is the one who acts", case.world.name(bearer, case.day()));
        weighing.step(Check::Bearer, Formula::False, says, None);
    }
    dates(case, placed, &mut weighing);
    suspension(case, placed, binding, bearer, &mut weighing);
    if awakened.by.is_empty() {
        toward_a_party(case, placed, binding, &mut weighing);
    } else {
        triggered(case, awakened.by, &mut weighing);
    }
    for (condition, at) in &norm.wheres {
        let (formula, says) = case.guard(condition, binding, placed.id);
        weighing.step(Check::Guard, formula, says, Some(*at));
    }
    in_area(case, norm, &mut weighing);
    under_reading(case, placed, &mut weighing);
    for (condition, at) in &norm.unless {
        let (formula, says) = case.exception(condition, binding, placed.id);
        weighing.step(Check::Exception, formula.negated(), says, Some(*at));
    }
    reserved(case, placed, binding, bearer, &mut weighing);
    decided(case, norm, binding, bearer, &mut weighing);
    requested(case, norm, binding, &mut weighing);
    row(case, placed, binding, bearer, weighing)
}

fn bond(case: &mut Case<'_>, placed: Placed<'_>, bearer: Actor, weighing: &mut Weighing) {
    let named =
        matches!(placed.norm.duty.bearers, Bearers::Named(_) | Bearers::Attacker | Bearers::Victim);
    if named && placed.treaty.member(bearer).is_none() {
        // A norm may name somebody who is no member; the treaty's own force is then what counts.
        let lives = match bearer {
            Actor::State(state) => case.world.states.exists_on(state, case.day()),
            Actor::Entity(_) => true,
        };
        if !lives {
            let day = case.day();
            let says = format!("{} is no state on {day}", case.world.name(bearer, day));
            return weighing.step(Check::Membership, Formula::False, says, None);
        }
        let force = treaty_in_force(placed.treaty, case.day(), case.question.known);
        let formula = certain(case, force, || format!("in-force-{}", placed.treaty.id));
        let says = format!("{} names {}", placed.treaty.id, case.world.name(bearer, case.day()));
        return weighing.step(Check::Membership, formula, says, Some(placed.norm.duty.at));
    }
    let bound = case.bound(bearer, placed.id);
    weighing.step(Check::Membership, bound.formula, bound.says, bound.at);
}

fn certain(case: &mut Case<'_>, certainty: Certainty, name: impl Fn() -> String) -> Formula {
    match certainty {
        Certainty::Certain => Formula::True,
        Certainty::No => Formula::False,
        Certainty::Possible => case.ask(&name()),
    }
}

/// A standing norm holds toward each other party: the target must be one, unless the duty names
/// whom it is owed to. Not worth a step where it is plain.
fn toward_a_party(
    case: &mut Case<'_>,
    placed: Placed<'_>,
    binding: Binding,
    weighing: &mut Weighing,
) {
    let named = matches!(placed.norm.duty.toward, Some(Who::Named(_)));
    let Some(target) = binding.target.filter(|_| !named && placed.norm.triggers.is_empty()) else {
        return;
    };
    let bound = case.bound(target, placed.id);
    if bound.formula != Formula::True {
        weighing.step(Check::Guard, bound.formula, bound.says, bound.at);
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
    let label = &placed.article.label;
    let id = &placed.treaty.id;
    let version = version(placed);
    let dated = |validity: &Validity| validity.from.is_some() || validity.until.is_some();
    let mut one = |case: &mut Case<'_>, validity: &Validity, what: String, name: String| {
        if dated(validity) {
            let formula = certain(case, validity.on(case.day()), || name.clone());
            let from =
                validity.from.as_ref().map_or(String::new(), |from| format!(" from {}", from.text));
            let until = validity
                .until
                .as_ref()
                .map_or(String::new(), |until| format!(" until {}", until.text));
            weighing.step(
                Check::InForce,
                formula,
                format!("{what} in force{from}{until}"),
                Some(validity.at),
            );
        }
    };
    one(
        case,
        &placed.article.validity,
        format!("article {label}"),
        format!("in-force-{id}-{label}{version}"),
    );
    let norm = placed.norm;
    one(
        case,
        &norm.validity,
        format!("norm {}", norm.name),
        format!("in-force-{id}-{}{version}", norm.name),
    );
}

fn suspension(
    case: &mut Case<'_>,
    placed: Placed<'_>,
    binding: Binding,
    bearer: Actor,
    weighing: &mut Weighing,
) {
    let Some(other) = binding.target else { return };
    let day = case.day();
    let known = case.question.known;
    let pairs = placed.treaty.suspended_between.iter().filter(|pair| {
        let these = (pair.one == bearer && pair.other == other)
            || (pair.one == other && pair.other == bearer);
        these && known.is_none_or(|known| pair.during.from.earliest <= known)
    });
    for pair in pairs {
        let during = Validity {
            from: Some(pair.during.from.clone()),
            until: Some(pair.during.to.clone()),
            at: pair.at,
        };
        let rests = during.on(day);
        let formula = certain(case, rests.negated(), || {
            let (one, two) = (case.world.id(pair.one), case.world.id(pair.other));
            format!("in-force-{}-between-{one}-and-{two}", placed.treaty.id)
        });
        let (one, two) = (case.world.name(bearer, day), case.world.name(other, day));
        let says = if rests == Certainty::No {
            format!("in effect between {one} and {two}")
        } else {
            format!(
                "{} is suspended between {one} and {two} ({})",
                placed.treaty.id,
                pair.during.text()
            )
        };
        weighing.step(Check::Suspension, formula, says, Some(pair.at));
    }
}

/// Any of the triggers is enough; told is the one that surely fits, else the first.
fn triggered(case: &mut Case<'_>, by: &[(&Pattern, Happening)], weighing: &mut Weighing) {
    let each: Vec<Formula> =
        by.iter().map(|(pattern, happening)| fits(case, pattern, *happening)).collect();
    let sure = each.iter().position(|formula| *formula == Formula::True).unwrap_or_default();
    let Some((pattern, happening)) = by.get(sure).copied() else { return };
    let says = told(case, happening);
    weighing.step(Check::Trigger, Formula::any(each), says, Some(pattern.at));
}

/// A trigger that names who acts fits an unknown actor if that is who it is.
fn fits(case: &mut Case<'_>, pattern: &Pattern, happening: Happening) -> Formula {
    match (pattern.actor, happening.actor) {
        (Some(Who::Named(name)), None) => {
            let question = format!("attacker-is-{}", case.world.id(name));
            case.ask(&question)
        }
        _ => Formula::True,
    }
}

fn told(case: &Case<'_>, happening: Happening) -> String {
    let (world, day) = (case.world, case.day());
    let target = happening.target.map_or("nobody in particular", |target| world.name(target, day));
    let mut says = happening.kind.phrase(target);
    let cause =
        case.happenings.iter().find(|(known, _)| *known == happening).and_then(|(_, from)| *from);
    if let Some((from, _)) = cause.and_then(|from| case.happenings.get(from)).copied() {
        let target = from.target.map_or("nobody in particular", |target| world.name(target, day));
        says = format!("{says}, which follows from {}", from.kind.phrase(target));
    }
    says
}

fn in_area(case: &mut Case<'_>, norm: &Norm, weighing: &mut Weighing) {
    let Some((area, at)) = norm.area else { return };
    let (world, day) = (case.world, case.day());
    let title = world.area(area).title.clone().unwrap_or_else(|| world.area(area).id.clone());
    let Some(place) = case.place.clone() else {
        let formula = case.ask(&format!("in-area-{}", world.area(area).id));
        return weighing.step(
            Check::Area,
            formula,
            format!("whether it is in the {title} is open"),
            Some(at),
        );
    };
    let (inside, line) = world.lies_in(&place, area, day);
    let name = world.place_name(&place, day);
    let assumed = if case.place_assumed { " (assumed)" } else { "" };
    let not = if inside == Certainty::No { "outside" } else { "inside" };
    let formula = certain(case, inside, || format!("in-area-{}", world.area(area).id));
    weighing.step(
        Check::Area,
        formula,
        format!("{name}{assumed} lies {not} the {title}"),
        line.or(Some(at)),
    );
}

/// A reading is chosen, ruled out by a rival that was chosen, or open.
fn under_reading(case: &mut Case<'_>, placed: Placed<'_>, weighing: &mut Weighing) {
    let Some((name, at)) = &placed.norm.reading else { return };
    let (id, label) = (&placed.treaty.id, &placed.article.label);
    let is = |reading: &str, wanted: &str| {
        reading == format!("{id}/{wanted}") || reading == format!("{id}/{label}/{wanted}")
    };
    let chosen = |wanted: &str| case.question.readings.iter().any(|reading| is(reading, wanted));
    let rivals = placed.article.readings.iter().filter(|reading| reading.name != *name);
    let rival = rivals.into_iter().find(|reading| chosen(&reading.name));
    let holds = placed.article.readings.iter().find(|reading| reading.name == *name);
    let holds = holds.map_or(name.as_str(), |reading| reading.holds.as_str());
    let (formula, says) = match (chosen(name), rival) {
        (true, _) => (Formula::True, format!("on the reading `{name}`: {holds}")),
        (false, Some(rival)) => {
            (Formula::False, format!("the reading `{}` was chosen, not `{name}`", rival.name))
        }
        (false, None) => (
            case.ask(&format!("reading:{id}/{label}/{name}")),
            format!("only on the reading `{name}`: {holds}"),
        ),
    };
    weighing.step(Check::Reading, formula, says, Some(*at));
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
            weighing.step(
                Check::Reservation,
                Formula::False,
                format!("reserved: {}", reservation.text),
                Some(reservation.at),
            );
        }
        for (condition, at) in &reservation.only_where {
            let (formula, says) = case.guard(condition, binding, placed.id);
            weighing.step(
                Check::Reservation,
                formula,
                format!("reserved ({}): {says}", reservation.text),
                Some(*at),
            );
        }
    }
}

fn decided(
    case: &mut Case<'_>,
    norm: &Norm,
    binding: Binding,
    bearer: Actor,
    weighing: &mut Weighing,
) {
    let world = case.world;
    let (decider, at) = norm.decider;
    let (question, who) = match decider {
        Decider::Objective => return,
        Decider::AnyParty => ("opinion-of-any-party".to_owned(), "any party's opinion".to_owned()),
        Decider::EachParty => {
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
    let (question, name) = match who.map(|who| (who, binding.who(who))) {
        Some((_, Some(asker))) => {
            (format!("request-by-{}", case.world.id(asker)), case.world.name(asker, case.day()))
        }
        Some((who, None)) => (format!("request-by-{}", stranger(who)), stranger(who)),
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

fn row(
    case: &Case<'_>,
    placed: Placed<'_>,
    binding: Binding,
    bearer: Actor,
    weighing: Weighing,
) -> Row {
    let duty = &placed.norm.duty;
    let force = match duty.modal {
        Modal::Must => Verdict::Must,
        Modal::May => Verdict::May,
        Modal::MustNot => Verdict::MustNot,
    };
    let toward = duty.toward.and_then(|who| binding.who(who)).or(match duty.toward {
        None => binding.target.filter(|target| *target != bearer),
        Some(_) => None,
    });
    let mut row = Row {
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
        depends_on: Vec::new(),
        why_not: None,
        proof: weighing.proof,
        formula: Formula::all(weighing.formula),
        force,
        round: 0,
        at: placed.norm.at,
    };
    judge(case, &mut row);
    row
}

/// Sets verdict, dependencies and reason from the formula.
pub(super) fn judge(case: &Case<'_>, row: &mut Row) {
    row.depends_on.clear();
    row.why_not = None;
    match row.formula.settled() {
        Some(true) => row.verdict = row.force,
        Some(false) => {
            row.verdict = Verdict::None;
            let failure = row.proof.failure().map(|step| step.says.clone());
            row.why_not =
                Some(failure.unwrap_or_else(|| "its conditions exclude each other".into()));
        }
        None => {
            row.verdict = Verdict::Depends;
            let open = row.formula.open();
            row.depends_on = if open.len() > MOST_OPEN {
                vec![open.into_iter().map(|open| case.open_name(open).to_owned()).collect()]
            } else {
                named(case, &row.formula.prime_implicants())
            };
        }
    }
}

fn named(case: &Case<'_>, implicants: &[Implicant]) -> Vec<Vec<String>> {
    let name = |(open, answer): &(u16, bool)| {
        let name = case.open_name(*open);
        if *answer { name.to_owned() } else { format!("not {name}") }
    };
    implicants.iter().map(|implicant| implicant.iter().map(name).collect()).collect()
}
