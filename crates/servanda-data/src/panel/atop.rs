//! Alliances from ATOP's member file: who promised what to whom. A pair is allied on the days that two
//! memberships of one alliance and phase share; the promises are the first state's own. Knows ATOP's
//! rows and conventions; knows no treaty text.

use super::block::{Block, Part};
use super::calendar::joined;
use super::explain::Reason;
use super::fault::PanelFault;
use super::plan::{Alliance, AllianceId, Plan};
use super::similarity::{Portfolios, Tie};
use super::source::{Column, Source, known, number, small, truth};
use super::unit::{Of, Rule};
use super::work::Work;
use crate::atop::{MemberRow, Obligation, Variable};
use crate::fault::Reading;
use arrow_array::{ArrayRef, Int8Array};
use arrow_schema::DataType;
use servanda::model::{StateId, StateSystem, System, World};
use servanda::time::{Day, Interval};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One alliance between a pair, or one membership: when, and what the first state promised.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pact {
    /// ATOP's number.
    pub atop_id: u16,
    /// The phase; 0 where there is one only.
    pub phase: u16,
    /// The days both were members, by the widest reading of vague dates.
    pub days: Interval,
    /// One bit for each obligation, in the order of [`Obligation::ALL`]: promised.
    pub promised: u8,
    /// One bit for each obligation: not known.
    pub unknown: u8,
    /// Whether the first state promised different things to different partners (OBVARY): the file
    /// does not say what to whom.
    pub varies: bool,
    /// The places of the two memberships in the file's rows.
    pub(super) sides: [u32; 2],
}

impl Pact {
    /// Whether the first state promised this.
    pub fn promises(&self, obligation: Obligation) -> bool {
        let place = Obligation::ALL.iter().position(|one| *one == obligation);
        place.is_some_and(|bit| self.promised >> bit & 1 == 1)
    }
}

/// The columns `atop_defense`, `atop_offense`, `atop_neutral`, `atop_nonagg` and `atop_consul`.
pub struct Atop {
    pub(super) rows: Vec<MemberRow>,
    version: String,
    covers: Interval,
    /// The treaties of the corpus that cite each number.
    pub(super) cited: BTreeMap<u16, Vec<String>>,
    pairs: BTreeMap<(u16, u16), Vec<Pact>>,
    states: BTreeMap<u16, Vec<Pact>>,
    alliances: BTreeMap<u16, Vec<Pact>>,
    members: BTreeMap<(u16, u16), Vec<Pact>>,
}

/// The names of the columns, one for each obligation.
pub(super) const COLUMNS: [&str; 5] =
    ["atop_defense", "atop_offense", "atop_neutral", "atop_nonagg", "atop_consul"];

const COVERED: &str = "atop_covered";

impl Atop {
    /// The alliances of a member file. What lies outside the years of the data has no value: 1815 to
    /// 2018 in version 5.1, to 2016 in version 4.
    pub fn new(reading: &Reading<MemberRow>) -> Atop {
        let last = if reading.version.starts_with('4') { 2016 } else { 2018 };
        let from = Day::of(1815, 1, 1).unwrap_or(Day::MIN);
        let covers = Interval::inclusive(from, Day::of(last, 12, 31).unwrap_or(Day::MAX));
        let mut atop = Atop {
            rows: reading.rows.clone(),
            version: reading.version.clone(),
            covers,
            cited: BTreeMap::new(),
            pairs: BTreeMap::new(),
            states: BTreeMap::new(),
            alliances: BTreeMap::new(),
            members: BTreeMap::new(),
        };
        atop.pair();
        atop
    }

    /// The same, with the treaties of a world that cite ATOP's numbers, for explanations.
    #[must_use]
    pub fn cited_in(mut self, world: &World) -> Atop {
        for (_, treaty) in world.treaties() {
            for number in treaty.atop_ids().filter_map(|number| number.parse().ok()) {
                self.cited.entry(number).or_default().push(treaty.id.clone());
            }
        }
        self
    }

