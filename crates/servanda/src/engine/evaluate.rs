//! The norms of the world against a case: one row for each party and norm that has something to say,
//! and for each near miss the reason.

use super::bound::{in_force, is_known};
use super::cascade::{self, Round};
use super::case::Case;
use super::check::Binding;
use super::defeat::{self, Conflict};
use super::formula::MOST_OPEN;
use super::happening::{Happening, closure};
use super::index::Index;
use super::memory::{Event, Memory};
use super::near_miss::{
    allies_of_the_attacker, consolidated, disclaimed, missed_trigger, relevant,
};
use super::question::Question;
use super::row::Row;
use super::rows::Rows;
use super::weigh::{Awakened, common, evaluate};
use crate::model::norm::Bearers;
use crate::model::validity::not_over;
use crate::model::{
    Actor, Article, Certainty, Norm, Pattern, Secrecy, Slot, Treaty, TreatyId, Who, World,
};
use crate::syntax::vocabulary::{EventKind, Verdict};
use crate::syntax::{Code, Diagnostic};
use crate::time::{Day, Interval};

/// A treaty that ended longer ago than this says nothing any more, not even why not; nor does it of
/// an attack on a state that joins it only after as long.
pub(super) const DAYS_REMEMBERED: i32 = 3653;

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
    pub rows: Rows<'w>,
    /// Pairs of duties that cannot both be kept.
    pub conflicts: Vec<Conflict>,
    /// With `follow`: what happened in each round.
    pub rounds: Vec<Round>,
}

impl Reply<'_> {
    /// What was not weighed because too much is open: one fault for each norm.
    pub fn limits(&self) -> Vec<Diagnostic> {
        let mut found: Vec<Diagnostic> = Vec::new();
        for row in self.rows.iter().filter(|row| row.verdict == Verdict::Depends) {
            let count = row.formula.open().len();
            let mut told = found.iter().filter_map(|fault| fault.primary.as_ref());
            if count <= MOST_OPEN || told.any(|label| label.at == row.at) {
                continue;
            }
            let message = format!(
                "norm `{}` turns on {count} open questions; at most {MOST_OPEN} are weighed",
                row.norm
            );
            let help = "answer some of them, with `given NAME found` or `--found NAME`, or name the attacker";
            found.push(Diagnostic::at(Code::SV0705, row.at, message).help(help));
        }
        found
    }
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

    /// Answers a question as [`Engine::ask`] does, with what `memory` holds of earlier ones. For
    /// tables of many questions. The memory must have been made for this engine.
    pub fn ask_with<'a>(&self, question: &'a Question, memory: &'a Memory) -> Reply<'a>
    where
        'w: 'a,
    {
        let mut case = Case::new(self.world, question);
        case.memory = Some(memory);
        self.reply(case)
    }

    fn reply<'a>(&self, mut case: Case<'a>) -> Reply<'a> {
        let kept = case.memory.and_then(|memory| Some((memory, self.kept(&case, memory)?)));
        let known = kept.filter(|_| case.question.prefer.is_empty());
        if let Some((rows, conflicts)) = known.and_then(|(_, event)| event.answer(case.day())) {
            let (rows, conflicts) = (rows.lent(), conflicts.clone());
            return Reply { case, rows, conflicts, rounds: Vec::new() };
        }
        let mut rows = match kept {
            Some((memory, event)) => self.remembered(&mut case, memory, event),
            None => self.round(&mut case),
        };
        let (conflicts, rounds) = if case.question.follow {
            cascade::follow(self, &mut case, &mut rows)
        } else {
            (defeat::settle(&mut case, &mut rows), Vec::new())
        };
        rows.sort();
        if let Some((memory, event)) = known {
            memory.keep_answer(event, case.day(), &rows, &conflicts);
        }
        Reply { case, rows, conflicts, rounds }
    }

    fn kept<'a>(&self, case: &Case<'a>, memory: &'a Memory) -> Option<&'a Event> {
        memory.kept(case, || self.treaties(case))
    }

    /// All rows for a case as it stands.
    pub(super) fn round<'a>(&self, case: &mut Case<'a>) -> Rows<'a> {
        let mut rows = Rows::default();
        for id in self.treaties(case) {
            rows.add(self.treaty_rows(case, id).into());
        }
        rows
    }

    /// The same, from what is kept of each treaty where there is something.
    fn remembered<'a>(&self, case: &mut Case<'a>, memory: &Memory, event: &Event) -> Rows<'a> {
        let mut rows = Rows::default();
        for kept in &event.treaties {
            let Some(slot) = kept.on(case.day()) else { continue };
            rows.add(match slot.get() {
                Some(block) => block.clone(),
                None => memory.keep(slot, self.treaty_rows(case, kept.treaty)),
            });
        }
        rows
    }

    fn treaties(&self, case: &Case<'_>) -> Vec<TreatyId> {
        self.index.treaties(case.happenings.iter().map(|(happening, _)| *happening))
    }

    /// The treaties that may answer an event by somebody unknown.
    pub fn treaties_on(&self, kind: EventKind, target: Actor) -> Vec<TreatyId> {
        let given = Happening { kind, actor: None, target: Some(target) };
        self.index.treaties(closure(&[given]).into_iter().map(|(happening, _)| happening))
    }

    /// The rows of one treaty.
    pub(super) fn treaty_rows(&self, case: &mut Case<'_>, id: TreatyId) -> Vec<Row> {
        let treaty = self.world.treaty(id);
        if !is_known(treaty, case.question.known)
            || is_hidden(case, treaty.secrecy.as_ref())
            || !speaks(treaty, case)
        {
            return Vec::new();
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
        let mut own = consolidated(own);
        allies_of_the_attacker(case, id, &mut own);
        disclaimed(case, id, treaty, &mut own);
        own
    }
}

