//! A table of one's own, CSV or JSON lines: its user declares which column means what, in a small file.
//!
//! ```toml
//! schema = "servanda/feed/1"
//! form = "csv"            # or "ndjson"
//! separator = ";"         # of csv; a comma where nothing is said
//! codes = "cameo"         # cameo, plover, ucdp, acled or mid
//! actors = "names"        # names (or ids of servanda, ISO 3166, COW) or cameo
//! [columns]
//! id = "Nr"
//! day = "Day"             # YYYY-MM-DD or YYYYMMDD
//! code = "Code"
//! actor1 = "From"
//! actor2 = "To"
//! ```

use super::cells::{Days, digits_day, iso_day};
use crate::code::CodeSystem;
use crate::event::{CameoCountry, Told, WhereCode, Whose, WhoseCode};
use crate::mapping::toml_line;
use crate::reject::Reason;
use crate::row::Row;
use crate::schema::{Binding, Column, Kind, Schema};
use servanda::time::Day;
use toml::de::{DeTable, DeValue};

/// What a column of one's own may mean.
const COLUMNS: &[Column] = &[
    Column::new("id", Kind::Text, "the number of the event"),
    Column::new("day", Kind::IsoDay, "the day on which it happened"),
    Column::new("known", Kind::IsoDay, "the day on which it became known"),
    Column::new("code", Kind::EventCode, "the code of the event"),
    Column::new("mode", Kind::EventCode, "the second part of the code"),
    Column::new("context", Kind::Text, "contexts"),
    Column::new("actor1", Kind::Text, "who acts"),
    Column::new("actor2", Kind::Text, "toward whom"),
    Column::new("sort1", Kind::Text, "what sort of actor the first is"),
    Column::new("sort2", Kind::Text, "what sort of actor the second is"),
    Column::new("place", Kind::CountryName, "the country in which it happened"),
    Column::new("source", Kind::Text, "who published it"),
    Column::new("url", Kind::Url, "where it is to be read"),
    Column::new("text", Kind::Text, "the report"),
];
const ID: usize = 0;
const DAY: usize = 1;
const KNOWN: usize = 2;
const CODE: usize = 3;
const MODE: usize = 4;
const CONTEXT: usize = 5;
const ACTOR1: usize = 6;
const ACTOR2: usize = 7;
const SORT1: usize = 8;
const SORT2: usize = 9;
const PLACE: usize = 10;
const SOURCE: usize = 11;
const URL: usize = 12;
const TEXT: usize = 13;

pub(super) const SCHEMA: Schema =
    Schema { columns: COLUMNS, separator: b',', quoted: true, needed: &[ID, DAY, CODE] };

/// A table of one's own, declared.
#[derive(Clone, Debug)]
pub struct OwnSchema {
    pub(crate) json: bool,
    pub(crate) separator: u8,
    pub(crate) codes: CodeSystem,
    pub(crate) cameo_actors: bool,
    /// The name of each declared column in the file; empty: it has none.
    pub(crate) names: Vec<String>,
}

