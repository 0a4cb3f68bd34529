//! The norms of the world against a case: one row for each party and norm that has something to say,
//! and for each near miss the reason.

use super::bound::{is_known, treaty_in_force};
use super::cascade::{self, Round};
use super::case::Case;
use super::check::Binding;
use super::defeat::{self, Conflict};
use super::formula::{Formula, Implicant, MOST_OPEN};
use super::happening::Happening;
use super::index::Index;
use super::proof::{Check, Holds, Proof, Step};
use super::question::Question;
use super::row::Row;
use crate::model::norm::Bearers;
use crate::model::validity::not_over;
use crate::model::{
    Actor, Article, Certainty, Decider, Norm, Pattern, Secrecy, Slot, Treaty, TreatyId, Validity,
    Who, World,
};
use crate::syntax::Span;
use crate::syntax::vocabulary::{Act, EventKind, Modal, Verdict};
use std::collections::BTreeMap;

/// A treaty that ended longer ago than this says nothing any more, not even why not.
const DAYS_REMEMBERED: i32 = 3653;

/// Answers questions about one world.
#[derive(Clone, Debug)]
pub struct Engine<'w> {
    world: &'w World,
    index: Index,
}

/// What the engine found.
#[derive(Clone, Debug)]
pub struct Reply<'w> {
    /// The facts it went by.
    pub case: Case<'w>,
    /// One row for each party and norm, in order.
    pub rows: Vec<Row>,
    /// Pairs of duties that cannot both be kept.
    pub conflicts: Vec<Conflict>,
    /// With `follow`: what happened in each round.
    pub rounds: Vec<Round>,
}

/// A norm with everything it stands in.
#[derive(Clone, Copy)]
pub(super) struct Placed<'w> {
    pub(super) id: TreatyId,
    pub(super) treaty: &'w Treaty,
    pub(super) version: usize,
    pub(super) article: &'w Article,
    pub(super) norm: &'w Norm,
}

impl<'w> Engine<'w> {
    /// An engine for a world.
    pub fn new(world: &'w World) -> Engine<'w> {
        Engine { world, index: Index::of(world) }
    }

    /// The world it answers about.
    pub fn world(&self) -> &'w World {
        self.world
    }

    /// Answers a question.
    pub fn ask<'a>(&self, question: &'a Question) -> Reply<'a>
    where
        'w: 'a,
    {
        self.reply(Case::new(self.world, question))
    }

    /// Answers a question without putting into words what holds: the proof's steps that hold, or
    /// are open, say nothing. For tables of many questions.
    pub fn ask_briefly<'a>(&self, question: &'a Question) -> Reply<'a>
    where
        'w: 'a,
    {
        let mut case = Case::new(self.world, question);
        case.explain = false;
        self.reply(case)
    }

    fn reply<'a>(&self, mut case: Case<'a>) -> Reply<'a> {
        let question = case.question;
        let mut rows = self.round(&mut case);
        let mut conflicts = defeat::settle(&mut case, &mut rows);
        let mut rounds = Vec::new();
        if question.follow {
            rounds = cascade::follow(self, &mut case, &mut rows);
            conflicts = defeat::settle(&mut case, &mut rows);
        }
        sort(&mut rows);
        Reply { case, rows, conflicts, rounds }
    }

    /// All rows for a case as it stands.
    pub(super) fn round(&self, case: &mut Case<'_>) -> Vec<Row> {
        let mut actors: Vec<Actor> = Vec::new();
        for (happening, _) in &case.happenings {
            actors.extend(happening.actor);
            actors.extend(happening.target);
        }
        let mut rows = Vec::new();
        for id in self.index.treaties(actors.into_iter()) {
            self.treaty_rows(case, id, &mut rows);
        }
        rows
    }

    fn treaty_rows(&self, case: &mut Case<'_>, id: TreatyId, rows: &mut Vec<Row>) {
        let treaty = self.world.treaty(id);
        if !is_known(treaty, case.question.known)
            || is_hidden(case, treaty.secrecy.as_ref())
            || !speaks(treaty, case)
        {
            return;
        }
        let mut own = Vec::new();
        for (version, article) in treaty.articles.iter().enumerate() {
            if article.validity.on(case.day()) == Certainty::No
                || is_hidden(case, article.secrecy.as_ref())
            {
                continue;
            }
            for norm in &article.norms {
                if norm.validity.on(case.day()) == Certainty::No
                    || is_hidden(case, norm.secrecy.as_ref())
                {
                    continue;
                }
                norm_rows(case, Placed { id, treaty, version, article, norm }, &mut own);
            }
        }
        let mut own = consolidated(own, case);
        allies_of_the_attacker(case, id, &mut own);
        disclaimed(case, id, treaty, &mut own);
        rows.extend(own);
    }
}

