//! Decide: the summits that come with the program, and texts of summits or tables that are sent. What the models make of
//! them is `servanda-decide`'s to say.

use crate::call::Call;
use crate::desk::Desk;
use crate::endpoint::{Api, Said, room, room_of};
use crate::made::{Form, Made};
use crate::params::{Nothing, Params, several};
use crate::problem::Problem;
use crate::{LONGEST, sent};
use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::Response;
use axum::routing::post;
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use servanda::answer::grid;
use servanda::request::asked::shell;
use servanda::request::refusal::with_text;
use servanda::syntax::{Code, Severity};
use servanda_decide::asked::{Asked, TableModel};
use servanda_decide::draws::{Done, Drawing};
use servanda_decide::expected_utility::Preset;
use servanda_decide::report::{self, DecideForm, Shown};
use servanda_decide::summit::{self, Summit};
use servanda_decide::{Fault, table_report, tables};
use servanda_pages::decide as pages;
use servanda_pages::links::{address, encode};
use std::sync::Arc;
use std::time::Instant;

const LIST: &[Form] = &[Form::Html, Form::Json];
const ONE: &[Form] = &[Form::Html, Form::Json, Form::Csv, Form::Md, Form::Svg];

/// Draws at most; the command makes more.
const MOST_DRAWS: usize = 1000;
/// Rounds at most.
const MOST_ROUNDS: usize = 100;
/// Actors of a text that is sent at most, and issues.
const MOST_ACTORS: usize = 60;
const MOST_ISSUES: usize = 12;

/// How the models are run.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(title = "How the models are run")]
pub(crate) struct Decide {
    /// Draw from the ranges of the inputs so many times.
    #[schemars(range(min = 1, max = 1000))]
    draws: Option<usize>,
    /// Seed of the draws; the same seed gives the same bytes. 1 without it.
    seed: Option<u64>,
    /// The reading of the expected-utility model: `as-printed` or `scholz-code`.
    preset: Option<String>,
    /// Rounds of the expected-utility model. 10 without it.
    #[schemars(range(min = 0, max = 100))]
    rounds: Option<usize>,
    /// The probability that nothing changes if nobody challenges. 1 without it.
    #[schemars(range(min = 0.0, max = 1.0))]
    q: Option<f64>,
    /// Options of the spatial model by KTAB's names, such as `VotingRule=PropBin`.
    option: Vec<String>,
    /// For a table: its model, `smp` or `eu`.
    model: Option<String>,
    /// For a table: blur each input by so many percent of its scale before drawing.
    #[schemars(range(max = 100.0))]
    spread: Option<f64>,
}

/// The summits that come with the program.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "The summits that come with the program")]
struct SummitsForm {
    /// Each of them.
    summits: Vec<SummitForm>,
}

/// A summit of the list.
#[derive(Debug, Serialize, JsonSchema)]
struct SummitForm {
    /// Its id.
    id: String,
    /// Its title.
    title: String,
    /// The day.
    on: Option<String>,
    /// What is to be decided.
    questions: Vec<String>,
}

pub(crate) fn routes(router: Router<Arc<Desk>>) -> Router<Arc<Desk>> {
    let router = room(router, "/decide", LIST, list);
    room_of(router, "/decide", ONE, one)
}

pub(crate) fn api(api: Api) -> Api {
    let text = serde_json::json!({"type": "string", "minLength": 1});
    api.get(
        &Said("/api/v1/summits", "The list of summits", "Those that come with the program."),
        schema_for!(SummitsForm).to_value(),
        list,
    )
    .get_of(
        &Said("/api/v1/decide/{name}", "What a meeting may decide", "A summit: every model side by side."),
        ("The summit's id", "MOSCOW-2002-05-14"),
        report::schema(),
        one,
    )
    .post_with(
        &Said(
            "/api/v1/decide",
            "What a meeting may decide, from a text",
            "The text of a summit, or with the type text/csv a table of actors. A table's report has no schema of its own.",
        ),
        schema_for!(Decide).to_value(),
        vec![("text/markdown", text.clone()), ("text/plain", text.clone()), ("text/csv", text)],
        (Form::Json.media(), serde_json::json!({"type": "object"})),
        post(from_text),
    )
}

