//! Alerts: new, revised, retracted, held back; what is asked; open duties; and words that are never used.

use crate::common::{ANY, EGYPT, IRAN, IRAQ, KUWAIT, Place, ROW, Row, SAUDI};
use servanda_watch::To;
use std::fs;

#[test]
fn an_alert_has_the_event_the_verdicts_and_the_whole_answer() {
    let place = Place::new("whole");
    place.offer("20240105120000", &[ROW]);
    let (report, _) = place.run();
    assert_eq!((report.rows, report.events, report.cases, report.new), (1, 1, 1, 1));
    let alerts = place.alerts();
    let alert = &alerts[0];
    assert_eq!(alert["schema"], "servanda/alert/1");
    assert_eq!(
        (&alert["event"]["trigger"], &alert["event"]["code"]),
        (&"armed attack".into(), &"195".into())
    );
    assert_eq!(alert["event"]["url"], "https://one.example/a");
    let verdicts = alert["verdicts"].as_array().unwrap();
    let aid = verdicts.iter().find(|row| row["act"] == "aid" && row["state"] == "EGY").unwrap();
    assert_eq!(
        (&aid["verdict"], &aid["treaty"], &aid["article"]),
        (&"must".into(), &"PACT".into(), &"5".into())
    );
    let answer = &alert["answers"][0]["answer"];
    assert_eq!(
        (&answer["schema"], &answer["question"]["on"]),
        (&"servanda/answer/1".into(), &"2024-01-05".into())
    );
    assert!(!answer["answers"].as_array().unwrap().is_empty());
}

#[test]
fn an_event_is_asked_of_the_world_on_its_own_day() {
    let place = Place::new("own-day");
    // The invented pact is in force from 2001 on.
    place.offer("20000105120000", &[Row { day: "20000105", ..ROW }]);
    let (report, _) = place.run();
    assert_eq!((report.questions, report.new), (1, 0));
}

#[test]
fn more_sources_revise_and_the_same_row_again_does_not() {
    let place = Place::new("revise");
    place.offer("20240105120000", &[ROW]);
    place.offer("20240105121500", &[ROW, Row { id: 2, url: "https://two.example/a", ..ROW }]);
    place.offer("20240105123000", &[Row { id: 3, url: "https://two.example/b", ..ROW }]);
    place.run();
    assert_eq!(place.told(), ["new 1 IRQ>KUW", "revised 2 IRQ>KUW"]);
    let alerts = place.alerts();
    assert_eq!((&alerts[0]["independent"], &alerts[1]["independent"]), (&1.into(), &2.into()));
    assert_eq!(alerts[0]["key"], alerts[1]["key"]);
    let (again, _) = place.run();
    assert_eq!((again.same, again.new + again.revised), (3, 0));
}

#[test]
fn a_late_event_with_an_earlier_day_revises() {
    let place = Place::new("late");
    place.offer("20240106120000", &[Row { day: "20240106", ..ROW }]);
    place.offer("20240107120000", &[Row { id: 2, day: "20240105", ..ROW }]);
    let (report, _) = place.run();
    assert_eq!(report.late, 1);
    assert_eq!(place.told(), ["new 1 IRQ>KUW", "revised 2 IRQ>KUW"]);
    assert_eq!(place.alerts()[1]["event"]["day"], "2024-01-05");
}

#[test]
fn a_correction_retracts_what_was_told_and_tells_what_is() {
    let place = Place::new("corrected");
    place.offer("20240105120000", &[ROW]);
    place.run();
    place.offer("20240105121500", &[Row { by: IRAN, ..ROW }]);
    place.run();
    let mut told = place.told();
    told.sort();
    assert_eq!(told, ["new 1 IRN>KUW", "new 1 IRQ>KUW", "retracted 2 IRQ>KUW"]);
    assert!(place.status().duties.iter().all(|duty| !duty.alert.is_empty()));
    let alerts = place.alerts();
    let gone = alerts.iter().find(|alert| alert["kind"] == "retracted").unwrap();
    assert!(gone["answers"].as_array().unwrap().is_empty());
    assert!(gone["says"].as_str().unwrap().contains("is taken back"), "{gone}");
    // And back again.
    place.offer("20240105123000", &[ROW]);
    place.run();
    assert!(place.told().contains(&"revised 3 IRQ>KUW".to_owned()), "{:?}", place.told());
}

