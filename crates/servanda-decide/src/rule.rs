//! Rules by which a meeting decides: from votes to a decision, and to the coalitions that carry or stop
//! one. Knows votes and weights; knows no issue, no position and no treaty.

#![allow(
    clippy::indexing_slicing,
    reason = "votes and weights have one place for each voter, checked when a rule is made"
)]

use crate::fault::Fault;
use crate::power::{self, Game, Indices};
use servanda::syntax::Code;

/// How the votes are counted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Count {
    /// Everybody who votes must say yes.
    Unanimity,
    /// Nobody says no.
    Consensus,
    /// Nobody says no, those concerned not counted.
    ConsensusLess(Vec<usize>),
    /// More say yes than no.
    SimpleMajority,
    /// More than half of all say yes.
    AbsoluteMajority,
    /// This share of all say yes.
    Majority(u64, u64),
    /// Those who say yes have this weight together.
    Weighted(u64),
    /// Both: a share of all, and a weight.
    Double((u64, u64), u64),
    /// A proposal stands unless somebody breaks the silence within these hours.
    Silence(u32),
}

/// A rule with those who vote by it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rule {
    count: Count,
    weights: Vec<u64>,
    vetoes: Vec<usize>,
    quorum: Option<usize>,
}

/// One vote.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Vote {
    /// Yes.
    For,
    /// No.
    Against,
    /// Neither.
    Abstain,
    /// Not there.
    Absent,
}

impl Rule {
    /// A rule, if it fits those who vote.
    pub fn new(
        count: Count,
        weights: Vec<u64>,
        vetoes: Vec<usize>,
        quorum: Option<usize>,
    ) -> Result<Rule, Fault> {
        let voters = weights.len();
        let unfit =
            |message: String, help: &str| Err(Fault::new(Code::SV1006, message, help.to_owned()));
        if voters == 0 {
            let message = "nobody votes";
            return Err(Fault::new(Code::SV1004, message, "leave one actor without `no vote`"));
        }
        if let Count::ConsensusLess(concerned) = &count
            && (0..voters).all(|voter| concerned.contains(&voter))
        {
            return unfit(
                "everybody is concerned, and nobody is left to agree".into(),
                "name fewer",
            );
        }
        if let Count::Majority(part, whole) | Count::Double((part, whole), _) = count
            && (part == 0 || whole == 0 || part > whole || part * 2 <= whole)
        {
            let message = format!("a majority of {part}/{whole} is none");
            return unfit(message, "write a share above one half and up to 1, such as `2/3`");
        }
        if let Count::Weighted(quota) | Count::Double(_, quota) = count {
            Game::new(&weights, quota)?;
        }
        if quorum == Some(0) {
            return unfit("a quorum of 0 is none".into(), "write how many must be there, or none");
        }
        if quorum.is_some_and(|quorum| quorum > voters) {
            let message = format!("the quorum is more than the {voters} who vote");
            return unfit(message, "write a quorum that can be reached");
        }
        Ok(Rule { count, weights, vetoes, quorum })
    }

    /// How many vote.
    pub fn voters(&self) -> usize {
        self.weights.len()
    }

    /// Whether these votes carry a motion.
    pub fn carries(&self, votes: &[Vote]) -> bool {
        let number = |vote: Vote| votes.iter().filter(|cast| **cast == vote).count() as u64;
        let weight = || -> u64 {
            let each = votes.iter().zip(&self.weights);
            each.filter(|(vote, _)| **vote == Vote::For).map(|(_, weight)| weight).sum()
        };
        let all = self.weights.len() as u64;
        let (yes, no) = (number(Vote::For), number(Vote::Against));
        let present = self.voters() - number(Vote::Absent) as usize;
        if self.quorum.is_some_and(|quorum| present < quorum)
            || self.vetoes.iter().any(|voter| votes.get(*voter) == Some(&Vote::Against))
        {
            return false;
        }
        match &self.count {
            Count::Unanimity => yes == all,
            Count::Consensus | Count::Silence(_) => no == 0,
            Count::ConsensusLess(concerned) => votes
                .iter()
                .enumerate()
                .all(|(voter, vote)| *vote != Vote::Against || concerned.contains(&voter)),
            Count::SimpleMajority => yes > no,
            Count::AbsoluteMajority => yes * 2 > all,
            Count::Majority(part, whole) => yes * whole >= part * all,
            Count::Weighted(quota) => weight() >= *quota,
            Count::Double((part, whole), quota) => yes * whole >= part * all && weight() >= *quota,
        }
    }

    /// Whether a coalition carries a motion against everybody else.
    fn wins(&self, inside: impl Fn(usize) -> bool) -> bool {
        let vote = |voter| if inside(voter) { Vote::For } else { Vote::Against };
        self.carries(&(0..self.voters()).map(vote).collect::<Vec<_>>())
    }

