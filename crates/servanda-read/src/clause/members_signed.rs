//! Memberships by signature, and those that a text tells twice or only counts.

use super::Doc;
use super::members::{Found, LISTED, push, same};
use super::signings::{Signing, signings};
use super::tools::{body_in, known, pattern};
use crate::mask::Slot;
use crate::proposal::{Fact, Proposal};
use crate::when::When;
use regex::Regex;
use std::sync::LazyLock;

/// "The six members of the Treaty": those whom the text lists, when nothing else tells of them.
pub(crate) fn counted(doc: &Doc<'_>, out: &mut Vec<Proposal>) {
    static THE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"\b[Tt]he (?P<n>\w+) (?:\w+ )?(?:members|parties|signatories|states) (?:of|to) (?:the )?<O>",
        )
    });
    for (index, mask) in doc.body_sentences() {
        let Some(found) = THE.captures(&mask.text) else { continue };
        let (Some(whole), Some(n)) = (found.get(0), found.name("n")) else { continue };
        let Some(count) = crate::names::number(n.as_str()).filter(|count| *count > 2) else {
            continue;
        };
        let Some(ids) = doc.group(index, whole.start(), count) else { continue };
        if mask.text.get(..whole.start()).is_some_and(|lead| lead.trim_end().ends_with(" of"))
            || proposed(out, &ids)
        {
            continue;
        }
        let Some(body) = body_in(doc, mask, whole.start(), whole.end()) else { continue };
        push(
            doc,
            mask,
            &Found {
                ids: &ids,
                body: &body,
                role: "member",
                date: None,
                rule: "member-count",
                from: whole.start(),
                to: whole.end(),
            },
            out,
        );
    }
}

/// Who joins in two sentences joins once: the later words, with the day of either.
pub(crate) fn told_twice(out: &mut Vec<Proposal>) {
    let mut index = 0;
    while let Some(one) = out.get(index) {
        let Fact::Membership { party, of, role, date, .. } = &one.fact else { break };
        let other = out.iter().enumerate().skip(index + 1).find(|(_, other)| match &other.fact {
            Fact::Membership { party: p, of: o, role: r, date: d, .. } => {
                p == party
                    && o == of
                    && r == role
                    && role == "acceded"
                    && (d.is_none() || date.is_none() || d == date)
            }
            _ => false,
        });
        let Some((later, _)) = other else {
            index += 1;
            continue;
        };
        let day = date.clone();
        if let Some(Proposal { fact: Fact::Membership { date, .. }, .. }) = out.get_mut(later)
            && date.is_none()
        {
            *date = day;
        }
        out.remove(index);
    }
}

pub(crate) fn signed(doc: &Doc<'_>, out: &mut Vec<Proposal>) {
    for signing in signings(doc) {
        let Some(mask) = doc.masks.get(signing.sentence) else { continue };
        let body = match (&signing.treaty, &signing.name) {
            (Some(id), _) => Ok(id.clone()),
            (None, Some(name)) => Err(name.clone()),
            (None, None) => continue,
        };
        if signing.parties.is_empty() || body.is_err() {
            continue;
        }
        // A group that another sentence spells out is proposed there.
        if signing.counted
            && (spelled_out(doc, &signing.parties) || proposed(out, &signing.parties))
        {
            continue;
        }
        let again = |other: &Signing| {
            other.at != signing.at && !other.counted && same(&other.parties, &signing.parties)
        };
        if signing.counted && signings(doc).iter().any(again) {
            continue;
        }
        let Ok(id) = &body else { continue };
        let treaty = known(doc, id);
        let first = treaty
            .and_then(|treaty| treaty.signed)
            .zip(signing.when)
            .is_some_and(|(day, when)| is_of(day, when));
        let mut when = signing.when;
        if when.is_none() && signing.parties.len() > 1 {
            // The same act was dated before.
            when = signings(doc)
                .iter()
                .find(|other| other.when.is_some() && same(&other.parties, &signing.parties))
                .and_then(|other| other.when);
        }
        let words = mask.span(doc.text, signing.from, signing.to).of(doc.text);
        let role = match () {
            () if signing.own => "member",
            () if first || (when.is_some() && when != signing.when) => "founding",
            () if when.is_none() && !words.contains("signed it") => "founding",
            () => "acceded",
        };
        let when = when.filter(|_| !signing.own);
        push(
            doc,
            mask,
            &Found {
                ids: &signing.parties,
                body: &body,
                role,
                date: when,
                rule: "member-signed",
                from: signing.from,
                to: signing.to,
            },
            out,
        );
    }
}

/// Whether a signature told of is that of a day, give or take what a newspaper errs.
pub(crate) fn is_of(day: servanda::time::Day, when: When) -> bool {
    match (when, day.parts()) {
        (When::Day(told), _) => (told.number() - day.number()).abs() < 32,
        (When::Month(year, month), Some((y, m, _))) => year == y && (month - m).abs() < 2,
        (when, Some((y, ..))) => when.year() == Some(y),
        _ => false,
    }
}

/// Whether every one of these is proposed as a member already.
pub(crate) fn proposed(out: &[Proposal], parties: &[String]) -> bool {
    parties.iter().all(|id| {
        out.iter().any(|one| matches!(&one.fact, Fact::Membership { party, .. } if party == id))
    })
}

pub(crate) fn spelled_out(doc: &Doc<'_>, parties: &[String]) -> bool {
    doc.body_sentences().any(|(_, mask)| {
        LISTED.find_iter(&mask.text).any(|found| {
            let at = found.as_str().char_indices().next_back().map_or(0, |(at, _)| found.start() + at);
            matches!(mask.sign_at(at).map(|sign| &sign.slot), Some(Slot::States(states)) if same(states, parties))
        })
    })
}
