//! The norms of an article, with names resolved and roles bound to the slots of their event.

use super::entity::Actor;
use super::norm::{Bearers, Condition, Decider, Duty, Norm, Pattern, Reservation, Slot, Who};
use super::outline::{Block, BlockKind, Placed};
use super::resolve::Resolver;
use super::treaty::{Article, TreatyId};
use super::validity::Validity;
use crate::syntax::clause::{self, Bearer, Clause, Name, Trigger};
use crate::syntax::vocabulary::DeciderKind;
use crate::syntax::{Code, Diagnostic};

/// Which letter stands for which slot in one norm.
#[derive(Default)]
struct Roles {
    slots: Vec<(char, Slot)>,
}

impl Roles {
    /// Letters take the slot in which the first trigger names them; a standing norm has V and A.
    fn of(triggers: &[&Trigger]) -> Roles {
        let mut roles = Roles::default();
        for trigger in triggers {
            for (name, slot) in [(&trigger.actor, Slot::Actor), (&trigger.target, Slot::Target)] {
                if let Some(letter) = name.as_ref().and_then(Name::role) {
                    roles.add(letter, slot);
                }
            }
        }
        if triggers.is_empty() {
            roles.add('V', Slot::Target);
        }
        // The conventional letters may be used though no trigger names them ("threat to V").
        if !roles.slots.iter().any(|(_, slot)| *slot == Slot::Actor) {
            roles.add('A', Slot::Actor);
        }
        roles
    }

    fn add(&mut self, letter: char, slot: Slot) {
        if !self.slots.iter().any(|(known, _)| *known == letter) {
            self.slots.push((letter, slot));
        }
    }

    fn slot(&self, letter: char) -> Option<Slot> {
        self.slots.iter().find(|(known, _)| *known == letter).map(|(_, slot)| *slot)
    }
}

