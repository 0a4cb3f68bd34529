//! `servanda panel lint`: what in a frame is hardly plausible.

use super::asked;
use crate::args::{Format, Global, PanelLint};
use crate::fault::{FINDINGS, Failure};
use crate::{ask, load, output};
use servanda::answer::grid;
use servanda::answer::sheet::Sheet;
use servanda::model::World;
use servanda_data::panel::{Atop, Finding, Frame, lint};

/// Findings of each kind that are shown.
pub(super) const SHOWN: usize = 10;

const COLUMNS: [&str; 6] = ["rule", "subject", "from", "to", "rows", "reason"];

pub(super) fn run(asked: &PanelLint, global: &Global) -> Result<u8, Failure> {
    let (requests, rest) = asked::requests(global)?;
    let frame = asked::frame(&asked.frame)?;
    let world = load::world(&rest)?;
    let atop = asked::atop(&world, &requests)?;
    look_through(&frame, &world, atop.as_ref(), asked.shown, global)
}

/// Says what is hardly plausible in a frame; the exit status says whether anything is.
pub(super) fn look_through(
    frame: &Frame,
    world: &World,
    atop: Option<&Atop>,
    most: usize,
    global: &Global,
) -> Result<u8, Failure> {
    let format = output::format(global, Format::Table)?;
    let findings = lint(frame, world, atop).map_err(|fault| asked::failure(&fault))?;
    let text = match format {
        Format::Json => ask::pretty(&findings)?,
        Format::Csv => grid::render(&COLUMNS, &findings.iter().map(row).collect::<Vec<_>>()),
        Format::Md => page(frame, &findings, most).markdown(),
        Format::Html => output::html(&page(frame, &findings, most)),
        Format::Table => page(frame, &findings, most).render(output::layout(global)),
        other => return Err(output::no_form(other, "table, json, csv, md and html")),
    };
    output::write(global, &text)?;
    Ok(if findings.is_empty() { 0 } else { FINDINGS })
}

fn row(finding: &Finding) -> Vec<String> {
    vec![
        finding.rule.word().to_owned(),
        finding.subject.clone(),
        finding.from.clone(),
        finding.to.clone(),
        finding.rows.to_string(),
        finding.reason.clone(),
    ]
}

fn counted(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}

fn page(frame: &Frame, findings: &[Finding], most: usize) -> Sheet {
    let about = frame.about();
    let what = format!("{}, {} to {}", about.unit, about.from, about.to);
    if findings.is_empty() {
        return Sheet::new(format!("{what}: no finding in {} rows", frame.rows()));
    }
    let rows: usize = findings.iter().map(|finding| finding.rows).sum();
    let mut sheet = Sheet::new(format!(
        "{what}: {}, on {rows} of {} rows",
        counted(findings.len(), "finding"),
        frame.rows()
    ));
    sheet.text("A finding is a question to the data and no proof of a fault.");
    for own in findings.chunk_by(|one, next| one.rule == next.rule) {
        let rows: usize = own.iter().map(|finding| finding.rows).sum();
        let rule = own.first().map_or("", |finding| finding.rule.word());
        sheet.heading(format!(
            "{rule}: {} on {}",
            counted(own.len(), "finding"),
            counted(rows, "row")
        ));
        let shown = own.iter().take(most).map(|finding| row(finding).split_off(1));
        sheet.grid(COLUMNS.get(1..).unwrap_or_default(), shown.collect());
        if own.len() > most {
            sheet.text(format!("... and {} more; `-f csv` has all", own.len() - most));
        }
    }
    sheet
}
