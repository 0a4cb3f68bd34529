//! `servanda panel diff`: two frames cell by cell.

use super::asked;
use crate::args::{Format, Global, PanelDiff};
use crate::fault::Failure;
use crate::{ask, load, output};
use serde::Serialize;
use servanda::answer::grid;
use servanda::answer::sheet::Sheet;
use servanda::model::World;
use servanda_data::panel::{
    Ask, CellForm, Difference, Explanation, Frame, FrameDiff, Request, Stamp, build, diff, explain,
};

/// The comparison with the differences that are shown.
#[derive(Serialize)]
struct DiffForm {
    #[serde(flatten)]
    diff: FrameDiff,
    differences: Vec<Difference>,
    /// Of each difference shown, why it is what it is on either side.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    explained: Vec<[Explanation; 2]>,
}

pub(super) fn run(asked: &PanelDiff, global: &Global) -> Result<u8, Failure> {
    let format = output::format(global, Format::Table)?;
    if !matches!(format, Format::Table | Format::Json | Format::Csv | Format::Md | Format::Html) {
        return Err(output::no_form(format, "table, json, csv, md and html"));
    }
    let (one, other) = (asked::frame(&asked.one)?, asked::frame(&asked.other)?);
    let only = (!asked.column.is_empty()).then_some(asked.column.as_slice());
    let most = if format == Format::Csv { usize::MAX } else { asked.shown };
    let (mut shown, mut cells) = (Vec::new(), 0);
    let mut each = |difference: &Difference| {
        // Rows that only one frame has are counted; they are listed where all is.
        let listed = difference.column.is_some() || format == Format::Csv;
        if listed && cells < most {
            shown.push(difference.clone());
            cells += 1;
        }
    };
    let found = diff(&one, &other, only, &mut each).map_err(|fault| asked::failure(&fault))?;
    let explained = match asked.explain && format != Format::Csv {
        true => why([&one, &other], &shown, global)?,
        false => Vec::new(),
    };
    let form = DiffForm { diff: found, differences: shown, explained };
    let text = match format {
        Format::Json => ask::pretty(&form)?,
        Format::Csv => csv(&one, &form),
        Format::Md => page(&one, asked, &form).markdown(),
        Format::Html => output::html(&page(&one, asked, &form)),
        _ => page(&one, asked, &form).render(output::layout(global)),
    };
    output::write(global, &text)?;
    Ok(0)
}

/// Why each difference is what it is on either side.
fn why(
    frames: [&Frame; 2],
    shown: &[Difference],
    global: &Global,
) -> Result<Vec<[Explanation; 2]>, Failure> {
    let (requests, rest) = asked::requests(global)?;
    let world = load::world(&rest)?;
    let [one, other] = frames;
    let (of_one, of_other) = (of_frame(one, &requests), of_frame(other, &requests));
    let mut explained = Vec::new();
    for difference in shown {
        let one = side(&world, one, &of_one, difference)?;
        let other = side(&world, other, &of_other, difference)?;
        explained.extend(one.zip(other).map(|(one, other)| [one, other]));
    }
    Ok(explained)
}

/// Those of the files given that a frame was made from, known by their hashes.
fn of_frame(frame: &Frame, requests: &[Request]) -> Vec<Request> {
    let stamps: Vec<&Stamp> =
        frame.about().sources.iter().filter_map(|added| added.stamp.as_ref()).collect();
    let made_from = |request: &&Request| {
        request.file.as_ref().is_some_and(|(name, bytes)| {
            let own = Stamp::of(name, bytes, "");
            stamps.iter().any(|stamp| stamp.blake3 == own.blake3)
        })
    };
    requests.iter().filter(made_from).cloned().collect()
}

fn side(
    world: &World,
    frame: &Frame,
    requests: &[Request],
    difference: &Difference,
) -> Result<Option<Explanation>, Failure> {
    let failed = |fault| asked::failure(&fault);
    let column = difference.column.as_deref().unwrap_or_default();
    let Some(cell) = Ask::of_key(frame, &difference.parts, column) else { return Ok(None) };
    let scope = cell.scope_of(frame).map_err(failed)?;
    let built = build(world, scope, requests).map_err(failed)?;
    explain(world, &built.panel, &cell, Some(("frame", frame))).map(Some).map_err(failed)
}

