//! Memberships told beside the main verb: in apposition ("A, a founding member of B"), in relative
//! clauses ("B, to which A belongs"), by a treaty between two, by whoever takes somebody in, and carried
//! on ("and C, which followed in 2009").

use super::Doc;
use super::members::{Found, push};
use super::refer::Hint;
use super::sides::{body_for, by_sides};
use super::tools::{
    clause_end, clause_start, date_of, denied, near_denied, pattern, proposal, unreal,
};
use crate::mask::{Masked, Slot};
use crate::proposal::{Fact, Proposal};
use crate::subject::who;
use regex::Regex;
use std::sync::LazyLock;

fn states(mask: &Masked, at: usize) -> Option<&Vec<String>> {
    match mask.sign_at(at).map(|sign| &sign.slot) {
        Some(Slot::States(states)) => Some(states),
        _ => None,
    }
}

/// "Brazil and Argentina, both of them original signatories", "Egypt, one of the seven founders".
pub(crate) fn apposed(doc: &Doc<'_>, mask: &Masked, out: &mut Vec<Proposal>) {
    static APPOSED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?P<s><S>),? (?:(?:itself|themselves|both|all|each|also|still|now|like \S+)(?: of (?:them|whom))? (?:are |is |were |was )?)?(?:one of (?:the|its|their) (?:\w+ ){0,2}?|an? |the |its |their )?(?:\w+ )??(?P<how>original|founding|founder|charter|full|first|newest|oldest|youngest|smallest|largest|fellow|long-time)? ?(?P<noun>members?|signator(?:y|ies)|part(?:y|ies)|founders?|co-founders?|allies|ally)\b(?P<rest>(?: (?:of|to|in) (?:the )?(?:\w+ )?(?:<O>|\w+))?(?: since (?P<d><D>))?)",
        )
    });
    for found in APPOSED.captures_iter(&mask.text) {
        let (Some(whole), Some(name), Some(noun)) =
            (found.get(0), found.name("s"), found.name("noun"))
        else {
            continue;
        };
        let Some(ids) = states(mask, name.start()) else { continue };
        let how = found.name("how").map_or("", |how| how.as_str());
        let comma = mask.text.get(name.end()..).is_some_and(|rest| rest.starts_with(','));
        let founder = matches!(how, "original" | "founding" | "founder" | "charter")
            || noun.as_str().contains("founder");
        let of = found.name("rest").is_some_and(|rest| {
            rest.as_str().contains('\u{E005}')
                || rest.as_str().starts_with(" of")
                || rest.as_str().starts_with(" to")
        });
        // "Hungary members of parliament", "Greece party": no apposition.
        if !comma
            || !(founder || of)
            || near_denied(mask, noun.start())
            || whole.as_str().contains(" not ")
        {
            continue;
        }
        let hint = Hint { parties: ids, ..Hint::default() };
        let body = body_for(doc, mask, noun.end(), whole.end(), hint)
            .or_else(|| doc.refer(mask.start(noun.start()), hint).map(Ok).filter(|_| founder));
        let Some(body) = body else { continue };
        let date = found.name("d").and_then(|at| mask.sign_at(at.start())).and_then(|sign| {
            match sign.slot {
                Slot::Date(when) => Some(when),
                _ => None,
            }
        });
        let role = if founder { "founding" } else { "member" };
        push(
            doc,
            mask,
            &Found {
                ids,
                body: &body,
                role,
                date,
                rule: "member-apposed",
                from: name.start(),
                to: whole.end(),
            },
            out,
        );
    }
}

