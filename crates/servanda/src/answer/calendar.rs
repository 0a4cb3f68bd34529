//! Timelines and ledgers as a calendar (RFC 5545). Knows all-day events, escaping and the folding of
//! lines; takes no clock: a stamp is the event's own day, so that the same form gives the same bytes.

use super::timeline::{DateForm, LedgerForm, TimelineForm};
use super::timeline_page::spell;
use crate::time::Day;
use std::fmt::Write as _;

/// One entry of a calendar.
struct Entry {
    id: String,
    on: DateForm,
    summary: String,
    about: String,
}

/// A timeline as a calendar: one all-day event for each dated step, and for each end of a spell
/// that is no step.
pub fn timeline(form: &TimelineForm) -> String {
    let mut entries: Vec<Entry> = Vec::new();
    let name = |row: &str| match row == form.id {
        true => row.to_owned(),
        false => format!("{row} ({})", form.id),
    };
    for step in &form.steps {
        entries.push(Entry {
            id: format!("{}-{}-{}", form.id, step.row, step.what),
            on: step.on.clone(),
            summary: format!("{}: {}", name(&step.row), step.what),
            about: format!("{}, {}", form.title, form.id),
        });
    }
    for bar in &form.bars {
        let ends = [(Some(&bar.from), "first day"), (bar.until.as_ref(), "last day")];
        for (on, which) in ends {
            let Some(on) = on else { continue };
            let told = entries.iter().any(|entry| {
                let of_row = entry.summary.starts_with(&format!("{}:", name(&bar.row)));
                entry.on == *on && of_row
            });
            if !told {
                entries.push(Entry {
                    id: format!("{}-{}-{}-{which}", form.id, bar.row, bar.kind),
                    on: on.clone(),
                    summary: format!("{}: {which} of {}", name(&bar.row), bar.kind),
                    about: spell(bar),
                });
            }
        }
    }
    calendar(&format!("{}: {}", form.id, form.title), entries)
}

/// A ledger as a calendar: the event, and the day by which each duty must be done.
pub fn ledger(form: &LedgerForm) -> String {
    let mut entries = vec![Entry {
        id: form.event.clone(),
        on: form.on.clone(),
        summary: form.title.clone(),
        about: format!("{}; duties as they stood on {}", form.event, form.as_of),
    }];
    for entry in &form.entries {
        let Some(due) = entry.due else { continue };
        entries.push(Entry {
            id: format!(
                "{}-{}-{}-{}-{}",
                form.event, entry.party, entry.treaty, entry.article, entry.norm
            ),
            on: DateForm { text: due.to_string(), earliest: Some(due), latest: Some(due) },
            summary: format!("{} {}: last day", entry.name, entry.duty),
            about: format!(
                "{}/{}/{}; {} on {}",
                entry.treaty, entry.article, entry.norm, entry.stage, form.as_of
            ),
        });
    }
    calendar(&form.title, entries)
}

fn calendar(name: &str, mut entries: Vec<Entry>) -> String {
    let mut out = String::new();
    line(&mut out, "BEGIN:VCALENDAR");
    line(&mut out, "VERSION:2.0");
    line(&mut out, "PRODID:-//servanda//treaties//EN");
    line(&mut out, "CALSCALE:GREGORIAN");
    line(&mut out, &format!("X-WR-CALNAME:{}", escaped(name)));
    entries.sort_by_key(|entry| (entry.on.earliest, entry.on.latest));
    for (index, entry) in entries.iter().enumerate() {
        // With one bound unknown the other stands for both; the description says so.
        let first = entry.on.earliest.or(entry.on.latest);
        let last = entry.on.latest.or(entry.on.earliest);
        let (Some(first), Some(last)) = (first, last) else { continue };
        line(&mut out, "BEGIN:VEVENT");
        let number = entries.iter().take(index).filter(|other| other.id == entry.id).count();
        let number = if number > 0 { format!("-{}", number + 1) } else { String::new() };
        line(&mut out, &format!("UID:{}{number}@servanda", slug(&entry.id)));
        line(&mut out, &format!("DTSTAMP:{}T000000Z", compact(first)));
        line(&mut out, &format!("DTSTART;VALUE=DATE:{}", compact(first)));
        line(&mut out, &format!("DTEND;VALUE=DATE:{}", compact(last.next())));
        line(&mut out, &format!("SUMMARY:{}", escaped(&entry.summary)));
        let doubt = if entry.on.is_exact() {
            String::new()
        } else {
            format!(" The date is uncertain: {}.", entry.on.text)
        };
        line(&mut out, &format!("DESCRIPTION:{}", escaped(&format!("{}.{doubt}", entry.about))));
        line(&mut out, "TRANSP:TRANSPARENT");
        line(&mut out, "END:VEVENT");
    }
    line(&mut out, "END:VCALENDAR");
    out
}

fn compact(day: Day) -> String {
    let Some((year, month, day)) = day.parts() else { return String::new() };
    format!("{year:04}{month:02}{day:02}")
}

fn slug(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(character);
            }
            '\n' => out.push_str("\\n"),
            other if other.is_control() => {}
            other => out.push(other),
        }
    }
    out
}

/// A content line: at most 75 bytes, then a line end, a space and the rest; no letter is cut.
fn line(out: &mut String, text: &str) {
    let mut taken = 0;
    for character in text.chars() {
        if taken + character.len_utf8() > 75 {
            out.push_str("\r\n ");
            taken = 1;
        }
        out.push(character);
        taken += character.len_utf8();
    }
    let _ = write!(out, "\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_folded_at_75_bytes_between_letters() {
        let mut out = String::new();
        line(&mut out, &format!("SUMMARY:{}", "\u{e9}".repeat(80)));
        assert!(out.split("\r\n").all(|part| part.len() <= 75), "a line is too long: {out}");
        assert_eq!(out.replace("\r\n ", "").trim_end(), format!("SUMMARY:{}", "\u{e9}".repeat(80)));
    }
}
