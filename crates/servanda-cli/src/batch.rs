//! `servanda ask --batch FILE`: a table of questions in, a table of rows out; the memory it takes
//! is bounded.

use crate::args::{Format, Global};
use crate::fault::{self, FINDINGS, Failure, LIMIT, MISSING, USAGE};
use crate::{cores, load, output};
use servanda::answer::Answer;
use servanda::answer::csv::{COLUMNS, push_fields, push_nothing};
use servanda::answer::form::RowForm;
use servanda::engine::phrase::{self, Parts, Words};
use servanda::engine::{Engine, Memory, Question};
use servanda::model::World;
use servanda::request::asked::{Asked, taken_as_known};
use servanda::syntax::{Code, Diagnostic, Source, Span};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Columns a table of questions may have: `question` alone, or its parts.
const INPUT: &[&str] = &["question", "kind", "target", "actor", "place", "on", "known"];

pub(crate) fn run(path: &Path, asked: &Asked, global: &Global) -> Result<u8, Failure> {
    let format = output::format(global, Format::Csv)?;
    if !matches!(format, Format::Csv | Format::Ndjson) {
        return Err(output::no_form(format, "csv and ndjson, for a table of questions"));
    }
    let world = load::world(global)?;
    let engine = Engine::new(&world);
    let mut reader = open(path)?;
    let columns = columns(&mut reader, path)?;
    let memory = Memory::new(&engine);
    let job = Job { format, engine: &engine, memory: &memory, columns: &columns, asked };
    let mut sink = Sink::open(global)?;
    sink.write(&job.head())?;
    let mut bad = 0;
    loop {
        let (lines, unread) = chunk(&mut reader);
        for fault in &unread {
            fault::show(std::slice::from_ref(fault), &world.sources, global);
        }
        bad += unread.len();
        if lines.is_empty() && unread.is_empty() {
            break;
        }
        for done in job.answer_all(&lines) {
            sink.write(&done.bytes)?;
            bad += done.failures.len();
            for failure in done.failures {
                let _ = failure.report(global);
            }
        }
    }
    sink.finish(global)?;
    Ok(if bad == 0 { 0 } else { FINDINGS })
}

/// Questions answered before any of their rows is written; the memory that a table of any length
/// takes.
const CHUNK: usize = 8192;

/// The next rows of the table with their lines, and those that are none.
fn chunk(
    reader: &mut ::csv::Reader<Box<dyn io::Read>>,
) -> (Vec<(u64, ::csv::StringRecord)>, Vec<Diagnostic>) {
    let (mut lines, mut unread) = (Vec::new(), Vec::new());
    while lines.len() < CHUNK && unread.len() < CHUNK {
        let mut record = ::csv::StringRecord::new();
        let read = reader.read_record(&mut record);
        // Every line ends in one line feed (see `Lines`), so the record ended on the line before.
        let breaks: usize = record.iter().map(|field| field.matches('\n').count()).sum();
        let line = reader.position().line().saturating_sub(1 + breaks as u64);
        match read {
            Ok(true) => lines.push((line, record)),
            Ok(false) => break,
            Err(error) => {
                let message = format!("line {line} is no row of the table: {error}");
                let fault = Diagnostic::bare(Code::SV0605, message);
                unread.push(fault.help("quote fields that hold a comma"));
            }
        }
    }
    (lines, unread)
}

/// What is the same for every question of the table.
#[derive(Clone, Copy)]
struct Job<'a> {
    format: Format,
    engine: &'a Engine<'a>,
    memory: &'a Memory,
    columns: &'a [&'static str],
    asked: &'a Asked,
}

/// The rows of some questions, ready to be written, and the questions that are at fault.
#[derive(Default)]
struct Done {
    bytes: Vec<u8>,
    failures: Vec<Failure>,
}

