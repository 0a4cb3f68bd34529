//! The readers of data against their files, and the columns they make against the rows of the files.

use crate::files::{file, states, years};
use crate::frame::key;
use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int8Type, Int32Type};
use servanda::answer::bibtex;
use servanda::model::System;
use servanda_data::panel::catalog::{self, FILES, Opened};
use servanda_data::panel::contiguity::{self, Contiguity};
use servanda_data::panel::majors::{self, Majors};
use servanda_data::panel::relevant::Relevant;
use servanda_data::panel::{KNOWN, Panel, Plan, Request, Rule, Scope, Unit, Work, build};
use servanda_data::panel::{capabilities, capital, distance, mid, ucdp, war};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

/// Where the file of each source lies.
const PLACES: [(&str, &str); 9] = [
    ("nmc", "panels/nmc7.0_state_year.parquet"),
    ("contiguity", "panels/cow_contiguity_spells.parquet"),
    ("majors", "states/cow_majors.csv"),
    ("capitals", "states/cow_capitals.csv"),
    ("mindist", "panels/cow_minimum_distance.parquet"),
    ("cow-mid", "panels/cow_mid_directed_disputes.parquet"),
    ("gml-mid", "panels/gml_mid_directed_disputes.parquet"),
    ("cow-war", "wars/cow_interstate_war.csv"),
    ("ucdp", "wars/ucdp_armed_conflict.csv"),
];

fn opened(name: &str) -> Option<Opened> {
    let place = PLACES.iter().find(|(known, _)| *known == name).unwrap().1;
    let bytes = file(place)?;
    let start = Instant::now();
    let opened = (catalog::find(name).unwrap().open)(&bytes, &states()).unwrap();
    println!(
        "{name}: {} rows, {} faults, version `{}`, in {:.0} ms",
        opened.rows,
        opened.faults.len(),
        opened.version,
        start.elapsed().as_secs_f64() * 1e3
    );
    for fault in opened.faults.iter().take(3) {
        println!("  {fault}");
    }
    Some(opened)
}

/// A panel of yearly rows with one source.
fn with(name: &str, unit: &str, system: System, from: i16, to: i16) -> Option<Panel> {
    let mut panel = Panel::new(years(unit, system, from, to, Rule::Any));
    panel.add(opened(name)?.source, None).unwrap();
    Some(panel)
}

/// The numbers of some columns by the key of a row.
struct Table(BTreeMap<u64, Vec<Option<f64>>>);

impl Table {
    /// `keys` is how many key columns the panel has.
    fn of(panel: &Panel, keys: usize, names: &[&str]) -> Table {
        let mut rows = BTreeMap::new();
        for batch in panel.batches() {
            let batch = batch.unwrap();
            let number = |at: usize, row: usize| {
                batch.column(at).as_primitive::<Int32Type>().value(row) as u64
            };
            let columns: Vec<Vec<Option<f64>>> =
                names.iter().map(|name| column(&batch, name)).collect();
            for row in 0..batch.num_rows() {
                let key = match keys {
                    2 => key(number(0, row), 0, number(1, row)),
                    _ => key(number(0, row), number(1, row), number(2, row)),
                };
                rows.insert(key, columns.iter().map(|column| column[row]).collect());
            }
        }
        assert_eq!(rows.len(), panel.rows(), "no row is added or lost");
        Table(rows)
    }

    fn get(&self, one: u16, two: u16, year: i32) -> Option<&[Option<f64>]> {
        self.0.get(&key(one.into(), two.into(), year as u64)).map(Vec::as_slice)
    }
}

fn column(batch: &RecordBatch, name: &str) -> Vec<Option<f64>> {
    let array = batch.column_by_name(name).unwrap();
    if let Some(array) = array.as_boolean_opt() {
        return array.iter().map(|truth| truth.map(|truth| f64::from(u8::from(truth)))).collect();
    }
    let array = arrow_cast::cast(array, &arrow_schema::DataType::Float64).unwrap();
    array.as_primitive::<Float64Type>().iter().collect()
}

