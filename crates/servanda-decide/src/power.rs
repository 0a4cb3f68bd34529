//! Power in weighted voting: who is decisive how often (Banzhaf, Shapley and Shubik), and which coalitions
//! are just large enough. Exact: coalitions are counted in whole numbers by dynamic programming over
//! size and weight. Knows no issue and no position.

#![allow(
    clippy::indexing_slicing,
    reason = "every list here has one place for each voter, and tables one for each size and weight"
)]

use crate::fault::Fault;
use crate::number::real;
use servanda::syntax::Code;

/// Voters at most: counts of coalitions fit into 128 bits.
pub const MOST_VOTERS: usize = 120;

/// Cells of the table of sizes and weights at most.
const MOST_CELLS: u64 = 8_000_000;

/// Coalitions listed at most.
pub const MOST_LISTED: usize = 10_000;

/// Voters with weights, and the weight that carries a motion.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Game {
    weights: Vec<u64>,
    quota: u64,
}

impl Game {
    /// A game, if a motion can pass and can fail in it.
    pub fn new(weights: &[u64], quota: u64) -> Result<Game, Fault> {
        if weights.is_empty() {
            let message = "nobody votes";
            return Err(Fault::new(Code::SV1004, message, "name at least one voter"));
        }
        if weights.len() > MOST_VOTERS {
            let message = format!("{} voters are too many to count every coalition", weights.len());
            return Err(Fault::new(Code::SV1008, message, format!("at most {MOST_VOTERS}")));
        }
        let common = weights.iter().copied().fold(0, greatest_common_divisor).max(1);
        let weights: Vec<u64> = weights.iter().map(|weight| weight / common).collect();
        let shown = quota;
        let quota = quota.div_ceil(common);
        let whole = weights.iter().try_fold(0u64, |sum, weight| sum.checked_add(*weight));
        let whole = whole.unwrap_or(u64::MAX);
        if whole == 0 {
            let message = "nobody has a vote that counts";
            return Err(Fault::new(Code::SV1004, message, "give one voter a weight above 0"));
        }
        if quota == 0 {
            let message = "the quota is 0, so every motion passes without a vote";
            return Err(Fault::new(Code::SV1006, message, "write a quota of 1 or more"));
        }
        if quota > whole {
            let whole = whole.saturating_mul(common);
            let message = format!("the quota {shown} is more than all weights together, {whole}");
            return Err(Fault::new(
                Code::SV1006,
                message,
                format!("write a quota from 1 to {whole}"),
            ));
        }
        if (weights.len() as u64).saturating_mul(whole) > MOST_CELLS {
            let message = "the weights are too large to count every coalition";
            let help = "write them in larger units, such as hundreds or thousands";
            return Err(Fault::new(Code::SV1008, message, help));
        }
        Ok(Game { weights, quota })
    }

    /// How many vote.
    pub fn voters(&self) -> usize {
        self.weights.len()
    }

    fn whole(&self) -> u64 {
        self.weights.iter().sum()
    }

    /// The smallest weight that keeps the others from carrying a motion.
    pub fn blocking_quota(&self) -> u64 {
        self.whole() - self.quota + 1
    }

    /// The coalitions that carry a motion and would not without any one of them; every one of at most
    /// [`MOST_LISTED`], and whether there are more.
    pub fn minimal_winning(&self) -> (Vec<Vec<usize>>, bool) {
        minimal(&self.weights, self.quota)
    }

    /// The coalitions that can stop a motion and could not without any one of them.
    pub fn minimal_blocking(&self) -> (Vec<Vec<usize>>, bool) {
        minimal(&self.weights, self.blocking_quota())
    }

    /// How many coalitions of the others, by size, a voter turns from losing to winning.
    fn swings(&self, voter: usize, all: &[Vec<u128>]) -> Vec<u128> {
        let weight = self.weights[voter] as usize;
        let quota = self.quota as usize;
        let others = self.weights.len() - 1;
        // Coalitions without the voter: those of all less those of size one less with it.
        let mut without: Vec<Vec<u128>> = Vec::with_capacity(others + 1);
        for (size, row) in all.iter().enumerate().take(others + 1) {
            let mut row = row.clone();
            if let Some(smaller) = size.checked_sub(1).map(|size| &without[size]) {
                for at in weight..row.len() {
                    row[at] -= smaller[at - weight];
                }
            }
            without.push(row);
        }
        let from = quota.saturating_sub(weight);
        without.iter().map(|row| row[from..quota.min(row.len())].iter().sum()).collect()
    }

