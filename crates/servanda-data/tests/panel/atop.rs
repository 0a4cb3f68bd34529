//! ATOP's dyad-years, rebuilt from its member file.

use crate::files::{file, parquet, years};
use crate::frame::{key, keys};
use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::types::Int8Type;
use servanda::model::System;
use servanda::time::Day;
use servanda_data::atop;
use servanda_data::panel::{Atop, Calendar, Pact, Panel, Rule, Step};
use std::collections::BTreeMap;

/// ATOP's own directed dyad-years with their five flags.
fn published() -> Option<BTreeMap<u64, u8>> {
    let bytes = file("alliances/atop5.1_directed_dyad_year.parquet")?;
    let flags = ["atop_defense", "atop_offense", "atop_neutral", "atop_nonagg", "atop_consul"];
    let names: Vec<&str> = ["ccode1", "ccode2", "year"].into_iter().chain(flags).collect();
    let columns = parquet(bytes, &names);
    let rows = (0..columns[0].len()).map(|row| {
        let at = |column: usize| columns[column][row] as u64;
        let bits = (0..5).fold(0, |bits, bit| bits | (at(3 + bit) as u8) << bit);
        (key(at(0), at(1), at(2)), bits)
    });
    Some(rows.collect())
}

fn source() -> Option<Atop> {
    let bytes = file("alliances/atop5.1_member.csv.gz")?;
    Some(Atop::new(&atop::members(&bytes).unwrap()))
}

/// The same from the member file: every year of which a pair shared a day in an alliance.
fn rebuilt(source: &Atop) -> BTreeMap<u64, u8> {
    let year = |day: Day| day.parts().unwrap().0 as u64;
    let mut rows = BTreeMap::new();
    for ((one, two), pacts) in source.pairs() {
        for pact in pacts {
            for year in year(pact.days.from)..=year(pact.days.last()) {
                *rows.entry(key(one.into(), two.into(), year)).or_default() |= pact.promised;
            }
        }
    }
    rows
}

#[test]
fn every_published_dyad_year_is_rebuilt_and_the_few_more_are_known() {
    let (Some(theirs), Some(source)) = (published(), source()) else { return };
    let ours = rebuilt(&source);
    assert_eq!(theirs.len(), 273_296);
    let lost: Vec<&u64> = theirs.keys().filter(|row| !ours.contains_key(row)).collect();
    assert_eq!(lost.len(), 0, "rows of theirs that are not rebuilt");
    let more: Vec<u64> = ours.keys().filter(|row| !theirs.contains_key(row)).copied().collect();
    let no_state = more.iter().filter(|row| *row >> 32 == 8152 || *row >> 16 & 0xffff == 8152);
    println!(
        "{} rows more, {} of them with a member that is no state",
        more.len(),
        no_state.count()
    );
    assert!(more.len() <= 28);
    for (bit, (name, least)) in [
        ("defense", 99.92),
        ("offense", 99.98),
        ("neutral", 99.95),
        ("nonagg", 99.97),
        ("consul", 100.0),
    ]
    .iter()
    .enumerate()
    {
        let differ =
            theirs.iter().filter(|(row, bits)| (**bits ^ ours[*row]) >> bit & 1 == 1).count();
        let count = |rows: usize| f64::from(u32::try_from(rows).unwrap());
        let agree = 100.0 * count(theirs.len() - differ) / count(theirs.len());
        println!("{name}: {differ} rows differ, {agree:.4} % agree");
        assert!((agree * 100.0).round() / 100.0 >= *least, "{name} agrees in {agree} %");
    }
}

/// Why a published row or flag and a rebuilt one differ.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Cause {
    /// A member promised different things to different partners (OBVARY): its row does not say what to
    /// whom.
    Varies,
    /// A member that is no state of COW's list.
    NoState,
    /// Two states of which the one followed the other in the year: they shared no day as states.
    Successor,
    /// Two phases of one alliance in the year, of which only the earlier has the promise: the published
    /// row has the later one's, and the rule is the highest on any day.
    Phase,
    /// None of these.
    Other,
}

