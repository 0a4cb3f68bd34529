//! Memberships: "six members, A, B and C", "joined", "founded", "signed", "is a party to".

use super::Doc;
use super::decisions::main_body;
use super::members_more::{allied, apposed, belonging, follows, taken_in};
use super::members_signed::{counted, signed, told_twice};
use super::refer::Hint;
use super::signings::signings;
use super::tools::{
    as_of, body_in, body_of, clause_end, clause_start, date_here, date_of, denied, known,
    near_denied, news_day, pattern, proposal, referred_body, unreal,
};
use crate::mask::{DATE, LIST, Masked, Slot};
use crate::proposal::{Fact, Proposal};
use crate::subject::who;
use crate::when::When;
use regex::Regex;
use std::sync::LazyLock;

static JOINED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(joined|rejoined|acceded|(?:is|are|was|were) back in (?:the )?<O>|entered|re-entered|returned|came back|went back into|came in|adhered|(?:was|were|has been|have been|had been) (?:\w+ly |only )?(?:admitted|taken in|received into|accepted)|signed up|became (?:<O>['’]s? |a |the |an |its |their )?(?:\S+ )?(?:full |equal )?(?:members?|part(?:y|ies)|all(?:y|ies)|signator(?:y|ies))|took (?:its|their) seats?)\b",
    )
});

static IS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:is|are|was|were|remains?|remained|has been|have been|been|will be|will (?:remain|stay)|still|stays?|stayed)\b(?: \S+){0,5}? (members?|part(?:y|ies)|founders?|signator(?:y|ies)|observers?|states of)\b|\b(?:belongs?|belonged) to\b|\bbound (?:by|to each other by|until|through|till|to (?:the )?<O>)|\bare left\b|\b(?:remains?|remained|stays?|stayed|is|are|was|were|has been|have been|will (?:remain|stay)) (?:still )?in (?:the )?<O>",
    )
});

pub(crate) static LISTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:\b(?i:members|signatories|parties|founders|founding members|others|allies|partners|the (?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|sixteen))(?: (?:of|to|in) (?:the )?(?:<O>|\S+))?(?: (?:of|in) <D>)?(?: of [^<>,.:]{0,60}?)?(?: are| were|:|,| --| —| -| –| include| included| is| are left:| remain:| remained:)| (?:now )?(?:unites|united|groups|grouped|includes|included|comprises|comprised|joins|links|linked|embraces|brings together|consists of|is made up of|counts|has)\b[^.;]{0,50}?)[:,]? *(?:the |currently |now |only |both )*(?:-|\*|•)? *(?:the )?<S>|\bbelong(?:ed|s)? to (?:the )?[^.;,]{1,40}, (?:among them|including) (?:the )?<S>|\bmembers of (?:the )?(?:<O>|Commonwealth)[^.;]{0,30}, among them (?:the )?<S>",
    )
});

static FOUNDED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(founded|created|established|set up|formed)\b"));

/// Memberships in a text.
pub(crate) fn find(doc: &Doc<'_>) -> Vec<Proposal> {
    let mut out = Vec::new();
    for (index, mask) in doc.body_sentences() {
        joined(doc, index, mask, &mut out);
        is(doc, index, mask, &mut out);
        listed(doc, index, mask, &mut out);
        founded(doc, index, mask, &mut out);
        observers(doc, mask, &mut out);
        as_party(doc, mask, &mut out);
        apposed(doc, mask, &mut out);
        belonging(doc, mask, &mut out);
        allied(doc, index, mask, &mut out);
        taken_in(doc, mask, &mut out);
        follows(doc, index, mask, &mut out);
    }
    signed(doc, &mut out);
    counted(doc, &mut out);
    told_twice(&mut out);
    out
}

/// What signatories signed is what the text is about; members may be those of what it named last.
fn main_or_last(doc: &Doc<'_>, signers: bool, at: usize) -> Option<String> {
    if signers { main_body(doc, at) } else { referred_body(doc, at) }
}

/// One proposal for each party.
pub(crate) struct Found<'a> {
    pub(crate) ids: &'a [String],
    pub(crate) body: &'a Result<String, String>,
    pub(crate) role: &'a str,
    pub(crate) date: Option<When>,
    pub(crate) rule: &'static str,
    pub(crate) from: usize,
    pub(crate) to: usize,
}

