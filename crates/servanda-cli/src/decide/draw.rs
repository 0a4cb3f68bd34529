//! Draws on every core, with a bar of progress. An interruption ends the work after the draws in hand, and
//! what is done is kept: always the first so many, so that it is what fewer draws would have given.

use crate::fault::Failure;
use crate::progress::Bar;
use servanda::syntax::{Code, Diagnostic};
use servanda_decide::Fault;
use servanda_decide::draws::{self, Done, Drawing};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// All draws, then the walks. Inside another program an interruption is not ours to take.
pub(super) fn each_on_every_core(
    drawing: &Drawing<'_>,
    interruptible: bool,
) -> Result<Done, Failure> {
    drawing.check()?;
    let Drawing { spread, measure, asked, seed } = *drawing;
    let stop = Arc::new(AtomicBool::new(false));
    let told = Arc::clone(&stop);
    // Without a handler an interruption ends the program at once, as everywhere else.
    if interruptible {
        let _ = ctrlc::set_handler(move || told.store(true, Ordering::Relaxed));
    }
    let walks = drawing.walks();
    // A walk is as many runs as there are inputs, and one more.
    let bar = Bar::new(asked + walks * (spread.inputs.len() + 1));
    let drawn = each(asked, &stop, |at| {
        let numbers = draws::drawn(spread, measure, (seed, at));
        bar.step(1);
        numbers
    })?;
    let walked = each(walks, &stop, |at| {
        let effects = draws::walk(spread, measure, (seed, at));
        bar.step(spread.inputs.len() + 1);
        effects
    })?;
    bar.end();
    let stopped = drawn.len() < asked || walked.len() < walks;
    if stopped {
        let kept = format!("note: stopped; kept {} of {} draws\n", drawn.len(), asked);
        crate::output::to_stderr(&kept);
    }
    if drawn.is_empty() {
        let fault = Diagnostic::bare(Code::SV1008, "stopped before the first draw was done");
        return Err(Failure::bare(crate::fault::LIMIT, fault.help("let it run longer")));
    }
    Ok(Done { draws: drawn, walks: walked, stopped })
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
    all.into_iter().map(|(_, result)| result.map_err(Failure::from)).collect()
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
