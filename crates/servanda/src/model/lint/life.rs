//! The days on which something may hold, as the widest span its dates allow.

use crate::model::validity::Validity;
use crate::model::{Article, Member, Norm, Treaty};
use crate::time::{Day, Interval};

/// The widest span of a validity.
pub(super) fn of_validity(validity: &Validity) -> Interval {
    let from = validity.from.as_ref().map_or(Day::MIN, |from| from.earliest);
    let last = validity.until.as_ref().map_or(Day::MAX, |until| until.latest);
    Interval::inclusive(from, last)
}

/// The days on which a treaty may be in force for anybody, by its own dates.
pub(super) fn of_treaty(treaty: &Treaty) -> Interval {
    let signed = treaty.signed.as_ref().map(|(signed, _)| signed.earliest);
    let force = treaty.force.from.as_ref().map(|from| from.earliest).or(signed);
    let provisional = treaty.provisional.as_ref().map(|span| span.from.earliest);
    let from = match (force, provisional) {
        (Some(force), Some(provisional)) => force.min(provisional),
        (force, provisional) => force.or(provisional).unwrap_or(Day::MIN),
    };
    Interval::inclusive(from, of_validity(&treaty.force).last())
}

/// The days on which a norm may speak.
pub(super) fn of_norm(treaty: &Treaty, article: &Article, norm: &Norm) -> Interval {
    of_treaty(treaty).overlap(&of_validity(&article.validity)).overlap(&of_validity(&norm.validity))
}

/// Whether a member may ever be bound.
pub(super) fn ever_bound(treaty: &Treaty, member: &Member) -> bool {
    let life = of_treaty(treaty);
    member.bonds.iter().any(|bond| {
        let span = Interval::inclusive(bond.from.earliest, bond.last.latest);
        !span.overlap(&life).is_empty()
    })
}
