//! Pledges: what a treaty obliges its parties to, or what a government promises. A pledge is an act with
//! a word of duty in the same piece of a sentence; statements that there is no duty are none.

use super::Doc;
use super::refer::Hint;
use super::sides::by_sides;
use super::tools::{as_of, body_of, clause_start, pattern, proposal};
use crate::mask::{Masked, ORG, Slot};
use crate::proposal::{Fact, Proposal};
use crate::subject::duties_of;
use regex::Regex;
use std::sync::LazyLock;

/// An act with the words for it. Some words hold the duty in themselves.
struct Rule {
    act: &'static str,
    words: Regex,
    whole: bool,
}

/// Words for help to somebody attacked.
const HELP: &str = r"(?:help|aid|assist(?:ance)?|support|defend|protect|rescue|come (?:\S+ ){0,6}?to (?:the |its |their |her |each other['’]s |one another['’]s )?(?:\S+ )?(?:help|aid|assistance|defen[cs]e|rescue|support)|march together|stand (?:by|with|beside|behind)|act (?:against|to meet|together|jointly|at once)|fight (?:for|with|beside|alongside|together|on)|go to war|take (?:such|up|all|the|any) (?:action|arms|measures|necessary)|respond|retaliate|rally|lend (?:\S+ ){0,6}?(?:support|aid|assistance|help)|render (?:\S+ ){0,4}?(?:support|aid|assistance|help)|give (?:\S+ ){0,6}?(?:aid|help|assistance|support)|provide (?:\S+ ){0,4}?(?:aid|help|assistance|support|troops)|send (?:\S+ ){0,4}?(?:troops|forces|soldiers|divisions|armies|arms)|use (?:\S+ ){0,3}?force to defend|resist (?:\S+ ){0,3}?(?:attack|aggression)|repel)";

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let rule = |act, words: &str, whole| Rule { act, words: pattern(words), whole };
    let strike = "(?:armed attack|attack|aggression|assault|act of (?:aggression|war)|declaration of war|invasion|strike|war)";
    vec![
        rule(
            "aid",
            &format!(
                r"(?i)\b{strike} (?:by [^.;,]{{1,40}} )?(?:on|against|upon) (?:any |either |each )?(?:one|any|a|another|either|member|state|country|party|of them|<X>|\w+)[^.;]{{0,90}}? (?:is|as|be|means|meant|counts as|amounts to|equals|was) (?:to be )?(?:an? |deemed )?(?:\w+ )?{strike} (?:on|against|upon) "
            ),
            true,
        ),
        rule(
            "aid",
            &format!(
                r"(?i)\b(?:regard|treat|consider|deem|view|look (?:up)?on)(?:s|ed)?\b[^.;]{{0,90}}?\bas (?:an? )?(?:\w+ )?(?:{strike}|act)\b|\bconsidered (?:an? )?(?:\w+ )?{strike}|\bmakes an {strike} on (?:any )?(?:one|<X>)"
            ),
            true,
        ),
        rule(
            "aid",
            &format!(
                r"(?i)\b{strike}\b[^.;]{{0,80}}?\b(?:would|will|shall|must|could)\b[^.;]{{0,30}}?\b(?:oblige|bind|bring|commit|require|force|compel)\w*\b[^.;]{{0,60}}?\b(?:to act|to fight|to help|to respond|to its|into|in on|to their|to assist|to come|to go|to defend|the others|all)\b"
            ),
            true,
        ),
        rule("aid", &format!(r"(?i)\b{HELP}\b"), false),
        rule(
            "aid",
            r"(?i)\beach (?:party )?acts against|\bmutual (?:aid|help|assistance|defen[cs]e) (?:in (?:the event|case)|if|still rests|against|clause)|\b(?:owe[sd]?|promise[sd]?|pledge[sd]?|guarantee[sd]?|offer(?:s|ed)?) (?:\S+ ){0,3}?(?:\w+ )?(?:help|aid|assistance|support|protection)\b|\b(?:promise|pledge|guarantee|assurance|offer|undertaking)s? of (?:\w+ )?(?:help|aid|assistance|support|protection|defen[cs]e)\b|\bguarantee[sd]? (?:one another['’]s |each other['’]s |the |its |their |<X>['’]s )?(?:\S+ )?(?:frontiers?|borders?|independence|integrity|security|territory|safety)|\bguarantee also holds|\b(?:would|will|alone would) have to (?:act|come|fight|help|move)\b|\bgives? (?:\S+ ){0,6}?(?:help|aid|assistance)\b|\bextends the (?:shield|guarantee|protection) to|\b(?:will|would) not (?:suffer|tolerate)\b|\bobliges? (?:\S+ ){0,4}?to (?:act|fight)",
            true,
        ),
        rule(
            "consult",
            r"(?i)\b(?:consult(?:s|ation|ations|ed|ing)?|confer(?:s)?|exchange views|take counsel|hold talks|concert (?:their|measures)|meet (?:at once|immediately|without delay))\b",
            false,
        ),
        rule(
            "not_attack",
            r"(?i)\bnot (?:to )?(?:use|resort to|employ|take part in|commit|undertake) (?:\S+ ){0,3}?(?:force|war|attack|aggression|arms)|\bnot (?:to )?(?:attack|invade|make war|wage war|go to war|take up arms|strike)\b|\brefrain from (?:\S+ ){0,5}?(?:use of|threat|force|attack|aggression|war|violence)|\bnever (?:\S+ )?(?:to )?(?:attack|go to war|use force|make war|fight)|\brenounc(?:e|es|ed|ing) (?:the use of |the threat of |all )?(?:war|force|aggression|violence)|\bkeep (?:the )?peace (?:with|between|toward)|\b(?:abstain|desist) from (?:\S+ ){0,3}?(?:aggression|war|attack|force)|\brespect (?:each other['’]s|one another['’]s|<X>['’]s?|the) (?:\w+ )?(?:territor\w+|frontiers?|borders?|integrity|sovereignty|independence)",
            false,
        ),
        rule(
            "stay_neutral",
            r"(?i)\b(?:stay|stays|remain|remains|be|keep|observe|observes|maintain|maintains|proclaim(?:ed|s)|declare[sd]?|pledged?|promise[sd]?|preserve|announced)\b[^.;]{0,40}?\b(?:neutral|neutrality)\b|\bnot (?:to )?(?:help|aid|assist|support) (?:the |any |an? )?(?:aggressor|attacker|enemy|enemies|third)",
            false,
        ),
        rule(
            "grant_base",
            r"(?i)\b(?:lets?|allow(?:s|ed)?|grants?|granted|open(?:s|ed)?|give[sn]?|gave|lease[sd]?|would open|will open|provide[sd]?|put|place|offer(?:s|ed)?|keep|use|has|have)\b[^.;]{0,60}?\b(?:bases?|airfields?|ports|harbou?rs?|right to station|rights? to use|airports|facilities|air base|naval base|airstrips?)\b|\b(?:lets?|allow(?:s|ed)?|permit(?:s|ted)?) <X> (?:to )?(?:station|keep|base|land) (?:\w+ )?(?:troops|forces|soldiers|missiles|aircraft)",
            false,
        ),
    ]
});

