//! From files and the embedded corpus to a world.

use crate::args::Global;
use crate::cores;
use crate::fault::{Failure, INTERNAL, LIMIT, MISSING, USAGE, has_errors};
use servanda::corpus;
use servanda::model::World;
use servanda::model::resolve::read_all;
use servanda::syntax::host::Host;
use servanda::syntax::{Code, Diagnostic, Document, Source, json};
use servanda_decide::summit;
use std::path::{Path, PathBuf};

/// Files larger than this are refused.
pub(crate) const LARGEST: u64 = 16 * 1024 * 1024;

/// The world that the options ask for. Faults in the user's files stop the run.
pub(crate) fn world(global: &Global) -> Result<World, Failure> {
    let world = whole_world(global.corpus.as_deref(), &global.add)?;
    tell_gave_way(&world);
    Ok(world)
}

/// The world of the treaties at `corpus`, or of those built in, and of those at `add`.
pub(crate) fn whole_world(corpus: Option<&Path>, add: &[PathBuf]) -> Result<World, Failure> {
    let (world, faults) = read_world(corpus, add, Vec::new())?;
    match has_errors(&faults) {
        true => Err(Failure::new(USAGE, faults, world.sources)),
        false => Ok(world),
    }
}

/// Says once how many coded treaties were left out for one written from its text.
pub(crate) fn tell_gave_way(world: &World) {
    if let Some(note) = gave_way(world) {
        crate::output::to_stderr(&format!("note: {note}\n"));
    }
}

/// How many coded treaties were left out for one written from its text, if any were.
pub(crate) fn gave_way(world: &World) -> Option<String> {
    let first = world.gave_way.first()?;
    let (coded, verb) = match world.gave_way.len() {
        1 => ("1 coded treaty".to_owned(), "gives"),
        count => (format!("{count} coded treaties"), "give"),
    };
    Some(format!(
        "{coded} {verb} way to treaties written from the text of the same alliance, such as {} to {}; \
         `servanda diff --against atop` lists where they differ",
        first.coded, first.to
    ))
}

/// The world that the options ask for, with more texts. All of a world is read at once, so that texts may
/// name each other and coded treaties give way.
pub(crate) fn world_beside(
    global: &Global,
    more: Vec<Source>,
) -> Result<(World, Vec<Diagnostic>), Failure> {
    read_world(global.corpus.as_deref(), &global.add, more)
}

/// A world with the faults of its files.
fn read_world(
    corpus: Option<&Path>,
    add: &[PathBuf],
    more: Vec<Source>,
) -> Result<(World, Vec<Diagnostic>), Failure> {
    let mut texts = match corpus {
        None => corpus::treaties(),
        Some(path) => treaty_files(path)?,
    };
    for path in add {
        texts.extend(treaty_files(path)?);
    }
    texts.extend(more);
    // The tables and the treaties do not need each other to be read.
    let (tables, documents) = std::thread::scope(|scope| {
        let tables = scope.spawn(corpus::empty_world);
        let documents = read_on_every_core(&texts);
        (tables.join(), documents)
    });
    let documents = documents?;
    let world = tables.map_err(|_| Failure::internal("the tables of states cannot be read"))?;
    let mut world = world.map_err(|error| Failure::internal(&error))?;
    let faults = world.add_read(texts, &documents);
    // The process ends soon: to give the memory of every clause back one by one takes longer than to
    // answer.
    std::mem::forget(documents);
    Ok((world, faults))
}

