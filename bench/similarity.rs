//! Measures the similarity of portfolios for every pair of states of every year 1816 to 2016, from the
//! user's own ATOP member file and the embedded state system. Driven by `bench/similarity.py`.
//!
//! `similarity MEMBERS.csv[.gz] [FOLDER]`: prints seconds as JSON; writes the valued portfolios of each
//! year into FOLDER, one byte a value, and with them the squared valued S that came out.

use servanda::corpus;
use servanda::model::{System, World};
use servanda::time::{Day, Interval};
use servanda_data::atop;
use servanda_data::panel::Atop;
use servanda_data::panel::similarity::{Distance, Measure, Pair, Portfolios, Tie};
use std::error::Error;
use std::path::Path;
use std::time::Instant;

const YEARS: std::ops::RangeInclusive<i16> = 1816..=2016;
const RUNS: usize = 25;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let members = arguments.next().ok_or("similarity MEMBERS.csv[.gz] [FOLDER]")?;
    let members = atop::members(&std::fs::read(members)?).map_err(|fault| fault.cause)?;
    let world = corpus::empty_world()?;
    let atop = Atop::new(&members);
    let begun = Instant::now();
    let years = years(&atop, &world).ok_or("a year without a first day")?;
    let built = begun.elapsed().as_secs_f64();
    let mut weighted = years.clone();
    for year in &mut weighted {
        year.weigh(|state| Some(f64::from(state)));
    }
    let all = |pair: &Pair<'_>| Measure::ALL.iter().filter_map(|measure| measure.of(pair)).sum();
    let (s, pairs, seconds) =
        best(&years, |pair| pair.apart().s_valued(Distance::Squared).unwrap_or(0.0));
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
fn best(
    years: &[Portfolios],
    value: impl Fn(&Pair<'_>) -> f64 + Sync,
) -> (Vec<Vec<f64>>, usize, f64) {
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

/// What `work` gives for each year, in their order. Every core takes each so many years, so that the late
/// ones, which have most states, are shared evenly.
fn each_year<R: Send>(years: &[Portfolios], work: impl Fn(&Portfolios) -> R + Sync) -> Vec<R> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let work = &work;
    let mut done: Vec<_> = std::thread::scope(|scope| {
        let shares = (0..cores).map(|first| years.iter().skip(first).step_by(cores));
        let workers: Vec<_> =
            shares.map(|share| scope.spawn(move || share.map(work).collect::<Vec<R>>())).collect();
        let each = workers.into_iter().filter_map(|worker| worker.join().ok());
        each.map(Vec::into_iter).collect()
    });
    let turns = (0..years.len()).map(|year| year % cores);
    turns.filter_map(|turn| done.get_mut(turn)?.next()).collect()
}

/// The portfolios of each year: the strongest tie that stood on any day of it.
fn years(atop: &Atop, world: &World) -> Option<Vec<Portfolios>> {
    let year = |year: i16| {
        let days = Interval::inclusive(Day::of(year, 1, 1)?, Day::of(year, 12, 31)?);
        let spells = world.states.iter().flat_map(|(_, state)| &state.spells);
        let cow = spells.filter(|spell| spell.system == System::Cow);
        let during = cow.filter(|spell| !spell.days.overlap(&days).is_empty());
        Some(atop.portfolios(during.map(|spell| spell.code), &days))
    };
    YEARS.map(year).collect()
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
