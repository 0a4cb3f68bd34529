//! Measures the screen of events apart from the command: `read FILES` only reads the columns that are looked at, `match
//! FILES` matches them, on every core, and says how long it took. Driven by `bench/match.py`.

use servanda::syntax::vocabulary::Act;
use servanda_events::Mapping;
use servanda_match::{Screen, Source, read, run};
use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let mode = arguments.next().ok_or("match read|match FILES")?;
    let workers = std::thread::available_parallelism()?.get();
    let open = |paths: &[PathBuf]| paths.iter().map(|path| Source::open(path)).collect();
    let paths: Vec<PathBuf> = arguments.map(PathBuf::from).collect();
    let sources: Result<Vec<Source>, _> = open(&paths);
    let sources = sources?;
    let line = match mode.as_str() {
        "read" => {
            let begun = Instant::now();
            let rows = read(&sources, workers, &mut |_| Ok(()))?;
            serde_json::json!({"rows": rows, "seconds": begun.elapsed().as_secs_f64()})
        }
        "match" => {
            let world = servanda::corpus::world()?.0;
            let mapping = Mapping::shipped().map_err(|fault| fault.to_string())?;
            let screen = Screen::new(&world, mapping, &[Act::Aid]);
            let begun = Instant::now();
            let counted = run(&screen, &sources, workers, &mut |_| Ok(()))?;
            serde_json::json!({
                "rows": counted.rows, "rejected": counted.rejected, "triggered": counted.triggered,
                "matched": counted.matched, "pledges": counted.pledges,
                "seconds": begun.elapsed().as_secs_f64(),
            })
        }
        _ => return Err("match read|match FILES".into()),
    };
    std::io::Write::write_all(&mut std::io::stdout(), format!("{line}\n").as_bytes())?;
    Ok(())
}
