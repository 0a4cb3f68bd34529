//! The shape of an open text: its treaties, articles and norms as a list, what can be folded, what to select next, and
//! its canonical layout.

use crate::desk::{Kind, Open};
use crate::faults::changed;
use lsp_types::{
    DocumentSymbol, FoldingRange, FoldingRangeKind, Position, SelectionRange, SymbolKind, TextEdit,
};
use servanda::syntax::clause::Clause;
use servanda::syntax::host::{Host, code_ranges};
use servanda::syntax::lexer::Kind as Token;
use servanda::syntax::tree::{Node, build};
use servanda::syntax::{Entry, Severity, Span, format};
use servanda_decide::summit;
use std::ops::Range;

/// How deep a clause that begins something stands in the list: a treaty, an article in it, a norm in that.
fn headed(clause: &Clause) -> Option<(usize, String, String, SymbolKind)> {
    Some(match clause {
        Clause::Treaty { id, title } => (0, id.text.clone(), title.text.clone(), SymbolKind::CLASS),
        Clause::Members => (1, "members".into(), String::new(), SymbolKind::ARRAY),
        Clause::Article { label, heading } => {
            let heading = heading.as_ref().map_or(String::new(), |text| text.text.clone());
            (1, format!("article {}", label.text), heading, SymbolKind::NAMESPACE)
        }
        Clause::Norm { name } => (2, name.text.clone(), "norm".into(), SymbolKind::FUNCTION),
        Clause::Area { id, title } => {
            let title = title.as_ref().map_or(String::new(), |text| text.text.clone());
            (0, id.text.clone(), title, SymbolKind::CONSTANT)
        }
        Clause::SourceBlock { id } => (0, id.text.clone(), "source".into(), SymbolKind::OBJECT),
        Clause::Decision { id, .. } => (0, id.text.clone(), "decision".into(), SymbolKind::OBJECT),
        Clause::Claim { id, .. } => (0, id.text.clone(), "claim".into(), SymbolKind::OBJECT),
        Clause::Event { id, title } => (0, id.text.clone(), title.text.clone(), SymbolKind::EVENT),
        Clause::Finding { name, event, .. } => {
            (0, name.text.clone(), format!("finding in {}", event.text), SymbolKind::BOOLEAN)
        }
        Clause::DutyRecord { norm, event, .. } => {
            (0, norm.text.clone(), format!("duty in {}", event.text), SymbolKind::BOOLEAN)
        }
        Clause::Test { title } => (0, title.text.clone(), "test".into(), SymbolKind::METHOD),
        _ => return None,
    })
}

/// The list of what a text begins, one inside the other.
pub(crate) fn symbols(open: &Open) -> Vec<DocumentSymbol> {
    let mut heads: Vec<(usize, DocumentSymbol)> = Vec::new();
    let mut ends: Vec<Span> = Vec::new();
    for entry in &open.document.entries {
        let Entry::Clause { clause, at, .. } = entry else {
            if let (Entry::Faulty { at, .. }, Some(last)) = (entry, ends.last_mut()) {
                *last = last.to(*at);
            }
            continue;
        };
        if let Some((depth, name, detail, kind)) = headed(clause) {
            let head = open.lines.range(at.range());
            heads.push((depth, symbol(name, detail, kind, head)));
            ends.push(*at);
        } else if let Some(last) = ends.last_mut() {
            *last = last.to(*at);
        }
    }
    for ((_, symbol), end) in heads.iter_mut().zip(&ends) {
        symbol.range = open.lines.range(end.range());
    }
    nested(heads)
}

#[allow(deprecated, reason = "the field that editors no longer read must still be given")]
fn symbol(
    name: String,
    detail: String,
    kind: SymbolKind,
    range: lsp_types::Range,
) -> DocumentSymbol {
    // An editor refuses a name without words.
    let name = if name.trim().is_empty() { "(no name)".to_owned() } else { name };
    DocumentSymbol {
        name,
        detail: (!detail.is_empty()).then_some(detail),
        kind,
        tags: None,
        deprecated: None,
        range,
        selection_range: range,
        children: None,
    }
}

