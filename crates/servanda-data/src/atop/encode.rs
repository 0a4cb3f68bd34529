//! ATOP's codes to treaties at the level of coded obligations: one bare text for each alliance.
//!
//! What a code says becomes a norm; what it leaves open becomes a finding that somebody must make; what
//! is missing is told in a note and never taken as zero. Knows ATOP's codebook; asks nobody what is owed.

use super::variable::{Codes, Condition as Coco, Obligation, Variable};
use super::{AllianceRow, MemberRow};
use crate::fault::{Reading, RowFault};
use crate::pledge::Pledge;
use crate::text::{CodedTreaty, CodedWorld, Draft, Membership, Spell, date, found, name, quoted};
use servanda::model::StateId;
use servanda::model::state::StateSystem;
use servanda::syntax::clause::{Clause, Condition};
use servanda::syntax::vocabulary::{DataSet, Ending};
use servanda::time::{Day, UncertainDay};
use std::collections::{BTreeMap, BTreeSet};

/// The treaties of a member file. `alliances` adds the threats that alliances name; `done` is called
/// after each alliance, for a bar of progress.
pub fn treaties(
    members: &Reading<MemberRow>,
    alliances: Option<&Reading<AllianceRow>>,
    states: &StateSystem,
    done: &mut dyn FnMut(),
) -> CodedWorld {
    let mut world = CodedWorld::default();
    let mut by_number: BTreeMap<u16, Vec<&MemberRow>> = BTreeMap::new();
    for row in &members.rows {
        by_number.entry(row.atop_id).or_default().push(row);
    }
    let threats: BTreeMap<u16, &Codes> = alliances
        .into_iter()
        .flat_map(|reading| &reading.rows)
        .map(|row| (row.atop_id, &row.codes))
        .collect();
    for (number, rows) in by_number {
        let kept = Kept::of(&rows, states, &mut world.left_out);
        if !kept.members.is_empty() {
            let threat = Threat::of(threats.get(&number).copied(), states);
            let alliance = Alliance { number, version: &members.version, states, kept, threat };
            world.treaties.push(alliance.text());
        }
        done();
    }
    world
}

/// The rows of one alliance whose members are states.
struct Kept<'r> {
    rows: Vec<(StateId, &'r MemberRow)>,
    members: Vec<Membership>,
    /// Codes of members that are no states.
    strangers: Vec<u16>,
}

