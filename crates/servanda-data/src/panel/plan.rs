//! What a panel is a panel of: unit, state list, time and rule, and from these its rows. Knows the
//! state lists and which alliances had which members; knows no column but the keys.

use super::block::{Block, Run};
use super::calendar::{Calendar, joined};
use super::fault::PanelFault;
use super::frame::StateList;
use super::unit::{Of, Rule, Unit};
use super::work::Work;
use servanda::model::{StateId, StateSystem, System};
use servanda::time::{Day, Interval};
use std::collections::BTreeSet;
use std::ops::Range;

/// Rows of one block at most: enough for columns to pack well, few enough for several blocks in memory.
const ROWS_OF_A_BLOCK: usize = 1 << 16;

/// What is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Scope {
    /// One row for each of these.
    pub unit: Unit,
    /// The list that says who was a state, and whose numbers stand in the key columns.
    pub system: System,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
    /// Which periods count.
    pub rule: Rule,
    /// Whether the list may be carried on past its last day, as if nothing had changed.
    pub beyond_list: bool,
}

/// One state of the list: everybody who bore one number.
#[derive(Clone, Debug)]
pub struct Member {
    /// The list's number.
    pub code: u16,
    /// Who bore it, and when.
    pub spells: Vec<(Interval, StateId)>,
    /// When somebody bore it: in order and apart.
    pub days: Vec<Interval>,
    /// The numbers that the other list has for the same state, by the days from which each holds.
    other: Vec<(Day, Option<u16>)>,
}

/// One alliance and its members, for panels of alliances.
#[derive(Clone, Debug)]
pub struct Alliance {
    /// ATOP's number or the corpus's id.
    pub id: AllianceId,
    /// Each member with its days as one, in order and apart.
    pub members: Vec<(StateId, Vec<Interval>)>,
}

/// Which alliance.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum AllianceId {
    /// ATOP's number.
    Atop(u16),
    /// A treaty of the corpus.
    Treaty(String),
}

/// Of whom a row speaks, by the numbers of the panel's own list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Subject {
    /// A state.
    State(u16),
    /// Two states; in a pair without direction the lower number stands first.
    Pair(u16, u16),
    /// An alliance.
    Alliance(AllianceId),
    /// A member of an alliance.
    Membership(AllianceId, u16),
}

/// The rows of a panel, before any column stands in them.
#[derive(Clone, Debug)]
pub struct Plan {
    scope: Scope,
    calendar: Calendar,
    members: Vec<Member>,
    alliances: Vec<Alliance>,
    runs: Vec<Run>,
    blocks: Vec<Range<usize>>,
}

impl Plan {
    /// The rows of a panel of states or dyads.
    ///
    /// # Errors
    /// The time is none, or goes beyond what the list speaks of; the unit is one of alliances.
    pub fn new(states: &StateSystem, scope: Scope) -> Result<Plan, PanelFault> {
        if matches!(scope.unit.of, Of::Alliance | Of::AllianceMember) {
            return Err(PanelFault::new(
                format!("a panel of `{}` needs a list of alliances", scope.unit),
                "add one, such as `--add atop=FILE` with ATOP's member file, or `--add servanda` for the treaties of the corpus",
            ));
        }
        check_time(scope)?;
        Plan::of(states, scope, Vec::new())
    }

    /// The rows of a panel of alliances or their members.
    ///
    /// # Errors
    /// The time is none, or the unit is not one of alliances.
    pub fn of_alliances(
        states: &StateSystem,
        scope: Scope,
        mut alliances: Vec<Alliance>,
    ) -> Result<Plan, PanelFault> {
        if !matches!(scope.unit.of, Of::Alliance | Of::AllianceMember) {
            return Plan::new(states, scope);
        }
        alliances.sort_by(|one, other| one.id.cmp(&other.id));
        Plan::of(states, scope, alliances)
    }

    fn of(
        states: &StateSystem,
        scope: Scope,
        alliances: Vec<Alliance>,
    ) -> Result<Plan, PanelFault> {
        let calendar = Calendar::new(scope.unit.step, scope.from, scope.to)?;
        let members = members(states, scope.system);
        let mut plan =
            Plan { scope, calendar, members, alliances, runs: Vec::new(), blocks: Vec::new() };
        match scope.unit.of {
            Of::State => plan.add_states(),
            Of::Dyad => plan.add_pairs(false),
            Of::DirectedDyad => plan.add_pairs(true),
            Of::Alliance => plan.add_alliances(),
            Of::AllianceMember => plan.add_memberships(),
        }
        plan.cut();
        Ok(plan)
    }

    /// What was asked for.
    pub fn scope(&self) -> Scope {
        self.scope
    }

    /// The periods.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// The states of the list, by number.
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// The alliances, by number or id; none in a panel of states.
    pub fn alliances(&self) -> &[Alliance] {
        &self.alliances
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.runs.iter().map(|run| run.len as usize).sum()
    }

