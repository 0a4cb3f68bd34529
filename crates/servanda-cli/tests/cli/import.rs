//! Imports of invented files: what is written, what is told, exit status; and the real file where it
//! lies beside the repository, of which nothing is printed but counts.

use super::run::{file, folder, output, refused, run};
use std::path::Path;

const HEADER: &str = "atopid,member,yrent,moent,dayent,yrexit,moexit,dayexit,phase,defense,offense,neutral,nonagg,consul,defcon,offcon,neucon,concon,defcoadv,defcoloc,defcocon,defconum,defcodem,defconpr,offcoadv,offcoloc,offcocon,offconum,offcodem,neucoadv,neucoloc,neucocon,neuconum,neucodem,neuconpr,neucoatt,concoadv,concoloc,concocon,concoreq,obvary,olimob,termmode,noothall,new5,version";

/// A member file with rows that differ from an invented one in some cells.
fn members(rows: &[&[(&str, &str)]]) -> String {
    let names: Vec<&str> = HEADER.split(',').collect();
    let usual = [
        ("atopid", "9005"),
        ("yrent", "1930"),
        ("moent", "5"),
        ("dayent", "1"),
        ("version", "5.1"),
    ];
    let mut text = format!("{HEADER}\n");
    for row in rows {
        let cell = |name: &&str| {
            let own = row.iter().chain(&usual).find(|(known, _)| known == name);
            own.map_or("0", |(_, value)| *value)
        };
        let cells: Vec<&str> = names.iter().map(cell).collect();
        text.push_str(&format!("{}\n", cells.join(",")));
    }
    text
}

/// Imports rows and gives the text of alliance 9005.
fn imported(test: &str, rows: &[&[(&str, &str)]], more: &[&str]) -> String {
    let data = file(&format!("{test}-data"), "members.csv", members(rows));
    let out = folder(test).join("coded");
    let out = out.display().to_string();
    output(&[&["import", "atop", "--members", &data, "-o", &out], more].concat());
    output(&["check", "--corpus", &out]);
    output(&["fmt", "--check", &out]);
    std::fs::read_to_string(Path::new(&out).join("ATOP-9005.treaty")).unwrap()
}

const RUS: (&str, &str) = ("member", "365");
const TUR: (&str, &str) = ("member", "640");

#[test]
fn equal_members_share_a_norm_and_others_are_left_out_of_it() {
    let all = [("defense", "1"), ("consul", "1")];
    let text =
        imported("import-groups", &[&[RUS, all[0], all[1]], &[TUR, all[1], ("nonagg", "1")]], &[]);
    assert!(text.contains("coded from ATOP \"5.1\"\n  source ATOP \"9005\""), "{text}");
    assert!(text.contains("    each other party except TUR must aid V"), "{text}");
    assert!(text.contains("    TUR must not attack V"), "{text}");
    assert!(text.contains("    each other party must consult V"), "{text}");
}

#[test]
fn phases_become_dates_and_touching_memberships_one_bond() {
    let first =
        [("phase", "1"), ("yrexit", "1935"), ("moexit", "1"), ("dayexit", "2"), ("consul", "1")];
    let second =
        [("phase", "2"), ("yrent", "1935"), ("moent", "1"), ("dayent", "2"), ("defense", "1")];
    let with = |member, rest: &[(&'static str, &'static str)]| [&[member], rest].concat();
    let rows = [with(RUS, &first), with(RUS, &second), with(TUR, &first), with(TUR, &second)];
    let rows: Vec<&[(&str, &str)]> = rows.iter().map(Vec::as_slice).collect();
    let text = imported("import-phases", &rows, &[]);
    assert!(text.contains("  RUS TUR  in force 1930-05-01\n"), "{text}");
    assert!(text.contains("  norm consultation\n    from 1930-05-01 until 1935-01-02\n"), "{text}");
    assert!(text.contains("  norm defense\n    from 1935-01-02\n"), "{text}");
}