#[test]
fn capabilities_are_those_of_the_file_and_the_index_is_what_it_is_made_of() {
    let Some(bytes) = file("panels/nmc7.0_state_year.parquet") else { return };
    let reading = capabilities::read(&bytes, &states()).unwrap();
    assert_eq!((reading.rows.len(), reading.faults.len()), (17_121, 0));
    let differences =
        reading.rows.iter().map(|row| (row.published.unwrap() - row.computed.unwrap()).abs());
    let largest = differences.fold(0.0, f64::max);
    println!("index of {} rows computed again: largest difference {largest:.1e}", 17_121);
    assert!(largest < 1e-7);
    let names = ["milex1", "milper1", "irst1", "pec1", "tpop1", "upop1", "cinc2", "nmc_covered1"];
    let Some(panel) = with("nmc", "directed-dyad-year", System::Cow, 2012, 2016) else { return };
    let table = Table::of(&panel, 3, &names);
    let by_state: BTreeMap<(u16, i32), _> =
        reading.rows.iter().map(|row| ((row.state, row.year), row)).collect();
    let mut covered = 0;
    for (key, values) in &table.0 {
        let (one, two, year) = (key >> 32, key >> 16 & 0xffff, key & 0xffff);
        let own = by_state.get(&(one as u16, year as i32));
        let other = by_state.get(&(two as u16, year as i32));
        assert_eq!(values[7] == Some(1.0), own.is_some());
        assert_eq!(values[6], other.and_then(|row| row.published));
        for (value, component) in values.iter().zip(own.map_or([None; 6], |row| row.components)) {
            assert_eq!(*value, component);
        }
        covered += usize::from(own.is_some());
    }
    println!("{covered} of {} rows covered", table.0.len());
}

#[test]
fn every_dispute_and_war_of_the_files_lands_in_the_frame_or_its_pair_was_never_there() {
    for (name, prefix, last, dyad_years, early) in
        [("cow-mid", "cowmid", 2014, 10_234, 4), ("gml-mid", "gmlmid", 2010, 9_284, 0)]
    {
        let place = PLACES.iter().find(|(known, _)| *known == name).unwrap().1;
        let Some(bytes) = file(place) else { return };
        let reading = mid::read(&bytes, &states()).unwrap();
        let keys: BTreeSet<_> =
            reading.rows.iter().map(|row| (row.one, row.two, row.year)).collect();
        assert_eq!((keys.len(), reading.faults.len()), (dyad_years, 0));
        let panel = with(name, "directed-dyad-year", System::Cow, 1816, 2016).unwrap();
        let names =
            ["ongoing", "onset", "_count", "_dispnum", "_covered", "_hostlev1", "_hostlev2"];
        let names = names.map(|end| format!("{prefix}{end}"));
        let table = Table::of(&panel, 3, &names.each_ref().map(String::as_str));
        let mut absent = 0;
        for row in &reading.rows {
            match table.get(row.one, row.two, row.year) {
                None => absent += 1,
                Some(cells) => {
                    assert_eq!((cells[0], cells[4]), (Some(1.0), Some(1.0)));
                    assert!(cells[1] == Some(1.0) || !row.onset, "an onset is never lost");
                }
            }
        }
        let ongoing = table.0.values().filter(|cells| cells[0] == Some(1.0)).count();
        let outside = table.0.values().filter(|cells| cells[0].is_none()).count();
        println!(
            "{name}: {} dispute-years, {absent} of pairs that are no row; {ongoing} rows with one, \
             {outside} outside the data",
            reading.rows.len()
        );
        // Canada was in disputes before it was a state of the list.
        assert_eq!(absent, early);
        let inside = |key: u64| (key & 0xffff) as i32 <= last;
        assert!(table.0.iter().all(|(key, cells)| inside(*key) == cells[0].is_some()));
        for (key, cells) in table.0.iter().filter(|(_, cells)| cells[0] == Some(1.0)) {
            let other = (key >> 16 & 0xffff) << 32 | (key >> 32) << 16 | key & 0xffff;
            let other = &table.0[&other];
            assert_eq!((cells[1], cells[2]), (other[1], other[2]), "both directions agree");
            assert_eq!((cells[3], cells[5]), (other[3], other[6]), "on the dispute taken too");
        }
    }
}

