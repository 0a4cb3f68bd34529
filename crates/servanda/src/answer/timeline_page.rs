//! Timelines and ledgers as text, Markdown and flat tables. Knows their forms, not the model.

use super::sheet::{Block, Sheet};
use super::timeline::{BarForm, DateForm, LedgerForm, TimelineForm};
use crate::time::Day;
use textwrap::core::display_width;

/// A timeline as a page whose bars are `width` columns wide.
pub fn page(form: &TimelineForm, width: usize) -> Sheet {
    let mut sheet = Sheet::new(format!("{}: {}", form.id, form.title));
    if form.bars.is_empty() {
        sheet.text("Nothing that lasts is recorded.");
    }
    if let (Some(from), Some(until)) = (form.from, form.until) {
        sheet.blocks.push(Block::Kept(chart(form, from, until, width)));
        sheet.text(
            "\u{2588} bound or in force, \u{2592} turns on an uncertain date, \u{2591} suspended, \
             > no end is recorded.",
        );
        sheet.heading("Spells");
    }
    for bar in &form.bars {
        sheet.item(1, spell(bar));
    }
    if !form.steps.is_empty() {
        sheet.heading("Steps");
    }
    for step in &form.steps {
        sheet.item(1, format!("{} {} {}", step.on.text, step.row, step.what));
    }
    sheet
}

/// "RUS: membership from 1994-04-20".
pub fn spell(bar: &BarForm) -> String {
    let kind = if bar.kind == "article" { "version" } else { &bar.kind };
    format!("{}: {kind} {}", bar.row, dates(bar))
}

/// "1994-04-20 to 1999-04-20, not renewed".
pub fn dates(bar: &BarForm) -> String {
    let note = bar.note.as_ref().map_or(String::new(), |note| format!(", {note}"));
    match &bar.until {
        Some(until) => format!("{} to {}{note}", bar.from.text, until.text),
        None => format!("from {}{note}", bar.from.text),
    }
}

/// The rows of a timeline in the order of their first bars.
pub fn rows_of(form: &TimelineForm) -> Vec<(&str, Vec<&BarForm>)> {
    let mut rows: Vec<(&str, Vec<&BarForm>)> = Vec::new();
    for bar in &form.bars {
        match rows.iter_mut().find(|(row, _)| *row == bar.row) {
            Some((_, bars)) => bars.push(bar),
            None => rows.push((&bar.row, vec![bar])),
        }
    }
    rows
}

fn chart(form: &TimelineForm, from: Day, until: Day, width: usize) -> Vec<String> {
    let rows = rows_of(form);
    let longest = rows.iter().map(|(row, _)| display_width(row)).max().unwrap_or_default();
    let label = longest.min(width / 3);
    let room = width.saturating_sub(label + 5).max(10);
    let scale = Scale { from, until, room };
    let mut lines = vec![scale.axis(label)];
    for (row, bars) in rows {
        let mut cells = vec![' '; room + 1];
        for bar in bars {
            scale.paint(bar, &mut cells);
        }
        let row: String = row.chars().take(label).collect();
        let gap = " ".repeat(label.saturating_sub(display_width(&row)));
        lines.push(format!("  {row}{gap}  {}", cells.into_iter().collect::<String>()));
    }
    lines
}

struct Scale {
    from: Day,
    until: Day,
    room: usize,
}

impl Scale {
    fn column(&self, day: Day) -> usize {
        let span = i64::from(self.until.number() - self.from.number()).max(1);
        let at = i64::from(day.number()) - i64::from(self.from.number());
        let column = at * (self.room as i64 - 1) / span;
        column.clamp(0, self.room as i64 - 1) as usize
    }

    fn axis(&self, label: usize) -> String {
        let gap = self.room.saturating_sub(20);
        format!("  {}  {}{}{}", " ".repeat(label), self.from, " ".repeat(gap), self.until)
    }

    fn paint(&self, bar: &BarForm, cells: &mut [char]) {
        let (sure, doubt) = match bar.kind.as_str() {
            "suspension" => ('\u{2591}', '\u{2591}'),
            _ => ('\u{2588}', '\u{2592}'),
        };
        let last = last_day(bar.until.as_ref(), self.until);
        let first = bar.from.earliest.unwrap_or(self.from);
        if first > self.until {
            return;
        }
        for (at, cell) in cells.iter_mut().enumerate() {
            if self.column(first) <= at && at <= self.column(last) {
                *cell = doubt;
            }
        }
        let sure_from = bar.from.latest.unwrap_or(self.until);
        let sure_until = match &bar.until {
            Some(until) => until.earliest.unwrap_or(self.from),
            None => self.until,
        };
        if sure_from <= sure_until {
            let (low, high) = (self.column(sure_from), self.column(sure_until));
            for cell in cells.iter_mut().take(high + 1).skip(low) {
                *cell = sure;
            }
        }
        if let (None, Some(end)) = (&bar.until, cells.last_mut()) {
            *end = '>';
        }
    }
}