    /// The rule as one game of weights, where it is one.
    fn game(&self) -> Option<Result<Game, Fault>> {
        let all = self.voters();
        let ones = vec![1; all];
        let (weights, quota) = match &self.count {
            Count::Unanimity | Count::Consensus | Count::Silence(_) => (ones, all as u64),
            Count::ConsensusLess(concerned) => {
                let weight = |voter| u64::from(!concerned.contains(&voter));
                let weights: Vec<u64> = (0..all).map(weight).collect();
                let quota = weights.iter().sum();
                (weights, quota)
            }
            Count::SimpleMajority | Count::AbsoluteMajority => (ones, all as u64 / 2 + 1),
            Count::Majority(part, whole) => (ones, (part * all as u64).div_ceil(*whole)),
            Count::Weighted(quota) => (self.weights.clone(), *quota),
            Count::Double(..) => return None,
        };
        // A veto is a weight that all the others together cannot make up for.
        let heavy: u64 = weights.iter().sum::<u64>() + 1;
        let weights: Vec<u64> = weights
            .iter()
            .enumerate()
            .map(|(voter, weight)| weight + if self.vetoes.contains(&voter) { heavy } else { 0 })
            .collect();
        let mut vetoes = self.vetoes.clone();
        vetoes.sort_unstable();
        vetoes.dedup();
        Some(Game::new(&weights, quota + heavy * vetoes.len() as u64))
    }

    /// Power and coalitions under the rule.
    pub fn power(&self) -> Result<Power, Fault> {
        if let Some(game) = self.game() {
            let game = game?;
            let (winning, more_winning) = game.minimal_winning();
            let (blocking, more_blocking) = game.minimal_blocking();
            let more = more_winning || more_blocking;
            return Ok(Power { indices: power::indices(&game), winning, blocking, more });
        }
        self.power_by_listing()
    }

    /// The same by going through every coalition.
    fn power_by_listing(&self) -> Result<Power, Fault> {
        let all = self.voters();
        if all > MOST_LISTED {
            let message = format!("a double majority of {all} voters has too many coalitions");
            return Err(Fault::new(Code::SV1008, message, format!("at most {MOST_LISTED}")));
        }
        let has = |set: u32, voter: usize| set >> voter & 1 == 1;
        let wins: Vec<bool> =
            (0..1u32 << all).map(|set| self.wins(|voter| has(set, voter))).collect();
        let everybody = (1u32 << all) - 1;
        let won = |set: u32| wins[set as usize];
        let members = |set: u32| (0..all).filter(|voter| has(set, *voter)).collect::<Vec<_>>();
        let minimal = |holds: &dyn Fn(u32) -> bool| {
            let least = |set: &u32| {
                holds(*set) && members(*set).iter().all(|voter| !holds(set & !(1 << voter)))
            };
            let mut found: Vec<Vec<usize>> = (0..=everybody).filter(least).map(members).collect();
            found.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
            found
        };
        let swings = |voter: usize| {
            let turned = move |set: &u32| !has(*set, voter);
            (0..=everybody).filter(turned).filter(move |set| !won(*set) && won(set | 1 << voter))
        };
        let by_size = (0..all).map(|voter| {
            let mut sizes = vec![0u128; all];
            for set in swings(voter) {
                sizes[set.count_ones() as usize] += 1;
            }
            sizes
        });
        Ok(Power {
            indices: power::from_swings(&by_size.collect::<Vec<_>>()),
            winning: minimal(&won),
            blocking: minimal(&|set| !won(everybody & !set)),
            more: false,
        })
    }

    /// The rule in words.
    pub fn words(&self) -> String {
        let mut words = match &self.count {
            Count::Unanimity => "unanimity: everybody who votes says yes".to_owned(),
            Count::Consensus => "consensus: nobody says no".to_owned(),
            Count::ConsensusLess(_) => {
                "consensus less those concerned: nobody else says no".to_owned()
            }
            Count::SimpleMajority => "simple majority: more say yes than no".to_owned(),
            Count::AbsoluteMajority => {
                format!("absolute majority: more than half of all {} say yes", self.voters())
            }
            Count::Majority(part, whole) => {
                let needed = (part * self.weights.len() as u64).div_ceil(*whole);
                format!("majority of {part}/{whole}: {needed} of {} say yes", self.voters())
            }
            Count::Weighted(quota) => {
                let whole: u64 = self.weights.iter().sum();
                format!("weighted majority: {quota} of {whole} votes say yes")
            }
            Count::Double((part, whole), quota) => {
                format!("double majority: {part}/{whole} of all, and {quota} votes, say yes")
            }
            Count::Silence(hours) => {
                let hours = crate::number::counted(*hours as usize, "hour");
                format!("silence procedure: it stands unless somebody objects within {hours}")
            }
        };
        if !self.vetoes.is_empty() {
            words.push_str("; some have a veto");
        }
        if let Some(quorum) = self.quorum {
            words.push_str(&format!("; at least {quorum} must be there"));
        }
        words
    }
}

/// Voters at most where every coalition must be listed.
const MOST_LISTED: usize = 20;