/// Puts what stands deeper into what stands above it; the one around holds all of them.
fn nested(heads: Vec<(usize, DocumentSymbol)>) -> Vec<DocumentSymbol> {
    let mut roots = Vec::new();
    let mut open: Vec<(usize, DocumentSymbol)> = Vec::new();
    let close =
        |open: &mut Vec<(usize, DocumentSymbol)>, roots: &mut Vec<DocumentSymbol>, depth: usize| {
            while open.last().is_some_and(|(last, _)| *last >= depth) {
                let Some((_, done)) = open.pop() else { return };
                match open.last_mut() {
                    Some((_, around)) => {
                        around.range.end = around.range.end.max(done.range.end);
                        around.children.get_or_insert_default().push(done);
                    }
                    None => roots.push(done),
                }
            }
        };
    for (depth, symbol) in heads {
        close(&mut open, &mut roots, depth);
        open.push((depth, symbol));
    }
    close(&mut open, &mut roots, 0);
    roots
}

/// What can be folded: treaties, articles, norms and other blocks, clauses of several lines, fences.
pub(crate) fn folds(open: &Open) -> Vec<FoldingRange> {
    let Some(host) = open.kind.host() else { return Vec::new() };
    let mut found = Vec::new();
    let mut add = |range: Range<usize>, kind: Option<FoldingRangeKind>| {
        let words = open.text.get(range.clone()).unwrap_or_default();
        let end = range.start + words.trim_end().len();
        let lines = open.lines.range(range.start..end);
        if lines.end.line > lines.start.line {
            found.push(FoldingRange {
                start_line: lines.start.line,
                end_line: lines.end.line,
                kind,
                ..FoldingRange::default()
            });
        }
    };
    let root = Node::new_root(build(&open.text, host));
    for node in root.descendants().filter(|node| node.kind() != Token::File) {
        let range = node.text_range();
        add(usize::from(range.start())..usize::from(range.end()), None);
    }
    if host == Host::Literate {
        for range in code_ranges(&open.text, host) {
            add(range, Some(FoldingRangeKind::Region));
        }
    }
    found
}

/// From a place outward: its word, its clause, its norm, its article, its block, the text.
pub(crate) fn selections(open: &Open, positions: &[Position]) -> Vec<SelectionRange> {
    let host = open.kind.host().unwrap_or(Host::Bare);
    let root = Node::new_root(build(&open.text, host));
    let each = positions.iter().map(|position| {
        let byte = open.lines.byte(&open.text, *position).min(open.text.len());
        let token = root.token_at_offset((byte as u32).into()).right_biased();
        let mut ranges: Vec<Range<usize>> = Vec::new();
        if let Some(token) = &token {
            let own = token.text_range();
            ranges.push(own.start().into()..own.end().into());
            for node in token.parent_ancestors() {
                let around = node.text_range();
                ranges.push(around.start().into()..around.end().into());
            }
            ranges.dedup();
        }
        let mut outer: Option<SelectionRange> = None;
        for range in ranges.into_iter().rev() {
            let parent = outer.take().map(Box::new);
            outer = Some(SelectionRange { range: open.lines.range(range), parent });
        }
        outer.unwrap_or(SelectionRange { range: open.lines.range(byte..byte), parent: None })
    });
    each.collect()
}

/// The one edit that lays an open text out canonically; none when it is so already.
///
/// # Errors
/// Why it cannot be laid out.
pub(crate) fn layout(open: &Open) -> Result<Vec<TextEdit>, String> {
    let laid = match open.kind {
        Kind::Treaty(_) => {
            let wrong = |fault: &&servanda::syntax::Diagnostic| fault.severity() == Severity::Error;
            if let Some(fault) = open.document.diagnostics.iter().find(wrong) {
                return Err(format!("not laid out before this is mended: {}", fault.message));
            }
            format::format(&open.document, &open.text)
        }
        Kind::Summit => {
            let host = summit::host_of_name(open.uri.as_str()).unwrap_or(Host::Bare);
            summit::laid_out(&open.text, host)
        }
        _ => return Ok(Vec::new()),
    };
    let mut laid = laid.replace("\r\n", "\n");
    if open.text.contains("\r\n") {
        laid = laid.replace('\n', "\r\n");
    }
    if open.text.starts_with('\u{feff}') && !laid.starts_with('\u{feff}') {
        laid.insert(0, '\u{feff}');
    }
    if laid == open.text {
        return Ok(Vec::new());
    }
    let (range, words) = changed(&open.text, &laid);
    Ok(vec![TextEdit::new(open.lines.range(range), words)])
}
