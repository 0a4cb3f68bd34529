//! Two rows of values side by side as a table of counts, and the measures that chance or order go into
//! as functions of it. Knows nothing of states.

/// How far apart two values are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Distance {
    /// 1 if they differ, 0 if not: values without an order.
    Nominal,
    /// Their difference.
    Absolute,
    /// The square of their difference.
    Squared,
}

impl Distance {
    /// The distance of two values.
    pub const fn between(self, one: u8, other: u8) -> u64 {
        let difference = one.abs_diff(other) as u64;
        match self {
            Distance::Nominal => (difference > 0) as u64,
            Distance::Absolute => difference,
            Distance::Squared => difference * difference,
        }
    }
}

/// How many states stand at each pair of values: row *v*, column *w* counts those to which the one state
/// has the value *v* and the other the value *w*. The values are 0 to `N` - 1; at most 65,535 states, so
/// that whole numbers hold every sum.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Contingency<const N: usize> {
    cells: [[u32; N]; N],
    /// How often each value stands in the one row and in the other; all of them. Every measure needs
    /// these sums.
    rows: [u64; N],
    columns: [u64; N],
    total: u64,
}

impl<const N: usize> Contingency<N> {
    /// Counts two rows. None where their lengths differ, where they hold more than 65,535 values, or
    /// where a value is not below `N`.
    pub fn of(one: &[u8], other: &[u8]) -> Option<Self> {
        if one.len() != other.len() || one.len() > usize::from(u16::MAX) {
            return None;
        }
        let mut cells = [[0; N]; N];
        for (one, other) in one.iter().zip(other) {
            *cells.get_mut(usize::from(*one))?.get_mut(usize::from(*other))? += 1;
        }
        Some(Contingency::from_cells(cells))
    }

    /// The table with these counts.
    pub(super) fn from_cells(cells: [[u32; N]; N]) -> Self {
        let rows = cells.map(|row| row.iter().copied().map(u64::from).sum());
        let mut columns = [0; N];
        for row in &cells {
            columns.iter_mut().zip(row).for_each(|(sum, cell)| *sum += u64::from(*cell));
        }
        Contingency { cells, rows, columns, total: rows.iter().sum() }
    }

    /// The counts, by the value of the one and that of the other.
    pub const fn cells(&self) -> &[[u32; N]; N] {
        &self.cells
    }

    /// Cohen's kappa with distances: chance is each row's own values in any order. None where no distance
    /// is to be expected: both rows constant at one value.
    pub fn kappa(&self, distance: Distance) -> Option<f64> {
        one_less(
            self.total * self.distances(distance),
            expected(&self.rows, &self.columns, distance),
        )
    }

    /// Scott's pi with distances: chance is the values of both rows together in any order. None where no
    /// distance is to be expected: both rows constant at one value.
    pub fn pi(&self, distance: Distance) -> Option<f64> {
        let mut both = self.rows;
        both.iter_mut().zip(self.columns).for_each(|(both, more)| *both += more);
        one_less(4 * self.total * self.distances(distance), expected(&both, &both, distance))
    }

    /// Kendall's tau-b. None where a row is constant and so orders nothing.
    pub fn tau_b(&self) -> Option<f64> {
        let apart =
            |margin: &[u64; N]| pairs(self.total) - margin.iter().copied().map(pairs).sum::<u64>();
        let both = apart(&self.rows) * apart(&self.columns);
        (both > 0).then(|| self.order() / real(both).sqrt())
    }

    /// Pairs of states in the same order in both rows, less those in the opposite order.
    fn order(&self) -> f64 {
        let mut before = [0_i64; N];
        let mut balance = 0;
        for row in &self.cells {
            let all: i64 = before.iter().sum();
            let mut lower = 0;
            for (cell, same) in row.iter().zip(&before) {
                let higher = all - lower - same;
                balance += i64::from(*cell) * (lower - higher);
                lower += same;
            }
            before.iter_mut().zip(row).for_each(|(sum, cell)| *sum += i64::from(*cell));
        }
        let size = real(balance.unsigned_abs());
        if balance < 0 { -size } else { size }
    }

    /// The sum of the distances.
    fn distances(&self, distance: Distance) -> u64 {
        let mut sum = 0;
        for (one, row) in (0..).zip(&self.cells) {
            for (other, cell) in (0..).zip(row) {
                sum += u64::from(*cell) * distance.between(one, other);
            }
        }
        sum
    }
}

