//! A world is brought back to where it was marked.

use servanda::corpus;
use servanda::syntax::Source;

#[test]
fn what_was_read_later_leaves_no_trace() {
    let mut world = corpus::empty_world().expect("the tables are read");
    let (mut first, mut last) = (corpus::treaties(), Vec::new());
    last.extend(first.drain(first.len() / 2..));
    world.add_texts(first);
    let (before, mark) = (format!("{world:?}"), world.mark());
    let sources = world.sources.clone();
    world.add_texts(last);
    world.add_texts(vec![Source::new("x.treaty", "area X\n  includes Europe\n")]);
    world.back_to(&mark);
    world.sources = sources;
    assert!(format!("{world:?}") == before, "something of the later texts is left");
}
