//! Laws that hold whatever a world says: what must not change an answer, and what must change it in
//! one way only.

use crate::for_all;
use crate::worlds::{ALIKE, Ask, Sketch, bare_world, sketches, sketches_of_like_states, world_of};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use servanda::answer::form::Answer;
use servanda::engine::{Engine, Reply, Row};
use servanda::model::World;
use servanda::syntax::vocabulary::{EventKind, Verdict};
use servanda::syntax::{Code, Source};
use servanda::time::Day;
use std::collections::{BTreeMap, BTreeSet};

type Law = Result<(), TestCaseError>;

/// Everything a row tells, but where it stands in the text.
fn told(world: &World, row: &Row) -> String {
    let toward = row.toward.map(|toward| world.id(toward));
    let (party, treaty) = (world.id(row.party), &world.treaty(row.treaty).id);
    format!(
        "{party} {} {:?} {toward:?} under {treaty}/{}/{} on {:?}, {:?}, {:?}",
        row.verdict, row.act, row.article, row.norm, row.depends_on, row.why_not, row.extent
    )
}

fn answer(world: &World, ask: &Ask) -> Vec<String> {
    let question = ask.question(world);
    let reply = Engine::new(world).ask(&question);
    reply.rows.iter().map(|row| told(world, row)).collect()
}

/// The world of a sketch with more text beside it.
fn with(sketch: &Sketch, more: &str) -> World {
    let mut texts = sketch.texts();
    texts.push(Source::new("more.treaty", more));
    world_of(texts)
}

/// Adding `more` to the world changes no row.
fn changes_nothing(sketch: &Sketch, more: &str) -> Law {
    let (before, after) = (sketch.world(), with(sketch, more));
    for ask in &sketch.asks {
        prop_assert_eq!(answer(&before, ask), answer(&after, ask), "after adding\n{}", more);
    }
    Ok(())
}

#[test]
fn a_claim_that_nobody_assumes_changes_nothing() {
    for_all(40, &sketches(), |sketch| {
        let claim = |of: &str, not: &str| {
            format!(
                "claim OTHER{of} by \"Somebody\"\n  says \"so\"\n  status opinion\n  \
                 asserts {not}provoked\n  asserts {not}threatens-security\n"
            )
        };
        changes_nothing(&sketch, &(claim("-YES", "") + &claim("-NO", "not ")))
    });
}

#[test]
fn proposals_change_nothing() {
    for_all(40, &sketches(), |sketch| {
        let proposal = |id: &str, proposes: &str| {
            format!(
                "proposal {id} from \"article.txt\" at 1..9 confidence 99\n  quote \"so\"\n  proposes {proposes}\n"
            )
        };
        let more = proposal("P-1", "membership BRA of UN-CHARTER as acceded on 1950-01-01")
            + &proposal("P-2", "event BRA as attack toward USA on 1950-01-01")
            + &proposal("P-3", "decision BRA as agreed on 1950-01-01 \"to help\"")
            + &proposal("P-4", "pledge of UN-CHARTER as aid \"upon attack\"")
            + &proposal("P-5", "claim \"Somebody\" as affirms \"provoked\"")
            + &proposal("P-6", "withdrawal USA of UN-CHARTER as withdrew");
        changes_nothing(&sketch, &more)
    });
}

#[test]
fn what_happened_and_was_found_on_another_day_changes_nothing() {
    for_all(40, &sketches(), |sketch| {
        let target = sketch.asks[0].target.clone().unwrap_or_else(|| "RUS".to_owned());
        let more = format!(
            "event ELSEWHEN \"Another time\"\n  on 1975-01-01\n  occurs BRA attacks {target}\n  \
             place Hawaii\n\nfinding provoked found in ELSEWHEN by UNSC on 1975-01-02\n\n\
             finding threatens-security denied in ELSEWHEN by UNSC on 1975-01-02\n"
        );
        changes_nothing(&sketch, &more)
    });
}