/// The last day a bar reaches in the picture.
pub(super) fn last_day(until: Option<&DateForm>, end: Day) -> Day {
    until.and_then(|until| until.latest).map_or(end, |latest| latest.min(end))
}

/// The columns of a timeline as CSV.
pub const COLUMNS: &[&str] = &[
    "row",
    "what",
    "from",
    "from_earliest",
    "from_latest",
    "until",
    "until_earliest",
    "until_latest",
    "note",
];

/// The rows of a timeline as CSV: what lasts, then what happens on a day (`until` stays empty).
pub fn rows(form: &TimelineForm) -> Vec<Vec<String>> {
    let date = |date: Option<&DateForm>| {
        let day = |day: Option<Day>| day.map_or(String::new(), |day| day.to_string());
        match date {
            Some(date) => [date.text.clone(), day(date.earliest), day(date.latest)],
            None => [String::new(), String::new(), String::new()],
        }
    };
    let bars = form.bars.iter().map(|bar| {
        let mut row = vec![bar.row.clone(), bar.kind.clone()];
        row.extend(date(Some(&bar.from)));
        row.extend(date(bar.until.as_ref()));
        row.push(bar.note.clone().unwrap_or_default());
        row
    });
    let steps = form.steps.iter().map(|step| {
        let mut row = vec![step.row.clone(), step.what.clone()];
        row.extend(date(Some(&step.on)));
        row.extend(date(None));
        row.push(String::new());
        row
    });
    bars.chain(steps).collect()
}

/// A ledger as a page, by stage.
pub fn ledger(form: &LedgerForm) -> Sheet {
    let mut sheet = Sheet::new(format!("{}: {}, {}", form.event, form.title, form.on.text));
    sheet.text(format!("Duties as they stood on {}, by what was known then.", form.as_of));
    if form.entries.is_empty() {
        sheet.text("No duty: no treaty in force answered this event, as far as was known.");
    }
    let mut stages: Vec<&str> = form.entries.iter().map(|entry| entry.stage.as_str()).collect();
    stages.sort_by_key(|stage| ORDER.iter().position(|known| known == stage));
    stages.dedup();
    for stage in stages {
        sheet.heading(stage.to_uppercase());
        let mut lines: Vec<(String, Vec<&str>)> = Vec::new();
        for entry in form.entries.iter().filter(|entry| entry.stage == stage) {
            let due = entry.due.map_or(String::new(), |due| format!(", by {due}"));
            let by = entry.by.as_ref().map_or(String::new(), |by| format!("; {by}"));
            let basis = entry.basis.map_or(String::new(), |basis| format!("; {basis}"));
            let text = format!(
                "{}{due} ({}/{}/{}{basis}){by}",
                entry.duty, entry.treaty, entry.article, entry.norm
            );
            match lines.iter_mut().find(|(known, _)| *known == text) {
                Some((_, names)) => names.push(&entry.name),
                None => lines.push((text, vec![&entry.name])),
            }
        }
        for (text, names) in lines {
            sheet.item(1, format!("{} {text}", names.join(", ")));
        }
    }
    sheet
}

/// Stages in the order of a duty's life.
const ORDER: &[&str] = &[
    "standing",
    "open",
    "triggered",
    "due",
    "overdue",
    "fulfilled",
    "breached",
    "waived",
    "contested",
    "suspended",
    "expired",
];

/// The columns of a ledger as CSV.
pub const LEDGER_COLUMNS: &[&str] = &[
    "event", "on", "as_of", "party", "name", "verdict", "act", "toward", "treaty", "article",
    "norm", "stage", "due", "by", "basis",
];

/// The rows of a ledger as CSV.
pub fn ledger_rows(form: &LedgerForm) -> Vec<Vec<String>> {
    let each = form.entries.iter().map(|entry| {
        vec![
            form.event.clone(),
            form.on.text.clone(),
            form.as_of.to_string(),
            entry.party.clone(),
            entry.name.clone(),
            entry.verdict.to_string(),
            entry.act.to_string(),
            entry.toward.clone().unwrap_or_default(),
            entry.treaty.clone(),
            entry.article.clone(),
            entry.norm.clone(),
            entry.stage.clone(),
            entry.due.map_or(String::new(), |due| due.to_string()),
            entry.by.clone().unwrap_or_default(),
            entry.basis.unwrap_or_default().to_owned(),
        ]
    });
    each.collect()
}