fn worded(cell: &CellForm) -> String {
    cell.value.clone().unwrap_or_else(|| cell.state.to_owned())
}

/// Every difference as a flat table; a row that only one frame has stands in it without a column.
fn csv(frame: &Frame, form: &DiffForm) -> String {
    let mut heads = frame.key_names();
    heads.extend(["column", "before_kind", "before", "after_kind", "after"]);
    let rows = form.differences.iter().map(|difference| {
        let (before, after) = (&difference.before, &difference.after);
        let mut row = difference.key.clone();
        row.push(difference.column.clone().unwrap_or_default());
        row.extend([before.state.to_owned(), before.value.clone().unwrap_or_default()]);
        row.extend([after.state.to_owned(), after.value.clone().unwrap_or_default()]);
        row
    });
    grid::render(&heads, &rows.collect::<Vec<_>>())
}

fn page(frame: &Frame, asked: &PanelDiff, form: &DiffForm) -> Sheet {
    let found = &form.diff;
    let names = [asked::name(&asked.one), asked::name(&asked.other)];
    let [one, other] = &names;
    let mut sheet = Sheet::new(match found.is_equal() {
        true => format!("{one} and {other} say the same"),
        false => format!("{one} and {other} differ"),
    });
    sheet.text(format!("Unit {}, list of states {}.", found.unit, found.system));
    found.notes.iter().for_each(|note| sheet.item(1, note));
    let [first, second] = found.rows;
    let [alone, others] = found.only;
    sheet.heading("Rows");
    let counts = [
        ("in both", found.common),
        ("only in the first", alone),
        ("only in the second", others),
        ("all of the first", first),
        ("all of the second", second),
    ];
    let rows = counts.iter().map(|(what, count)| vec![(*what).to_owned(), count.to_string()]);
    sheet.grid(&["rows", "count"], rows.collect());
    for (name, columns) in names.iter().zip(&found.columns_only) {
        if !columns.is_empty() {
            sheet.text(format!("Columns only in {name}: {}.", columns.join(", ")));
        }
    }
    sheet.heading("Columns, over the rows in both");
    let columns = found.columns.iter().map(|column| {
        let kinds = column.differ.iter().map(|(kind, count)| format!("{count} {kind}"));
        let kinds: Vec<String> = kinds.collect();
        let differ: usize = column.differ.values().sum();
        vec![column.name.clone(), column.equal.to_string(), differ.to_string(), kinds.join(", ")]
    });
    sheet.grid(&["column", "equal", "differ", "by kind"], columns.collect());
    differences(&mut sheet, frame, form);
    sheet
}

fn differences(sheet: &mut Sheet, frame: &Frame, form: &DiffForm) {
    if form.differences.is_empty() {
        return;
    }
    let all: usize = form.diff.columns.iter().flat_map(|column| column.differ.values()).sum();
    sheet.heading(format!("The first {} of {all} cells that differ", form.differences.len()));
    let mut heads = frame.key_names();
    heads.extend(["column", "first", "second"]);
    let rows = form.differences.iter().map(|difference| {
        let mut row = difference.key.clone();
        row.push(difference.column.clone().unwrap_or_default());
        row.extend([worded(&difference.before), worded(&difference.after)]);
        row
    });
    sheet.grid(&heads, rows.collect());
    for [one, other] in &form.explained {
        sheet.heading(format!("Why {}", one.cell));
        for (which, told) in [("first", one), ("second", other)] {
            if told.reasons.is_empty() {
                let words = "the files it was made from are not given: `--add NAME=FILE`";
                sheet.item(1, format!("{which}: {words}"));
            }
            for reason in &told.reasons {
                sheet.item(1, format!("{which}: {}: {}", reason.what, reason.words));
                for fact in &reason.facts {
                    sheet.item(2, format!("{}: {}", fact.name, fact.value));
                }
            }
        }
    }
}
