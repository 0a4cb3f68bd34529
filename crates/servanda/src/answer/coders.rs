//! Two coders' files of one treaty, item by item (`servanda/coders/1`): members, dates, promises and conditions
//! in ATOP's codes. Knows the engine's coding; judges neither coder.

use super::agreement::{Agreement, FORMULA};
use super::grid;
use super::sheet::Sheet;
use crate::engine::coding::{self, Dating};
use crate::model::{TreatyId, World};
use crate::syntax::clause::Length;
use crate::syntax::vocabulary::AtopItem;
use crate::time::UncertainDay;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The five promises, each with the beginning of the names of its conditions.
const PROMISES: &[(AtopItem, &str)] = &[
    (AtopItem::Defense, "def"),
    (AtopItem::Offense, "off"),
    (AtopItem::Neutral, "neu"),
    (AtopItem::Nonagg, ""),
    (AtopItem::Consul, "con"),
];

/// The conditions that clauses can say; a named conflict and stated demands are questions of fact here.
const CONDITIONS: &[&str] = &["coadv", "coloc", "conum", "conpr", "coatt", "coreq"];

const YES_NO: &[&str] = &["yes", "no"];

/// One coder's file.
#[derive(Clone, Copy, Debug)]
pub struct Coding<'w> {
    /// The name of the file.
    pub file: &'w str,
    /// The world it was read into.
    pub world: &'w World,
    /// Its treaties, taken as one.
    pub treaties: &'w [TreatyId],
}

/// Two coders' files of one treaty.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "Agreement of two coders of servanda")]
pub struct CodersForm {
    /// `servanda/coders/1`.
    pub schema: String,
    /// The one coder.
    pub one: CoderForm,
    /// The other.
    pub other: CoderForm,
    /// How kappa is computed.
    pub formula: String,
    /// Each item.
    pub items: Vec<ItemForm>,
    /// The items of each group together.
    pub groups: Vec<ItemForm>,
    /// Each unit on which they differ.
    pub differences: Vec<DifferenceForm>,
    /// What is not counted, and why.
    pub not_counted: Vec<String>,
}

/// One coder's file.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CoderForm {
    /// Its name.
    pub file: String,
    /// Ids of its treaties.
    pub treaties: Vec<String>,
}

/// The agreement on one item, or on the items of a group.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ItemForm {
    /// members, dates, obligations or conditions.
    pub group: String,
    /// The item, as ATOP calls it where it has it; of a group, `all`.
    pub item: String,
    /// How far they agree.
    #[serde(flatten)]
    pub agreement: Agreement,
}

/// A unit on which two coders differ.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DifferenceForm {
    /// The item.
    pub item: String,
    /// Of which party; absent for the treaty as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<String>,
    /// What the one says.
    pub one: String,
    /// What the other says.
    pub other: String,
}

