//! Mappings: what ships is sound, a user's own overrides it, and faults name line and key.

use crate::common::{NAME, ROW, Row, lines, world};
use servanda_events::{
    CodeSystem, Decision, Facts, Gazetteer, Intake, Mapping, Placing, Trigger, question,
};

fn own(line: &str) -> Result<Mapping, String> {
    let head = "schema = \"servanda/mapping/1\"\nsystem = \"cameo\"\nversion = \"mine\"\n\n";
    Mapping::shipped()
        .unwrap()
        .with("my.toml", &format!("{head}{line}"))
        .map_err(|fault| fault.to_string())
}

const LINE: &str = "[[line]]\ncodes = [\"195\"]\nwhen = [\"target state\"]\ntrigger = \"blockade\"\nconfidence = \"weak\"\nreason = \"mine\"\n";

#[test]
fn what_ships_is_sound_and_every_line_has_its_reason() {
    let mapping = Mapping::shipped().unwrap();
    assert_eq!(mapping.versions().len(), 5);
    assert!(mapping.lines().iter().all(|line| line.reason.len() > 9 && !line.codes.is_empty()));
    let used: Vec<_> = mapping.lines().iter().filter_map(|line| line.trigger).collect();
    // No code of any feed is for these: they can only be read.
    for trigger in Trigger::ALL {
        let has_code = !matches!(trigger, Trigger::Coup | Trigger::Ratify);
        assert_eq!(used.contains(trigger), has_code, "{trigger}");
    }
}

#[test]
fn a_users_own_file_decides_alone_on_the_codes_it_names() {
    let mapping = own(LINE).unwrap();
    let decide = |code: &[u8], facts| mapping.decide(CodeSystem::Cameo, code, b"", facts);
    let attack = Facts::DIFFERENT.and(Facts::MILITARY).and(Facts::OFFICIAL);
    let Decision::Triggers(line) = decide(b"195", attack.and(Facts::TARGET_STATE)) else {
        panic!()
    };
    assert_eq!((line.trigger, line.reason.as_str(), line.at), (Some(Trigger::Blockade), "mine", 5));
    assert!(matches!(decide(b"195", attack), Decision::Lacks(..)), "the shipped line is gone");
    let Decision::Triggers(line) = decide(b"194", attack) else { panic!() };
    assert_eq!(line.trigger, Some(Trigger::ArmedAttack));
    let silent = own(&LINE.replace("\"blockade\"", "\"none\"")).unwrap();
    let none = silent.decide(CodeSystem::Cameo, b"195", b"", Facts::TARGET_STATE);
    assert!(matches!(none, Decision::Silent(_)));
}

#[test]
fn faults_name_line_and_key() {
    let fault = |from: &str, to: &str| own(&LINE.replace(from, to)).unwrap_err();
    assert!(
        fault("\"blockade\"", "\"blokade\"")
            .starts_with("my.toml:8: `trigger`: `blokade` is no trigger: threat,")
    );
    assert_eq!(fault("\"195\"", "\"999\""), "my.toml:6: `codes`: `999` is no code of cameo");
    assert_eq!(fault("\"195\"", "\"195\", \"195\""), "my.toml:6: `codes`: `195` stands here twice");
    assert_eq!(fault("\"195\"", "195"), "my.toml:6: `codes`: `` is no code of cameo");
    assert!(
        fault("target state", "target stat")
            .starts_with("my.toml:7: `when`: `target stat` is no condition:")
    );
    assert_eq!(
        fault("\"weak\"", "\"sure\""),
        "my.toml:9: `confidence`: `sure` is none of weak, medium, strong"
    );
    assert_eq!(fault("\"mine\"", "\" \""), "my.toml:10: `reason`: is empty: every line says why");
    assert_eq!(fault("reason =", "because ="), "my.toml:5: `reason`: is missing");
    assert!(fault("[[line]]", "[[lines]]").contains("`lines`: is no word of a mapping"));
    assert!(fault("codes = [", "codes = [[").starts_with("my.toml:"));
    let twice = own(&format!("{LINE}\n{LINE}")).unwrap_err();
    assert_eq!(
        twice,
        "my.toml:12: `codes`: `195` stands on line 5 already, under no further condition"
    );
}