#[test]
fn nobody_owes_anything_before_any_treaty_is_in_force() {
    for_all(40, &sketches(), |sketch| {
        let world = sketch.world();
        let mut ask = sketch.asks[0].clone();
        ask.on = Day::of(1980, 1, 1).unwrap();
        let question = ask.question(&world);
        let reply = Engine::new(&world).ask(&question);
        let owed = reply.rows.iter().find(|row| row.verdict != Verdict::None);
        prop_assert!(owed.is_none(), "{}", told(&world, owed.unwrap()));
        Ok(())
    });
}

#[test]
fn an_unrelated_treaty_changes_no_row_of_the_others() {
    // Its id comes first and its norms ask the common questions in another order.
    let more = "treaty A-FIRST \"Among others\"\n  signed 1985-01-01\n  in force 1985-01-01\n\n\
                members\n  BRA BOL  signed 1985-01-01  in force 1985-01-01\n\narticle 1\n  \
                norm elsewhere\n    when A attacks V\n    when threat to V\n    \
                where not (found threatens-security and not found directed-from-abroad)\n    \
                where V is BRA or BOL\n    each other party must aid V\n";
    for_all(40, &sketches(), |sketch| {
        let (before, after) = (sketch.world(), with(&sketch, more));
        for ask in &sketch.asks {
            let mut rows = answer(&after, ask);
            rows.retain(|row| !row.contains("A-FIRST"));
            prop_assert_eq!(answer(&before, ask), rows);
        }
        Ok(())
    });
}

#[test]
fn an_exception_for_a_state_that_is_no_member_changes_nothing() {
    for_all(40, &sketches(), |sketch| {
        let texts = sketch.texts().into_iter().map(|text| {
            let excepted = text.text.replace("each other party m", "each other party except BOL m");
            Source::new(text.name, excepted)
        });
        let (before, after) = (sketch.world(), world_of(texts.collect()));
        for ask in &sketch.asks {
            prop_assert_eq!(answer(&before, ask), answer(&after, ask));
        }
        Ok(())
    });
}

#[test]
fn the_order_of_files_and_of_treaties_in_a_file_changes_nothing() {
    for_all(40, &sketches(), |sketch| {
        let first = sketch.world();
        let mut backwards = sketch.texts();
        backwards.reverse();
        let together: Vec<String> = backwards.iter().map(|text| text.text.clone()).collect();
        let one_file = vec![Source::new("all.treaty", together.join("\n"))];
        for other in [world_of(backwards), world_of(one_file)] {
            for ask in &sketch.asks {
                prop_assert_eq!(answer(&first, ask), answer(&other, ask));
            }
        }
        Ok(())
    });
}

/// Replaces whole words.
fn renamed(text: &str, names: &BTreeMap<&str, &str>) -> String {
    let mut out = String::new();
    let mut word = String::new();
    for character in text.chars().chain(['\n']) {
        if character.is_alphanumeric() {
            word.push(character);
        } else {
            out.push_str(names.get(word.as_str()).copied().unwrap_or(&word));
            word.clear();
            out.push(character);
        }
    }
    out
}

#[test]
fn renaming_the_states_renames_them_in_the_answer_and_does_no_more() {
    let mut names: BTreeMap<&str, &str> = BTreeMap::new();
    for (index, state) in ALIKE.iter().enumerate() {
        names.insert(state, ALIKE[(index + 2) % ALIKE.len()]);
    }
    let shown = |names: &BTreeMap<&str, &str>, world: &World, ask: &Ask| {
        let question = ask.question(world);
        let reply = Engine::new(world).ask(&question);
        let owed = reply.rows.iter().filter(|row| row.verdict != Verdict::None);
        let told = owed.map(|row| {
            let sets: BTreeSet<BTreeSet<String>> =
                row.depends_on.iter().map(|set| words(set, names)).collect();
            let toward = row.toward.map(|toward| world.id(toward));
            let line = format!(
                "{} {} {:?} {toward:?} {}/{}",
                world.id(row.party),
                row.verdict,
                row.act,
                row.treaty.0,
                row.norm
            );
            format!("{} on {sets:?}", renamed(&line, names))
        });
        told.collect::<BTreeSet<String>>()
    };
    for_all(40, &sketches_of_like_states(), |sketch| {
        let before = sketch.world();
        let texts = sketch
            .texts()
            .into_iter()
            .map(|text| Source::new(text.name.clone(), renamed(&text.text, &names)));
        let after = world_of(texts.collect());
        let same = BTreeMap::new();
        for ask in &sketch.asks {
            let rename = |name: &String| renamed(name, &names).trim().to_owned();
            let mut other = ask.clone();
            other.target = ask.target.as_ref().map(rename);
            other.actors = ask.actors.iter().map(rename).collect();
            other.place = ask.place.as_ref().map(rename);
            other.known_to = ask.known_to.as_ref().map(rename);
            let expected = shown(&names, &before, ask);
            prop_assert_eq!(expected, shown(&same, &after, &other));
        }
        Ok(())
    });
}

