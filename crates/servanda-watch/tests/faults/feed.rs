//! An invented pact and an invented feed in four files: alerts that are new, revised by another source, retracted by
//! a correction, and one that a rule wants only once two sources tell of it.

/// How many files there are.
pub(crate) const FILES: usize = 4;

/// Invented.
pub(crate) const PACT: &str = include_str!("../pact.treaty");

pub(crate) const RULES: &str = "schema = \"servanda/watch-rules/1\"
[[rule]]
name = \"any\"
least-confidence = \"weak\"

[[rule]]
name = \"twice-told\"
mentions = 2
least-confidence = \"weak\"
";

struct Row {
    id: u32,
    by: [&'static str; 2],
    on: [&'static str; 2],
    code: &'static str,
    url: &'static str,
}

const IRAQ: [&str; 2] = ["IRQ", "IRAQ"];
const IRAN: [&str; 2] = ["IRN", "IRAN"];
const KUWAIT: [&str; 2] = ["KWT", "KUWAIT"];
const SAUDI: [&str; 2] = ["SAU", "SAUDI ARABIA"];
const EGYPT: [&str; 2] = ["EGY", "EGYPT"];

fn line(row: &Row, stamp: &str) -> String {
    let mut cells = vec![String::new(); 61];
    let mut set = |at: usize, text: &str| text.clone_into(&mut cells[at]);
    set(0, &row.id.to_string());
    set(1, "20240105");
    for (from, [code, name]) in [(5, row.by), (15, row.on)] {
        set(from, &format!("{code}MIL"));
        set(from + 1, name);
        set(from + 2, code);
        set(from + 7, "MIL");
    }
    set(26, row.code);
    set(27, &row.code[..3.min(row.code.len())]);
    set(28, &row.code[..2]);
    for at in 31..34 {
        set(at, "1");
    }
    set(59, stamp);
    set(60, row.url);
    cells.join("\t") + "\n"
}

/// Name and text of a file of the feed.
pub(crate) fn file(at: usize) -> (String, String) {
    let row = |id, by, on, code, url| Row { id, by, on, code, url };
    let rows = match at {
        0 => vec![
            row(1, IRAQ, KUWAIT, "195", "https://one.example/a"),
            row(2, IRAQ, SAUDI, "195", "https://one.example/b"),
            row(9, EGYPT, SAUDI, "010", "https://one.example/c"),
        ],
        // Another source for the first, and a threat.
        1 => vec![
            row(3, IRAQ, KUWAIT, "195", "https://two.example/a"),
            row(4, IRAN, EGYPT, "138", "https://two.example/b"),
        ],
        // The second is corrected: somebody else did it. And help is given.
        2 => vec![
            row(2, IRAN, SAUDI, "195", "https://one.example/b"),
            row(5, EGYPT, KUWAIT, "072", "https://one.example/d"),
        ],
        // Another source for what was corrected, and a new case.
        _ => vec![
            row(6, IRAN, SAUDI, "195", "https://three.example/a"),
            row(7, IRAN, KUWAIT, "195", "https://three.example/b"),
        ],
    };
    let stamp = format!("2024010512{:02}00", at * 15);
    let text = rows.iter().map(|row| line(row, &stamp)).collect();
    (format!("{stamp}.export.CSV"), text)
}