/// The sum of the distances of every value of the one margin to every value of the other.
fn expected<const N: usize>(one: &[u64; N], other: &[u64; N], distance: Distance) -> u64 {
    let mut sum = 0;
    for (value, count) in (0..).zip(one) {
        for (against, more) in (0..).zip(other) {
            sum += count * more * distance.between(value, against);
        }
    }
    sum
}

/// 1 - part / whole: whole numbers to the last step, so that no order of summing shows.
fn one_less(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| 1.0 - real(part) / real(whole))
}

const fn pairs(count: u64) -> u64 {
    count * count.saturating_sub(1) / 2
}

/// A whole number as a real one: exact for every year of the state system, and never off by more than a
/// rounding.
#[allow(clippy::cast_precision_loss, reason = "a quotient of such numbers is rounded anyway")]
pub(super) const fn real(number: u64) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: Option<f64>, expected: f64) {
        let found = found.expect("defined");
        assert!((found - expected).abs() < 1e-12, "{found} is not {expected}");
    }

    #[test]
    fn a_table_of_two_values_by_hand() {
        let table = Contingency::<2>::of(&[0, 0, 1, 1], &[0, 1, 1, 1]).expect("two rows");
        assert_eq!(table.cells(), &[[1, 1], [0, 2]]);
        for distance in [Distance::Nominal, Distance::Absolute, Distance::Squared] {
            near(table.kappa(distance), 0.5);
            near(table.pi(distance), 1.0 - 16.0 / 30.0);
        }
        near(table.tau_b(), 2.0 / 12.0_f64.sqrt());
    }

    #[test]
    fn a_table_of_four_values_by_hand() {
        let table = Contingency::<4>::of(&[3, 0, 0, 1], &[1, 3, 0, 1]).expect("two rows");
        // Distances 2, 3, 0 and 0. Each of 3, 0, 0, 1 against each of 1, 3, 0, 1: 7, 5, 5, 3 and squared 17, 11, 11, 5.
        near(table.kappa(Distance::Absolute), 1.0 - 4.0 * 5.0 / 20.0);
        near(table.kappa(Distance::Squared), 1.0 - 4.0 * 13.0 / 44.0);
        // Both together: three 0, three 1, two 3; twice 9 pairs apart 1, 6 apart 2 and 6 apart 3.
        near(table.pi(Distance::Absolute), 1.0 - 16.0 * 5.0 / 78.0);
        near(table.pi(Distance::Squared), 1.0 - 16.0 * 13.0 / 174.0);
        near(table.pi(Distance::Nominal), 1.0 - 16.0 * 2.0 / 42.0);
        // Two pairs of places in the same order, two in opposite orders.
        near(table.tau_b(), 0.0);
        // Two in opposite orders; the one row tells two pairs apart, the other all three.
        let table = Contingency::<4>::of(&[2, 0, 0], &[0, 1, 3]).expect("two rows");
        near(table.tau_b(), -2.0 / 6.0_f64.sqrt());
    }

    #[test]
    fn what_does_not_exist_is_none() {
        let none = Contingency::<2>::of(&[0, 0], &[0, 0]).expect("two rows");
        assert_eq!((none.kappa(Distance::Squared), none.pi(Distance::Absolute)), (None, None));
        assert_eq!(none.tau_b(), None);
        let opposite = Contingency::<2>::of(&[0, 0], &[1, 1]).expect("two rows");
        assert_eq!(opposite.kappa(Distance::Squared), Some(0.0));
        assert_eq!((opposite.pi(Distance::Squared), opposite.tau_b()), (Some(-1.0), None));
        let empty = Contingency::<4>::of(&[], &[]).expect("two rows");
        assert_eq!((empty.kappa(Distance::Squared), empty.tau_b()), (None, None));
    }

    #[test]
    fn rows_that_do_not_fit_are_no_table() {
        assert_eq!(Contingency::<2>::of(&[0], &[0, 1]), None);
        assert_eq!(Contingency::<2>::of(&[0], &[2]), None);
        let long = vec![0; 65_536];
        assert_eq!(Contingency::<2>::of(&long, &long), None);
    }
}
