//! The world on a day, as a picture: which shapes, markers and points stand for which states, and how each is painted.
//! The shapes are present-day and say so; `map/README.md` has the rules by which a day is painted.

use maud::{Markup, html};
use serde::Deserialize;
use servanda::model::{StateId, World};
use servanda::time::Day;
use std::collections::{BTreeMap, BTreeSet};

/// The style of pictures: part of the style sheet, and within pictures that stand alone.
pub const STYLE: &str = include_str!("../assets/map.css");

/// The colors of a picture that stands alone: those of a page on light ground.
const COLORS: &str = "svg{background:#fff;font-family:system-ui,sans-serif;--ground:#fff;--ink:#1b1b1a;--soft:#55534d;\
--line:#d5d2c8;--link:#0b5394;--must:#a61b1b;--may:#1f6b35;--must-not:#7a2a86;--depends:#7a5200;--none:#3a4d8f;\
--sea:#eef3f6;--land:#dcd9cf;--border:#fff}svg text{fill:var(--ink)}";

/// Hatches, so that no class is told by its color alone: class, what lies over its color, how wide.
const HATCHES: &[(&str, &str, u8)] = &[
    ("must", "", 0),
    ("may", "M-15 15L15-15M0 60L60 0M45 75L75 45", 14),
    ("must-not", "M0 30H60M30 0V60", 14),
    ("depends", "M15 15h.1M45 45h.1", 20),
    ("none", "M0 15H60M0 45H60", 16),
    ("target", "", 0),
    ("actor", "M15 0V60M45 0V60", 12),
    ("few", "M0 30H60", 44),
    ("some", "M0 30H60", 28),
    ("more", "M15 15h.1M45 45h.1", 16),
    ("many", "", 0),
    ("focus", "", 0),
    ("owes", "M-15 15L15-15M0 60L60 0M45 75L75 45", 14),
    ("owed", "M0 15H60M0 45H60", 16),
    ("both", "M0 30H60M30 0V60", 10),
];

/// The hatches as patterns, by `hatch-CLASS`. A page has them once.
pub fn hatches() -> Markup {
    html! {
        defs {
            @for (class, over, width) in HATCHES {
                pattern id={ "hatch-" (class) } width="60" height="60" patternUnits="userSpaceOnUse" {
                    rect.tone.(*class) width="60" height="60" {}
                    @if !over.is_empty() { path.over d=(over) stroke-width=(width) stroke-linecap="round" {} }
                }
            }
        }
    }
}

/// What the classes of a picture mean: class and words, each with a piece of its look. The patterns are those of the
/// picture beside it.
pub fn legend(entries: &[(&str, String)]) -> Markup {
    html! {
        ul.legend {
            @for (class, words) in entries {
                li {
                    svg.swatch viewBox="0 0 240 160" width="24" height="16" aria-hidden="true" focusable="false" {
                        rect width="240" height="160" fill={ "url(#hatch-" (class) ")" } {}
                    }
                    " " (words)
                }
            }
        }
    }
}

