//! A state (or another entity) with its names, codes, memberships and pledges, as data
//! (`servanda/state/1`). Knows the model and what is owed whatever happens; asks about no event.

use super::norm_words;
use super::states_form::kind_word;
use super::treaty_form::{
    DecisionForm, MemberForm, SaidForm, certainty_word, claims, decisions, member_form,
};
use crate::engine::{ledger, standing};
use crate::model::{Actor, Certainty, StateId, System, World};
use crate::syntax::vocabulary::Act;
use crate::time::{Day, Interval};
use schemars::JsonSchema;
use serde::Serialize;

/// A state or entity.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "A state of servanda")]
pub struct StateForm {
    /// `servanda/state/1`.
    pub schema: String,
    /// Its canonical id.
    pub id: String,
    /// Its name, on the day asked about.
    pub name: String,
    /// state, organization, body or non-state.
    pub kind: String,
    /// The day asked about; null: its whole life.
    pub on: Option<String>,
    /// Its ISO 3166-1 alpha-3 code.
    pub iso3: Option<String>,
    /// Regions of its home territory.
    pub regions: Vec<String>,
    /// Its names by date.
    pub names: Vec<NameForm>,
    /// Its codes by date: the spells of the lists of states.
    pub codes: Vec<CodeForm>,
    /// Who came before and after it.
    pub succession: Vec<SuccessionForm>,
    /// The treaties it is or was a member of; with a day, those that bind it then.
    pub memberships: Vec<MembershipForm>,
    /// With a day: what it owes then, whatever happens.
    pub owes: Option<Vec<PledgeForm>>,
    /// With a day: what is owed to it then.
    pub is_owed: Option<Vec<PledgeForm>>,
    /// Recorded events that it did or that befell it.
    pub events: Vec<HappenedForm>,
    /// Decisions that it took, or that are about its treaties.
    pub decisions: Vec<DecisionForm>,
    /// Claims about its treaties and events; never premises.
    pub claims: Vec<SaidForm>,
}

/// A name with when it was borne.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct NameForm {
    /// The name.
    pub name: String,
    /// First day; null: always before.
    pub from: Option<String>,
    /// Last day; null: no end.
    pub until: Option<String>,
}

/// A code with when it was borne.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CodeForm {
    /// cow or gw.
    pub system: String,
    /// The list's number.
    pub code: u16,
    /// First day.
    pub from: Option<String>,
    /// Last day; null: still there when the list closed.
    pub until: Option<String>,
}

/// A change from one state to another.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SuccessionForm {
    /// When.
    pub on: String,
    /// From which state.
    pub from: String,
    /// To which state.
    pub to: String,
    /// renaming, continuation, succession, unification, separation, dissolution or annexation.
    pub kind: String,
    /// A word on it.
    pub note: String,
}

/// One membership.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MembershipForm {
    /// The treaty's id.
    pub treaty: String,
    /// Its title.
    pub title: String,
    /// Whether its duties rest on the day asked about: yes, possibly or no; null without a day.
    pub rests: Option<String>,
    /// The membership.
    #[serde(flatten)]
    pub member: MemberForm,
}

/// One pledge.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PledgeForm {
    /// The treaty's id.
    pub treaty: String,
    /// The article.
    pub article: String,
    /// The norm.
    pub norm: String,
    /// `coded, not text`; absent where the treaty was written from its text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<&'static str>,
    /// must, may or must not.
    pub modal: String,
    /// The act.
    pub act: Act,
    /// The norm in words; `V` is whom the event befalls, `A` is who acts.
    pub words: String,
    /// yes, or possibly when an uncertain date decides it.
    pub in_force: String,
}

/// One recorded event.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct HappenedForm {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// When.
    pub on: String,
}

fn ends(days: Interval) -> (Option<String>, Option<String>) {
    let shown = |day: Day| day.is_known().then(|| day.to_string());
    (shown(days.from), shown(days.last()))
}