#[test]
fn wars_and_armed_conflicts_land_in_the_frame() {
    let (Some(wars), Some(conflicts)) =
        (file("wars/cow_interstate_war.csv"), file("wars/ucdp_armed_conflict.csv"))
    else {
        return;
    };
    let reading = war::read(&wars, &states()).unwrap();
    assert_eq!((reading.rows.len(), reading.faults.len()), (1_932, 0));
    let panel = with("cow-war", "directed-dyad-year", System::Cow, 1816, 2010).unwrap();
    let table = Table::of(&panel, 3, &["cowinterongoing", "cowinteronset"]);
    let cells = |row: &war::WarRow| table.get(row.one, row.two, row.year);
    let absent = reading.rows.iter().filter(|row| cells(row).is_none()).count();
    let lost = reading.rows.iter().filter(|row| cells(row).is_some_and(|c| c[0] != Some(1.0)));
    assert_eq!(lost.count(), 0);
    let known = |year: i32| table.0.iter().find(|(key, _)| (*key & 0xffff) as i32 == year);
    assert!(known(2007).unwrap().1[0].is_some() && known(2008).unwrap().1[0].is_none());
    println!("wars: {absent} of 1932 rows of pairs that are no row");
    let reading = ucdp::read(&conflicts, &states()).unwrap();
    // Hyderabad (751) is no state of the list.
    assert_eq!((reading.rows.len(), reading.faults.len()), (5_652, 3));
    let panel = with("ucdp", "dyad-year", System::GleditschWard, 1940, 2020).unwrap();
    let table = Table::of(&panel, 3, &["ucdpongoing", "ucdp_intensity"]);
    let mut absent = BTreeSet::new();
    for row in reading.rows.iter().filter(|row| row.interstate && row.year <= 2020) {
        for (one, two) in row.side_a.iter().flat_map(|a| row.side_b.iter().map(move |b| (a, b))) {
            match table.get(*one.min(two), *one.max(two), row.year) {
                Some(cells) => assert_eq!(cells[0], Some(1.0)),
                None => drop(absent.insert((one, two, row.year))),
            }
        }
    }
    println!("armed conflicts: {} pair-years are no row", absent.len());
    let panel = with("ucdp", "state-year", System::GleditschWard, 1940, 2020).unwrap();
    let table = Table::of(&panel, 2, &["ucdpongoing", "ucdponset", "ucdp_intensity"]);
    assert!(table.0.iter().all(|(key, cells)| (key & 0xffff >= 1946) == cells[0].is_some()));
    let sums: [f64; 2] = [0, 1].map(|at| table.0.values().filter_map(|cells| cells[at]).sum());
    println!("state-years with a conflict: {}, with one that begins: {}", sums[0], sums[1]);
    // Iraq (645) and Kuwait (690) in 1990: the party on side B has it too.
    assert_eq!(table.get(645, 0, 1990).unwrap()[0], Some(1.0));
    assert_eq!(table.get(690, 0, 1990).unwrap()[0], Some(1.0));
}

