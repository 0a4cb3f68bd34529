//! Draws on every core, with a bar of progress. An interruption ends the work after the draws in hand, and
//! what is done is kept: always the first so many, so that it is what fewer draws would have given.

use crate::fault::Failure;
use crate::progress::Bar;
use servanda::syntax::{Code, Diagnostic};
use servanda_decide::Fault;
use servanda_decide::draws::{self, MOST_DRAWS, Measure, Spread};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Walks through the inputs for elementary effects at most; a tenth of the draws, else.
const MOST_WALKS: usize = 100;

/// What is drawn.
pub(super) struct Drawing<'d> {
    pub(super) spread: &'d Spread,
    pub(super) measure: &'d Measure<'d>,
    pub(super) asked: usize,
    pub(super) seed: u64,
    /// Whether an interruption is ours to take; inside another program it is not.
    pub(super) interruptible: bool,
}

/// The numbers of each draw, the effects of each walk, and whether the work was stopped.
type Done = (Vec<Vec<f64>>, Vec<Vec<Vec<f64>>>, bool);

impl Drawing<'_> {
    /// All draws, then the walks.
    pub(super) fn run(&self) -> Result<Done, Failure> {
        if self.asked == 0 || self.asked > MOST_DRAWS {
            let message = format!("{} draws cannot be made", self.asked);
            let fault = Fault::new(Code::SV1008, message, format!("ask for 1 to {MOST_DRAWS}"));
            return Err(super::failed(fault));
        }
        let stop = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&stop);
        // Without a handler an interruption ends the program at once, as everywhere else.
        if self.interruptible {
            let _ = ctrlc::set_handler(move || told.store(true, Ordering::Relaxed));
        }
        let walks = (self.asked / 10).clamp(4, MOST_WALKS);
        // A walk is as many runs as there are inputs, and one more.
        let bar = Bar::new(self.asked + walks * (self.spread.inputs.len() + 1));
        let drawn = each(self.asked, &stop, |at| {
            let numbers = draws::drawn(self.spread, self.measure, (self.seed, at));
            bar.step(1);
            numbers
        })?;
        let walked = each(walks, &stop, |at| {
            let effects = draws::walk(self.spread, self.measure, (self.seed, at));
            bar.step(self.spread.inputs.len() + 1);
            effects
        })?;
        bar.end();
        let stopped = drawn.len() < self.asked || walked.len() < walks;
        if stopped {
            let kept = format!("note: stopped; kept {} of {} draws\n", drawn.len(), self.asked);
            crate::output::to_stderr(&kept);
        }
        if drawn.is_empty() {
            let fault = Diagnostic::bare(Code::SV1008, "stopped before the first draw was done");
            return Err(Failure::bare(crate::fault::LIMIT, fault.help("let it run longer")));
        }
        Ok((drawn, walked, stopped))
    }
}

/// Work number by number on every core, until it is done or stopped; the results in order, of which none
/// is missing before the last.
fn each<R: Send>(
    count: usize,
    stop: &AtomicBool,
    work: impl Fn(u64) -> Result<R, Fault> + Sync,
) -> Result<Vec<R>, Failure> {
    let next = AtomicUsize::new(0);
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = || {
        let mut found = Vec::new();
        while !stop.load(Ordering::Relaxed) {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= count {
                break;
            }
            let result = work(at as u64);
            let failed = result.is_err();
            found.push((at, result));
            if failed {
                break;
            }
        }
        found
    };
    let mut all = Vec::new();
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..cores.min(count).max(1)).map(|_| scope.spawn(share)).collect();
        for worker in workers {
            match worker.join() {
                Ok(found) => all.extend(found),
                Err(_) => return Err(Failure::internal("a draw broke a model")),
            }
        }
        Ok(())
    })?;
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, result)| result.map_err(super::failed)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interruption_keeps_the_first_draws_and_leaves_none_out() {
        let stop = AtomicBool::new(false);
        let done = each(100_000, &stop, |at| {
            if at == 500 {
                stop.store(true, Ordering::Relaxed);
            }
            Ok(at)
        });
        let done = done.unwrap_or_default();
        assert!(done.len() > 500 && done.len() < 100_000, "{} done", done.len());
        assert!(done.iter().zip(0..).all(|(draw, place)| *draw == place));
    }
}