    /// The rows in blocks, in order.
    pub fn blocks(&self) -> impl ExactSizeIterator<Item = Block<'_>> {
        self.blocks
            .iter()
            .map(|range| Block::new(self, self.runs.get(range.clone()).unwrap_or_default()))
    }

    /// The rows of one subject alone.
    #[must_use]
    pub fn only(&self, subject: &Subject) -> Plan {
        let member = |code: u16| self.members.iter().position(|member| member.code == code);
        let alliance = |id: &AllianceId| self.alliances.iter().position(|one| one.id == *id);
        let directed = self.scope.unit.of == Of::DirectedDyad;
        let (one, two) = match subject {
            Subject::State(code) => (member(*code), None),
            Subject::Pair(one, two) if directed || one < two => (member(*one), Some(member(*two))),
            Subject::Pair(one, two) => (member(*two), Some(member(*one))),
            Subject::Alliance(id) => (alliance(id), None),
            Subject::Membership(id, code) => (alliance(id), Some(member(*code))),
        };
        let runs = self.runs.iter().filter(|run| {
            one.is_some_and(|one| run.is_of(one, two.map(Option::unwrap_or_default)))
                && two != Some(None)
        });
        let mut plan = self.clone();
        plan.runs = runs.copied().collect();
        plan.blocks.clear();
        plan.cut();
        plan
    }

    /// The days on which a subject of rows was there: a state, a pair, an alliance or a membership.
    pub(super) fn days_of(&self, one: usize, two: Option<usize>) -> Vec<Interval> {
        let member = |at: usize| self.members.get(at).map_or(&[][..], |member| &member.days);
        let alliance = self.alliances.get(one).map_or(&[][..], |alliance| &alliance.members);
        let joint = |days: &mut dyn Iterator<Item = &Vec<Interval>>| {
            joined(days.flat_map(|days| days.iter().copied()).collect())
        };
        match (self.scope.unit.of, two) {
            (Of::State, _) => member(one).to_vec(),
            (Of::Dyad | Of::DirectedDyad, two) => {
                shared_days(member(one), two.map_or(&[][..], member))
            }
            (Of::Alliance, _) => joint(&mut alliance.iter().map(|(_, days)| days)),
            (Of::AllianceMember, two) => {
                let spells = two.and_then(|two| self.members.get(two)).map(|one| &one.spells);
                let bears = |state: &StateId| {
                    spells.is_some_and(|spells| spells.iter().any(|(_, who)| who == state))
                };
                let own = alliance.iter().filter(|(state, _)| bears(state));
                joint(&mut own.map(|(_, days)| days))
            }
        }
    }

    fn add_states(&mut self) {
        for (one, member) in self.members.iter().enumerate() {
            let ranges = self.calendar.where_any_counts(&member.days, self.scope.rule);
            self.runs.extend(ranges.into_iter().map(|range| Run::new(one, None, range)));
        }
    }

    fn add_pairs(&mut self, directed: bool) {
        for (one, first) in self.members.iter().enumerate() {
            for (two, second) in self.members.iter().enumerate() {
                if one == two || (!directed && two < one) {
                    continue;
                }
                let shared = shared_days(&first.days, &second.days);
                let ranges = self.calendar.where_any_counts(&shared, self.scope.rule);
                self.runs.extend(ranges.into_iter().map(|range| Run::new(one, Some(two), range)));
            }
        }
    }

    fn add_alliances(&mut self) {
        for (one, alliance) in self.alliances.iter().enumerate() {
            let days = alliance.members.iter().flat_map(|(_, days)| days.iter().copied());
            let days = joined(days.collect());
            let ranges = self.calendar.where_any_counts(&days, self.scope.rule);
            self.runs.extend(ranges.into_iter().map(|range| Run::new(one, None, range)));
        }
    }

    fn add_memberships(&mut self) {
        for (one, alliance) in self.alliances.iter().enumerate() {
            let places: BTreeSet<usize> = alliance
                .members
                .iter()
                .filter_map(|(state, _)| {
                    let bears = |member: &Member| member.spells.iter().any(|(_, who)| who == state);
                    self.members.iter().position(bears)
                })
                .collect();
            for two in places {
                let days = self.days_of(one, Some(two));
                let ranges = self.calendar.where_any_counts(&days, self.scope.rule);
                self.runs.extend(ranges.into_iter().map(|range| Run::new(one, Some(two), range)));
            }
        }
    }

    /// Cuts the runs into blocks; a run longer than a block is cut as well.
    fn cut(&mut self) {
        let whole = std::mem::take(&mut self.runs);
        self.runs = whole.into_iter().flat_map(|run| run.pieces(ROWS_OF_A_BLOCK)).collect();
        let (mut start, mut rows) = (0, 0);
        for (at, run) in self.runs.iter().enumerate() {
            if rows > 0 && rows + run.len as usize > ROWS_OF_A_BLOCK {
                self.blocks.push(start..at);
                (start, rows) = (at, 0);
            }
            rows += run.len as usize;
        }
        if start < self.runs.len() {
            self.blocks.push(start..self.runs.len());
        }
    }
}

