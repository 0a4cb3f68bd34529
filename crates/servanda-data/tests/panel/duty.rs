//! What the corpus says of pairs, by years and by days: the case of the report that this project began with.

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int32Type};
use arrow_array::{Array, RecordBatch};
use arrow_cast::cast;
use arrow_schema::DataType;
use servanda::model::World;
use servanda_data::panel::{Built, Request, build};
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// The corpus.
fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| servanda::corpus::world().unwrap().0)
}

fn made(unit: &str, from: &str, to: &str, rule: &str) -> Vec<RecordBatch> {
    let scope = servanda_data::panel::Scope {
        unit: unit.parse().unwrap(),
        system: servanda::model::System::Cow,
        from: from.parse().unwrap(),
        to: to.parse().unwrap(),
        rule: rule.parse().unwrap(),
        beyond_list: false,
    };
    let request = Request { name: "servanda".into(), file: None };
    let Built { panel, left_out } = build(world(), scope, &[request]).unwrap();
    assert!(left_out.is_empty());
    let batches: Vec<RecordBatch> = panel.batches().collect::<Result<_, _>>().unwrap();
    assert_eq!(batches.iter().map(RecordBatch::num_rows).sum::<usize>(), panel.rows());
    batches
}

fn text(batch: &RecordBatch, name: &str) -> Vec<String> {
    let column = cast(batch.column_by_name(name).unwrap(), &DataType::Utf8).unwrap();
    column.as_string::<i32>().iter().map(|cell| cell.unwrap().to_owned()).collect()
}

fn whole(batch: &RecordBatch, name: &str) -> Vec<i32> {
    batch.column_by_name(name).unwrap().as_primitive::<Int32Type>().values().to_vec()
}

/// The row of a pair and a year: verdict, days and articles of an act.
fn cell(batches: &[RecordBatch], pair: (i32, i32), year: i32, act: &str) -> (String, f64, String) {
    for batch in batches {
        let (one, two, years) =
            (whole(batch, "ccode1"), whole(batch, "ccode2"), whole(batch, "year"));
        let is = |row: &usize| (one[*row], two[*row], years[*row]) == (pair.0, pair.1, year);
        let Some(row) = (0..batch.num_rows()).find(is) else { continue };
        let days = batch.column_by_name(&format!("servanda_{act}_days")).unwrap();
        let days = days.as_primitive::<Float64Type>().value(row);
        let verdict = text(batch, &format!("servanda_{act}"))[row].clone();
        return (verdict, days, text(batch, &format!("servanda_{act}_articles"))[row].clone());
    }
    panic!("no row for {pair:?} in {year}");
}

const RUS: i32 = 365;
const ARM: i32 = 371;
const AZE: i32 = 373;

#[test]
fn azerbaijan_is_promised_help_to_the_day_on_which_it_left() {
    let years = made("directed-dyad-year", "1998-01-01", "2000-12-31", "any");
    let (verdict, days, articles) = cell(&years, (RUS, AZE), 1998, "aid");
    assert_eq!((verdict.as_str(), days), ("depends", 365.0));
    assert!(articles.split("; ").any(|article| article == "CST/4"), "{articles}");
    // The treaty ended for Azerbaijan on 20 April 1999, the 110th day of that year.
    let (_, days, articles) = cell(&years, (RUS, AZE), 1999, "aid");
    assert!(articles.contains("CST/4") && days >= 110.0, "{articles} {days}");
    let (_, _, articles) = cell(&years, (RUS, AZE), 2000, "aid");
    assert!(!articles.contains("CST/4"), "{articles}");
    // Armenia stayed.
    let (_, _, articles) = cell(&years, (RUS, ARM), 2000, "aid");
    assert!(articles.contains("CST/4"), "{articles}");
}

#[test]
fn the_rule_for_parts_of_a_year_holds_for_pledges_too() {
    let articles = |rule: &str| {
        let years = made("directed-dyad-year", "1999-01-01", "1999-12-31", rule);
        cell(&years, (RUS, AZE), 1999, "aid").2.contains("CST/4")
    };
    assert_eq!(
        ["any", "first", "last", "exact", "share-of-days"].map(articles),
        [true, true, false, false, true]
    );
}

#[test]
fn days_of_a_pair_say_on_which_day_a_pledge_ended() {
    let days = made("directed-dyad-day", "1999-04-19", "1999-04-22", "any");
    let mut held = Vec::new();
    for batch in &days {
        let (one, two) = (whole(batch, "ccode1"), whole(batch, "ccode2"));
        let articles = text(batch, "servanda_aid_articles");
        let rows = (0..batch.num_rows()).filter(|row| (one[*row], two[*row]) == (RUS, AZE));
        held.extend(rows.map(|row| articles[row].contains("CST/4")));
    }
    assert_eq!(held, [true, true, false, false]);
}

#[test]
fn members_of_alliances_are_rows_of_their_own() {
    let members = made("alliance-member-year", "1998-01-01", "2000-12-31", "any");
    let mut rows = BTreeSet::new();
    for batch in &members {
        let treaties = batch.column_by_name("treaty").unwrap().as_string::<i32>().clone();
        let (codes, years) = (whole(batch, "ccode"), whole(batch, "year"));
        let own = (0..batch.num_rows()).filter(|row| treaties.value(*row) == "CST");
        rows.extend(own.map(|row| (codes[row], years[row])));
        assert_eq!(treaties.null_count(), 0);
    }
    assert!(rows.contains(&(AZE, 1999)) && !rows.contains(&(AZE, 2000)));
    assert!(rows.contains(&(ARM, 1999)) && rows.contains(&(ARM, 2000)));
    let alliances = made("alliance-year", "2000-01-01", "2000-12-31", "any");
    let names: Vec<String> = alliances.iter().flat_map(|batch| text(batch, "treaty")).collect();
    assert!(names.iter().any(|name| name == "CST") && names.iter().any(|name| name == "NATO"));
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "one row a year");
}