/// The rows of one norm, for every way the event fits it.
fn norm_rows(case: &mut Case<'_>, placed: Placed<'_>, rows: &mut Vec<Row>) {
    let norm = placed.norm;
    if norm.triggers.is_empty() {
        return standing_rows(case, placed, rows);
    }
    let mut bindings: Vec<(Binding, &Pattern, Happening)> = Vec::new();
    for (happening, _) in &case.happenings {
        for pattern in &norm.triggers {
            let binding = Binding { actor: happening.actor, target: happening.target };
            let known = bindings.iter().any(|(other, ..)| *other == binding);
            if !known && matches(pattern, happening) {
                bindings.push((binding, pattern, *happening));
            }
        }
    }
    if bindings.is_empty() {
        return missed_trigger(case, placed, rows);
    }
    for (binding, pattern, happening) in bindings {
        let common = common(case, placed, binding, Some((pattern, happening)));
        for bearer in bearers(case, placed, binding) {
            let row = evaluate(case, placed, binding, &common, bearer);
            // What one owes oneself is nothing.
            if row.toward != Some(bearer) {
                rows.extend(relevant(case, placed, binding, pattern, row));
            }
        }
    }
}

/// Whether a secret was hidden from the asker on the day it may know by.
fn is_hidden(case: &Case<'_>, secrecy: Option<&Secrecy>) -> bool {
    let (Some(secrecy), Some(known)) = (secrecy, case.question.known) else { return false };
    let shares = case.question.known_to.is_some_and(|viewer| secrecy.known_to.contains(&viewer));
    !shares && not_over(&secrecy.until, known) != Certainty::No
}

/// Whether a treaty has anything to say on the day: it is in force, was signed, or ended lately.
fn speaks(treaty: &Treaty, case: &Case<'_>) -> bool {
    let day = case.day();
    if treaty_in_force(treaty, day, case.question.known) != Certainty::No {
        return true;
    }
    let signed = treaty.signed.as_ref().map(|(signed, _)| signed).or(treaty.force.from.as_ref());
    let begun = signed.is_some_and(|signed| signed.earliest <= day);
    let remembered = treaty
        .force
        .until
        .as_ref()
        .is_none_or(|until| day <= until.latest.plus_days(DAYS_REMEMBERED));
    begun && remembered
}

/// Whether an event has the shape of a pattern. An unknown actor fits every name.
fn matches(pattern: &Pattern, happening: &Happening) -> bool {
    let fits = |who: Option<Who>, here: Option<Actor>, unknown_fits: bool| match (who, here) {
        (Some(Who::Named(name)), Some(actor)) => name == actor,
        (Some(Who::Named(_)), None) => unknown_fits,
        _ => true,
    };
    let needs_target = pattern.target.is_some() && happening.target.is_none();
    pattern.kind == happening.kind
        && !needs_target
        && fits(pattern.actor, happening.actor, true)
        && fits(pattern.target, happening.target, false)
}

/// Everyone the norm may bind in this event, present and former members and signatories alike; not
/// those of whom nothing is on record yet.
fn bearers(case: &Case<'_>, placed: Placed<'_>, binding: Binding) -> Vec<Actor> {
    let members = |role: &Option<String>, except: &[Actor]| -> Vec<Actor> {
        let by = case.question.known.map_or(case.day(), |known| known.min(case.day()));
        let fits = placed.treaty.members.iter().filter(|member| {
            member.on_record_by(by)
                && !except.contains(&member.party)
                && (role.is_none() || member.role == *role)
        });
        fits.map(|member| member.party).collect()
    };
    match &placed.norm.duty.bearers {
        Bearers::EachOther { role, except } => {
            let mut list = members(role, except);
            list.retain(|party| Some(*party) != binding.target);
            list
        }
        Bearers::Each { role, except } => members(role, except),
        Bearers::Victim => binding.target.into_iter().collect(),
        Bearers::Attacker => binding.actor.into_iter().collect(),
        Bearers::Named(names) => names.clone(),
    }
}

