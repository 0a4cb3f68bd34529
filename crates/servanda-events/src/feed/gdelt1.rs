//! GDELT 1.0: 58 columns, one file a day, month or year; the files before April 2013 lack the last, the address.

use super::gdelt::Places;
use crate::schema::{Column, Kind, Schema};

pub(super) const SCHEMA: Schema =
    Schema { columns: COLUMNS, separator: b'\t', quoted: false, needed: &[] };

pub(super) const PLACES: Places = Places { place_name: 50, fips: 51, added: 56, url: 57 };

const COLUMNS: &[Column] = &[
    Column::new("GlobalEventID", Kind::Number, "the number of the event"),
    Column::new("SQLDATE", Kind::Day8, "the day on which it happened"),
    Column::new("MonthYear", Kind::Number, "its month"),
    Column::new("Year", Kind::Number, "its year"),
    Column::new("FractionDate", Kind::Decimal, "the day as a part of its year"),
    Column::new("Actor1Code", Kind::Text, "the whole CAMEO code of the actor"),
    Column::new("Actor1Name", Kind::Text, "its name as the text has it"),
    Column::new("Actor1CountryCode", Kind::CameoCountry, "the country it belongs to"),
    Column::new("Actor1KnownGroupCode", Kind::CameoGroup, "a known organization or group"),
    Column::new("Actor1EthnicCode", Kind::Text, "an ethnic group"),
    Column::new("Actor1Religion1Code", Kind::Text, "a religion"),
    Column::new("Actor1Religion2Code", Kind::Text, "a second religion"),
    Column::new("Actor1Type1Code", Kind::CameoRole, "a role"),
    Column::new("Actor1Type2Code", Kind::CameoRole, "a second role"),
    Column::new("Actor1Type3Code", Kind::CameoRole, "a third role"),
    Column::new("Actor2Code", Kind::Text, "the whole CAMEO code of the actor"),
    Column::new("Actor2Name", Kind::Text, "its name as the text has it"),
    Column::new("Actor2CountryCode", Kind::CameoCountry, "the country it belongs to"),
    Column::new("Actor2KnownGroupCode", Kind::CameoGroup, "a known organization or group"),
    Column::new("Actor2EthnicCode", Kind::Text, "an ethnic group"),
    Column::new("Actor2Religion1Code", Kind::Text, "a religion"),
    Column::new("Actor2Religion2Code", Kind::Text, "a second religion"),
    Column::new("Actor2Type1Code", Kind::CameoRole, "a role"),
    Column::new("Actor2Type2Code", Kind::CameoRole, "a second role"),
    Column::new("Actor2Type3Code", Kind::CameoRole, "a third role"),
    Column::new("IsRootEvent", Kind::Number, "1: it stands in the first lines of the article"),
    Column::new("EventCode", Kind::EventCode, "the code of the event"),
    Column::new("EventBaseCode", Kind::EventCode, "the code of three digits above it"),
    Column::new(
        "EventRootCode",
        Kind::EventCode,
        "the code of two digits above that; never a code of its own",
    ),
    Column::new(
        "QuadClass",
        Kind::Number,
        "1 and 2: cooperation in words and deeds; 3 and 4: conflict",
    ),
    Column::new(
        "GoldsteinScale",
        Kind::Decimal,
        "how far the code bears on stability, from -10 to 10",
    ),
    Column::new("NumMentions", Kind::Number, "mentions in the batch"),
    Column::new("NumSources", Kind::Number, "sources in the batch"),
    Column::new("NumArticles", Kind::Number, "articles in the batch"),
    Column::new("AvgTone", Kind::Decimal, "tone of the articles"),
    Column::new(
        "Actor1Geo_Type",
        Kind::Number,
        "how exactly the first actor is placed: 1 country, 2 and 5 province, 3 and 4 city",
    ),
    Column::new("Actor1Geo_FullName", Kind::Text, "where the first actor is placed, in words"),
    Column::new(
        "Actor1Geo_CountryCode",
        Kind::Fips,
        "the country in which the first actor is placed",
    ),
    Column::new("Actor1Geo_ADM1Code", Kind::Text, "its first division"),
    Column::new("Actor1Geo_Lat", Kind::Decimal, "latitude"),
    Column::new("Actor1Geo_Long", Kind::Decimal, "longitude"),
    Column::new("Actor1Geo_FeatureID", Kind::Text, "the place in a gazetteer"),
    Column::new(
        "Actor2Geo_Type",
        Kind::Number,
        "how exactly the second actor is placed: 1 country, 2 and 5 province, 3 and 4 city",
    ),
    Column::new("Actor2Geo_FullName", Kind::Text, "where the second actor is placed, in words"),
    Column::new(
        "Actor2Geo_CountryCode",
        Kind::Fips,
        "the country in which the second actor is placed",
    ),
    Column::new("Actor2Geo_ADM1Code", Kind::Text, "its first division"),
    Column::new("Actor2Geo_Lat", Kind::Decimal, "latitude"),
    Column::new("Actor2Geo_Long", Kind::Decimal, "longitude"),
    Column::new("Actor2Geo_FeatureID", Kind::Text, "the place in a gazetteer"),
    Column::new(
        "ActionGeo_Type",
        Kind::Number,
        "how exactly the event is placed: 1 country, 2 and 5 province, 3 and 4 city",
    ),
    Column::new("ActionGeo_FullName", Kind::Text, "where the event is placed, in words"),
    Column::new("ActionGeo_CountryCode", Kind::Fips, "the country in which the event is placed"),
    Column::new("ActionGeo_ADM1Code", Kind::Text, "its first division"),
    Column::new("ActionGeo_Lat", Kind::Decimal, "latitude"),
    Column::new("ActionGeo_Long", Kind::Decimal, "longitude"),
    Column::new("ActionGeo_FeatureID", Kind::Text, "the place in a gazetteer"),
    Column::new("DATEADDED", Kind::Stamp, "the batch: when GDELT came to know of it"),
    Column::new("SOURCEURL", Kind::Url, "an article that tells of it"),
];
