//! Events told as having happened: attacks, invasions, threats, coups, terrorism; as verbs, in the passive
//! and as nouns. What is feared, supposed or denied is none.

use super::Doc;
use super::tools::{
    clause_end, clause_start, date_of, denied, near_denied, pattern, proposal, unreal,
};
use crate::mask::{ADJECTIVE, DATE, Masked, Slot};
use crate::proposal::{Fact, Proposal};
use crate::subject::who;
use crate::when::When;
use regex::Regex;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Verbs whose object is the target.
static VERBS: LazyLock<Vec<(Regex, &'static str)>> = LazyLock::new(|| {
    // What may stand between a verb and the one it strikes: "the outskirts of", "two cities in".
    let way = r"(?:the |its |their )?(?:[\w-]+ ){0,3}?(?:of |in |near |on |at )?(?:the )?";
    vec![
        (pattern(r"\bdeclar(?:ed|es|ing) war (?:up)?on (?:the )?(?P<t><X>)"), "attack"),
        (
            pattern(&format!(
                r"\b(?:attacked|bombed|shelled|raided|bombarded|struck|hit|fired (?:on|at|(?:missiles|rockets|shells) (?:at|into))|opened fire on|torpedoed|strafed|blockaded|assaulted|stormed|sank [^.;,]{{1,20}} off|launched (?:an? |air ?|missile )*(?:attacks?|strikes?|raids?|offensive|assault|missiles) (?:on|against|at|into)) {way}(?P<t><X>)"
            )),
            "attack",
        ),
        (
            pattern(&format!(
                r"\b(?:invade[sd]|invading|overran|overruns|occupie[sd]|annexed|march(?:ed|es) (?:into|on|upon|across)|rolled (?:into|across)|moved into|pour(?:ed|s) (?:into|across)|thrust into|swept into|pushed into|drove into|entered|enters|crossed (?:the |its )?(?:border|frontier|boundary|line) (?:of|into|with)|crosse[sd] into|landed (?:in|on|at)|seize[sd]|went into|sent (?:\w+ ){{0,3}}(?:troops|tanks|forces|soldiers|armies|divisions) (?:into|across)) {way}(?P<t><X>)"
            )),
            "invasion",
        ),
        (
            pattern(
                r"\bcross(?:ed|es|ing) (?:the|its) (?P<t><A>) (?:border|frontier|boundary|line)",
            ),
            "invasion",
        ),
        (
            pattern(
                r"\b(?:threatened|threatens) (?:to (?:attack|invade|bomb|strike|march (?:on|into)|use force against|crush) |war on |war against )?(?:the )?(?P<t><X>)",
            ),
            "threat",
        ),
        (
            pattern(
                r"\b(?:massed|massing|mobili[sz]ed|concentrated) (?:\w+ ){0,3}(?:troops|forces|armies|tanks|divisions)? ?(?:on|along|near|at|against) (?:the )?(?:(?:border|frontier)s? (?:of|with) (?:the )?)?(?P<t><X>)",
            ),
            "threat",
        ),
    ]
});

/// The same in the passive: the target is the subject.
static PASSIVE: LazyLock<Vec<(Regex, &'static str)>> = LazyLock::new(|| {
    vec![
        (
            pattern(
                r"\b(?:was|were|is|being|been) (?:\w+ly )?(?:attacked|bombed|shelled|raided|struck|hit|fired on)(?: (?:on|in) <D>)? by (?:the |an? )?(?:\w+ )?(?P<by><X>)",
            ),
            "attack",
        ),
        (
            pattern(
                r"\b(?:was|were|is|being|been) (?:\w+ly )?(?:invaded|overrun|occupied|annexed|seized|partitioned|swallowed|(?:overthrown|crushed|toppled))(?: (?:on|in) <D>)? by (?:the |an? )?(?:\w+ )?(?P<by><X>)",
            ),
            "invasion",
        ),
    ]
});