/// Words that make a statement a duty.
static DUTY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:must|bound|binds?|pledg\w*|promis\w*|oblig\w*|would have to|have to|has to|had to|will|shall|undert\w+|owes?|owed|commit\w*|are to|is to|was to|were to|consults|agree|agreed|each|makes?|rests|duty|declares?|gives|would be|would feel|lets|grants|granted|proclaimed|declared|guarantee\w*|open|swore|vow\w*|assur\w+|engage[sd]?|requires?|renounced?|renounces)\b",
    )
});

static NONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:no (?:treaty|pledge|duty|promise|obligation|article|clause|guarantee|commitment|such)|none of|no one is|not oblige|did not oblige|does not (?:oblige|bind|require|promise|commit|say)|never (?:promised|obliged|bound|required)|owe (?:\S+ )?nothing|owes (?:\S+ )?nothing|owes them nothing|no longer|nothing (?:in|obliges)|contains no|without (?:any )?(?:duty|obligation)|not bound|adds no|has made no|have to move|to repel|have to find|will have to decide|asked|still bound|urged|offered|refus\w+|denied|failed|falls? away|fell away|did not|had told|be consulted|nobody|whether|if they (?:do|join|become)|why|doubts?|doubted|wonder\w*)\b",
    )
});

static ATTACK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b(?:attack\w*|aggression|invasion|invaded?|war|victim|assault|aggressor)\b")
});
static THREAT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b(?:threat\w*|danger\w*|endangered|menace\w*|security of one|crisis)\b")
});

