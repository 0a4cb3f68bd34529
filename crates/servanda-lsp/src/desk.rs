//! The texts at hand: those built in, those of the workspace, those open in the editor, and the world they make together.
//! A text keeps its number for as long as the server runs, so that a parsed text is parsed once.

use crate::files;
use crate::place::{Columns, Lines};
use crate::shelf::Shelf;
use crate::ties::{Ties, closure};
use lsp_types::{TextDocumentContentChangeEvent, Uri};
use servanda::model::{Mark, World};
use servanda::syntax::host::{Host, fences};
use servanda::syntax::{Diagnostic, Document, Source, parse};
use servanda_decide::summit;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::str::FromStr as _;

/// A text longer than this is not read while it is open: half a megabyte is twenty times the largest treaty.
pub(crate) const LARGEST: usize = 512 * 1024;

/// So many texts may stand apart though fewer need to.
const MOST_APART: usize = 16;

/// What an open file is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// A treaty file: a part of the world.
    Treaty(Host),
    /// A Markdown page whose fences hold the language; each is a world of its own.
    Page,
    /// A meeting as a text.
    Summit,
    /// The JSON form of a treaty.
    Json,
    /// Anything else, and whatever is too large.
    Other,
}

impl Kind {
    /// By the file's name, else by the language that the editor has chosen for it.
    fn of(uri: &str, language: &str, text: &str) -> Kind {
        if text.len() > LARGEST {
            return Kind::Other;
        }
        let name = files::base_name(uri);
        if let Some(host) = Host::of_name(&name) {
            Kind::Treaty(host)
        } else if summit::host_of_name(&name).is_some() {
            Kind::Summit
        } else if name.ends_with(".treaty.json") {
            Kind::Json
        } else if std::path::Path::new(&name).extension().is_some_and(|ending| ending == "md") {
            Kind::Page
        } else {
            match language {
                "servanda" => Kind::Treaty(Host::Bare),
                "servanda-literate" => Kind::Treaty(Host::Literate),
                "markdown" => Kind::Page,
                _ => Kind::Other,
            }
        }
    }

    /// How it hosts the language.
    pub(crate) fn host(self) -> Option<Host> {
        match self {
            Kind::Treaty(host) => Some(host),
            Kind::Page => Some(Host::Literate),
            Kind::Summit | Kind::Json | Kind::Other => None,
        }
    }
}

/// Where a text comes from.
#[derive(Clone, Debug)]
pub(crate) enum Origin {
    /// It travels with the program.
    BuiltIn,
    /// A file of the workspace.
    File(PathBuf),
    /// A text that is open and no file.
    Open,
}

/// A text under its number.
pub(crate) struct Slot {
    pub(crate) source: Source,
    pub(crate) origin: Origin,
    /// A text of the same name stands for it.
    muted: bool,
}

/// An open text.
pub(crate) struct Open {
    pub(crate) uri: Uri,
    pub(crate) version: i32,
    pub(crate) kind: Kind,
    /// Its number.
    pub(crate) slot: u32,
    /// The text as it is in the editor.
    pub(crate) text: String,
    pub(crate) lines: Lines,
    /// Its clauses.
    pub(crate) document: Document,
    language: String,
    /// What was found in it when it was last looked at.
    pub(crate) faults: Vec<Diagnostic>,
    /// What its tests and cases gave, once there was time to run them.
    pub(crate) tested: Vec<Diagnostic>,
}

/// The part of the world that a keystroke leaves as it is.
struct Rest {
    /// How far it goes.
    mark: Mark,
    /// The texts that stand apart: the ones that are being written, and those that hang on them.
    apart: BTreeSet<u32>,
    /// What was found in all the others.
    found: Vec<Diagnostic>,
}

/// All of it.
pub(crate) struct Desk {
    base: World,
    slots: Vec<Slot>,
    documents: Vec<Document>,
    /// What each text declares and names.
    ties: Vec<Ties>,
    pub(crate) open: BTreeMap<String, Open>,
    /// The world of all texts as they were last read together.
    pub(crate) world: World,
    found: Vec<Diagnostic>,
    /// Texts that have changed since.
    stale: BTreeSet<u32>,
    /// Some text declares something else than before.
    retied: bool,
    /// What the world is besides the texts that are being written.
    rest: Option<Rest>,
    /// Worlds that are done with, given up when there is time.
    spent: Vec<World>,
    pub(crate) columns: Columns,
    pub(crate) shelf: Shelf,
}

fn nothing(host: Host) -> Document {
    Document { host, entries: Vec::new(), diagnostics: Vec::new() }
}

