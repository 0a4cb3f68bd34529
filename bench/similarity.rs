//! Measures the similarity of portfolios for every pair of states of every year 1816 to 2016, from the
//! user's own ATOP member file and the embedded state system. Driven by `bench/similarity.py`.
//!
//! `similarity MEMBERS.csv[.gz] [FOLDER]`: prints seconds as JSON; writes the valued portfolios of each
//! year into FOLDER, one byte a value, and with them the squared valued S that came out.

use servanda::corpus;
use servanda::model::{System, World};
use servanda::time::Day;
use servanda_data::atop::{self, MemberRow};
use servanda_data::panel::similarity::{Distance, Measure, Pair, Portfolios, Tie, each_year};
use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::time::Instant;

const YEARS: std::ops::RangeInclusive<i16> = 1816..=2016;
const RUNS: usize = 9;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let members = arguments.next().ok_or("similarity MEMBERS.csv[.gz] [FOLDER]")?;
    let members = atop::members(&std::fs::read(members)?).map_err(|fault| fault.cause)?;
    let (world, _) = corpus::world()?;
    let begun = Instant::now();
    let years = years(&members.rows, &world).ok_or("a year without a first day")?;
    let built = begun.elapsed().as_secs_f64();
    let mut weighted = years.clone();
    for year in &mut weighted {
        year.weigh(|state| Some(f64::from(state)));
    }
    let all = |pair: &Pair| Measure::ALL.iter().filter_map(|measure| measure.of(pair)).sum();
    let (s, pairs, seconds) = best(&years, |pair| pair.valued.s(Distance::Squared).unwrap_or(0.0));
    let (_, _, every) = best(&weighted, all);
    let (_, _, unweighted) = best(&years, all);
    if let Some(folder) = arguments.next() {
        for (year, (portfolios, s)) in YEARS.zip(years.iter().zip(&s)) {
            write(Path::new(&folder), year, portfolios, s)?;
        }
    }
    let line = serde_json::json!({
        "years": years.len(), "directed_dyads": 2 * pairs, "build_s": built,
        "squared_valued_s_s": seconds, "unweighted_measures_s": unweighted, "all_measures_s": every,
    });
    std::io::Write::write_all(&mut std::io::stdout(), format!("{line}\n").as_bytes())?;
    Ok(())
}

/// A value for each pair of each year, how many pairs, and the seconds of the best run.
fn best(years: &[Portfolios], value: impl Fn(&Pair) -> f64 + Sync) -> (Vec<Vec<f64>>, usize, f64) {
    let mut best = (Vec::new(), 0, f64::INFINITY);
    for _ in 0..RUNS {
        let begun = Instant::now();
        let values = each_year(years, |year| {
            let states = year.states().len();
            let mut values = Vec::with_capacity(states * states / 2);
            year.every_pair(|_, _, pair| values.push(value(pair)));
            values
        });
        let seconds = begun.elapsed().as_secs_f64();
        let pairs = values.iter().map(Vec::len).sum();
        best = (values, pairs, seconds.min(best.2));
    }
    best
}

/// The portfolios of each year, by the dyadic rule: two members of one alliance are allied in a year if
/// both were members on some day of it; what each owes is what its own row says.
fn years(members: &[MemberRow], world: &World) -> Option<Vec<Portfolios>> {
    let mut years = Vec::new();
    for year in YEARS {
        let (first, last) = (Day::of(year, 1, 1)?, Day::of(year, 12, 31)?);
        let spells = world.states.iter().flat_map(|(_, state)| &state.spells);
        let spells = spells.filter(|spell| spell.system == System::Cow);
        let during = spells.filter(|spell| spell.days.from <= last && spell.days.end > first);
        years.push(Portfolios::new(during.map(|spell| spell.code)));
    }
    let mut alliances: BTreeMap<u16, Vec<&MemberRow>> = BTreeMap::new();
    for row in members {
        alliances.entry(row.atop_id).or_default().push(row);
    }
    for alliance in alliances.values() {
        for one in alliance {
            let tie = Tie::of_ally(|obligation| one.obligation(obligation).is_set());
            for other in alliance.iter().filter(|other| other.member != one.member) {
                let from = one.entry.earliest.max(other.entry.earliest);
                let to = one.exit.latest.min(other.exit.latest);
                raise(&mut years, (one.member, other.member), (from, to), tie)?;
            }
        }
    }
    Some(years)
}

/// Raises a tie in every year that the days touch.
fn raise(
    years: &mut [Portfolios],
    (one, other): (u16, u16),
    (from, to): (Day, Day),
    tie: Tie,
) -> Option<()> {
    if from > to {
        return Some(());
    }
    let (begin, end) = (from.parts()?.0, to.parts().map_or(i16::MAX, |parts| parts.0));
    let during = YEARS.zip(years).filter(|(year, _)| (begin..=end).contains(year));
    for portfolios in during.map(|(_, portfolios)| portfolios) {
        if let Some((one, other)) = portfolios.place(one).zip(portfolios.place(other)) {
            portfolios.raise(one, other, tie);
        }
    }
    Some(())
}

fn write(folder: &Path, year: i16, portfolios: &Portfolios, s: &[f64]) -> std::io::Result<()> {
    let states = 0..portfolios.states().len();
    let rows = states.clone().flat_map(|one| states.clone().map(move |other| (one, other)));
    let ties = rows.filter_map(|(one, other)| portfolios.tie(one, other));
    let values: Vec<u8> = ties.map(Tie::value).collect();
    std::fs::write(folder.join(format!("{year}.ties")), values)?;
    let s: Vec<u8> = s.iter().flat_map(|s| s.to_le_bytes()).collect();
    std::fs::write(folder.join(format!("{year}.s")), s)
}
