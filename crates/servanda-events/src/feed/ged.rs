//! UCDP GED and its monthly candidate events: deadly violence, commas and quotation marks. Some files come
//! without a header; their columns are then those of version 21.1 and later. Who began is not told: the
//! first side is the state, or the one named first.

use super::cells::{Days, iso_day, number};
use crate::actor::ActorTypes;
use crate::code::CodeSystem;
use crate::event::{Told, WhereCode, Whose, WhoseCode};
use crate::reject::Reason;
use crate::row::Row;
use crate::schema::{Binding, Column, Kind, Schema};

pub(super) const SCHEMA: Schema = Schema {
    columns: COLUMNS,
    separator: b',',
    quoted: true,
    needed: &[ID, TYPE, SIDE_A, SIDE_B, COUNTRY, DAY, STATE_A, STATE_B],
};

const ID: usize = 0;
const TYPE: usize = 5;
const SIDE_A: usize = 14;
const SIDE_B: usize = 17;
const OFFICE: usize = 20;
const HEADLINE: usize = 22;
const WHERE: usize = 26;
const COUNTRY: usize = 34;
const DAY: usize = 38;
const SOURCES: usize = 18;
const STATE_A: usize = 47;
const STATE_B: usize = 48;

pub(super) fn told<'a>(row: Row<'a>, at: &Binding, days: &mut Days) -> Result<Told<'a>, Reason> {
    let cell = |column| at.cell(row, column);
    number("id", cell(ID))?;
    let day = iso_day("date_start", cell(DAY), &mut days.event)?;
    if !matches!(cell(TYPE), b"1" | b"2" | b"3") {
        return Err(Reason::cell("type_of_violence", "1, 2 or 3", cell(TYPE)));
    }
    let mut told = Told::new(cell(ID), day, CodeSystem::Ucdp, cell(TYPE));
    told.actors = [side(cell(SIDE_A), cell(STATE_A)), side(cell(SIDE_B), cell(STATE_B))];
    told.place = WhereCode::Gw(cell(COUNTRY));
    told.place_name = cell(WHERE);
    told.counts.sources =
        super::cells::count("number_of_sources", cell(SOURCES)).unwrap_or_default();
    (told.publisher, told.text) = (cell(OFFICE), cell(HEADLINE));
    Ok(told)
}

fn side<'a>(name: &'a [u8], state: &'a [u8]) -> Whose<'a> {
    // Some versions write the number as `645.0`, and `-99` or 0 for none.
    let state = state.strip_suffix(b".0").unwrap_or(state);
    let is_state = !matches!(state, b"" | b"0" | b"-99" | b"NA");
    let civilians = name == b"Civilians";
    Whose {
        raw: state,
        name,
        code: if is_state { WhoseCode::Gw(state) } else { WhoseCode::None },
        types: match (is_state, civilians) {
            (true, _) => ActorTypes::GOVERNMENT,
            (false, true) => ActorTypes::OTHER,
            (false, false) => ActorTypes::REBELS,
        },
    }
}

const COLUMNS: &[Column] = &[
    Column::new("id", Kind::Number, "the number of the event"),
    Column::new("relid", Kind::Text, "relid"),
    Column::new("year", Kind::Number, "year"),
    Column::new("active_year", Kind::Text, "active year"),
    Column::new("code_status", Kind::Text, "code status"),
    Column::new(
        "type_of_violence",
        Kind::EventCode,
        "1: a state on at least one side; 2: groups against each other; 3: against civilians",
    ),
    Column::new("conflict_dset_id", Kind::Text, "conflict dset id"),
    Column::new("conflict_new_id", Kind::Text, "conflict new id"),
    Column::new("conflict_name", Kind::Text, "conflict name"),
    Column::new("dyad_dset_id", Kind::Text, "dyad dset id"),
    Column::new("dyad_new_id", Kind::Text, "dyad new id"),
    Column::new("dyad_name", Kind::Text, "dyad name"),
    Column::new("side_a_dset_id", Kind::Text, "side a dset id"),
    Column::new("side_a_new_id", Kind::Text, "side a new id"),
    Column::new("side_a", Kind::Text, "side a"),
    Column::new("side_b_dset_id", Kind::Text, "side b dset id"),
    Column::new("side_b_new_id", Kind::Text, "side b new id"),
    Column::new("side_b", Kind::Text, "side b"),
    Column::new("number_of_sources", Kind::Text, "number of sources"),
    Column::new("source_article", Kind::Text, "source article"),
    Column::new("source_office", Kind::Text, "source office"),
    Column::new("source_date", Kind::Text, "source date"),
    Column::new("source_headline", Kind::Text, "source headline"),
    Column::new("source_original", Kind::Text, "source original"),
    Column::new("where_prec", Kind::Text, "where prec"),
    Column::new("where_coordinates", Kind::Text, "where coordinates"),
    Column::new("where_description", Kind::Text, "where description"),
    Column::new("adm_1", Kind::Text, "adm 1"),
    Column::new("adm_2", Kind::Text, "adm 2"),
    Column::new("latitude", Kind::Decimal, "latitude"),
    Column::new("longitude", Kind::Decimal, "longitude"),
    Column::new("geom_wkt", Kind::Text, "geom wkt"),
    Column::new("priogrid_gid", Kind::Text, "priogrid gid"),
    Column::new("country", Kind::CountryName, "country"),
    Column::new("country_id", Kind::GwNumber, "the state in which it happened"),
    Column::new("region", Kind::Text, "region"),
    Column::new("event_clarity", Kind::Text, "event clarity"),
    Column::new("date_prec", Kind::Text, "date prec"),
    Column::new("date_start", Kind::IsoDay, "the first day it may have happened on"),
    Column::new("date_end", Kind::IsoDay, "the last day it may have happened on"),
    Column::new("deaths_a", Kind::Text, "deaths a"),
    Column::new("deaths_b", Kind::Text, "deaths b"),
    Column::new("deaths_civilians", Kind::Text, "deaths civilians"),
    Column::new("deaths_unknown", Kind::Text, "deaths unknown"),
    Column::new("best", Kind::Number, "deaths, the best estimate"),
    Column::new("high", Kind::Number, "high"),
    Column::new("low", Kind::Number, "low"),
    Column::new("gwnoa", Kind::GwNumber, "the state of the first side; empty: no state"),
    Column::new("gwnob", Kind::GwNumber, "the state of the second side; empty: no state"),
];
