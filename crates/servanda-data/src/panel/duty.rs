//! What the treaties of the corpus oblige to, asked of the engine: whether a state is pledged to help,
//! to consult or to stay neutral if another is attacked, under which articles, on which days. The one
//! part of the panels that knows treaties.

use super::block::{Block, Part};
use super::calendar::joined;
use super::fault::PanelFault;
use super::plan::{Alliance, AllianceId, Plan};
use super::source::{Column, Source, truth, whole};
use super::unit::{Of, Rule};
use crate::cores;
use arrow_array::builder::StringBuilder;
use arrow_array::{ArrayRef, Float64Array};
use arrow_schema::DataType;
use servanda::engine::pledges::{Pledge, pledges_to};
use servanda::engine::{Engine, Memory};
use servanda::model::{Actor, StateId, Treaty, World};
use servanda::syntax::vocabulary::{Act, Verdict};
use servanda::time::{Day, Interval};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

/// What a state under attack may be promised, with the word of its columns.
const ACTS: [(Act, &str, &str); 3] = [
    (Act::Aid, "aid", "help the second if it is attacked"),
    (Act::Consult, "consult", "consult if the second is attacked"),
    (Act::StayNeutral, "neutral", "stay neutral if the second is attacked"),
];

const COVERED: &str = "servanda_covered";

/// A pledge as its columns need it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Duty {
    /// The place of the act among those asked of.
    act: usize,
    /// Treaty and article, such as `NATO/5`.
    pub article: Arc<str>,
    /// Whether nothing has to be found first.
    pub certain: bool,
    /// When.
    pub days: Interval,
}

/// Of whom a duty speaks, by the unit of the panel.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
enum Subject {
    State(u16),
    Pair(u16, u16),
    Treaty(String),
    Member(String, u16),
}

/// The columns `servanda_...`: for each act the verdict, the number of pledges, the days on which one
/// stood, and their articles.
pub struct Duties {
    duties: BTreeMap<Subject, Vec<Duty>>,
}

impl Duties {
    /// The pledges of the treaties of a world with a day in `within`; asked on every core.
    pub fn new(world: &World, within: Interval) -> Duties {
        let engine = Engine::new(world);
        let memory = Memory::new(&engine);
        let acts = ACTS.map(|(act, ..)| act);
        let targets: Vec<StateId> = world.states.iter().map(|(state, _)| state).collect();
        let shares = cores::by_shares(&targets, |targets, _| {
            let each = targets.iter().map(|to| Actor::State(*to));
            let each = each.flat_map(|to| pledges_to(&engine, &memory, to, &acts, within));
            each.collect::<Vec<_>>()
        });
        // A share that broke has said why already; its rows must not be missing in silence.
        let each = shares.into_iter().map(|share| match share {
            Ok(found) => found,
            Err(broken) => std::panic::resume_unwind(broken),
        });
        let found: Vec<Pledge> = each.flatten().collect();
        Duties::of(world, &found)
    }

    fn of(world: &World, found: &[Pledge]) -> Duties {
        let mut duties: BTreeMap<Subject, Vec<Duty>> = BTreeMap::new();
        for pledge in found {
            let Some(act) = ACTS.iter().position(|(act, ..)| *act == pledge.act) else { continue };
            let (Actor::State(by), Actor::State(to)) = (pledge.by, pledge.to) else { continue };
            let treaty = &world.treaty(pledge.treaty).id;
            let duty = Duty {
                act,
                article: format!("{treaty}/{}", pledge.article).into(),
                certain: pledge.verdict == Verdict::Must,
                days: pledge.days,
            };
            let subjects = [
                Subject::State(by.0),
                Subject::Pair(by.0, to.0),
                Subject::Treaty(treaty.clone()),
                Subject::Member(treaty.clone(), by.0),
            ];
            for subject in subjects {
                duties.entry(subject).or_default().push(duty.clone());
            }
        }
        Duties { duties }
    }

