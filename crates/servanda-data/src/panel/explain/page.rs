//! An explanation as a page, for people. Knows its fields; looks nothing up.

use super::{CellForm, CorpusView, Explanation, InFrame, Reason, Role, short};
use servanda::answer::sheet::Sheet;
use servanda::time::Day;

/// Articles of other days that are shown where none counts.
const NEAREST: usize = 3;

impl Explanation {
    /// The explanation as a page.
    pub fn page(&self) -> Sheet {
        let mut sheet = Sheet::new(format!("{}: {}", self.cell, self.headline()));
        sheet.text(format!("{}; {} to {}", self.names.join("; "), self.from, self.to));
        if let Some(meaning) = &self.meaning {
            sheet.text(format!("The column: {meaning}."));
        }
        sheet.text(format!(
            "A row of a {} panel by the {} list; rule `{}`: {}.",
            self.unit,
            self.system.to_uppercase(),
            self.rule,
            self.rule_in_words
        ));
        if let Some(stamp) = &self.stamp {
            let version = match stamp.version.as_str() {
                "" => String::new(),
                version => format!(", version {version}"),
            };
            sheet.text(format!(
                "Data: `{}`{version}, BLAKE3 {}.",
                stamp.file,
                short(&stamp.blake3)
            ));
        }
        if let Some(frame) = &self.frame {
            in_frame(&mut sheet, frame);
        }
        if !self.reasons.is_empty() {
            sheet.heading(self.source.as_deref().map_or("The data".to_owned(), upper));
            self.reasons.iter().for_each(|reason| item(&mut sheet, reason));
        }
        if let Some(view) = &self.corpus {
            corpus(&mut sheet, view);
        }
        if self.corpus.is_some() && self.source.as_deref() == Some("atop") {
            sheet.heading("Side by side");
            if self.differences.is_empty() {
                sheet.item(1, "no difference");
            }
            self.differences.iter().for_each(|words| sheet.item(1, words));
        }
        if !self.works.is_empty() {
            sheet.heading("To cite");
            for work in &self.works {
                let within = [work.container.as_str(), work.volume.as_str()];
                let within = within.iter().filter(|part| !part.is_empty());
                let within = within.copied().collect::<Vec<_>>().join(" ");
                let place = match (within.as_str(), work.pages.as_str()) {
                    ("", _) => String::new(),
                    (within, "") => format!(" {within}."),
                    (within, pages) => format!(" {within}: {pages}."),
                };
                let words =
                    format!("{} ({}). {}.{place}", work.authors.join("; "), work.year, work.title);
                sheet.item(1, words);
            }
        }
        sheet
    }

    fn headline(&self) -> String {
        let cell = self.value.as_ref().or(self.frame.as_ref().map(|frame| &frame.cell));
        cell.map_or_else(|| "not known".to_owned(), worded)
    }
}

/// A cell in words that keep the kinds of none apart.
fn worded(cell: &CellForm) -> String {
    match (cell.state, &cell.value) {
        ("value", Some(value)) => value.clone(),
        ("unknown", _) => "unknown (the source has the row and no value)".to_owned(),
        ("outside", _) => "outside the data".to_owned(),
        _ => "no row: it is no pair, state or alliance of the list then".to_owned(),
    }
}

fn upper(source: &str) -> String {
    if source == "atop" { "ATOP".to_owned() } else { format!("Source `{source}`") }
}

fn in_frame(sheet: &mut Sheet, frame: &InFrame) {
    sheet.heading(format!("In `{}`", frame.file));
    let about = &frame.about;
    sheet.item(1, format!("the cell: {}", worded(&frame.cell)));
    let list = match about.state_list.version.as_str() {
        "" => about.system.clone(),
        version => format!("{} {version}", about.system),
    };
    sheet.item(
        1,
        format!(
            "unit {}, {} to {}, list of states {list}, rule `{}`, made by servanda {}",
            about.unit, about.from, about.to, about.rule, about.program
        ),
    );
    for added in &about.sources {
        if let Some(stamp) = &added.stamp {
            let words = format!(
                "{}: `{}` {}, BLAKE3 {}",
                added.name,
                stamp.file,
                stamp.version,
                short(&stamp.blake3)
            );
            sheet.item(1, words);
        }
    }
    for warning in &frame.warnings {
        sheet.item(1, format!("warning: {warning}"));
    }
}

fn item(sheet: &mut Sheet, reason: &Reason) {
    let role = match reason.role {
        Role::Counts => "counts: ",
        Role::Silent => "there: ",
        Role::Unknown => "unknown: ",
        Role::Nearest => "not then: ",
        Role::Outside => "outside: ",
        Role::Note => "",
    };
    let what = if reason.role == Role::Note { String::new() } else { format!("{}; ", reason.what) };
    sheet.item(1, format!("{role}{what}{}{}", reason.words, days(reason.from, reason.until)));
    for fact in &reason.facts {
        sheet.item(2, format!("{}: {}", fact.name, fact.value));
    }
}

fn days(from: Option<Day>, until: Option<Day>) -> String {
    match (from, until) {
        (None, None) => String::new(),
        (Some(from), None) => format!(", from {from} on"),
        (None, Some(until)) => format!(", until {until}"),
        (Some(from), Some(until)) => format!(", {from} to {until}"),
    }
}

fn corpus(sheet: &mut Sheet, view: &CorpusView) {
    sheet.heading("The treaties of the corpus");
    sheet.text(format!("{} {}", view.question, view.verdict));
    if view.reasons.is_empty() {
        sheet.item(1, "no treaty of the corpus, on any day");
    }
    let (then, others): (Vec<&Reason>, Vec<&Reason>) =
        view.reasons.iter().partition(|reason| reason.role != Role::Nearest);
    let shown = others.iter().take(if then.is_empty() { NEAREST } else { 0 });
    let count = others.len() - shown.len();
    then.iter().chain(shown).for_each(|reason| item(sheet, reason));
    if count > 0 {
        sheet.item(1, format!("and {count} of other days; `-f json` has all"));
    }
}
