//! What is open, what has changed, what is to be said of it: the state of a conversation with an editor.

use crate::desk::Desk;
use crate::place::Columns;
use crate::shelf::Shelf;
use crate::talk::{guarded, log};
use crate::wire::Incoming;
use crate::{faults, files, tokens};
use crossbeam_channel::{Receiver, Sender};
use lsp_server::{Message, Notification, Request, RequestId};
use lsp_types::{
    DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, InitializeParams, PositionEncodingKind,
    PublishDiagnosticsParams, SemanticToken,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use servanda::model::World;
use servanda::syntax::Source;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// What is known while an editor is there.
pub(crate) struct Server<'o> {
    pub(crate) desk: Desk,
    pub(crate) outgoing: &'o Sender<Message>,
    /// Open texts that have changed since they were looked at.
    dirty: BTreeSet<String>,
    /// Open texts to be looked at again, with their tests, when there is time.
    later: BTreeSet<String>,
    /// Colors that were given, by address, with their number.
    pub(crate) colors: BTreeMap<String, (u32, Vec<SemanticToken>)>,
    pub(crate) given: u32,
    /// The editor takes edits with the version they are for.
    pub(crate) versioned_edits: bool,
    /// The editor asks for hints again when it is told to.
    refreshes_hints: bool,
    folders: Vec<PathBuf>,
}

impl<'o> Server<'o> {
    /// Begins with what the editor says of itself; with the server comes what it can do.
    pub(crate) fn begin(
        base: World,
        texts: Vec<Source>,
        params: &InitializeParams,
        outgoing: &'o Sender<Message>,
    ) -> (Server<'o>, Value) {
        let can = &params.capabilities;
        let encodings =
            can.general.as_ref().and_then(|general| general.position_encodings.as_ref());
        let bytes = encodings.is_some_and(|list| list.contains(&PositionEncodingKind::UTF8));
        let columns = if bytes { Columns::Utf8 } else { Columns::Utf16 };
        let option = |name: &str| {
            params.initialization_options.as_ref().and_then(|options| options.get(name))
        };
        let asks = option("texts").and_then(Value::as_bool).unwrap_or_default();
        let shelf = if asks { Shelf::Asked } else { Shelf::Folder(None) };
        let workspace = can.workspace.as_ref();
        let edits = workspace.and_then(|workspace| workspace.workspace_edit.as_ref());
        let hints = workspace.and_then(|workspace| workspace.inlay_hint.as_ref());
        let mut server = Server {
            versioned_edits: edits.and_then(|edit| edit.document_changes).unwrap_or_default(),
            refreshes_hints: hints.and_then(|hint| hint.refresh_support).unwrap_or_default(),
            folders: folders(params),
            desk: Desk::new(base, texts, columns, shelf),
            outgoing,
            dirty: BTreeSet::new(),
            later: BTreeSet::new(),
            colors: BTreeMap::new(),
            given: 0,
        };
        for folder in server.folders.clone() {
            server.read_folder(&folder);
        }
        server.desk.refresh();
        (server, abilities(columns))
    }

    fn read_folder(&mut self, folder: &std::path::Path) {
        for path in files::treaties_below(folder) {
            self.read_file(folder, &path);
        }
    }

    fn read_file(&mut self, folder: &std::path::Path, path: &std::path::Path) {
        let name = path.strip_prefix(folder).unwrap_or(path).to_string_lossy().replace('\\', "/");
        self.desk.file(path, &name);
    }

    pub(crate) fn has_later(&self) -> bool {
        !self.later.is_empty()
    }

    /// Looks at the open texts that have changed, and says what is found.
    pub(crate) fn look(&mut self) {
        let dirty = std::mem::take(&mut self.dirty);
        if dirty.is_empty() {
            return;
        }
        self.desk.refresh();
        for address in &dirty {
            let found = faults::at_once(&self.desk, address);
            if let Some(open) = self.desk.open.get_mut(address) {
                open.faults = found;
            }
            self.say(address);
        }
        self.desk.tidy();
        self.later.extend(self.desk.open.keys().cloned());
    }

    /// One text of those that wait for a quiet moment, until something comes in.
    pub(crate) fn later(&mut self, incoming: &Receiver<Incoming>) {
        self.desk.refresh();
        let mut changed = false;
        while incoming.is_empty()
            && let Some(address) = self.later.pop_first()
        {
            let found = faults::at_once(&self.desk, &address);
            let tested = faults::of_tests(&self.desk, &address);
            let Some(open) = self.desk.open.get_mut(&address) else { continue };
            if open.faults != found || open.tested != tested {
                (open.faults, open.tested) = (found, tested);
                self.say(&address);
                changed = true;
            }
        }
        self.desk.tidy();
        if changed && self.refreshes_hints {
            self.given += 1;
            let id = RequestId::from(format!("hints-{}", self.given));
            let request = Request::new(id, "workspace/inlayHint/refresh".into(), Value::Null);
            let _ = self.outgoing.send(Message::Request(request));
        }
    }

