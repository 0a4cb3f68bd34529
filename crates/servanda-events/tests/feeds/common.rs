//! What the tests share: a sink that keeps what it is told, and rows of invented feeds.

use servanda::model::World;
use servanda_events::{
    CaseNews, Confidence, Counted, Event, FileFault, Gazetteer, Intake, Mapping, News, Reject,
    Sink, Trigger,
};

/// Keeps everything.
#[derive(Default)]
pub(crate) struct Kept {
    pub(crate) events: Vec<(Event, Trigger, Confidence, CaseNews)>,
    pub(crate) mentions: Vec<CaseNews>,
    pub(crate) rejects: Vec<Reject>,
}

impl Sink for Kept {
    fn news(&mut self, news: &News<'_>) {
        self.events.push((news.event(), news.trigger, news.by.confidence, news.case));
    }

    fn mention(&mut self, case: CaseNews) {
        self.mentions.push(case);
    }

    fn reject(&mut self, reject: Reject) {
        self.rejects.push(reject);
    }
}

impl Kept {
    /// The triggers in order, as words.
    pub(crate) fn triggers(&self) -> Vec<&'static str> {
        self.events.iter().map(|(_, trigger, ..)| trigger.word()).collect()
    }

    /// How many cases there are.
    pub(crate) fn cases(&self) -> usize {
        self.events.iter().filter(|(.., case)| case.first).count()
    }
}

/// The shipped states and entities, without treaties.
pub(crate) fn world() -> World {
    servanda::corpus::empty_world().unwrap()
}

pub(crate) fn intake(world: &World) -> Intake<'_> {
    Intake::new(Gazetteer::new(world), Mapping::shipped().unwrap())
}

/// Reads one file into a fresh intake.
pub(crate) fn read(name: &str, bytes: impl AsRef<[u8]>) -> (Result<Counted, FileFault>, Kept) {
    let world = world();
    let (mut intake, mut kept) = (intake(&world), Kept::default());
    let counted = intake.read(name, bytes.as_ref(), &mut kept);
    (counted, kept)
}

/// One invented row of GDELT 2.0.
#[derive(Clone)]
pub(crate) struct Row {
    pub(crate) id: u64,
    pub(crate) day: &'static str,
    pub(crate) added: &'static str,
    pub(crate) one: [&'static str; 5],
    pub(crate) two: [&'static str; 5],
    pub(crate) code: &'static str,
    pub(crate) counts: [u32; 3],
    pub(crate) fips: &'static str,
    pub(crate) url: &'static str,
}

/// An attack of Freedonia's army... on real codes: Iraq's army on Kuwait. Invented.
pub(crate) const ROW: Row = Row {
    id: 1,
    day: "20240105",
    added: "20240105120000",
    // Whole code, name, country, known group, role.
    one: ["IRQMIL", "IRAQ", "IRQ", "", "MIL"],
    two: ["KWT", "KUWAIT", "KWT", "", ""],
    code: "195",
    counts: [4, 2, 3],
    fips: "KU",
    url: "https://news.example/a",
};

impl Row {
    pub(crate) fn cells(&self) -> Vec<String> {
        let mut cells = vec![String::new(); 61];
        let mut set = |at: usize, text: &str| text.clone_into(&mut cells[at]);
        set(0, &self.id.to_string());
        set(1, self.day);
        for (from, actor) in [(5, self.one), (15, self.two)] {
            let [raw, name, country, group, role] = actor;
            set(from, raw);
            set(from + 1, name);
            set(from + 2, country);
            set(from + 3, group);
            set(from + 7, role);
        }
        set(26, self.code);
        set(27, self.code.get(..3).unwrap_or(self.code));
        set(28, self.code.get(..2).unwrap_or(self.code));
        for (place, count) in self.counts.iter().enumerate() {
            set(31 + place, &count.to_string());
        }
        set(53, self.fips);
        set(59, self.added);
        set(60, self.url);
        cells
    }

    pub(crate) fn line(&self) -> String {
        self.cells().join("\t") + "\n"
    }
}

pub(crate) fn lines(rows: &[Row]) -> String {
    rows.iter().map(Row::line).collect()
}

pub(crate) const NAME: &str = "20240105120000.export.CSV";
