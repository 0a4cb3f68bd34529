//! The conversation with an editor: what comes in, in which order it is answered, and what is found in between.

use crate::desk::{Desk, Kind};
use crate::place::Columns;
use crate::shelf::{self, Shelf};
use crate::wire::Incoming;
use crate::{actions, complete, faults, files, hints, hover, outline, places, tokens};
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};
use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::{
    AnnotatedTextEdit, CodeActionOrCommand, CodeActionParams, CompletionParams,
    DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, DocumentChanges,
    DocumentFormattingParams, DocumentHighlightParams, DocumentSymbolParams, FoldingRangeParams,
    GotoDefinitionParams, Hover, HoverContents, HoverParams, InitializeParams, InlayHintParams,
    LogMessageParams, MarkupContent, MarkupKind, MessageType, OneOf, PositionEncodingKind,
    PrepareRenameResponse, PublishDiagnosticsParams, ReferenceParams, RenameParams,
    SelectionRangeParams, SemanticToken, SemanticTokens, SemanticTokensDelta,
    SemanticTokensDeltaParams, SemanticTokensParams, SemanticTokensRangeParams,
    TextDocumentIdentifier, TextDocumentPositionParams, TextEdit, WorkspaceEdit,
    WorkspaceSymbolParams,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use servanda::model::World;
use servanda::syntax::Source;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::Duration;

/// How the conversation ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    /// The editor said goodbye.
    Goodbye,
    /// It went away, or left without a word.
    Gone,
}

/// So long nothing must come in before tests are run and the other open texts looked at.
const QUIET: Duration = Duration::from_millis(200);

/// A refusal: a code of the protocol and a reason.
type Refused = (i32, String);

fn refused(reason: impl Into<String>) -> Refused {
    (ErrorCode::RequestFailed as i32, reason.into())
}

/// Answers until the editor leaves.
pub fn serve(
    base: World,
    texts: Vec<Source>,
    incoming: &Receiver<Incoming>,
    outgoing: &Sender<Message>,
) -> End {
    let mut waiting = VecDeque::new();
    let mut start = Some((base, texts));
    let mut server: Option<Server<'_>> = None;
    let mut said_goodbye = false;
    loop {
        if waiting.is_empty() {
            let quiet = server.as_ref().is_some_and(Server::has_later);
            let next = match quiet {
                true => incoming.recv_timeout(QUIET),
                false => incoming.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match (next, &mut server) {
                (Ok(message), _) => waiting.push_back(message),
                (Err(RecvTimeoutError::Timeout), Some(server)) => {
                    guarded(|| server.later(incoming));
                    continue;
                }
                (Err(_), _) => return End::Gone,
            }
        }
        while let Ok(message) = incoming.try_recv() {
            waiting.push_back(message);
        }
        cancel(&mut waiting, outgoing);
        let Some(message) = waiting.pop_front() else { continue };
        match (message, &mut server) {
            (Incoming::Malformed(why), _) => {
                log(outgoing, &format!("a message that is none was passed over: {why}"))
            }
            (Incoming::Message(Message::Notification(note)), _) if note.method == "exit" => {
                return if said_goodbye { End::Goodbye } else { End::Gone };
            }
            (Incoming::Message(Message::Request(request)), _) if said_goodbye => {
                let words = "the server has been told to shut down".to_owned();
                answer(
                    outgoing,
                    Response::new_err(request.id, ErrorCode::InvalidRequest as i32, words),
                );
            }
            (Incoming::Message(Message::Request(request)), Some(server)) => {
                said_goodbye = request.method == "shutdown";
                server.request(request);
            }
            (Incoming::Message(Message::Request(request)), None) => {
                let parts = start.take().filter(|_| request.method == "initialize");
                match parts {
                    Some((base, texts)) => server = Server::begin(base, texts, request, outgoing),
                    None => {
                        let words = "the first request is `initialize`".to_owned();
                        answer(
                            outgoing,
                            Response::new_err(
                                request.id,
                                ErrorCode::ServerNotInitialized as i32,
                                words,
                            ),
                        );
                    }
                }
            }
            (Incoming::Message(Message::Notification(note)), Some(server)) => {
                server.notification(note)
            }
            (Incoming::Message(_), _) => {}
        }
        if let Some(server) = &mut server
            && !waiting.front().is_some_and(is_change)
        {
            guarded(|| server.look());
        }
    }
}

/// Runs what must not end the session whatever happens; whether it came to its end.
fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    // A text that breaks something is replaced as a whole with the next keystroke: nothing half-done stays.
    catch_unwind(AssertUnwindSafe(work)).ok()
}

