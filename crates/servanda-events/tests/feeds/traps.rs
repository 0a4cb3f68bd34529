//! The known traps of event data, each with a test that bears its name. Every row here is invented.

use crate::common::{NAME, ROW, Row, lines, read};
use servanda_events::{Artifact, Trigger};
use std::io::Write;

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let how = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated);
    for (name, bytes) in entries {
        zip.start_file(*name, how).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn days_just_1_7_30_or_365_days_before_their_batch_are_marked_and_kept() {
    let days = [
        ("20240104", Some(Artifact::Day)),
        ("20231229", Some(Artifact::Week)),
        ("20231206", Some(Artifact::Month)),
        ("20230105", Some(Artifact::Year)),
        ("20240105", None),
        ("20240103", None),
    ];
    for (day, wanted) in days {
        let (counted, kept) = read(NAME, Row { day, ..ROW }.line());
        assert_eq!(kept.events[0].0.artifact, wanted, "{day}");
        assert_eq!(counted.unwrap().triggered, 1, "{day}: it is not dropped");
    }
}

#[test]
fn one_article_that_makes_many_rows_is_one_case_and_one_source() {
    let other = Row { id: 2, code: "190", one: ["IRQ", "BAGHDAD", "IRQ", "", ""], ..ROW };
    let third = Row { id: 3, two: ["KWTGOV", "KUWAIT", "KWT", "", "GOV"], ..ROW };
    let (_, kept) = read(NAME, lines(&[ROW, other, third]));
    assert_eq!((kept.events.len(), kept.cases()), (3, 1));
    let last = kept.events[2].3;
    assert_eq!(last.mentions, 4, "the mentions of one article count once");
    assert_eq!(last.independent, 2, "the most that one row counts");
}

#[test]
fn independent_sources_are_hosts_and_not_rows() {
    let urls = [
        "https://www.one.example/x",
        "https://one.example/y",
        "http://two.example/z?a",
        "https://three.example",
    ];
    let rows: Vec<Row> = urls
        .iter()
        .enumerate()
        .map(|(id, url)| Row { id: id as u64, url, counts: [1, 1, 1], ..ROW })
        .collect();
    let (_, kept) = read(NAME, lines(&rows));
    let seen: Vec<u32> = kept.events.iter().map(|(.., case)| case.independent).collect();
    assert_eq!(seen, [1, 1, 2, 3]);
}

#[test]
fn rows_of_icews_that_repeat_day_actors_and_code_are_one_case() {
    let head = "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\n";
    let row = |id, story| {
        format!(
            "{id}\t2018-06-01\tMilitary (Iraq)\tMilitary,Government\tIraq\tx\t190\t-10\tKuwait\tNA\tKuwait\t{story}\t2\tA Paper\tNA\tNA\tNA\tKuwait\t1\t2\n"
        )
    };
    let text = format!("{head}{}{}{}", row(1, 7), row(2, 7), row(3, 8));
    let (_, kept) = read("icews.tab", text);
    assert_eq!((kept.events.len(), kept.cases()), (3, 1));
    assert_eq!(kept.events[2].3.mentions, 2, "two stories");
    assert_eq!(kept.events[2].3.independent, 1, "one publisher");
}

#[test]
fn a_visit_told_from_both_sides_is_one_consultation() {
    let visit = Row {
        code: "042",
        one: ["FRA", "FRANCE", "FRA", "", ""],
        two: ["DEU", "GERMANY", "DEU", "", ""],
        ..ROW
    };
    let host = Row { id: 2, code: "043", one: visit.two, two: visit.one, ..visit.clone() };
    let (_, kept) = read(NAME, lines(&[visit, host]));
    assert_eq!(kept.triggers(), ["consult", "consult"]);
    assert_eq!(kept.cases(), 1);
}

#[test]
fn an_attack_told_from_both_sides_is_two() {
    let back = Row { id: 2, one: ["KWTMIL", "KUWAIT", "KWT", "", "MIL"], two: ROW.one, ..ROW };
    let (_, kept) = read(NAME, lines(&[ROW, back]));
    assert_eq!(kept.cases(), 2);
}

/// A row of GED with 49 cells, of which only some are filled. Invented.
fn ged(id: u32, quoted: &str) -> String {
    let mut cells = vec![String::new(); 49];
    for (at, text) in [
        (0, id.to_string()),
        (2, "2020".into()),
        (5, "1".into()),
        (14, quoted.into()),
        (17, "Government of Azerbaijan".into()),
        (18, "3".into()),
        (33, "Azerbaijan".into()),
        (34, "373".into()),
        (38, "2020-09-27 00:00:00.000".into()),
        (47, "371".into()),
        (48, "373".into()),
    ] {
        cells[at] = text;
    }
    cells.join(",") + "\n"
}

#[test]
fn ged_without_a_header_is_read_and_loses_no_row() {
    let rows = ged(1, "\"Government of Armenia, the \"\"Republic\"\"\"")
        + &ged(2, "Government of Armenia");
    let (counted, kept) = read("events.csv", &rows);
    let counted = counted.unwrap();
    assert_eq!(
        (counted.rows, counted.rejected, counted.triggered),
        (2, 0, 2),
        "{:?}",
        kept.rejects
    );
    assert_eq!(kept.events[0].0.names[0], "Government of Armenia, the \"Republic\"");
    assert_eq!(kept.events[0].1, Trigger::ArmedAttack);
}

#[test]
fn quoted_cells_that_hold_line_ends_are_one_row_and_an_open_quote_loses_one_line() {
    let header = "\"id\",\"type_of_violence\",\"side_a\",\"side_b\",\"country_id\",\"date_start\",\"gwnoa\",\"gwnob\",\"source_headline\"\r\n";
    let good = "1,1,A,B,373,2020-09-27,371,373,\"two\r\nlines\"\r\n";
    let bad = "2,1,A,B,373,2020-09-27,371,373,\"never closed\r\n";
    let after = "3,1,A,B,373,2020-09-27,371,373,plain\r\n";
    let (counted, kept) = read("ged.csv", [header, good, bad, after, after].concat());
    let counted = counted.unwrap();
    assert_eq!((counted.rows, counted.rejected, counted.triggered), (4, 1, 3));
    assert_eq!(kept.events[0].0.text, "two\r\nlines");
    assert_eq!(
        kept.rejects[0].to_string(),
        "ged.csv:4: a quotation mark opens and nothing closes it"
    );
}

#[test]
fn lines_that_end_with_a_carriage_return_alone_are_lines() {
    for end in ["\r", "\r\n", "\n"] {
        let text = lines(&[ROW, Row { id: 2, day: "20231001", ..ROW }]).replace('\n', end);
        let (counted, kept) = read(NAME, text.trim_end());
        assert_eq!(counted.unwrap().rows, 2, "{end:?}");
        assert_eq!(kept.events[1].0.url, "https://news.example/a", "{end:?}");
    }
}

#[test]
fn a_code_is_text_and_the_root_is_not_the_base() {
    // 04 is no code of a row, 040 is one; 4 and 40 would be numbers.
    let (_, kept) = read(NAME, Row { code: "040", ..ROW }.line());
    assert_eq!((kept.events[0].0.code.as_str(), kept.triggers()[0]), ("040", "consult"));
    let (counted, kept) = read(NAME, Row { code: "04", ..ROW }.line());
    assert_eq!((counted.unwrap().silent, kept.events.len()), (1, 0), "the root decides nothing");
    let (counted, _) = read(NAME, lines(&[ROW, Row { code: "4", ..ROW }]));
    assert_eq!(counted.unwrap().rejected, 1);
}

#[test]
fn code_190_with_an_empty_first_actor_is_no_attack() {
    let row = Row { code: "190", one: [""; 5], ..ROW };
    let (counted, kept) = read(NAME, row.line());
    assert_eq!((counted.unwrap().lacking, kept.events.len()), (1, 0));
}

#[test]
fn force_within_one_state_is_no_attack() {
    let row = Row { two: ["IRQ", "IRAQI", "IRQ", "", ""], ..ROW };
    assert!(read(NAME, row.line()).1.events.is_empty());
}

#[test]
fn rebels_of_a_state_are_not_that_state() {
    let row = Row { one: ["IRQREB", "REBEL", "IRQ", "", "REB"], ..ROW };
    assert_eq!(read(NAME, row.line()).1.triggers(), ["armed incursion"]);
}

#[test]
fn codes_of_places_are_not_codes_of_actors() {
    // `AUS` is Australia among actors; `AU` is Austria and `AS` Australia among places.
    let world = crate::common::world();
    let australia = Row { two: ["AUS", "AUSTRALIA", "AUS", "", ""], fips: "AU", ..ROW };
    let (_, kept) = read(NAME, australia.line());
    let event = &kept.events[0].0;
    assert_eq!(world.id(event.actors[1].actor.unwrap()), "AUL");
    assert_eq!(world.place_id(event.place.as_ref().unwrap()), "AUS");
    assert_eq!((event.raw_actors[1].as_str(), event.raw_place.as_str()), ("AUS", "AU"));
}

#[test]
fn a_code_means_whoever_bore_it_on_the_day() {
    let world = crate::common::world();
    let mut ids = Vec::new();
    for day in ["19700105", "20000105"] {
        let row = Row { two: ["DEU", "GERMANY", "DEU", "", ""], day, ..ROW };
        let (_, kept) = read(NAME, row.line());
        ids.push(world.id(kept.events[0].0.actors[1].actor.unwrap()).to_owned());
    }
    assert_eq!(ids, ["GFR", "GMY"]);
}

#[test]
fn a_war_is_not_one_case_that_grows_day_by_day() {
    let days = ["20240101", "20240102", "20240103", "20240104"];
    let rows: Vec<Row> = days.iter().map(|day| Row { day, ..ROW }).collect();
    let (_, kept) = read(NAME, lines(&rows));
    assert_eq!(kept.cases(), 2, "the first two days are one case, and the next two");
}

#[test]
fn mentions_count_for_the_event_that_bears_their_number() {
    let world = crate::common::world();
    let (mut intake, mut kept) = (crate::common::intake(&world), crate::common::Kept::default());
    intake.read(NAME, ROW.line().as_bytes(), &mut kept).unwrap();
    let mention = |id, host| {
        format!(
            "{id}\t20240105120000\t20240106120000\t1\t{host}\thttps://{host}/a\t1\t-1\t-1\t5\t1\t50\t900\t-2.5\t\t\n"
        )
    };
    let text =
        [mention(1, "a.example"), mention(1, "b.example"), mention(99, "c.example")].concat();
    let counted = intake.read("20240106120000.mentions.CSV", text.as_bytes(), &mut kept).unwrap();
    assert_eq!((counted.mentions, kept.mentions.len()), (3, 2));
    assert_eq!(kept.mentions[1].independent, 3);
}

#[test]
fn dirty_rows_are_kept_with_line_and_reason_and_the_rest_is_read() {
    let short = "1\t2\t3\n".to_owned();
    let bad_day = Row { day: "20240230", ..ROW }.line();
    let bad_count = ROW.line().replace("\t4\t2\t3\t", "\t4\tx\t3\t");
    let text = [ROW.line(), short, bad_day, bad_count, ROW.line()].concat();
    let (counted, kept) = read(NAME, text);
    assert_eq!(counted.unwrap().triggered, 2);
    let told: Vec<String> = kept.rejects.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "20240105120000.export.CSV:2: 3 fields where the feed has 61",
            "20240105120000.export.CSV:3: `SQLDATE` is `20240230`, not a day as YYYYMMDD",
            "20240105120000.export.CSV:4: `NumSources` is `x`, not a whole number",
        ]
    );
}