/// The rows of one norm, for every way the event fits it.
fn norm_rows(case: &mut Case<'_>, placed: Placed<'_>, rows: &mut Vec<Row>) {
    let norm = placed.norm;
    if norm.triggers.is_empty() {
        return standing_rows(case, placed, rows);
    }
    let mut fits: Vec<Fit<'_>> = Vec::new();
    for (happening, _) in &case.happenings {
        for pattern in norm.triggers.iter().filter(|pattern| matches(pattern, happening)) {
            let binding = roles(pattern, happening);
            match fits.iter_mut().find(|fit| fit.binding == binding) {
                Some(fit) => fit.by.push((pattern, *happening)),
                None => fits.push(Fit { binding, by: vec![(pattern, *happening)] }),
            }
        }
    }
    if fits.is_empty() {
        return missed_trigger(case, placed, rows);
    }
    for Fit { binding, by } in &fits {
        // Who attacks together with another is an attacker; who comes to be at war by keeping a
        // duty is one only in its own war.
        let mut attackers: Vec<Actor> = binding.actor.into_iter().collect();
        if binding.target == case.question.target {
            attackers.extend(&case.question.actors);
        }
        let awakened = Awakened { by, attackers: &attackers };
        let common = common(case, placed, *binding, awakened);
        for bearer in bearers(case, placed, *binding) {
            let row = evaluate(case, placed, *binding, &common, awakened, bearer);
            // What one owes oneself is nothing.
            if row.toward != Some(bearer) {
                rows.extend(relevant(case, placed, *binding, by, row));
            }
        }
    }
}

/// One way the event fits a norm: who fills its roles, and by which triggers.
struct Fit<'n> {
    binding: Binding,
    by: Vec<(&'n Pattern, Happening)>,
}

/// Who fills the roles of a norm: the letters stand where its trigger names them.
fn roles(pattern: &Pattern, happening: &Happening) -> Binding {
    let swapped = pattern.actor == Some(Who::Slot(Slot::Target))
        || pattern.target == Some(Who::Slot(Slot::Actor));
    let (actor, target) = (happening.actor, happening.target);
    if swapped { Binding { actor: target, target: actor } } else { Binding { actor, target } }
}

/// Whether a secret was hidden from the asker on the day it may know by.
pub(super) fn is_hidden(case: &Case<'_>, secrecy: Option<&Secrecy>) -> bool {
    let (Some(secrecy), Some(known)) = (secrecy, case.question.known) else { return false };
    let shares = case.question.known_to.is_some_and(|viewer| secrecy.known_to.contains(&viewer));
    !shares && not_over(&secrecy.until, known) != Certainty::No
}

/// Whether a treaty has anything to say on the day: it is in force, was signed, or ended lately.
fn speaks(treaty: &Treaty, case: &Case<'_>) -> bool {
    let day = case.day();
    if in_force(case, treaty) != Certainty::No {
        return true;
    }
    let signed = treaty.signed.as_ref().map(|(signed, _)| signed).or(treaty.force.from.as_ref());
    let begun = signed.is_some_and(|signed| signed.earliest <= day);
    let remembered = treaty
        .force
        .until
        .as_ref()
        .is_none_or(|until| day <= until.latest.plus_days(DAYS_REMEMBERED));
    let applied = treaty.members.iter().flat_map(|member| &member.bonds);
    let mut applied = applied.filter(|bond| bond.provisional && bond.on(day) != Certainty::No);
    (begun && remembered) || applied.next().is_some()
}

/// Days outside which a treaty surely has nothing to say: before its first date, and long after its
/// last.
pub(super) fn speaking(treaty: &Treaty) -> Interval {
    let bonds = || treaty.members.iter().flat_map(|member| &member.bonds);
    let signed = treaty.signed.as_ref().map(|(signed, _)| signed);
    let applied = treaty.provisional.as_ref().map(|span| &span.from);
    let first = bonds().map(|bond| &bond.from);
    let first = first.chain(signed).chain(&treaty.force.from).chain(applied);
    let from = first.map(|day| day.earliest).min().unwrap_or(Day::MIN);
    let Some(until) = &treaty.force.until else { return Interval { from, end: Day::MAX } };
    let last = bonds().filter(|bond| bond.provisional).map(|bond| bond.last.latest);
    let last = last.fold(until.latest.plus_days(DAYS_REMEMBERED), Day::max);
    Interval { from, end: last.plus_days(1) }
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
pub(super) fn bearers(case: &Case<'_>, placed: Placed<'_>, binding: Binding) -> Vec<Actor> {
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

/// A standing norm holds toward each other party; a question asks what it says toward its target,
/// and by its role toward whoever acts against it.
fn standing_rows(case: &mut Case<'_>, placed: Placed<'_>, rows: &mut Vec<Row>) {
    let question = case.question;
    let target = question.target;
    if target.is_none() {
        return;
    }
    let actors: Vec<Option<Actor>> = match question.actors.as_slice() {
        [] => vec![None],
        several => several.iter().copied().map(Some).collect(),
    };
    for binding in actors.into_iter().map(|actor| Binding { actor, target }) {
        let common = common(case, placed, binding, Awakened::default());
        for bearer in bearers(case, placed, binding) {
            let row = evaluate(case, placed, binding, &common, Awakened::default(), bearer);
            let toward = row.toward.filter(|_| row.verdict != Verdict::None);
            let role = placed.norm.duty.toward;
            let enemy = role == Some(Who::Slot(Slot::Actor)) && toward == binding.actor;
            let meant = toward == binding.target || enemy;
            if toward.is_some() && toward != Some(bearer) && meant {
                rows.push(row);
            }
        }
    }
}
