//! Inputs that are ranges: draws from them, what the models make of each draw, quantiles of the outcomes,
//! and elementary effects: which input moved the outcome. Each draw has a stream of random numbers of its
//! own, so that its result is the same whoever reckons it, and in whatever order.

#![allow(
    clippy::indexing_slicing,
    reason = "inputs name actors and issues of the case they were made with"
)]

use crate::case::Case;
use crate::expected_utility::{self, Preset, Switches};
use crate::fault::Fault;
use crate::number::real;
use crate::simple::{weighted_mean, weighted_median};
use crate::spatial::{self, Options};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};
use servanda::syntax::Code;

/// Draws at most.
pub const MOST_DRAWS: usize = 10_000_000;

/// How the models are run.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Settings {
    /// Options of the spatial model.
    pub options: Options,
    /// Rounds of the expected-utility model.
    pub rounds: usize,
    /// Its probability Q that nothing changes if nobody challenges.
    pub q: f64,
    /// Switches of its own instead of those of a preset.
    pub switches: Option<Switches>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { options: Options::default(), rounds: 10, q: 1.0, switches: None }
    }
}

impl Settings {
    /// The switches of a preset, or those that are set, with the Q that is set.
    pub fn switches(&self, preset: Preset) -> Switches {
        Switches { q: self.q, ..self.switches.unwrap_or(preset.switches()) }
    }
}

/// What an input is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum What {
    /// The capability of an actor.
    Capability,
    /// Its position on an issue.
    Position(usize),
    /// Its salience of an issue.
    Salience(usize),
}

/// An input that is a range.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Ranged {
    /// Whose.
    pub actor: usize,
    /// What.
    pub what: What,
    /// At least.
    pub low: f64,
    /// Likeliest: the range is triangular; without it, every value is as likely.
    pub likely: Option<f64>,
    /// At most.
    pub high: f64,
}

impl Ranged {
    /// The value below which a share of draws lies.
    fn at(&self, share: f64) -> f64 {
        let width = self.high - self.low;
        let Some(likely) = self.likely else { return self.low + share * width };
        if width <= 0.0 {
            return self.low;
        }
        let turn = (likely - self.low) / width;
        if share < turn {
            self.low + (share * width * (likely - self.low)).sqrt()
        } else {
            self.high - ((1.0 - share) * width * (self.high - likely)).sqrt()
        }
    }
}

/// A case with the inputs that are ranges.
#[derive(Clone, PartialEq, Debug)]
pub struct Spread {
    /// Each input at its point.
    pub base: Case,
    /// Those that are ranges.
    pub inputs: Vec<Ranged>,
}

impl Spread {
    /// A case whose positions and saliences are each blurred by so much of their scale, and whose
    /// capabilities by so much of themselves.
    pub fn blurred(base: Case, share: f64) -> Result<Spread, Fault> {
        if !(share > 0.0 && share <= 1.0) {
            let message = "inputs cannot be spread so much";
            let help = "write a percentage above 0 and up to 100";
            return Err(Fault::new(Code::SV1003, message, help));
        }
        let mut inputs = Vec::new();
        for (actor, player) in base.actors().iter().enumerate() {
            let mut add = |what: What, value: f64, blur: f64, (least, most): (f64, f64)| {
                let (low, high) = ((value - blur).max(least), (value + blur).min(most));
                inputs.push(Ranged { actor, what, low, likely: None, high });
            };
            let capability = player.capability;
            add(What::Capability, capability, share * capability, (0.0, f64::INFINITY));
            for (at, issue) in base.issues().iter().enumerate() {
                let (low, high) = issue.scale;
                let blur = share * (high - low);
                add(What::Position(at), player.positions[at], blur, issue.scale);
                // A salience of nothing at all is left to those who write one.
                add(What::Salience(at), player.saliences[at], share, (1e-3, 1.0));
            }
        }
        Ok(Spread { base, inputs })
    }

    /// The case at shares of each range.
    fn case(&self, shares: &[f64]) -> Result<Case, Fault> {
        let mut actors = self.base.actors().to_vec();
        for (input, share) in self.inputs.iter().zip(shares) {
            let actor = &mut actors[input.actor];
            let value = input.at(*share);
            match input.what {
                What::Capability => actor.capability = value,
                What::Position(issue) => actor.positions[issue] = value,
                What::Salience(issue) => actor.saliences[issue] = value,
            }
        }
        Case::new(self.base.issues().to_vec(), actors)
    }