impl Desk {
    pub(crate) fn new(base: World, built_in: Vec<Source>, columns: Columns, shelf: Shelf) -> Desk {
        let mut desk = Desk {
            base,
            slots: Vec::new(),
            documents: Vec::new(),
            ties: Vec::new(),
            open: BTreeMap::new(),
            world: World::default(),
            found: Vec::new(),
            stale: BTreeSet::new(),
            retied: false,
            rest: None,
            spent: Vec::new(),
            columns,
            shelf,
        };
        for source in built_in {
            desk.add(source, Origin::BuiltIn);
        }
        desk
    }

    /// Adds a text, and gives its number. One that is built in gives way to a file of its name.
    fn add(&mut self, source: Source, origin: Origin) -> u32 {
        let number = self.slots.len() as u32;
        let host = Host::of_name(&source.name);
        if !matches!(origin, Origin::BuiltIn) {
            self.mute(&source.name);
        }
        self.documents.push(match host {
            Some(host) => parse(&source.text, number, host),
            None => nothing(Host::Bare),
        });
        self.slots.push(Slot { source, origin, muted: false });
        self.ties.push(Ties::default());
        self.changes(number);
        number
    }

    /// Notes that a text has changed.
    fn changes(&mut self, number: u32) {
        self.stale.insert(number);
        if let (Some(ties), Some(document)) =
            (self.ties.get_mut(number as usize), self.documents.get(number as usize))
        {
            let new = Ties::of(document);
            self.retied |= !ties.declares_as(&new);
            *ties = new;
        }
    }

    /// Silences the text that is built in under this name.
    fn mute(&mut self, name: &str) {
        let name = files::base_name(name);
        let mut silenced = Vec::new();
        for (number, slot) in (0u32..).zip(&mut self.slots) {
            let same = matches!(slot.origin, Origin::BuiltIn) && !slot.muted;
            if same && files::base_name(&slot.source.name) == name {
                slot.muted = true;
                silenced.push(number);
            }
        }
        for number in silenced {
            self.put(number, nothing(Host::Bare));
        }
    }

    /// Puts a text's clauses in the place of those it had.
    fn put(&mut self, number: u32, document: Document) {
        if let Some(known) = self.documents.get_mut(number as usize) {
            *known = document;
        }
        self.changes(number);
    }

    /// Lets the text that is built in under this name speak again, if no other bears its name.
    fn unmute(&mut self, name: &str) {
        let name = files::base_name(name);
        let same = |slot: &Slot| files::base_name(&slot.source.name) == name;
        if self.slots.iter().any(|slot| {
            !matches!(slot.origin, Origin::BuiltIn) && !slot.source.text.is_empty() && same(slot)
        }) {
            return;
        }
        let mut again = Vec::new();
        for (number, slot) in (0u32..).zip(&mut self.slots) {
            if slot.muted && files::base_name(&slot.source.name) == name {
                slot.muted = false;
                let host = Host::of_name(&slot.source.name).unwrap_or(Host::Bare);
                again.push((number, parse(&slot.source.text, number, host)));
            }
        }
        for (number, document) in again {
            self.put(number, document);
        }
    }

    /// Reads a file of the workspace, anew if it was read before; one that is open stays as it is there.
    pub(crate) fn file(&mut self, path: &Path, name: &str) {
        let text = files::read(path);
        if let Some(number) = self.number_of(path) {
            if !self.open.values().any(|open| open.slot == number) {
                self.write(number, text.unwrap_or_default());
            }
        } else if let Some(text) = text {
            self.add(Source::new(name, text), Origin::File(path.to_owned()));
        }
    }

    fn number_of(&self, path: &Path) -> Option<u32> {
        let same = |slot: &Slot| matches!(&slot.origin, Origin::File(known) if known == path);
        self.slots.iter().position(same).map(|number| number as u32)
    }

    /// Gives a text new words; none at all take it out of the world.
    fn write(&mut self, number: u32, text: String) {
        let Some(slot) = self.slots.get_mut(number as usize) else { return };
        let name = slot.source.name.clone();
        let host = Host::of_name(&name);
        let document = match host {
            Some(host) if !text.is_empty() => parse(&text, number, host),
            _ => nothing(Host::Bare),
        };
        let gone = text.is_empty();
        slot.source = Source::new(name.clone(), text);
        self.put(number, document);
        if gone {
            self.unmute(&name);
        } else {
            self.mute(&name);
        }
    }