    /// The treaties under which something is pledged, with their state members, for panels of
    /// alliances; days by the widest reading of uncertain dates.
    pub fn alliances(&self, world: &World) -> Vec<Alliance> {
        let each = world
            .treaties()
            .filter(|(_, treaty)| self.duties.contains_key(&Subject::Treaty(treaty.id.clone())));
        let alliances = each.map(|(_, treaty)| Alliance {
            id: AllianceId::Treaty(treaty.id.clone()),
            members: members(treaty),
        });
        alliances.filter(|alliance| alliance.members.len() > 1).collect()
    }

    /// The duties of one state toward another, with the words of their acts.
    pub fn between(&self, by: StateId, to: StateId) -> impl Iterator<Item = (&'static str, &Duty)> {
        let found = self.duties.get(&Subject::Pair(by.0, to.0));
        let word = |duty: &Duty| ACTS.get(duty.act).map_or("", |(_, word, _)| word);
        found.into_iter().flatten().map(move |duty| (word(duty), duty))
    }

    /// What concerns the subject of some rows; in a pair without direction, either's duties.
    fn of_part(&self, of: Of, part: &Part<'_>, states: [Option<StateId>; 2]) -> Vec<&Duty> {
        let treaty = || match part.alliance {
            Some(AllianceId::Treaty(id)) => id.clone(),
            _ => String::new(),
        };
        let subjects = match (of, states) {
            (Of::State, [Some(one), _]) => vec![Subject::State(one.0)],
            (Of::DirectedDyad, [Some(one), Some(two)]) => vec![Subject::Pair(one.0, two.0)],
            (Of::Dyad, [Some(one), Some(two)]) => {
                vec![Subject::Pair(one.0, two.0), Subject::Pair(two.0, one.0)]
            }
            (Of::Alliance, _) => vec![Subject::Treaty(treaty())],
            (Of::AllianceMember, [Some(one), _]) => vec![Subject::Member(treaty(), one.0)],
            _ => Vec::new(),
        };
        subjects.iter().filter_map(|subject| self.duties.get(subject)).flatten().collect()
    }
}

/// The states that are members of a treaty, with the days on which they may be bound.
fn members(treaty: &Treaty) -> Vec<(StateId, Vec<Interval>)> {
    let from = treaty.force.from.as_ref().map_or(Day::MIN, |day| day.earliest);
    let last = treaty.force.until.as_ref().map_or(Day::MAX, |day| day.latest);
    let force = Interval::inclusive(from, last);
    let each = treaty.members.iter().filter_map(|member| {
        let Actor::State(state) = member.party else { return None };
        let bonds = member
            .bonds
            .iter()
            .map(|bond| Interval::inclusive(bond.from.earliest, bond.last.latest).overlap(&force));
        Some((state, joined(bonds.collect())))
    });
    each.filter(|(_, days)| !days.is_empty()).collect()
}

/// The columns of one act, row by row.
struct Cells {
    verdict: StringBuilder,
    pledges: Vec<i32>,
    days: Vec<f64>,
    articles: StringBuilder,
}

impl Cells {
    fn with_capacity(rows: usize) -> Cells {
        Cells {
            verdict: StringBuilder::new(),
            pledges: Vec::with_capacity(rows),
            days: Vec::with_capacity(rows),
            articles: StringBuilder::new(),
        }
    }

    /// As many periods with the same pledges as `days` has.
    fn push(&mut self, verdict: &str, pledges: usize, days: &[f64], articles: &str) {
        let rows = days.len();
        for _ in 0..rows {
            self.verdict.append_value(verdict);
            self.articles.append_value(articles);
        }
        self.pledges.extend(std::iter::repeat_n(pledges as i32, rows));
        self.days.extend_from_slice(days);
    }

    fn finish(mut self) -> [ArrayRef; 4] {
        [
            Arc::new(self.verdict.finish()),
            whole(self.pledges, &[]),
            Arc::new(Float64Array::from(self.days)),
            Arc::new(self.articles.finish()),
        ]
    }
}

