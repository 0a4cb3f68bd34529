//! Withdrawals: leaving, giving notice, letting a term run out, suspending, expelling; as verbs, in the
//! passive, as nouns ("the withdrawal of A from B"), and carried on ("B followed in October").

use super::Doc;
use super::leaving_more::{follows, nouns, once};
use super::refer::Hint;
use super::sides::body_for;
use super::tools::{
    as_of, clause_end, clause_start, date_of, denied, near_denied, pattern, proposal, story_day,
    unreal,
};
use crate::mask::{ADJECTIVE, Masked, Slot};
use crate::proposal::{Fact, Proposal};
use crate::subject::{Who, who};
use crate::when::When;
use regex::Regex;
use std::sync::LazyLock;

/// What a verb of leaving needs beside it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Needs {
    /// Nothing: what is left may be what the text is about.
    Nothing,
    /// A body in its clause, or no object at all.
    BodyOrBare,
    /// A body in its clause.
    Body,
}

/// A way of leaving: who leaves is the subject, or the state that the words end with.
struct Rule {
    words: Regex,
    manner: &'static str,
    needs: Needs,
}

/// Verbs of leaving in the infinitive.
const LEAVE: &str = "leave|quit|withdraw|pull out|exit|secede|denounce|renounce|abrogate|repudiate|cancel|terminate|annul|scrap|abandon|tear up|end";

