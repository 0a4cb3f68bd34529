//! What the treaties of the corpus say of the cell of a pledge: asked of the engine, with treaty,
//! article, gist, days, verdict and citation; and where that differs from coded data. Knows treaties;
//! knows coded data by the reasons that it gave.

use super::super::block::Block;
use super::super::calendar::joined as joined_days;
use super::super::unit::{Of, Rule};
use super::{CellForm, Reason, Role};
use serde::Serialize;
use servanda::engine::coding::{self, Dating};
use servanda::engine::pledges::pledges_to;
use servanda::engine::{Engine, Memory};
use servanda::model::{Actor, StateId, Treaty, TreatyId, World};
use servanda::syntax::vocabulary::{Act, AtopItem, Verdict};
use servanda::time::{Day, Interval};
use std::collections::BTreeSet;

/// What the corpus says of a cell.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct CorpusView {
    /// What was asked.
    pub question: String,
    /// `must`, `depends` or `none`; `promised` where the treaties were coded by ATOP's conventions
    /// instead of asked.
    pub verdict: &'static str,
    /// The articles behind it, and those of other days.
    pub reasons: Vec<Reason>,
    /// The promise of ATOP's that it corresponds to.
    #[serde(skip)]
    item: AtopItem,
    #[serde(skip)]
    states: [StateId; 2],
    #[serde(skip)]
    period: Interval,
}

/// The column of a promise: what the engine is asked, and ATOP's item.
fn asked(column: &str) -> Option<(Option<Act>, AtopItem)> {
    Some(match column {
        "atop_defense" => (Some(Act::Aid), AtopItem::Defense),
        "atop_neutral" => (Some(Act::StayNeutral), AtopItem::Neutral),
        "atop_consul" => (Some(Act::Consult), AtopItem::Consul),
        "atop_offense" => (None, AtopItem::Offense),
        "atop_nonagg" => (None, AtopItem::Nonagg),
        _ => {
            let own = column.strip_prefix("servanda_")?;
            match own.split('_').next()? {
                "aid" => (Some(Act::Aid), AtopItem::Defense),
                "neutral" => (Some(Act::StayNeutral), AtopItem::Neutral),
                "consult" => (Some(Act::Consult), AtopItem::Consul),
                _ => return None,
            }
        }
    })
}

/// What the corpus says of the one row of a block in a column of pledges; none for other columns, and for
/// units other than pairs.
pub fn corpus_view(world: &World, block: &Block<'_>, column: &str) -> Option<CorpusView> {
    let (act, item) = asked(column)?;
    let (part, states) = block.parts_by_state().into_iter().next()?;
    let plan = block.plan();
    let [Some(one), Some(two)] = states else { return None };
    let directions = match plan.scope().unit.of {
        Of::DirectedDyad => vec![(one, two)],
        Of::Dyad => vec![(one, two), (two, one)],
        _ => return None,
    };
    let period = plan.calendar().period(part.periods.start);
    let counts = |days: Interval| {
        plan.calendar().where_counts(days, plan.scope().rule).contains(&part.periods.start)
    };
    let mut view = CorpusView {
        question: question(world, act, item, one, two, period.last()),
        verdict: "none",
        reasons: Vec::new(),
        item,
        states: [one, two],
        period,
    };
    for (by, to) in directions {
        match act {
            Some(act) => view.ask(world, act, by, to, &counts),
            None => view.code(world, by, to, &counts),
        }
    }
    let distance = |reason: &Reason| {
        let before = reason.until.map_or(0, |day| period.from.number() - day.number());
        let after = reason.from.map_or(0, |day| day.number() - period.last().number());
        before.max(after).max(0)
    };
    view.reasons.sort_by_key(|reason| (reason.role, distance(reason), reason.what.clone()));
    Some(view)
}

fn question(
    world: &World,
    act: Option<Act>,
    item: AtopItem,
    one: StateId,
    two: StateId,
    day: Day,
) -> String {
    let [one, two] = [one, two].map(|state| world.states.name_on(state, day));
    match act {
        Some(Act::Aid) => format!("is {one} pledged to help {two} if it is attacked?"),
        Some(Act::Consult) => format!("is {one} pledged to consult if {two} is attacked?"),
        Some(_) => format!("is {one} pledged to stay neutral if {two} is attacked?"),
        None => format!(
            "does a treaty of {one} and {two} hold what ATOP would code as `{item}` by {one}?"
        ),
    }
}

