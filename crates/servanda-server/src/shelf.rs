//! What is worked out once and stays: the membership table, scenario pages with what came of them, dated pledges. Each
//! when it is first asked for, but for the table.

use crate::problem::Problem;
use axum::http::StatusCode;
use servanda::answer::members_form::{self, Placed};
use servanda::answer::schemas::Published;
use servanda::corpus;
use servanda::engine::pledges::{Pledge, pledges_to};
use servanda::engine::{Engine, Memory};
use servanda::model::{Actor, World};
use servanda::request::pledged::{ACTS, Pledged};
use servanda::scenario::cases_form::{self, RunPage};
use servanda::time::Interval;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// What is worked out once.
pub(crate) struct Shelf {
    /// The membership table: each row with its JSON.
    pub(crate) members: Vec<(Placed<'static>, String)>,
    /// The published schemas by name.
    pub(crate) schemas: Vec<Published>,
    world: &'static World,
    pages: Vec<OnceLock<RunPage>>,
    /// The pledges to do something for one state, by what and by the state.
    pledges: Mutex<BTreeMap<(usize, Actor), Kept>>,
}

type Kept = Arc<OnceLock<Vec<Pledge>>>;

impl Shelf {
    pub(crate) fn new(world: &'static World) -> Shelf {
        let rows = members_form::table(world).into_iter().map(|placed| {
            let json = serde_json::to_string(&placed.row).unwrap_or_default();
            (placed, json)
        });
        Shelf {
            members: rows.collect(),
            schemas: Vec::new(),
            world,
            pages: corpus::SCENARIOS.iter().map(|_| OnceLock::new()).collect(),
            pledges: Mutex::new(BTreeMap::new()),
        }
    }

    /// A scenario page of this name, its text, and what came of it.
    pub(crate) fn page(&self, name: &str) -> Result<(&'static str, &RunPage), Problem> {
        let known = || corpus::SCENARIOS.iter().zip(&self.pages);
        let found = known().find(|((known, _), _)| *known == name);
        let ((name, text), page) = found.ok_or_else(|| {
            Problem::new(StatusCode::NOT_FOUND, "there is no page of cases of this name")
        })?;
        Ok((text, page.get_or_init(|| cases_form::run(name, text, self.world))))
    }

    /// The pledges that are asked for, in the order of those to whom they are given.
    pub(crate) fn pledges(&self, engine: &Engine<'_>, pledged: &Pledged) -> Vec<Pledge> {
        let memory = OnceLock::new();
        let act = ACTS.iter().position(|act| *act == pledged.act).unwrap_or_default();
        let each = pledged.targets(engine).into_iter().flat_map(|to| {
            let kept = self.kept((act, to));
            let all = kept.get_or_init(|| {
                let memory = memory.get_or_init(|| Memory::new(engine));
                pledges_to(engine, memory, to, &[pledged.act], Interval::ALWAYS)
            });
            all.iter().filter(|pledge| pledged.wants(pledge)).cloned().collect::<Vec<_>>()
        });
        each.collect()
    }

    fn kept(&self, key: (usize, Actor)) -> Kept {
        let mut pledges = self.pledges.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(pledges.entry(key).or_default())
    }
}