impl Job<'_> {
    fn head(self) -> Vec<u8> {
        match self.format {
            Format::Csv => format!("line,{}\n", COLUMNS.join(",")).into_bytes(),
            _ => Vec::new(),
        }
    }

    /// Answers questions on every core, in the order of their lines.
    fn answer_all(self, lines: &[(u64, ::csv::StringRecord)]) -> Vec<Done> {
        let broken = "a question of the table broke the engine";
        let shares = cores::by_shares(lines, broken, |lines, _| self.answer_some(lines));
        let done = shares.into_iter().map(|done| {
            done.unwrap_or_else(|failure| Done { failures: vec![failure], ..Done::default() })
        });
        done.collect()
    }

    fn answer_some(self, lines: &[(u64, ::csv::StringRecord)]) -> Done {
        let mut done = Done::default();
        let mut writer = ::csv::Writer::from_writer(Vec::new());
        let mut record = ::csv::ByteRecord::new();
        for (line, fields) in lines {
            let world = self.engine.world();
            let question = match question(fields, self.columns, *line, self.asked, world) {
                Ok(question) => question,
                Err(failure) => {
                    done.failures.push(failure);
                    continue;
                }
            };
            let written = match self.format {
                Format::Csv => self.csv(&question, *line, &mut writer, &mut record, &mut done),
                _ => self.ndjson(&question, *line, &mut done.bytes),
            };
            if let Err(error) = written {
                done.failures.push(Failure::internal(&error.to_string()));
            }
        }
        if let Ok(bytes) = writer.into_inner() {
            done.bytes.extend(bytes);
        }
        done
    }

    fn csv(
        self,
        question: &Question,
        line: u64,
        writer: &mut ::csv::Writer<Vec<u8>>,
        record: &mut ::csv::ByteRecord,
        done: &mut Done,
    ) -> io::Result<()> {
        let reply = self.engine.ask_with(question, self.memory);
        let limits = reply.limits();
        if !limits.is_empty() {
            let sources = self.engine.world().sources.clone();
            done.failures.push(Failure::new(LIMIT, limits, sources));
        }
        let number = line.to_string();
        for row in &reply.rows {
            record.clear();
            record.push_field(number.as_bytes());
            push_fields(&reply, row, record);
            writer.write_byte_record(record)?;
        }
        if reply.rows.is_empty() {
            record.clear();
            record.push_field(number.as_bytes());
            push_nothing(&reply, record);
            writer.write_byte_record(record)?;
        }
        Ok(())
    }

    fn ndjson(self, question: &Question, line: u64, bytes: &mut Vec<u8>) -> io::Result<()> {
        let answer = Answer::of(&self.engine.ask_with(question, self.memory), "");
        for row in &answer.answers {
            serde_json::to_writer(&mut *bytes, &Output { line, question: &question.text, row })?;
            bytes.push(b'\n');
        }
        if answer.answers.is_empty() {
            let nothing = serde_json::json!({
                "line": line, "question": question.text, "party": null, "verdict": null,
                "why_not": answer.data.outside.map_or("no duty".to_owned(), |why| format!("outside the data: {why}")),
            });
            bytes.extend(nothing.to_string().into_bytes());
            bytes.push(b'\n');
        }
        Ok(())
    }
}

/// Where rows go: standard output, or a file that takes its name only when it is whole.
struct Sink {
    out: Box<dyn Write>,
    beside: Option<PathBuf>,
}

impl Sink {
    fn open(global: &Global) -> Result<Sink, Failure> {
        let Some(path) = &global.output else {
            return Ok(Sink { out: Box::new(io::stdout().lock()), beside: None });
        };
        let beside = path.with_extension("partial");
        let file = std::fs::File::create(&beside).map_err(|error| {
            let message = format!("cannot write `{}`: {error}", beside.display());
            let fault = Diagnostic::bare(Code::SV0704, message);
            let help = "check that the folder is there and may be written to";
            Failure::bare(MISSING, fault.help(help))
        })?;
        Ok(Sink { out: Box::new(file), beside: Some(beside) })
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.out.write_all(bytes).map_err(|error| self.stopped(&error))
    }

    fn finish(mut self, global: &Global) -> Result<(), Failure> {
        self.out.flush().map_err(|error| self.stopped(&error))?;
        if let (Some(beside), Some(path)) = (&self.beside, &global.output) {
            std::fs::rename(beside, path).map_err(|error| self.stopped(&error))?;
        }
        Ok(())
    }

    /// The failure of a write; no half file is left.
    fn stopped(&self, error: &io::Error) -> Failure {
        if let Some(beside) = &self.beside {
            let _ = std::fs::remove_file(beside);
        }
        output::stopped(error)
    }
}

fn open(path: &Path) -> Result<::csv::Reader<Box<dyn io::Read>>, Failure> {
    let source: Box<dyn io::Read> = if path == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        let file = std::fs::File::open(path).map_err(|error| {
            let fault = Diagnostic::bare(
                Code::SV0704,
                format!("cannot read `{}`: {error}", path.display()),
            );
            Failure::bare(MISSING, fault.help("check the spelling and the folder you are in"))
        })?;
        Box::new(file)
    };
    let lines: Box<dyn io::Read> = Box::new(Lines { source, last: b'\n' });
    Ok(::csv::ReaderBuilder::new().trim(::csv::Trim::All).from_reader(lines))
}

