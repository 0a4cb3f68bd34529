//! Speakers: the words before or after "said" to a name, a role, or a description.

use regex::Regex;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Who speaks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Speaker {
    /// The name without titles, or the words of the text.
    pub(crate) name: String,
    /// Office or work of a named person.
    pub(crate) role: Option<String>,
    /// Whether it is a person with a name.
    pub(crate) person: bool,
}

#[allow(clippy::unwrap_used, reason = "constants, compiled by every test")]
fn pattern(text: &str) -> Regex {
    Regex::new(text).unwrap()
}

const NAME: &str = r"\p{Lu}(?:\.|[\p{L}’']+)(?:-\p{L}+)*(?: (?:van der|van den|van de|van|der|den|von|de la|de los|de|del|da|di|al|bin|ibn|el|la|le|du|of the|dos|ter|ben)? ?\p{Lu}(?:\.|[\p{L}’']+)(?:-\p{L}+)*){1,3}";

static FULL: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("^{NAME}$")));
static LAST: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:\p{Lu}[\p{L}’']+)(?:-\p{L}+)*$"));

/// Titles that are no office.
const FORMS: &[&str] = &[
    "Sir ",
    "Lord ",
    "Lady ",
    "Dame ",
    "Mr. ",
    "Mrs. ",
    "Ms. ",
    "Miss ",
    "Dr. ",
    "Mr ",
    "Mrs ",
    "Ms ",
    "Dr ",
    "Marchese ",
    "Count ",
    "Baron ",
    "Prince ",
    "Colonel ",
    "General ",
    "Major ",
    "Captain ",
    "Admiral ",
    "Professor ",
    "Prof. ",
    "Gen. ",
    "Col. ",
    "Marshal ",
    "Brigadier ",
    "Lieutenant ",
    "Herr ",
    "Monsieur ",
    "M. ",
    "Signor ",
    "Don ",
    "Sheikh ",
    "Sultan ",
];

/// Offices that stand before a name.
const OFFICES: &[&str] = &[
    "President",
    "Senator",
    "Minister",
    "Chancellor",
    "Premier",
    "Secretary",
    "Ambassador",
    "Governor",
    "Chairman",
    "King",
    "Congressman",
    "Deputy",
    "Spokesman",
    "Spokeswoman",
    "Commissioner",
    "Speaker",
    "Judge",
    "Emperor",
    "Queen",
    "Emir",
    "Representative",
    "Congresswoman",
    "Prime Minister",
    "Director",
    "Mayor",
    "Secretary-General",
];

/// The speakers of one article, so that a surname or a pronoun finds the full name.
#[derive(Default)]
pub(crate) struct Speakers {
    roles: BTreeMap<String, Option<String>>,
    by_last: BTreeMap<String, String>,
    last_person: Option<Speaker>,
    last_any: Option<Speaker>,
    last_many: Option<Speaker>,
}

impl Speakers {
    /// Remembers the full names of a text, so that a surname leads to one.
    pub(crate) fn of(text: &str) -> Speakers {
        static ANY: LazyLock<Regex> = LazyLock::new(|| pattern(&format!(r"\b{NAME}")));
        let mut speakers = Speakers::default();
        let mut at = 0;
        // A name never runs over the end of a line.
        for line in text.split_inclusive('\n').skip(1) {
            for found in ANY.find_iter(line) {
                let found_name = found.as_str();
                let plain = found_name
                    .strip_suffix("'s")
                    .or(found_name.strip_suffix("’s"))
                    .unwrap_or(found_name);
                let name = bare(plain);
                let name = [
                    "Foreign Ministers ",
                    "Prime Ministers ",
                    "Presidents ",
                    "Defence Ministers ",
                    "Ministers ",
                ]
                .iter()
                .find_map(|office| name.strip_prefix(office))
                .unwrap_or(name);
                let before = line.get(..found.start()).unwrap_or_default();
                let office =
                    OFFICES.iter().find(|office| found.as_str().starts_with(&format!("{office} ")));
                let name =
                    office.map_or(name, |office| name.strip_prefix(*office).unwrap_or(name).trim());
                // "Russian President Vladimir Putin".
                let inside = OFFICES.iter().find_map(|office| split_office(plain, office));
                if let Some((role, name)) = inside {
                    let name = bare(name);
                    if FULL.is_match(name)
                        && let Some(last) = name.rsplit(' ').next()
                    {
                        speakers.by_last.entry(last.to_owned()).or_insert_with(|| name.to_owned());
                        speakers.roles.entry(name.to_owned()).or_insert(Some(role));
                    }
                    continue;
                }
                if !FULL.is_match(name) || name.starts_with("The ") || name.ends_with('.') {
                    continue;
                }
                if let Some(last) = name.rsplit(' ').next() {
                    speakers.by_last.entry(last.to_owned()).or_insert_with(|| name.to_owned());
                }
                if let Some(office) = office {
                    let word = before.trim_end().rsplit(' ').next().unwrap_or_default();
                    let adjective = word.ends_with("an")
                        || word.ends_with("ish")
                        || word.ends_with("ese")
                        || word.ends_with("ch");
                    let role = if adjective && word.chars().next().is_some_and(char::is_uppercase) {
                        format!("{word} {office}")
                    } else {
                        (*office).to_owned()
                    };
                    speakers.roles.entry(name.to_owned()).or_insert(Some(role));
                }
            }
            at += line.len();
        }
        let _ = at;
        speakers
    }

    /// The speaker that a noun phrase names.
    pub(crate) fn read(&self, phrase: &str) -> Option<Speaker> {
        let phrase = trimmed(phrase);
        if phrase.is_empty() || phrase.chars().count() > 160 {
            return None;
        }
        let speaker = match phrase.to_lowercase().as_str() {
            "he" | "she" => self.last_person.clone().or_else(|| self.last_any.clone())?,
            "they" => self.last_many.clone().or_else(|| self.last_any.clone())?,
            "it" => self.last_any.clone()?,
            _ => self.named(phrase),
        };
        Some(speaker)
    }

    /// Somebody who was named and may be meant by "he" or "it".
    pub(crate) fn remember(&mut self, speaker: &Speaker) {
        if speaker.person {
            self.last_person = Some(speaker.clone());
            let known = self.roles.entry(speaker.name.clone()).or_insert(None);
            if known.is_none() {
                known.clone_from(&speaker.role);
            }
        } else if speaker.name.split(' ').any(|word| word.ends_with('s') && word.len() > 4) {
            self.last_many = Some(speaker.clone());
        } else {
            // A spokesman without a name is "he" too.
            let human = [
                "man", "woman", "official", "officer", "diplomat", "senator", "minister", "deputy",
                "analyst", "general", "delegate", "adviser",
            ];
            if human.iter().any(|word| speaker.name.contains(word)) {
                self.last_person = Some(speaker.clone());
            }
        }
        self.last_any = Some(speaker.clone());
    }

    #[allow(clippy::too_many_lines, reason = "cases in the order in which they are tried")]
    fn named(&self, phrase: &str) -> Speaker {
        // "Critics such as Name, a lawyer".
        let phrase = phrase.split_once(" such as ").map_or(phrase, |(_, one)| one);
        // "her neighbor, Name, a pharmacist".
        let phrase = match phrase.split_once(", ") {
            Some((lead, rest))
                if ["her ", "his ", "their "].iter().any(|word| lead.starts_with(word))
                    && rest.contains(", ") =>
            {
                rest
            }
            _ => phrase,
        };
        // "China, which has no part in it": the aside is no name.
        let aside = [
            ", which ",
            ", whose ",
            ", both of ",
            ", founded ",
            ", formed ",
            ", created ",
            ", made ",
            ", signed ",
            ", each of ",
            ", all of ",
            ", none of ",
            ", neither of ",
            ", one of ",
            ", for its part",
            ", for their part",
            ", for her part",
            ", meanwhile",
            ", however",
            ", too",
            ", on the other hand",
            ", in turn",
            " received ",
            " handed over last",
        ]
        .iter()
        .filter_map(|word| phrase.find(word))
        .min();
        let phrase = aside.map_or(phrase, |at| phrase.get(..at).unwrap_or(phrase));
        let phrase = [
            " now",
            " also",
            " has",
            " had",
            " have",
            " then",
            " later",
            " again",
            " still",
            " repeatedly",
            " once",
            " even",
            " nevertheless",
            " meanwhile",
            " too",
            " instead",
            " yesterday",
            " today",
            " publicly",
            " privately",
            " officially",
            " merely",
            " only",
            " twice",
            " quickly",
            " promptly",
            " firmly",
            " formally",
            " flatly",
            " always",
            " never",
            " recently",
            " simply",
            " is",
            " are",
            " was",
            " were",
        ]
        .iter()
        .find_map(|word| phrase.strip_suffix(word))
        .unwrap_or(phrase);
        // "Name, role" and "role, Name".
        if let Some((one, other)) = phrase.split_once(", ") {
            let other = other.trim_end_matches(',').trim();
            if let Some(speaker) = self.name(one) {
                let role = speaker
                    .role
                    .clone()
                    .or_else(|| Some(other.to_owned()).filter(|role| is_role(role)));
                return Speaker { role, ..speaker };
            }
            let (name, rest) = other.split_once(" of ").unwrap_or((other, ""));
            if let Some(speaker) =
                self.name(other).or_else(|| self.name(name).filter(|_| !rest.contains(',')))
            {
                return Speaker { role: Some(one.to_owned()), ..speaker };
            }
            if let Some((name, role)) = other.split_once(", ")
                && let Some(speaker) = self.name(name)
            {
                return Speaker { role: Some(format!("{one}, {role}")), ..speaker };
            }
        }
        if let Some(speaker) = self.name(phrase) {
            return speaker;
        }
        // "the prime minister": the one who was called so.
        if let Some(noun) = phrase.strip_prefix("the ").or(phrase.strip_prefix("The "))
            && !noun.contains(' ') | noun.starts_with("prime ") | noun.starts_with("foreign ")
            && let Some(last) = self.last_person.as_ref().filter(|last| {
                last.role
                    .as_ref()
                    .is_some_and(|role| role.to_lowercase().ends_with(&noun.to_lowercase()))
            })
        {
            return last.clone();
        }
        Speaker { name: phrase.to_owned(), role: None, person: false }
    }

    /// A person's name, alone or after an office.
    fn name(&self, words: &str) -> Option<Speaker> {
        let plain = bare(words.trim());
        for office in OFFICES {
            if let Some((lead, name)) = split_office(plain, office) {
                // "Chancellor Hitler": a surname is enough after an office.
                let name = bare(name);
                let full = self
                    .full(name)
                    .or_else(|| Some(name.to_owned()).filter(|name| LAST.is_match(name)))?;
                return Some(Speaker { name: full, role: Some(lead), person: true });
            }
        }
        if let Some(found) = role_before(plain)
            && let Some(full) = self.full(bare(found.1))
        {
            return Some(Speaker { name: full, role: Some(found.0.to_owned()), person: true });
        }
        let titled = FORMS.iter().any(|form| words.trim().starts_with(form));
        let full = self
            .full(plain)
            .or_else(|| Some(plain.to_owned()).filter(|name| titled && LAST.is_match(name)))?;
        let role = self.roles.get(&full).cloned().flatten();
        Some(Speaker { name: full, role, person: true })
    }

    fn full(&self, name: &str) -> Option<String> {
        let name = name.trim();
        if let Some(full) = self.by_last.get(name).filter(|_| LAST.is_match(name)) {
            return Some(full.clone());
        }
        const NO_PERSON: &[&str] = &[
            "The ",
            "A ",
            "An ",
            "This ",
            "That ",
            "Western ",
            "American ",
            "His ",
            "Her ",
            "Its ",
            "In ",
            "Peking ",
        ];
        let person = FULL.is_match(name)
            && !NO_PERSON.iter().any(|lead| name.starts_with(lead))
            && name.split(' ').all(|word| {
                !matches!(
                    word,
                    "Treaty"
                        | "Office"
                        | "Council"
                        | "Union"
                        | "States"
                        | "Zealand"
                        | "Party"
                        | "Ministry"
                        | "House"
                        | "Department"
                        | "Korea"
                        | "Government"
                        | "Nations"
                )
            });
        if !person {
            return None;
        }
        // "Mr. Pak": the fullest name that ends so.
        Some(name.to_owned())
    }
}

/// "Russian Defence Minister Sergei Ivanov": the office with its words, and the name.
fn split_office<'t>(words: &'t str, office: &str) -> Option<(String, &'t str)> {
    let at = words.find(&format!("{office} "))?;
    let name = words.get(at + office.len() + 1..)?;
    let lead = words.get(..at + office.len())?;
    let capital = name.chars().next().is_some_and(char::is_uppercase);
    let known = OFFICES.iter().any(|other| name.starts_with(&format!("{other} ")));
    (capital && !known && !lead.contains(',')).then(|| {
        (lead.strip_prefix("the ").or(lead.strip_prefix("The ")).unwrap_or(lead).to_owned(), name)
    })
}

