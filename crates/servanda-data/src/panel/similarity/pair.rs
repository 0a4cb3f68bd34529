//! Two portfolios beside each other, as planes of bits: what they have in common and how far they are
//! apart, counted 64 states at a time. Knows no measure.

use super::apart::{Apart, Weights};
use super::contingency::Contingency;
use std::cell::OnceCell;

/// States that a block holds: 256, more than any year of the state system had.
pub(super) const BLOCK: usize = 256;

/// One plane of a block.
pub(super) type Plane = [u64; BLOCK / 64];

/// Part of a portfolio. A tie sets its own plane and all weaker ones, so that a plane says "at least".
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Block {
    /// Allies.
    pub(super) allied: Plane,
    /// Values of at least 1, 2 and 3.
    pub(super) valued: [Plane; 3],
}

/// How many bits are set in the planes of one portfolio.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Count {
    pub(super) allied: u32,
    pub(super) valued: [u32; 3],
}

/// One portfolio.
pub(super) type Row<'y> = (&'y [Block], &'y Count);

/// Two states of one year. What is asked of them is computed then, and kept where more than one measure
/// needs it.
#[derive(Debug)]
pub struct Pair<'y> {
    states: usize,
    weights: Option<&'y Weights>,
    one: Row<'y>,
    other: Row<'y>,
    valued: OnceCell<Contingency<4>>,
    binary: OnceCell<Contingency<2>>,
    apart: OnceCell<Apart>,
    weighted: OnceCell<Apart>,
}

impl<'y> Pair<'y> {
    pub(super) const fn new(
        states: usize,
        weights: Option<&'y Weights>,
        one: Row<'y>,
        other: Row<'y>,
    ) -> Pair<'y> {
        Pair {
            states,
            weights,
            one,
            other,
            valued: OnceCell::new(),
            binary: OnceCell::new(),
            apart: OnceCell::new(),
            weighted: OnceCell::new(),
        }
    }

    /// The table of their valued ties, 0 to 3.
    pub fn valued(&self) -> &Contingency<4> {
        self.valued.get_or_init(|| self.count_valued())
    }

    /// The table of their binary ties: allied or not.
    pub fn binary(&self) -> &Contingency<2> {
        self.binary.get_or_init(|| self.count_binary())
    }

    /// At how many states they are apart, and how far.
    pub fn apart(&self) -> Apart {
        *self.apart.get_or_init(|| self.count_apart())
    }

    /// What the states weigh at which they are apart; none if the year has no weights.
    pub fn weighted(&self) -> Option<Apart> {
        let weights = self.weights?;
        Some(*self.weighted.get_or_init(|| self.weigh(weights)))
    }

    fn blocks(&self) -> impl Iterator<Item = (&'y Block, &'y Block)> {
        self.one.0.iter().zip(self.other.0)
    }

    fn count_valued(&self) -> Contingency<4> {
        let mut at_least = [[0; 3]; 3];
        for (one, other) in self.blocks() {
            for (row, one) in at_least.iter_mut().zip(&one.valued) {
                for (cell, other) in row.iter_mut().zip(&other.valued) {
                    *cell += count(&both(one, other));
                }
            }
        }
        let [low, middle, high] = at_least;
        let [n1, n2, n3] = self.one.1.valued;
        table([
            after(self.states as u32, self.other.1.valued),
            after(n1, low),
            after(n2, middle),
            after(n3, high),
        ])
    }

    fn count_binary(&self) -> Contingency<2> {
        let planes = self.blocks().map(|(one, other)| (&one.allied, &other.allied));
        let allied = planes.map(|(one, other)| count(&both(one, other))).sum();
        table([[self.states as u32, self.other.1.allied], [self.one.1.allied, allied]])
    }

    fn count_apart(&self) -> Apart {
        let (mut valued, mut binary) = ([0; 3], 0);
        for (one, other) in self.blocks() {
            let planes = by_distance(one, other);
            valued.iter_mut().zip(&planes).for_each(|(sum, plane)| *sum += count(plane));
            binary += count(&either(&one.allied, &other.allied));
        }
        let total = f64::from(self.states as u32);
        Apart { total, valued: valued.map(f64::from), binary: f64::from(binary) }
    }

    fn weigh(&self, weights: &Weights) -> Apart {
        let mut sums = Apart { total: weights.total(), valued: [0.0; 3], binary: 0.0 };
        for ((one, other), weights) in self.blocks().zip(weights.by_place().chunks(BLOCK)) {
            let planes = by_distance(one, other);
            let valued = sums.valued.iter_mut().zip(&planes);
            valued.for_each(|(sum, plane)| *sum += sum_where(weights, plane));
            sums.binary += sum_where(weights, &either(&one.allied, &other.allied));
        }
        sums
    }
}

/// The states at which two portfolios are apart by 1, 2 and 3: by as many as they have planes apart.
fn by_distance(one: &Block, other: &Block) -> [Plane; 3] {
    let ([x1, x2, x3], [y1, y2, y3]) = (&one.valued, &other.valued);
    let (low, middle, high) = (either(x1, y1), either(x2, y2), either(x3, y3));
    let all = both(&both(&low, &middle), &high);
    // One or three planes apart.
    let odd = either(&either(&low, &middle), &high);
    let any = join(&join(&low, &middle), &high);
    [either(&odd, &all), either(&any, &odd), all]
}

fn both(one: &Plane, other: &Plane) -> Plane {
    merge(one, other, |one, other| one & other)
}

/// One or the other, not both.
fn either(one: &Plane, other: &Plane) -> Plane {
    merge(one, other, |one, other| one ^ other)
}

fn join(one: &Plane, other: &Plane) -> Plane {
    merge(one, other, |one, other| one | other)
}

fn merge(one: &Plane, other: &Plane, merge: impl Fn(u64, u64) -> u64) -> Plane {
    let mut words = *one;
    words.iter_mut().zip(other).for_each(|(word, other)| *word = merge(*word, *other));
    words
}

fn count(plane: &Plane) -> u32 {
    plane.iter().map(|word| word.count_ones()).sum()
}

/// The sum of the weights whose bits are set.
fn sum_where(weights: &[f64], plane: &Plane) -> f64 {
    let mut sum = 0.0;
    for (word, weights) in plane.iter().zip(weights.chunks(64)) {
        let mut word = *word;
        while word != 0 {
            sum += weights.get(word.trailing_zeros() as usize).unwrap_or(&0.0);
            word &= word - 1;
        }
    }
    sum
}

fn after(first: u32, [low, middle, high]: [u32; 3]) -> [u32; 4] {
    [first, low, middle, high]
}

/// Counts of "at least v and at least w" as counts of "exactly v and exactly w".
fn table<const N: usize>(at_least: [[u32; N]; N]) -> Contingency<N> {
    let mut cells = at_least;
    for row in &mut cells {
        let mut cells = row.iter_mut().peekable();
        while let (Some(cell), Some(next)) = (cells.next(), cells.peek()) {
            *cell -= **next;
        }
    }
    let mut rows = cells.iter_mut().peekable();
    while let (Some(row), Some(next)) = (rows.next(), rows.peek()) {
        row.iter_mut().zip(next.iter()).for_each(|(cell, next)| *cell -= next);
    }
    Contingency::from_cells(cells)
}
