//! Boolean formulas over open questions, and the minimal answers that would settle them.

use std::collections::BTreeSet;
use std::sync::Arc;

/// An open question, by its name.
pub type Open = Arc<str>;

/// A formula. Made by the functions below, which simplify as they build.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Formula {
    /// Holds.
    True,
    /// Does not hold.
    False,
    /// Holds if the open question is answered yes.
    Open(Open),
    /// Holds if that does not.
    Not(Arc<Formula>),
    /// Holds if all do.
    All(Arc<[Formula]>),
    /// Holds if any does.
    Any(Arc<[Formula]>),
}

/// A set of answers to open questions: which, and yes or no.
pub type Implicant = BTreeSet<(Open, bool)>;

/// More open questions than this are not weighed; the answer says so. Sixteen, two to a condition,
/// have 256 minimal answers already, which nobody reads.
pub const MOST_OPEN: usize = 16;

impl Formula {
    /// True or false.
    pub fn of(holds: bool) -> Formula {
        if holds { Formula::True } else { Formula::False }
    }

    /// Negation.
    #[must_use]
    pub fn negated(self) -> Formula {
        match self {
            Formula::True => Formula::False,
            Formula::False => Formula::True,
            Formula::Not(inner) => Arc::unwrap_or_clone(inner),
            other => Formula::Not(Arc::new(other)),
        }
    }

    /// All of them hold.
    pub fn all<I: IntoIterator<Item = Formula>>(parts: I) -> Formula {
        Formula::gather(parts, &Formula::False, &Formula::True, Formula::All, |part| match part {
            Formula::All(inner) => Ok(inner),
            other => Err(other),
        })
    }

    /// At least one of them holds.
    pub fn any<I: IntoIterator<Item = Formula>>(parts: I) -> Formula {
        Formula::gather(parts, &Formula::True, &Formula::False, Formula::Any, |part| match part {
            Formula::Any(inner) => Ok(inner),
            other => Err(other),
        })
    }

    fn gather(
        parts: impl IntoIterator<Item = Formula>,
        absorbing: &Formula,
        neutral: &Formula,
        make: fn(Arc<[Formula]>) -> Formula,
        open_up: fn(Formula) -> Result<Arc<[Formula]>, Formula>,
    ) -> Formula {
        let mut list: Vec<Formula> = Vec::new();
        for part in parts {
            if part == *absorbing {
                return part;
            }
            let mut add = |part: &Formula| {
                if part != neutral && !list.contains(part) {
                    list.push(part.clone());
                }
            };
            match open_up(part) {
                Ok(inner) => inner.iter().for_each(add),
                Err(part) => add(&part),
            }
        }
        match list.len() {
            0 => neutral.clone(),
            1 => list.remove(0),
            _ => make(list.into()),
        }
    }

    /// The open questions in it, in order.
    pub fn open(&self) -> BTreeSet<Open> {
        let mut found = BTreeSet::new();
        self.collect(&mut found);
        found
    }

    /// The open questions in it, in the order in which it first asks them.
    pub fn open_in_order(&self) -> Vec<Open> {
        match self {
            Formula::True | Formula::False => Vec::new(),
            Formula::Open(open) => vec![open.clone()],
            Formula::Not(inner) => inner.open_in_order(),
            Formula::All(parts) | Formula::Any(parts) => {
                let mut found = Vec::new();
                for open in parts.iter().flat_map(Formula::open_in_order) {
                    if !found.contains(&open) {
                        found.push(open);
                    }
                }
                found
            }
        }
    }

    fn collect(&self, found: &mut BTreeSet<Open>) {
        match self {
            Formula::True | Formula::False => {}
            Formula::Open(open) => {
                found.insert(open.clone());
            }
            Formula::Not(inner) => inner.collect(found),
            Formula::All(parts) | Formula::Any(parts) => {
                for part in parts.iter() {
                    part.collect(found);
                }
            }
        }
    }

    /// The formula when one open question has this answer.
    #[must_use]
    pub fn when(&self, open: &Open, answer: bool) -> Formula {
        match self {
            Formula::Open(other) if other == open => Formula::of(answer),
            Formula::Not(inner) => inner.when(open, answer).negated(),
            Formula::All(parts) => Formula::all(parts.iter().map(|part| part.when(open, answer))),
            Formula::Any(parts) => Formula::any(parts.iter().map(|part| part.when(open, answer))),
            other => other.clone(),
        }
    }

    /// Whether it holds under every answer, under none, or neither (`None`).
    pub fn settled(&self) -> Option<bool> {
        match self {
            Formula::True => return Some(true),
            Formula::False => return Some(false),
            Formula::Open(_) => return None,
            _ => {}
        }
        let open = self.open();
        let first = open.first()?;
        match (self.when(first, true).settled(), self.when(first, false).settled()) {
            (Some(one), Some(other)) if one == other => Some(one),
            _ => None,
        }
    }

    /// The prime implicants: every minimal set of answers under which it surely holds, in order of
    /// size, then of the questions. Empty when it never holds; one empty set when it always does.
    ///
    /// By Shannon expansion: the implicants free of `x` are those of `f(x) and f(not x)`; the others
    /// are those of one cofactor that the former do not cover.
    pub fn prime_implicants(&self) -> Vec<Implicant> {
        let mut found = self.implicants();
        found.sort_by(|one, other| one.len().cmp(&other.len()).then_with(|| one.cmp(other)));
        found
    }

    fn implicants(&self) -> Vec<Implicant> {
        match self {
            Formula::False => return Vec::new(),
            Formula::True => return vec![Implicant::new()],
            _ => {}
        }
        let Some(first) = self.open().into_iter().next() else { return Vec::new() };
        let (yes, no) = (self.when(&first, true), self.when(&first, false));
        let free = Formula::all([yes.clone(), no.clone()]).implicants();
        let mut found = free.clone();
        for (cofactor, answer) in [(yes, true), (no, false)] {
            for mut implicant in cofactor.implicants() {
                if free.iter().any(|smaller| smaller.is_subset(&implicant)) {
                    continue;
                }
                implicant.insert((first.clone(), answer));
                found.push(implicant);
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(name: &str) -> Formula {
        Formula::Open(name.into())
    }

    fn set(list: &[(&str, bool)]) -> Implicant {
        list.iter().map(|(name, answer)| (Open::from(*name), *answer)).collect()
    }

    #[test]
    fn a_consensus_term_is_found_and_nothing_redundant_is() {
        // (x and a) or (not x and b): a and b together settle it whatever x is.
        let (x, a, b) = (open("x"), open("a"), open("b"));
        let formula = Formula::any([Formula::all([x.clone(), a]), Formula::all([x.negated(), b])]);
        let expected = vec![
            set(&[("a", true), ("b", true)]),
            set(&[("a", true), ("x", true)]),
            set(&[("b", true), ("x", false)]),
        ];
        assert_eq!(formula.prime_implicants(), expected);
    }

    #[test]
    fn a_tautology_is_settled_though_its_parts_are_open() {
        let x = open("x");
        let formula = Formula::any([Formula::all([x.clone(), open("a")]), x.clone().negated(), x]);
        assert_eq!(formula.settled(), Some(true));
        assert_eq!(formula.prime_implicants(), vec![Implicant::new()]);
    }
}