/// Collects the steps of a proof and the formula they make together.
#[derive(Clone)]
struct Weighing {
    formula: Vec<Formula>,
    proof: Proof,
    /// Whether steps that hold are put into words too.
    explain: bool,
}

impl Weighing {
    fn new(case: &Case<'_>) -> Weighing {
        Weighing { formula: Vec::new(), proof: Proof::default(), explain: case.explain }
    }

    fn step(
        &mut self,
        check: Check,
        formula: Formula,
        says: impl FnOnce() -> String,
        at: Option<Span>,
    ) {
        let holds = match formula {
            Formula::True => Holds::Yes,
            Formula::False => Holds::No,
            _ => Holds::Open,
        };
        let wanted = self.explain || holds == Holds::No;
        let says = if wanted { says() } else { String::new() };
        self.proof.steps.push(Step { check, holds, says, at });
        self.formula.push(formula);
    }

    fn append(&mut self, other: &Weighing) {
        self.formula.extend(other.formula.iter().cloned());
        self.proof.steps.extend(other.proof.steps.iter().cloned());
    }
}

/// What holds of a norm in an event for every bearer alike: dates, trigger, guards, area, reading,
/// exceptions, a request, and a decider that is not the bearer.
fn common(
    case: &mut Case<'_>,
    placed: Placed<'_>,
    binding: Binding,
    trigger: Option<(&Pattern, Happening)>,
) -> Weighing {
    let norm = placed.norm;
    let mut weighing = Weighing::new(case);
    dates(case, placed, &mut weighing);
    match trigger {
        Some((pattern, happening)) => triggered(case, pattern, happening, &mut weighing),
        None => beneficiary(case, placed, binding, &mut weighing),
    }
    for (condition, at) in &norm.wheres {
        let (formula, says) = case.guard(condition, binding, placed.id);
        weighing.step(Check::Guard, formula, || says, Some(*at));
    }
    in_area(case, norm, &mut weighing);
    under_reading(case, placed, &mut weighing);
    for (condition, at) in &norm.unless {
        let (formula, says) = case.exception(condition, binding, placed.id);
        weighing.step(Check::Exception, formula.negated(), || says, Some(*at));
    }
    if norm.decider.0 != Decider::EachParty {
        decided(case, norm, binding, None, &mut weighing);
    }
    requested(case, norm, binding, &mut weighing);
    weighing
}

/// One bearer under one norm, given what holds for all bearers.
fn evaluate(
    case: &mut Case<'_>,
    placed: Placed<'_>,
    binding: Binding,
    common: &Weighing,
    bearer: Actor,
) -> Row {
    let norm = placed.norm;
    let mut weighing = Weighing::new(case);
    bond(case, placed, bearer, &mut weighing);
    let excludes_actor =
        matches!(norm.duty.bearers, Bearers::EachOther { .. }) && !norm.triggers.is_empty();
    if excludes_actor && acts(case, binding, bearer) {
        let says = || format!("{} is the one who acts", case.world.name(bearer, case.day()));
        weighing.step(Check::Bearer, Formula::False, says, None);
    }
    suspension(case, placed, binding, bearer, &mut weighing);
    weighing.append(common);
    reserved(case, placed, binding, bearer, &mut weighing);
    if norm.decider.0 == Decider::EachParty {
        decided(case, norm, binding, Some(bearer), &mut weighing);
    }
    row(case, placed, binding, bearer, weighing)
}

/// Whether the bearer itself does what befalls the target, alone or with others.
fn acts(case: &Case<'_>, binding: Binding, bearer: Actor) -> bool {
    let hostile = case.happenings.iter().any(|(happening, _)| {
        happening.kind == case.question.kind
            && happening.actor == Some(bearer)
            && happening.target == binding.target
    });
    binding.actor == Some(bearer) || (hostile && binding.target.is_some())
}

fn bond(case: &mut Case<'_>, placed: Placed<'_>, bearer: Actor, weighing: &mut Weighing) {
    let named = matches!(placed.norm.duty.bearers, Bearers::Named(_));
    if named && placed.treaty.member(bearer).is_none() {
        // A norm may name somebody who is no member; the treaty's own force is then what counts.
        let force = treaty_in_force(placed.treaty, case.day(), case.question.known);
        let formula = certain(case, force, || format!("in-force-{}", placed.treaty.id));
        let says = || format!("{} names {}", placed.treaty.id, case.world.name(bearer, case.day()));
        return weighing.step(Check::Membership, formula, says, Some(placed.norm.duty.at));
    }
    let bound = case.bound(bearer, placed.id);
    weighing.step(Check::Membership, bound.formula, || bound.says, bound.at);
}

