//! What is worked out once and stays: the membership table, and scenario pages with what came of them.

use crate::problem::Problem;
use axum::http::StatusCode;
use servanda::answer::members_form::{self, Placed};
use servanda::answer::schemas::Published;
use servanda::corpus;
use servanda::model::World;
use servanda::scenario::cases_form::{self, RunPage};
use std::sync::{Arc, OnceLock};

/// What is worked out once.
pub(crate) struct Shelf {
    /// The membership table: each row with its JSON.
    pub(crate) members: Vec<(Placed<'static>, String)>,
    /// The published schemas by name.
    pub(crate) schemas: Vec<Published>,
    world: &'static World,
    /// Scenario pages by name, with their texts and what came of them.
    pages: Arc<Vec<Scenario>>,
}

/// A scenario page: its name, its text, and what came of it once it was run.
type Scenario = (&'static str, &'static str, OnceLock<RunPage>);

impl Shelf {
    pub(crate) fn new(world: &'static World) -> Shelf {
        let rows = members_form::table(world).into_iter().map(|placed| {
            let json = serde_json::to_string(&placed.row).unwrap_or_default();
            (placed, json)
        });
        Shelf { members: rows.collect(), schemas: Vec::new(), world, pages: scenarios(|_| true) }
    }

    /// Names and texts of the pages of cases; those of diagnostic codes are left out.
    pub(crate) fn cases(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let pages = self.pages.iter().map(|(name, text, _)| (*name, *text));
        pages.filter(|(name, _)| !is_code(name))
    }

    /// A scenario page of this name, its text, and what came of it.
    pub(crate) fn page(&self, name: &str) -> Result<(&'static str, &RunPage), Problem> {
        let found = self.pages.iter().find(|(known, ..)| *known == name);
        let (name, text, page) = found.ok_or_else(|| {
            Problem::new(StatusCode::NOT_FOUND, "there is no page of cases of this name")
        })?;
        Ok((text, page.get_or_init(|| cases_form::run(name, text, self.world))))
    }

    /// Runs the pages of cases beside what is served, so that whoever lists them does not wait for them.
    pub(crate) fn run_in_advance(&self) {
        let (world, pages) = (self.world, Arc::clone(&self.pages));
        std::thread::spawn(move || {
            for (name, text, page) in pages.iter().filter(|(name, ..)| !is_code(name)) {
                page.get_or_init(|| cases_form::run(name, text, world));
            }
        });
    }

    /// Only those pages of which `wanted` wants the name: a test need not wait for all.
    #[cfg(test)]
    pub(crate) fn only(&mut self, wanted: impl Fn(&str) -> bool) {
        self.pages = scenarios(wanted);
    }
}

fn scenarios(wanted: impl Fn(&str) -> bool) -> Arc<Vec<Scenario>> {
    let pages = corpus::SCENARIOS.iter().filter(|(name, _)| wanted(name));
    Arc::new(pages.map(|(name, text)| (*name, *text, OnceLock::new())).collect())
}

/// Whether a page explains a diagnostic code.
fn is_code(name: &str) -> bool {
    name.starts_with("codes/")
}
