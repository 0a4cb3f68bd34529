//! What an editor asks, and what it is told.

use crate::desk::Kind;
use crate::server::Server;
use crate::talk::{answer, guarded};
use crate::{actions, complete, hints, hover, outline, places, shelf, tokens};
use lsp_server::{ErrorCode, Request, Response};
use lsp_types::{
    AnnotatedTextEdit, CodeActionOrCommand, CodeActionParams, CompletionParams, DocumentChanges,
    DocumentFormattingParams, DocumentHighlightParams, DocumentSymbolParams, FoldingRangeParams,
    GotoDefinitionParams, Hover, HoverContents, HoverParams, InlayHintParams, MarkupContent,
    MarkupKind, OneOf, PrepareRenameResponse, ReferenceParams, RenameParams, SelectionRangeParams,
    SemanticToken, SemanticTokens, SemanticTokensDelta, SemanticTokensDeltaParams,
    SemanticTokensParams, SemanticTokensRangeParams, TextDocumentIdentifier,
    TextDocumentPositionParams, TextEdit, WorkspaceEdit, WorkspaceSymbolParams,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// A refusal: a code of the protocol and a reason.
type Refused = (i32, String);

fn refused(reason: impl Into<String>) -> Refused {
    (ErrorCode::RequestFailed as i32, reason.into())
}

impl Server<'_> {
    /// Answers a request.
    pub(crate) fn request(&mut self, request: Request) {
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
            "textDocument/hover" => self.hover(&read(params)?),
            "textDocument/completion" => self.completion(&read(params)?),
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
            "textDocument/semanticTokens/full/delta" => self.color_changes(&read(params)?),
            "textDocument/semanticTokens/range" => {
                let params: SemanticTokensRangeParams = read(params)?;
                let open = self.text(&params.text_document)?;
                let within = open.lines.bytes(&open.text, params.range);
                let data = tokens::of(&self.desk, open, Some(&within));
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

    fn hover(&self, params: &HoverParams) -> Result<Value, Refused> {
        let (address, byte) = self.byte(&params.text_document_position_params)?;
        let found = hover::at(&self.desk, &address, byte);
        let open = self.text(&params.text_document_position_params.text_document)?;
        given(found.map(|(value, range)| Hover {
            contents: HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value }),
            range: Some(open.lines.range(range)),
        }))
    }

    fn completion(&self, params: &CompletionParams) -> Result<Value, Refused> {
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

    fn color_changes(&mut self, params: &SemanticTokensDeltaParams) -> Result<Value, Refused> {
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