    /// The case of one draw.
    pub fn draw(&self, seed: u64, draw: u64) -> Result<Case, Fault> {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        random.set_stream(draw);
        let shares: Vec<f64> = self.inputs.iter().map(|_| random.random::<f64>()).collect();
        self.case(&shares)
    }
}

/// What forecasts an outcome.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Model {
    /// The mean of positions by capability times salience.
    Mean,
    /// Their median.
    Median,
    /// The spatial model: the mean by weight of where it ends.
    Spatial,
    /// The expected-utility model: the mean by weight of where it ends.
    ExpectedUtility(Preset),
}

impl Model {
    /// Every model, the plain ones first.
    pub const ALL: &[Model] = &[
        Model::Mean,
        Model::Median,
        Model::Spatial,
        Model::ExpectedUtility(Preset::AsPrinted),
        Model::ExpectedUtility(Preset::ScholzCode),
    ];

    /// Its name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Model::Mean => "weighted mean",
            Model::Median => "weighted median",
            Model::Spatial => "spatial",
            Model::ExpectedUtility(Preset::AsPrinted) => "expected utility, as-printed",
            Model::ExpectedUtility(Preset::ScholzCode) => "expected utility, scholz-code",
        }
    }
}

/// The outcome of each issue by each of some models: issue by issue, model by model.
pub fn outcomes(case: &Case, models: &[Model], settings: &Settings) -> Result<Vec<f64>, Fault> {
    let spatial = match models.contains(&Model::Spatial) {
        true => Some(spatial::run(case, &settings.options)?),
        false => None,
    };
    let mut found = Vec::with_capacity(case.issues().len() * models.len());
    for issue in 0..case.issues().len() {
        let (positions, weights) = (case.positions(issue), case.weights(issue));
        for model in models {
            let outcome = match model {
                Model::Mean => weighted_mean(&positions, &weights),
                Model::Median => weighted_median(&positions, &weights),
                Model::Spatial => {
                    let last = spatial.as_ref().map(spatial::Course::last).unwrap_or_default();
                    let last: Vec<f64> = last.iter().map(|place| place[issue]).collect();
                    weighted_mean(&last, &weights)
                }
                Model::ExpectedUtility(preset) => {
                    let course = expected_utility::run(
                        &case.on(issue),
                        &settings.switches(*preset),
                        settings.rounds,
                    )?;
                    course.rounds.last().map(|round| round.mean)
                }
            };
            found.push(outcome.ok_or_else(|| {
                let message = "nobody with any capability cares for an issue";
                Fault::new(Code::SV1003, message, "give one actor a salience above 0 on it")
            })?);
        }
    }
    Ok(found)
}

/// What is measured of a case: numbers, always as many and in the same order.
pub type Measure<'m> = dyn Fn(&Case) -> Result<Vec<f64>, Fault> + Sync + 'm;

/// What is measured of one draw.
pub fn drawn(
    spread: &Spread,
    measure: &Measure<'_>,
    (seed, draw): (u64, u64),
) -> Result<Vec<f64>, Fault> {
    measure(&spread.draw(seed, draw)?)
}

/// Walks through the inputs for elementary effects at most; a tenth of the draws, else.
const MOST_WALKS: usize = 100;

/// What is drawn.
pub struct Drawing<'d> {
    /// The ranges.
    pub spread: &'d Spread,
    /// What is measured of each draw.
    pub measure: &'d Measure<'d>,
    /// How many draws.
    pub asked: usize,
    /// Their seed.
    pub seed: u64,
}

/// What was drawn: the numbers of each draw, the effects of each walk, and whether the work was stopped.
#[derive(Clone, Debug, Default)]
pub struct Done {
    /// The numbers of each draw.
    pub draws: Vec<Vec<f64>>,
    /// The effects of each walk.
    pub walks: Vec<Vec<Vec<f64>>>,
    /// Whether it was stopped before all was done.
    pub stopped: bool,
}

impl Drawing<'_> {
    /// How many walks go with the draws.
    pub fn walks(&self) -> usize {
        (self.asked / 10).clamp(4, MOST_WALKS)
    }

    /// Whether as many draws can be made.
    pub fn check(&self) -> Result<(), Fault> {
        if self.asked == 0 || self.asked > MOST_DRAWS {
            let message = format!("{} draws cannot be made", self.asked);
            return Err(Fault::new(Code::SV1008, message, format!("ask for 1 to {MOST_DRAWS}")));
        }
        Ok(())
    }

    /// One draw after the other, for as long as `go_on` says so.
    pub fn in_turn(&self, go_on: &dyn Fn() -> bool) -> Result<Done, Fault> {
        self.check()?;
        let mut done = Done::default();
        for at in (0..self.asked).take_while(|_| go_on()) {
            done.draws.push(drawn(self.spread, self.measure, (self.seed, at as u64))?);
        }
        for at in (0..self.walks()).take_while(|_| go_on()) {
            done.walks.push(walk(self.spread, self.measure, (self.seed, at as u64))?);
        }
        done.stopped = done.draws.len() < self.asked || done.walks.len() < self.walks();
        Ok(done)
    }
}

