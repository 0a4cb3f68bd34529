//! Pledges: what a treaty obliges its parties to, or what a government promises. Statements that there
//! is no duty are none.

use super::decisions::main_body;
use super::tools::{as_of, body_in, clause_start, pattern, proposal};
use super::Doc;
use crate::mask::Masked;
use crate::proposal::{Fact, Proposal};
use crate::subject::duties_of;
use regex::Regex;
use std::sync::LazyLock;

/// An act with the words that pledge it.
struct Rule {
    act: &'static str,
    words: Regex,
}

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let rule = |act, words: &str| Rule { act, words: pattern(words) };
    vec![
        rule("aid", r"(?i)\battack on (?:any )?(?:one|any|a member|either|<X>)[^.;]{0,60}? (?:is|as|be|means|counts as|would be) (?:an )?(?:attack|aggression) (?:on|against|upon) "),
        rule("aid", r"(?i)\b(?:regard|treat(?:ed)?|consider(?:ed)?|makes?)\b[^.;]{0,90}?\bas (?:an )?(?:attack|aggression|act)\b|\b\bmakes an attack on (?:any )?(?:one|<X>)|aggression against (?:any )?one[^.;]{0,40}aggression against"),
        rule("aid", r"(?i)\b(?:must|bound to|pledged?s?|pledging|promis\w+|oblig\w+|would have to|have to|has to|had to|will|shall|undert\w+|owes?d?|commit\w*|are to|is to|was to|were to|gives?|agree to|agreed to|vow\w*)\b[^.;]{0,80}?\b(?:help|aid|assist\w*|come to (?:the |its |their |each other's |one another's )?(?:\S+ )?(?:help|aid|defen[cs]e|rescue)|defend|march together|support|stand by|stand with|act (?:against|to meet|together)|fight|take such action|respond)\b"),
        rule("aid", r"(?i)\beach (?:party )?acts against|\bmutual (?:aid|help|assistance) (?:in (?:the event|case)|if|still rests)|\b(?:owes?|promises?) (?:\S+ ){0,3}(?:help|aid)\b|\bcome (?:\S+ ){0,6}to the (?:help|aid) of|\bact (?:\S+ ){0,2}to meet|\bextends the (?:shield|guarantee|protection) to|\b(?:would|will) have to (?:act|come)\b|\bwill not suffer"),
        rule("consult", r"(?i)\bconsult(?:s|ation|ations|ed)?\b"),
        rule("not_attack", r"(?i)\b(?:not (?:to )?(?:use|resort to) (?:of )?force|refrain from (?:the )?(?:use of |threat)|not (?:to )?(?:attack|invade) (?:each|one|the other)|never (?:to )?(?:attack|go to war|use force)|renounces? (?:war|force)|not (?:to )?(?:attack|make war))\b"),
        rule("stay_neutral", r"(?i)\b(?:stay|remain|be|keep|observe|proclaimed|declared|pledged|promised|preserve)\b[^.;]{0,40}?\b(?:neutral|neutrality)\b"),
        rule("grant_base", r"(?i)\b(?:lets?|allows?|grants?|granted|open(?:s|ed)?|give[sn]?|gave|lease[sd]?|would open|will open)\b[^.;]{0,60}?\b(?:bases?|airfields?|ports|right to station|airports|facilities)\b"),
    ]
});

/// Words that make a statement a duty.
static DUTY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b(?:must|bound|pledg\w*|promis\w*|oblig\w*|would have to|have to|has to|will|shall|undert\w+|owes?|owed|commit\w*|are to|is to|was to|were to|consult|consults|agree|each|makes?|treated|rests|extends|duty|declares?|gives|suffer|would be|lets|grants|proclaimed|declared|guarantee\w*|is an|as an|open)\b")
});

static NONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b(?:no (?:treaty|pledge|duty|promise|obligation|article|clause|guarantee|commitment)|none of|no one is|not oblige|did not oblige|does not (?:oblige|bind|require|promise|commit)|owe (?:\S+ )?nothing|owes (?:\S+ )?nothing|owes them nothing|no longer|nothing (?:in|obliges)|contains no|without (?:any )?(?:duty|obligation)|not bound|adds no|has made no|have to move|to repel|have to find|will have to decide|asked|still bound|urged|offered|refus\w+|denied|failed|did not|had told|be consulted)\b")
});

static ATTACK: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\b(?:attack\w*|aggression|invasion|invaded?|war|victim|assault)\b"));
static THREAT: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\b(?:threat\w*|danger\w*|endangered|menace\w*|security of one)\b"));