#[test]
fn a_rule_waits_for_independent_mentions_and_lets_go_when_one_is_gone() {
    let mut place = Place::new("mentions");
    place.rules = format!("{ANY}mentions = 2\n");
    place.offer("20240105120000", &[ROW, Row { id: 2, ..ROW }]);
    place.run();
    assert_eq!(place.told(), [""; 0], "two rows of one article are one mention");
    place.offer("20240105121500", &[Row { id: 3, url: "https://two.example/a", ..ROW }]);
    place.run();
    assert_eq!(place.told(), ["new 1 IRQ>KUW"]);
    // The second source is read otherwise now.
    place.offer("20240105123000", &[Row { id: 3, url: "https://two.example/a", on: SAUDI, ..ROW }]);
    place.run();
    assert_eq!(place.told(), ["new 1 IRQ>KUW", "retracted 2 IRQ>KUW"]);
}

#[test]
fn the_mentions_table_counts() {
    let mut place = Place::new("mentions-table");
    place.rules = format!("{ANY}mentions = 2\n");
    place.offer("20240105120000", &[ROW]);
    let mention = "1\t20240105120000\t20240105121500\t1\tother.example\thttps://other.example/x\t1\t-1\t-1\t-1\t1\t50\t1000\t-1.5\t\t\n";
    fs::write(place.folder.join("feed/20240105121500.mentions.CSV"), mention).unwrap();
    place.run();
    assert_eq!(place.told(), ["new 1 IRQ>KUW"]);
}

#[test]
fn a_list_of_deletions_retracts() {
    let place = Place::new("deleted");
    let header = "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp";
    let row = "KWT1,2024-01-05,2024,1,Political violence,Battles,Armed clash,Military Forces of Iraq (2022-),,State forces,Military Forces of Kuwait (2023-),,State forces,,,414,Middle East,Kuwait,,,,Kuwait,29,47,1,A paper,National,Invented,0,,1704499200";
    fs::write(place.folder.join("feed/acled-1.csv"), format!("{header}\n{row}\n")).unwrap();
    place.run();
    assert_eq!(place.told(), ["new 1 IRQ>KUW"]);
    fs::write(
        place.folder.join("feed/acled-2-deleted.csv"),
        "event_id_cnty,deleted_timestamp\nKWT1,1704585600\nKWT9,1\n",
    )
    .unwrap();
    let (report, _) = place.run();
    assert_eq!(report.removed, 1);
    assert_eq!(place.told(), ["new 1 IRQ>KUW", "retracted 2 IRQ>KUW"]);
}

#[test]
fn a_cool_down_by_pair_holds_other_cases_back_until_the_first_is_taken_back() {
    let mut place = Place::new("pair");
    place.rules = format!("{ANY}cool-down = {{ days = 5, per = \"pair\" }}\n");
    place.offer("20240105120000", &[ROW]);
    place.offer("20240108120000", &[Row { id: 2, day: "20240108", ..ROW }]);
    let (report, _) = place.run();
    assert_eq!((report.new, report.held), (1, 1));
    place.offer("20240108121500", &[Row { on: SAUDI, ..ROW }]);
    place.run();
    let mut told = place.told();
    told.sort();
    let wanted = ["new 1 IRQ>KUW", "new 1 IRQ>KUW", "new 1 IRQ>SAU", "retracted 2 IRQ>KUW"];
    assert_eq!(told, wanted, "what was held back is told");
    place.offer("20240120120000", &[Row { id: 5, day: "20240120", ..ROW }]);
    let (report, _) = place.run();
    assert_eq!((report.new, report.held), (1, 0), "after the cool-down");
}

#[test]
fn a_cool_down_by_case_holds_revisions_back() {
    let mut place = Place::new("case");
    place.rules = format!("{ANY}cool-down = {{ days = 3, per = \"case\" }}\n");
    place.offer("20240105120000", &[ROW]);
    place.offer("20240106120000", &[Row { id: 2, url: "https://two.example/a", ..ROW }]);
    place.run();
    assert_eq!(place.told(), ["new 1 IRQ>KUW"]);
    place.offer("20240109120000", &[Row { id: 3, url: "https://three.example/a", ..ROW }]);
    place.run();
    assert_eq!(place.told(), ["new 1 IRQ>KUW", "revised 2 IRQ>KUW"]);
    assert_eq!(place.alerts()[1]["independent"], 3);
}