#[test]
fn a_code_may_stand_again_under_fewer_conditions() {
    let fewer = LINE.replace("when = [\"target state\"]\n", "");
    assert!(own(&format!("{LINE}\n{fewer}")).is_ok());
    assert!(own(&format!("{fewer}\n{LINE}")).is_err(), "the second line could never decide");
}

#[test]
fn a_trigger_becomes_the_question_that_the_engine_is_asked() {
    let world = world();
    let mut intake = Intake::new(Gazetteer::new(&world), Mapping::shipped().unwrap());
    let mut kept = crate::common::Kept::default();
    let rebels = Row { id: 2, one: ["IRQREB", "REBEL", "IRQ", "", "REB"], ..ROW };
    let year_old = Row { id: 3, day: "20230105", fips: "IZ", ..ROW };
    let visit = Row { id: 4, code: "042", ..ROW };
    let at_sea = Row { id: 5, day: "20220505", fips: "GI", ..ROW };
    intake
        .read(NAME, lines(&[ROW, rebels, year_old, visit, at_sea]).as_bytes(), &mut kept)
        .unwrap();
    let asked: Vec<_> = kept
        .events
        .iter()
        .map(|(event, trigger, ..)| question(&world, event, *trigger, Placing::Careful))
        .collect();
    let texts: Vec<String> = asked.iter().flatten().map(|asked| asked.text.clone()).collect();
    assert_eq!(
        texts,
        [
            "attack on Kuwait by Iraq on 2024-01-05",
            "armed incursion into Kuwait on 2024-01-05",
            "attack on Kuwait by Iraq on 2023-01-05",
            "attack on Kuwait by Iraq on 2022-05-05",
        ]
    );
    assert!(asked[3].is_none(), "a visit goes on record and asks nothing");
    let known = asked[2].as_ref().unwrap();
    assert_eq!(known.known.unwrap().to_string(), "2024-01-05");
    assert_eq!((known.place.is_none(), known.notes.len()), (true, 2));
    let place = asked[4].as_ref().unwrap().place.as_ref().unwrap();
    assert_eq!(world.place_id(place), "Gibraltar");
}

#[test]
fn a_table_of_ones_own_is_read_as_declared() {
    use servanda_events::OwnSchema;
    let declared = "schema = \"servanda/feed/1\"\nform = \"csv\"\nseparator = \";\"\ncodes = \"mid\"\n[columns]\nid = \"Nr\"\nday = \"When\"\ncode = \"Act\"\nactor1 = \"From\"\nactor2 = \"To\"\n";
    let own = OwnSchema::read(declared).unwrap();
    let world = world();
    let mut intake = crate::common::intake(&world);
    let mut kept = crate::common::Kept::default();
    let text = "Nr;When;From;To;Act;Note\n1;1914-08-04;Germany;Belgium;action 16;\"a; b\"\n2;1914-08-XX;GMY;BEL;action 13;\n";
    let counted = intake.read_own(&own, "mine.csv", text.as_bytes(), &mut kept).unwrap();
    assert_eq!(
        (counted.triggered, counted.rejected, kept.triggers()),
        (1, 1, vec!["armed attack"])
    );
    let ndjson =
        OwnSchema::read(&declared.replace("csv", "ndjson").replace("\"From\"", "\"who.from\""))
            .unwrap();
    let text = "{\"Nr\":1,\"When\":\"1914-08-04\",\"who\":{\"from\":\"GMY\"},\"To\":\"BEL\",\"Act\":\"action 18\"}\n";
    intake.read_own(&ndjson, "mine.ndjson", text.as_bytes(), &mut kept).unwrap();
    assert_eq!(kept.triggers()[1], "war declared");
    let fault = |from: &str, to: &str| OwnSchema::read(&declared.replace(from, to)).unwrap_err();
    assert_eq!(
        fault("\"mid\"", "\"mad\""),
        "line 4, `codes`: is none of cameo, plover, ucdp, acled, mid"
    );
    assert!(fault("actor1", "actor").starts_with("line 9, `actor`: columns mean id, day,"));
    assert_eq!(fault("id = \"Nr\"\n", ""), "[columns] does not say which column is `id`");
    let other = intake.read_own(&own, "x.csv", b"a;b\n".as_slice(), &mut kept).unwrap_err();
    assert_eq!(other.cause, "the file has no column Nr, When, Act, From, To");
}
