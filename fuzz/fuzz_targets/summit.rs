//! Any text can be read as a summit, as either host: nothing falls over, and every place lies in the text. The
//! layout of one without an error says the same, and laying it out again changes nothing. What can be
//! reckoned with is reckoned with.
#![no_main]

use libfuzzer_sys::fuzz_target;
use servanda::syntax::Severity;
use servanda::syntax::host::Host;
use servanda_decide::draws::Settings;
use servanda_decide::expected_utility::Preset;
use servanda_decide::report;
use servanda_decide::spatial::Options;
use servanda_decide::summit::{self, laid_out};
use servanda_fuzz::{SMALL_WORLD, lies_in, without_places};

fuzz_target!(|text: &str| {
    for host in [Host::Bare, Host::Literate] {
        let literate = host == Host::Literate;
        let read = summit::read(text, literate, 0);
        for label in read.faults.iter().flat_map(|fault| fault.primary.iter().chain(&fault.others)) {
            lies_in(label.at, text);
        }
        let new = laid_out(text, host);
        if read.faults.iter().any(|fault| fault.severity() == Severity::Error) {
            continue;
        }
        let again = summit::read(&new, literate, 0);
        let substance = |summit: &Option<_>| summit.as_ref().map(without_places);
        assert_eq!(substance(&read.summit), substance(&again.summit), "layout changes what is said");
        assert_eq!(new, laid_out(&new, host), "laying out twice changes it");
        let Some(mut summit) = read.summit else { continue };
        for fault in summit::check(&mut summit, &SMALL_WORLD).iter().chain(&summit::unfit(&summit)) {
            assert!(!fault.message.is_empty());
        }
        if summit.actors.len() <= 4 && summit.issues.len() <= 2 {
            let switches = Some(Preset::AsPrinted.switches());
            let settings = Settings { options: Options::default(), rounds: 3, q: 1.0, switches };
            let _ = report::report(&summit, &settings, None);
        }
    }
});
