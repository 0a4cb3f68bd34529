//! The state system: every state of the Correlates of War and Gleditsch-Ward lists, with its spells,
//! names by date and codes. Knows the tables in `states/`; knows no treaty.

use crate::time::{Day, Interval};
use std::collections::BTreeMap;

/// A state, by its place in the alphabetical list of ids.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct StateId(pub u16);

/// A list of states that research uses.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum System {
    /// Correlates of War, to 2016-12-31.
    Cow,
    /// Gleditsch and Ward, to 2020-12-31.
    GleditschWard,
}

impl System {
    /// The last day the list speaks of.
    pub fn closes(self) -> Day {
        let day = match self {
            System::Cow => Day::of(2016, 12, 31),
            System::GleditschWard => Day::of(2020, 12, 31),
        };
        day.unwrap_or(Day::MAX)
    }
}

/// One spell of a state in a list.
#[derive(Clone, Debug)]
pub struct Spell {
    /// Which list.
    pub system: System,
    /// The list's number for the state in this spell.
    pub code: u16,
    /// The days; open where the state was still there when the list closed.
    pub days: Interval,
}

/// One state.
#[derive(Clone, Debug)]
pub struct State {
    /// The Correlates of War abbreviation, the canonical id.
    pub id: String,
    /// Its usual English name.
    pub name: String,
    /// ISO 3166-1 alpha-3, where one exists.
    pub iso3: Option<String>,
    /// Regions of its home territory.
    pub regions: Vec<String>,
    /// Its spells in both lists.
    pub spells: Vec<Spell>,
    /// Names to print, by period.
    pub display: Vec<(Interval, String)>,
}

/// A change from one state to another.
#[derive(Clone, Debug)]
pub struct Succession {
    /// From which state.
    pub from: StateId,
    /// To which state.
    pub to: StateId,
    /// When.
    pub on: Day,
    /// renaming, continuation, succession, unification, separation, dissolution, annexation.
    pub kind: String,
    /// A word on it.
    pub note: String,
}

/// A name as it is looked up: whose, and when it was used.
#[derive(Clone, Debug)]
pub struct Naming {
    /// Whose name.
    pub state: StateId,
    /// When.
    pub days: Interval,
}

/// All states, with their names and great powers.
#[derive(Clone, Debug, Default)]
pub struct StateSystem {
    states: Vec<State>,
    names: BTreeMap<String, Vec<Naming>>,
    codes: BTreeMap<u16, StateId>,
    powers: Vec<(StateId, Interval)>,
    /// Who came after whom.
    pub successions: Vec<Succession>,
}

/// The tables of the state system as CSV text.
#[derive(Clone, Copy, Debug)]
pub struct StateTables<'a> {
    /// `states.csv`
    pub states: &'a str,
    /// `spells.csv`
    pub spells: &'a str,
    /// `names.csv`
    pub names: &'a str,
    /// `succession.csv`
    pub succession: &'a str,
    /// `powers.csv`
    pub powers: &'a str,
}

/// The rows of a CSV table with a header, as owned fields.
///
/// # Errors
/// A sentence that names the line at fault.
pub(super) fn rows<const N: usize>(table: &str, text: &str) -> Result<Vec<[String; N]>, String> {
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let mut list = Vec::new();
    let mut row = csv::StringRecord::new();
    let mut line = 1;
    loop {
        line += 1;
        let more = reader.read_record(&mut row);
        if !more.map_err(|error| format!("{table}, line {line}: {error}"))? {
            break;
        }
        if row.len() != N {
            return Err(format!("{table}, line {line}: {} fields, not {N}", row.len()));
        }
        let mut fields = row.iter();
        list.push(std::array::from_fn(|_| fields.next().unwrap_or_default().to_owned()));
    }
    Ok(list)
}

/// A day of a table; empty means open.
pub(super) fn table_day(table: &str, text: &str, open: Day) -> Result<Day, String> {
    if text.is_empty() {
        return Ok(open);
    }
    text.parse().map_err(|_| format!("{table}: `{text}` is no day"))
}

/// First and last day of a table as a span; empty means open.
pub(super) fn table_days(table: &str, from: &str, to: &str) -> Result<Interval, String> {
    Ok(Interval::inclusive(table_day(table, from, Day::MIN)?, table_day(table, to, Day::MAX)?))
}

