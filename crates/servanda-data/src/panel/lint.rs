//! What in a frame is hardly plausible: allies who fight each other, members that are counted after they
//! left, promises one way only, shares beyond one, rows that stand twice. A finding is a question to the
//! data and no proof of a fault. Knows the names of columns that research uses.

mod left;
mod span;

use super::atop::{Atop, Pact};
use super::fault::PanelFault;
use super::read::Frame;
use super::unit::Of;
use arrow_array::cast::AsArray;
use arrow_array::types::Float64Type;
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use left::Leavers;
use serde::Serialize;
use servanda::model::World;
use span::Marks;

/// What is looked for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LintRule {
    /// A key stands on two rows.
    Duplicate,
    /// Two states are pledged to help each other and have a dispute or war with each other.
    AlliesAtWar,
    /// A pledge is counted after the corpus says that the member left.
    LeftMember,
    /// Of two states one is pledged to help the other and not the other way round.
    OneWay,
    /// A share lies below zero or above one.
    NoShare,
}

impl LintRule {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            LintRule::Duplicate => "duplicate",
            LintRule::AlliesAtWar => "allies-at-war",
            LintRule::LeftMember => "left-member",
            LintRule::OneWay => "one-way",
            LintRule::NoShare => "no-share",
        }
    }
}

/// One finding: a subject over periods in a row.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct Finding {
    /// What was looked for.
    pub rule: LintRule,
    /// The key without its time, `371-373`.
    pub subject: String,
    /// The first period.
    pub from: String,
    /// The last period.
    pub to: String,
    /// How many rows.
    pub rows: usize,
    /// Why it is hardly plausible.
    pub reason: String,
}

/// Looks through a frame. The world says who left which treaty; ATOP's rows, where given, name the
/// alliances behind a finding.
///
/// # Errors
/// The file is broken.
pub fn lint(frame: &Frame, world: &World, atop: Option<&Atop>) -> Result<Vec<Finding>, PanelFault> {
    let mut found = duplicates(frame)?;
    let pairs = matches!(frame.scope().unit.of, Of::Dyad | Of::DirectedDyad);
    let mut marks = Marks::new(frame)?;
    if pairs {
        let allied = flags(frame, "atop_defense")?;
        let aid = pledged(frame)?;
        for (name, ally) in [("atop_defense", &allied), ("servanda_aid", &aid)] {
            let Some(ally) = ally else { continue };
            for conflict in conflicts(frame) {
                let Some(fights) = flags(frame, &conflict)? else { continue };
                let rows = rows(ally, |row| fights.get(row) == Some(&1));
                let reason = format!("pledged to help by `{name}`, and `{conflict}` is 1");
                marks.add(LintRule::AlliesAtWar, rows, |_| Some(reason.clone()));
            }
        }
        if let Some(allied) = &allied {
            left(frame, world, allied, &mut marks);
            if frame.scope().unit.of == Of::DirectedDyad {
                let reason = "`atop_defense` is 1 one way and 0 the other way";
                let rows = rows(allied, |row| {
                    marks.back(row).and_then(|other| allied.get(other)) == Some(&0)
                });
                marks.add(LintRule::OneWay, rows, |_| Some(reason.to_owned()));
            }
        }
    }
    for name in ["cinc", "cinc1", "cinc2"] {
        let wrong = beyond_share(frame, name)?;
        let reason = format!("`{name}` is a share, and lies outside 0 to 1");
        marks.add(LintRule::NoShare, wrong, |_| Some(reason.clone()));
    }
    found.extend(marks.findings(world, atop));
    found.sort();
    Ok(found)
}

/// The rows whose flag is one and that fit.
fn rows(flags: &[i8], fits: impl Fn(usize) -> bool) -> Vec<u32> {
    let each = flags.iter().enumerate();
    let each = each.filter(|(row, flag)| **flag == 1 && fits(*row));
    each.map(|(row, _)| row as u32).collect()
}