impl StateForm {
    /// Everything recorded of `actor`; with a day, as it stood then.
    pub fn of(world: &World, actor: Actor, on: Option<Day>) -> StateForm {
        let memberships = memberships(world, actor, on);
        let events: Vec<_> = ledger::events_of(world, actor);
        let treaties: Vec<String> = memberships.iter().map(|one| one.treaty.clone()).collect();
        let happened: Vec<String> = events.iter().map(|event| event.id.clone()).collect();
        let about_it = |about: &[String]| {
            about.iter().any(|what| {
                treaties.contains(what) || happened.contains(what) || what == world.id(actor)
            })
        };
        let pledges = |owes: bool| on.map(|day| pledges(world, actor, day, owes));
        let mut form = StateForm {
            schema: "servanda/state/1".into(),
            id: world.id(actor).into(),
            name: String::new(),
            kind: "state".into(),
            on: on.map(|day| day.to_string()),
            iso3: None,
            regions: Vec::new(),
            names: Vec::new(),
            codes: Vec::new(),
            succession: Vec::new(),
            owes: pledges(true),
            is_owed: pledges(false),
            events: events
                .iter()
                .map(|event| HappenedForm {
                    id: event.id.clone(),
                    title: event.title.clone(),
                    on: event.on.text.clone(),
                })
                .collect(),
            decisions: decisions(world, |about, by| by.contains(&actor) || about_it(about)),
            claims: claims(world, about_it),
            memberships,
        };
        match actor {
            Actor::State(state) => describe_state(world, state, on, &mut form),
            Actor::Entity(entity) => {
                let entity = world.entities.get(entity);
                form.name.clone_from(&entity.name);
                form.kind = kind_word(entity.kind).into();
                let (from, until) = ends(entity.days);
                let every = std::iter::once(&entity.name).chain(&entity.aliases);
                form.names = every
                    .map(|name| NameForm {
                        name: name.clone(),
                        from: from.clone(),
                        until: until.clone(),
                    })
                    .collect();
            }
        }
        form
    }
}

fn describe_state(world: &World, id: StateId, on: Option<Day>, form: &mut StateForm) {
    let state = world.states.get(id);
    form.name = on.map_or(state.name.clone(), |day| world.states.name_on(id, day).to_owned());
    form.iso3.clone_from(&state.iso3);
    form.regions.clone_from(&state.regions);
    form.names = state
        .display
        .iter()
        .map(|(days, name)| {
            let (from, until) = ends(*days);
            NameForm { name: name.clone(), from, until }
        })
        .collect();
    let counts = |days: &Interval| on.is_none_or(|day| days.contains(day));
    form.codes = state
        .spells
        .iter()
        .filter(|spell| counts(&spell.days))
        .map(|spell| {
            let (from, until) = ends(spell.days);
            let system = match spell.system {
                System::Cow => "cow",
                System::GleditschWard => "gw",
            };
            CodeForm { system: system.into(), code: spell.code, from, until }
        })
        .collect();
    let own = world.states.successions.iter().filter(|step| step.from == id || step.to == id);
    form.succession = own
        .map(|step| SuccessionForm {
            on: step.on.to_string(),
            from: world.states.get(step.from).id.clone(),
            to: world.states.get(step.to).id.clone(),
            kind: step.kind.clone(),
            note: step.note.clone(),
        })
        .collect();
}

fn memberships(world: &World, actor: Actor, on: Option<Day>) -> Vec<MembershipForm> {
    let own = world.treaties.iter().filter_map(|treaty| Some((treaty, treaty.member(actor)?)));
    let binding = own.filter(|(treaty, member)| {
        on.is_none_or(|day| {
            member.bound_on(day).and(standing::in_force(treaty, day)) != Certainty::No
        })
    });
    binding
        .map(|(treaty, member)| MembershipForm {
            treaty: treaty.id.clone(),
            title: treaty.title.clone(),
            rests: on.map(|day| certainty_word(member.suspended_on(day))),
            member: member_form(world, member, on),
        })
        .collect()
}

fn pledges(world: &World, actor: Actor, day: Day, owes: bool) -> Vec<PledgeForm> {
    let all = standing::pledges(world, actor, day).into_iter();
    all.filter(|pledge| if owes { pledge.owes } else { pledge.is_owed })
        .map(|pledge| PledgeForm {
            treaty: pledge.treaty.id.clone(),
            article: pledge.article.label.to_string(),
            norm: pledge.norm.name.to_string(),
            basis: pledge.treaty.basis(),
            modal: pledge.norm.duty.modal.to_string(),
            act: pledge.norm.duty.act,
            words: norm_words::norm(world, pledge.norm),
            in_force: certainty_word(pledge.certainty),
        })
        .collect()
}

/// The columns of the memberships as CSV: one row for each spell.
pub const COLUMNS: &[&str] =
    &["party", "name", "treaty", "title", "role", "from", "until", "ending", "suspended"];

/// The rows of the memberships as CSV.
pub fn rows(form: &StateForm) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for one in &form.memberships {
        let member = &one.member;
        let mut row = |from: &str, until: Option<&String>, ending: Option<&String>| {
            rows.push(vec![
                form.id.clone(),
                member.name.clone(),
                one.treaty.clone(),
                one.title.clone(),
                member.role.clone().unwrap_or_default(),
                from.to_owned(),
                until.cloned().unwrap_or_default(),
                ending.cloned().unwrap_or_default(),
                member.suspended.join(" "),
            ]);
        };
        for spell in &member.spells {
            row(&spell.from, spell.until.as_ref(), spell.ending.as_ref());
        }
        // A signatory that was never bound is a row too, without days.
        if member.spells.is_empty() {
            row("", None, None);
        }
    }
    rows
}
