//! Disputes from the file of participants (MIDB): two states on different sides had a dispute in each
//! year in which both took part on some same day. A day that is not known (-9) is read widely: the first
//! or the last of its month. It begins for a pair in its first year, and in one that follows a year
//! without it. Knows the columns of MIDB.

use super::super::calendar::joined;
use super::super::rows::{Codes, coded_whole, read_rows, span, year};
use super::{DisputeRow, Side, positive};
use crate::fault::{Reading, RowFault};
use crate::sheet::Sheet;
use servanda::time::{Day, Interval};
use std::collections::BTreeMap;

/// Columns of the file.
pub(super) const COLUMNS: &[&str] =
    &["ccode", "stday", "stmon", "styear", "endday", "endmon", "endyear", "sidea", "hiact", "orig"];

/// Whether a table is a file of participants.
pub(super) fn fits(sheet: &Sheet) -> bool {
    let must = ["dispnum", "ccode", "stmon", "styear", "endmon", "endyear", "sidea"];
    must.iter().all(|name| sheet.has(name))
}

/// One state's part in a dispute.
struct Part {
    line: u32,
    number: i32,
    state: u16,
    days: Interval,
    side: Side,
}

pub(super) fn read(sheet: &Sheet, codes: &Codes) -> Reading<DisputeRow> {
    let reading = read_rows(sheet, |row| part(sheet, codes, row));
    let mut disputes: BTreeMap<i32, Vec<&Part>> = BTreeMap::new();
    for part in &reading.rows {
        disputes.entry(part.number).or_default().push(part);
    }
    let rows = disputes.values().flat_map(|parts| pairs(parts)).collect();
    Reading { version: reading.version, rows, faults: reading.faults }
}

fn part(sheet: &Sheet, codes: &Codes, row: usize) -> Result<Part, RowFault> {
    let value = |name: &'static str| coded_whole(&sheet.field(name), row);
    let month = |year: &'static str, month: &'static str| {
        let field = sheet.field(month);
        let (of, month) = (self::year(&sheet.field(year), row)?, field.must(row, 12)?);
        Day::of(of as i16, month as i8, 1)
            .ok_or_else(|| field.fault(row, "there is no month", "write a number from 1 to 12"))
    };
    let (start, end) = (month("styear", "stmon")?, month("endyear", "endmon")?);
    let on = |month: Day, day: Option<i32>, name: &'static str| match day {
        None => Ok(None),
        Some(day) => {
            let found = month.plus_days(day - 1);
            let inside = (1..=31).contains(&day) && found < month.plus_months(1);
            let field = sheet.field(name);
            let wrong = || field.fault(row, format!("the month has no day {day}"), "write -9");
            inside.then_some(Some(found)).ok_or_else(wrong)
        }
    };
    let first = on(start, value("stday")?, "stday")?.unwrap_or(start);
    let last = on(end, value("endday")?, "endday")?;
    let last = last.unwrap_or_else(|| end.plus_months(1).previous());
    let side = Side {
        sidea: value("sidea")?,
        fatality: value("fatality")?,
        hiact: value("hiact")?,
        hostlev: value("hostlev")?,
        orig: value("orig")?,
    };
    Ok(Part {
        line: sheet.line(row) as u32,
        number: positive(&sheet.field("dispnum"), row)?,
        state: codes.state(&sheet.field("ccode"), row)?,
        days: span(&sheet.field("endyear"), row, first, last)?,
        side,
    })
}

/// The years of every ordered pair in one dispute.
fn pairs(parts: &[&Part]) -> Vec<DisputeRow> {
    let mut shared: BTreeMap<(u16, u16), (Vec<Interval>, &Part, &Part)> = BTreeMap::new();
    for one in parts {
        for two in parts.iter().filter(|two| two.state != one.state) {
            let days = one.days.overlap(&two.days);
            let against = one.side.sidea.is_some() && one.side.sidea != two.side.sidea;
            if against && two.side.sidea.is_some() && !days.is_empty() {
                let own = shared.entry((one.state, two.state));
                own.or_insert_with(|| (Vec::new(), one, two)).0.push(days);
            }
        }
    }
    let mut rows = Vec::new();
    for ((one, two), (days, first, second)) in shared {
        let mut before: Option<i32> = None;
        for days in joined(days) {
            let year = |day: Day| day.parts().map_or(0, |(year, _, _)| i32::from(year));
            let from = year(days.from).max(before.map_or(i32::MIN, |before| before + 1));
            for year in from..=year(days.last()) {
                rows.push(DisputeRow {
                    line: first.line,
                    number: first.number,
                    one,
                    two,
                    year,
                    onset: before.is_none_or(|before| year - before > 1),
                    sides: [first.side, second.side],
                    whole: [None; 6],
                });
                before = Some(year);
            }
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at a surprise")]

    use super::super::read;

    const HEADER: &str = "dispnum,stabb,ccode,stday,stmon,styear,endday,endmon,endyear,sidea,fatality,hiact,hostlev,orig,version\n";

    #[test]
    fn states_on_different_sides_have_a_dispute_in_the_years_they_share() {
        let world = servanda::corpus::empty_world().unwrap();
        let file = format!(
            "{HEADER}7,USA,2,-9,12,1900,5,1,1902,1,0,7,3,1,5\n\
             7,UKG,200,15,12,1900,-9,12,1900,0,-9,0,1,1,5\n\
             7,UKG,200,1,1,1902,5,1,1902,0,-9,0,1,1,5\n\
             7,FRN,220,1,1,1901,5,1,1901,1,0,0,1,0,5\n\
             8,USA,2,31,2,1900,5,1,1902,1,0,7,3,1,5\n"
        );
        let reading = read(file.as_bytes(), &world.states).unwrap();
        let rows: Vec<_> =
            reading.rows.iter().map(|row| (row.one, row.two, row.year, row.onset)).collect();
        assert_eq!(
            rows,
            [
                (2, 200, 1900, true),
                (2, 200, 1902, true),
                (200, 2, 1900, true),
                (200, 2, 1902, true)
            ],
            "France was on the same side as the one and never there with the other"
        );
        assert_eq!(reading.rows[0].sides[1].fatality, None);
        assert!(reading.faults[0].to_string().contains("line 6, column `stday`: the month has no"));
    }
}