impl CorpusView {
    /// The engine's pledges of one state to another.
    fn ask(
        &mut self,
        world: &World,
        act: Act,
        by: StateId,
        to: StateId,
        counts: &dyn Fn(Interval) -> bool,
    ) {
        let engine = Engine::new(world);
        let memory = Memory::new(&engine);
        let found = pledges_to(&engine, &memory, Actor::State(to), &[act], Interval::ALWAYS);
        for pledge in found.into_iter().filter(|pledge| pledge.by == Actor::State(by)) {
            let there = counts(pledge.days);
            let verdict = if pledge.verdict == Verdict::Must { "must" } else { "depends" };
            if there && (self.verdict == "none" || verdict == "must") {
                self.verdict = verdict;
            }
            let role = if there { Role::Counts } else { Role::Nearest };
            let reason = reason(world, pledge.treaty, &pledge.article, role, pledge.days);
            let means = match verdict {
                "must" => "must: nothing has to be found first",
                _ => "depends: something has to be found first, such as who attacks",
            };
            self.reasons.push(reason.fact("verdict", means));
        }
    }

    /// What ATOP's conventions make of the texts, for promises that no attack on a party awakens.
    fn code(&mut self, world: &World, by: StateId, to: StateId, counts: &dyn Fn(Interval) -> bool) {
        for (id, treaty) in world.treaties() {
            let Some(partner) = treaty.member(Actor::State(to)) else { continue };
            if treaty.member(Actor::State(by)).is_none() {
                continue;
            }
            let bonds = partner.bonds.iter();
            let bonds: Vec<Interval> = bonds
                .map(|bond| Interval::inclusive(bond.from.earliest, bond.last.latest))
                .collect();
            let promises = coding::promises(world, id, Dating::Force);
            let own = promises
                .iter()
                .filter(|promise| promise.party == Actor::State(by) && promise.item == self.item);
            for promise in own {
                let shared = promise.days.iter().flat_map(|days| {
                    bonds.iter().map(|bond| days.overlap(bond)).filter(|days| !days.is_empty())
                });
                for days in shared {
                    let role = if counts(days) { Role::Counts } else { Role::Nearest };
                    if role == Role::Counts {
                        self.verdict = "promised";
                    }
                    self.reasons.push(reason(world, id, &promise.article.label, role, days));
                }
            }
        }
    }

    /// The value of a `servanda_` column.
    pub(super) fn cell(&self, column: &str, rule: Rule) -> CellForm {
        let then = || self.reasons.iter().filter(|reason| reason.role == Role::Counts);
        let articles: BTreeSet<&str> = then().map(|reason| reason.what.as_str()).collect();
        let value = match column.rsplit('_').next() {
            Some("pledges") => articles.len().to_string(),
            Some("articles") => articles.into_iter().collect::<Vec<_>>().join("; "),
            Some("days") => {
                let days = then().map(|reason| {
                    let from = reason.from.unwrap_or(Day::MIN);
                    let end = reason.until.map_or(Day::MAX, Day::next);
                    Interval { from, end }.overlap(&self.period)
                });
                let length = |days: &Interval| days.end.number() - days.from.number();
                let stood: i32 = joined_days(days.collect()).iter().map(length).sum();
                let all = length(&self.period).max(1);
                match rule {
                    Rule::ShareOfDays => (f64::from(stood) / f64::from(all)).to_string(),
                    _ => stood.to_string(),
                }
            }
            _ => self.verdict.to_owned(),
        };
        CellForm { state: "value", value: Some(value) }
    }

    /// Where the corpus and the reasons that ATOP gave differ, in sentences.
    pub(super) fn differences(&self, world: &World, atop: &[Reason]) -> Vec<String> {
        let numbers = |role: &dyn Fn(Role) -> bool| -> Vec<u16> {
            let each = atop.iter().filter(|reason| role(reason.role));
            let mut numbers: Vec<u16> = each
                .filter_map(|reason| reason.what.strip_prefix("ATOP ")?.split(',').next())
                .filter_map(|number| number.parse().ok())
                .collect();
            numbers.dedup();
            numbers
        };
        let counting = numbers(&|role| role == Role::Counts);
        let silent = numbers(&|role| role == Role::Silent);
        let mut said = Vec::new();
        for number in &counting {
            said.extend(self.without_text(world, *number));
        }
        if atop.is_empty() {
            return said;
        }
        for (id, treaty) in self.standing(world) {
            let own: Vec<u16> = treaty.atop_ids().filter_map(|id| id.parse().ok()).collect();
            if own.iter().any(|number| counting.contains(number)) {
                continue;
            }
            let what = match own.as_slice() {
                [] => "it cites no number of ATOP's".to_owned(),
                own if own.iter().any(|number| silent.contains(number)) => {
                    format!("ATOP {} has both and no such promise", joined(own))
                }
                own => format!("ATOP {} does not have both then", joined(own)),
            };
            let why = self.why(world, id);
            said.push(format!("{} stands in the corpus, and {what}{why}", treaty.id));
        }
        said
    }

