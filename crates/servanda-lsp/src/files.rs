//! Files beside the open ones: addresses of files, and the treaty files of a workspace, read once and within bounds.

use lsp_types::Uri;
use servanda::syntax::host::Host;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// Larger files are left alone.
const LARGEST: u64 = 1 << 20;
/// At most so many files of a workspace are read,
const MOST_FILES: usize = 2000;
/// in folders at most so deep,
const DEEPEST: usize = 8;
/// of at most so many entries.
const MOST_ENTRIES: usize = 50_000;
/// Folders that hold what programs made.
const SKIPPED: &[&str] = &["target", "node_modules", "book", "fuzz"];

/// The path that the address of a file means.
pub(crate) fn path_of(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix("file://")?;
    let rest = rest.get(rest.find('/')?..)?;
    let mut bytes = Vec::with_capacity(rest.len());
    let mut left = rest.as_bytes();
    while let Some((byte, after)) = left.split_first() {
        let code = (*byte == b'%')
            .then(|| after.get(..2).and_then(|code| std::str::from_utf8(code).ok()))
            .flatten()
            .and_then(|code| u8::from_str_radix(code, 16).ok());
        bytes.push(code.unwrap_or(*byte));
        left = if code.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    let text = String::from_utf8(bytes).ok()?;
    let drive = text.as_bytes().get(2) == Some(&b':');
    Some(PathBuf::from(if drive { text.trim_start_matches('/') } else { &text }))
}

/// The address of a path.
pub(crate) fn uri_of(path: &Path) -> Option<Uri> {
    let shown = path.to_string_lossy().replace('\\', "/");
    let mut text = String::from(if shown.starts_with('/') { "file://" } else { "file:///" });
    for byte in shown.bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' => text.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => text.push(char::from(byte)),
            byte => {
                let _ = write!(text, "%{byte:02X}");
            }
        }
    }
    Uri::from_str(&text).ok()
}

/// Whether a file's name is that of a treaty text.
pub(crate) fn is_treaty(name: &str) -> bool {
    Host::of_name(name).is_some()
}

/// The last part of a path or address, in small letters.
pub(crate) fn base_name(path: &str) -> String {
    path.rsplit(['/', '\\']).next().unwrap_or_default().to_lowercase()
}

/// The text of a file that is small enough and UTF-8.
pub(crate) fn read(path: &Path) -> Option<String> {
    let size = std::fs::metadata(path).ok()?.len();
    (size <= LARGEST).then(|| std::fs::read_to_string(path).ok()).flatten()
}

/// The treaty files below a folder, in order. Hidden folders, and those of tools, are passed over.
pub(crate) fn treaties_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut seen = 0;
    let mut folders = vec![(folder.to_owned(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries.flatten() {
            seen += 1;
            if seen > MOST_ENTRIES {
                return sorted(found);
            }
            let name = entry.file_name().to_string_lossy().into_owned();
            let Ok(kind) = entry.file_type() else { continue };
            if kind.is_dir() {
                let kept = !name.starts_with('.') && !SKIPPED.contains(&name.as_str());
                if kept && depth < DEEPEST {
                    folders.push((entry.path(), depth + 1));
                }
            } else if kind.is_file() && is_treaty(&name) {
                found.push(entry.path());
            }
        }
    }
    sorted(found)
}

fn sorted(mut found: Vec<PathBuf>) -> Vec<PathBuf> {
    found.sort();
    found.truncate(MOST_FILES);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_paths_go_both_ways() {
        let path = Path::new("/a b/\u{43c}\u{438}\u{440}/pact.treaty.md");
        let uri = uri_of(path).map(|uri| uri.as_str().to_owned()).unwrap_or_default();
        assert!(uri.starts_with("file:///a%20b/%D0%BC"), "{uri}");
        assert_eq!(path_of(&uri).as_deref(), Some(path));
        assert_eq!(path_of("file:///c%3A/x.treaty"), Some(PathBuf::from("c:/x.treaty")));
        assert_eq!(path_of("untitled:Untitled-1"), None);
    }
}
