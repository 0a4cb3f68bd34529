//! Who does what a verb says: walks from the verb to the left until it meets somebody who can do it.
//! Resolves "it", "the six", "the alliance" by what the text named before.

use super::clause::Doc;
use super::clause::refer::Hint;
use super::mask::{ADJECTIVE, LIST, Masked, ORG, PLACE, SEAT, STATE, Slot};
use super::names::{AGENTS, DUTIES_OF, number};
use super::organ::{asides, coordinated, leader_before, organ, theirs};

/// Who acts, and where the words for it begin in the mask.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Who {
    /// Ids of states and organizations.
    pub(crate) ids: Vec<String>,
    /// Byte of the mask.
    pub(crate) from: usize,
    /// It was a pronoun or a back-reference.
    pub(crate) referred: bool,
}

/// Words after which a name does not act.
pub(crate) const PREPOSITIONS: &[&str] = &[
    "in",
    "at",
    "on",
    "to",
    "with",
    "from",
    "against",
    "by",
    "for",
    "over",
    "near",
    "between",
    "into",
    "upon",
    "about",
    "under",
    "via",
    "than",
    "like",
    "including",
    "toward",
    "towards",
    "behind",
    "within",
    "across",
    "through",
    "inside",
    "outside",
    "around",
    "as",
];

/// Verbs whose object may stand before another verb.
pub(crate) const TRANSITIVE: &[&str] = &[
    "told",
    "tells",
    "asked",
    "joined",
    "left",
    "entered",
    "invited",
    "urged",
    "attacked",
    "invaded",
    "forced",
    "admitted",
    "include",
    "includes",
    "including",
    "are",
    "is",
    "were",
    "was",
    "unites",
    "recognized",
    "met",
    "lets",
    "helped",
];

/// A word of a mask with its place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word<'a> {
    pub(crate) at: usize,
    pub(crate) text: &'a str,
}

/// The words and marks of a mask, up to a byte.
pub(crate) fn words(mask: &str, from: usize, to: usize) -> Vec<Word<'_>> {
    let part = mask.get(from..to).unwrap_or_default();
    let mut list = Vec::new();
    let mut open: Option<usize> = None;
    for (at, sign) in part.char_indices() {
        let inside = sign.is_alphanumeric() || matches!(sign, '\'' | '’' | '-');
        if inside {
            open.get_or_insert(at);
            continue;
        }
        if let Some(start) = open.take() {
            list.push(Word { at: from + start, text: part.get(start..at).unwrap_or_default() });
        }
        if !sign.is_whitespace() {
            let text = part.get(at..at + sign.len_utf8()).unwrap_or_default();
            list.push(Word { at: from + at, text });
        }
    }
    if let Some(start) = open {
        list.push(Word { at: from + start, text: part.get(start..).unwrap_or_default() });
    }
    list
}

/// The text of the word `back` places before `index`.
pub(crate) fn before<'a>(list: &[Word<'a>], index: usize, back: usize) -> &'a str {
    index.checked_sub(back).and_then(|at| list.get(at)).map_or("", |word| word.text)
}