/// Nouns: who does it before them, to whom after.
static NOUNS: LazyLock<Vec<(Regex, &'static str)>> = LazyLock::new(|| {
    let who = r"(?:(?P<a><X>)(?:['’]s?)?(?: (?:troops|forces|armies|air|naval|missile|armed|sudden|full-scale|military|surprise))? )?";
    let by = r"(?: by (?:the )?(?:\w+ )?(?P<b><X>))?";
    vec![
        (
            pattern(&format!(
                r"{who}\b(?:invasion|occupation|annexation|seizure) (?:<D> )?of (?:the )?(?:\S+ )?(?P<t><X>){by}"
            )),
            "invasion",
        ),
        (
            pattern(&format!(
                r"{who}\b(?:armed |air |missile |surprise )?(?:attacks?|raids?|strikes?|assaults?|aggression|offensive|bombardments?|bombings?|shelling) (?:<D> )?(?:on|against|upon|of) (?:the )?(?:[\w-]+ ){{0,2}}?(?P<t><X>){by}"
            )),
            "attack",
        ),
        (
            pattern(
                r"\b(?:coup|putsch|revolt|revolution|uprising|takeover|mutiny)(?: d['’]état| d['’]etat)?(?: (?:of|on|in) <D>)? (?:in|of|against) (?:the )?(?P<t><X>)",
            ),
            "coup",
        ),
        (pattern(r"(?P<t><A>) (?:military )?(?:coup|putsch|revolution)\b"), "coup"),
    ]
});

static COUP: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:seized (?:power|control|(?:the )?(?i:president|king))|took (?:over )?power|came to power (?:after|in|by) a (?:revolt|coup|revolution|putsch)|(?:overthrew|overthrown|toppled|ousted|deposed|unseated|removed) (?:the |its |his |<X>['’]s? )?(?:\S+ ){0,2}?(?:king|government|(?i:president)|(?i:regent)|(?i:prince)|(?i:premier)|dictator|ruler|junta|cabinet|monarchy|regime|shah|emperor|sultan|prime minister|leader)|after (?:its|the|a|this) (?:revolution|coup)|(?:the|a) (?:\w+ )?(?:revolution|coup|revolt|putsch|uprising) of <D>|military (?:coup|takeover)|(?:staged|after|since|in) a (?:bloodless |military |bloody )?(?:coup|putsch)|(?:president|king|government|shah|monarchy|prime minister|regime|emperor)(?: \p{Lu}\S+){0,2},? (?:was|were|had been|is) (?:\w+ly )?(?:overthrown|ousted|deposed|toppled))\b",
    )
});

static TERROR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:hijack\w*|suicide|terroris\w*|gunmen|gunman|car bombs?\w*|truck bombs?\w*|airliners|militants|extremists|jihadis?\w*|bombings?|Al-Qaeda)\b|(?:attacks?|assaults?) on (?:the )?(?:<X>|\S+) and (?:the )?<X>",
    )
});

/// "Friday's attacks in Paris", "bombings in London".
static TERROR_IN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:(?P<d><D>)['’]s )?\b(?:attacks?|bombings?|shootings?|explosions?|blasts?|massacre|killings) (?:<D> )?(?:in|at|on) (?:the )?(?:\w+ )?(?P<t><X>)",
    )
});

