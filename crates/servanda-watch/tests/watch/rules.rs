//! Rules that are not understood are refused with their line and the choices.

use crate::common::world;
use servanda::syntax::diagnostic;
use servanda_watch::{CoolDown, EXAMPLE, Per, Rules};

/// What is said of a file of rules.
fn said(text: &str) -> String {
    match Rules::read(&world(), "rules.toml", text) {
        Ok(_) => String::new(),
        Err(stop) => diagnostic::render_plain(&stop.0.faults, &stop.0.sources),
    }
}

const HEAD: &str = "schema = \"servanda/watch-rules/1\"\n[[rule]]\nname = \"a\"\n";

#[test]
fn every_word_that_is_not_known_is_refused_with_its_line_and_the_choices() {
    let cases = [
        ("verdict = [\"must\"]\n", "rules.toml:4:1", "did you mean `verdicts`?"),
        ("verdicts = [\"most\"]\n", "rules.toml:4:13", "`must`, `depends`, `may` or `must_not`"),
        ("triggers = [\"armed atack\"]\n", "rules.toml:4:13", "did you mean `armed attack`?"),
        (
            "triggers = [\"sign\"]\n",
            "rules.toml:4:13",
            "is no trigger that the engine is asked about",
        ),
        ("who = { owe = [\"Kuwayt\"] }\n", "rules.toml:4:16", "Kuwait"),
        ("who = { owes = [\"KUW\"] }\n", "rules.toml:4:9", "`owe`, `hit` or `attack`"),
        ("treaties = [\"PACTT\"]\n", "rules.toml:4:13", "did you mean `PACT`?"),
        ("least-confidence = \"sure\"\n", "rules.toml:4:20", "`weak`, `medium` or `strong`"),
        ("mentions = 0\n", "rules.toml:4:12", "from 1 to 1000000"),
        ("mentions = \"two\"\n", "rules.toml:4:12", "from 1 to 1000000"),
        ("cool-down = { days = 3 }\n", "rules.toml:4:13", "has no `per`"),
        ("cool-down = { days = 3, per = \"state\" }\n", "rules.toml:4:31", "`case` or `pair`"),
        ("cool-down = 3\n", "rules.toml:4:13", "write cool-down = {"),
        ("verdicts = []\n", "rules.toml:4:12", "leave the key out"),
        ("[[rule]]\nname = \"a\"\n", "rules.toml:", "two rules bear the name `a`"),
        ("[[rule]]\nverdicts = [\"must\"]\n", "rules.toml:", "a rule has no name"),
        ("[rules]\n", "rules.toml:4:2", "`schema` or `rule`"),
        ("verdicts = [\n", "rules.toml:", "this is no TOML"),
    ];
    for (more, place, help) in cases {
        let said = said(&format!("{HEAD}{more}"));
        assert!(said.contains(place) && said.contains(help), "{more}: {said}");
    }
    assert!(said("[[rule]]\nname = \"a\"\n").contains("begin with schema = "));
    assert!(said("schema = \"servanda/watch-rules/2\"\n").contains("write schema = "));
    assert!(said("schema = \"servanda/watch-rules/1\"\n").contains("holds no rule"));
    let name = said("schema = \"servanda/watch-rules/1\"\n[[rule]]\nname = \"A b\"\n");
    assert!(name.contains("is no name for a rule"), "{name}");
}

#[test]
fn every_fault_is_told_in_one_run() {
    let said = said(&format!("{HEAD}verdict = 1\nmentions = 0\n"));
    assert_eq!(said.lines().count(), 2, "{said}");
}

#[test]
fn the_rules_that_come_with_the_program_are_understood() {
    let (world, _) = servanda::corpus::world().unwrap();
    let rules = Rules::read(&world, "example.toml", EXAMPLE).unwrap_or_else(|stop| {
        panic!("{}", diagnostic::render_plain(&stop.0.faults, &stop.0.sources))
    });
    assert_eq!(rules.list.len(), 2);
    assert_eq!(rules.list[1].cool_down, Some(CoolDown { days: 3, per: Per::Pair }));
}

#[test]
fn the_schema_names_every_key() {
    let schema = servanda_watch::rules_schema().to_string();
    for key in ["least-confidence", "cool-down", "must_not", "servanda/watch-rules/1"] {
        assert!(schema.contains(key), "{key}: {schema}");
    }
}
