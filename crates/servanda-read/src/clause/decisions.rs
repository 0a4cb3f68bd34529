//! Decisions: what states and organizations agree, postpone, reject, sign and propose.

use super::Doc;
use super::refer::Hint;
use super::signings::signings;
use super::tools::{
    body_in, clause_end, clause_start, date_of, denied, pattern, proposal, story_day, unreal,
};
use crate::mask::{Masked, Slot};
use crate::proposal::{Fact, Proposal};
use crate::subject::who;
use crate::when::When;
use regex::Regex;
use std::sync::LazyLock;

/// Verbs and what they say of a proposal's fate.
static VERBS: LazyLock<Vec<(Regex, &'static str)>> = LazyLock::new(|| {
    vec![
        (
            pattern(
                r"\b(?:(?:did|does|do|could|has|have|had) not (?:agree|agreed|accept|approve|consent)\b|(?:would|will) not (?:agree|sign|join|take part|allow|accept|approve|hear of|grant|consent|yield|go along|admit)|failed to (?:agree|reach)|reject(?:ed|s)|refuse[sd]?|decline[sd]?|turned (?:down|away|aside)|turns down|veto(?:ed|es)|voted (?:against|down|no)|votes against|(?:was|were|is|are) dropped|dropped (?:the|a|plans|talk)|ruled out|rules out|(?:was|were) left out|decided (?:\S+ )?against|spurned|rebuffed|dismissed (?:the|a) (?:proposal|offer|request|plan|demand|appeal)|said no|balked at|threw out|thrown out by|blocked|struck down|withheld (?:its|their|his) (?:consent|approval|assent)|refusing to)\b",
            ),
            "rejected",
        ),
        (
            pattern(
                r"\b(?:postpone[sd]?|put off|puts off|defer(?:red|s)|shelve[sd]?|adjourned|delayed|left (?:to a later|for later|open|over)|held over|(?:was|were) left (?:for|until)|pushed back|put back|no decision on [^,.;]{1,40} was taken|no decision was (?:taken|made|reached)|(?:took|reached|made) no decision|put on (?:ice|hold)|suspended (?:talks|negotiations)|tabled for later)\b",
            ),
            "postponed",
        ),
        (
            pattern(
                r"\b(?:agree[sd]?|agreeing|decided|decides|resolve[sd]|voted|vote|approve[sd]|adopt(?:ed|s)|accept(?:ed|s)|consented|assented|authori[sz]e[sd]|endorse[sd]|opted to|chose to|elected to|took the decision|took a decision|(?:has|have|had) invoked|invoke[sd]|invited|(?:was|were|been) (?:formally )?admitted|(?:was|were) dissolved|dissolved|founded|ratif(?:ied|ies)|proclaimed|(?:is|are|was|were) (?:to be )?set up|undertook to create|lifted|gave (?:its|their|his) (?:approval|consent|assent|blessing)|reached (?:an )?(?:agreement|accord|understanding)|struck a (?:deal|bargain)|c[ao]me to terms|taken (?:the|a) decision|given (?:its|their|his) (?:approval|consent|assent|blessing)|chosen to|(?:dropped|lifted|withdrew|withdrawn) (?:its|their|his) (?:veto|objections?|opposition|resistance|reservations?)|settled on|passed (?:a|the) (?:resolution|motion|law|bill)|no longer considers (?:itself|himself|herself) (?:obliged|bound))\b",
            ),
            "agreed",
        ),
        (
            pattern(
                r"\b(?:propos(?:ed|es|ing)|propose|asked for|asked (?:[^.;]{1,30} )?(?:for|to be|to let|to help|to send|to join|that)|asked in vain|(?:had|has|have) asked|urged [^.;,]{1,40} to|appeal(?:ed|s) (?:to [^.;]{1,30} ?)?(?:for|to|on)|called for|calls for|called on|request(?:ed|s)|applied (?:for|to)|applied|demand(?:ed|s)|offer(?:ed|s)|sought|seeks (?:a|the|to)|suggest(?:ed|s)|(?:had )?wanted a|made (?:the|a) (?:request|proposal|offer|appeal)|put forward|submitted a (?:proposal|draft|plan)|moved that|pressed for|pleaded for|lodged a request)\b",
            ),
            "proposed",
        ),
    ]
});

