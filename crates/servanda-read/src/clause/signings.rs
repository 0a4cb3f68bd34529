//! Signatures: who signed what and when, actively, in the passive, and told of treaties by their sides.

use super::Doc;
use super::sides::by_sides;
use super::tools::{
    body_in, clause_end, clause_start, date_of, denied, pattern, referred_body, story_day, unreal,
};
use crate::mask::{Masked, Slot};
use crate::subject::who;
use crate::when::When;
use regex::Regex;
use std::sync::LazyLock;

/// A signature told of.
#[derive(Clone, Debug)]
pub(crate) struct Signing {
    /// Its sentence.
    pub(crate) sentence: usize,
    /// Byte of the text.
    pub(crate) at: usize,
    /// Who signed; empty when not told.
    pub(crate) parties: Vec<String>,
    /// What was signed, if known.
    pub(crate) treaty: Option<String>,
    /// Its name, if no list has it.
    pub(crate) name: Option<String>,
    /// When.
    pub(crate) when: Option<When>,
    /// Stretch of the mask.
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// The signers are told by their number only.
    pub(crate) counted: bool,
    /// It is a paper of a group they are already in: "a charter for their grouping".
    pub(crate) own: bool,
}

static SIGNED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:(?P<passive>(?:was|were|been|is|are) (?:signed|concluded|initialled|initialed))|(?P<participle>, (?:first )?(?:signed|concluded)|^Signed|made at|signed (?:in|on|at))|(?P<active>signed|initialled|initialed|concluded|inked|sealed|entered into|put (?:their|his|its|her) (?:names?|signatures?) to|to sign))\b",
    )
});

/// What may be signed.
static PAPER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:treaty|treaties|pact|agreement|charter|convention|protocol|declaration|document|papers?|alliance|armistice|a similar one|accord|memorandum|deal|guarantee|entente)\b|^ it\b",
    )
});

/// Every signature that a text tells of.
pub(crate) fn signings<'a>(doc: &'a Doc<'_>) -> &'a [Signing] {
    &doc.signings
}

/// Finds every signature that a text tells of.
pub(crate) fn find_signings(doc: &Doc<'_>) -> Vec<Signing> {
    let mut list = Vec::new();
    for (sentence, mask) in doc.body_sentences() {
        for found in SIGNED.captures_iter(&mask.text) {
            let Some(whole) = found.get(0) else { continue };
            let start = clause_start(mask, whole.start());
            let purpose = whole.as_str() == "to sign";
            let lead = mask.text.get(start..whole.start()).unwrap_or_default();
            let used =
                lead.contains("used ") || lead.contains(" met ") || lead.contains("gathered");
            if (purpose && !used)
                || (!purpose
                    && (unreal(mask, start, whole.start()) || denied(mask, start, whole.start())))
            {
                continue;
            }
            if let Some(signing) = signing(doc, sentence, mask, &found, whole.range()) {
                list.push(signing);
            }
        }
    }
    list
}

/// The words around a signature.
struct Around<'a> {
    mask: &'a Masked,
    start: usize,
    stop: usize,
    active: bool,
    object: &'a str,
    before: &'a str,
}

fn signing(
    doc: &Doc<'_>,
    sentence: usize,
    mask: &Masked,
    found: &regex::Captures<'_>,
    at: std::ops::Range<usize>,
) -> Option<Signing> {
    let (start, stop) = (clause_start(mask, at.start), clause_end(mask, at.end));
    let object = mask.text.get(at.end..stop).unwrap_or_default();
    let before = mask.text.get(start..at.start).unwrap_or_default();
    let of_paper =
        PAPER.is_match(before) || before.contains('\u{E005}') || before.trim().is_empty();
    // "Syria, for its part, signed": no participle of a paper.
    let active =
        found.name("active").is_some() || (found.name("participle").is_some() && !of_paper);
    let around = Around { mask, start, stop, active, object, before };
    let when = date_of(mask, at.start, at.end).or_else(|| story_day(doc, sentence, mask, at.start));
    if object.starts_with(" nothing") {
        return None;
    }
    let (mut parties, mut from, mut counted) = (Vec::new(), start, false);
    if around.active {
        if !(PAPER.is_match(object) || object.contains('\u{E005}') || PAPER.is_match(before)) {
            return None;
        }
        match who(doc, sentence, mask, at.start) {
            Some(subject) => {
                parties = subject.ids;
                from = subject.from;
                counted = subject.referred && parties.len() > 2;
            }
            // Persons whose states the text does not tell sign a treaty that it names.
            None if object.contains('\u{E005}') => {}
            None => return None,
        }
    } else if !of_paper {
        return None;
    }
    parties.retain(|id| doc.lexicon.is_state(id));
    other_sides(doc, &around, &mut parties);
    let (treaty, name) = paper(doc, &around, &at, &parties, when);
    if (around.active || found.name("passive").is_some())
        && let Some(both) = treaty.as_deref().and_then(|id| both_sides(doc, id, when, &parties))
    {
        parties = both;
    }
    if around.active && parties.is_empty() {
        return None;
    }
    let own = object.contains(" their ")
        && !object.contains('\u{E005}')
        && !object.contains("names")
        && !object.contains("signature");
    Some(Signing {
        sentence,
        at: mask.start(at.start),
        parties,
        treaty,
        name,
        when,
        from,
        to: stop,
        counted,
        own,
    })
}

