//! Memberships side by side: who is a member, from when and until when. Spells that follow one another
//! count as one, over successor treaties here and over phases there.

use super::explain::Explanations;
use super::form::{Comparison, Line, Verdict};
use super::{Alliance, Convention};
use crate::atop::MemberRow;
use servanda::engine::coding::Spell;
use servanda::model::{Actor, System};
use servanda::syntax::vocabulary::AtopItem;
use servanda::time::{Day, UncertainDay};
use std::collections::BTreeSet;

/// How two dates meet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Meeting {
    /// They can be one.
    Alike,
    /// A convention says why they differ.
    By(Convention),
    /// They differ.
    Apart,
}

/// A membership without a gap.
#[derive(Clone, Debug)]
struct Membership {
    first: UncertainDay,
    /// Other days on which it may be said to begin.
    otherwise: Vec<UncertainDay>,
    last: UncertainDay,
}

impl Membership {
    fn overlaps(&self, other: &Membership) -> bool {
        self.first.earliest <= other.last.latest && other.first.earliest <= self.last.latest
    }

    fn words(&self) -> String {
        format!("{} to {}", self.first.text, self.last.text)
    }
}

/// Joins memberships of which one begins no later than the day after the other's last.
fn chained(mut spells: Vec<Membership>) -> Vec<Membership> {
    spells.sort_by_key(|spell| (spell.first.earliest, spell.last.latest));
    let mut chain: Vec<Membership> = Vec::new();
    for spell in spells {
        match chain.last_mut() {
            Some(before) if spell.first.earliest <= before.last.latest.next() => {
                if spell.first.earliest == before.first.earliest {
                    before.otherwise.extend(spell.otherwise);
                }
                if spell.last.latest > before.last.latest {
                    before.last = spell.last;
                }
            }
            _ => chain.push(spell),
        }
    }
    chain
}

fn of_corpus<'a>(spells: impl Iterator<Item = &'a Spell>) -> Vec<Membership> {
    let each = spells.map(|spell| Membership {
        first: spell.first.clone(),
        otherwise: vec![spell.otherwise.clone()],
        last: spell.last.clone(),
    });
    chained(each.collect())
}

fn of_atop(rows: &[&MemberRow]) -> Vec<Membership> {
    let each = rows.iter().map(|row| Membership {
        first: row.entry.clone(),
        otherwise: Vec::new(),
        last: row.exit.clone(),
    });
    chained(each.collect())
}

/// Compares every membership of one alliance.
pub(super) fn compare(alliance: &Alliance<'_>, clauses: &mut Explanations, found: &mut Comparison) {
    let mut met: BTreeSet<Actor> = BTreeSet::new();
    for (code, rows) in &alliance.rows {
        let states = alliance.states(*code);
        met.extend(&states);
        let ours = of_corpus(alliance.spells.iter().filter(|one| states.contains(&one.party)));
        let mut member = Judge { alliance, clauses, found, states, name: alliance.name(*code) };
        member.compare(&ours, &of_atop(rows));
    }
    let others: BTreeSet<Actor> = alliance.spells.iter().map(|spell| spell.party).collect();
    for party in others.difference(&met) {
        let name = alliance.world.id(*party).to_owned();
        let ours = of_corpus(alliance.spells.iter().filter(|spell| spell.party == *party));
        let mut member = Judge { alliance, clauses, found, states: vec![*party], name };
        for one in &ours {
            member.only_here(one);
        }
    }
}

/// One member of one alliance.
struct Judge<'a, 'w> {
    alliance: &'a Alliance<'w>,
    clauses: &'a mut Explanations,
    found: &'a mut Comparison,
    states: Vec<Actor>,
    name: String,
}

impl Judge<'_, '_> {
    fn compare(&mut self, ours: &[Membership], atops: &[Membership]) {
        for there in atops {
            let Some(first) = ours.iter().find(|here| here.overlaps(there)) else {
                self.say(AtopItem::Member, "no member", &there.words(), None);
                continue;
            };
            let last = ours.iter().rfind(|here| here.overlaps(there)).unwrap_or(first);
            self.found.agree(AtopItem::Member);
            let entry = self.entry(first, &there.first);
            let entry = self.date(AtopItem::Entry, &first.first, &there.first, entry);
            let exit = self.exit(&last.last, &there.last);
            let exit = self.date(AtopItem::Exit, &last.last, &there.last, exit);
            self.found.spell(entry.max(exit));
        }
        for here in ours.iter().filter(|here| !atops.iter().any(|there| there.overlaps(here))) {
            self.only_here(here);
        }
    }

