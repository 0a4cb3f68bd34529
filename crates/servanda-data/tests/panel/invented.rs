//! Invented data in the layouts of research: no row of them is anybody's.

use arrow_array::{ArrayRef, Float64Array, RecordBatch};
use arrow_ipc::writer::FileWriter;
use arrow_schema::{DataType, Field, Schema};
use servanda::model::{System, World};
use servanda_data::atop::{self, invented_member_file};
use servanda_data::panel::{Atop, Built, Frame, Request, Rule, Scope, Sink, build};
use std::sync::Arc;

/// A member file in ATOP's layout, with some rows, each with some cells changed.
pub(crate) fn member_file(rows: &[&[(&str, &str)]]) -> String {
    let invented = invented_member_file();
    let mut lines = invented.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    let first: Vec<&str> = lines.next().unwrap().split(',').collect();
    let mut text = format!("{}\n", header.join(","));
    for changes in rows {
        let mut row = first.clone();
        for (name, value) in *changes {
            row[header.iter().position(|known| known == name).unwrap()] = value;
        }
        text.push_str(&format!("{}\n", row.join(",")));
    }
    text
}

/// Two invented alliances: France and Britain from May 1920 to 1925-06-30, where France alone promises
/// defense; and France and Italy in 1924, where it is not known.
pub(crate) fn pacts() -> String {
    let plain = [("consul", "0"), ("concoreq", "0"), ("dayent", "1"), ("dayexit", "30")];
    let row = |more: &[(&'static str, &'static str)]| [&plain[..], more].concat();
    let long = [("yrent", "1920"), ("moent", "5"), ("yrexit", "1925"), ("moexit", "6")];
    let short = [("yrent", "1924"), ("moent", "2"), ("yrexit", "1924"), ("moexit", "9")];
    let rows = [
        row(&[&long[..], &[("atopid", "9101"), ("member", "220"), ("defense", "1")]].concat()),
        row(&[&long[..], &[("atopid", "9101"), ("member", "200")]].concat()),
        row(&[&short[..], &[("atopid", "9102"), ("member", "220"), ("defense", ".")]].concat()),
        row(&[&short[..], &[("atopid", "9102"), ("member", "325")]].concat()),
    ];
    member_file(&rows.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

pub(crate) fn source(file: &str) -> Atop {
    Atop::new(&atop::members(file.as_bytes()).unwrap())
}

pub(crate) fn scope(unit: &str, from: &str, to: &str, rule: Rule) -> Scope {
    Scope {
        unit: unit.parse().unwrap(),
        system: System::Cow,
        from: from.parse().unwrap(),
        to: to.parse().unwrap(),
        rule,
        beyond_list: true,
    }
}

/// A panel with an invented member file.
pub(crate) fn built(world: &World, scope: Scope, file: &str) -> Built {
    let file = Some(("invented.csv".to_owned(), file.as_bytes().to_vec()));
    build(world, scope, &[Request { name: "atop".into(), file }]).unwrap()
}

/// The same, written and read.
pub(crate) fn frame(world: &World, scope: Scope, file: &str, sink: Sink) -> Frame {
    let mut bytes = Vec::new();
    built(world, scope, file).panel.write(sink, &mut bytes, &mut |_| {}).unwrap();
    Frame::read(bytes).unwrap()
}

pub(crate) fn world() -> World {
    servanda::corpus::empty_world().unwrap()
}

/// The columns of a frame with its description, as one batch.
fn whole(frame: &Frame) -> RecordBatch {
    let names: Vec<&str> =
        frame.schema().fields().iter().map(|field| field.name().as_str()).collect();
    let mut batches = Vec::new();
    let step = &mut |arrays| {
        batches.push(RecordBatch::try_new(frame.schema().clone(), arrays).unwrap());
    };
    frame.each(&names, step).unwrap();
    arrow_select::concat::concat_batches(frame.schema(), &batches).unwrap()
}

fn written(batches: &[&RecordBatch]) -> Frame {
    let mut bytes = Vec::new();
    let schema = batches[0].schema();
    let mut writer = FileWriter::try_new(&mut bytes, &schema).unwrap();
    for batch in batches {
        writer.write(batch).unwrap();
    }
    writer.finish().unwrap();
    drop(writer);
    Frame::read(bytes).unwrap()
}

/// A frame with all its rows twice.
pub(crate) fn doubled(frame: &Frame) -> Frame {
    let batch = whole(frame);
    written(&[&batch, &batch])
}

/// A frame with one more column, whose values come from the keys.
pub(crate) fn with_column(frame: &Frame, name: &str, value: impl Fn(&[String]) -> f64) -> Frame {
    let batch = whole(frame);
    let keys = frame.keys().unwrap();
    let values = (0..frame.rows()).map(|row| value(&keys.words(row)));
    let array = Arc::new(Float64Array::from_iter_values(values)) as ArrayRef;
    let mut fields: Vec<_> = batch.schema().fields().iter().cloned().collect();
    fields.push(Arc::new(Field::new(name, DataType::Float64, true)));
    let schema = Schema::new_with_metadata(fields, batch.schema().metadata().clone());
    let columns = batch.columns().iter().cloned().chain([array]).collect();
    written(&[&RecordBatch::try_new(Arc::new(schema), columns).unwrap()])
}
