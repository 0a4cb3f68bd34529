//! Compliance, round by round: duties that are performed become events, which awaken further duties,
//! until nothing new happens. A hypothesis about law kept to the letter, not a forecast.

use super::case::Case;
use super::defeat::{Conflict, settle};
use super::evaluate::Engine;
use super::happening::Happening;
use super::row::Row;
use super::rows::Rows;
use crate::syntax::vocabulary::{Act, EventKind, Verdict};

/// What one round brought.
#[derive(Clone, Debug)]
pub struct Round {
    /// Its number, from 1.
    pub number: usize,
    /// What happened because duties of the round before were performed.
    pub events: Vec<Happening>,
    /// How many rows are new.
    pub new_rows: usize,
}

/// More rounds than this would mean that performing duties does not come to rest.
const MOST_ROUNDS: usize = 32;

/// Performs the duties that are certain, asks again, and so on. Adds the new rows, each with the
/// number of its round; gives the conflicts among them all. What yields is not performed.
pub(super) fn follow(
    engine: &Engine<'_>,
    case: &mut Case<'_>,
    rows: &mut Rows<'_>,
) -> (Vec<Conflict>, Vec<Round>) {
    let mut rounds = Vec::new();
    // The rows before anything yields: every round settles anew what goes before what.
    let mut standing: Vec<Row> = rows.iter().cloned().collect();
    let mut conflicts = settle(case, rows);
    for number in 1..=MOST_ROUNDS {
        let events = performed(rows, case);
        if !case.add(&events) {
            break;
        }
        let new_rows = take_up(&mut standing, &engine.round(case), number);
        drop_overtaken(&mut standing);
        *rows = standing.iter().cloned().collect();
        conflicts = settle(case, rows);
        rounds.push(Round { number, events, new_rows });
    }
    (conflicts, rounds)
}

/// Adds the rows of a round that say more than is there already; tells how many.
fn take_up(rows: &mut Vec<Row>, round: &Rows<'_>, number: usize) -> usize {
    let mut new_rows = 0;
    for row in round {
        let mut row = row.clone();
        row.round = number;
        match rows.iter_mut().find(|known| known.key() == row.key()) {
            None => {
                new_rows += 1;
                rows.push(row);
            }
            // More is known now: what was open or not owed may have become a duty.
            Some(known) if known.verdict != row.verdict && improves(known.verdict, row.verdict) => {
                new_rows += 1;
                *known = row;
            }
            Some(_) => {}
        }
    }
    new_rows
}

fn improves(before: Verdict, after: Verdict) -> bool {
    before == Verdict::None || (before == Verdict::Depends && after != Verdict::None)
}

/// A near miss says nothing any more once the same act is owed under the same treaty.
fn drop_overtaken(rows: &mut Vec<Row>) {
    let owed: Vec<_> = rows
        .iter()
        .filter(|row| row.verdict != Verdict::None)
        .map(|row| (row.party, row.treaty, row.act))
        .collect();
    rows.retain(|row| {
        row.verdict != Verdict::None || !owed.contains(&(row.party, row.treaty, row.act))
    });
}

/// The events that performing certain duties brings about.
fn performed(rows: &Rows<'_>, case: &Case<'_>) -> Vec<Happening> {
    let mut events = Vec::new();
    let mut add = |happening: Happening| {
        if !events.contains(&happening) && !case.happens(happening) {
            events.push(happening);
        }
    };
    for row in rows.iter().filter(|row| row.verdict == Verdict::Must) {
        let party = Some(row.party);
        match row.act {
            Act::Aid => {
                add(Happening { kind: EventKind::Aid, actor: party, target: row.toward });
                // Who helps against an attacker is at war with it; it has not attacked. An attacker that
                // owes its own victim help is not at war with itself.
                if row.against.is_some() && row.against != row.toward && row.against != party {
                    add(Happening { kind: EventKind::War, actor: party, target: row.against });
                    add(Happening { kind: EventKind::War, actor: row.against, target: party });
                }
            }
            Act::Attack => {
                add(Happening { kind: EventKind::Attack, actor: party, target: row.toward });
            }
            Act::Mobilise => {
                add(Happening { kind: EventKind::Mobilisation, actor: party, target: row.against });
            }
            _ => {}
        }
    }
    events
}
