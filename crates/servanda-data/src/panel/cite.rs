//! Which column of a frame comes from which work, for a bibliography. Reads a frame's metadata and none
//! of its rows.

use super::read::Frame;
use super::work::Work;
use servanda::answer::citation::Item;

/// A work with the columns that come from it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Credit {
    /// The source's name; `rows` for the list of states behind the rows.
    pub source: String,
    /// The work; none where the source names none.
    pub work: Option<Work>,
    /// The file and version that it was read from, where the frame says it.
    pub file: Option<String>,
    /// The columns.
    pub columns: Vec<String>,
}

impl Credit {
    /// The credit as an item of a bibliography, with the columns as its keywords.
    pub fn item(&self) -> Option<Item> {
        self.work.as_ref().map(|work| work.item(&self.columns))
    }
}

/// The works of a frame: first those of its rows, then those of its columns in the order of the sources.
pub fn credits(frame: &Frame) -> Vec<Credit> {
    let about = frame.about();
    let keys: Vec<String> = frame.key_names().into_iter().map(str::to_owned).collect();
    let list = &about.state_list;
    let version = format!("{} list of states, {}", list.name, list.version);
    let rows = list.works.iter().map(|work| Credit {
        source: "rows".to_owned(),
        work: Some(work.clone()),
        file: Some(version.clone()),
        columns: keys.clone(),
    });
    let added = about.sources.iter().filter(|added| !added.columns.is_empty());
    let sources = added.flat_map(|added| {
        let file = added.stamp.as_ref().map(|stamp| match stamp.version.as_str() {
            "" => format!("{}, BLAKE3 {}", stamp.file, stamp.blake3),
            version => format!("{}, version {version}, BLAKE3 {}", stamp.file, stamp.blake3),
        });
        let credit = move |work: Option<&Work>| Credit {
            source: added.name.clone(),
            work: work.cloned(),
            file: file.clone(),
            columns: added.columns.clone(),
        };
        match added.works.as_slice() {
            [] => vec![credit(None)],
            works => works.iter().map(|work| credit(Some(work))).collect(),
        }
    });
    rows.chain(sources).collect()
}