    /// What an alliance that counts lacks in the corpus, if anything.
    fn without_text(&self, world: &World, number: u16) -> Option<String> {
        let cites = |treaty: &Treaty| treaty.atop_ids().any(|id| id == number.to_string());
        let cited: Vec<(TreatyId, &Treaty)> =
            world.treaties().filter(|(_, treaty)| cites(treaty)).collect();
        if cited.is_empty() {
            return Some(format!(
                "ATOP {number} counts, and the corpus has no treaty that cites it"
            ));
        }
        let standing = self.standing(world);
        if cited.iter().any(|(id, _)| standing.iter().any(|(other, _)| other == id)) {
            return None;
        }
        let names: Vec<&str> = cited.iter().map(|(_, treaty)| treaty.id.as_str()).collect();
        let why = cited.iter().map(|(id, _)| self.why(world, *id)).find(|why| !why.is_empty());
        Some(format!(
            "ATOP {number} counts, and {} in the corpus holds no such duty in the period{}",
            names.join(", "),
            why.or_else(|| self.last_of(&names)).unwrap_or_default()
        ))
    }

    /// The treaties that stand behind the verdict.
    fn standing<'w>(&self, world: &'w World) -> Vec<(TreatyId, &'w Treaty)> {
        let stands = |treaty: &Treaty| {
            self.reasons
                .iter()
                .any(|reason| reason.role == Role::Counts && treaty_of(&reason.what) == treaty.id)
        };
        world.treaties().filter(|(_, treaty)| stands(treaty)).collect()
    }

    /// When the last duty under one of these treaties ended.
    fn last_of(&self, treaties: &[&str]) -> Option<String> {
        let own = self.reasons.iter().filter(|one| treaties.contains(&treaty_of(&one.what)));
        let ended = own.filter_map(|reason| reason.until.filter(|day| *day < self.period.from));
        ended.max().map(|day| format!(": the last such duty ended {day}"))
    }

    /// The treaty's own clause on why it differs from ATOP here: what is said of the states by name goes
    /// before what is said of all.
    fn why(&self, world: &World, treaty: TreatyId) -> String {
        let items = [self.item, AtopItem::Member, AtopItem::Entry, AtopItem::Exit];
        let clauses = &world.treaty(treaty).differs;
        let about = |item: AtopItem, named: bool| {
            clauses.iter().find(|clause| {
                let whom = match named {
                    true => {
                        self.states.iter().any(|one| clause.parties.contains(&Actor::State(*one)))
                    }
                    false => clause.parties.is_empty(),
                };
                whom && clause.on.contains(&item)
            })
        };
        let found =
            items.iter().find_map(|item| about(*item, true).or_else(|| about(*item, false)));
        found.map_or_else(String::new, |clause| format!(": {}", clause.because))
    }
}

/// The treaty of `TREATY/ARTICLE`.
fn treaty_of(what: &str) -> &str {
    what.split('/').next().unwrap_or_default()
}

fn joined(numbers: &[u16]) -> String {
    numbers.iter().map(u16::to_string).collect::<Vec<_>>().join(" and ")
}

/// An article that holds on some days.
fn reason(world: &World, id: TreatyId, article: &str, role: Role, days: Interval) -> Reason {
    let treaty = world.treaty(id);
    let version = treaty.articles.iter().find(|one| &*one.label == article);
    let gist = version.and_then(|one| one.cited.gist.as_deref()).unwrap_or("no gist is written");
    // A series of treaties tells more than the address of a text.
    let order = ["UNTS", "LNTS", "CTS", "BFSP", "official", "GIBLER"];
    let sources = treaty.cited.sources.iter().filter(|source| source.kind != "ATOP");
    let source = sources.min_by_key(|source| {
        order.iter().position(|kind| *kind == source.kind).unwrap_or(order.len())
    });
    let mut told = Reason::new(role, format!("{}/{article}", treaty.id), gist)
        .during(days)
        .fact("treaty", &treaty.title);
    if let Some(source) = source {
        let locator = source.locator.as_deref().unwrap_or_default();
        told = told.fact("citation", format!("{} {locator}", source.kind).trim_end());
    }
    told
}
