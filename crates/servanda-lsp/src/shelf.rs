//! Addresses of texts that travel with the program, so that an editor can open them: an address of our own where the
//! editor asks us for its text, else a file in a folder that goes with this process.

use crate::files;
use lsp_types::Uri;
use servanda::corpus;
use servanda::syntax::{Code, Source};
use std::path::PathBuf;
use std::str::FromStr;

/// The scheme of our own addresses.
pub(crate) const SCHEME: &str = "servanda";

/// Where the texts of the program can be opened.
pub(crate) enum Shelf {
    /// The editor asks for the text (`servanda/text`).
    Asked,
    /// In this folder, made when it is first needed.
    Folder(Option<PathBuf>),
}

impl Shelf {
    /// The address of a treaty that is built in.
    pub(crate) fn treaty(&mut self, source: &Source) -> Option<Uri> {
        self.address("treaties", &source.name, || source.text.clone())
    }

    /// The address of the page of a code.
    pub(crate) fn code(&mut self, code: Code) -> Option<Uri> {
        self.address("codes", &format!("{}.md", code.id()), || corpus::explained(code).into_owned())
    }

    fn address(&mut self, folder: &str, name: &str, text: impl FnOnce() -> String) -> Option<Uri> {
        let Shelf::Folder(made) = self else {
            return Uri::from_str(&format!("{SCHEME}:/{folder}/{name}")).ok();
        };
        if made.is_none() {
            let path = std::env::temp_dir().join(format!("servanda-lsp-{}", std::process::id()));
            std::fs::create_dir(&path).ok()?;
            *made = Some(path);
        }
        let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
        let file = made.as_ref()?.join(folder).join(name);
        if !file.exists() {
            std::fs::create_dir_all(file.parent()?).ok()?;
            std::fs::write(&file, text()).ok()?;
        }
        files::uri_of(&file)
    }
}

impl Drop for Shelf {
    fn drop(&mut self) {
        if let Shelf::Folder(Some(path)) = self {
            let _ = std::fs::remove_dir_all(path);
        }
    }
}

/// The text behind one of our own addresses.
pub(crate) fn text_of(uri: &str, built_in: &[Source]) -> Option<String> {
    let path = uri.strip_prefix(SCHEME)?.strip_prefix(":/")?;
    let (folder, name) = path.split_once('/')?;
    match folder {
        "treaties" => {
            built_in.iter().find(|source| source.name == name).map(|source| source.text.clone())
        }
        "codes" => {
            let code = Code::from_id(name.strip_suffix(".md")?)?;
            Some(corpus::explained(code).into_owned())
        }
        _ => None,
    }
}