/// What the rules remember of a text's decisions so far.
#[derive(Default)]
struct Memory {
    /// When the last one was taken, and in which sentence.
    when: Option<(usize, When)>,
    /// Who took the last one that several or a body took, and in which paragraph.
    many: Option<(usize, Vec<String>)>,
}

/// Decisions in a text.
pub(crate) fn find(doc: &Doc<'_>) -> Vec<Proposal> {
    let mut out = Vec::new();
    let mut memory = Memory::default();
    for (index, mask) in doc.body_sentences() {
        let mut here: Vec<(usize, usize, &'static str)> = Vec::new();
        for (verbs, status) in VERBS.iter() {
            here.extend(
                verbs.find_iter(&mask.text).map(|found| (found.start(), found.end(), *status)),
            );
        }
        here.sort_unstable();
        for (verb, end, status) in here {
            out.extend(decided(doc, &Verb { index, mask, at: verb, end, status }, &mut memory));
        }
        requests(doc, mask, &mut out);
    }
    signed(doc, &mut out);
    out
}

/// Signatures as decisions; one told again without its day counts once.
fn signed(doc: &Doc<'_>, out: &mut Vec<Proposal>) {
    let all = signings(doc);
    for (index, signing) in all.iter().enumerate() {
        let Some(mask) = doc.masks.get(signing.sentence) else { continue };
        let near =
            all.get(index.saturating_sub(NEAR)..(index + NEAR).min(all.len())).unwrap_or_default();
        let again = signing.when.is_none()
            && !signing.parties.is_empty()
            && near.iter().any(|other| {
                other.when.is_some()
                    && other.parties == signing.parties
                    && (other.treaty == signing.treaty || other.treaty.is_none())
                    && other.at != signing.at
            });
        if again && signing.treaty.is_some() {
            continue;
        }
        let span = mask.span(doc.text, signing.from, signing.to);
        let what = span.of(doc.text).to_owned();
        let inherited = if what.contains(" also ") {
            near.iter()
                .rev()
                .find(|other| other.at < signing.at && other.when.is_some())
                .and_then(|other| other.when)
                .or_else(|| last_agreed(doc, out, signing.at))
        } else {
            None
        };
        let date = signing.when.or(inherited).map(|when| when.to_string());
        let fact =
            Fact::Decision { by: signing.parties.clone(), what, status: "signed".to_owned(), date };
        out.push(proposal(fact, span, "decision-signed"));
    }
}

/// How many signatures away the same one may be told again.
const NEAR: usize = 40;

/// When the last decision before a place was taken.
fn last_agreed(doc: &Doc<'_>, out: &[Proposal], at: usize) -> Option<When> {
    let before = out
        .iter()
        .rev()
        .take(NEAR)
        .filter(|one| one.span.start < at && one.rule == "decision-agreed");
    let date = before.max_by_key(|one| one.span.start).and_then(|one| match &one.fact {
        Fact::Decision { date: Some(date), .. } => date.parse().ok().map(When::Day),
        _ => None,
    });
    date.filter(|_| doc.published.is_some())
}

/// A verb of deciding in its sentence.
struct Verb<'a> {
    index: usize,
    mask: &'a Masked,
    at: usize,
    end: usize,
    status: &'static str,
}