#[test]
fn who_owes_who_is_hit_and_who_attacks_are_three_keys() {
    let mut place = Place::new("who");
    let rule = |who: &str| {
        format!(
            "[[rule]]\nname = \"{}\"\nleast-confidence = \"weak\"\nwho = {{ {who} }}\n",
            who.chars().filter(char::is_ascii_lowercase).collect::<String>()
        )
    };
    let who = [
        "owe = [\"EGY\"]",
        "hit = [\"KUW\"]",
        "attack = [\"IRN\"]",
        "owe = [\"KUW\"], hit = [\"KUW\"]",
    ];
    place.rules = format!("schema = \"servanda/watch-rules/1\"\n{}", who.map(rule).concat());
    place.offer("20240105120000", &[ROW, Row { id: 2, by: IRAN, on: SAUDI, ..ROW }]);
    place.run();
    let mut told: Vec<String> = place
        .alerts()
        .iter()
        .map(|alert| {
            format!(
                "{} {}",
                alert["rule"].as_str().unwrap(),
                alert["event"]["by"]["id"].as_str().unwrap()
            )
        })
        .collect();
    told.sort();
    assert_eq!(told, ["attack IRN", "hit IRQ", "owe IRN", "owe IRQ"]);
    let alerts = place.alerts();
    let owe = alerts.iter().find(|alert| alert["rule"] == "owe").unwrap();
    assert!(owe["verdicts"].as_array().unwrap().iter().all(|row| row["state"] == "EGY"));
}

#[test]
fn terrorism_and_incursions_are_asked_about_as_an_attack_too() {
    let mut place = Place::new("widened");
    place.rules = format!("{ANY}triggers = [\"terrorism\", \"armed incursion\"]\n");
    let rebels = ["IRQ", "REBELS", "REB"];
    place.offer(
        "20240105120000",
        &[Row { by: rebels, code: "183", ..ROW }, Row { id: 2, by: rebels, code: "190", ..ROW }],
    );
    let (report, _) = place.run();
    assert!(report.questions >= 2 && report.new >= 1, "{report:?}");
    let asked: Vec<String> = place.alerts()[0]["answers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["asked_as"].as_str().unwrap().to_owned())
        .collect();
    assert!(asked.len() == 2 && asked[1] == "attack", "{asked:?}");
    let notes = place.alerts()[0]["answers"][1]["answer"]["question"]["notes"].to_string();
    assert!(notes.contains("for states to say"), "{notes}");
}

#[test]
fn open_duties_are_kept_with_what_the_feeds_record() {
    let place = Place::new("duties");
    place.offer("20240105120000", &[ROW]);
    place.run();
    let text = place.status().text();
    assert!(text.contains("Egypt (EGY) must aid KUW under PACT 5, since 2024-01-05, by 2024-02-04: no aid recorded in these feeds"), "{text}");
    assert!(text.contains("must consult KUW under PACT 4, since 2024-01-05, promptly: no consultation recorded in these feeds"), "{text}");
    place.offer(
        "20240107120000",
        &[Row {
            id: 2,
            day: "20240107",
            by: EGYPT,
            on: KUWAIT,
            code: "072",
            url: "https://one.example/b",
        }],
    );
    place.run();
    let text = place.status().text();
    assert!(text.contains("Egypt (EGY) must aid KUW under PACT 5, since 2024-01-05, by 2024-02-04: aid recorded on 2024-01-07 (gdelt2 code 072)"), "{text}");
    assert!(text.contains("Saudi Arabia (SAU) must aid KUW under PACT 5, since 2024-01-05, by 2024-02-04: no aid recorded"), "{text}");
    // The alert is taken back, and its duties with it.
    place.offer("20240107121500", &[Row { by: IRAQ, on: IRAN, ..ROW }]);
    place.run();
    assert_eq!(place.status().duties.len(), 0);
}

#[test]
fn nothing_says_that_a_duty_was_not_kept() {
    let mut place = Place::new("words");
    let folder = place.folder.clone();
    place
        .settings
        .to
        .extend([To::Atom(folder.join("alerts.atom")), To::Parquet(folder.join("parquet"))]);
    place.offer("20240105120000", &[ROW, Row { id: 2, by: IRAN, on: SAUDI, code: "138", ..ROW }]);
    place.offer("20240301120000", &[Row { id: 3, day: "20240301", ..ROW }]);
    place.offer("20240301121500", &[Row { id: 3, day: "20240301", by: IRAN, ..ROW }]);
    let (report, told) = place.run();
    let status = place.status();
    let mut said = format!(
        "{}{told:?}{}{}",
        report.text(),
        status.text(),
        serde_json::to_string(&status).unwrap()
    );
    for file in ["alerts.ndjson", "alerts.atom"] {
        said.push_str(&fs::read_to_string(folder.join(file)).unwrap());
    }
    for schema in [
        servanda_watch::alert_schema(),
        servanda_watch::Status::schema(),
        servanda_watch::rules_schema(),
    ] {
        said.push_str(&schema.to_string());
    }
    let said = said.to_lowercase();
    for word in ["breach", "violat", "default on", "failed to"] {
        let at = said.find(word);
        assert!(at.is_none(), "`{word}`: {}", &said[at.unwrap().saturating_sub(80)..]);
    }
}
