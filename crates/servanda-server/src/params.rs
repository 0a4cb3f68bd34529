//! The parameters of a request, read into a type. A parameter that nobody knows is refused with those that are known,
//! so that a slip of the pen changes no answer silently.

use crate::problem::Problem;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// The query of a request.
pub(crate) struct Params<T>(pub(crate) Result<T, Problem>);

impl<S: Sync, T: DeserializeOwned> FromRequestParts<S> for Params<T> {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Params<T>, Self::Rejection> {
        let query = parts.uri.query().unwrap_or_default();
        Ok(Params(serde_html_form::from_str(query).map_err(|error| {
            Problem::new(
                StatusCode::BAD_REQUEST,
                format!("the parameters are not understood: {error}"),
            )
        })))
    }
}

/// Values of one name, each of which may be several with commas: `found=a&found=b` and `found=a, b` are the same.
pub(crate) fn several(values: &[String]) -> Vec<String> {
    let each = values.iter().flat_map(|value| value.split(','));
    each.map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned).collect()
}

/// A value that says something.
pub(crate) fn said(value: Option<&String>) -> Option<String> {
    value.map(|value| value.trim()).filter(|value| !value.is_empty()).map(str::to_owned)
}

/// The only parameter of rooms that show something as it stood on a day.
#[derive(Clone, Debug, Default, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct OnDay {
    /// As it stood on this day (`YYYY-MM-DD`).
    pub(crate) on: Option<String>,
}

/// What is looked for in a list.
#[derive(Clone, Debug, Default, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Find {
    /// Only what has these words in its id, code, title or names.
    pub(crate) q: Option<String>,
    /// As it stood on this day (`YYYY-MM-DD`).
    pub(crate) on: Option<String>,
}

/// Words that are looked for.
#[derive(Clone, Debug, Default, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Words {
    /// Only what has these words in it.
    pub(crate) q: Option<String>,
}

/// No parameter at all.
#[derive(Clone, Debug, Default, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Nothing {}