/// "B, to which A and C belong", "B, of which A is a member".
pub(crate) fn belonging(doc: &Doc<'_>, mask: &Masked, out: &mut Vec<Proposal>) {
    static TO_WHICH: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?P<o><O>), (?:to which|of which|in which) (?:the )?(?P<s><S>)(?: and (?:the )?(?P<t><S>))? (?:also |both |still |all )?(?:belongs?|belonged|(?:is|are|was|were|remains?) (?:an? |the )?(?:\w+ )?(?P<noun>members?|part(?:y|ies)|founders?|observers?)|sits?|has a seat)",
        )
    });
    for found in TO_WHICH.captures_iter(&mask.text) {
        let (Some(whole), Some(body)) = (found.get(0), found.name("o")) else { continue };
        let Some(Slot::Org(body)) = mask.sign_at(body.start()).map(|sign| &sign.slot) else {
            continue;
        };
        let role = match found.name("noun").map_or("", |noun| noun.as_str()) {
            noun if noun.starts_with("founder") => "founding",
            noun if noun.starts_with("observer") => "observer",
            _ => "member",
        };
        for name in ["s", "t"] {
            if let Some(ids) = found.name(name).and_then(|name| states(mask, name.start())) {
                push(
                    doc,
                    mask,
                    &Found {
                        ids,
                        body,
                        role,
                        date: None,
                        rule: "member-apposed",
                        from: whole.start(),
                        to: whole.end(),
                    },
                    out,
                );
            }
        }
    }
}

/// "France has a treaty of alliance with Poland since 1921", "is allied with", "are bound to each other".
#[allow(clippy::too_many_lines, reason = "cases in the order in which they are tried")]
pub(crate) fn allied(doc: &Doc<'_>, index: usize, mask: &Masked, out: &mut Vec<Proposal>) {
    static ALLIED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"\b(?:has|have|had) (?:an?|its|their) (?:[\w-]+ ){0,3}?(?:treaty|alliance|pact|agreement)\b|\b(?:is|are|was|were|has been|have been) (?:\w+ )?(?:allied (?:with|to)|allies|allied|tied to|linked (?:with|to)|bound to)\b",
        )
    });
    for found in ALLIED.find_iter(&mask.text) {
        let start = clause_start(mask, found.start());
        if unreal(mask, start, found.start())
            || denied(mask, start, found.start())
            || near_denied(mask, found.start())
        {
            continue;
        }
        let stop = clause_end(mask, found.end());
        let Some(who) = who(doc, index, mask, found.start()) else { continue };
        if let [_, _] = who.ids.as_slice()
            && found.as_str().contains("alli")
            && let Some(treaty) = doc.lexicon.between(&who.ids, None, doc.published)
        {
            let date = date_of(mask, found.start(), found.end());
            push(
                doc,
                mask,
                &Found {
                    ids: &who.ids,
                    body: &Ok(treaty.id.clone()),
                    role: "member",
                    date,
                    rule: "member-allied",
                    from: who.from,
                    to: stop,
                },
                out,
            );
            continue;
        }
        let [one] = who.ids.as_slice() else { continue };
        let noun = found.as_str().split(' ').next_back().unwrap_or_default();
        let at = if matches!(noun, "treaty" | "alliance" | "pact" | "agreement") {
            found.end() - noun.len()
        } else {
            found.start()
        };
        let other = mask.signs_in(found.end(), stop).find_map(|sign| match &sign.slot {
            Slot::States(states) if states.len() == 1 => states.first().cloned(),
            _ => None,
        });
        let Some(other) = other.filter(|other| other != one) else { continue };
        let both = [one.clone(), other];
        let id = by_sides(doc, mask, at, stop, &both).or_else(|| {
            doc.lexicon.between(&both, None, doc.published).map(|treaty| treaty.id.clone())
        });
        let Some(id) = id else { continue };
        let date = date_of(mask, found.start(), found.end());
        push(
            doc,
            mask,
            &Found {
                ids: &both,
                body: &Ok(id),
                role: "member",
                date,
                rule: "member-allied",
                from: who.from,
                to: stop,
            },
            out,
        );
    }
}

