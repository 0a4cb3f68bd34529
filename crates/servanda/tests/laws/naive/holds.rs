//! Whether a norm binds, once every open question has an answer.

use super::brute::Answers;
use super::facts::{Facts, surely_or_possibly};
use super::{Placed, Way};
use servanda::model::norm::Bearers;
use servanda::model::{Actor, Condition, Decider, PlaceRef, Slot, TreatyId, Validity, Who};
use servanda::syntax::clause::Quality;
use servanda::syntax::vocabulary::EventKind;

/// Who fills the roles; `None`: nobody known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Roles {
    pub actor: Option<Actor>,
    pub target: Option<Actor>,
}

impl Roles {
    /// Who is meant, if known.
    pub fn who(self, who: Who) -> Option<Actor> {
        match who {
            Who::Named(actor) => Some(actor),
            Who::Slot(Slot::Actor) => self.actor,
            Who::Slot(Slot::Target) => self.target,
        }
    }
}

/// How somebody unknown is called in an open question.
fn stranger(who: Who) -> &'static str {
    match who {
        Who::Slot(Slot::Target) => "target",
        _ => "attacker",
    }
}

/// What counts when nobody reports an event that a condition speaks of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Silence {
    /// A condition may wait for it.
    Open,
    /// An excuse must be shown.
    No,
}