/// Nouns for being in something.
const SEAT: &str =
    "membership|participation|part|activity|activities|role|seat|involvement|work|cooperation";

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let rule = |words: &str, manner, needs| Rule { words: pattern(words), manner, needs };
    let its = "(?:its|their|her|his|the|a|an)";
    vec![
        rule(
            r"\b(?:walk(?:ed|s) out|drop(?:ped|s) out|secede[sd]|opted out|broke away|pull(?:ed|s) out|pulling out|bowed out|turned (?:its|their|her) backs?)\b",
            "withdrew",
            Needs::Nothing,
        ),
        rule(
            &format!(
                r"\b(?:announc|declar|confirm|proclaim|notif|complet|formaliz|formalis|submitt|made|giv|gave|serv|deliver|lodg|fil|sent|hand)\w*(?: in)? {its} (?:own |formal |official |intended |final )?(?:withdrawal|departure|exit|secession|denunciation|resignation)\b"
            ),
            "withdrew",
            Needs::Nothing,
        ),
        rule(
            &format!(
                r"\b(?:gave|given|gives|giving|served|handed in|submitted|delivered|lodged|filed|sent|issued) (?:{its} )?(?:\S+['’]s? )?(?:\w+ )?(?:\w+ )?(?:notice|notification|instrument of (?:withdrawal|denunciation)|letter of (?:withdrawal|resignation|denunciation)|denunciation)\b"
            ),
            "withdrew",
            Needs::Nothing,
        ),
        rule(
            &format!(
                r"\b(?:notified|informed|told) [^.;]{{1,60}}? (?:of (?:{its} )?(?:\w+ )?(?:withdrawal|denunciation|departure|exit|resignation|secession)|that (?:it|they|she|he) (?:was|were|is|are) (?:leaving|withdrawing|quitting|pulling out))\b"
            ),
            "withdrew",
            Needs::Nothing,
        ),
        rule(
            r"\b(?:withdrew|withdraws|withdrawn|(?:is|are|was|were) withdrawing|seceded|resigned|resigns)\b",
            "withdrew",
            Needs::BodyOrBare,
        ),
        rule(
            r"\b(?:left|leaves|quit|quits|exited|exits|(?:is|are|was|were) (?:leaving|quitting|ending|pulling out)|will (?:leave|withdraw|quit|pull out)|abandoned|deserted)\b",
            "withdrew",
            Needs::BodyOrBare,
        ),
        rule(
            r"\b(?:denounce[sd]|renounce[sd]|repudiate[sd]|abrogate[sd]|annul(?:led|s)|cancell?ed|cancels|scrapped|scraps|terminate[sd]|revoked|tore up|torn up|tears up|ripped up|voided|disavowed)\b",
            "withdrew",
            Needs::Body,
        ),
        rule(
            &format!(
                r"\b(?:voted|votes|decided|decides|resolved|chose|elected|agreed|moved) (?:[^.;,]{{0,40}}? )?to (?:{LEAVE})\b"
            ),
            "withdrew",
            Needs::Body,
        ),
        rule(
            r"\bceased to be (?:an? )?(?:\w+ )?(?:members?|part(?:y|ies))|\bended (?:its|their) membership|\bgave up (?:its|their) (?:membership|seats?)|\bwent out of\b|\bbroke with\b|\b(?:is|are|was|were) no longer (?:an? |bound by )?(?:\w+ )?(?:members?|part(?:y|ies))\b",
            "withdrew",
            Needs::BodyOrBare,
        ),
        rule(
            r"\b(?:declare[sd]|considers?|considered|pronounced|announced|regards?|regarded|treats?|treated|views?)\b[^.;]{1,90}?\b(?:annulled|cancell?ed|ended|ceased|terminated|no longer (?:in force|valid|binding|bound|applies|applied|a (?:party|member))|null and void|void|at an end|dead|lapsed|abrogated|terminated)\b",
            "withdrew",
            Needs::Body,
        ),
        rule(
            r"\b(?:will|would|did|does|do|has|have|had|to) not (?:be )?(?:extend|renew|prolong|sign the protocol)\w*|\b(?:let|lets|letting|allowed|allows|allowing|permitted)\b [^.;]{0,60}?(?:to )?\b(?:lapse|expire|run out|die|end)\b|\b(?:refused|refuses|declined|declines|failed|fails) to (?:renew|extend|prolong)|\b(?:chose|decided|opted|elected) not to (?:renew|extend|prolong)|\bdecided against (?:renewing|extending|prolonging)",
            "not-renewed",
            Needs::Nothing,
        ),
        rule(
            &format!(
                r"\b(?:suspend(?:s|ed)?|fr[eo]zen?|freezes|(?:is|are) (?:suspending|freezing)|interrupted|put on hold) (?:its|their|her)(?: own)? (?:\w+ )?(?:{SEAT})\b"
            ),
            "suspended",
            Needs::Nothing,
        ),
        rule(
            r"\b(?:was|were|is|are|has been|have been|had been|being) (?:\w+ly )?(?:suspended|shut out|excluded|barred|frozen out)\b",
            "suspended",
            Needs::BodyOrBare,
        ),
        rule(
            &format!(
                r"\b(?:suspend(?:s|ed)?|exclude[sd]?|barred|(?:voted|decided|resolved|agreed)[^.;,]{{0,30}}? to (?:suspend|exclude|bar)|(?:suspension|exclusion) of) (?:the |from [^.;,]{{1,20}} the )?(?:\w+ )?(?P<p><X>)(?:['’]s? (?:{SEAT})\b)?"
            ),
            "suspended",
            Needs::Nothing,
        ),
        rule(
            r"\b(?:was|were|is|are|has been|have been|had been|being) (?:\w+ly )?(?:expelled|thrown out|ejected|ousted|struck from the roll|cast out|turned out)\b",
            "expelled",
            Needs::BodyOrBare,
        ),
        rule(
            r"\b(?:expel(?:led|s)|threw out|ejected|cast out|(?:voted|decided|resolved|agreed)[^.;,]{0,30}? to expel|expulsion of) (?:the )?(?:\w+ )?(?P<p><X>)",
            "expelled",
            Needs::Nothing,
        ),
    ]
});

/// Withdrawals in a text.
pub(crate) fn find(doc: &Doc<'_>) -> Vec<Proposal> {
    let mut out: Vec<Proposal> = Vec::new();
    for (index, mask) in doc.body_sentences() {
        let mut taken: Vec<(usize, usize)> = Vec::new();
        for rule in RULES.iter() {
            for found in rule.words.captures_iter(&mask.text) {
                let Some(whole) = found.get(0) else { continue };
                if taken.iter().any(|(from, to)| *from < whole.end() && whole.start() < *to) {
                    continue;
                }
                let place = Place { index, mask, verb: whole.start(), end: whole.end() };
                let more = match found.name("p") {
                    Some(party) => put_out(doc, &place, rule, party.start()),
                    None => left(doc, &place, rule),
                };
                if !more.is_empty() {
                    taken.push((whole.start(), whole.end()));
                }
                out.extend(more);
            }
        }
        nouns(doc, index, mask, &mut out);
        follows(doc, index, mask, &mut out);
    }
    once(&mut out);
    out
}

