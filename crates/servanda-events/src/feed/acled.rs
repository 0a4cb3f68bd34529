//! ACLED: commas and quotation marks. States stand in names of actors: `Military Forces of Ukraine (2019-)`.
//! The country of a row is where it happened, and nobody's who acts.

use super::cells::{Days, iso_day};
use crate::actor::ActorTypes;
use crate::code::CodeSystem;
use crate::event::{Told, WhereCode, Whose, WhoseCode};
use crate::reject::Reason;
use crate::row::Row;
use crate::schema::{Binding, Column, Kind, Schema};
use servanda::time::Day;

pub(super) const SCHEMA: Schema = Schema {
    columns: COLUMNS,
    separator: b',',
    quoted: true,
    needed: &[ID, DAY, TYPE, SUB_TYPE, ACTOR, SORT, TARGET, TARGET_SORT, COUNTRY],
};

const ID: usize = 0;
const DAY: usize = 1;
const TYPE: usize = 5;
const SUB_TYPE: usize = 6;
const ACTOR: usize = 7;
const SORT: usize = 9;
const TARGET: usize = 10;
const TARGET_SORT: usize = 12;
const COUNTRY: usize = 17;
const WHERE: usize = 21;
const SOURCE: usize = 25;
const NOTES: usize = 27;
const CHANGED: usize = 30;

pub(super) fn told<'a>(row: Row<'a>, at: &Binding, days: &mut Days) -> Result<Told<'a>, Reason> {
    let cell = |column| at.cell(row, column);
    let day = day_of(cell(DAY), days)?;
    if cell(TYPE).is_empty() {
        return Err(Reason::cell("event_type", "a type of event", cell(TYPE)));
    }
    let mut told = Told::new(cell(ID), day, CodeSystem::Acled, cell(TYPE));
    told.known = changed(cell(CHANGED));
    told.mode = cell(SUB_TYPE);
    told.actors = [actor(cell(ACTOR), cell(SORT)), actor(cell(TARGET), cell(TARGET_SORT))];
    told.place = WhereCode::Country(cell(COUNTRY));
    (told.place_name, told.publisher, told.text) = (cell(WHERE), cell(SOURCE), cell(NOTES));
    Ok(told)
}

/// `2023-11-05`, or `05 November 2023` as the site's own exports write it.
fn day_of(cell: &[u8], days: &mut Days) -> Result<Day, Reason> {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let text = std::str::from_utf8(cell).unwrap_or_default();
    let mut words = text.split(' ');
    let (Some(day), Some(month), Some(year)) = (words.next(), words.next(), words.next()) else {
        return iso_day("event_date", cell, &mut days.event);
    };
    let month = MONTHS.iter().position(|name| *name == month).map(|at| at as i8 + 1);
    let parts = month.zip(day.parse().ok()).zip(year.parse().ok());
    let day = parts.and_then(|((month, day), year)| Day::of(year, month, day));
    day.ok_or_else(|| Reason::cell("event_date", "a day", cell))
}

/// The day of a number of seconds since 1970.
fn changed(cell: &[u8]) -> Option<Day> {
    let seconds: i64 = std::str::from_utf8(cell).ok()?.parse().ok()?;
    let days = i32::try_from(seconds.div_euclid(86_400)).ok()?;
    Some(Day::of(1970, 1, 1)?.plus_days(days))
}

fn actor<'a>(name: &'a [u8], sort: &[u8]) -> Whose<'a> {
    let sort = match sort.trim_ascii() {
        b"1" | b"State Forces" | b"State forces" => ActorTypes::GOVERNMENT,
        b"2" | b"Rebel Groups" | b"Rebel group" | b"Rebel Forces" => ActorTypes::REBELS,
        b"3" | b"Political Militias" | b"Political militia" => ActorTypes::INSURGENTS,
        b"4" | b"Identity Militias" | b"Identity militia" => ActorTypes::INSURGENTS,
        b"8" | b"External/Other Forces" | b"External/Other forces" | b"Other Forces" => {
            ActorTypes::NONE
        }
        b"" => ActorTypes::NONE,
        _ => ActorTypes::OTHER,
    };
    let forces = ["Military Forces of ", "Police Forces of ", "Government of "];
    let of = forces.into_iter().find_map(|lead| name.strip_prefix(lead.as_bytes()));
    let military =
        if name.starts_with(b"Military") { ActorTypes::MILITARY } else { ActorTypes::NONE };
    let code = of.map_or(WhoseCode::None, |rest| {
        let end = memchr::memchr(b'(', rest).unwrap_or(rest.len());
        WhoseCode::Country(rest.get(..end).unwrap_or_default().trim_ascii())
    });
    Whose { raw: name, name, code, types: sort.and(military) }
}

const COLUMNS: &[Column] = &[
    Column::new("event_id_cnty", Kind::Text, "the number of the event"),
    Column::new("event_date", Kind::IsoDay, "the day on which it happened"),
    Column::new("year", Kind::Number, "year"),
    Column::new("time_precision", Kind::Text, "time precision"),
    Column::new("disorder_type", Kind::Text, "disorder type"),
    Column::new("event_type", Kind::EventCode, "the type"),
    Column::new("sub_event_type", Kind::EventCode, "the sub-type"),
    Column::new("actor1", Kind::Text, "actor1"),
    Column::new("assoc_actor_1", Kind::Text, "assoc actor 1"),
    Column::new("inter1", Kind::Text, "what sort of actor the first is"),
    Column::new("actor2", Kind::Text, "actor2"),
    Column::new("assoc_actor_2", Kind::Text, "assoc actor 2"),
    Column::new("inter2", Kind::Text, "what sort of actor the second is"),
    Column::new("interaction", Kind::Text, "interaction"),
    Column::new("civilian_targeting", Kind::Text, "civilian targeting"),
    Column::new("iso", Kind::Number, "iso"),
    Column::new("region", Kind::Text, "region"),
    Column::new("country", Kind::CountryName, "country"),
    Column::new("admin1", Kind::Text, "admin1"),
    Column::new("admin2", Kind::Text, "admin2"),
    Column::new("admin3", Kind::Text, "admin3"),
    Column::new("location", Kind::Text, "location"),
    Column::new("latitude", Kind::Decimal, "latitude"),
    Column::new("longitude", Kind::Decimal, "longitude"),
    Column::new("geo_precision", Kind::Text, "geo precision"),
    Column::new("source", Kind::Text, "source"),
    Column::new("source_scale", Kind::Text, "source scale"),
    Column::new("notes", Kind::Text, "notes"),
    Column::new("fatalities", Kind::Number, "fatalities"),
    Column::new("tags", Kind::Text, "tags"),
    Column::new("timestamp", Kind::Epoch, "when ACLED last changed the row, in seconds since 1970"),
];
