//! ICEWS: coded event data of Harvard's Dataverse, tabs as published or commas as tools save it. It has no
//! day on which it came to know of an event. A quarter of its rows repeat day, actors and code of another.

use super::cells::{Days, iso_day, number};
use crate::actor::ActorTypes;
use crate::code::CodeSystem;
use crate::event::{Told, WhereCode, Whose, WhoseCode};
use crate::reject::Reason;
use crate::row::Row;
use crate::schema::{Binding, Column, Kind, Schema};

pub(super) const SCHEMA: Schema = Schema {
    columns: COLUMNS,
    separator: b'\t',
    quoted: false,
    needed: &[ID, DAY, SOURCE, SOURCE_COUNTRY, CODE, TARGET, TARGET_COUNTRY],
};

const ID: usize = 0;
const DAY: usize = 1;
const SOURCE: usize = 2;
const SOURCE_SECTORS: usize = 3;
const SOURCE_COUNTRY: usize = 4;
const TEXT: usize = 5;
const CODE: usize = 6;
const TARGET: usize = 8;
const TARGET_SECTORS: usize = 9;
const TARGET_COUNTRY: usize = 10;
const STORY: usize = 11;
const PUBLISHER: usize = 13;
const CITY: usize = 14;
const COUNTRY: usize = 17;

pub(super) fn told<'a>(row: Row<'a>, at: &Binding, days: &mut Days) -> Result<Told<'a>, Reason> {
    let cell = |column| known(at.cell(row, column));
    number("Event ID", cell(ID))?;
    let day = iso_day("Event Date", cell(DAY), &mut days.event)?;
    if crate::code::cameo_place(cell(CODE)).is_none() {
        return Err(Reason::cell("CAMEO Code", "a CAMEO code of two to four digits", cell(CODE)));
    }
    let mut told = Told::new(cell(ID), day, CodeSystem::Cameo, cell(CODE));
    told.actors = [
        actor(cell(SOURCE), cell(SOURCE_SECTORS), cell(SOURCE_COUNTRY)),
        actor(cell(TARGET), cell(TARGET_SECTORS), cell(TARGET_COUNTRY)),
    ];
    told.place = WhereCode::Country(cell(COUNTRY));
    told.place_name = cell(CITY);
    told.publisher = cell(PUBLISHER);
    told.text = cell(TEXT);
    // There is no address; the number of the story is what tells articles apart.
    told.article = cell(STORY);
    Ok(told)
}

/// `NA` and `NULL` stand for nothing.
fn known(cell: &[u8]) -> &[u8] {
    if matches!(cell, b"NA" | b"NULL") { b"" } else { cell }
}

fn actor<'a>(name: &'a [u8], sectors: &[u8], country: &'a [u8]) -> Whose<'a> {
    Whose {
        raw: country,
        name,
        code: WhoseCode::Country(country),
        types: sectors_of(sectors, b','),
    }
}

/// The sorts of actor that a list of sectors names. Sectors nest: a ministry is listed with `Government`.
pub(super) fn sectors_of(list: &[u8], separator: u8) -> ActorTypes {
    let types = list.split(|byte| *byte == separator).map(|sector| match sector.trim_ascii() {
        b"" => ActorTypes::NONE,
        b"Military" | b"Army" | b"Navy" | b"Air Force" | b"Marines" | b"MIL" => {
            ActorTypes::MILITARY
        }
        b"Government" | b"Executive" | b"GOV" | b"SPY" => ActorTypes::GOVERNMENT,
        b"Rebel" | b"REB" => ActorTypes::REBELS,
        b"Insurgents" | b"Organized Violent" | b"INS" => ActorTypes::INSURGENTS,
        b"Separatists" | b"SEP" => ActorTypes::SEPARATISTS,
        b"Unidentified Forces" | b"UAF" => ActorTypes::UNIDENTIFIED,
        b"International Government Organization" | b"IGO" => ActorTypes::ORGANIZATION,
        b"Police" | b"COP" => ActorTypes::POLICE,
        b"Radicals / Extremists / Fundamentalists" | b"RAD" | b"IMG" => ActorTypes::RADICALS,
        _ => ActorTypes::OTHER,
    });
    types.fold(ActorTypes::NONE, ActorTypes::and)
}

const COLUMNS: &[Column] = &[
    Column::new("Event ID", Kind::Number, "the number of the event"),
    Column::new("Event Date", Kind::IsoDay, "the day on which it happened"),
    Column::new("Source Name", Kind::Text, "who acts"),
    Column::new("Source Sectors", Kind::Text, "what sort of actor, several by commas"),
    Column::new("Source Country", Kind::CountryName, "whose it is"),
    Column::new("Event Text", Kind::Text, "the code in words"),
    Column::new("CAMEO Code", Kind::EventCode, "the code of the event"),
    Column::new("Intensity", Kind::Decimal, "from -10 to 10"),
    Column::new("Target Name", Kind::Text, "toward whom"),
    Column::new("Target Sectors", Kind::Text, "what sort of actor"),
    Column::new("Target Country", Kind::CountryName, "whose it is"),
    Column::new("Story ID", Kind::Number, "the article"),
    Column::new("Sentence Number", Kind::Number, "the sentence"),
    Column::new("Publisher", Kind::Text, "who published it"),
    Column::new("City", Kind::Text, "where"),
    Column::new("District", Kind::Text, "where"),
    Column::new("Province", Kind::Text, "where"),
    Column::new("Country", Kind::CountryName, "where"),
    Column::new("Latitude", Kind::Decimal, "latitude"),
    Column::new("Longitude", Kind::Decimal, "longitude"),
];
