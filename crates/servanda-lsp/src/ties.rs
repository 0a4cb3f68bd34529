//! Which texts are about each other: what each declares for others to name, and what it names. Of a text that changes, only
//! those that name what it declares, or declare the same, are read together with it anew.

use servanda::syntax::clause::Clause;
use servanda::syntax::mention::{Sort, mentions};
use servanda::syntax::{Document, Entry};
use std::collections::BTreeSet;

/// The ties of one text.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct Ties {
    declares: BTreeSet<String>,
    names: BTreeSet<String>,
}

impl Ties {
    pub(crate) fn of(document: &Document) -> Ties {
        let mut ties = Ties::default();
        let mut coded = false;
        for entry in &document.entries {
            let (Entry::Clause { clause, .. } | Entry::Faulty { guess: Some(clause), .. }) = entry
            else {
                continue;
            };
            // A coded treaty gives way to one that cites the same number.
            if let Clause::Source { kind, locator: Some(locator), .. } = clause.as_ref() {
                ties.declares.insert(format!("{} {}", kind.text, locator.text));
                ties.names.insert(format!("{} {}", kind.text, locator.text));
            }
            coded |= matches!(clause.as_ref(), Clause::CodedFrom { .. });
            for mention in mentions(clause) {
                let whole = mention.name.text.as_str();
                let first = whole.split('/').next().unwrap_or_default();
                let known = match mention.sort {
                    Sort::Treaty | Sort::Norm | Sort::Reading | Sort::Subject => first,
                    Sort::Area | Sort::Event | Sort::Claim | Sort::Decision | Sort::Source => whole,
                    Sort::Article | Sort::Actor | Sort::Place | Sort::Finding | Sort::Word => {
                        continue;
                    }
                };
                // Norms and readings are declared for their own treaty.
                let own = matches!(mention.sort, Sort::Norm | Sort::Reading);
                match mention.declares {
                    true if own => {}
                    true => drop(ties.declares.insert(known.to_uppercase())),
                    false => drop(ties.names.insert(known.to_uppercase())),
                }
            }
        }
        if !coded {
            ties.names.retain(|name| !name.contains(' '));
        }
        ties
    }

    /// Whether both declare the same.
    pub(crate) fn declares_as(&self, other: &Ties) -> bool {
        self.declares == other.declares
    }

    /// Whether the text must be read anew when the other one is: it names what that declares, or declares the same.
    pub(crate) fn hang_on(&self, other: &Ties) -> bool {
        let citation = |name: &&String| name.contains(' ');
        !self.names.is_disjoint(&other.declares)
            || self.declares.intersection(&other.declares).any(|name| !citation(&name))
    }
}

/// The texts that hang on some, directly or through others, those included.
pub(crate) fn closure(all: &[Ties], from: impl IntoIterator<Item = u32>) -> BTreeSet<u32> {
    let mut found: BTreeSet<u32> = from.into_iter().collect();
    let mut next: Vec<u32> = found.iter().copied().collect();
    while let Some(number) = next.pop() {
        let Some(other) = all.get(number as usize) else { continue };
        for (candidate, ties) in (0u32..).zip(all) {
            if !found.contains(&candidate) && ties.hang_on(other) {
                found.insert(candidate);
                next.push(candidate);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use servanda::syntax::host::Host;
    use servanda::syntax::parse;

    #[test]
    fn texts_hang_on_what_they_name() {
        let texts = [
            "treaty ONE \"x\"\n  source ATOP \"7\"\n",
            "treaty TWO \"x\"\n  part of ONE\n",
            "test \"t\"\n  expect TAJ none under TWO/1\n",
            "treaty FOUR \"x\"\n  source ATOP \"7\"\n",
            "treaty FIVE \"x\"\n  coded from ATOP \"5.1\"\n  source ATOP \"7\"\n",
        ];
        let all: Vec<Ties> =
            texts.iter().map(|text| Ties::of(&parse(text, 0, Host::Bare))).collect();
        assert_eq!(closure(&all, [1]), BTreeSet::from([1, 2]));
        assert_eq!(closure(&all, [2]), BTreeSet::from([2]));
        assert_eq!(closure(&all, [0]), BTreeSet::from([0, 1, 2, 4]));
        assert_eq!(closure(&all, [3]), BTreeSet::from([3, 4]));
    }
}