    /// Opens a text.
    pub(crate) fn opened(&mut self, uri: Uri, language: String, version: i32, text: String) {
        let address = uri.as_str().to_owned();
        let kind = Kind::of(&address, &language, &text);
        let path = files::path_of(&address);
        let known = path.as_deref().and_then(|path| self.number_of(path));
        let slot = known.unwrap_or_else(|| {
            let shown = path.as_ref().and_then(|path| path.file_name());
            let mut name = shown.map_or_else(
                || address.rsplit(['/', ':']).next().unwrap_or_default().to_owned(),
                |name| name.to_string_lossy().into_owned(),
            );
            // A text without a name of its own is a treaty if the editor says so.
            if let (Kind::Treaty(host), None) = (kind, Host::of_name(&name)) {
                name.push_str(if host == Host::Bare { ".treaty" } else { ".treaty.md" });
            }
            let origin = path.clone().map_or(Origin::Open, Origin::File);
            self.add(Source::new(name, String::new()), origin)
        });
        let open = Open {
            uri,
            version,
            kind,
            slot,
            lines: Lines::new(&text, self.columns),
            text,
            document: nothing(Host::Bare),
            language,
            faults: Vec::new(),
            tested: Vec::new(),
        };
        self.open.insert(address.clone(), open);
        self.reread(&address);
    }

    /// Changes an open text. Changes to a text that is not open are none.
    pub(crate) fn changed(
        &mut self,
        address: &str,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
    ) {
        let columns = self.columns;
        let Some(open) = self.open.get_mut(address) else { return };
        for change in changes {
            match change.range {
                Some(range) => {
                    let bytes = open.lines.bytes(&open.text, range);
                    open.text.replace_range(bytes, &change.text);
                }
                None => open.text = change.text,
            }
            open.lines = Lines::new(&open.text, columns);
        }
        open.version = version;
        self.reread(address);
    }

    /// Reads an open text.
    fn reread(&mut self, address: &str) {
        let Some(open) = self.open.get_mut(address) else { return };
        open.kind = Kind::of(address, &open.language, &open.text);
        open.tested.clear();
        let number = open.slot;
        open.document = match open.kind.host() {
            Some(host) => parse(&open.text, number, host),
            None => nothing(Host::Bare),
        };
        let (in_world, text, document) = match open.kind {
            Kind::Treaty(_) => (true, open.text.clone(), open.document.clone()),
            _ => (false, open.text.clone(), nothing(Host::Bare)),
        };
        let Some(slot) = self.slots.get_mut(number as usize) else { return };
        let name = slot.source.name.clone();
        slot.source = Source::new(name.clone(), text);
        self.put(number, document);
        if in_world {
            self.mute(&name);
        }
    }

    /// Closes a text: a file of the workspace speaks as it is on the disk, anything else is gone.
    pub(crate) fn closed(&mut self, address: &str) {
        let Some(open) = self.open.remove(address) else { return };
        let origin = self.slots.get(open.slot as usize).map(|slot| slot.origin.clone());
        let text = match origin {
            Some(Origin::File(path)) if matches!(open.kind, Kind::Treaty(_)) => files::read(&path),
            _ => None,
        };
        self.write(open.slot, text.unwrap_or_default());
    }

    /// Brings the world up to the texts: as a rule only the one that is being written is read anew, and those that hang on
    /// it; whatever else changes, all of them.
    pub(crate) fn refresh(&mut self) {
        let stale = std::mem::take(&mut self.stale);
        if stale.is_empty() {
            return;
        }
        let retied = std::mem::take(&mut self.retied);
        let rest = self.rest.take().filter(|rest| stale.is_subset(&rest.apart));
        let rest = match rest {
            // What hung on these texts hangs on them still.
            Some(rest) if !retied => Some(rest),
            rest => {
                let apart = closure(&self.ties, stale.iter().copied());
                let few = |rest: &Rest| rest.apart.len() <= MOST_APART.max(2 * apart.len());
                match rest.filter(|rest| apart.is_subset(&rest.apart) && few(rest)) {
                    Some(rest) => Some(rest),
                    None => Some(self.without(apart)),
                }
            }
        };
        let Some(rest) = rest else { return };
        self.world.back_to(&rest.mark);
        for number in &stale {
            if let Some(slot) = self.slots.get(*number as usize) {
                self.world.sources.replace(*number, slot.source.clone());
            }
        }
        self.found.clone_from(&rest.found);
        let own = some(&self.documents, |number| rest.apart.contains(&number));
        self.found.extend(self.world.add_documents(&own));
        self.rest = Some(rest);
    }

    /// Begins a world of all texts but some.
    fn without(&mut self, apart: BTreeSet<u32>) -> Rest {
        let mut world = self.base.clone();
        for slot in &self.slots {
            world.sources.add(slot.source.clone());
        }
        let others = some(&self.documents, |number| !apart.contains(&number));
        let found = world.add_documents(&others);
        let mark = world.mark();
        self.spent.push(std::mem::replace(&mut self.world, world));
        Rest { mark, apart, found }
    }

    /// Gives up what is done with.
    pub(crate) fn tidy(&mut self) {
        self.spent.clear();
    }

