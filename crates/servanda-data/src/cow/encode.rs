//! COW's types of alliance to treaties: I is defense, II neutrality or nonaggression, III consultation.
//!
//! A file by member says what each member promises; a file of pairs says it of each pair. Knows COW's
//! types; asks nobody what is owed.

use super::{Layout, PledgeRow};
use crate::cell::Coded;
use crate::fault::{Reading, RowFault};
use crate::pledge::Pledge;
use crate::text::{CodedTreaty, CodedWorld, Draft, Membership, Spell, found, name, quoted};
use servanda::model::StateId;
use servanda::model::state::StateSystem;
use servanda::syntax::clause::{Clause, Condition};
use servanda::syntax::vocabulary::{DataSet, Ending};
use std::collections::{BTreeMap, BTreeSet};

/// What COW codes, in the order of its types.
const PLEDGES: [Pledge; 4] =
    [Pledge::Defense, Pledge::Neutrality, Pledge::Nonaggression, Pledge::Consultation];

/// The treaties of an alliance file. Rows of members that were no states are left out, and told.
pub fn treaties(
    reading: &Reading<PledgeRow>,
    states: &StateSystem,
    done: &mut dyn FnMut(),
) -> CodedWorld {
    let mut world = CodedWorld::default();
    let mut by_number: BTreeMap<u16, Vec<&PledgeRow>> = BTreeMap::new();
    for row in &reading.rows {
        by_number.entry(row.id).or_default().push(row);
    }
    for (number, rows) in by_number {
        let rows = known(&rows, states, &mut world.left_out);
        if !rows.is_empty() {
            let alliance = Alliance::of(number, rows, states);
            world.treaties.push(alliance.text(&reading.version));
        }
        done();
    }
    world
}

/// A row whose members are states.
struct Pair<'r> {
    row: &'r PledgeRow,
    one: StateId,
    other: Option<StateId>,
}

fn known<'r>(
    rows: &[&'r PledgeRow],
    states: &StateSystem,
    left_out: &mut Vec<RowFault>,
) -> Vec<Pair<'r>> {
    let mut pairs = Vec::new();
    for row in rows {
        let member = |code: u16| {
            let state =
                states.by_ccode(code).ok_or_else(|| format!("{code} is the code of no state"))?;
            let spell = spell(row);
            let lives = Membership::of(state, vec![spell]).lives(states);
            let name = &states.get(state).name;
            lives.then_some(state).ok_or_else(|| format!("{name} ({code}) was no state then"))
        };
        let found = member(row.one).and_then(|one| Ok((one, row.other.map(member).transpose()?)));
        match found {
            Ok((one, other)) => pairs.push(Pair { row, one, other }),
            Err(cause) => left_out.push(RowFault {
                line: row.line,
                column: None,
                cause: format!("alliance {}: {cause}", row.id),
                remedy: "the row is left out".into(),
            }),
        }
    }
    pairs
}

fn spell(row: &PledgeRow) -> Spell {
    Spell { entry: row.begin.clone(), exit: row.end.clone(), ending: Ending::Ended }
}

struct Alliance<'r> {
    number: u16,
    pairs: Vec<Pair<'r>>,
    members: Vec<Membership>,
    states: &'r StateSystem,
}

/// Bearers with those members toward whom they do not promise.
type Groups = BTreeMap<(BTreeSet<StateId>, bool), BTreeSet<StateId>>;