    /// A membership that ATOP does not have.
    fn only_here(&mut self, here: &Membership) {
        let convention = if here.first.latest > self.alliance.data_end {
            Some(Convention::DataEnd)
        } else if !self.listed_between(here.first.earliest, here.last.latest) {
            Some(Convention::StateSystem)
        } else {
            None
        };
        self.say(AtopItem::Member, &here.words(), "no member", convention);
    }

    fn date(
        &mut self,
        item: AtopItem,
        here: &UncertainDay,
        there: &UncertainDay,
        meeting: Meeting,
    ) -> Verdict {
        match meeting {
            Meeting::Alike => {
                self.found.agree(item);
                Verdict::Agree
            }
            Meeting::By(convention) => self.say(item, &here.text, &there.text, Some(convention)),
            Meeting::Apart => self.say(item, &here.text, &there.text, None),
        }
    }

    /// How two first days meet.
    fn entry(&self, here: &Membership, there: &UncertainDay) -> Meeting {
        let of_other_dating = |day: &UncertainDay| meeting(day, there) != Meeting::Apart;
        let listed_then = there.is_exact()
            && here.first.earliest < there.earliest
            && self.cow_days().any(|(from, _)| from == there.earliest);
        match meeting(&here.first, there) {
            Meeting::Apart if here.otherwise.iter().any(of_other_dating) => {
                Meeting::By(Convention::OtherDating)
            }
            Meeting::Apart if listed_then => Meeting::By(Convention::StateSystem),
            found => found,
        }
    }

    /// How two last days meet.
    fn exit(&self, here: &UncertainDay, there: &UncertainDay) -> Meeting {
        let end = self.alliance.data_end;
        if there.is_open() {
            return match () {
                () if here.is_open() => Meeting::Alike,
                () if here.earliest > end => Meeting::By(Convention::DataEnd),
                () if here.latest > end => Meeting::By(Convention::Span),
                () => Meeting::Apart,
            };
        }
        let next = UncertainDay {
            earliest: here.earliest.next(),
            latest: here.latest.next(),
            text: here.text.clone(),
        };
        let unlisted_then =
            here.latest > there.latest && self.cow_days().any(|(_, last)| last == there.latest);
        match (meeting(here, there), meeting(&next, there)) {
            (Meeting::Apart, Meeting::Alike) => Meeting::By(Convention::LastDay),
            (Meeting::Apart, Meeting::Apart) if unlisted_then => {
                Meeting::By(Convention::StateSystem)
            }
            (Meeting::Apart, by_a_day) => by_a_day,
            (found, _) => found,
        }
    }

    /// First and last days of the member's spells in COW's list.
    fn cow_days(&self) -> impl Iterator<Item = (Day, Day)> {
        let states = self.states.iter().filter_map(|party| match party {
            Actor::State(state) => Some(self.alliance.world.states.get(*state)),
            Actor::Entity(_) => None,
        });
        let spells = states.flat_map(|state| &state.spells);
        let cow = spells.filter(|spell| spell.system == System::Cow);
        cow.map(|spell| (spell.days.from, spell.days.last()))
    }

    fn listed_between(&self, from: Day, to: Day) -> bool {
        self.cow_days().any(|(first, last)| first <= to && from <= last)
    }

    fn say(
        &mut self,
        item: AtopItem,
        here: &str,
        there: &str,
        convention: Option<Convention>,
    ) -> Verdict {
        let because = match convention {
            Some(_) => None,
            None => self.clauses.why(&self.alliance.treaties, item, &self.states),
        };
        let verdict = match (convention, &because) {
            (Some(_), _) => Verdict::Convention,
            (None, Some(_)) => Verdict::Explained,
            (None, None) => Verdict::Unexplained,
        };
        let ids = self.alliance.treaties.iter();
        self.found.line(Line {
            atop: self.alliance.id,
            phase: None,
            treaties: ids.map(|id| self.alliance.world.treaty(*id).id.clone()).collect(),
            party: self.name.clone(),
            item,
            corpus: here.to_owned(),
            says: there.to_owned(),
            verdict,
            convention,
            because,
        });
        verdict
    }
}

/// Whether two dates can be one: simply, when ours lies within ATOP's, or by our span.
fn meeting(here: &UncertainDay, there: &UncertainDay) -> Meeting {
    let meet = here.earliest <= there.latest && there.earliest <= here.latest;
    let within = there.earliest <= here.earliest && here.latest <= there.latest;
    match (meet, within) {
        (false, _) => Meeting::Apart,
        (true, true) => Meeting::Alike,
        (true, false) => Meeting::By(Convention::Span),
    }
}
