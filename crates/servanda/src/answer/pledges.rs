//! Dated pledges as data (`servanda/pledges/1`), as a flat table and as a page. Knows pairs that the
//! engine found; asks nothing itself.

use super::form::Truncated;
use super::sheet::Sheet;
use crate::engine::pledges::Pledge;
use crate::model::World;
use crate::syntax::vocabulary::{Act, Verdict};
use crate::time::Day;
use schemars::JsonSchema;
use serde::Serialize;

/// Dated pledges.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "The dated pledges of servanda")]
pub struct PledgesForm {
    /// `servanda/pledges/1`.
    pub schema: String,
    /// To do, or leave undone, what.
    pub act: Act,
    /// Only those that stand on this day; null: of every day.
    pub on: Option<Day>,
    /// One entry for each giver, receiver, article and span.
    pub pledges: Vec<PledgeForm>,
    /// What was cut; absent: nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub truncated: Option<Truncated>,
}

/// One pledge.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PledgeForm {
    /// Who gave it.
    pub by: String,
    /// To whom.
    pub to: String,
    /// Under which treaty.
    pub treaty: String,
    /// Under which article.
    pub article: String,
    /// `must` or `must_not`, or `depends` where something has to be found first, such as who attacks.
    pub verdict: Verdict,
    /// `coded, not text` for a treaty written from a data set's codes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<&'static str>,
    /// First day; null: from as far back as days go.
    pub from: Option<Day>,
    /// Last day; null: still standing.
    pub until: Option<Day>,
}

/// The columns of the flat table.
pub const COLUMNS: &[&str] =
    &["by", "to", "treaty", "article", "act", "verdict", "from", "until", "basis"];

impl PledgesForm {
    /// Pledges as data.
    pub fn of(world: &World, act: Act, on: Option<Day>, pledges: &[Pledge]) -> PledgesForm {
        let form = |pledge: &Pledge| PledgeForm {
            by: world.id(pledge.by).into(),
            to: world.id(pledge.to).into(),
            treaty: world.treaty(pledge.treaty).id.clone(),
            article: pledge.article.to_string(),
            verdict: pledge.verdict,
            basis: world.treaty(pledge.treaty).basis(),
            from: Some(pledge.days.from).filter(|day| day.is_known()),
            until: Some(pledge.days.end).filter(|day| day.is_known()).map(|_| pledge.days.last()),
        };
        PledgesForm {
            schema: "servanda/pledges/1".into(),
            act,
            on,
            pledges: pledges.iter().map(form).collect(),
            truncated: None,
        }
    }

    /// The rows of the flat table.
    pub fn rows(&self) -> Vec<Vec<String>> {
        let day = |day: Option<Day>| day.map_or(String::new(), |day| day.to_string());
        let row = |pledge: &PledgeForm| {
            vec![
                pledge.by.clone(),
                pledge.to.clone(),
                pledge.treaty.clone(),
                pledge.article.clone(),
                self.act.to_string(),
                pledge.verdict.to_string(),
                day(pledge.from),
                day(pledge.until),
                pledge.basis.unwrap_or_default().to_owned(),
            ]
        };
        self.pledges.iter().map(row).collect()
    }

    /// The pledges as a page.
    pub fn page(&self) -> Sheet {
        let on = self.on.map_or(String::new(), |day| format!(" on {day}"));
        let act = self.act.to_string().replace('_', " ");
        let mut sheet = Sheet::new(match self.pledges.len() {
            0 => format!("No pledge to {act}{on}"),
            1 => format!("1 pledge to {act}{on}"),
            count => format!("{count} pledges to {act}{on}"),
        });
        if !self.pledges.is_empty() {
            sheet.text(
                "A pledge counts from the first to the last day on which an attack would awaken it. \
                 `depends`: something has to be found first, such as who attacks.",
            );
            let rows = self.rows().into_iter().map(|row| {
                let keep = [0, 1, 2, 3, 5, 6, 7].into_iter();
                keep.filter_map(|at| row.get(at).cloned()).collect()
            });
            let heads = ["by", "to", "treaty", "article", "verdict", "from", "until"];
            sheet.blocks.push(super::sheet::Block::Grid(
                heads.iter().map(|&head| head.to_owned()).collect(),
                rows.collect(),
            ));
        }
        sheet
    }
}