fn answer(outgoing: &Sender<Message>, response: Response) {
    // An editor that has gone reads no answer.
    let _ = outgoing.send(Message::Response(response));
}

fn log(outgoing: &Sender<Message>, words: &str) {
    let params = LogMessageParams { typ: MessageType::WARNING, message: words.to_owned() };
    let _ =
        outgoing.send(Message::Notification(Notification::new("window/logMessage".into(), params)));
}

fn is_change(message: &Incoming) -> bool {
    matches!(message, Incoming::Message(Message::Notification(note)) if note.method == "textDocument/didChange")
}

/// Refuses the requests that wait and are no longer wanted.
fn cancel(waiting: &mut VecDeque<Incoming>, outgoing: &Sender<Message>) {
    let wanted = |message: &Incoming| match message {
        Incoming::Message(Message::Notification(note)) if note.method == "$/cancelRequest" => {
            let id = note.params.get("id")?;
            serde_json::from_value::<RequestId>(id.clone()).ok()
        }
        _ => None,
    };
    let ids: Vec<RequestId> = waiting.iter().filter_map(wanted).collect();
    if ids.is_empty() {
        return;
    }
    waiting.retain(|message| match message {
        Incoming::Message(Message::Request(request)) if ids.contains(&request.id) => {
            let words = "the editor took the request back".to_owned();
            answer(
                outgoing,
                Response::new_err(request.id.clone(), ErrorCode::RequestCanceled as i32, words),
            );
            false
        }
        _ => true,
    });
}

struct Server<'o> {
    desk: Desk,
    outgoing: &'o Sender<Message>,
    /// Open texts that have changed since they were looked at.
    dirty: BTreeSet<String>,
    /// Open texts to be looked at again, with their tests, when there is time.
    later: BTreeSet<String>,
    /// Colors that were given, by address, with their number.
    colors: BTreeMap<String, (u32, Vec<SemanticToken>)>,
    given: u32,
    /// The editor takes edits with the version they are for.
    versioned_edits: bool,
    /// The editor asks for hints again when it is told to.
    refreshes_hints: bool,
    folders: Vec<PathBuf>,
}

impl<'o> Server<'o> {
    /// Begins with the first request; none if it cannot be read.
    fn begin(
        base: World,
        texts: Vec<Source>,
        request: Request,
        outgoing: &'o Sender<Message>,
    ) -> Option<Server<'o>> {
        let id = request.id;
        let params: InitializeParams = match serde_json::from_value(request.params) {
            Ok(params) => params,
            Err(error) => {
                answer(
                    outgoing,
                    Response::new_err(id, ErrorCode::InvalidParams as i32, error.to_string()),
                );
                return None;
            }
        };
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
            folders: folders(&params),
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
        answer(outgoing, Response::new_ok(id, abilities(columns)));
        Some(server)
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

    fn has_later(&self) -> bool {
        !self.later.is_empty()
    }