impl StateSystem {
    /// Reads the tables.
    ///
    /// # Errors
    /// A sentence that names the table and line at fault.
    pub fn from_tables(tables: StateTables<'_>) -> Result<StateSystem, String> {
        let mut system = StateSystem::default();
        system.read_states(tables.states)?;
        system.read_spells(tables.spells)?;
        system.read_names(tables.names)?;
        system.read_succession(tables.succession)?;
        for [id, start, end, _note] in rows("powers.csv", tables.powers)? {
            let state = system.must_have("powers.csv", &id)?;
            system.powers.push((state, table_days("powers.csv", &start, &end)?));
        }
        Ok(system)
    }

    fn read_states(&mut self, text: &str) -> Result<(), String> {
        for [id, name, _demonym, _iso2, iso3, regions] in rows("states.csv", text)? {
            let regions = regions.split_whitespace().map(str::to_owned).collect();
            let iso3 = Some(iso3).filter(|iso3| !iso3.is_empty());
            let (spells, display) = (Vec::new(), Vec::new());
            self.states.push(State { id, name, iso3, regions, spells, display });
        }
        self.states.sort_by(|one, other| one.id.cmp(&other.id));
        Ok(())
    }

    fn read_spells(&mut self, text: &str) -> Result<(), String> {
        for [id, system, code, start, end, _begins, _ends] in rows("spells.csv", text)? {
            let state = self.must_have("spells.csv", &id)?;
            let system = match system.as_str() {
                "cow" => System::Cow,
                "gw" => System::GleditschWard,
                other => return Err(format!("spells.csv: `{other}` is neither cow nor gw")),
            };
            let code = code.parse().map_err(|_| format!("spells.csv: `{code}` is no code"))?;
            let days = table_days("spells.csv", &start, &end)?;
            if system == System::Cow {
                self.codes.insert(code, state);
            }
            self.state_mut(state).spells.push(Spell { system, code, days });
        }
        Ok(())
    }

    fn read_names(&mut self, text: &str) -> Result<(), String> {
        for [id, name, from, to, kind] in rows("names.csv", text)? {
            let state = self.must_have("names.csv", &id)?;
            let days = table_days("names.csv", &from, &to)?;
            if kind == "display" {
                self.state_mut(state).display.push((days, name.clone()));
            }
            self.names.entry(folded(&name)).or_default().push(Naming { state, days });
        }
        Ok(())
    }

    fn read_succession(&mut self, text: &str) -> Result<(), String> {
        for [from, to, on, kind, note] in rows("succession.csv", text)? {
            self.successions.push(Succession {
                from: self.must_have("succession.csv", &from)?,
                to: self.must_have("succession.csv", &to)?,
                on: table_day("succession.csv", &on, Day::MIN)?,
                kind,
                note,
            });
        }
        Ok(())
    }

    fn must_have(&self, table: &str, id: &str) -> Result<StateId, String> {
        self.by_id(id).ok_or_else(|| format!("{table}: no state `{id}` in states.csv"))
    }

    #[allow(clippy::indexing_slicing, reason = "a StateId is made only for a state of the list")]
    fn state_mut(&mut self, state: StateId) -> &mut State {
        &mut self.states[state.0 as usize]
    }

    /// The state.
    #[allow(clippy::indexing_slicing, reason = "a StateId is made only for a state of the list")]
    pub fn get(&self, state: StateId) -> &State {
        &self.states[state.0 as usize]
    }

    /// Every state, in the order of ids.
    pub fn iter(&self) -> impl Iterator<Item = (StateId, &State)> {
        self.states.iter().enumerate().map(|(index, state)| (StateId(index as u16), state))
    }

    /// The state with this canonical id.
    pub fn by_id(&self, id: &str) -> Option<StateId> {
        let found = self.states.binary_search_by(|state| state.id.as_str().cmp(id));
        found.ok().map(|index| StateId(index as u16))
    }

    /// The state with this Correlates of War number.
    pub fn by_ccode(&self, code: u16) -> Option<StateId> {
        self.codes.get(&code).copied()
    }

    /// The states that had this Gleditsch-Ward number, with when.
    pub fn by_gwcode(&self, code: u16) -> Vec<Naming> {
        self.spells_with(|spell| spell.system == System::GleditschWard && spell.code == code)
    }

    fn spells_with(&self, fits: impl Fn(&Spell) -> bool) -> Vec<Naming> {
        let each = self.iter().flat_map(|(id, state)| state.spells.iter().map(move |s| (id, s)));
        each.filter(|(_, spell)| fits(spell))
            .map(|(state, spell)| Naming { state, days: spell.days })
            .collect()
    }