    /// Puts each membership beside each other one of the same alliance and phase.
    fn pair(&mut self) {
        let mut phases: BTreeMap<(u16, u16), Vec<(usize, &MemberRow)>> = BTreeMap::new();
        for (at, row) in self.rows.iter().enumerate() {
            phases.entry((row.atop_id, row.phase)).or_default().push((at, row));
        }
        for rows in phases.values() {
            for (at, row) in rows {
                let own = self.pact((*at, row), (*at, row));
                self.alliances.entry(row.atop_id).or_default().push(own.clone());
                self.members.entry((row.atop_id, row.member)).or_default().push(own);
                for (place, other) in rows.iter().filter(|(_, other)| other.member != row.member) {
                    let pact = self.pact((*at, row), (*place, other));
                    if !pact.days.is_empty() {
                        self.states.entry(row.member).or_default().push(pact.clone());
                        self.pairs.entry((row.member, other.member)).or_default().push(pact);
                    }
                }
            }
        }
    }

    fn pact(&self, (at, row): (usize, &MemberRow), (place, other): (usize, &MemberRow)) -> Pact {
        let bits = |fits: &dyn Fn(Obligation) -> bool| {
            let each = Obligation::ALL.iter().enumerate();
            each.filter(|(_, obligation)| fits(**obligation))
                .fold(0, |bits, (at, _)| bits | 1 << at)
        };
        Pact {
            atop_id: row.atop_id,
            phase: row.phase,
            days: self.days(row).overlap(&self.days(other)),
            promised: bits(&|obligation| row.obligation(obligation).is_set()),
            unknown: bits(&|obligation| row.obligation(obligation).is_missing()),
            varies: row.codes.get(Variable::Obvary).is_set(),
            sides: [at as u32, place as u32],
        }
    }

    /// The days of a membership, by the widest reading of its dates, as far as the data go.
    pub(super) fn days(&self, row: &MemberRow) -> Interval {
        let last = row.exit.latest;
        Interval { from: row.entry.earliest, end: last.next() }.overlap(&self.covers)
    }

    /// The alliances of a pair of states by their COW numbers, with what the first promised.
    pub fn between(&self, one: u16, two: u16) -> &[Pact] {
        self.pairs.get(&(one, two)).map_or(&[], Vec::as_slice)
    }

    /// Every ordered pair of states that were ever allied, by their COW numbers.
    pub fn pairs(&self) -> impl Iterator<Item = ((u16, u16), &[Pact])> {
        self.pairs.iter().map(|(pair, pacts)| (*pair, pacts.as_slice()))
    }

    /// What each of these states, by their COW numbers, owes each other: the strongest tie that stood on
    /// any of the days. An obligation that is not known counts as not promised.
    pub fn portfolios(&self, states: impl IntoIterator<Item = u16>, days: &Interval) -> Portfolios {
        let mut portfolios = Portfolios::new(states);
        for ((one, other), pacts) in self.pairs() {
            let places = portfolios.place(one).zip(portfolios.place(other));
            let Some((one, other)) = places else { continue };
            for pact in pacts.iter().filter(|pact| !pact.days.overlap(days).is_empty()) {
                let tie = Tie::of_ally(|obligation| pact.promises(obligation));
                portfolios.raise(one, other, tie);
            }
        }
        portfolios
    }

    /// The days of which the data speak.
    pub fn covers(&self) -> Interval {
        self.covers
    }