#[test]
fn conditions_become_guards_and_what_a_code_does_not_say_is_open() {
    let row = [
        ("defense", "1"),
        ("defcon", "1"),
        ("defcoadv", "1"),
        ("defcoloc", "1"),
        ("defconpr", "1"),
        ("offense", "1"),
        ("neutral", "1"),
        ("neucon", "1"),
        ("neucoatt", "1"),
        ("consul", "1"),
        ("concon", "1"),
        ("concoreq", "1"),
    ];
    let rows = [[&[RUS][..], &row].concat(), [&[TUR][..], &row].concat()];
    let text = imported("import-conditions", &[&rows[0], &rows[1]], &[]);
    for words in [
        "where found defense-adversary-atop-9005 \"the adversary is the one named",
        "where found defense-place-atop-9005 \"the conflict is in the place named",
        "unless found provoked \"the attacked state provoked the attack\"",
        "where found offense-case-atop-9005",
        "each other party must attack A",
        "on request of V",
        "  norm neutrality\n    when A attacks V\n    where V is party\n    where A is not party\n",
    ] {
        assert!(text.contains(words), "no `{words}` in\n{text}");
    }
    let threats = "atopid,begyr,begmo,begday,endyr,endmo,endday,defense,offense,neutral,nonagg,consul,specthrt,statthr1,statthr2,mem1,mem2,new5,version\n9005,1930,5,1,0,0,0,1,1,1,0,1,1,255,300,365,640,0,5.1\n";
    let threats = file("import-threats", "alliances.csv", threats);
    let text = imported("import-named", &[&rows[0], &rows[1]], &["--alliances", &threats]);
    assert!(
        text.contains("    where A is GMY or A is AUH\n")
            || text.contains("    where A is GMY or AUH\n"),
        "{text}"
    );
}

#[test]
fn missing_is_told_and_never_taken_as_zero() {
    let missing = [("defense", "."), ("consul", "1"), ("concoloc", ".")];
    let rows = [[&[RUS][..], &missing].concat(), [&[TUR][..], &missing].concat()];
    let text = imported("import-missing", &[&rows[0], &rows[1]], &[]);
    assert!(text.contains("note \"DEFENSE is missing for RUS, TUR: not known"), "{text}");
    assert!(!text.contains("article defense"), "{text}");
    assert!(text.contains("where found consultation-unknown-condition-atop-9005"), "{text}");
}

#[test]
fn bad_rows_are_findings_and_members_that_are_no_states_are_told() {
    let good: &[(&str, &str)] = &[RUS, ("consul", "1")];
    let rows: &[&[(&str, &str)]] = &[
        good,
        &[TUR, ("consul", "1")],
        &[("member", "8152"), ("consul", "1")],
        &[("member", "xx")],
    ];
    let data = file("import-bad", "members.csv", members(rows));
    let ran = run(&["import", "atop", "--members", &data, "--width", "200"]);
    assert_eq!(ran.status, 1, "{}", ran.err);
    assert!(ran.out.contains("line 5, column member: `xx` is none of"), "{}", ran.out);
    assert!(ran.out.contains("ATOP 9005: 8152 is the code of no state"), "{}", ran.out);
    assert!(ran.out.contains("Nothing is written"), "{}", ran.out);
    assert!(!ran.err.contains('\u{1b}') && ran.err.is_empty(), "a bar in a pipe: {}", ran.err);
    let json = run(&["import", "atop", "--members", &data, "-f", "json"]);
    let form: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(
        (&form["schema"], &form["rows"], &form["faults"][0]["line"]),
        (&"servanda/import/1".into(), &3.into(), &5.into())
    );
    let csv = run(&["import", "atop", "--members", &data, "-f", "csv"]).out;
    assert_eq!(csv.lines().count(), 3, "{csv}");
    refused(&["import", "atop", "--members", &data, "-f", "svg"], 2, &["SV0706"]);
}

#[test]
fn a_file_that_is_another_or_none_is_refused_with_its_remedy() {
    refused(&["import", "atop", "--members", "no-such.csv"], 3, &["SV0704"]);
    let other = file("import-other", "other.csv", "a,b\n1,2\n");
    refused(
        &["import", "atop", "--members", &other],
        2,
        &["SV0708", "it lacks the columns `atopid`"],
    );
    refused(&["import", "cow-alliances", &other], 2, &["SV0708", "no alliance file of COW"]);
    let data = file("import-onto", "members.csv", members(&[&[RUS, ("consul", "1")]]));
    refused(&["import", "atop", "--members", &data, "-o", &data], 2, &["is a file, not a folder"]);
}

