//! Armed conflicts by the Uppsala Conflict Data Program and the Peace Research Institute Oslo.
//!
//! Columns of the file: `conflict_id, year, gwno_a, gwno_b, intensity_level, type_of_conflict`, as the
//! program's `UcdpPrioConflict` has them, with several states of a side in one cell (`2, 200`), or as
//! peacesciencer spreads them over rows. Known traps: the numbers are those of Gleditsch and Ward; rows
//! repeat a conflict-year once for each of the states that sent troops in support (`_2nd`), who are no
//! parties here; the type is a number or a word; the data begin in 1946.
//!
//! A state has a conflict where it is a party on either side, a pair where the two are parties of a
//! conflict between states on different sides. peacesciencer counts side A alone. A conflict begins for
//! a state or pair in a year before which there was a year without it; peacesciencer has its first year
//! ever only. Of several the most intense is taken, after those that begin.

use super::citation::Citation;
use super::conflict::{Conflicts, Event, Words};
use super::rows::{Codes, read_rows, year};
use crate::fault::{FileFault, Reading, RowFault};
use crate::sheet::{Field, Sheet};
use servanda::model::{StateSystem, System};
use std::collections::BTreeSet;

/// How to cite the data.
pub const CITATION: Citation = Citation {
    kind: "article",
    key: "gleditsch2002",
    author: "Gleditsch, Nils Petter and Wallensteen, Peter and Eriksson, Mikael and Sollenberg, \
             Margareta and Strand, H{\\aa}vard",
    year: 2002,
    title: "Armed Conflict 1946-2001: A New Dataset",
    fields: &[
        ("journal", "Journal of Peace Research"),
        ("volume", "39"),
        ("number", "5"),
        ("pages", "615--637"),
    ],
};

/// One conflict in one year.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConflictRow {
    /// The conflict's number.
    pub number: i32,
    /// The year.
    pub year: i32,
    /// The states of side A, by Gleditsch's and Ward's numbers.
    pub side_a: Vec<u16>,
    /// Those of side B; none where that side is no state.
    pub side_b: Vec<u16>,
    /// 1 with 25 to 999 deaths in the year, 2 with more.
    pub intensity: u16,
    /// Whether it is one between states.
    pub interstate: bool,
}

/// Reads the file of armed conflicts.
///
/// # Errors
/// It is no such file.
pub fn read(bytes: &[u8], states: &StateSystem) -> Result<Reading<ConflictRow>, FileFault> {
    let must = ["conflict_id", "year", "gwno_a", "gwno_b", "intensity_level", "type_of_conflict"];
    let sheet = Sheet::read(bytes, &must)?;
    sheet.require("the file of armed conflicts (UCDP/PRIO)", &must)?;
    let codes = Codes::new(states, System::GleditschWard);
    let mut faults = Vec::new();
    let mut reading = read_rows(&sheet, |row| {
        let kind = sheet.field("type_of_conflict");
        let kind_words = kind.words(row).unwrap_or_default().to_ascii_lowercase();
        let interstate = match kind_words.strip_suffix(".0").unwrap_or(&kind_words) {
            "2" | "interstate" => true,
            "1" | "3" | "4" | "extrasystemic" | "intrastate" | "ii" => false,
            other => {
                let cause = format!("`{other}` is no type of conflict");
                return Err(kind.fault(
                    row,
                    cause,
                    "write 1 to 4: extrasystemic, interstate, intrastate, internationalized",
                ));
            }
        };
        let number = sheet.field("conflict_id").whole(row)?;
        let number = number.and_then(|number| i32::try_from(number).ok()).ok_or_else(|| {
            sheet.field("conflict_id").fault(
                row,
                "there is no number",
                "compare the program's own file",
            )
        })?;
        let side_a = side(&sheet.field("gwno_a"), &codes, row, &mut faults)?;
        let side_b = side(&sheet.field("gwno_b"), &codes, row, &mut faults)?;
        let intensity = sheet.field("intensity_level").must(row, 2)?;
        let year = year(&sheet.field("year"), row)?;
        Ok(ConflictRow { number, year, side_a, side_b, intensity, interstate })
    });
    reading.faults.extend(faults);
    Ok(reading)
}

