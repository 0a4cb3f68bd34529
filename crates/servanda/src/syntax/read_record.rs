//! The clauses of the record (sources, decisions, claims, events, findings, duties) and of tests.

use super::clause::Clause;
use super::cursor::{Cursor, Fault};
use super::read::later;
use super::read_condition::trigger;
use super::vocabulary::{ClaimStatus, Performance, Proposed};
use super::{Code, Diagnostic};

/// Reads the clause that `head` begins; `None` when it begins none of these.
#[allow(clippy::too_many_lines, reason = "one entry for each clause of the record: a table")]
pub(super) fn record(head: &str, at: &mut Cursor<'_>) -> Result<Option<Clause>, Fault> {
    let (clause, form) = match head {
        "type" => (Clause::Type { word: at.name("a kind of source", "type news")? }, "type news"),
        "author" => (Clause::Author { text: at.text("author \"...\"")? }, "author \"...\""),
        "title" => (Clause::Title { text: at.text("title \"...\"")? }, "title \"...\""),
        "publisher" => {
            (Clause::Publisher { text: at.text("publisher \"...\"")? }, "publisher \"...\"")
        }
        "date" => (Clause::Published { on: at.date("date DATE")? }, "date DATE"),
        "url" => (Clause::Url { text: at.text("url \"...\"")? }, "url \"...\""),
        "decision" => {
            const FORM: &str = "decision ID by STATES on DATE";
            let id = at.id(FORM)?;
            at.want(&["by"], FORM)?;
            let by = at.names("who decided", FORM)?;
            at.want(&["on"], FORM)?;
            (Clause::Decision { id, by, on: at.date(FORM)? }, FORM)
        }
        "about" => {
            const FORM: &str = "about TREATY";
            (Clause::About { what: at.names("a treaty", FORM)? }, FORM)
        }
        "agreed" => (Clause::Agreed { text: at.text("agreed \"...\"")? }, "agreed \"...\""),
        "rejected" => (Clause::Rejected { text: at.text("rejected \"...\"")? }, "rejected \"...\""),
        "postponed" => {
            const FORM: &str = "postponed \"what\" [until \"words\" | until DATE]";
            let text = at.text(FORM)?;
            let until = at.take(&["until"]).then(|| later(at, FORM)).transpose()?;
            (Clause::Postponed { text, until }, FORM)
        }
        "claim" => {
            const FORM: &str = "claim ID by \"Name\" [of \"role or employer\"]";
            let id = at.id(FORM)?;
            at.want(&["by"], FORM)?;
            let by = at.text(FORM)?;
            let of = at.take(&["of"]).then(|| at.text(FORM)).transpose()?;
            (Clause::Claim { id, by, of }, FORM)
        }
        "says" => (Clause::Says { text: at.text("says \"...\"")? }, "says \"...\""),
        "status" => {
            let table: Vec<_> = ClaimStatus::ALL.iter().map(|it| (it.word(), *it)).collect();
            (Clause::Status { status: at.one_of(&table, "a status")? }, "status opinion")
        }
        "asserts" => {
            const FORM: &str = "asserts [not] FINDING [in EVENT]";
            let denied = at.take(&["not"]);
            let finding = at.finding(FORM)?;
            let event = at.take(&["in"]).then(|| at.id(FORM)).transpose()?;
            (Clause::Asserts { denied, finding, event }, FORM)
        }
        "event" => {
            const FORM: &str = "event ID \"title\"";
            let id = at.id(FORM)?;
            (Clause::Event { id, title: at.text(FORM)? }, FORM)
        }
        "occurs" => (Clause::Occurs { what: trigger(at)? }, "occurs NAME attacks NAME"),
        "place" => (Clause::Place { place: at.name("a place", "place NAME")? }, "place NAME"),
        "known" => {
            at.take(&["from"]);
            (Clause::Known { from: at.date("known DATE")? }, "known DATE")
        }
        "finding" => finding(at)?,
        "duty" => duty_record(at)?,
        "proposal" => proposal(at)?,
        "proposes" => proposes(at)?,
        "refused" => {
            const FORM: &str = "refused [because \"...\"]";
            let because = at.take(&["because"]).then(|| at.text(FORM)).transpose()?;
            (Clause::Refused { because }, FORM)
        }
        "test" => (Clause::Test { title: at.text("test \"what it shows\"")? }, "test \"...\""),
        "ask" => {
            const FORM: &str = "ask \"attack on TAJ by AFG on 2002-05-14\"";
            (Clause::Ask { question: at.text(FORM)? }, FORM)
        }
        "assuming" => (Clause::Assuming { claim: at.id("assuming CLAIM")? }, "assuming CLAIM"),
        "given" => {
            const FORM: &str = "given FINDING found|denied";
            let finding = at.finding(FORM)?;
            let found = at.one_of(&[("found", true), ("denied", false)], "`found` or `denied`")?;
            (Clause::Given { finding, found }, FORM)
        }
        "follow" => (Clause::Follow, "follow"),
        "prefer" => {
            (Clause::Prefer { name: at.label("a priority", "prefer NAME")? }, "prefer NAME")
        }
        _ => return Ok(None),
    };
    at.end(form)?;
    Ok(Some(clause))
}

