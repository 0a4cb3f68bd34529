//! The conflicts of a day as data (`servanda/conflicts/1`) and as a page. Knows what the survey
//! found; asks nothing itself.

use super::form::{ConflictForm, Truncated, conflict_form};
use super::sheet::Sheet;
use crate::engine::survey::{Found, Scope, Survey};
use crate::model::{Actor, World};
use crate::syntax::vocabulary::Verdict;
use crate::time::Day;
use schemars::JsonSchema;
use serde::Serialize;

/// The conflicts of a day.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "The conflicts of a day of servanda")]
pub struct ConflictsForm {
    /// `servanda/conflicts/1`.
    pub schema: String,
    /// The day.
    pub on: Day,
    /// Only attacks on this one; null: on anybody.
    pub target: Option<String>,
    /// Only attacks by this one; null: by anybody.
    pub by: Option<String>,
    /// How many attacks were asked about.
    pub asked: usize,
    /// One entry for each party and pair of norms.
    pub conflicts: Vec<FoundForm>,
    /// Where a surface gives only so many rows: how many there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub truncated: Option<Truncated>,
}

/// One conflict with the attacks that bring it about.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FoundForm {
    /// The conflict, in the first attack.
    #[serde(flatten)]
    pub conflict: ConflictForm,
    /// The attacks that bring it about.
    pub attacks: Vec<AttackForm>,
}

/// One attack.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AttackForm {
    /// By whom.
    pub by: String,
    /// On whom.
    pub on: String,
}

impl ConflictsForm {
    /// What a survey found, as data.
    pub fn of(world: &World, scope: &Scope, survey: &Survey) -> ConflictsForm {
        let id = |actor: Actor| world.id(actor).to_owned();
        let form = |found: &Found| FoundForm {
            conflict: conflict_form(world, &found.conflict),
            attacks: found
                .attacks
                .iter()
                .map(|(by, on)| AttackForm { by: id(*by), on: id(*on) })
                .collect(),
        };
        ConflictsForm {
            schema: "servanda/conflicts/1".into(),
            on: scope.on,
            target: scope.target.map(id),
            by: scope.by.map(id),
            asked: survey.asked,
            conflicts: survey.found.iter().map(form).collect(),
            truncated: None,
        }
    }
}

/// Attacks shown for each conflict at most; JSON and CSV have them all.
const MOST_SHOWN: usize = 6;

/// The conflicts as a page.
pub fn page(world: &World, scope: &Scope, survey: &Survey) -> Sheet {
    let (on, count) = (scope.on, survey.found.len());
    let mut sheet = Sheet::new(match count {
        0 => format!("No two duties exclude each other on {on}"),
        1 => format!("One pair of duties cannot both be kept on {on}"),
        _ => format!("{count} pairs of duties cannot both be kept on {on}"),
    });
    let name = |actor: Actor| world.name(actor, on);
    sheet.text(format!(
        "Asked about {} attacks by or on states that a duty to fight concerns{}{}.",
        survey.asked,
        scope.target.map_or(String::new(), |target| format!(", on {}", name(target))),
        scope.by.map_or(String::new(), |by| format!(", by {}", name(by)))
    ));
    let mut last = None;
    for found in &survey.found {
        if last != Some(found.conflict.party) {
            sheet.heading(name(found.conflict.party));
        }
        last = Some(found.conflict.party);
        let (form, first) = (conflict_form(world, &found.conflict), found.attacks.first());
        let end = match (&form.prevails, &form.by) {
            (Some(side), Some(by)) if side == "one" => {
                format!("{} prevails ({by})", form.one.treaty)
            }
            (Some(_), Some(by)) => format!("{} prevails ({by})", form.other.treaty),
            _ => "no priority settles it".to_owned(),
        };
        let side = |side: &super::form::SideForm| {
            let doubt = match side.verdict {
                Verdict::Depends => " (turns on open findings)",
                _ => "",
            };
            let basis = side.basis.map_or(String::new(), |basis| format!(" [{basis}]"));
            format!("{}/{}/{}{basis}{doubt}", side.treaty, side.article, side.norm)
        };
        let because = &found.conflict.because;
        let (one, other) = (side(&form.one), side(&form.other));
        sheet.item(1, format!("{one} and {other}: {because}; {end}"));
        if let Some((by, on)) = first {
            let more = found.attacks.iter().skip(1).take(MOST_SHOWN - 1);
            let more: Vec<String> =
                more.map(|(by, on)| format!("{} on {}", world.id(*by), world.id(*on))).collect();
            let rest = found.attacks.len().saturating_sub(MOST_SHOWN);
            let mut text = format!("arises in an attack by {} on {}", name(*by), name(*on));
            if !more.is_empty() {
                text = format!("{text}; also {}", more.join(", "));
            }
            if rest > 0 {
                text = format!("{text}, and {rest} more");
            }
            sheet.item(2, text);
        }
    }
    sheet
}

/// The columns of the conflicts as CSV: one row for each attack.
pub const COLUMNS: &[&str] = &[
    "on",
    "by",
    "target",
    "party",
    "one",
    "one_verdict",
    "one_act",
    "one_toward",
    "other",
    "other_verdict",
    "other_act",
    "other_toward",
    "because",
    "prevails",
    "by_rule",
];

/// The rows of the conflicts as CSV.
pub fn rows(form: &ConflictsForm) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for found in &form.conflicts {
        let conflict = &found.conflict;
        let side = |side: &super::form::SideForm| {
            [
                format!("{}/{}/{}", side.treaty, side.article, side.norm),
                side.verdict.to_string(),
                side.act.to_string(),
                side.toward.clone().unwrap_or_default(),
            ]
        };
        for attack in &found.attacks {
            let mut row = vec![
                form.on.to_string(),
                attack.by.clone(),
                attack.on.clone(),
                conflict.party.clone(),
            ];
            row.extend(side(&conflict.one));
            row.extend(side(&conflict.other));
            row.push(conflict.because.clone());
            row.push(conflict.prevails.clone().unwrap_or_default());
            row.push(conflict.by.clone().unwrap_or_default());
            rows.push(row);
        }
    }
    rows
}
