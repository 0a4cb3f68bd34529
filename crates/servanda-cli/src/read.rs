//! `servanda read`: a news article to proposed facts, and their review.

#[cfg(feature = "full")]
mod model;
mod review;

use crate::args::{Format, Global, Read};
use crate::fault::{Failure, LIMIT, USAGE};
use crate::{ask, load, output};
use servanda::syntax::{Code, Diagnostic};
use servanda::time::Day;
use servanda_read::{Article, Lexicon, Options, Reading, ReadingForm, Refused};
use std::path::Path;

pub(crate) fn run(asked: &Read, global: &Global) -> Result<u8, Failure> {
    if asked.review {
        return review::run(&asked.file, global);
    }
    let published = asked.published.as_deref().map(day).transpose()?;
    let article = opened(&asked.file)?;
    let lexicon = Lexicon::of(&load::world(global)?).map_err(|error| Failure::internal(&error))?;
    let mut reading = servanda_read::read(&article, &lexicon, Options { published });
    if let Some(url) = &asked.endpoint {
        ask_model(url, asked, &article, &lexicon, &mut reading)?;
    }
    let text = shown(&reading, asked, global)?;
    output::write(global, &text)?;
    Ok(0)
}

fn day(words: &str) -> Result<Day, Failure> {
    words.parse().map_err(|_| {
        let fault = Diagnostic::bare(Code::SV0606, format!("`{words}` is no day"));
        Failure::bare(USAGE, fault.help("write it as 2002-05-15"))
    })
}

/// The article of a file: at most as many bytes of it as are read, from whatever it is.
pub(crate) fn opened(path: &Path) -> Result<Article, Failure> {
    let name =
        path.file_name().map_or_else(|| path.to_string_lossy(), |name| name.to_string_lossy());
    let bytes = load::within(
        path,
        servanda_read::MOST_BYTES as u64,
        "cut the article out of it; one article is read at a time",
    )?;
    servanda_read::open(&name, &bytes).map_err(refused)
}

fn refused(refused: Refused) -> Failure {
    let long = refused.message.contains("longer than");
    let (status, code) = if long { (LIMIT, Code::SV0702) } else { (USAGE, Code::SV0701) };
    Failure::bare(status, Diagnostic::bare(code, refused.message).help(refused.help))
}

fn shown(reading: &Reading, asked: &Read, global: &Global) -> Result<String, Failure> {
    let named = global.output.as_ref().map(|path| path.to_string_lossy().to_ascii_lowercase());
    let treaty = named.is_some_and(|name| name.ends_with(".treaty.md"));
    if asked.proposals || (treaty && global.format.is_none() && !asked.annotations) {
        return Ok(servanda_read::proposals(reading));
    }
    if asked.annotations {
        return ask::pretty(&servanda_read::annotations(reading));
    }
    match output::format(global, Format::Table)? {
        Format::Table | Format::Plain => Ok(servanda_read::table(reading)),
        Format::Json => ask::pretty(&ReadingForm::of(reading)),
        Format::Md => Ok(servanda_read::markdown(reading)),
        other => Err(output::no_form(other, "table, json and md; --annotations and --proposals")),
    }
}

#[cfg(feature = "full")]
fn ask_model(
    url: &str,
    asked: &Read,
    article: &Article,
    lexicon: &Lexicon,
    reading: &mut Reading,
) -> Result<(), Failure> {
    let name = asked.model.as_deref().unwrap_or_default();
    let answer = model::answer(url, name, asked.key_from.as_deref(), article)?;
    let answered = servanda_read::accept_model(&answer, article, lexicon);
    servanda_read::add_model(reading, answered);
    Ok(())
}

#[cfg(not(feature = "full"))]
fn ask_model(
    _url: &str,
    _asked: &Read,
    _article: &Article,
    _lexicon: &Lexicon,
    _reading: &mut Reading,
) -> Result<(), Failure> {
    let fault = Diagnostic::bare(Code::SV0706, "this build asks no language model");
    Err(Failure::bare(
        USAGE,
        fault.help("build it with `--features full`, or leave out --endpoint"),
    ))
}
