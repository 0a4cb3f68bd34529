//! Where an article names states, organizations and treaties, and which one is meant. A name of two
//! states is the one that the words around it mean, or it is refused with the choices.

use super::lexicon::{Lexicon, Sense};
use super::sentence::Sentence;
use super::span::Span;
use regex::Regex;
use servanda::time::Day;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// How a state is mentioned.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum How {
    /// By a name.
    Name,
    /// By an adjective or a people.
    Adjective,
    /// By a seat of government.
    Seat,
    /// By a place in it.
    Place,
}

/// What is mentioned.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum What {
    /// A state.
    State(String, How),
    /// An organization or treaty of the core's lists.
    Organization(String),
    /// One that the lists do not have: its name.
    Unknown(String),
    /// A state's name that several may bear.
    Ambiguous(Vec<String>),
}

/// A mention with its place.
#[derive(Clone, Debug)]
pub(crate) struct Mention {
    pub(crate) at: Span,
    pub(crate) what: What,
}

#[allow(clippy::unwrap_used, reason = "constants, compiled by every test")]
fn pattern(text: &str) -> Regex {
    Regex::new(text).unwrap()
}

static UNKNOWN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:\p{Lu}[\p{L}’'-]+ (?:(?:of|and|for|on|the) )?){1,7}(?:Treaty|Agreement|Pact|Charter|Convention|Accord|Accords|Alliance|Entente|Organi[sz]ation|Memorandum)\b",
    )
});

static GENERIC: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:the|The) ((?:treaty|pact|agreement) (?:of|on) (?:(?:\p{L}|-)+(?:, | and )?(?:(?:mutual|good|military|joint) )?){1,5})",
    )
});

static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:Treaty|Pact|Agreement|Convention|Protocol) (?:of|on|for) \p{Lu}[\p{L}-]+(?:(?:, | and |,? and | )(?:\p{Lu}[\p{L}-]+)){0,6}",
    )
});

/// Given names of persons that are names of states too.
const PERSONS: &[&str] =
    &["Jordan", "Israel", "Chad", "Georgia", "Kenya", "Cuba", "Cyprus", "Malta", "Austria"];

/// Cities of Georgia in America.
const AMERICAN: &[&str] = &["Macon", "Atlanta", "Savannah", "Augusta", "Athens, Georgia", "Peach"];

/// Every mention of a text, in order, none overlapping another.
pub(crate) fn mentions(
    text: &str,
    sentences: &[Sentence],
    lexicon: &Lexicon,
    day: Option<Day>,
) -> Vec<Mention> {
    let mut list: Vec<(Span, Vec<Sense>)> = Vec::new();
    for (range, senses) in lexicon.find(text) {
        list.push((Span::new(range.start, range.end), senses.to_vec()));
    }
    // The longest name at a place; a name inside another is none.
    list.sort_by_key(|(at, _)| (at.start, std::cmp::Reverse(at.end)));
    let mut kept: Vec<Mention> = Vec::new();
    let mut end = 0;
    let around = Around::of(text);
    for (at, senses) in list {
        if at.start < end {
            continue;
        }
        let Some(what) = meaning(text, at, &senses, lexicon, day, &around) else { continue };
        end = at.end;
        kept.push(Mention { at, what });
    }
    unknown(text, sentences, &mut kept);
    kept.sort_by_key(|mention| mention.at.start);
    settle(&mut kept);
    kept
}

/// What the whole text says about names that are other words too.
struct Around {
    /// It tells of Georgia in America.
    america: bool,
    /// It tells of a bird, or of a table set.
    turkey: bool,
    china: bool,
}

impl Around {
    fn of(text: &str) -> Around {
        let any = |words: &[&str]| words.iter().any(|word| text.contains(word));
        Around {
            america: any(AMERICAN),
            turkey: any(&["The turkey ", "the turkey ", "a turkey ", "Thanksgiving"]),
            china: any(&["the good set", "porcelain", "tableware", "a china "]),
        }
    }
}

