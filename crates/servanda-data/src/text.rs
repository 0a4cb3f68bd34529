//! A coded treaty as text: clauses put together and laid out as `servanda fmt` lays them out. Knows how
//! the language is written; must not know what any code means.

use crate::fault::RowFault;
use servanda::model::StateId;
use servanda::model::state::StateSystem;
use servanda::syntax::clause::{Clause, Condition, Date, Fact, Name, Text};
use servanda::syntax::document::{Document, Entry};
use servanda::syntax::format::format;
use servanda::syntax::host::Host;
use servanda::syntax::source::Span;
use servanda::syntax::vocabulary::{DataSet, Ending};
use servanda::time::{Day, Interval, UncertainDay};

/// A world of coded treaties: texts to write, and what could not be written.
#[derive(Clone, Debug, Default)]
pub struct CodedWorld {
    /// One bare text for each treaty, by number.
    pub treaties: Vec<CodedTreaty>,
    /// Rows that were left out, because their member is no state.
    pub left_out: Vec<RowFault>,
}

/// One treaty as text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CodedTreaty {
    /// Its id, `ATOP-4220`: also the name of its file.
    pub id: String,
    /// Its number in the data.
    pub number: u16,
    /// The text, in canonical layout.
    pub text: String,
}

/// A name, id or role.
pub(crate) fn name(text: &str) -> Name {
    Name { text: text.to_owned(), at: Span::default() }
}

/// A quoted text.
pub(crate) fn quoted(text: impl Into<String>) -> Text {
    Text { text: text.into(), at: Span::default() }
}

pub(crate) fn date(day: &UncertainDay) -> Date {
    Date { day: day.clone(), at: Span::default() }
}

/// An open question of fact.
pub(crate) fn found(finding: &str, question: String) -> Condition {
    Condition::Found { name: name(finding), question: Some(quoted(question)) }
}

/// A text that grows clause by clause.
pub(crate) struct Draft {
    entries: Vec<Entry>,
}

impl Draft {
    /// Begins a treaty that is coded from data.
    pub(crate) fn new(id: &str, title: &str) -> Draft {
        let mut draft = Draft { entries: Vec::new() };
        draft.add(Clause::Treaty { id: name(id), title: quoted(title) });
        draft
    }

    pub(crate) fn add(&mut self, clause: Clause) {
        let clause = Box::new(clause);
        self.entries.push(Entry::Clause { clause, at: Span::default(), comments: Vec::new() });
    }

    pub(crate) fn blank(&mut self) {
        self.entries.push(Entry::Blank);
    }

    /// First and last day in force for anybody, and where the codes come from.
    pub(crate) fn life(
        &mut self,
        members: &[Membership],
        data: DataSet,
        version: &str,
        number: &str,
    ) {
        let spells = || members.iter().flat_map(|member| &member.spells);
        if let Some(first) = spells().min_by_key(|spell| spell.entry.earliest) {
            self.add(Clause::InForce { on: date(&first.entry) });
        }
        let last = spells().max_by_key(|spell| (spell.exit.latest, spell.exit.earliest));
        if let Some(last) = last.filter(|last| last.exit.latest != Day::MAX) {
            self.add(Clause::Ended { on: date(&last.exit), by: None, how: None });
        }
        self.add(Clause::CodedFrom { data, version: quoted(version) });
        let (kind, locator) = (name(data.word()), Some(quoted(number)));
        self.add(Clause::Source { kind, locator, url: None });
    }

    pub(crate) fn note(&mut self, text: String) {
        self.add(Clause::Note { text: quoted(text) });
    }

    pub(crate) fn not_modelled(&mut self, words: String, because: &str) {
        self.add(Clause::NotModelled { words: quoted(words), because: quoted(because) });
    }

    /// The members; those with the same facts share a line.
    pub(crate) fn members(&mut self, members: &[Membership], states: &StateSystem) {
        self.blank();
        self.add(Clause::Members);
        let mut lines: Vec<(&[Spell], Vec<Name>)> = Vec::new();
        for member in members {
            let id = name(&states.get(member.state).id);
            match lines.iter_mut().find(|(spells, _)| *spells == member.spells) {
                Some((_, names)) => names.push(id),
                None => lines.push((&member.spells, vec![id])),
            }
        }
        for (spells, names) in lines {
            self.add(Clause::Member { states: names, facts: facts(spells) });
        }
    }

    /// Says that some members are counted before or after they were states: it is so in the data.
    pub(crate) fn strangers(
        &mut self,
        members: &[Membership],
        states: &StateSystem,
        data: DataSet,
    ) {
        let odd = members.iter().filter(|member| {
            let absent = |day: Day| day.is_known() && !states.exists_on(member.state, day);
            let ends = member.spells.iter().flat_map(|spell| [&spell.entry, &spell.exit]);
            ends.into_iter().any(|day| absent(day.earliest) && absent(day.latest))
        });
        let names: Vec<&str> = odd.map(|member| states.get(member.state).id.as_str()).collect();
        if !names.is_empty() {
            let names = names.join(", ");
            self.note(format!(
                "{data} counts as members, also on days on which no list of states has them: {names}"
            ));
        }
    }

    /// The text in canonical layout.
    pub(crate) fn finish(self) -> String {
        let document =
            Document { host: Host::Bare, entries: self.entries, diagnostics: Vec::new() };
        format(&document, "")
    }
}

/// One spell of a membership.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Spell {
    pub(crate) entry: UncertainDay,
    pub(crate) exit: UncertainDay,
    pub(crate) ending: Ending,
}

/// The spells of one member.
#[derive(Clone, Debug)]
pub(crate) struct Membership {
    pub(crate) state: StateId,
    pub(crate) spells: Vec<Spell>,
}

impl Membership {
    /// Spells in order; those that touch or overlap (phases of one alliance) made one.
    pub(crate) fn of(state: StateId, mut rows: Vec<Spell>) -> Membership {
        rows.sort_by_key(|row| (row.entry.earliest, row.exit.latest));
        let mut spells: Vec<Spell> = Vec::new();
        for row in rows {
            match spells.last_mut() {
                Some(before) if row.entry.earliest <= before.exit.latest.next() => {
                    if row.exit.latest > before.exit.latest {
                        (before.exit, before.ending) = (row.exit, row.ending);
                    }
                }
                _ => spells.push(row),
            }
        }
        Membership { state, spells }
    }

    /// Whether the member was a state at any time while it was bound.
    pub(crate) fn lives(&self, states: &StateSystem) -> bool {
        let life = states.lifetime(self.state);
        self.spells.iter().any(|spell| {
            let days = Interval::inclusive(spell.entry.earliest, spell.exit.latest);
            // The lists begin in 1816; who was there then was there before.
            let before = states.exists_on(self.state, spell.entry.earliest);
            before || !days.overlap(&life).is_empty()
        })
    }
}

fn facts(spells: &[Spell]) -> Vec<Fact> {
    let mut facts = Vec::new();
    for (index, spell) in spells.iter().enumerate() {
        let on = date(&spell.entry);
        facts.push(if index == 0 { Fact::InForce { on } } else { Fact::Rejoined { on } });
        // An end that is not known is none to write.
        if spell.exit.latest != Day::MAX {
            facts.push(Fact::Ends { how: spell.ending, on: date(&spell.exit) });
        }
    }
    facts
}
