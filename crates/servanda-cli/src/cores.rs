//! Long work on every core, of which a part that breaks is a failure of the command. Knows no treaty.

use crate::fault::Failure;
use servanda_data::cores;

/// What each share of a list gives, in the order of the list; `work` gets the share and the place of
/// its first item. A thread that breaks leaves a failure in place of its share, which says `broken`.
pub(crate) fn by_shares<'i, T: Sync, R: Send>(
    items: &'i [T],
    broken: &str,
    work: impl Fn(&'i [T], usize) -> R + Sync,
) -> Vec<Result<R, Failure>> {
    let shares = cores::by_shares(items, work).into_iter();
    shares.map(|done| done.map_err(|_| Failure::internal(broken))).collect()
}
