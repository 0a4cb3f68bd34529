//! Who is pledged to whom on a day, put together for pictures and tables: pairs, partners, and what each kind of
//! pledge is called. Knows pledges that the engine found; asks nothing itself.

use serde::Serialize;
use servanda::answer::graph::{Edge, Graph};
use servanda::engine::pledges::Pledge;
use servanda::model::{Actor, TreatyId, World};
use servanda::syntax::vocabulary::{Act, Verdict};
use servanda::time::Day;
use std::collections::{BTreeMap, BTreeSet};

/// The layers of the world: what is pledged, what it is called, what it says of a giver.
pub const LAYERS: &[(Act, &str, &str)] = &[
    (Act::Aid, "Help against attack", "must help the other if it is attacked"),
    (Act::Consult, "Consultation", "must consult the other if it is attacked"),
    (Act::NotAttack, "No attack", "must use no force against the other"),
    (Act::StayNeutral, "Neutrality", "must keep out of the other's wars"),
    (Act::NotJoinAlliance, "No hostile alliance", "must join no alliance against the other"),
    (Act::GrantBase, "Bases and transit", "must open bases or transit to the other"),
    (Act::IntegrateCommand, "Joint command", "must put forces under a command with the other"),
];

/// A layer's name and what it says of a giver.
pub fn layer(act: Act) -> (&'static str, &'static str) {
    let found = LAYERS.iter().find(|(known, ..)| *known == act);
    found.map_or(("Pledges", "is pledged to the other"), |(_, title, says)| (*title, *says))
}

/// With whom a state has pledges.
#[derive(Clone, Debug, Default)]
pub struct Partners {
    /// To whom it is pledged.
    pub owes: BTreeSet<Actor>,
    /// Who is pledged to it.
    pub owed: BTreeSet<Actor>,
    /// Under which treaties.
    pub treaties: BTreeSet<TreatyId>,
}

impl Partners {
    /// With how many it has pledges, one way or the other.
    pub fn count(&self) -> usize {
        self.owes.union(&self.owed).count()
    }
}

/// The pledges of a day.
#[derive(Clone, Debug)]
pub struct Pledged<'a> {
    /// The world.
    pub world: &'a World,
    /// The day.
    pub on: Day,
    /// What is pledged.
    pub act: Act,
    /// Only pledges by and to this one are there.
    pub focus: Option<Actor>,
    /// The pledges.
    pub pledges: &'a [Pledge],
    /// Everybody with a pledge.
    pub partners: BTreeMap<Actor, Partners>,
    /// Giver and receiver, and whether it binds without a finding.
    pub pairs: BTreeMap<(Actor, Actor), bool>,
}

impl<'a> Pledged<'a> {
    /// Pledges of one layer that stand on a day; with a focus, those that it gives or receives.
    pub fn new(
        world: &'a World,
        (on, act): (Day, Act),
        focus: Option<Actor>,
        pledges: &'a [Pledge],
    ) -> Pledged<'a> {
        let mut partners: BTreeMap<Actor, Partners> = BTreeMap::new();
        let mut pairs: BTreeMap<(Actor, Actor), bool> = BTreeMap::new();
        for pledge in pledges {
            let giver = partners.entry(pledge.by).or_default();
            giver.owes.insert(pledge.to);
            giver.treaties.insert(pledge.treaty);
            let receiver = partners.entry(pledge.to).or_default();
            receiver.owed.insert(pledge.by);
            receiver.treaties.insert(pledge.treaty);
            *pairs.entry((pledge.by, pledge.to)).or_default() |= pledge.verdict != Verdict::Depends;
        }
        Pledged { world, on, act, focus, pledges, partners, pairs }
    }

    /// Its name on the day.
    pub fn name(&self, actor: Actor) -> &'a str {
        self.world.name(actor, self.on)
    }

    /// Everybody with a pledge, by name.
    pub fn by_name(&self) -> Vec<(Actor, &Partners)> {
        let mut list: Vec<(Actor, &Partners)> =
            self.partners.iter().map(|(actor, partners)| (*actor, partners)).collect();
        list.sort_by_key(|(actor, _)| (self.name(*actor), *actor));
        list
    }

    /// The pledges as a graph.
    pub fn graph(&self) -> Graph {
        let id = |actor: Actor| self.world.id(actor).to_owned();
        let edge = |pledge: &Pledge| Edge {
            from: id(pledge.by),
            to: id(pledge.to),
            verdict: pledge.verdict.word(),
            act: pledge.act.word().to_owned(),
            treaty: self.world.treaty(pledge.treaty).id.clone(),
            article: pledge.article.to_string(),
            norm: String::new(),
            basis: self.world.treaty(pledge.treaty).basis(),
            round: 0,
            note: String::new(),
        };
        Graph {
            title: format!("{} on {}", layer(self.act).0, self.on),
            nodes: self
                .partners
                .keys()
                .map(|actor| (id(*actor), self.name(*actor).to_owned()))
                .collect(),
            edges: self.pledges.iter().map(edge).collect(),
        }
    }

    /// What a map program is told of each state with pledges.
    pub fn features(&self) -> Vec<(String, Properties)> {
        let ids = |actors: &BTreeSet<Actor>| {
            actors.iter().map(|one| self.world.id(*one).to_owned()).collect()
        };
        let feature = |(actor, partners): (&Actor, &Partners)| {
            let treaties = partners.treaties.iter();
            let properties = Properties {
                name: self.name(*actor).to_owned(),
                act: self.act,
                partners: partners.count(),
                pledged_to: ids(&partners.owes),
                pledged_by: ids(&partners.owed),
                treaties: treaties.map(|id| self.world.treaty(*id).id.clone()).collect(),
            };
            (self.world.id(*actor).to_owned(), properties)
        };
        self.partners.iter().map(feature).collect()
    }
}

/// What a map program is told of a state.
#[derive(Clone, Debug, Serialize)]
pub struct Properties {
    name: String,
    act: Act,
    partners: usize,
    pledged_to: Vec<String>,
    pledged_by: Vec<String>,
    treaties: Vec<String>,
}