/// Reads texts, each core its share of them.
fn read_on_every_core(texts: &[Source]) -> Result<Vec<Document>, Failure> {
    let broken = "a text broke the reader of treaties";
    let shares = cores::by_shares(texts, broken, |texts, first| read_all(texts, first as u32));
    Ok(shares.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

/// The treaty texts of a file or folder.
pub(crate) fn treaty_files(path: &Path) -> Result<Vec<Source>, Failure> {
    texts(path, &is_treaty)
}

/// The texts of treaties and summits of a file or folder.
pub(crate) fn treaties_and_summits(path: &Path) -> Result<Vec<Source>, Failure> {
    texts(path, &is_treaty_or_summit)
}

fn texts(path: &Path, fits: &dyn Fn(&str) -> bool) -> Result<Vec<Source>, Failure> {
    let mut texts = Vec::new();
    for file in files(path, fits)? {
        texts.push(text_of(&file, path)?);
    }
    if texts.is_empty() {
        let fault = Diagnostic::bare(
            Code::SV0703,
            format!("the folder `{}` holds no treaty", path.display()),
        );
        return Err(Failure::bare(
            MISSING,
            fault.help("treaty files end in `.treaty.md`, `.treaty` or `.treaty.json`"),
        ));
    }
    Ok(texts)
}

/// Whether a file's name is that of a treaty text.
pub(crate) fn is_treaty(name: &str) -> bool {
    Host::of_name(name).is_some() || name.to_ascii_lowercase().ends_with(".treaty.json")
}

/// Whether a file's name is that of a treaty text or of a summit.
pub(crate) fn is_treaty_or_summit(name: &str) -> bool {
    is_treaty(name) || summit::host_of_name(name).is_some()
}

/// The text of a file; the JSON form of a treaty is turned into text first.
fn text_of(file: &Path, root: &Path) -> Result<Source, Failure> {
    let text = read(file)?;
    let shown =
        file.strip_prefix(root).ok().filter(|rest| !rest.as_os_str().is_empty()).unwrap_or(file);
    let name = shown.to_string_lossy().into_owned();
    if name.to_ascii_lowercase().ends_with(".json") {
        let (text, host) = json::to_text(&text).map_err(|fault| {
            Failure::bare(
                USAGE,
                Diagnostic { message: format!("{name}: {}", fault.message), ..*fault },
            )
        })?;
        let ending = if host == Host::Literate { ".treaty.md" } else { ".treaty" };
        return Ok(Source::new(format!("{name}{ending}"), text));
    }
    Ok(Source::new(name, text))
}

/// Files under a path whose names fit, in order. A file named outright must fit too.
pub(crate) fn files(path: &Path, fits: &dyn Fn(&str) -> bool) -> Result<Vec<PathBuf>, Failure> {
    let missing = |error: &std::io::Error| missing(path, error);
    let metadata = std::fs::metadata(path).map_err(|error| missing(&error))?;
    if metadata.is_file() {
        let name = path.to_string_lossy();
        if !fits(&name) {
            let fault =
                Diagnostic::bare(Code::SV0706, format!("`{name}` has no ending that is known"));
            return Err(Failure::bare(USAGE, fault.help("treaty files end in `.treaty.md`, `.treaty` or `.treaty.json`, summits in `.summit.md` or `.summit`, scenarios in `.md`")));
        }
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    let mut entries: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(path).map_err(|error| missing(&error))? {
        entries.push(entry.map_err(|error| missing(&error))?.path());
    }
    entries.sort();
    for entry in entries {
        if entry.is_dir() {
            found.extend(files(&entry, fits)?);
        } else if fits(&entry.to_string_lossy()) {
            found.push(entry);
        }
    }
    Ok(found)
}

/// The text of a file: bounded in size, and UTF-8.
pub(crate) fn read(path: &Path) -> Result<String, Failure> {
    let missing = |error: &std::io::Error| missing(path, error);
    let size = std::fs::metadata(path).map_err(|error| missing(&error))?.len();
    if size > LARGEST {
        return Err(too_large(&path.display().to_string(), size));
    }
    let bytes = std::fs::read(path).map_err(|error| missing(&error))?;
    utf8(bytes, &path.display().to_string())
}

/// The bytes of a file of coded treaties or other small data, bounded in size.
pub(crate) fn data(path: &Path) -> Result<Vec<u8>, Failure> {
    let help = "name the member or alliance file; the yearly files are not needed";
    within(path, servanda_data::table::LARGEST, help)
}

/// The bytes of a file of data for a panel, which may be a large one.
#[cfg(feature = "full")]
pub(crate) fn panel_data(path: &Path) -> Result<Vec<u8>, Failure> {
    let help = "keep only the years and columns that are needed, or save it as Parquet";
    within(path, servanda_data::sheet::LARGEST, help)
}

/// The bytes of a file of at most so many.
pub(crate) fn within(path: &Path, most: u64, help: &str) -> Result<Vec<u8>, Failure> {
    use std::io::Read;
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path);
    let read = file.and_then(|file| file.take(most + 1).read_to_end(&mut bytes));
    read.map_err(|error| missing(path, &error))?;
    if bytes.len() as u64 > most {
        let most = most / 1024 / 1024;
        let message = format!("`{}` has more than {most} MiB", path.display());
        let fault = Diagnostic::bare(Code::SV0702, message);
        return Err(Failure::bare(LIMIT, fault.help(help)));
    }
    Ok(bytes)
}

/// Opens a file and reads none of it.
pub(crate) fn readable(path: &Path) -> Result<(), Failure> {
    std::fs::File::open(path).map(|_| ()).map_err(|error| missing(path, &error))
}

/// A file or folder that cannot be read.
fn missing(path: &Path, error: &std::io::Error) -> Failure {
    let fault =
        Diagnostic::bare(Code::SV0704, format!("cannot read `{}`: {error}", path.display()));
    Failure::bare(MISSING, fault.help("check the spelling and the folder you are in"))
}

fn too_large(name: &str, size: u64) -> Failure {
    let (size, most) = (size / 1024 / 1024, LARGEST / 1024 / 1024);
    let fault = Diagnostic::bare(
        Code::SV0702,
        format!("`{name}` has {size} MiB; at most {most} MiB are read"),
    );
    Failure::bare(LIMIT, fault.help("split it: each treaty can stand in a file of its own"))
}

/// Bytes as text; the first byte that is none is named with its line.
pub(crate) fn utf8(bytes: Vec<u8>, name: &str) -> Result<String, Failure> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let good = error.as_bytes().get(..at).unwrap_or_default();
        let line = String::from_utf8_lossy(good).matches('\n').count() + 1;
        let fault = Diagnostic::bare(
            Code::SV0701,
            format!("`{name}` is no UTF-8 text: line {line}, byte {at}"),
        );
        Failure::bare(
            USAGE,
            fault.help("save it as UTF-8; ATOP's own files are Latin-1 and must be converted"),
        )
    })
}

