//! A panel as a page: what it is, its columns, its first rows; and the same description as JSON.

use crate::fault::Failure;
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use serde::Serialize;
use servanda::answer::sheet::Sheet;
use servanda_data::panel::{About, Panel};

/// Rows shown.
const SHOWN: usize = 10;

/// A panel's description.
#[derive(Serialize)]
pub(super) struct PanelForm {
    #[serde(flatten)]
    about: About,
    rows: usize,
    columns: Vec<ColumnForm>,
}

/// One column of it.
#[derive(Serialize)]
struct ColumnForm {
    name: String,
    #[serde(rename = "type")]
    kind: String,
    source: Option<String>,
    covered_by: Option<String>,
    meaning: Option<String>,
}

/// What a panel is.
pub(super) fn form(panel: &Panel) -> PanelForm {
    let schema = panel.schema();
    let columns = schema.fields().iter().map(|field| {
        let note = |key: &str| field.metadata().get(key).cloned();
        ColumnForm {
            name: field.name().clone(),
            kind: field.data_type().to_string(),
            source: note("servanda.source"),
            covered_by: note("servanda.covered"),
            meaning: note("servanda.meaning"),
        }
    });
    PanelForm { about: panel.about(), rows: panel.rows(), columns: columns.collect() }
}

/// The same for people, with the first rows.
pub(super) fn page(panel: &Panel) -> Result<Sheet, Failure> {
    let form = form(panel);
    let about = &form.about;
    let mut sheet = Sheet::new(format!("Panel: {}, {} to {}", about.unit, about.from, about.to));
    let list = servanda_data::panel::system_name(panel.plan().scope().system);
    sheet.text(format!(
        "{} rows by the {list} list of states; a part of a period counts by the rule `{}`. Write it to a \
         file with `-o frame.parquet` (or .arrow, .csv).",
        form.rows, about.rule
    ));
    sheet.heading("Columns");
    let columns = form.columns.iter().map(|column| {
        let or_dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "key".to_owned());
        let meaning = column.meaning.clone().unwrap_or_default();
        vec![column.name.clone(), column.kind.clone(), or_dash(&column.source), meaning]
    });
    sheet.grid(&["column", "type", "from", "meaning"], columns.collect());
    let broken = |error: &dyn std::fmt::Display| Failure::internal(&error.to_string());
    if let Some(batch) = panel.batches().next() {
        let batch = batch.map_err(|error| broken(&error))?;
        let options = FormatOptions::new();
        let shown = batch.num_rows().min(SHOWN);
        sheet.heading(format!("The first {shown} rows"));
        let mut rows = Vec::new();
        for row in 0..shown {
            let mut cells = Vec::new();
            for array in batch.columns() {
                let cell = ArrayFormatter::try_new(array, &options)
                    .and_then(|format| format.value(row).try_to_string());
                cells.push(cell.map_err(|error| broken(&error))?);
            }
            rows.push(cells);
        }
        let heads: Vec<&str> = form.columns.iter().map(|column| column.name.as_str()).collect();
        sheet.grid(&heads, rows);
    }
    Ok(sheet)
}