impl<'r> Kept<'r> {
    fn of(rows: &[&'r MemberRow], states: &StateSystem, left_out: &mut Vec<RowFault>) -> Kept<'r> {
        let mut kept = Kept { rows: Vec::new(), members: Vec::new(), strangers: Vec::new() };
        let mut by_state: BTreeMap<StateId, Vec<&MemberRow>> = BTreeMap::new();
        let mut leave = |row: &MemberRow, cause: String| {
            left_out.push(RowFault {
                line: row.line,
                column: Some("member"),
                cause: format!("ATOP {}: {cause}", row.atop_id),
                remedy: "the member is left out; the others are written".into(),
            });
        };
        for row in rows {
            match states.by_ccode(row.member) {
                Some(state) => by_state.entry(state).or_default().push(row),
                None => {
                    leave(row, format!("{} is the code of no state", row.member));
                    kept.strangers.push(row.member);
                }
            }
        }
        for (state, rows) in by_state {
            let membership = Membership::of(state, rows.iter().map(|row| spell(row)).collect());
            if membership.lives(states) {
                kept.members.push(membership);
                kept.rows.extend(rows.into_iter().map(|row| (state, row)));
            } else {
                for row in rows {
                    let name = &states.get(state).name;
                    leave(row, format!("{name} ({}) was no state while a member", row.member));
                    kept.strangers.push(row.member);
                }
            }
        }
        kept
    }
}

/// A row's days, and how its membership ended: TERMMODE 1 is a non-renewal; no other code is one of
/// the law's endings, so they are endings and nothing more.
fn spell(row: &MemberRow) -> Spell {
    let ending = match row.codes.get(Variable::Termmode).known() {
        Some(1) => Ending::NotRenewed,
        _ => Ending::Ended,
    };
    Spell { entry: row.entry.clone(), exit: row.exit.clone(), ending }
}

/// The threat that an alliance names.
enum Threat {
    /// These states and no other.
    States(Vec<String>),
    /// These states, and a region.
    StatesAndRegion(Vec<String>),
    /// None that a code could name, or no alliance file was read.
    Unnamed,
}

impl Threat {
    fn of(codes: Option<&Codes>, states: &StateSystem) -> Threat {
        let Some(codes) = codes else { return Threat::Unnamed };
        let named = [Variable::Statthr1, Variable::Statthr2].into_iter();
        let named = named.filter_map(|variable| codes.get(variable).known());
        let named: Vec<u16> = named.filter(|code| *code > 0).collect();
        let id = |code: &u16| states.by_ccode(*code).map(|state| states.get(state).id.clone());
        let ids: Option<Vec<String>> = named.iter().map(id).collect();
        match (codes.get(Variable::Specthrt).known(), ids) {
            (Some(1), Some(ids)) if !ids.is_empty() => Threat::States(ids),
            (Some(3), Some(ids)) if !ids.is_empty() => Threat::StatesAndRegion(ids),
            _ => Threat::Unnamed,
        }
    }
}

/// On what terms a member has an obligation.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Terms {
    conditions: Vec<Coco>,
    /// Conditions whose codes are missing.
    unknown: Vec<&'static str>,
    /// Conditional, and on nothing that has a code.
    otherwise: bool,
}

impl Terms {
    /// The terms of a row; `None` when it does not promise, or when that is not known.
    fn of(codes: &Codes, obligation: Obligation) -> Option<Terms> {
        if !codes.obligation(obligation).is_set() {
            return None;
        }
        let mut terms = Terms { conditions: Vec::new(), unknown: Vec::new(), otherwise: false };
        for condition in Coco::ALL {
            let code = codes.condition(obligation, condition);
            if code.is_set() {
                terms.conditions.push(condition);
            } else if code.is_missing()
                && let Some(variable) = condition.variable(obligation)
            {
                terms.unknown.push(variable.name());
            }
        }
        let conditional = obligation.conditional().map(|variable| codes.get(variable));
        let any = conditional.is_some_and(super::super::Coded::is_set);
        terms.otherwise = any && terms.conditions.is_empty() && terms.unknown.is_empty();
        Some(terms)
    }
}

/// First and last day of a norm, where they are not those of the membership.
type Period = Option<(UncertainDay, UncertainDay)>;

/// Those who have one obligation on the same terms in the same days.
struct Group {
    terms: Terms,
    period: Period,
    bearers: BTreeSet<StateId>,
}

struct Alliance<'r> {
    number: u16,
    version: &'r str,
    states: &'r StateSystem,
    kept: Kept<'r>,
    threat: Threat,
}

