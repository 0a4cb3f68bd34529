//! The options of KTAB's spatial model, by the names that program gives them. A table, not logic:
//! each option was read in KTAB's public source (smp.cpp, smpbcn.cpp, kmodel.cpp; MIT license).

use crate::fault::Fault;
use servanda::syntax::Code;

macro_rules! choices {
    ($(#[$about:meta])* $kind:ident $option:literal { $($(#[$what:meta])* $choice:ident $name:literal),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
        pub enum $kind { $($(#[$what])* $choice),+ }

        impl $kind {
            /// Every choice with its name.
            pub const ALL: &[($kind, &'static str)] = &[$(($kind::$choice, $name)),+];

            /// Its name in KTAB.
            pub fn name(self) -> &'static str {
                match self { $($kind::$choice => $name),+ }
            }

            fn read(word: &str) -> Result<$kind, Fault> {
                let found = $kind::ALL.iter().find(|(_, name)| name.eq_ignore_ascii_case(word));
                found.map(|(choice, _)| *choice).ok_or_else(|| {
                    let names: Vec<&str> = $kind::ALL.iter().map(|(_, name)| *name).collect();
                    let message = format!("`{word}` is no choice for `{}`", $option);
                    Fault::new(Code::SV1005, message, format!("write one of {}", names.join(", ")))
                })
            }
        }
    };
}

choices! {
    /// How the strengths of two coalitions make a chance of victory.
    Victory "VictoryProbModel" {
        /// In proportion to strength.
        #[default] Linear "Linear",
        /// In proportion to its square.
        Square "Square",
        /// To its fourth power.
        Quartic "Quartic",
        /// To its eighth power.
        Octic "Octic",
        /// A lead of a tenth is certain victory.
        Binary "Binary",
    }
}
choices! {
    /// How a difference in utility becomes a vote.
    Voting "VotingRule" {
        /// All for the better one.
        Binary "Binary",
        /// Four fifths in proportion, one fifth all or nothing.
        PropBin "PropBin",
        /// In proportion to the difference.
        #[default] Proportional "Prop",
        /// Half in proportion, half to its cube.
        PropCubic "PropCbc",
        /// To the cube of the difference.
        Cubic "Cubic",
        /// Losses count in full, gains for two thirds.
        Asymmetric "ASymProsp",
    }
}
choices! {
    /// How chances between pairs make chances among all.
    Election "PCEModel" {
        /// The chance to beat every other, given that one does.
        #[default] Conditional "Conditional",
        /// A Markov process in which challenges follow incentives.
        MarkovIncentive "MarkovI",
        /// A Markov process in which challenges are equally likely.
        MarkovUniform "MarkovU",
    }
}
choices! {
    /// How an actor picks among its bargains.
    Transitions "StateTransitions" {
        /// The most probable.
        #[default] Deterministic "Deterministic",
        /// Drawn by probability; the numbers drawn are ours and not KTAB's.
        Stochastic "Stochastic",
    }
}
choices! {
    /// The range of risk attitudes.
    RiskRange "BigRRange" {
        /// 0 to 1.
        Min "Min",
        /// -1/2 to 1.
        #[default] Mid "Mid",
        /// -1 to 1.
        Max "Max",
    }
}
choices! {
    /// How much of another's risk attitude an actor sees.
    RiskAdjust "BigRAdjust" {
        /// None: it takes its own.
        None "None",
        /// A third.
        #[default] OneThird "OneThird",
        /// Half.
        Half "Half",
        /// Two thirds.
        TwoThirds "TwoThirds",
        /// All.
        Full "Full",
    }
}
choices! {
    /// What a third party has at stake in a contest of two others.
    Commitment "ThirdPartyCommit" {
        /// Nothing of its own.
        No "NoCommit",
        /// Its position if its side loses.
        #[default] Semi "SemiCommit",
        /// Its position whoever wins.
        Full "FullCommit",
    }
}
choices! {
    /// How the two positions of a bargain are found.
    Interpolation "InterVecBrgn" {
        /// By salience and chance.
        S1P1 "S1P1",
        /// By the squares of both.
        #[default] S2P2 "S2P2",
        /// By the square of salience and the lead in chance.
        S2PMax "S2PMax",
    }
}
choices! {
    /// Which bargains stand to be chosen.
    Bargains "BargnModel" {
        /// The one that the challenger sees.
        #[default] InitOnly "InitOnlyInterp",
        /// That one, and the one that the challenged sees.
        InitReceiver "InitRcvrInterp",
        /// Their mean by weight.
        Weighted "PWCompInterp",
    }
}

/// All options; the default is KTAB's.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Options {
    /// Chance of victory.
    pub victory: Victory,
    /// Votes.
    pub voting: Voting,
    /// Chances among all.
    pub election: Election,
    /// The pick among bargains.
    pub transitions: Transitions,
    /// Range of risk attitudes.
    pub risk_range: RiskRange,
    /// What is seen of others' risk attitudes.
    pub risk_adjust: RiskAdjust,
    /// The stake of third parties.
    pub commitment: Commitment,
    /// Positions of a bargain.
    pub interpolation: Interpolation,
    /// Bargains to choose from.
    pub bargains: Bargains,
    /// Seed of [`Transitions::Stochastic`].
    pub seed: u64,
}

/// The names of the options.
const NAMES: &[&str] = &[
    "VictoryProbModel",
    "VotingRule",
    "PCEModel",
    "StateTransitions",
    "BigRRange",
    "BigRAdjust",
    "ThirdPartyCommit",
    "InterVecBrgn",
    "BargnModel",
];

impl Options {
    /// Sets one option from `NAME=CHOICE`, in KTAB's names.
    pub fn set(&mut self, assignment: &str) -> Result<(), Fault> {
        let (name, choice) = assignment.split_once('=').ok_or_else(|| unknown(assignment))?;
        let known = NAMES.iter().find(|known| known.eq_ignore_ascii_case(name.trim()));
        let choice = choice.trim();
        match known.copied() {
            Some("VictoryProbModel") => self.victory = Victory::read(choice)?,
            Some("VotingRule") => self.voting = Voting::read(choice)?,
            Some("PCEModel") => self.election = Election::read(choice)?,
            Some("StateTransitions") => self.transitions = Transitions::read(choice)?,
            Some("BigRRange") => self.risk_range = RiskRange::read(choice)?,
            Some("BigRAdjust") => self.risk_adjust = RiskAdjust::read(choice)?,
            Some("ThirdPartyCommit") => self.commitment = Commitment::read(choice)?,
            Some("InterVecBrgn") => self.interpolation = Interpolation::read(choice)?,
            Some("BargnModel") => self.bargains = Bargains::read(choice)?,
            _ => return Err(unknown(name)),
        }
        Ok(())
    }

    /// Every option with the name of its choice.
    pub fn named(&self) -> [(&'static str, &'static str); 9] {
        [
            ("VictoryProbModel", self.victory.name()),
            ("VotingRule", self.voting.name()),
            ("PCEModel", self.election.name()),
            ("StateTransitions", self.transitions.name()),
            ("BigRRange", self.risk_range.name()),
            ("BigRAdjust", self.risk_adjust.name()),
            ("ThirdPartyCommit", self.commitment.name()),
            ("InterVecBrgn", self.interpolation.name()),
            ("BargnModel", self.bargains.name()),
        ]
    }
}

fn unknown(name: &str) -> Fault {
    let message = format!("the spatial model has no option `{}`", name.trim());
    Fault::new(Code::SV1005, message, format!("write NAME=CHOICE with one of {}", NAMES.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_set_by_ktabs_names() {
        let mut options = Options::default();
        assert_eq!(options.set("votingrule=PropBin"), Ok(()));
        assert_eq!(options.voting, Voting::PropBin);
        assert!(options.set("VotingRule=Loud").is_err() && options.set("Mood=Bad").is_err());
        assert_eq!(NAMES.len(), options.named().len());
    }
}