/// A text whose every line ends in one line feed: carriage returns are dropped, and the last line
/// gets its end. So the lines that the reader counts are those of the file.
struct Lines<R> {
    source: R,
    last: u8,
}

impl<R: io::Read> io::Read for Lines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let count = self.source.read(buffer)?;
            if count == 0 {
                let missing = self.last != b'\n';
                self.last = b'\n';
                return match buffer.first_mut().filter(|_| missing) {
                    Some(slot) => {
                        *slot = b'\n';
                        Ok(1)
                    }
                    None => Ok(0),
                };
            }
            let read = buffer.get(..count).unwrap_or_default();
            let kept: Vec<u8> = read.iter().copied().filter(|byte| *byte != b'\r').collect();
            if let (Some(last), Some(room)) = (kept.last(), buffer.get_mut(..kept.len())) {
                self.last = *last;
                room.copy_from_slice(&kept);
                return Ok(kept.len());
            }
        }
    }
}

/// The input column of each field; an unknown header is refused with those that are known.
fn columns(
    reader: &mut ::csv::Reader<Box<dyn io::Read>>,
    path: &Path,
) -> Result<Vec<&'static str>, Failure> {
    let refuse = |message: String| {
        let fault = Diagnostic::bare(Code::SV0605, message);
        Failure::bare(
            USAGE,
            fault.help(format!(
                "the header names columns among {}; `question` alone is enough",
                INPUT.join(", ")
            )),
        )
    };
    let header = reader
        .headers()
        .map_err(|error| refuse(format!("`{}` has no header: {error}", path.display())))?
        .clone();
    let mut found = Vec::new();
    for name in &header {
        let known = INPUT.iter().find(|known| known.eq_ignore_ascii_case(name));
        found.push(*known.ok_or_else(|| {
            refuse(format!("`{}` has a column `{name}`, which means nothing here", path.display()))
        })?);
    }
    if !found.contains(&"question") && !found.contains(&"kind") {
        return Err(refuse(format!(
            "`{}` has neither a column `question` nor `kind`",
            path.display()
        )));
    }
    Ok(found)
}

fn question(
    record: &::csv::StringRecord,
    columns: &[&str],
    line: u64,
    asked: &Asked,
    world: &World,
) -> Result<Question, Failure> {
    let field = |name: &str| {
        let index = columns.iter().position(|column| *column == name)?;
        record.get(index).filter(|text| !text.is_empty())
    };
    // Texts are put into a source only when something is wrong with them.
    let words = |name: &str| {
        field(name).map(|text| Words {
            text: text.to_owned(),
            at: Span { file: u32::MAX, start: 0, end: text.len() as u32 },
        })
    };
    let phrase = match (field("question"), field("kind")) {
        (Some(question), _) => question.to_owned(),
        (None, kind) => kind.unwrap_or_default().replace('_', " "),
    };
    let at = Span { file: u32::MAX, start: 0, end: phrase.len() as u32 };
    let failure = |faults: Vec<Diagnostic>| {
        let text = record.iter().collect::<Vec<_>>().join(",");
        let mut sources = servanda::syntax::Sources::default();
        let file = sources.add(Source::new(format!("line {line}"), text.clone()));
        let placed = faults.into_iter().map(|mut fault| {
            for label in fault.primary.iter_mut().chain(&mut fault.others) {
                label.at = Span { file, start: 0, end: text.len() as u32 };
            }
            fault
        });
        Failure::new(USAGE, placed.collect(), sources)
    };
    let mut parts = Parts::read(&phrase, u32::MAX);
    parts.target = parts.target.or_else(|| words("target"));
    parts.actor = parts.actor.or_else(|| words("actor"));
    parts.place = parts.place.or_else(|| words("place"));
    parts.on = parts.on.or_else(|| words("on"));
    parts.known = parts.known.or_else(|| words("known"));
    // What the command line says holds for every row that does not say it.
    let option =
        |value: &Option<String>| value.as_ref().map(|text| Words { text: text.clone(), at });
    parts.actor = parts.actor.or_else(|| option(&asked.by));
    parts.place = parts.place.or_else(|| option(&asked.place));
    parts.on = parts.on.or_else(|| option(&asked.on));
    parts.known = parts.known.or_else(|| option(&asked.known));
    let mut question = phrase::resolve(&parts, world, at).map_err(failure)?;
    taken_as_known(asked, world, &mut question)?;
    Ok(question)
}

/// A row of NDJSON: the row of the answer, with the question it answers.
#[derive(serde::Serialize)]
struct Output<'a> {
    line: u64,
    question: &'a str,
    #[serde(flatten)]
    row: &'a RowForm,
}