/// The states of a cell with one number or several. A number that the list does not have is left out.
fn side(
    field: &Field<'_>,
    codes: &Codes,
    row: usize,
    faults: &mut Vec<RowFault>,
) -> Result<Vec<u16>, RowFault> {
    let Some(words) = field.words(row) else { return Ok(Vec::new()) };
    let mut side = Vec::new();
    for word in words.split([',', ';']).map(str::trim).filter(|word| !word.is_empty()) {
        let plain = word.strip_suffix(".0").unwrap_or(word);
        let number: i64 = plain.parse().map_err(|_| {
            field.fault(
                row,
                format!("`{word}` is no number of a state"),
                "write numbers with commas",
            )
        })?;
        // Negative numbers stand for no state.
        let Ok(number) = u16::try_from(number) else { continue };
        match codes.known(field, number, row) {
            Ok(number) => side.push(number),
            Err(fault) => faults.push(fault),
        }
    }
    Ok(side)
}

/// The conflicts as columns of a panel.
pub fn source(reading: &Reading<ConflictRow>, states: &StateSystem) -> Conflicts {
    type Subject = (u16, Option<u16>);
    let mut met: BTreeSet<(Subject, i32, i32, u16)> = BTreeSet::new();
    for row in &reading.rows {
        let one_side = |own: &[u16], others: &[u16]| {
            let mut subjects: Vec<Subject> = own.iter().map(|state| (*state, None)).collect();
            if row.interstate {
                let pairs = own.iter().flat_map(|one| others.iter().map(|two| (*one, Some(*two))));
                subjects.extend(pairs.filter(|(one, two)| Some(*one) != *two));
            }
            subjects
        };
        let both = [one_side(&row.side_a, &row.side_b), one_side(&row.side_b, &row.side_a)];
        for subject in both.concat() {
            met.insert((subject, row.number, row.year, row.intensity));
        }
    }
    let went_on = |subject: Subject, number: i32, year: i32| {
        met.range((subject, number, year, 0)..=(subject, number, year, u16::MAX)).next().is_some()
    };
    let events = met.iter().map(|((one, two), number, year, intensity)| Event {
        one: *one,
        two: *two,
        year: *year,
        number: *number,
        onset: !went_on((*one, *two), *number, *year - 1),
        rank: vec![i64::from(*intensity)],
        details: vec![Some(*number), Some(i32::from(*intensity))],
    });
    let last = reading.rows.iter().map(|row| row.year).max().unwrap_or(1946);
    Conflicts::new(WORDS, states, System::GleditschWard, [1946, last], events.collect())
}

const WORDS: Words = Words {
    name: "ucdp",
    prefix: "ucdp",
    noun: "an armed conflict (UCDP)",
    details: &[
        ("conflict_id", "number of the conflict"),
        ("intensity", "1 with 25 to 999 deaths in battle in the year, 2 with more"),
    ],
    of_states: 2,
};

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at a surprise")]

    use super::*;

    #[test]
    fn sides_with_several_states_and_words_for_types_are_read() {
        let world = servanda::corpus::empty_world().unwrap();
        let file = "conflict_id,year,gwno_a,gwno_b,intensity_level,type_of_conflict\n\
                    7,1950,\"2, 200\",220,1,2\n8,1950.0,2.0,,2.0,II\n9,1950,\"2, 7777\",-99,1,3\n\
                    9,1951,2,,1,quarrel\n";
        let reading = read(file.as_bytes(), &world.states).unwrap();
        assert_eq!(reading.rows[0].side_a, [2, 200]);
        assert_eq!((reading.rows[0].interstate, reading.rows[1].interstate), (true, false));
        assert_eq!(
            (reading.rows[2].side_a.as_slice(), reading.rows[2].side_b.len()),
            (&[2][..], 0)
        );
        let words: Vec<String> = reading.faults.iter().map(ToString::to_string).collect();
        assert!(words[0].contains("line 5, column `type_of_conflict`: `quarrel`"), "{words:?}");
        assert!(words[1].contains("the Gleditsch-Ward list has no state 7777"), "{words:?}");
    }
}