    /// The alliances with their members, for panels of alliances. A member that is no state of the
    /// lists is left out and counted.
    pub fn alliances(&self, states: &StateSystem) -> (Vec<Alliance>, usize) {
        let mut alliances: BTreeMap<u16, BTreeMap<StateId, Vec<Interval>>> = BTreeMap::new();
        let mut no_state = 0;
        for row in &self.rows {
            match states.by_ccode(row.member) {
                None => no_state += 1,
                Some(state) => {
                    let members = alliances.entry(row.atop_id).or_default();
                    members.entry(state).or_default().push(self.days(row));
                }
            }
        }
        let each = alliances.into_iter().map(|(id, members)| Alliance {
            id: AllianceId::Atop(id),
            members: members.into_iter().map(|(state, days)| (state, joined(days))).collect(),
        });
        (each.collect(), no_state)
    }

    /// What was promised in the subject of some rows; of a pair without direction, by either.
    pub(super) fn pacts(&self, of: Of, part: &Part<'_>) -> impl Iterator<Item = &Pact> {
        let (first, second) = match (of, part.alliance, part.one, part.two) {
            (Of::State, _, Some(one), _) => (self.states.get(&one), None),
            (Of::DirectedDyad, _, Some(one), Some(two)) => (self.pairs.get(&(one, two)), None),
            (Of::Dyad, _, Some(one), Some(two)) => {
                (self.pairs.get(&(one, two)), self.pairs.get(&(two, one)))
            }
            (Of::Alliance, Some(AllianceId::Atop(id)), ..) => (self.alliances.get(id), None),
            (Of::AllianceMember, Some(AllianceId::Atop(id)), Some(one), _) => {
                (self.members.get(&(*id, one)), None)
            }
            _ => (None, None),
        };
        first.into_iter().chain(second).flatten()
    }

    /// Where the data speak of a part: a state that COW's list does not have is outside them.
    pub(super) fn speaks_of(of: Of, part: &Part<'_>) -> bool {
        match of {
            Of::State | Of::AllianceMember => part.one.is_some(),
            Of::Dyad | Of::DirectedDyad => part.one.is_some() && part.two.is_some(),
            Of::Alliance => true,
        }
    }

    /// Zeros and ones: whether a promise counts for the period by the rule.
    fn flags(&self, block: &Block<'_>, covered: &[bool]) -> Vec<ArrayRef> {
        let (plan, rows) = (block.plan(), block.rows());
        let (of, rule) = (plan.scope().unit.of, plan.scope().rule);
        let mut promised = vec![0_u8; rows];
        let mut unknown = vec![0_u8; rows];
        for part in block.parts(System::Cow) {
            for pact in self.pacts(of, &part) {
                let own = part.rows_of(&plan.calendar().where_counts(pact.days, rule));
                let marks = promised.get_mut(own.clone()).into_iter().flatten();
                marks.for_each(|bits| *bits |= pact.promised);
                let marks = unknown.get_mut(own).into_iter().flatten();
                marks.for_each(|bits| *bits |= pact.unknown);
            }
        }
        let marks = promised.iter().zip(&unknown);
        let open = marks.fold(0, |open, (promised, unknown)| open | unknown & !promised);
        let known = known(covered);
        let each = Obligation::ALL.iter().enumerate().map(|(bit, _)| {
            let is = |bits: u8| bits >> bit & 1;
            let values: Vec<i8> = promised.iter().map(|bits| is(*bits) as i8).collect();
            if is(open) == 0 {
                return Arc::new(Int8Array::new(values.into(), known.clone())) as ArrayRef;
            }
            let bits = promised.iter().zip(&unknown).zip(covered);
            let missing: Vec<bool> = bits
                .map(|((promised, unknown), covered)| {
                    !covered || is(*unknown) == 1 && is(*promised) == 0
                })
                .collect();
            small(values, &missing)
        });
        each.collect()
    }