pub(crate) fn push(doc: &Doc<'_>, mask: &Masked, found: &Found<'_>, out: &mut Vec<Proposal>) {
    for id in found.ids {
        if !doc.lexicon.is_state(id) {
            continue;
        }
        let (of, of_name) = match found.body {
            Ok(id) => (Some(as_of(id.clone(), found.date, doc)), None),
            Err(name) => (None, Some(name.clone())),
        };
        let date = found.date.map(|date| date.to_string());
        let fact =
            Fact::Membership { party: id.clone(), of, of_name, role: found.role.to_owned(), date };
        out.push(proposal(fact, mask.span(doc.text, found.from, found.to), found.rule));
    }
}

/// The body that a verb's clause names, or else the last one the text named.
fn body(doc: &Doc<'_>, mask: &Masked, end: usize) -> Option<Result<String, String>> {
    let stop = clause_end(mask, end);
    body_in(doc, mask, end, stop).or_else(|| referred_body(doc, mask.back(end)).map(Ok))
}

fn joined(doc: &Doc<'_>, index: usize, mask: &Masked, out: &mut Vec<Proposal>) {
    for found in JOINED.find_iter(&mask.text) {
        let start = clause_start(mask, found.start());
        if unreal(mask, start, found.start()) || denied(mask, start, found.start()) {
            continue;
        }
        let stop = clause_end(mask, found.end());
        let after = mask.text.get(found.end()..stop).unwrap_or_default();
        let verb = found.as_str();
        let Some(who) = who(doc, index, mask, found.start()) else { continue };
        let hint = Hint { parties: &who.ids, ..Hint::default() };
        let from = if found.as_str().contains('\u{E005}') { found.start() } else { found.end() };
        let named = body_of(doc, mask, from, stop, hint);
        let plain = after.trim_start();
        let bare = plain.is_empty()
            || [
                "in ", "at ", "on ", "later", "as ", "a year", "last", "before ", "after ", "soon",
                "within ", "the same", "too", "first",
            ]
            .iter()
            .any(|lead| plain.starts_with(lead))
            || plain.starts_with(DATE);
        let needs =
            verb == "returned" || verb == "entered" || verb == "came back" || verb == "came in";
        // Who joins what the text does not call a body joins something else.
        let body = match named {
            Some(body) => body,
            None if bare && !needs => match doc.refer(mask.back(found.end()), hint) {
                Some(id) => Ok(id),
                None => continue,
            },
            None => continue,
        };
        let date = date_of(mask, found.start(), found.end());
        let date = if found.as_str().contains("back in") {
            date.or_else(|| news_day(doc, index))
        } else {
            date
        };
        let role = "acceded";
        push(
            doc,
            mask,
            &Found {
                ids: &who.ids,
                body: &body,
                role,
                date,
                rule: "member-joined",
                from: who.from,
                to: stop,
            },
            out,
        );
    }
}

