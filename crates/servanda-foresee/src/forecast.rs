//! From a treaty, two days and the user's files to its prospects. Decides what is asked of whom; the parts
//! do the work.

use crate::backtest::chosen;
use crate::call;
use crate::cascade::{Helper, Outcome, cascade};
use crate::chance::Chance;
use crate::form::{
    Attack, Factor, ForeseeForm, Hazard, HazardYear, MemberForm, Missing, Organization,
};
use crate::history::{History, exits};
use crate::honor::{self, Counted};
use crate::inputs::{AllianceYear, Event, NAMES, alliance_years, inputs};
use crate::logit::Fit;
use crate::rates::{incidence, rate, rates};
use crate::rows::Capabilities;
use servanda::engine::Engine;
use servanda::model::{Actor, StateId, TreatyId};
use servanda::time::Day;
use servanda_data::atop::MemberRow;

/// The correlation of the cascade that is called correlated: assumed, not estimated.
pub const CORRELATION: f64 = 0.3;
/// What the report's doubts leave of a chance or a capability: assumed, not estimated.
pub const HALF: f64 = 0.5;
/// Most draws of a cascade.
pub const MOST_DRAWS: usize = 1_000_000;
/// The longest span that is forecast, in years.
pub const LONGEST: i32 = 100;
/// Resamples behind intervals of incidence.
const RESAMPLES: usize = 500;

/// What is asked.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The treaty.
    pub treaty: TreatyId,
    /// Another, on the same terms.
    pub against: Option<TreatyId>,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// The attacker, where one is named.
    pub by: Option<Actor>,
    /// The chance that a called party honors its pledge, where the asker has one.
    pub honor: Option<f64>,
    /// The seed.
    pub seed: u64,
    /// Draws of each cascade.
    pub draws: usize,
}

/// What the user's files hold, as far as they were given.
#[derive(Clone, Debug, Default)]
pub struct Files {
    /// ATOP's member file.
    pub members: Option<Vec<MemberRow>>,
    /// ATOP's alliance file.
    pub histories: Option<Vec<History>>,
    /// Our own count of honor, from the file of wars.
    pub counted: Option<Vec<Counted>>,
    /// Capabilities.
    pub capabilities: Option<Capabilities>,
}

/// Why nothing can be foreseen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refused {
    /// What was met.
    pub cause: String,
    /// What to do about it.
    pub remedy: String,
}

fn refused(cause: String, remedy: &str) -> Refused {
    Refused { cause, remedy: remedy.into() }
}

/// A model fitted to what was known before a year.
struct Model {
    fit: Fit,
    constant: f64,
    first: i32,
    training: [usize; 2],
    warning: String,
}

/// The prospects that were asked for.
pub fn foresee(
    engine: &Engine<'_>,
    asked: &Asked,
    files: &Files,
) -> Result<ForeseeForm, Refused> {
    check(engine, asked)?;
    let first = year(asked.from);
    let known: Option<Vec<History>> =
        files.histories.as_ref().map(|lives| lives.iter().filter_map(|one| before(one, first)).collect());
    let model = match (&known, &files.histories) {
        (Some(known), Some(all)) => model(known, all, first),
        _ => None,
    };
    let treaties = [Some(asked.treaty), asked.against].into_iter().flatten();
    let organizations: Vec<Organization> =
        treaties.map(|treaty| organization(engine, asked, files, model.as_ref(), treaty)).collect();
    let known = known.unwrap_or_default();
    let world = engine.world();
    let titles: Vec<&str> = organizations.iter().map(|one| one.treaty.as_str()).collect();
    Ok(ForeseeForm {
        schema: "servanda/foresee/1".into(),
        question: format!(
            "What are the prospects of {} from {} to {}?",
            titles.join(" and of "),
            asked.from,
            asked.to
        ),
        from: asked.from,
        to: asked.to,
        by: asked.by.map(|by| world.id(by).to_owned()),
        seed: asked.seed,
        draws: asked.draws,
        answer: answer(&organizations),
        warnings: warnings(model.as_ref()),
        organizations,
        rates: if known.is_empty() { Vec::new() } else { rates(&known, first - 1) },
        incidence: incidences(&known, asked.seed),
        exits: files.members.as_ref().map(|rows| exits(rows, &[])),
        published: honor::PUBLISHED.to_vec(),
        counted: files.counted.clone().unwrap_or_default(),
        honor_is: honor::CODED,
        missing: missing(files),
        sources: sources(files),
    })
}

