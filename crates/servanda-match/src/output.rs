//! The rows that come out: one for each event and each pledge that it may awaken. Words are kept by number, as Arrow
//! dictionaries; [`plain`] writes them out for programs that know none.

use crate::fault::MatchFault;
use crate::screen::{Numbered, Screen};
use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, Date32Array, DictionaryArray, Int32Array, Int64Array, RecordBatch, StringArray,
};
use arrow_cast::cast;
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use std::sync::Arc;

/// Rows after which a batch is given away.
pub(crate) const MOST_ROWS: usize = 65_536;

/// The columns: name, type, whether a cell may be null. Words are dictionaries here.
fn fields() -> Vec<(&'static str, DataType, bool)> {
    let words = || DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    vec![
        ("event", DataType::Int64, false),
        ("day", DataType::Date32, false),
        ("known", DataType::Date32, false),
        ("code", DataType::Utf8, false),
        ("trigger", words(), false),
        ("confidence", words(), false),
        ("actor", words(), true),
        ("target", words(), false),
        ("case", DataType::Int64, false),
        ("mentions", DataType::Int32, true),
        ("artifact_days", DataType::Int32, true),
        ("giver", words(), false),
        ("act", words(), false),
        ("treaty", words(), false),
        ("article", words(), false),
        ("verdict", words(), false),
    ]
}

/// The table that comes out; `plain`: with words written out.
pub fn schema(plain: bool) -> SchemaRef {
    let field = |(name, kind, null): (&str, DataType, bool)| {
        let kind = match kind {
            DataType::Dictionary(_, value) if plain => *value,
            kind => kind,
        };
        Field::new(name, kind, null)
    };
    Arc::new(Schema::new(fields().into_iter().map(field).collect::<Vec<_>>()))
}

/// A batch with its words written out.
pub fn plain(batch: &RecordBatch) -> Result<RecordBatch, MatchFault> {
    let schema = schema(true);
    let fault = |error| MatchFault::new(format!("{error}"), "tell the makers: a batch is broken");
    let columns = batch.columns().iter().zip(schema.fields());
    let columns: Result<Vec<ArrayRef>, _> =
        columns.map(|(array, field)| cast(array, field.data_type())).collect();
    RecordBatch::try_new(Arc::clone(&schema), columns.map_err(fault)?).map_err(fault)
}

/// What is said of an event in each of its rows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Head<'a> {
    pub(crate) event: i64,
    pub(crate) day: i32,
    pub(crate) known: i32,
    pub(crate) code: &'a str,
    pub(crate) trigger: i32,
    pub(crate) confidence: i32,
    pub(crate) actor: Option<i32>,
    pub(crate) target: i32,
    pub(crate) case: i64,
    pub(crate) mentions: Option<i32>,
    pub(crate) artifact: Option<i32>,
}

/// Rows that wait for being given away.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    event: Vec<i64>,
    day: Vec<i32>,
    known: Vec<i32>,
    code: Vec<u8>,
    code_ends: Vec<i32>,
    trigger: Vec<i32>,
    confidence: Vec<i32>,
    actor: Vec<Option<i32>>,
    target: Vec<i32>,
    case: Vec<i64>,
    mentions: Vec<Option<i32>>,
    artifact: Vec<Option<i32>>,
    giver: Vec<i32>,
    act: Vec<i32>,
    treaty: Vec<i32>,
    article: Vec<i32>,
    verdict: Vec<i32>,
}

impl Rows {
    pub(crate) fn len(&self) -> usize {
        self.event.len()
    }

    /// Adds one row for each pledge.
    pub(crate) fn add<'p>(
        &mut self,
        head: &Head<'_>,
        pledges: impl Iterator<Item = &'p Numbered>,
    ) -> usize {
        let before = self.giver.len();
        for pledge in pledges {
            self.giver.push(pledge.by);
            self.act.push(pledge.act);
            self.treaty.push(pledge.treaty);
            self.article.push(pledge.article);
            self.verdict.push(pledge.verdict);
        }
        let (rows, new) = (self.giver.len(), self.giver.len() - before);
        self.event.resize(rows, head.event);
        self.day.resize(rows, head.day);
        self.known.resize(rows, head.known);
        for _ in 0..new {
            self.code.extend_from_slice(head.code.as_bytes());
            self.code_ends.push(self.code.len() as i32);
        }
        self.trigger.resize(rows, head.trigger);
        self.confidence.resize(rows, head.confidence);
        self.actor.resize(rows, head.actor);
        self.target.resize(rows, head.target);
        self.case.resize(rows, head.case);
        self.mentions.resize(rows, head.mentions);
        self.artifact.resize(rows, head.artifact);
        new
    }

    /// Everything as a batch; nothing is left.
    pub(crate) fn take(&mut self, screen: &Screen<'_>) -> Result<RecordBatch, MatchFault> {
        let rows = std::mem::take(self);
        let fault = |error| MatchFault::new(format!("{error}"), "tell the makers: rows are broken");
        let words = |numbers: Int32Array, words: &Arc<StringArray>| {
            let values = Arc::clone(words) as ArrayRef;
            let made = DictionaryArray::<Int32Type>::try_new(numbers, values);
            made.map(|array| Arc::new(array) as ArrayRef)
        };
        let list = |numbers: Vec<i32>, of: &Arc<StringArray>| words(Int32Array::from(numbers), of);
        let mut builder = arrow_array::builder::StringBuilder::with_capacity(
            rows.code_ends.len(),
            rows.code.len(),
        );
        let mut from = 0;
        for end in &rows.code_ends {
            let code = rows.code.get(from..*end as usize).unwrap_or_default();
            builder.append_value(std::str::from_utf8(code).unwrap_or_default());
            from = *end as usize;
        }
        let known = &screen.words;
        let columns: Result<Vec<ArrayRef>, _> = [
            Ok(Arc::new(Int64Array::from(rows.event)) as ArrayRef),
            Ok(Arc::new(Date32Array::from(rows.day)) as ArrayRef),
            Ok(Arc::new(Date32Array::from(rows.known)) as ArrayRef),
            Ok(Arc::new(builder.finish()) as ArrayRef),
            list(rows.trigger, &known.triggers),
            list(rows.confidence, &known.confidences),
            words(Int32Array::from(rows.actor), &known.actors),
            list(rows.target, &known.actors),
            Ok(Arc::new(Int64Array::from(rows.case)) as ArrayRef),
            Ok(Arc::new(Int32Array::from(rows.mentions)) as ArrayRef),
            Ok(Arc::new(Int32Array::from(rows.artifact)) as ArrayRef),
            list(rows.giver, &known.actors),
            list(rows.act, &known.acts),
            list(rows.treaty, &known.treaties),
            list(rows.article, &screen.articles()),
            list(rows.verdict, &known.verdicts),
        ]
        .into_iter()
        .collect();
        RecordBatch::try_new(schema(false), columns.map_err(fault)?).map_err(fault)
    }
}
