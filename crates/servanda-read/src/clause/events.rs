//! Events told as having happened: attacks, invasions, threats, coups, terrorism. What is feared,
//! supposed or denied is none.

use super::tools::{clause_end, clause_start, date_of, denied, pattern, proposal, unreal};
use super::Doc;
use crate::mask::{ADJECTIVE, Masked, Slot};
use crate::proposal::{Fact, Proposal};
use crate::subject::who;
use regex::Regex;
use std::sync::LazyLock;

static VERBS: LazyLock<Vec<(Regex, &'static str)>> = LazyLock::new(|| {
    vec![
        (pattern(r"\bdeclared war (?:up)?on (?:the )?(<X>)"), "attack"),
        (pattern(r"\b(?:attacked|bombed|shelled|raided|bombarded|struck|fired on|fired at|opened fire on) (?:the )?(?:\S+ ){0,2}?(?:of )?(<X>)"), "attack"),
        (pattern(r"\b(?:invaded|overran|occupied|marched into|rolled into|marched on|moved into|poured into|entered|crossed (?:the )?(?:border|frontier) (?:of|into)|crossed into|landed (?:in|on)|seized) (?:the )?(?:\S+ )?(<X>)"), "invasion"),
        (pattern(r"\bcrossed (?:the|its) (<A>) (?:border|frontier)"), "invasion"),
        (pattern(r"\b(?:threatened) (?:to attack |to invade )?(?:the )?(<X>)"), "threat"),
    ]
});

static NOUNS: LazyLock<Vec<(Regex, &'static str)>> = LazyLock::new(|| {
    vec![
        (pattern(r"(?:(?P<a><X>)(?:['’]s?)? )?\binvasion (?:<D> )?of (?:the )?(?:\S+ )?(?P<t><X>)"), "invasion"),
        (pattern(r"(?:(?P<a><X>)(?:['’]s?)? )?\b(?:armed )?attacks? (?:<D> )?(?:on|against|upon) (?:the )?(?:\S+ )?(?P<t><X>)"), "attack"),
        (pattern(r"\b(?:coup|putsch|revolt|revolution|uprising)(?: (?:of|on|in) <D>)? (?:in|of) (?:the )?(?P<t><X>)"), "coup"),
        (pattern(r"\bcoup of <D> in (?:the )?(?P<t><X>)"), "coup"),
    ]
});

static COUP: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\b(?:seized power|came to power (?:after|in|by) a (?:revolt|coup|revolution|putsch)|(?:overthrew|toppled|ousted|deposed) (?:the |its |his )?(?:\S+ )?(?:king|government|president|monarchy|regime|shah|emperor)|after (?:its|the|a) (?:revolution|coup)|military (?:coup|takeover)|took power|(?:staged|after|since) a (?:military )?coup)\b")
});

static TERROR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b(?:hijack\w*|suicide|terroris\w*|gunmen|car bomb\w*|bombings?|airliners|militants)\b|attacks? on (?:the )?(?:<X>|\S+) and (?:the )?<X>")
});

static OVERTHROWN: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:was|were) (?:overthrown|crushed|toppled) by (?:the )?(<X>) (?:tanks|troops|forces)"));

/// Events in a text.
pub(crate) fn find(doc: &Doc<'_>) -> Vec<Proposal> {
    let mut out = Vec::new();
    for (index, mask) in doc.body_sentences() {
        verbs(doc, index, mask, &mut out);
        nouns(doc, mask, &mut out);
        coups(doc, index, mask, &mut out);
    }
    out
}

fn states(mask: &Masked, at: usize) -> Vec<String> {
    match mask.sign_at(at).map(|sign| &sign.slot) {
        Some(Slot::States(states)) => states.clone(),
        Some(Slot::Place(state)) => vec![state.clone()],
        _ => Vec::new(),
    }
}

struct Told<'a> {
    event: &'a str,
    target: Option<String>,
    actor: Vec<String>,
    verb: (usize, usize),
    from: usize,
}

fn push(doc: &Doc<'_>, mask: &Masked, told: Told<'_>, out: &mut Vec<Proposal>) {
    let stop = clause_end(mask, told.verb.1);
    let date = date_of(mask, told.verb.0, told.verb.1).map(|when| when.to_string());
    let fact = Fact::Event { event: told.event.to_owned(), target: told.target, actor: told.actor, date };
    let rule = match told.event {
        "coup" => "event-coup",
        "terrorism" => "event-terrorism",
        _ => "event-attack",
    };
    out.push(proposal(fact, mask.span(doc.text, told.from, stop), rule));
}