impl OwnSchema {
    /// Reads a declaration.
    ///
    /// # Errors
    /// What is wrong, with its line.
    pub fn read(text: &str) -> Result<OwnSchema, String> {
        let table = DeTable::parse(text).map_err(|error| {
            let line = error.span().map_or(1, |span| toml_line(text, span.start));
            format!("line {line}: {}", error.message())
        })?;
        let mut own = OwnSchema {
            json: false,
            separator: b',',
            codes: CodeSystem::Cameo,
            cameo_actors: false,
            names: vec![String::new(); COLUMNS.len()],
        };
        for (key, value) in table.get_ref() {
            let line = toml_line(text, key.span().start);
            let fault = |words: String| format!("line {line}, `{}`: {words}", key.get_ref());
            let word = value.get_ref().as_str().unwrap_or_default();
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("schema", _) if word == "servanda/feed/1" => {}
                ("schema", _) => return Err(fault("is not \"servanda/feed/1\"".into())),
                ("form", _) if word == "csv" => {}
                ("form", _) if word == "ndjson" => own.json = true,
                ("form", _) => return Err(fault("is neither \"csv\" nor \"ndjson\"".into())),
                ("separator", _) => match word.as_bytes() {
                    [one] => own.separator = *one,
                    _ => return Err(fault("is not one character".into())),
                },
                ("codes", _) => {
                    let choices = CodeSystem::ALL.map(CodeSystem::word).join(", ");
                    own.codes = CodeSystem::from_word(word)
                        .ok_or_else(|| fault(format!("is none of {choices}")))?;
                }
                ("actors", _) if word == "cameo" => own.cameo_actors = true,
                ("actors", _) if word == "names" => {}
                ("actors", _) => return Err(fault("is neither \"names\" nor \"cameo\"".into())),
                ("columns", DeValue::Table(columns)) => own.columns(text, columns)?,
                _ => return Err(fault("is no word of a declaration".into())),
            }
        }
        own.complete()
    }

    fn columns(&mut self, text: &str, columns: &DeTable<'_>) -> Result<(), String> {
        for (key, value) in columns {
            let line = toml_line(text, key.span().start);
            let place = COLUMNS.iter().position(|column| column.name == key.get_ref().as_ref());
            let choices: Vec<&str> = COLUMNS.iter().map(|column| column.name).collect();
            let name = place.and_then(|place| self.names.get_mut(place));
            let name = name.ok_or_else(|| {
                format!("line {line}, `{}`: columns mean {}", key.get_ref(), choices.join(", "))
            })?;
            value.get_ref().as_str().unwrap_or_default().clone_into(name);
        }
        Ok(())
    }

    fn complete(self) -> Result<OwnSchema, String> {
        for needed in SCHEMA.needed {
            let named = self.names.get(*needed).is_some_and(|name| !name.is_empty());
            if let (false, Some(column)) = (named, COLUMNS.get(*needed)) {
                return Err(format!("[columns] does not say which column is `{}`", column.name));
            }
        }
        Ok(self)
    }

    /// Where the declared columns stand in a file with this header.
    pub(crate) fn bind(&self, header: Row<'_>) -> Result<Binding, Vec<String>> {
        let file: Vec<String> =
            (0..header.width()).map(|place| crate::event::text(header.get(place))).collect();
        let at: Vec<usize> = self
            .names
            .iter()
            .map(|name| file.iter().position(|known| known.trim() == name).unwrap_or(usize::MAX))
            .collect();
        let missing =
            self.names.iter().zip(&at).filter(|(name, at)| !name.is_empty() && **at == usize::MAX);
        let missing: Vec<String> = missing.map(|(name, _)| name.clone()).collect();
        if missing.is_empty() { Ok(Binding::placed(at, file.len())) } else { Err(missing) }
    }

    pub(super) fn told<'a>(
        &self,
        row: Row<'a>,
        at: &Binding,
        days: &mut Days,
    ) -> Result<Told<'a>, Reason> {
        let cell = |column| at.cell(row, column).trim_ascii();
        let any_day = |column, cell: &[u8], last| match cell.len() {
            8 | 14 => digits_day(column, cell, last),
            _ => iso_day(column, cell, last),
        };
        let day: Day = any_day("day", cell(DAY), &mut days.event)?;
        if cell(CODE).is_empty() {
            return Err(Reason::cell("code", "a code of events", cell(CODE)));
        }
        let mut told = Told::new(cell(ID), day, self.codes, cell(CODE));
        if !cell(KNOWN).is_empty() {
            told.known = Some(any_day("known", cell(KNOWN), &mut days.batch)?);
        }
        (told.mode, told.context) = (cell(MODE), cell(CONTEXT));
        told.actors = [(ACTOR1, SORT1), (ACTOR2, SORT2)].map(|(actor, sort)| Whose {
            raw: cell(actor),
            name: cell(actor),
            code: match cell(actor) {
                b"" => WhoseCode::None,
                code if self.cameo_actors => {
                    let country = code.get(..3).unwrap_or(code);
                    WhoseCode::Cameo { country: CameoCountry(country), group: b"" }
                }
                name => WhoseCode::Any(name),
            },
            types: super::icews::sectors_of(cell(sort), b','),
        });
        told.place = WhereCode::Country(cell(PLACE));
        (told.publisher, told.url, told.text) = (cell(SOURCE), cell(URL), cell(TEXT));
        Ok(told)
    }
}
