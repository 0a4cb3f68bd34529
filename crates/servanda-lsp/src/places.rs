//! Where a thing is declared and named, and its name changed everywhere at once.

use crate::desk::Desk;
use crate::names::{self, Named, Thing};
use lsp_types::{
    DocumentChanges, DocumentHighlight, Location, OneOf, OptionalVersionedTextDocumentIdentifier,
    Range, SymbolInformation, SymbolKind, TextDocumentEdit, TextEdit, WorkspaceEdit,
};
use servanda::syntax::Span;
use std::collections::BTreeMap;

/// Symbols that a search shows.
const MOST_FOUND: usize = 300;

/// A place in an address that the editor can open.
fn location(desk: &mut Desk, at: Span) -> Option<Location> {
    let range = match desk.open_as(at.file) {
        Some(open) => open.lines.range(at.range()),
        None => desk.lines(at.file)?.range(at.range()),
    };
    Some(Location::new(desk.uri(at.file)?, range))
}

/// Where what is named at a byte is declared.
pub(crate) fn definition(desk: &mut Desk, address: &str, byte: usize) -> Vec<Location> {
    let Some(named) = names::at(desk, address, byte) else { return Vec::new() };
    let mut all = names::places(desk, &named.thing);
    // A question of fact is declared nowhere: where a norm asks it first is next to that.
    let question = matches!(named.thing, Thing::Finding(_));
    if question {
        all.truncate(1);
    } else {
        all.retain(|place| place.declares);
    }
    all.into_iter().filter_map(|place| location(desk, place.at)).collect()
}

/// Every place of what is named at a byte.
pub(crate) fn references(
    desk: &mut Desk,
    address: &str,
    byte: usize,
    declarations: bool,
) -> Vec<Location> {
    let Some(named) = names::at(desk, address, byte) else { return Vec::new() };
    let all = names::places(desk, &named.thing);
    let kept = all.into_iter().filter(|place| declarations || !place.declares);
    kept.filter_map(|place| location(desk, place.at)).collect()
}

/// The places of the same thing in one text.
pub(crate) fn highlights(desk: &Desk, address: &str, byte: usize) -> Vec<DocumentHighlight> {
    let (Some(named), Some(open)) = (names::at(desk, address, byte), desk.open.get(address)) else {
        return Vec::new();
    };
    let all = names::named(&desk.world, &open.document).into_iter();
    let same = all.filter(|other| other.thing == named.thing);
    same.map(|other| DocumentHighlight { range: open.lines.range(other.at.range()), kind: None })
        .collect()
}

/// The name at a byte, if it can be changed; else why not.
pub(crate) fn prepare(desk: &Desk, address: &str, byte: usize) -> Result<(Range, String), String> {
    let (named, _) = renamable(desk, address, byte)?;
    let open = desk.open.get(address).ok_or("the text is not open")?;
    let words = open.text.get(named.at.range()).unwrap_or_default();
    Ok((open.lines.range(named.at.range()), words.to_owned()))
}

/// What is named at a byte with all its places, if all of them are the user's own.
fn renamable(desk: &Desk, address: &str, byte: usize) -> Result<(Named, Vec<Named>), String> {
    let named = names::at(desk, address, byte).ok_or("nothing here bears a name")?;
    if matches!(named.thing, Thing::Actor(_) | Thing::Place(_)) {
        return Err(
            "states, organizations and places have their names from the lists of the program"
                .into(),
        );
    }
    let all = names::places(desk, &named.thing);
    if let Some(foreign) = all.iter().find(|place| !desk.is_own(place.at.file)) {
        let place = desk.world.sources.place(foreign.at);
        return Err(format!("it is named in the corpus that travels with the program, at {place}"));
    }
    Ok((named, all))
}

/// The edits that give what is named at a byte another name.
pub(crate) fn rename(
    desk: &mut Desk,
    address: &str,
    byte: usize,
    name: &str,
) -> Result<WorkspaceEdit, String> {
    let (named, all) = renamable(desk, address, byte)?;
    fits(&named.thing, name)?;
    if taken(desk, &named.thing, name) {
        return Err(format!("`{name}` is there already"));
    }
    let mut by_text: BTreeMap<u32, Vec<Span>> = BTreeMap::new();
    for place in all {
        let spans = by_text.entry(place.at.file).or_default();
        if !spans.contains(&place.at) {
            spans.push(place.at);
        }
    }
    let mut changes = Vec::new();
    for (file, spans) in by_text {
        let (Some(uri), Some(lines)) = (desk.uri(file), desk.lines(file)) else { continue };
        let edit = |at: &Span| OneOf::Left(TextEdit::new(lines.range(at.range()), name.to_owned()));
        let version = desk.open_as(file).map(|open| open.version);
        let text_document = OptionalVersionedTextDocumentIdentifier { uri, version };
        let edits = spans.iter().map(edit).collect();
        changes.push(TextDocumentEdit { text_document, edits });
    }
    let document_changes = Some(DocumentChanges::Edits(changes));
    Ok(WorkspaceEdit { document_changes, ..WorkspaceEdit::default() })
}