    /// Looks at the open texts that have changed, and says what is found.
    fn look(&mut self) {
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
    fn later(&mut self, incoming: &Receiver<Incoming>) {
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

    fn notification(&mut self, note: Notification) {
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

    fn request(&mut self, request: Request) {
        let id = request.id.clone();
        let result = guarded(|| self.asked(&request.method, request.params)).unwrap_or_else(|| {
            Err((ErrorCode::InternalError as i32, "the server itself is at fault here".to_owned()))
        });
        answer(
            self.outgoing,
            match result {
                Ok(value) => Response::new_ok(id, value),
                Err((code, words)) => Response::new_err(id, code, words),
            },
        );
    }

    fn asked(&mut self, method: &str, params: Value) -> Result<Value, Refused> {
        self.desk.refresh();
        match method {
            "shutdown" => Ok(Value::Null),
            "initialize" => {
                Err((ErrorCode::InvalidRequest as i32, "the server is initialized already".into()))
            }
            "textDocument/hover" => self.hover(read(params)?),
            "textDocument/completion" => self.completion(read(params)?),
            "completionItem/resolve" => given(complete::resolved(&self.desk, read(params)?)),
            "textDocument/definition" => {
                let params: GotoDefinitionParams = read(params)?;
                let (address, byte) = self.byte(&params.text_document_position_params)?;
                given(places::definition(&mut self.desk, &address, byte))
            }
            "textDocument/references" => {
                let params: ReferenceParams = read(params)?;
                let (address, byte) = self.byte(&params.text_document_position)?;
                let all = params.context.include_declaration;
                given(places::references(&mut self.desk, &address, byte, all))
            }
            "textDocument/documentHighlight" => {
                let params: DocumentHighlightParams = read(params)?;
                let (address, byte) = self.byte(&params.text_document_position_params)?;
                given(places::highlights(&self.desk, &address, byte))
            }
            "textDocument/prepareRename" => {
                let (address, byte) = self.byte(&read(params)?)?;
                let (range, placeholder) =
                    places::prepare(&self.desk, &address, byte).map_err(refused)?;
                given(PrepareRenameResponse::RangeWithPlaceholder { range, placeholder })
            }
            "textDocument/rename" => {
                let params: RenameParams = read(params)?;
                let (address, byte) = self.byte(&params.text_document_position)?;
                let edit = places::rename(&mut self.desk, &address, byte, &params.new_name)
                    .map_err(refused)?;
                given(self.edit(edit))
            }
            "textDocument/codeAction" => {
                let params: CodeActionParams = read(params)?;
                let mut found =
                    actions::at(&mut self.desk, params.text_document.uri.as_str(), params.range);
                for action in &mut found {
                    if let CodeActionOrCommand::CodeAction(action) = action {
                        action.edit = action.edit.take().map(|edit| self.edit(edit));
                    }
                }
                given(found)
            }
            _ => self.asked_of_text(method, params),
        }
    }

    /// What is asked of an open text as a whole, and of the workspace.
    fn asked_of_text(&mut self, method: &str, params: Value) -> Result<Value, Refused> {
        match method {
            "textDocument/documentSymbol" => {
                let params: DocumentSymbolParams = read(params)?;
                given(outline::symbols(self.text(&params.text_document)?))
            }
            "textDocument/foldingRange" => {
                let params: FoldingRangeParams = read(params)?;
                given(outline::folds(self.text(&params.text_document)?))
            }
            "textDocument/selectionRange" => {
                let params: SelectionRangeParams = read(params)?;
                given(outline::selections(self.text(&params.text_document)?, &params.positions))
            }
            "textDocument/formatting" => {
                let params: DocumentFormattingParams = read(params)?;
                given(outline::layout(self.text(&params.text_document)?).map_err(refused)?)
            }
            "textDocument/inlayHint" => {
                let params: InlayHintParams = read(params)?;
                let open = self.text(&params.text_document)?;
                let within = open.lines.bytes(&open.text, params.range);
                given(hints::of(&self.desk, params.text_document.uri.as_str(), &within))
            }
            "textDocument/semanticTokens/full" => {
                let params: SemanticTokensParams = read(params)?;
                let data = tokens::of(&self.desk, self.text(&params.text_document)?, None);
                let result_id = Some(self.keep(&params.text_document, data.clone()));
                given(SemanticTokens { result_id, data })
            }
            "textDocument/semanticTokens/full/delta" => self.color_changes(read(params)?),
            "textDocument/semanticTokens/range" => {
                let params: SemanticTokensRangeParams = read(params)?;
                let open = self.text(&params.text_document)?;
                let within = open.lines.bytes(&open.text, params.range);
                let data = tokens::of(&self.desk, open, Some(within));
                given(SemanticTokens { result_id: None, data })
            }
            "workspace/symbol" => {
                let params: WorkspaceSymbolParams = read(params)?;
                given(places::search(&mut self.desk, &params.query))
            }
            "servanda/text" => {
                let uri = params.get("uri").and_then(Value::as_str).unwrap_or_default();
                let text = shelf::text_of(uri, &self.desk.built_in());
                text.map(|text| json!({ "text": text }))
                    .ok_or_else(|| refused(format!("no text has the address {uri}")))
            }
            other => {
                Err((ErrorCode::MethodNotFound as i32, format!("`{other}` is not asked here")))
            }
        }
    }

    fn text(&self, text: &TextDocumentIdentifier) -> Result<&crate::desk::Open, Refused> {
        let open = self.desk.open.get(text.uri.as_str());
        open.ok_or_else(|| {
            (ErrorCode::InvalidParams as i32, format!("{} is not open", text.uri.as_str()))
        })
    }

    fn byte(&self, at: &TextDocumentPositionParams) -> Result<(String, usize), Refused> {
        let open = self.text(&at.text_document)?;
        Ok((at.text_document.uri.as_str().to_owned(), open.lines.byte(&open.text, at.position)))
    }

    fn hover(&self, params: HoverParams) -> Result<Value, Refused> {
        let (address, byte) = self.byte(&params.text_document_position_params)?;
        let found = hover::at(&self.desk, &address, byte);
        let open = self.text(&params.text_document_position_params.text_document)?;
        given(found.map(|(value, range)| Hover {
            contents: HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value }),
            range: Some(open.lines.range(range)),
        }))
    }

    fn completion(&self, params: CompletionParams) -> Result<Value, Refused> {
        let (address, byte) = self.byte(&params.text_document_position)?;
        let mut found = complete::at(&self.desk, &address, byte);
        let open = self.text(&params.text_document_position.text_document)?;
        let before = open.text.get(..byte).unwrap_or_default();
        let word = before.rfind(|sign: char| !sign.is_ascii_alphanumeric()).map_or(0, |at| at + 1);
        // A page about the language names codes in its prose.
        let named = before.get(word..).is_some_and(|word| word.starts_with("SV"));
        if found.is_empty() && open.kind == Kind::Page && named {
            found = complete::codes(open.lines.range(word..byte));
        }
        given(found)
    }

    fn keep(&mut self, text: &TextDocumentIdentifier, data: Vec<SemanticToken>) -> String {
        self.given += 1;
        self.colors.insert(text.uri.as_str().to_owned(), (self.given, data));
        self.given.to_string()
    }

    fn color_changes(&mut self, params: SemanticTokensDeltaParams) -> Result<Value, Refused> {
        let data = tokens::of(&self.desk, self.text(&params.text_document)?, None);
        let kept = self.colors.remove(params.text_document.uri.as_str());
        let known = kept.filter(|(number, _)| number.to_string() == params.previous_result_id);
        let result_id = Some(self.keep(&params.text_document, data.clone()));
        match known {
            Some((_, old)) => {
                let edits = tokens::difference(&old, &data);
                given(SemanticTokensDelta { result_id, edits })
            }
            None => given(SemanticTokens { result_id, data }),
        }
    }

    /// An edit in the form that the editor takes.
    #[allow(
        clippy::mutable_key_type,
        reason = "the type of the protocol; an address does not change"
    )]
    fn edit(&self, edit: WorkspaceEdit) -> WorkspaceEdit {
        if self.versioned_edits {
            return edit;
        }
        let Some(DocumentChanges::Edits(edits)) = edit.document_changes else { return edit };
        let plain = |one: OneOf<TextEdit, AnnotatedTextEdit>| match one {
            OneOf::Left(edit) => edit,
            OneOf::Right(edit) => edit.text_edit,
        };
        let each = edits
            .into_iter()
            .map(|edit| (edit.text_document.uri, edit.edits.into_iter().map(plain).collect()));
        WorkspaceEdit { changes: Some(each.collect()), ..WorkspaceEdit::default() }
    }
}

fn read<T: DeserializeOwned>(params: Value) -> Result<T, Refused> {
    serde_json::from_value(params)
        .map_err(|error| (ErrorCode::InvalidParams as i32, error.to_string()))
}

fn given(value: impl serde::Serialize) -> Result<Value, Refused> {
    serde_json::to_value(value)
        .map_err(|error| (ErrorCode::InternalError as i32, error.to_string()))
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
