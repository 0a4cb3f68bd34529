//! `servanda ask` and `servanda why`.

use crate::args::{Ask, Asked, Format, Global, Why};
use crate::fault::{Failure, LIMIT, MISSING, USAGE};
use crate::{batch, fault, load, named, output};
use servanda::answer::form::{notes, outside};
use servanda::answer::graph::Graph;
use servanda::answer::{Answer, csv, graph_svg, markdown, matrix, table, why as proofs};
use servanda::corpus;
use servanda::engine::phrase::{self, Parts, Words};
use servanda::engine::{Engine, Question, Reply};
use servanda::model::World;
use servanda::model::world::name_diagnostic;
use servanda::scenario::lint::idle;
use servanda::scenario::settings::{check_claim, check_reading, give};
use servanda::syntax::{Code, Diagnostic, Span};
use servanda::time::Day;

pub(crate) fn run(ask: &Ask, global: &Global) -> Result<u8, Failure> {
    if let Some(path) = &ask.batch {
        return batch::run(path, &ask.asked, global);
    }
    // Not given back, as in `load`: the process ends with the answer.
    let world = std::mem::ManuallyDrop::new(load::world(global)?);
    let question = question(&ask.asked, &world)?;
    let engine = Engine::new(&world);
    let reply = engine.ask(&question);
    let format = output::format(global, Format::Table)?;
    let status = doubts(&reply, global);
    // What people read needs no fingerprint of the corpus, which takes longer than the answer.
    let read = match format {
        Format::Plain => Some(matrix::render(&reply, |_| true)),
        Format::Table => Some(table::render(
            &reply,
            output::layout(global),
            outside(&reply).as_deref(),
            &repeat(&question, &ask.asked, global),
        )),
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
        Format::Md => markdown::render(&answer, &repeat(&question, &ask.asked, global)),
        Format::Dot => Graph::of(&answer, name).dot(),
        Format::Graphml => Graph::of(&answer, name).graphml(),
        Format::Svg => graph_svg::render(&answer, name),
        other => {
            return Err(output::no_form(
                other,
                "table, plain, json, ndjson, csv, md, dot, graphml and svg",
            ));
        }
    };
    output::write(global, &text)?;
    Ok(status)
}

/// Says on standard error what is doubtful about an answer, and gives the exit status.
fn doubts(reply: &Reply<'_>, global: &Global) -> u8 {
    let (said, limited) = doubtful(reply);
    if !said.is_empty() {
        fault::show(&said, &reply.case.world.sources, global);
    }
    if limited { LIMIT } else { 0 }
}

/// What is doubtful about an answer, and whether a limit was reached.
pub(crate) fn doubtful(reply: &Reply<'_>) -> (Vec<Diagnostic>, bool) {
    let assumed = &reply.case.question.assuming;
    let mut said: Vec<Diagnostic> = assumed.iter().filter_map(|id| idle(reply, id, None)).collect();
    for (name, _) in &reply.case.question.given {
        if !reply.case.used.contains(&name.to_lowercase()) && name != "provoked" {
            let message =
                format!("nothing here asks for a finding `{name}`, so it changes no answer");
            said.push(Diagnostic::bare(Code::SV0507, message));
        }
    }
    let limits = reply.limits();
    let limited = !limits.is_empty();
    said.extend(limits);
    (said, limited)
}

