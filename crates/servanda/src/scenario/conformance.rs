//! The numbered cases of scenario pages as one conformance pack, which another implementation can run:
//! the questions as data, the rows that must come out, and the texts and tables they draw on.

use super::cases_form::number;
use super::run::{Asked, CaseReport, visit_page};
use crate::answer::conformance_form::{
    AskedForm, CaseQuestion, ExpectedForm, NumberedCase, OnlyForm, PackForm, PackedText, SCHEMA,
    SuiteForm,
};
use crate::engine::Engine;
use crate::model::World;
use crate::scenario::settings::ask_block;
use crate::syntax::host::Host;
use crate::syntax::{Diagnostic, Source, json, parse, source};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What a pack is made from, beside its pages.
pub struct Basis<'b> {
    /// The world of the questions.
    pub world: &'b World,
    /// The fingerprint of its texts and tables.
    pub corpus: String,
    /// Its tables of states, names and places: file name and text.
    pub tables: &'b [(&'b str, &'b str)],
}

/// The pack of the numbered cases of some pages, name and text of each. Cases without a number stay
/// out of it, and so do those whose title `wanted` does not want.
///
/// # Errors
/// The cases of these pages that do not pass: a pack says only what holds.
pub fn pack(
    pages: &[(String, String)],
    basis: &Basis<'_>,
    wanted: impl Fn(&str) -> bool,
) -> Result<PackForm, Vec<Diagnostic>> {
    let mut found = Found::default();
    let mut faults = Vec::new();
    for (name, text) in pages {
        let report = visit_page(text, basis.world, &mut |asked| found.add(name, asked, &wanted));
        let numbered = |case: &&CaseReport| number(&case.title).is_some() && wanted(&case.title);
        faults.extend(report.cases.iter().filter(numbered).filter_map(|case| case.fault(name)));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let texts = found.texts(basis.world);
    let questions = found.cases.iter().map(|case| case.questions.len()).sum();
    let numbered: Vec<&str> = found.cases.iter().map(|case| case.page.as_str()).collect();
    let pages = pages.iter().filter(|(name, _)| numbered.contains(&name.as_str()));
    Ok(PackForm {
        schema: SCHEMA.into(),
        suite: SuiteForm {
            version: env!("CARGO_PKG_VERSION").into(),
            corpus: basis.corpus.clone(),
            pages: source::fingerprint(pages.map(|(name, text)| (&**name, &**text))),
            cases: found.cases.len(),
            questions,
        },
        cases: found.cases,
        treaties: texts.into_iter().filter_map(packed).collect(),
        tables: basis
            .tables
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect(),
    })
}

/// A text in its JSON form; one with faults has none.
fn packed(source: &Source) -> Option<PackedText> {
    let host = Host::of_name(&source.name).unwrap_or(Host::Bare);
    let text = json::to_json(&parse(&source.text, 0, host)).ok()?;
    let stem = source.name.trim_end_matches(".md").trim_end_matches(".treaty");
    Some(PackedText { file: format!("{stem}.treaty.json"), text })
}

/// What was found in the pages.
#[derive(Default)]
struct Found {
    cases: Vec<NumberedCase>,
    /// Ids of the treaties that say something in an answer, and of what a question names.
    named: BTreeSet<String>,
    /// The words of each question, to ask it again.
    words: Vec<(String, ExpectedForm)>,
}

impl Found {
    fn add(&mut self, page: &str, asked: &Asked<'_>, wanted: &impl Fn(&str) -> bool) {
        let title = asked.headings.join(" / ");
        let Some(id) = number(&title).filter(|_| wanted(&title)) else { return };
        let (reply, world) = (asked.reply, asked.reply.case.world);
        let place = asked.headings.iter().position(|heading| heading.starts_with(id));
        let (_, below) = asked.headings.split_at(place.map_or(0, |place| place + 1));
        let own = place.and_then(|place| asked.headings.get(place)).copied().unwrap_or_default();
        let only = OnlyForm {
            parties: asked.only.parties.iter().map(|party| world.id(*party).to_owned()).collect(),
            acts: asked.only.acts.clone(),
            treaties: asked.only.treaties.clone(),
        };
        let question = AskedForm::of(reply);
        let expected = ExpectedForm::of(reply, |row| asked.only.keeps(world, row));
        let rows = reply.rows.iter().map(|row| world.treaty(row.treaty).id.clone());
        self.named.extend(rows.chain(only.treaties.iter().cloned()));
        let readings = question.readings.iter().filter_map(|reading| reading.split('/').next());
        self.named.extend(readings.map(str::to_owned).chain(question.assuming.iter().cloned()));
        self.words.push((asked.words.to_owned(), expected.clone()));
        if self.cases.last().is_none_or(|case| case.id != id) {
            let subject = page.rsplit_once("history/").map_or(page, |(_, name)| name);
            self.cases.push(NumberedCase {
                id: id.to_owned(),
                subject: subject.trim_end_matches(".md").to_owned(),
                title: own.trim_start_matches(id).trim().to_owned(),
                page: page.to_owned(),
                line: asked.line,
                questions: Vec::new(),
            });
        }
        if let Some(case) = self.cases.last_mut() {
            case.questions.push(CaseQuestion {
                title: (!below.is_empty()).then(|| below.join(" / ")),
                line: asked.line,
                question,
                only,
                expected,
            });
        }
    }

    /// The texts that these questions need: those whose treaties say something, and what they name.
    /// Should an answer change without the others, all.
    fn texts<'w>(&self, world: &'w World) -> Vec<&'w Source> {
        let all: Vec<&Source> = world.sources.iter().collect();
        let some = needed(&all, &self.named);
        let mut smaller = World {
            states: world.states.clone(),
            entities: world.entities.clone(),
            places: world.places.clone(),
            ..World::default()
        };
        let faults = smaller.add_texts(some.iter().map(|source| (*source).clone()).collect());
        let engine = Engine::new(&smaller);
        let same = |(words, expected): &(String, ExpectedForm)| {
            let Ok((question, only)) = ask_block(words, u32::MAX, &smaller) else { return false };
            ExpectedForm::of(&engine.ask(&question), |row| only.keeps(&smaller, row)) == *expected
        };
        if faults.is_empty() && self.words.iter().all(same) { some } else { all }
    }
}