fn words(set: &[String], names: &BTreeMap<&str, &str>) -> BTreeSet<String> {
    set.iter().map(|name| renamed(name, names).trim().to_owned()).collect()
}

/// The sketch with facts that became known only on a `later` day: endings, suspensions, a new member,
/// findings. `None` where no line can take any.
fn with_later_facts(sketch: &Sketch, later: Day) -> Option<Vec<Source>> {
    let mut changed = false;
    let texts = sketch.treaties.iter().map(|block| {
        let mut lines: Vec<String> = Vec::new();
        let mut in_members = false;
        for line in block.text.lines() {
            in_members = line == "members" || (in_members && !line.is_empty());
            let bound = line.contains("in force") || line.contains("acceded");
            let settled =
                ["withdrew", "not renewed", "denounced", "expelled", "notice", "suspended"];
            let mut line = line.to_owned();
            if in_members && bound && !settled.iter().any(|word| line.contains(word)) {
                let fact = if lines.len().is_multiple_of(2) { "withdrew" } else { "suspended" };
                let span = if fact == "suspended" { "..open" } else { "" };
                line = format!("{line}  {fact} {later}{span}");
                changed = true;
            }
            lines.push(line);
            if lines.last().is_some_and(|line| line == "members") {
                lines.push(format!("  BOL signed {later} in force {later}"));
            }
        }
        for event in block.text.lines().filter_map(|line| line.strip_prefix("event ")) {
            let id = event.split(' ').next().unwrap_or_default();
            for (finding, answer) in [("provoked", "found"), ("threatens-security", "denied")] {
                lines.push(format!("\nfinding {finding} {answer} in {id} by UNSC on {later}"));
            }
        }
        Source::new(format!("{}.treaty", block.id.to_lowercase()), lines.join("\n") + "\n")
    });
    let mut texts: Vec<Source> = texts.collect();
    texts.push(Source::new("priorities.treaty", sketch.priorities.clone() + "# end\n"));
    changed.then_some(texts)
}

#[test]
fn what_became_known_later_changes_nothing() {
    let told_apart = std::cell::Cell::new(0);
    for_all(40, &sketches(), |sketch| {
        let mut ask = sketch.asks[0].clone();
        let known = ask.on.plus_days(-200);
        ask.known = Some(known);
        // `territory of parties` is looked up in the world, which does not know by when.
        let territory = sketch.treaties.iter().any(|block| block.text.contains("territory"));
        let texts = with_later_facts(&sketch, ask.on.plus_days(-100));
        let Some(texts) = texts.filter(|_| !territory) else { return Ok(()) };
        let mut after = bare_world();
        let faults = after.add_texts(texts);
        // A fact may come before those already there, or the file of priorities hold none.
        if faults.iter().any(|fault| fault.code != Code::SV0111) {
            return Ok(());
        }
        told_apart.set(told_apart.get() + 1);
        prop_assert_eq!(answer(&sketch.world(), &ask), answer(&after, &ask));
        Ok(())
    });
    assert!(told_apart.get() > crate::cases() / 200, "too few worlds take later facts");
}

