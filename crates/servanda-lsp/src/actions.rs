//! The edits that the faults of a place offer.

use crate::desk::Desk;
use crate::faults;
use lsp_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, DocumentChanges, OneOf,
    OptionalVersionedTextDocumentIdentifier, Range, TextDocumentEdit, TextEdit, WorkspaceEdit,
};
use servanda::syntax::{Diagnostic, Fix};

/// Every edit that a fault of this place offers.
pub(crate) fn at(desk: &mut Desk, address: &str, range: Range) -> Vec<CodeActionOrCommand> {
    let Some(open) = desk.open.get(address) else { return Vec::new() };
    let wanted = open.lines.bytes(&open.text, range);
    let touches = |fault: &&Diagnostic| {
        let at = fault.primary.as_ref().map_or(0..0, |label| label.at.range());
        at.start <= wanted.end && wanted.start <= at.end
    };
    let faults: Vec<Diagnostic> =
        open.faults.iter().chain(&open.tested).filter(touches).cloned().collect();
    let mut found = Vec::new();
    for fault in faults {
        let shown = faults::one(desk, address, &fault);
        let only = fault.fixes.len() == 1;
        for fix in &fault.fixes {
            found.extend(edit(desk, address, fix).map(|edit| {
                CodeActionOrCommand::CodeAction(CodeAction {
                    title: sentence(&fix.title),
                    kind: Some(CodeActionKind::QUICKFIX),
                    diagnostics: shown.clone().map(|shown| vec![shown]),
                    edit: Some(edit),
                    is_preferred: only.then_some(true),
                    ..CodeAction::default()
                })
            }));
        }
    }
    found
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// A fix as edits of open and closed texts.
fn edit(desk: &mut Desk, address: &str, fix: &Fix) -> Option<WorkspaceEdit> {
    let open = desk.open.get(address)?;
    let mut edits = Vec::new();
    for edit in &fix.edits {
        // A fault of one text is mended there.
        if edit.at.file != open.slot {
            return None;
        }
        let (bytes, words) = edit.in_text(&open.text);
        edits.push(OneOf::Left(TextEdit::new(open.lines.range(bytes), words)));
    }
    let document = OptionalVersionedTextDocumentIdentifier {
        uri: open.uri.clone(),
        version: Some(open.version),
    };
    let changes = vec![TextDocumentEdit { text_document: document, edits }];
    Some(WorkspaceEdit {
        document_changes: Some(DocumentChanges::Edits(changes)),
        ..WorkspaceEdit::default()
    })
}