#[test]
fn a_coded_treaty_gives_way_to_the_text_and_every_row_of_the_others_says_what_it_is() {
    let rows: &[&[(&str, &str)]] = &[
        &[RUS, ("consul", "1")],
        &[TUR, ("consul", "1")],
        &[("atopid", "9010"), RUS, ("defense", "1")],
        &[("atopid", "9010"), TUR, ("defense", "1")],
    ];
    let data = file("import-way-data", "members.csv", members(rows));
    let text = "treaty PACT \"An invented pact\"\n  in force 1930-05-01\n  source ATOP \"9005\"\n\nmembers\n  RUS TUR  in force 1930-05-01\n\narticle 1\n  norm aid\n    when A attacks V\n    where V is party\n    each other party must aid V\n";
    let text = file("import-way-text", "pact.treaty", text);
    let coded = folder("import-way").join("coded").display().to_string();
    let summary = output(&["import", "atop", "--members", &data, "-o", &coded, "--corpus", &text]);
    let words = "ATOP-9005 and PACT: the codes also have consult; the text also has aid";
    assert!(summary.contains(words), "{summary}");
    let question =
        ["ask", "attack on TUR by GRC on 1931-01-01", "--corpus", &text, "--add", &coded];
    let ran = run(&question);
    assert!(ran.err.contains("1 coded treaty gives way"), "{}", ran.err);
    assert!(ran.err.contains("ATOP-9005 to PACT"), "{}", ran.err);
    assert!(ran.out.contains("(PACT art. 1)") && !ran.out.contains("ATOP-9005 ("), "{}", ran.out);
    assert!(ran.out.contains("ATOP-9010 (defense; coded, not text)"), "{}", ran.out);
    let json = run(&[&question[..], &["-f", "json"]].concat()).out;
    let form: serde_json::Value = serde_json::from_str(&json).unwrap();
    let basis: Vec<_> = form["answers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (&row["treaty"], row.get("basis")))
        .collect();
    let mark = serde_json::Value::from("coded, not text");
    assert!(basis.contains(&(&"PACT".into(), None)), "{basis:?}");
    assert!(basis.contains(&(&"ATOP-9010".into(), Some(&mark))), "{basis:?}");
    refused(
        &["treaty", "ATOP-9005", "--corpus", &text, "--add", &coded],
        3,
        &["gives way to the text"],
    );
    for (words, mark) in [
        (&["why", "RUS", question[1]][..], "coded, not text"),
        (&["ask", question[1], "-f", "md"], "ATOP-9010/defense/defense (coded, not text)"),
        (&["ask", question[1], "-f", "csv"], "\"coded, not text\""),
        (&["ask", question[1], "-f", "plain"], "ATOP-9010/defense/defense [coded, not text]"),
        (&["treaty", "ATOP-9010"], "the codes of ATOP 5.1 (coded, not text)"),
        (&["treaty"], "coded, not text"),
        (&["state", "RUS", "--on", "1931-01-01"], "[coded, not text]"),
    ] {
        let out = output(&[words, &["--corpus", &text, "--add", &coded]].concat());
        assert!(out.contains(mark), "{words:?} does not say `{mark}`:\n{out}");
    }
}

#[test]
fn cow_types_become_duties_and_the_known_faults_are_told() {
    let header = "version4id,ccode,state_name,all_st_day,all_st_month,all_st_year,all_end_day,all_end_month,all_end_year,ss_type,mem_st_day,mem_st_month,mem_st_year,mem_end_day,mem_end_month,mem_end_year,left_censor,right_censor,defense,neutrality,nonaggression,entente,version";
    let rows = "9001,365,A,1,5,1930,1,5,1939,Type I,1,5,1930,1,5,1939,0,0,1,0,1,0,4.1\n9001,640,B,1,5,1930,1,5,1939,Type I,1,5,1930,1,5,1939,0,0,1,0,0,0,4.1\n9001,9000,C,1,5,1930,1,5,1939,Type I,1,5,1930,1,5,1939,0,0,1,0,0,0,4.1\n9001,315,D,1,5,1830,1,5,1839,Type I,1,5,1830,1,5,1839,0,0,1,0,0,0,4.1\n";
    let data = file("import-cow-data", "by_member.csv", format!("{header}\n{rows}"));
    let coded = folder("import-cow").join("coded").display().to_string();
    let ran = run(&["import", "cow-alliances", &data, "-o", &coded, "--width", "200"]);
    assert_eq!(ran.status, 1, "{}", ran.err);
    assert!(ran.out.contains("9000 is the code of no state"), "{}", ran.out);
    assert!(ran.out.contains("(315) was no state then"), "{}", ran.out);
    output(&["check", "--corpus", &coded]);
    output(&["fmt", "--check", &coded]);
    let text = std::fs::read_to_string(Path::new(&coded).join("COW-9001.treaty")).unwrap();
    assert!(text.contains("coded from COW \"4.1\"\n  source COW \"9001\""), "{text}");
    assert!(text.contains("    each other party must aid V"), "{text}");
    assert!(text.contains("    RUS must not attack V"), "{text}");
}

#[test]
fn an_asymmetric_pair_leaves_open_who_promises_and_a_directed_one_says_it() {
    let header = "version4id,ccode1,state_name1,ccode2,state_name2,dyad_st_day,dyad_st_month,dyad_st_year,dyad_end_day,dyad_end_month,dyad_end_year,left_censor,right_censor,defense,neutrality,nonaggression,entente,asymmetric,version";
    let data = file(
        "import-dyad-data",
        "by_dyad.csv",
        format!("{header}\n9001,365,A,640,B,1,5,1930,,,,0,1,1,0,0,0,1,4.1\n"),
    );
    let coded = folder("import-dyad").join("coded").display().to_string();
    output(&["import", "cow-alliances", &data, "-o", &coded]);
    output(&["check", "--corpus", &coded]);
    let text = std::fs::read_to_string(Path::new(&coded).join("COW-9001.treaty")).unwrap();
    assert!(text.contains("where found defense-promise-cow-9001"), "{text}");
    let directed = header.replace("asymmetric,", "");
    let rows = "9001,365,A,640,B,1,5,1930,,,,0,1,1,0,0,0,4.1\n9001,640,B,365,A,1,5,1930,,,,0,1,0,0,0,1,4.1\n";
    let data = file("import-directed-data", "by_directed.csv", format!("{directed}\n{rows}"));
    let coded = folder("import-directed").join("coded").display().to_string();
    output(&["import", "cow-alliances", &data, "-o", &coded]);
    let text = std::fs::read_to_string(Path::new(&coded).join("COW-9001.treaty")).unwrap();
    assert!(text.contains("each other party except TUR must aid V"), "{text}");
    assert!(text.contains("each other party except RUS must consult V"), "{text}");
}

#[test]
fn the_whole_of_atop_answers_where_it_lies_beside_the_repository() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let places = ["../shared/data/alliances", "../../shared/data/alliances"];
    let place = places.iter().map(|place| root.join(place)).find(|place| place.is_dir());
    let Some(place) = place else { return };
    let path = |name: &str| place.join(name).display().to_string();
    let (members, alliances) = (path("atop5.1_member.csv.gz"), path("atop5.1_alliance.csv.gz"));
    let coded = folder("import-all").join("coded").display().to_string();
    let words = ["import", "atop", "--members", &members, "--alliances", &alliances, "-o", &coded];
    let ran = run(&words);
    assert!(ran.status == 0 && ran.out.contains("2510 rows read; 789 treaties"), "{}", ran.err);
    let ran = run(&["ask", "--corpus", &coded, "attack on FRN by GMY on 1914-08-03"]);
    assert!(ran.status == 0 && ran.out.contains("ATOP-1485 (consultation; coded, not text)"));
}