impl Duties {
    /// The cells of one act for the rows of a part: between two changes of what counts, all alike but
    /// for the days.
    fn fill_part(duties: &[&Duty], plan: &Plan, part: &Part<'_>, cells: &mut Cells) {
        let (calendar, rule) = (plan.calendar(), plan.scope().rule);
        let counts: Vec<Range<usize>> =
            duties.iter().map(|duty| calendar.where_counts(duty.days, rule)).collect();
        let ends = counts.iter().flat_map(|range| [range.start, range.end]);
        let ends = ends.filter(|at| part.periods.contains(at));
        let changes: BTreeSet<usize> = ends.chain([part.periods.start]).collect();
        let next = changes.iter().copied().skip(1).chain([part.periods.end]);
        for (from, end) in changes.iter().copied().zip(next) {
            let then = duties.iter().zip(&counts).filter(|(_, range)| range.contains(&from));
            let then: Vec<&Duty> = then.map(|(duty, _)| *duty).collect();
            let articles: BTreeSet<&str> = then.iter().map(|duty| &*duty.article).collect();
            let verdict = match then.iter().map(|duty| duty.certain).max() {
                None => "none",
                Some(true) => "must",
                Some(false) => "depends",
            };
            let spans = joined(then.iter().map(|duty| duty.days).collect());
            let days: Vec<f64> = (from..end).map(|at| days(plan, at, &spans)).collect();
            let listed = articles.iter().copied().collect::<Vec<_>>().join("; ");
            cells.push(verdict, articles.len(), &days, &listed);
        }
    }
}

/// How many days of a period lie in some spans, or which share of them, by the rule of the panel.
fn days(plan: &Plan, at: usize, spans: &[Interval]) -> f64 {
    if spans.is_empty() {
        return 0.0;
    }
    let share = plan.calendar().share(at, spans);
    match plan.scope().rule {
        Rule::ShareOfDays => share,
        _ => {
            let period = plan.calendar().period(at);
            (share * f64::from(period.end.number() - period.from.number())).round()
        }
    }
}

impl Source for Duties {
    fn name(&self) -> &'static str {
        "servanda"
    }

    fn columns(&self, plan: &Plan) -> Result<Vec<Column>, PanelFault> {
        if plan.alliances().iter().any(|one| matches!(one.id, AllianceId::Atop(_))) {
            return Err(PanelFault::new(
                "the panel's alliances are ATOP's, and the corpus speaks of treaties",
                "make the panel of the corpus's treaties: leave `--add atop=FILE` out, or make a panel of dyads",
            ));
        }
        let time = match plan.scope().rule {
            Rule::ShareOfDays => "share of the period's days",
            _ => "days of the period",
        };
        let each = ACTS.iter().flat_map(|(_, word, what)| {
            let column = |end: &str, kind: DataType, meaning: String| {
                Column::new(format!("servanda_{word}{end}"), kind, &meaning, COVERED)
            };
            [
                column("", DataType::Utf8, format!("whether the first is pledged to {what}: `must` if nothing has to be found first, `depends` if something has, `none` under no treaty of the corpus")),
                column("_pledges", DataType::Int32, format!("articles of treaties under which the first is pledged to {what}")),
                column("_days", DataType::Float64, format!("{time} on which it was pledged to {what}")),
                column("_articles", DataType::Utf8, format!("those articles, as TREATY/ARTICLE, for: {what}")),
            ]
        });
        let covered = Column::covering(COVERED, "whether the corpus speaks of the period: always");
        Ok(each.chain([covered]).collect())
    }

    fn fill(&self, block: &Block<'_>) -> Vec<ArrayRef> {
        let plan = block.plan();
        let of = plan.scope().unit.of;
        let mut acts = ACTS.map(|_| Cells::with_capacity(block.rows()));
        for (part, states) in block.parts_by_state() {
            let all = self.of_part(of, &part, states);
            let mut by_act: BTreeMap<usize, Vec<&Duty>> = BTreeMap::new();
            for duty in all {
                by_act.entry(duty.act).or_default().push(duty);
            }
            for (act, cells) in acts.iter_mut().enumerate() {
                let duties = by_act.get(&act).map_or(&[][..], Vec::as_slice);
                Duties::fill_part(duties, plan, &part, cells);
            }
        }
        let mut columns: Vec<ArrayRef> = acts.into_iter().flat_map(Cells::finish).collect();
        columns.push(truth(&vec![true; block.rows()]));
        columns
    }
}