pub(crate) fn why(why: &Why, global: &Global) -> Result<u8, Failure> {
    let world = load::world(global)?;
    let question = question(&why.asked, &world)?;
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

/// The question that words and options ask.
pub(crate) fn question(asked: &Asked, world: &World) -> Result<Question, Failure> {
    let text = asked.words.join(" ");
    let (mut sources, file) = load::with_text(world, "question", &text);
    let mut faults = Vec::new();
    let mut parts = Parts::read(&text, file);
    let options = [
        ("--by", &asked.by, &mut parts.actor),
        ("--place", &asked.place, &mut parts.place),
        ("--on", &asked.on, &mut parts.on),
        ("--known", &asked.known, &mut parts.known),
    ];
    for (name, option, slot) in options {
        let Some(value) = option else { continue };
        if value.trim().is_empty() {
            let fault = Diagnostic::bare(Code::SV0605, format!("`{name}` says nothing"));
            return Err(Failure::bare(USAGE, fault.help("give it a value, or leave it out")));
        }
        let file = sources.add(servanda::syntax::Source::new(name, value.clone()));
        let at = Span { file, start: 0, end: value.len() as u32 };
        if let Some(said) = slot {
            faults.push(
                Diagnostic::at(
                    Code::SV0607,
                    at,
                    format!("the question and `{name}` say the same thing"),
                )
                .against(said.at, "said here")
                .help("keep one of them"),
            );
        }
        *slot = Some(Words { text: value.clone(), at });
    }
    let whole = Span { file, start: 0, end: text.len() as u32 };
    let resolved = phrase::resolve(&parts, world, whole);
    let mut question = match (resolved, faults.is_empty()) {
        (Ok(question), true) => question,
        (resolved, _) => {
            faults.extend(resolved.err().unwrap_or_default());
            return Err(Failure::new(USAGE, faults, sources));
        }
    };
    taken_as_known(asked, world, &mut question)?;
    Ok(question)
}

/// The options that say what is taken as known.
pub(crate) fn taken_as_known(
    asked: &Asked,
    world: &World,
    question: &mut Question,
) -> Result<(), Failure> {
    if let Some(viewer) = &asked.known_to {
        let found = world.actor(viewer, Some(question.on));
        let found = found.map_err(|problem| {
            Failure::bare(USAGE, name_diagnostic(world, &problem, viewer, Some(question.on), None))
        })?;
        question.known_to = Some(found);
    }
    for claim in &asked.assuming {
        check_claim(world, claim).map_err(|help| {
            let fault = Diagnostic::bare(Code::SV0502, format!("no claim has the id `{claim}`"));
            Failure::bare(MISSING, fault.help(help))
        })?;
        question.assuming.push(claim.clone());
    }
    for reading in &asked.reading {
        check_reading(world, reading).map_err(|help| {
            let message = format!("no treaty has the reading `{reading}`");
            Failure::bare(MISSING, Diagnostic::bare(Code::SV0411, message).help(help))
        })?;
        question.readings.push(reading.clone());
    }
    question.prefer.extend(named::preferences(&asked.prefer)?);
    let found = asked.found.iter().map(|name| (name, true));
    for (name, answer) in found.chain(asked.denied.iter().map(|name| (name, false))) {
        give(question, world, name, answer).map_err(|fault| Failure::bare(USAGE, *fault))?;
    }
    if question.known_to.is_some() && question.known.is_none() {
        let fault = Diagnostic::bare(Code::SV0605, "`--known-to` needs `--known`");
        let help =
            "secrets are hidden only when what is known is cut off by a day: add `--known DATE`";
        return Err(Failure::bare(USAGE, fault.help(help)));
    }
    question.follow |= asked.follow;
    Ok(())
}

/// The shell command that asks the question again.
pub(crate) fn repeat(question: &Question, asked: &Asked, global: &Global) -> String {
    let mut words = vec!["servanda ask".to_owned(), shell(&question.text)];
    let mut option = |name: &str, value: &str| words.push(format!("{name} {}", shell(value)));
    if let Some(known) = question.known {
        option("--known", &Day::to_string(&known));
    }
    if let Some(viewer) = &asked.known_to {
        option("--known-to", viewer);
    }
    for claim in &asked.assuming {
        option("--assuming", claim);
    }
    for (name, found) in &question.given {
        option(if *found { "--found" } else { "--denied" }, name);
    }
    for reading in &asked.reading {
        option("--reading", reading);
    }
    for word in &asked.prefer {
        option("--prefer", word);
    }
    if let Some(path) = &global.corpus {
        option("--corpus", &path.to_string_lossy());
    }
    for path in &global.add {
        option("--add", &path.to_string_lossy());
    }
    if question.follow {
        words.push("--follow".to_owned());
    }
    words.join(" ")
}

/// A word as the shell takes it.
fn shell(text: &str) -> String {
    let plain =
        text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/' | '.' | ':'));
    if plain && !text.is_empty() {
        return text.to_owned();
    }
    if text.contains(['"', '$', '`', '\\', '!']) {
        return format!("'{}'", text.replace('\'', "'\\''"));
    }
    format!("\"{text}\"")
}