impl Decide {
    fn asked(&self) -> Result<Asked, Problem> {
        let wrong = |words: String| Problem::new(StatusCode::BAD_REQUEST, words);
        let standard = Asked::default();
        if let Some(draws) = self.draws.filter(|draws| *draws == 0 || *draws > MOST_DRAWS) {
            return Err(wrong(format!(
                "{draws} draws are not made here: ask for 1 to {MOST_DRAWS}, or use `servanda decide --draws {draws}`"
            )));
        }
        if let Some(rounds) = self.rounds.filter(|rounds| *rounds > MOST_ROUNDS) {
            return Err(wrong(format!("{rounds} rounds are too many: ask for 0 to {MOST_ROUNDS}")));
        }
        let preset = match self.preset.as_deref().filter(|word| !word.is_empty()) {
            None => standard.preset,
            Some(word) => {
                let found = Preset::ALL.iter().find(|(_, name)| *name == word);
                found.map(|(preset, _)| *preset).ok_or_else(|| {
                    wrong("`preset` is one of as-printed and scholz-code".to_owned())
                })?
            }
        };
        let model = match self.model.as_deref().filter(|word| !word.is_empty()) {
            None => None,
            Some("smp") => Some(TableModel::Spatial),
            Some("eu") => Some(TableModel::ExpectedUtility),
            Some(_) => return Err(wrong("`model` is one of smp and eu".to_owned())),
        };
        Ok(Asked {
            model,
            preset,
            rounds: self.rounds.unwrap_or(standard.rounds),
            q: self.q.unwrap_or(standard.q),
            option: several(&self.option),
            draws: self.draws,
            seed: self.seed.unwrap_or(standard.seed),
            spread: self.spread,
        })
    }

    /// The command that gives the same, without what stands at its standard.
    fn repeat(&self, desk: &Desk, id: &str, asked: &Asked) -> String {
        let mut words = vec![format!("servanda decide {}", shell(id))];
        let mut option = |name: &str, value: &str| words.push(format!("{name} {}", shell(value)));
        if let Some(draws) = asked.draws {
            option("--draws", &draws.to_string());
            option("--seed", &asked.seed.to_string());
        }
        if self.preset.is_some() && asked.preset != Asked::default().preset {
            option("--preset", asked.preset.name());
        }
        for (name, value) in [
            ("--rounds", self.rounds.map(|value| value.to_string())),
            ("--q", self.q.map(|value| value.to_string())),
        ] {
            if let Some(value) = value {
                option(name, &value);
            }
        }
        for value in &asked.option {
            option("--option", value);
        }
        for (name, value) in &desk.texts {
            option(name, value);
        }
        words.push("--moves --inputs".to_owned());
        words.join(" ")
    }

    /// The address of a page or a twin with these settings.
    fn address(&self, path: &str) -> String {
        let text = |value: Option<String>| value.unwrap_or_default();
        let (draws, seed) =
            (text(self.draws.map(|it| it.to_string())), text(self.seed.map(|it| it.to_string())));
        let (rounds, q) =
            (text(self.rounds.map(|it| it.to_string())), text(self.q.map(|it| it.to_string())));
        let mut query = vec![
            ("draws", draws.as_str()),
            ("seed", &seed),
            ("preset", self.preset.as_deref().unwrap_or_default()),
            ("rounds", &rounds),
            ("q", &q),
        ];
        query.extend(self.option.iter().map(|option| ("option", option.as_str())));
        address(path, query)
    }
}

/// A fault of the models.
impl From<Fault> for Problem {
    fn from(fault: Fault) -> Problem {
        let status = match fault.code {
            Code::SV1008 => StatusCode::PAYLOAD_TOO_LARGE,
            _ => StatusCode::BAD_REQUEST,
        };
        Problem::of(status, &[fault.diagnostic()], &servanda::syntax::Sources::default())
    }
}

fn list(desk: &Desk, _: &Nothing, call: &Call) -> Result<Made, Problem> {
    let mut summits = Vec::new();
    for (_, _, text) in summit::BUILT_IN {
        // The list is the same beside other treaties than those of the program.
        let Some(found) = summit::read(text, literate(text), 0).summit else {
            return Err(Problem::internal());
        };
        let mut questions = Vec::new();
        questions.extend(found.issues.iter().map(|issue| issue.title.clone()));
        let on = found.on.as_ref().map(|on| on.text.clone());
        summits.push(SummitForm { id: found.id, title: found.title, on, questions });
    }
    let form = SummitsForm { summits };
    if call.form != Form::Html {
        return Made::json(&form);
    }
    let each: Vec<pages::Listed<'_>> = form
        .summits
        .iter()
        .map(|one| pages::Listed {
            address: format!("/decide/{}", encode(&one.id)),
            title: &one.title,
            on: one.on.as_deref(),
            questions: &one.questions,
        })
        .collect();
    Ok(Made::page(
        &call.frame(desk, "Decide", "What a meeting may decide", LIST),
        &pages::list(&each),
    ))
}

