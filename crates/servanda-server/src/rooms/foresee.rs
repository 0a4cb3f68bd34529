//! Foresee: the prospects of an alliance. What the server was not given files for is told, with the command that reads
//! them.

use crate::call::{Call, bare_frame};
use crate::desk::Desk;
use crate::endpoint::{Api, Said, room};
use crate::made::{Form, Made};
use crate::params::said;
use crate::problem::Problem;
use axum::Router;
use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::Deserialize;
use servanda::answer::grid;
use servanda::request::asked::shell;
use servanda::request::named;
use servanda_foresee::forecast::{self, Asked, Refused};
use servanda_foresee::form::{self, ForeseeForm};
use servanda_foresee::{brief, call, page as pages, picture};
use servanda_pages::links::address;
use servanda_pages::{foresee, shell as frames};
use std::sync::Arc;

const FORMS: &[Form] = &[Form::Html, Form::Json, Form::Csv, Form::Md, Form::Svg];

/// Draws, where no number is asked for: as many as the command makes.
const DRAWS: usize = 10_000;
/// Members times draws at most; the command makes more.
const MOST_WORK: usize = 1_000_000;

/// What is asked.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(title = "What is foreseen")]
pub(crate) struct Foresee {
    /// Id of the treaty, such as `CST`.
    treaty: Option<String>,
    /// First day (`YYYY-MM-DD`): members and pledges are those of this day, and nothing later is known.
    from: Option<String>,
    /// Last day.
    to: Option<String>,
    /// Another treaty, on the same terms.
    against: Option<String>,
    /// Who attacks; without it, somebody unknown.
    by: Option<String>,
    /// The chance that a called party honors its pledge, instead of the published rate.
    #[schemars(range(min = 0.0, max = 1.0))]
    honor: Option<f64>,
    /// Seed of every draw. 1 without it.
    seed: Option<u64>,
    /// Draws of each cascade. 10000 without it.
    #[schemars(range(min = 1, max = 100_000))]
    draws: Option<usize>,
}

pub(crate) fn routes(router: Router<Arc<Desk>>) -> Router<Arc<Desk>> {
    room(router, "/foresee", FORMS, foreseen)
}

pub(crate) fn api(api: Api) -> Api {
    api.get(
        &Said(
            "/api/v1/foresee",
            "The prospects of an alliance",
            "Who would come if a member were attacked, and what is known of such alliances; `treaty`, `from` and `to` are needed.",
        ),
        form::schema(),
        data,
    )
    .example("treaty=CST&from=2002-05-14&to=2012-05-14&draws=200")
}

fn refused(fault: &Refused) -> Problem {
    // The words name options of the command; here they are parameters.
    let words = format!("{}: {}", fault.cause, fault.remedy);
    Problem::new(StatusCode::BAD_REQUEST, words)
}