    /// The share of the period's days on which a promise stood.
    fn shares(&self, block: &Block<'_>, covered: &[bool]) -> Vec<ArrayRef> {
        let (plan, rows) = (block.plan(), block.rows());
        let parts = block.parts(System::Cow);
        let each = Obligation::ALL.iter().enumerate().map(|(bit, _)| {
            let is = |bits: u8| bits >> bit & 1 == 1;
            let mut values = vec![0.0; rows];
            let mut missing: Vec<bool> = covered.iter().map(|covered| !covered).collect();
            for part in &parts {
                let spans = |fits: &dyn Fn(&Pact) -> bool| {
                    let pacts = self.pacts(plan.scope().unit.of, part);
                    joined(pacts.filter(|pact| fits(pact)).map(|pact| pact.days).collect())
                };
                let stood = spans(&|pact| is(pact.promised));
                let unknown = spans(&|pact| is(pact.unknown));
                for (at, row) in part.periods.clone().zip(part.rows.clone()) {
                    let share = plan.calendar().share(at, &stood);
                    let open = share < 1.0 && plan.calendar().share(at, &unknown) > 0.0;
                    if let (Some(value), Some(missing)) =
                        (values.get_mut(row), missing.get_mut(row))
                    {
                        *value = share;
                        *missing |= open;
                    }
                }
            }
            number(values, &missing)
        });
        each.collect()
    }
}

impl Source for Atop {
    fn name(&self) -> &'static str {
        "atop"
    }

    fn columns(&self, plan: &Plan) -> Result<Vec<Column>, PanelFault> {
        let whose = match plan.scope().unit.of {
            Of::State => "the state, to anybody",
            Of::DirectedDyad => "the first state, to the second",
            Of::Dyad => "either state, to the other",
            Of::Alliance => "any member of the alliance",
            Of::AllianceMember => "the member",
        };
        if plan.alliances().iter().any(|one| matches!(one.id, AllianceId::Treaty(_))) {
            return Err(PanelFault::new(
                "the panel's alliances are treaties of the corpus, which ATOP does not number",
                "make the panel of ATOP's alliances: leave `--add servanda` out",
            ));
        }
        let share = plan.scope().rule == Rule::ShareOfDays;
        let kind = if share { DataType::Float64 } else { DataType::Int8 };
        let what = if share { "share of the days with" } else { "1 with, 0 without" };
        let each = Obligation::ALL.iter().zip(COLUMNS).map(|(obligation, name)| {
            let promise = obligation.variable().name();
            let meaning = format!("{what} a promise of ATOP's kind `{promise}` by {whose}");
            Column::new(name, kind.clone(), &meaning, COVERED)
        });
        let covered = Column::covering(COVERED, "whether ATOP speaks of the period and the states");
        Ok(each.chain([covered]).collect())
    }

    fn fill(&self, block: &Block<'_>) -> Vec<ArrayRef> {
        let plan = block.plan();
        let inside = plan.calendar().where_counts(self.covers, Rule::Exact);
        let mut covered = vec![false; block.rows()];
        for part in block.parts(System::Cow) {
            if Atop::speaks_of(plan.scope().unit.of, &part) {
                let own = covered.get_mut(part.rows_of(&inside)).into_iter().flatten();
                own.for_each(|covered| *covered = true);
            }
        }
        let mut columns = match plan.scope().rule {
            Rule::ShareOfDays => self.shares(block, &covered),
            _ => self.flags(block, &covered),
        };
        columns.push(truth(&covered));
        columns
    }

    fn works(&self) -> Vec<Work> {
        let authors = ["Leeds, Brett Ashley", "Ritter, Jeffrey M."]
            .into_iter()
            .chain(["Mitchell, Sara McLaughlin", "Long, Andrew G."]);
        let authors: Vec<&str> = authors.collect();
        let title = "Alliance Treaty Obligations and Provisions, 1815-1944";
        let work = Work::article("leeds2002", &authors, 2002, title)
            .within("International Interactions", "28")
            .on_pages("237-260")
            .with_doi("10.1080/03050620213653")
            .with_url("http://www.atopdata.org");
        vec![Work { version: self.version.clone(), ..work }]
    }

    fn explain(&self, block: &Block<'_>, column: &str) -> Vec<Reason> {
        self.why(block, column)
    }
}
