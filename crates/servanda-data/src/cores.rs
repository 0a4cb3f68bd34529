//! Long work on every core: a list in shares, each on a thread of its own, or item by item. Knows no
//! data.

use std::cmp::Reverse;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What each share of a list gives, in the order of the list; `work` gets the share and the place of
/// its first item. A thread that broke leaves its panic in place of its share.
pub fn by_shares<'i, T: Sync, R: Send>(
    items: &'i [T],
    work: impl Fn(&'i [T], usize) -> R + Sync,
) -> Vec<std::thread::Result<R>> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = items.len().div_ceil(cores).max(1);
    let work = &work;
    std::thread::scope(|scope| {
        let shares = items.chunks(share).zip((0..).step_by(share));
        let workers: Vec<_> =
            shares.map(|(share, first)| scope.spawn(move || work(share, first))).collect();
        workers.into_iter().map(std::thread::ScopedJoinHandle::join).collect()
    })
}

/// What each item of a list gives, in the order of the list. Items are few and unlike: those of the
/// largest `size` begin first, each on the next core that is free. A panic in one goes on to the caller.
pub fn by_turns<'i, T: Sync, R: Send>(
    items: &'i [T],
    size: impl Fn(&T) -> usize,
    work: impl Fn(&'i T) -> R + Sync,
) -> Vec<R> {
    let mut order: Vec<(usize, &T)> = items.iter().enumerate().collect();
    order.sort_by_key(|(_, item)| Reverse(size(item)));
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let next = AtomicUsize::new(0);
    let turns = || {
        let mut done = Vec::new();
        while let Some((at, item)) = order.get(next.fetch_add(1, Ordering::Relaxed)) {
            done.push((*at, work(item)));
        }
        done
    };
    let mut done = std::thread::scope(|scope| {
        let others: Vec<_> = (1..cores.min(items.len())).map(|_| scope.spawn(turns)).collect();
        let mut done = turns();
        for other in others {
            let more = other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            done.extend(more);
        }
        done
    });
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, given)| given).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn turns_give_in_the_order_of_the_list_whatever_begins_first() {
        let items: Vec<usize> = (0..40).map(|at| at * 7 % 40).collect();
        assert_eq!(super::by_turns(&items, |item| *item, |item| *item), items);
        assert!(super::by_turns(&[] as &[u8], |_| 0, |item| *item).is_empty());
    }
}