#[allow(clippy::too_many_lines, reason = "cases in the order in which they are tried")]
fn is(doc: &Doc<'_>, index: usize, mask: &Masked, out: &mut Vec<Proposal>) {
    for found in IS.captures_iter(&mask.text) {
        let Some(whole) = found.get(0) else { continue };
        let noun = found.get(1).map_or("", |noun| noun.as_str());
        let start = clause_start(mask, whole.start());
        let inside = whole.as_str();
        let not = [" no ", " not ", " never", " nor "].iter().any(|word| inside.contains(word));
        if not
            || near_denied(mask, whole.start())
            || denied(mask, start, whole.start())
            || unreal_is(mask, start, whole.start())
        {
            continue;
        }
        let stop = clause_end(mask, whole.end());
        let bound = inside.starts_with("bound to");
        let Some(mut who) = who(doc, index, mask, whole.start()) else { continue };
        // ", as was Czechoslovakia".
        static TOO: LazyLock<Regex> =
            LazyLock::new(|| pattern(r"^[^.;]{0,80}?, as (?:was|were|is|are|did) (?:the )?(<S>)"));
        let rest = mask.text.get(whole.end()..).unwrap_or_default();
        static WITH: LazyLock<Regex> = LazyLock::new(|| {
            pattern(
                r"^[^.;]{0,60}?,? (?:(?:together |along |, )?with|as do|as does|as are|as is) (?:the )?(<S>)",
            )
        });
        if let Some(name) = WITH.captures(rest).and_then(|found| found.get(1))
            && let Some(Slot::States(more)) =
                mask.sign_at(whole.end() + name.start()).map(|sign| &sign.slot)
        {
            who.ids.extend(more.iter().cloned());
        }
        if let Some(name) = TOO.captures(rest).and_then(|found| found.get(1))
            && let Some(Slot::States(more)) =
                mask.sign_at(whole.end() + name.start()).map(|sign| &sign.slot)
        {
            who.ids.extend(more.iter().cloned());
        }
        let between = Some(&who)
            .filter(|_| bound)
            .and_then(|who| doc.lexicon.between(&who.ids, None, doc.published));
        let hint = Hint { parties: &who.ids, ..Hint::default() };
        // "six members are left: A, B": the list tells who.
        if inside.ends_with("left")
            && mask.text.get(whole.end()..).is_some_and(|rest| rest.starts_with(':'))
        {
            continue;
        }
        let body = match body_of(doc, mask, whole.start(), stop, hint) {
            Some(body)
                if bound
                    && mask
                        .signs_in(whole.start(), stop)
                        .any(|sign| matches!(sign.slot, Slot::Org(_))) =>
            {
                body
            }
            _ if bound => match between {
                Some(treaty) => Ok(treaty.id.clone()),
                None => continue,
            },
            Some(body) => body,
            None if noun.is_empty() && inside.starts_with("belong") => continue,
            None => match doc.refer(mask.back(whole.end()), hint) {
                Some(id) => Ok(id),
                None => continue,
            },
        };
        // "insisted yesterday that it was a party": the day of saying, not of being.
        let said = mask.text.get(start..whole.start()).is_some_and(|lead| lead.contains(" that "));
        let date = date_here(mask, whole.start(), whole.end()).filter(|_| !said);
        // "among the eight signatories of 1954".
        static OF: LazyLock<Regex> = LazyLock::new(|| pattern(r"^ of (<D>)"));
        let of = OF
            .captures(rest)
            .and_then(|found| found.get(1))
            .and_then(|at| mask.sign_at(whole.end() + at.start()))
            .and_then(|sign| match sign.slot {
                Slot::Date(when) => Some(when),
                _ => None,
            });
        let date = date.or(of);
        // The treaty that exactly these signed then.
        let body =
            match of.and_then(|when| doc.lexicon.between(&who.ids, Some(when), doc.published)) {
                Some(treaty) if who.ids.len() > 2 => Ok(treaty.id.clone()),
                _ => body,
            };
        // "is the thirty-second member": news of a joining.
        static NTH: LazyLock<Regex> = LazyLock::new(|| {
            pattern(
                r"^(?:is|are|has become) (?:now )?(?:the|its|<O>['’]s?) (?:[\w-]+(?:th|st|nd|rd|first|second)|newest|latest|youngest) (?:full )?members?$",
            )
        });
        let newly = NTH.is_match(inside);
        let date = if newly { date.or_else(|| news_day(doc, index)) } else { date };
        let role = match noun {
            "founder" | "founders" => "founding",
            "observer" | "observers" => "observer",
            _ if inside.contains("founding")
                || inside.contains("founder")
                || inside.contains("original") =>
            {
                "founding"
            }
            "signatory" | "signatories"
                if of.is_some() || inside.contains("among") || inside.contains("one of") =>
            {
                "founding"
            }
            _ if newly => "acceded",
            _ => "member",
        };
        push(
            doc,
            mask,
            &Found {
                ids: &who.ids,
                body: &body,
                role,
                date,
                rule: "member-is",
                from: who.from,
                to: stop,
            },
            out,
        );
        // "belongs to SEATO and CENTO".
        static BOTH: LazyLock<Regex> =
            LazyLock::new(|| pattern(r"<O>,? and (?:to )?(?:the )?(?P<o><O>)"));
        let clause = mask.text.get(whole.start()..stop).unwrap_or_default();
        if let Some(other) = BOTH.captures(clause).and_then(|found| found.name("o"))
            && let Some(Slot::Org(body)) =
                mask.sign_at(whole.start() + other.start()).map(|sign| &sign.slot)
        {
            push(
                doc,
                mask,
                &Found {
                    ids: &who.ids,
                    body,
                    role,
                    date,
                    rule: "member-is",
                    from: who.from,
                    to: stop,
                },
                out,
            );
        }
    }
}

