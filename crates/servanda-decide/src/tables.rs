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

/// Rows with their lines, cells trimmed, empty cells at the end and empty rows left out.
fn rows(bytes: &[u8]) -> Result<Vec<(u64, Vec<String>)>, Fault> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader.has_headers(false).flexible(true).trim(csv::Trim::All);
    let mut found = Vec::new();
    for record in reader.from_reader(bytes).byte_records() {
        let record = record.map_err(|error| layout(0, error))?;
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |cell: &[u8]| String::from_utf8_lossy(cell).trim().to_owned();
        let mut cells: Vec<String> = record.iter().map(cell).collect();
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