impl Member {
    /// Who bore the number on a day, or else last before it, or else first after it.
    pub fn state_on(&self, day: Day) -> Option<StateId> {
        let begun = self.spells.partition_point(|(days, _)| days.from <= day);
        self.spells.get(begun.saturating_sub(1)).map(|(_, state)| *state)
    }

    /// Its number in a list, in a period that ends on `last`.
    pub fn code_in(&self, own: System, system: System, last: Day) -> Option<u16> {
        if own == system {
            return Some(self.code);
        }
        let at = self.other.partition_point(|(from, _)| *from <= last);
        self.other.get(at.saturating_sub(1)).and_then(|(_, code)| *code)
    }
}

/// Refuses days that the state list does not speak of, unless it may be carried on.
fn check_time(scope: Scope) -> Result<(), PanelFault> {
    let opens = Day::of(1816, 1, 1).unwrap_or(Day::MIN);
    let closes = scope.system.closes();
    let name = system_name(scope.system);
    if scope.from < opens {
        return Err(PanelFault::new(
            format!("the {name} list of states begins on {opens}, the panel on {}", scope.from),
            "begin with 1816",
        ));
    }
    if scope.to > closes && !scope.beyond_list {
        let year = closes.parts().map_or(0, |(year, _, _)| year);
        return Err(PanelFault::new(
            format!("the {name} list of states ends on {closes}, the panel on {}", scope.to),
            format!(
                "end with {year}, or say `--beyond-list` to carry the list on as if nothing had changed"
            ),
        ));
    }
    Ok(())
}

/// The usual name of a state list.
pub fn system_name(system: System) -> &'static str {
    match system {
        System::Cow => "COW",
        System::GleditschWard => "Gleditsch-Ward",
    }
}

/// The word of a state list on the command line and in metadata.
pub fn system_word(system: System) -> &'static str {
    match system {
        System::Cow => "cow",
        System::GleditschWard => "gw",
    }
}

/// The list of states that an edition of this program carries, with the work it is cited by.
pub fn state_list(system: System) -> StateList {
    let version = system.closes().parts().map_or(0, |(year, _, _)| year).to_string();
    let work = match system {
        System::Cow => Work::dataset(
            "cowstates2016",
            &["Correlates of War Project"],
            2017,
            "State System Membership List, v2016",
        )
        .with_url("https://correlatesofwar.org"),
        System::GleditschWard => Work::article(
            "gleditschward1999",
            &["Gleditsch, Kristian S.", "Ward, Michael D."],
            1999,
            "A Revised List of Independent States since the Congress of Vienna",
        )
        .within("International Interactions", "25")
        .on_pages("393-413")
        .with_doi("10.1080/03050629908434958"),
    };
    StateList { name: system_name(system).to_owned(), version, works: vec![work] }
}

/// The states of a list by number, with what the other list calls them.
fn members(states: &StateSystem, system: System) -> Vec<Member> {
    let mut members: Vec<Member> = Vec::new();
    let mut spells: Vec<(u16, Interval, StateId)> = Vec::new();
    for (id, state) in states.iter() {
        let own = state.spells.iter().filter(|spell| spell.system == system);
        spells.extend(own.map(|spell| (spell.code, spell.days, id)));
    }
    spells.sort_by_key(|(code, days, _)| (*code, *days));
    for (code, days, state) in spells {
        match members.last_mut() {
            Some(last) if last.code == code => last.spells.push((days, state)),
            _ => {
                let (days, other) = (vec![(days, state)], Vec::new());
                members.push(Member { code, spells: days, days: Vec::new(), other });
            }
        }
    }
    let other_system = match system {
        System::Cow => System::GleditschWard,
        System::GleditschWard => System::Cow,
    };
    for member in &mut members {
        member.days = joined(member.spells.iter().map(|(days, _)| *days).collect());
        member.other = other_codes(states, &member.spells, other_system);
    }
    members
}

/// The other list's numbers for whoever bore one of ours, each with the first day on which it holds.
fn other_codes(
    states: &StateSystem,
    spells: &[(Interval, StateId)],
    other: System,
) -> Vec<(Day, Option<u16>)> {
    let mut codes: Vec<(Day, Option<u16>)> = Vec::new();
    for (days, state) in spells {
        let starts = states.get(*state).spells.iter().filter(|spell| spell.system == other);
        let starts = starts.map(|spell| spell.days.from).filter(|from| days.contains(*from));
        let mut starts: Vec<Day> = std::iter::once(days.from).chain(starts).collect();
        starts.sort_unstable();
        for from in starts {
            let code = states.code_near(*state, other, from);
            if codes.last().is_none_or(|(_, last)| *last != code) {
                codes.push((from, code));
            }
        }
    }
    codes
}

/// The days that two lists of spans share; both are in order and apart, and so is the result.
pub fn shared_days(one: &[Interval], other: &[Interval]) -> Vec<Interval> {
    let mut shared = Vec::new();
    for days in one {
        let each = other.iter().map(|others| days.overlap(others));
        shared.extend(each.filter(|days| !days.is_empty()));
    }
    shared
}