fn certain(case: &mut Case<'_>, certainty: Certainty, name: impl FnOnce() -> String) -> Formula {
    match certainty {
        Certainty::Certain => Formula::True,
        Certainty::No => Formula::False,
        Certainty::Possible => case.ask(&name()),
    }
}

fn dates(case: &mut Case<'_>, placed: Placed<'_>, weighing: &mut Weighing) {
    let (label, id, norm) = (&placed.article.label, &placed.treaty.id, placed.norm);
    let article = &placed.article.validity;
    dated(
        case,
        article,
        || (format!("article {label}"), format!("in-force-{id}-{label}")),
        weighing,
    );
    let names = || (format!("norm {}", norm.name), format!("in-force-{id}-{}", norm.name));
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
    let says = || {
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
    let pairs = placed.treaty.suspended_between.iter().filter(|pair| {
        (pair.one == bearer && pair.other == other) || (pair.one == other && pair.other == bearer)
    });
    for pair in pairs {
        let (from, until) = (Some(pair.during.from.clone()), Some(pair.during.to.clone()));
        let rests = Validity { from, until, at: pair.at }.on(day);
        let question =
            || format!("in-effect-{id}-between-{}-and-{}", world.id(bearer), world.id(other));
        let formula = certain(case, rests.negated(), question);
        let says = || {
            let (one, two) = (world.name(bearer, day), world.name(other, day));
            if rests == Certainty::No {
                return format!("in effect between {one} and {two}");
            }
            format!("{id} is suspended between {one} and {two} ({})", pair.during.text())
        };
        weighing.step(Check::Suspension, formula, says, Some(pair.at));
    }
}

fn triggered(
    case: &mut Case<'_>,
    pattern: &Pattern,
    happening: Happening,
    weighing: &mut Weighing,
) {
    let (world, day) = (case.world, case.day());
    let formula = match (pattern.actor, happening.actor) {
        (Some(Who::Named(name)), None) => case.ask(&format!("attacker-is-{}", world.id(name))),
        _ => Formula::True,
    };
    let says = || {
        let phrase = |happening: Happening| {
            let target = happening.target;
            let target = target.map_or("nobody in particular", |target| world.name(target, day));
            happening.kind.phrase(target)
        };
        let known = case.happenings.iter().find(|(known, _)| *known == happening);
        let cause = known.and_then(|(_, from)| *from).and_then(|from| case.happenings.get(from));
        match cause {
            Some((cause, _)) => {
                format!("{}, which follows from {}", phrase(happening), phrase(*cause))
            }
            None => phrase(happening),
        }
    };
    weighing.step(Check::Trigger, formula, says, Some(pattern.at));
}

fn in_area(case: &mut Case<'_>, norm: &Norm, weighing: &mut Weighing) {
    let Some((area, at)) = norm.area else { return };
    let (world, day) = (case.world, case.day());
    let id = &world.area(area).id;
    let title = world.area(area).title.as_deref().unwrap_or(id);
    let Some(place) = case.place.clone() else {
        let formula = case.ask(&format!("in-area-{id}"));
        let says = || format!("whether it is in the {title} is open");
        return weighing.step(Check::Area, formula, says, Some(at));
    };
    let (inside, line) = world.lies_in(&place, area, day);
    let formula = certain(case, inside, || format!("in-area-{id}"));
    let says = || {
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
        let says = || format!("on the reading `{name}`: {holds}");
        weighing.step(Check::Reading, Formula::True, says, Some(*at));
    } else if let Some(rival) = rival {
        let says = || format!("the reading `{}` was chosen, not `{name}`", rival.name);
        weighing.step(Check::Reading, Formula::False, says, Some(*at));
    } else {
        let formula = case.ask(&format!("reading:{id}/{label}/{name}"));
        let says = || format!("only on the reading `{name}`: {holds}");
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
            let says = || format!("reserved: {}", reservation.text);
            weighing.step(Check::Reservation, Formula::False, says, Some(reservation.at));
        }
        for (condition, at) in &reservation.only_where {
            let (formula, says) = case.guard(condition, binding, placed.id);
            let says = || format!("reserved ({}): {says}", reservation.text);
            weighing.step(Check::Reservation, formula, says, Some(*at));
        }
    }
}

