//! The layout of a text that could be read has the same clauses, comments and prose, and laying it out
//! again changes nothing. A text with faults is laid out without falling over.
#![no_main]

use libfuzzer_sys::fuzz_target;
use servanda::syntax::format::format;
use servanda::syntax::host::Host;
use servanda::syntax::parse;
use servanda_fuzz::{is_whole, substance};

fuzz_target!(|text: &str| {
    for host in [Host::Bare, Host::Literate] {
        let document = parse(text, 0, host);
        let laid_out = format(&document, text);
        if !is_whole(&document) {
            continue;
        }
        let again = parse(&laid_out, 0, host);
        assert_eq!(substance(&document), substance(&again), "layout changes what {host:?} text says");
        assert_eq!(laid_out, format(&again, &laid_out), "laying {host:?} text out twice changes it");
    }
});
