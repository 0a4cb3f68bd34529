//! The body of a treaty: its life, its articles and their versions.

use super::outline::{Block, BlockKind, Placed};
use super::resolve::Resolver;
use super::treaty::{
    Article, Disclaimer, NotModelled, Reading, SuspendedBetween, Treaty, TreatyId,
};
use super::validity::Validity;
use crate::syntax::clause::{Clause, Renewal};
use crate::syntax::{Code, Diagnostic, Span};
use crate::time::{Day, UncertainDay};

impl Resolver<'_> {
    pub(super) fn treaty_body(&mut self, id: TreatyId, block: &Block<'_>) {
        self.check_once(block);
        let cited = self.cited(&block.clauses);
        let secrecy = self.secrecy(&block.clauses);
        let mut treaty = self.world.treaty(id).clone();
        treaty.cited = cited;
        treaty.secrecy = secrecy;
        treaty.coded = super::coded::mark(block);
        for placed in &block.clauses {
            self.treaty_fact(&mut treaty, placed);
        }
        let undated =
            treaty.force.from.is_none() && treaty.signed.is_none() && treaty.provisional.is_none();
        if undated && !block.faulty {
            self.say(
                Diagnostic::at(
                    Code::SV0413,
                    treaty.at,
                    format!("treaty {} has no date", treaty.id),
                )
                .help("add `in force DATE`, or `signed DATE` if it never entered into force"),
            );
        }
        for part in &block.blocks {
            if part.kind == BlockKind::Members {
                self.members(&mut treaty, part);
            }
        }
        self.differences(&mut treaty, &block.clauses);
        *self.treaty_mut(id) = treaty;
        for part in &block.blocks {
            if part.kind == BlockKind::Article {
                let article = self.article(id, part);
                self.check_versions(id, &article);
                self.treaty_mut(id).articles.push(article);
            }
        }
        self.reservations(id, block);
    }

    fn treaty_fact(&mut self, treaty: &mut Treaty, placed: &Placed<'_>) {
        match placed.clause {
            Clause::Kind { words } => treaty.kind = Some(words.clone()),
            Clause::Signed { on, at } => {
                treaty.signed = Some((on.day.clone(), at.as_ref().map(|at| at.text.clone())));
            }
            Clause::InForce { on } => {
                treaty.force.from = Some(on.day.clone());
                treaty.force.at = placed.at;
                if let Some((signed, _)) = &treaty.signed
                    && on.day.latest < signed.earliest
                {
                    self.say(
                        Diagnostic::at(
                            Code::SV0203,
                            on.at,
                            format!("in force on {}, before the signature on {}", on.day.text, signed.text),
                        )
                        .help("check both dates; a treaty applied before it was signed is `provisional`"),
                    );
                }
            }
            Clause::Ended { on, by, how } => {
                treaty.ended_by = by.as_ref().and_then(|by| self.treaty_named(by));
                treaty.force.until = Some(on.day.clone());
                treaty.ended_how = how.as_ref().map(|how| how.text.clone());
                if let Some(from) = &treaty.force.from
                    && on.day.latest < from.earliest
                {
                    let message = format!(
                        "{} ends on {}, before it is in force on {}",
                        treaty.id, on.day.text, from.text
                    );
                    self.say(Diagnostic::at(Code::SV0203, on.at, message).help("check both dates"));
                }
            }
            Clause::Provisional { during } => treaty.provisional = Some(during.span.clone()),
            Clause::Term { length, renewal } => {
                if let Some(Renewal::By(by)) = renewal {
                    self.treaty_named(by);
                }
                treaty.term = Some((*length, renewal.clone()));
            }
            Clause::Notice { length } => treaty.notice = Some(*length),
            Clause::PartOf { treaty: other } => treaty.part_of = self.treaty_named(other),
            Clause::AmendedBy { treaty: by, on } => {
                self.treaty_named(by);
                treaty.amended_by.push((by.text.clone(), on.as_ref().map(|on| on.day.clone())));
            }
            Clause::SuspendedBetween { one, other, during } => {
                if let (Some(one), Some(other)) = (self.actor(one, None), self.actor(other, None)) {
                    let during = during.span.clone();
                    treaty.suspended_between.push(SuspendedBetween {
                        one,
                        other,
                        during,
                        at: placed.at,
                    });
                }
            }
            Clause::Disclaims { .. } => treaty.disclaimers.extend(self.disclaimer(placed)),
            Clause::NotModelled { words, because } => treaty.not_modelled.push(NotModelled {
                words: words.text.clone(),
                because: because.text.clone(),
                at: placed.at,
            }),
            _ => {}
        }
    }

    /// What a clause disclaims. A name that nobody has is told, and disclaims nothing.
    fn disclaimer(&mut self, placed: &Placed<'_>) -> Option<Disclaimer> {
        let Clause::Disclaims { act, toward, because } = placed.clause else { return None };
        let toward = match toward {
            Some(name) => Some(self.actor(name, None)?),
            None => None,
        };
        Some(Disclaimer { act: *act, toward, because: because.text.clone(), at: placed.at })
    }

    /// A protocol ends with its treaty at the latest; a term without renewal ends a treaty.
    pub(super) fn finish_parts(&mut self) {
        for index in 0..self.world.treaties.len() {
            let id = TreatyId(index as u16);
            let treaty = self.world.treaty(id);
            let whole = treaty.part_of.map(|whole| self.world.treaty(whole));
            let whole_end = whole.and_then(|whole| whole.force.until.clone());
            let own_end = treaty.force.until.clone().or_else(|| end_of_term(treaty));
            let end = match (own_end, whole_end) {
                (Some(own), Some(whole)) => {
                    Some(if own.latest <= whole.latest { own } else { whole })
                }
                (own, whole) => own.or(whole),
            };
            self.treaty_mut(id).force.until = end;
        }
    }

    fn article(&mut self, treaty: TreatyId, block: &Block<'_>) -> Article {
        self.check_once(block);
        let (label, heading) = match block.head.clause {
            Clause::Article { label, heading } => (label.text.clone(), heading.as_ref()),
            _ => (String::new(), None),
        };
        let mut article = Article {
            label: label.into(),
            heading: heading.map(|heading| heading.text.clone()),
            validity: Validity::default(),
            by: None,
            secrecy: self.secrecy(&block.clauses),
            cited: self.cited(&block.clauses),
            norms: Vec::new(),
            readings: Vec::new(),
            not_modelled: Vec::new(),
            at: block.head.at,
        };
        for placed in &block.clauses {
            match placed.clause {
                Clause::Valid { from, until, by } => {
                    article.validity = self.validity(from.as_ref(), until.as_ref(), placed.at);
                    article.by = by.as_ref().map(|by| by.text.clone());
                    if let Some(by) = by {
                        self.treaty_named(by);
                    }
                }
                Clause::Reading { name, holds: Some(holds), by } => {
                    article.readings.push(Reading {
                        name: name.text.clone(),
                        holds: holds.text.clone(),
                        by: by.as_ref().map(|by| by.text.clone()),
                        at: placed.at,
                    });
                }
                Clause::NotModelled { words, because } => article.not_modelled.push(NotModelled {
                    words: words.text.clone(),
                    because: because.text.clone(),
                    at: placed.at,
                }),
                _ => {}
            }
        }
        for part in &block.blocks {
            if part.kind == BlockKind::Norm {
                let norm = self.norm(treaty, &article, part);
                article.norms.extend(norm);
            }
        }
        article
    }

    /// Versions of one article must not overlap, nor two norms of one version share a name.
    fn check_versions(&mut self, treaty: TreatyId, article: &Article) {
        let mut faults = Vec::new();
        let others = &self.world.treaty(treaty).articles;
        let clash = others.iter().find(|other| {
            other.label == article.label && overlap(&other.validity, &article.validity)
        });
        if let Some(other) = clash {
            let message = format!("article {} is in force twice on some day", article.label);
            faults.push(
                Diagnostic::at(Code::SV0204, article.at, message)
                    .against(other.at, "the other version")
                    .help("give each version `from DATE` and `until DATE` that do not overlap"),
            );
        }
        let mut seen: Vec<(&str, Span)> = Vec::new();
        // Two versions of one article in force at once share their names: that was said above.
        let same_time = others.iter().filter(|other| {
            other.label != article.label && overlap(&other.validity, &article.validity)
        });
        for norm in same_time.flat_map(|other| &other.norms) {
            seen.push((&norm.name, norm.at));
        }
        for norm in &article.norms {
            if let Some((_, first)) = seen.iter().find(|(name, _)| **name == *norm.name) {
                faults.push(
                    Diagnostic::at(
                        Code::SV0403,
                        norm.at,
                        format!("a norm `{}` is there already", norm.name),
                    )
                    .against(*first, "the first one")
                    .help("name each norm of a treaty differently")
                    .instead(&format!("{}-2", norm.name)),
                );
            }
            seen.push((&norm.name, norm.at));
        }
        self.diagnostics.extend(faults);
    }
}

/// The last day of a term that nothing renews.
fn end_of_term(treaty: &Treaty) -> Option<UncertainDay> {
    use crate::syntax::vocabulary::Unit;
    let (Some(length), None) = treaty.term.as_ref()? else { return None };
    let from = treaty.force.from.as_ref()?;
    let after = |day: Day| match length.unit {
        Unit::Days => day.plus_days(length.count as i32),
        Unit::Months => day.plus_months(length.count as i32),
        Unit::Years => day.plus_months(length.count as i32 * 12),
    };
    let (earliest, latest) = (after(from.earliest), after(from.latest));
    Some(UncertainDay { earliest, latest, text: format!("the end of its term, {latest}") })
}

/// Whether two validities surely share a day.
fn overlap(one: &Validity, other: &Validity) -> bool {
    let start = |validity: &Validity| validity.from.as_ref().map_or(Day::MIN, |from| from.latest);
    let end =
        |validity: &Validity| validity.until.as_ref().map_or(Day::MAX, |until| until.earliest);
    start(one) <= end(other) && start(other) <= end(one)
}
