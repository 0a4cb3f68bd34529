//! The gold annotations of `news/` and how a proposal is compared with one.

use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

pub(crate) fn news() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../news")
}

pub(crate) struct Annotation {
    pub(crate) kind: String,
    pub(crate) fields: Map<String, Value>,
    pub(crate) exact: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

pub(crate) struct Article {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) published: String,
    pub(crate) annotations: Vec<Annotation>,
}

impl Article {
    pub(crate) fn number(&self) -> &str {
        self.name.split('-').next().unwrap_or_default()
    }
}

/// The articles of a part, in order.
pub(crate) fn articles(part: &str) -> Vec<Article> {
    let mut names: Vec<PathBuf> =
        fs::read_dir(news().join(part)).unwrap().map(|file| file.unwrap().path()).collect();
    names.retain(|name| name.extension().is_some_and(|ending| ending == "txt"));
    names.sort();
    names.iter().map(|path| article(path)).collect()
}

fn article(path: &std::path::Path) -> Article {
    let text = fs::read_to_string(path).unwrap();
    let gold = fs::read_to_string(path.with_extension("gold.json")).unwrap();
    let gold: Value = serde_json::from_str(&gold).unwrap();
    let annotations =
        gold["annotations"].as_array().unwrap().iter().map(|one| annotation(&text, one));
    Article {
        name: path.file_name().unwrap().to_string_lossy().into_owned(),
        annotations: annotations.collect(),
        published: gold["published"].as_str().unwrap().to_owned(),
        text,
    }
}

fn annotation(text: &str, one: &Value) -> Annotation {
    let mut fields = one.as_object().unwrap().clone();
    let kind = fields.remove("kind").unwrap().as_str().unwrap().to_owned();
    let exact = fields.remove("exact").unwrap().as_str().unwrap().to_owned();
    let wanted = fields.remove("occurrence").unwrap().as_u64().unwrap();
    let mut from = 0;
    let mut byte = 0;
    for _ in 0..wanted {
        byte = from + text[from..].find(&exact).unwrap();
        from = byte + text[byte..].chars().next().unwrap().len_utf8();
    }
    let start = text[..byte].chars().count();
    let end = start + exact.chars().count();
    Annotation { kind, fields, exact, start, end }
}

/// Which ids are one thing.
pub(crate) struct Equal(BTreeMap<String, String>);

impl Equal {
    pub(crate) fn read() -> Equal {
        let text = fs::read_to_string(news().join("equivalents.csv")).unwrap();
        let mut same = BTreeMap::new();
        for line in text.lines().skip(1) {
            let ids: Vec<&str> = line.split(',').next().unwrap().split(' ').collect();
            for id in &ids {
                same.insert((*id).to_owned(), ids[0].to_owned());
            }
        }
        Equal(same)
    }

    fn id(&self, value: &Value) -> Value {
        match value {
            Value::String(id) => {
                Value::String(self.0.get(id).cloned().unwrap_or_else(|| id.clone()))
            }
            Value::Array(list) => {
                let mut list: Vec<Value> = list.iter().map(|one| self.id(one)).collect();
                list.sort_by_key(ToString::to_string);
                match list.as_slice() {
                    [only] => only.clone(),
                    _ => Value::Array(list),
                }
            }
            other => other.clone(),
        }
    }
}

/// The fields that must be equal, as one text.
pub(crate) fn key(kind: &str, fields: &Map<String, Value>, equal: &Equal) -> String {
    let skipped: &[&str] = match kind {
        "decision" => &["what"],
        "claim" => &["says"],
        _ => &[],
    };
    let mut map = BTreeMap::new();
    for (name, value) in fields {
        let nothing = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
        if skipped.contains(&name.as_str()) || nothing {
            continue;
        }
        let value = match name.as_str() {
            "name" | "of_name" | "speaker" | "role" => {
                Value::String(value.as_str().unwrap_or_default().to_lowercase())
            }
            _ => equal.id(value),
        };
        map.insert(name.clone(), value);
    }
    serde_json::to_string(&map).unwrap()
}

/// Counts of one kind.
#[derive(Clone, Default)]
pub(crate) struct Score {
    pub(crate) gold: usize,
    pub(crate) proposed: usize,
    pub(crate) found: usize,
    /// Right and proposed by rule.
    pub(crate) rules: BTreeMap<String, usize>,
    pub(crate) by_rule: BTreeMap<String, usize>,
}

impl Score {
    pub(crate) fn add(&mut self, other: &Score) {
        self.gold += other.gold;
        self.proposed += other.proposed;
        self.found += other.found;
        for (rule, count) in &other.rules {
            *self.rules.entry(rule.clone()).or_default() += count;
        }
        for (rule, count) in &other.by_rule {
            *self.by_rule.entry(rule.clone()).or_default() += count;
        }
    }

    pub(crate) fn precision(&self) -> f64 {
        if self.proposed == 0 { 1.0 } else { self.found as f64 / self.proposed as f64 }
    }

    pub(crate) fn recall(&self) -> f64 {
        if self.gold == 0 { 1.0 } else { self.found as f64 / self.gold as f64 }
    }

    pub(crate) fn line(&self, kind: &str) -> String {
        format!(
            "{kind:13}{:5}{:5}{:5}   {:.2}  {:.2}",
            self.gold,
            self.proposed,
            self.found,
            self.precision(),
            self.recall()
        )
    }
}