/// The texts that hold what is named, and those that hold what these texts name, and so on.
fn needed<'w>(all: &[&'w Source], named: &BTreeSet<String>) -> Vec<&'w Source> {
    let mut holds: BTreeMap<String, usize> = BTreeMap::new();
    let mut names: Vec<BTreeSet<String>> = Vec::new();
    for (index, source) in all.iter().enumerate() {
        let host = Host::of_name(&source.name).unwrap_or(Host::Bare);
        let form = json::to_json(&parse(&source.text, 0, host)).unwrap_or(Value::Null);
        let clauses = form.get("entries").and_then(Value::as_array).into_iter().flatten();
        let mut words = BTreeSet::new();
        for clause in clauses.filter(|entry| entry.get("clause").is_some()) {
            names_in(clause, &mut words);
            let id = clause.get("id").and_then(Value::as_str);
            holds.extend(id.map(|id| (id.to_owned(), index)));
        }
        names.push(words);
    }
    let mut open: Vec<usize> = named.iter().filter_map(|id| holds.get(id).copied()).collect();
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    while let Some(index) = open.pop() {
        if taken.insert(index) {
            let words = names.get(index).into_iter().flatten();
            open.extend(words.filter_map(|word| holds.get(word)).copied());
        }
    }
    taken.into_iter().filter_map(|index| all.get(index).copied()).collect()
}

/// Every word of a value that may be the id of something, `CST` of `CST/4` included.
fn names_in(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(words) => {
            let parts = words.split(|at: char| at.is_whitespace() || matches!(at, '/' | ','));
            found.extend(parts.map(str::to_owned));
        }
        Value::Array(list) => list.iter().for_each(|one| names_in(one, found)),
        Value::Object(fields) => fields.values().for_each(|one| names_in(one, found)),
        _ => {}
    }
}
