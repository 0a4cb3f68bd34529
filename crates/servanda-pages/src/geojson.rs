//! Answers and pledges as GeoJSON (RFC 7946), for programs that draw maps: one feature for each party, with where it lies
//! on the day. The borders are present-day and adjusted, as in the pictures, and the file says so.

use crate::map::Map;
use serde::Serialize;
use serde_json::Value;
use servanda::answer::Answer;
use servanda::answer::form::RowForm;
use servanda::model::World;
use servanda::syntax::vocabulary::{Act, Verdict};
use servanda::time::Day;
use std::collections::BTreeMap;

/// Outlines and points of the states in longitude and latitude.
#[derive(Clone, Debug)]
pub struct Outlines {
    areas: BTreeMap<String, Vec<Value>>,
    points: BTreeMap<String, Value>,
}

/// A party and what is said of it.
#[derive(Clone, Debug, Serialize)]
pub struct Feature<P> {
    #[serde(rename = "type")]
    kind: &'static str,
    id: String,
    geometry: Option<Geometry>,
    properties: P,
}

#[derive(Clone, Debug, Serialize)]
struct Geometry {
    #[serde(rename = "type")]
    kind: &'static str,
    coordinates: Value,
}

/// Every feature, with what the whole is about.
#[derive(Clone, Debug, Serialize)]
struct Collection<'a, P> {
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'a str,
    on: &'a str,
    borders: &'a str,
    source: &'static str,
    features: Vec<Feature<P>>,
}

/// What an answer says of a party: its weightiest duty, and all of them.
#[derive(Clone, Debug, Serialize)]
struct Party<'a> {
    name: String,
    role: &'static str,
    verdict: Option<Verdict>,
    act: Option<Act>,
    toward: Option<&'a str>,
    treaty: Option<&'a str>,
    article: Option<&'a str>,
    duties: Vec<Duty<'a>>,
}

#[derive(Clone, Debug, Serialize)]
struct Duty<'a> {
    verdict: Verdict,
    act: Act,
    toward: Option<&'a str>,
    treaty: &'a str,
    article: Option<&'a str>,
    norm: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    round: Option<usize>,
}

impl Outlines {
    /// The outlines that are built in.
    ///
    /// # Errors
    /// A sentence that says what cannot be read; the embedded file has nothing of the kind (a test).
    pub fn embedded() -> Result<Outlines, String> {
        let fault = |error: &dyn std::fmt::Display| format!("map/world.geojson: {error}");
        let mut file: Value = serde_json::from_str(include_str!("../../../map/world.geojson"))
            .map_err(|error| fault(&error))?;
        let mut outlines = Outlines { areas: BTreeMap::new(), points: BTreeMap::new() };
        let features = file.get_mut("features").and_then(Value::as_array_mut);
        for feature in features.ok_or_else(|| fault(&"no features"))? {
            let about = |name: &str| {
                feature.pointer(&format!("/properties/{name}")).and_then(Value::as_str)
            };
            let Some(key) = about("id").or_else(|| about("place")).map(str::to_owned) else {
                continue;
            };
            let point = feature.pointer("/geometry/type").and_then(Value::as_str) == Some("Point");
            let coordinates = feature.pointer_mut("/geometry/coordinates").map(Value::take);
            match coordinates.unwrap_or_default() {
                coordinates if point => {
                    outlines.points.insert(key, coordinates);
                }
                Value::Array(areas) => outlines.areas.entry(key).or_default().extend(areas),
                _ => return Err(fault(&format!("{key} lies nowhere"))),
            }
        }
        Ok(outlines)
    }

    /// Where a state lies: its areas, or else its point.
    fn place(&self, id: &str, keys: &[&str]) -> Option<Geometry> {
        let areas = keys.iter().filter_map(|key| self.areas.get(*key)).flatten();
        let areas: Vec<Value> = areas.cloned().collect();
        if areas.is_empty() {
            let coordinates = self.points.get(id)?.clone();
            return Some(Geometry { kind: "Point", coordinates });
        }
        Some(Geometry { kind: "MultiPolygon", coordinates: Value::Array(areas) })
    }
}

/// Features as one file. A party that is no state, and whatever lies nowhere, has no geometry.
pub fn collection<P: Serialize>(
    map: &Map,
    world: &World,
    (title, day): (&str, Day),
    parties: Vec<(String, P)>,
) -> Result<String, String> {
    let outlines = Outlines::embedded()?;
    let places = map.places(world, day);
    let features = parties.into_iter().map(|(id, properties)| {
        let place = places.get(id.as_str());
        let geometry = place.and_then(|(keys, _)| outlines.place(&id, keys));
        Feature { kind: "Feature", id, geometry, properties }
    });
    let collection = Collection {
        kind: "FeatureCollection",
        title,
        on: &day.to_string(),
        borders: map.borders(),
        source: "shapes: Natural Earth, public domain",
        features: features.collect(),
    };
    serde_json::to_string(&collection).map(|text| text + "\n").map_err(|error| error.to_string())
}

/// An answer: every party with its verdict, act and treaty; the target and those who act.
///
/// # Errors
/// The map that is built in cannot be read, which is a bug.
pub fn answer(map: &Map, world: &World, day: Day, answer: &Answer) -> Result<String, String> {
    let question = &answer.question;
    let actors: Vec<&str> = question.actor.iter().flat_map(|actors| actors.split('+')).collect();
    let mut parties: BTreeMap<&str, Vec<&RowForm>> = BTreeMap::new();
    for id in actors.iter().copied().chain(question.target.as_deref()) {
        parties.entry(id).or_default();
    }
    for row in &answer.answers {
        parties.entry(&row.party).or_default().push(row);
    }
    let features = parties.into_iter().map(|(id, rows)| {
        let role = match id {
            id if question.target.as_deref() == Some(id) => "target",
            id if actors.contains(&id) => "actor",
            _ => "party",
        };
        let order = |row: &&&RowForm| {
            crate::answer::SECTIONS.iter().position(|(verdict, ..)| *verdict == row.verdict)
        };
        let first = rows.iter().min_by_key(order).copied();
        let name = world.actor(id, Some(day)).map_or(id, |actor| world.name(actor, day));
        let party = Party {
            name: name.to_owned(),
            role,
            verdict: first.map(|row| row.verdict),
            act: first.map(|row| row.act),
            toward: first.and_then(|row| row.toward.as_deref()),
            treaty: first.map(|row| row.treaty.as_str()),
            article: first.and_then(|row| row.article.as_deref()),
            duties: rows.iter().map(|row| Duty::of(row)).collect(),
        };
        (id.to_owned(), party)
    });
    collection(map, world, (&question.text, day), features.collect())
}

impl<'a> Duty<'a> {
    fn of(row: &'a RowForm) -> Duty<'a> {
        Duty {
            verdict: row.verdict,
            act: row.act,
            toward: row.toward.as_deref(),
            treaty: &row.treaty,
            article: row.article.as_deref(),
            norm: row.norm.as_deref(),
            round: row.round,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_of_the_pictures_is_in_the_outlines() -> Result<(), String> {
        let (map, outlines) = (Map::embedded()?, Outlines::embedded()?);
        let world = servanda::corpus::empty_world()?;
        for year in [1817, 1860, 1914, 1939, 1960, 1991, 2002, 2015] {
            let day = Day::of(year, 7, 28).ok_or("a day")?;
            for (id, (keys, _)) in map.places(&world, day) {
                assert!(outlines.place(id, &keys).is_some(), "{id} on {day}: {keys:?}");
            }
        }
        Ok(())
    }
}