    /// What was found when the texts were read together.
    pub(crate) fn found(&self) -> &[Diagnostic] {
        &self.found
    }

    /// Every text of the world, by number.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (u32, &Slot, &Document)> {
        let both = self.slots.iter().zip(&self.documents).zip(0..);
        both.map(|((slot, document), number)| (number, slot, document))
    }

    pub(crate) fn slot(&self, number: u32) -> Option<&Slot> {
        self.slots.get(number as usize)
    }

    /// The open text with this number.
    pub(crate) fn open_as(&self, number: u32) -> Option<&Open> {
        self.open.values().find(|open| open.slot == number)
    }

    /// Whether a text is the user's own: none that is built in.
    pub(crate) fn is_own(&self, number: u32) -> bool {
        self.slot(number).is_some_and(|slot| !matches!(slot.origin, Origin::BuiltIn))
    }

    /// The address of a text.
    pub(crate) fn uri(&mut self, number: u32) -> Option<Uri> {
        if let Some(open) = self.open_as(number) {
            return Some(open.uri.clone());
        }
        let slot = self.slots.get(number as usize)?;
        match &slot.origin {
            Origin::File(path) => files::uri_of(path),
            Origin::Open => Uri::from_str(&slot.source.name).ok(),
            Origin::BuiltIn => self.shelf.treaty(&slot.source),
        }
    }

    /// The lines of a text.
    pub(crate) fn lines(&self, number: u32) -> Option<Lines> {
        Some(Lines::new(&self.slot(number)?.source.text, self.columns))
    }

    /// The texts that are built in.
    pub(crate) fn built_in(&self) -> Vec<Source> {
        let own = |slot: &&Slot| matches!(slot.origin, Origin::BuiltIn);
        self.slots.iter().filter(own).map(|slot| slot.source.clone()).collect()
    }
}

/// The clauses of the texts whose numbers fit.
fn some(documents: &[Document], fits: impl Fn(u32) -> bool) -> Vec<&Document> {
    let numbered = (0u32..).zip(documents);
    numbered.filter(|(number, _)| fits(*number)).map(|(_, document)| document).collect()
}

/// Whether a page is one whose cases can be run: it says what it expects.
pub(crate) fn has_cases(text: &str) -> bool {
    fences(text).iter().any(|(info, _)| matches!(info.as_str(), "answer" | "diagnostic"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use servanda::corpus;
    use servanda::scenario::lint;
    use servanda::syntax::diagnostic::render_plain;

    /// What is found in all texts, in a world that was kept up keystroke by keystroke, or made anew.
    fn found(world: &World, found: &[Diagnostic]) -> BTreeSet<String> {
        let all = lint::all(world, found.to_vec());
        render_plain(&all, &world.sources).lines().map(str::to_owned).collect()
    }

    #[test]
    fn a_world_kept_up_is_the_world_made_anew() {
        let (Ok(base), Ok(uri)) = (corpus::empty_world(), Uri::from_str("file:///x/y.treaty.md"))
        else {
            return assert_eq!("tables", "read");
        };
        let shelf = Shelf::Asked;
        let mut desk = Desk::new(base, corpus::treaties(), Columns::Utf16, shelf);
        desk.refresh();
        let names =
            ["cst.treaty.md", "nato.treaty.md", "un-charter.treaty.md", "july-1914.treaty.md"];
        for name in names {
            let text = corpus::treaties().into_iter().find(|source| source.name.ends_with(name));
            let text = text.map(|source| source.text).unwrap_or_default();
            let address = format!("file:///x/{name}");
            let uri = Uri::from_str(&address).unwrap_or_else(|_| uri.clone());
            desk.opened(uri, String::new(), 1, text.clone());
            desk.refresh();
            let ids = ["CST", "NATO", "UN-CHARTER", "GMY"];
            // The text loses what others name, then gets it back, then names what is not there.
            let broken = ids.iter().fold(text.clone(), |text, id| {
                text.replace(&format!("treaty {id} "), "treaty OTHER ")
            });
            let stray =
                text.replace("```treaty\n", "```treaty\narea STRAY-AREA\n  includes Europe\n\n");
            for (version, words) in [(2, broken), (3, text.clone()), (4, stray), (5, text)] {
                let change =
                    TextDocumentContentChangeEvent { range: None, range_length: None, text: words };
                desk.changed(&address, version, vec![change]);
                desk.refresh();
                let kept = found(&desk.world, desk.found());
                let mut anew = desk.base.clone();
                for slot in &desk.slots {
                    anew.sources.add(slot.source.clone());
                }
                let faults = anew.add_documents(&desk.documents);
                assert_eq!(kept, found(&anew, &faults), "{name}, version {version}");
            }
        }
    }
}
