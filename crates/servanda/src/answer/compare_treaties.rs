//! Two treaties side by side (`servanda/treaty-diff/1`): members and norms. Knows their facts as
//! data, not the model.

use super::sheet::Sheet;
use super::treaty_form::{ArticleForm, MemberForm, NormForm, TreatyForm};
use super::treaty_page::spell;
use schemars::JsonSchema;
use serde::Serialize;

/// Two treaties side by side.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "Two treaties side by side of servanda")]
pub struct TreatyDiff {
    /// `servanda/treaty-diff/1`.
    pub schema: String,
    /// Id of the one.
    pub one: String,
    /// Id of the other.
    pub other: String,
    /// The day of the one; absent: its whole life.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub one_on: Option<String>,
    /// The day of the other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_on: Option<String>,
    /// Every member of either.
    pub members: Vec<PairForm>,
    /// Every kind of pledge of either: modal and act.
    pub pledges: Vec<PairForm>,
}

/// What the one has, and what the other has.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PairForm {
    /// A party, or a kind of pledge such as `must aid`.
    pub what: String,
    /// In the one: its spells, or its norms in words; empty: nothing.
    pub one: Vec<String>,
    /// In the other.
    pub other: Vec<String>,
}

impl TreatyDiff {
    /// Two treaties side by side.
    pub fn of(one: &TreatyForm, other: &TreatyForm) -> TreatyDiff {
        TreatyDiff {
            schema: "servanda/treaty-diff/1".into(),
            one: one.id.clone(),
            other: other.id.clone(),
            one_on: one.on.clone(),
            other_on: other.on.clone(),
            members: paired(members(one), members(other)),
            pledges: paired(pledges(one), pledges(other)),
        }
    }
}

fn members(form: &TreatyForm) -> Vec<(String, String)> {
    let mut list = Vec::new();
    for member in &form.members {
        let what = format!("{} ({})", member.party, member.name);
        list.extend(spells(member).into_iter().map(|text| (what.clone(), text)));
    }
    list
}

fn spells(member: &MemberForm) -> Vec<String> {
    if member.spells.is_empty() {
        return vec!["never bound".to_owned()];
    }
    member.spells.iter().map(spell).collect()
}

fn pledges(form: &TreatyForm) -> Vec<(String, String)> {
    let each = form.articles.iter().flat_map(|article| {
        article.norms.iter().map(move |norm| (kind(norm), pledge(article, norm)))
    });
    each.collect()
}

fn kind(norm: &NormForm) -> String {
    format!("{} {}", norm.modal, norm.act.phrase())
}

fn pledge(article: &ArticleForm, norm: &NormForm) -> String {
    let from = article.from.as_ref().map_or(String::new(), |from| format!(" (from {from})"));
    format!("art. {}{from}: {}", article.article, norm.words)
}

/// The texts of both lists under each key, keys in the order of the one and then of the other.
fn paired(one: Vec<(String, String)>, other: Vec<(String, String)>) -> Vec<PairForm> {
    let mut pairs: Vec<PairForm> = Vec::new();
    let both = one.into_iter().map(|entry| (entry, true));
    for ((what, text), is_one) in both.chain(other.into_iter().map(|entry| (entry, false))) {
        // The same party may bear another name in the other treaty's time: go by its id.
        let key = |what: &str| what.split(" (").next().unwrap_or_default().to_owned();
        let known = pairs.iter().position(|pair| key(&pair.what) == key(&what));
        let at = known.unwrap_or_else(|| {
            pairs.push(PairForm { what: what.clone(), one: Vec::new(), other: Vec::new() });
            pairs.len() - 1
        });
        if let Some(pair) = pairs.get_mut(at) {
            if is_one { pair.one.push(text) } else { pair.other.push(text) }
        }
    }
    pairs
}

/// Two treaties as a page.
pub fn page(diff: &TreatyDiff, one: &TreatyForm, other: &TreatyForm) -> Sheet {
    let side = |id: &str, on: &Option<String>| match on {
        Some(on) => format!("{id} on {on}"),
        None => id.to_owned(),
    };
    let (left, right) = (side(&diff.one, &diff.one_on), side(&diff.other, &diff.other_on));
    let mut sheet = Sheet::new(format!("{left} and {right}"));
    for (id, form) in [(&left, one), (&right, other)] {
        sheet.item(1, format!("{id}: {}", form.title));
    }
    let rows = diff.members.iter().map(|pair| {
        let cell = |texts: &[String]| match texts {
            [] => "-".to_owned(),
            texts => texts.join("; ").replace("bound from ", ""),
        };
        vec![pair.what.clone(), cell(&pair.one), cell(&pair.other)]
    });
    sheet.heading("Members, bound from");
    sheet.grid(&["party", &left, &right], rows.collect());
    sheet.heading("Pledges");
    for pair in &diff.pledges {
        sheet.part(&pair.what);
        for (id, texts) in [(&left, &pair.one), (&right, &pair.other)] {
            if texts.is_empty() {
                sheet.item(2, format!("{id}: -"));
            }
            for text in texts {
                sheet.item(2, format!("{id}: {text}"));
            }
        }
    }
    sheet
}
