//! How an answer changes between two days (`servanda/answer-diff/1`). Knows answers as data; asks
//! nothing itself.

use super::form::{Answer, RowForm};
use super::sheet::Sheet;
use super::words::depends_on;
use crate::syntax::vocabulary::{Act, Verdict};
use schemars::JsonSchema;
use serde::Serialize;

/// The difference of two answers to one question.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "How an answer of servanda changes between two days")]
pub struct AnswerDiff {
    /// `servanda/answer-diff/1`.
    pub schema: String,
    /// The question on the first day.
    pub before: String,
    /// The question on the second day.
    pub after: String,
    /// The first day.
    pub from: String,
    /// The second day.
    pub to: String,
    /// How many rows are the same on both days.
    pub same: usize,
    /// Rows of the second day only.
    pub added: Vec<SaysForm>,
    /// Rows of the first day only.
    pub gone: Vec<SaysForm>,
    /// Rows of both days whose verdict, or what it depends on, differs.
    pub changed: Vec<ChangeForm>,
}

/// What a row says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SaysForm {
    /// Id of the party.
    pub party: String,
    /// Its name.
    pub name: String,
    /// The verdict.
    pub verdict: Verdict,
    /// The act.
    pub act: Act,
    /// Toward whom.
    pub toward: Option<String>,
    /// The treaty.
    pub treaty: String,
    /// The article.
    pub article: Option<String>,
    /// The norm.
    pub norm: Option<String>,
    /// `coded, not text`; absent where the treaty was written from its text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<&'static str>,
    /// For `depends`: the minimal sets of findings.
    pub depends_on: Vec<Vec<String>>,
    /// For `none`: why not.
    pub why_not: Option<String>,
}

/// One row on both days.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ChangeForm {
    /// On the first day.
    pub before: SaysForm,
    /// On the second day.
    pub after: SaysForm,
}

impl AnswerDiff {
    /// The difference of two answers.
    pub fn of(before: &Answer, after: &Answer) -> AnswerDiff {
        let (first, second): (Vec<SaysForm>, Vec<SaysForm>) =
            (before.answers.iter().map(says).collect(), after.answers.iter().map(says).collect());
        let same_row = |one: &SaysForm, other: &SaysForm| {
            (&one.party, one.act, &one.toward, &one.treaty, &one.article, &one.norm)
                == (
                    &other.party,
                    other.act,
                    &other.toward,
                    &other.treaty,
                    &other.article,
                    &other.norm,
                )
        };
        let missing = |rows: &[SaysForm], among: &[SaysForm]| -> Vec<SaysForm> {
            let new = rows.iter().filter(|row| !among.iter().any(|other| same_row(row, other)));
            new.cloned().collect()
        };
        let mut same = 0;
        let mut changed = Vec::new();
        for row in &first {
            let Some(other) = second.iter().find(|other| same_row(row, other)) else { continue };
            if row.verdict == other.verdict && row.depends_on == other.depends_on {
                same += 1;
            } else {
                changed.push(ChangeForm { before: row.clone(), after: other.clone() });
            }
        }
        AnswerDiff {
            schema: "servanda/answer-diff/1".into(),
            before: before.question.text.clone(),
            after: after.question.text.clone(),
            from: before.question.on.clone(),
            to: after.question.on.clone(),
            same,
            added: missing(&second, &first),
            gone: missing(&first, &second),
            changed,
        }
    }
}

fn says(row: &RowForm) -> SaysForm {
    SaysForm {
        party: row.party.clone(),
        name: row.name.clone(),
        verdict: row.verdict,
        act: row.act,
        toward: row.toward.clone(),
        treaty: row.treaty.clone(),
        article: row.article.clone(),
        norm: row.norm.clone(),
        basis: row.basis,
        depends_on: row.depends_on.clone(),
        why_not: row.why_not.clone(),
    }
}

/// The difference as a page.
pub fn page(diff: &AnswerDiff) -> Sheet {
    let mut sheet = Sheet::new(format!("{}, against {}", diff.before, diff.to));
    let (added, gone, changed) = (diff.added.len(), diff.gone.len(), diff.changed.len());
    sheet.text(format!(
        "{added} rows added, {gone} gone, {changed} with another verdict, {} the same.",
        diff.same
    ));
    section(&mut sheet, &format!("Added on {}", diff.to), &diff.added, text);
    section(&mut sheet, &format!("Gone since {}", diff.from), &diff.gone, text);
    section(&mut sheet, "Changed", &diff.changed, |change| {
        format!("{}; before: {}", text(&change.after), state(&change.before))
    });
    sheet
}

/// Rows that differ in nothing but the party share a line.
fn section<T: Row>(sheet: &mut Sheet, heading: &str, rows: &[T], text: impl Fn(&T) -> String) {
    if rows.is_empty() {
        return;
    }
    sheet.heading(heading);
    let mut lines: Vec<(String, Vec<String>)> = Vec::new();
    for row in rows {
        let says = text(row);
        let own = row.party();
        let key = says.replace(&format!("judgment of {}", own.party), "its own judgment");
        match lines.iter_mut().find(|(known, _)| *known == key) {
            Some((_, names)) => names.push(own.name.clone()),
            None => lines.push((key, vec![own.name.clone()])),
        }
    }
    for (says, names) in lines {
        sheet.item(1, format!("{}: {says}", names.join(", ")));
    }
}

/// What has a party.
trait Row {
    fn party(&self) -> &SaysForm;
}

impl Row for SaysForm {
    fn party(&self) -> &SaysForm {
        self
    }
}

impl Row for ChangeForm {
    fn party(&self) -> &SaysForm {
        &self.after
    }
}

fn text(row: &SaysForm) -> String {
    let toward = row.toward.as_ref().map_or(String::new(), |toward| format!(" {toward}"));
    let act = row.act.word().replace('_', " ");
    let mut under = row.treaty.clone();
    for part in [&row.article, &row.norm].into_iter().flatten() {
        under = format!("{under}/{part}");
    }
    if let Some(basis) = row.basis {
        under = format!("{under} [{basis}]");
    }
    format!("{act}{toward} under {under}: {}", state(row))
}

fn state(row: &SaysForm) -> String {
    match row.verdict {
        Verdict::Depends => format!("depends, if {}", depends_on(None, &row.depends_on)),
        Verdict::None => format!("none, {}", row.why_not.as_deref().unwrap_or_default()),
        verdict => verdict.word().replace('_', " "),
    }
}
