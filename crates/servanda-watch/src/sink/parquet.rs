//! A folder of Parquet files, one for each file of a feed that gave alerts, or several where it gave many. A name is
//! the number of that file and of the first alert, so that one that is written again after a crash takes the place of
//! the first.

use super::{Group, Sink, Told};
use crate::durable;
use crate::store::{Pending, Store};
use ::parquet::arrow::ArrowWriter;
use ::parquet::basic::Compression;
use ::parquet::file::properties::WriterProperties;
use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use serde_json::Value;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

/// A folder of Parquet files.
pub(crate) struct Parquet {
    pub(crate) folder: PathBuf,
}

/// Columns of text, and where each stands in an alert.
const TEXTS: [(&str, &str); 11] = [
    ("rule", "/rule"),
    ("case", "/case"),
    ("says", "/says"),
    ("day", "/event/day"),
    ("known", "/event/known"),
    ("trigger", "/event/trigger"),
    ("code", "/event/code"),
    ("feed", "/event/feed"),
    ("by", "/event/by/id"),
    ("toward", "/event/toward/id"),
    ("url", "/event/url"),
];

fn of_parquet(error: impl std::error::Error + Send + Sync + 'static) -> io::Error {
    io::Error::other(error)
}

fn table(group: &[Pending]) -> io::Result<RecordBatch> {
    let alerts: Vec<Value> =
        group.iter().map(|one| serde_json::from_str(&one.body).unwrap_or_default()).collect();
    let text = |column: Vec<Option<String>>| Arc::new(StringArray::from(column)) as ArrayRef;
    let number = |column: Vec<i64>| Arc::new(Int64Array::from(column)) as ArrayRef;
    let mut columns = vec![
        ("key", text(group.iter().map(|one| Some(one.key.clone())).collect())),
        ("revision", number(group.iter().map(|one| one.revision).collect())),
        ("kind", text(group.iter().map(|one| Some(one.kind.clone())).collect())),
    ];
    for (name, pointer) in TEXTS {
        let cell =
            |alert: &Value| alert.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
        columns.push((name, text(alerts.iter().map(cell).collect())));
    }
    let independent = |alert: &Value| alert.get("independent").and_then(Value::as_i64).unwrap_or(0);
    columns.push(("independent", number(alerts.iter().map(independent).collect())));
    let verdicts = |alert: &Value| alert.get("verdicts").map(Value::to_string);
    columns.push(("verdicts", text(alerts.iter().map(verdicts).collect())));
    columns.push(("alert", text(group.iter().map(|one| Some(one.body.clone())).collect())));
    RecordBatch::try_from_iter(columns).map_err(of_parquet)
}

impl Parquet {
    fn write(&self, group: &[Pending]) -> io::Result<()> {
        if !self.folder.exists() {
            std::fs::create_dir_all(&self.folder)?;
            durable::sync_name(&self.folder)?;
        }
        let (batch, first) = group.first().map_or((0, 0), |one| (one.batch, one.seq));
        let table = table(group)?;
        durable::replace(
            &self.folder.join(format!("alerts-{batch:09}-{first:012}.parquet")),
            |out| {
                let properties =
                    WriterProperties::builder().set_compression(Compression::SNAPPY).build();
                let mut writer = ArrowWriter::try_new(&mut *out, table.schema(), Some(properties))
                    .map_err(of_parquet)?;
                writer.write(&table).map_err(of_parquet)?;
                writer.close().map_err(of_parquet)?;
                out.flush()
            },
        )
    }
}

impl Sink for Parquet {
    fn group(&self) -> Group {
        Group::OfOneFile
    }

    fn tell(&mut self, _: &Store, group: &[Pending], place: i64) -> Told {
        match self.write(group) {
            Ok(()) => Told::Yes(place),
            Err(error) => {
                Told::Later(format!("`{}` cannot be written: {error}", self.folder.display()))
            }
        }
    }
}