/// Who does what the verb at byte `verb` of a mask says.
pub(crate) fn who(doc: &Doc<'_>, sentence: usize, mask: &Masked, verb: usize) -> Option<Who> {
    let mut list = words(&mask.text, 0, verb);
    let asides = asides(mask, verb);
    list.retain(|word| !asides.iter().any(|aside| aside.contains(&word.at)));
    let mut index = list.len();
    let mut relative = false;
    while index > 0 {
        index -= 1;
        let Some(word) = list.get(index) else { break };
        let lower = word.text.to_lowercase();
        match lower.as_str() {
            ";" | ":" => {
                // A list of bullets or an aside: nobody before it acts here.
                return None;
            }
            "which" | "who" | "that" if index + 1 >= list.len().saturating_sub(3) => {
                relative = true;
            }
            "it" | "they" | "he" | "she" | "both" | "each" | "neither" => {
                return referred(doc, sentence, mask, word.at, &lower);
            }
            _ => {}
        }
        // "their military rulers declared": whoever the words before speak of.
        if is_agent(word.text)
            && index + 3 >= list.len()
            && let Some(found) = theirs(doc, sentence, mask, list.get(..=index).unwrap_or_default())
        {
            return Some(found);
        }
        // A leader acts for the state.
        if let Some(state) = doc.leaders.get(word.text) {
            let previous = before(&list, index, 1);
            let given = previous.chars().next().is_some_and(char::is_uppercase);
            let lead = if given { 3 } else { 1 };
            let led = before(&list, index, lead).to_lowercase();
            if !PREPOSITIONS.contains(&led.as_str()) && before(&list, index, 1) != "to" {
                return Some(Who { ids: vec![state.clone()], from: word.at, referred: false });
            }
        }
        let mut sign = word.text.chars();
        let kind = sign.next().unwrap_or(' ');
        if matches!(kind, STATE | SEAT | LIST | ORG | ADJECTIVE) {
            if let Some(found) = named(doc, sentence, mask, &list, index, kind, relative) {
                return Some(coordinated(mask, &list, index, found));
            }
            continue;
        }
        if kind == PLACE
            && let Some(found) = named(doc, sentence, mask, &list, index, kind, false)
                .filter(|found| found.from != word.at)
        {
            return Some(found);
        }
        if let Some(found) = group(doc, sentence, mask, &list, index) {
            return Some(found);
        }
    }
    theirs(doc, sentence, mask, &list).or_else(|| organ(doc, sentence, mask, &list))
}

