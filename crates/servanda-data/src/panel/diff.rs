//! Two frames beside each other, cell by cell: rows that only one of them has, and cells that differ by
//! kind of difference. Knows keys, values and the three kinds of cells; knows no source.

mod column;

use super::explain::CellForm;
use super::fault::PanelFault;
use super::plan::system_word;
use super::read::{Frame, KeyPart, covered_by};
use column::Side;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Two frames beside each other.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct FrameDiff {
    /// `servanda/panel-diff/1`.
    pub schema: &'static str,
    /// The unit of both.
    pub unit: String,
    /// The list of states of both.
    pub system: String,
    /// What else is not the same: rule, time, files; in sentences.
    pub notes: Vec<String>,
    /// Rows of the one and of the other.
    pub rows: [usize; 2],
    /// Rows that both have.
    pub common: usize,
    /// Rows that only the one and only the other has.
    pub only: [usize; 2],
    /// Columns that only the one and only the other has.
    pub columns_only: [Vec<String>; 2],
    /// Each column that both have, over the common rows.
    pub columns: Vec<ColumnDiff>,
}

/// The cells of one column, over the rows that both frames have.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ColumnDiff {
    /// Its name.
    pub name: String,
    /// Cells that are the same.
    pub equal: usize,
    /// Cells that differ, by kind: `value to value`, `value to unknown`, `outside to value` ...
    pub differ: BTreeMap<String, usize>,
}

/// A row or a cell in which two frames differ.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Difference {
    /// The key, part by part.
    pub key: Vec<String>,
    /// The same, typed.
    #[serde(skip)]
    pub parts: Vec<KeyPart>,
    /// The column; none where one frame lacks the row.
    pub column: Option<String>,
    /// In the one frame.
    pub before: CellForm,
    /// In the other.
    pub after: CellForm,
}

impl FrameDiff {
    /// Whether the frames say the same in every row and every column that both have.
    pub fn is_equal(&self) -> bool {
        self.only == [0, 0] && self.columns.iter().all(|column| column.differ.is_empty())
    }
}

/// The kinds of a cell, by the number that stands for them.
const KINDS: [&str; 3] = ["value", "unknown", "outside"];

/// Puts two frames beside each other. With `only`, just these columns; `each` hears every difference, rows
/// first and then column by column.
///
/// # Errors
/// Unit or list of states are not the same, a key stands twice in one of them, a column is of neither, or
/// a file is broken.
pub fn diff(
    one: &Frame,
    other: &Frame,
    only: Option<&[String]>,
    each: &mut dyn FnMut(&Difference),
) -> Result<FrameDiff, PanelFault> {
    comparable(one, other)?;
    let (first, second) = (one.keys()?, other.keys()?);
    let told = |which: &str| {
        let which = which.to_owned();
        move |mut fault: PanelFault| {
            fault.cause = format!("the {which} frame: {}", fault.cause);
            fault
        }
    };
    let by_key = (first.order().map_err(told("first"))?, second.order().map_err(told("second"))?);
    let names: BTreeSet<&String> = first.names().iter().chain(second.names()).collect();
    let names: Vec<String> = names.into_iter().cloned().collect();
    let pairs = Pairs::of(
        [&first.ranked(&names), &second.ranked(&names)],
        [by_key.0.as_deref(), by_key.1.as_deref()],
    );
    let row = |there: bool| CellForm { state: if there { "row" } else { "no row" }, value: None };
    let [alone, others] = &pairs.only;
    for (keys, rows, there) in [(first, alone, true), (second, others, false)] {
        for at in rows {
            each(&Difference {
                key: keys.words(*at as usize),
                parts: keys.of(*at as usize),
                column: None,
                before: row(there),
                after: row(!there),
            });
        }
    }
    let (shared, columns_only) = columns(one, other, only)?;
    let mut found = FrameDiff {
        schema: "servanda/panel-diff/1",
        unit: one.about().unit.clone(),
        system: one.about().system.clone(),
        notes: notes(one, other),
        rows: [one.rows(), other.rows()],
        common: pairs.common.len(),
        only: [alone.len(), others.len()],
        columns_only,
        columns: Vec::new(),
    };
    for name in shared {
        found.columns.push(column(one, other, &name, &pairs, each)?);
    }
    Ok(found)
}

/// Refuses frames whose rows are not rows of the same.
fn comparable(one: &Frame, other: &Frame) -> Result<(), PanelFault> {
    let (first, second) = (one.scope(), other.scope());
    let (what, [said, own]) = if first.unit != second.unit {
        ("units", [first.unit.to_string(), second.unit.to_string()])
    } else if first.system != second.system {
        ("lists of states", [first.system, second.system].map(|own| system_word(own).to_owned()))
    } else if one.key_names() != other.key_names() {
        ("kinds of alliances", [one, other].map(|frame| frame.key_names().join(", ")))
    } else {
        return Ok(());
    };
    Err(PanelFault::new(
        format!("the frames are of two {what}: `{said}` and `{own}`"),
        "compare frames whose rows are rows of the same",
    ))
}

