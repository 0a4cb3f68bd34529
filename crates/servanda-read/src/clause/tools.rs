//! What the clause rules share: where a clause begins and ends, when it happens, what "the treaty"
//! is, whether it happened at all.

use super::Doc;
use super::refer::Hint;
use crate::lexicon::Known;
use crate::mask::{DATE, Masked, ORG, Slot};
use crate::proposal::{Fact, Proposal};
use crate::span::Span;
use crate::when::When;
use regex::Regex;
use std::sync::LazyLock;

/// A pattern that every test compiles.
#[allow(clippy::unwrap_used, reason = "constants, compiled by every test")]
pub(crate) fn pattern(text: &str) -> Regex {
    let text = text
        .replace("<S>", "[\u{E000}\u{E001}\u{E004}]")
        .replace("<A>", "\u{E002}")
        .replace("<X>", "[\u{E000}\u{E001}\u{E002}\u{E003}\u{E004}]")
        .replace("<L>", "\u{E004}")
        .replace("<O>", "\u{E005}")
        .replace("<D>", "\u{E006}")
        .replace("<Q>", "\u{E007}");
    Regex::new(&text).unwrap()
}

static END: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r";|:| but |, and |, which |, who |, while | while |, although |, though | although |, because |, where |, after |, before |, the same | which |, the first |, <S> [a-z]+ed | in which |, <D> (?:(?:the|a|an|it|its|they|he|she|a similar)\b|<S>|<O>)| <D> <S> |, (?:since|as|if|until) (?:(?:the|a|an|it|its|they|he|she)\b|<X>|<O>)|\. |, so |—| -- |, when | until (?:then|they)",
    )
});

/// Where the clause of a verb ends in the mask.
pub(crate) fn clause_end(mask: &Masked, verb_end: usize) -> usize {
    let rest = mask.text.get(verb_end..).unwrap_or_default();
    // "signed it in 1992, refused to prolong it": the next verb begins another clause; so does who says it.
    static NEXT: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r", (?:and )?(?:refused|declined|rejected|agreed|decided|signed|joined|left|quit|withdrew|announced|promised|pledged|asked|called|told|said|came|went|returned|denounced|voted) (?:to|the|a|an|its|it|that|from|any|back|in|on|for|against|<X>|<O>|<D>)|, (?:the|a|an|his|her|its|one) [^,;.]{1,50} (?:said|confirmed|announced|told|reported|added)\b",
        )
    });
    let first =
        [END.find(rest), NEXT.find(rest)].into_iter().flatten().map(|end| end.start()).min();
    first.map_or(mask.text.len(), |end| verb_end + end)
}

/// Where the clause of a verb begins in the mask.
pub(crate) fn clause_start(mask: &Masked, verb: usize) -> usize {
    let part = mask.text.get(..verb).unwrap_or_default();
    let start = END.find_iter(part).last().map_or(0, |end| end.end());
    // "After soldiers deposed him in July, the bloc threatened": the main clause begins at the comma.
    static OPENING: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^(?:After|When|While|Although|Though|Since|Because|As|Once|Until|Before) [^;:]{4,}, (?:(?:the|it|they|he|she|its|their)\b|<X>|<O>)",
        )
    });
    match OPENING.find(part) {
        Some(found) => start
            .max(part.get(..found.end()).and_then(|lead| lead.rfind(", ")).map_or(0, |at| at + 2)),
        None => start,
    }
}

/// A date that something happened on, and no deadline.
fn is_when(mask: &Masked, at: usize) -> bool {
    let before = mask.text.get(..at).unwrap_or_default().trim_end();
    let last = before.rsplit(' ').next().unwrap_or_default().to_lowercase();
    let run = mask.text.get(at + 3..).unwrap_or_default();
    // "the treaty of 1925", "the frontiers of 1919": the date is of the noun, not of what is done.
    static HOUR: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:night|morning|evening|afternoon|hours|end|beginning|start|spring|summer|autumn|fall|winter|middle|course|month|week|first days|eve|invasion|coup|attacks?|war|revolution|revolt|raids?|putsch|uprising) of$",
        )
    });
    if last == "of" && !HOUR.is_match(before) {
        return false;
    }
    !matches!(last.as_str(), "until" | "till" | "by" | "before" | "through")
        && !run.starts_with("'s ")
        && !run.starts_with("’s ")
}

fn date_in(mask: &Masked, from: usize, to: usize, last: bool) -> Option<When> {
    let mut dates = mask.signs_in(from, to).filter_map(|sign| match sign.slot {
        Slot::Date(when) if is_when(mask, sign.at) => Some(when),
        _ => None,
    });
    if last { dates.next_back() } else { dates.next() }
}