/// A standing norm is owed to the parties, to nobody else.
fn beneficiary(case: &mut Case<'_>, placed: Placed<'_>, binding: Binding, weighing: &mut Weighing) {
    let toward_role = matches!(placed.norm.duty.toward, Some(Who::Slot(Slot::Target)));
    let Some(target) = binding.target.filter(|_| placed.norm.triggers.is_empty() && toward_role)
    else {
        return;
    };
    let bound = case.bound(target, placed.id);
    weighing.step(Check::Guard, bound.formula, || bound.says, bound.at);
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
            let Some(victim) = binding.target else { return };
            let name = world.name(victim, case.day());
            (format!("opinion-of-{}", world.id(victim)), format!("the opinion of {name}"))
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
    weighing.step(Check::Decider, formula, || says, Some(at));
}

fn requested(case: &mut Case<'_>, norm: &Norm, binding: Binding, weighing: &mut Weighing) {
    let Some((who, at)) = norm.request else { return };
    let world = case.world;
    let (question, name) = match who.and_then(|who| binding.who(who)) {
        Some(asker) => (format!("request-by-{}", world.id(asker)), world.name(asker, case.day())),
        None => ("request-by-any-party".to_owned(), "any party"),
    };
    let formula = case.ask(&question);
    let says = match formula {
        Formula::True => format!("asked for by {name}"),
        Formula::False => format!("not asked for by {name}"),
        _ => format!("it takes a request by {name}"),
    };
    weighing.step(Check::Request, formula, || says, Some(at));
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
    let implied = matches!(duty.act, Act::Consult | Act::Aid | Act::StayNeutral);
    let toward = match duty.toward {
        Some(who) => binding.who(who),
        None => binding.target.filter(|target| implied && *target != bearer),
    };
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

/// A standing norm speaks toward the target of the question, or toward whoever acts against it.
fn standing_rows(case: &mut Case<'_>, placed: Placed<'_>, rows: &mut Vec<Row>) {
    let question = case.question;
    let binding = Binding { actor: question.actors.first().copied(), target: question.target };
    if binding.target.is_none() {
        return;
    }
    let common = common(case, placed, binding, None);
    for bearer in bearers(case, placed, binding) {
        let row = evaluate(case, placed, binding, &common, bearer);
        let meant = row.toward.is_some()
            && row.toward != Some(bearer)
            && (row.toward == binding.target || row.toward == binding.actor);
        if meant && row.verdict != Verdict::None {
            rows.push(row);
        }
    }
}

/// A pledge of aid or consultation that another kind of event would have awakened.
fn missed_trigger(case: &mut Case<'_>, placed: Placed<'_>, rows: &mut Vec<Row>) {
    let question = case.question;
    let is_pledge = matches!(placed.norm.duty.act, Act::Aid | Act::Consult);
    let Some(target) = question.target.filter(|_| is_pledge) else { return };
    if placed
        .treaty
        .member(target)
        .is_none_or(|member| member.bound_on(case.day()) == Certainty::No)
    {
        return;
    }
    let by_name = placed
        .norm
        .triggers
        .iter()
        .all(|pattern| matches!(pattern.target, Some(Who::Named(name)) if name != target));
    if by_name {
        return;
    }
    let binding = Binding { actor: question.actors.first().copied(), target: Some(target) };
    let asked = asked(case, target);
    let mut kinds: Vec<String> =
        placed.norm.triggers.iter().map(|pattern| answered(case, pattern)).collect();
    kinds.dedup();
    let common = common(case, placed, binding, None);
    for bearer in bearers(case, placed, binding) {
        if Some(bearer) == binding.actor {
            continue;
        }
        let mut row = evaluate(case, placed, binding, &common, bearer);
        let says = format!("it answers {}, not {asked}", kinds.join(" or "));
        let at = placed.norm.triggers.first().map(|pattern| pattern.at);
        let step = Step { check: Check::Trigger, holds: Holds::No, says, at };
        row.proof.steps.insert(1.min(row.proof.steps.len()), step);
        row.formula = Formula::False;
        judge(case, &mut row);
        rows.extend(alive(case, row));
    }
}

/// The event asked about, in words.
fn asked(case: &Case<'_>, target: Actor) -> String {
    let name = |actor: Actor| case.world.name(actor, case.day());
    let actors: Vec<&str> = case.question.actors.iter().map(|actor| name(*actor)).collect();
    let by =
        if actors.is_empty() { String::new() } else { format!(" by {}", actors.join(" and ")) };
    format!("{}{by}", case.question.kind.phrase(name(target)))
}

/// The event that a pattern answers, in words.
fn answered(case: &Case<'_>, pattern: &Pattern) -> String {
    let named = |who: Option<Who>| match who {
        Some(Who::Named(actor)) => Some(case.world.name(actor, case.day())),
        _ => None,
    };
    let by = named(pattern.actor).map_or(String::new(), |name| format!(" by {name}"));
    format!("{}{by}", pattern.kind.phrase(named(pattern.target).unwrap_or("a party")))
}

/// A row unless its party did not exist then.
fn alive(case: &Case<'_>, row: Row) -> Option<Row> {
    let lives = match row.party {
        Actor::State(state) => case.world.states.exists_on(state, case.day()),
        Actor::Entity(_) => true,
    };
    (lives || row.verdict != Verdict::None).then_some(row)
}

/// Keeps a row that says something, and of those that say none only the near misses: the target, or
/// whoever the norm names, is concerned.
fn relevant(
    case: &Case<'_>,
    placed: Placed<'_>,
    binding: Binding,
    pattern: &Pattern,
    row: Row,
) -> Option<Row> {
    if row.verdict != Verdict::None {
        return Some(row);
    }
    let pledge =
        matches!(row.act, Act::Aid | Act::Consult | Act::StayNeutral | Act::Attack | Act::Mobilise);
    let mut named = [pattern.actor, pattern.target].into_iter().flatten();
    let named = named.any(|who| matches!(who, Who::Named(_)));
    let member = binding.target.is_some_and(|target| placed.treaty.member(target).is_some());
    let asked = binding.target == case.question.target;
    if pledge && asked && (named || member) { alive(case, row) } else { None }
}

/// An attacker's allies owe it nothing for its own attack: the answer that is most often wrong.
fn allies_of_the_attacker(case: &mut Case<'_>, id: TreatyId, rows: &mut Vec<Row>) {
    let (world, question) = (case.world, case.question);
    let treaty = world.treaty(id);
    let hostile = matches!(question.kind, EventKind::Attack | EventKind::WarDeclared);
    let Some(target) = question.target.filter(|_| hostile) else { return };
    if treaty.member(target).is_some() {
        return;
    }
    for attacker in question.actors.iter().copied() {
        if case.bound(attacker, id).formula != Formula::True {
            continue;
        }
        for member in &treaty.members {
            let party = member.party;
            let covered = rows.iter().any(|row| row.party == party && row.act == Act::Aid);
            let attacks = question.actors.contains(&party);
            if attacks || covered || case.bound(party, id).formula != Formula::True {
                continue;
            }
            let Some(placed) = pledge_of_aid(case, id, party, attacker) else { continue };
            let says = format!(
                "{} is the attacker; {} answers an attack on a party, and {} is none",
                world.name(attacker, question.on),
                treaty.id,
                world.name(target, question.on)
            );
            let at = placed.norm.triggers.first().map(|pattern| pattern.at);
            let step = Step { check: Check::Trigger, holds: Holds::No, says: says.clone(), at };
            rows.push(Row {
                against: Some(target),
                article: placed.article.label.clone(),
                version: Some(placed.version),
                norm: placed.norm.name.clone(),
                at: placed.norm.at,
                ..not_owed(party, id, attacker, says, step)
            });
        }
    }
}

/// The first pledge of a treaty by which `party` would have to aid `ally` if the ally were attacked;
/// one in force, and not hidden from the asker.
fn pledge_of_aid<'w>(
    case: &Case<'w>,
    id: TreatyId,
    party: Actor,
    ally: Actor,
) -> Option<Placed<'w>> {
    let treaty = case.world.treaty(id);
    let protects = |pattern: &Pattern| {
        let hostile = matches!(pattern.kind, EventKind::Attack | EventKind::WarDeclared);
        let named = |target| matches!(target, Who::Named(name) if name != ally);
        hostile && pattern.target.is_some_and(|target| !named(target))
    };
    let mut placed = treaty.articles.iter().enumerate().flat_map(|(version, article)| {
        article.norms.iter().map(move |norm| Placed { id, treaty, version, article, norm })
    });
    placed.find(|placed| {
        let (article, norm) = (placed.article, placed.norm);
        let binding = Binding { actor: None, target: Some(ally) };
        norm.duty.act == Act::Aid
            && norm.duty.modal == Modal::Must
            && norm.triggers.iter().any(protects)
            && article.validity.on(case.day()) != Certainty::No
            && !is_hidden(case, article.secrecy.as_ref())
            && !is_hidden(case, norm.secrecy.as_ref())
            && bearers(case, *placed, binding).contains(&party)
    })
}

