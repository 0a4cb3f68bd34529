//! The members of a treaty: their facts in order of time, and the bonds these make.

use super::entity::Actor;
use super::membership::{Bond, Member, Step};
use super::outline::Block;
use super::resolve::Resolver;
use super::treaty::Treaty;
use crate::syntax::clause::{Clause, Date, Fact, Name};
use crate::syntax::vocabulary::Ending;
use crate::syntax::{Code, Diagnostic};
use crate::time::{Day, UncertainDay};

impl Resolver<'_> {
    pub(super) fn members(&mut self, treaty: &mut Treaty, block: &Block<'_>) {
        for placed in &block.clauses {
            let Clause::Member { states, facts } = placed.clause else { continue };
            for name in states {
                let day = first_day(facts).filter(|day| day.is_known());
                let Some(party) = self.member_actor(name, day) else { continue };
                if let Some(other) = treaty.member(party) {
                    let shown = self.world.id(party).to_owned();
                    let first = other.at;
                    self.say(
                        Diagnostic::at(Code::SV0305, name.at, format!("{shown} is a member of {} twice", treaty.id))
                            .against(first, "the first line")
                            .help("put all its facts on one line; a second spell begins with `rejoined DATE`")
                            .without(if states.len() > 1 { name.at } else { placed.at }, "this one"),
                    );
                    continue;
                }
                let member = self.member(treaty, party, name, facts);
                treaty.members.push(member);
            }
        }
    }

    /// A member may be named by a name it bore when it joined; an id needs no day.
    fn member_actor(&mut self, name: &Name, day: Option<Day>) -> Option<Actor> {
        let found =
            self.world.actor(&name.text, day).or_else(|_| self.world.actor(&name.text, None));
        match found {
            Ok(actor) => Some(actor),
            Err(_) => self.actor(name, day),
        }
    }

    fn member(&mut self, treaty: &Treaty, party: Actor, name: &Name, facts: &[Fact]) -> Member {
        let mut member = Member {
            party,
            at: name.at,
            role: None,
            bonds: Vec::new(),
            suspensions: Vec::new(),
            steps: Vec::new(),
        };
        let mut joining: Option<&Date> = None;
        let mut signed = false;
        for (index, fact) in facts.iter().enumerate() {
            match fact {
                Fact::Signed { on } => {
                    signed = true;
                    step(&mut member, "signed", on);
                }
                Fact::Ratified { on } => step(&mut member, "ratified", on),
                Fact::Acceded { on } | Fact::Succeeded { on, .. } => {
                    let what =
                        if matches!(fact, Fact::Acceded { .. }) { "acceded" } else { "succeeded" };
                    step(&mut member, what, on);
                    if !force_follows(facts, index) {
                        joining = Some(on);
                    }
                }
                Fact::InForce { on } => {
                    step(&mut member, "in force", on);
                    self.bond(&mut member, on, on.day.clone());
                    joining = None;
                }
                Fact::Rejoined { on } => {
                    step(&mut member, "rejoined", on);
                    self.bond(&mut member, on, on.day.clone());
                }
                Fact::Provisional { during } => {
                    let (from, last) = (during.span.from.clone(), during.span.to.clone());
                    member.bonds.push(Bond {
                        from,
                        from_at: during.at,
                        last,
                        ending: None,
                        provisional: true,
                    });
                }
                Fact::Suspended { during } => {
                    member.suspensions.push((during.span.clone(), during.at));
                }
                Fact::Notice { on } => step(&mut member, "gave notice", on),
                Fact::Ends { how, on } => {
                    if let Some(on) = joining.take() {
                        self.bond(&mut member, on, joined_on(treaty, on));
                    }
                    step(&mut member, how.word(), on);
                    self.end_bond(treaty, &mut member, *how, on);
                }
                Fact::As { role } => member.role = Some(role.text.clone()),
            }
        }
        if let Some(on) = joining {
            self.bond(&mut member, on, joined_on(treaty, on));
        }
        if member.bonds.is_empty() && !signed {
            let shown = self.world.id(party).to_owned();
            self.say(
                Diagnostic::at(
                    Code::SV0307,
                    name.at,
                    format!("{shown} has no date on which {} binds it", treaty.id),
                )
                .help("add `in force DATE`, or `acceded DATE`; a mere signatory has `signed DATE`"),
            );
        }
        member
    }

    /// Begins a bond; an earlier one that has no end is at fault.
    fn bond(&mut self, member: &mut Member, on: &Date, from: UncertainDay) {
        let open = member.bonds.iter().find(|bond| !bond.provisional && bond.ending.is_none());
        if let Some(open) = open {
            let message =
                format!("a second bond begins on {} while the first has no end", on.day.text);
            self.say(
                Diagnostic::at(Code::SV0204, on.at, message)
                    .against(open.from_at, "the first bond")
                    .help("say how the first ended: `withdrew`, `not renewed`, `denounced`, `expelled` or `ended`, with its last day"),
            );
            return;
        }
        let earlier = member.bonds.iter().rfind(|bond| bond.ending.is_some());
        if let Some(earlier) = earlier
            && from.latest < earlier.last.earliest
        {
            let message = format!(
                "a bond begins on {} before the last one ended on {}",
                from.text, earlier.last.text
            );
            let fault = Diagnostic::at(Code::SV0203, on.at, message);
            self.say(fault.help("write the facts of a membership in order of time"));
        }
        member.bonds.push(Bond {
            from,
            from_at: on.at,
            last: UncertainDay::open(),
            ending: None,
            provisional: false,
        });
    }

    fn end_bond(&mut self, treaty: &Treaty, member: &mut Member, how: Ending, on: &Date) {
        let shown = self.world.id(member.party).to_owned();
        let Some(bond) =
            member.bonds.iter_mut().rfind(|bond| bond.ending.is_none() && !bond.provisional)
        else {
            let message = format!("{shown} `{how}` {} and was not bound", told(&on.day));
            self.say(Diagnostic::at(Code::SV0203, on.at, message).help(
                "say first when it was bound: `in force DATE`, `acceded DATE` or `rejoined DATE`",
            ));
            return;
        };
        if on.day.latest < bond.from.earliest {
            let message =
                format!("{shown} `{how}` {} on {}, before it was bound", treaty.id, on.day.text);
            let fault = Diagnostic::at(Code::SV0203, on.at, message)
                .saying("the last day bound")
                .against(bond.from_at, "bound from here")
                .help("check both dates; facts stand in order of time");
            bond.ending = Some((how, on.at));
            return self.say(fault);
        }
        bond.last = on.day.clone();
        bond.ending = Some((how, on.at));
    }
}