/// The place of a verb.
struct Place<'a> {
    index: usize,
    mask: &'a Masked,
    verb: usize,
    end: usize,
}

impl<'a> Place<'a> {
    fn words(&self) -> &'a str {
        self.mask.text.get(self.verb..self.end).unwrap_or_default()
    }

    fn lead(&self) -> &'a str {
        self.mask.text.get(clause_start(self.mask, self.verb)..self.verb).unwrap_or_default()
    }
}

/// Somebody else puts a state out: "suspended Egypt's membership".
fn put_out(doc: &Doc<'_>, place: &Place<'_>, rule: &Rule, party: usize) -> Vec<Proposal> {
    let (mask, start) = (place.mask, clause_start(place.mask, place.verb));
    let words = place.words();
    let resolved =
        ["voted", "decided", "resolved", "agreed"].iter().any(|word| words.starts_with(word));
    let noun = words.starts_with("suspension")
        || words.starts_with("exclusion")
        || words.starts_with("expulsion");
    if (unreal(mask, start, place.verb) && !resolved) || denied(mask, start, place.verb) {
        return Vec::new();
    }
    let lead = place.lead();
    if noun
        && ["proposed", "demand", "call", "asked", "sought", "vote on", "against"]
            .iter()
            .any(|word| lead.contains(word))
    {
        return Vec::new();
    }
    let Some(Slot::States(ids)) = mask.sign_at(party).map(|sign| &sign.slot) else {
        return Vec::new();
    };
    let stop = clause_end(mask, place.end);
    // "suspended trade with", "suspended Egypt's aid": only who is in a body is put out of it.
    let rest = mask.text.get(place.end..stop).unwrap_or_default();
    let seat = words.ends_with("membership")
        || words.ends_with("participation")
        || rest.trim_start().starts_with("from")
        || rest.trim().is_empty()
        || rest.trim_start().starts_with(['\u{E006}', ',']);
    if !seat && mask.kind(party) == ADJECTIVE {
        return Vec::new();
    }
    let hint = Hint { parties: ids, ..Hint::default() };
    // "suspended A from B": the body that the words name; else the one that does it.
    static FROM: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^[^.;,]{0,30}?\b(?:from|of|in) (?:the )?(?:\w+ )?<O>"));
    let direct = FROM.is_match(mask.text.get(place.end..stop).unwrap_or_default());
    let named = || body_for(doc, mask, place.end, stop, hint);
    let body = if direct { named() } else { by_itself(doc, place).or_else(named) };
    let body = body.or_else(|| doc.refer(mask.start(place.verb), hint).map(Ok));
    let Some(body) = body else { return Vec::new() };
    let when = date_of(mask, place.verb, place.end);
    ids.iter().map(|id| one(doc, mask, id, &body, rule.manner, when, (start, stop))).collect()
}

/// The organization that does the putting out.
fn by_itself(doc: &Doc<'_>, place: &Place<'_>) -> Option<Result<String, String>> {
    let who = who(doc, place.index, place.mask, place.verb)?;
    who.ids.into_iter().find(|id| !doc.lexicon.is_state(id)).map(Ok)
}

fn left(doc: &Doc<'_>, place: &Place<'_>, rule: &Rule) -> Vec<Proposal> {
    let Some((who, stop)) = leaver(doc, place, rule) else { return Vec::new() };
    let parties: Vec<String> =
        who.ids.iter().filter(|id| doc.lexicon.is_state(id)).cloned().collect();
    if parties.is_empty() {
        return Vec::new();
    }
    let Some(body) = what_is_left(doc, place, rule, &who, &parties, stop) else {
        return Vec::new();
    };
    let mask = place.mask;
    // "China told them on Tuesday that it will not": the day of telling.
    let lead = mask.text.get(..place.verb).unwrap_or_default();
    let told = lead.rfind(" that ").and_then(|at| date_of(mask, at, at + 1));
    let when = match rule.manner {
        "not-renewed" => told.or_else(|| date_of(mask, place.verb, place.end)),
        _ => date_of(mask, place.verb, place.end).or(told),
    };
    let when = when.or_else(|| story_day(doc, place.index, mask, place.verb));
    parties
        .iter()
        .map(|id| one(doc, mask, id, &body, rule.manner, when, (who.from, stop)))
        .collect()
}

