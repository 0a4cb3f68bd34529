//! What every model is given: actors with capability, position and salience on one or more issues.
//! Knows what makes no sense in it, and no model.

use crate::fault::Fault;
use crate::number::same;
use servanda::syntax::Code;

/// More actors than this are refused: the models compare every actor with every pair.
pub const MOST_ACTORS: usize = 500;

/// One actor.
#[derive(Clone, PartialEq, Debug)]
pub struct Actor {
    /// Its id or name.
    pub name: String,
    /// Its weight; only shares matter.
    pub capability: f64,
    /// Where it stands on each issue, on the issue's scale.
    pub positions: Vec<f64>,
    /// How much it cares for each issue, 0 to 1.
    pub saliences: Vec<f64>,
}

/// One issue.
#[derive(Clone, PartialEq, Debug)]
pub struct Issue {
    /// Its id or name.
    pub name: String,
    /// The ends of its scale.
    pub scale: (f64, f64),
}

/// Actors on issues. Made by [`Case::new`], so that a case is always sound.
#[derive(Clone, PartialEq, Debug)]
pub struct Case {
    issues: Vec<Issue>,
    actors: Vec<Actor>,
}

impl Case {
    /// A case, if it makes sense.
    pub fn new(issues: Vec<Issue>, actors: Vec<Actor>) -> Result<Case, Fault> {
        let case = Case { issues, actors };
        case.check()?;
        Ok(case)
    }

    /// The issues.
    pub fn issues(&self) -> &[Issue] {
        &self.issues
    }

    /// The actors.
    pub fn actors(&self) -> &[Actor] {
        &self.actors
    }

    /// The case with one issue only.
    #[must_use]
    pub fn on(&self, issue: usize) -> Case {
        let only = |list: &[f64]| list.get(issue).copied().into_iter().collect();
        let actors = self.actors.iter().map(|actor| Actor {
            name: actor.name.clone(),
            capability: actor.capability,
            positions: only(&actor.positions),
            saliences: only(&actor.saliences),
        });
        let issues = self.issues.get(issue).cloned().into_iter().collect();
        Case { actors: actors.collect(), issues }
    }

    /// The weight of each actor on an issue: capability times salience.
    pub fn weights(&self, issue: usize) -> Vec<f64> {
        let weight = |actor: &Actor| {
            actor.capability * actor.saliences.get(issue).copied().unwrap_or_default()
        };
        self.actors.iter().map(weight).collect()
    }

    /// Where each actor stands on an issue.
    pub fn positions(&self, issue: usize) -> Vec<f64> {
        let place = |actor: &Actor| actor.positions.get(issue).copied().unwrap_or_default();
        self.actors.iter().map(place).collect()
    }

    /// Whether there is anything to bargain over: a fault when everybody stands at one place on every
    /// issue. The models would run, and nobody would move.
    pub fn disputed(&self) -> Result<(), Fault> {
        let first = self.actors.first().map(|actor| actor.positions.as_slice());
        let apart = |actor: &Actor| {
            let places = actor.positions.iter().zip(first.unwrap_or_default());
            places.into_iter().any(|(a, b)| !same(*a, *b))
        };
        if self.actors.iter().any(apart) {
            return Ok(());
        }
        let message = "everybody stands at the same place, so there is nothing to bargain over";
        Err(Fault::new(Code::SV1004, message, "check the positions; what all want needs no model"))
    }

    fn check(&self) -> Result<(), Fault> {
        if self.issues.is_empty() {
            let message = "there is no issue to decide";
            return Err(Fault::new(Code::SV1002, message, "name at least one issue"));
        }
        if self.actors.len() < 2 {
            let message = match self.actors.len() {
                0 => "there is no actor",
                _ => "there is only one actor, and nobody to bargain with",
            };
            return Err(Fault::new(Code::SV1004, message, "name at least two actors"));
        }
        if self.actors.len() > MOST_ACTORS {
            let message = format!("{} actors are too many", self.actors.len());
            let help = format!("put actors with the same position together; at most {MOST_ACTORS}");
            return Err(Fault::new(Code::SV1008, message, help));
        }
        for (at, actor) in self.actors.iter().enumerate() {
            let twice = self.actors.iter().take(at).any(|other| other.name == actor.name);
            if twice {
                let message = format!("the actor `{}` stands twice", actor.name);
                return Err(Fault::new(Code::SV1005, message, "give each actor a name of its own"));
            }
            self.check_actor(actor)?;
        }
        if self.actors.iter().all(|actor| actor.capability <= 0.0) {
            let message = "no actor has any capability";
            return Err(Fault::new(Code::SV1003, message, "give one actor more than 0"));
        }
        Ok(())
    }

    fn check_actor(&self, actor: &Actor) -> Result<(), Fault> {
        let name = &actor.name;
        let outside = |what: String, help: &str| Err(Fault::new(Code::SV1003, what, help));
        if !actor.capability.is_finite() || actor.capability < 0.0 || actor.capability > 1e12 {
            let what = format!("the capability of `{name}` is {}", actor.capability);
            return outside(what, "write a number from 0 up; only the shares matter");
        }
        if actor.positions.len() != self.issues.len() || actor.saliences.len() != self.issues.len()
        {
            let message = format!("`{name}` has no position or salience on every issue");
            let help = "give each actor a position and a salience on each issue";
            return Err(Fault::new(Code::SV1002, message, help));
        }
        for (issue, position) in self.issues.iter().zip(&actor.positions) {
            let (low, high) = issue.scale;
            if !(position.is_finite() && *position >= low && *position <= high) {
                let what = format!("`{name}` stands at {position} on `{}`", issue.name);
                return outside(what, &format!("write a number from {low} to {high}"));
            }
        }
        for (issue, salience) in self.issues.iter().zip(&actor.saliences) {
            if !(0.0..=1.0).contains(salience) {
                let what = format!("the salience of `{}` for `{name}` is out of range", issue.name);
                return outside(what, "write a salience from 0 (no matter) to the full scale");
            }
        }
        Ok(())
    }
}
