//! Which words begin a clause. The one table for parser, editor and documentation.

/// Every word that may begin a line of the language, with a line of what it is for.
pub const KEYWORDS: &[(&str, &str)] = &[
    ("treaty", "begins a treaty: treaty ID \"Title\""),
    ("kind", "what sort of instrument it is"),
    ("signed", "day and place of signature"),
    ("in", "in force DATE, or in area NAME"),
    ("provisional", "applied before entry into force"),
    ("term", "how long it runs and how it is renewed"),
    ("ended", "last day in force, and how it ended"),
    ("notice", "what withdrawal takes"),
    ("part", "part of ID: a protocol of another treaty"),
    ("amended", "amended by ID [DATE]"),
    ("suspended", "suspended between NAME and NAME SPAN"),
    ("secret", "secret until DATE [known to NAMES]"),
    ("coded", "coded from ATOP \"5.1\": from the codes of a data set, not from the text"),
    ("disclaims", "an act that is not pledged, though often thought so"),
    ("differs", "differs from ATOP on ITEM, ITEM [for NAMES] because \"...\""),
    ("source", "a citation, or the beginning of a source's own block"),
    ("gist", "what it says, in our own words"),
    ("quote", "a short key phrase"),
    ("note", "a remark"),
    ("members", "begins the list of members"),
    ("article", "begins an article"),
    ("from", "first day of a version"),
    ("until", "last day of a version"),
    ("norm", "begins a norm"),
    ("when", "the event that awakens it"),
    ("where", "a condition that must hold"),
    ("unless", "a condition that undercuts it"),
    ("decided", "decided by whom"),
    ("on", "on request of V, or on DATE in a record"),
    ("under", "under reading NAME"),
    ("each", "the duty of each party"),
    ("the", "the duty of the victim or the attacker"),
    ("extent", "what and how much is owed"),
    ("reading", "a rival interpretation"),
    ("reservation", "a reservation by a state"),
    ("priority", "which of two norms yields"),
    ("not", "not modelled \"words\" because \"...\""),
    ("area", "begins an area"),
    ("includes", "a place in the area"),
    ("excludes", "a place outside the area"),
    ("type", "what sort of source it is"),
    ("author", "who wrote it"),
    ("title", "its title"),
    ("publisher", "who published it"),
    ("date", "when it was published"),
    ("url", "where it stands"),
    ("decision", "begins a decision"),
    ("about", "what a record is about"),
    ("agreed", "what was agreed"),
    ("postponed", "what was put off"),
    ("rejected", "what was refused"),
    ("claim", "begins an attributed claim"),
    ("says", "what the claim says"),
    ("status", "statement, opinion, report or prediction"),
    ("asserts", "what follows if one assumes the claim"),
    ("event", "begins a recorded event"),
    ("occurs", "what happened"),
    ("place", "where it happened"),
    ("known", "when it became known"),
    ("finding", "what somebody found in an event"),
    ("duty", "what became of a duty in an event"),
    (
        "proposal",
        "begins what a reader of news proposes: proposal ID from \"SOURCE\" at N..N confidence N",
    ),
    ("proposes", "what a proposal proposes"),
    ("refused", "a person turned the proposal down"),
    ("test", "begins a test"),
    ("ask", "the question of a test"),
    ("expect", "a verdict that the test expects"),
    ("assuming", "a claim taken as true"),
    ("given", "a finding taken as known"),
    ("follow", "perform the duties, round by round"),
    ("prefer", "a priority among treaties"),
];

/// Words that continue a member's line: the facts of its membership.
pub const MEMBER_FACTS: &[&str] = &[
    "signed",
    "ratified",
    "acceded",
    "succeeded",
    "in",
    "provisional",
    "suspended",
    "notice",
    "withdrew",
    "not",
    "denounced",
    "expelled",
    "ended",
    "rejoined",
    "as",
];

/// Words that continue whatever clause they stand in, though they begin a line.
pub const CONTINUATIONS: &[&str] = &[
    "for",
    "and",
    "or",
    "because",
    "renews",
    "by",
    "with",
    "to",
    "at",
    "of",
    "between",
    "before",
    "after",
    "promptly",
    "within",
    "throughout",
    "extended",
    "except",
    "toward",
    "against",
    "open",
];

/// Whether `word` begins a clause.
pub fn is_keyword(word: &str) -> bool {
    // Most words of a text are none; nearly all of those are told by their first letter and length.
    let Some(first) = word.as_bytes().first() else { return false };
    let Some(lengths) = LENGTHS.get(first.wrapping_sub(b'a') as usize) else { return false };
    lengths >> word.len().min(31) & 1 == 1 && KEYWORDS.iter().any(|(keyword, _)| *keyword == word)
}

/// For each first letter the lengths that clause words have, as bits.
const LENGTHS: [u32; 26] = lengths();

#[allow(clippy::indexing_slicing, reason = "worked out by the compiler, from the table alone")]
const fn lengths() -> [u32; 26] {
    let mut lengths = [0; 26];
    let mut at = 0;
    while at < KEYWORDS.len() {
        let word = KEYWORDS[at].0.as_bytes();
        lengths[(word[0] - b'a') as usize] |= 1 << word.len();
        at += 1;
    }
    lengths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_clause_word_is_found() {
        assert!(KEYWORDS.iter().all(|(word, _)| is_keyword(word)));
        assert!(!is_keyword("Treaty") && !is_keyword("wehn"));
    }
}
