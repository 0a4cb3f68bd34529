//! Ridge logit by Newton's method: `-log likelihood + (lambda / 2) |b|^2`, the intercept free, inputs
//! standardized. Knows numbers, no alliance. Written here: a library of regression brings a linear
//! algebra of dozens of packages for what is one Cholesky step.

#![allow(clippy::indexing_slicing, reason = "places in a square matrix, all below its size")]

/// Rows of inputs with what happened. A missing input is not a number.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Inputs in each row.
    pub width: usize,
    /// Row after row.
    pub inputs: Vec<f64>,
    /// Whether the event happened, for each row.
    pub events: Vec<bool>,
}

impl Table {
    /// The rows.
    pub fn rows(&self) -> impl Iterator<Item = (&[f64], bool)> {
        self.inputs.chunks_exact(self.width.max(1)).zip(self.events.iter().copied())
    }

    /// Adds a row.
    pub fn push(&mut self, inputs: &[f64], event: bool) {
        debug_assert_eq!(inputs.len(), self.width, "a row has as many inputs as the table");
        self.inputs.extend(inputs);
        self.events.push(event);
    }
}

/// How inputs are brought to one scale: by the means and deviations of the training rows.
#[derive(Clone, PartialEq, Debug)]
pub struct Scale {
    /// Mean and deviation of each input, over rows where it is known.
    pub columns: Vec<(f64, f64)>,
}

impl Scale {
    /// The scale of a table. An input that never varies is left at zero.
    pub fn of(table: &Table) -> Scale {
        let column = |at: usize| {
            let known = || table.rows().map(move |(row, _)| row[at]).filter(|x| !x.is_nan());
            let count = known().count().max(1) as f64;
            let mean = known().sum::<f64>() / count;
            let variance = known().map(|x| (x - mean) * (x - mean)).sum::<f64>() / count;
            (mean, if variance > 1e-12 { variance.sqrt() } else { f64::INFINITY })
        };
        Scale { columns: (0..table.width).map(column).collect() }
    }

    /// A row on this scale; what is missing stands at the mean.
    pub fn apply(&self, row: &[f64]) -> Vec<f64> {
        let each = row.iter().zip(&self.columns);
        each.map(|(x, (mean, deviation))| if x.is_nan() { 0.0 } else { (x - mean) / deviation })
            .collect()
    }
}

/// A fitted model.
#[derive(Clone, PartialEq, Debug)]
pub struct Fit {
    /// How inputs are scaled.
    pub scale: Scale,
    /// Intercept first, then one weight for each standardized input.
    pub weights: Vec<f64>,
    /// The penalty.
    pub lambda: f64,
    /// Whether the steps came to rest.
    pub converged: bool,
}

impl Fit {
    /// The log odds of the event.
    pub fn log_odds(&self, row: &[f64]) -> f64 {
        let scaled = self.scale.apply(row);
        let Some((intercept, weights)) = self.weights.split_first() else { return 0.0 };
        intercept + weights.iter().zip(&scaled).map(|(b, x)| b * x).sum::<f64>()
    }

    /// The chance of the event.
    pub fn chance(&self, row: &[f64]) -> f64 {
        chance_of(self.log_odds(row))
    }
}

/// Log odds as a chance.
pub fn chance_of(log_odds: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-log_odds))
}

/// What is made least: minus the log likelihood, and the penalty.
pub fn loss(rows: &[Vec<f64>], events: &[bool], weights: &[f64], lambda: f64) -> f64 {
    let mut sum = 0.0;
    for (row, event) in rows.iter().zip(events) {
        let odds: f64 = row.iter().zip(weights).map(|(x, b)| x * b).sum();
        // log(1 + exp(odds)), without overflow.
        let log_sum = odds.max(0.0) + libm::log1p(libm::exp(-odds.abs()));
        sum += log_sum - if *event { odds } else { 0.0 };
    }
    sum + 0.5 * lambda * weights.iter().skip(1).map(|b| b * b).sum::<f64>()
}

/// The slope of what is made least, and its curvature row by row.
fn slope(rows: &[Vec<f64>], events: &[bool], weights: &[f64], lambda: f64) -> (Vec<f64>, Vec<f64>) {
    let size = weights.len();
    let (mut slope, mut curve) = (vec![0.0; size], vec![0.0; size * size]);
    for (row, event) in rows.iter().zip(events) {
        let chance = chance_of(row.iter().zip(weights).map(|(x, b)| x * b).sum());
        let miss = chance - f64::from(u8::from(*event));
        let weight = chance * (1.0 - chance);
        for (at, x) in row.iter().enumerate() {
            slope[at] += miss * x;
            let line = &mut curve[at * size..=at * size + at];
            for (cell, other) in line.iter_mut().zip(row) {
                *cell += weight * x * other;
            }
        }
    }
    for at in 1..size {
        slope[at] += lambda * weights[at];
        curve[at * size + at] += lambda;
    }
    (slope, curve)
}

