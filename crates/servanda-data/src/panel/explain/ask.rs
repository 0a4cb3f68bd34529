//! Which cell is asked of: `702-373, 2002, defense` or `UZB-AZE 2002 atop_defense` as a subject, a time
//! and a column. Knows the names of states; knows no value.

use super::super::fault::PanelFault;
use super::super::frame::Panel;
use super::super::plan::{AllianceId, Plan, Scope, Subject, system_name};
use super::super::read::{Frame, KeyPart};
use super::super::unit::{Of, Rule, Step, Unit};
use super::fits;
use servanda::model::{Actor, System, World};
use servanda::time::{Day, Interval, UncertainDay};
use std::fmt;

/// A cell, by its words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ask {
    /// Of whom.
    pub subject: Subject,
    /// Which day, month or year.
    pub days: Interval,
    /// How long it is.
    pub step: Step,
    /// The column: its full name once [`Ask::settle`] has seen the columns.
    pub column: String,
    time: String,
}

/// What the five promises are called for short, in the order of their columns.
const SHORT: [&str; 5] = ["defense", "offense", "neutral", "nonagg", "consul"];

impl Ask {
    /// The cell that words name: states by number, id or name, with `-`, `to` or a comma between; a
    /// year, a month or a day; a column or its short name. Numbers are those of `system`.
    ///
    /// ```
    /// use servanda_data::panel::Ask;
    /// let world = servanda::corpus::empty_world().unwrap();
    /// let cow = servanda::model::System::Cow;
    /// let ask = Ask::read(&world, cow, "Uzbekistan - Azerbaijan, 2002, defense").unwrap();
    /// assert_eq!(ask.to_string(), "704-373 2002 defense");
    /// assert_eq!(Ask::read(&world, cow, "UZB-AZE 2002 defense").unwrap(), ask);
    /// ```
    ///
    /// # Errors
    /// There is no time, no column, or a name that nobody bears.
    pub fn read(world: &World, system: System, text: &str) -> Result<Ask, PanelFault> {
        let form = "write states, a time and a column, such as `704-373, 2002, defense`";
        let words: Vec<&str> = text
            .split(|letter: char| letter.is_whitespace() || letter == ',')
            .filter(|word| !word.is_empty())
            .collect();
        // The last one: an alliance of ATOP's has a number like a year.
        let Some(at) = words.iter().rposition(|word| is_time(word)) else {
            return Err(PanelFault::new(format!("`{text}` names no year, month or day"), form));
        };
        let time = words.get(at).copied().unwrap_or_default();
        let after = words.get(at + 1..).unwrap_or_default();
        let mut before = words.get(..at).unwrap_or_default().to_vec();
        // `defense UZB-AZE 2002`: a column may stand anywhere.
        let column = match after {
            [] => {
                let place = before.iter().position(|word| is_column(word));
                place.map(|place| before.remove(place))
            }
            [only] => Some(*only),
            _ => after.iter().copied().find(|word| is_column(word)),
        };
        let Some(column) = column else {
            return Err(PanelFault::new(format!("`{text}` names no column"), form));
        };
        let (days, step) = period(time)?;
        if before.is_empty() {
            before = after.iter().copied().filter(|word| *word != column).collect();
        }
        let subject = subject(world, system, &before, days)?;
        let column = column.to_ascii_lowercase();
        Ok(Ask { subject, days, step, column, time: time.to_owned() })
    }

    /// The cell of a row and a column of a frame; none where the key is none of the frame's.
    pub fn of_key(frame: &Frame, key: &[KeyPart], column: &str) -> Option<Ask> {
        let scope = frame.scope();
        let number = |at: usize| match key.get(at) {
            Some(KeyPart::Number(number)) => Some(*number),
            _ => None,
        };
        let code = |at: usize| u16::try_from(number(at)?).ok();
        let alliance = || {
            Some(match key.first()? {
                KeyPart::Number(id) => AllianceId::Atop(u16::try_from(*id).ok()?),
                KeyPart::Name(id) => AllianceId::Treaty(id.clone()),
            })
        };
        let (subject, at) = match scope.unit.of {
            Of::State => (Subject::State(code(0)?), 1),
            Of::Dyad | Of::DirectedDyad => (Subject::Pair(code(0)?, code(1)?), 2),
            Of::Alliance => (Subject::Alliance(alliance()?), 1),
            Of::AllianceMember => (Subject::Membership(alliance()?, code(1)?), 2),
        };
        let step = scope.unit.step;
        let time = match step {
            Step::Year => format!("{:04}", number(at)?),
            Step::Month => format!("{:04}-{:02}", number(at)?, number(at + 1)?),
            Step::Day => Day::of(1970, 1, 1)?.plus_days(number(at)?).to_string(),
        };
        let (days, step) = period(&time).ok().filter(|(_, own)| *own == step)?;
        Some(Ask { subject, days, step, column: column.to_owned(), time })
    }