/// Adds the other side: "with X", "between X and Y".
fn other_sides(doc: &Doc<'_>, around: &Around<'_>, parties: &mut Vec<String>) {
    static WITH: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"\b(?:with|between|signed by|concluded by|initialled by|made by) (?:the )?(?:\w+ )?(<S>|<A>)(?:'s|’s)?(?:,? (?:and )?with (?:the )?(?:<S>)(?: and <S>)?)*",
        )
    });
    let side = around.mask.text.get(around.start..around.stop).unwrap_or_default();
    // "together with A": A does the same, and is no other side.
    if let Some(found) = WITH.find(side).filter(|found| {
        side.get(..found.start())
            .is_some_and(|lead| !lead.ends_with("together ") && !lead.ends_with("along "))
    }) {
        for sign in around.mask.signs_in(around.start + found.start(), around.start + found.end()) {
            if let Slot::States(states) = &sign.slot {
                parties.extend(
                    states
                        .iter()
                        .filter(|state| !parties.contains(state))
                        .cloned()
                        .collect::<Vec<_>>(),
                );
            }
        }
    }
    parties.retain(|id| doc.lexicon.is_state(id));
    let one_sided = !around.active
        && !parties.is_empty()
        && !around.before.contains('\u{E005}')
        && side.contains(" with ");
    if one_sided && let Some(main) = main_party(doc, around.mask, around.start, parties) {
        parties.insert(0, main);
    }
}

/// Both sides of a treaty between two, one of whom at least the text leaves out.
fn both_sides(
    doc: &Doc<'_>,
    id: &str,
    when: Option<When>,
    parties: &[String],
) -> Option<Vec<String>> {
    let treaty = doc.lexicon.treaty(id)?;
    let first = if treaty.first.len() > 1 { &treaty.first } else { &treaty.parties };
    let that_day = match (when.and_then(When::first), treaty.signed) {
        (Some(told), Some(day)) => (told.number() - day.number()).abs() < 400,
        (Some(_), None) => false,
        (None, _) => true,
    };
    (first.len() == 2
        && parties.len() < 2
        && that_day
        && parties.iter().all(|party| first.contains(party)))
    .then(|| first.clone())
}

/// What is signed: by its name, by its sides, or by what the text says of it.
fn paper(
    doc: &Doc<'_>,
    around: &Around<'_>,
    at: &std::ops::Range<usize>,
    parties: &[String],
    when: Option<When>,
) -> (Option<String>, Option<String>) {
    let Around { mask, start, stop, active, object, before } = *around;
    let relative = before.trim_end().ends_with("which") || before.contains(" which the ");
    let body = body_in(doc, mask, at.end, stop)
        .filter(|_| active)
        .or_else(|| body_in(doc, mask, start, at.start).filter(|_| !active || relative));
    let words = mask.span(doc.text, start, stop).of(doc.text);
    let between =
        doc.lexicon.titled(parties, when, doc.published, words).map(|treaty| treaty.id.clone());
    match body {
        Some(Ok(had)) => {
            let better = between.filter(|_| {
                parties.len() == 2
                    && !doc.lexicon.treaty(&had).is_some_and(|treaty| {
                        parties.iter().all(|party| treaty.parties.contains(party))
                    })
            });
            (Some(better.unwrap_or(had)), None)
        }
        Some(Err(name)) => match between {
            Some(id) => (Some(id), None),
            None => (None, Some(name)),
        },
        None => {
            static BARE: LazyLock<Regex> =
                LazyLock::new(|| pattern(r"\b(?:charter|document|papers)\b|^ it\b"));
            if object.starts_with(" it") {
                return (
                    doc.last_body(mask.back(at.start)).and_then(|body| body.clone().ok()),
                    None,
                );
            }
            let bare = BARE.is_match(object) && parties.len() > 2;
            let referred = || referred_body(doc, mask.back(at.start)).filter(|_| bare);
            let sides = || by_sides(doc, mask, start, stop, parties);
            (between.or_else(sides).or_else(referred), None)
        }
    }
}

/// The side that a text does not repeat: the one that acts in the clause before, or that the text is about.
fn main_party(doc: &Doc<'_>, mask: &Masked, start: usize, others: &[String]) -> Option<String> {
    let states = |sign: &crate::mask::Signed| match &sign.slot {
        Slot::States(states) => states.first().filter(|state| !others.contains(state)).cloned(),
        _ => None,
    };
    let here = mask.signs_in(0, start).find_map(states);
    here.or_else(|| doc.masks.iter().flat_map(|mask| &mask.signs).find_map(states))
}