/// `proposal ID from "SOURCE" at N..N confidence N`
fn proposal(at: &mut Cursor<'_>) -> Result<(Clause, &'static str), Fault> {
    const FORM: &str = "proposal ID from \"SOURCE\" at 120..145 confidence 90";
    let id = at.id(FORM)?;
    at.want(&["from"], FORM)?;
    let source = at.text(FORM)?;
    at.want(&["at"], FORM)?;
    let place = at.word(0).split_once("..");
    let place = place.and_then(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?)));
    let Some((start, end)) = place.filter(|(start, end): &(u32, u32)| start < end) else {
        return Err(at.wanted("a place in the text, as 120..145", FORM));
    };
    at.bump();
    at.want(&["confidence"], FORM)?;
    let Some(confidence) = at.word(0).parse().ok().filter(|share: &u32| *share <= 100) else {
        return Err(at.wanted("a whole number from 0 to 100", FORM));
    };
    at.bump();
    Ok((Clause::Proposal { id, source, start, end, confidence }, FORM))
}

/// `proposes KIND [NAMES] [of NAME] as WORD [toward NAMES] [on DATE] ["words"]`
fn proposes(at: &mut Cursor<'_>) -> Result<(Clause, &'static str), Fault> {
    const FORM: &str = "proposes membership UZB of CST as acceded on DATE (or withdrawal, decision, pledge, claim, event)";
    let table: Vec<_> = Proposed::ALL.iter().map(|it| (it.word(), *it)).collect();
    let what = at.one_of(&table, "what is proposed")?;
    let bare = matches!(at.word(0), "of" | "as");
    let who = if bare { Vec::new() } else { at.names("whom it concerns", FORM)? };
    let of = at.take(&["of"]).then(|| at.name("a treaty or a role", FORM)).transpose()?;
    at.want(&["as"], FORM)?;
    let here = at.here();
    let role = at.label("a word for how", FORM)?;
    if !what.roles().contains(&role.text.as_str()) {
        let message = format!("a {what} is not proposed as `{}`", role.text);
        let help = format!("write one of {}", what.roles().join(", "));
        return Err(Box::new(Diagnostic::at(Code::SV0107, here, message).help(help)));
    }
    let toward = match at.take(&["toward"]) {
        true => at.names("to whom", FORM)?,
        false => Vec::new(),
    };
    let on = at.take(&["on"]).then(|| at.date(FORM)).transpose()?;
    let text = at.maybe_text(FORM)?;
    Ok((Clause::Proposes { what, who, of, role, toward, on, text }, FORM))
}

fn finding(at: &mut Cursor<'_>) -> Result<(Clause, &'static str), Fault> {
    const FORM: &str = "finding NAME found|denied in EVENT by WHO on DATE";
    let name = at.finding(FORM)?;
    let found = at.one_of(&[("found", true), ("denied", false)], "`found` or `denied`")?;
    at.want(&["in"], FORM)?;
    let event = at.id(FORM)?;
    at.want(&["by"], FORM)?;
    let by = at.name("who found it", FORM)?;
    at.want(&["on"], FORM)?;
    Ok((Clause::Finding { name, found, event, by, on: at.date(FORM)? }, FORM))
}

fn duty_record(at: &mut Cursor<'_>) -> Result<(Clause, &'static str), Fault> {
    const FORM: &str =
        "duty NORM of STATE in EVENT fulfilled|breached|waived|contested by WHO on DATE";
    let norm = at.name("a norm", FORM)?;
    at.want(&["of"], FORM)?;
    let of = at.name("a state", FORM)?;
    at.want(&["in"], FORM)?;
    let event = at.id(FORM)?;
    let table: Vec<_> = Performance::ALL.iter().map(|it| (it.word(), *it)).collect();
    let what = at.one_of(&table, "what became of it")?;
    at.want(&["by"], FORM)?;
    let by = at.name("who found it", FORM)?;
    at.want(&["on"], FORM)?;
    Ok((Clause::DutyRecord { norm, of, event, what, by, on: at.date(FORM)? }, FORM))
}