/// Events in a text.
pub(crate) fn find(doc: &Doc<'_>) -> Vec<Proposal> {
    let mut out = Vec::new();
    for (index, mask) in doc.body_sentences() {
        verbs(doc, index, mask, &mut out);
        passive(doc, index, mask, &mut out);
        relative(doc, mask, &mut out);
        nouns(doc, mask, &mut out);
        terror(doc, mask, &mut out);
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
    date: Option<When>,
}

fn push(doc: &Doc<'_>, mask: &Masked, told: Told<'_>, out: &mut Vec<Proposal>) {
    let stop = clause_end(mask, told.verb.1);
    let date = told.date.map(|when| when.to_string());
    let fact =
        Fact::Event { event: told.event.to_owned(), target: told.target, actor: told.actor, date };
    let rule = match told.event {
        "coup" => "event-coup",
        "terrorism" => "event-terrorism",
        _ => "event-attack",
    };
    out.push(proposal(fact, mask.span(doc.text, told.from, stop), rule));
}

/// Words for soldiers, so that "entered" and "struck" are of war.
const ARMED: &[&str] = &[
    "troops",
    "armies",
    "army",
    "forces",
    "tanks",
    "soldiers",
    "jets",
    "bombers",
    "warships",
    "planes",
    "aircraft",
    "aeroplanes",
    "missiles",
    "fleet",
    "divisions",
    "gunboats",
    "rockets",
    "drones",
    "paratroops",
    "paratroopers",
    "marines",
    "guerrillas",
    "battalions",
    "columns",
];

#[allow(clippy::too_many_lines, reason = "cases in the order in which they are tried")]
fn verbs(doc: &Doc<'_>, index: usize, mask: &Masked, out: &mut Vec<Proposal>) {
    for (verbs, event) in VERBS.iter() {
        for found in verbs.captures_iter(&mask.text) {
            let (Some(whole), Some(object)) = (found.get(0), found.name("t")) else { continue };
            let start = clause_start(mask, whole.start());
            if unreal(mask, start, whole.start())
                || denied(mask, start, whole.start())
                || near_denied(mask, whole.start())
            {
                continue;
            }
            let terror = *event == "attack" && TERROR.is_match(&mask.text);
            let verb = whole.as_str();
            let lead = mask.text.get(start..whole.start()).unwrap_or_default();
            let armed = ARMED.iter().any(|word| lead.contains(word) || verb.contains(word))
                || lead.contains("Red Army");
            // An adjective before a noun is a target where the noun is land: "entered Armenian territory".
            let rest = mask.text.get(object.end()..).unwrap_or_default().trim_start();
            let land = [
                "territory",
                "soil",
                "airspace",
                "waters",
                "border",
                "frontier",
                "positions",
                "cities",
                "towns",
                "ports",
                "capital",
                "posts",
                "villages",
                "ships",
                "troops",
            ]
            .iter()
            .any(|word| rest.starts_with(word));
            if mask.kind(object.start()) == ADJECTIVE
                && !verb.starts_with("cross")
                && !land
                && *event != "attack"
            {
                continue;
            }
            let soft = [
                "entered",
                "enters",
                "moved into",
                "seize",
                "landed",
                "went into",
                "struck",
                "hit",
                "strikes",
                "attack",
                "march",
                "stormed",
                "threaten",
            ]
            .iter()
            .any(|word| verb.starts_with(word));
            let who = who(doc, index, mask, whole.start());
            let actor: Vec<String> = who.as_ref().map(|who| who.ids.clone()).unwrap_or_default();
            let strong =
                ["seize", "attack", "march", "threaten"].iter().any(|word| verb.starts_with(word));
            if (soft && !armed && !strong && !terror) || (actor.is_empty() && !terror) {
                continue;
            }
            // A person attacks a policy: "Mr. X attacked Moscow for".
            if verb.starts_with("attack") && rest.starts_with("for ") {
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
                    date: date_of(mask, whole.start(), whole.end()),
                };
                push(doc, mask, told, out);
            }
            also(doc, mask, event, &actor, whole.end(), out);
        }
    }
}

/// "Greece, which Italy attacked on 28 October": the target stands before the clause.
fn relative(doc: &Doc<'_>, mask: &Masked, out: &mut Vec<Proposal>) {
    static WHICH: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?P<t><S>), (?:which|whom) (?:the )?(?P<a><S>|<A>)(?: \w+)? (?:had |has )?(?P<v>attacked|bombed|shelled|invaded|occupied|annexed|overran|overrun|seized)\b",
        )
    });
    for found in WHICH.captures_iter(&mask.text) {
        let (Some(whole), Some(target), Some(actor), Some(verb)) =
            (found.get(0), found.name("t"), found.name("a"), found.name("v"))
        else {
            continue;
        };
        let event = if matches!(verb.as_str(), "attacked" | "bombed" | "shelled") {
            "attack"
        } else {
            "invasion"
        };
        let date = date_of(mask, verb.start(), verb.end());
        for target in states(mask, target.start()).into_iter().take(1) {
            push(
                doc,
                mask,
                Told {
                    event,
                    target: Some(target),
                    actor: states(mask, actor.start()),
                    verb: (verb.start(), whole.end()),
                    from: actor.start(),
                    date,
                },
                out,
            );
        }
    }
}