/// "spokesman Ivan Petrov", "analyst Ann Bell": a lower-case role before a name.
fn role_before(words: &str) -> Option<(&str, &str)> {
    static ROLE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(&format!(
            r"^(?P<role>(?:\S+ )*?(?:spokesman|spokeswoman|analyst|minister|diplomat|senator|official|adviser|secretary|leader|commander|ambassador|general|undersecretary|chairman|chairwoman|head|director|spokesperson|editor|counsell?or|delegate|commissioner|admiral|representative|negotiator|strategist|expert|researcher|lecturer|scholar|teacher|captain|colonel|adviser|aide|correspondent|general|historian|lawyer|deputy|envoy|chief|economist|president|premier)) (?P<name>{NAME})$"
        ))
    });
    let found = ROLE.captures(words)?;
    Some((found.name("role")?.as_str(), found.name("name")?.as_str()))
}

/// A name without its forms of address.
fn bare(name: &str) -> &str {
    let mut name = name;
    while let Some(rest) = FORMS.iter().find_map(|form| name.strip_prefix(form)) {
        name = rest;
    }
    name.trim()
}

/// Whether words after a name tell what somebody is.
fn is_role(words: &str) -> bool {
    let first = words.split(' ').next().unwrap_or_default();
    matches!(
        first,
        "a" | "an"
            | "the"
            | "who"
            | "of"
            | "his"
            | "her"
            | "its"
            | "their"
            | "one"
            | "now"
            | "then"
            | "head"
            | "editor"
            | "chief"
            | "director"
            | "leader"
            | "then-president"
    ) || first.chars().next().is_some_and(char::is_lowercase)
        || OFFICES.iter().any(|office| words.starts_with(office))
}

