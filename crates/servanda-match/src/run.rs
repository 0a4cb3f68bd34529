//! Files through the matcher, on every core: each worker takes the next piece that nobody has. Knows neither columns nor
//! treaties.

use crate::fault::MatchFault;
use crate::matcher::{Counted, Matcher};
use crate::screen::Screen;
use crate::source::Source;
use arrow_array::RecordBatch;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

/// Who takes the batches that come out; called by one worker at a time.
pub trait Rows: Send {
    /// Takes a batch.
    ///
    /// # Errors
    /// It cannot be kept; nothing more is read then.
    fn take(&mut self, batch: RecordBatch) -> Result<(), MatchFault>;
}

impl<F: FnMut(RecordBatch) -> Result<(), MatchFault> + Send> Rows for F {
    fn take(&mut self, batch: RecordBatch) -> Result<(), MatchFault> {
        self(batch)
    }
}

/// Matches every file with so many workers. Rows come in no order: each has its event's number.
///
/// # Errors
/// The first that any worker meets; what came before was given to `rows`.
pub fn run(
    screen: &Screen<'_>,
    sources: &[Source],
    workers: usize,
    rows: &mut dyn Rows,
) -> Result<Counted, MatchFault> {
    let rows = Mutex::new(rows);
    let share = |pieces: &mut dyn FnMut(&mut Take<'_>) -> Result<(), MatchFault>| {
        let mut matcher = Matcher::new(screen);
        let mut counted = Counted::default();
        pieces(&mut |batch| {
            counted += matcher.batch(batch, &mut |batch| {
                rows.lock().unwrap_or_else(PoisonError::into_inner).take(batch)
            })?;
            Ok(())
        })?;
        Ok(counted)
    };
    let counted = on_every_core(sources, workers, &share)?;
    Ok(counted.into_iter().fold(Counted::default(), |mut sum, one| {
        sum += one;
        sum
    }))
}

/// Reads every file into batches of the columns that are looked at, with so many workers; the number of rows.
///
/// # Errors
/// The first that any worker meets.
pub fn read(sources: &[Source], workers: usize, rows: &mut dyn Rows) -> Result<u64, MatchFault> {
    let rows = Mutex::new(rows);
    let share = |pieces: &mut dyn FnMut(&mut Take<'_>) -> Result<(), MatchFault>| {
        let mut counted = 0;
        pieces(&mut |batch| {
            counted += batch.num_rows() as u64;
            rows.lock().unwrap_or_else(PoisonError::into_inner).take(batch.clone())
        })?;
        Ok(counted)
    };
    Ok(on_every_core(sources, workers, &share)?.into_iter().sum())
}

/// Takes one batch.
type Take<'a> = dyn FnMut(&RecordBatch) -> Result<(), MatchFault> + 'a;

/// A worker's share: it is given a function that hands it one batch after the other.
type Share<'a, T> = dyn Fn(&mut dyn FnMut(&mut Take<'_>) -> Result<(), MatchFault>) -> Result<T, MatchFault>
    + Sync
    + 'a;

fn on_every_core<T: Send>(
    sources: &[Source],
    workers: usize,
    share: &Share<'_, T>,
) -> Result<Vec<T>, MatchFault> {
    let stopped = AtomicBool::new(false);
    let work = || {
        let done = share(&mut |take| {
            for source in sources {
                loop {
                    if stopped.load(Ordering::Relaxed) || !source.piece(take)? {
                        break;
                    }
                }
            }
            Ok(())
        });
        if done.is_err() {
            stopped.store(true, Ordering::Relaxed);
        }
        done
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..workers.max(1)).map(|_| scope.spawn(work)).collect();
        let done = workers
            .into_iter()
            .map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        done.collect()
    })
}