/// Pieces of a sentence that may each hold a pledge.
fn pieces(mask: &Masked) -> Vec<(usize, usize)> {
    static CUT: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r";| but |, and (?:that )?(?:each|the|its|they|both|must|also|promised|pledged|to|others)| and (?:promised|pledged|each (?:must|party|acts|will|is)|also|undertake)|, but |, none |, something |, though ")
    });
    let mut list = Vec::new();
    let mut start = 0;
    for cut in CUT.find_iter(&mask.text) {
        list.push((start, cut.start()));
        start = cut.start() + if cut.as_str() == ";" { 1 } else { 0 };
    }
    list.push((start, mask.text.len()));
    list
}

/// Pledges in a text.
pub(crate) fn find(doc: &Doc<'_>) -> Vec<Proposal> {
    let mut out = Vec::new();
    let body: Vec<usize> = doc.body_sentences().map(|(index, _)| index).collect();
    for index in body {
        // A pledge may stand in somebody's quoted words.
        let Some(mask) = doc.open_masks.get(index) else { continue };
        let whole = &mask.text;
        let mut told: Vec<&str> = Vec::new();
        for (from, to) in pieces(mask) {
            let piece = whole.get(from..to).unwrap_or_default();
            if NONE.is_match(piece) {
                continue;
            }
            let mut acts: Vec<&str> = Vec::new();
            for rule in RULES.iter() {
                let Some(found) = rule.words.find(piece) else { continue };
                if acts.contains(&rule.act) || told.contains(&rule.act) {
                    continue;
                }
                if let Some(pledge) = pledge(doc, mask, rule.act, (from, to), (from + found.start(), from + found.end())) {
                    acts.push(rule.act);
                    told.push(rule.act);
                    out.push(pledge);
                }
            }
        }
    }
    out
}

fn pledge(doc: &Doc<'_>, mask: &Masked, act: &'static str, (from, to): (usize, usize), at: (usize, usize)) -> Option<Proposal> {
    let piece = mask.text.get(from..to)?;
    if !DUTY.is_match(piece) {
        return None;
    }
    let context = mask.text.get(from..).unwrap_or_default();
    let trigger = match act {
        "aid" if ATTACK.is_match(context) || ATTACK.is_match(&mask.text) || !piece.contains("rests on") => Some("attack"),
        "aid" => None,
        "consult" if THREAT.is_match(piece) || THREAT.is_match(&mask.text) => Some("threat"),
        "consult" if ATTACK.is_match(piece) => Some("attack"),
        "consult" => Some("threat"),
        _ => None,
    };
    let parties = Regex::is_match(&PARTIES, &mask.text);
    let speaks = ATTACK.is_match(&mask.text) || THREAT.is_match(&mask.text);
    let plain = piece.contains("rests on") || piece.contains("extends the") || piece.contains("help of the other") || piece.contains("would have to") || piece.contains("ally to") || piece.contains("help her");
    if matches!(act, "aid" | "consult") && !(parties && (speaks || plain)) {
        return None;
    }
    let own_territory = act == "grant_base" && body_in(doc, mask, 0, mask.text.len()).is_none() && !piece.contains(" lets ") && !piece.contains("would ");
    let outside = act == "stay_neutral" || (act == "grant_base" && !own_territory) || piece.contains("will not suffer");
    // The sentence says under what, or the last one did: "under which".
    let named = body_in(doc, mask, clause_start(mask, from), to).or_else(|| body_in(doc, mask, 0, to));
    let named = match named {
        Some(Ok(id)) if id == "CIS" => body_in(doc, mask, mask.text.find("signed").unwrap_or(0), to),
        other => other,
    };
    let under = match named {
        Some(Ok(id)) => Some(id),
        Some(Err(_)) => None,
        None if outside => None,
        None => main_body(doc, mask.start(from)),
    };
    let under = under.filter(|_| !outside).map(|id| duties_of(&as_of(id, None, doc)).to_owned());
    let fact = Fact::Pledge { under, act: act.to_owned(), trigger: trigger.map(str::to_owned) };
    let rule = match act {
        "aid" => "pledge-aid",
        "consult" => "pledge-consult",
        _ => "pledge-other",
    };
    let _ = at;
    Some(proposal(fact, mask.span(doc.text, from, to), rule))
}

/// Words for those who owe.
static PARTIES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b(?:part(?:y|ies)|members?|signator(?:y|ies)|allies|ally|each|both|they|others?|one|states?|partners?|it|we|neither|either|pact|treaty|article|alliance|two|three|four|five|six|seven|eight|power|shield|clause|her|its|who)\b|<X>|<O>")
});
