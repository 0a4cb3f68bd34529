//! A table from text with separators. Knows no column.

use super::Sheet;
use super::column::{Column, Words};
use crate::fault::{FileFault, RowFault};
use crate::table;

pub(super) fn read(
    bytes: &[u8],
    keep: &dyn Fn(&str) -> bool,
    most: u64,
) -> Result<Sheet, FileFault> {
    if let Some(other) = table::other_than_text(bytes) {
        let remedy = "save the table as CSV (UTF-8 or Latin-1, packed with gzip or not), as Parquet \
                      or as an Arrow file";
        return Err(FileFault::new(format!("this is {other}, not a table"), remedy));
    }
    let text = table::decoded(bytes.to_vec());
    let mut reader = table::records(&text, csv::Trim::All);
    let mut record = csv::StringRecord::new();
    if !reader.read_record(&mut record).map_err(|error| table::no_csv(&error))? {
        return Err(FileFault::new("the file is empty", "name the file that holds the rows"));
    }
    let names: Vec<String> = record.iter().map(str::to_ascii_lowercase).collect();
    if let [name] = names.as_slice() {
        return Err(one_column(name));
    }
    let mut columns: Vec<Option<Words>> =
        names.iter().map(|name| keep(name).then(Words::default)).collect();
    let (mut lines, mut faults, mut held) = (Vec::new(), Vec::new(), 0);
    while reader.read_record(&mut record).map_err(|error| table::no_csv(&error))? {
        let line = record.position().map_or(0, csv::Position::line);
        if record.len() != names.len() {
            faults.push(of_another_length(line as usize, record.len(), names.len()));
            continue;
        }
        for (column, cell) in columns.iter_mut().zip(&record) {
            if let Some(column) = column {
                column.push(cell);
                held += cell.len() as u64 + 8;
            }
        }
        lines.push(line as u32);
        if held > most {
            return Err(table::too_large(most));
        }
    }
    if let ([], [first, ..]) = (lines.as_slice(), faults.as_slice()) {
        return Err(FileFault::new(
            format!("no row has the fields of the header; line {}: {}", first.line, first.cause),
            "the rows may be separated by another sign than the header: save the table as CSV again",
        ));
    }
    let columns = columns.into_iter().map(|column| column.map(Column::Words)).collect();
    Ok(Sheet { rows: lines.len(), names, columns, lines, faults })
}

/// A header of one column: either another separator, or no table.
fn one_column(name: &str) -> FileFault {
    let others = [('|', "`|`"), (':', "`:`"), (' ', "blanks"), ('^', "`^`"), ('~', "`~`")];
    let likely = others.iter().find(|(sign, _)| name.matches(*sign).count() > 1);
    let start: String = name.chars().take(40).collect();
    match likely {
        Some((_, sign)) => FileFault::new(
            format!("the header is one column, `{start}`: it seems to be separated by {sign}"),
            "save the table with commas, semicolons or tabs between the columns",
        ),
        None => FileFault::new(
            format!("the header is one column, `{start}`: this is no table of the kind"),
            "name a table with its header; commas, semicolons or tabs stand between the columns",
        ),
    }
}

fn of_another_length(line: usize, own: usize, header: usize) -> RowFault {
    RowFault {
        line,
        column: None,
        cause: format!("the row has {own} fields, the header {header}"),
        remedy: "a row may be cut short, or a text with a comma may lack its quotes".into(),
    }
}
