//! PLOVER as JSON objects: one a line, or laid out over several with anything between them. The event is a
//! type of PLOVER or a code of CAMEO; which of the two, the cell itself says.

use super::cells::{Days, iso_day};
use super::icews::sectors_of;
use crate::code::{CodeSystem, cameo_place};
use crate::event::{CameoCountry, Told, WhereCode, Whose, WhoseCode};
use crate::reject::Reason;
use crate::row::Row;
use crate::schema::{Binding, Column, Kind, Schema};

pub(super) const SCHEMA: Schema =
    Schema { columns: COLUMNS, separator: b'\t', quoted: false, needed: &[ID, DAY, EVENT] };

const ID: usize = 0;
const DAY: usize = 1;
const CODED: usize = 2;
const EVENT: usize = 3;
const MODE: usize = 4;
const CONTEXT: usize = 5;
const SOURCE_COUNTRY: usize = 6;
const TARGET_COUNTRY: usize = 9;
const COUNTRY: usize = 13;
const PUBLICATION: usize = 14;
const HEADLINE: usize = 15;
const URL: usize = 16;

pub(super) fn told<'a>(row: Row<'a>, at: &Binding, days: &mut Days) -> Result<Told<'a>, Reason> {
    let cell = |column| at.cell(row, column);
    let day = iso_day("date", cell(DAY), &mut days.event)?;
    let is_type = CodeSystem::Plover.has(std::str::from_utf8(cell(EVENT)).unwrap_or_default());
    let system = if is_type { CodeSystem::Plover } else { CodeSystem::Cameo };
    if !is_type && cameo_place(cell(EVENT)).is_none() {
        return Err(Reason::cell("event", "a type of PLOVER or a code of CAMEO", cell(EVENT)));
    }
    let mut told = Told::new(cell(ID), day, system, cell(EVENT));
    if !cell(CODED).is_empty() {
        told.known = Some(iso_day("codedDate", cell(CODED), &mut days.batch)?);
    }
    (told.mode, told.context) = (cell(MODE), cell(CONTEXT));
    told.actors = [SOURCE_COUNTRY, TARGET_COUNTRY].map(|country| Whose {
        raw: cell(country),
        name: cell(country + 1),
        code: match cell(country) {
            b"" => WhoseCode::None,
            code => WhoseCode::Cameo { country: CameoCountry(code), group: b"" },
        },
        types: sectors_of(cell(country + 2), b','),
    });
    told.place = WhereCode::Country(cell(COUNTRY));
    (told.publisher, told.text, told.url) = (cell(PUBLICATION), cell(HEADLINE), cell(URL));
    Ok(told)
}

const COLUMNS: &[Column] = &[
    Column::new("id", Kind::Text, "the number of the event"),
    Column::new("date", Kind::IsoDay, "the day on which it happened"),
    Column::new("codedDate", Kind::IsoDay, "the day on which it was coded"),
    Column::new("event", Kind::EventCode, "a type of PLOVER, or a code of CAMEO"),
    Column::new("mode", Kind::EventCode, "a mode"),
    Column::new("context", Kind::Text, "contexts"),
    Column::new("source.country", Kind::CameoCountry, "the country of the one who acts"),
    Column::new("source.name", Kind::Text, "who acts"),
    Column::new("source.sector", Kind::CameoRole, "what sort of actor"),
    Column::new("target.country", Kind::CameoCountry, "the country of the one acted upon"),
    Column::new("target.name", Kind::Text, "toward whom"),
    Column::new("target.sector", Kind::CameoRole, "what sort of actor"),
    Column::new("ccode", Kind::CameoCountry, "the country of the event"),
    Column::new("country", Kind::CountryName, "the same by name"),
    Column::new("publication", Kind::Text, "who published it"),
    Column::new("headline", Kind::Text, "the headline"),
    Column::new("url", Kind::Url, "where it is to be read"),
];
