//! The screen against the plain way: each row read by the intake of feeds, each event's pledges taken from the engine's
//! list one by one. The same rows must come out, whatever the table is written as and however many work on it.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at what it did not expect"
)]

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Int64Type};
use arrow_array::{Array, ArrayRef, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;
use servanda::corpus;
use servanda::engine::pledges::{Pledge, pledges_if};
use servanda::engine::{Engine, Memory};
use servanda::model::{Actor, World};
use servanda::syntax::vocabulary::{Act, EventKind};
use servanda::time::Interval;
use servanda_events::{Gazetteer, Intake, Mapping, News, Sink, asked};
use servanda_match::{Counted, MatchFault, Matcher, Screen, Source, plain, read, run};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// Some treaties of the corpus: the plain way takes its time.
fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| {
        let mut world = corpus::empty_world().unwrap();
        let some = ["nato.treaty", "cst", "warsaw-pact", "anglo-polish", "cis-charter"];
        let mut texts = corpus::treaties();
        texts.retain(|text| some.iter().any(|name| text.name.to_lowercase().contains(name)));
        assert!(texts.len() > 3, "{}", texts.len());
        world.add_texts(texts);
        world
    })
}

fn screen() -> &'static Screen<'static> {
    static SCREEN: OnceLock<Screen<'static>> = OnceLock::new();
    SCREEN.get_or_init(|| Screen::new(world(), Mapping::shipped().unwrap(), ACTS))
}

const ACTS: &[Act] = &[Act::Aid, Act::Consult];

/// Rows in the shape of GDELT 2.0: every pairing of some actors, roles, codes and places.
fn rows() -> String {
    let actors = ["", "USA", "POL", "RUS", "AFG", "TJK", "ARM", "EUR", "SUN"];
    let roles = ["", "MIL", "GOV", "REB", "CVL"];
    let codes = ["010", "190", "138", "1383", "154", "192", "0231", "196", "9999", "---"];
    let days = ["20160105", "19390901", "20020514", "20151231", "20150105"];
    let mut text = String::new();
    for number in 0..6000_usize {
        let pick = |list: &[&'static str], by: usize| list[number / by % list.len()];
        let (one, other) = (pick(&actors, 1), pick(&actors, 9));
        let (role, code, day) = (pick(&roles, 7), pick(&codes, 3), pick(&days, 11));
        let fips = pick(&["", "PL", "TI", "AM"], 5);
        let who = |country: &str, role: &str| {
            format!("\t{country}{role}\tNAME\t{country}\t\t\t\t\t{role}\t\t")
        };
        text += &format!("{}\t{day}\t{}\t{}\t2016.0", 1000 + number, &day[..6], &day[..4]);
        text += &who(one, role);
        text += &who(other, "");
        text += &format!("\t1\t{code}\t{code}\t{}\t1\t-2.0\t3\t2\t3\t-2.0", code.get(..2).unwrap());
        for fips in ["", "", fips] {
            text += &format!("\t1\tName\t{fips}\t\t\t1.0\t1.0\t-1");
        }
        text += "\t20160105101500\thttps://a.example/news\n";
    }
    text
}

/// What came out of one row and pledge: event, trigger, target, who gave it, act, treaty, article, verdict.
type Came = (i64, String, String, String, String, String, String, String);

/// The plain way.
struct Plainly<'w> {
    world: &'w World,
    engine: Engine<'w>,
    memory: Memory,
    lists: BTreeMap<(EventKind, Actor), Vec<Pledge>>,
    came: Vec<Came>,
    triggered: u64,
}

impl Sink for Plainly<'_> {
    fn news(&mut self, news: &News<'_>) {
        self.triggered += 1;
        let found = asked(self.world, &news.parties, news.place, news.trigger);
        let Some((kind, actor, target)) = found else { return };
        if !matches!(target, Actor::State(_)) {
            return;
        }
        let (engine, memory) = (&self.engine, &self.memory);
        let list = self
            .lists
            .entry((kind, target))
            .or_insert_with(|| pledges_if(engine, memory, kind, target, ACTS, Interval::ALWAYS));
        let then = list.iter().filter(|one| one.days.contains(news.told.day));
        for pledge in then.filter(|one| Some(one.by) != actor || actor == Some(target)) {
            self.came.push((
                std::str::from_utf8(news.told.id).unwrap().parse().unwrap(),
                news.trigger.word().to_owned(),
                self.world.id(target).to_owned(),
                self.world.id(pledge.by).to_owned(),
                pledge.act.word().to_owned(),
                self.world.treaty(pledge.treaty).id.clone(),
                pledge.article.to_string(),
                pledge.verdict.word().to_owned(),
            ));
        }
    }
}

fn plainly(text: &str) -> (Vec<Came>, u64) {
    let engine = Engine::new(world());
    let memory = Memory::new(&engine);
    let (came, lists) = (Vec::new(), BTreeMap::new());
    let mut sink = Plainly { world: world(), engine, memory, lists, came, triggered: 0 };
    let mut intake = Intake::new(Gazetteer::new(world()), Mapping::shipped().unwrap());
    intake.read("20160105101500.export.CSV", text.as_bytes(), &mut sink).unwrap();
    sink.came.sort();
    (sink.came, sink.triggered)
}

fn came(batch: &RecordBatch) -> Vec<Came> {
    let batch = plain(batch).unwrap();
    let word = |name: &str, row: usize| {
        let array: &StringArray = batch.column_by_name(name).unwrap().as_string();
        array.value(row).to_owned()
    };
    let event = batch.column_by_name("event").unwrap().as_primitive::<Int64Type>();
    let each = (0..batch.num_rows()).map(|row| {
        (
            event.value(row),
            word("trigger", row),
            word("target", row),
            word("giver", row),
            word("act", row),
            word("treaty", row),
            word("article", row),
            word("verdict", row),
        )
    });
    each.collect()
}

