//! The words of claims: where a speaker's words end, where reported speech ends, what nobody says here,
//! and the stance of a speaker toward the words.

use super::claims::Verb;
use super::tools::pattern;
use crate::mask::{Masked, QUOTE, Slot};
use regex::Regex;
use std::sync::LazyLock;

/// Whether what follows the verb names a speaker: "said Ivan Petrov, an analyst", "said a spokesman".
pub(crate) fn inverts(rest: &str) -> bool {
    static SPEAKER: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^(?:\p{Lu}|an? |the |one |<S>|<A>|Sir |(?:\w+ )?(?:diplomats|officials|analysts|experts|observers|lawyers|critics|sources|historians)\b)",
        )
    });
    static VERB: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^(?:[^\s,]+ ){1,12}(?:is|was|would|will|had|has|could|were|are|must|can|should|did|does)\b",
        )
    });
    let stop = rest.find([QUOTE, ';']).unwrap_or(rest.len());
    SPEAKER.is_match(rest) && !VERB.is_match(rest.get(..stop).unwrap_or(rest))
}

/// The words for the last state that acts before a byte of a mask.
pub(crate) fn actor_words(text: &str, mask: &Masked, to: usize) -> Option<String> {
    let found = mask.signs_in(0, to).rev().find(|sign| {
        let lead = mask.text.get(..sign.at).unwrap_or_default();
        matches!(sign.slot, Slot::States(_))
            && (sign.at < 5 || lead.trim_end().ends_with([',', ';']))
    })?;
    let lead = mask.text.get(..found.at)?;
    let article = ["The ", "the "].iter().find(|word| lead.ends_with(**word));
    Some(format!("{}{}", article.unwrap_or(&""), found.words.of(text)))
}

/// "..., according to NP."
pub(crate) fn according(mask: &Masked) -> Option<(usize, usize, usize)> {
    static TO: LazyLock<Regex> =
        LazyLock::new(|| pattern(r",? according to (?P<who>[^.;,]{3,120})"));
    let found = TO.captures(&mask.text)?;
    let (whole, who) = (found.get(0)?, found.name("who")?);
    Some((whole.start(), who.start(), who.end()))
}

/// Whether nothing but the way of saying follows.
pub(crate) fn ends_here(rest: &str) -> bool {
    let rest = rest.trim_start();
    rest.is_empty()
        || rest.starts_with(['.', QUOTE])
        || [
            ", ",
            "on condition",
            "in an interview",
            "afterwards",
            "yesterday",
            "here",
            "to reporters",
        ]
        .iter()
        .any(|lead| rest.starts_with(lead) && rest.len() < 60)
        || ((rest.starts_with('\u{E006}')
            || rest.starts_with("on \u{E006}")
            || rest.starts_with("in \u{E006}"))
            && rest.len() < 12)
        || rest.starts_with(": \u{E007}")
        || rest.starts_with(", \u{E007}")
}

/// Where the words for a speaker after the verb end.
pub(crate) fn phrase_end(mask: &Masked, from: usize) -> usize {
    let rest = mask.text.get(from..).unwrap_or_default();
    let stop = rest.char_indices().find(|(at, sign)| {
        let next = rest.get(at + sign.len_utf8()..).unwrap_or_default();
        *sign == QUOTE
            || *sign == ';'
            || *sign == ':'
            || (matches!(sign, '.' | '!' | '?')
                && (next.is_empty() || next.starts_with(" \u{E007}")))
    });
    stop.map_or(mask.text.len(), |(at, _)| from + at)
}

/// Where a reported clause ends: before the next verb of saying of the same speaker.
pub(crate) fn reported_end(mask: &Masked, from: usize) -> usize {
    static NEXT: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r",? and (?:said|says|called|predicted|doubted|denied|announced|added|warned|insisted|asked)\b|; |, (?:he|she|they) (?:said|added)|, an? (?:claim|charge|assertion|statement|view|remark)\b",
        )
    });
    let rest = mask.text.get(from..).unwrap_or_default();
    NEXT.find(rest).map_or(mask.text.len(), |next| from + next.start())
}