impl<'a> Verb<'a> {
    fn words(&self) -> &'a str {
        self.mask.text.get(self.at..self.end).unwrap_or_default()
    }

    fn start(&self) -> usize {
        clause_start(self.mask, self.at)
    }

    fn lead(&self) -> &'a str {
        self.mask.text.get(self.start()..self.at).unwrap_or_default()
    }

    fn rest(&self) -> &'a str {
        self.mask.text.get(self.end..).unwrap_or_default()
    }

    /// Passive forms: their subject is what is decided, not who decides.
    fn passive(&self) -> bool {
        let auxiliary = self.lead().trim_end();
        ["was ", "were ", "is ", "are ", "been "].iter().any(|word| self.words().starts_with(word))
            || [
                " was",
                " were",
                " been",
                " be",
                " is",
                " are",
                " being",
                "n finally",
                "s formally",
                "s finally",
                "s unanimously",
                "s later",
            ]
            .iter()
            .any(|word| auxiliary.ends_with(word))
    }
}

/// What the infinitive after a verb makes of it: "agreed to postpone", "decided not to".
fn fate(verb: &Verb<'_>) -> &'static str {
    static LATER: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^ (?:[\w\u{E000}-\u{E006}]+ ){0,3}?(?:to|on) (?:postpon|put(?:ting)? off|defer|delay|shelv|adjourn|leave open)",
        )
    });
    static AGAINST: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^ (?:[\w\u{E000}-\u{E006}]+ ){0,3}?(?:not to|against|to (?:reject|refuse|decline|turn down|veto|oppose))",
        )
    });
    match verb.status {
        "agreed" if LATER.is_match(verb.rest()) => "postponed",
        "agreed" if AGAINST.is_match(verb.rest()) => "rejected",
        other => other,
    }
}

/// Whether the words are of another matter than a decision.
fn is_other(verb: &Verb<'_>) -> bool {
    let (words, rest, lead) = (verb.words(), verb.rest(), verb.lead());
    let rest = rest.trim_start();
    let starts = |list: &[&str]| list.iter().any(|word| rest.starts_with(word));
    // "declined to comment", "rejected the charge", "asked whether".
    static SILENT: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^(?:\S+ )?to (?:comment|say|be named|be drawn|discuss|speak|answer|elaborate|confirm|give (?:details|reasons|names)|take questions)|^(?:the|any|all|both|such|these|those|that|this) (?:\w+ )?(?:charges?|claims?|accusations?|allegations?|criticism|view|argument|reports?|comparison|statements?|protests?)\b",
        )
    });
    static PERSON: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)^(?:in [^,]{2,30},? |yesterday |later )?(?:an?|one|some|another) (?:[\w\u{E002}-]+ ){0,3}(?:senator|spokes\w+|official|diplomat|ambassador|newspaper|lawyer|analyst|deputy|officer|historian|professor|critic|reporter|columnist)s?\b[^;]{0,60}$",
        )
    });
    (verb.status == "rejected" && SILENT.is_match(rest))
        || PERSON.is_match(lead)
        || (verb.status == "rejected"
            && (lead.contains(" if ") || lead.contains("doubted") || lead.contains("denied")))
        || (verb.status == "proposed"
            && (starts(&[
                "whether",
                "reporters",
                "why",
                "how",
                "if ",
                "what",
                "no comment",
                "condolences",
                "congratulations",
                "no ",
                "little",
                "the ",
                "journalists",
            ]) && words.starts_with("asked") | words.starts_with("offer")
                && !starts(&["the "])))
        || (words.starts_with("suggest") && !starts(&["that", "a ", "an ", "the ", "talks"]))
        || (words == "sought"
            && !starts(&[
                "a ",
                "an ",
                "the ",
                "to ",
                "help",
                "aid",
                "talks",
                "admission",
                "membership",
                "guarantees",
                "assurances",
            ]))
        || (words == "left open" && lead.contains("is"))
        || (words.starts_with("accept") && starts(&["that ", "his ", "her "]))
        || (words == "vote" && !lead.trim_end().ends_with("did") && !lead.contains("to a "))
}