static REFRAIN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)\bnot (?:to )?(?:help|aid|assist|support|give|lend|render)\b"));

/// "the partners consult when": a duty told in the present.
static PLAIN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:parties|partners|members|allies|signatories|they|both|two|governments)\b[^.;]{0,24} (?:consult|confer)\b|<X> (?:consult|confer)\b|<X> and <X> (?:consult|confer)\b",
    )
});

/// Pieces of a sentence that may each hold a pledge.
fn pieces(mask: &Masked) -> Vec<(usize, usize)> {
    static CUT: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r";| but |, (?:by|under|in) which |, and (?:that )?(?:each|the|its|they|both|must|also|promised|pledged|to|others)| and (?:promised|pledged|each (?:must|party|acts|will|is)|also|undertake|to (?:observe|remain|stay|consult|refrain|help|aid|come|respect))|, but |, none |, something |, though ",
        )
    });
    let mut list = Vec::new();
    let mut start = 0;
    for cut in CUT.find_iter(&mask.text) {
        list.push((start, cut.start()));
        start = cut.start() + usize::from(cut.as_str() == ";");
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
        let duty_before = DUTY.is_match(whole);
        for (from, to) in pieces(mask) {
            let piece = whole.get(from..to).unwrap_or_default();
            if NONE.is_match(piece) {
                continue;
            }
            // "undertook to keep peace and to observe neutrality": the duty stands before the "and".
            let carried = piece.starts_with(" and to ") && duty_before;
            for rule in RULES.iter() {
                let Some(found) = rule.words.find(piece) else { continue };
                // "not to assist an enemy": no help is owed.
                if rule.act == "aid" && REFRAIN.is_match(piece) {
                    continue;
                }
                if told.contains(&rule.act) {
                    continue;
                }
                let lead = piece.get(..found.end()).unwrap_or_default();
                let plain = rule.act == "consult" && PLAIN.is_match(piece);
                if !(rule.whole || carried || plain || DUTY.is_match(lead)) {
                    continue;
                }
                if let Some(pledge) = pledge(doc, index, mask, rule, (from, to)) {
                    told.push(rule.act);
                    out.push(pledge);
                }
            }
        }
    }
    out
}

/// What must have happened before the act is owed.
fn trigger(rule: &Rule, piece: &str, whole: &str) -> Option<&'static str> {
    match rule.act {
        "aid" if THREAT.is_match(piece) && !ATTACK.is_match(piece) => Some("threat"),
        "aid" if piece.contains("rests on") && !ATTACK.is_match(whole) => None,
        "aid" => Some("attack"),
        "consult" if ATTACK.is_match(piece) && !piece.contains("endangered") => Some("attack"),
        "consult" => Some("threat"),
        "stay_neutral" if ATTACK.is_match(piece) && piece.contains(" if ") => Some("attack"),
        _ => None,
    }
}

/// Whether words of help are of what a party owes, and no everyday help.
fn is_owed(rule: &Rule, piece: &str, whole: &str) -> bool {
    let parties = PARTIES.is_match(whole);
    let speaks = ATTACK.is_match(whole) || THREAT.is_match(whole);
    let plain = [
        "rests on",
        "extends the",
        "help of the other",
        "would have to",
        "ally to",
        "help her",
        "defend",
        "guarantee",
        "stand by",
        "promise of",
        "pledge of",
    ]
    .iter()
    .any(|words| piece.contains(words));
    !matches!(rule.act, "aid" | "consult") || (parties && (speaks || plain))
}

fn pledge(
    doc: &Doc<'_>,
    index: usize,
    mask: &Masked,
    rule: &Rule,
    (from, to): (usize, usize),
) -> Option<Proposal> {
    let piece = mask.text.get(from..to)?;
    let act = rule.act;
    if !is_owed(rule, piece, &mask.text) {
        return None;
    }
    let context = mask.text.get(from..).unwrap_or_default();
    let trigger = trigger(rule, if act == "aid" { context } else { piece }, &mask.text);
    let under = under(doc, index, mask, act, (from, to));
    let fact = Fact::Pledge { under, act: act.to_owned(), trigger: trigger.map(str::to_owned) };
    let name = match act {
        "aid" => "pledge-aid",
        "consult" => "pledge-consult",
        _ => "pledge-other",
    };
    Some(proposal(fact, mask.span(doc.text, from, to), name))
}

