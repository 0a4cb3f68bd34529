//! Withdrawals: leaving, giving notice, letting a term run out, suspending, expelling.

use super::decisions::main_body;
use super::tools::{as_of, body_in, clause_end, clause_start, date_of, denied, pattern, proposal, referred_body, unreal};
use super::Doc;
use crate::mask::{ADJECTIVE, Masked};
use crate::proposal::{Fact, Proposal};
use crate::subject::who;
use crate::when::When;
use regex::Regex;
use servanda::time::Day;
use std::sync::LazyLock;

/// Verbs, the manner, and whether they need to name what is left.
static VERBS: LazyLock<Vec<(Regex, &'static str, bool)>> = LazyLock::new(|| {
    vec![
        (pattern(r"\b(?:pulled out|walked out|dropped out|announced (?:its|their) (?:withdrawal|departure|exit)|declared (?:its|their) withdrawal|renounced (?:its|their) membership|turned (?:its|their) back|opted out|broke away)\b"), "withdrew", false),
        (pattern(r"\b(?:withdrew|withdraws|has withdrawn|have withdrawn|is withdrawing|are withdrawing|left|quit|quits|is leaving|are leaving|has left|have left|had left|leaves|denounced|denounces|renounced|(?:to|has|have|had) denounce[sd]?|gave notice|given notice|(?:it|they) (?:is|are) ending|will leave|will withdraw|will quit|withdrawal from)\b"), "withdrew", true),
        (pattern(r"\b(?:(?:will|would|did|does|do|has|have|had) not (?:extend|extended|renew|renewed|prolong|prolonged|sign the protocol|signed the protocol)|let [^.;]{0,40}?(?:lapse|expire|run out)|lets [^.;]{0,40}?(?:lapse|expire)|(?:refused|declined) to (?:renew|extend|prolong)|allowed [^.;]{0,40}?to (?:lapse|expire)|chose not to renew|failed to renew)\b"), "not-renewed", false),
        (pattern(r"\b(?:suspends?|suspended) (?:its|their|the) (?:own )?(?:membership|participation|part)|\b(?:was|were|has been|have been|had been) (?:formally )?(?:suspended|shut out|excluded|barred)\b|\bsuspended (?:<X>)"), "suspended", true),
        (pattern(r"\b(?:was|were|has been|had been) (?:expelled|thrown out|ejected)\b|\bexpelled (?:<X>)"), "expelled", true),
    ]
});

/// Withdrawals in a text.
pub(crate) fn find(doc: &Doc<'_>) -> Vec<Proposal> {
    let mut out = Vec::new();
    for (index, mask) in doc.body_sentences() {
        for (verbs, manner, named) in VERBS.iter() {
            for found in verbs.find_iter(&mask.text) {
                out.extend(left(doc, index, mask, (found.start(), found.end()), manner, *named));
            }
        }
        also(doc, mask, &mut out);
    }
    out
}