/// A name as the one who acts.
#[allow(clippy::too_many_arguments, reason = "the place of a word in its sentence")]
#[allow(clippy::too_many_lines, reason = "cases in the order in which they are tried")]
fn named(
    doc: &Doc<'_>,
    sentence: usize,
    mask: &Masked,
    list: &[Word<'_>],
    index: usize,
    kind: char,
    relative: bool,
) -> Option<Who> {
    let word = list.get(index)?;
    let sign = mask.sign_at(word.at)?;
    let ids = match &sign.slot {
        Slot::States(states) => states.clone(),
        Slot::Org(Ok(id)) => vec![id.clone()],
        Slot::Place(state) if kind == PLACE => vec![state.clone()],
        _ => return None,
    };
    let mut back = 1;
    while matches!(
        before(list, index, back).to_lowercase().as_str(),
        "the" | "its" | "former" | "all"
    ) {
        back += 1;
    }
    let previous = before(list, index, back).to_lowercase();
    let next = list.get(index + 1).map_or("", |word| word.text);
    if kind == ADJECTIVE
        && next.chars().next().is_some_and(|sign| !sign.is_alphabetic())
        && !next.is_empty()
    {
        return None;
    }
    if matches!(next, "'s" | "’s" | "'" | "’" | "s")
        || next.starts_with("'s")
        || next.starts_with("’s")
    {
        let owner = list.get(index + 2..).unwrap_or_default().iter().take(3);
        // "Hungary's parliament had held out; Turkey's approved it".
        let bare = list.get(index + 2).is_none();
        if !bare && !owner.into_iter().any(|word| is_agent(word.text)) {
            return None;
        }
    }
    if (next.starts_with('-') && next != "--" && next != "-")
        || (kind == ORG && NOUNS.contains(&next))
    {
        return None;
    }
    // "China, Russia and four states of Central Asia".
    let more = list.get(index + 2).and_then(|word| number(word.text)).filter(|_| next == "and");
    if let Some(more) = more
        && kind == LIST
        && let Some(all) = doc.group(sentence, word.at, ids.len() + more)
    {
        return Some(Who { ids: all, from: word.at, referred: true });
    }
    let from = word.at;
    if relative {
        return Some(Who { ids, from, referred: false });
    }
    if previous == "of" {
        let mut head = back + 1;
        while head < back + 4 && !is_agent(before(list, index, head)) {
            head += 1;
        }
        // "Six members of the Commonwealth": the six, not the Commonwealth.
        let counted =
            number(before(list, index, head + 1)).or_else(|| number(before(list, index, head + 2)));
        if kind == ORG
            && counted.is_some_and(|count| count > 1)
            && before(list, index, head) != "one"
        {
            return None;
        }
        let heads = index.checked_sub(head).and_then(|at| list.get(at));
        return heads.filter(|head| is_agent(head.text)).map(|head| Who {
            ids,
            from: head.at,
            referred: false,
        });
    }
    if matches!(previous.as_str(), "in" | "at" | "from") {
        let head = before(list, index, back + 1);
        let head_at =
            index.checked_sub(back + 1).and_then(|at| list.get(at)).map_or(from, |word| word.at);
        return is_agent(head).then_some(Who { ids, from: head_at, referred: false });
    }
    if PREPOSITIONS.contains(&previous.as_str()) || TRANSITIVE.contains(&previous.as_str()) {
        return None;
    }
    // "signed the treaty, refused": the object of another verb.
    if previous.len() > 4
        && previous.ends_with("ed")
        && index > back
        && !matches!(previous.as_str(), "united" | "divided" | "armed")
    {
        return None;
    }
    Some(Who { ids, from, referred: false })
}

/// What an organization's name may stand before without acting.
const NOUNS: &[&str] = &[
    "summit",
    "meeting",
    "treaty",
    "charter",
    "document",
    "affairs",
    "headquarters",
    "rules",
    "sources",
    "exercise",
    "pact",
];

pub(crate) fn is_agent(word: &str) -> bool {
    let lower = word.to_lowercase();
    AGENTS.contains(&lower.as_str())
}

/// "the six", "five of the members", "the alliance": who is meant.
#[allow(clippy::too_many_lines, reason = "cases in the order in which they are tried")]
fn group(
    doc: &Doc<'_>,
    sentence: usize,
    mask: &Masked,
    list: &[Word<'_>],
    index: usize,
) -> Option<Who> {
    const MANY: &[&str] = &[
        "states",
        "countries",
        "members",
        "nations",
        "presidents",
        "leaders",
        "governments",
        "ministers",
        "powers",
        "allies",
        "parties",
        "republics",
        "signatories",
        "partners",
        "sides",
        "others",
        "neighbours",
        "neighbors",
        "rivals",
        "newcomers",
    ];
    let word = list.get(index)?;
    let lower = word.text.to_lowercase();
    let mut back = 1;
    while back < 4
        && before(list, index, back)
            .chars()
            .next()
            .is_some_and(|sign| sign.is_lowercase() || sign.is_uppercase())
        && number(before(list, index, back)).is_none()
        && !matches!(before(list, index, back), "the" | "The" | "of")
    {
        back += 1;
    }
    let lead = before(list, index, back);
    let from = index.checked_sub(back).and_then(|at| list.get(at)).map_or(word.at, |word| word.at);
    if MANY.contains(&lower.as_str())
        && let Some(mut count) = number(lead).filter(|count| *count > 1)
    {
        // "Five of the seven members".
        let of = before(list, index, back + 1) == "the" && before(list, index, back + 2) == "of";
        let mut back = back;
        let mut from = from;
        if of && let Some(part) = number(before(list, index, back + 3)).filter(|part| *part > 1) {
            count = part;
            back += 3;
            from = index.checked_sub(back).and_then(|at| list.get(at)).map_or(from, |word| word.at);
        }
        if PREPOSITIONS.contains(&before(list, index, back + 1).to_lowercase().as_str()) {
            return None;
        }
        let states = doc.group(sentence, word.at, count)?;
        return Some(Who { ids: states, from, referred: true });
    }
    if let Some(count) = number(&lower).filter(|count| (2..=33).contains(count))
        && matches!(before(list, index, 1), "The" | "the" | "All")
        && !PREPOSITIONS.contains(&before(list, index, 2).to_lowercase().as_str())
        && before(list, index, 2) != "of"
    {
        let next = list.get(index + 1).map_or("", |word| word.text);
        if !MANY.contains(&next)
            && next.chars().next().is_some_and(char::is_alphabetic)
            && next.ends_with('s')
        {
            return None;
        }
        let states = doc.group(sentence, word.at, count)?;
        let from = index.checked_sub(1).and_then(|at| list.get(at)).map_or(word.at, |word| word.at);
        return Some(Who { ids: states, from, referred: true });
    }
    const BODIES: &[&str] = &[
        "alliance",
        "bloc",
        "organization",
        "organisation",
        "pact",
        "union",
        "group",
        "members",
        "allies",
        "ministers",
    ];
    if BODIES.contains(&lower.as_str())
        && matches!(before(list, index, 1), "the" | "The" | "")
        && !PREPOSITIONS.contains(&before(list, index, 2).to_lowercase().as_str())
        && before(list, index, 2) != "of"
    {
        let id = doc.refer(mask.at.start, Hint { word: &lower, ..Hint::default() })?;
        return Some(Who { ids: vec![id], from: word.at, referred: true });
    }
    None
}

/// Whom a pronoun stands for.
pub(crate) fn referred(
    doc: &Doc<'_>,
    sentence: usize,
    mask: &Masked,
    at: usize,
    pronoun: &str,
) -> Option<Who> {
    let plural = matches!(pronoun, "they" | "both" | "each" | "neither");
    let limit = at;
    if matches!(pronoun, "he" | "she")
        && let Some(state) = leader_before(doc, sentence, at)
    {
        return Some(Who { ids: vec![state], from: at, referred: true });
    }
    let here = subject_of(doc, sentence, mask, Some(limit), plural);
    if let Some(ids) = here {
        return Some(Who { ids, from: at, referred: true });
    }
    // "Seven years after it walked out, A returned": named only afterwards.
    if at < 40
        && !plural
        && let Some(ids) = later_in(mask, at)
    {
        return Some(Who { ids, from: at, referred: true });
    }
    let mut back = sentence;
    for _ in 0..2 {
        back = back.checked_sub(1)?;
        let mask = doc.masks.get(back)?;
        if let Some(ids) = subject_of(doc, back, mask, None, plural) {
            return Some(Who { ids, from: at, referred: true });
        }
    }
    None
}

/// The state after the comma of an opening clause of time.
fn later_in(mask: &Masked, at: usize) -> Option<Vec<String>> {
    let lead = mask.text.get(..at)?;
    let rest = mask.text.get(at..)?;
    let comma = at + rest.find(", ")? + 2;
    let opens = lead.starts_with('\u{E006}')
        || ["When ", "After ", "Before ", "Since ", "Until "]
            .iter()
            .any(|word| lead.starts_with(word));
    match mask.sign_at(comma).map(|sign| &sign.slot) {
        Some(Slot::States(states)) if opens => Some(states.clone()),
        _ => None,
    }
}

/// Who a sentence is about: the first name that acts in it, before `limit`.
pub(crate) fn subject_of(
    doc: &Doc<'_>,
    sentence: usize,
    mask: &Masked,
    limit: Option<usize>,
    plural: bool,
) -> Option<Vec<String>> {
    let limit = limit.unwrap_or(mask.text.len());
    let list = words(&mask.text, 0, limit);
    let mut first: Option<Vec<String>> = None;
    for index in 0..list.len() {
        let word = list.get(index)?;
        let kind = word.text.chars().next().unwrap_or(' ');
        if matches!(kind, STATE | SEAT | LIST | ORG | ADJECTIVE | PLACE) {
            if let Some(found) = named(doc, sentence, mask, &list, index, kind, false)
                .filter(|found| kind != PLACE || found.from != word.at)
            {
                if plural && found.ids.len() < 2 && kind != ORG {
                    first.get_or_insert(found.ids);
                    continue;
                }
                return Some(found.ids);
            }
        } else if let Some(found) =
            group(doc, sentence, mask, &list, index).filter(|found| plural || found.ids.len() == 1)
        {
            return Some(found.ids);
        }
    }
    first
}

/// The treaty that bears what an organization's members owe.
pub(crate) fn duties_of(id: &str) -> &str {
    DUTIES_OF.iter().find(|(organization, _)| *organization == id).map_or(id, |(_, treaty)| treaty)
}