/// Standard input as text.
pub(crate) fn stdin() -> Result<String, Failure> {
    use std::io::Read;
    let mut bytes = Vec::new();
    let limit = LARGEST + 1;
    std::io::stdin().lock().take(limit).read_to_end(&mut bytes).map_err(|error| {
        Failure::bare(
            INTERNAL,
            Diagnostic::bare(Code::SV0704, format!("cannot read standard input: {error}")),
        )
    })?;
    if bytes.len() as u64 > LARGEST {
        return Err(too_large("standard input", bytes.len() as u64));
    }
    utf8(bytes, "standard input")
}

/// The mapping from codes of events to triggers: the one that is built in, with a file of the user's own if one is named.
/// Each command refuses a faulty file in its own words.
#[cfg(feature = "full")]
pub(crate) fn mapping(
    own: Option<&Path>,
    refused: impl Fn(&servanda_events::MappingFault) -> Failure,
) -> Result<servanda_events::Mapping, Failure> {
    let shipped = servanda_events::Mapping::shipped();
    let shipped = shipped.map_err(|fault| Failure::internal(&fault.to_string()))?;
    match own {
        Some(path) => {
            let text = read(path)?;
            shipped.with(&path.display().to_string(), &text).map_err(|fault| refused(&fault))
        }
        None => Ok(shipped),
    }
}