    /// The scope of a panel that has the cell's row, by the unit of the words.
    pub fn scope(&self, system: System, rule: Rule) -> Scope {
        let of = match self.subject {
            Subject::State(_) => Of::State,
            Subject::Pair(..) => Of::DirectedDyad,
            Subject::Alliance(_) => Of::Alliance,
            Subject::Membership(..) => Of::AllianceMember,
        };
        let (from, to) = (self.days.from, self.days.last());
        let unit = Unit { of, step: self.step };
        Scope { unit, system, from, to, rule, beyond_list: true }
    }

    /// The scope as a frame has it.
    ///
    /// # Errors
    /// The frame is of another unit, or does not reach the time.
    pub fn scope_of(&self, frame: &Frame) -> Result<Scope, PanelFault> {
        let own = frame.scope();
        if !fits(&self.subject, own.unit.of) || own.unit.step != self.step {
            return Err(PanelFault::new(
                format!("the frame's unit is {}, and the cell is of another", own.unit),
                format!("name a cell of a {}", own.unit),
            ));
        }
        let (from, to) = (self.days.from, self.days.last());
        Ok(Scope { from, to, beyond_list: true, ..own })
    }

    /// Gives the column its full name, by the columns at hand.
    pub fn settle(&mut self, panel: &Panel, frame: Option<&Frame>) {
        let has = |name: &str| {
            panel.source_of(name).is_some()
                || frame.is_some_and(|frame| frame.column(name).is_some())
        };
        if has(&self.column) {
            return;
        }
        let named = ["atop", "servanda"].map(|prefix| format!("{prefix}_{}", self.column));
        if let Some(name) = named.iter().find(|name| has(name)) {
            self.column.clone_from(name);
        } else if SHORT.contains(&self.column.as_str()) {
            self.column = format!("atop_{}", self.column);
        } else if ["aid", "consult"].contains(&self.column.as_str()) {
            self.column = format!("servanda_{}", self.column);
        }
    }

    /// The numbers of the states asked of.
    pub fn codes(&self) -> Vec<u16> {
        match self.subject {
            Subject::State(one) | Subject::Membership(_, one) => vec![one],
            Subject::Pair(one, two) => vec![one, two],
            Subject::Alliance(_) => Vec::new(),
        }
    }

    /// Whom the numbers mean in the period.
    pub(super) fn names(&self, world: &World, plan: &Plan) -> Vec<String> {
        let last = self.days.last();
        let each = self.codes().into_iter().map(|code| {
            let member = plan.members().iter().find(|member| member.code == code);
            match member.and_then(|member| member.state_on(last)) {
                None => format!("{code}: no state"),
                Some(state) => {
                    let id = &world.states.get(state).id;
                    format!("{code} {id} {}", world.states.name_on(state, last))
                }
            }
        });
        each.collect()
    }

    /// The key of the cell's row in a frame.
    pub(super) fn key(&self, frame: &Frame) -> Result<Vec<KeyPart>, PanelFault> {
        let scope = self.scope_of(frame)?;
        let number = |code: u16| KeyPart::Number(i32::from(code));
        let alliance = |id: &AllianceId| match id {
            AllianceId::Atop(id) => number(*id),
            AllianceId::Treaty(id) => KeyPart::Name(id.clone()),
        };
        let mut key = match &self.subject {
            Subject::State(one) => vec![number(*one)],
            Subject::Pair(one, two) if scope.unit.of == Of::Dyad => {
                vec![number(*one.min(two)), number(*one.max(two))]
            }
            Subject::Pair(one, two) => vec![number(*one), number(*two)],
            Subject::Alliance(id) => vec![alliance(id)],
            Subject::Membership(id, one) => vec![alliance(id), number(*one)],
        };
        let (year, month, _) = self.days.from.parts().unwrap_or_default();
        match self.step {
            Step::Year => key.push(KeyPart::Number(i32::from(year))),
            Step::Month => {
                key.extend([i32::from(year), i32::from(month)].map(KeyPart::Number));
            }
            Step::Day => key.push(KeyPart::Number(self.days.from.number())),
        }
        Ok(key)
    }
}

