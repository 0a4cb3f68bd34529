//! From a treaty, two days and the user's files to its prospects. Decides what is asked of whom; the parts
//! do the work.

use crate::backtest::chosen;
use crate::call;
use crate::draw::{Called, Draw, MOST_CASCADES, Party};
use crate::form::{ForeseeForm, Hazard, HazardYear, MemberForm, Missing, Organization};
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

/// Most draws of a cascade.
pub const MOST_DRAWS: usize = 100_000;
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

/// How many cascades there are to draw, at most.
pub fn steps(engine: &Engine<'_>, asked: &Asked) -> usize {
    let world = engine.world();
    let treaties = [Some(asked.treaty), asked.against].into_iter().flatten();
    let members = treaties.map(|id| call::members(world, world.treaty(id), asked.from).len());
    members.sum::<usize>() * MOST_CASCADES
}

/// The prospects that were asked for. `step` is called for each cascade that was drawn.
pub fn foresee(
    engine: &Engine<'_>,
    asked: &Asked,
    files: &Files,
    step: &dyn Fn(),
) -> Result<ForeseeForm, Refused> {
    check(engine, asked)?;
    let first = year(asked.from);
    let known: Option<Vec<History>> = files
        .histories
        .as_ref()
        .map(|lives| lives.iter().filter_map(|one| before(one, first)).collect());
    let model = match (&known, &files.histories) {
        (Some(known), Some(all)) => model(known, all, first),
        _ => None,
    };
    let treaties = [Some(asked.treaty), asked.against].into_iter().flatten();
    let organizations: Vec<Organization> = treaties
        .map(|treaty| organization(engine, asked, (files, step), model.as_ref(), treaty))
        .collect();
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
        let cause =
            format!("the span from {} to {} is longer than {LONGEST} years", asked.from, asked.to);
        return Err(refused(cause, "nothing is known that far ahead; name an earlier last day"));
    }
    if asked.draws == 0 || asked.draws > MOST_DRAWS {
        let cause =
            format!("`--draws {}` is no number of draws from 1 to {MOST_DRAWS}", asked.draws);
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

/// The year of a day.
pub(crate) fn year(day: Day) -> i32 {
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
         the model of 1989 beat the rate of 1970-1989, but was no better than the rate of the last ten years told year by year \
         (docs: foresee); where the two columns differ, trust neither alone.",
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

fn organization(
    engine: &Engine<'_>,
    asked: &Asked,
    (files, step): (&Files, &dyn Fn()),
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
    let draw = Draw { asked, attacker, victims: &victims, step };
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
