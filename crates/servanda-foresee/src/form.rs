//! Prospects as data: the JSON contract `servanda/foresee/1`, and the same as flat rows. Computes nothing.

use crate::cascade::Outcome;
use crate::history::Exits;
use crate::honor::{Counted, Published};
use crate::rates::{Incidence, Rate};
use schemars::JsonSchema;
use serde::Serialize;
use servanda::time::Day;

/// The published schema.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(ForeseeForm).to_value()
}

/// The prospects of one organization, or of two on the same terms.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
#[schemars(title = "The prospects of servanda foresee")]
pub struct ForeseeForm {
    /// `servanda/foresee/1`.
    pub schema: String,
    /// The question in words.
    pub question: String,
    /// First day, and the day on which members and pledges are looked up.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// The attacker, where one is named.
    pub by: Option<String>,
    /// The seed of every draw.
    pub seed: u64,
    /// Draws of each cascade.
    pub draws: usize,
    /// The answer in sentences.
    pub answer: Vec<String>,
    /// What every reader must know before using a figure.
    pub warnings: Vec<String>,
    /// One organization, or two.
    pub organizations: Vec<Organization>,
    /// Crude rates of ending, known before the first day.
    pub rates: Vec<Rate>,
    /// Cumulative incidence of endings by age, known before the first day.
    pub incidence: Vec<Incidence>,
    /// How members left alliances of every kind.
    pub exits: Option<Exits>,
    /// How often pledges were honored, as published.
    pub published: Vec<Published>,
    /// How often they were, by our own count.
    pub counted: Vec<Counted>,
    /// How honor is coded in our own count.
    pub honor_is: &'static str,
    /// Files that were not given, and what each would add.
    pub missing: Vec<Missing>,
    /// Who is to be cited.
    pub sources: Vec<String>,
}

/// A file that was not given.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct Missing {
    /// How it is named.
    pub option: &'static str,
    /// What it would add.
    pub adds: &'static str,
}

/// One organization.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Organization {
    /// The treaty's id.
    pub treaty: String,
    /// Its title.
    pub title: String,
    /// Its members on the first day.
    pub members: Vec<MemberForm>,
    /// How long it may last; null without the alliance file, or where it is not in it.
    pub hazard: Option<Hazard>,
    /// How members left it, in the data's own span.
    pub exits: Option<Exits>,
    /// An attack on each member.
    pub cascade: Vec<Attack>,
    /// The same on average over members, under each assumption.
    pub factors: Vec<Factor>,
}

/// A member on the first day.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct MemberForm {
    /// Its id.
    pub id: String,
    /// Its share of the world's capabilities; null where not known.
    pub capability: Option<f64>,
    /// Other treaties under which it owes aid to states outside this one.
    pub pledged_elsewhere: Vec<String>,
}

/// How long an alliance may last.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Hazard {
    /// ATOP's number.
    pub atop_id: u16,
    /// In which year it began.
    pub begin: i32,
    /// The last year that the model was trained on.
    pub trained_to: i32,
    /// Alliance-years of training, and endings in them.
    pub training: [usize; 2],
    /// The penalty that the folds chose.
    pub penalty: f64,
    /// The chance of ending, year by year.
    pub years: Vec<HazardYear>,
    /// The chance to be in force through the last year: by the model, and by the recent-era constant.
    pub lasts: [f64; 2],
    /// What the figures are worth.
    pub warning: String,
}

/// The chance of ending in one year.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct HazardYear {
    /// The year.
    pub year: i32,
    /// By the ridge logit.
    pub model: f64,
    /// By the crude rate of the twenty years before the first day.
    pub constant: f64,
}

/// An attack on one member.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Attack {
    /// The member attacked.
    pub victim: String,
    /// The parties that the engine finds called, and those for which a finding is left open.
    pub called: Vec<String>,
    /// Of these, the ones that an open question decides about.
    pub open: Vec<String>,
    /// Capability of the victim.
    pub own_capability: Option<f64>,
    /// Capability of the attacker, where one is named.
    pub attacker_capability: Option<f64>,
    /// Each party decides alone.
    pub independent: Outcome,
    /// A common factor stands behind all.
    pub correlated: Outcome,
}

/// The cascade on average over the members attacked, under one assumption.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Factor {
    /// Its name.
    pub factor: String,
    /// What is assumed, and whose number it is.
    pub assumes: String,
    /// The chance that a called party honors its pledge, before the factor.
    pub chance: f64,
    /// The correlation.
    pub correlation: f64,
    /// Parties called.
    pub called: f64,
    /// Expected helpers.
    pub helpers: f64,
    /// The numbers of helpers below which 5 and 95 % of the draws lie, on average.
    pub span: [f64; 2],
    /// Chance that nobody comes.
    pub nobody: f64,
    /// Expected capability of the helpers; null where not known.
    pub capability: Option<f64>,
    /// Chance that victim and helpers are the stronger side; null where not known.
    pub stronger: Option<f64>,
}

