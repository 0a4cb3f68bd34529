//! What the tests share: a world with one invented pact, rows of an invented feed, and a watch of them.

use servanda::model::World;
use servanda::syntax::Source as Text;
use servanda_events::Mapping;
use servanda_watch::{Patience, Report, Rules, Settings, Source, Stop, To, Told, watch};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// Invented.
const PACT: &str = include_str!("../pact.treaty");

pub(crate) fn world() -> World {
    let mut world = servanda::corpus::empty_world().unwrap();
    let faults = world.add_texts(vec![Text::new("pact.treaty", PACT)]);
    assert!(faults.is_empty(), "{faults:?}");
    world
}

pub(crate) const ANY: &str =
    "schema = \"servanda/watch-rules/1\"\n[[rule]]\nname = \"any\"\nleast-confidence = \"weak\"\n";

/// One row of GDELT 2.0, invented.
#[derive(Clone, Copy)]
pub(crate) struct Row {
    pub(crate) id: u32,
    pub(crate) day: &'static str,
    pub(crate) by: [&'static str; 3],
    pub(crate) on: [&'static str; 3],
    pub(crate) code: &'static str,
    pub(crate) url: &'static str,
}

pub(crate) const IRAQ: [&str; 3] = ["IRQ", "IRAQ", "MIL"];
pub(crate) const IRAN: [&str; 3] = ["IRN", "IRAN", "MIL"];
pub(crate) const KUWAIT: [&str; 3] = ["KWT", "KUWAIT", "MIL"];
pub(crate) const SAUDI: [&str; 3] = ["SAU", "SAUDI ARABIA", "MIL"];
pub(crate) const EGYPT: [&str; 3] = ["EGY", "EGYPT", "GOV"];

/// Iraq attacks Kuwait. Invented.
pub(crate) const ROW: Row =
    Row { id: 1, day: "20240105", by: IRAQ, on: KUWAIT, code: "195", url: "https://one.example/a" };

impl Row {
    fn line(&self, stamp: &str) -> String {
        let mut cells = vec![String::new(); 61];
        let mut set = |at: usize, text: &str| text.clone_into(&mut cells[at]);
        set(0, &self.id.to_string());
        set(1, self.day);
        for (from, [code, name, role]) in [(5, self.by), (15, self.on)] {
            set(from, &format!("{code}{role}"));
            set(from + 1, name);
            set(from + 2, code);
            set(from + 7, role);
        }
        set(26, self.code);
        set(27, &self.code[..3.min(self.code.len())]);
        set(28, &self.code[..2]);
        for at in 31..34 {
            set(at, "1");
        }
        set(59, stamp);
        set(60, self.url);
        cells.join("\t") + "\n"
    }
}

/// A folder with a watch of what lies in its folder `feed`.
pub(crate) struct Place {
    pub(crate) folder: PathBuf,
    pub(crate) rules: String,
    pub(crate) settings: Settings,
}

impl Place {
    pub(crate) fn new(name: &str) -> Place {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("place-{name}"));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("feed")).unwrap();
        let patience = Patience {
            connect: Duration::from_secs(2),
            read: Duration::from_millis(400),
            whole: Duration::from_secs(5),
            most: 1 << 20,
            tries: 3,
            first: Duration::from_millis(5),
            longest: Duration::from_secs(3),
        };
        let settings = Settings {
            sources: vec![Source::Path(folder.join("feed"))],
            state: Some(folder.join("state.sqlite")),
            to: vec![To::Ndjson(folder.join("alerts.ndjson"))],
            follow: None,
            rejects: None,
            own: None,
            patience,
            secret: None,
        };
        Place { folder, rules: ANY.to_owned(), settings }
    }

    /// The text of a file of the feed.
    pub(crate) fn text(stamp: &str, rows: &[Row]) -> String {
        rows.iter().map(|row| row.line(stamp)).collect()
    }

    /// Puts a file into the feed.
    pub(crate) fn offer(&self, stamp: &str, rows: &[Row]) {
        let name = format!("{stamp}.export.CSV");
        fs::write(self.folder.join("feed").join(name), Place::text(stamp, rows)).unwrap();
    }

    /// Runs the watch once; what it came to, and what it told.
    pub(crate) fn run(&self) -> (Report, Vec<Told>) {
        self.try_run().unwrap_or_else(|stop| panic!("{stop}"))
    }

    pub(crate) fn try_run(&self) -> Result<(Report, Vec<Told>), Stop> {
        let world = world();
        let rules = Rules::read(&world, "rules.toml", &self.rules)?;
        let mut told = Vec::new();
        let stop = Arc::new(AtomicBool::new(false));
        let mapping = Mapping::shipped().unwrap();
        let report =
            watch(&world, rules, mapping, &self.settings, &stop, &mut |one| told.push(one))?;
        Ok((report, told))
    }

    /// Every alert of the file of lines.
    pub(crate) fn alerts(&self) -> Vec<serde_json::Value> {
        let text = fs::read_to_string(self.folder.join("alerts.ndjson")).unwrap_or_default();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// Every alert as `kind revision by>toward`.
    pub(crate) fn told(&self) -> Vec<String> {
        let each = self.alerts();
        let side = |alert: &serde_json::Value, side: &str| {
            alert
                .pointer(&format!("/event/{side}/id"))
                .and_then(|id| id.as_str())
                .unwrap_or("-")
                .to_owned()
        };
        each.iter()
            .map(|alert| {
                let kind = alert["kind"].as_str().unwrap();
                format!(
                    "{kind} {} {}>{}",
                    alert["revision"],
                    side(alert, "by"),
                    side(alert, "toward")
                )
            })
            .collect()
    }

    pub(crate) fn status(&self) -> servanda_watch::Status {
        servanda_watch::status(self.settings.state.as_ref().unwrap()).unwrap()
    }
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

/// What was told that could not be read or told.
pub(crate) fn troubles(told: &[Told]) -> String {
    let each = told.iter().filter_map(|one| match one {
        Told::Trouble(words) => Some(words.as_str()),
        _ => None,
    });
    each.collect::<Vec<_>>().join("\n")
}
