//! Withdrawals told as nouns and carried on: "the withdrawal of A from B", "B followed in October".

use super::Doc;
use super::leaving::one;
use super::refer::Hint;
use super::sides::body_for;
use super::tools::{clause_end, clause_start, date_of, near_denied, pattern, proposal, unreal};
use crate::mask::{Masked, Slot};
use crate::proposal::{Fact, Proposal};
use regex::Regex;
use std::sync::LazyLock;

/// "the withdrawal of A from B in 1966", "A's exit from B on Monday", "the departure of A".
pub(crate) fn nouns(doc: &Doc<'_>, index: usize, mask: &Masked, out: &mut Vec<Proposal>) {
    static NOUN: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"\b(?:withdrawal|exit|departure|secession|denunciation|defection) (?:of|by) (?:the )?(?P<p><X>)(?: and (?:the )?(?P<q><X>))?|(?P<r><S>['’]s?|<A>) (?:\w+ )?(?:withdrawal|exit|departure|secession|denunciation|defection)\b",
        )
    });
    let paragraph = doc.sentences.get(index).map_or(0, |sentence| sentence.paragraph);
    for found in NOUN.captures_iter(&mask.text) {
        let Some(whole) = found.get(0) else { continue };
        let start = clause_start(mask, whole.start());
        let lead = mask.text.get(start..whole.start()).unwrap_or_default();
        // What is only spoken of has no day: "the price of a withdrawal".
        let supposed = [
            "any ",
            "possible",
            "threat",
            "call",
            "demand",
            "for the ",
            "against the ",
            "favor",
            "favour",
            "without",
        ];
        if unreal(mask, start, whole.start())
            || near_denied(mask, whole.start())
            || supposed.iter().any(|word| lead.contains(word))
        {
            continue;
        }
        let stop = clause_end(mask, whole.end());
        let after = mask.text.get(whole.end()..stop).unwrap_or_default();
        let from = after.trim_start().starts_with("from ") || after.trim_start().starts_with("of ");
        let Some(when) = date_of(mask, whole.start(), whole.end()) else { continue };
        for name in ["p", "q", "r"] {
            let Some(party) = found.name(name) else { continue };
            let Some(Slot::States(ids)) = mask.sign_at(party.start()).map(|sign| &sign.slot) else {
                continue;
            };
            let hint = Hint { parties: ids, ..Hint::default() };
            let body = body_for(doc, mask, whole.end(), stop, hint).filter(|_| from);
            let body = body.or_else(|| {
                doc.refer(mask.start(whole.start()), hint)
                    .filter(|_| !from && paragraph > 0)
                    .map(Ok)
            });
            let Some(body) = body else { continue };
            out.extend(ids.iter().map(|id| {
                one(doc, mask, id, &body, "withdrew", Some(when), (whole.start(), stop))
            }));
        }
    }
}

/// "and B a day later", "B followed in October", "together with B and C", "as did B".
pub(crate) fn follows(doc: &Doc<'_>, index: usize, mask: &Masked, out: &mut Vec<Proposal>) {
    static FOLLOWS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?:^|[,;] |and )(?:and )?(?:the )?(?P<p><S>) (?:(?:had |has |have |soon |then )*(?:followed|did (?:so|the same|likewise)|followed suit|followed its example)\b|(?:on |in |since )?(?P<d><D>)(?:[,.;]|$))|,? (?:together|along) with (?:the )?(?P<t><S>)|,? as (?:did|had|has) (?:the )?(?P<u><S>)|, followed by (?:the )?(?P<v><S>)",
        )
    });
    for found in FOLLOWS.captures_iter(&mask.text) {
        let Some(whole) = found.get(0) else { continue };
        let before = mask.span(doc.text, 0, whole.start());
        let earlier =
            index.checked_sub(1).and_then(|index| doc.masks.get(index)).map(|mask| mask.at);
        let here = |one: &&Proposal| one.span.overlaps(before);
        let last = out.iter().rev().find(|one| here(one) && whole.start() > 0).or_else(|| {
            let opens = whole.start() == 0;
            out.iter().rev().find(|one| opens && earlier.is_some_and(|at| one.span.overlaps(at)))
        });
        let Some(Fact::Withdrawal { of, of_name, manner, date, .. }) =
            last.map(|one| one.fact.clone())
        else {
            continue;
        };
        for (name, own) in [("p", true), ("v", true), ("t", false), ("u", false)] {
            let Some(party) = found.name(name) else { continue };
            let Some(Slot::States(states)) = mask.sign_at(party.start()).map(|sign| &sign.slot)
            else {
                continue;
            };
            let stop = clause_end(mask, whole.end());
            let day = match found
                .name("d")
                .and_then(|at| mask.sign_at(at.start()))
                .map(|sign| &sign.slot)
            {
                Some(Slot::Date(when)) => Some(*when),
                _ => date_of(mask, party.start(), whole.end()).filter(|_| own),
            };
            let date = if own { day.map(|when| when.to_string()) } else { date.clone() };
            for party in states {
                let fact = Fact::Withdrawal {
                    party: party.clone(),
                    of: of.clone(),
                    of_name: of_name.clone(),
                    manner: manner.clone(),
                    date: date.clone(),
                };
                out.push(proposal(
                    fact,
                    mask.span(doc.text, whole.start(), stop.max(whole.end())),
                    "withdrawal",
                ));
            }
        }
    }
}

/// One step told twice counts once: the first, unless only the later has its day.
pub(crate) fn once(out: &mut Vec<Proposal>) {
    let mut kept: Vec<Proposal> = Vec::new();
    for one in out.drain(..) {
        let Fact::Withdrawal { party, of, manner, date, .. } = &one.fact else { continue };
        let near = kept.iter_mut().rev().take(60).find(|other| match &other.fact {
            Fact::Withdrawal { party: p, of: o, manner: m, date: d, .. } => {
                p == party
                    && o == of
                    && m == manner
                    && (d == date || (date.is_none() && d.is_some()))
                    && other.span.overlaps(one.span)
            }
            _ => false,
        });
        if near.is_none() {
            kept.push(one);
        }
    }
    *out = kept;
}