/// Who leaves, and where the clause ends; nobody when the words tell of no leaving that happened.
#[allow(clippy::too_many_lines, reason = "cases in the order in which they are tried")]
fn leaver(doc: &Doc<'_>, place: &Place<'_>, rule: &Rule) -> Option<(Who, usize)> {
    let (mask, verb) = (place.mask, place.verb);
    let start = clause_start(mask, verb);
    let (words, lead) = (place.words(), place.lead());
    let lapse = rule.manner == "not-renewed";
    let resolved = words.contains(" to ") && !lapse;
    // "will leave": an announcement, unless it is only supposed.
    let announced = words.starts_with("will ");
    if (unreal(mask, start, verb) && !lapse && !announced)
        || (!lapse && denied(mask, start, verb))
        || near_denied(mask, verb)
    {
        return None;
    }
    if announced
        && ["if ", "whether ", "nobody", "expect", "hope", "predict", "fear", "doubt"]
            .iter()
            .any(|word| lead.contains(word))
    {
        return None;
    }
    if lapse
        && ["if ", "whether ", "threat", "could ", "might ", "may "]
            .iter()
            .any(|word| lead.contains(word))
    {
        return None;
    }
    let stop = clause_end(mask, place.end);
    let after = mask.text.get(place.end..stop).unwrap_or_default();
    // "denounced the step as", "the radio denounced", "left for Paris", "quit his post", "left open".
    let press = ["radio", "newspaper", "Pravda", "press", "editorial", "paper"]
        .iter()
        .any(|word| lead.contains(word));
    let other = after.trim_start();
    if (words.starts_with("denounce") || words.starts_with("renounce"))
        && (after.contains(" as ") || press)
    {
        return None;
    }
    if words.starts_with("left")
        && [
            "for ", "open", "to ", "out ", "behind", "nothing", "no ", "him", "her ", "them",
            "his ",
        ]
        .iter()
        .any(|word| other.starts_with(word))
    {
        return None;
    }
    if words.starts_with("left")
        && [" are", " is", " was", " were", " be", " been"]
            .iter()
            .any(|word| lead.trim_end().ends_with(word))
    {
        return None;
    }
    if words.contains("notice")
        && other.starts_with("that ")
        && ["has lapsed", "have lapsed", "would lapse", "no longer"]
            .iter()
            .any(|word| other.contains(word))
    {
        return None;
    }
    if words.contains("ending") && mask.text.get(..verb).is_some_and(|lead| lead.contains("notice"))
    {
        return None;
    }
    // "renounced force", "resigned as minister", "repudiated the charge".
    if [
        "force",
        "war",
        "claims",
        "all claim",
        "as ",
        "the charge",
        "the idea",
        "the claim",
        "his ",
        "a visit",
        "the visit",
    ]
    .iter()
    .any(|word| other.starts_with(word))
    {
        return None;
    }
    let who = who(doc, place.index, mask, verb)?;
    // A delegation leaves a hall, an army a land.
    let subject = mask.text.get(who.from..verb).unwrap_or_default();
    let bodily = [
        "delegat",
        "ambassador",
        "envoy",
        "troops",
        "forces",
        "army",
        "armies",
        "minister",
        "fleet",
        "observers",
    ];
    if bodily.iter().any(|word| subject.contains(word))
        && ["left", "withdr", "quit", "walk", "pull"].iter().any(|word| words.starts_with(word))
        && !after.contains('\u{E005}')
    {
        return None;
    }
    // "decided to take steps to end it": what is decided is to take steps.
    if resolved && words.matches(" to ").count() > 1 {
        return None;
    }
    Some((who, stop))
}