/// "were said to be", "is called", "so-called": nobody says it here.
#[allow(clippy::too_many_lines, reason = "cases in the order in which they are tried")]
pub(crate) fn is_other(mask: &Masked, verb: usize, end: usize) -> bool {
    let before = mask.text.get(..verb).unwrap_or_default().trim_end();
    let after = mask.text.get(end..).unwrap_or_default();
    let last = before.rsplit(' ').next().unwrap_or_default();
    let word = mask.text.get(verb..end).unwrap_or_default();
    matches!(
        last,
        "was"
            | "were"
            | "is"
            | "are"
            | "be"
            | "been"
            | "to"
            | "not"
            | "of"
            | "the"
            | "diplomatic"
            | "two"
            | "in"
            | "with"
            | "exchange"
            | "already"
            | "never"
            | "as"
            | "I"
            | "must"
            | "will"
            | "being"
    ) || after.starts_with(" for")
        || after.starts_with(" upon")
        || after.starts_with(" off")
        || (word == "expected" || word == "expects" || word == "expect")
            && !after.starts_with(" that")
            && !(matches!(last, "He" | "She" | "he" | "she") && after.contains(" to "))
        || word == "asked" && !after.trim_start().starts_with(QUOTE)
        || word == "declared"
            && (after.starts_with(" war")
                || after.starts_with(" its")
                || after.starts_with(" their"))
        || word.starts_with("told") && after.starts_with(" to ")
        || word.starts_with("rejected") && !(after.starts_with(" that") || after.starts_with(" of"))
        || matches!(
            word,
            "claim"
                | "claims"
                | "doubt"
                | "doubts"
                | "promised"
                | "announced"
                | "hoped"
                | "holds"
                | "reported"
                | "concluded"
                | "confirmed"
                | "confirms"
                | "indicated"
                | "revealed"
                | "disclosed"
                | "suggested"
                | "feared"
                | "reaffirmed"
                | "judged"
                | "underlined"
                | "protested"
                | "swore"
                | "alleged"
                | "asserted"
        ) && !after.starts_with(" that")
            && !after.trim_start().starts_with(QUOTE)
}

pub(crate) static DENIAL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:not|no|nobody|never|none|nothing|neither|nowhere|cannot|can't|isn't|don't|doesn't|won't|wouldn't|hasn't|n't|no longer)\b",
    )
});

pub(crate) static FUTURE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b(?:will|would|(?:I|we|We) shall|won't|'ll|’ll|is going to|are going to)\b")
});

/// What the speaker holds of the words.
pub(crate) fn stance(words: &str, kind: Verb, quoted: bool, before: &str) -> &'static str {
    match kind {
        Verb::Deny => return "denies",
        Verb::Doubt => return "doubts",
        Verb::Predict => return "predicts",
        Verb::Call => return "affirms",
        Verb::Plain => {}
    }
    let lower = words.to_lowercase();
    let future = FUTURE.find(words).map(|found| found.start());
    let denial = DENIAL.find(words).map(|found| found.start());
    if lower.contains("i doubt")
        || (lower.ends_with('?') && quoted)
        || lower.starts_with("ask ")
        || lower.starts_with("then every")
    {
        return "doubts";
    }
    let _ = before;
    // What somebody will do himself is told, not predicted.
    let own = [
        "they would",
        "he would",
        "she would",
        "we would",
        "his country would",
        "her country would",
        "his government would",
    ]
    .iter()
    .any(|words| lower.starts_with(words));
    let nobody = (lower.starts_with("nobody will") || lower.starts_with("no one will"))
        && !lower.contains("ever")
        && !lower.contains("again");
    if nobody {
        return "denies";
    }
    let would_rather = lower.contains("would rather")
        || (lower.contains("would have ") && !lower.contains("would have to "))
        || lower.contains("would like")
        || lower.contains("we would have to");
    match (future, denial) {
        (Some(_), _) if quoted && !would_rather => "predicts",
        (Some(_), None) if !quoted && !would_rather && !own => "predicts",
        (Some(future), Some(at))
            if !quoted
                && !own
                && words.get(future..at).is_some_and(|part| part.contains(" and ")) =>
        {
            "predicts"
        }
        (Some(_), Some(at)) if aside(words, at) && !quoted && !own => "predicts",
        (_, Some(at)) if aside(words, at) => "affirms",
        (_, Some(_)) => "denies",
        _ => "affirms",
    }
}

/// "a corridor, not a fortress": the denial is an aside of what is affirmed.
pub(crate) fn aside(words: &str, at: usize) -> bool {
    // In a clause of its own, or with a "but" that takes it back.
    let lead = words.get(..at).unwrap_or_default().to_lowercase();
    let rest = words.get(at..).unwrap_or_default();
    if lead.contains(", but ") || lead.contains(", and ") {
        return true;
    }
    if [" that ", " who ", " which ", " or "].iter().any(|word| lead.contains(word))
        || lead.ends_with(" or ")
    {
        return true;
    }
    if rest.split_once(", but ").is_some_and(|(_, but)| !DENIAL.is_match(but)) {
        return true;
    }
    let before = words.get(..at).unwrap_or_default().trim_end();
    before.ends_with(',')
        && before.len() > 8
        && !words.get(at..).unwrap_or_default().contains(" is ")
}