#[test]
fn settling_every_open_question_leaves_none_open_and_each_set_suffices() {
    for_all(40, &sketches(), |sketch| {
        let world = sketch.world();
        let engine = Engine::new(&world);
        let question = sketch.asks[0].question(&world);
        let reply = engine.ask(&question);
        let open: BTreeSet<&str> = open_rows(&reply)
            .flat_map(|row| row.depends_on.iter().flatten())
            .map(|name| name.strip_prefix("not ").unwrap_or(name))
            .collect();
        for parity in 0..2 {
            let mut settled = question.clone();
            let answers = open.iter().enumerate();
            settled.given.extend(answers.map(|(at, name)| ((*name).to_owned(), at % 2 == parity)));
            let reply = engine.ask(&settled);
            let left = open_rows(&reply).next();
            prop_assert!(left.is_none(), "still open: {}", told(&world, left.unwrap()));
        }
        for row in open_rows(&reply) {
            for set in row.depends_on.iter() {
                let mut settled = question.clone();
                settled.given.extend(set.iter().map(|name| match name.strip_prefix("not ") {
                    Some(name) => (name.to_owned(), false),
                    None => (name.clone(), true),
                }));
                let reply = engine.ask(&settled);
                let after = reply.rows.iter().find(|other| other.key() == row.key());
                let verdict = after.map(|after| after.verdict);
                let words = told(&world, row);
                prop_assert_eq!(verdict, Some(row.force), "{} with {:?}", words, set);
            }
        }
        Ok(())
    });
}

fn open_rows<'r>(reply: &'r Reply<'_>) -> impl Iterator<Item = &'r Row> {
    reply.rows.iter().filter(|row| row.verdict == Verdict::Depends)
}

#[test]
fn the_same_question_has_the_same_bytes_for_an_answer() {
    for_all(40, &sketches(), |sketch| {
        let bytes = || {
            let world = sketch.world();
            let question = sketch.asks[0].question(&world);
            let reply = Engine::new(&world).ask(&question);
            serde_json::to_string(&Answer::of(&reply, "")).unwrap()
        };
        prop_assert_eq!(bytes(), bytes());
        Ok(())
    });
}

#[test]
fn performing_duties_comes_to_rest_and_undoes_none() {
    let followed = std::cell::Cell::new(0);
    for_all(40, &sketches(), |sketch| {
        let world = sketch.world();
        let engine = Engine::new(&world);
        let plain = sketch.asks[0].question(&world);
        let mut followed_up = plain.clone();
        followed_up.follow = true;
        let (before, reply) = (engine.ask(&plain), engine.ask(&followed_up));
        prop_assert!(reply.rounds.len() < 32, "duties do not come to rest");
        followed.set(followed.get() + u32::from(!reply.rounds.is_empty()));
        for row in before.rows.iter().filter(|row| row.verdict != Verdict::None) {
            let after = reply.rows.iter().find(|other| other.key() == row.key());
            let kept = after.is_some_and(|after| after.verdict != Verdict::None);
            let yields = reply.conflicts.iter().any(|conflict| {
                let loser = match conflict.first_prevails {
                    Some(true) => &conflict.other,
                    Some(false) => &conflict.one,
                    None => return false,
                };
                conflict.party == row.party && loser.norm == row.norm && loser.treaty == row.treaty
            });
            prop_assert!(kept || yields, "lost when duties are performed: {}", told(&world, row));
        }
        for conflict in &before.conflicts {
            let there = reply.conflicts.iter().any(|other| {
                other.party == conflict.party
                    && [&other.one.norm, &other.other.norm]
                        == [&conflict.one.norm, &conflict.other.norm]
            });
            prop_assert!(there, "a conflict is no longer reported: {conflict:?}");
        }
        Ok(())
    });
    let often = crate::cases() / 40 / 20;
    assert!(followed.get() > often, "too few duties are performed: {}", followed.get());
}

#[test]
fn a_war_that_follows_has_two_sides() {
    for_all(20, &sketches(), |sketch| {
        let world = sketch.world();
        for ask in &sketch.asks {
            let mut question = ask.question(&world);
            question.follow = true;
            // Who the attacker is may be unknown; whom a helper is at war with then is too.
            for actors in [question.actors.clone(), Vec::new()] {
                question.actors = actors;
                let reply = Engine::new(&world).ask(&question);
                let events = reply.rounds.iter().flat_map(|round| &round.events);
                for event in events.filter(|event| event.kind == EventKind::War) {
                    prop_assert!(event.actor.is_some() && event.target.is_some(), "{event:?}");
                    prop_assert!(event.actor != event.target, "{event:?}");
                }
            }
        }
        Ok(())
    });
}
