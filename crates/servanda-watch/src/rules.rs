//! Which answers are alerts: the rules of a user's file. Every key is declared; a word that is none of those that
//! fit is refused with its place and the choices. Asks nothing and tells nobody.

use crate::stop::Stop;
use servanda::model::world::name_diagnostic;
use servanda::model::{Actor, TreatyId, World};
use servanda::request::named::known_treaty;
use servanda::request::{Kind, Refusal};
use servanda::syntax::diagnostic::did_you_mean;
use servanda::syntax::vocabulary::Verdict;
use servanda::syntax::{Code, Diagnostic, Source, Sources, Span};
use servanda_events::{Confidence, Trigger};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What a file of rules calls itself.
pub(crate) const SCHEMA: &str = "servanda/watch-rules/1";
/// The keys of a rule.
const KEYS: [&str; 8] = [
    "name",
    "who",
    "treaties",
    "verdicts",
    "triggers",
    "least-confidence",
    "mentions",
    "cool-down",
];
/// The verdicts that a rule may want.
const VERDICTS: [Verdict; 4] = [Verdict::Must, Verdict::Depends, Verdict::May, Verdict::MustNot];
const CONFIDENCES: [Confidence; 3] = [Confidence::Weak, Confidence::Medium, Confidence::Strong];

/// For what a rule is quiet after an alert.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Per {
    /// For revisions of the same alert.
    Case,
    /// For other cases between the same two states.
    Pair,
}

/// For how long a rule is quiet after an alert, by the days of batches.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CoolDown {
    /// Days.
    pub days: i32,
    /// For what.
    pub per: Per,
}

/// One rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its name, which is part of the key of its alerts.
    pub name: String,
    /// Who owes; empty: anybody.
    pub owe: Vec<Actor>,
    /// Who is acted upon; empty: anybody.
    pub hit: Vec<Actor>,
    /// Who acts; empty: anybody, known or not.
    pub attack: Vec<Actor>,
    /// Under which treaties; empty: any.
    pub treaties: Vec<TreatyId>,
    /// With which verdicts.
    pub verdicts: Vec<Verdict>,
    /// After which triggers; empty: any that the engine can be asked about.
    pub triggers: Vec<Trigger>,
    /// How far the line of the mapping must be relied on.
    pub least: Confidence,
    /// How many independent mentions there must be.
    pub mentions: u32,
    /// For how long it is quiet after an alert.
    pub cool_down: Option<CoolDown>,
}

/// The rules of a file.
#[derive(Clone, Debug)]
pub struct Rules {
    /// In the order of the file.
    pub list: Vec<Rule>,
    /// `blake3:` and the hash of the file.
    pub digest: String,
}

impl Rules {
    /// Reads a file of rules.
    ///
    /// # Errors
    /// Everything that is not understood, each with its place and what to write.
    pub fn read(world: &World, name: &str, text: &str) -> Result<Rules, Stop> {
        let mut sources = Sources::default();
        let file = sources.add(Source::new(name, text));
        let mut reader = Reader { world, file, faults: Vec::new() };
        let list = match DeTable::parse(text) {
            Ok(table) => reader.file(table.get_ref()),
            Err(error) => {
                let at = error.span().unwrap_or(0..0);
                let help = "rules are TOML: `key = value`, and `[[rule]]` before each rule";
                reader.fault(at, format!("this is no TOML: {}", error.message()), help);
                Vec::new()
            }
        };
        if list.is_empty() && reader.faults.is_empty() {
            reader.fault(0..0, "the file holds no rule", "write `[[rule]]` and below it `name`");
        }
        if reader.faults.is_empty() {
            let digest = format!("blake3:{}", blake3::hash(text.as_bytes()).to_hex());
            return Ok(Rules { list, digest });
        }
        Err(Stop(Refusal::new(Kind::Usage, reader.faults, sources)))
    }

    /// Whether any rule wants this trigger.
    pub(crate) fn want(&self, trigger: Trigger) -> bool {
        trigger.asked().is_some() && self.list.iter().any(|rule| rule.wants(trigger))
    }
}

impl Rule {
    pub(crate) fn wants(&self, trigger: Trigger) -> bool {
        self.triggers.is_empty() || self.triggers.contains(&trigger)
    }
}

type Value<'t> = Spanned<DeValue<'t>>;

struct Reader<'w> {
    world: &'w World,
    file: u32,
    faults: Vec<Diagnostic>,
}

/// `one, two or three`.
fn or(words: &[&str]) -> String {
    match words.split_last() {
        Some((last, [])) => format!("`{last}`"),
        Some((last, others)) => format!("`{}` or `{last}`", others.join("`, `")),
        None => String::new(),
    }
}