impl fmt::Display for Ask {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let alliance = |id: &AllianceId| match id {
            AllianceId::Atop(id) => format!("ATOP {id}"),
            AllianceId::Treaty(id) => id.clone(),
        };
        match &self.subject {
            Subject::State(one) => write!(out, "{one}"),
            Subject::Pair(one, two) => write!(out, "{one}-{two}"),
            Subject::Alliance(id) => write!(out, "{}", alliance(id)),
            Subject::Membership(id, one) => write!(out, "{} {one}", alliance(id)),
        }?;
        write!(out, " {} {}", self.time, self.column)
    }
}

/// Four digits, then perhaps a month and a day.
fn is_time(word: &str) -> bool {
    let lengths: Vec<usize> = word.split('-').map(str::len).collect();
    let digits = word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let year = word.get(..4).and_then(|year| year.parse::<i16>().ok());
    let recent = year.is_some_and(|year| (1500..=2200).contains(&year));
    digits && recent && matches!(lengths.as_slice(), [4] | [4, 2] | [4, 2, 2])
}

fn is_column(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    word.contains('_') || SHORT.contains(&word.as_str()) || ["aid", "consult"].contains(&&*word)
}

fn period(text: &str) -> Result<(Interval, Step), PanelFault> {
    let day = UncertainDay::from_word(text).map_err(|_| {
        PanelFault::new(
            format!("the calendar has no {text}"),
            "write a year, a month or a day, such as 2002, 2002-05 or 2002-05-14",
        )
    })?;
    let step = match text.len() {
        4 => Step::Year,
        7 => Step::Month,
        _ => Step::Day,
    };
    Ok((Interval::inclusive(day.earliest, day.latest), step))
}

/// Whom words mean: an alliance of ATOP's, one state, or two.
fn subject(
    world: &World,
    system: System,
    words: &[&str],
    days: Interval,
) -> Result<Subject, PanelFault> {
    let text = words.join(" ");
    if let [first, number, rest @ ..] = words
        && first.eq_ignore_ascii_case("atop")
        && let Ok(id) = number.parse()
    {
        return Ok(match rest {
            [] => Subject::Alliance(AllianceId::Atop(id)),
            rest => {
                let state = code(world, system, &rest.join(" "), days)?;
                Subject::Membership(AllianceId::Atop(id), state)
            }
        });
    }
    if let Ok(state) = code(world, system, &text, days) {
        return Ok(Subject::State(state));
    }
    let mut fault = None;
    for between in ["->", "→", "–", " to ", " - ", "/", "-", " "] {
        for (at, _) in text.match_indices(between) {
            let (one, two) = (text.get(..at), text.get(at + between.len()..));
            let (Some(one), Some(two)) = (one, two) else { continue };
            match (code(world, system, one, days), code(world, system, two, days)) {
                (Ok(one), Ok(two)) if one != two => return Ok(Subject::Pair(one, two)),
                (Ok(_), Ok(_)) => {
                    return Err(PanelFault::new(
                        format!("`{text}` is one state twice"),
                        "name two different states",
                    ));
                }
                (Err(own), Ok(_)) | (Ok(_), Err(own)) => fault = fault.or(Some(own)),
                _ => {}
            }
        }
    }
    Err(fault.unwrap_or_else(|| {
        PanelFault::new(
            format!("`{text}` is neither a state nor two"),
            "write numbers, ids or names with `-` between: `704-373`, `UZB-AZE`",
        )
    }))
}

/// The list's number for a state that words name.
fn code(world: &World, system: System, word: &str, days: Interval) -> Result<u16, PanelFault> {
    let word = word.trim().trim_matches('-').trim();
    let list = system_name(system);
    if let Ok(number) = word.parse::<u16>() {
        let bears =
            |spell: &servanda::model::state::Spell| spell.system == system && spell.code == number;
        return match world.states.iter().any(|(_, state)| state.spells.iter().any(bears)) {
            true => Ok(number),
            false => Err(PanelFault::new(
                format!("the {list} list has no state {number}"),
                "compare the number with the list",
            )),
        };
    }
    let last = days.last();
    let found = world.actor(word, Some(last)).or_else(|_| world.actor(word, None));
    let state = match found {
        Ok(Actor::State(state)) => Some(state),
        _ => None,
    };
    state.and_then(|state| world.states.code_near(state, system, last)).ok_or_else(|| {
        PanelFault::new(
            format!("`{word}` is no state of the {list} list"),
            "write its number, its id or its English name",
        )
    })
}
