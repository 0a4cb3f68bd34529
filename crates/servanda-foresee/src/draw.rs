//! The cascade of an organization: an attack on each member, and the same under each assumption, among them
//! the report's three doubts. Knows who is called, and asks nobody.

use crate::cascade::{Helper, Outcome, cascade};
use crate::chance::Chance;
use crate::forecast::{Asked, Files, year};
use crate::form::{Attack, Factor};
use crate::honor;
use servanda::model::{Actor, StateId};

/// The correlation of the cascade that is called correlated: assumed, not estimated.
const CORRELATION: f64 = 0.3;
/// What the report's doubts leave of a chance or a capability: assumed, not estimated.
const HALF: f64 = 0.5;
/// Cascades of one victim at most: two of the attack, and one for each factor.
pub(crate) const MOST_CASCADES: usize = 11;

/// A member under attack, with those that are called.
pub(crate) struct Called {
    pub(crate) victim: StateId,
    pub(crate) own: Option<f64>,
    pub(crate) parties: Vec<Party>,
    pub(crate) open: Vec<String>,
}

pub(crate) struct Party {
    pub(crate) id: String,
    pub(crate) capability: Option<f64>,
    pub(crate) elsewhere: bool,
}

/// What a cascade is drawn from.
pub(crate) struct Draw<'d> {
    pub(crate) asked: &'d Asked,
    pub(crate) attacker: Option<f64>,
    pub(crate) victims: &'d [Called],
    /// Called when a cascade is drawn.
    pub(crate) step: &'d dyn Fn(),
}

/// What is assumed of the parties.
#[derive(Clone, Copy, Default)]
struct Doubts {
    weak_partners: bool,
    better_offer: bool,
    tied_down: bool,
}

impl Draw<'_> {
    fn chance(&self) -> f64 {
        self.asked.honor.unwrap_or(honor::DEFENSE)
    }

    /// One cascade. Every cascade of a victim draws from its own stream, whatever else is drawn.
    fn one(
        &self,
        at: usize,
        one: &Called,
        chance: f64,
        correlation: f64,
        doubts: Doubts,
    ) -> Outcome {
        // One party and no more, also where several are equally strong.
        let known = one.parties.iter().enumerate();
        let known = known.filter_map(|(at, party)| Some((at, party.capability?)));
        let strongest = known.max_by(|one, other| one.1.total_cmp(&other.1)).map(|(at, _)| at);
        let stays_out = |at: usize| doubts.weak_partners && strongest == Some(at);
        let helper = |party: &Party| Helper {
            chance: if doubts.better_offer && party.elsewhere { chance * HALF } else { chance },
            capability: party.capability.map(|own| if doubts.tied_down { own * HALF } else { own }),
        };
        let parties = one.parties.iter().enumerate().filter(|(at, _)| !stays_out(*at));
        let helpers: Vec<Helper> = parties.map(|(_, party)| helper(party)).collect();
        let own = one.own.map(|own| if doubts.tied_down { own * HALF } else { own });
        let mut source = Chance::new(self.asked.seed, 100 + at as u64);
        let sides = [own, self.attacker];
        let outcome = cascade(&helpers, correlation, sides, self.asked.draws, &mut source);
        (self.step)();
        outcome
    }

    /// An attack on each member.
    pub(crate) fn attacks(&self, world: &servanda::model::World) -> Vec<Attack> {
        let attack = |(at, one): (usize, &Called)| Attack {
            victim: world.id(Actor::State(one.victim)).to_owned(),
            called: one.parties.iter().map(|party| party.id.clone()).collect(),
            open: one.open.clone(),
            own_capability: one.own,
            attacker_capability: self.attacker,
            independent: self.one(at, one, self.chance(), 0.0, Doubts::default()),
            correlated: self.one(at, one, self.chance(), CORRELATION, Doubts::default()),
        };
        self.victims.iter().enumerate().map(attack).collect()
    }

    /// One assumption, on average over the members attacked.
    fn factor(
        &self,
        name: &str,
        assumes: &str,
        chance: f64,
        correlation: f64,
        doubts: Doubts,
    ) -> Factor {
        let each = self.victims.iter().enumerate();
        let all: Vec<Outcome> =
            each.map(|(at, one)| self.one(at, one, chance, correlation, doubts)).collect();
        let count = all.len().max(1) as f64;
        let mean = |value: &dyn Fn(&Outcome) -> f64| all.iter().map(value).sum::<f64>() / count;
        let known = |value: &dyn Fn(&Outcome) -> Option<f64>| {
            let values: Option<Vec<f64>> = all.iter().map(value).collect();
            values
                .filter(|values| !values.is_empty())
                .map(|values| values.iter().sum::<f64>() / count)
        };
        Factor {
            factor: name.into(),
            assumes: assumes.into(),
            chance,
            correlation,
            called: mean(&|one| one.called as f64),
            helpers: mean(&|one| one.helpers),
            span: [mean(&|one| one.quantiles[0]), mean(&|one| one.quantiles[2])],
            nobody: mean(&|one| one.nobody),
            capability: known(&|one| one.capability),
            stronger: known(&|one| one.stronger),
        }
    }

    /// Each assumption, on average over the members attacked.
    pub(crate) fn factors(&self, files: &Files) -> Vec<Factor> {
        let (none, chance) = (Doubts::default(), self.chance());
        let base = match self.asked.honor {
            Some(_) => "your `--honor`; each party decides alone",
            None => {
                "defense pledges, 1816-2003: .41 (Berkemeier & Fuhrmann 2018); each decides alone"
            }
        };
        let mut found = vec![
            self.factor("as it stands", base, chance, 0.0, none),
            self.factor(
                "correlated",
                "a common factor, correlation .3 (assumed)",
                chance,
                CORRELATION,
                none,
            ),
            self.factor(
                "rate from 1945",
                "all pledges from 1945: .22 (Berkemeier & Fuhrmann 2018)",
                honor::FROM_1945,
                0.0,
                none,
            ),
            self.factor(
                "rate to 1944",
                "alliances 1816-1944: .745 (Leeds, Long & Mitchell 2000)",
                honor::TO_1944,
                0.0,
                none,
            ),
        ];
        let mut own =
            files.counted.iter().flatten().filter(|one| one.rule.starts_with("by law: owed, or"));
        let era = if year(self.asked.from) < 1945 { "before 1945" } else { "from 1945" };
        let own = own.rfind(|one| one.years == era && one.unit.starts_with("parties"));
        if let Some(rate) = own.and_then(|own| own.rate) {
            let assumes = format!("parties called by law {era}, our own count");
            found.push(self.factor("rate of our own", &assumes, rate, 0.0, none));
        }
        let doubt = |name, assumes, doubts| self.factor(name, assumes, chance, 0.0, doubts);
        if files.capabilities.is_some() {
            let doubts = Doubts { weak_partners: true, ..none };
            found.push(doubt(
                "weak partners",
                "the strongest party called stays out: what the others are worth",
                doubts,
            ));
        }
        let offer = "a party that owes aid to states outside honors at half the chance (assumed)";
        found.push(doubt("a better offer elsewhere", offer, Doubts { better_offer: true, ..none }));
        if files.capabilities.is_some() {
            let doubts = Doubts { tied_down: true, ..none };
            found.push(doubt(
                "tied down at home",
                "half of every member's capability is tied down (assumed)",
                doubts,
            ));
            let all = Doubts { weak_partners: true, better_offer: true, tied_down: true };
            found.push(doubt("all three doubts", "the three above together", all));
        }
        found
    }
}