#[test]
fn a_giant_line_is_read_over_in_bounded_memory() {
    let giant = vec![b'x'; 5 << 20];
    let text = [ROW.line().as_bytes(), &giant, b"\n", ROW.line().as_bytes()].concat();
    let (counted, kept) = read(NAME, text);
    assert_eq!((counted.unwrap().triggered, kept.rejects.len()), (2, 1));
    assert!(kept.rejects[0].row.len() <= 4096);
    assert_eq!(kept.rejects[0].line, 2);
}

#[test]
fn files_are_read_packed_as_they_are_published() {
    let text = ROW.line();
    for bytes in [packed(text.as_bytes()), zipped(&[(NAME, text.as_bytes())]), text.clone().into()]
    {
        assert_eq!(read(&format!("{NAME}.zip"), bytes).1.events.len(), 1);
    }
    let (fault, _) = read("x.zip", zipped(&[("a", b"1"), ("b", b"2")]));
    assert_eq!(fault.unwrap_err().cause, "the zip file holds 2 files: `a`, `b`");
    let cut = &zipped(&[(NAME, text.as_bytes())])[..60];
    assert!(read("x.zip", cut).0.unwrap_err().cause.contains("cannot be unpacked"));
}

#[test]
fn a_small_file_that_unpacks_without_end_is_refused() {
    use servanda_events::{CasesLimits, Limits};
    let world = crate::common::world();
    let rows = ROW.line().repeat(2000);
    for bytes in [packed(rows.as_bytes()), zipped(&[(NAME, rows.as_bytes())])] {
        let limits = Limits { unpacked: 100_000, ..Limits::default() };
        let mut intake = crate::common::intake(&world).limited(limits, CasesLimits::default());
        let fault =
            intake.read(NAME, bytes.as_slice(), &mut crate::common::Kept::default()).unwrap_err();
        assert!(fault.cause.contains("unpacks to more than 100000 bytes"), "{fault}");
    }
}

