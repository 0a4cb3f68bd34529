//! What an import did, as data (`servanda/import/1`) and as a page: rows read and not read, treaties
//! written, what stands out in the file, and how the coded treaties stand to those of the corpus.
//! Knows no file layout.

use super::sheet::Sheet;
use crate::model::{TreatyId, World};
use crate::syntax::vocabulary::Act;
use schemars::JsonSchema;
use serde::Serialize;

/// Faults that a page shows of one kind; the rest is counted. JSON and CSV have all.
const MOST_SHOWN: usize = 20;

/// What an import did.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "An import of servanda")]
pub struct ImportForm {
    /// `servanda/import/1`.
    pub schema: String,
    /// The data set.
    pub data: String,
    /// Its version, as its file says.
    pub version: String,
    /// Rows that were read.
    pub rows: usize,
    /// Treaties that were made of them.
    pub treaties: usize,
    /// The norms of those treaties.
    pub norms: usize,
    /// The folder they were written to; null: nothing was written.
    pub folder: Option<String>,
    /// Rows that could not be read, and faults of the file. Their number decides the exit status.
    pub faults: Vec<RowFaultForm>,
    /// Rows that were read and left out, because their member is no state.
    pub left_out: Vec<RowFaultForm>,
    /// Coded treaties that give way to one written from its text, and where the two differ.
    pub gives_way: Vec<GivesWayForm>,
    /// Treaty files of the folder that this import did not write.
    pub others: Vec<String>,
}

/// One row with a fault.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RowFaultForm {
    /// The file.
    pub file: String,
    /// The line; null for the file as a whole.
    pub line: Option<usize>,
    /// The column.
    pub column: Option<String>,
    /// What was met.
    pub cause: String,
    /// What to do about it.
    pub remedy: String,
}

/// One coded treaty with the treaty that goes before it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GivesWayForm {
    /// The coded treaty.
    pub coded: String,
    /// The one that was written from its text.
    pub to: String,
    /// Acts that only the codes pledge.
    pub only_coded: Vec<Act>,
    /// Acts that only the text pledges, of those that the codes know.
    pub only_text: Vec<Act>,
}

/// The acts that codes know.
const CODED_ACTS: &[Act] = &[Act::Aid, Act::Attack, Act::StayNeutral, Act::NotAttack, Act::Consult];

impl GivesWayForm {
    /// How a coded treaty of one world stands to the treaties of another that cite the same number.
    pub fn of(coded: &World, id: TreatyId, texts: &World) -> Option<GivesWayForm> {
        let treaty = coded.treaty(id);
        let number = treaty.atop_ids().next()?;
        let same = |(_, other): &(TreatyId, &crate::model::Treaty)| {
            other.coded.is_none() && other.atop_ids().any(|cited| cited == number)
        };
        let others: Vec<(TreatyId, &crate::model::Treaty)> =
            texts.treaties().filter(same).collect();
        let (_, first) = others.first()?;
        let pledges = |world: &World, ids: &[TreatyId], act: Act| {
            world.norms().any(|(of, _, _, norm)| ids.contains(&of) && norm.duty.act == act)
        };
        let ids: Vec<TreatyId> = others.iter().map(|(id, _)| *id).collect();
        let (mut only_coded, mut only_text) = (Vec::new(), Vec::new());
        for act in CODED_ACTS.iter().copied() {
            match (pledges(coded, &[id], act), pledges(texts, &ids, act)) {
                (true, false) => only_coded.push(act),
                (false, true) => only_text.push(act),
                _ => {}
            }
        }
        Some(GivesWayForm { coded: treaty.id.clone(), to: first.id.clone(), only_coded, only_text })
    }

    fn differs(&self) -> bool {
        !self.only_coded.is_empty() || !self.only_text.is_empty()
    }
}

/// The columns of the faults as CSV.
pub const COLUMNS: &[&str] = &["kind", "file", "line", "column", "cause", "remedy"];

/// The rows of the faults as CSV: what could not be read, and what was left out.
pub fn rows(form: &ImportForm) -> Vec<Vec<String>> {
    let faults = form.faults.iter().map(|fault| ("fault", fault));
    let left_out = form.left_out.iter().map(|fault| ("left out", fault));
    let each = faults.chain(left_out).map(|(kind, fault)| {
        vec![
            kind.to_owned(),
            fault.file.clone(),
            fault.line.map_or(String::new(), |line| line.to_string()),
            fault.column.clone().unwrap_or_default(),
            fault.cause.clone(),
            fault.remedy.clone(),
        ]
    });
    each.collect()
}

/// The import as a page.
pub fn page(form: &ImportForm) -> Sheet {
    let mut sheet = Sheet::new(format!("{} {}", form.data, form.version));
    sheet.text(format!(
        "{} read; {}, {}, each marked `coded from {} \"{}\"`.",
        counted(form.rows, "row"),
        counted(form.treaties, "treaty"),
        counted(form.norms, "norm"),
        form.data,
        form.version
    ));
    match &form.folder {
        Some(folder) => sheet.text(format!("Written to {folder}: ask with `--add {folder}`.")),
        None => sheet.text("Nothing is written: name a folder with `-o FOLDER`."),
    }
    faults(&mut sheet, "Rows that could not be read, and faults of the file", &form.faults);
    faults(&mut sheet, "Left out", &form.left_out);
    if !form.gives_way.is_empty() {
        sheet.heading("Beside the corpus");
        let differ: Vec<&GivesWayForm> =
            form.gives_way.iter().filter(|one| one.differs()).collect();
        sheet.text(format!(
            "{} of them give way to a treaty written from the text of the same alliance; in {} the \
             kinds of pledges differ. `servanda diff --against atop` compares day for day.",
            form.gives_way.len(),
            differ.len()
        ));
        for one in differ {
            sheet.item(1, difference(one));
        }
    }
    if !form.others.is_empty() {
        sheet.heading("Other treaty files in the folder");
        sheet.text(format!("They are as they were: {}.", form.others.join(", ")));
    }
    sheet
}

fn counted(count: usize, what: &str) -> String {
    match (count, what) {
        (1, what) => format!("1 {what}"),
        (count, "treaty") => format!("{count} treaties"),
        (count, what) => format!("{count} {what}s"),
    }
}

fn difference(one: &GivesWayForm) -> String {
    let acts = |acts: &[Act]| acts.iter().map(|act| act.word()).collect::<Vec<_>>().join(", ");
    let mut parts = Vec::new();
    if !one.only_coded.is_empty() {
        parts.push(format!("the codes also have {}", acts(&one.only_coded)));
    }
    if !one.only_text.is_empty() {
        parts.push(format!("the text also has {}", acts(&one.only_text)));
    }
    format!("{} and {}: {}", one.coded, one.to, parts.join("; "))
}

fn faults(sheet: &mut Sheet, heading: &str, list: &[RowFaultForm]) {
    if list.is_empty() {
        return;
    }
    sheet.heading(format!("{heading} ({})", list.len()));
    for fault in list.iter().take(MOST_SHOWN) {
        let line = fault.line.map_or(String::new(), |line| format!(", line {line}"));
        let column = fault.column.as_ref().map_or(String::new(), |name| format!(", column {name}"));
        let name = fault.file.rsplit(['/', '\\']).next().unwrap_or_default();
        sheet.item(1, format!("{name}{line}{column}: {} ({})", fault.cause, fault.remedy));
    }
    if list.len() > MOST_SHOWN {
        let rest = list.len() - MOST_SHOWN;
        sheet.item(1, format!("... and {rest} more; `-f csv` and `-f json` have all"));
    }
}