fn duplicates(frame: &Frame) -> Result<Vec<Finding>, PanelFault> {
    let keys = frame.keys()?;
    let each = keys.doubles().into_iter().map(|(first, again)| {
        let mut words = keys.words(again);
        let time = words.pop().unwrap_or_default();
        Finding {
            rule: LintRule::Duplicate,
            subject: words.join("-"),
            from: time.clone(),
            to: time,
            rows: 1,
            reason: format!("row {} has the key of row {}", again + 1, first + 1),
        }
    });
    Ok(each.collect())
}

/// The columns of conflicts between the two of a pair: research's names for them end alike.
fn conflicts(frame: &Frame) -> Vec<String> {
    let names = frame.schema().fields().iter().map(|field| field.name().clone());
    names.filter(|name| name.ends_with("ongoing")).collect()
}

/// A column of zeros and ones; 2 where there is no value. None where there is no such column. A share of
/// days above none is one.
fn flags(frame: &Frame, name: &str) -> Result<Option<Vec<i8>>, PanelFault> {
    if frame.column(name).is_none() {
        return Ok(None);
    }
    let mut flags = Vec::with_capacity(frame.rows());
    numbers(frame, name, &mut |number| {
        flags.push(match number {
            None => 2,
            Some(number) if number > 0.0 => 1,
            Some(_) => 0,
        });
    })?;
    Ok(Some(flags))
}

/// Whether the corpus has a pledge of help.
fn pledged(frame: &Frame) -> Result<Option<Vec<i8>>, PanelFault> {
    if frame.column("servanda_aid").is_none() {
        return Ok(None);
    }
    let mut flags = Vec::with_capacity(frame.rows());
    frame.each(&["servanda_aid"], &mut |arrays| {
        let text = arrays.first().and_then(|array| arrow_cast::cast(array, &DataType::Utf8).ok());
        let text = text.as_ref().and_then(|text| text.as_string_opt::<i32>());
        flags.extend(text.into_iter().flatten().map(|word| i8::from(word != Some("none"))));
    })?;
    Ok(Some(flags))
}

fn beyond_share(frame: &Frame, name: &str) -> Result<Vec<u32>, PanelFault> {
    let (mut wrong, mut row) = (Vec::new(), 0);
    if frame.column(name).is_some() {
        numbers(frame, name, &mut |number| {
            if number.is_some_and(|number| !(0.0..=1.0).contains(&number)) {
                wrong.push(row);
            }
            row += 1;
        })?;
    }
    Ok(wrong)
}

/// The numbers of a column, in order; none where a cell has no value.
fn numbers(frame: &Frame, name: &str, step: &mut dyn FnMut(Option<f64>)) -> Result<(), PanelFault> {
    frame.each(&[name], &mut |arrays: Vec<ArrayRef>| {
        let Some(array) = arrays.first() else { return };
        let cast = arrow_cast::cast(array, &DataType::Float64).ok();
        let own = cast.as_ref().and_then(|cast| cast.as_primitive_opt::<Float64Type>());
        match own {
            Some(own) => own.iter().for_each(&mut *step),
            None => (0..array.len()).for_each(|_| step(None)),
        }
    })
}

/// Marks pledges that are counted after a member left by the corpus.
fn left(frame: &Frame, world: &World, allied: &[i8], marks: &mut Marks<'_>) {
    let mut leavers = Leavers::new(world, frame.scope().system);
    if leavers.is_empty() {
        return;
    }
    let candidates: Vec<u32> = rows(allied, |_| true);
    let mut wrong = Vec::new();
    for row in candidates {
        let Some((pair, days)) = marks.pair(row) else { continue };
        if let Some(reason) = leavers.why(world, pair, days) {
            wrong.push((row, reason));
        }
    }
    let rows = wrong.iter().map(|(row, _)| *row).collect();
    let reason = |row: u32| {
        let at = wrong.binary_search_by_key(&row, |(row, _)| *row).ok()?;
        wrong.get(at).map(|(_, reason)| reason.clone())
    };
    marks.add(LintRule::LeftMember, rows, reason);
}

/// The alliances of ATOP's that make a pair's promise of defense, with their days.
fn defense(atop: &Atop, one: u16, two: u16) -> impl Iterator<Item = &Pact> {
    atop.between(one, two).iter().filter(|pact| pact.promised & 1 == 1)
}
