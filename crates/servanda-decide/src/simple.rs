//! The plain forecasts that stand beside every model: the mean of positions by weight, the median by
//! weight, and the median of actors. On decided issues of the European Union the mean was nearer to the
//! outcome than a bargaining model, so none of these is ever left out. Knows no model.

use crate::number::real;

/// The mean of positions by weight; `None` when no weight is above zero.
pub fn weighted_mean(positions: &[f64], weights: &[f64]) -> Option<f64> {
    let whole: f64 = weights.iter().sum();
    let sum: f64 = positions.iter().zip(weights).map(|(x, w)| x * w).sum();
    (whole > 0.0).then(|| sum / whole)
}

/// The position that no other beats when votes go by weight and distance: the weighted median, the
/// lower one where two are as good.
pub fn weighted_median(positions: &[f64], weights: &[f64]) -> Option<f64> {
    let whole: f64 = weights.iter().sum();
    if positions.is_empty() || whole <= 0.0 {
        return None;
    }
    let far = |from: f64| -> f64 {
        positions.iter().zip(weights).map(|(x, w)| w * (x - from).abs()).sum()
    };
    let span = positions.iter().map(|x| x.abs()).fold(1.0, f64::max) * whole;
    let least = positions.iter().map(|x| far(*x)).fold(f64::INFINITY, f64::min);
    let good = positions.iter().copied().filter(|x| far(*x) <= least + span * 1e-12);
    good.min_by(f64::total_cmp)
}

/// The mean of positions, each actor once.
pub fn plain_mean(positions: &[f64]) -> Option<f64> {
    (!positions.is_empty()).then(|| positions.iter().sum::<f64>() / real(positions.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_as_good_medians_give_the_lower() {
        assert_eq!(weighted_median(&[7.0, 1.0], &[1.0, 1.0]), Some(1.0));
        assert_eq!(weighted_median(&[1.0, 2.0, 9.0], &[1.0, 1.0, 5.0]), Some(9.0));
        assert_eq!(weighted_median(&[1.0], &[0.0]), None);
    }
}
