//! Years shared among threads. Knows nothing of what is done with them.

use std::num::NonZero;

/// What `work` gives for each year, in the order of the years. Every core takes each so many years, so
/// that the late ones, which have most states, are shared evenly.
pub fn each_year<T: Sync, R: Send>(years: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get).min(years.len());
    let work = &work;
    let mut done: Vec<_> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..cores)
            .map(|first| {
                let own = years.iter().skip(first).step_by(cores);
                scope.spawn(move || own.map(work).collect::<Vec<R>>())
            })
            .collect();
        let each = workers.into_iter().map(std::thread::ScopedJoinHandle::join);
        each.map(|done| done.unwrap_or_else(|broken| std::panic::resume_unwind(broken)))
            .map(Vec::into_iter)
            .collect()
    });
    let turns = (0..years.len()).map(|year| year % cores);
    turns.filter_map(|turn| done.get_mut(turn)?.next()).collect()
}

#[cfg(test)]
mod tests {
    use super::each_year;

    #[test]
    fn the_order_of_the_years_stays() {
        for count in 0..20_u16 {
            let years: Vec<u16> = (0..count).collect();
            assert_eq!(
                each_year(&years, |year| year + 1816),
                (1816..1816 + count).collect::<Vec<_>>()
            );
        }
    }
}