fn left(doc: &Doc<'_>, index: usize, mask: &Masked, (verb, end): (usize, usize), manner: &str, named: bool) -> Vec<Proposal> {
    let start = clause_start(mask, verb);
    let words = mask.text.get(verb..end).unwrap_or_default();
    let lapse = manner == "not-renewed";
    let lead = mask.text.get(start..verb).unwrap_or_default();
    let resolved = words.starts_with("to ") && (lead.contains("resolved") || lead.contains("decided") || lead.contains("voted"));
    if words.starts_with("to ") && !resolved {
        return Vec::new();
    }
    if !resolved && !words.starts_with("will ") && unreal(mask, start, verb) && !lapse {
        return Vec::new();
    }
    if words.ends_with("ending") && mask.text.get(..verb).is_some_and(|lead| lead.contains("notice")) {
        return Vec::new();
    }
    if denied(mask, start, verb) || words == "withdrawal from" {
        return Vec::new();
    }
    let stop = clause_end(mask, end);
    let Some(who) = who(doc, index, mask, verb) else { return Vec::new() };
    // "The Chinese withdrew": people leave a place, a state leaves a treaty.
    let people = mask.kind(who.from) == ADJECTIVE && words.starts_with("withdrew");
    let body = body_in(doc, mask, if lapse { verb } else { end }, stop)
        .or_else(|| body_in(doc, mask, start, who.from).filter(|_| who.from > start && lead.contains(" that ")));
    let after = mask.text.get(end..stop).unwrap_or_default();
    // "gave notice that it is ending the agreement. The Forces Agreement ...": the next one named.
    let ahead = mask.back(stop);
    let next = doc.bodies.iter().find(|(at, _)| *at >= ahead && *at < ahead + 80).map(|(_, body)| body.clone());
    let body = match next {
        Some(next) if words.contains("notice") && !after.contains('\u{E005}') => Some(next),
        _ => body,
    };
    let bare = after.trim().is_empty() || after.trim_start().starts_with(['\u{E006}']) || after.trim_start().starts_with("on \u{E006}") || after.trim_start().starts_with("in \u{E006}");
    let body = match body {
        Some(body) => body,
        None if people => return Vec::new(),
        None if !named || (bare && words.starts_with("withdr")) || words.contains("notice") || words.contains("ending") => {
            if words.contains("notice") || words.contains("ending") {
                // What the text names next, or named last.
                let stop = mask.back(stop);
                let next = doc.bodies.iter().find(|(at, _)| *at >= stop && *at < stop + 60).map(|(_, body)| body);
                match next.or(doc.last_body(stop)).cloned() {
                    Some(body) => body,
                    None => return Vec::new(),
                }
            } else {
                // Who are called signatories left what the text is about.
                let whole = mask.text.get(..verb).unwrap_or_default();
                let main = whole.contains("signator") || whole.contains("members");
                let id = if main { main_body(doc, mask.start(verb)) } else { referred_body(doc, mask.start(verb)) };
                match id {
                    Some(id) => Ok(id),
                    None => return Vec::new(),
                }
            }
        }
        None => return Vec::new(),
    };
    // "China told them on Tuesday that it will not": the day of telling.
    let told = mask.text.get(..verb).filter(|lead| lead.contains(" that ")).and_then(|lead| date_of(mask, lead.rfind(" that ").unwrap_or(0), lead.rfind(" that ").unwrap_or(0) + 1));
    let when = if lapse { told.or_else(|| date_of(mask, verb, end)) } else { date_of(mask, verb, end) };
    let radio = ["radio", "newspaper", "Pravda", "press"].iter().any(|word| lead.contains(word));
    if words.starts_with("denounce") && (after.contains(" as ") || radio) {
        return Vec::new();
    }
    who.ids
        .iter()
        .filter(|id| doc.lexicon.is_state(id))
        .map(|id| one(doc, mask, id, &body, manner, when, (who.from, stop)))
        .collect()
}

fn one(doc: &Doc<'_>, mask: &Masked, party: &str, body: &Result<String, String>, manner: &str, when: Option<When>, (from, to): (usize, usize)) -> Proposal {
    let (of, of_name) = match body {
        Ok(id) => (Some(as_of(id.clone(), when, doc)), None),
        Err(name) => (None, Some(name.clone())),
    };
    let manner = match &of {
        Some(of) if manner == "withdrew" && lapsed(of, party, when) => "not-renewed",
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
fn lapsed(of: &str, party: &str, when: Option<When>) -> bool {
    let year = when.and_then(When::year);
    of == "CST" && ["UZB", "GRG", "AZE"].contains(&party) && year == Day::of(1999, 1, 1).and_then(|day| day.parts()).map(|(year, ..)| year)
}

/// "A left on Monday, and B a day later."
fn also(doc: &Doc<'_>, mask: &Masked, out: &mut Vec<Proposal>) {
    static ALSO: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:,|;|,? and) (?:the )?(<S>) (?:followed )?(?:on |in )?(<D>)(?:[,.;]|$)"));
    for found in ALSO.captures_iter(&mask.text) {
        let (Some(whole), Some(name), Some(date)) = (found.get(0), found.get(1), found.get(2)) else { continue };
        let before = mask.span(doc.text, 0, whole.start());
        let Some(Fact::Withdrawal { of, of_name, manner, .. }) =
            out.iter().rev().find(|one| one.span.overlaps(before)).map(|one| one.fact.clone())
        else {
            continue;
        };
        let (Some(name), Some(date)) = (mask.sign_at(name.start()), mask.sign_at(date.start())) else { continue };
        let (crate::mask::Slot::States(states), crate::mask::Slot::Date(when)) = (&name.slot, &date.slot) else { continue };
        for party in states {
            let fact = Fact::Withdrawal { party: party.clone(), of: of.clone(), of_name: of_name.clone(), manner: manner.clone(), date: Some(when.to_string()) };
            out.push(proposal(fact, mask.span(doc.text, whole.start(), whole.end()), "withdrawal"));
        }
    }
}
