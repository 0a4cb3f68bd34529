//! Others' tables as they are: KTAB's CSV layout of actors on several issues, and the four columns of
//! the expected-utility model. Takes bytes and opens no file.

use crate::case::{Actor, Case, Issue};
use crate::fault::Fault;
use servanda::syntax::Code;

/// A table that was read.
#[derive(Clone, PartialEq, Debug)]
pub enum Table {
    /// KTAB's layout.
    Ktab(Case),
    /// `actor,capability,position,salience`.
    Columns(Case),
}

/// Reads either layout, told apart by the first row.
pub fn read(bytes: &[u8]) -> Result<Table, Fault> {
    let rows = rows(bytes)?;
    let first = rows.first().map(|(_, cells)| cells.as_slice()).unwrap_or_default();
    let named = |word: &str| first.iter().any(|cell| cell.eq_ignore_ascii_case(word));
    if named("capability") && named("position") && named("salience") {
        return columns(&rows).map(Table::Columns);
    }
    ktab(&rows).map(Table::Ktab)
}

fn layout(line: u64, what: impl std::fmt::Display) -> Fault {
    let help = "KTAB's layout: a row `name,description,actors,issues`, a row of heads, then for each \
                actor `name,description,capability` and a position and a salience for each issue; the \
                other: `actor,capability,position,salience`";
    Fault::new(Code::SV1007, format!("line {line}: {what}"), help)
}

/// The text of a file. Spreadsheets write Latin-1 too, which has a character for every byte.
fn decoded(bytes: &[u8]) -> Result<String, Fault> {
    if bytes.contains(&0) || bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PAR1") {
        return Err(layout(1, "this is no text"));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map(str::to_owned);
    Ok(text.unwrap_or_else(|_| bytes.iter().map(|byte| char::from(*byte)).collect()))
}

/// What separates the cells: the mark of which the first row has most; a comma, where several have.
fn separator(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |mark: u8| first.bytes().filter(|byte| *byte == mark).count();
    [b'\t', b';', b','].into_iter().max_by_key(|mark| count(*mark)).unwrap_or(b',')
}

/// Rows with their lines, cells trimmed, empty cells at the end and empty rows left out.
fn rows(bytes: &[u8]) -> Result<Vec<(u64, Vec<String>)>, Fault> {
    let text = decoded(bytes)?;
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader.has_headers(false).flexible(true).trim(csv::Trim::All);
    let reader = reader.delimiter(separator(&text));
    let mut found = Vec::new();
    for record in reader.from_reader(text.as_bytes()).records() {
        let record = record.map_err(|error| layout(0, error))?;
        let line = record.position().map_or(0, csv::Position::line);
        let mut cells: Vec<String> = record.iter().map(|cell| cell.trim().to_owned()).collect();
        while cells.last().is_some_and(String::is_empty) {
            cells.pop();
        }
        if !cells.is_empty() {
            found.push((line, cells));
        }
    }
    if found.is_empty() {
        return Err(layout(1, "the table is empty"));
    }
    Ok(found)
}

/// Refuses a row with more cells than heads: a comma in a number makes two cells of it.
fn no_more_than(heads: usize, line: u64, cells: &[String]) -> Result<(), Fault> {
    if cells.len() <= heads {
        return Ok(());
    }
    let message = format!("line {line}: {} cells stand under {heads} heads", cells.len());
    let help = "write a point in numbers, such as `0.5`, and quotes around a text with a comma";
    Err(Fault::new(Code::SV1007, message, help))
}

fn number(line: u64, what: &str, cell: Option<&String>) -> Result<f64, Fault> {
    let Some(cell) = cell else { return Err(layout(line, format!("{what} is missing"))) };
    let number = cell.parse::<f64>().ok().filter(|number| number.is_finite());
    number.ok_or_else(|| {
        let message = format!("line {line}: {what} is `{cell}`, which is no number");
        Fault::new(Code::SV1003, message, "write digits and a point, such as `12.5`")
    })
}

fn text(cells: &[String], at: usize) -> &str {
    cells.get(at).map_or("", String::as_str)
}

