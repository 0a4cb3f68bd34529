//! The backtest: dated cases in which a pledge was invoked, each put to the engine as a feed's event would be.
//! Does it name the article, and whom? The table in `docs/src/backtest.md` is written here (`UPDATE=1`).

use servanda::engine::{Engine, Question};
use servanda::model::{Actor, World};
use servanda::syntax::vocabulary::{EventKind, Verdict};
use servanda::time::Day;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

fn from_manifest(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The cells of a line of a table, some in quotation marks.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            _ => cells.last_mut().unwrap().push(letter),
        }
    }
    cells
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn kind(word: &str) -> EventKind {
    match word {
        "attack" => EventKind::Attack,
        "threat" => EventKind::Threat,
        "incursion" => EventKind::Incursion,
        "terrorism" => EventKind::Terrorism,
        other => panic!("no kind `{other}`"),
    }
}

/// For one case: how many parties have which verdict under the article for the act.
fn verdicts(engine: &Engine<'_>, case: &[String]) -> (BTreeMap<&'static str, usize>, String) {
    let world = engine.world();
    let [_, on, known, word, target, by, place, treaty, article, act, _] = case else {
        panic!("{case:?}")
    };
    let on = day(on);
    let actor = |name: &String| world.actor(name, Some(on)).unwrap();
    let mut question = Question::new(kind(word), Some(actor(target)), on);
    question.actors.extend((!by.is_empty()).then(|| actor(by)));
    question.known = (!known.is_empty()).then(|| day(known));
    question.place = (!place.is_empty()).then(|| world.place(place, Some(on)).unwrap());
    let reply = engine.ask(&question);
    let (mut found, mut open) = (BTreeMap::new(), BTreeSet::new());
    let of_treaty = reply.rows.iter().filter(|row| world.treaty(row.treaty).id == **treaty);
    for row in of_treaty.filter(|row| *row.article == **article && row.act.word() == act) {
        let verdict = match row.verdict {
            Verdict::Must => "must",
            Verdict::May => "may",
            Verdict::Depends => "depends",
            _ => "none",
        };
        if verdict == "depends" {
            open.extend(row.depends_on.iter().flatten().cloned());
        } else if verdict == "none" {
            open.extend(row.why_not.as_deref().map(str::to_owned));
        }
        *found.entry(verdict).or_insert(0) += 1;
    }
    let why: Vec<String> = open.into_iter().take(2).collect();
    (found, why.join("; "))
}

#[test]
fn invocations() {
    let (world, _) = servanda::corpus::world().unwrap();
    let engine = Engine::new(&world);
    let text = include_str!("invocations.csv");
    let mut page = String::from("| case | asked | expected | answer |\n|---|---|---|---|\n");
    let (mut named, mut all) = (0, 0);
    for line in text.lines().skip(1) {
        let case = cells(line);
        let (found, why) = verdicts(&engine, &case);
        all += 1;
        let calls = found.keys().any(|verdict| *verdict != "none");
        named += usize::from(calls);
        let counts: Vec<String> =
            found.iter().map(|(verdict, many)| format!("{many} {verdict}")).collect();
        let answer = match (counts.is_empty(), why.is_empty()) {
            (true, _) => "**not named**".to_owned(),
            (false, true) => counts.join(", "),
            (false, false) => format!("{} ({})", counts.join(", "), why.replace('|', "/")),
        };
        let by = if case[5].is_empty() { String::new() } else { format!(" by {}", case[5]) };
        page += &format!(
            "| {} | {} on {}{by}, {} | {} {}: {} | {answer} |\n",
            case[0], case[3], case[4], case[1], case[7], case[8], case[9]
        );
    }
    page += &format!("\n{named} of {all} are named with their article and at least one party.\n");
    keep("invocations", &page);
}

/// Compares a part of the page with what was computed, or writes it.
fn keep(part: &str, text: &str) {
    let path = from_manifest("../../docs/src/backtest.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let (begin, end) = (format!("<!-- {part} -->\n"), format!("<!-- end of {part} -->"));
    let (before, rest) = page.split_once(&begin).unwrap();
    let (now, after) = rest.split_once(&end).unwrap();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, format!("{before}{begin}{text}{end}{after}")).unwrap();
    } else {
        assert_eq!(now, text, "docs/src/backtest.md; UPDATE=1 writes it");
    }
}

/// The states that the name of a crisis names.
fn named_in(world: &World, name: &str, on: Day) -> BTreeSet<Actor> {
    let words: Vec<&str> = name.split(|letter: char| !letter.is_alphanumeric()).collect();
    let mut found = BTreeSet::new();
    for many in [1, 2] {
        for some in words.windows(many) {
            let text = some.join(" ");
            if text.len() > 3
                && let Ok(actor @ Actor::State(_)) = world.actor(&text, Some(on))
            {
                found.insert(actor);
            }
        }
    }
    found
}

/// ICB's crises with a violent or military trigger, from the user's own file beside the repository: the
/// entity that triggered is taken to attack each state that the name of the crisis names. The file has no
/// list of those attacked, so that this measures reach and not recall. Prints counts only.
#[test]
fn crises_of_icb() {
    let path = from_manifest("../../../shared/data/crises/icb1_v13.csv");
    let Ok(bytes) = std::fs::read(path) else { return };
    let text = String::from_utf8_lossy(&bytes);
    let (world, _) = servanda::corpus::world().unwrap();
    let engine = Engine::new(&world);
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    let at = |name: &str| header.iter().position(|column| *column == name).unwrap();
    let [name, trigger, entity, year, month, date] =
        ["crisname", "break", "trigent", "yrtrig", "motrig", "datrig"].map(at);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut count = |what| *counts.entry(what).or_insert(0) += 1;
    for line in lines {
        let case = cells(line);
        count("crises");
        if !matches!(case[trigger].as_str(), "7" | "8" | "9") {
            count("no military trigger");
            continue;
        }
        let number = |place: usize| case[place].parse::<i16>().ok();
        let parts = (number(year), number(month), number(date));
        let (Some(y), Some(m), Some(d)) = parts else {
            count("no day");
            continue;
        };
        let Some(on) = Day::of(y, m as i8, d as i8) else {
            count("no day");
            continue;
        };
        let by =
            number(entity).and_then(|code| world.states.by_ccode(code as u16)).map(Actor::State);
        let Some(by) = by else {
            count("triggered by no state");
            continue;
        };
        let mut targets = named_in(&world, &case[name], on);
        targets.remove(&by);
        if targets.is_empty() {
            count("its name names nobody else");
            continue;
        }
        count("asked");
        let calls = targets.iter().any(|target| {
            let mut question = Question::new(EventKind::Attack, Some(*target), on);
            question.actors.push(by);
            let reply = engine.ask(&question);
            reply.rows.iter().any(|row| {
                matches!(row.verdict, Verdict::Must | Verdict::Depends)
                    && matches!(row.act.word(), "aid" | "consult")
                    && row.party != *target
            })
        });
        count(if calls { "asked: somebody is called" } else { "asked: nobody is called" });
    }
    println!("{counts:#?}");
    assert!(counts.get("asked").is_some_and(|asked| *asked > 50));
}
