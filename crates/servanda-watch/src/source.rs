//! Where events come from, as the user names it. A folder's files come in the order of their names.

use std::io;
use std::path::{Path, PathBuf};

/// One source.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Source {
    /// Standard input, which is read once.
    Stdin,
    /// A file or a folder.
    Path(PathBuf),
    /// An address.
    Url(String),
}

impl Source {
    /// The source that a word names.
    pub fn of(word: &str) -> Source {
        match word {
            "-" => Source::Stdin,
            url if url.starts_with("http://") || url.starts_with("https://") => {
                Source::Url(url.to_owned())
            }
            path => Source::Path(PathBuf::from(path)),
        }
    }
}

/// The files of a path: itself, or those of a folder. What begins with a dot or is still being written is left out.
pub(crate) fn files(path: &Path) -> io::Result<Vec<PathBuf>> {
    if !std::fs::metadata(path)?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    for entry in std::fs::read_dir(path)? {
        let entry = entry?.path();
        let name =
            entry.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let unfinished = [".partial", ".part", ".tmp"].iter().any(|ending| name.ends_with(ending));
        if !name.starts_with('.') && !unfinished && entry.is_file() {
            found.push(entry);
        }
    }
    found.sort();
    Ok(found)
}