/// Who has how much power, and in which coalitions.
#[derive(Clone, PartialEq, Debug)]
pub struct Power {
    /// Both indices, voter by voter.
    pub indices: Indices,
    /// Minimal winning coalitions.
    pub winning: Vec<Vec<usize>>,
    /// Minimal blocking coalitions.
    pub blocking: Vec<Vec<usize>>,
    /// Whether there are more than are listed.
    pub more: bool,
}

/// The vote of one who compares a proposal with what stands without it.
pub fn vote(position: f64, status_quo: f64, proposal: f64) -> Vote {
    let (now, then) = ((position - status_quo).abs(), (position - proposal).abs());
    if (now - then).abs() < 1e-9 {
        Vote::Abstain
    } else if then < now {
        Vote::For
    } else {
        Vote::Against
    }
}

#[cfg(test)]
mod tests {
    use super::Vote::{Absent, Abstain, Against, For};
    use super::*;

    fn rule(count: Count, weights: &[u64], vetoes: &[usize]) -> Rule {
        let made = Rule::new(count, weights.to_vec(), vetoes.to_vec(), None);
        made.unwrap_or_else(|fault| unreachable!("{}", fault.message))
    }

    #[test]
    fn unanimity_gives_everyone_a_veto_and_equal_power() {
        for count in [Count::Unanimity, Count::Consensus, Count::Silence(24)] {
            let power = rule(count, &[1; 6], &[]).power();
            let power = power.unwrap_or_else(|fault| unreachable!("{}", fault.message));
            assert_eq!(power.blocking, (0..6).map(|voter| vec![voter]).collect::<Vec<_>>());
            assert_eq!(power.winning, [(0..6).collect::<Vec<_>>()]);
            assert!(power.indices.shapley_shubik.iter().all(|p| (p - 1.0 / 6.0).abs() < 1e-12));
        }
    }

    #[test]
    fn each_rule_counts_what_it_says() {
        let ones = [1; 5];
        let votes = [For, For, For, Abstain, Against];
        let carried = |count| rule(count, &ones, &[]).carries(&votes);
        assert!(!carried(Count::Unanimity) && !carried(Count::Consensus));
        assert!(carried(Count::ConsensusLess(vec![4])) && !carried(Count::ConsensusLess(vec![3])));
        assert!(carried(Count::SimpleMajority) && carried(Count::AbsoluteMajority));
        assert!(carried(Count::Majority(3, 5)) && !carried(Count::Majority(2, 3)));
        assert!(!carried(Count::Silence(24)));
        assert!(rule(Count::Consensus, &ones, &[]).carries(&[For, For, Abstain, Abstain, Absent]));
        assert!(!rule(Count::Unanimity, &ones, &[]).carries(&[For, For, For, For, Abstain]));
        let weighted = rule(Count::Weighted(8), &[5, 3, 1, 1, 1], &[]);
        assert!(weighted.carries(&votes));
        let vetoed = rule(Count::SimpleMajority, &ones, &[4]);
        assert!(!vetoed.carries(&votes) && vetoed.carries(&[For, For, For, Against, Abstain]));
        let quorum = Rule::new(Count::SimpleMajority, ones.to_vec(), vec![], Some(4));
        assert_eq!(
            quorum.map(|rule| rule.carries(&[For, For, Absent, Absent, Against])),
            Ok(false)
        );
    }

    #[test]
    fn the_security_council_as_a_majority_with_vetoes_is_the_weighted_game() {
        let rule = rule(Count::Majority(9, 15), &[1; 15], &[0, 1, 2, 3, 4]);
        let power = rule.power().unwrap_or_else(|fault| unreachable!("{}", fault.message));
        assert!((power.indices.shapley_shubik[0] - 0.19627).abs() < 5e-6);
        assert_eq!(power.winning.len(), 210);
        let listed = rule.power_by_listing();
        let listed = listed.unwrap_or_else(|fault| unreachable!("{}", fault.message));
        assert_eq!((listed.winning, listed.blocking), (power.winning, power.blocking));
    }

    #[test]
    fn a_double_majority_counts_heads_and_weights() {
        let double = rule(Count::Double((3, 5), 8), &[5, 3, 1, 1, 1], &[]);
        assert!(double.carries(&[For, For, For, Against, Against]));
        assert!(!double.carries(&[For, For, Against, Against, Against]), "heads are missing");
        assert!(!double.carries(&[For, Against, For, For, Against]), "weight is missing");
        assert!(double.power().is_ok_and(|power| power.winning.contains(&vec![0, 1, 2])));
    }

    #[test]
    fn rules_without_sense_are_refused() {
        assert!(Rule::new(Count::Consensus, vec![], vec![], None).is_err());
        assert!(Rule::new(Count::Majority(1, 3), vec![1; 3], vec![], None).is_err());
        assert!(Rule::new(Count::Weighted(9), vec![1; 3], vec![], None).is_err());
        assert!(Rule::new(Count::ConsensusLess(vec![0]), vec![1], vec![], None).is_err());
        assert!(Rule::new(Count::Consensus, vec![1; 3], vec![], Some(4)).is_err());
    }
}