/// For "is a member" the words of the future are "would", "wants", "will be".
fn unreal_is(mask: &Masked, start: usize, verb: usize) -> bool {
    let part = mask.text.get(start..verb).unwrap_or_default();
    let will = part.contains(" will ") || part.ends_with(" will");
    !will && unreal(mask, start, verb)
}

#[allow(clippy::too_many_lines, reason = "cases in the order in which they are tried")]
fn listed(doc: &Doc<'_>, index: usize, mask: &Masked, out: &mut Vec<Proposal>) {
    for found in LISTED.find_iter(&mask.text) {
        let start = clause_start(mask, found.start());
        if denied(mask, start, found.start()) {
            continue;
        }
        let Some(last) = found.as_str().char_indices().next_back() else { continue };
        let at = found.start() + last.0;
        if !matches!(mask.kind(at), LIST) {
            continue;
        }
        let Some(sign) = mask.sign_at(at) else { continue };
        let Slot::States(states) = &sign.slot else { continue };
        let words = found.as_str();
        let lead = mask.text.get(..found.end()).unwrap_or_default();
        let rest = mask.text.get(at + 3..).unwrap_or_default();
        // "members, A, B and C, signed": the list does something else, and is a list of members.
        let signers = words.starts_with("signatories");
        let verb = mask.text.get(found.start()..at).unwrap_or_default();
        if (verb.trim_start().starts_with("has ") || verb.trim_start().starts_with("counts"))
            && !verb.contains("members")
            && !verb.contains("allies")
        {
            continue;
        }
        if rest.trim_start().starts_with("in the dark") || lead.contains("guests") {
            continue;
        }
        let hint = Hint { parties: states, ..Hint::default() };
        let body = body_of(doc, mask, 0, at, hint)
            .or_else(|| main_or_last(doc, signers, sign.words.start).map(Ok));
        let Some(body) = body else { continue };
        let founders = words.contains("founder") || words.contains("founding");
        let role = if signers || founders { "founding" } else { "member" };
        // "Six years later six members are left: A, B".
        let mut date = mask.sign_at(0).and_then(|sign| match sign.slot {
            Slot::Date(when) if words.contains("left:") || words.contains("remain") => Some(when),
            _ => None,
        });
        let mut role = role;
        let mut ids = states.clone();
        if signers || (words.to_lowercase().starts_with("the ") && !words.contains("members")) {
            // The six who signed or founded in the sentence before.
            if let Some(signing) = signings(doc)
                .iter()
                .find(|signing| signing.when.is_some() && same(&signing.parties, states))
            {
                date = signing.when;
                role = "founding";
            } else if let Some(when) = founded_before(doc, index) {
                date = Some(when);
                role = "founding";
            } else if signers {
                date = body
                    .as_ref()
                    .ok()
                    .and_then(|id| known(doc, id))
                    .and_then(|treaty| treaty.signed)
                    .map(When::Day);
            }
        }
        if signers {
            role = "founding";
        }
        late(doc, mask, at, &body, &mut ids, start, out);
        push(
            doc,
            mask,
            &Found {
                ids: &ids,
                body: &body,
                role,
                date,
                rule: "member-list",
                from: start,
                to: at + 3,
            },
            out,
        );
    }
}

/// When the sentence before tells that something was founded.
fn founded_before(doc: &Doc<'_>, index: usize) -> Option<When> {
    let before = doc.masks.get(index.checked_sub(1)?)?;
    let found = FOUNDED.find(&before.text)?;
    date_of(before, found.start(), found.end())
}

pub(crate) fn same(one: &[String], other: &[String]) -> bool {
    one.len() == other.len() && one.iter().all(|id| other.contains(id))
}