fn meaning(
    text: &str,
    at: Span,
    senses: &[Sense],
    lexicon: &Lexicon,
    day: Option<Day>,
    around: &Around,
) -> Option<What> {
    let word = at.of(text);
    let organization = senses.iter().find_map(|sense| match sense {
        Sense::Organization(id) => Some(id.clone()),
        _ => None,
    });
    let mut states: Vec<String> = Vec::new();
    let mut ever: Vec<String> = Vec::new();
    for sense in senses {
        if let Sense::State(id, days) = sense {
            ever.push(id.clone());
            if day.is_none_or(|day| days.contains(day)) && !states.contains(id) {
                states.push(id.clone());
            }
        }
    }
    if !ever.is_empty() {
        let seat = senses.iter().any(|sense| matches!(sense, Sense::Seat(_)));
        if states.is_empty() && !seat {
            states = lexicon.states_named(word, day);
        }
        if states.is_empty() && seat {
            ever.clear();
        }
        if states.is_empty() {
            ever.dedup();
            states = ever;
        }
        if !states.is_empty() {
            return named_state(text, at, states, around);
        }
    }
    if let Some(id) = organization {
        return Some(What::Organization(id));
    }
    senses.iter().find_map(|sense| match sense {
        Sense::Adjective(_) => adjective(text, at, senses, lexicon, day),
        Sense::Seat(of) | Sense::Place(of) => {
            let how = if matches!(sense, Sense::Seat(_)) { How::Seat } else { How::Place };
            let place = how == How::Place || is_place(text, at);
            let states = lexicon.states_named(of, day);
            let [state] = states.as_slice() else { return None };
            Some(What::State(state.clone(), if place { How::Place } else { How::Seat }))
        }
        _ => None,
    })
}

/// A state's name, unless the words around it make it a person, a bird or a set of cups.
fn named_state(text: &str, at: Span, states: Vec<String>, around: &Around) -> Option<What> {
    let word = at.of(text);
    let before = text.get(..at.start).unwrap_or_default();
    let after = text.get(at.end..).unwrap_or_default();
    let previous = before.trim_end().rsplit([' ', '\n']).next().unwrap_or_default();
    if PERSONS.contains(&word) && is_person(before, after, previous) {
        return None;
    }
    if word == "Georgia" && around.america && !before.ends_with("Republic of ") {
        return None;
    }
    let opens = before.trim_end().is_empty()
        || before.trim_end().ends_with(['.', '!', '?'])
        || before.ends_with("\n\n");
    if (word == "Turkey" && around.turkey && (opens || previous.is_empty()))
        || (word == "China" && around.china)
    {
        return None;
    }
    if word == "Georgia" && is_american(before, after) {
        return None;
    }
    // "American States", "West Germany": part of another name.
    match states.as_slice() {
        [only] => Some(What::State(only.clone(), How::Name)),
        _ => Some(What::Ambiguous(states)),
    }
}

fn is_person(before: &str, after: &str, previous: &str) -> bool {
    const TITLES: &[&str] =
        &["Mr.", "Mrs.", "Ms.", "Dr.", "Miss", "Senator", "Judge", "Professor", "Sir", "Mr", "Mrs"];
    let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let given = before.ends_with(' ')
        && previous.len() > 2
        && capital(previous)
        && previous.chars().all(|sign| sign.is_alphabetic() || sign == '-')
        && ![
            "The",
            "In",
            "And",
            "But",
            "With",
            "From",
            "For",
            "While",
            "When",
            "Republic",
            "After",
            "Both",
            "Only",
            "South",
            "North",
            "Since",
            "Between",
            "Neither",
            "Yesterday",
            "Why",
            "That",
            "Its",
            "President",
        ]
        .contains(&previous)
        && !before.trim_end().ends_with(['.', ',']);
    let follows = after.strip_prefix(' ').unwrap_or_default();
    let surname = capital(follows)
        && follows
            .split([' ', ',', '.'])
            .next()
            .is_some_and(|word| word.len() > 2 && word.chars().skip(1).all(char::is_lowercase))
        && !["Prime", "Foreign", "Defence", "Defense", "President", "Minister"]
            .iter()
            .any(|word| follows.starts_with(word));
    TITLES.contains(&previous) || given || surname
}

fn is_american(before: &str, after: &str) -> bool {
    let offices = [
        "senator",
        "governor",
        "congressman",
        "congresswoman",
        "representative",
        "Senator",
        "Democrat",
        "Republican",
    ];
    let start = before.char_indices().rev().nth(60).map_or(0, |(at, _)| at);
    let near = before.get(start..).unwrap_or_default();
    let city = before.ends_with(", ") && AMERICAN.iter().any(|city| near.contains(city));
    (city && after.starts_with([',', ')']))
        || (before.ends_with(" of ") && offices.iter().any(|office| near.contains(office)))
}

