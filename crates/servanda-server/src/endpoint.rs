//! An address of the API as data: from one record come its route and its page in the description.

use crate::call::Call;
use crate::desk::Desk;
use crate::made::{Form, Made};
use crate::params::Params;
use crate::problem::Problem;
use crate::respond::respond;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::{MethodRouter, get};
use schemars::{JsonSchema, schema_for};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::sync::Arc;

/// What is said of an address.
#[derive(Clone, Debug)]
pub(crate) struct Endpoint {
    /// Its path, with names in braces.
    pub(crate) path: &'static str,
    /// `get` or `post`.
    pub(crate) method: &'static str,
    /// What it gives, in a few words.
    pub(crate) summary: &'static str,
    /// What to know of it.
    pub(crate) about: &'static str,
    /// The schema of its query.
    pub(crate) query: Value,
    /// For a path with a name in braces: what to put there, and one that is there.
    pub(crate) item: Option<(&'static str, &'static str)>,
    /// The bodies it takes: types of media and schemas.
    pub(crate) body: Vec<(&'static str, Value)>,
    /// What it gives: type of media and schema.
    pub(crate) gives: (&'static str, Value),
    /// A query that shows what it gives; empty where it needs none.
    pub(crate) example: &'static str,
}

/// The API as it is put together: routes, and what is said of them.
pub(crate) struct Api {
    pub(crate) router: Router<Arc<Desk>>,
    pub(crate) endpoints: Vec<Endpoint>,
}

/// What an address says of itself: path, summary, more.
pub(crate) struct Said(pub(crate) &'static str, pub(crate) &'static str, pub(crate) &'static str);

/// Makes an answer from parameters.
pub(crate) type Make<P> = fn(&Desk, &P, &Call) -> Result<Made, Problem>;

/// Makes an answer about one thing from its name and parameters.
pub(crate) type MakeOf<P> = fn(&Desk, &str, &P, &Call) -> Result<Made, Problem>;

impl Api {
    pub(crate) fn new() -> Api {
        Api { router: Router::new(), endpoints: Vec::new() }
    }

    /// An address that answers with JSON of a schema.
    pub(crate) fn get<P>(mut self, said: &Said, schema: Value, make: Make<P>) -> Api
    where
        P: DeserializeOwned + JsonSchema + Send + 'static,
    {
        self.router = self.router.route(said.0, one(Form::Json, make));
        self.said("get", said, schema_for!(P).to_value(), (Form::Json.media(), schema))
    }

    /// An address with a name in braces that answers with JSON of a schema.
    pub(crate) fn get_of<P>(
        mut self,
        said: &Said,
        item: (&'static str, &'static str),
        schema: Value,
        make: MakeOf<P>,
    ) -> Api
    where
        P: DeserializeOwned + JsonSchema + Send + 'static,
    {
        self.router = self.router.route(said.0, one_of(&[Form::Json], make));
        let api = self.said("get", said, schema_for!(P).to_value(), (Form::Json.media(), schema));
        api.last(|endpoint| endpoint.item = Some(item))
    }

    /// A query that shows what the last address gives.
    pub(crate) fn example(self, query: &'static str) -> Api {
        self.last(|endpoint| endpoint.example = query)
    }

    /// Puts an address into the description.
    fn said(
        mut self,
        method: &'static str,
        said: &Said,
        query: Value,
        gives: (&'static str, Value),
    ) -> Api {
        let Said(path, summary, about) = *said;
        let (item, body, example) = (None, Vec::new(), "");
        let endpoint = Endpoint { path, method, summary, about, query, item, body, gives, example };
        self.endpoints.push(endpoint);
        self
    }

    /// Says more of the last address.
    fn last(mut self, more: impl FnOnce(&mut Endpoint)) -> Api {
        if let Some(last) = self.endpoints.last_mut() {
            more(last);
        }
        self
    }

    /// An address that takes a body; its route is given.
    pub(crate) fn post(
        self,
        said: &Said,
        body: (&'static str, Value),
        gives: (&'static str, Value),
        route: MethodRouter<Arc<Desk>>,
    ) -> Api {
        self.post_with(
            said,
            schema_for!(crate::params::Nothing).to_value(),
            vec![body],
            gives,
            route,
        )
    }

    /// The same with parameters, or with bodies of several kinds.
    pub(crate) fn post_with(
        mut self,
        said: &Said,
        query: Value,
        body: Vec<(&'static str, Value)>,
        gives: (&'static str, Value),
        route: MethodRouter<Arc<Desk>>,
    ) -> Api {
        self.router = self.router.route(said.0, route);
        self.said("post", said, query, gives).last(|endpoint| endpoint.body = body)
    }
}

/// A page and its twins: `PATH`, `PATH.json` ...
pub(crate) fn room<P>(
    router: Router<Arc<Desk>>,
    path: &str,
    forms: &'static [Form],
    make: Make<P>,
) -> Router<Arc<Desk>>
where
    P: DeserializeOwned + Send + 'static,
{
    forms.iter().fold(router, |router, form| {
        let address = match form {
            Form::Html => path.to_owned(),
            form => format!("{path}.{}", form.ending()),
        };
        router.route(&address, one(*form, make))
    })
}

/// Pages of things and their twins: `PATH/NAME`, `PATH/NAME.json` ...
pub(crate) fn room_of<P>(
    router: Router<Arc<Desk>>,
    path: &str,
    forms: &'static [Form],
    make: MakeOf<P>,
) -> Router<Arc<Desk>>
where
    P: DeserializeOwned + Send + 'static,
{
    router.route(&format!("{path}/{{name}}"), one_of(forms, make))
}

fn one<P>(form: Form, make: Make<P>) -> MethodRouter<Arc<Desk>>
where
    P: DeserializeOwned + Send + 'static,
{
    get(move |State(desk): State<Arc<Desk>>, call: Call, Params(params): Params<P>| {
        respond(desk, call.form(form), move |desk, call| make(desk, &params?, call))
    })
}

fn one_of<P>(forms: &'static [Form], make: MakeOf<P>) -> MethodRouter<Arc<Desk>>
where
    P: DeserializeOwned + Send + 'static,
{
    get(
        move |State(desk): State<Arc<Desk>>,
              call: Call,
              Path(name): Path<String>,
              Params(params): Params<P>| {
            let (name, form) = match forms {
                [only] => (name, *only),
                forms => Form::split(&name, forms),
            };
            respond(desk, call.form(form), move |desk, call| make(desk, &name, &params?, call))
        },
    )
}