#[test]
fn contiguity_of_known_pairs_and_of_every_spell() {
    let Some(bytes) = file("panels/cow_contiguity_spells.parquet") else { return };
    let reading = contiguity::read(&bytes, &states()).unwrap();
    assert_eq!((reading.rows.len(), reading.faults.len()), (1_874, 0));
    let panel = with("contiguity", "directed-dyad-year", System::Cow, 1816, 2018).unwrap();
    let table = Table::of(&panel, 3, &["conttype", "conttype_covered"]);
    let kind = |one, two, year| table.get(one, two, year).unwrap()[0];
    assert_eq!(kind(2, 20, 1950), Some(1.0), "the United States and Canada");
    assert_eq!(kind(210, 220, 1830), Some(1.0), "the Netherlands and France before Belgium");
    assert_eq!(kind(210, 220, 1831), Some(5.0), "and after");
    assert_eq!(kind(255, 325, 1940), Some(1.0), "a row of type 0 around it says nothing");
    assert_eq!(kind(2, 200, 1900), Some(0.0), "never contiguous");
    assert_eq!((kind(2, 20, 2017), table.get(2, 20, 2017).unwrap()[1]), (None, Some(0.0)));
    // By the definition: the least type of the spells that touch the year.
    let mut least: BTreeMap<u64, u8> = BTreeMap::new();
    for row in reading.rows.iter().filter(|row| row.kind > 0) {
        let year = |day: servanda::time::Day| u64::from(day.parts().unwrap().0 as u16);
        for year in year(row.days.from)..=year(row.days.last()) {
            let kind = least.entry(key(row.one.into(), row.two.into(), year)).or_insert(9);
            *kind = row.kind.min(*kind);
        }
    }
    let differ = table.0.iter().filter(|(key, cells)| {
        cells[0].is_some_and(|kind| kind as u8 != least.get(key).copied().unwrap_or(0))
    });
    assert_eq!(differ.count(), 0);
    let panel = with("contiguity", "state-year", System::Cow, 1816, 2016).unwrap();
    let table = Table::of(&panel, 2, &["land", "sea"]);
    assert_eq!(table.get(2, 0, 2000).unwrap()[0], Some(2.0), "Canada and Mexico");
}

#[test]
fn distances_of_capitals_and_territories() {
    let (Some(capitals), Some(distances)) =
        (file("states/cow_capitals.csv"), file("panels/cow_minimum_distance.parquet"))
    else {
        return;
    };
    let capitals = capital::read(&capitals, &states()).unwrap();
    assert_eq!((capitals.reading.rows.len(), capitals.reading.faults.len()), (242, 0));
    let mut panel = with("capitals", "directed-dyad-year", System::Cow, 1880, 2016).unwrap();
    panel.add(opened("mindist").unwrap().source, None).unwrap();
    let names = ["capdist", "capdist_covered", "mindist", "mindist_covered"];
    let table = Table::of(&panel, 3, &names);
    let between = table.get(2, 20, 1950).unwrap()[0].unwrap();
    assert!((between - 733.0).abs() < 5.0, "Washington and Ottawa: {between}");
    let none = table.0.values().filter(|cells| cells[1] == Some(0.0)).count();
    println!("{none} of {} rows lack a capital", table.0.len());
    let reading = distance::read(&distances, &states()).unwrap().reading;
    assert_eq!(reading.rows.len() + reading.faults.len(), 952_244);
    let (mut met, mut absent) = (0, 0);
    for row in &reading.rows {
        let year = i32::from(row.year);
        for (one, two) in [(row.one, row.two), (row.two, row.one)] {
            match table.get(one, two, year) {
                Some(cells) => {
                    assert_eq!((cells[2], cells[3]), (row.kilometers, Some(1.0)));
                    met += 1;
                }
                None => {
                    assert!(year > 2016, "{one} and {two} in {year} are no row");
                    absent += 1;
                }
            }
        }
    }
    let covered = table.0.values().filter(|cells| cells[3] == Some(1.0)).count();
    println!("distances: {met} met, {absent} of pair-years that are no row");
    assert_eq!(met, covered, "nothing else is covered");
    assert!(table.0.iter().all(|(key, cells)| key & 0xffff >= 1886 || cells[3] == Some(0.0)));
}

