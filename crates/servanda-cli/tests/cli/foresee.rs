//! Prospects in every form, on treaties of the corpus and without a file of anybody's data.

use super::run::output;

const SPAN: [&str; 6] = ["CST", "--from", "2002-05-14", "--to", "2004-05-14", "--draws=200"];

fn foresee(more: &[&str]) -> String {
    output(&[&["foresee"], &SPAN[..], more].concat())
}

#[test]
fn the_forms_say_the_same_and_say_it_again() {
    let json: serde_json::Value = serde_json::from_str(&foresee(&["-f", "json"])).unwrap();
    assert_eq!(json["schema"], "servanda/foresee/1");
    let victims = json["organizations"][0]["cascade"].as_array().unwrap();
    assert_eq!(victims.len(), 6);
    let csv = foresee(&["-f", "csv"]);
    assert!(
        csv.starts_with(
            "section,organization,group,figure,value,low,high,events,exposure,source\n"
        )
    );
    let nobody = victims[0]["independent"]["nobody"].as_f64().unwrap();
    let line = format!("cascade,CST,attack on ARM,\"nobody comes, independent\",{nobody:.4}");
    assert!(csv.contains(&line), "no line `{line}` in\n{csv}");
    assert_eq!(csv, foresee(&["-f", "csv"]), "the same seed gives the same bytes");
    assert!(foresee(&["-f", "md"]).contains("\n## What would change it\n"));
    assert!(foresee(&["-f", "svg", "--against", "nato"]).contains("</svg>"));
    assert!(foresee(&[]).contains("What your own files would add"));
}

#[test]
fn a_chance_of_the_askers_own_replaces_the_published_one() {
    assert!(foresee(&["--honor", "1"]).contains("5.0 of 5.0 parties called would come"));
    assert!(foresee(&["--honor", "0"]).contains("0.0 of 5.0 parties called would come"));
}
