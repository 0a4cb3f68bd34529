//! GDELT 2.0, the mentions table: one row for each article that tells of an event of the export table. It has
//! no actors and no code: a mention counts for the event that bears its number.

use super::cells::{LastDay, digits_day, number};
use crate::reject::Reason;
use crate::row::Row;
use crate::schema::{Column, Kind, Schema};
use servanda::time::Day;

pub(super) const SCHEMA: Schema =
    Schema { columns: COLUMNS, separator: b'\t', quoted: false, needed: &[] };

/// One mention of an event.
pub(crate) struct Mention<'a> {
    pub(crate) id: &'a [u8],
    pub(crate) day: Day,
    pub(crate) source: &'a [u8],
}

pub(crate) fn mention<'a>(row: Row<'a>, last: &mut LastDay) -> Result<Mention<'a>, Reason> {
    number("GlobalEventID", row.get(0))?;
    let day = digits_day("MentionTimeDate", row.get(2), last)?;
    Ok(Mention { id: row.get(0), day, source: row.get(4) })
}

const COLUMNS: &[Column] = &[
    Column::new("GlobalEventID", Kind::Number, "the number of the event"),
    Column::new("EventTimeDate", Kind::Stamp, "when the event was first recorded"),
    Column::new("MentionTimeDate", Kind::Stamp, "when this mention was"),
    Column::new(
        "MentionType",
        Kind::Number,
        "1: a page of the web; others: citations, core, JSTOR",
    ),
    Column::new("MentionSourceName", Kind::Text, "who published it"),
    Column::new("MentionIdentifier", Kind::Url, "where it is to be read"),
    Column::new("SentenceID", Kind::Number, "the sentence"),
    Column::new("Actor1CharOffset", Kind::Number, "where the first actor is named"),
    Column::new("Actor2CharOffset", Kind::Number, "where the second actor is named"),
    Column::new("ActionCharOffset", Kind::Number, "where the action is"),
    Column::new("InRawText", Kind::Number, "1: found without rewriting the text"),
    Column::new("Confidence", Kind::Number, "GDELT's own confidence, 10 to 100"),
    Column::new("MentionDocLen", Kind::Number, "length of the article"),
    Column::new("MentionDocTone", Kind::Decimal, "its tone"),
    Column::new("MentionDocTranslationInfo", Kind::Text, "from which language it was translated"),
    Column::new("Extras", Kind::Text, "not used"),
];
