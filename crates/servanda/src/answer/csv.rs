//! The answer as a flat table (CSV): one row for each party and norm.

use super::form::outside;
use crate::engine::{Reply, Row};
use crate::model::Actor;

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
    "basis",
];

/// Writes the fields of one row to `record`, in the order of [`COLUMNS`]. Sets of findings are joined
/// by ` & `, and several sets by ` | `.
pub fn push_fields(reply: &Reply<'_>, row: &Row, record: &mut ::csv::ByteRecord) {
    let (world, question) = (reply.case.world, reply.case.question);
    let on = question.on;
    push_question(reply, record);
    let mut text = |text: &str| record.push_field(text.as_bytes());
    text(world.id(row.party));
    text(world.name(row.party, on));
    match row.party {
        Actor::State(state) => {
            let (ccode, gwcode) = world.codes(state, on);
            for code in [ccode, gwcode] {
                text(&code.map_or(String::new(), |code| code.to_string()));
            }
            text(world.states.get(state).iso3.as_deref().unwrap_or_default());
        }
        Actor::Entity(_) => ["", "", ""].into_iter().for_each(&mut text),
    }
    text(row.verdict.word());
    text(row.act.word());
    text(row.toward.map_or("", |toward| world.id(toward)));
    text(&world.treaty(row.treaty).id);
    text(&row.article);
    text(&row.norm);
    text(row.extent.as_deref().unwrap_or_default());
    let sets: Vec<String> = row.depends_on.iter().map(|set| set.join(" & ")).collect();
    text(&sets.join(" | "));
    text(row.why_not.as_deref().unwrap_or_default());
    text(world.treaty(row.treaty).basis().unwrap_or_default());
}

fn push_question(reply: &Reply<'_>, record: &mut ::csv::ByteRecord) {
    let (world, question) = (reply.case.world, reply.case.question);
    let ids: Vec<&str> = question.actors.iter().map(|actor| world.id(*actor)).collect();
    record.push_field(question.on.to_string().as_bytes());
    record.push_field(question.kind.word().as_bytes());
    record.push_field(question.target.map_or("", |target| world.id(target)).as_bytes());
    record.push_field(ids.join("+").as_bytes());
}

/// Writes the one row of a question that has none: no party, no verdict, and which kind of nothing
/// it is under `why_not`.
pub fn push_nothing(reply: &Reply<'_>, record: &mut ::csv::ByteRecord) {
    push_question(reply, record);
    for _ in 6..COLUMNS.len() {
        record.push_field(b"");
    }
    let nothing =
        outside(reply).map_or("no duty".to_owned(), |why| format!("outside the data: {why}"));
    record.push_field(nothing.as_bytes());
    record.push_field(b"");
}

/// The whole answer as CSV with a header.
pub fn render(reply: &Reply<'_>) -> String {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    let mut record = ::csv::ByteRecord::from(COLUMNS.to_vec());
    let mut write = |record: &::csv::ByteRecord| {
        // Writing to memory cannot fail, and every row has the header's number of fields.
        let written = writer.write_byte_record(record);
        debug_assert!(written.is_ok(), "a row has as many fields as the header");
    };
    write(&record);
    for row in &reply.rows {
        record.clear();
        push_fields(reply, row, &mut record);
        write(&record);
    }
    if reply.rows.is_empty() {
        record.clear();
        push_nothing(reply, &mut record);
        write(&record);
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}