#[allow(clippy::too_many_lines, reason = "cases in the order in which they are tried")]
fn decided(doc: &Doc<'_>, verb: &Verb<'_>, memory: &mut Memory) -> Option<Proposal> {
    let mask = verb.mask;
    let (start, words, lead) = (verb.start(), verb.words(), verb.lead());
    let status = fate(verb);
    let passive = verb.passive();
    if words == "vote" || is_other(verb) {
        return None;
    }
    let unhappened = unreal(mask, start, verb.at) || denied(mask, start, verb.at);
    if verb.status != "rejected"
        && unhappened
        && !words.contains("no decision")
        && !words.starts_with("no longer")
    {
        return None;
    }
    if (passive || words.contains("dissolved")) && is_no_decider(verb) {
        return None;
    }
    if verb.status == "agreed" && is_other_agreement(mask, verb.at, verb.end, words) {
        return None;
    }
    let stop = clause_end(mask, verb.end);
    // "The bloc, founded by fifteen states in 1975, said": an aside decides nothing.
    if lead.trim_end().ends_with(',')
        && (words.starts_with("found") || verb.rest().starts_with(" by "))
    {
        return None;
    }
    let (by, from, referred) = decider(doc, verb, passive, stop, memory)?;
    let mut by: Vec<String> = by.into_iter().map(|id| doc.organ_of(id)).collect();
    static JOINTLY: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^ (?:together|jointly) with (?:the )?(<S>)"));
    if let Some(name) = JOINTLY.captures(verb.rest()).and_then(|found| found.get(1))
        && let Some(Slot::States(more)) =
            mask.sign_at(verb.end + name.start()).map(|sign| &sign.slot)
    {
        by.extend(more.iter().cloned());
    }
    let own =
        date_of(mask, verb.at, verb.end).or_else(|| story_day(doc, verb.index, mask, verb.at));
    let many = by.len() > 1 || by.iter().any(|id| !doc.lexicon.is_state(id));
    let when = match own {
        Some(when) => Some(when),
        None if mask.text.contains("at the same time") => memory.when.map(|(_, when)| when),
        None if referred && status != "proposed" && many => {
            memory.when.filter(|(there, _)| *there + 3 > verb.index).map(|(_, when)| when)
        }
        None => None,
    };
    if let Some(when) = own {
        memory.when = Some((verb.index, when));
    }
    if many && status != "proposed" {
        let paragraph = doc.sentences.get(verb.index).map_or(0, |sentence| sentence.paragraph);
        memory.many = Some((paragraph, by.clone()));
    }
    let span = mask.span(doc.text, from, stop);
    let what = mask.span(doc.text, verb.at, stop).of(doc.text).to_owned();
    let fact = Fact::Decision {
        by,
        what,
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

/// "since the bloc was founded", "was refused a visa", "Slovenia was invited": nobody decides here.
fn is_no_decider(verb: &Verb<'_>) -> bool {
    let words = verb.words();
    if ["founded", "refused", "invited", "asked", "declined", "sought", "offered", "proclaimed"]
        .iter()
        .any(|word| words.contains(word))
        && !words.contains("left out")
    {
        return true;
    }
    if words.contains("dissolved")
        && [
            " the Reichstag",
            " parliament",
            " the National",
            " the Duma",
            " the cabinet",
            " the assembly",
            " the chamber",
        ]
        .iter()
        .any(|house| verb.rest().starts_with(house))
    {
        return true;
    }
    let state = verb
        .mask
        .signs_in(verb.start(), verb.at)
        .next()
        .is_some_and(|sign| matches!(sign.slot, Slot::States(_)));
    words.contains("dissolved") && state && !verb.lead().contains('\u{E005}')
}

/// Nouns for those who decide together.
static TOGETHER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:^|\b)(?:(?:the|all|its|their|foreign|defen[cs]e|prime|economy|eighteen|arab|other) |and |, )*(?:ministers|leaders|presidents|delegates|members|allies|conference|meeting|summit|gathering|council|assembly|heads of (?:state|government)|envoys|representatives|governments|partners|colleagues|signatories)\b[^,;:]{0,60}$",
    )
});

