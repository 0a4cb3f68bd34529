//! Decisions: what states and organizations agree, postpone, reject, sign and propose.

use super::tools::{body_in, clause_end, clause_start, date_of, denied, pattern, proposal, referred_body, unreal};
use super::Doc;
use crate::mask::{Masked, Slot};
use crate::proposal::{Fact, Proposal};
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
    pattern(r"\b(?:(?P<passive>(?:was|were|been|is|are) signed)|(?P<participle>, (?:first )?signed|^Signed|made at|signed (?:in|on|at))|(?P<active>signed|initialled|initialed|concluded|put (?:their|his|its|her) (?:names?|signatures?) to|to sign))\b")
});

/// What may be signed.
static PAPER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b(?:treaty|treaties|pact|agreement|charter|convention|protocol|declaration|document|papers?|alliance|armistice|a similar one|accord|memorandum)\b|^ it\b")
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
            let used = lead.contains("used ") || lead.contains(" met ") || lead.contains("gathered");
            if (purpose && !used) || (!purpose && (unreal(mask, start, whole.start()) || denied(mask, start, whole.start()))) {
                continue;
            }
            if let Some(signing) = signing(doc, sentence, mask, &found, whole.range()) {
                list.push(signing);
            }
        }
    }
    list
}

fn signing(
    doc: &Doc<'_>,
    sentence: usize,
    mask: &Masked,
    found: &regex::Captures<'_>,
    at: std::ops::Range<usize>,
) -> Option<Signing> {
    let stop = clause_end(mask, at.end);
    let start = clause_start(mask, at.start);
    let active = found.name("active").is_some();
    let when = date_of(mask, at.start, at.end);
    let object = mask.text.get(at.end..stop).unwrap_or_default();
    let before = mask.text.get(start..at.start).unwrap_or_default();
    let (mut parties, mut from, mut counted) = (Vec::new(), start, false);
    if object.starts_with(" nothing") {
        return None;
    }
    let relative = before.trim_end().ends_with("which") || before.contains(" which the ");
    if active {
        let paper = PAPER.is_match(object) || object.contains('\u{E005}') || PAPER.is_match(before);
        if !paper {
            return None;
        }
        let subject = who(doc, sentence, mask, at.start)?;
        parties = subject.ids;
        from = subject.from;
        counted = subject.referred && parties.len() > 2;
    } else if !(PAPER.is_match(before) || before.contains('\u{E005}') || before.trim().is_empty()) {
        return None;
    }
    // The other side: "with X", "between X and Y".
    static WITH: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:with|between) (?:the )?(<S>|<A>)(?:'s|’s)?(?:,? (?:and )?with (?:the )?(?:<S>)(?: and <S>)?)*"));
    let side = mask.text.get(start..stop).unwrap_or_default();
    if let Some(found) = WITH.find(side) {
        for sign in mask.signs_in(start + found.start(), start + found.end()) {
            if let Slot::States(states) = &sign.slot {
                parties.extend(states.iter().filter(|state| !parties.contains(state)).cloned().collect::<Vec<_>>());
            }
        }
    }
    parties.retain(|id| doc.lexicon.is_state(id));
    let one_sided = !active && !parties.is_empty() && before.contains('\u{E005}') == false && side.contains(" with ");
    if one_sided && let Some(main) = main_party(doc, mask, start, &parties) {
        parties.insert(0, main);
    }
    let body = body_in(doc, mask, at.end, stop)
        .filter(|_| active)
        .or_else(|| body_in(doc, mask, start, at.start).filter(|_| !active || relative));
    let between = doc.lexicon.between(&parties, when, doc.published).map(|treaty| treaty.id.clone());
    let (mut treaty, mut name) = match body {
        Some(Ok(id)) => (Some(id), None),
        Some(Err(name)) => (None, Some(name)),
        None => (None, None),
    };
    if treaty.is_none() && name.is_none() {
        static BARE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:charter|document|papers)\b|^ it\b"));
        let bare = BARE.is_match(object);
        let it = object.starts_with(" it");
        let last = || match doc.last_body(mask.back(at.start)) {
            Some(Ok(id)) => Some(id.clone()),
            _ => None,
        };
        treaty = match it {
            true => last(),
            false => between.or_else(|| (bare && parties.len() > 2).then(|| referred_body(doc, mask.back(at.start))).flatten()),
        };
    } else if let (Some(better), Some(had)) = (&between, &treaty)
        && parties.len() == 2
        && !doc.lexicon.treaty(had).is_some_and(|treaty| parties.iter().all(|party| treaty.parties.contains(party)))
    {
        treaty = Some(better.clone());
    } else if treaty.is_none() && between.is_some() {
        treaty = between;
        name = None;
    }
    let own = object.contains(" their ") && !object.contains("\u{E005}") && !object.contains("names");
    let at = mask.start(at.start);
    Some(Signing { sentence, at, parties, treaty, name, when, from, to: stop, counted, own })
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

