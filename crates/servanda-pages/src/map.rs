//! The world on a day, as a picture: which shapes, markers and points stand for which states, and how each is painted.
//! The shapes are present-day and say so; `map/README.md` has the rules by which a day is painted.

use maud::{Markup, html};
use serde::Deserialize;
use servanda::model::{StateId, World};
use servanda::time::Day;
use std::collections::{BTreeMap, BTreeSet};

/// The map: shapes of today and the table of states whose extent then was another.
#[derive(Clone, Debug)]
pub struct Map {
    asset: Asset,
    then: Vec<Then>,
}

#[derive(Clone, Debug, Deserialize)]
struct Asset {
    width: f64,
    height: f64,
    projection: String,
    borders: String,
    sphere: String,
    shapes: Vec<Shape>,
    parts: Vec<Part>,
    markers: Vec<Spot>,
    points: Vec<Spot>,
}

#[derive(Clone, Debug, Deserialize)]
struct Shape {
    id: Option<String>,
    name: Option<String>,
    place: Option<String>,
    d: String,
}

#[derive(Clone, Debug, Deserialize)]
struct Part {
    id: String,
    d: String,
}

#[derive(Clone, Debug, Deserialize)]
struct Spot {
    id: String,
    x: f64,
    y: f64,
}

/// A row of `vanished.csv`.
#[derive(Clone, Debug)]
struct Then {
    id: String,
    from: Day,
    to: Option<Day>,
    shapes: Vec<String>,
    at_point: bool,
}

impl Then {
    fn holds(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// How a state is painted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Paint {
    /// The class of its shapes, such as `must`.
    pub class: &'static str,
    /// What its title says after its name.
    pub says: String,
    /// Where its name leads.
    pub address: Option<String>,
}

/// What stands for which state on a day.
struct Owners<'m> {
    /// By the id or the place of a shape, or the id of a part.
    shapes: BTreeMap<&'m str, &'m str>,
    /// States drawn at a point or marker.
    spots: Vec<(&'m str, f64, f64)>,
}

impl Map {
    /// The map that is built in.
    ///
    /// # Errors
    /// A sentence that says what cannot be read; the embedded files have nothing of the kind (a test).
    pub fn embedded() -> Result<Map, String> {
        let asset = serde_json::from_str(include_str!("../../../map/world.json"))
            .map_err(|error| format!("map/world.json: {error}"))?;
        let mut reader =
            csv::Reader::from_reader(include_str!("../../../map/vanished.csv").as_bytes());
        let mut then = Vec::new();
        for row in reader.deserialize() {
            let row: Row = row.map_err(|error| format!("map/vanished.csv: {error}"))?;
            then.push(row.read()?);
        }
        Ok(Map { asset, then })
    }

    fn owners<'m>(&'m self, world: &'m World, day: Day) -> Owners<'m> {
        let living: BTreeSet<&str> = world
            .states
            .iter()
            .filter(|(id, _)| world.states.exists_on(*id, day))
            .map(|(id, _)| world.states.get(id).id.as_str())
            .collect();
        let mut shapes = BTreeMap::new();
        let mut placed = BTreeSet::new();
        let mut at_point = BTreeSet::new();
        for row in self.then.iter().filter(|row| row.holds(day) && living.contains(row.id.as_str()))
        {
            placed.insert(row.id.as_str());
            if row.at_point {
                at_point.insert(row.id.as_str());
            }
            // A shape named in somebody's row is its own state's while that exists.
            let free = row
                .shapes
                .iter()
                .filter(|shape| **shape == row.id || !living.contains(shape.as_str()));
            shapes.extend(free.map(|shape| (shape.as_str(), row.id.as_str())));
        }
        for id in living.difference(&placed) {
            shapes.insert(*id, *id);
        }
        let drawn = |spot: &&Spot| match living.contains(spot.id.as_str()) {
            true => !placed.contains(spot.id.as_str()),
            false => false,
        };
        let markers = self.asset.markers.iter().filter(drawn);
        let points = self.asset.points.iter().filter(|spot| at_point.contains(spot.id.as_str()));
        let spots = markers.chain(points).map(|spot| (spot.id.as_str(), spot.x, spot.y)).collect();
        Owners { shapes, spots }
    }

    /// The picture of a day. `paint` says how a state is painted; none: as land.
    pub fn picture(
        &self,
        world: &World,
        day: Day,
        title: &str,
        paint: &dyn Fn(StateId) -> Option<Paint>,
    ) -> Markup {
        let owners = self.owners(world, day);
        let look = |id: &str| world.states.by_id(id).map(|state| (state, paint(state)));
        let spots = owners.spots.iter();
        let asset = &self.asset;
        html! {
            svg.map xmlns="http://www.w3.org/2000/svg" viewBox={ "0 0 " (asset.width) " " (asset.height) } role="group" aria-label=(title) {
                title { (title) }
                g transform="scale(0.1)" fill-rule="evenodd" {
                    path.sea d=(asset.sphere) {}
                    @for shape in &asset.shapes {
                        @let key = shape.id.as_deref().or(shape.place.as_deref());
                        @let owner = key.and_then(|key| owners.shapes.get(key)).and_then(|id| look(id));
                        (drawn(world, day, owner, &shape.d, shape.name.as_deref()))
                    }
                    @for part in &asset.parts {
                        @if let Some(owner) = owners.shapes.get(part.id.as_str()) {
                            (drawn(world, day, look(owner), &part.d, None))
                        }
                    }
                }
                @for (id, x, y) in spots {
                    @if let Some((state, Some(paint))) = look(id) {
                        (linked(paint.address.as_deref(), &html! {
                            circle.state.(paint.class) cx=(x) cy=(y) r="3" {
                                title { (world.states.name_on(state, day)) (paint.says) }
                            }
                        }))
                    }
                }
            }
        }
    }

    /// What stands below every picture.
    pub fn caption(&self) -> String {
        format!(
            "Borders: {}. {}. Shapes: Natural Earth, public domain.",
            self.asset.borders, self.asset.projection
        )
    }
}

fn drawn(
    world: &World,
    day: Day,
    owner: Option<(StateId, Option<Paint>)>,
    path: &str,
    name: Option<&str>,
) -> Markup {
    html! {
        @match owner {
            Some((state, Some(paint))) => {
                (linked(paint.address.as_deref(), &html! {
                    path.state.(paint.class) d=(path) {
                        title { (world.states.name_on(state, day)) (paint.says) }
                    }
                }))
            }
            Some((_, None)) => { path.land d=(path) {} }
            None => { path.land.nobody d=(path) { @if let Some(name) = name { title { (name) } } } }
        }
    }
}

/// A shape that leads somewhere. Not in the order of the keyboard: the same links stand in the list beside.
fn linked(address: Option<&str>, shape: &Markup) -> Markup {
    html! {
        @match address {
            Some(address) => { a href=(address) tabindex="-1" { (shape) } }
            None => { (shape) }
        }
    }
}

/// A row as it is written.
#[derive(Deserialize)]
struct Row {
    id: String,
    from: String,
    to: String,
    shapes: String,
    lon: String,
}

impl Row {
    fn read(self) -> Result<Then, String> {
        let day = |text: &str| {
            text.parse::<Day>()
                .map_err(|_| format!("map/vanished.csv: {}: `{text}` is no day", self.id))
        };
        Ok(Then {
            from: day(&self.from)?,
            to: if self.to.is_empty() { None } else { Some(day(&self.to)?) },
            shapes: self.shapes.split_whitespace().map(str::to_owned).collect(),
            at_point: !self.lon.is_empty(),
            id: self.id,
        })
    }
}
