//! A treaty in ATOP's codes, as data: each promise with its conditions, the norm it comes from, and who
//! makes it when. Knows the engine's coding; decides nothing.

use crate::engine::coding::{self, Dating, Promise};
use crate::model::{TreatyId, World};
use crate::syntax::vocabulary::AtopItem;
use crate::time::{Day, Interval};
use schemars::JsonSchema;
use serde::Serialize;

/// One promise that a norm makes.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CodeForm {
    /// Which of ATOP's five promises.
    pub item: AtopItem,
    /// Its conditions, as ATOP's items.
    pub conditions: Vec<AtopItem>,
    /// The article it comes from.
    pub article: String,
    /// The norm it comes from.
    pub norm: String,
    /// Who makes it, and when, dated by force.
    pub members: Vec<CodedMember>,
}

/// A member's part in a promise.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct CodedMember {
    /// Who.
    pub party: String,
    /// First day on which it may hold; null: not known.
    pub from: Option<String>,
    /// Last day; null while it lasts.
    pub until: Option<String>,
}

/// The codes of a treaty; with a day, those of that day.
pub(super) fn codes(world: &World, id: TreatyId, on: Option<Day>) -> Vec<CodeForm> {
    let mut codes: Vec<CodeForm> = Vec::new();
    let mut last: Option<(*const crate::model::Norm, AtopItem)> = None;
    for promise in coding::promises(world, id, Dating::Force) {
        let spells = promise.days.iter().filter(|days| on.is_none_or(|on| days.contains(on)));
        let members: Vec<CodedMember> = spells.map(|days| member(world, &promise, *days)).collect();
        if members.is_empty() {
            continue;
        }
        let own = Some((std::ptr::from_ref(promise.norm), promise.item));
        match codes.last_mut() {
            Some(code) if last == own => code.members.extend(members),
            _ => codes.push(CodeForm {
                item: promise.item,
                conditions: promise.conditions.clone(),
                article: promise.article.label.to_string(),
                norm: promise.norm.name.to_string(),
                members,
            }),
        }
        last = own;
    }
    codes
}

fn member(world: &World, promise: &Promise<'_>, days: Interval) -> CodedMember {
    let known = |day: Day| day.is_known().then(|| day.to_string());
    CodedMember {
        party: world.id(promise.party).to_owned(),
        from: known(days.from),
        until: known(days.last()),
    }
}