fn verbs(doc: &Doc<'_>, index: usize, mask: &Masked, out: &mut Vec<Proposal>) {
    for (verbs, event) in VERBS.iter() {
        for found in verbs.captures_iter(&mask.text) {
            let (Some(whole), Some(object)) = (found.get(0), found.get(1)) else { continue };
            let start = clause_start(mask, whole.start());
            if unreal(mask, start, whole.start()) || denied(mask, start, whole.start()) {
                continue;
            }
            let terror = *event == "attack" && TERROR.is_match(&mask.text);
            // An adjective before a noun is no target: "entered Chinese service".
            let border = whole.as_str().starts_with("crossed");
            if mask.kind(object.start()) == ADJECTIVE && !border && *event != "attack" {
                continue;
            }
            let who = who(doc, index, mask, whole.start());
            let verb = whole.as_str();
            let armed = mask.text.get(start..whole.start()).is_some_and(|lead| ["troops", "armies", "army", "forces", "tanks", "soldiers"].iter().any(|word| lead.contains(word)));
            let soft = ["entered", "moved into", "seized", "landed", "occupied"].iter().any(|word| verb.starts_with(word));
            if soft && !armed && !verb.starts_with("seized") && !verb.starts_with("occupied") {
                continue;
            }
            let actor: Vec<String> = who.as_ref().map(|who| who.ids.clone()).unwrap_or_default();
            if actor.is_empty() && !terror {
                continue;
            }
            let from = who.as_ref().map_or(start, |who| who.from);
            for target in states(mask, object.start()) {
                if actor.contains(&target) {
                    continue;
                }
                let told = Told {
                    event: if terror { "terrorism" } else { event },
                    target: Some(target),
                    actor: if terror { Vec::new() } else { actor.clone() },
                    verb: (whole.start(), whole.end()),
                    from,
                };
                push(doc, mask, told, out);
            }
            also(doc, mask, event, &actor, whole.end(), out);
        }
    }
    for found in OVERTHROWN.captures_iter(&mask.text) {
        let (Some(whole), Some(by)) = (found.get(0), found.get(1)) else { continue };
        let target = who(doc, index, mask, whole.start()).and_then(|who| who.ids.first().cloned());
        let told = Told { event: "invasion", target, actor: states(mask, by.start()), verb: (whole.start(), whole.end()), from: clause_start(mask, whole.start()) };
        push(doc, mask, told, out);
    }
}

/// "declared war upon A on Saturday and upon B last evening".
fn also(doc: &Doc<'_>, mask: &Masked, event: &str, actor: &[String], end: usize, out: &mut Vec<Proposal>) {
    static UPON: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[^.;,]{0,40}? and (?:up)?on (?:the )?(<S>)"));
    let rest = mask.text.get(end..).unwrap_or_default();
    let Some(found) = UPON.captures(rest).filter(|_| event == "attack") else { return };
    let (Some(whole), Some(name)) = (found.get(0), found.get(1)) else { return };
    let from = end + name.start();
    let stop = clause_end(mask, end + whole.end());
    let date = mask.signs_in(from, stop).find_map(|sign| match sign.slot {
        Slot::Date(when) => Some(when.to_string()),
        _ => None,
    });
    for target in states(mask, from) {
        let fact = Fact::Event { event: event.to_owned(), target: Some(target), actor: actor.to_vec(), date: date.clone() };
        out.push(proposal(fact, mask.span(doc.text, from, stop), "event-attack"));
    }
}

fn nouns(doc: &Doc<'_>, mask: &Masked, out: &mut Vec<Proposal>) {
    static PASSIVE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\b(?:an|any|every|each|such an?|against an?|of an?|future|possible|feared|alleged|armed|planned|whenever|help against|aid against|defen[cs]e against)\b(?: armed)? *$"));
    for (nouns, event) in NOUNS.iter() {
        for found in nouns.captures_iter(&mask.text) {
            let (Some(whole), Some(target)) = (found.get(0), found.name("t")) else { continue };
            let start = clause_start(mask, whole.start());
            let lead = mask.text.get(start..whole.start()).unwrap_or_default();
            let actor = found.name("a").map(|actor| states(mask, actor.start())).unwrap_or_default();
            let noun = mask.text.get(whole.start()..).unwrap_or_default();
            let unarmed = noun.starts_with("armed attack") || PASSIVE.is_match(lead);
            if unreal(mask, start, whole.start()) || denied(mask, start, whole.start()) || unarmed {
                continue;
            }
            let whole_lead = mask.text.get(..whole.start()).unwrap_or_default();
            if *event == "attack" && (whole_lead.contains(" if ") || whole_lead.contains("If ") || whole_lead.contains("clause") || whole_lead.contains("would") || whole_lead.contains("suffer")) {
                continue;
            }
            let terror = *event == "attack" && (TERROR.is_match(&mask.text) && actor.is_empty());
            for target in states(mask, target.start()).into_iter().take(1) {
                let told = Told {
                    event: if terror { "terrorism" } else { event },
                    target: Some(target),
                    actor: actor.clone(),
                    verb: (whole.start(), whole.end()),
                    from: whole.start(),
                };
                push(doc, mask, told, out);
            }
        }
    }
}

fn coups(doc: &Doc<'_>, index: usize, mask: &Masked, out: &mut Vec<Proposal>) {
    for found in COUP.find_iter(&mask.text) {
        let start = clause_start(mask, found.start());
        if unreal(mask, start, found.start()) || denied(mask, start, found.start()) {
            continue;
        }
        let near = out.iter().any(|one| matches!(&one.fact, Fact::Event { event, .. } if event == "coup") && one.span.overlaps(mask.at));
        if near {
            continue;
        }
        let stop = clause_end(mask, found.end());
        let inside = mask.signs_in(found.start(), stop).find_map(|sign| match &sign.slot {
            Slot::States(states) => states.first().cloned(),
            Slot::Place(state) => Some(state.clone()),
            _ => None,
        });
        let subject = || who(doc, index, mask, found.start()).and_then(|who| who.ids.into_iter().find(|id| doc.lexicon.is_state(id)));
        let earlier = || {
            let back = index.checked_sub(1)?;
            doc.masks.get(back)?.signs.iter().find_map(|sign| match &sign.slot {
                Slot::States(states) => states.first().cloned(),
                _ => None,
            })
        };
        let target = inside.or_else(subject).or_else(earlier);
        let told = Told { event: "coup", target, actor: Vec::new(), verb: (found.start(), found.end()), from: start };
        push(doc, mask, told, out);
    }
}
