//! The names in a clause, each with what sort of thing it names. A table, exhaustive: a new clause says here what it
//! names. Whether there is such a thing is the model's business.

use super::clause::{Bearer, Clause, Condition, Fact, Name, Renewal, Trigger};
use super::vocabulary::Proposed;

/// What a name is the name of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Sort {
    /// A treaty, by its id.
    Treaty,
    /// A treaty, an article or a norm: `CST`, `CST/4`, `CST/4/casus-foederis`, or a norm's name alone.
    Norm,
    /// An article, by its label.
    Article,
    /// A state, an organization, a body, an armed group; or a role.
    Actor,
    /// A place.
    Place,
    /// An area.
    Area,
    /// A reading; from outside its treaty `TREATY/NAME`.
    Reading,
    /// An open question of fact.
    Finding,
    /// A recorded event.
    Event,
    /// A claim.
    Claim,
    /// A decision.
    Decision,
    /// A source, or a kind of citation.
    Source,
    /// What a record is about: a treaty or an event.
    Subject,
    /// A word of a list, such as a priority or a type of source.
    Word,
}

/// A name where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Mention<'c> {
    /// The name.
    pub name: &'c Name,
    /// What it names.
    pub sort: Sort,
    /// Whether the clause brings the thing into the world.
    pub declares: bool,
}

/// The names in a clause, in the order of its fields.
pub fn mentions(clause: &Clause) -> Vec<Mention<'_>> {
    let mut found = Found(Vec::new());
    found.heads(clause);
    found.0
}

struct Found<'c>(Vec<Mention<'c>>);

impl<'c> Found<'c> {
    fn one(&mut self, name: &'c Name, sort: Sort) {
        self.0.push(Mention { name, sort, declares: false });
    }

    fn declared(&mut self, name: &'c Name, sort: Sort) {
        self.0.push(Mention { name, sort, declares: true });
    }

    fn each(&mut self, names: impl IntoIterator<Item = &'c Name>, sort: Sort) {
        for name in names {
            self.one(name, sort);
        }
    }

    /// The clauses that begin something, and those of treaties.
    fn heads(&mut self, clause: &'c Clause) {
        match clause {
            Clause::Treaty { id, .. } => self.declared(id, Sort::Treaty),
            Clause::Article { label, .. } => self.declared(label, Sort::Article),
            Clause::Norm { name } => self.declared(name, Sort::Norm),
            Clause::Area { id, .. } => self.declared(id, Sort::Area),
            Clause::SourceBlock { id } => self.declared(id, Sort::Source),
            Clause::Event { id, .. } => self.declared(id, Sort::Event),
            Clause::Claim { id, .. } => self.declared(id, Sort::Claim),
            Clause::Decision { id, by, .. } => {
                self.declared(id, Sort::Decision);
                self.each(by, Sort::Actor);
            }
            Clause::Reading { name, holds, .. } => {
                self.0.push(Mention { name, sort: Sort::Reading, declares: holds.is_some() });
            }
            Clause::Term { renewal: Some(Renewal::By(treaty)), .. }
            | Clause::PartOf { treaty }
            | Clause::AmendedBy { treaty, .. } => self.one(treaty, Sort::Treaty),
            Clause::Ended { by, .. } | Clause::Valid { by, .. } => self.each(by, Sort::Treaty),
            Clause::SuspendedBetween { one, other, .. } => self.each([one, other], Sort::Actor),
            Clause::Secret { known_to, .. } => self.each(known_to, Sort::Actor),
            Clause::Disclaims { toward, .. } => self.each(toward, Sort::Actor),
            Clause::DiffersFromAtop { members, .. } => self.each(members, Sort::Actor),
            Clause::Source { kind, .. } => self.one(kind, Sort::Source),
            Clause::Member { states, facts } => {
                self.each(states, Sort::Actor);
                for fact in facts {
                    if let Fact::Succeeded { from, .. } = fact {
                        self.one(from, Sort::Actor);
                    }
                }
            }
            other => self.norm(other),
        }
    }