/// A date after a verb: "on 1999-04-20", "between 1999-04-02 and 1999-04-20".
fn told(day: &UncertainDay) -> String {
    let bare = day.text.starts_with(|first: char| first.is_ascii_digit());
    if bare { format!("on {}", day.text) } else { day.text.clone() }
}

fn step(member: &mut Member, what: &str, on: &Date) {
    member.steps.push(Step { what: what.to_owned(), on: on.day.clone(), at: on.at });
}

/// Whether `in force` follows before the next ending.
fn force_follows(facts: &[Fact], index: usize) -> bool {
    let rest = facts.iter().skip(index + 1);
    rest.take_while(|fact| !matches!(fact, Fact::Ends { .. }))
        .any(|fact| matches!(fact, Fact::InForce { .. }))
}

/// The first day bound of a state that joined on a day: that day, or the treaty's entry into force.
fn joined_on(treaty: &Treaty, on: &Date) -> UncertainDay {
    match &treaty.force.from {
        Some(force) if force.earliest > on.day.latest => force.clone(),
        _ => on.day.clone(),
    }
}

/// The first dated fact of a membership.
fn first_day(facts: &[Fact]) -> Option<Day> {
    facts.iter().find_map(|fact| match fact {
        Fact::Signed { on }
        | Fact::Ratified { on }
        | Fact::Acceded { on }
        | Fact::Succeeded { on, .. }
        | Fact::InForce { on }
        | Fact::Notice { on }
        | Fact::Ends { on, .. }
        | Fact::Rejoined { on } => Some(on.day.earliest),
        Fact::Provisional { during } | Fact::Suspended { during } => {
            Some(during.span.from.earliest)
        }
        Fact::As { .. } => None,
    })
}
