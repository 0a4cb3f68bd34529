//! The works that data are cited by, as they stand in a panel's metadata. Knows bibliography and no
//! data; what a source wants cited, the source says.

use super::citation::Citation;
use serde::{Deserialize, Serialize};
use servanda::answer::citation::{Author, Issued, Item};

/// A work, in the fields of a bibliography.
///
/// ```
/// use servanda_data::panel::Work;
/// let work = Work::article("doe1999", &["Doe, Jane"], 1999, "On Pacts").within("A Journal", "7");
/// assert_eq!((work.container.as_str(), work.volume.as_str(), work.year), ("A Journal", "7", 1999));
/// assert_eq!(work.item(&["pact".to_owned()]).keyword.as_deref(), Some("pact"));
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Work {
    /// Its CSL type: `article-journal`, `chapter`, `book`, `dataset`, `software`.
    pub kind: String,
    /// A short name, such as `leeds2002`.
    pub key: String,
    /// Who made it, `Family, Given` or a name that stands whole.
    pub authors: Vec<String>,
    /// The year in which it appeared.
    pub year: i16,
    /// Its title.
    pub title: String,
    /// The journal or book it stands in.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub container: String,
    /// The volume of it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub volume: String,
    /// The number in the volume.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub number: String,
    /// Who published it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub publisher: String,
    /// The pages, `237-260`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub pages: String,
    /// Which version of it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub version: String,
    /// Its digital object identifier, without an address before it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub doi: String,
    /// Its address.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub url: String,
}

impl Work {
    fn of(kind: &str, key: &str, authors: &[&str], year: i16, title: &str) -> Work {
        Work {
            kind: kind.to_owned(),
            key: key.to_owned(),
            authors: authors.iter().map(|&author| author.to_owned()).collect(),
            year,
            title: title.to_owned(),
            ..Work::default()
        }
    }

    /// An article of a journal.
    pub fn article(key: &str, authors: &[&str], year: i16, title: &str) -> Work {
        Work::of("article-journal", key, authors, year, title)
    }

    /// A data set that is cited as such.
    pub fn dataset(key: &str, authors: &[&str], year: i16, title: &str) -> Work {
        Work::of("dataset", key, authors, year, title)
    }

    /// This program.
    pub fn program() -> Work {
        let title = "servanda: what treaties oblige whom to do, on a given day, and why";
        let work = Work::of("software", "servanda", &["The servanda contributors"], 2026, title);
        Work { version: env!("CARGO_PKG_VERSION").to_owned(), ..work }
    }

    /// The same in a volume of a journal or book.
    #[must_use]
    pub fn within(self, container: &str, volume: &str) -> Work {
        Work { container: container.to_owned(), volume: volume.to_owned(), ..self }
    }

    /// The same on these pages.
    #[must_use]
    pub fn on_pages(self, pages: &str) -> Work {
        Work { pages: pages.to_owned(), ..self }
    }

    /// The same with its identifier.
    #[must_use]
    pub fn with_doi(self, doi: &str) -> Work {
        Work { doi: doi.to_owned(), ..self }
    }

    /// The same with its address.
    #[must_use]
    pub fn with_url(self, url: &str) -> Work {
        Work { url: url.to_owned(), ..self }
    }

    /// The work as an item of a bibliography; the keywords say which columns come from it.
    pub fn item(&self, columns: &[String]) -> Item {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let authors = self.authors.iter();
        Item {
            id: self.key.clone(),
            kind: match self.kind.as_str() {
                "article-journal" => "article-journal",
                "chapter" => "chapter",
                "book" => "book",
                "software" => "software",
                _ => "dataset",
            },
            title: self.title.clone(),
            author: authors.map(|author| Author::of(author)).collect(),
            issued: Some(Issued { date_parts: [vec![self.year]], circa: false }),
            container_title: some(&self.container),
            volume: some(&self.volume),
            number: some(&self.number),
            publisher: some(&self.publisher),
            page: some(&self.pages),
            doi: some(&self.doi),
            url: some(&self.url),
            note: some(&self.version).map(|version| format!("version {version}")),
            keyword: (!columns.is_empty()).then(|| columns.join(", ")),
            ..Item::default()
        }
    }
}

impl From<&Citation> for Work {
    fn from(citation: &Citation) -> Work {
        let field = |name: &str| {
            let own = citation.fields.iter().find(|(known, _)| *known == name);
            own.map_or_else(String::new, |(_, text)| text.replace("--", "-"))
        };
        let kind = match citation.kind {
            "article" => "article-journal",
            "incollection" => "chapter",
            "book" => "book",
            _ => "dataset",
        };
        // The letters of TeX that authors of these works have.
        let author = citation.author.replace("{\\aa}", "å");
        let container = [field("journal"), field("booktitle")].concat();
        // Braces keep a name whole, which here is every name without a comma.
        let whole = |name: &str| name.trim().trim_matches('{').trim_matches('}').to_owned();
        Work {
            kind: kind.to_owned(),
            key: citation.key.to_owned(),
            authors: author.split(" and ").map(whole).collect(),
            year: i16::try_from(citation.year).unwrap_or_default(),
            title: citation.title.replace(['{', '}'], ""),
            container,
            volume: field("volume"),
            number: field("number"),
            publisher: field("publisher"),
            pages: field("pages"),
            version: String::new(),
            doi: field("doi"),
            url: field("url"),
        }
    }
}
