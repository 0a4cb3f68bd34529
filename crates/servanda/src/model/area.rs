//! Areas of treaties: which places lie in them, by date.

use super::place::PlaceRef;
use super::treaty::TreatyId;
use super::validity::Validity;
use crate::syntax::Span;

/// An area, by its place in the list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct AreaId(pub u16);

/// One area.
#[derive(Clone, Debug)]
pub struct Area {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Option<String>,
    /// The treaty it stands with, whose parties "territory of parties" means.
    pub treaty: Option<TreatyId>,
    /// What lies inside and outside, in the order written.
    pub parts: Vec<AreaPart>,
    /// Where it stands.
    pub at: Span,
}

/// One line of an area.
#[derive(Clone, Debug)]
pub struct AreaPart {
    /// Inside (`includes`) or outside (`excludes`).
    pub included: bool,
    /// What.
    pub place: PlaceRef,
    /// When.
    pub validity: Validity,
    /// Where this stands.
    pub at: Span,
}