/// Solves `curve * step = slope`, by Cholesky; only the lower triangle is read. `None` where the
/// matrix is not positive.
fn solve(mut curve: Vec<f64>, mut slope: Vec<f64>) -> Option<Vec<f64>> {
    let size = slope.len();
    for column in 0..size {
        for row in column..size {
            let before: f64 =
                (0..column).map(|k| curve[row * size + k] * curve[column * size + k]).sum();
            let rest = curve[row * size + column] - before;
            if row == column {
                if rest <= 1e-12 {
                    return None;
                }
                curve[row * size + row] = rest.sqrt();
            } else {
                curve[row * size + column] = rest / curve[column * size + column];
            }
        }
    }
    for row in 0..size {
        let before: f64 = (0..row).map(|k| curve[row * size + k] * slope[k]).sum();
        slope[row] = (slope[row] - before) / curve[row * size + row];
    }
    for row in (0..size).rev() {
        let after: f64 = (row + 1..size).map(|k| curve[k * size + row] * slope[k]).sum();
        slope[row] = (slope[row] - after) / curve[row * size + row];
    }
    Some(slope)
}

/// Fits the model. A table without any event, or with nothing else, has no fit.
pub fn fit(table: &Table, lambda: f64) -> Option<Fit> {
    let events = table.events.iter().filter(|event| **event).count();
    if events == 0 || events == table.events.len() {
        return None;
    }
    let scale = Scale::of(table);
    let rows: Vec<Vec<f64>> =
        table.rows().map(|(row, _)| [vec![1.0], scale.apply(row)].concat()).collect();
    let share = events as f64 / table.events.len() as f64;
    let mut weights = vec![0.0; table.width + 1];
    weights[0] = libm::log(share / (1.0 - share));
    let mut now = loss(&rows, &table.events, &weights, lambda);
    let mut converged = false;
    for _ in 0..100 {
        let (slope, mut curve) = slope(&rows, &table.events, &weights, lambda);
        // An input that never varies has no curvature of its own.
        for at in 0..weights.len() {
            curve[at * weights.len() + at] += 1e-9;
        }
        let step = solve(curve, slope)?;
        let mut length = 1.0;
        let (next, after) = loop {
            let next: Vec<f64> = weights.iter().zip(&step).map(|(b, s)| b - length * s).collect();
            let after = loss(&rows, &table.events, &next, lambda);
            if after <= now || length < 1e-6 {
                break (next, after);
            }
            length *= 0.5;
        };
        let moved = weights.iter().zip(&next).map(|(b, n)| (b - n).abs()).fold(0.0, f64::max);
        (weights, now) = (next, after);
        if moved < 1e-8 {
            converged = true;
            break;
        }
    }
    Some(Fit { scale, weights, lambda, converged })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at a surprise")]

    use super::*;
    use crate::chance::Chance;

    fn invented(rows: usize) -> Table {
        let mut chance = Chance::new(3, 0);
        let mut table = Table { width: 3, ..Table::default() };
        for _ in 0..rows {
            let x =
                [chance.normal(), 5.0 + 2.0 * chance.normal(), f64::from(chance.uniform() < 0.3)];
            let odds = -1.0 + 0.8 * x[0] - 0.3 * (x[1] - 5.0) + x[2];
            table.push(&x, chance.uniform() < chance_of(odds));
        }
        table
    }

    /// Gradient descent in small steps: slow, and nothing in it can be clever.
    fn by_descent(table: &Table, lambda: f64) -> Vec<f64> {
        let scale = Scale::of(table);
        let rows: Vec<Vec<f64>> =
            table.rows().map(|(row, _)| [vec![1.0], scale.apply(row)].concat()).collect();
        let mut weights = vec![0.0; table.width + 1];
        for _ in 0..20_000 {
            let mut slope = vec![0.0; weights.len()];
            for (row, event) in rows.iter().zip(&table.events) {
                let odds: f64 = row.iter().zip(&weights).map(|(x, b)| x * b).sum();
                let miss = chance_of(odds) - f64::from(u8::from(*event));
                for (sum, x) in slope.iter_mut().zip(row) {
                    *sum += miss * x;
                }
            }
            for (at, weight) in weights.iter_mut().enumerate() {
                let pull = if at == 0 { 0.0 } else { lambda * *weight };
                *weight -= 0.01 * (slope[at] + pull);
            }
        }
        weights
    }

    #[test]
    fn newton_and_naive_descent_find_the_same_weights() {
        let table = invented(200);
        for lambda in [0.1, 5.0, 50.0] {
            let fit = fit(&table, lambda).unwrap();
            assert!(fit.converged);
            for (one, other) in fit.weights.iter().zip(by_descent(&table, lambda)) {
                assert!((one - other).abs() < 1e-5, "lambda {lambda}: {one} against {other}");
            }
        }
    }

    #[test]
    fn chances_stay_between_zero_and_one_even_where_an_input_tells_all() {
        let mut table = Table { width: 2, ..Table::default() };
        for at in 0..40 {
            table.push(&[f64::from(at), 1.0], at >= 20);
        }
        let fit = fit(&table, 1e-6).unwrap();
        for (row, _) in table.rows() {
            let chance = fit.chance(row);
            assert!((0.0..=1.0).contains(&chance), "{chance}");
        }
        assert!((0.0..=1.0).contains(&fit.chance(&[1e9, f64::NAN])));
    }

    #[test]
    fn a_strong_penalty_leaves_the_base_rate() {
        let table = invented(300);
        let share = table.events.iter().filter(|event| **event).count() as f64 / 300.0;
        let fit = fit(&table, 1e9).unwrap();
        assert!((fit.chance(&[3.0, 9.0, 1.0]) - share).abs() < 1e-4);
    }

    #[test]
    fn a_table_in_which_nothing_happens_has_no_fit() {
        let mut table = Table { width: 1, ..Table::default() };
        table.push(&[1.0], false);
        assert!(fit(&table, 1.0).is_none());
    }
}