/// A row that says that no aid is owed, and why.
fn not_owed(party: Actor, treaty: TreatyId, toward: Actor, why: String, step: Step) -> Row {
    Row {
        party,
        verdict: Verdict::None,
        act: Act::Aid,
        toward: Some(toward),
        against: None,
        treaty,
        article: String::new(),
        version: None,
        norm: String::new(),
        extent: None,
        timing: Vec::new(),
        depends_on: Vec::new(),
        why_not: Some(why),
        at: step.at.unwrap_or_default(),
        proof: Proof { steps: vec![step] },
        formula: Formula::False,
        force: Verdict::None,
        round: 0,
    }
}

/// One row for each norm and beneficiary, and no "none" beside a better verdict on the same act; of
/// several "none" the nearest miss (fewest failing steps, else the first).
fn consolidated(rows: Vec<Row>, case: &Case<'_>) -> Vec<Row> {
    let merged = merged(rows, case);
    // For each party and act: whether something is owed, else the nearest miss.
    let mut best: BTreeMap<(Actor, Act), (bool, usize, usize)> = BTreeMap::new();
    for (index, row) in merged.iter().enumerate() {
        let this = (row.verdict == Verdict::None, row.proof.failures(), index);
        let slot = best.entry((row.party, row.act)).or_insert(this);
        *slot = this.min(*slot);
    }
    let kept = merged.into_iter().enumerate().filter(|(index, row)| {
        let nearest = best.get(&(row.party, row.act));
        row.verdict != Verdict::None || nearest.is_some_and(|(_, _, best)| best == index)
    });
    kept.map(|(_, row)| row).collect()
}

