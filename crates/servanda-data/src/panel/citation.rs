//! How a source wants to be cited. Knows no data.

/// A work, by the names of BibTeX.
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

impl Citation {
    /// The work as an entry of BibTeX.
    ///
    /// ```
    /// let work = servanda_data::panel::catalog::FILES[0].citation;
    /// assert!(work.bibtex().starts_with("@incollection{singer1972,\n  author = {"));
    /// ```
    pub fn bibtex(&self) -> String {
        let year = self.year.to_string();
        let own = [("author", self.author), ("year", &year), ("title", self.title)];
        let mut entry = format!("@{}{{{},\n", self.kind, self.key);
        for (name, text) in own.iter().chain(self.fields) {
            entry.push_str(&format!("  {name} = {{{text}}},\n"));
        }
        entry + "}\n"
    }
}