/// What one coder says, by item and unit.
struct Said {
    members: BTreeMap<String, (UncertainDay, UncertainDay)>,
    promises: BTreeMap<(String, AtopItem), BTreeSet<AtopItem>>,
    treaty: Vec<(&'static str, String)>,
}

fn said(coding: Coding<'_>) -> Said {
    let world = coding.world;
    let mut members: BTreeMap<String, (UncertainDay, UncertainDay)> = BTreeMap::new();
    let mut promises: BTreeMap<(String, AtopItem), BTreeSet<AtopItem>> = BTreeMap::new();
    for id in coding.treaties {
        for spell in coding::spells(world, *id, Dating::Signature) {
            let party = world.id(spell.party).to_owned();
            let known = members.entry(party).or_insert((spell.first.clone(), spell.last.clone()));
            if spell.first.earliest < known.0.earliest {
                known.0 = spell.first;
            }
            if spell.last.latest > known.1.latest {
                known.1 = spell.last;
            }
        }
        for promise in coding::promises(world, *id, Dating::Signature) {
            let party = world.id(promise.party).to_owned();
            promises.entry((party, promise.item)).or_default().extend(promise.conditions);
        }
    }
    Said { members, promises, treaty: of_the_treaty(coding) }
}

/// What is said of the treaty as a whole, of its first part that says it.
fn of_the_treaty(coding: Coding<'_>) -> Vec<(&'static str, String)> {
    let treaties = || coding.treaties.iter().map(|id| coding.world.treaty(*id));
    let or_open = |found: Option<String>| found.unwrap_or_else(|| "not said".into());
    let length = |length: &Length| format!("{} {}", length.count, length.unit.word());
    let signed = treaties().find_map(|one| one.signed.as_ref().map(|(on, _)| day(on)));
    let term = treaties()
        .find_map(|one| one.term.as_ref())
        .map(|(first, _)| first.as_ref().map_or_else(|| "indefinite".to_owned(), length));
    vec![
        ("signed", or_open(signed)),
        ("in force", or_open(treaties().find_map(|one| one.force.from.as_ref().map(day)))),
        ("ended", or_open(treaties().find_map(|one| one.force.until.as_ref().map(day)))),
        ("term", or_open(term)),
        ("notice", or_open(treaties().find_map(|one| one.notice.as_ref().map(length)))),
    ]
}

fn day(day: &UncertainDay) -> String {
    match (day.is_open(), day.is_exact()) {
        (true, _) => "open".into(),
        (_, true) => day.earliest.to_string(),
        _ => format!("{}..{}", day.earliest, day.latest),
    }
}

/// Pairs of one item, as they are collected.
struct Item {
    group: &'static str,
    name: String,
    pairs: Vec<(Option<String>, String, String)>,
}

impl CodersForm {
    /// Two codings side by side.
    pub fn of(one: Coding<'_>, other: Coding<'_>) -> CodersForm {
        let items = items(&said(one), &said(other));
        let groups = ["members", "dates", "obligations", "conditions"];
        let together = groups.iter().map(|group| {
            let of_group = items.iter().filter(|item| item.group == *group);
            let pairs = of_group.flat_map(|item| item.pairs.iter()).cloned().collect();
            form(&Item { group, name: "all".into(), pairs })
        });
        let coder = |coding: Coding<'_>| CoderForm {
            file: coding.file.to_owned(),
            treaties: coding
                .treaties
                .iter()
                .map(|id| coding.world.treaty(*id).id.clone())
                .collect(),
        };
        let differences = items.iter().flat_map(|item| {
            let differ = item.pairs.iter().filter(|(_, one, other)| one != other);
            differ.map(|(party, one, other)| DifferenceForm {
                item: item.name.clone(),
                party: party.clone(),
                one: one.clone(),
                other: other.clone(),
            })
        });
        CodersForm {
            schema: "servanda/coders/1".into(),
            one: coder(one),
            other: coder(other),
            formula: FORMULA.into(),
            groups: together.collect(),
            differences: differences.collect(),
            items: items.iter().map(form).collect(),
            not_counted: vec![
                "dates and obligations of a state that one coder alone has as a member".into(),
                "conditions of a promise that one coder alone has".into(),
                "a named conflict and stated demands, which are questions of fact here".into(),
            ],
        }
    }
}

fn items(one: &Said, other: &Said) -> Vec<Item> {
    let yes = |holds: bool| if holds { "yes" } else { "no" }.to_owned();
    let either: BTreeSet<&String> = one.members.keys().chain(other.members.keys()).collect();
    let both: Vec<&String> = either
        .iter()
        .copied()
        .filter(|party| one.members.contains_key(*party) && other.members.contains_key(*party))
        .collect();
    let member = either.iter().map(|party| {
        let has = |said: &Said| yes(said.members.contains_key(*party));
        (Some((*party).clone()), has(one), has(other))
    });
    let mut items = vec![Item { group: "members", name: "member".into(), pairs: member.collect() }];
    for (name, last) in [("entry", false), ("exit", true)] {
        let at = |said: &Said, party: &String| {
            let days = said.members.get(party);
            days.map_or(String::new(), |(first, end)| day(if last { end } else { first }))
        };
        let pairs =
            both.iter().map(|party| (Some((*party).clone()), at(one, party), at(other, party)));
        items.push(Item { group: "dates", name: name.into(), pairs: pairs.collect() });
    }
    for ((name, left), (_, right)) in one.treaty.iter().zip(&other.treaty) {
        let pairs = vec![(None, left.clone(), right.clone())];
        items.push(Item { group: "dates", name: (*name).into(), pairs });
    }
    for (item, _) in PROMISES {
        let pairs = both.iter().map(|party| {
            let has = |said: &Said| yes(said.promises.contains_key(&((*party).clone(), *item)));
            (Some((*party).clone()), has(one), has(other))
        });
        items.push(Item { group: "obligations", name: item.word().into(), pairs: pairs.collect() });
    }
    for (item, prefix) in PROMISES {
        let names = CONDITIONS.iter().map(|condition| format!("{prefix}{condition}"));
        for condition in names.filter_map(|name| AtopItem::from_word(&name)) {
            let pairs = both.iter().filter_map(|party| {
                let key = ((*party).clone(), *item);
                let (left, right) = (one.promises.get(&key)?, other.promises.get(&key)?);
                let has = |said: &BTreeSet<AtopItem>| yes(said.contains(&condition));
                Some((Some((*party).clone()), has(left), has(right)))
            });
            let pairs = pairs.collect();
            items.push(Item { group: "conditions", name: condition.word().into(), pairs });
        }
    }
    items
}