    fn say(&mut self, address: &str) {
        let diagnostics = faults::shown(&mut self.desk, address);
        let Some(open) = self.desk.open.get(address) else { return };
        let params =
            PublishDiagnosticsParams::new(open.uri.clone(), diagnostics, Some(open.version));
        self.tell("textDocument/publishDiagnostics", params);
    }

    fn tell(&self, method: &str, params: impl serde::Serialize) {
        let _ =
            self.outgoing.send(Message::Notification(Notification::new(method.to_owned(), params)));
    }

    pub(crate) fn notification(&mut self, note: Notification) {
        let method = note.method.clone();
        if guarded(|| self.noted(note)).is_none() {
            log(self.outgoing, &format!("{method} could not be taken"));
        }
    }

    fn noted(&mut self, note: Notification) {
        match note.method.as_str() {
            "textDocument/didOpen" => {
                let Some(params) = self.read::<DidOpenTextDocumentParams>(note.params) else {
                    return;
                };
                let text = params.text_document;
                let address = text.uri.as_str().to_owned();
                self.desk.opened(text.uri, text.language_id, text.version, text.text);
                self.dirty.insert(address);
            }
            "textDocument/didChange" => {
                let Some(params) = self.read::<DidChangeTextDocumentParams>(note.params) else {
                    return;
                };
                let address = params.text_document.uri.as_str().to_owned();
                self.desk.changed(&address, params.text_document.version, params.content_changes);
                self.dirty.insert(address);
            }
            "textDocument/didClose" => {
                let Some(params) = self.read::<DidCloseTextDocumentParams>(note.params) else {
                    return;
                };
                let uri = params.text_document.uri;
                self.desk.closed(uri.as_str());
                self.dirty.remove(uri.as_str());
                self.later.remove(uri.as_str());
                self.colors.remove(uri.as_str());
                self.tell(
                    "textDocument/publishDiagnostics",
                    PublishDiagnosticsParams::new(uri, Vec::new(), None),
                );
                self.later.extend(self.desk.open.keys().cloned());
            }
            "workspace/didChangeWatchedFiles" => {
                let Some(params) = self.read::<DidChangeWatchedFilesParams>(note.params) else {
                    return;
                };
                for change in params.changes {
                    let Some(path) = files::path_of(change.uri.as_str()) else { continue };
                    let folder =
                        self.folders.iter().find(|folder| path.starts_with(folder)).cloned();
                    if let Some(folder) =
                        folder.filter(|_| files::is_treaty(&path.to_string_lossy()))
                    {
                        self.read_file(&folder, &path);
                    }
                }
                self.later.extend(self.desk.open.keys().cloned());
            }
            "workspace/didChangeWorkspaceFolders" => {
                let Some(params) = self.read::<DidChangeWorkspaceFoldersParams>(note.params) else {
                    return;
                };
                for folder in params.event.added {
                    let Some(path) = files::path_of(folder.uri.as_str()) else { continue };
                    self.folders.push(path.clone());
                    self.read_folder(&path);
                }
                self.later.extend(self.desk.open.keys().cloned());
            }
            _ => {}
        }
    }

    fn read<T: DeserializeOwned>(&self, params: Value) -> Option<T> {
        match serde_json::from_value(params) {
            Ok(params) => Some(params),
            Err(error) => {
                log(self.outgoing, &format!("a notification is not understood: {error}"));
                None
            }
        }
    }
}

/// The folders that the editor has open.
#[allow(deprecated, reason = "older editors name one folder only")]
fn folders(params: &InitializeParams) -> Vec<PathBuf> {
    let several = params.workspace_folders.iter().flatten().map(|folder| &folder.uri);
    let found: Vec<PathBuf> = several.filter_map(|uri| files::path_of(uri.as_str())).collect();
    match (found.is_empty(), &params.root_uri) {
        (true, Some(root)) => files::path_of(root.as_str()).into_iter().collect(),
        _ => found,
    }
}

/// What the server can do.
fn abilities(columns: Columns) -> Value {
    let encoding = match columns {
        Columns::Utf8 => "utf-8",
        Columns::Utf16 => "utf-16",
    };
    json!({
        "capabilities": {
            "positionEncoding": encoding,
            "textDocumentSync": {"openClose": true, "change": 2},
            "hoverProvider": true,
            "completionProvider": {"triggerCharacters": [" ", "/"], "resolveProvider": true},
            "definitionProvider": true,
            "referencesProvider": true,
            "documentHighlightProvider": true,
            "documentSymbolProvider": true,
            "workspaceSymbolProvider": true,
            "codeActionProvider": {"codeActionKinds": ["quickfix"]},
            "documentFormattingProvider": true,
            "foldingRangeProvider": true,
            "selectionRangeProvider": true,
            "renameProvider": {"prepareProvider": true},
            "inlayHintProvider": true,
            "semanticTokensProvider": {
                "legend": tokens::legend(),
                "full": {"delta": true},
                "range": true,
            },
            "workspace": {"workspaceFolders": {"supported": true, "changeNotifications": true}},
        },
        "serverInfo": {"name": "servanda", "version": env!("CARGO_PKG_VERSION")},
    })
}
