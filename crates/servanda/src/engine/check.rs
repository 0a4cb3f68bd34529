//! Whether the conditions of a norm hold in a case: each as a formula and in words.

use super::case::Case;
use super::formula::Formula;
use super::happening::{Happening, verb};
use super::proof::{Check, Holds, Step};
use crate::model::{Actor, Condition, Slot, TreatyId, Who};
use crate::syntax::clause::Quality;
use crate::syntax::vocabulary::EventKind;

/// Who fills the slots of the event that awakens a norm.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Binding {
    pub(super) actor: Option<Actor>,
    pub(super) target: Option<Actor>,
}

impl Binding {
    /// Who is meant; `None`: not known.
    pub(super) fn who(self, who: Who) -> Option<Actor> {
        match who {
            Who::Named(actor) => Some(actor),
            Who::Slot(Slot::Actor) => self.actor,
            Who::Slot(Slot::Target) => self.target,
        }
    }
}

/// How somebody unknown is called in the name of an open question.
pub(super) fn stranger(who: Who) -> &'static str {
    match who {
        Who::Slot(Slot::Target) => "target",
        _ => "attacker",
    }
}

fn not_known(who: Who) -> &'static str {
    match who {
        Who::Slot(Slot::Target) => "whom it befalls is not known",
        _ => "who attacks is not known",
    }
}

/// At least so many of them hold.
fn threshold(of: &[Formula], count: u32) -> Formula {
    match (count, of) {
        (0, _) => Formula::True,
        (_, []) => Formula::False,
        (_, [first, rest @ ..]) => Formula::any([
            Formula::all([first.clone(), threshold(rest, count - 1)]),
            threshold(rest, count),
        ]),
    }
}

/// A condition weighed: its formula, in words, and what it rests on.
pub(super) struct Weighed {
    pub(super) formula: Formula,
    pub(super) says: String,
    pub(super) because: Vec<Step>,
}

impl From<(Formula, String)> for Weighed {
    fn from((formula, says): (Formula, String)) -> Weighed {
        Weighed { formula, says, because: Vec::new() }
    }
}

impl Weighed {
    fn into_step(self) -> Step {
        let holds = Holds::of(&self.formula);
        Step { check: Check::Guard, holds, says: self.says.into(), at: None, because: self.because }
    }
}

/// How an event that nobody reports counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Silence {
    /// As an open question: a condition that waits for it.
    Open,
    /// As not happening: an exception must be shown.
    No,
}

impl Silence {
    fn swapped(self) -> Silence {
        match self {
            Silence::Open => Silence::No,
            Silence::No => Silence::Open,
        }
    }
}