fn passive(doc: &Doc<'_>, index: usize, mask: &Masked, out: &mut Vec<Proposal>) {
    for (verbs, event) in PASSIVE.iter() {
        for found in verbs.captures_iter(&mask.text) {
            let (Some(whole), Some(by)) = (found.get(0), found.name("by")) else { continue };
            let start = clause_start(mask, whole.start());
            if unreal(mask, start, whole.start()) || denied(mask, start, whole.start()) {
                continue;
            }
            let target = who(doc, index, mask, whole.start())
                .and_then(|who| who.ids.first().cloned())
                .filter(|id| doc.lexicon.is_state(id));
            let actor = states(mask, by.start());
            if target.is_none() || actor.is_empty() {
                continue;
            }
            let date = date_of(mask, whole.start(), whole.end());
            push(
                doc,
                mask,
                Told {
                    event,
                    target,
                    actor,
                    verb: (whole.start(), whole.end()),
                    from: start,
                    date,
                },
                out,
            );
        }
    }
}

/// "declared war upon A on Saturday and upon B last evening".
fn also(
    doc: &Doc<'_>,
    mask: &Masked,
    event: &str,
    actor: &[String],
    end: usize,
    out: &mut Vec<Proposal>,
) {
    static UPON: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^[^.;,]{0,40}? and (?:up)?on (?:the )?(<S>)"));
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
        let fact = Fact::Event {
            event: event.to_owned(),
            target: Some(target),
            actor: actor.to_vec(),
            date: date.clone(),
        };
        out.push(proposal(fact, mask.span(doc.text, from, stop), "event-attack"));
    }
}

/// The state that a text names most.
fn main_state(doc: &Doc<'_>) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for sign in doc.masks.iter().take(200).flat_map(|mask| &mask.signs) {
        if let Slot::States(states) = &sign.slot {
            for state in states {
                *counts.entry(state).or_default() += 1;
            }
        }
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(state, _)| state.to_owned())
}

/// Whether a noun names a kind of event, and none that happened.
fn is_general(mask: &Masked, start: usize, noun: usize, words: &str) -> bool {
    static KIND: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:an|any|every|each|such an?|against an?|of an?|future|possible|feared|alleged|planned|whenever|help against|aid against|defen[cs]e against|potential|renewed|in case of|event of)\b(?: armed| external| outside)? *$",
        )
    });
    let lead = mask.text.get(start..noun).unwrap_or_default();
    let whole = mask.text.get(..noun).unwrap_or_default();
    words.trim_start().starts_with("armed attack")
        || KIND.is_match(lead)
        || [
            "If ", " if ", "clause", "would", "suffer", "shall", "pledge", "consider", "treat",
            "regard", "promise",
        ]
        .iter()
        .any(|word| whole.contains(word))
}

fn nouns(doc: &Doc<'_>, mask: &Masked, out: &mut Vec<Proposal>) {
    for (nouns, event) in NOUNS.iter() {
        for found in nouns.captures_iter(&mask.text) {
            let (Some(whole), Some(target)) = (found.get(0), found.name("t")) else { continue };
            let start = clause_start(mask, whole.start());
            let actor = ["a", "b"]
                .iter()
                .find_map(|name| found.name(name))
                .map(|actor| states(mask, actor.start()))
                .unwrap_or_default();
            let dated = date_of(mask, whole.start(), whole.end());
            let words = mask.text.get(whole.start()..).unwrap_or_default();
            let general = actor.is_empty()
                && *event != "invasion"
                && is_general(mask, start, whole.start(), words);
            if unreal(mask, start, whole.start())
                || denied(mask, start, whole.start())
                || near_denied(mask, whole.start())
                || general
            {
                continue;
            }
            let terror = *event == "attack" && TERROR.is_match(&mask.text) && actor.is_empty();
            let place = !matches!(mask.kind(target.start()), ADJECTIVE);
            // "attacks on Israeli policy": no land is struck.
            if !place && *event == "attack" && actor.is_empty() {
                continue;
            }
            for target in states(mask, target.start())
                .into_iter()
                .take(1)
                .filter(|target| !actor.contains(target))
            {
                let told = Told {
                    event: if terror { "terrorism" } else { event },
                    target: Some(target),
                    actor: actor.clone(),
                    verb: (whole.start(), whole.end()),
                    from: whole.start(),
                    date: dated,
                };
                push(doc, mask, told, out);
            }
        }
    }
}

