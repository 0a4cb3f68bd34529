//! From the bytes of a file to a table of text: gzip, encodings, line ends and separators.
//!
//! Files of research data come as UTF-8 or Latin-1, with line ends of three systems, packed or not, and
//! saved by spreadsheets with commas, semicolons or tabs. All of that ends here. Knows no column.

use crate::fault::FileFault;
use flate2::read::MultiGzDecoder;
use std::io::Read;

/// A table of text that is read whole, cell by cell, is at most this large once unpacked.
pub const LARGEST: u64 = 64 * 1024 * 1024;

/// A table of text.
#[derive(Clone, Debug)]
pub struct Table {
    /// Names of the columns, in lower case, without blanks around them.
    pub header: Vec<String>,
    /// The rows.
    pub rows: Vec<Line>,
}

/// One row of a table.
#[derive(Clone, Debug)]
pub struct Line {
    /// The line of the file on which it begins, from 1.
    pub number: usize,
    fields: csv::StringRecord,
}

impl Line {
    /// How many fields it has.
    pub fn width(&self) -> usize {
        self.fields.len()
    }

    /// A field, without blanks around it.
    pub fn get(&self, place: usize) -> Option<&str> {
        self.fields.get(place).map(str::trim)
    }

    /// Every field, without blanks around it.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(str::trim)
    }

    #[cfg(test)]
    pub(crate) fn of(number: usize, fields: &[&str]) -> Line {
        Line { number, fields: fields.into() }
    }
}

impl Table {
    /// Reads a CSV file, packed with gzip or not.
    pub fn read(bytes: &[u8]) -> Result<Table, FileFault> {
        let text = text(bytes)?;
        let mut reader = records(&text, csv::Trim::None);
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| no_csv(&error))?;
            let number = record.position().map_or(0, csv::Position::line) as usize;
            rows.push(Line { number, fields: record });
        }
        if rows.is_empty() {
            return Err(FileFault::new("the file is empty", "name the file that holds the rows"));
        }
        let header = rows.remove(0).iter().map(str::to_ascii_lowercase).collect();
        Ok(Table { header, rows })
    }

    /// The place of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|known| known == name)
    }

    /// The version of the data, where the first row names one: a short word such as `5.1` or `4.01`.
    pub(crate) fn version(&self) -> Option<&str> {
        let named = self.rows.first()?.get(self.column("version")?)?;
        let is_version = (1..=16).contains(&named.len())
            && named.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.');
        is_version.then_some(named)
    }

    /// Those of `names` that are no columns here.
    pub fn lacks<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
        names.into_iter().filter(|name| self.column(name).is_none()).collect()
    }
}

/// The text of a file, unpacked if it is packed, with `\n` as its line ends.
fn text(bytes: &[u8]) -> Result<String, FileFault> {
    let bytes = match bytes {
        [0x1f, 0x8b, ..] => unpacked(bytes, LARGEST)?,
        _ => bytes.to_vec(),
    };
    if bytes.len() as u64 > LARGEST {
        return Err(too_large(LARGEST));
    }
    if let Some(other) = other_than_text(&bytes) {
        let remedy = "save the table as CSV (UTF-8 or Latin-1), packed with gzip or not";
        return Err(FileFault::new(format!("this is {other}, not CSV"), remedy));
    }
    Ok(decoded(bytes))
}

/// What a file is by its first bytes, if it is no text with separators: words for people.
pub(crate) fn other_than_text(bytes: &[u8]) -> Option<&'static str> {
    const KNOWN: &[(&[u8], &str)] = &[
        (b"PAR1", "a Parquet file"),
        (b"ARROW1", "an Arrow file"),
        (b"FEA1", "a Feather file of version 1"),
        (b"PK\x03\x04", "a ZIP archive or an Excel workbook"),
        (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
        (b"\xff\xfe", "a UTF-16 text"),
        (b"\xfe\xff", "a UTF-16 text"),
        (b"<stata", "a Stata file"),
        (b"$FL2", "an SPSS file"),
        (b"RDX", "an R workspace"),
        (b"RDA", "an R workspace"),
        (b"X\n\x00", "an R object"),
        (b"BZh", "a file packed with bzip2"),
        (b"\xfd7zXZ", "a file packed with xz"),
        (b"\x28\xb5\x2f\xfd", "a file packed with zstd"),
        (b"SQLite format", "an SQLite database"),
        (b"%PDF", "a PDF document"),
        (b"version https://git-lfs", "a pointer of Git LFS, which stands for the file"),
    ];
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let start = start.trim_ascii_start();
    let start_of_page =
        |tag: &[u8]| start.get(..tag.len()).is_some_and(|found| found.eq_ignore_ascii_case(tag));
    let known = KNOWN.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, words)| *words);
    match start.first() {
        _ if known.is_some() => known,
        Some(b'<') if start_of_page(b"<!doctype") || start_of_page(b"<html") => Some("a web page"),
        Some(b'<') if start_of_page(b"<?xml") => Some("an XML document"),
        Some(b'{' | b'[') => Some("JSON"),
        _ if bytes.contains(&0) => Some("no text"),
        _ => None,
    }
}

