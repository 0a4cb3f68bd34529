//! A world that is read in several goes: what is there keeps its number, and says what it said.

use super::{bare_world, question};
use servanda::engine::Engine;
use servanda::model::World;
use servanda::syntax::Source;

fn pact(id: &str, members: &str, more: &str) -> Source {
    let text = format!(
        "treaty {id} \"An invented pact\"\n  in force 1920-01-01\n  source ATOP \"9001\"\n\nmembers\n  {members}  \
         in force 1920-01-01\n\narticle 1 \"Aid\"\n  norm aid\n    when attack on V\n    where V is party\n    \
         each other party must aid V\n{more}"
    );
    Source::new(format!("{id}.treaty"), text)
}

/// The treaties that oblige somebody after an attack on Poland, in a set order.
fn obliging(world: &World) -> Vec<String> {
    let engine = Engine::new(world);
    let asked = question(world, "attack on Poland by Germany on 1930-01-01");
    let reply = engine.ask(&asked);
    let mut found: Vec<String> = reply
        .rows
        .iter()
        .map(|row| {
            format!("{} {} {:?}", world.treaty(row.treaty).id, world.id(row.party), row.verdict)
        })
        .collect();
    found.sort();
    found
}

#[test]
fn texts_added_later_leave_the_numbers_of_treaties_as_they_are() {
    let prior = "\npriority ZULU/1 over MIKE/1 because \"invented\"\n";
    let first = || vec![pact("ZULU", "POL FRN", ""), pact("MIKE", "POL ROM", prior)];
    let second = || vec![pact("ALFA", "POL CZE", ""), pact("NOVEMBER", "POL YUG", "")];
    let mut world = bare_world();
    assert!(world.add_texts(first()).is_empty());
    let before: Vec<_> = world.treaties().map(|(id, treaty)| (id, treaty.id.clone())).collect();
    let asked = obliging(&world);
    assert!(world.add_texts(second()).is_empty());
    for (id, name) in &before {
        assert_eq!(&world.treaty(*id).id, name, "the number means another treaty");
        assert_eq!(world.treaty_by_id(name), Some(*id));
    }
    let winner = &world.priorities.first().expect("a priority").winner;
    assert_eq!(world.treaty(winner.treaty).id, "ZULU");
    let now = obliging(&world);
    assert!(asked.iter().all(|row| now.contains(row)), "{asked:?}\n{now:?}");

    let mut at_once = bare_world();
    assert!(at_once.add_texts(first().into_iter().chain(second()).collect()).is_empty());
    assert_eq!(now, obliging(&at_once), "two goes say what one go says");
}
