//! What "the treaty", "the alliance", "the bloc" refer back to. Of the bodies that the text named
//! before, each is weighed: whether it was spoken of itself or only lent its name to something
//! ("NATO troops", "comparable to NATO"), whether it is the kind of thing that the noun says, whether
//! those of whom the sentence tells are parties to it, whether its treaty has such a duty, and how
//! long ago it was named. Nothing here knows one article.

use super::{Doc, SECONDARY};
use crate::names::one_of;
use crate::subject::duties_of;

/// A body that a text names.
#[derive(Clone, Debug)]
pub(crate) struct Body {
    /// Byte of the text.
    pub(crate) at: usize,
    /// Its id, or its name when no list has it.
    pub(crate) what: Result<String, String>,
    /// It only lends its name to something else, or something is compared with it.
    pub(crate) aside: bool,
}

/// What a reference tells of the body it means.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Hint<'a> {
    /// The noun: "treaty", "bloc"; empty when there is none.
    pub(crate) word: &'a str,
    /// Who is in it.
    pub(crate) parties: &'a [String],
    /// What it obliges to, by the core's word for the act.
    pub(crate) act: Option<&'a str>,
}

/// How many bodies back a reference may reach.
const REACH: usize = 24;

/// Whether a body named here only lends its name: "CIS affairs", "NATO-led", "comparable to NATO".
pub(crate) fn is_aside(text: &str, start: usize, end: usize) -> bool {
    const NOUNS: &[&str] = &[
        "affairs",
        "countries",
        "country",
        "troops",
        "forces",
        "officials",
        "official",
        "diplomats",
        "headquarters",
        "sources",
        "experts",
        "nations",
        "states",
        "expansion",
        "enlargement",
        "exercises",
        "capitals",
        "commanders",
        "aircraft",
        "ships",
    ];
    const COMPARED: &[&str] = &[
        "comparable to",
        "like",
        "than",
        "unlike",
        "similar to",
        "a counterweight to",
        "rival to",
        "closer to",
        "ties with",
        "relations with",
        "cooperation with",
        "talks with",
        "partnership with",
        "summits with",
        "answer to",
    ];
    let mut from = start.saturating_sub(32);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let before = text.get(from..start).unwrap_or_default().trim_end();
    let before = before.strip_suffix(" the").unwrap_or(before);
    let after = text.get(end..).unwrap_or_default();
    let next = after.strip_prefix(' ').unwrap_or_default();
    let next = next.split(|sign: char| !sign.is_alphabetic()).next().unwrap_or_default();
    let title = after.starts_with(' ') && next.chars().next().is_some_and(char::is_uppercase);
    after.starts_with('-')
        || NOUNS.contains(&next)
        || (title
            && !matches!(
                next,
                "Secretary" | "Council" | "Foreign" | "Secretary-General" | "Treaty"
            ))
        || before.ends_with('[')
        || COMPARED.iter().any(|words| before.ends_with(words))
}

