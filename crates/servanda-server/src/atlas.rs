//! The dated pledges of every treaty: asked of the engine once for each, when they are first wanted, and kept. Which
//! pledges stand on a day, and on which days they change, is then read off.

use servanda::engine::pledges::{
    PLEDGED, Pledge, acts_under, days_of, pledges_under, treaties_with,
};
use servanda::engine::{Engine, Memory};
use servanda::model::{Actor, TreatyId};
use servanda::request::pledged::Pledged;
use servanda::syntax::vocabulary::Act;
use servanda::time::{Day, Interval};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock, RwLock};
use std::time::{Duration, Instant};

/// The pledges of the world.
pub(crate) struct Atlas {
    engine: Engine<'static>,
    /// What the engine remembers while pledges are worked out; none when all are.
    memory: RwLock<Option<Arc<Memory>>>,
    treaties: Vec<Page>,
    /// Somebody fills it.
    filling: AtomicBool,
}

/// How long somebody waits for what is being filled.
const PATIENCE: Duration = Duration::from_secs(2);

/// The pledges of one treaty.
struct Page {
    id: TreatyId,
    /// What is pledged in it.
    acts: BTreeSet<Act>,
    /// Outside of these days, nothing.
    days: Interval,
    /// To whom something may be pledged.
    to: Vec<Actor>,
    pledges: OnceLock<Box<[Pledge]>>,
}

/// Which pledges are looked at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Only {
    /// To do what.
    pub(crate) act: Act,
    /// By or to this one.
    pub(crate) focus: Option<Actor>,
    /// Under this treaty.
    pub(crate) treaty: Option<TreatyId>,
}

impl Only {
    fn fits(&self, pledge: &Pledge) -> bool {
        pledge.act == self.act
            && self.focus.is_none_or(|focus| pledge.by == focus || pledge.to == focus)
    }
}

impl Atlas {
    /// An atlas in which nothing is worked out yet.
    pub(crate) fn new(engine: &Engine<'static>) -> Atlas {
        let world = engine.world();
        let mut treaties: Vec<Page> = world
            .treaties()
            .map(|(id, _)| {
                let acts = acts_under(world, id);
                let days = days_of(engine, id);
                Page { id, acts, days, to: Vec::new(), pledges: OnceLock::new() }
            })
            .collect();
        for (state, _) in world.states.iter() {
            let to = Actor::State(state);
            for id in treaties_with(engine, to) {
                if let Some(page) = treaties.get_mut(id.0 as usize) {
                    page.to.push(to);
                }
            }
        }
        treaties.retain(|page| !page.acts.is_empty());
        let filling = AtomicBool::new(false);
        let memory = RwLock::new(Some(Arc::new(Memory::new(engine))));
        Atlas { engine: engine.clone(), memory, treaties, filling }
    }

    /// Works everything out, what takes longest first.
    pub(crate) fn fill(&self) {
        self.filling.store(true, Ordering::Relaxed);
        let world = self.engine.world();
        let mut pages: Vec<&Page> = self.treaties.iter().collect();
        pages.sort_by_key(|page| std::cmp::Reverse(world.treaty(page.id).members.len()));
        for page in pages {
            self.pledges(page);
        }
        if let Ok(mut memory) = self.memory.write() {
            *memory = None;
        }
        self.filling.store(false, Ordering::Relaxed);
    }

    fn memory(&self) -> Arc<Memory> {
        let kept = self.memory.read().ok().and_then(|memory| memory.clone());
        kept.unwrap_or_else(|| Arc::new(Memory::new(&self.engine)))
    }

    fn pledges<'a>(&'a self, page: &'a Page) -> &'a [Pledge] {
        page.pledges.get_or_init(|| {
            let memory = self.memory();
            let each = page.to.iter().flat_map(|to| {
                pledges_under(&self.engine, &memory, page.id, *to, PLEDGED, Interval::ALWAYS)
            });
            each.collect()
        })
    }

    /// The treaties that may have such pledges.
    fn pages(&self, only: Only) -> impl Iterator<Item = &Page> {
        self.treaties.iter().filter(move |page| {
            page.acts.contains(&only.act) && only.treaty.is_none_or(|treaty| treaty == page.id)
        })
    }

