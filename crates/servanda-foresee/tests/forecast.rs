//! Prospects of treaties of the corpus: who is called is the engine's answer, and what is drawn keeps its
//! limits. With the real files, where these lie beside the repository: only counts are printed.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::float_cmp,
    reason = "a test stops at a surprise, says when it could not run, and means these very numbers"
)]

use servanda::corpus;
use servanda::engine::Engine;
use servanda::model::{Actor, World};
use servanda::time::Day;
use servanda_foresee::brief::brief;
use servanda_foresee::forecast::{Asked, Files, Refused, check, foresee};
use servanda_foresee::form::{COLUMNS, ForeseeForm, schema};
use servanda_foresee::picture::picture;
use servanda_foresee::{honor, page, rows};
use std::sync::OnceLock;

fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| corpus::world().unwrap().0)
}

fn asked(treaty: &str) -> Asked {
    Asked {
        treaty: world().treaty_by_id(treaty).unwrap(),
        against: None,
        from: Day::of(2002, 5, 14).unwrap(),
        to: Day::of(2012, 5, 14).unwrap(),
        by: None,
        honor: None,
        seed: 1,
        draws: 500,
    }
}

fn against(treaty: &str, other: &str) -> Asked {
    Asked { against: world().treaty_by_id(other), ..asked(treaty) }
}

fn found(asked: &Asked) -> ForeseeForm {
    foresee(&Engine::new(world()), asked, &Files::default(), &|| ()).unwrap()
}

fn cause(asked: &Asked) -> Refused {
    check(&Engine::new(world()), asked).unwrap_err()
}

/// Shares of the world for the six of the CST, invented: Russia .10, the others .01 each.
fn invented_capabilities() -> rows::Capabilities {
    let codes = [365, 369, 370, 371, 372, 373, 701, 702, 703, 704, 705, 710];
    let share = |code: &u16| if *code == 365 { ".10" } else { ".01" };
    let lines: Vec<String> =
        codes.iter().map(|code| format!("{code},2002,{}", share(code))).collect();
    let lines = lines.join(
        "
",
    );
    rows::capabilities(format!("ccode,year,cinc\n{lines}").as_bytes()).unwrap().0
}

#[test]
fn the_engine_says_who_is_called_to_help_a_member_of_the_cst() {
    let found = found(&asked("CST"));
    let cst = &found.organizations[0];
    let members: Vec<&str> = cst.members.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(members, ["ARM", "BLR", "KYR", "KZK", "RUS", "TAJ"], "Uzbekistan had left");
    for attack in &cst.cascade {
        assert_eq!(attack.called.len(), 5, "all but {} itself", attack.victim);
        assert!(!attack.called.contains(&attack.victim));
    }
    assert_eq!(found.missing.len(), 4, "every file that was not given is named");
    assert!(found.rates.is_empty() && found.counted.is_empty(), "nothing comes from no file");
}