#[test]
fn a_dyad_is_relevant_where_it_is_contiguous_or_has_a_major_power() {
    let (Some(spells), Some(powers)) =
        (file("panels/cow_contiguity_spells.parquet"), file("states/cow_majors.csv"))
    else {
        return;
    };
    let contiguity = Contiguity::new(&contiguity::read(&spells, &states()).unwrap());
    let majors = Majors::new(&majors::read(&powers, &states()).unwrap());
    let mut panel = Panel::new(years("directed-dyad-year", System::Cow, 1816, 2016, Rule::Any));
    panel.add(Box::new(contiguity.clone()), None).unwrap();
    panel.add(Box::new(majors.clone()), None).unwrap();
    panel.add(Box::new(Relevant::new(contiguity, majors)), None).unwrap();
    let table = Table::of(&panel, 3, &["conttype", "cowmaj1", "cowmaj2", "prd"]);
    let mut relevant = 0;
    for cells in table.0.values() {
        let any = cells[..3].iter().any(|cell| cell.unwrap() > 0.0);
        assert_eq!(cells[3], Some(f64::from(u8::from(any))));
        relevant += usize::from(any);
    }
    println!("{relevant} of {} directed dyad-years are relevant", table.0.len());
    let major = |state, year| table.get(state, 20, year).unwrap()[1];
    assert_eq!((major(220, 1940), major(220, 1941)), (Some(1.0), Some(0.0)), "France");
    assert_eq!((major(2, 1920), major(710, 1950)), (Some(1.0), Some(1.0)));
}

#[test]
fn peace_spells_are_what_counting_year_by_year_gives() {
    let Some(panel) = with("cow-mid", "directed-dyad-year", System::Cow, 1816, 2014) else {
        return;
    };
    let table = Table::of(&panel, 3, &["cowmidongoing", "cowmidspell"]);
    let (mut of, mut peace) = (0, 0.0);
    for (key, cells) in &table.0 {
        if key >> 16 != of {
            (of, peace) = (key >> 16, 0.0);
        }
        assert_eq!(cells[1], Some(peace), "{key:x}");
        peace = if cells[0] == Some(1.0) { 0.0 } else { peace + 1.0 };
    }
    let Some(later) = with("cow-mid", "directed-dyad-year", System::Cow, 1990, 2014) else {
        return;
    };
    let later = Table::of(&later, 3, &["cowmidongoing", "cowmidspell"]);
    assert!(later.0.iter().all(|(key, cells)| table.0[key] == *cells), "wherever a panel begins");
}

#[test]
fn every_source_keeps_the_rows_of_every_unit_or_says_why_not() {
    let (day, states) = (|text: &str| text.parse().unwrap(), states());
    for (unit, from, to) in [
        ("state-year", "1990-01-01", "2016-12-31"),
        ("state-month", "2013-06-01", "2016-12-31"),
        ("state-day", "2014-12-01", "2015-01-31"),
        ("dyad-year", "2013-01-01", "2016-12-31"),
        ("dyad-month", "2014-12-01", "2015-01-31"),
        ("directed-dyad-year", "2014-01-01", "2015-12-31"),
    ] {
        for rule in [Rule::Any, Rule::ShareOfDays] {
            let scope = Scope {
                unit: unit.parse().unwrap(),
                system: System::Cow,
                from: day(from),
                to: day(to),
                rule,
                beyond_list: false,
            };
            let plan = Plan::new(&states, scope).unwrap();
            let rows = plan.rows();
            let mut panel = Panel::new(plan);
            for (name, place) in PLACES.iter().filter(|(name, _)| *name != "mindist") {
                let Some(bytes) = file(place) else { return };
                let opened = (catalog::find(name).unwrap().open)(&bytes, &states).unwrap();
                let added = panel.add(opened.source, None);
                if let Err(fault) = added {
                    assert_eq!(*name, "capitals");
                    assert!(unit.starts_with("state"), "{fault}");
                    assert!(fault.cause.contains("it speaks of `dyad-"), "{fault}");
                }
            }
            let filled: usize = panel.batches().map(|batch| batch.unwrap().num_rows()).sum();
            assert_eq!(filled, rows, "{unit}, {rule}");
        }
    }
}