    /// How many coalitions there are of each size and weight.
    fn coalitions(&self) -> Vec<Vec<u128>> {
        let count = self.weights.len();
        let whole = self.whole() as usize;
        let mut table = vec![vec![0u128; whole + 1]; count + 1];
        table[0][0] = 1;
        for (met, weight) in self.weights.iter().enumerate() {
            let weight = *weight as usize;
            for size in (1..=met + 1).rev() {
                for at in (weight..=whole).rev() {
                    let more = table[size - 1][at - weight];
                    table[size][at] += more;
                }
            }
        }
        table
    }
}

/// Numbers in words as whole numbers of one unit, which is as small as their decimals ask for.
pub fn whole(words: &[&str]) -> Result<Vec<u64>, Fault> {
    let decimals = |word: &str| word.split_once('.').map_or(0, |(_, after)| after.len());
    let places = words.iter().map(|word| decimals(word)).max().unwrap_or_default();
    let read = |word: &&str| {
        let (before, after) = word.split_once('.').unwrap_or((word, ""));
        let digits = format!("{before}{after:0<places$}");
        let plain = !before.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        if !plain {
            let message = format!("`{word}` is no number of votes");
            return Err(Fault::new(Code::SV1003, message, "write digits, such as `4` or `2.5`"));
        }
        digits.parse::<u64>().map_err(|_| {
            let message = format!("`{word}` is too large a number of votes");
            let help = "write them in larger units, such as hundreds or thousands";
            Fault::new(Code::SV1008, message, help)
        })
    };
    words.iter().map(read).collect()
}

fn greatest_common_divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

/// Both indices.
#[derive(Clone, PartialEq, Debug)]
pub struct Indices {
    /// Coalitions of the others in which each voter is decisive.
    pub swings: Vec<u128>,
    /// Those as a share of all coalitions of the others.
    pub banzhaf_absolute: Vec<f64>,
    /// Those as a share of everybody's.
    pub banzhaf: Vec<f64>,
    /// The share of all orders of voting in which each voter carries the motion.
    pub shapley_shubik: Vec<f64>,
}

/// Both indices of a game.
pub fn indices(game: &Game) -> Indices {
    let all = game.coalitions();
    let by_size: Vec<Vec<u128>> =
        (0..game.voters()).map(|voter| game.swings(voter, &all)).collect();
    from_swings(&by_size)
}

/// Both indices from how many coalitions of the others, by size, each voter turns.
pub(crate) fn from_swings(by_size: &[Vec<u128>]) -> Indices {
    let count = by_size.len();
    let (mut swings, mut orders) = (Vec::new(), Vec::new());
    for sizes in by_size {
        swings.push(sizes.iter().sum::<u128>());
        // Each coalition of a size is a share 1 / (n * C(n-1, size)) of all orders.
        let mut ways = 1.0;
        let mut share = 0.0;
        for (size, swings) in sizes.iter().enumerate() {
            share += large(*swings) / (real(count) * ways);
            ways *= real(count - 1 - size) / real(size + 1);
        }
        orders.push(share);
    }
    let total: f64 = swings.iter().map(|swings| large(*swings)).sum();
    let coalitions = 2f64.powi(i32::try_from(count).unwrap_or(i32::MAX) - 1);
    Indices {
        banzhaf: swings.iter().map(|swings| large(*swings) / total).collect(),
        banzhaf_absolute: swings.iter().map(|swings| large(*swings) / coalitions).collect(),
        swings,
        shapley_shubik: orders,
    }
}

/// The Shapley-Shubik index alone.
pub fn shapley_shubik(game: &Game) -> Vec<f64> {
    indices(game).shapley_shubik
}

#[allow(clippy::cast_precision_loss, reason = "a share needs no more than 53 bits")]
fn large(count: u128) -> f64 {
    count as f64
}