#[test]
fn a_file_that_is_another_feed_is_refused_with_the_choices() {
    let words = |name: &str, text: &str| read(name, text).0.unwrap_err().to_string();
    assert_eq!(
        words("20240105.export.CSV", &ROW.line()),
        "the name says `gdelt1` and the columns say `gdelt2`; name the feed: gdelt1 or gdelt2"
    );
    assert!(
        words("a.csv", "a,b,c\n1,2,3\n").contains("3 columns are no feed's; feeds are gdelt1,")
    );
    assert!(words("a.csv", "").contains("empty"));
    assert!(words("20240105120000.gkg.csv", "x\ty").contains("knowledge graph"));
    assert!(words("a", "\0\u{1}\0").contains("no text"));
    assert!(words("a.json", "{\"x\":1}").contains("no feed's"));
    let nearly = "id,type_of_violence,side_a,side_b,country_id,date_start\n";
    assert!(words("a.csv", nearly).contains("nearly those of `ucdp`, without gwnoa, gwnob"));
    let list =
        "150383 297a16b493de7cf6ca809a7cc31d0b93 http://h.example/20150218230000.export.CSV.zip\n";
    assert!(words("lastupdate.txt", list).contains("a list of files"));
    let all_bad = Row { day: "x", ..ROW }.line().repeat(3);
    assert!(words(NAME, &all_bad).contains("none of 3 rows is one of `gdelt2`"));
}