fn screened(path: &Path, workers: usize) -> (Vec<Came>, Counted) {
    let sources = [Source::open(path).unwrap()];
    let mut all = Vec::new();
    let counted = run(screen(), &sources, workers, &mut |batch: RecordBatch| {
        all.extend(came(&batch));
        Ok(())
    });
    all.sort();
    (all, counted.unwrap())
}

fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let path = folder.join(name);
    fs::write(&path, bytes).unwrap();
    path
}

/// The columns of a text as a Parquet file of some row groups.
fn parquet(name: &str, text: &Path) -> PathBuf {
    let mut batches = Vec::new();
    let keep = &mut |batch: RecordBatch| {
        batches.push(batch);
        Ok::<(), MatchFault>(())
    };
    read(&[Source::open(text).unwrap()], 1, keep).unwrap();
    let mut writer = ArrowWriter::try_new(Vec::new(), batches[0].schema(), None).unwrap();
    for batch in &batches {
        for from in (0..batch.num_rows()).step_by(1000) {
            writer.write(&batch.slice(from, 1000.min(batch.num_rows() - from))).unwrap();
            writer.flush().unwrap();
        }
    }
    file(name, &writer.into_inner().unwrap())
}

#[test]
fn the_screen_gives_what_the_plain_way_gives() {
    let text = rows();
    let (wanted, triggered) = plainly(&text);
    assert!(wanted.len() > 2000, "{}", wanted.len());
    let kinds: std::collections::BTreeSet<&str> = wanted.iter().map(|came| &*came.1).collect();
    assert!(kinds.len() > 3, "{kinds:?}");
    let path = file("plain.export.CSV", text.as_bytes());
    let tables = parquet("plain.parquet", &path);
    for (path, workers) in [(&path, 1), (&path, 4), (&tables, 1), (&tables, 3)] {
        let (found, counted) = screened(path, workers);
        let differs = found.iter().zip(&wanted).find(|(one, other)| one != other);
        assert!(found == wanted, "{} with {workers}: {differs:?}", path.display());
        assert_eq!((counted.rows, counted.triggered), (6000, triggered));
        assert_eq!(counted.pledges, wanted.len() as u64);
        assert_eq!(
            counted.rows,
            counted.rejected + counted.silent + counted.lacking + counted.triggered
        );
    }
}

#[test]
fn dirty_rows_are_counted_and_stop_nothing() {
    let mut text = rows().lines().take(40).collect::<Vec<_>>().join("\n") + "\n";
    let good = text.lines().next().unwrap().to_owned();
    text += &good.replacen("20160105", "20161399", 1);
    text += "\nnonsense\n";
    text += &good.replacen("1000", "", 1);
    text += "\n\r\n";
    let (_, counted) = screened(&file("dirty.CSV", text.as_bytes()), 2);
    let codes = text.lines().filter(|line| line.contains("\t---\t")).count();
    assert_eq!((counted.rows, counted.rejected), (43, 3));
    assert_eq!(codes, 3, "a lost code says nothing and is no dirt");
}

#[test]
fn codes_that_were_read_as_numbers_are_refused() {
    let path = file("codes.CSV", rows().as_bytes());
    let mut matcher = Matcher::new(screen());
    let keep = &mut |batch: RecordBatch| {
        let columns: Vec<(String, ArrayRef)> = batch
            .schema()
            .fields()
            .iter()
            .zip(batch.columns())
            .map(|(field, array)| match field.name().as_str() {
                "EventCode" => {
                    let numbers = arrow_array::Int32Array::from(vec![190; array.len()]);
                    ("EventCode".to_owned(), Arc::new(numbers) as ArrayRef)
                }
                name => (name.to_owned(), Arc::clone(array)),
            })
            .collect();
        let wrong = RecordBatch::try_from_iter(columns).unwrap();
        matcher.batch(&wrong, &mut |_| Ok(())).map(|_| ())
    };
    let fault = read(&[Source::open(&path).unwrap()], 1, keep).unwrap_err();
    assert!(fault.cause.contains("EventCode holds numbers"), "{fault}");
}

#[test]
fn what_is_no_event_table_is_refused_with_what_is_read() {
    let open = |name: &str, bytes: &[u8]| Source::open(&file(name, bytes)).unwrap_err().to_string();
    assert!(open("no-rows", b"").contains("the file is empty"));
    assert!(open("some.csv", b"a,b,c\n1,2,3\n").contains("1 columns between tabs"));
    assert!(open("cut.parquet", b"PAR1 and then nothing").contains("cannot be read"));
    assert!(open("cut.zip", b"PK\x03\x04 and then nothing").contains("; "));
    let lacking = RecordBatch::try_from_iter([(
        "EventCode",
        Arc::new(StringArray::from(vec!["190"])) as ArrayRef,
    )])
    .unwrap();
    let fault = Matcher::new(screen()).batch(&lacking, &mut |_| Ok(())).unwrap_err();
    assert!(fault.cause.contains("no column GlobalEventID, SQLDATE"), "{fault}");
}

#[test]
fn days_are_days_of_arrow() {
    let text = rows();
    let path = file("days.CSV", text.as_bytes());
    let mut seen = 0;
    run(screen(), &[Source::open(&path).unwrap()], 1, &mut |batch: RecordBatch| {
        let known = batch.column_by_name("known").unwrap().as_primitive::<Date32Type>();
        // 2016-01-05, days after 1970-01-01.
        assert!(known.iter().all(|day| day == Some(16_805)));
        seen += batch.num_rows();
        Ok(())
    })
    .unwrap();
    assert!(seen > 0);
}