    /// The clauses of norms and areas.
    fn norm(&mut self, clause: &'c Clause) {
        match clause {
            Clause::When { trigger } | Clause::Occurs { what: trigger } => self.trigger(trigger),
            Clause::Where { condition } | Clause::Unless { condition } => self.condition(condition),
            Clause::InArea { area } => self.one(area, Sort::Area),
            Clause::DecidedBy { council, .. } => self.each(council, Sort::Actor),
            Clause::OnRequest { of } => self.each(of, Sort::Actor),
            Clause::UnderReading { reading } => self.one(reading, Sort::Reading),
            Clause::Duty { bearer, toward, against, .. } => {
                match bearer {
                    Bearer::EachOtherParty { except: names, .. }
                    | Bearer::EachParty { except: names, .. }
                    | Bearer::Named { names } => self.each(names, Sort::Actor),
                    Bearer::Victim | Bearer::Attacker => {}
                }
                self.each(toward.iter().chain(against), Sort::Actor);
            }
            Clause::Reservation { by, to, .. } => {
                self.each(by, Sort::Actor);
                self.one(to, Sort::Norm);
            }
            Clause::Priority { winner, loser, .. } => self.each([winner, loser], Sort::Norm),
            Clause::Includes { place, .. } | Clause::Excludes { place, .. } => {
                self.one(place, Sort::Place);
            }
            other => self.record(other),
        }
    }

    /// The clauses of the record and of tests; and those without a name.
    fn record(&mut self, clause: &'c Clause) {
        match clause {
            Clause::About { what } => self.each(what, Sort::Subject),
            Clause::Asserts { finding, event, .. } => {
                self.one(finding, Sort::Finding);
                self.each(event, Sort::Event);
            }
            Clause::Place { place } => self.one(place, Sort::Place),
            Clause::Finding { name, event, .. } => {
                self.one(name, Sort::Finding);
                self.one(event, Sort::Event);
            }
            Clause::DutyRecord { norm, of, event, .. } => {
                self.one(norm, Sort::Norm);
                self.one(of, Sort::Actor);
                self.one(event, Sort::Event);
            }
            Clause::Expect { party, toward, under, on, .. } => {
                self.one(party, Sort::Actor);
                self.each(toward, Sort::Actor);
                self.each(under, Sort::Norm);
                self.each(on, Sort::Finding);
            }
            Clause::Assuming { claim } => self.one(claim, Sort::Claim),
            Clause::Given { finding, .. } => self.one(finding, Sort::Finding),
            Clause::Type { word } | Clause::Prefer { name: word } => self.one(word, Sort::Word),
            Clause::Proposal { id, .. } => self.declared(id, Sort::Word),
            Clause::Proposes { what: Proposed::Claim, .. } => {}
            Clause::Proposes { who, of, toward, .. } => {
                self.each(who.iter().chain(toward), Sort::Actor);
                self.each(of, Sort::Treaty);
            }
            _ => {}
        }
    }

    fn trigger(&mut self, trigger: &'c Trigger) {
        self.each(trigger.actor.iter().chain(&trigger.target), Sort::Actor);
    }

    fn condition(&mut self, condition: &'c Condition) {
        match condition {
            Condition::All { of } | Condition::Any { of } => {
                for part in of {
                    self.condition(part);
                }
            }
            Condition::Not { that } => self.condition(that),
            Condition::Party { who, to } => {
                self.one(who, Sort::Actor);
                self.each(to, Sort::Treaty);
            }
            Condition::Is { who, .. } => self.one(who, Sort::Actor),
            Condition::Among { who, names } => {
                self.one(who, Sort::Actor);
                self.each(names, Sort::Actor);
            }
            Condition::AtLeast { target, .. } => self.one(target, Sort::Actor),
            Condition::Happens { what } => self.trigger(what),
            Condition::PlaceIs { place } => self.one(place, Sort::Place),
            Condition::Found { name, .. } => self.one(name, Sort::Finding),
        }
    }
}