/// A picture as a file of its own, with its style in it.
pub fn alone(picture: &Markup) -> String {
    let (start, rest) = picture.0.split_once('>').unwrap_or((&picture.0, ""));
    format!("{start}><style>{COLORS}\n{STYLE}</style>{rest}\n")
}

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

    /// What stands for each state of a day: keys of shapes and parts, and whether it has a marker or point.
    pub(crate) fn places<'m>(
        &'m self,
        world: &'m World,
        day: Day,
    ) -> BTreeMap<&'m str, (Vec<&'m str>, bool)> {
        let owners = self.owners(world, day);
        let mut places: BTreeMap<&str, (Vec<&str>, bool)> = BTreeMap::new();
        let shapes = self.asset.shapes.iter();
        let shapes = shapes.filter_map(|shape| shape.id.as_deref().or(shape.place.as_deref()));
        let parts = self.asset.parts.iter().map(|part| part.id.as_str());
        for key in shapes.chain(parts) {
            if let Some(owner) = owners.shapes.get(key) {
                places.entry(owner).or_default().0.push(key);
            }
        }
        for (id, ..) in owners.spots {
            places.entry(id).or_default().1 = true;
        }
        places
    }

    /// How the borders are to be understood.
    pub fn borders(&self) -> &str {
        &self.asset.borders
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
                (hatches())
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
                    @for (id, x, y) in spots {
                        @match look(id) {
                            Some((state, Some(paint))) => {
                                (linked(paint.address.as_deref(), &html! {
                                    circle.state fill={ "url(#hatch-" (paint.class) ")" } cx=(tenths(*x)) cy=(tenths(*y)) r="30" {
                                        title { (world.states.name_on(state, day)) (paint.says) }
                                    }
                                }))
                            }
                            _ => { circle.land cx=(tenths(*x)) cy=(tenths(*y)) r="15" {} }
                        }
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
                    path.state fill={ "url(#hatch-" (paint.class) ")" } d=(path) {
                        title { (world.states.name_on(state, day)) (paint.says) }
                    }
                }))
            }
            Some((_, None)) => { path.land d=(path) {} }
            None => { path.land.nobody d=(path) { @if let Some(name) = name { title { (name) } } } }
        }
    }
}

/// A place in the unit of the shapes.
fn tenths(place: f64) -> f64 {
    (place * 10.0).round()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_a_place_on_the_map_on_every_day() -> Result<(), String> {
        let (map, world) = (Map::embedded()?, servanda::corpus::empty_world()?);
        let spells = world.states.iter().flat_map(|(_, state)| &state.spells);
        let rows = map.then.iter().flat_map(|row| [Some(row.from), row.to.map(Day::next)]);
        let days =
            spells.flat_map(|spell| [spell.days.from, spell.days.end.previous(), spell.days.end]);
        let days: BTreeSet<Day> = days.chain(rows.flatten()).filter(|day| day.is_known()).collect();
        assert!(days.len() > 400, "{}", days.len());
        for day in days {
            let places = map.places(&world, day);
            for (id, state) in world.states.iter() {
                let there = world.states.exists_on(id, day);
                let placed = places.get(state.id.as_str());
                assert_eq!(there, placed.is_some(), "{} on {day}", state.id);
            }
            let mut keys: Vec<&str> =
                places.values().flat_map(|(keys, _)| keys.iter().copied()).collect();
            let count = keys.len();
            keys.sort_unstable();
            keys.dedup();
            assert_eq!(keys.len(), count, "a shape is owned twice on {day}");
        }
        Ok(())
    }

    #[test]
    fn every_class_of_a_verdict_has_a_hatch_of_its_own() {
        let classes = crate::answer::SECTIONS.iter().map(|(_, _, class)| *class);
        for class in classes.chain(["target", "actor"]) {
            assert!(HATCHES.iter().any(|(known, ..)| *known == class), "{class}");
        }
        let verdicts: BTreeSet<_> = HATCHES.iter().take(5).map(|(_, over, _)| over).collect();
        assert_eq!(verdicts.len(), 5, "two verdicts look alike without color");
    }

    #[test]
    fn a_picture_that_stands_alone_has_its_style_and_a_small_state_its_marker() -> Result<(), String>
    {
        let (map, world) = (Map::embedded()?, servanda::corpus::empty_world()?);
        let day = Day::of(2002, 5, 14).ok_or("a day")?;
        let paint = |_| Some(Paint { class: "may", says: String::new(), address: None });
        let picture = map.picture(&world, day, "A test", &paint);
        assert!(picture.0.contains("<title>Luxembourg</title>") && picture.0.contains("<circle"));
        assert!(
            alone(&picture).starts_with("<svg class=\"map\" xmlns=\"http://www.w3.org/2000/svg\"")
        );
        assert_eq!(alone(&picture).matches("<style>").count(), 1);
        Ok(())
    }
}
