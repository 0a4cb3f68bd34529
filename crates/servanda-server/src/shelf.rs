//! What is worked out once and stays: the membership table, and scenario pages with what came of them.

use crate::problem::Problem;
use axum::http::StatusCode;
use servanda::answer::members_form::{self, Placed};
use servanda::answer::schemas::Published;
use servanda::corpus;
use servanda::model::World;
use servanda::scenario::cases_form::{self, RunPage};
use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

/// What is worked out once.
pub(crate) struct Shelf {
    /// The membership table: each row with its JSON.
    pub(crate) members: Vec<(Placed<'static>, String)>,
    /// The published schemas by name.
    pub(crate) schemas: Vec<Published>,
    world: &'static World,
    /// Scenario pages by name, with their texts and what came of them.
    pages: Arc<Vec<Scenario>>,
    /// The pages of cases are being run, or were.
    begun: AtomicBool,
}

/// A scenario page.
struct Scenario {
    name: &'static str,
    text: &'static str,
    /// Somebody runs it or has run it.
    begun: AtomicBool,
    /// What came of it.
    run: OnceLock<RunPage>,
}

impl Scenario {
    /// Runs the page, unless somebody does.
    fn run(&self, world: &World) {
        if !self.begun.swap(true, Ordering::Relaxed) {
            self.run.get_or_init(|| cases_form::run(self.name, self.text, world));
        }
    }
}

/// How long somebody who asks for pages waits for them to be run; then they are shown without what came of them.
const PATIENCE: Duration = Duration::from_secs(2);

impl Shelf {
    pub(crate) fn new(world: &'static World) -> Shelf {
        let rows = members_form::table(world).into_iter().map(|placed| {
            let json = serde_json::to_string(&placed.row).unwrap_or_default();
            (placed, json)
        });
        let (members, begun) = (rows.collect(), AtomicBool::new(false));
        Shelf { members, schemas: Vec::new(), world, pages: scenarios(|_| true), begun }
    }

    /// Names and texts of the pages of cases; those of diagnostic codes are left out.
    pub(crate) fn cases(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let pages = self.pages.iter().map(|page| (page.name, page.text));
        pages.filter(|(name, _)| !is_code(name))
    }

    /// A scenario page of this name, its text, and what came of it, if that is known in good time.
    pub(crate) fn page(&self, name: &str) -> Result<(&'static str, Cow<'_, RunPage>), Problem> {
        let at = self.pages.iter().position(|page| page.name == name);
        let page = at.and_then(|at| self.pages.get(at).map(|page| (at, page)));
        let (at, page) = page.ok_or_else(|| {
            Problem::new(StatusCode::NOT_FOUND, "there is no page of cases of this name")
        })?;
        if page.run.get().is_none() {
            let (world, pages) = (self.world, Arc::clone(&self.pages));
            std::thread::spawn(move || pages.get(at).map(|page| page.run(world)));
            wait(|| page.run.get().is_some());
        }
        Ok((page.text, shown(page)))
    }

    /// Every page of cases with what came of it, if that is known in good time.
    pub(crate) fn all(&self) -> Vec<Cow<'_, RunPage>> {
        self.begin();
        let cases = || self.pages.iter().filter(|page| !is_code(page.name));
        wait(|| cases().all(|page| page.run.get().is_some()));
        cases().map(shown).collect()
    }

    /// Begins to run the pages of cases beside what is served, once: when somebody first lists them.
    fn begin(&self) {
        if self.begun.swap(true, Ordering::Relaxed) {
            return;
        }
        let (world, pages) = (self.world, Arc::clone(&self.pages));
        std::thread::spawn(move || {
            for page in pages.iter().filter(|page| !is_code(page.name)) {
                page.run(world);
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
    let page = |(name, text): &(&'static str, &'static str)| Scenario {
        name,
        text,
        begun: AtomicBool::new(false),
        run: OnceLock::new(),
    };
    Arc::new(pages.map(page).collect())
}

/// A page as it is known now.
fn shown(page: &Scenario) -> Cow<'_, RunPage> {
    match page.run.get() {
        Some(run) => Cow::Borrowed(run),
        None => Cow::Owned(cases_form::not_run(page.name, page.text)),
    }
}

/// Waits until something holds, or for as long as anybody should.
fn wait(done: impl Fn() -> bool) {
    let begun = Instant::now();
    while !done() && begun.elapsed() < PATIENCE {
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Whether a page explains a diagnostic code.
fn is_code(name: &str) -> bool {
    name.starts_with("codes/")
}