fn ktab(rows: &[(u64, Vec<String>)]) -> Result<Case, Fault> {
    let mut rows = rows.iter();
    let Some((line, head)) = rows.next() else { return Err(layout(1, "the table is empty")) };
    let count = |at: usize, what: &str| {
        let whole = text(head, at).parse::<usize>().ok();
        whole.ok_or_else(|| layout(*line, format!("the number of {what} is `{}`", text(head, at))))
    };
    let (actors, issues) = (count(2, "actors")?, count(3, "issues")?);
    let Some((line, heads)) = rows.next() else {
        return Err(layout(2, "there is no row of heads"));
    };
    if heads.len() < 3 + 2 * issues {
        let what =
            format!("{issues} issues need {} heads, and there are {}", 3 + 2 * issues, heads.len());
        return Err(layout(*line, what));
    }
    let names = (0..issues).map(|issue| text(heads, 3 + 2 * issue).to_owned());
    let found: Vec<Issue> = names.map(|name| Issue { name, scale: (0.0, 100.0) }).collect();
    let mut players = Vec::new();
    for (line, cells) in rows {
        no_more_than(heads.len(), *line, cells)?;
        let name = text(cells, 0).to_owned();
        if name.is_empty() {
            return Err(layout(*line, "an actor has no name"));
        }
        let of = |at: usize, what: &str| {
            number(*line, &format!("the {what} of `{name}`"), cells.get(at))
        };
        let capability = of(2, "capability")?;
        let (mut positions, mut saliences) = (Vec::new(), Vec::new());
        for issue in 0..issues {
            positions.push(of(3 + 2 * issue, "position")?);
            let salience = of(4 + 2 * issue, "salience")?;
            if !(0.0..=100.0).contains(&salience) {
                let message = format!("line {line}: the salience of `{name}` is {salience}");
                return Err(Fault::new(Code::SV1003, message, "write a number from 0 to 100"));
            }
            saliences.push(salience / 100.0);
        }
        players.push(Actor { name, capability, positions, saliences });
    }
    if players.len() != actors {
        let what = format!("the first row says {actors} actors, and there are {}", players.len());
        return Err(layout(1, what));
    }
    Case::new(found, players)
}

fn columns(rows: &[(u64, Vec<String>)]) -> Result<Case, Fault> {
    let mut rows = rows.iter();
    let heads = rows.next().map(|(_, heads)| heads.as_slice()).unwrap_or_default();
    let column = |word: &str| heads.iter().position(|head| head.eq_ignore_ascii_case(word));
    let place =
        |word: &str| column(word).ok_or_else(|| layout(1, format!("there is no column `{word}`")));
    let (actor, capability) = (place("actor")?, place("capability")?);
    let (position, salience) = (place("position")?, place("salience")?);
    let mut players = Vec::new();
    for (line, cells) in rows {
        no_more_than(heads.len(), *line, cells)?;
        let name = text(cells, actor).to_owned();
        if name.is_empty() {
            return Err(layout(*line, "an actor has no name"));
        }
        let of = |at: usize, what: &str| {
            number(*line, &format!("the {what} of `{name}`"), cells.get(at))
        };
        let weight = of(salience, "salience")?;
        if !(0.0..=1.0).contains(&weight) {
            let message = format!("line {line}: the salience of `{name}` is {weight}");
            return Err(Fault::new(Code::SV1003, message, "write a number from 0 to 1"));
        }
        players.push(Actor {
            capability: of(capability, "capability")?,
            positions: vec![of(position, "position")?],
            saliences: vec![weight],
            name,
        });
    }
    let positions = || players.iter().flat_map(|player| player.positions.iter().copied());
    let scale =
        (positions().fold(f64::INFINITY, f64::min), positions().fold(f64::NEG_INFINITY, f64::max));
    Case::new(vec![Issue { name: "position".into(), scale }], players)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at a surprise")]
    #![allow(clippy::indexing_slicing, reason = "a test stops at a surprise")]

    use super::*;

    const COLUMNS: &str = "actor,capability,position,salience\nK\u{f6}nig,1,2,.5\nB,2.5,3,.5\n";

    fn message(text: &str) -> String {
        read(text.as_bytes()).unwrap_err().message
    }

    #[test]
    fn separators_and_encodings_of_spreadsheets_are_read() {
        let plain = read(COLUMNS.as_bytes()).unwrap();
        assert!(matches!(&plain, Table::Columns(case) if case.actors()[0].name == "König"));
        for mark in [";", "\t"] {
            assert_eq!(read(COLUMNS.replace(',', mark).as_bytes()).unwrap(), plain);
        }
        let latin: Vec<u8> = COLUMNS.chars().map(|character| character as u8).collect();
        assert_eq!(read(&latin).unwrap(), plain);
        let ktab = "One,two words,2,1,\nActor,What,Power,Price,How much\nA,\"a, b\", 1.5 ,10,60,\nB,,4,90,50\n";
        let marked = "One;two words;2;1;\nActor;What;Power;Price;How much\nA;\"a, b\"; 1.5 ;10;60;\nB;;4;90;50\n";
        assert_eq!(read(ktab.as_bytes()).unwrap(), read(marked.as_bytes()).unwrap());
    }

    #[test]
    fn a_comma_in_a_number_is_told() {
        assert!(message(&COLUMNS.replace("2.5", "2,5")).contains("5 cells stand under 4 heads"));
        let marked = COLUMNS.replace(',', ";").replace("2.5", "2,5");
        assert!(message(&marked).contains("`2,5`, which is no number"));
        assert!(
            message("PAR1\0").contains("no text") && message("PK\u{3}\u{4}x").contains("no text")
        );
    }
}