/// Bytes as text, with `\n` as line ends and without a mark of byte order.
pub(crate) fn decoded(bytes: Vec<u8>) -> String {
    // Latin-1 has a character for every byte; a text that happens to be UTF-8 is meant as UTF-8.
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => error.as_bytes().iter().map(|byte| char::from(*byte)).collect(),
    };
    let bare = text.strip_prefix('\u{feff}').unwrap_or(&text);
    if bare.len() == text.len() && !text.contains('\r') {
        return text;
    }
    bare.replace("\r\n", "\n").replace('\r', "\n")
}

/// The records of a text, by the separator that its first line has most often outside of quotes.
pub(crate) fn records(text: &str, trim: csv::Trim) -> csv::Reader<&[u8]> {
    let first = text.lines().next().unwrap_or_default();
    let many = |separator: &char| {
        // Every other piece between quotation marks is quoted.
        first.split('"').step_by(2).map(|piece| piece.matches(*separator).count()).sum::<usize>()
    };
    let separator = [',', ';', '\t'].into_iter().rev().max_by_key(many).unwrap_or(',');
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(trim)
        .delimiter(separator as u8)
        .from_reader(text.as_bytes())
}

pub(crate) fn no_csv(error: &csv::Error) -> FileFault {
    FileFault::new(format!("this is no CSV: {error}"), "save the table as CSV")
}

/// What a gzip file holds, up to `most` bytes.
pub(crate) fn unpacked(bytes: &[u8], most: u64) -> Result<Vec<u8>, FileFault> {
    let mut out = Vec::new();
    let read = MultiGzDecoder::new(bytes).take(most + 1).read_to_end(&mut out);
    match read {
        Err(error) => Err(FileFault::new(
            format!("the gzip file cannot be unpacked: {error}"),
            "fetch the file again: it may have been cut short",
        )),
        Ok(_) => Ok(out),
    }
}

/// The fault of a table of more than `most` bytes.
pub(crate) fn too_large(most: u64) -> FileFault {
    let most = most / 1024 / 1024;
    let cause = format!("the table has more than {most} MiB");
    let remedy = "name the file with one row for each case, not one that repeats it for every year, \
                  or keep only the columns that are needed";
    FileFault { too_large: true, ..FileFault::new(cause, remedy) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at a surprise")]

    use super::*;
    use std::io::Write;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn latin_1_and_utf_8_read_alike_packed_or_not() {
        let latin = b"name,code\nC\xf4te d'Ivoire,437\n";
        for bytes in [latin.to_vec(), packed(latin), "\u{feff}Name,code\nCôte d'Ivoire,437".into()]
        {
            let table = Table::read(&bytes).unwrap();
            assert!(table.rows[0].iter().eq(["Côte d'Ivoire", "437"]));
            assert_eq!(table.column("name"), Some(0));
        }
    }

    #[test]
    fn line_ends_of_every_system_and_separators_of_spreadsheets_keep_their_lines() {
        for text in ["a,b\r1,2\r3,4\r", "a;b\r\n1;2\r\n3;4", "a\tb\n1\t2\n3\t4\n"] {
            let table = Table::read(text.as_bytes()).unwrap();
            assert_eq!(table.rows.len(), 2);
            assert_eq!((table.rows[1].number, table.rows[1].get(1)), (3, Some("4")));
        }
    }

    #[test]
    fn what_is_no_csv_is_named() {
        let words = |bytes: &[u8]| Table::read(bytes).unwrap_err().cause;
        assert_eq!(words(b""), "the file is empty");
        assert!(words(b"PAR1....").contains("Parquet"));
        assert!(words(b"PK\x03\x04").contains("Excel"));
        assert!(words(b"\xff\xfea\0").contains("UTF-16"));
        assert!(words(b"\n <!DOCTYPE html><html>").contains("a web page"));
        assert!(words(b"version https://git-lfs.github.com/spec/v1\n").contains("pointer"));
        assert!(words(&packed(b"a,b\n1,2\n")[..12]).contains("cannot be unpacked"));
    }

    #[test]
    fn a_small_packed_file_that_unpacks_beyond_the_limit_is_refused() {
        let bomb = packed(&vec![b' '; LARGEST as usize + 1]);
        assert!(Table::read(&bomb).unwrap_err().cause.contains("more than 64 MiB"));
    }
}