impl Alliance<'_> {
    fn text(&self) -> CodedTreaty {
        let id = format!("ATOP-{}", self.number);
        let mut draft = Draft::new(&id, &format!("ATOP alliance {}", self.number));
        draft.life(&self.kept.members, DataSet::Atop, self.version, &self.number.to_string());
        self.notes(&mut draft);
        draft.members(&self.kept.members, self.states);
        for obligation in Obligation::ALL {
            self.article(&mut draft, obligation);
        }
        CodedTreaty { id, number: self.number, text: draft.finish() }
    }

    /// The ids of the states whose rows fit.
    fn whose(&self, fits: impl Fn(&Codes) -> bool) -> String {
        let mut ids: Vec<&str> = Vec::new();
        for (state, row) in &self.kept.rows {
            let id = self.states.get(*state).id.as_str();
            if fits(&row.codes) && !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids.join(", ")
    }

    /// What is missing, what is left out, and what no norm can say.
    fn notes(&self, draft: &mut Draft) {
        if !self.kept.strangers.is_empty() {
            let mut codes: Vec<String> = self.kept.strangers.iter().map(u16::to_string).collect();
            codes.dedup();
            draft.note(format!("left out, as no states then: {}", codes.join(", ")));
        }
        draft.strangers(&self.kept.members, self.states, DataSet::Atop);
        for obligation in Obligation::ALL {
            let variable = obligation.variable();
            let missing = self.whose(|codes| codes.get(variable).is_missing());
            if !missing.is_empty() {
                let name = variable.name().to_uppercase();
                draft.note(format!(
                    "{name} is missing for {missing}: not known, which is not the same as no promise"
                ));
            }
        }
        if matches!(&self.threat, Threat::States(ids) | Threat::StatesAndRegion(ids) if ids.len() > 1)
        {
            draft.note("ATOP names at most two states as the threat; there may be more".into());
        }
        self.beyond(draft);
    }

    fn beyond(&self, draft: &mut Draft) {
        let vary = self.whose(|codes| codes.get(Variable::Obvary).is_set());
        if !vary.is_empty() {
            draft.not_modelled(
                format!("promises that differ by partner (OBVARY: {vary})"),
                "the row of a member does not say toward which partner, so they are written toward each",
            );
        }
        let limited = self.whose(|codes| codes.get(Variable::Olimob).is_set());
        if !limited.is_empty() {
            draft.not_modelled(
                format!("another limit on the obligations (OLIMOB: {limited})"),
                "the code does not say which, nor on which obligation",
            );
        }
        let further = [
            Variable::Notaiden,
            Variable::Dipaid,
            Variable::Terrres,
            Variable::Seppeace,
            Variable::Thirdcom,
            Variable::Noothall,
        ];
        let set: Vec<String> = further
            .into_iter()
            .filter(|variable| !self.whose(|codes| codes.get(*variable).is_set()).is_empty())
            .map(|variable| variable.name().to_uppercase())
            .collect();
        if !set.is_empty() {
            draft.not_modelled(
                format!("further promises ({})", set.join(", ")),
                "they lie beyond the five primary obligations",
            );
        }
        if !self.whose(|codes| codes.get(Variable::Pubsecr).is_set()).is_empty() {
            draft.not_modelled(
                "secrecy (PUBSECR)".into(),
                "the code has no day on which it came out",
            );
        }
    }

    fn article(&self, draft: &mut Draft, obligation: Obligation) {
        let groups = self.groups(obligation);
        if groups.is_empty() {
            return;
        }
        let word = pledge(obligation).word();
        draft.blank();
        draft.add(Clause::Article { label: name(word), heading: None });
        draft.add(Clause::Gist { text: quoted(pledge(obligation).gist()) });
        for (index, group) in groups.iter().enumerate() {
            let own = match index {
                0 => word.to_owned(),
                _ => format!("{word}-{}", index + 1),
            };
            draft.add(Clause::Norm { name: name(&own) });
            if let Some((from, until)) = &group.period {
                let until = Some(until).filter(|until| until.latest != Day::MAX).map(date);
                draft.add(Clause::Valid { from: Some(date(from)), until, by: None });
            }
            self.norm(draft, obligation, group);
        }
    }

    /// Members with equal terms in equal days, in order.
    fn groups(&self, obligation: Obligation) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        for member in &self.kept.members {
            let rows = self.kept.rows.iter().filter(|(state, _)| *state == member.state);
            let rows: Vec<(&MemberRow, Option<Terms>)> =
                rows.map(|(_, row)| (*row, Terms::of(&row.codes, obligation))).collect();
            let mut kinds: Vec<&Terms> =
                rows.iter().filter_map(|(_, terms)| terms.as_ref()).collect();
            kinds.sort();
            kinds.dedup();
            for terms in kinds {
                let with = rows.iter().filter(|(_, own)| own.as_ref() == Some(terms));
                let spells: Vec<Spell> = with.map(|(row, _)| spell(row)).collect();
                let periods: Vec<Period> = if spells.len() == rows.len() {
                    vec![None]
                } else {
                    let spells = Membership::of(member.state, spells).spells;
                    spells.into_iter().map(|spell| Some((spell.entry, spell.exit))).collect()
                };
                for period in periods {
                    let same = |group: &&mut Group| group.terms == *terms && group.period == period;
                    match groups.iter_mut().find(same) {
                        Some(group) => {
                            group.bearers.insert(member.state);
                        }
                        None => groups.push(Group {
                            terms: terms.clone(),
                            period,
                            bearers: BTreeSet::from([member.state]),
                        }),
                    }
                }
            }
        }
        groups.sort_by_key(|group| group.period.as_ref().map(|(from, _)| from.earliest));
        groups
    }

    fn norm(&self, draft: &mut Draft, obligation: Obligation, group: &Group) {
        let pledge = pledge(obligation);
        let has = |condition| group.terms.conditions.contains(&condition);
        for clause in pledge.opening(has(Coco::Attacked), has(Coco::Adversary)) {
            draft.add(clause);
        }
        self.conditions(draft, obligation, &group.terms);
        let id = |state: StateId| name(&self.states.get(state).id);
        let all = self.kept.members.iter().map(|member| member.state);
        let others = all.filter(|state| !group.bearers.contains(state)).map(id).collect();
        draft.add(pledge.duty(group.bearers.iter().copied().map(id).collect(), others));
    }

    fn conditions(&self, draft: &mut Draft, obligation: Obligation, terms: &Terms) {
        let (number, word) = (self.number, pledge(obligation).word());
        let open = |what: &str, question: String| Clause::Where {
            condition: found(&format!("{word}-{what}-atop-{number}"), question),
        };
        if obligation == Obligation::Offense {
            draft.add(open(
                "case",
                format!("the case has come in which ATOP {number} promises to fight"),
            ));
        }
        for condition in &terms.conditions {
            let code = condition.variable(obligation).map_or("", Variable::name).to_uppercase();
            let of_code = format!("as a condition of {word} in ATOP {number} ({code})");
            let clause = match condition {
                Coco::Adversary => self.adversary(word, &of_code),
                Coco::Place => {
                    open("place", format!("the conflict is in the place named {of_code}"))
                }
                Coco::Conflict => open("conflict", format!("this is the conflict named {of_code}")),
                Coco::Number => {
                    open("number", format!("the number of adversaries is the one named {of_code}"))
                }
                Coco::Demand => open("demand", format!("demands are met or refused {of_code}")),
                Coco::Unprovoked => Clause::Unless {
                    condition: found("provoked", "the attacked state provoked the attack".into()),
                },
                // Told by the event that awakens the norm.
                Coco::Attacked => continue,
                Coco::OnRequest => Clause::OnRequest { of: Some(name("V")) },
            };
            draft.add(clause);
        }
        if terms.otherwise {
            let kind = obligation.conditional().map_or("", Variable::name).to_uppercase();
            draft.add(open(
                "condition",
                format!(
                    "the condition of {word} in ATOP {number} is met ({kind}: coded, and not which)"
                ),
            ));
        }
        if !terms.unknown.is_empty() {
            let names = terms.unknown.join(", ").to_uppercase();
            draft.add(open(
                "unknown-condition",
                format!("no condition stands in the way that ATOP could not code ({names})"),
            ));
        }
    }

    fn adversary(&self, word: &str, of_code: &str) -> Clause {
        let open = |what: &str| {
            let question = format!("{what} {of_code}");
            found(&format!("{word}-adversary-atop-{}", self.number), question)
        };
        let among = |ids: &[String]| Condition::Among {
            who: name("A"),
            names: ids.iter().map(|id| name(id)).collect(),
        };
        let condition = match &self.threat {
            Threat::States(ids) => among(ids),
            Threat::StatesAndRegion(ids) => Condition::Any {
                of: vec![among(ids), open("the adversary is of the region or kind named")],
            },
            Threat::Unnamed => open("the adversary is the one named"),
        };
        Clause::Where { condition }
    }
}

/// The pledge that an obligation is.
fn pledge(obligation: Obligation) -> Pledge {
    match obligation {
        Obligation::Defense => Pledge::Defense,
        Obligation::Offense => Pledge::Offense,
        Obligation::Neutral => Pledge::Neutrality,
        Obligation::Nonagg => Pledge::Nonaggression,
        Obligation::Consul => Pledge::Consultation,
    }
}