    /// The state with this ISO 3166 alpha-3 code.
    pub fn by_iso3(&self, iso3: &str) -> Option<StateId> {
        self.iter().find(|(_, state)| state.iso3.as_deref() == Some(iso3)).map(|(id, _)| id)
    }

    /// Whose name this is or was, and when.
    pub fn by_name(&self, name: &str) -> &[Naming] {
        self.names.get(&folded(name)).map_or(&[], Vec::as_slice)
    }

    /// Every name that can be looked up, folded to lower case.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    /// The name to print on `day`.
    pub fn name_on(&self, state: StateId, day: Day) -> &str {
        let state = self.get(state);
        let then = state.display.iter().find(|(days, _)| days.contains(day));
        then.map_or(state.name.as_str(), |(_, name)| name.as_str())
    }

    /// The list's number for the state on `day`.
    pub fn code_on(&self, state: StateId, system: System, day: Day) -> Option<u16> {
        let spells = self.get(state).spells.iter().filter(|spell| spell.system == system);
        spells.clone().find(|spell| spell.days.contains(day)).map(|spell| spell.code)
    }

    /// The number the state bears in a list on `day`, or else bore last or will bear first.
    pub fn code_near(&self, state: StateId, system: System, day: Day) -> Option<u16> {
        let spells = self.get(state).spells.iter().filter(|spell| spell.system == system);
        let distance = |spell: &&Spell| {
            let before = spell.days.from.number().saturating_sub(day.number());
            let after = day.number().saturating_sub(spell.days.last().number());
            before.max(after).max(0)
        };
        spells.min_by_key(distance).map(|spell| spell.code)
    }

    /// Whether the state exists on `day`. A state that a list drops for less than ten years (an
    /// occupation, with a government in exile) still exists; so does one that stood in 1816 before.
    pub fn exists_on(&self, state: StateId, day: Day) -> bool {
        let lists_open = Day::of(1816, 1, 1).unwrap_or(Day::MIN);
        let mut last_end: Option<Day> = None;
        let mut spells: Vec<Interval> =
            self.get(state).spells.iter().map(|spell| spell.days).collect();
        spells.sort();
        for days in spells {
            let from = if days.from == lists_open { Day::MIN } else { days.from };
            if from <= day && day < days.end {
                return true;
            }
            let bridged = last_end
                .is_some_and(|end| end <= day && day < from && from.number() - end.number() < 3653);
            if bridged {
                return true;
            }
            last_end = Some(last_end.map_or(days.end, |end| end.max(days.end)));
        }
        false
    }

    /// The first and last days of its existence in either list.
    pub fn lifetime(&self, state: StateId) -> Interval {
        let spells = &self.get(state).spells;
        let from = spells.iter().map(|spell| spell.days.from).min().unwrap_or(Day::MIN);
        let end = spells.iter().map(|spell| spell.days.end).max().unwrap_or(Day::MAX);
        Interval { from, end }
    }

    /// Whether the state is held to be a great power on `day`.
    pub fn is_great_power(&self, state: StateId, day: Day) -> bool {
        self.powers.iter().any(|(power, days)| *power == state && days.contains(day))
    }

    /// Its spells as a great power.
    pub fn great_power_spells(&self) -> &[(StateId, Interval)] {
        &self.powers
    }
}

/// A name as it is compared: lower case, without points and accents, one space between words.
pub fn folded(name: &str) -> String {
    if name.is_ascii() {
        return folded_ascii(name);
    }
    let mut out = String::with_capacity(name.len());
    for character in name.trim().chars().flat_map(char::to_lowercase) {
        match character {
            '.' | '\'' | '’' | ',' => {}
            '-' | '_' => out.push(' '),
            'á' | 'à' | 'â' | 'ã' | 'ä' | 'å' => out.push('a'),
            'é' | 'è' | 'ê' | 'ë' => out.push('e'),
            'í' | 'î' | 'ï' => out.push('i'),
            'ó' | 'ô' | 'ö' | 'õ' => out.push('o'),
            'ú' | 'û' | 'ü' => out.push('u'),
            'ç' => out.push('c'),
            'ñ' => out.push('n'),
            other => out.push(other),
        }
    }
    out.strip_prefix("the ").map_or(out.clone(), str::to_owned)
}

/// The same for the plain names that most are.
fn folded_ascii(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for byte in name.trim().bytes() {
        match byte {
            b'.' | b'\'' | b',' => {}
            b'-' | b'_' => out.push(' '),
            other => out.push(other.to_ascii_lowercase() as char),
        }
    }
    if out.starts_with("the ") {
        out.drain(..4);
    }
    out
}
