//! Which open questions of fact are answered in a case, by whom, as known by when.

use super::question::Question;
use crate::model::{Finding, World};
use crate::syntax::Span;
use crate::time::Day;
use std::collections::BTreeMap;

/// On what an answer rests.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FindingBasis {
    /// Yes, no, or contested.
    pub answer: Option<bool>,
    /// The question's name as written.
    pub name: String,
    /// Who says so, in words.
    pub by: String,
    /// Where it stands.
    pub at: Option<Span>,
}

/// The findings that count: what the asker gives, then what it assumes, then the record as known.
/// Names are folded to lower case, as the language writes them: `request-by-arm` answers whether
/// there was a request by ARM.
pub(super) fn findings(
    world: &World,
    question: &Question,
    events: &[String],
) -> BTreeMap<String, FindingBasis> {
    let mut found: BTreeMap<String, FindingBasis> = BTreeMap::new();
    for (name, latest) in recorded(world, question.known, events) {
        found.insert(name.to_lowercase(), latest);
    }
    for id in &question.assuming {
        let Some(claim) = world.record.claim(id) else { continue };
        for (name, answer, event) in &claim.asserts {
            if event.as_ref().is_none_or(|event| events.contains(event)) {
                let verb = if *answer { "found" } else { "denied" };
                let by = format!("{verb}, assuming {} ({})", claim.by, claim.id);
                let at = Some(claim.at);
                let basis = FindingBasis { answer: Some(*answer), name: name.clone(), by, at };
                found.insert(name.to_lowercase(), basis);
            }
        }
    }
    for (name, answer) in &question.given {
        let mut by = if *answer { "found by the asker" } else { "denied by the asker" }.to_owned();
        if let Some(record) = found.get(&name.to_lowercase()) {
            by = format!("{by} (on record: {})", record.by);
        }
        let basis = FindingBasis { answer: Some(*answer), name: name.clone(), by, at: None };
        found.insert(name.to_lowercase(), basis);
    }
    found
}

/// The record's findings on some events. One finder's later word replaces its earlier one; two
/// finders who differ leave the question contested, that is, open.
fn recorded(
    world: &World,
    known: Option<Day>,
    events: &[String],
) -> BTreeMap<String, FindingBasis> {
    let mut by_finder: BTreeMap<(&str, &str), Vec<&Finding>> = BTreeMap::new();
    for finding in &world.record.findings {
        let counts = events.contains(&finding.event)
            && known.is_none_or(|known| finding.known_from().latest <= known);
        if !counts {
            continue;
        }
        let said = by_finder.entry((&finding.name, &finding.by)).or_default();
        said.push(finding);
        let last = said.iter().map(|finding| finding.on.earliest).max();
        said.retain(|finding| Some(finding.on.earliest) == last);
    }
    let mut found: BTreeMap<String, FindingBasis> = BTreeMap::new();
    let each = by_finder.into_iter().flat_map(|((name, by), mut said)| {
        // Two words of one day stand against each other; their order in the files says nothing.
        said.sort_by_key(|finding| finding.found);
        said.dedup_by_key(|finding| finding.found);
        said.into_iter().map(move |finding| (name, by, finding))
    });
    for (name, by, finding) in each {
        let verb = if finding.found { "found" } else { "denied" };
        let words = format!("{verb} by {by} on {}", finding.on.text);
        match found.get_mut(name) {
            None => {
                let (answer, at) = (Some(finding.found), Some(finding.at));
                let basis = FindingBasis { answer, name: name.to_owned(), by: words, at };
                found.insert(name.to_owned(), basis);
            }
            Some(basis) => {
                if basis.answer != Some(finding.found) {
                    basis.answer = None;
                }
                basis.by = format!("{}, {words}", basis.by);
            }
        }
    }
    found
}