/// The causes of all differences, counted: rows that only we have, and flags by promise.
fn causes(
    theirs: &BTreeMap<u64, u8>,
    source: &Atop,
) -> (BTreeMap<Cause, usize>, BTreeMap<(usize, Cause), usize>) {
    let ours = rebuilt(source);
    let pacts: BTreeMap<(u16, u16), &[Pact]> = source.pairs().collect();
    let states = crate::files::states();
    let rows_of_states = {
        let panel = Panel::new(years("directed-dyad-year", System::Cow, 1816, 2018, Rule::Any));
        keys(&panel).into_iter().collect::<std::collections::BTreeSet<u64>>()
    };
    let mut rows = BTreeMap::new();
    for row in ours.keys().filter(|row| !theirs.contains_key(row)) {
        let codes = [(row >> 32) as u16, (row >> 16 & 0xffff) as u16];
        let cause = match () {
            () if codes.iter().any(|code| states.by_ccode(*code).is_none()) => Cause::NoState,
            () if !rows_of_states.contains(row) => Cause::Successor,
            () => Cause::Other,
        };
        *rows.entry(cause).or_default() += 1;
    }
    let mut flags = BTreeMap::new();
    for (row, bits) in theirs {
        let pair = ((row >> 32) as u16, (row >> 16 & 0xffff) as u16);
        let year = Calendar::new(
            Step::Year,
            Day::of((row & 0xffff) as i16, 1, 1).unwrap(),
            Day::of((row & 0xffff) as i16, 12, 31).unwrap(),
        );
        let year = year.unwrap().period(0);
        for bit in (0..5).filter(|bit| (bits ^ ours[row]) >> bit & 1 == 1) {
            let then = pacts[&pair].iter().filter(|pact| !pact.days.overlap(&year).is_empty());
            let then: Vec<&Pact> = then.collect();
            let makes = |pact: &&&Pact| pact.promised >> bit & 1 == 1;
            let makers: Vec<&&Pact> = then.iter().filter(makes).collect();
            let later = |pact: &Pact| {
                then.iter().any(|next| {
                    next.atop_id == pact.atop_id && next.phase > pact.phase && !makes(&next)
                })
            };
            // Ours is too high by members whose promise was to somebody else, or too low where the
            // member's row has not the promise that this partner got.
            let cause = match ours[row] >> bit & 1 == 1 {
                true if makers.iter().all(|pact| pact.varies) => Cause::Varies,
                true if makers.iter().all(|pact| pact.varies || later(pact)) => Cause::Phase,
                false if then.iter().any(|pact| pact.varies) => Cause::Varies,
                _ => Cause::Other,
            };
            *flags.entry((bit, cause)).or_default() += 1;
        }
    }
    (rows, flags)
}

#[test]
fn every_difference_from_the_published_rows_has_a_named_cause() {
    let (Some(theirs), Some(source)) = (published(), source()) else { return };
    let (rows, flags) = causes(&theirs, &source);
    println!("rows more, by cause: {rows:?}");
    println!("flags that differ, by promise and cause: {flags:?}");
    assert_eq!(rows, BTreeMap::from([(Cause::NoState, 20), (Cause::Successor, 8)]));
    // The table of docs/src/panels.md: defense, offense, neutral, nonagg, consul.
    let count = |cause| [0, 1, 2, 3, 4].map(|bit| flags.get(&(bit, cause)).copied().unwrap_or(0));
    assert_eq!(count(Cause::Varies), [213, 33, 101, 74, 0]);
    assert_eq!(count(Cause::Phase), [1, 1, 13, 0, 0]);
    assert_eq!(count(Cause::Other), [0; 5], "a difference has no named cause");
}

#[test]
fn the_columns_of_a_frame_are_the_rebuilt_rows_and_zero_only_inside_the_data() {
    let Some(source) = source() else { return };
    let rebuilt = rebuilt(&source);
    let mut panel = Panel::new(years("directed-dyad-year", System::Cow, 1990, 2020, Rule::Any));
    let keys = keys(&panel);
    panel.add(Box::new(source), None).unwrap();
    let mut row = 0;
    for batch in panel.batches() {
        let batch = batch.unwrap();
        let covered = batch.column_by_name("atop_covered").unwrap().as_boolean();
        for (bit, name) in ["defense", "offense", "neutral", "nonagg", "consul"].iter().enumerate()
        {
            let column = batch.column_by_name(&format!("atop_{name}")).unwrap();
            let column = column.as_primitive::<Int8Type>();
            for at in 0..batch.num_rows() {
                let key = keys[row + at];
                let inside = key & 0xffff <= 2018;
                assert_eq!(covered.value(at), inside);
                assert_eq!(column.is_valid(at), inside);
                if inside {
                    let bits = rebuilt.get(&key).copied().unwrap_or_default();
                    assert_eq!(column.value(at) as u8, bits >> bit & 1);
                }
            }
        }
        row += batch.num_rows();
    }
    assert_eq!(row, keys.len());
}