/// What is left: in the clause, before it ("a pact that A left"), or what the text speaks of.
#[allow(clippy::too_many_lines, reason = "cases in the order in which they are tried")]
fn what_is_left(
    doc: &Doc<'_>,
    place: &Place<'_>,
    rule: &Rule,
    who: &Who,
    parties: &[String],
    stop: usize,
) -> Option<Result<String, String>> {
    let (mask, start) = (place.mask, clause_start(place.mask, place.verb));
    let (words, lead) = (place.words(), place.lead());
    let hint = Hint { parties, ..Hint::default() };
    let after = mask.text.get(place.end..stop).unwrap_or_default();
    let onward = ["withdrawal", "denunciation", "departure", "exit", "resignation"]
        .iter()
        .any(|noun| words.ends_with(noun))
        && after.trim_start().starts_with("from ");
    let from = if onward {
        place.end
    } else if rule.manner == "not-renewed"
        || words.contains("notif")
        || words.contains('\u{E005}')
        || words.contains("declare")
        || words.contains("consider")
        || words.contains("regard")
    {
        place.verb
    } else {
        place.end
    };
    let body = body_for(doc, mask, from, stop, hint)
        .filter(|body| !is_told(body, words, mask.text.get(from..stop).unwrap_or_default()));
    let body = body.or_else(|| {
        body_for(doc, mask, start, who.from, hint)
            .filter(|_| who.from > start && lead.contains(" that "))
    });
    // "left the council of NATO ministers": a part of it, not the whole.
    static PART: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"\b(?:council|command|committee|court|summit|meeting|exercises?|structure|group|headquarters)\b[^.;,]{0,20}<O>|<O>(?:['’]s)? (?:\w+ )?(?:council|command|committee|court|summit|meeting|exercises?|structures?|headquarters|ministers)\b",
        )
    });
    if PART.is_match(after) {
        return None;
    }
    let notice = words.contains("notice") || words.contains("notif") || words.contains("ending");
    if notice && !after.contains('\u{E005}') {
        // "gave notice that it is ending the agreement. The Forces Agreement ...": the next one named.
        let ahead = mask.back(stop);
        let from = doc.bodies.partition_point(|body| body.at < ahead);
        if let Some(next) = doc.bodies.get(from).filter(|next| next.at < ahead + 80) {
            return Some(next.what.clone());
        }
    }
    if body.is_some() {
        return body;
    }
    // "The Chinese withdrew": people leave a place, a state leaves a treaty.
    let people = mask.kind(who.from) == ADJECTIVE && words.starts_with("withdr");
    let bare = is_bare(after);
    let free = match rule.needs {
        Needs::Nothing => !after.trim_start().starts_with("of ") || notice,
        Needs::BodyOrBare => bare,
        Needs::Body => false,
    };
    if people || !free {
        return None;
    }
    let whole = mask.text.get(..place.verb).unwrap_or_default();
    let group = whole.contains("signator") || whole.contains("members");
    let at = mask.start(place.verb);
    if notice && !group {
        return doc.last_body(at).cloned();
    }
    let id = if group { doc.main_body(at, hint) } else { doc.refer(at, hint) };
    id.map(Ok)
}

/// The body is only told of the leaving: "notified the OAS of its withdrawal from the treaty".
fn is_told(body: &Result<String, String>, words: &str, part: &str) -> bool {
    words.contains("notified") && !part.contains(" from ") && body.is_ok()
}

/// Nothing but a date, a place or a reason follows.
fn is_bare(after: &str) -> bool {
    let after = after.trim_start();
    after.is_empty()
        || after.starts_with(['\u{E006}', ',', ')', '-', '—'])
        || [
            "on \u{E006}",
            "in \u{E006}",
            "since \u{E006}",
            "at the end",
            "after",
            "again",
            "altogether",
            "soon",
            "together",
            "as well",
            "too",
            "with ",
        ]
        .iter()
        .any(|word| after.starts_with(word))
}

pub(crate) fn one(
    doc: &Doc<'_>,
    mask: &Masked,
    party: &str,
    body: &Result<String, String>,
    manner: &str,
    when: Option<When>,
    (from, to): (usize, usize),
) -> Proposal {
    let (of, of_name) = match body {
        Ok(id) => (Some(as_of(id.clone(), when, doc)), None),
        Err(name) => (None, Some(name.clone())),
    };
    let manner = match &of {
        Some(of) if manner == "withdrew" && lapsed(doc, of, party, when) => "not-renewed",
        _ => manner,
    };
    let fact = Fact::Withdrawal {
        party: party.to_owned(),
        of,
        of_name,
        manner: manner.to_owned(),
        date: when.map(|when| when.to_string()),
    };
    proposal(fact, mask.span(doc.text, from, to), "withdrawal")
}

/// Whoever "pulled out" of the Collective Security Treaty in 1999 did not sign its extension.
fn lapsed(doc: &Doc<'_>, of: &str, party: &str, when: Option<When>) -> bool {
    of == "CST"
        && when.and_then(When::year) == Some(1999)
        && doc
            .lexicon
            .treaty(of)
            .is_some_and(|treaty| treaty.parties.iter().any(|one| one == party))
}