impl Case<'_> {
    /// A condition that must hold.
    pub(super) fn guard(
        &mut self,
        condition: &Condition,
        binding: Binding,
        treaty: TreatyId,
    ) -> Weighed {
        self.condition(condition, binding, treaty, Silence::Open)
    }

    /// A condition that undercuts.
    pub(super) fn exception(
        &mut self,
        condition: &Condition,
        binding: Binding,
        treaty: TreatyId,
    ) -> Weighed {
        let weighed = self.condition(condition, binding, treaty, Silence::No);
        match self.excepted(condition, binding).filter(|_| weighed.formula == Formula::True) {
            Some(says) => Weighed { says, ..weighed },
            None => weighed,
        }
    }

    /// An exclusion by name that applies, in words.
    fn excepted(&self, condition: &Condition, binding: Binding) -> Option<String> {
        let Condition::Among(who, _) = condition else { return None };
        let actor = binding.who(*who)?;
        Some(format!("{} is excepted", self.world.name(actor, self.day())))
    }

    fn condition(
        &mut self,
        condition: &Condition,
        binding: Binding,
        treaty: TreatyId,
        silence: Silence,
    ) -> Weighed {
        match condition {
            Condition::All(of) => {
                self.several(of, binding, treaty, silence, " and ", Formula::all::<Vec<Formula>>)
            }
            Condition::Any(of) => {
                self.several(of, binding, treaty, silence, " or ", Formula::any::<Vec<Formula>>)
            }
            Condition::Not(that) => {
                let inner = self.condition(that, binding, treaty, silence.swapped());
                let says = match inner.formula {
                    Formula::True => self.excepted(that, binding).unwrap_or(inner.says),
                    Formula::False => inner.says,
                    _ => format!("unless {}", inner.says),
                };
                Weighed { formula: inner.formula.negated(), says, because: inner.because }
            }
            Condition::Party(who, treaty) => self.party(*who, binding, *treaty),
            Condition::Is(who, quality) => self.is(*who, binding, *quality).into(),
            Condition::Among(who, names) => self.among(*who, binding, names).into(),
            Condition::AtLeast { count, great_powers, target } => {
                self.at_least(*count, *great_powers, binding.who(*target), treaty).into()
            }
            Condition::Happens(kind, actor, target) => {
                let actor = Role::of(*actor, binding);
                let target = Role::of(*target, binding);
                self.event(*kind, actor, target, silence).into()
            }
            Condition::PlaceIs(place) => {
                let name = self.world.place_name(place, self.day());
                if self.place.is_none() {
                    let question = format!("place-is-{}", self.world.place_id(place));
                    let says = format!("whether the place is {name} is open");
                    return (self.ask(&question), says).into();
                }
                let here = self.place.as_ref() == Some(place);
                let says = if here {
                    format!("the place is {name}")
                } else {
                    format!("the place is not {name}")
                };
                (Formula::of(here), says).into()
            }
            Condition::Found(name) => {
                let formula = self.ask(name);
                let words = name.replace('-', " ");
                let basis = self.found.get(name.as_str());
                let says = match (&formula, basis) {
                    (Formula::True | Formula::False, Some(basis)) => {
                        format!("`{words}` {}", basis.by)
                    }
                    (_, Some(basis)) => format!("`{words}` is contested: {}", basis.by),
                    (_, None) => format!("`{words}` is open"),
                };
                let record = basis.filter(|basis| basis.at.is_some()).map(|basis| {
                    Step::new(Check::Finding, Holds::of(&formula), basis.by.clone(), basis.at)
                });
                Weighed { formula, says, because: record.into_iter().collect() }
            }
        }
    }

    fn several(
        &mut self,
        of: &[Condition],
        binding: Binding,
        treaty: TreatyId,
        silence: Silence,
        word: &str,
        join: fn(Vec<Formula>) -> Formula,
    ) -> Weighed {
        let parts: Vec<Weighed> =
            of.iter().map(|part| self.condition(part, binding, treaty, silence)).collect();
        let formula = join(parts.iter().map(|part| part.formula.clone()).collect());
        // Of several, tell those that decide: the failing ones when it fails.
        let deciding = parts.iter().filter(|part| match formula {
            Formula::True => part.formula == Formula::True,
            Formula::False => part.formula == Formula::False,
            _ => true,
        });
        let words: Vec<&str> = deciding.map(|part| part.says.as_str()).collect();
        let says = words.join(if formula == Formula::False { " and " } else { word });
        let because = parts.into_iter().map(Weighed::into_step).collect();
        Weighed { formula, says, because }
    }

    fn party(&mut self, who: Who, binding: Binding, treaty: TreatyId) -> Weighed {
        let id = &self.world.treaty(treaty).id;
        let Some(actor) = binding.who(who) else {
            let formula = self.ask(&format!("{}-is-party-to-{id}", stranger(who)));
            let says = format!("{}, so neither whether it is a party to {id}", not_known(who));
            return (formula, says).into();
        };
        let bound = self.bound(actor, treaty);
        let name = self.world.name(actor, self.day());
        // "did not renew CST ..." wants its subject; other reasons carry it already.
        let has_subject = bound.says.starts_with(name) || bound.says.starts_with(id);
        let says = match has_subject {
            true => bound.says.to_string(),
            false => format!("{name} {}", bound.says),
        };
        let holds = Holds::of(&bound.formula);
        let because = vec![Step::new(Check::Membership, holds, says.as_str(), bound.at)];
        Weighed { formula: bound.formula, says, because }
    }

    fn is(&mut self, who: Who, binding: Binding, quality: Quality) -> (Formula, String) {
        let Some(actor) = binding.who(who) else {
            let (stranger, unknown) = (stranger(who), not_known(who).to_owned());
            let formula = match quality {
                Quality::State | Quality::StateOrGroupOfStates => {
                    self.ask(&format!("{stranger}-is-state"))
                }
                Quality::NonState => self.ask(&format!("{stranger}-is-state")).negated(),
                Quality::GreatPower => self.ask(&format!("{stranger}-is-great-power")),
            };
            return (formula, unknown);
        };
        let name = self.world.name(actor, self.day());
        let is_state = matches!(actor, Actor::State(_));
        let (holds, what) = match quality {
            Quality::State => (is_state, "a state"),
            Quality::StateOrGroupOfStates => {
                (!self.world.is_non_state(actor), "a state or group of states")
            }
            Quality::NonState => (self.world.is_non_state(actor), "a non-state actor"),
            Quality::GreatPower => (self.is_great_power(actor), "a great power"),
        };
        let not = if holds { "" } else { "not " };
        (Formula::of(holds), format!("{name} is {not}{what}"))
    }

    fn is_great_power(&self, actor: Actor) -> bool {
        match actor {
            Actor::State(state) => self.world.states.is_great_power(state, self.day()),
            Actor::Entity(_) => false,
        }
    }

    fn among(&mut self, who: Who, binding: Binding, names: &[Actor]) -> (Formula, String) {
        let shown: Vec<&str> =
            names.iter().map(|name| self.world.name(*name, self.day())).collect();
        let list = shown.join(" or ");
        match binding.who(who) {
            Some(actor) => {
                let holds = names.contains(&actor);
                let not = if holds { "" } else { "not " };
                let name = self.world.name(actor, self.day());
                let says = if holds && names.len() == 1 {
                    format!("it is {name}")
                } else {
                    format!("{name} is {not}{list}")
                };
                (Formula::of(holds), says)
            }
            None => {
                let each = names
                    .iter()
                    .map(|name| format!("{}-is-{}", stranger(who), self.world.id(*name)));
                let each: Vec<String> = each.collect();
                let parts: Vec<Formula> = each.iter().map(|name| self.ask(name)).collect();
                (Formula::any(parts), format!("{}; it would have to be {list}", not_known(who)))
            }
        }
    }

    /// Counts those who attack or declare war on somebody and are no parties of the treaty.
    fn at_least(
        &mut self,
        count: u32,
        great_powers: bool,
        target: Option<Actor>,
        treaty: TreatyId,
    ) -> (Formula, String) {
        let hostile = self.happenings.iter().filter(|(happening, _)| {
            matches!(happening.kind, EventKind::Attack | EventKind::WarDeclared)
                && happening.target == target
        });
        let mut actors: Vec<Option<Actor>> =
            hostile.map(|(happening, _)| happening.actor).collect();
        actors.sort();
        actors.dedup();
        let unknown = actors.contains(&None);
        let counts = |actor: &Actor| {
            matches!(actor, Actor::State(_)) && (!great_powers || self.is_great_power(*actor))
        };
        let states: Vec<Actor> = actors.into_iter().flatten().filter(counts).collect();
        let outside: Vec<Formula> =
            states.into_iter().map(|state| self.bound(state, treaty).formula.negated()).collect();
        let known = outside.iter().filter(|formula| **formula == Formula::True).count();
        let enough = threshold(&outside, count);
        let what = if great_powers { "great power" } else { "state" };
        let whom = target.map_or("it", |target| self.world.name(target, self.day()));
        let says = format!(
            "{known} {what}{} outside the treaty {} {whom}; it takes {count}",
            if known == 1 { "" } else { "s" },
            if known == 1 { "attacks" } else { "attack" }
        );
        if unknown && enough != Formula::True {
            let id = target.map_or("V", |target| self.world.id(target));
            let name = format!("at-least-{count}-{what}s-attack-{id}").replace(' ', "-");
            return (Formula::any([enough, self.ask(&name)]), says);
        }
        (enough, says)
    }

    fn event(
        &mut self,
        kind: EventKind,
        actor: Role,
        target: Role,
        silence: Silence,
    ) -> (Formula, String) {
        let fits = |happening: &Happening| {
            happening.kind == kind && actor.fits(happening.actor) && target.fits(happening.target)
        };
        let (world, day) = (self.world, self.day());
        let name = |role: Role| match role {
            Role::Is(actor) => world.name(actor, day).to_owned(),
            Role::Unknown(who) => format!("the {}", stranger(who)),
            Role::Unsaid => String::new(),
        };
        let verb = verb(kind);
        let words = format!("{} {verb} {}", name(actor), name(target)).trim().to_owned();
        if self.happenings.iter().any(|(happening, _)| fits(happening)) {
            return (Formula::True, words);
        }
        let id = |role: Role| match role {
            Role::Is(actor) => world.id(actor),
            Role::Unknown(who) => stranger(who),
            Role::Unsaid => "",
        };
        let question = format!("{} {verb} {}", id(actor), id(target)).trim().replace(' ', "-");
        if silence == Silence::No && !self.found.contains_key(&question.to_lowercase()) {
            return (Formula::False, format!("nothing says that {words}"));
        }
        let formula = self.ask(&question);
        let says = match formula {
            Formula::True => words,
            Formula::False => format!("it is denied that {words}"),
            _ => format!("whether {words} is open"),
        };
        (formula, says)
    }
}

/// Somebody in a condition about another event.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// The condition does not say who: anybody will do.
    Unsaid,
    /// It says a role that nobody is known to fill: the same unknown as in the event itself.
    Unknown(Who),
    /// This one.
    Is(Actor),
}

impl Role {
    fn of(who: Option<Who>, binding: Binding) -> Role {
        match who {
            None => Role::Unsaid,
            Some(who) => binding.who(who).map_or(Role::Unknown(who), Role::Is),
        }
    }

    fn fits(self, actor: Option<Actor>) -> bool {
        match self {
            Role::Unsaid => true,
            Role::Unknown(_) => actor.is_none(),
            Role::Is(wanted) => actor == Some(wanted),
        }
    }
}
