//! A question in words and options, as a person writes it; the question that it means; the command that asks it
//! again; and what is doubtful about its answer.

use super::named;
use super::refusal::{Kind, Refusal, with_text};
use crate::engine::phrase::{self, Parts, Words};
use crate::engine::{Question, Reply};
use crate::model::World;
use crate::model::world::name_diagnostic;
use crate::scenario::lint::idle;
use crate::scenario::settings::{check_claim, check_reading, give};
use crate::syntax::{Code, Diagnostic, Source, Span};
use crate::time::Day;

/// A question with what is taken as known.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Asked {
    /// The question: EVENT on|to TARGET [by ACTOR] [in PLACE] on YYYY-MM-DD, in any order.
    pub words: Vec<String>,
    /// Who does it.
    pub by: Option<String>,
    /// Where.
    pub place: Option<String>,
    /// On which day.
    pub on: Option<String>,
    /// Only what was known by this day.
    pub known: Option<String>,
    /// Through the eyes of this state, which shares some secrets.
    pub known_to: Option<String>,
    /// Take a claim as true.
    pub assuming: Vec<String>,
    /// Take a finding as made.
    pub found: Vec<String>,
    /// Take a finding as denied.
    pub denied: Vec<String>,
    /// Choose a reading, as TREATY/NAME.
    pub reading: Vec<String>,
    /// Opt into a priority: un-charter-103, lex-posterior, lex-specialis.
    pub prefer: Vec<String>,
    /// Perform the duties and ask again, round by round.
    pub follow: bool,
}

/// What is doubtful about an answer, and whether a limit was reached.
pub fn doubtful(reply: &Reply<'_>) -> (Vec<Diagnostic>, bool) {
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

/// The question that words and options ask.
pub fn question(asked: &Asked, world: &World) -> Result<Question, Refusal> {
    let text = asked.words.join(" ");
    let (mut sources, file) = with_text(world, "question", &text);
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
            return Err(Refusal::bare(Kind::Usage, fault.help("give it a value, or leave it out")));
        }
        let file = sources.add(Source::new(name, value.clone()));
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
            return Err(Refusal::new(Kind::Usage, faults, sources));
        }
    };
    taken_as_known(asked, world, &mut question)?;
    Ok(question)
}

/// The options that say what is taken as known.
pub fn taken_as_known(
    asked: &Asked,
    world: &World,
    question: &mut Question,
) -> Result<(), Refusal> {
    if let Some(viewer) = &asked.known_to {
        let found = world.actor(viewer, Some(question.on));
        let found = found.map_err(|problem| {
            Refusal::bare(
                Kind::Usage,
                name_diagnostic(world, &problem, viewer, Some(question.on), None),
            )
        })?;
        question.known_to = Some(found);
    }
    for claim in &asked.assuming {
        check_claim(world, claim).map_err(|help| {
            let fault = Diagnostic::bare(Code::SV0502, format!("no claim has the id `{claim}`"));
            Refusal::bare(Kind::Missing, fault.help(help))
        })?;
        question.assuming.push(claim.clone());
    }
    for reading in &asked.reading {
        check_reading(world, reading).map_err(|help| {
            let message = format!("no treaty has the reading `{reading}`");
            Refusal::bare(Kind::Missing, Diagnostic::bare(Code::SV0411, message).help(help))
        })?;
        question.readings.push(reading.clone());
    }
    question.prefer.extend(named::preferences(&asked.prefer)?);
    let found = asked.found.iter().map(|name| (name, true));
    for (name, answer) in found.chain(asked.denied.iter().map(|name| (name, false))) {
        give(question, world, name, answer).map_err(|fault| Refusal::bare(Kind::Usage, *fault))?;
    }
    if question.known_to.is_some() && question.known.is_none() {
        let fault = Diagnostic::bare(Code::SV0605, "`--known-to` needs `--known`");
        let help =
            "secrets are hidden only when what is known is cut off by a day: add `--known DATE`";
        return Err(Refusal::bare(Kind::Usage, fault.help(help)));
    }
    question.follow |= asked.follow;
    Ok(())
}

/// The shell command that asks the question again. `texts` are the options that say which treaties were read, such
/// as `--add FILE`, with their values.
pub fn repeat(question: &Question, asked: &Asked, texts: &[(&str, String)]) -> String {
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
    for (name, value) in texts {
        option(name, value);
    }
    if question.follow {
        words.push("--follow".to_owned());
    }
    words.join(" ")
}

/// A word as the shell takes it.
pub fn shell(text: &str) -> String {
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
