//! Whom and what the names of a world mean, and what is offered for a name that means nobody.

use crate::{actor, bare_world, day, world};
use servanda::model::world::{NameProblem, name_diagnostic};
use servanda::model::{Actor, PlaceRef, World};
use servanda::syntax::Code;

/// The id of whom a name means on a day.
fn meant(world: &World, name: &str, on: Option<&str>) -> String {
    match world.actor(name, on.map(day)) {
        Ok(actor) => world.id(actor).to_owned(),
        Err(NameProblem::Unknown(near)) => format!("unknown, {}", near.unwrap_or_default()),
        Err(NameProblem::Ambiguous(states)) => format!("one of {}", states.len()),
        Err(NameProblem::NotThen(states)) => format!("not then, {}", states.len()),
    }
}

#[test]
fn an_abbreviation_a_code_or_a_name_means_one_state() {
    let world = bare_world();
    let of = |name: &str| meant(&world, name, None);
    assert_eq!(["TAJ", "taj", "702", "COW702", "cow:702"].map(of), ["TAJ"; 5]);
    assert_eq!(["GW702", "gw:702", "TJK", "tjk", "Tajikistan"].map(of), ["TAJ"; 5]);
    // Numbers of Gleditsch and Ward that passed from one state to another.
    assert_eq!(meant(&world, "GW345", Some("1950-01-01")), "YUG");
    assert_eq!(of("al-Qaida"), world.id(actor(&world, "al-Qaida")));
}

#[test]
fn a_name_borne_by_another_or_at_another_time_is_told_apart_by_the_day() {
    let world = bare_world();
    assert_eq!(meant(&world, "Germany", Some("2002-05-14")), "GMY");
    assert_eq!(meant(&world, "Germany", Some("1960-01-01")), "one of 2");
    assert_eq!(meant(&world, "Soviet Union", Some("1985-01-01")), "RUS");
    assert_eq!(meant(&world, "Soviet Union", Some("2002-05-14")), "not then, 1");
}

#[test]
fn for_a_name_that_nobody_bears_the_nearest_is_offered() {
    let world = bare_world();
    let of = |name: &str| meant(&world, name, None);
    assert_eq!(of("Tajikistn"), "unknown, `TAJ` (Tajikistan)");
    assert_eq!(of("TDJ"), "unknown, `TAJ` (Tajikistan)");
    assert_eq!(of("Turkmenis"), "unknown, `TKM` (Turkmenistan)");
    assert_eq!(of("al-Qaeeda"), "unknown, `al-Qaida`");
    assert_eq!(of("Xqzwvk"), "unknown, ");
}

#[test]
fn what_is_wrong_with_a_name_is_told_with_what_to_write() {
    let world = bare_world();
    let fault = |name: &str, on: &str| {
        let problem = world.actor(name, Some(day(on))).unwrap_err();
        let fault = name_diagnostic(&world, &problem, name, Some(day(on)), None);
        (fault.code, fault.message, fault.help.first().cloned().unwrap_or_default())
    };
    let told = |code, message: &str, help: &str| (code, message.to_owned(), help.to_owned());
    assert_eq!(
        fault("Germany", "1960-01-01"),
        told(
            Code::SV0302,
            "`Germany` on 1960-01-01 fits several states",
            "write `GDR` (East Germany) or `GFR` (West Germany)"
        )
    );
    assert_eq!(
        fault("Soviet Union", "2002-05-14"),
        told(
            Code::SV0303,
            "no state was called `Soviet Union` on 2002-05-14",
            "write `RUS` (Russia), if that is meant"
        )
    );
    // A region and a place are no states.
    for name in ["Europe", "Falkland Islands"] {
        assert_eq!(
            fault(name, "2002-05-14"),
            (
                Code::SV0301,
                format!("no state or entity is called `{name}`"),
                format!("`{name}` is a place; name the state, and where it happens with `in`")
            )
        );
    }
}

#[test]
fn a_place_is_one_of_the_list_a_region_or_a_states_home() {
    let world = bare_world();
    let place = |name: &str| world.place(name, None);
    let shown = |name: &str| {
        place(name).map(|place| {
            let on = day("2000-01-01");
            (world.place_id(&place).to_owned(), world.place_name(&place, on))
        })
    };
    let told = |id: &str, name: &str| Some((id.to_owned(), name.to_owned()));
    assert_eq!(shown("Hongkong"), told("Hong-Kong", "Hong Kong"));
    assert_eq!(shown("North-America"), told("North-America", "North America"));
    assert_eq!(shown("Tajikistan"), told("TAJ", "home territory of Tajikistan"));
    assert_eq!(shown("al-Qaida"), None, "who is no state has no home territory");
    assert_eq!(shown("Xqzwvk"), None);
    let parties = PlaceRef::TerritoryOfParties;
    assert_eq!(world.place_id(&parties), "territory-of-parties");
    assert_eq!(world.place_name(&parties, day("2000-01-01")), "territory of the parties");
}