/// The shares at which quantiles are taken.
pub const QUANTILES: [f64; 7] = [0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0];

/// Quantiles of numbers, between two neighbors in proportion.
pub fn quantiles(numbers: &[f64]) -> [f64; 7] {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    QUANTILES.map(|share| {
        let place = share * real(sorted.len().saturating_sub(1));
        let (low, high) = (place.floor(), place.ceil());
        let number = |at: f64| sorted.get(at as usize).copied().unwrap_or(f64::NAN);
        number(low) + (number(high) - number(low)) * (place - low)
    })
}

/// Steps of the grid on which elementary effects are taken.
const LEVELS: u32 = 4;

/// The random numbers of elementary effects begin here, far from those of draws.
const FIRST_STREAM: u64 = 1 << 40;

/// One walk through the inputs (Morris 1991): from a point of the grid, one input after the other moves by
/// two thirds of its range; the effect of each on every outcome, for the whole of its range.
pub fn walk(
    spread: &Spread,
    measure: &Measure<'_>,
    (seed, walk): (u64, u64),
) -> Result<Vec<Vec<f64>>, Fault> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    random.set_stream(FIRST_STREAM + walk);
    let count = spread.inputs.len();
    let step = f64::from(LEVELS) / (2.0 * f64::from(LEVELS - 1));
    let mut shares: Vec<f64> = (0..count)
        .map(|_| f64::from(random.random_range(0..LEVELS)) / f64::from(LEVELS - 1))
        .collect();
    let mut order: Vec<usize> = (0..count).collect();
    for at in (1..count).rev() {
        order.swap(at, random.random_range(0..=at));
    }
    let mut before = measure(&spread.case(&shares)?)?;
    let mut effects = vec![Vec::new(); count];
    for input in order {
        let up = shares[input] + step <= 1.0 + 1e-9;
        shares[input] = if up { shares[input] + step } else { shares[input] - step };
        shares[input] = shares[input].clamp(0.0, 1.0);
        let after = measure(&spread.case(&shares)?)?;
        let change = |(a, b): (&f64, &f64)| if up { (b - a) / step } else { (a - b) / step };
        effects[input] = before.iter().zip(&after).map(change).collect();
        before = after;
    }
    Ok(effects)
}

/// How much an input moves an outcome.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Effect {
    /// The mean of its effects, each without its sign.
    pub size: f64,
    /// Their mean with signs: which way.
    pub direction: f64,
    /// How much they differ: the input works by way of others, or not in a straight line.
    pub spread: f64,
}

/// The effect of one input on one outcome over all walks.
pub fn effect(walks: &[Vec<Vec<f64>>], input: usize, outcome: usize) -> Effect {
    let each: Vec<f64> = walks.iter().map(|walk| walk[input][outcome]).collect();
    let count = real(each.len().max(1));
    let direction = each.iter().sum::<f64>() / count;
    let size = each.iter().map(|effect| effect.abs()).sum::<f64>() / count;
    let squares = each.iter().map(|effect| (effect - direction) * (effect - direction));
    Effect { size, direction, spread: (squares.sum::<f64>() / count).sqrt() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_triangle_keeps_its_ends_and_its_middle() {
        let input =
            |likely| Ranged { actor: 0, what: What::Capability, low: 2.0, likely, high: 10.0 };
        for likely in [None, Some(2.0), Some(4.0), Some(10.0)] {
            let input = input(likely);
            assert!((input.at(0.0) - 2.0).abs() < 1e-12 && (input.at(1.0) - 10.0).abs() < 1e-12);
        }
        // A quarter of a triangle that peaks at a quarter of its width lies below its peak.
        assert!((input(Some(4.0)).at(0.25) - 4.0).abs() < 1e-12);
        assert!((input(None).at(0.25) - 4.0).abs() < 1e-12);
    }

    #[test]
    fn quantiles_of_few_numbers() {
        let found = quantiles(&[4.0, 1.0, 3.0, 2.0, 5.0]);
        assert!((found[3] - 3.0).abs() < 1e-12 && (found[2] - 2.0).abs() < 1e-12);
        assert!((found[0] - 1.0).abs() < 1e-12 && (found[6] - 5.0).abs() < 1e-12);
    }
}