#[test]
fn json_objects_are_read_one_a_line_or_laid_out_and_a_broken_one_is_told() {
    let object = r#"{"id":"7","date":"2021-01-02","event":"ASSAULT","mode":"aerial","context":["military"],"source":{"country":"IRQ","name":"Iraq"},"target":{"country":"KWT","name":"Kuwait"},"text":"a } in \" words"}"#;
    let laid_out = object.replace(',', ",\n ");
    let text = format!("[{object},\n{laid_out}\n~~~~~\n{object}]\n{{\"id\": }}\n");
    let (counted, kept) = read("plover.jsonl", text);
    assert_eq!((counted.unwrap().rejected, kept.triggers()), (1, vec!["armed attack"; 3]));
    assert_eq!(kept.events[0].0.code, "ASSAULT/aerial");
}

#[test]
fn memory_for_cases_is_bounded() {
    use servanda_events::{CasesLimits, Limits};
    let world = crate::common::world();
    let limits = CasesLimits { most: 10, most_ids: 10, ..CasesLimits::default() };
    let mut intake = crate::common::intake(&world).limited(Limits::default(), limits);
    let mut kept = crate::common::Kept::default();
    for year in 1991..2024 {
        let day: &'static str = Box::leak(format!("{year}0301").into_boxed_str());
        intake.read(NAME, Row { day, ..ROW }.line().as_bytes(), &mut kept).unwrap();
    }
    assert_eq!(kept.cases(), 33);
    assert!(intake.cases().len() <= 10);
}

#[test]
fn cases_that_were_kept_go_on_as_if_nothing_had_happened() {
    use servanda_events::{Cases, CasesLimits};
    let world = crate::common::world();
    let strange = Row { id: 2, code: "183", one: ["UAF", "GUNMEN", "", "", "UAF"], ..ROW };
    let later = Row { id: 3, day: "20240106", url: "https://b.example/", ..ROW };
    let visit = Row { id: 4, code: "042", ..ROW };
    let whole = lines(&[ROW, strange.clone(), visit.clone(), later.clone()]);
    let (_, at_once) = read(NAME, &whole);
    let mut kept = crate::common::Kept::default();
    let mut first = crate::common::intake(&world);
    first.read(NAME, lines(&[ROW, strange, visit]).as_bytes(), &mut kept).unwrap();
    let saved = first.cases().save(&world);
    let cases = Cases::load(CasesLimits::default(), &world, &saved).unwrap();
    assert_eq!(cases.save(&world), saved);
    let mut second = crate::common::intake(&world).with_cases(cases);
    second.read(NAME, later.line().as_bytes(), &mut kept).unwrap();
    let news = |kept: &crate::common::Kept| -> Vec<_> {
        kept.events.iter().map(|event| event.3).collect()
    };
    assert_eq!(news(&kept), news(&at_once));
    assert!(!kept.events[3].3.first);
    let fault = Cases::load(CasesLimits::default(), &world, "threat\tx").unwrap_err();
    assert_eq!(fault, "line 1 is no case");
}