#[test]
fn an_organization_is_neither_a_state_nor_a_non_state_actor() {
    let world = bare_world();
    let is = |name: &str| world.is_non_state(actor(&world, name));
    assert!(is("al-Qaida"));
    assert!(!is("NATO"));
    assert!(!is("TAJ"));
    assert_eq!(world.name(actor(&world, "RUS"), day("1985-01-01")), "Soviet Union");
    assert_eq!(world.name(actor(&world, "RUS"), day("2002-05-14")), "Russia");
    assert!(world.council("UNSC").is_some());
    assert!(world.council("Xqzwvk").is_none());
}

#[test]
fn a_state_has_its_numbers_in_both_lists() {
    let world = bare_world();
    let codes = |id: &str, on: &str| {
        let Actor::State(state) = actor(&world, id) else { unreachable!() };
        world.codes(state, day(on))
    };
    assert_eq!(codes("TAJ", "2000-01-01"), (Some(702), Some(702)));
    // Serbia, of which Gleditsch and Ward know two states with one between them.
    assert_eq!(codes("YUG", "1950-01-01"), (Some(345), Some(345)));
    assert_eq!(codes("YUG", "2010-01-01"), (Some(345), Some(340)));
}

#[test]
fn every_question_of_fact_is_known_by_name_however_deep_it_stands() {
    let world = world(
        r#"
treaty PACT "An invented pact"
  in force 1992-01-01
  source   text "invented for this page"
members
  RUS TAJ  in force 1992-01-01
article 1
  norm help
    when A attacks V
    where V is party
    where found plain
    where (found one or A is state) and not found two
    unless found provoked
    each other party must aid V
"#,
    );
    let names: Vec<&str> = world.finding_names().into_iter().collect();
    assert_eq!(names, ["one", "plain", "provoked", "two"]);
    assert_eq!(world.norms().count(), 1);
    assert!(world.treaty_by_id("PACT").is_some());
    assert!(world.treaty_by_id("TREATY").is_none());
}

#[test]
fn an_area_holds_what_its_lines_include_on_the_day_and_not_what_one_excludes() {
    use servanda::model::Certainty::{Certain, No, Possible};
    let world = world(
        r#"
treaty PACT "An invented pact"
  in force 1992-01-01
  source   text "invented for this page"
members
  RUS  in force 1992-01-01
  TAJ  in force 1992-01-01  withdrew 1999-12-31
area PARTS
  excludes "Hong Kong" from 1995-01-01
  excludes "Macau" from between 1995-01-01 and 1995-12-31
  includes Asia from 1990-01-01 until 1999-12-31
  includes "Falkland Islands" from between 1990-01-01 and 1990-12-31
  includes "Falkland Islands" from 1990-06-01
area HOME
  includes territory of parties
"#,
    );
    let area = |id: &str| {
        let at = world.areas.iter().position(|area| area.id == id).unwrap();
        servanda::model::area::AreaId(at as u16)
    };
    let inside = |place: &str, on: &str, of: &str| {
        let place = world.place(place, None).unwrap();
        world.lies_in(&place, area(of), day(on)).0
    };
    for (place, on, expected) in [
        ("Hong Kong", "1994-12-31", Certain),
        ("Hong Kong", "1995-01-01", No),
        ("Macau", "1994-12-31", Certain),
        ("Macau", "1995-06-01", Possible),
        ("Macau", "1996-01-01", No),
        ("TAJ", "1989-12-31", No),
        ("TAJ", "1990-01-01", Certain),
        ("TAJ", "1999-12-31", Certain),
        ("TAJ", "2000-01-01", No),
        ("FRN", "1995-01-01", No),
        ("Falkland Islands", "1990-05-31", Possible),
        ("Falkland Islands", "1990-06-01", Certain),
    ] {
        assert_eq!(inside(place, on, "PARTS"), expected, "{place} on {on}");
    }
    assert_eq!(inside("TAJ", "1999-12-31", "HOME"), Certain);
    assert_eq!(inside("TAJ", "2000-01-01", "HOME"), No);
    assert_eq!(inside("FRN", "1999-12-31", "HOME"), No);
    assert_eq!(inside("Hong Kong", "1999-12-31", "HOME"), No);
    // The line that says so is the surest one; a later line that says no more than it is not told.
    let falklands = world.place("Falkland Islands", None).unwrap();
    let line = |on: &str| world.lies_in(&falklands, area("PARTS"), day(on)).1;
    let parts = &world.area(area("PARTS")).parts;
    assert_eq!(line("1990-05-31"), Some(parts[3].at));
    assert_eq!(line("1990-07-01"), Some(parts[4].at));
    assert_eq!(line("1991-07-01"), Some(parts[3].at));
}
