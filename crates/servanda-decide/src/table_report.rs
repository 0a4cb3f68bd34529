//! Others' tables of actors: one model, its positions turn by turn, as heads and rows, a page and JSON.

use crate::Case;
use crate::asked::{Asked, TableModel};
use crate::draws::{self, Drawing, Model, QUANTILES, Spread};
use crate::expected_utility::{self, Ended};
use crate::fault::Fault;
use crate::number::{counted, short, tidy};
use crate::spatial;
use crate::tables::{self, Table};
use servanda::answer::sheet::Sheet;

/// Heads and rows of positions, a title, and how it ended.
#[derive(Clone, Debug)]
pub struct TableReport {
    /// What it shows.
    pub title: String,
    /// How it ended.
    pub ended: String,
    /// The columns.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
    /// The same as data.
    pub json: serde_json::Value,
}

impl TableReport {
    /// The columns as the page lays them out.
    pub fn heads(&self) -> Vec<&str> {
        self.columns.iter().map(String::as_str).collect()
    }

    /// The page.
    pub fn sheet(&self) -> Sheet {
        let mut sheet = Sheet::new(self.title.clone());
        sheet.text(self.ended.clone());
        sheet.grid(&self.heads(), self.rows.clone());
        sheet
    }
}

/// What the model makes of a table, and whether its draws were stopped. `draw` makes the draws.
pub fn report<E: From<Fault>>(
    asked: &Asked,
    table: &[u8],
    draw: impl FnOnce(&Drawing<'_>) -> Result<draws::Done, E>,
) -> Result<(TableReport, bool), E> {
    let table = tables::read(table)?;
    let (case, made_for) = match table {
        Table::Ktab(case) => (case, TableModel::Spatial),
        Table::Columns(case) => (case, TableModel::ExpectedUtility),
    };
    case.disputed()?;
    let model = asked.model.unwrap_or(made_for);
    Ok(match (asked.draws, model) {
        (Some(count), _) => drawn(asked, &case, (model, count), draw)?,
        (None, TableModel::Spatial) => (bargaining(asked, &case)?, false),
        (None, TableModel::ExpectedUtility) => (challenges(asked, &case)?, false),
    })
}

fn names(case: &Case) -> Vec<&str> {
    case.actors().iter().map(|actor| actor.name.as_str()).collect()
}

/// The spatial model.
fn bargaining(asked: &Asked, case: &Case) -> Result<TableReport, Fault> {
    let options = asked.settings(TableModel::Spatial)?.options;
    let course = spatial::run(case, &options)?;
    let issues: Vec<&str> = case.issues().iter().map(|issue| issue.name.as_str()).collect();
    let ended = match course.ended {
        spatial::Ended::AtRest(turns) => format!("At rest after {}", counted(turns, "turn")),
        spatial::Ended::StillMoving(turns) => {
            format!("Not settled: still moving after {}", counted(turns, "turn"))
        }
    };
    let each = || names(case).into_iter().enumerate();
    let columns = std::iter::once("turn".to_owned()).chain(
        each().flat_map(|(_, name)| issues.iter().map(move |issue| format!("{name} {issue}"))),
    );
    let row = |(turn, places): (usize, &Vec<Vec<f64>>)| {
        let numbers = places.iter().flatten().map(|place| short(*place, 2));
        std::iter::once(turn.to_string()).chain(numbers).collect()
    };
    let long = issues.len() * case.actors().len() > 8;
    let (columns, rows) = match long {
        true => tall(case, &course.positions),
        false => (columns.collect(), course.positions.iter().enumerate().map(row).collect()),
    };
    let chosen: serde_json::Map<String, serde_json::Value> = options
        .named()
        .iter()
        .map(|(name, choice)| ((*name).to_owned(), (*choice).into()))
        .collect();
    let json = serde_json::json!({
        "actors": names(case),
        "dimensions": issues,
        "positions": course.positions,
        "ended": ended,
        "options": chosen,
    });
    Ok(TableReport { title: "The spatial model of politics".into(), ended, columns, rows, json })
}

/// Many actors: a row for each actor and issue, first and last position only.
fn tall(case: &Case, positions: &[Vec<Vec<f64>>]) -> (Vec<String>, Vec<Vec<String>>) {
    let columns = ["actor", "issue", "first", "last"].map(str::to_owned).to_vec();
    let mut rows = Vec::new();
    for (at, actor) in case.actors().iter().enumerate() {
        for (issue, question) in case.issues().iter().enumerate() {
            let place = |turn: Option<&Vec<Vec<f64>>>| {
                let place = turn.and_then(|turn| turn.get(at)?.get(issue));
                place.map(|place| short(*place, 2)).unwrap_or_default()
            };
            rows.push(vec![
                actor.name.clone(),
                question.name.clone(),
                place(positions.first()),
                place(positions.last()),
            ]);
        }
    }
    (columns, rows)
}

/// The expected-utility model.
fn challenges(asked: &Asked, case: &Case) -> Result<TableReport, Fault> {
    let preset = asked.preset;
    let switches = asked.settings(TableModel::ExpectedUtility)?.switches(preset);
    let course = expected_utility::run(case, &switches, asked.rounds)?;
    let ended = match course.ended {
        Ended::AtRest(round) => format!("At rest from round {round} on"),
        Ended::Circle(from, length) => {
            format!("Not settled: from round {from} it goes in a circle of {length}")
        }
        Ended::StillMoving(rounds) => {
            format!("Not settled: still moving after {}", counted(rounds, "round"))
        }
    };
    let heads = ["round", "mean", "median"].map(str::to_owned).into_iter();
    let columns = heads.chain(names(case).into_iter().map(str::to_owned)).collect();
    let rows = course.rounds.iter().enumerate().map(|(number, round)| {
        let numbers = [round.mean, round.median];
        let numbers = numbers.iter().chain(&round.positions).map(|number| short(*number, 3));
        std::iter::once(number.to_string()).chain(numbers).collect()
    });
    let rounds: Vec<serde_json::Value> = course
        .rounds
        .iter()
        .map(|round| {
            serde_json::json!({
                "positions": round.positions,
                "mean": round.mean,
                "median": round.median,
            })
        })
        .collect();
    let moves: Vec<serde_json::Value> = course
        .moves
        .iter()
        .map(|step| {
            let name = |actor: usize| case.actors().get(actor).map(|actor| actor.name.as_str());
            serde_json::json!({
                "round": step.round,
                "actor": name(step.actor),
                "other": name(step.other),
                "offer": step.offer.word(),
                "from": step.from,
                "to": step.to,
            })
        })
        .collect();
    let json = serde_json::json!({
        "actors": names(case),
        "rounds": rounds,
        "moves": moves,
        "ended": ended,
        "preset": preset.name(),
    });
    let title = format!("The expected-utility model, {}", preset.name());
    Ok(TableReport { title, ended, columns, rows: rows.collect(), json })
}

/// Quantiles of the outcomes when every input is blurred.
fn drawn<E: From<Fault>>(
    asked: &Asked,
    case: &Case,
    (model, count): (TableModel, usize),
    draw: impl FnOnce(&Drawing<'_>) -> Result<draws::Done, E>,
) -> Result<(TableReport, bool), E> {
    let percent = asked.spread.unwrap_or(10.0);
    let spread = Spread::blurred(case.clone(), percent / 100.0)?;
    let settings = asked.settings(model)?;
    let own = match model {
        TableModel::Spatial => Model::Spatial,
        TableModel::ExpectedUtility => Model::ExpectedUtility(asked.preset),
    };
    let models = [Model::Mean, Model::Median, own];
    let measure = |case: &Case| draws::outcomes(case, &models, &settings);
    let seed = asked.seed;
    let drawing = Drawing { spread: &spread, measure: &measure, asked: count, seed };
    let draws::Done { draws: numbers, walks, stopped } = draw(&drawing)?;
    let mut rows = Vec::new();
    let mut outcomes = Vec::new();
    for (issue, question) in case.issues().iter().enumerate() {
        for (at, model) in models.iter().enumerate() {
            let place = issue * models.len() + at;
            let column: Vec<f64> =
                numbers.iter().filter_map(|draw| draw.get(place).copied()).collect();
            let quantiles = draws::quantiles(&column).map(tidy);
            let effects = strongest(case, &spread, &walks, place);
            let mut row = vec![question.name.clone(), model.name().to_owned()];
            row.extend(quantiles.iter().map(|quantile| short(*quantile, 2)));
            row.push(effects.first().map(|(input, _)| input.clone()).unwrap_or_default());
            rows.push(row);
            outcomes.push(serde_json::json!({
                "issue": question.name,
                "model": model.name(),
                "shares": QUANTILES,
                "quantiles": quantiles,
                "effects": effects
                    .iter()
                    .map(|(input, size)| serde_json::json!({"input": input, "size": size}))
                    .collect::<Vec<_>>(),
            }));
        }
    }
    let heads = ["issue", "model", "least", "5 %", "25 %", "50 %", "75 %", "95 %", "most"];
    let heads = heads.iter().map(|head| (*head).to_owned());
    let columns = heads.chain(std::iter::once("moved most by".to_owned())).collect();
    let done = numbers.len();
    let ended = format!("{done} of {count} draws, every input blurred by {percent} %, seed {seed}");
    let json = serde_json::json!({
        "asked": count,
        "done": done,
        "seed": seed,
        "spread_percent": percent,
        "walks": walks.len(),
        "outcomes": outcomes,
    });
    let title = "Outcomes by draws, each the mean by weight of where it ends".to_owned();
    Ok((TableReport { title, ended, columns, rows, json }, stopped))
}

/// The inputs that move an outcome most, with how far.
fn strongest(
    case: &Case,
    spread: &Spread,
    walks: &[Vec<Vec<f64>>],
    place: usize,
) -> Vec<(String, f64)> {
    let each = spread.inputs.iter().enumerate().map(|(input, ranged)| {
        let size = draws::effect(walks, input, place).size;
        (input_words(case, ranged), tidy(size))
    });
    let mut effects: Vec<(String, f64)> = each.collect();
    effects.sort_by(|a, b| b.1.total_cmp(&a.1));
    effects.truncate(8);
    effects
}

fn input_words(case: &Case, input: &draws::Ranged) -> String {
    let actor = case.actors().get(input.actor).map_or("", |actor| actor.name.as_str());
    let issue = |at: usize| case.issues().get(at).map_or("", |issue| issue.name.as_str());
    match input.what {
        draws::What::Capability => format!("capability of {actor}"),
        draws::What::Position(at) => format!("position of {actor} on {}", issue(at)),
        draws::What::Salience(at) => format!("salience of {} for {actor}", issue(at)),
    }
}