impl<'r> Alliance<'r> {
    fn of(number: u16, pairs: Vec<Pair<'r>>, states: &'r StateSystem) -> Alliance<'r> {
        let mut spells: BTreeMap<StateId, Vec<Spell>> = BTreeMap::new();
        for pair in &pairs {
            for state in std::iter::once(pair.one).chain(pair.other) {
                spells.entry(state).or_default().push(spell(pair.row));
            }
        }
        let members = spells.into_iter().map(|(state, spells)| Membership::of(state, spells));
        Alliance { number, pairs, members: members.collect(), states }
    }

    fn text(&self, version: &str) -> CodedTreaty {
        let id = format!("COW-{}", self.number);
        let mut draft = Draft::new(&id, &format!("COW formal alliance {}", self.number));
        draft.life(&self.members, DataSet::Cow, version, &self.number.to_string());
        self.notes(&mut draft);
        draft.members(&self.members, self.states);
        for pledge in PLEDGES {
            self.article(&mut draft, pledge);
        }
        CodedTreaty { id, number: self.number, text: draft.finish() }
    }

    fn ids(&self, states: impl IntoIterator<Item = StateId>) -> Vec<&str> {
        states.into_iter().map(|state| self.states.get(state).id.as_str()).collect()
    }

    fn notes(&self, draft: &mut Draft) {
        draft.strangers(&self.members, self.states, DataSet::Cow);
        let early: BTreeSet<StateId> = self
            .pairs
            .iter()
            .filter(|pair| pair.row.left_censored)
            .flat_map(|pair| std::iter::once(pair.one).chain(pair.other))
            .collect();
        if !early.is_empty() {
            let ids = self.ids(early).join(", ");
            draft.note(format!("began before the data do, on a day that these do not have: {ids}"));
        }
        for pledge in PLEDGES {
            let missing: BTreeSet<StateId> = self
                .pairs
                .iter()
                .filter(|pair| code(pair.row, pledge).is_missing())
                .flat_map(|pair| std::iter::once(pair.one).chain(pair.other))
                .collect();
            if !missing.is_empty() {
                let ids = self.ids(missing).join(", ");
                draft.note(format!(
                    "{} is missing for {ids}: not known, which is not the same as no promise",
                    pledge.word()
                ));
            }
        }
    }

    /// Who promises toward whom, as rows have it; and whether the row leaves open who of the two does.
    fn promises(&self, pledge: Pledge) -> BTreeMap<(StateId, StateId), bool> {
        let mut found = BTreeMap::new();
        for pair in self.pairs.iter().filter(|pair| code(pair.row, pledge).is_set()) {
            let open = pair.row.asymmetric;
            match pair.other {
                None => {
                    let others = self.members.iter().map(|member| member.state);
                    found.extend(others.map(|other| ((pair.one, other), false)));
                }
                Some(other) => {
                    found.insert((pair.one, other), open);
                    if pair.row.layout == Layout::Dyad {
                        found.insert((other, pair.one), open);
                    }
                }
            }
        }
        found
    }

    fn groups(&self, pledge: Pledge) -> Groups {
        let promises = self.promises(pledge);
        let mut groups = Groups::new();
        for member in &self.members {
            let own = member.state;
            for open in [false, true] {
                let toward = |other: StateId| promises.get(&(own, other)) == Some(&open);
                let others = self.members.iter().map(|other| other.state);
                let (to, not): (BTreeSet<StateId>, BTreeSet<StateId>) =
                    others.filter(|other| *other != own).partition(|other| toward(*other));
                if !to.is_empty() {
                    groups.entry((not, open)).or_default().insert(own);
                }
            }
        }
        groups
    }

    fn article(&self, draft: &mut Draft, pledge: Pledge) {
        let groups = self.groups(pledge);
        if groups.is_empty() {
            return;
        }
        draft.blank();
        draft.add(Clause::Article { label: name(pledge.word()), heading: None });
        draft.add(Clause::Gist { text: quoted(pledge.gist()) });
        for (index, ((not_toward, open), bearers)) in groups.iter().enumerate() {
            let word = pledge.word();
            let own = if index == 0 { word.to_owned() } else { format!("{word}-{}", index + 1) };
            draft.add(Clause::Norm { name: name(&own) });
            for clause in pledge.opening(false, false) {
                draft.add(clause);
            }
            for id in self.ids(not_toward.iter().copied()) {
                let among = Condition::Among { who: name("V"), names: vec![name(id)] };
                draft.add(Clause::Where { condition: Condition::Not { that: Box::new(among) } });
            }
            if *open {
                let finding = format!("{word}-promise-cow-{}", self.number);
                let question = format!(
                    "the asymmetric promise of {word} in COW {} is this one's, which the file of pairs does not say",
                    self.number
                );
                draft.add(Clause::Where { condition: found(&finding, question) });
            }
            let all = self.members.iter().map(|member| member.state);
            let others = all.filter(|state| !bearers.contains(state));
            let names = |ids: Vec<&str>| ids.into_iter().map(name).collect();
            draft.add(
                pledge.duty(names(self.ids(bearers.iter().copied())), names(self.ids(others))),
            );
        }
    }
}

fn code(row: &PledgeRow, pledge: Pledge) -> Coded {
    match pledge {
        Pledge::Defense => row.defense,
        Pledge::Neutrality => row.neutrality,
        Pledge::Nonaggression => row.nonaggression,
        Pledge::Consultation => row.entente,
        // COW has no type for it.
        Pledge::Offense => Coded::Known(0),
    }
}
