//! Long work on every core: a list in shares, each on a thread of its own. Knows no data.

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