/// The date of a verb's own clause.
pub(crate) fn date_here(mask: &Masked, verb: usize, end: usize) -> Option<When> {
    let start = clause_start(mask, verb);
    date_in(mask, verb, clause_end(mask, end), false).or_else(|| {
        let date = mask
            .signs_in(start, verb)
            .rfind(|sign| matches!(sign.slot, Slot::Date(_)) && is_when(mask, sign.at))?;
        // "The bloc, founded in 1975, said": the day of an aside is none of the verb's.
        let (lead, gap) = (mask.text.get(start..date.at)?, mask.text.get(date.at + 3..verb)?);
        if gap.contains(", ") && lead.split_whitespace().count() > 3 {
            return None;
        }
        date_in(mask, date.at, date.at + 3, false)
    })
}

/// When the thing that the verb at `verb..end` says happened: the date of its clause, or the one
/// that opens the sentence.
pub(crate) fn date_of(mask: &Masked, verb: usize, end: usize) -> Option<When> {
    let start = clause_start(mask, verb);
    date_here(mask, verb, end)
        .or_else(|| {
            // "five days after Egypt signed": the date that opens the clause.
            let cut = END
                .find_iter(mask.text.get(..verb)?)
                .last()
                .filter(|cut| cut.as_str().contains(DATE))?;
            let at = mask.text.get(..cut.end())?.rfind(DATE)?;
            date_in(mask, at, at + 3, false)
        })
        .or_else(|| {
            // "in April, the same month in which it left".
            static IN_WHICH: LazyLock<Regex> =
                LazyLock::new(|| pattern(r"<D>,? (?:(?:in|on|at|after) which|when) $"));
            let found = IN_WHICH.find(mask.text.get(..start)?)?;
            // "in 2021 and 2022, when": on which of the days is not told.
            if mask
                .text
                .get(..found.start())
                .is_some_and(|lead| lead.ends_with("and ") || lead.ends_with("or "))
            {
                return None;
            }
            date_in(mask, found.start(), found.start() + 3, false)
        })
        .or_else(|| {
            let lead = mask.text.get(..verb).unwrap_or_default();
            let at = lead.find(DATE)?;
            let opening = lead.get(..at).unwrap_or_default();
            (opening.split_whitespace().count() <= 2)
                .then(|| date_in(mask, at, at + 3, false))
                .flatten()
        })
}

/// The day within the week before publication that the sentences after one give.
pub(crate) fn news_day(doc: &Doc<'_>, index: usize) -> Option<When> {
    let published = doc.published?;
    let paragraph = doc.sentences.get(index)?.paragraph;
    (index + 1..index + 3).find_map(|next| {
        let near = doc.sentences.get(next)?.paragraph <= paragraph + 1;
        let mask = doc.masks.get(next).filter(|_| near)?;
        mask.signs.iter().find_map(|sign| match sign.slot {
            Slot::Date(When::Day(day))
                if is_when(mask, sign.at)
                    && (0..8).contains(&(published.number() - day.number())) =>
            {
                Some(When::Day(day))
            }
            _ => None,
        })
    })
}

/// The day of news: what the first paragraphs of a report tell in the perfect ("has invoked") happened on
/// the day, within the week before publication, that the sentences after it give.
pub(crate) fn story_day(doc: &Doc<'_>, index: usize, mask: &Masked, verb: usize) -> Option<When> {
    static PERFECT: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:has|have)\b[^.;]{0,60}$"));
    doc.sentences.get(index).filter(|sentence| sentence.paragraph <= 3)?;
    let end = (verb + 5).min(mask.text.len());
    let lead = mask.text.get(clause_start(mask, verb)..verb).or(mask.text.get(..end))?;
    if !PERFECT.is_match(lead) && !mask.text.get(verb..)?.starts_with("ha") {
        return None;
    }
    news_day(doc, index)
}

static BACK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:the|that very|that|this|its|their) (?:[\u{E000}-\u{E004}]?(?:[\'’a-z-]+)? ){0,3}?(treaty|pact|promise|declaration|arrangements?|alliance|bloc|organi[sz]ation|charter|agreement|grouping|group|union|club|league|convention|entente|accord|document|commonwealth)\b",
    )
});

/// The treaty or organization that a stretch of a mask speaks of: by name, or by "the pact".
pub(crate) fn body_in(
    doc: &Doc<'_>,
    mask: &Masked,
    from: usize,
    to: usize,
) -> Option<Result<String, String>> {
    body_of(doc, mask, from, to, Hint::default())
}