/// Who decides, where the words for it begin, and whether they refer back.
fn decider(
    doc: &Doc<'_>,
    verb: &Verb<'_>,
    passive: bool,
    stop: usize,
    memory: &Memory,
) -> Option<(Vec<String>, usize, bool)> {
    let (mask, start, words, lead) = (verb.mask, verb.start(), verb.words(), verb.lead());
    if passive || words.starts_with("no decision") {
        let told = lead.contains(" says ") || lead.contains(" said ");
        // "His government says the withdrawal is postponed": the speaker decides.
        if told
            && !words.starts_with("no decision")
            && let Some(subject) = who(doc, verb.index, mask, verb.at)
        {
            return Some((subject.ids, subject.from, false));
        }
        let referred = words.starts_with("is ")
            || words.starts_with("left to")
            || words.starts_with("was left to");
        return Some((passive_by(doc, verb, stop, memory), start, referred));
    }
    // "Western governments asked": nobody in particular.
    static SOME: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:western|european|arab|african|asian|latin american|neighbou?ring|other|several|some|many|most|critics|human rights) (?:\w+ )?(?:governments|countries|states|capitals|leaders|diplomats|groups|nations)[^,;]{0,20}$",
        )
    });
    if SOME.is_match(lead) && !lead.contains('\u{E005}') && verb.status == "proposed" {
        return Some((Vec::new(), start, false));
    }
    let subject = who(doc, verb.index, mask, verb.at);
    let together = TOGETHER.is_match(lead) && !lead.trim_start().starts_with("Western");
    let begins = TOGETHER.find(lead).map_or(0, |found| start + found.start());
    let vague = subject.as_ref().is_none_or(|who| {
        who.from < begins || (who.referred && who.ids.iter().all(|id| !doc.lexicon.is_state(id)))
    });
    if together && vague && !lead.contains('\u{E005}') {
        let ids = jointly(doc, verb, stop, memory);
        if !ids.is_empty() {
            return Some((ids, subject.map_or(start, |who| who.from.min(verb.at)), true));
        }
    }
    match subject {
        Some(subject) => Some((subject.ids, subject.from, subject.referred)),
        // Somebody does it, and the text does not say for whom.
        None if lead.trim().is_empty() || verb.status == "proposed" => None,
        None => Some((Vec::new(), start, false)),
    }
}

/// "the ministers": those who decided last, those whom the text counts, or the body that it names.
fn jointly(doc: &Doc<'_>, verb: &Verb<'_>, stop: usize, memory: &Memory) -> Vec<String> {
    let body = body_in(doc, verb.mask, verb.start(), stop).and_then(Result::ok).filter(|_| {
        verb.mask.text.get(verb.start()..stop).is_some_and(|part| part.contains('\u{E005}'))
    });
    let paragraph = doc.sentences.get(verb.index).map_or(0, |sentence| sentence.paragraph);
    if let Some((there, ids)) = &memory.many
        && *there + 6 > paragraph
    {
        return ids.clone();
    }
    if let Some(id) = body {
        return vec![id];
    }
    if let Some(states) = counted(doc) {
        return states;
    }
    main_body(doc, verb.mask.start(verb.at)).into_iter().collect()
}

/// "The five Ministers who met": those whom the beginning of a text counts and the text lists.
fn counted(doc: &Doc<'_>) -> Option<Vec<String>> {
    static COUNT: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?P<n>two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) (?:\w+ )?(?:ministers|presidents|leaders|powers|states|countries|governments)\b",
        )
    });
    doc.body_sentences().take(3).find_map(|(index, mask)| {
        let found = COUNT.captures(&mask.text)?;
        let count = crate::names::number(found.name("n")?.as_str())?;
        doc.group(index, 0, count)
    })
}