#[test]
fn every_source_says_how_to_cite_it_and_refuses_alliances_in_words() {
    let unit: Unit = "alliance-year".parse().unwrap();
    for source in FILES {
        let entry = bibtex::render(&[Work::from(&source.citation).item(&[])]);
        assert!(entry.starts_with('@') && entry.contains("author") && entry.ends_with("}\n"));
        assert!(!source.what.is_empty());
        let Some(opened) = opened(source.name) else { continue };
        let scope =
            Scope { unit, ..years("state-year", System::Cow, 2000, 2000, Rule::Any).scope() };
        let plan = Plan::of_alliances(&states(), scope, Vec::new()).unwrap();
        let fault = opened.source.columns(&plan).unwrap_err();
        assert!(fault.cause.contains("says nothing of alliance-year"), "{fault}");
    }
}

#[test]
fn zero_unknown_and_outside_never_look_alike() {
    let Some(panel) = with("cow-mid", "directed-dyad-year", System::Cow, 1816, 2016) else {
        return;
    };
    let names = ["cowmidongoing", "cowmid_fatality1", "cowmid_any", "cowmid_covered"];
    let mut met = BTreeSet::new();
    for batch in panel.batches() {
        let batch = batch.unwrap();
        assert!(
            batch.column_by_name("cowmidongoing").unwrap().as_primitive_opt::<Int8Type>().is_some()
        );
        let [ongoing, fatality, any, covered] = names.map(|name| column(&batch, name));
        for row in 0..batch.num_rows() {
            assert_eq!(ongoing[row].is_some(), covered[row] == Some(1.0));
            assert_eq!(any[row] == Some(1.0), ongoing[row] == Some(1.0));
            assert!(fatality[row].is_none() || any[row] == Some(1.0));
            let deaths = fatality[row].map(|class| class == 0.0);
            met.insert((covered[row] == Some(1.0), any[row] == Some(1.0), deaths));
        }
    }
    println!("{} kinds of cells", met.len());
    assert!(met.contains(&(true, true, None)), "unknown deaths");
    assert!(met.contains(&(true, true, Some(true))), "no deaths");
    assert!(met.contains(&(true, false, None)), "no dispute");
    assert!(met.contains(&(false, false, None)), "outside the data");
}

#[test]
fn every_source_is_known_by_its_name_and_relevance_needs_its_two_files() {
    for source in FILES {
        assert!(KNOWN.iter().any(|known| known.name == source.name && known.file));
    }
    let world = servanda::corpus::empty_world().unwrap();
    let scope = years("dyad-year", System::Cow, 2000, 2000, Rule::Any).scope();
    let request = |name: &str, file: &str| Request {
        name: name.to_owned(),
        file: (!file.is_empty()).then(|| (name.to_owned(), file.as_bytes().to_vec())),
    };
    let spells = "ccode1,ccode2,conttype,stdate,enddate\n2,20,1,1816-01-01,2016-12-01\n\
                  2,9,1,1816-01-01,2016-12-01\n";
    let powers = "ccode,styear,stmonth,stday,endyear,endmonth,endday\n2,1898,8,13,2016,12,31\n";
    let contiguity = request("contiguity", spells);
    let fault = build(&world, scope, &[contiguity.clone(), request("prd", "")]).err().unwrap();
    assert!(fault.cause.contains("`majors`, which is not added"), "{fault}");
    let majors = request("majors", powers);
    let built = build(&world, scope, &[request("prd", ""), contiguity, majors]).unwrap();
    assert_eq!(built.left_out.len(), 1);
    assert!(built.left_out[0].1.to_string().contains("the COW list has no state 9"));
    let table = Table::of(&built.panel, 3, &["prd"]);
    assert_eq!(table.get(2, 710, 2000).unwrap()[0], Some(1.0));
    assert_eq!(table.get(20, 70, 2000).unwrap()[0], Some(0.0));
}
