//! Any text at all can be read, as either host: nothing falls over, the tree is the text, every place
//! lies in the text, and faults can be shown.
#![no_main]

use libfuzzer_sys::fuzz_target;
use servanda::syntax::document::Entry;
use servanda::syntax::host::Host;
use servanda::syntax::{Source, Sources, diagnostic, parse, tree};
use servanda_fuzz::lies_in;

fuzz_target!(|text: &str| {
    for host in [Host::Bare, Host::Literate] {
        let node = tree::Node::new_root(tree::build(text, host));
        assert_eq!(node.text().to_string(), text, "the tree is not the text");
        let document = parse(text, 0, host);
        for entry in &document.entries {
            if let Entry::Clause { at, .. } | Entry::Faulty { at, .. } = entry {
                lies_in(*at, text);
            }
        }
        for fault in &document.diagnostics {
            for label in fault.primary.iter().chain(&fault.others) {
                lies_in(label.at, text);
            }
        }
        if document.diagnostics.len() <= 8 {
            let mut sources = Sources::default();
            sources.add(Source::new("fuzzed.treaty", text));
            let _ = diagnostic::render(&document.diagnostics, &sources, true, 80);
            let _ = diagnostic::render_plain(&document.diagnostics, &sources);
            let _ = diagnostic::to_json(&document.diagnostics, &sources);
        }
    }
});