/// Under what it is owed: what the sentence names, or what the text speaks of; nothing for a promise that
/// a government gives by itself.
#[allow(clippy::too_many_lines, reason = "cases in the order in which they are tried")]
fn under(
    doc: &Doc<'_>,
    index: usize,
    mask: &Masked,
    act: &str,
    (from, to): (usize, usize),
) -> Option<String> {
    let piece = mask.text.get(from..to)?;
    let own_territory = act == "grant_base"
        && body_of(doc, mask, 0, mask.text.len(), Hint::default()).is_none()
        && !piece.contains(" lets ")
        && !piece.contains("would ");
    let declared = act == "stay_neutral"
        && ["declared", "proclaimed", "announced", "its neutrality", "declares"]
            .iter()
            .any(|word| piece.contains(word));
    let alone = act == "stay_neutral"
        && !mask.text.contains("they ")
        && !mask.text.contains("parties")
        && !piece.starts_with(" and to ");
    if declared
        || alone
        || (act == "grant_base" && !own_territory)
        || piece.contains("will not suffer")
        || piece.contains("not tolerate")
    {
        return None;
    }
    let parties = parties_of(mask, from, to);
    let hint = Hint { word: "", parties: &parties, act: Some(act) };
    let named = body_of(doc, mask, clause_start(mask, from), to, hint)
        .or_else(|| body_of(doc, mask, 0, to, hint));
    let spoken = mask
        .signs_in(0, to)
        .any(|sign| matches!(sign.slot, Slot::Org(_)) && mask.kind(sign.at) == ORG);
    let named = match named {
        Some(Ok(id)) if id == "CIS" => {
            body_of(doc, mask, mask.text.find("signed").unwrap_or(0), to, hint)
        }
        other => other,
    };
    let sides = || by_sides(doc, mask, 0, to, &parties).filter(|_| !spoken);
    let told = match named {
        _ if !spoken && sides().is_some() => sides(),
        Some(Ok(id)) => Some(id),
        Some(Err(_)) => None,
        None => {
            let at = mask.start(from);
            // The sentence before may name it: "under which", "it".
            let last =
                index.checked_sub(1).and_then(|before| doc.masks.get(before)).and_then(|before| {
                    before.signs.iter().rev().find_map(|sign| match &sign.slot {
                        Slot::Org(Ok(id)) if before.kind(sign.at) == ORG => Some(id.clone()),
                        _ => None,
                    })
                });
            let all = parties_of(mask, 0, mask.text.len());
            let between = [all.as_slice(), parties.as_slice()].into_iter().find_map(|list| {
                doc.lexicon
                    .titled(list, None, doc.published, "")
                    .filter(|treaty| treaty.acts.contains(&act))
            });
            if let Some(treaty) = between {
                return Some(treaty.id.clone());
            }
            let refers = [
                "It ",
                "They ",
                "The two ",
                "The three ",
                "Under it",
                "By it",
                "This ",
                "The parties",
                "Both ",
            ]
            .iter()
            .any(|word| mask.text.starts_with(word));
            last.filter(|id| refers && doc.lexicon.treaty(duties_of(id)).is_some())
                .or_else(|| doc.main_body(at, hint))
        }
    };
    told.map(|id| duties_of(&as_of(id, None, doc)).to_owned())
}

/// The states that a piece of a sentence names.
fn parties_of(mask: &Masked, from: usize, to: usize) -> Vec<String> {
    let mut list: Vec<String> = Vec::new();
    for sign in mask.signs_in(from, to) {
        if let Slot::States(states) = &sign.slot {
            list.extend(
                states.iter().filter(|state| !list.contains(state)).cloned().collect::<Vec<_>>(),
            );
        }
    }
    list.truncate(12);
    list
}

/// Words for those who owe.
static PARTIES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:part(?:y|ies)|members?|signator(?:y|ies)|allies|ally|each|both|they|others?|one|states?|partners?|it|we|neither|either|pact|treaty|article|alliance|two|three|four|five|six|seven|eight|power|powers|shield|clause|her|its|who|governments?|countries)\b|<X>|<O>",
    )
});
