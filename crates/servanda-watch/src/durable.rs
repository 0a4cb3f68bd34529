//! Files that are there whole or not at all, also after the power was cut: written beside, synced, renamed, and the
//! folder synced.

use crate::fault;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// The folder that a path lies in.
fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Makes the names in a folder last. Windows knows no such thing.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Makes the name of a file last.
pub(crate) fn sync_name(path: &Path) -> io::Result<()> {
    sync_folder(folder(path))
}

/// The name of a file while it is written: the same each time, so that a left one is written over.
fn beside(path: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".partial");
    path.with_file_name(name)
}

/// Writes a file in the place of what stood there.
pub(crate) fn replace(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
) -> io::Result<()> {
    let beside = beside(path);
    let mut file = BufWriter::new(File::create(&beside)?);
    fault::point("file half written");
    write(&mut file)?;
    file.flush()?;
    if !fault::broken("no sync before rename") {
        file.get_ref().sync_all()?;
    }
    fault::point("before rename");
    std::fs::rename(&beside, path)?;
    fault::point("after rename");
    sync_name(path)?;
    fault::point("folder synced");
    Ok(())
}