/// Whether the question can be answered at all, before any file is read.
pub fn check(engine: &Engine<'_>, asked: &Asked) -> Result<(), Refused> {
    let world = engine.world();
    if asked.to <= asked.from {
        let cause = format!("the span ends on {}, before it begins on {}", asked.to, asked.from);
        return Err(refused(cause, "write the earlier day after `--from`, the later after `--to`"));
    }
    if year(asked.to) - year(asked.from) > LONGEST {
        let cause = format!("the span from {} to {} is longer than {LONGEST} years", asked.from, asked.to);
        return Err(refused(cause, "nothing is known that far ahead; name an earlier last day"));
    }
    if asked.draws == 0 || asked.draws > MOST_DRAWS {
        let cause = format!("`--draws {}` is no number of draws from 1 to {MOST_DRAWS}", asked.draws);
        return Err(refused(cause, "write `--draws 10000`, or another number in between"));
    }
    if asked.honor.is_some_and(|chance| !(0.0..=1.0).contains(&chance)) {
        let cause = "a chance lies between 0 and 1".into();
        return Err(refused(cause, "write `--honor 0.41`, or another chance from 0 to 1"));
    }
    if asked.against == Some(asked.treaty) {
        let cause = "a treaty cannot be compared with itself".into();
        return Err(refused(cause, "name another one after `--against`"));
    }
    for treaty in [Some(asked.treaty), asked.against].into_iter().flatten() {
        let treaty = world.treaty(treaty);
        if call::members(world, treaty, asked.from).is_empty() {
            let cause = format!("{} binds no state on {}", treaty.id, asked.from);
            let remedy = format!("`servanda treaty {}` shows who was bound when", treaty.id);
            return Err(refused(cause, &remedy));
        }
    }
    Ok(())
}

fn year(day: Day) -> i32 {
    day.parts().map_or(0, |(year, _, _)| i32::from(year))
}

/// A life as it was known before a year.
fn before(one: &History, year: i32) -> Option<History> {
    let cut = one.last >= year;
    let outcome = one.outcome.filter(|_| !cut);
    (one.begin < year).then(|| History { last: one.last.min(year - 1), outcome, ..one.clone() })
}

fn model(known: &[History], all: &[History], first: i32) -> Option<Model> {
    let years = alliance_years(known, Event::Any);
    let rows: Vec<&AllianceYear> = years.iter().collect();
    let (fit, _) = chosen(&rows, NAMES.len())?;
    let crude = |lives: &[History], from: i32, to: i32| {
        rate(lives, "", None, &|_, year| (from..=to).contains(&year)).rate
    };
    let words = |rate: Option<f64>| rate.map_or("not known".into(), |rate| format!("{rate:.3}"));
    let warning = format!(
        "Drift: endings came at {} a year to 1989 and at {} from 1990 on; before this forecast the last \
         twenty years had {}. A model trained on the past expects too many endings after such a fall. In the backtest \
         (docs: foresee) the model and the constant are compared; where they differ here, trust neither alone.",
        words(crude(all, i32::MIN, 1989)),
        words(crude(all, 1990, i32::MAX)),
        words(crude(known, first - 20, first - 1)),
    );
    Some(Model {
        fit,
        constant: crude(known, first - 20, first - 1)?,
        first,
        training: [rows.len(), rows.iter().filter(|one| one.event).count()],
        warning,
    })
}

