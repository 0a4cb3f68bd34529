//! `servanda ask --batch FILE`: a table of questions in, a table of rows out, memory flat in both.

use crate::args::{Asked, Format, Global};
use crate::ask;
use crate::fault::{self, FINDINGS, Failure, MISSING, USAGE};
use crate::{load, output};
use servanda::answer::Answer;
use servanda::answer::csv::{COLUMNS, push_fields};
use servanda::answer::form::RowForm;
use servanda::engine::phrase::{self, Parts, Words};
use servanda::engine::{Engine, Question};
use servanda::model::World;
use servanda::syntax::{Code, Diagnostic, Source, Span};
use std::io::{self, BufWriter, Write};
use std::path::Path;

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
    let beside = global.output.as_ref().map(|path| path.with_extension("partial"));
    let sink: Box<dyn Write> = match &beside {
        None => Box::new(io::stdout().lock()),
        Some(beside) => Box::new(std::fs::File::create(beside).map_err(|error| {
            let fault = Diagnostic::bare(
                Code::SV0704,
                format!("cannot write `{}`: {error}", beside.display()),
            );
            Failure::bare(
                MISSING,
                fault.help("check that the folder is there and may be written to"),
            )
        })?),
    };
    let mut rows = Rows::new(format, BufWriter::with_capacity(1 << 16, sink));
    rows.head().map_err(|error| output::stopped(&error))?;
    let (mut bad, mut record) = (0, ::csv::StringRecord::new());
    loop {
        let line = reader.position().line();
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => match question(&record, &columns, line, asked, &world) {
                Ok(question) => rows
                    .answer(&engine, &question, line)
                    .map_err(|error| output::stopped(&error))?,
                Err(failure) => {
                    bad += 1;
                    let _ = failure.report(global);
                }
            },
            Err(error) => {
                bad += 1;
                let fault = Diagnostic::bare(
                    Code::SV0605,
                    format!("line {line} is no row of the table: {error}"),
                );
                fault::show(
                    &[fault.help("quote fields that hold a comma")],
                    &world.sources,
                    global,
                );
            }
        }
    }
    rows.finish().map_err(|error| output::stopped(&error))?;
    if let (Some(beside), Some(path)) = (beside, &global.output) {
        std::fs::rename(&beside, path).map_err(|error| output::stopped(&error))?;
    }
    Ok(if bad == 0 { 0 } else { FINDINGS })
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
    Ok(::csv::ReaderBuilder::new().trim(::csv::Trim::All).from_reader(source))
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
    let mut question = phrase::resolve(&parts, world, at).map_err(failure)?;
    ask::taken_as_known(asked, world, &mut question)?;
    Ok(question)
}

/// Writes rows as they come.
enum Rows {
    Csv(Box<::csv::Writer<Sink>>, ::csv::ByteRecord),
    Ndjson(Sink),
}

type Sink = BufWriter<Box<dyn Write>>;

impl Rows {
    fn new(format: Format, sink: Sink) -> Rows {
        match format {
            Format::Csv => {
                Rows::Csv(Box::new(::csv::Writer::from_writer(sink)), ::csv::ByteRecord::new())
            }
            _ => Rows::Ndjson(sink),
        }
    }

    fn head(&mut self) -> io::Result<()> {
        if let Rows::Csv(writer, _) = self {
            writer.write_record(std::iter::once(&"line").chain(COLUMNS))?;
        }
        Ok(())
    }

    fn answer(&mut self, engine: &Engine<'_>, question: &Question, line: u64) -> io::Result<()> {
        match self {
            Rows::Csv(writer, record) => {
                let reply = engine.ask_briefly(question);
                for row in &reply.rows {
                    record.clear();
                    record.push_field(line.to_string().as_bytes());
                    push_fields(&reply, row, record);
                    writer.write_byte_record(record)?;
                }
            }
            Rows::Ndjson(sink) => {
                let answer = Answer::of(&engine.ask(question), "");
                for row in &answer.answers {
                    let line = Output { line, question: &question.text, row };
                    serde_json::to_writer(&mut *sink, &line)?;
                    sink.write_all(b"\n")?;
                }
            }
        }
        Ok(())
    }

    fn finish(self) -> io::Result<()> {
        match self {
            Rows::Csv(mut writer, _) => writer.flush(),
            Rows::Ndjson(mut sink) => sink.flush(),
        }
    }
}

/// A row of NDJSON: the row of the answer, with the question it answers.
#[derive(serde::Serialize)]
struct Output<'a> {
    line: u64,
    question: &'a str,
    #[serde(flatten)]
    row: &'a RowForm,
}
