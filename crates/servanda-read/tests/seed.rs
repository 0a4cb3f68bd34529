//! The report that the project began with comes out right. Its text lies beside the repository and is
//! not part of it; without it there is nothing to test.

#![allow(clippy::unwrap_used, reason = "a test")]

use servanda::corpus;
use servanda_read::{Fact, Lexicon, Options, Reading, open, read};
use std::path::Path;

fn reading() -> Option<Reading> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seed");
    let file = std::fs::read_dir(folder).ok()?.next()?.ok()?.path();
    let article = open("seed.txt", &std::fs::read(file).unwrap()).unwrap();
    let lexicon = Lexicon::of(&corpus::world().unwrap().0).unwrap();
    Some(read(&article, &lexicon, Options::default()))
}

#[test]
fn the_report_comes_out_right() {
    let Some(reading) = reading() else { return };
    if std::env::var_os("SHOW").is_some() {
        eprintln!("{}", servanda_read::table(&reading));
    }
    assert_eq!(reading.published, "2002-05-15".parse().ok());
    let facts: Vec<&Fact> = reading.proposals.iter().map(|one| &one.fact).collect();
    let member = |id: &str| {
        facts.iter().any(|fact| {
            matches!(fact, Fact::Membership { party, of, .. } if party == id && of.as_deref() == Some("CST"))
        })
    };
    for id in ["RUS", "BLR", "ARM", "KYR", "TAJ", "KZK"] {
        assert!(member(id), "{id} is a member");
    }
    for id in ["UZB", "GRG", "AZE"] {
        let left = facts.iter().any(|fact| {
            matches!(fact, Fact::Withdrawal { party, of, date, .. }
                if party == id && of.as_deref() == Some("CST") && date.as_deref() == Some("1999"))
        });
        assert!(left, "{id} left in 1999");
    }
    for wanted in ["consult", "aid"] {
        let pledged = facts.iter().any(|fact| {
            matches!(fact, Fact::Pledge { under, act, .. } if act == wanted && under.as_deref() == Some("CST"))
        });
        assert!(pledged, "{wanted} is pledged");
    }
    for wanted in ["agreed", "postponed"] {
        let decided = facts.iter().any(|fact| {
            matches!(fact, Fact::Decision { by, status, date, .. }
                if status == wanted && by.len() == 6 && date.as_deref() == Some("2002-05-14"))
        });
        assert!(decided, "{wanted} on 14 May");
    }
    let named = |id: &str| {
        facts.iter().any(|fact| matches!(fact, Fact::Organization { id: Some(it), .. } if it == id))
    };
    assert!(named("NATO-Russia-Council"));
    let dated = |value: &str| {
        facts.iter().any(|fact| matches!(fact, Fact::Date { value: it } if it == value))
    };
    assert!(dated("2002-05-28"), "the summit in Rome");
    for wanted in [
        "Vladimir Putin",
        "Alyaksandr Lukashenka",
        "Michael Sheehan",
        "Sergei Blagov",
        "Alex Vatanka",
        "Vladimir Socor",
    ] {
        let speaks = facts
            .iter()
            .any(|fact| matches!(fact, Fact::Claim { speaker, .. } if speaker == wanted));
        assert!(speaks, "{wanted} speaks");
    }
}