impl Foresee {
    fn asked(&self, desk: &Desk) -> Result<Asked, Problem> {
        let world = desk.world;
        let treaty = said(self.treaty.as_ref()).ok_or_else(|| {
            let words = "no treaty is named: add `treaty=CST`, or another id";
            Problem::new(StatusCode::BAD_REQUEST, words)
        })?;
        let treaty = named::treaty(world, &treaty)?;
        let against = said(self.against.as_ref());
        let against = against.map(|id| named::treaty(world, &id)).transpose()?;
        let from = named::needed_day(world, "from", said(self.from.as_ref()).as_ref())?;
        let to = named::needed_day(world, "to", said(self.to.as_ref()).as_ref())?;
        let by = said(self.by.as_ref());
        let by = by.map(|name| named::actor(world, "by", &name, Some(from))).transpose()?;
        let (seed, draws) = (self.seed.unwrap_or(1), self.draws.unwrap_or(DRAWS));
        let asked = Asked { treaty, against, from, to, by, honor: self.honor, seed, draws };
        forecast::check(&desk.engine, &asked).map_err(|fault| refused(&fault))?;
        let both = [Some(treaty), against].into_iter().flatten();
        let members: usize =
            both.map(|id| call::members(world, world.treaty(id), from).len()).sum();
        if members.saturating_mul(draws) > MOST_WORK {
            let fewer = (MOST_WORK / members.max(1)).max(1);
            let words = format!(
                "{draws} draws for {members} members take too long here: add `draws={fewer}`, or use `servanda foresee`"
            );
            return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, words));
        }
        Ok(asked)
    }

    /// The command that gives the same, with options for files that the server was not given.
    fn repeat(&self, desk: &Desk, more: &[&str]) -> String {
        let number = |value: Option<String>| value;
        let options = [
            ("--from", said(self.from.as_ref())),
            ("--to", said(self.to.as_ref())),
            ("--against", said(self.against.as_ref())),
            ("--by", said(self.by.as_ref())),
            ("--honor", number(self.honor.map(|value| value.to_string()))),
            ("--seed", number(self.seed.map(|value| value.to_string()))),
            ("--draws", number(self.draws.map(|value| value.to_string()))),
        ];
        let treaty = said(self.treaty.as_ref()).unwrap_or_default();
        let mut words = vec![format!("servanda foresee {}", shell(&treaty))];
        let given = options.iter().filter_map(|(name, value)| Some((name, value.as_ref()?)));
        words.extend(given.map(|(name, value)| format!("{name} {}", shell(value))));
        words.extend(desk.texts.iter().map(|(name, value)| format!("{name} {}", shell(value))));
        words.extend(more.iter().map(|option| (*option).to_owned()));
        words.join(" ")
    }

    fn fields(&self) -> foresee::Fields {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        foresee::Fields {
            treaty: text(&self.treaty),
            from: text(&self.from),
            to: text(&self.to),
            against: text(&self.against),
            by: text(&self.by),
            honor: self.honor.map(|value| value.to_string()).unwrap_or_default(),
            seed: self.seed.map(|value| value.to_string()).unwrap_or_default(),
            draws: self.draws.map(|value| value.to_string()).unwrap_or_default(),
        }
    }

    /// The address of the same in another form.
    fn picture(&self) -> String {
        let fields = self.fields();
        address(
            "/foresee.svg",
            [
                ("treaty", fields.treaty.as_str()),
                ("from", &fields.from),
                ("to", &fields.to),
                ("against", &fields.against),
                ("by", &fields.by),
                ("honor", &fields.honor),
                ("seed", &fields.seed),
                ("draws", &fields.draws),
            ],
        )
    }
}

fn found(desk: &Desk, params: &Foresee) -> Result<ForeseeForm, Problem> {
    let asked = params.asked(desk)?;
    forecast::foresee(&desk.engine, &asked, &desk.files, &|| {}).map_err(|fault| refused(&fault))
}

fn data(desk: &Desk, params: &Foresee, _: &Call) -> Result<Made, Problem> {
    Made::json(&found(desk, params)?)
}

fn foreseen(desk: &Desk, params: &Foresee, call: &Call) -> Result<Made, Problem> {
    let nothing =
        [&params.treaty, &params.from, &params.to].iter().all(|one| said(one.as_ref()).is_none());
    if call.form == Form::Html && nothing {
        let body = foresee::empty(desk.world, &params.fields());
        return Ok(page(desk, call, "What the prospects are", false, &body));
    }
    let form = match found(desk, params) {
        Ok(form) => form,
        // What was written stays in the form, with what is wrong below it.
        Err(problem) if call.form == Form::Html => {
            let body = foresee::refused(desk.world, &params.fields(), &problem.part());
            let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::BAD_REQUEST);
            return Ok(Made { status, ..page(desk, call, "What the prospects are", false, &body) });
        }
        Err(problem) => return Err(problem),
    };
    Ok(match call.form {
        Form::Html => {
            let missing: Vec<&str> = form.missing.iter().map(|one| one.option).collect();
            let view = foresee::View {
                brief: &brief::brief(&form),
                whole: &pages::page(&form),
                picture: &params.picture(),
                about: "Each assumption: how many come on average, and how likely it is that nobody does",
                repeat: &params.repeat(desk, &[]),
                with_files: (!missing.is_empty()).then(|| params.repeat(desk, &missing)),
                serve: (!missing.is_empty())
                    .then(|| format!("servanda serve {}", missing.join(" "))),
            };
            let body = foresee::prospects(desk.world, &params.fields(), &view);
            page(desk, call, &form.question, true, &body)
        }
        Form::Csv => Made::text(call.form, grid::render(form::COLUMNS, &form.rows())),
        Form::Md => Made::text(call.form, brief::brief(&form).markdown()),
        Form::Svg => Made::text(call.form, picture::picture(&form)),
        _ => Made::json(&form)?,
    })
}

fn page(desk: &Desk, call: &Call, title: &str, answered: bool, body: &maud::Markup) -> Made {
    let frame = match answered {
        true => call.frame(desk, "Foresee", title, FORMS),
        false => frames::Frame { room: "Foresee", ..bare_frame(&desk.data, title) },
    };
    Made::page(&frame, body)
}