/// Whether a name has the shape that its sort wants.
fn fits(thing: &Thing, name: &str) -> Result<(), String> {
    let small = matches!(thing, Thing::Norm(..) | Thing::Finding(_) | Thing::Reading(..));
    let letter = |letter: char| match small {
        true => letter.is_ascii_lowercase(),
        false => letter.is_ascii_uppercase(),
    };
    let label = matches!(thing, Thing::Article(..) | Thing::Source(_));
    let plain = |sign: char| letter(sign) || sign.is_ascii_digit() || sign == '-';
    let word = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_' | '.');
    let good = match label {
        true => !name.is_empty() && name.chars().all(word),
        false => name.starts_with(letter) && name.chars().all(plain),
    };
    match (good, small) {
        (true, _) => Ok(()),
        (false, true) => Err("write lower-case letters, digits and hyphens, a letter first".into()),
        (false, false) => Err("write capitals, digits and hyphens, a letter first".into()),
    }
}

/// Whether something of the sort bears the name already.
fn taken(desk: &Desk, thing: &Thing, name: &str) -> bool {
    let name = name.to_owned();
    let other = match thing {
        Thing::Treaty(_) => Thing::Treaty(name),
        Thing::Article(treaty, _) => Thing::Article(treaty.clone(), name),
        Thing::Norm(treaty, _) => Thing::Norm(treaty.clone(), name),
        Thing::Area(_) => Thing::Area(name),
        Thing::Reading(treaty, _) => Thing::Reading(treaty.clone(), name),
        Thing::Event(_) => Thing::Event(name),
        Thing::Claim(_) => Thing::Claim(name),
        Thing::Decision(_) => Thing::Decision(name),
        Thing::Source(_) => Thing::Source(name),
        // Two norms may well ask the same.
        Thing::Finding(_) | Thing::Actor(_) | Thing::Place(_) => return false,
    };
    names::places(desk, &other).iter().any(|place| place.declares)
}

/// Everything that is declared under a name with these words in it.
#[allow(deprecated, reason = "the field that editors no longer read must still be given")]
pub(crate) fn search(desk: &mut Desk, words: &str) -> Vec<SymbolInformation> {
    let wanted = words.to_lowercase();
    let mut found = Vec::new();
    for (_, _, document) in desk.texts() {
        for named in names::named(&desk.world, document).into_iter().filter(|one| one.declares) {
            let Some((name, kind, inside)) = symbol(&named.thing) else { continue };
            if name.to_lowercase().contains(&wanted) {
                found.push((name, kind, inside, named.at));
            }
        }
        if found.len() >= MOST_FOUND {
            break;
        }
    }
    found.truncate(MOST_FOUND);
    let shown = found.into_iter().filter_map(|(name, kind, container_name, at)| {
        let location = location(desk, at)?;
        Some(SymbolInformation {
            name,
            kind,
            tags: None,
            deprecated: None,
            location,
            container_name,
        })
    });
    shown.collect()
}

/// The name of a declared thing, its kind, and what it stands in.
fn symbol(thing: &Thing) -> Option<(String, SymbolKind, Option<String>)> {
    Some(match thing {
        Thing::Treaty(id) => (id.clone(), SymbolKind::CLASS, None),
        Thing::Article(treaty, label) => {
            (format!("{treaty}/{label}"), SymbolKind::NAMESPACE, Some(treaty.clone()))
        }
        Thing::Norm(treaty, name) => (name.clone(), SymbolKind::FUNCTION, Some(treaty.clone())),
        Thing::Reading(treaty, name) => {
            (name.clone(), SymbolKind::ENUM_MEMBER, Some(treaty.clone()))
        }
        Thing::Area(id) => (id.clone(), SymbolKind::CONSTANT, None),
        Thing::Event(id) => (id.clone(), SymbolKind::EVENT, None),
        Thing::Claim(id) | Thing::Decision(id) | Thing::Source(id) => {
            (id.clone(), SymbolKind::OBJECT, None)
        }
        Thing::Actor(_) | Thing::Place(_) | Thing::Finding(_) => return None,
    })
}