impl Doc<'_> {
    /// The organization or treaty that a reference at a byte of the text means.
    pub(crate) fn refer(&self, at: usize, hint: Hint<'_>) -> Option<String> {
        if hint.word == "commonwealth" {
            let cis = self.bodies.iter().any(|body| body.what.as_ref().is_ok_and(|id| id == "CIS"));
            return Some(if cis { "CIS" } else { "Commonwealth" }.to_owned());
        }
        let here = self.bodies.partition_point(|body| body.at < at);
        let near = self.bodies.get(here.saturating_sub(REACH)..here).unwrap_or_default();
        // Nothing named before: what the text names first.
        let near = if near.is_empty() {
            self.bodies.get(..self.bodies.len().min(REACH)).unwrap_or_default()
        } else {
            near
        };
        let backwards = here > 0;
        let mut best: Option<(i32, &str)> = None;
        let mut seen: Vec<&str> = Vec::new();
        let order: Vec<&Body> =
            if backwards { near.iter().rev().collect() } else { near.iter().collect() };
        for body in order {
            let Ok(id) = &body.what else { continue };
            if !seen.contains(&one_of(id)) {
                seen.push(one_of(id));
            }
            let rank = seen.iter().position(|one| *one == one_of(id)).unwrap_or_default() as i32;
            let score = self.fits(id, hint) - rank * 2 - if body.aside { 5 } else { 0 };
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, id));
            }
        }
        best.map(|(_, id)| id.to_owned())
    }

    /// How well a body fits what is told of it.
    fn fits(&self, id: &str, hint: Hint<'_>) -> i32 {
        let treaty = self.lexicon.treaty(id).or_else(|| self.lexicon.treaty(duties_of(id)));
        let mut score = if SECONDARY.contains(&id) { -6 } else { 0 };
        score += match hint.word {
            "league" | "union" | "entente" | "commonwealth" | "council" | "pact"
                if id.to_lowercase().contains(hint.word) =>
            {
                6
            }
            "treaty" | "convention" | "pact" | "agreement" | "accord" | "declaration"
            | "document"
                if self.lexicon.treaty(id).is_some() =>
            {
                3
            }
            "pact" if treaty.is_some() && !matches!(id, "OAS" | "NAC" | "UN") => 3,
            "treaty" | "convention" if treaty.is_none() => -4,
            "organization" | "organisation" | "bloc" | "grouping" | "group" | "union"
                if self.lexicon.treaty(id).is_none() =>
            {
                1
            }
            "league" | "entente" => -3,
            _ => 0,
        };
        // Where the text names an organization too, its treaty is meant only by "treaty".
        let own = self.lexicon.treaty(id).is_some()
            && !matches!(hint.word, "treaty" | "pact" | "convention" | "agreement" | "charter");
        if own
            && hint.act.is_none()
            && self.bodies.iter().take(200).any(|body| {
                body.what.as_ref().is_ok_and(|other| {
                    other != id
                        && one_of(other) != one_of(id)
                        && duties_of(other) == id
                        && !matches!(other.as_str(), "OAS" | "NAC")
                })
            })
        {
            score -= 4;
        }
        if let Some(treaty) = treaty {
            let inside = hint.parties.iter().filter(|party| treaty.parties.contains(party)).count();
            if !hint.parties.is_empty() && !treaty.parties.is_empty() {
                score += if inside == hint.parties.len() {
                    4
                } else if inside == 0 {
                    -6
                } else {
                    -1
                };
            }
            if let Some(act) = hint.act {
                score += if treaty.acts.contains(&act) { 4 } else { -3 };
            }
        } else if hint.act.is_some() {
            score -= 3;
        }
        score
    }

    /// The body that a text has spoken of most before a place; the first of several.
    pub(crate) fn main_body(&self, at: usize, hint: Hint<'_>) -> Option<String> {
        let here = self.bodies.partition_point(|body| body.at < at);
        let here = if here == 0 { self.bodies.len() } else { here };
        let mut counts: Vec<(&str, i32)> = Vec::new();
        for body in self.bodies.iter().take(here.min(400)) {
            let Ok(id) = &body.what else { continue };
            let weight = if body.aside { 1 } else { 3 };
            match counts.iter_mut().find(|(other, _)| one_of(other) == one_of(id)) {
                Some((_, count)) => *count += weight,
                None => counts.push((id, weight)),
            }
        }
        let score = |id: &str, count: i32| count.min(12) + 2 * self.fits(id, hint);
        let most = counts.iter().map(|(id, count)| score(id, *count)).max()?;
        counts.iter().find(|(id, count)| score(id, *count) == most).map(|(id, _)| (*id).to_owned())
    }

    /// Who decides under a treaty: its organization, where the text names one.
    pub(crate) fn organ_of(&self, id: String) -> String {
        if self.lexicon.treaty(&id).is_none() || duties_of(&id) != id {
            return id;
        }
        let organ = self.bodies.iter().take(200).find_map(|body| {
            let other = body.what.as_ref().ok()?;
            (duties_of(other) == id && *other != id && !matches!(other.as_str(), "OAS" | "NAC"))
                .then(|| other.clone())
        });
        organ.unwrap_or(id)
    }

    /// What the text named last before a place.
    pub(crate) fn last_body(&self, at: usize) -> Option<&Result<String, String>> {
        let from = self.bodies.partition_point(|body| body.at < at);
        self.bodies.get(..from)?.last().map(|body| &body.what)
    }
}