fn form(item: &Item) -> ItemForm {
    let beforehand = if item.group == "dates" { &[][..] } else { YES_NO };
    let pairs: Vec<(String, String)> =
        item.pairs.iter().map(|(_, one, other)| (one.clone(), other.clone())).collect();
    let mut agreement = Agreement::of(beforehand, &pairs);
    if item.group == "members" {
        agreement.kappa = None;
        let why = "states that both leave out are not counted, so that chance has no measure";
        agreement.undefined = Some(why.into());
    }
    ItemForm { group: item.group.into(), item: item.name.clone(), agreement }
}

/// Columns of the flat table.
pub const COLUMNS: &[&str] = &["group", "item", "n", "agree", "percent", "kappa", "undefined"];

/// The flat table: each item, and each group as `all`.
pub fn csv(form: &CodersForm) -> String {
    let rows: Vec<Vec<String>> = form.items.iter().chain(&form.groups).map(row).collect();
    grid::render(COLUMNS, &rows)
}

fn row(form: &ItemForm) -> Vec<String> {
    let found = &form.agreement;
    vec![
        form.group.clone(),
        form.item.clone(),
        found.n.to_string(),
        found.agree.to_string(),
        found.percent.map_or(String::new(), |percent| format!("{percent:.1}")),
        found.kappa.map_or(String::new(), |kappa| format!("{kappa:.3}")),
        found.undefined.clone().unwrap_or_default(),
    ]
}

/// The same for people.
pub fn page(form: &CodersForm) -> Sheet {
    let mut sheet = Sheet::new(format!("{} and {}", form.one.file, form.other.file));
    for coder in [&form.one, &form.other] {
        sheet.item(1, format!("{}: {}", coder.file, coder.treaties.join(", ")));
    }
    let heads = ["group", "item", "n", "agree", "percent", "kappa"];
    let cells = |one: &ItemForm| {
        let cells = row(one).into_iter().take(heads.len());
        cells.map(|cell| if cell.is_empty() { "-".to_owned() } else { cell }).collect()
    };
    sheet.heading("Agreement by group");
    sheet.grid(&heads, form.groups.iter().map(cells).collect());
    sheet.heading("Agreement by item");
    let counted = form.items.iter().filter(|one| one.agreement.n > 0);
    sheet.grid(&heads, counted.map(cells).collect());
    let none: Vec<&str> =
        form.items.iter().filter(|one| one.agreement.n == 0).map(|one| one.item.as_str()).collect();
    if !none.is_empty() {
        sheet.text(format!("No unit to compare: {}", none.join(", ")));
    }
    let differences = form.differences.iter().map(|one| {
        let party = one.party.as_ref().map_or(String::new(), |party| format!("{party} "));
        format!("{party}{}: {} and {}", one.item, one.one, one.other)
    });
    sheet.list("Differences", differences);
    sheet.heading("How it is counted");
    sheet.item(1, form.formula.clone());
    let reasons: BTreeSet<(&str, &str)> = form
        .items
        .iter()
        .chain(&form.groups)
        .filter_map(|one| {
            let why = one.agreement.undefined.as_deref().filter(|_| one.agreement.n > 0)?;
            Some((why, if one.group == "members" { "of members" } else { "elsewhere" }))
        })
        .collect();
    for (why, of) in reasons {
        sheet.item(1, format!("kappa `-` {of}: not defined; {why}"));
    }
    for what in &form.not_counted {
        sheet.item(1, format!("not counted: {what}"));
    }
    sheet
}
