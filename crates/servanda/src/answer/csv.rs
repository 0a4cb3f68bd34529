//! The answer as a flat table (CSV) and as lines of JSON (NDJSON): one row for each party and norm.

use super::form::{Answer, RowForm};

/// The columns of the flat table.
pub const COLUMNS: &[&str] = &[
    "on",
    "kind",
    "target",
    "actor",
    "party",
    "name",
    "ccode",
    "gwcode",
    "iso3",
    "verdict",
    "act",
    "toward",
    "treaty",
    "article",
    "norm",
    "extent",
    "depends_on",
    "why_not",
];

/// The fields of one row, in the order of [`COLUMNS`]. Sets of findings are joined by ` & `, and
/// several sets by ` | `.
pub fn fields(answer: &Answer, row: &RowForm) -> Vec<String> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let code = |code: Option<u16>| code.map_or(String::new(), |code| code.to_string());
    let question = &answer.question;
    let sets: Vec<String> = row.depends_on.iter().map(|set| set.join(" & ")).collect();
    vec![
        question.on.clone(),
        question.kind.word().into(),
        text(&question.target),
        text(&question.actor),
        row.party.clone(),
        row.name.clone(),
        code(row.ccode),
        code(row.gwcode),
        text(&row.iso3),
        row.verdict.word().into(),
        row.act.word().into(),
        text(&row.toward),
        row.treaty.clone(),
        text(&row.article),
        text(&row.norm),
        text(&row.extent),
        sets.join(" | "),
        text(&row.why_not),
    ]
}

/// The whole answer as CSV with a header.
pub fn render(answer: &Answer) -> String {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    let mut write = |fields: &[String]| {
        // Writing to memory cannot fail.
        let written = writer.write_record(fields);
        debug_assert!(written.is_ok(), "a row has as many fields as the header");
    };
    write(&COLUMNS.iter().map(|column| (*column).to_owned()).collect::<Vec<_>>());
    for row in &answer.answers {
        write(&fields(answer, row));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}
