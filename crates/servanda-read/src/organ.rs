//! Who acts when a sentence names only an organ, a leader or "their rulers": whoever the words around it
//! speak of, or the state that the dateline lies in.

use super::clause::Doc;
use super::clause::tools::pattern;
use super::mask::{LIST, Masked, SEAT, STATE, Slot};
use super::subject::{
    PREPOSITIONS, TRANSITIVE, Who, Word, before, is_agent, referred, subject_of, words,
};
use regex::Regex;
use std::sync::LazyLock;

/// Relative clauses that end before a verb: nobody in them does what it says.
pub(crate) fn asides(mask: &Masked, verb: usize) -> Vec<std::ops::Range<usize>> {
    static ASIDE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r", (?:(?:all|both|none|neither|most|some|one|two|each) of )?(?:(?:to|of|in|with|under|from|by) )?(?:which|whom|whose|where) [^,;:]{1,90}(?:, (?:and )?|$)",
        )
    });
    let lead = mask.text.get(..verb).unwrap_or_default();
    let found = ASIDE
        .find_iter(lead)
        .filter(|found| found.end() < verb || found.as_str().trim_end().ends_with(','));
    found
        .filter(|found| found.as_str().trim_end().ends_with(','))
        .map(|found| found.range())
        .collect()
}

/// "their military rulers", "its parliament": of whoever the words before speak of.
pub(crate) fn theirs(
    doc: &Doc<'_>,
    sentence: usize,
    mask: &Masked,
    list: &[Word<'_>],
) -> Option<Who> {
    let index = list.iter().rposition(|word| is_agent(word.text))?;
    let back = (1..4)
        .find(|back| matches!(before(list, index, *back), "their" | "its" | "Their" | "Its"))?;
    let owner = index.checked_sub(back).and_then(|at| list.get(at))?;
    let plural = owner.text.eq_ignore_ascii_case("their");
    referred(doc, sentence, mask, owner.at, if plural { "they" } else { "it" })
}

/// "Saudi Arabia and nuclear-armed Pakistan": both act.
pub(crate) fn coordinated(mask: &Masked, list: &[Word<'_>], index: usize, found: Who) -> Who {
    let mut back = 1;
    while back < 4
        && before(list, index, back).chars().all(|sign| sign.is_lowercase() || sign == '-')
        && !matches!(before(list, index, back), "and" | "")
    {
        back += 1;
    }
    let sign = index
        .checked_sub(back + 1)
        .and_then(|at| list.get(at))
        .filter(|_| before(list, index, back) == "and" && (1..4).contains(&back));
    let Some(other) = sign.and_then(|word| mask.sign_at(word.at)) else { return found };
    let behind = index
        .checked_sub(back + 2)
        .and_then(|at| list.get(at))
        .map_or("", |word| word.text)
        .to_lowercase();
    if !matches!(mask.kind(other.at), STATE | SEAT | LIST)
        || PREPOSITIONS.contains(&behind.as_str())
        || TRANSITIVE.contains(&behind.as_str())
        || found.from != list.get(index).map_or(0, |word| word.at)
    {
        return found;
    }
    let Slot::States(states) = &other.slot else { return found };
    let mut ids = states.clone();
    ids.extend(found.ids.iter().filter(|id| !states.contains(id)).cloned());
    Who { ids, from: other.at, referred: found.referred }
}

/// "The Crown Council decided": an organ whose state only the text around it names.
#[allow(clippy::too_many_lines, reason = "cases in the order in which they are tried")]
pub(crate) fn organ(
    doc: &Doc<'_>,
    sentence: usize,
    mask: &Masked,
    list: &[Word<'_>],
) -> Option<Who> {
    const ORGANS: &[&str] = &[
        "government",
        "cabinet",
        "parliament",
        "council",
        "assembly",
        "senate",
        "president",
        "king",
        "chancellor",
        "premier",
        "deputies",
        "legislature",
        "congress",
        "junta",
        "sultan",
        "emperor",
        "shah",
        "emir",
        "regime",
        "lawmakers",
        "duma",
        "knesset",
        "diet",
        "reichstag",
    ];
    let head = list.iter().find(|word| ORGANS.contains(&word.text.to_lowercase().as_str()))?;
    let paragraph = |index: usize| doc.sentences.get(index).map(|one| one.paragraph);
    let previous = sentence.checked_sub(1).filter(|index| paragraph(*index) == paragraph(sentence));
    let earlier =
        previous.and_then(|index| subject_of(doc, index, doc.masks.get(index)?, None, false));
    let here = mask.signs.iter().find_map(|sign| match &sign.slot {
        Slot::States(states) => Some(states.clone()),
        _ => None,
    });
    // An indefinite one is nobody in particular.
    let article =
        list.iter().position(|word| word.at == head.at).map_or("", |index| before(list, index, 1));
    if matches!(article, "a" | "an" | "A" | "An" | "no") {
        return None;
    }
    let person = matches!(
        head.text.to_lowercase().as_str(),
        "president" | "king" | "chancellor" | "premier" | "emperor" | "shah" | "sultan" | "emir"
    );
    let his = matches!(article, "his" | "her" | "His" | "Her");
    if (person || his)
        && let Some(state) = leader_before(doc, sentence, head.at)
    {
        return Some(Who { ids: vec![state], from: head.at, referred: true });
    }
    // "In Rome the Government proposed".
    static THERE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"\b[Ii]n (?P<at>[\u{E001}\u{E003}\u{E000}]),? (?:the|its) (?:\w+ )?$")
    });
    if let Some(at) = THERE
        .captures(mask.text.get(..head.at).unwrap_or_default())
        .and_then(|found| found.name("at"))
        && let Some(sign) = mask.sign_at(at.start())
    {
        let state = match &sign.slot {
            Slot::States(states) => states.first().cloned(),
            Slot::Place(state) => Some(state.clone()),
            _ => None,
        };
        if let Some(state) = state {
            return Some(Who { ids: vec![state], from: head.at, referred: false });
        }
    }
    let home = doc.home.clone().map(|state| vec![state]);
    let ids = earlier.filter(|ids| ids.len() == 1).or(here).or(home)?;
    Some(Who { ids, from: head.at, referred: false })
}

/// The state of the leader whom the text named last before a pronoun, in this sentence or the two before.
pub(crate) fn leader_before(doc: &Doc<'_>, sentence: usize, at: usize) -> Option<String> {
    for back in 0..3 {
        let index = sentence.checked_sub(back)?;
        let mask = doc.masks.get(index)?;
        let limit = if back == 0 { at } else { mask.text.len() };
        let list = words(&mask.text, 0, limit);
        if let Some(state) = list.iter().rev().find_map(|word| doc.leaders.get(word.text)) {
            return Some(state.clone());
        }
    }
    None
}