impl Facts<'_> {
    /// Whether the party is bound in this way, under these answers.
    pub fn holds(&self, way: &Way<'_>, answers: &Answers<'_>) -> bool {
        let Way { placed, roles, party, .. } = way;
        let (norm, id) = (placed.norm, placed.id);
        let mut holds = self.bears(way, answers);
        let mut awake = way.awakened_if.is_empty();
        for question in &way.awakened_if {
            awake |= answers.ask(question.clone());
        }
        holds &= awake;
        if way.standing && !matches!(norm.duty.toward, Some(Who::Named(_))) {
            holds &= self.party(Who::Slot(Slot::Target), *roles, id, answers);
        }
        holds &= self.dates(*placed, answers);
        holds &= self.between(way, answers);
        for (condition, _) in &norm.wheres {
            holds &= self.condition(condition, *roles, id, Silence::Open, answers);
        }
        for (condition, _) in &norm.unless {
            holds &= !self.condition(condition, *roles, id, Silence::No, answers);
        }
        holds &= self.area(*placed, answers) & self.reading(*placed, answers);
        for reservation in norm.reservations.iter().filter(|made| made.by.contains(party)) {
            holds &= !reservation.only_where.is_empty();
            for (condition, _) in &reservation.only_where {
                holds &= self.condition(condition, *roles, id, Silence::Open, answers);
            }
        }
        holds & self.decided(way, answers) & self.requested(way, answers)
    }

    /// A party must be bound; whoever is named without being a party owes what the treaty says
    /// while the treaty is in force and it exists.
    fn bears(&self, way: &Way<'_>, answers: &Answers<'_>) -> bool {
        let Way { placed, party, .. } = way;
        let named = matches!(placed.norm.duty.bearers, Bearers::Named(_));
        if placed.treaty.member(*party).is_none() && named {
            let lives = match party {
                Actor::State(state) => self.world.states.exists_on(*state, self.question.on),
                Actor::Entity(_) => true,
            };
            let force = self.in_force(placed.treaty, false);
            return lives & either(force, answers, || format!("in-force-{}", placed.treaty.id));
        }
        self.bound(*party, placed.id, answers)
    }

    fn bound(&self, actor: Actor, id: TreatyId, answers: &Answers<'_>) -> bool {
        let treaty = self.world.treaty(id);
        let Some(member) = treaty.member(actor) else { return false };
        let bound = self.membership(treaty, member);
        either(bound, answers, || {
            if self.is_bound_with_treaty(treaty, member) {
                format!("in-force-{}", treaty.id)
            } else {
                format!("bound-{}-{}", self.world.id(actor), treaty.id)
            }
        })
    }

    fn dates(&self, placed: Placed<'_>, answers: &Answers<'_>) -> bool {
        let (id, label) = (&placed.treaty.id, &placed.article.label);
        let versions: Vec<usize> = (0..placed.treaty.articles.len())
            .filter(|index| {
                placed.treaty.articles.get(*index).is_some_and(|other| other.label == *label)
            })
            .collect();
        let number = versions.iter().position(|index| *index == placed.version).unwrap_or(0) + 1;
        let version = if versions.len() > 1 { format!("-version-{number}") } else { String::new() };
        let on = |validity: &Validity| {
            let (from, until) = (validity.from.as_ref(), validity.until.as_ref());
            surely_or_possibly(from, until, self.question.on)
        };
        let article = either(on(&placed.article.validity), answers, || {
            format!("in-force-{id}-{label}{version}")
        });
        let norm = either(on(&placed.norm.validity), answers, || {
            format!("in-force-{id}-{}{version}", placed.norm.name)
        });
        article & norm
    }

    /// "`suspended between NAME and NAME DATE..DATE`: between these two only".
    fn between(&self, way: &Way<'_>, answers: &Answers<'_>) -> bool {
        let mut holds = true;
        for pair in &way.placed.treaty.suspended_between {
            let these = [Some(pair.one), Some(pair.other)];
            let (party, other) = (Some(way.party), way.roles.target);
            if !(these == [party, other] || these == [other, party])
                || !self.knows_of(&pair.during.from)
            {
                continue;
            }
            let (from, to) = (Some(&pair.during.from), Some(&pair.during.to));
            let rests = surely_or_possibly(from, to, self.question.on);
            let (one, other) = (self.world.id(pair.one), self.world.id(pair.other));
            holds &= either((!rests.1, !rests.0), answers, || {
                format!("in-effect-{}-between-{one}-and-{other}", way.placed.treaty.id)
            });
        }
        holds
    }

    fn area(&self, placed: Placed<'_>, answers: &Answers<'_>) -> bool {
        use servanda::model::Certainty;
        let Some((area, _)) = placed.norm.area else { return true };
        let inside = match &self.place {
            None => (false, true),
            Some(place) => match self.world.lies_in(place, area, self.question.on).0 {
                Certainty::Certain => (true, true),
                Certainty::Possible => (false, true),
                Certainty::No => (false, false),
            },
        };
        either(inside, answers, || format!("in-area-{}", self.world.area(area).id))
    }

    /// "`under reading NAME`: the norm exists only on that interpretation".
    fn reading(&self, placed: Placed<'_>, answers: &Answers<'_>) -> bool {
        let Some((name, _)) = &placed.norm.reading else { return true };
        let (id, label) = (&placed.treaty.id, &placed.article.label);
        let chosen = |name: &str| {
            let forms = [format!("{id}/{name}"), format!("{id}/{label}/{name}")];
            self.question.readings.iter().any(|reading| forms.contains(reading))
        };
        let rival = placed.article.readings.iter().any(|other| chosen(&other.name));
        if chosen(name) || rival {
            return chosen(name);
        }
        answers.ask(format!("reading:{id}/{label}/{name}"))
    }

    fn decided(&self, way: &Way<'_>, answers: &Answers<'_>) -> bool {
        let question = match way.placed.norm.decider.0 {
            Decider::Objective => return true,
            Decider::AnyParty => "opinion-of-any-party".to_owned(),
            Decider::EachParty => format!("judgment-of-{}", self.world.id(way.party)),
            Decider::Victim => {
                let victim = way.roles.target.map_or("target", |victim| self.world.id(victim));
                format!("opinion-of-{victim}")
            }
            Decider::Council(body) => {
                format!("decision-of-{}", self.world.entities.get(body).id)
            }
        };
        answers.ask(question)
    }

    fn requested(&self, way: &Way<'_>, answers: &Answers<'_>) -> bool {
        let Some((who, _)) = way.placed.norm.request else { return true };
        let Some(who) = who else { return answers.ask("request-by-any-party".to_owned()) };
        let name = way.roles.who(who).map_or(stranger(who), |asker| self.world.id(asker));
        answers.ask(format!("request-by-{name}"))
    }

    fn condition(
        &self,
        condition: &Condition,
        roles: Roles,
        treaty: TreatyId,
        silence: Silence,
        answers: &Answers<'_>,
    ) -> bool {
        match condition {
            Condition::All(parts) => parts.iter().fold(true, |all, part| {
                all & self.condition(part, roles, treaty, silence, answers)
            }),
            Condition::Any(parts) => parts.iter().fold(false, |any, part| {
                any | self.condition(part, roles, treaty, silence, answers)
            }),
            Condition::Not(part) => {
                let turned = match silence {
                    Silence::Open => Silence::No,
                    Silence::No => Silence::Open,
                };
                !self.condition(part, roles, treaty, turned, answers)
            }
            Condition::Party(who, other) => self.party(*who, roles, *other, answers),
            Condition::Is(who, quality) => self.quality(*who, roles, *quality, answers),
            Condition::Among(who, names) => match roles.who(*who) {
                Some(actor) => names.contains(&actor),
                None => names.iter().fold(false, |any, name| {
                    let question = format!("{}-is-{}", stranger(*who), self.world.id(*name));
                    any | answers.ask(question)
                }),
            },
            Condition::AtLeast { count, great_powers, target } => {
                self.at_least(*count, *great_powers, *target, roles, treaty, answers)
            }
            Condition::Happens(kind, actor, target) => {
                self.happens(*kind, *actor, *target, roles, silence, answers)
            }
            Condition::PlaceIs(place) => match &self.place {
                Some(here) => here == place,
                None => answers.ask(format!("place-is-{}", self.place_id(place))),
            },
            Condition::Found(name) => answers.ask(name.clone()),
        }
    }

    fn place_id(&self, place: &PlaceRef) -> String {
        match place {
            PlaceRef::Home(state) => self.world.states.get(*state).id.clone(),
            PlaceRef::Place(place) => self.world.places.get(*place).id.clone(),
            PlaceRef::Region(region) => region.clone(),
            PlaceRef::TerritoryOfParties => "territory-of-parties".to_owned(),
        }
    }

    fn party(&self, who: Who, roles: Roles, id: TreatyId, answers: &Answers<'_>) -> bool {
        match roles.who(who) {
            Some(actor) => self.bound(actor, id, answers),
            None => {
                let treaty = &self.world.treaty(id).id;
                answers.ask(format!("{}-is-party-to-{treaty}", stranger(who)))
            }
        }
    }

    fn quality(&self, who: Who, roles: Roles, quality: Quality, answers: &Answers<'_>) -> bool {
        let Some(actor) = roles.who(who) else {
            let stranger = stranger(who);
            return match quality {
                Quality::State | Quality::StateOrGroupOfStates => {
                    answers.ask(format!("{stranger}-is-state"))
                }
                Quality::NonState => !answers.ask(format!("{stranger}-is-state")),
                Quality::GreatPower => answers.ask(format!("{stranger}-is-great-power")),
            };
        };
        match quality {
            Quality::State => matches!(actor, Actor::State(_)),
            Quality::StateOrGroupOfStates => !self.world.is_non_state(actor),
            Quality::NonState => self.world.is_non_state(actor),
            Quality::GreatPower => self.is_great_power(actor),
        }
    }

    fn is_great_power(&self, actor: Actor) -> bool {
        match actor {
            Actor::State(state) => self.world.states.is_great_power(state, self.question.on),
            Actor::Entity(_) => false,
        }
    }

    /// Counts the states outside the treaty that attack or declare war.
    fn at_least(
        &self,
        count: u32,
        great_powers: bool,
        target: Who,
        roles: Roles,
        treaty: TreatyId,
        answers: &Answers<'_>,
    ) -> bool {
        let target = roles.who(target);
        let mut hostile = std::collections::BTreeSet::new();
        for (kind, actor, befallen) in &self.happenings {
            let fights = matches!(kind, EventKind::Attack | EventKind::WarDeclared);
            if fights && *befallen == target {
                hostile.insert(*actor);
            }
        }
        let mut outside = 0;
        for actor in hostile.iter().flatten().filter(|actor| matches!(actor, Actor::State(_))) {
            let counts = !great_powers || self.is_great_power(*actor);
            if counts && !self.bound(*actor, treaty, answers) {
                outside += 1;
            }
        }
        if hostile.contains(&None) {
            let id = target.map_or("V", |target| self.world.id(target));
            let what = if great_powers { "great-powers" } else { "states" };
            let more = answers.ask(format!("at-least-{count}-{what}-attack-{id}"));
            return outside >= count || more;
        }
        outside >= count
    }

    fn happens(
        &self,
        kind: EventKind,
        actor: Option<Who>,
        target: Option<Who>,
        roles: Roles,
        silence: Silence,
        answers: &Answers<'_>,
    ) -> bool {
        // The unknown attacker of the question is one and the same wherever it acts.
        let reported = self.happenings.iter().any(|(what, by, to)| {
            *what == kind
                && actor.is_none_or(|who| roles.who(who) == *by)
                && target.is_none_or(|who| roles.who(who) == *to)
        });
        if reported {
            return true;
        }
        let name = |who: Option<Who>| {
            who.map_or("", |who| roles.who(who).map_or(stranger(who), |actor| self.world.id(actor)))
        };
        let words = format!("{} {} {}", name(actor), verb(kind), name(target));
        let question = words.trim().replace(' ', "-");
        if silence == Silence::No && !answers.is_settled(&question) {
            return false;
        }
        answers.ask(question)
    }
}

fn verb(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Attack => "attacks",
        EventKind::Threat => "threatens",
        EventKind::Incursion => "makes an incursion into",
        EventKind::Coup => "makes a coup in",
        EventKind::Blockade => "blockades",
        EventKind::Terrorism => "commits terrorism against",
        EventKind::WarDeclared => "declares war on",
        EventKind::War => "is at war with",
        EventKind::Mobilisation => "mobilises against",
        EventKind::Aid => "aids",
    }
}

/// Sure, impossible, or as the answer to an open question has it.
fn either(
    (surely, possibly): (bool, bool),
    answers: &Answers<'_>,
    question: impl Fn() -> String,
) -> bool {
    surely || (possibly && answers.ask(question()))
}