/// The same, of a body that fits what is told of it.
pub(crate) fn body_of(
    doc: &Doc<'_>,
    mask: &Masked,
    from: usize,
    to: usize,
    hint: Hint<'_>,
) -> Option<Result<String, String>> {
    let part = mask.text.get(from..to)?;
    let named = mask.signs_in(from, to).find_map(|sign| match &sign.slot {
        Slot::Org(body) if mask.kind(sign.at) == ORG => Some((sign.at, body.clone())),
        _ => None,
    });
    let found = BACK.captures(part);
    let word = found
        .as_ref()
        .and_then(|found| found.get(1))
        .map_or("", |word| word.as_str())
        .to_lowercase();
    let back = found.and_then(|found| found.get(0)).map(|found| from + found.start());
    let referred_body = |doc: &Doc<'_>, at: usize| doc.refer(at, Hint { word: &word, ..hint });
    match (named, back) {
        (Some((at, _)), Some(back))
            if back < at && part.get(back - from..at - from).is_none_or(|gap| gap.len() >= 40) =>
        {
            referred_body(doc, mask.back(back)).map(Ok)
        }
        (Some((_, body)), _) => Some(body),
        (None, Some(back)) => referred_body(doc, mask.back(back)).map(Ok),
        (None, None) => None,
    }
}

/// What "the pact" means at a place.
pub(crate) fn referred_body(doc: &Doc<'_>, at: usize) -> Option<String> {
    doc.refer(at, Hint::default())
}

/// The treaty as it was called at that time: before the organization there was only the treaty.
pub(crate) fn as_of(id: String, when: Option<When>, doc: &Doc<'_>) -> String {
    let day = when.and_then(When::first).or(doc.published);
    let early = day
        .and_then(servanda::time::Day::parts)
        .is_some_and(|(year, month, _)| year < 2002 || (year == 2002 && month < 10));
    match id.as_str() {
        "CSTO" if early => "CST".to_owned(),
        _ => id,
    }
}

static UNREAL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:if|unless|would|could|might|may|whether|were to|in case|in the event|wants? to|interest in|applied|asked|wanted to|hopes? to|plans? to|threatens? to|threatened to|ready to|likely to|expected to|invited to|asked to|refus\w+ to|able to|fear\w*|should|until|before (?:it|they|he|she|any|<X>|the \w+ (?:could|can))|can|cannot|must|will|shall|due to|about to|demand\w*|proposed to|proposal to|whoever|whenever|hoped?)\b",
    )
});

static DENIED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:not|never|no|nobody|neither|nor|none|n't|n’t|without|denied|denies|deny|didn't)\b",
    )
});

/// Whether the words before a verb, in its clause, make it something that did not happen.
pub(crate) fn unreal(mask: &Masked, start: usize, verb: usize) -> bool {
    let part = mask.text.get(start..verb).unwrap_or_default();
    UNREAL.is_match(part)
}

/// Whether the words just before a verb deny it.
pub(crate) fn denied(mask: &Masked, start: usize, verb: usize) -> bool {
    let part = mask.text.get(start..verb).unwrap_or_default();
    let near: String = part.chars().rev().take(40).collect::<Vec<_>>().into_iter().rev().collect();
    DENIED.is_match(&near)
}

/// Whether a denial stands in the few words before a verb, whatever clause they belong to: "none of
/// which belongs".
pub(crate) fn near_denied(mask: &Masked, verb: usize) -> bool {
    static NONE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:none|neither|nobody|not one|no one|few)\b[^.;:]{0,30}$|\b(?:not|never|n't|n’t|without)(?: \w+){0,2} $",
        )
    });
    let part = mask.text.get(..verb).unwrap_or_default();
    let mut from = part.len().saturating_sub(60);
    while !part.is_char_boundary(from) {
        from += 1;
    }
    NONE.is_match(part.get(from..).unwrap_or_default())
}

/// A treaty of the lexicon that has this id or is the other name of it.
pub(crate) fn known<'a>(doc: &'a Doc<'_>, id: &str) -> Option<&'a Known> {
    doc.lexicon.treaty(id).or_else(|| doc.lexicon.treaty(crate::subject::duties_of(id)))
}

/// A proposal.
pub(crate) fn proposal(fact: Fact, span: Span, rule: &'static str) -> Proposal {
    Proposal { fact, span, confidence: super::super::form::confidence(rule), rule }
}

/// In the order of the text, each fact once where its words overlap; of two that differ only in a
/// date, the one with it.
pub(crate) fn tidy(list: &mut Vec<Proposal>) {
    list.sort_by(|one, other| {
        let key = |it: &Proposal| (it.span.start, it.span.end, it.fact.kind());
        key(one).cmp(&key(other))
    });
    let mut kept: Vec<Proposal> = Vec::new();
    for one in list.drain(..) {
        let near = kept.iter().rev().take(80);
        let again =
            near.into_iter().any(|other| other.fact == one.fact && other.span.overlaps(one.span));
        if !again {
            kept.push(one);
        }
    }
    *list = kept;
}
