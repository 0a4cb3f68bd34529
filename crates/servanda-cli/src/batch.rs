//! `servanda ask --batch FILE`: a table of questions in, a table of rows out, memory flat in both.

use crate::args::{Asked, Format, Global};
use crate::ask;
use crate::fault::{self, FINDINGS, Failure, MISSING, USAGE};
use crate::{load, output};
use servanda::answer::Answer;
use servanda::answer::csv::{COLUMNS, fields};
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
    let mut rows = Rows { format, out: BufWriter::with_capacity(1 << 16, sink) };
    rows.head()?;
    let (mut bad, mut record) = (0, ::csv::StringRecord::new());
    loop {
        let line = reader.position().line();
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => match question(&record, &columns, line, asked, &world) {
                Ok(question) => rows.answer(&engine, &question, line)?,
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
    rows.out.flush().map_err(|error| output::stopped(&error))?;
    drop(rows);
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
    let mut parts = Parts::read(&phrase, u32::MAX).map_err(|fault| failure(vec![*fault]))?;
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
struct Rows {
    format: Format,
    out: BufWriter<Box<dyn Write>>,
}

impl Rows {
    fn head(&mut self) -> Result<(), Failure> {
        if self.format == Format::Csv {
            let mut columns = vec!["line"];
            columns.extend(COLUMNS);
            self.record(&columns)?;
        }
        Ok(())
    }

    fn record<T: AsRef<[u8]>>(&mut self, fields: &[T]) -> Result<(), Failure> {
        let mut writer = ::csv::Writer::from_writer(&mut self.out);
        let written =
            writer.write_record(fields).map_err(io::Error::other).and_then(|()| writer.flush());
        drop(writer);
        written.map_err(|error| output::stopped(&error))
    }

    fn answer(
        &mut self,
        engine: &Engine<'_>,
        question: &Question,
        line: u64,
    ) -> Result<(), Failure> {
        let answer = Answer::of(&engine.ask(question), "");
        for row in &answer.answers {
            match self.format {
                Format::Csv => {
                    let mut record = vec![line.to_string()];
                    record.extend(fields(&answer, row));
                    self.record(&record)?;
                }
                _ => {
                    let mut value = serde_json::to_value(row)
                        .map_err(|error| Failure::internal(&error.to_string()))?;
                    if let Some(object) = value.as_object_mut() {
                        object.insert("line".into(), line.into());
                        object.insert("question".into(), question.text.clone().into());
                    }
                    writeln!(self.out, "{value}").map_err(|error| output::stopped(&error))?;
                }
            }
        }
        Ok(())
    }
}
