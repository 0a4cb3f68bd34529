//! What is measured of a summit in every draw: the outcome by each model, how willing the least willing
//! voter is, who says no to a proposal, and whether it is carried.

#![allow(
    clippy::indexing_slicing,
    reason = "issues and voters have one place each in the case made of the summit"
)]

use super::Summit;
use crate::case::Case;
use crate::draws::{self, Model, Settings};
use crate::fault::Fault;
use crate::rule::{Rule, Vote, vote};

/// What is measured, and how.
pub struct Measures<'s> {
    summit: &'s Summit,
    rule: Rule,
    voters: Vec<usize>,
    settings: &'s Settings,
}

impl<'s> Measures<'s> {
    /// The measures of a summit.
    pub fn new(summit: &'s Summit, settings: &'s Settings) -> Result<Measures<'s>, Fault> {
        let (rule, voters) = (summit.decision_rule()?, summit.voters());
        Ok(Measures { summit, rule, voters, settings })
    }

    /// All numbers of a case. Each issue has [`Measures::width`] of them.
    pub fn of(&self, case: &Case) -> Result<Vec<f64>, Fault> {
        let outcomes = draws::outcomes(case, Model::ALL, self.settings)?;
        let mut found = Vec::new();
        for (issue, question) in self.summit.issues.iter().enumerate() {
            let models = Model::ALL.len();
            found.extend_from_slice(&outcomes[issue * models..(issue + 1) * models]);
            let status_quo = question.status_quo.at;
            let proposal = question.proposal.as_ref().map_or(status_quo, |mark| mark.at);
            let positions = case.positions(issue);
            let willing = |at: &usize| {
                (positions[*at] - status_quo).abs() - (positions[*at] - proposal).abs()
            };
            found.push(self.voters.iter().map(willing).fold(f64::INFINITY, f64::min));
            let votes: Vec<Vote> =
                self.voters.iter().map(|at| vote(positions[*at], status_quo, proposal)).collect();
            let flag = |yes: bool| f64::from(u8::from(yes));
            found.push(flag(question.proposal.is_some() && self.rule.carries(&votes)));
            found.extend(votes.iter().map(|vote| flag(*vote == Vote::Against)));
        }
        Ok(found)
    }

    /// Numbers of each issue.
    pub fn width(&self) -> usize {
        Model::ALL.len() + 2 + self.voters.len()
    }

    /// Where the outcome of a model stands.
    pub fn outcome(&self, issue: usize, model: usize) -> usize {
        issue * self.width() + model
    }

    /// Where the will of the least willing voter stands.
    pub fn least_willing(&self, issue: usize) -> usize {
        issue * self.width() + Model::ALL.len()
    }

    /// Where it stands whether the proposal is carried.
    pub fn carried(&self, issue: usize) -> usize {
        self.least_willing(issue) + 1
    }

    /// Where the no of a voter stands.
    pub fn no(&self, issue: usize, voter: usize) -> usize {
        self.carried(issue) + 1 + voter
    }
}