/// The histories of the alliance that a treaty cites.
fn hazard(model: &Model, asked: &Asked, one: &History) -> Option<Hazard> {
    if one.begin > model.first || (one.outcome.is_some() && one.last < model.first) {
        return None;
    }
    let (mut lasts, mut years) = ([1.0, 1.0], Vec::new());
    for year in model.first..=year(asked.to) {
        let chance = model.fit.chance(&inputs(one, year, year - one.begin));
        lasts = [lasts[0] * (1.0 - chance), lasts[1] * (1.0 - model.constant)];
        years.push(HazardYear { year, model: chance, constant: model.constant });
    }
    Some(Hazard {
        atop_id: one.atop_id,
        begin: one.begin,
        trained_to: model.first - 1,
        training: model.training,
        penalty: model.fit.lambda,
        years,
        lasts,
        warning: model.warning.clone(),
    })
}

/// A member under attack, with those that are called.
struct Called {
    victim: StateId,
    own: Option<f64>,
    parties: Vec<Party>,
    open: Vec<String>,
}

struct Party {
    id: String,
    capability: Option<f64>,
    elsewhere: bool,
}

fn organization(
    engine: &Engine<'_>,
    asked: &Asked,
    files: &Files,
    model: Option<&Model>,
    id: TreatyId,
) -> Organization {
    let (world, day) = (engine.world(), asked.from);
    let treaty = world.treaty(id);
    let states = call::members(world, treaty, day);
    let share = |state| call::capability(world, files.capabilities.as_ref(), state, day);
    let member = |state: &StateId| MemberForm {
        id: world.id(Actor::State(*state)).to_owned(),
        capability: share(*state),
        pledged_elsewhere: call::elsewhere(world, *state, &states, id, day),
    };
    let members: Vec<MemberForm> = states.iter().map(member).collect();
    let victims: Vec<Called> = states
        .iter()
        .filter(|state| asked.by != Some(Actor::State(**state)))
        .map(|victim| {
            let called = call::called(engine, id, *victim, asked.by, day);
            let name = |state: StateId| world.id(Actor::State(state)).to_owned();
            let party = |(state, _): &(StateId, bool)| Party {
                id: name(*state),
                capability: share(*state),
                elsewhere: members
                    .iter()
                    .any(|one| one.id == name(*state) && !one.pledged_elsewhere.is_empty()),
            };
            let open = called.iter().filter(|(_, certain)| !certain);
            Called {
                victim: *victim,
                own: share(*victim),
                parties: called.iter().map(party).collect(),
                open: open.map(|(state, _)| name(*state)).collect(),
            }
        })
        .collect();
    let attacker = asked.by.and_then(|by| match by {
        Actor::State(state) => share(state),
        Actor::Entity(_) => None,
    });
    let numbers: Vec<u16> = treaty.atop_ids().filter_map(|id| id.parse().ok()).collect();
    let own_life = files.histories.iter().flatten().find(|one| numbers.contains(&one.atop_id));
    let draw = Draw { asked, attacker, victims: &victims };
    Organization {
        treaty: treaty.id.clone(),
        title: treaty.title.clone(),
        hazard: model.zip(own_life).and_then(|(model, one)| hazard(model, asked, one)),
        exits: files
            .members
            .as_ref()
            .filter(|_| !numbers.is_empty())
            .map(|rows| exits(rows, &numbers)),
        cascade: draw.attacks(world),
        factors: draw.factors(files),
        members,
    }
}