#[test]
fn at_chance_zero_nobody_comes_and_at_one_everybody() {
    let with = |honor| found(&Asked { honor: Some(honor), ..asked("CST") });
    for attack in &with(0.0).organizations[0].cascade {
        assert_eq!((attack.independent.helpers, attack.correlated.nobody), (0.0, 1.0));
    }
    for attack in &with(1.0).organizations[0].cascade {
        assert_eq!((attack.independent.helpers, attack.correlated.nobody), (5.0, 0.0));
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    let (one, again) = (found(&against("CST", "NATO")), found(&against("CST", "NATO")));
    assert_eq!(page::page(&one).markdown(), page::page(&again).markdown());
    assert_eq!(brief(&one).markdown(), brief(&again).markdown());
    assert_eq!(picture(&one), picture(&again));
    let other = found(&Asked { seed: 2, ..against("CST", "NATO") });
    assert_ne!(one.rows(), other.rows());
    assert!(one.rows().iter().all(|row| row.len() == COLUMNS.len()));
}

#[test]
fn each_doubt_changes_its_own_figure() {
    let files = Files { capabilities: Some(invented_capabilities()), ..Files::default() };
    let found = foresee(&Engine::new(world()), &asked("CST"), &files, &|| ()).unwrap();
    let factor = |name: &str| {
        let factors = &found.organizations[0].factors;
        factors.iter().find(|one| one.factor == name).unwrap()
    };
    let base = factor("as it stands");
    let weak = factor("weak partners");
    assert!(weak.capability.unwrap() < 0.5 * base.capability.unwrap(), "Russia brings the most");
    assert!((weak.called - 4.0).abs() < 1e-12);
    let tied = factor("tied down at home");
    assert!((tied.capability.unwrap() - 0.5 * base.capability.unwrap()).abs() < 1e-12);
    assert_eq!(tied.helpers, base.helpers, "as many come, with less");
    assert!(factor("a better offer elsewhere").helpers <= base.helpers);
    assert!(factor("all three doubts").capability < weak.capability);
    assert!(factor("correlated").nobody > base.nobody);
}

#[test]
fn an_attacker_that_is_named_has_its_capability_and_is_no_victim() {
    let russia = world().states.by_id("RUS").map(Actor::State);
    let files = Files { capabilities: Some(invented_capabilities()), ..Files::default() };
    let asked = Asked { by: russia, ..asked("CST") };
    let found = foresee(&Engine::new(world()), &asked, &files, &|| ()).unwrap();
    let cascade = &found.organizations[0].cascade;
    assert!(cascade.iter().all(|attack| attack.victim != "RUS"));
    assert!(cascade.iter().all(|attack| attack.attacker_capability == Some(0.10)));
    assert!(found.organizations[0].factors[0].stronger.is_some());
}

#[test]
fn what_cannot_be_asked_is_refused_in_words() {
    let turned = Asked { to: Day::of(1999, 1, 1).unwrap(), ..asked("CST") };
    assert!(cause(&turned).cause.contains("ends on 1999-01-01, before it begins on 2002-05-14"));
    let early = Asked { from: Day::of(1900, 1, 1).unwrap(), ..asked("CST") };
    assert!(
        cause(&Asked { to: Day::of(1910, 1, 1).unwrap(), ..early })
            .cause
            .contains("binds no state")
    );
    let long = Asked { to: Day::of(2200, 1, 1).unwrap(), ..asked("CST") };
    assert!(cause(&long).cause.contains("longer than 100 years"));
    assert!(cause(&Asked { draws: 0, ..asked("CST") }).cause.contains("`--draws 0`"));
    assert!(
        cause(&Asked { honor: Some(f64::NAN), ..asked("CST") }).cause.contains("between 0 and 1")
    );
    assert!(cause(&against("CST", "CST")).cause.contains("with itself"));
}

#[test]
fn a_brief_has_the_parts_of_a_brief_in_order_on_one_page() {
    let text = brief(&found(&against("CST", "NATO"))).markdown();
    let heads: Vec<&str> = text.lines().filter(|line| line.starts_with('#')).collect();
    let parts = ["## Why", "## How sure", "## What would change it", "## Sources"];
    assert!(heads[0].starts_with("# What are the prospects of CST and of NATO"));
    assert_eq!(heads[1..], parts);
    assert!(text.lines().count() < 66, "{} lines are more than a page", text.lines().count());
}

#[test]
fn the_picture_differs_by_shape_and_not_by_color() {
    let text = picture(&found(&against("CST", "NATO")));
    assert!(text.contains("<circle class=\"first\"") && text.contains("<rect class=\"second\""));
    let colors = ["#000", "#fff", "#999"];
    let grays = text
        .match_indices('#')
        .all(|(at, _)| colors.iter().any(|gray| text[at..].starts_with(gray)));
    assert!(grays, "black, white and gray only");
}

#[test]
fn the_form_names_every_field_of_its_schema() {
    let schema = schema();
    let form = serde_json::to_value(found(&asked("CST"))).unwrap();
    let known = schema["properties"].as_object().unwrap();
    for key in form.as_object().unwrap().keys() {
        assert!(known.contains_key(key), "the schema lacks `{key}`");
    }
}

#[test]
fn our_own_count_of_honor_on_the_real_wars() {
    let path =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/wars/cow_interstate_war.csv");
    let Ok(bytes) = std::fs::read(path) else {
        println!("skipped: the file of wars does not lie beside the repository");
        return;
    };
    let reading = rows::wars(&bytes).unwrap();
    assert!(reading.faults.is_empty());
    let counted = honor::counted(&Engine::new(world()), &reading.rows, "corpus");
    for one in counted.iter().filter(|one| one.years == "all") {
        println!("{}, {}: {} of {}", one.rule, one.unit, one.honored, one.called);
        assert!(one.honored + one.opposed <= one.called);
    }
    let of = |rule: &str| counted.iter().find(|one| one.rule.starts_with(rule)).unwrap().called;
    assert!(of("by law: owed, or") < of("naive"), "the law calls fewer than stand pledged");
    assert!(of("by law: owed, nothing") <= of("by law: owed, or"));
}

#[test]
fn each_cascade_is_a_step_and_no_more_are_drawn_than_were_announced() {
    let (engine, steps) = (Engine::new(world()), std::cell::Cell::new(0));
    let asked = Asked { draws: 5, ..asked("CST") };
    foresee(&engine, &asked, &Files::default(), &|| steps.set(steps.get() + 1)).unwrap();
    let most = servanda_foresee::forecast::steps(&engine, &asked);
    assert!(steps.get() > 0 && steps.get() <= most, "{} of {most}", steps.get());
}