impl Reader<'_> {
    fn span(&self, at: Range<usize>) -> Span {
        Span { file: self.file, start: at.start as u32, end: at.end.max(at.start + 1) as u32 }
    }

    fn fault(&mut self, at: Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        let fault = Diagnostic::at(Code::SV1101, self.span(at), message).help(help);
        self.faults.push(fault);
    }

    /// A word that is none of the choices.
    fn unknown(&mut self, at: Range<usize>, what: &str, word: &str, choices: &[&str]) {
        let near = did_you_mean(word, choices.iter().copied());
        let near = near.map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
        self.fault(at, format!("`{word}` is no {what}"), format!("{near}write {}", or(choices)));
    }

    fn file(&mut self, table: &DeTable<'_>) -> Vec<Rule> {
        let mut rules: Vec<Rule> = Vec::new();
        let mut says_schema = false;
        for (key, value) in table {
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("schema", word) => {
                    says_schema = true;
                    if word.as_str() != Some(SCHEMA) {
                        let help = format!("write schema = \"{SCHEMA}\"");
                        self.fault(value.span(), "this is no schema of rules that is known", help);
                    }
                }
                ("rule", DeValue::Array(list)) => {
                    for one in list {
                        let rule = self.rule(one);
                        if let Some(twice) = rule
                            .as_ref()
                            .filter(|rule| rules.iter().any(|one| one.name == rule.name))
                        {
                            let words = format!("two rules bear the name `{}`", twice.name);
                            self.fault(
                                one.span(),
                                words,
                                "alerts are told apart by it: write another",
                            );
                        }
                        rules.extend(rule);
                    }
                }
                (word, _) => {
                    self.unknown(key.span(), "key of a file of rules", word, &["schema", "rule"]);
                }
            }
        }
        if !says_schema {
            self.fault(
                0..0,
                "the file does not say what it is",
                format!("begin with schema = \"{SCHEMA}\""),
            );
        }
        rules
    }

    fn rule(&mut self, value: &Value<'_>) -> Option<Rule> {
        let DeValue::Table(table) = value.get_ref() else {
            self.fault(value.span(), "a rule is a table", "write `[[rule]]` above its keys");
            return None;
        };
        let mut rule = Rule {
            name: String::new(),
            owe: Vec::new(),
            hit: Vec::new(),
            attack: Vec::new(),
            treaties: Vec::new(),
            verdicts: vec![Verdict::Must, Verdict::Depends],
            triggers: Vec::new(),
            least: Confidence::Medium,
            mentions: 1,
            cool_down: None,
        };
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "name" => rule.name = self.name(value),
                "who" => self.who(value, &mut rule),
                "treaties" => rule.treaties = self.each(value, Reader::treaty),
                "verdicts" => rule.verdicts = self.each(value, Reader::verdict),
                "triggers" => rule.triggers = self.each(value, Reader::trigger),
                "least-confidence" => {
                    rule.least = self.one(value, Reader::confidence).unwrap_or(rule.least);
                }
                "mentions" => rule.mentions = self.number(value, 1, 1_000_000).unwrap_or(1),
                "cool-down" => rule.cool_down = self.cool_down(value),
                word => self.unknown(key.span(), "key of a rule", word, &KEYS),
            }
        }
        if rule.name.is_empty() && !table.keys().any(|key| key.get_ref() == "name") {
            self.fault(
                value.span(),
                "a rule has no name",
                "write name = \"...\": alerts are told apart by it",
            );
        }
        Some(rule)
    }

    fn text<'v>(&mut self, value: &'v Value<'_>) -> Option<&'v str> {
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.fault(value.span(), "a text stands in quotation marks", "write \"...\"");
        }
        text
    }

    fn name(&mut self, value: &Value<'_>) -> String {
        let Some(name) = self.text(value) else { return String::new() };
        let fits =
            |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
        if name.is_empty() || name.len() > 60 || !name.chars().all(fits) {
            let help = "write up to 60 small letters, digits and `-`: it is part of addresses and of file names";
            self.fault(value.span(), format!("`{name}` is no name for a rule"), help);
        }
        name.to_owned()
    }

    fn one<T>(
        &mut self,
        value: &Value<'_>,
        read: impl Fn(&mut Self, Range<usize>, &str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(value)?;
        read(self, value.span(), text)
    }

    /// Each word of a list.
    fn each<T>(
        &mut self,
        value: &Value<'_>,
        read: impl Fn(&mut Self, Range<usize>, &str) -> Option<T>,
    ) -> Vec<T> {
        match value.get_ref() {
            DeValue::Array(list) if list.is_empty() => {
                self.fault(
                    value.span(),
                    "the list is empty",
                    "name at least one, or leave the key out",
                );
                Vec::new()
            }
            DeValue::Array(list) => list.iter().filter_map(|one| self.one(one, &read)).collect(),
            _ => {
                self.fault(value.span(), "this is no list", "write [\"...\", \"...\"]");
                Vec::new()
            }
        }
    }

    fn who(&mut self, value: &Value<'_>, rule: &mut Rule) {
        let DeValue::Table(table) = value.get_ref() else {
            let help =
                "write who = { owe = [...], hit = [...], attack = [...] }, each of them or one";
            self.fault(value.span(), "`who` says who owes, who is hit and who attacks", help);
            return;
        };
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "owe" => rule.owe = self.each(value, Reader::actor),
                "hit" => rule.hit = self.each(value, Reader::actor),
                "attack" => rule.attack = self.each(value, Reader::actor),
                word => self.unknown(key.span(), "key of `who`", word, &["owe", "hit", "attack"]),
            }
        }
    }

    fn actor(&mut self, at: Range<usize>, name: &str) -> Option<Actor> {
        match self.world.actor(name, None) {
            Ok(actor) => Some(actor),
            Err(problem) => {
                let at = Some(self.span(at));
                self.faults.push(name_diagnostic(self.world, &problem, name, None, at));
                None
            }
        }
    }

    fn treaty(&mut self, at: Range<usize>, id: &str) -> Option<TreatyId> {
        let found = known_treaty(self.world, id);
        if found.is_none() {
            let near =
                did_you_mean(id, self.world.treaties.iter().map(|treaty| treaty.id.as_str()));
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`servanda treaty` lists every treaty".to_owned(),
            };
            let message = format!("no treaty has the id or title `{id}`");
            self.faults.push(Diagnostic::at(Code::SV0402, self.span(at), message).help(help));
        }
        found
    }

    fn verdict(&mut self, at: Range<usize>, word: &str) -> Option<Verdict> {
        let found = VERDICTS.into_iter().find(|verdict| verdict.word() == word);
        if found.is_none() {
            self.unknown(at, "verdict that a rule can want", word, &VERDICTS.map(Verdict::word));
        }
        found
    }

    fn trigger(&mut self, at: Range<usize>, word: &str) -> Option<Trigger> {
        let asked = || Trigger::ALL.iter().copied().filter(|trigger| trigger.asked().is_some());
        let found = asked().find(|trigger| trigger.word() == word);
        if found.is_none() {
            let choices: Vec<&str> = asked().map(Trigger::word).collect();
            self.unknown(at, "trigger that the engine is asked about", word, &choices);
        }
        found
    }

    fn confidence(&mut self, at: Range<usize>, word: &str) -> Option<Confidence> {
        let found = CONFIDENCES.into_iter().find(|one| one.word() == word);
        if found.is_none() {
            self.unknown(at, "confidence of a mapping", word, &CONFIDENCES.map(Confidence::word));
        }
        found
    }

    fn number(&mut self, value: &Value<'_>, least: u32, most: u32) -> Option<u32> {
        let number = value.get_ref().as_integer().and_then(|number| number.as_str().parse().ok());
        let number = number.filter(|number| (least..=most).contains(number));
        if number.is_none() {
            let help = format!("write a whole number from {least} to {most}");
            self.fault(value.span(), "this is no number that fits here", help);
        }
        number
    }

    fn cool_down(&mut self, value: &Value<'_>) -> Option<CoolDown> {
        let DeValue::Table(table) = value.get_ref() else {
            let help = "write cool-down = { days = 3, per = \"pair\" }, or per = \"case\"";
            self.fault(value.span(), "a cool-down says for how long and for what", help);
            return None;
        };
        let (mut days, mut per) = (None, None);
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "days" => days = self.number(value, 1, 3650),
                "per" => {
                    per = self.one(value, |reader, at, word| match word {
                        "case" => Some(Per::Case),
                        "pair" => Some(Per::Pair),
                        _ => {
                            reader.unknown(at, "object of a cool-down", word, &["case", "pair"]);
                            None
                        }
                    });
                }
                word => self.unknown(key.span(), "key of a cool-down", word, &["days", "per"]),
            }
        }
        for (key, there) in [("days", days.is_some()), ("per", per.is_some())] {
            if !there && !table.keys().any(|known| known.get_ref() == key) {
                let help = "write cool-down = { days = 3, per = \"pair\" }, or per = \"case\"";
                self.fault(value.span(), format!("the cool-down has no `{key}`"), help);
            }
        }
        Some(CoolDown { days: days? as i32, per: per? })
    }
}
