//! `servanda ask` and `servanda why`.

use crate::args::{Ask, Format, Global, Why};
use crate::fault::{Failure, LIMIT, USAGE};
use crate::{batch, fault, load, output};
use servanda::answer::form::{notes, outside};
use servanda::answer::graph::Graph;
use servanda::answer::{Answer, csv, graph_svg, markdown, matrix, table, why as proofs};
use servanda::corpus;
use servanda::engine::{Engine, Reply};
use servanda::model::world::name_diagnostic;
use servanda::request::asked::{self, Asked};
use servanda_pages::geojson;
use servanda_pages::map::Map;

pub(crate) fn run(ask: &Ask, global: &Global) -> Result<u8, Failure> {
    if let Some(path) = &ask.batch {
        return batch::run(path, &Asked::from(&ask.asked), global);
    }
    // Not given back, as in `load`: the process ends with the answer.
    let world = std::mem::ManuallyDrop::new(load::world(global)?);
    let asked = Asked::from(&ask.asked);
    let question = asked::question(&asked, &world)?;
    let engine = Engine::new(&world);
    let reply = engine.ask(&question);
    let repeat = asked::repeat(&question, &asked, &global.texts());
    let format = output::format(global, Format::Table)?;
    let status = doubts(&reply, global);
    // What people read needs no fingerprint of the corpus, which takes longer than the answer.
    let read = match format {
        Format::Plain => Some(matrix::render(&reply, |_| true)),
        Format::Table => {
            Some(table::render(&reply, output::layout(global), outside(&reply).as_deref(), &repeat))
        }
        _ => None,
    };
    if let Some(text) = read {
        // Plain is compared line by line, so what was assumed stands beside it.
        for note in notes(&reply).iter().filter(|_| format == Format::Plain) {
            output::to_stderr(&format!("note: {note}\n"));
        }
        output::write(global, &text)?;
        return Ok(status);
    }
    let answer = Answer::of(&reply, &corpus::fingerprint(&world));
    let name = |id: &str| match world.actor(id, Some(question.on)) {
        Ok(actor) => world.name(actor, question.on).to_owned(),
        Err(_) => id.to_owned(),
    };
    let text = match format {
        Format::Json => pretty(&answer)?,
        Format::Ndjson => {
            let mut out = String::new();
            for row in &answer.answers {
                out.push_str(
                    &serde_json::to_string(row)
                        .map_err(|error| Failure::internal(&error.to_string()))?,
                );
                out.push('\n');
            }
            out
        }
        Format::Csv => csv::render(&reply),
        Format::Md => markdown::render(&answer, &repeat),
        Format::Html => servanda_pages::alone::answer(&reply, &repeat),
        Format::Dot => Graph::of(&answer, name).dot(),
        Format::Graphml => Graph::of(&answer, name).graphml(),
        Format::Svg => graph_svg::render(&answer, name),
        Format::Geojson => {
            let made =
                Map::embedded().and_then(|map| geojson::answer(&map, &world, question.on, &answer));
            made.map_err(|error| Failure::internal(&error))?
        }
        other => {
            return Err(output::no_form(
                other,
                "table, plain, json, ndjson, csv, md, html, dot, graphml, svg and geojson",
            ));
        }
    };
    output::write(global, &text)?;
    Ok(status)
}

/// Says on standard error what is doubtful about an answer, and gives the exit status.
fn doubts(reply: &Reply<'_>, global: &Global) -> u8 {
    let (said, limited) = asked::doubtful(reply);
    if !said.is_empty() {
        fault::show(&said, &reply.case.world.sources, global);
    }
    if limited { LIMIT } else { 0 }
}

pub(crate) fn why(why: &Why, global: &Global) -> Result<u8, Failure> {
    let world = load::world(global)?;
    let question = asked::question(&Asked::from(&why.asked), &world)?;
    let party = world.actor(&why.party, Some(question.on)).map_err(|problem| {
        Failure::bare(USAGE, name_diagnostic(&world, &problem, &why.party, Some(question.on), None))
    })?;
    let engine = Engine::new(&world);
    let reply = engine.ask(&question);
    let text = match output::format(global, Format::Table)? {
        Format::Json => {
            let answer = Answer::of(&reply, &corpus::fingerprint(&world));
            let id = world.id(party);
            // The whole answer's form, cut down to one party, so that one schema fits both.
            let mut answer = answer;
            answer.answers.retain(|row| row.party == id);
            pretty(&answer)?
        }
        Format::Table | Format::Plain => proofs::render(&reply, party, output::told_width(global))
            .unwrap_or_else(|| {
                format!(
                    "{} has no row: no treaty of the corpus binds it to {} here, nor nearly.\n",
                    world.name(party, question.on),
                    question.target.map_or("anybody", |target| world.name(target, question.on))
                )
            }),
        other => return Err(output::no_form(other, "table and json")),
    };
    output::write(global, &text)?;
    Ok(0)
}

pub(crate) fn pretty(value: &impl serde::Serialize) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(value)
        .map_err(|error| Failure::internal(&error.to_string()))?;
    Ok(text + "\n")
}