/// What else of the two descriptions is not the same.
fn notes(one: &Frame, other: &Frame) -> Vec<String> {
    let (first, second) = (one.about(), other.about());
    let mut notes = Vec::new();
    let mut told = |what: &str, one: String, other: String| {
        if one != other {
            notes.push(format!("{what}: `{one}` and `{other}`"));
        }
    };
    told("rule for parts of a period", first.rule.clone(), second.rule.clone());
    let time = |about: &super::frame::About| format!("{} to {}", about.from, about.to);
    told("time", time(first), time(second));
    for added in &first.sources {
        let Some(same) = second.sources.iter().find(|same| same.name == added.name) else {
            continue;
        };
        let file = |stamp: &Option<super::frame::Stamp>| {
            stamp.as_ref().map_or("no file".to_owned(), |stamp| {
                let hash = super::explain::short(&stamp.blake3);
                format!("{} {} ({hash})", stamp.file, stamp.version)
            })
        };
        told(&format!("file of {}", added.name), file(&added.stamp), file(&same.stamp));
    }
    notes
}

/// The columns to compare, and those that only one frame has.
fn columns(
    one: &Frame,
    other: &Frame,
    only: Option<&[String]>,
) -> Result<(Vec<String>, [Vec<String>; 2]), PanelFault> {
    let names = |frame: &Frame| -> Vec<String> {
        frame.value_columns().map(|field| field.name().clone()).collect()
    };
    let (first, second) = (names(one), names(other));
    if let Some(only) = only {
        for name in only {
            if let Some(which) = [(&first, "first"), (&second, "second")]
                .iter()
                .find(|(names, _)| !names.contains(name))
            {
                return Err(PanelFault::new(
                    format!("the {} frame has no column `{name}` of values", which.1),
                    format!("both have {}", shared(&first, &second).join(", ")),
                ));
            }
        }
        return Ok((only.to_vec(), [Vec::new(), Vec::new()]));
    }
    let without = |names: &[String], others: &[String]| {
        names.iter().filter(|name| !others.contains(name)).cloned().collect::<Vec<_>>()
    };
    let alone = [without(&first, &second), without(&second, &first)];
    Ok((shared(&first, &second), alone))
}

fn shared(first: &[String], second: &[String]) -> Vec<String> {
    first.iter().filter(|name| second.contains(name)).cloned().collect()
}

/// Which rows of two frames have one key.
struct Pairs {
    common: Vec<[u32; 2]>,
    only: [Vec<u32>; 2],
}

impl Pairs {
    /// Walks both in the order of their keys.
    fn of(keys: [&[u128]; 2], orders: [Option<&[u32]>; 2]) -> Pairs {
        let row = |side: usize, at: usize| -> Option<(u32, u128)> {
            let keys = keys.get(side)?;
            let row = match orders.get(side)? {
                Some(order) => *order.get(at)?,
                None => at as u32,
            };
            Some((row, *keys.get(row as usize)?))
        };
        let mut pairs = Pairs { common: Vec::new(), only: [Vec::new(), Vec::new()] };
        let [alone, others] = &mut pairs.only;
        let (mut first, mut second) = (0, 0);
        loop {
            match (row(0, first), row(1, second)) {
                (None, None) => break,
                (Some((one, key)), Some((other, same))) if key == same => {
                    pairs.common.push([one, other]);
                    (first, second) = (first + 1, second + 1);
                }
                (Some((one, key)), other) if other.is_none_or(|(_, other)| key < other) => {
                    alone.push(one);
                    first += 1;
                }
                (_, Some((other, _))) => {
                    others.push(other);
                    second += 1;
                }
                (Some(_), None) => break,
            }
        }
        pairs
    }
}

/// One column of both, over the common rows.
fn column(
    one: &Frame,
    other: &Frame,
    name: &str,
    pairs: &Pairs,
    each: &mut dyn FnMut(&Difference),
) -> Result<ColumnDiff, PanelFault> {
    let mut words = BTreeMap::new();
    let read = |frame: &Frame, words: &mut BTreeMap<String, u32>| {
        let covered = frame.column(name).and_then(covered_by).map(str::to_owned);
        Side::read(frame, name, covered.as_deref(), words)
    };
    let (first, second) = (read(one, &mut words)?, read(other, &mut words)?);
    let mut listed = vec![String::new(); words.len()];
    for (word, at) in words {
        if let Some(place) = listed.get_mut(at as usize) {
            *place = word;
        }
    }
    let keys = one.keys()?;
    let mut found = ColumnDiff { name: name.to_owned(), equal: 0, differ: BTreeMap::new() };
    for [before, after] in &pairs.common {
        let (before, after) = (*before as usize, *after as usize);
        if first.same(before, &second, after) {
            found.equal += 1;
            continue;
        }
        let (from, to) = (first.form(before, &listed), second.form(after, &listed));
        *found.differ.entry(format!("{} to {}", from.state, to.state)).or_default() += 1;
        each(&Difference {
            key: keys.words(before),
            parts: keys.of(before),
            column: Some(name.to_owned()),
            before: from,
            after: to,
        });
    }
    Ok(found)
}
