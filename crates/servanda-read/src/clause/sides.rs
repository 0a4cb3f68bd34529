//! Treaties told of by their sides: "the neutrality pact between the two countries", "its treaty with
//! Poland", "the Franco-Soviet pact of 1935".

use super::Doc;
use super::refer::Hint;
use super::tools::{body_of, pattern};
use crate::mask::{Masked, ORG, Slot};
use crate::when::When;
use regex::Regex;
use std::sync::LazyLock;

/// Nouns for a treaty.
const PAPER: &str = "treaty|pact|alliance|agreement|declaration|convention|accord|deal|protocol|guarantee|partnership";

/// First halves of double names, with the name of the state.
const HALVES: &[(&str, &str)] = &[
    ("Anglo", "United Kingdom"),
    ("Franco", "France"),
    ("Sino", "China"),
    ("Russo", "Russia"),
    ("Italo", "Italy"),
    ("Austro", "Austria"),
    ("Turco", "Turkey"),
    ("Turko", "Turkey"),
    ("Greco", "Greece"),
    ("Graeco", "Greece"),
    ("Indo", "India"),
    ("Luso", "Portugal"),
    ("Hispano", "Spain"),
    ("Nippo", "Japan"),
    ("Germano", "Germany"),
];

static SIDES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\b(?:{PAPER})\b(?: of [\w\s,-]{{3,50}}?)?(?: (?:of|in) <D>)?[^.;:,]{{0,30}}? (?:with|between) (?:the |both )?(?:\w+ )?(?P<x><X>)|(?P<a><A>)[-–](?P<b><A>) (?:[\w-]+ ){{0,4}}?(?:{PAPER})\b|\b(?P<half>\p{{Lu}}\w+)[-–](?P<c><A>) (?:[\w-]+ ){{0,4}}?(?:{PAPER})\b|\b(?P<two>(?:{PAPER})\b[^.;:]{{0,40}}? between (?:the two|both|them|themselves))\b|(?P<y><A>) (?:[\w-]+ ){{0,2}}?(?:{PAPER})\b"
    ))
});

fn states(mask: &Masked, at: usize) -> Vec<String> {
    match mask.sign_at(at).map(|sign| &sign.slot) {
        Some(Slot::States(states)) => states.clone(),
        _ => Vec::new(),
    }
}

fn add(list: &mut Vec<String>, more: Vec<String>) {
    for one in more {
        if !list.contains(&one) {
            list.push(one);
        }
    }
}

/// The treaty that a stretch tells of by its sides, one of whom may be `parties`.
pub(crate) fn by_sides(
    doc: &Doc<'_>,
    mask: &Masked,
    from: usize,
    to: usize,
    parties: &[String],
) -> Option<String> {
    let part = mask.text.get(from..to)?;
    let found = SIDES.captures(part)?;
    let whole = found.get(0)?;
    let mut sides: Vec<String> = Vec::new();
    for name in ["x", "a", "b", "c", "y"] {
        if let Some(found) = found.name(name) {
            add(&mut sides, states(mask, from + found.start()));
        }
    }
    if let Some(half) = found.name("half") {
        let (_, of) = HALVES.iter().find(|(half_name, _)| *half_name == half.as_str())?;
        add(&mut sides, doc.lexicon.states_named(of, doc.published));
    }
    if found.name("two").is_some() {
        add(&mut sides, parties.iter().take(1).cloned().collect());
        for sign in &mask.signs {
            if let Slot::States(states) = &sign.slot
                && sides.len() < 2
            {
                add(&mut sides, states.iter().take(2).cloned().collect());
            }
        }
    } else if sides.len() < 2 {
        add(&mut sides, parties.iter().take(1).cloned().collect());
    }
    let when = mask.signs_in(from + whole.start(), to).find_map(|sign| match sign.slot {
        Slot::Date(when) if mask.text.get(..sign.at).is_some_and(|lead| lead.ends_with("of ")) => {
            Some(when)
        }
        _ => None,
    });
    let words = mask.span(doc.text, from + whole.start(), from + whole.end()).of(doc.text);
    let id = |when: Option<When>| {
        doc.lexicon.titled(&sides, when, doc.published, words).map(|treaty| treaty.id.clone())
    };
    id(when).or_else(|| id(None))
}

/// The body that words mean for those who are in it: named, told of by its sides, or referred to.
pub(crate) fn body_for(
    doc: &Doc<'_>,
    mask: &Masked,
    from: usize,
    to: usize,
    hint: Hint<'_>,
) -> Option<Result<String, String>> {
    let named = mask
        .signs_in(from, to)
        .any(|sign| matches!(&sign.slot, Slot::Org(Ok(_))) && mask.kind(sign.at) == ORG);
    if !named && let Some(id) = by_sides(doc, mask, from, to, hint.parties) {
        return Some(Ok(id));
    }
    body_of(doc, mask, from, to, hint)
}

/// Every treaty that a text tells of by its sides, with its place.
pub(crate) fn find(doc: &Doc<'_>) -> Vec<(usize, String)> {
    let mut list = Vec::new();
    for (_, mask) in doc.body_sentences() {
        for found in SIDES.find_iter(&mask.text) {
            let first: Vec<String> = mask
                .signs_in(0, found.start())
                .find_map(|sign| match &sign.slot {
                    Slot::States(states) => Some(states.iter().take(1).cloned().collect()),
                    _ => None,
                })
                .unwrap_or_default();
            if let Some(id) = by_sides(doc, mask, found.start(), mask.text.len(), &first) {
                list.push((mask.start(found.start()), id));
            }
        }
    }
    list
}