/// "took in Poland and Hungary", "the accession of Greece to NATO on 18 February", "Spain's entry into NATO".
pub(crate) fn taken_in(doc: &Doc<'_>, mask: &Masked, out: &mut Vec<Proposal>) {
    static TAKEN: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"\b(?:took in|admitted|accepted|welcomed|received) (?:the )?(?P<p><S>)(?P<as> as (?:its|the|an?) (?:\S+ )?(?:\w+ )?members?)?|\b(?:accession|admission|entry|adherence) (?:of|by) (?:the )?(?P<q><S>)|(?P<r><S>)['’]s? (?:\w+ )?(?:accession|admission|entry|adherence)\b",
        )
    });
    for found in TAKEN.captures_iter(&mask.text) {
        let Some(whole) = found.get(0) else { continue };
        let verb = found.name("p");
        let Some(name) = verb.or(found.name("q")).or(found.name("r")) else { continue };
        let Some(ids) = states(mask, name.start()) else { continue };
        let start = clause_start(mask, whole.start());
        let lead = mask.text.get(start..whole.start()).unwrap_or_default();
        if unreal(mask, start, whole.start())
            || denied(mask, start, whole.start())
            || near_denied(mask, whole.start())
        {
            continue;
        }
        let stop = clause_end(mask, whole.end());
        let hint = Hint { parties: ids, ..Hint::default() };
        let named = body_for(doc, mask, whole.end(), stop, hint);
        let subject =
            mask.signs_in(start, whole.start()).next_back().and_then(|sign| match &sign.slot {
                Slot::Org(body) => Some(body.clone()),
                _ => None,
            });
        let alliance = ["alliance", "league", "pact", "bloc", "organi", "union", "members"]
            .iter()
            .any(|word| lead.contains(word));
        let date = date_of(mask, whole.start(), whole.end());
        let body = match verb {
            // A verb needs the body that does it, or "as its member".
            Some(_) if found.name("as").is_some() || subject.is_some() || alliance => {
                named.or(subject).or_else(|| doc.refer(mask.start(whole.start()), hint).map(Ok))
            }
            Some(_) => None,
            // A noun tells of a step that was taken when it has its day.
            None => named
                .or_else(|| doc.refer(mask.start(whole.start()), hint).map(Ok))
                .filter(|_| date.is_some()),
        };
        let Some(body) = body else { continue };
        push(
            doc,
            mask,
            &Found {
                ids,
                body: &body,
                role: "acceded",
                date,
                rule: "member-taken-in",
                from: start,
                to: stop,
            },
            out,
        );
    }
}

/// "and C, which followed in 2009", "D did so a year later".
pub(crate) fn follows(doc: &Doc<'_>, index: usize, mask: &Masked, out: &mut Vec<Proposal>) {
    static FOLLOWS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?P<p><S>),? (?:which |who )?(?:had |has |have |soon |then |itself )*(?:followed|did (?:so|the same|likewise)|followed suit)\b|(?:, and|,| and) (?:the )?(?P<w><S>) (?:on |in |since )?<D>(?:[,.;]|$)|, followed by (?:the )?(?P<v><S>)",
        )
    });
    for found in FOLLOWS.captures_iter(&mask.text) {
        let Some(whole) = found.get(0) else { continue };
        let Some(ids) = found
            .name("p")
            .or(found.name("v"))
            .or(found.name("w"))
            .and_then(|name| states(mask, name.start()))
        else {
            continue;
        };
        let before = mask.span(doc.text, 0, whole.start());
        let earlier =
            index.checked_sub(1).and_then(|index| doc.masks.get(index)).map(|mask| mask.at);
        let last = out.iter().rev().find(|one| {
            (one.span.overlaps(before) && whole.start() > 0)
                || (whole.start() == 0 && earlier.is_some_and(|at| one.span.overlaps(at)))
        });
        let Some(Fact::Membership { of, of_name, role, .. }) = last.map(|one| one.fact.clone())
        else {
            continue;
        };
        if role != "acceded" && role != "founding" {
            continue;
        }
        let stop = clause_end(mask, whole.end());
        let own = mask.signs_in(whole.start(), whole.end()).find_map(|sign| match sign.slot {
            Slot::Date(when) => Some(when),
            _ => None,
        });
        let date =
            own.or_else(|| date_of(mask, whole.start(), whole.end())).map(|when| when.to_string());
        for party in ids {
            let fact = Fact::Membership {
                party: party.clone(),
                of: of.clone(),
                of_name: of_name.clone(),
                role: "acceded".to_owned(),
                date: date.clone(),
            };
            out.push(proposal(
                fact,
                mask.span(doc.text, whole.start(), stop.max(whole.end())),
                "member-joined",
            ));
        }
    }
}