    /// The pledges that stand on a day, in the order in which the command gives them.
    pub(crate) fn on(&self, only: Only, day: Day) -> Vec<Pledge> {
        let pages = self.pages(only).filter(|page| page.days.contains(day));
        let found = pages.flat_map(|page| self.pledges(page));
        let found = found.filter(|pledge| only.fits(pledge) && pledge.days.contains(day));
        let mut found: Vec<Pledge> = found.cloned().collect();
        found.sort_by(|one, other| (one.to, one.order()).cmp(&(other.to, other.order())));
        found
    }

    /// The pledges that are asked for, in the order in which the command gives them.
    pub(crate) fn asked(&self, pledged: &Pledged) -> Vec<Pledge> {
        let found = self.concerned(pledged).flat_map(|page| self.pledges(page));
        let mut found: Vec<Pledge> = found.filter(|one| pledged.wants(one)).cloned().collect();
        found.sort_by(|one, other| (one.to, one.order()).cmp(&(other.to, other.order())));
        found
    }

    /// The same, unless the atlas is still being filled and what is asked for is not among what is done in good time.
    pub(crate) fn asked_in_time(&self, pledged: &Pledged) -> Option<Vec<Pledge>> {
        let pages: Vec<&Page> = self.concerned(pledged).collect();
        self.in_time(&pages).then_some(())?;
        Some(self.asked(pledged))
    }

    /// Whether all such pledges are worked out, or are in good time.
    pub(crate) fn ready(&self, only: Only) -> bool {
        let pages: Vec<&Page> = self.pages(only).collect();
        self.in_time(&pages)
    }

    fn in_time(&self, pages: &[&Page]) -> bool {
        let ready = || pages.iter().all(|page| page.pledges.get().is_some());
        let begun = Instant::now();
        while self.filling.load(Ordering::Relaxed) && !ready() {
            if begun.elapsed() > PATIENCE {
                return false;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        true
    }

    /// The treaties that may have the pledges that are asked for.
    fn concerned(&self, pledged: &Pledged) -> impl Iterator<Item = &Page> {
        let (world, pledged) = (self.engine.world(), *pledged);
        self.treaties.iter().filter(move |page| {
            page.acts.contains(&pledged.act)
                && pledged.on.is_none_or(|day| page.days.contains(day))
                && pledged.by.is_none_or(|by| world.treaty(page.id).member(by).is_some())
                && pledged.to.is_none_or(|to| page.to.contains(&to))
        })
    }

    /// The last day before `day` on which one of them begins or ends, and the first after it.
    pub(crate) fn changes(&self, only: Only, day: Day) -> (Option<Day>, Option<Day>) {
        let mut pages: Vec<&Page> = self.pages(only).collect();
        pages.sort_by_key(|page| page.days.from);
        let mut after: Option<Day> = None;
        for page in pages.iter().filter(|page| day < page.days.end) {
            if after.is_some_and(|after| after < page.days.from) {
                break;
            }
            let turns = self.turns(page, only).filter(|turn| day < *turn);
            after = turns.chain(after).min();
        }
        pages.sort_by_key(|page| std::cmp::Reverse(page.days.end));
        let mut before: Option<Day> = None;
        for page in pages.iter().filter(|page| page.days.from < day) {
            if before.is_some_and(|before| page.days.end < before) {
                break;
            }
            let turns = self.turns(page, only).filter(|turn| *turn < day);
            before = turns.chain(before).max();
        }
        (before, after)
    }

    fn turns<'a>(&'a self, page: &'a Page, only: Only) -> impl Iterator<Item = Day> + 'a {
        let pledges = self.pledges(page).iter().filter(move |pledge| only.fits(pledge));
        let turns = pledges.flat_map(|pledge| [pledge.days.from, pledge.days.end]);
        turns.filter(|day| day.is_known())
    }

    /// The pledges that begin on a day, and those that stood the day before for the last time. One that only comes to bind
    /// otherwise is in both lists.
    pub(crate) fn turned(&self, only: Only, day: Day) -> (Vec<Pledge>, Vec<Pledge>) {
        let pages = self.pages(only).filter(|page| page.days.contains(day) || page.days.end == day);
        let found = pages.flat_map(|page| self.pledges(page)).filter(|pledge| only.fits(pledge));
        let (mut begun, mut ended) = (Vec::new(), Vec::new());
        for pledge in found {
            if pledge.days.from == day {
                begun.push(pledge.clone());
            }
            if pledge.days.end == day {
                ended.push(pledge.clone());
            }
        }
        (begun, ended)
    }
}