/// A phrase without what stands before the one who speaks: "In Moscow, ", "But ".
fn trimmed(phrase: &str) -> &str {
    let mut phrase = phrase.trim().trim_matches([',', ' ', '-', '—', '.', '“', '"', '”']);
    loop {
        let before = phrase;
        for word in [
            "But ",
            "And ",
            "Still, ",
            "Then ",
            "Later ",
            "However, ",
            "Yesterday ",
            "Earlier ",
            "Meanwhile, ",
            "and ",
            "but ",
            "as ",
            "because ",
            "so ",
        ] {
            phrase = phrase.strip_prefix(word).unwrap_or(phrase);
        }
        let lead = [
            "In ",
            "At ",
            "On ",
            "After ",
            "From ",
            "Under ",
            "By ",
            "For ",
            "Asked ",
            "With ",
            "Speaking ",
            "Before ",
            "Since ",
        ];
        if lead.iter().any(|word| phrase.starts_with(word)) {
            let comma = phrase.find(", ").unwrap_or(phrase.len());
            if let Some(rest) = place_then(phrase.get(..comma).unwrap_or(phrase)) {
                let at = phrase.len() - (phrase.len() - comma) - rest.len();
                phrase = phrase.get(at..).unwrap_or(phrase);
            } else if let Some((_, rest)) = phrase.split_once(", ") {
                phrase = rest;
            }
        }
        if phrase == before {
            return phrase;
        }
    }
}