fn one(desk: &Desk, id: &str, params: &Decide, call: &Call) -> Result<Made, Problem> {
    let known = summit::BUILT_IN.iter().find(|(known, ..)| id.eq_ignore_ascii_case(known));
    let (id, name, text) = known.ok_or_else(|| {
        let words = format!(
            "no summit `{}` comes with the program; /decide lists those that do, and a text of your own is sent to /api/v1/decide",
            id.escape_debug()
        );
        Problem::new(StatusCode::NOT_FOUND, words)
    })?;
    let asked = params.asked()?;
    // Its treaty or its claims are not there when other treaties are served than those of the program.
    let summit = read(desk, name, text)
        .map_err(|problem| Problem { status: StatusCode::NOT_FOUND.as_u16(), ..problem })?;
    let form = decided(&summit, &asked)?;
    let shown = Shown { every_move: true, inputs: true };
    Ok(match call.form {
        Form::Html => {
            let view = pages::View {
                sheet: &report::page(&form, shown),
                picture: &params.address(&format!("/decide/{}.svg", encode(id))),
                about: &format!(
                    "{}: where each actor stands and where each model ends, on the scale of each question",
                    form.title
                ),
                treaty: form.treaty.as_deref(),
                on: form.on.as_deref(),
                repeat: &params.repeat(desk, id, &asked),
                fields: pages::Fields {
                    draws: asked.draws,
                    seed: asked.seed,
                    most_draws: MOST_DRAWS,
                    preset: asked.preset.name(),
                    rounds: asked.rounds,
                    q: asked.q,
                    option: &asked.option.join(", "),
                },
            };
            Made::page(&call.frame(desk, "Decide", &form.title, ONE), &pages::summit(&view))
        }
        Form::Csv => Made::text(call.form, grid::render(report::COLUMNS, &report::rows(&form))),
        Form::Md => Made::text(call.form, report::page(&form, shown).markdown()),
        Form::Svg => Made::text(call.form, report::svg(&form)),
        _ => Made::json(&form)?,
    })
}

/// A text that was sent.
async fn from_text(
    State(desk): State<Arc<Desk>>,
    Params(params): Params<Decide>,
    request: Request,
) -> Response {
    let (head, body) = request.into_parts();
    let media = head.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let table =
        media.is_some_and(|media| media.trim().to_ascii_lowercase().starts_with("text/csv"));
    let sent = sent::bytes(&head.headers, body).await;
    sent::respond(desk, false, move |desk| {
        let (sent, asked) = (sent?, params?.asked()?);
        if table { of_table(&sent, &asked) } else { of_summit(desk, sent, &asked) }
    })
    .await
}

fn of_summit(desk: &Desk, sent: Vec<u8>, asked: &Asked) -> Result<Made, Problem> {
    let text = sent::text(sent)?;
    let name = if literate(&text) { "sent.summit.md" } else { "sent.summit" };
    let summit = read(desk, name, &text)?;
    too_many(summit.actors.len(), summit.issues.len())?;
    Made::json(&decided(&summit, asked)?)
}

fn of_table(sent: &[u8], asked: &Asked) -> Result<Made, Problem> {
    let (tables::Table::Ktab(case) | tables::Table::Columns(case)) = tables::read(sent)?;
    too_many(case.actors().len(), case.issues().len())?;
    let (report, stopped) = table_report::report(asked, sent, in_time)?;
    if stopped {
        return Err(too_long());
    }
    Ok(Made::text(Form::Json, format!("{}\n", report.json)))
}

/// Whether clauses stand in fences.
fn literate(text: &str) -> bool {
    text.contains("```summit")
}

fn too_many(actors: usize, issues: usize) -> Result<(), Problem> {
    if actors <= MOST_ACTORS && issues <= MOST_ISSUES {
        return Ok(());
    }
    let words = format!(
        "{actors} actors and {issues} issues are too many to be worked out here: at most {MOST_ACTORS} and {MOST_ISSUES}; `servanda decide FILE` takes more"
    );
    Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, words))
}

/// A summit's text, checked against the treaties.
fn read(desk: &Desk, name: &str, text: &str) -> Result<Summit, Problem> {
    let (sources, number) = with_text(desk.world, name, text);
    let read = summit::read(text, literate(text), number);
    let mut faults = read.faults;
    let checked = read.summit.map(|mut summit| {
        faults.extend(summit::check(&mut summit, desk.world));
        summit
    });
    let wrong = faults.iter().any(|fault| fault.severity() == Severity::Error);
    match checked {
        Some(summit) if !wrong => Ok(summit),
        _ => Err(Problem::of(StatusCode::BAD_REQUEST, &faults, &sources)),
    }
}

fn decided(summit: &Summit, asked: &Asked) -> Result<DecideForm, Problem> {
    let settings = asked.summit_settings()?;
    let drawn = match asked.draws {
        None => None,
        Some(draws) => {
            let (drawn, stopped) = report::drawn(summit, &settings, (draws, asked.seed), in_time)?;
            if stopped {
                return Err(too_long());
            }
            Some(drawn)
        }
    };
    Ok(report::report(summit, &settings, drawn.as_ref())?)
}

/// Draws for as long as an answer may take.
fn in_time(drawing: &Drawing<'_>) -> Result<Done, Fault> {
    let begun = Instant::now();
    drawing.in_turn(&|| begun.elapsed() < LONGEST)
}

fn too_long() -> Problem {
    let words = format!(
        "the draws take longer than {} s; ask for fewer, or use the command line",
        LONGEST.as_secs()
    );
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, words)
}