/// What a cascade is drawn from.
struct Draw<'d> {
    asked: &'d Asked,
    attacker: Option<f64>,
    victims: &'d [Called],
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
    fn one(&self, at: usize, one: &Called, chance: f64, correlation: f64, doubts: Doubts) -> Outcome {
        let strongest = one.parties.iter().filter_map(|party| party.capability);
        let strongest = strongest.fold(f64::NEG_INFINITY, f64::max);
        let stays_out =
            |party: &&Party| doubts.weak_partners && party.capability == Some(strongest);
        let helper = |party: &Party| Helper {
            chance: if doubts.better_offer && party.elsewhere { chance * HALF } else { chance },
            capability: party.capability.map(|own| if doubts.tied_down { own * HALF } else { own }),
        };
        let helpers: Vec<Helper> =
            one.parties.iter().filter(|party| !stays_out(party)).map(helper).collect();
        let own = one.own.map(|own| if doubts.tied_down { own * HALF } else { own });
        let mut source = Chance::new(self.asked.seed, 100 + at as u64);
        cascade(&helpers, correlation, [own, self.attacker], self.asked.draws, &mut source)
    }

    fn attacks(&self, world: &servanda::model::World) -> Vec<Attack> {
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
    fn factor(&self, name: &str, assumes: &str, chance: f64, correlation: f64, doubts: Doubts) -> Factor {
        let each = self.victims.iter().enumerate();
        let all: Vec<Outcome> =
            each.map(|(at, one)| self.one(at, one, chance, correlation, doubts)).collect();
        let count = all.len().max(1) as f64;
        let mean = |value: &dyn Fn(&Outcome) -> f64| all.iter().map(value).sum::<f64>() / count;
        let known = |value: &dyn Fn(&Outcome) -> Option<f64>| {
            let values: Option<Vec<f64>> = all.iter().map(value).collect();
            values.filter(|values| !values.is_empty()).map(|values| values.iter().sum::<f64>() / count)
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

    fn factors(&self, files: &Files) -> Vec<Factor> {
        let (none, chance) = (Doubts::default(), self.chance());
        let base = match self.asked.honor {
            Some(_) => "your `--honor`; each party decides alone",
            None => "defense pledges, 1816-2003: .41 (Berkemeier & Fuhrmann 2018); each decides alone",
        };
        let mut found = vec![
            self.factor("as it stands", base, chance, 0.0, none),
            self.factor("correlated", "a common factor, correlation .3 (assumed)", chance, CORRELATION, none),
            self.factor("rate from 1945", "all pledges from 1945: .22 (Berkemeier & Fuhrmann 2018)", honor::FROM_1945, 0.0, none),
            self.factor("rate to 1944", "alliances 1816-1944: .745 (Leeds, Long & Mitchell 2000)", honor::TO_1944, 0.0, none),
        ];
        let own = files.counted.iter().flatten().filter(|one| one.rule.starts_with("by law: owed, or"));
        let own = own.filter(|one| one.years == "from 1945").next_back();
        if let Some(rate) = own.and_then(|own| own.rate) {
            found.push(self.factor("rate of our own", "called by law from 1945, our own count", rate, 0.0, none));
        }
        let doubt = |name, assumes, doubts| self.factor(name, assumes, chance, 0.0, doubts);
        if files.capabilities.is_some() {
            let doubts = Doubts { weak_partners: true, ..none };
            found.push(doubt("weak partners", "the strongest party called stays out: what the others are worth", doubts));
        }
        let offer = "a party that owes aid to states outside honors at half the chance (assumed)";
        found.push(doubt("a better offer elsewhere", offer, Doubts { better_offer: true, ..none }));
        if files.capabilities.is_some() {
            let doubts = Doubts { tied_down: true, ..none };
            found.push(doubt("tied down at home", "half of every member's capability is tied down (assumed)", doubts));
            let all = Doubts { weak_partners: true, better_offer: true, tied_down: true };
            found.push(doubt("all three doubts", "the three above together", all));
        }
        found
    }
}

fn incidences(known: &[History], seed: u64) -> Vec<crate::rates::Incidence> {
    let begun = |from: i32, kind: Option<&str>| -> Vec<&History> {
        let fits = |one: &&History| one.begin >= from && kind.is_none_or(|kind| one.kind == kind);
        known.iter().filter(fits).collect()
    };
    let groups = [
        ("all", begun(i32::MIN, None)),
        ("begun from 1946", begun(1946, None)),
        ("defense, begun from 1946", begun(1946, Some("defense"))),
    ];
    groups.iter().flat_map(|(name, lives)| incidence(lives, name, RESAMPLES, seed)).collect()
}

fn answer(organizations: &[Organization]) -> Vec<String> {
    let mut found = Vec::new();
    for one in organizations {
        let Some(base) = one.factors.first() else { continue };
        let correlated = one.factors.get(1).map_or(base.nobody, |factor| factor.nobody);
        found.push(format!(
            "{}: if a member were attacked, {:.1} of {:.1} parties called would come on average at a chance of {:.2}; \
             that nobody comes has a chance of {:.3}, or {:.3} if they sway one another.",
            one.treaty, base.helpers, base.called, base.chance, base.nobody, correlated
        ));
        if let Some(hazard) = &one.hazard {
            let [model, constant] = hazard.lasts;
            found.push(format!(
                "{}: to be in force through the last year has a chance of {model:.2} by the model and {constant:.2} by \
                 the recent rate alone.",
                one.treaty
            ));
        }
    }
    if let [one, other] = organizations
        && let (Some(first), Some(second)) = (one.factors.first(), other.factors.first())
    {
        let more = if first.helpers < second.helpers { "fewer" } else { "more" };
        found.push(format!(
            "On the same terms {} would bring {more} helpers than {} ({:.1} against {:.1}); the number of parties \
             makes most of this difference, for the chance is assumed the same.",
            one.treaty, other.treaty, first.helpers, second.helpers
        ));
    }
    found
}

fn warnings(model: Option<&Model>) -> Vec<String> {
    let mut found = vec![
        "What a party owes is the engine's answer; whether it comes is a chance taken from other alliances, \
         and no property of this one."
            .to_owned(),
        "An attack is assumed, not predicted.".to_owned(),
        "The published rates hold for pledges that were called in wars; pledges that deterred are not among them."
            .to_owned(),
    ];
    found.extend(model.map(|model| model.warning.clone()));
    found
}

fn missing(files: &Files) -> Vec<Missing> {
    let all = [
        (
            files.histories.is_some(),
            Missing {
                option: "--alliances FILE",
                adds: "ATOP's alliance file: how such alliances ended, by era and type, and how long this one may last",
            },
        ),
        (
            files.members.is_some(),
            Missing {
                option: "--atop FILE",
                adds: "ATOP's member file: how members left; with --wars, our count of honor under coded treaties too",
            },
        ),
        (
            files.counted.is_some(),
            Missing {
                option: "--wars FILE",
                adds: "COW's wars between states: our own count of pledges honored, filtered by what the law called for",
            },
        ),
        (
            files.capabilities.is_some(),
            Missing {
                option: "--nmc FILE",
                adds: "national capabilities: what helpers would bring, and the doubts about weak partners and forces tied down",
            },
        ),
    ];
    all.into_iter().filter(|(given, _)| !given).map(|(_, one)| one).collect()
}

fn sources(files: &Files) -> Vec<String> {
    let mut found = vec![
        "Leeds, Long & Mitchell 2000: Reevaluating Alliance Reliability, Journal of Conflict Resolution 44".to_owned(),
        "Berkemeier & Fuhrmann 2018: Reassessing the fulfillment of alliance commitments in war, Research & Politics 5"
            .to_owned(),
    ];
    if files.histories.is_some() || files.members.is_some() {
        found.push("Leeds, Ritter, Mitchell & Long 2002: Alliance Treaty Obligations and Provisions, International Interactions 28".into());
    }
    if files.counted.is_some() {
        found.push("Sarkees & Wayman 2010: Resort to War, CQ Press".into());
    }
    if files.capabilities.is_some() {
        found.push("Singer, Bremer & Stuckey 1972: Capability Distribution, Uncertainty, and Major Power War".into());
    }
    found
}