/// "In Tehran the new government": what follows the place.
fn place_then(phrase: &str) -> Option<&str> {
    let at = [" the ", " an ", " a ", " officials", " one "]
        .iter()
        .filter_map(|word| phrase.find(word))
        .min()?;
    phrase.get(at + 1..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speakers_have_names_and_roles() {
        let mut speakers =
            Speakers::of("Head\n\nSelim Demir spoke. President Ivan Petrov did not.\n");
        let mut read = |words: &str| {
            let speaker = speakers.read(words);
            if let Some(one) = &speaker {
                speakers.remember(one);
            }
            speaker.map(|one| format!("{} | {}", one.name, one.role.unwrap_or_default())).unwrap()
        };
        assert_eq!(
            read("Étienne Maréchal-Dubois, a deputy close to the government"),
            "Étienne Maréchal-Dubois | a deputy close to the government"
        );
        assert_eq!(read("A Turkish general, Kemal Aydoğan,"), "Kemal Aydoğan | A Turkish general");
        assert_eq!(read("he"), "Kemal Aydoğan | A Turkish general");
        assert_eq!(
            read("Russian Defence Minister Sergei Ivanov"),
            "Sergei Ivanov | Russian Defence Minister"
        );
        assert_eq!(read("In Tehran the new government"), "the new government | ");
        assert_eq!(read("Petrov"), "Ivan Petrov | President");
        assert_eq!(
            read("an opposition senator, Harmon Tuttle of Georgia"),
            "Harmon Tuttle | an opposition senator"
        );
    }
}
