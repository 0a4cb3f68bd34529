//! The membership table as data (`servanda/members/1`): one row for each spell of each member of each treaty. Knows the
//! model; asks the engine nothing.

use super::treaty_form::{day_of, end};
use crate::model::{Bond, Certainty, Member, Treaty, TreatyId, World};
use crate::time::Day;
use schemars::JsonSchema;
use serde::Serialize;

/// The name of the form.
pub const SCHEMA: &str = "servanda/members/1";

/// A part of the membership table.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "The membership table of servanda")]
pub struct MembersForm {
    /// `servanda/members/1`.
    pub schema: String,
    /// How many rows there are that were asked for.
    pub total: usize,
    /// How many of them were passed over.
    pub offset: usize,
    /// Whether more follow: ask again with a larger `offset`.
    pub truncated: bool,
    /// One row for each spell of being bound; one without days for a signatory that was never bound.
    pub members: Vec<MemberRow>,
}

/// One row.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MemberRow {
    /// The treaty's id.
    pub treaty: String,
    /// The party's id.
    pub party: String,
    /// Its name when it was first bound.
    pub name: String,
    /// A class of party.
    pub role: Option<String>,
    /// First day bound, as written; null: never bound.
    pub from: Option<String>,
    /// Last day bound, as written; null: no end is recorded.
    pub until: Option<String>,
    /// The earliest day that `from` can mean.
    pub from_earliest: Option<Day>,
    /// The latest day that `until` can mean.
    pub until_latest: Option<Day>,
    /// How the spell ended.
    pub ending: Option<String>,
    /// Applied before entry into force.
    pub provisional: bool,
}

/// A row with what it is found by.
#[derive(Clone, Debug)]
pub struct Placed<'w> {
    /// The treaty.
    pub treaty: TreatyId,
    /// The member.
    pub member: &'w Member,
    /// The spell; none: never bound.
    pub bond: Option<&'w Bond>,
    /// The row.
    pub row: MemberRow,
}

impl Placed<'_> {
    /// Whether the spell binds on a day, surely or possibly.
    pub fn binds_on(&self, day: Day) -> bool {
        self.bond.is_some_and(|bond| bond.on(day) != Certainty::No)
    }
}

/// The whole table, in the order of treaties and of their lists of members.
pub fn table(world: &World) -> Vec<Placed<'_>> {
    let mut rows = Vec::new();
    for (id, treaty) in world.treaties() {
        for member in &treaty.members {
            let add = |bond: Option<&Bond>| row(world, treaty, member, bond);
            if member.bonds.is_empty() {
                let row = add(None);
                rows.push(Placed { treaty: id, member, bond: None, row });
            }
            for bond in &member.bonds {
                let row = add(Some(bond));
                rows.push(Placed { treaty: id, member, bond: Some(bond), row });
            }
        }
    }
    rows
}

fn row(world: &World, treaty: &Treaty, member: &Member, bond: Option<&Bond>) -> MemberRow {
    let known = |day: Day| day.is_known().then_some(day);
    MemberRow {
        treaty: treaty.id.clone(),
        party: world.id(member.party).to_owned(),
        name: world.name(member.party, day_of(member, None)).to_owned(),
        role: member.role.clone(),
        from: bond.map(|bond| bond.from.text.clone()),
        until: bond.and_then(|bond| end(Some(&bond.last))),
        from_earliest: bond.and_then(|bond| known(bond.from.earliest)),
        until_latest: bond.and_then(|bond| known(bond.last.latest)),
        ending: bond.and_then(|bond| bond.ending.map(|(how, _)| how.to_string())),
        provisional: bond.is_some_and(|bond| bond.provisional),
    }
}