/// A norm that the event awakens in several ways holds if it holds in any of them.
fn merged(rows: Vec<Row>, case: &Case<'_>) -> Vec<Row> {
    let mut merged: Vec<Row> = Vec::with_capacity(rows.len());
    for row in rows {
        // Ways to awaken one norm follow each other, so its rows are near the end.
        let Some(other) = merged.iter_mut().rev().find(|other| other.key() == row.key()) else {
            merged.push(row);
            continue;
        };
        let formula = Formula::any([other.formula.clone(), row.formula.clone()]);
        if rank(row.verdict) < rank(other.verdict) {
            *other = row;
        }
        if other.verdict != Verdict::None {
            other.formula = formula;
            judge(case, other);
        }
    }
    merged
}

fn rank(verdict: Verdict) -> usize {
    Verdict::ALL.iter().position(|known| *known == verdict).unwrap_or_default()
}

/// What a treaty's parties are often thought to owe the target, and do not.
fn disclaimed(case: &mut Case<'_>, id: TreatyId, treaty: &Treaty, rows: &mut Vec<Row>) {
    let Some(target) = case.question.target else { return };
    if treaty.disclaimers.is_empty() || case.bound(target, id).formula == Formula::False {
        return;
    }
    for disclaimer in &treaty.disclaimers {
        for member in &treaty.members {
            let party = member.party;
            let attacker = case.question.actors.contains(&party);
            let covered = rows.iter().any(|row| row.party == party && row.act == disclaimer.act);
            if party == target
                || attacker
                || covered
                || case.bound(party, id).formula == Formula::False
            {
                continue;
            }
            let says = disclaimer.because.clone();
            let step = Step {
                check: Check::Guard,
                holds: Holds::No,
                says: says.clone(),
                at: Some(disclaimer.at),
            };
            let row = not_owed(party, id, target, says, step);
            rows.push(Row { act: disclaimer.act, ..row });
        }
    }
}

/// The order of rows: by round, party, treaty, article as written, norm, beneficiary. States are
/// numbered in the order of their ids, so the order is that of the ids.
fn sort(rows: &mut [Row]) {
    rows.sort_by(|one, other| {
        let key = |row: &'_ Row| (row.round, row.party, row.treaty, row.version);
        key(one)
            .cmp(&key(other))
            .then_with(|| one.norm.cmp(&other.norm))
            .then_with(|| one.toward.cmp(&other.toward))
    });
}