/// "decided against", "invited and declined", "agreed with him": no agreement.
fn is_other_agreement(mask: &Masked, verb: usize, end: usize, words: &str) -> bool {
    let rest = mask.text.get(end..).unwrap_or_default();
    let before = mask.text.get(..verb).unwrap_or_default().trim_end();
    rest.starts_with(" with ")
        || rest.starts_with(" and declined")
        || (words == "ratified" && before.ends_with("be"))
        || (words == "voted" && rest.starts_with(" yet"))
        || rest.starts_with(" otherwise")
        || rest.starts_with(" differently")
        || (words == "invited" && before.ends_with("not"))
        || (words.starts_with("agree")
            && !words.ends_with('d')
            && !words.ends_with("ing")
            && (before.ends_with("to")
                || before.ends_with("analysts")
                || before.ends_with("observers")))
        || (words == "invoke" || words == "endorse" || words == "approve")
}

/// The organization that a text has spoken of most before a place.
pub(crate) fn main_body(doc: &Doc<'_>, at: usize) -> Option<String> {
    doc.main_body(at, Hint::default())
}

fn passive_by(doc: &Doc<'_>, verb: &Verb<'_>, stop: usize, memory: &Memory) -> Vec<String> {
    static BY: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"\bby (?:the |all (?:\w+ )?(?:the )?)?(?:\w+ )?(?:(<S>|<O>)|(members|ministers|allies|parties|leaders))",
        )
    });
    let (mask, words) = (verb.mask, verb.words());
    let rest = mask.text.get(verb.end..stop).unwrap_or_default();
    if let Some(found) = BY.captures(rest) {
        if let Some(sign) = found.get(1).and_then(|found| mask.sign_at(verb.end + found.start())) {
            return match &sign.slot {
                Slot::States(states) => states.clone(),
                Slot::Org(Ok(id)) => vec![id.clone()],
                _ => Vec::new(),
            };
        }
        return main_body(doc, mask.start(verb.at)).into_iter().collect();
    }
    let paragraph = doc.sentences.get(verb.index).map_or(0, |sentence| sentence.paragraph);
    if let Some((there, ids)) = &memory.many
        && *there + 1 >= paragraph
        && verb.status != "proposed"
    {
        return ids.clone();
    }
    let bodies = [
        "admitted",
        "dissolved",
        "left out",
        "set up",
        "dropped",
        "no decision",
        "left to",
        "put off",
        "shelved",
        "deferred",
    ]
    .iter()
    .any(|word| words.contains(word))
        || words == "agreed";
    if !bodies {
        return Vec::new();
    }
    let body = body_in(doc, mask, verb.start(), stop)
        .or_else(|| main_body(doc, mask.start(verb.at)).map(Ok));
    body.and_then(Result::ok).into_iter().collect()
}

/// "New Zealand's request for a yearly meeting", "at the request of Kuwait".
fn requests(doc: &Doc<'_>, mask: &Masked, out: &mut Vec<Proposal>) {
    static REQUEST: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?P<s><X>)(?:['’]s?)? (?:\w+ )?(?:request|proposal|motion|offer|appeal|bid|application|demand) (?:for|to|that)\b|\bat the request of (?:the )?(?P<t><X>)|\b(?:request|proposal|motion|offer|appeal|bid|application) (?:by|from) (?:the )?(?P<u><S>)",
        )
    });
    for found in REQUEST.captures_iter(&mask.text) {
        let Some(whole) = found.get(0) else { continue };
        let Some(name) = found.name("s").or(found.name("t")).or(found.name("u")) else { continue };
        let Some(Slot::States(by)) = mask.sign_at(name.start()).map(|sign| &sign.slot) else {
            continue;
        };
        let start = clause_start(mask, whole.start());
        let adjective = mask.kind(name.start()) == crate::mask::ADJECTIVE;
        if unreal(mask, start, whole.start())
            || denied(mask, start, whole.start())
            || (adjective
                && mask.text.get(name.end()..).is_some_and(|rest| rest.starts_with(['\'', '’'])))
        {
            continue;
        }
        let span = mask.span(doc.text, whole.start(), clause_end(mask, whole.end()));
        let fact = Fact::Decision {
            by: by.clone(),
            what: span.of(doc.text).to_owned(),
            status: "proposed".to_owned(),
            date: None,
        };
        out.push(proposal(fact, span, "decision-request"));
    }
}
