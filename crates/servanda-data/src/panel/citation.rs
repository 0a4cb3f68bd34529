//! How a source wants to be cited. Knows no data.

/// A work, by the names of BibTeX, as a constant beside its source; [`Work`](super::Work) is what metadata
/// and bibliographies are made of.
///
/// ```
/// use servanda::answer::bibtex;
/// use servanda_data::panel::{Work, catalog};
/// let work = Work::from(&catalog::FILES[0].citation);
/// let entry = bibtex::render(&[work.item(&[])]);
/// assert!(entry.starts_with("@incollection{singer1972,\n  author = {"));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Citation {
    /// `article`, `incollection`, `book` or `misc`.
    pub kind: &'static str,
    /// A short name.
    pub key: &'static str,
    /// The authors, with `and` between them.
    pub author: &'static str,
    /// The year in which it appeared.
    pub year: u16,
    /// The title.
    pub title: &'static str,
    /// Where it appeared, by field: `journal`, `volume`, `pages`, `publisher`.
    pub fields: &'static [(&'static str, &'static str)],
}
