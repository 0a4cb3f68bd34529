//! ATOP's dyad-years, rebuilt from its member file.

use crate::files::{file, parquet, years};
use crate::frame::{key, keys};
use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::types::Int8Type;
use servanda::model::System;
use servanda::time::Day;
use servanda_data::atop;
use servanda_data::panel::{Atop, Panel, Rule};
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