fn adjective(
    text: &str,
    at: Span,
    senses: &[Sense],
    lexicon: &Lexicon,
    day: Option<Day>,
) -> Option<What> {
    let word = at.of(text);
    let after = text.get(at.end..).unwrap_or_default();
    // "American states" are those of the hemisphere, an ocean is no state's.
    if ["American", "Indian", "Central African"].contains(&word)
        && [" states", " state", " States", " State", " Ocean", " republics", " Republics"]
            .iter()
            .any(|next| after.starts_with(next))
    {
        return None;
    }
    let before = text.get(..at.start).unwrap_or_default();
    if ["Latin-", "Latin ", "Inter-", "Pan-", "inter-", "Central ", "South ", "North "]
        .iter()
        .any(|lead| before.ends_with(lead))
        && word.starts_with("American")
    {
        return None;
    }
    let mut states: Vec<String> = senses
        .iter()
        .filter_map(|sense| match sense {
            Sense::Adjective(id) => Some(id.clone()),
            _ => None,
        })
        .collect();
    if word.starts_with("Korean") {
        states = lexicon.states_named("Korea", day);
    }
    if word.starts_with("German") {
        states = lexicon.states_named("Germany", day);
    }
    if states.len() > 1
        && let Some(day) = day
    {
        states.retain(|state| lexicon.lived(state, day));
    }
    match states.as_slice() {
        [only] => Some(What::State(only.clone(), How::Adjective)),
        [] => None,
        _ => Some(What::Ambiguous(states)),
    }
}

/// Whether a city is only where something happens: after a word of place, or in a dateline.
fn is_place(text: &str, at: Span) -> bool {
    const PLACES: &[&str] = &[
        "in", "at", "near", "outside", "around", "via", "for", "into", "leave", "leaves", "left",
        "from", "of", "to",
    ];
    let word = at.of(text);
    let before = text.get(..at.start).unwrap_or_default();
    let after = text.get(at.end..).unwrap_or_default();
    let previous = before.trim_end().rsplit([' ', '\n', '(']).next().unwrap_or_default();
    let line = before.is_empty() || before.ends_with('\n');
    let opens = after.starts_with(", ") || after.starts_with(" (");
    let dateline = line && (opens || word.chars().all(|sign| !sign.is_lowercase()));
    let previous = previous.to_lowercase();
    // "tied to Moscow", "treaty of Rome": a government after "to" of a bond, a place after "of".
    let bond = [
        "alliance", "tied", "loyal", "owed", "promised", "close", "opposed", "hostile", "help",
        "aid", "said", "belongs",
    ];
    let second = before.trim_end().rsplit(' ').nth(1).unwrap_or_default();
    if previous == "to" && bond.contains(&second) {
        return false;
    }
    if previous == "of"
        && ["government", "help", "support", "wish", "approval", "influence"].contains(&second)
    {
        return false;
    }
    // "New York and Washington": places both.
    let city = before.ends_with("New York and ");
    dateline
        || city
        || PLACES.contains(&previous.as_str())
        || [
            " Treaty",
            " treaty",
            " agreement",
            " accord",
            " memorandum",
            " protocol",
            " conference",
            " declaration",
        ]
        .iter()
        .any(|noun| after.starts_with(noun))
}