/// "A, B and, since 2006, C": who came later.
fn late(
    doc: &Doc<'_>,
    mask: &Masked,
    at: usize,
    body: &Result<String, String>,
    ids: &mut Vec<String>,
    start: usize,
    out: &mut Vec<Proposal>,
) {
    static LATE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^,? and,? since <D>,? (?:the )?<S>"));
    let Some(rest) = mask.text.get(at + 3..) else { return };
    let Some(found) = LATE.find(rest) else { return };
    let end = at + 3 + found.end();
    let mut date = None;
    for sign in mask.signs_in(at + 3, end) {
        match &sign.slot {
            Slot::Date(when) => date = Some(*when),
            Slot::States(states) => {
                ids.retain(|id| !states.contains(id));
                push(
                    doc,
                    mask,
                    &Found {
                        ids: states,
                        body,
                        role: "acceded",
                        date,
                        rule: "member-list",
                        from: start,
                        to: end,
                    },
                    out,
                );
            }
            _ => {}
        }
    }
}

fn founded(doc: &Doc<'_>, index: usize, mask: &Masked, out: &mut Vec<Proposal>) {
    for found in FOUNDED.find_iter(&mask.text) {
        let start = clause_start(mask, found.start());
        let before = mask.text.get(..found.start()).unwrap_or_default().trim_end();
        if unreal(mask, start, found.start())
            || denied(mask, start, found.start())
            || before.ends_with("was")
            || before.ends_with("were")
        {
            continue;
        }
        let stop = clause_end(mask, found.end());
        let after = mask.text.get(found.end()..stop).unwrap_or_default();
        let near: String = after.chars().take(24).collect();
        if !near.contains('\u{E005}') {
            continue;
        }
        let Some(body) = body_in(doc, mask, found.end(), stop) else { continue };
        let Some(who) = who(doc, index, mask, found.start()) else { continue };
        let date = date_of(mask, found.start(), found.end());
        // A group that is spelled out later is proposed where it is spelled out.
        if who.referred
            || who.ids.len() < 2
            || mask.text.get(who.from..found.start()).is_some_and(|lead| lead.contains(" and "))
        {
            continue;
        }
        push(
            doc,
            mask,
            &Found {
                ids: &who.ids,
                body: &body,
                role: "founding",
                date,
                rule: "member-founded",
                from: who.from,
                to: stop,
            },
            out,
        );
    }
}

/// "As a party to the Treaty, France remains bound".
fn as_party(doc: &Doc<'_>, mask: &Masked, out: &mut Vec<Proposal>) {
    static AS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"\bAs (?:a|an|one of the) (?:\S+ )?(?:party|member|signatory|parties|members) (?:to|of) [^,.;]{1,50}, (?:the )?(<S>)",
        )
    });
    let Some(found) = AS.captures(&mask.text) else { return };
    let (Some(whole), Some(name)) = (found.get(0), found.get(1)) else { return };
    let Some(Slot::States(ids)) = mask.sign_at(name.start()).map(|sign| &sign.slot) else { return };
    let Some(body) = body_in(doc, mask, whole.start(), name.start()) else { return };
    push(
        doc,
        mask,
        &Found {
            ids,
            body: &body,
            role: "member",
            date: None,
            rule: "member-is",
            from: whole.start(),
            to: whole.end(),
        },
        out,
    );
}

fn observers(doc: &Doc<'_>, mask: &Masked, out: &mut Vec<Proposal>) {
    static OBSERVER: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(<S>), (?:an|the|as an) observers?\b|(<S>) (?:sent|has|have|sends|had) (?:an )?observers?\b",
        )
    });
    for found in OBSERVER.captures_iter(&mask.text) {
        let (Some(whole), Some(name)) = (found.get(0), found.get(1).or(found.get(2))) else {
            continue;
        };
        let Some(Slot::States(ids)) = mask.sign_at(name.start()).map(|sign| &sign.slot) else {
            continue;
        };
        let Some(body) = body(doc, mask, whole.end()) else { continue };
        push(
            doc,
            mask,
            &Found {
                ids,
                body: &body,
                role: "observer",
                date: None,
                rule: "member-observer",
                from: whole.start(),
                to: whole.end(),
            },
            out,
        );
    }
}
