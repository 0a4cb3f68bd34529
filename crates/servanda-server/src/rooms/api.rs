//! The API described for people, from the same records as its routes.

use crate::call::Call;
use crate::desk::Desk;
use crate::endpoint::{Endpoint, room};
use crate::made::{Form, Made};
use crate::params::Nothing;
use crate::problem::Problem;
use axum::Router;
use serde_json::Value;
use servanda_pages::api::{self as pages, Address};
use std::sync::{Arc, LazyLock};

/// The room of the API.
pub(crate) fn routes(router: Router<Arc<Desk>>) -> Router<Arc<Desk>> {
    room(router, "/api", &[Form::Html], described)
}

static ADDRESSES: LazyLock<Vec<Address>> =
    LazyLock::new(|| crate::app::api().endpoints.iter().map(address).collect());

/// Where the server is, unless somebody says otherwise.
const BASE: &str = "http://127.0.0.1:8017";

#[allow(clippy::unnecessary_wraps, reason = "the shape of every room")]
fn described(desk: &Desk, _: &Nothing, call: &Call) -> Result<Made, Problem> {
    Ok(Made::page(&call.frame(desk, "API", "API", &[]), &pages::page(&ADDRESSES)))
}

fn address(endpoint: &Endpoint) -> Address {
    let properties = endpoint.query.get("properties").and_then(Value::as_object);
    let required = endpoint.query.get("required").and_then(Value::as_array);
    let parameter = |(name, schema): (&String, &Value)| {
        let about = schema.get("description").and_then(Value::as_str).unwrap_or_default();
        let needed = required.is_some_and(|list| list.iter().any(|one| one == name));
        (name.clone(), about.to_owned(), needed)
    };
    let path = match endpoint.item {
        Some((_, example)) => endpoint.path.replace("{name}", example),
        None => endpoint.path.to_owned(),
    };
    let example = match endpoint.example {
        "" => path,
        query => format!("{path}?{query}"),
    };
    let takes_body = !endpoint.body.is_empty();
    let curl = match endpoint.body.first() {
        Some((media, _)) if media.starts_with("text/") => {
            let meeting = endpoint.path.ends_with("/decide");
            let file = if meeting { "my.summit.md" } else { "my.treaty.md" };
            format!("curl -s -H 'content-type: {media}' --data-binary @{file} '{BASE}{example}'")
        }
        Some(_) => format!(
            "printf '{{\"q\":\"attack on Tajikistan on 2002-05-14\"}}\\n' | curl -s --data-binary @- {BASE}{example}"
        ),
        None => format!("curl -s '{BASE}{example}'"),
    };
    let (media, schema) = &endpoint.gives;
    let title = schema.get("title").and_then(Value::as_str);
    Address {
        method: endpoint.method.to_owned(),
        path: endpoint.path.to_owned(),
        summary: endpoint.summary.to_owned(),
        about: endpoint.about.to_owned(),
        item: endpoint.item.map(|(about, _)| about.to_owned()),
        parameters: properties.into_iter().flatten().map(parameter).collect(),
        example: (!takes_body).then_some(example),
        curl,
        gives: title.map_or((*media).to_owned(), |title| format!("{title} ({media})")),
    }
}