/// Treaties and organizations by names that no list has, and treaties named by their title.
#[allow(clippy::too_many_lines, reason = "cases in the order in which they are tried")]
fn unknown(text: &str, sentences: &[Sentence], kept: &mut Vec<Mention>) {
    let mut more = Vec::new();
    for sentence in sentences.iter().filter(|sentence| sentence.paragraph > 0) {
        let words = sentence.at.of(text);
        let base = sentence.at.start;
        for found in UNKNOWN.find_iter(words) {
            let mut at = Span::new(base + found.start(), base + found.end());
            for lead in [
                "Whether the ",
                "When the ",
                "If the ",
                "Since the ",
                "The ",
                "A ",
                "An ",
                "In ",
                "Under ",
                "This ",
                "That ",
                "By ",
                "On ",
            ] {
                if at.of(text).starts_with(lead) {
                    at.start += lead.len();
                }
            }
            if at.of(text).contains(' ') {
                more.push(Mention { at, what: What::Unknown(at.of(text).to_owned()) });
            }
        }
        for found in TITLE.find_iter(words) {
            let title = trimmed_title(found.as_str());
            let at = Span::new(base + found.start(), base + found.start() + title.len());
            if title.split(' ').count() > 2 {
                more.push(Mention { at, what: What::Unknown(title.to_owned()) });
            }
        }
        for found in GENERIC.captures_iter(words).filter_map(|found| found.get(1)) {
            let title = trimmed_title(found.as_str());
            let at = Span::new(base + found.start(), base + found.start() + title.len());
            if title.split(' ').count() > 2 {
                more.push(Mention { at, what: What::Unknown(title.to_owned()) });
            }
        }
    }
    // "Anglo-German Naval Agreement": the adjective is part of the name.
    more.sort_by_key(|mention| (mention.at.start, std::cmp::Reverse(mention.at.end)));
    let spans: Vec<Span> = more.iter().map(|mention| mention.at).collect();
    kept.retain(|mention| {
        let index = spans.partition_point(|at| at.end <= mention.at.start);
        let within = spans.get(index).is_some_and(|at| {
            at.start < mention.at.start
                && at.end > mention.at.end
                && text.get(..mention.at.start).is_some_and(|lead| lead.ends_with(['-', '–']))
        });
        !(within && matches!(mention.what, What::State(_, How::Adjective)))
    });
    // "the Algiers agreement": a city lends its name.
    for mention in
        kept.iter().filter(|mention| matches!(mention.what, What::State(_, How::Place | How::Seat)))
    {
        let after = text.get(mention.at.end..).unwrap_or_default();
        if let Some(noun) = [" agreement", " accords", " accord", " memorandum"]
            .iter()
            .find(|noun| after.starts_with(**noun))
        {
            let at = Span::new(mention.at.start, mention.at.end + noun.len());
            more.push(Mention { at, what: What::Unknown(at.of(text).to_owned()) });
        }
    }
    let named: Vec<Span> = more
        .iter()
        .filter(|mention| !mention.at.of(text).chars().next().is_none_or(char::is_lowercase))
        .map(|mention| mention.at)
        .collect();
    kept.retain(|mention| {
        !(matches!(mention.what, What::State(_, How::Place | How::Seat))
            && named.contains(&Span::new(mention.at.start, mention.at.end + 10)))
    });
    let taken: Vec<Span> = kept.iter().map(|mention| mention.at).collect();
    let mut done: BTreeSet<usize> = BTreeSet::new();
    for mention in more {
        let from = taken.partition_point(|at| at.end <= mention.at.start);
        let free = taken.get(from).is_none_or(|at| !at.overlaps(mention.at));
        if free && done.insert(mention.at.start) {
            kept.push(mention);
        }
    }
}

/// The words of a title up to the first that is none: "treaty of friendship and alliance which ...".
fn trimmed_title(title: &str) -> &str {
    const WORDS: &[&str] = &[
        "treaty",
        "pact",
        "agreement",
        "of",
        "on",
        "friendship",
        "alliance",
        "mutual",
        "assistance",
        "and",
        "aid",
        "defence",
        "defense",
        "cooperation",
        "co-operation",
        "neutrality",
        "non-aggression",
        "nonaggression",
        "security",
        "guarantee",
        "good-neighbourliness",
        "good-neighborliness",
        "peace",
        "amity",
        "commerce",
        "military",
        "joint",
        "good",
        "understanding",
        "reinsurance",
        "economic",
        "collaboration",
        "non-use",
        "force",
        "brotherhood",
        "solidarity",
        "partnership",
        "strategic",
        "comprehensive",
        "joint",
        "cultural",
        "technical",
        "collective",
        "union",
        "consultation",
        "protection",
    ];
    let mut end = 0;
    let mut at = 0;
    for word in title.split(' ') {
        let plain = word.trim_end_matches(',').to_lowercase();
        let plain = plain.as_str();
        if !WORDS.contains(&plain) {
            break;
        }
        if !matches!(plain, "of" | "on" | "and" | "mutual" | "military" | "joint" | "good") {
            end = at + plain.len();
        }
        at += word.len() + 1;
    }
    title.get(..end).unwrap_or_default()
}

/// Settles names of several states by what the text names elsewhere.
fn settle(list: &mut [Mention]) {
    let named: BTreeSet<String> = list
        .iter()
        .filter_map(|mention| match &mention.what {
            What::State(id, How::Name | How::Seat) => Some(id.clone()),
            _ => None,
        })
        .collect();
    for mention in list {
        if let What::Ambiguous(choices) = &mention.what {
            let mut told = choices.iter().filter(|choice| named.contains(*choice));
            if let (Some(only), None) = (told.next(), told.next()) {
                mention.what = What::State(only.clone(), How::Adjective);
            }
        }
    }
}
