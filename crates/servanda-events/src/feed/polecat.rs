//! POLECAT: event data in PLOVER's types, tabs, one file a week or year.

use super::cells::{Days, iso_day};
use super::icews::sectors_of;
use crate::code::CodeSystem;
use crate::event::{CameoCountry, Told, WhereCode, Whose, WhoseCode};
use crate::reject::Reason;
use crate::row::Row;
use crate::schema::{Binding, Column, Kind, Schema};

pub(super) const SCHEMA: Schema = Schema {
    columns: COLUMNS,
    separator: b'\t',
    quoted: false,
    needed: &[ID, DAY, TYPE, MODE, CONTEXTS, ACTOR_COUNTRY, RECIPIENT_COUNTRY],
};

const ID: usize = 0;
const DAY: usize = 1;
const TYPE: usize = 2;
const MODE: usize = 3;
const CONTEXTS: usize = 6;
const ACTOR: usize = 7;
const ACTOR_COUNTRY: usize = 8;
const ACTOR_SECTORS: usize = 11;
const RECIPIENT: usize = 15;
const RECIPIENT_COUNTRY: usize = 16;
const RECIPIENT_SECTORS: usize = 19;
const PLACE: usize = 23;
const COUNTRY: usize = 27;
const SOURCE: usize = 33;
const PUBLISHED: usize = 34;

pub(super) fn told<'a>(row: Row<'a>, at: &Binding, days: &mut Days) -> Result<Told<'a>, Reason> {
    let cell = |column| match at.cell(row, column) {
        b"NA" | b"None" | b"NULL" => b"".as_slice(),
        cell => cell,
    };
    let day = iso_day("Event Date", cell(DAY), &mut days.event)?;
    if !CodeSystem::Plover.has(std::str::from_utf8(cell(TYPE)).unwrap_or_default()) {
        return Err(Reason::cell("Event Type", "a type of PLOVER", cell(TYPE)));
    }
    let mut told = Told::new(cell(ID), day, CodeSystem::Plover, cell(TYPE));
    if !cell(PUBLISHED).is_empty() {
        told.known = Some(iso_day("Publication Date", cell(PUBLISHED), &mut days.batch)?);
    }
    (told.mode, told.context) = (cell(MODE), cell(CONTEXTS));
    told.actors = [
        actor(cell(ACTOR), cell(ACTOR_SECTORS), cell(ACTOR_COUNTRY)),
        actor(cell(RECIPIENT), cell(RECIPIENT_SECTORS), cell(RECIPIENT_COUNTRY)),
    ];
    told.place = WhereCode::Country(cell(COUNTRY));
    (told.place_name, told.publisher) = (cell(PLACE), cell(SOURCE));
    Ok(told)
}

fn actor<'a>(name: &'a [u8], sectors: &[u8], country: &'a [u8]) -> Whose<'a> {
    let separator = if sectors.contains(&b';') { b';' } else { b',' };
    let code = match country.len() {
        3 => WhoseCode::Cameo { country: CameoCountry(country), group: b"" },
        _ => WhoseCode::Country(country),
    };
    Whose { raw: country, name, code, types: sectors_of(sectors, separator) }
}

const COLUMNS: &[Column] = &[
    Column::new("Event ID", Kind::Text, "the number of the event"),
    Column::new("Event Date", Kind::IsoDay, "the day on which it happened"),
    Column::new("Event Type", Kind::EventCode, "the type in PLOVER"),
    Column::new("Event Mode", Kind::EventCode, "its mode"),
    Column::new("Intensity", Kind::Decimal, "intensity"),
    Column::new("Quad Code", Kind::Text, "quad code"),
    Column::new("Contexts", Kind::Text, "contexts, several by semicolons"),
    Column::new("Actor Name", Kind::Text, "who acts"),
    Column::new("Actor Country", Kind::CameoCountry, "its country, as ISO 3166 alpha-3"),
    Column::new("Actor COW", Kind::Text, "its number in COW"),
    Column::new("Primary Actor Sector", Kind::Text, "primary actor sector"),
    Column::new("Actor Sectors", Kind::Text, "actor sectors"),
    Column::new("Actor Title", Kind::Text, "actor title"),
    Column::new("Actor Name Raw", Kind::Text, "actor name raw"),
    Column::new("Wikipedia Actor ID", Kind::Text, "wikipedia actor id"),
    Column::new("Recipient Name", Kind::Text, "toward whom"),
    Column::new("Recipient Country", Kind::CameoCountry, "its country, as ISO 3166 alpha-3"),
    Column::new("Recipient COW", Kind::Text, "its number in COW"),
    Column::new("Primary Recipient Sector", Kind::Text, "primary recipient sector"),
    Column::new("Recipient Sectors", Kind::Text, "recipient sectors"),
    Column::new("Recipient Title", Kind::Text, "recipient title"),
    Column::new("Recipient Name Raw", Kind::Text, "recipient name raw"),
    Column::new("Wikipedia Recipient ID", Kind::Text, "wikipedia recipient id"),
    Column::new("Placename", Kind::Text, "placename"),
    Column::new("City", Kind::Text, "city"),
    Column::new("District", Kind::Text, "district"),
    Column::new("Province", Kind::Text, "province"),
    Column::new("Country", Kind::CountryName, "country"),
    Column::new("Latitude", Kind::Decimal, "latitude"),
    Column::new("Longitude", Kind::Decimal, "longitude"),
    Column::new("GeoNames ID", Kind::Text, "geonames id"),
    Column::new("Raw Placename", Kind::Text, "raw placename"),
    Column::new("Feature Type", Kind::Text, "feature type"),
    Column::new("Source", Kind::Text, "who published it"),
    Column::new("Publication Date", Kind::IsoDay, "the day of the article"),
    Column::new("Story People", Kind::Text, "story people"),
    Column::new("Story Organizations", Kind::Text, "story organizations"),
    Column::new("Story Locations", Kind::Text, "story locations"),
    Column::new("Language", Kind::Text, "language"),
    Column::new("Version", Kind::Text, "version"),
];