/// Terrorist attacks told of by their place.
fn terror(doc: &Doc<'_>, mask: &Masked, out: &mut Vec<Proposal>) {
    if !TERROR.is_match(&mask.text) {
        return;
    }
    for found in TERROR_IN.captures_iter(&mask.text) {
        let (Some(whole), Some(target)) = (found.get(0), found.name("t")) else { continue };
        let start = clause_start(mask, whole.start());
        let told = out.iter().rev().take(4).any(|one| {
            matches!(&one.fact, Fact::Event { event, .. } if event == "terrorism")
                && one.span.overlaps(mask.at)
        });
        if told
            || unreal(mask, start, whole.start())
            || denied(mask, start, whole.start())
            || is_general(mask, start, whole.start(), whole.as_str())
        {
            continue;
        }
        let own =
            found.name("d").and_then(|at| mask.sign_at(at.start())).and_then(|sign| {
                match sign.slot {
                    Slot::Date(when) => Some(when),
                    _ => None,
                }
            });
        let date = own.or_else(|| date_of(mask, whole.start(), whole.end()));
        for target in states(mask, target.start()).into_iter().take(1) {
            let told = Told {
                event: "terrorism",
                target: Some(target),
                actor: Vec::new(),
                verb: (whole.start(), whole.end()),
                from: whole.start(),
                date,
            };
            push(doc, mask, told, out);
        }
    }
}

fn coups(doc: &Doc<'_>, index: usize, mask: &Masked, out: &mut Vec<Proposal>) {
    for found in COUP.find_iter(&mask.text) {
        let start = clause_start(mask, found.start());
        if unreal(mask, start, found.start())
            || denied(mask, start, found.start())
            || near_denied(mask, found.start())
        {
            continue;
        }
        let lead = mask.text.get(start..found.start()).unwrap_or_default();
        let near = out.iter().any(|one| {
            matches!(&one.fact, Fact::Event { event, .. } if event == "coup")
                && one.span.overlaps(mask.at)
        });
        if near
            || lead.contains("tried")
            || lead.contains("failed")
            || lead.contains("attempt")
            || lead.contains("plot")
        {
            continue;
        }
        let stop = clause_end(mask, found.end());
        let inside = mask.signs_in(found.start(), stop).find_map(|sign| match &sign.slot {
            Slot::States(states) => states.first().cloned(),
            Slot::Place(state) => Some(state.clone()),
            _ => None,
        });
        let subject = || {
            who(doc, index, mask, found.start())
                .and_then(|who| who.ids.into_iter().find(|id| doc.lexicon.is_state(id)))
        };
        let earlier = || {
            let paragraph = |index: usize| doc.sentences.get(index).map(|one| one.paragraph);
            let back = index.checked_sub(1)?;
            if paragraph(back) != paragraph(index) {
                return main_state(doc);
            }
            doc.masks.get(back)?.signs.iter().find_map(|sign| match &sign.slot {
                Slot::States(states) => states.first().cloned(),
                _ => None,
            })
        };
        let Some(target) = inside.or_else(subject).or_else(earlier) else { continue };
        let target = Some(target);
        // An aside takes no date of what the sentence tells: "A, after its revolution, left on 24 March".
        let aside = found.as_str().starts_with("after")
            && mask.text.get(found.end()..).is_some_and(|rest| rest.starts_with(','));
        let after = mask.text.get(found.end()..stop).is_some_and(|rest| rest.contains(DATE));
        let date = date_of(mask, found.start(), found.end()).filter(|_| !aside || after);
        push(
            doc,
            mask,
            Told {
                event: "coup",
                target,
                actor: Vec::new(),
                verb: (found.start(), found.end()),
                from: start,
                date,
            },
            out,
        );
    }
}