/// Verbs and what they say of a proposal's fate.
static VERBS: LazyLock<Vec<(Regex, &'static str)>> = LazyLock::new(|| {
    vec![
        (pattern(r"\b(?:did not agree|failed to agree|could not agree|rejected|refused|declined|turned (?:down|away)|vetoed|would not (?:sign|join|take part|allow|accept)|voted against|was dropped|were dropped|ruled out|(?:was|were) left out|has refused|decided (?:\S+ )?against|spurned|dismissed the|said no)\b"), "rejected"),
        (pattern(r"\b(?:postponed|put off|deferred|shelved|adjourned|delayed|left to a later|left for later|no decision on [^,.;]{1,40} was taken|no decision was taken|put on ice|suspended talks)\b"), "postponed"),
        (pattern(r"\b(?:agreed|decided|resolved|voted|approved|adopted|took the decision|has invoked|have invoked|invoked|invited|(?:was|were) admitted|(?:was|were) dissolved|dissolved|founded|ratified|proclaimed|endorsed|(?:is|are|was|were) set up|undertook to create|lifted)\b"), "agreed"),
        (pattern(r"\b(?:proposed|asked for|asked (?:[^.;]{1,30} )?(?:for|to be|to let|that)|asked in vain|had asked|appealed (?:to [^.;]{1,20} )?for|called for|requested|applied|demanded|demands|offered to|offered (?:talks|terms|help)|sought (?:a|the|to)|suggested|wanted a|had wanted|has asked|have asked)\b"), "proposed"),
    ]
});

/// Decisions in a text.
pub(crate) fn find(doc: &Doc<'_>) -> Vec<Proposal> {
    let mut out = Vec::new();
    let mut last: Option<When> = None;
    for (index, mask) in doc.body_sentences() {
        for (verbs, status) in VERBS.iter() {
            for found in verbs.find_iter(&mask.text) {
                if let Some(decision) = decided(doc, index, mask, (found.start(), found.end()), status, &mut last) {
                    out.push(decision);
                }
            }
        }
    }
    let all = signings(doc);
    for signing in all {
        let Some(mask) = doc.masks.get(signing.sentence) else { continue };
        let signing = signing.clone();
        // The same act told again without its day.
        let again = signing.when.is_none() && !signing.parties.is_empty()
            && all.iter().any(|other| other.when.is_some() && other.parties == signing.parties && (other.treaty == signing.treaty || other.treaty.is_none()) && other.at != signing.at);
        if again && signing.treaty.is_some() {
            continue;
        }
        let span = mask.span(doc.text, signing.from, signing.to);
        let what = span.of(doc.text).to_owned();
        let by = if doc.text.get(span.start..).is_some() { signing.parties } else { Vec::new() };
        let also = mask.span(doc.text, signing.from, signing.to).of(doc.text).contains(" also ");
        let inherited = if also { all.iter().rev().find(|other| other.at < signing.at && other.when.is_some()).and_then(|other| other.when).or(last_agreed(doc, &out, signing.at)) } else { None };
        let date = signing.when.or(inherited).map(|when| when.to_string());
        let fact = Fact::Decision { by, what, status: "signed".to_owned(), date };
        out.push(proposal(fact, span, "decision-signed"));
    }
    out
}

/// When the last decision before a place was taken.
fn last_agreed(doc: &Doc<'_>, out: &[Proposal], at: usize) -> Option<When> {
    let before = out.iter().filter(|one| one.span.start < at && one.rule == "decision-agreed");
    let date = before.max_by_key(|one| one.span.start).and_then(|one| match &one.fact {
        Fact::Decision { date: Some(date), .. } => date.parse().ok().map(When::Day),
        _ => None,
    });
    date.filter(|_| doc.published.is_some())
}

/// Passive forms: their subject is what is decided, not who decides.
fn is_passive(verb: &str) -> bool {
    ["was ", "were ", "is ", "are ", "been "].iter().any(|word| verb.starts_with(word))
}

