//! Any words can be put as a question. Where they are one, the words that would ask it ask the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use servanda::engine::Engine;
use servanda::engine::phrase::{Parts, resolve};
use servanda::syntax::{Source, Span, diagnostic};
use servanda_fuzz::{SMALL_WORLD, lies_in};

fuzz_target!(|text: &str| {
    let world = &*SMALL_WORLD;
    let whole = |text: &str| Span { file: 0, start: 0, end: text.len() as u32 };
    let question = match resolve(&Parts::read(text, 0), world, whole(text)) {
        Ok(question) => question,
        Err(faults) => {
            for label in faults.iter().flat_map(|fault| fault.primary.iter().chain(&fault.others)) {
                lies_in(label.at, text);
            }
            let mut sources = servanda::syntax::Sources::default();
            sources.add(Source::new("question", text));
            let _ = diagnostic::render(&faults, &sources, false, 80);
            return;
        }
    };
    let words = question.text.clone();
    let again = resolve(&Parts::read(&words, 0), world, whole(&words))
        .unwrap_or_else(|faults| panic!("`{words}` cannot be asked again: {faults:?}"));
    assert_eq!(again.text, words);
    assert_eq!(
        (again.kind, again.target, &again.actors, &again.place, again.on),
        (question.kind, question.target, &question.actors, &question.place, question.on),
        "`{words}` asks something else"
    );
    let _ = Engine::new(world).ask(&question);
});