/// The columns of the flat table.
pub const COLUMNS: &[&str] = &[
    "section",
    "organization",
    "group",
    "figure",
    "value",
    "low",
    "high",
    "events",
    "exposure",
    "source",
];

/// A number with four digits that count; nothing where there is none.
pub fn shown(value: Option<f64>) -> String {
    value.map_or(String::new(), |value| format!("{value:.4}"))
}

/// The parts of one flat row that are not empty.
struct Flat<'f> {
    section: &'f str,
    organization: &'f str,
    group: &'f str,
    source: &'f str,
}

impl Flat<'_> {
    fn row(
        &self,
        figure: &str,
        value: Option<f64>,
        span: Option<[f64; 2]>,
        counts: Option<[usize; 2]>,
    ) -> Vec<String> {
        let [low, high] = [0, 1].map(|at| shown(span.and_then(|span| span.get(at).copied())));
        let count = |at: usize| {
            counts
                .and_then(|counts| counts.get(at).copied())
                .map_or(String::new(), |n| n.to_string())
        };
        let words = [self.section, self.organization, self.group, figure].map(str::to_owned);
        let numbers = [shown(value), low, high, count(0), count(1), self.source.to_owned()];
        words.into_iter().chain(numbers).collect()
    }
}

const ATOP: &str = "ATOP 5.1, your file";
const OURS: &str = "ours, from your files";
const DRAWN: &str = "drawn, see seed";

impl ForeseeForm {
    /// The rows of the flat table.
    pub fn rows(&self) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        for one in &self.rates {
            let flat = Flat { section: "rate", organization: "", group: &one.group, source: ATOP };
            let counts = Some([one.events, one.exposure]);
            rows.push(flat.row(&one.outcome, one.rate, one.interval, counts));
        }
        for one in &self.incidence {
            let flat =
                Flat { section: "incidence", organization: "", group: &one.group, source: ATOP };
            let ways = crate::history::Outcome::ALL.iter().zip(one.ended).zip(one.intervals);
            for ((way, share), interval) in ways {
                let figure = format!("{} by age {}", way.word(), one.age);
                rows.push(flat.row(&figure, Some(share), Some(interval), None));
            }
        }
        for one in &self.published {
            let group = format!("{}, {}", one.of, one.years);
            let flat =
                Flat { section: "honored", organization: "", group: &group, source: one.source };
            rows.push(flat.row("share honored", Some(one.rate), None, None));
        }
        for one in &self.counted {
            let group = format!("{}, {}, {}, {}", one.rule, one.unit, one.treaties, one.years);
            let flat = Flat { section: "honored", organization: "", group: &group, source: OURS };
            let counts = Some([one.honored, one.called]);
            rows.push(flat.row("share honored", one.rate, one.interval, counts));
        }
        rows.extend(self.organizations.iter().flat_map(organization_rows));
        rows
    }
}

fn flat<'f>(one: &'f Organization, section: &'f str, group: &'f str, source: &'f str) -> Flat<'f> {
    Flat { section, organization: &one.treaty, group, source }
}

fn organization_rows(one: &Organization) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for year in one.hazard.iter().flat_map(|hazard| &hazard.years) {
        let group = year.year.to_string();
        rows.push(flat(one, "hazard", &group, ATOP).row(
            "ridge logit",
            Some(year.model),
            None,
            None,
        ));
        let constant = flat(one, "hazard", &group, ATOP);
        rows.push(constant.row("recent-era constant", Some(year.constant), None, None));
    }
    for attack in &one.cascade {
        let group = format!("attack on {}", attack.victim);
        for (how, found) in
            [("independent", &attack.independent), ("correlated", &attack.correlated)]
        {
            let flat = flat(one, "cascade", &group, DRAWN);
            let [low, _, high] = found.quantiles;
            rows.push(flat.row(
                &format!("helpers, {how}"),
                Some(found.helpers),
                Some([low, high]),
                None,
            ));
            rows.push(flat.row(&format!("nobody comes, {how}"), Some(found.nobody), None, None));
            rows.push(flat.row(
                &format!("capability that comes, {how}"),
                found.capability,
                None,
                None,
            ));
        }
    }
    for factor in &one.factors {
        let flat = flat(one, "factor", &factor.factor, DRAWN);
        rows.push(flat.row("helpers", Some(factor.helpers), Some(factor.span), None));
        rows.push(flat.row("nobody comes", Some(factor.nobody), None, None));
        rows.push(flat.row("capability that comes", factor.capability, None, None));
    }
    rows
}