fn decided(
    doc: &Doc<'_>,
    index: usize,
    mask: &Masked,
    (verb, end): (usize, usize),
    status: &'static str,
    last: &mut Option<When>,
) -> Option<Proposal> {
    let start = clause_start(mask, verb);
    let words = mask.text.get(verb..end)?;
    let lead = mask.text.get(start..verb).unwrap_or_default();
    let auxiliary = lead.trim_end();
    let passive = is_passive(words) || [" was", " were", " been", " be", " is", " are"].iter().any(|word| auxiliary.ends_with(word));
    if status != "rejected" && (unreal(mask, start, verb) || denied(mask, start, verb)) && !words.starts_with("no decision") {
        return None;
    }
    if status == "rejected" && (lead.contains(" if ") || lead.contains("doubted") || lead.contains("denied")) {
        return None;
    }
    // "since the bloc was founded", "was refused a visa": nobody decides here.
    if passive && (words.contains("founded") || words.contains("refused") || words.contains("invited") || words.contains("asked")) && !words.contains("left out") {
        return None;
    }
    if words.contains("dissolved") && passive {
        let theme = mask.text.get(start..verb).unwrap_or_default();
        let state = mask.signs_in(start, verb).next().is_some_and(|sign| matches!(sign.slot, Slot::States(_)));
        if state && !theme.contains("\u{E005}") {
            return None;
        }
    }
    if status == "agreed" && is_other_agreement(mask, verb, end, words) {
        return None;
    }
    if status == "proposed" && mask.text.get(end..).is_some_and(|rest| rest.starts_with(" whether") || rest.starts_with(" reporters")) {
        return None;
    }
    let subject = who(doc, index, mask, verb);
    let stop = clause_end(mask, end);
    let (by, from, referred) = match (&subject, passive) {
        (_, false) if words.starts_with("no decision") => (passive_by(doc, mask, words, verb, end, stop), start, false),
        (Some(subject), false) => (subject.ids.clone(), subject.from, subject.referred),
        // "His government says the withdrawal is postponed": the speaker decides.
        (Some(subject), true) if lead.contains(" says ") || lead.contains(" said ") => (subject.ids.clone(), subject.from, false),
        (_, true) => (passive_by(doc, mask, words, verb, end, stop), start, words.starts_with("is ") || words.starts_with("left to") || words.starts_with("was left to")),
        (None, false) => {
            // Somebody does it, and the text does not say for whom.
            if auxiliary.is_empty() {
                return None;
            }
            (Vec::new(), start, false)
        }
    };
    let own = date_of(mask, verb, end);
    let when = match own {
        Some(when) => Some(when),
        None if mask.text.contains("at the same time") => *last,
        None if referred && status != "proposed" && (by.len() > 1 || by.iter().any(|id| !doc.lexicon.is_state(id))) => *last,
        None => None,
    };
    if own.is_some() {
        *last = own;
    }
    let span = mask.span(doc.text, from, stop);
    let fact = Fact::Decision {
        by,
        what: mask.span(doc.text, verb, stop).of(doc.text).to_owned(),
        status: status.to_owned(),
        date: when.map(|when| when.to_string()),
    };
    let rule = match status {
        "rejected" => "decision-rejected",
        "postponed" => "decision-postponed",
        "proposed" => "decision-proposed",
        _ => "decision-agreed",
    };
    Some(proposal(fact, span, rule))
}

/// "decided against", "invited and declined", "agreed with him": no agreement.
fn is_other_agreement(mask: &Masked, verb: usize, end: usize, words: &str) -> bool {
    let rest = mask.text.get(end..).unwrap_or_default();
    let before = mask.text.get(..verb).unwrap_or_default().trim_end();
    rest.starts_with(" against") || rest.starts_with(" with ") || rest.starts_with(" and declined")
        || (words == "decided" && rest.trim_start().starts_with("against"))
        || (words == "ratified" && before.ends_with("be"))
        || (words == "voted" && rest.starts_with(" yet"))
        || rest.starts_with(" otherwise") || rest.starts_with(" differently")
        || (words == "decided" && rest.get(..14).is_some_and(|near| near.contains(" against")))
        || (words == "invited" && before.ends_with("not"))
}

/// The organization that a text has named most before a place; the first of several.
pub(crate) fn main_body(doc: &Doc<'_>, at: usize) -> Option<String> {
    let here = doc.bodies.partition_point(|(start, _)| *start < at);
    let here = if here == 0 { doc.bodies.len() } else { here };
    let known = doc.bodies.iter().take(here).filter_map(|(_, body)| body.as_ref().ok());
    let alliances: Vec<&String> = known.clone().filter(|id| !super::SECONDARY.contains(&id.as_str())).collect();
    let known: Vec<&String> = if alliances.is_empty() { known.collect() } else { alliances };
    let count = |id: &str| known.iter().filter(|other| other.as_str() == id).count();
    let most = known.iter().map(|id| count(id)).max()?;
    known.iter().find(|id| count(id) == most).map(|id| (*id).clone())
}

fn passive_by(doc: &Doc<'_>, mask: &Masked, words: &str, verb: usize, end: usize, stop: usize) -> Vec<String> {
    static BY: LazyLock<Regex> = LazyLock::new(|| pattern(r"\bby (?:the )?(<S>|<O>)"));
    let rest = mask.text.get(end..stop).unwrap_or_default();
    if let Some(sign) = BY.captures(rest).and_then(|found| found.get(1)).and_then(|found| mask.sign_at(end + found.start())) {
        return match &sign.slot {
            Slot::States(states) => states.clone(),
            Slot::Org(Ok(id)) => vec![id.clone()],
            _ => Vec::new(),
        };
    }
    let bodies = words.contains("admitted") || words.contains("dissolved") || words.contains("left out") || words.contains("set up") || words.contains("dropped") || words == "agreed" || words.contains("no decision") || words.contains("left to");
    if !bodies {
        return Vec::new();
    }
    let start = clause_start(mask, verb);
    let body = body_in(doc, mask, start, stop).or_else(|| main_body(doc, mask.start(verb)).map(Ok));
    body.and_then(Result::ok).into_iter().collect()
}
