//! A watch that a test lets die: `servanda-watch-fault TREATIES RULES STATE SINKS SOURCES`, where sinks and sources
//! are separated by `|`. Built with the feature `fault` only.

use servanda::syntax::Source as Text;
use servanda_events::Mapping;
use servanda_watch::{Patience, Rules, Secret, Settings, Source, To, watch};
use std::error::Error;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [treaties, rules, state, sinks, sources] = args.as_slice() else {
        return Err("TREATIES RULES STATE SINKS SOURCES".into());
    };
    let mut world = servanda::corpus::empty_world()?;
    let text = std::fs::read_to_string(treaties)?;
    let faults = world.add_texts(vec![Text::new("invented.treaty", text)]);
    if let Some(fault) = faults.first() {
        return Err(format!("{fault:?}").into());
    }
    let said = |stop: servanda_watch::Stop| stop.to_string();
    let rules = Rules::read(&world, rules, &std::fs::read_to_string(rules)?).map_err(said)?;
    let words = |list: &str| {
        list.split('|').filter(|word| !word.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    let to: Result<Vec<To>, _> = words(sinks).iter().map(|word| To::of(word)).collect();
    let settings = Settings {
        sources: words(sources).iter().map(|word| Source::of(word)).collect(),
        state: Some(PathBuf::from(state)),
        to: to.map_err(said)?,
        follow: None,
        rejects: None,
        own: None,
        patience: Patience { tries: 2, first: Duration::from_millis(5), ..Patience::default() },
        secret: Some(Secret::new("the secret of a test")),
    };
    let stop = Arc::new(AtomicBool::new(false));
    let mapping = Mapping::shipped().map_err(|fault| fault.to_string())?;
    let report = watch(&world, rules, mapping, &settings, &stop, &mut |told| {
        let _ = std::io::Write::write_fmt(&mut std::io::stderr(), format_args!("{told:?}\n"));
    });
    let report = report.map_err(said)?;
    let _ = std::io::Write::write_fmt(&mut std::io::stderr(), format_args!("{}", report.text()));
    Ok(())
}