impl Resolver<'_> {
    /// One norm; `None` when it has no duty that can be used.
    pub(super) fn norm(
        &mut self,
        treaty: TreatyId,
        article: &Article,
        block: &Block<'_>,
    ) -> Option<Norm> {
        self.check_once(block);
        let Clause::Norm { name } = block.head.clause else { return None };
        let triggers: Vec<&Trigger> = block
            .clauses
            .iter()
            .filter_map(|placed| match placed.clause {
                Clause::When { trigger } => Some(trigger),
                _ => None,
            })
            .collect();
        let roles = Roles::of(&triggers);
        let mut wheres = Vec::new();
        let mut unless = Vec::new();
        let (mut area, mut request, mut reading, mut extent) = (None, None, None, None);
        let mut decider = (Decider::Objective, block.head.at);
        let mut validity = Validity::default();
        let mut patterns = Vec::new();
        let mut duty = None;
        for placed in &block.clauses {
            match placed.clause {
                Clause::When { trigger } => patterns.extend(self.pattern(trigger, placed, &roles)),
                Clause::Where { condition } => {
                    wheres
                        .extend(self.condition(condition, treaty, &roles).map(|c| (c, placed.at)));
                }
                Clause::Unless { condition } => {
                    unless
                        .extend(self.condition(condition, treaty, &roles).map(|c| (c, placed.at)));
                }
                Clause::InArea { area: name } => {
                    area = self.area_named(name).map(|id| (id, placed.at));
                }
                Clause::DecidedBy { decider: kind, council } => {
                    decider = (self.decider(*kind, council.as_ref()), placed.at);
                }
                Clause::OnRequest { of } => {
                    let who = of.as_ref().and_then(|name| self.who(name, &roles));
                    request = Some((who, placed.at));
                }
                Clause::UnderReading { reading: name } => {
                    self.check_reading(article, name);
                    reading = Some((name.text.clone(), placed.at));
                }
                Clause::Valid { from, until, .. } => {
                    validity = self.validity(from.as_ref(), until.as_ref(), placed.at);
                }
                Clause::Extent { text } => extent = Some(text.text.clone()),
                Clause::Duty { .. } => duty = self.duty(placed, &roles),
                _ => {}
            }
        }
        let has_duty =
            block.clauses.iter().any(|placed| matches!(placed.clause, Clause::Duty { .. }));
        if !has_duty && !block.faulty {
            let message = format!("norm `{}` binds nobody to anything", name.text);
            let fault = Diagnostic::at(Code::SV0404, block.head.at, message)
                .help("add a duty: `each other party must aid V`");
            self.say(fault.below(block.head.at, "each other party must aid V", true));
        }
        Some(Norm {
            name: name.text.as_str().into(),
            at: name.at,
            triggers: patterns,
            wheres,
            unless,
            area,
            decider,
            request,
            reading,
            validity,
            secrecy: self.secrecy(&block.clauses),
            duty: duty?,
            extent: extent.map(Into::into),
            reservations: Vec::new(),
            cited: self.cited(&block.clauses),
        })
    }

    fn who(&mut self, name: &Name, roles: &Roles) -> Option<Who> {
        let Some(letter) = name.role() else { return self.actor(name, None).map(Who::Named) };
        let slot = roles.slot(letter);
        if slot.is_none() {
            let known: Vec<String> =
                roles.slots.iter().map(|(letter, _)| format!("`{letter}`")).collect();
            let fault = Diagnostic::at(
                Code::SV0309,
                name.at,
                format!("nothing in this norm says who `{letter}` is"),
            )
            .help(format!(
                "the event fills {}; name the role in `when`, or write the state itself",
                known.join(" and ")
            ));
            let letters = roles.slots.iter().map(|(letter, _)| letter.to_string());
            self.say(letters.fold(fault, |fault, letter| fault.instead(&letter)));
        }
        slot.map(Who::Slot)
    }

    fn maybe_who(&mut self, name: Option<&Name>, roles: &Roles) -> Option<Who> {
        name.and_then(|name| self.who(name, roles))
    }

    fn pattern(
        &mut self,
        trigger: &Trigger,
        placed: &Placed<'_>,
        roles: &Roles,
    ) -> Option<Pattern> {
        let actor = self.maybe_who(trigger.actor.as_ref(), roles);
        let target = self.maybe_who(trigger.target.as_ref(), roles);
        let lost = (trigger.actor.is_some() && actor.is_none())
            || (trigger.target.is_some() && target.is_none());
        (!lost).then_some(Pattern { kind: trigger.kind, actor, target, at: placed.at })
    }

    fn decider(&mut self, kind: DeciderKind, council: Option<&Name>) -> Decider {
        match kind {
            DeciderKind::Objective => Decider::Objective,
            DeciderKind::AnyParty => Decider::AnyParty,
            DeciderKind::EachParty => Decider::EachParty,
            DeciderKind::Victim => Decider::Victim,
            DeciderKind::Council => {
                let Some(name) = council else { return Decider::Objective };
                match self.world.council(&name.text) {
                    Some(entity) => Decider::Council(entity),
                    None => {
                        let message = format!("no council is called `{}`", name.text);
                        let known = ["NAC", "UNSC", "CST-Council"];
                        let fault = Diagnostic::at(Code::SV0414, name.at, message)
                            .help("add it to states/entities.csv as a body, or use one that is there (NAC, UNSC, CST-Council)");
                        self.say(known.iter().fold(fault, |fault, known| fault.instead(known)));
                        Decider::Objective
                    }
                }
            }
        }
    }

    fn check_reading(&mut self, article: &Article, name: &Name) {
        if article.readings.iter().any(|reading| reading.name == name.text) {
            return;
        }
        let known: Vec<&str> =
            article.readings.iter().map(|reading| reading.name.as_str()).collect();
        let help = match known.as_slice() {
            [] => format!("declare it in the article: `reading {} \"what it holds\"`", name.text),
            known => format!("article {} declares {}", article.label, known.join(", ")),
        };
        let fault = Diagnostic::at(
            Code::SV0411,
            name.at,
            format!("article {} has no reading `{}`", article.label, name.text),
        );
        let fault = fault.help(help);
        self.say(known.iter().fold(fault, |fault, known| fault.instead(known)));
    }

    fn duty(&mut self, placed: &Placed<'_>, roles: &Roles) -> Option<Duty> {
        let Clause::Duty { bearer, modal, act, toward, against, timing } = placed.clause else {
            return None;
        };
        let bearers = match bearer {
            Bearer::EachOtherParty { role, except } => Bearers::EachOther {
                role: role.as_ref().map(|role| role.text.clone()),
                except: self.actors(except, None),
            },
            Bearer::EachParty { role, except } => Bearers::Each {
                role: role.as_ref().map(|role| role.text.clone()),
                except: self.actors(except, None),
            },
            Bearer::Victim => Bearers::Victim,
            Bearer::Attacker => Bearers::Attacker,
            Bearer::Named { names } => Bearers::Named(self.actors(names, None)),
        };
        Some(Duty {
            bearers,
            modal: *modal,
            act: *act,
            toward: self.maybe_who(toward.as_ref(), roles),
            against: self.maybe_who(against.as_ref(), roles),
            timing: timing.as_slice().into(),
            at: placed.at,
        })
    }

    fn condition(
        &mut self,
        condition: &clause::Condition,
        treaty: TreatyId,
        roles: &Roles,
    ) -> Option<Condition> {
        Some(match condition {
            clause::Condition::All { of } => Condition::All(self.conditions(of, treaty, roles)?),
            clause::Condition::Any { of } => Condition::Any(self.conditions(of, treaty, roles)?),
            clause::Condition::Not { that } => {
                Condition::Not(Box::new(self.condition(that, treaty, roles)?))
            }
            clause::Condition::Party { who, to } => {
                let treaty = match to {
                    Some(name) => self.treaty_named(name)?,
                    None => treaty,
                };
                Condition::Party(self.who(who, roles)?, treaty)
            }
            clause::Condition::Is { who, what } => Condition::Is(self.who(who, roles)?, *what),
            clause::Condition::Among { who, names } => {
                let names = self.actors(names, None);
                Condition::Among(self.who(who, roles)?, names)
            }
            clause::Condition::AtLeast { count, great_powers, target } => Condition::AtLeast {
                count: *count,
                great_powers: *great_powers,
                target: self.who(target, roles)?,
            },
            clause::Condition::Happens { what } => {
                let actor = self.maybe_who(what.actor.as_ref(), roles);
                let target = self.maybe_who(what.target.as_ref(), roles);
                Condition::Happens(what.kind, actor, target)
            }
            clause::Condition::PlaceIs { place } => Condition::PlaceIs(self.place(place)?),
            clause::Condition::Found { name, question } => {
                if let Some(question) = question {
                    let questions = &mut self.world.record.questions;
                    questions.entry(name.text.clone()).or_insert_with(|| question.text.clone());
                }
                Condition::Found(name.text.clone())
            }
        })
    }

    fn conditions(
        &mut self,
        of: &[clause::Condition],
        treaty: TreatyId,
        roles: &Roles,
    ) -> Option<Vec<Condition>> {
        of.iter().map(|part| self.condition(part, treaty, roles)).collect()
    }

    /// Hangs reservations on the norms they are made to.
    pub(super) fn reservations(&mut self, treaty: TreatyId, block: &Block<'_>) {
        let articles = block.blocks.iter().filter(|part| part.kind == BlockKind::Article);
        for part in articles.flat_map(|article| &article.blocks) {
            let Clause::Reservation { by, to, text, .. } = part.head.clause else { continue };
            let by: Vec<Actor> = self.actors(by, None);
            let Some(target) = self.norm_ref(to, Some(treaty)) else { continue };
            let roles = Roles { slots: vec![('V', Slot::Target), ('A', Slot::Actor)] };
            let mut only_where = Vec::new();
            for placed in &part.clauses {
                if let Clause::Where { condition } = placed.clause {
                    only_where
                        .extend(self.condition(condition, treaty, &roles).map(|c| (c, placed.at)));
                }
            }
            let reservation =
                Reservation { by, text: text.text.clone(), only_where, at: part.head.at };
            for article in &mut self.treaty_mut(treaty).articles {
                let label = article.label.clone();
                for norm in &mut article.norms {
                    if target.covers(treaty, &label, &norm.name) {
                        norm.reservations.push(reservation.clone());
                    }
                }
            }
        }
    }
}
