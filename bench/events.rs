//! Rows in the shape of GDELT 2.0 from a seed, and how many of them a second are read, mapped and merged on
//! one core. `generate ROWS SEED` writes rows; `measure ROWS SEED` generates, then reads them from memory;
//! `measure-file FILE` reads a file.
#![allow(
    clippy::cast_precision_loss,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench prints its figures and stops at a surprise"
)]

use servanda_events::{Gazetteer, Intake, Mapping, News, Sink};
use std::io::Write;
use std::time::Instant;

/// SplitMix64: the same seed gives the same rows everywhere.
struct Seeded(u64);

impl Seeded {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, many: usize) -> usize {
        (self.next() % many as u64) as usize
    }

    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        let place = self.below(list.len());
        list.get(place).copied().unwrap_or_default()
    }
}

const COUNTRIES: &[&str] = &[
    "", "", "", "", "USA", "USA", "USA", "GBR", "RUS", "SYR", "CHN", "FRA", "CAN", "TUR", "IRN",
    "JPN", "DEU", "AFR", "PAK", "EUR", "ISR", "UKR", "KWT", "IRQ", "POL", "ARM", "AZE", "KAZ",
    "EGY", "IND",
];
const ROLES: &[&str] =
    &["", "", "", "", "", "GOV", "GOV", "MIL", "COP", "REB", "UAF", "EDU", "MED", "CVL"];
/// Roots as often as in a real quarter of an hour: talk first, force seldom.
const CODES: &[&str] = &[
    "010", "010", "020", "036", "040", "040", "042", "043", "051", "051", "046", "057", "060",
    "070", "073", "080", "084", "090", "100", "110", "111", "112", "114", "120", "128", "130",
    "138", "141", "154", "172", "173", "173", "180", "190", "190", "193", "195", "012", "013",
    "016", "017", "019", "030", "0231", "0256", "0311", "0331", "0841", "091", "1122",
];
const FIPS: &[&str] =
    &["", "US", "US", "US", "UK", "RS", "SY", "CH", "FR", "TU", "IR", "IS", "UP", "KU", "IZ"];

fn row(seeded: &mut Seeded, number: usize, out: &mut Vec<u8>) {
    // A quarter of an hour has some 1500 rows; 96 of them are a day.
    let batch = number / 1500;
    let (day, quarter) = (batch / 96 % 28 + 1, batch % 96);
    let (month, year) = (batch / 96 / 28 % 12 + 1, 2016 + batch / 96 / 28 / 12);
    let date = match seeded.below(50) {
        0 => format!("{}{month:02}{day:02}", year - 1),
        _ => format!("{year}{month:02}{day:02}"),
    };
    let tail = &date[..6];
    write!(out, "{}\t{date}\t{tail}\t{}\t{}.5000", 900_000_000 + number, &date[..4], &date[..4])
        .unwrap();
    for _ in 0..2 {
        let (country, role) = (seeded.of(COUNTRIES), seeded.of(ROLES));
        let name = if country.is_empty() && role.is_empty() { "" } else { "SOME NAME" };
        write!(out, "\t{country}{role}\t{name}\t{country}\t\t\t\t\t{role}\t\t").unwrap();
    }
    let code = seeded.of(CODES);
    let mentions = 1 + seeded.below(10);
    write!(
        out,
        "\t1\t{code}\t{}\t{}\t1\t-2.0\t{mentions}\t1\t{mentions}\t-2.04081632653061",
        &code[..3],
        &code[..2]
    )
    .unwrap();
    for _ in 0..3 {
        let fips = seeded.of(FIPS);
        match fips {
            "" => out.extend_from_slice(b"\t0\t\t\t\t\t\t\t"),
            _ => write!(out, "\t4\tSome City, Some Province, Country\t{fips}\t{fips}07\t12345\t38.8951\t-77.0364\t-531871").unwrap(),
        }
    }
    let host = seeded.below(4000);
    let article = number / 3;
    writeln!(out, "\t{year}{month:02}{day:02}{:02}{:02}00\thttps://www.paper{host}.example/world/news/{article}/some-words-of-a-headline-as-they-stand-in-addresses", quarter / 4, quarter % 4 * 15).unwrap();
}

/// Counts; keeps nothing.
struct Count(u64);

impl Sink for Count {
    fn news(&mut self, _: &News<'_>) {
        self.0 += 1;
    }
}

fn measure(name: &str, input: impl std::io::Read, bytes: usize) {
    let world = servanda::corpus::empty_world().unwrap();
    let mut intake = Intake::new(Gazetteer::new(&world), Mapping::shipped().unwrap());
    let (start, mut count) = (Instant::now(), Count(0));
    let counted = intake.read(name, input, &mut count).unwrap();
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{} rows, {} rejected, {} triggered, {} cases, {seconds:.2} s: {:.2} million rows a second, {:.0} MB a second",
        counted.rows,
        counted.rejected,
        counted.triggered,
        counted.cases,
        counted.rows as f64 / seconds / 1e6,
        bytes as f64 / seconds / 1e6
    );
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["generate", rows, seed] => {
            let mut seeded = Seeded(seed.parse().unwrap());
            let mut out = std::io::BufWriter::new(std::io::stdout().lock());
            let mut line = Vec::new();
            for number in 0..rows.parse().unwrap() {
                line.clear();
                row(&mut seeded, number, &mut line);
                out.write_all(&line).unwrap();
            }
        }
        ["measure", rows, seed] => {
            let mut seeded = Seeded(seed.parse().unwrap());
            let mut text = Vec::new();
            for number in 0..rows.parse().unwrap() {
                row(&mut seeded, number, &mut text);
            }
            for _ in 0..3 {
                measure("20160101000000.export.CSV", text.as_slice(), text.len());
            }
        }
        ["measure-file", file] => {
            let bytes = std::fs::metadata(file).unwrap().len() as usize;
            measure(file, std::fs::File::open(file).unwrap(), bytes);
        }
        _ => println!("generate ROWS SEED | measure ROWS SEED | measure-file FILE"),
    }
}