/// Coalitions that reach a weight and do not without any one member. Voters are taken from the
/// heaviest down, so the one taken last is the lightest, and the sum without it decides.
fn minimal(weights: &[u64], quota: u64) -> (Vec<Vec<usize>>, bool) {
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|voter| (std::cmp::Reverse(weights[*voter]), *voter));
    let mut left: Vec<u64> = vec![0; order.len() + 1];
    for at in (0..order.len()).rev() {
        left[at] = left[at + 1] + weights[order[at]];
    }
    let mut found = Vec::new();
    let mut more = false;
    // Place in the order, weight so far, members.
    let mut open: Vec<(usize, u64, Vec<usize>)> = vec![(0, 0, Vec::new())];
    while let Some((at, sum, members)) = open.pop() {
        if at == order.len() || sum + left[at] < quota {
            continue;
        }
        let voter = order[at];
        open.push((at + 1, sum, members.clone()));
        let mut with = members;
        with.push(voter);
        let sum = sum + weights[voter];
        if sum < quota {
            open.push((at + 1, sum, with));
            continue;
        }
        if found.len() == MOST_LISTED {
            more = true;
            break;
        }
        with.sort_unstable();
        found.push(with);
    }
    found.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
    (found, more)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn game(weights: &[u64], quota: u64) -> Game {
        Game::new(weights, quota).unwrap_or_else(|fault| unreachable!("{}", fault.message))
    }

    #[test]
    fn the_council_of_the_six_of_1958() {
        let council = game(&[4, 4, 4, 2, 2, 1], 12);
        let indices = indices(&council);
        for (index, expected) in
            indices.shapley_shubik.iter().zip([14.0, 14.0, 14.0, 9.0, 9.0, 0.0])
        {
            assert!((index - expected / 60.0).abs() < 1e-14, "{:?}", indices.shapley_shubik);
        }
        assert_eq!(indices.swings, [10, 10, 10, 6, 6, 0]);
        let (winning, more) = council.minimal_winning();
        assert!(!more && winning.contains(&vec![0, 1, 2]) && winning.contains(&vec![0, 1, 3, 4]));
        assert!(winning.iter().all(|coalition| !coalition.contains(&5)), "Luxembourg counts never");
    }

    #[test]
    fn the_security_council_of_fifteen() {
        let weights: Vec<u64> = [vec![7; 5], vec![1; 10]].concat();
        let council = game(&weights, 39);
        let shapley = shapley_shubik(&council);
        assert!((shapley[0] - 0.19627).abs() < 5e-6, "permanent: {}", shapley[0]);
        assert!((shapley[14] - 0.001_865).abs() < 5e-7, "elected: {}", shapley[14]);
        // All five and four of the ten.
        assert_eq!(council.minimal_winning().0.len(), 210);
        // Any permanent member alone, or seven of the ten.
        assert_eq!(council.minimal_blocking().0.len(), 5 + 120);
    }

    #[test]
    fn counting_and_listing_every_coalition_say_the_same() {
        // Against the plain way, over all coalitions, for many small games.
        for seed in 0..60u64 {
            let weights: Vec<u64> =
                (0..6).map(|at| (seed * 7 + at * at * 3 + 1) % 5 + at % 2).collect();
            let whole: u64 = weights.iter().sum();
            for quota in 1..=whole {
                let game = game(&weights, quota);
                let wins = |set: usize| {
                    (0..6).filter(|at| set >> at & 1 == 1).map(|at| weights[at]).sum::<u64>()
                        >= quota
                };
                for (voter, swings) in indices(&game).swings.iter().enumerate() {
                    let plain = (0..64usize).filter(|set| set >> voter & 1 == 0);
                    let plain = plain.filter(|set| !wins(*set) && wins(set | 1 << voter)).count();
                    assert_eq!(*swings, plain as u128, "{weights:?} {quota} {voter}");
                }
                let minimal = (0..64usize).filter(|set| {
                    wins(*set) && (0..6).all(|at| set >> at & 1 == 0 || !wins(set & !(1 << at)))
                });
                assert_eq!(game.minimal_winning().0.len(), minimal.count(), "{weights:?} {quota}");
            }
        }
    }

    #[test]
    fn weights_may_have_decimals_and_must_be_numbers() {
        assert_eq!(whole(&["4", "2.5", "0.25"]), Ok(vec![400, 250, 25]));
        for word in ["x", "", "-1", "1e3", "1.2.3", "NaN", "99999999999999999999999"] {
            assert!(whole(&[word]).is_err(), "{word}");
        }
    }

    #[test]
    fn weights_scaled_alike_change_nothing_and_odd_games_are_refused() {
        let a = indices(&game(&[4, 4, 4, 2, 2, 1], 12));
        let b = indices(&game(&[400, 400, 400, 200, 200, 100], 1200));
        assert_eq!(a, b);
        assert!(Game::new(&[], 1).is_err() && Game::new(&[1, 2], 4).is_err());
        assert!(Game::new(&[1, 2], 0).is_err() && Game::new(&[1; 121], 61).is_err());
        let many = shapley_shubik(&game(&[1; 120], 61));
        assert!((many[7] - 1.0 / 120.0).abs() < 1e-12);
    }
}
