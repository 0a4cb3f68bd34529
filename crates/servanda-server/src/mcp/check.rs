//! Checking a treaty text that somebody gives: the corpus is read again with it, as `servanda check FILE` reads it.

use super::Shared;
use super::told::{Answered, Rests};
use crate::beside::{self, Joined};
use crate::problem::Problem;
use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use servanda::answer::form::Truncated;
use servanda::syntax::host::Host;
use servanda::syntax::{Source, diagnostic};

/// A text to check.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "A treaty text to check")]
pub(crate) struct Check {
    /// The text in the treaty language: Markdown with fences marked `treaty`, or the code alone. At most 1 MiB.
    #[schemars(length(max = 1_048_576))]
    pub(crate) text: String,
    /// The name of its file, such as `cst.treaty.md`; a text of the corpus with the same name gives way to it. Without
    /// it, a new text.
    #[serde(default)]
    #[schemars(length(max = 200))]
    pub(crate) file: Option<String>,
}

/// What was found.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "What a check found")]
pub(crate) struct Checked {
    /// `servanda/diagnostics/1`.
    schema: String,
    /// Whether nothing is wrong.
    fine: bool,
    /// Every fault: code, severity, message, place, help.
    diagnostics: Vec<Value>,
    /// Ids of the treaties that were read.
    treaties: Vec<String>,
    /// How many articles they have.
    articles: usize,
    /// How many norms.
    norms: usize,
}

/// How wide faults are laid out.
const WIDTH: usize = 100;

pub(crate) fn check(shared: &Shared, check: &Check) -> Result<Answered<Checked>, Problem> {
    let fenced = check.text.lines().any(|line| line.trim_start().starts_with("```treaty"));
    let name = match &check.file {
        Some(name) if Host::of_name(name).is_some() => name.clone(),
        Some(name) => {
            let words = format!(
                "`file` is `{}`; the names of treaty files end in `.treaty.md` or `.treaty`",
                name.escape_debug()
            );
            return Err(Problem::new(StatusCode::BAD_REQUEST, words));
        }
        None if fenced => "text.treaty.md".to_owned(),
        None => "text.treaty".to_owned(),
    };
    // A text of the corpus in a file of the same name gives way.
    let stays = |_, source: &Source| file(&source.name) != file(&name);
    let text = Source::new(name.clone(), check.text.clone());
    let Joined { world, mut faults, own } = beside::read(shared.desk.world, stays, text)?;
    let rows = faults.len();
    faults.truncate(crate::MOST_ROWS);
    let treaties = || world.treaties.iter().filter(|treaty| treaty.at.file == own);
    let articles = || treaties().flat_map(|treaty| &treaty.articles);
    let list = diagnostic::to_json(&faults, &world.sources);
    let list = list.get("diagnostics").and_then(Value::as_array).cloned().unwrap_or_default();
    let form = Checked {
        schema: "servanda/diagnostics/1".into(),
        fine: rows == 0,
        diagnostics: list,
        treaties: treaties().map(|treaty| treaty.id.clone()).collect(),
        articles: articles().count(),
        norms: articles().map(|article| article.norms.len()).sum(),
    };
    let text = match rows {
        0 => format!(
            "No fault: {} treaties, {} articles, {} norms.\n",
            form.treaties.len(),
            form.articles,
            form.norms
        ),
        _ => diagnostic::render(&faults, &world.sources, false, WIDTH),
    };
    let rests: Rests = treaties()
        .flat_map(|treaty| {
            let articles = treaty.articles.iter().map(|article| Some(article.label.to_string()));
            std::iter::once(None).chain(articles).map(|article| (treaty.id.clone(), article))
        })
        .take(crate::MOST_ROWS)
        .collect();
    let truncated =
        (rows > crate::MOST_ROWS).then_some(Truncated { rows, given: crate::MOST_ROWS });
    Ok(Answered { form, text, rests, truncated, again: None, world: Some(world) })
}

/// The last part of a file's name.
fn file(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or_default()
}
