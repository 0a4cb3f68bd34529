//! What of a request matters beside its parameters: the address, the form, what the client has already.

use crate::made::Form;
use axum::extract::FromRequestParts;
use axum::http::header::{ACCEPT, IF_NONE_MATCH};
use axum::http::request::Parts;
use std::convert::Infallible;

/// The request was made under `/at/DATA/`, and the data are those: its answer stays what it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pinned;

/// One call.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// The path, without what pins it to data.
    pub(crate) path: String,
    /// The query as it was sent.
    pub(crate) query: String,
    /// The form in which the answer is wanted.
    pub(crate) form: Form,
    /// Whether the address is pinned to the data.
    pub(crate) pinned: bool,
    /// The tags of what the client has.
    pub(crate) known: Option<String>,
}

impl Call {
    /// The call, answered in a form.
    pub(crate) fn form(self, form: Form) -> Call {
        Call { form, ..self }
    }

    /// The address of the same page in another form.
    pub(crate) fn twin(&self, form: Form) -> String {
        let stem = self.path.strip_suffix(&format!(".{}", self.form.ending())).unwrap_or(&self.path);
        let stem = if stem == "/" { "/ask" } else { stem };
        let path = match form {
            Form::Html => stem.to_owned(),
            form => format!("{stem}.{}", form.ending()),
        };
        if self.query.is_empty() { path } else { format!("{path}?{}", self.query) }
    }
}

impl<S: Sync> FromRequestParts<S> for Call {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Call, Infallible> {
        let text = |name| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let path = parts.uri.path().to_owned();
        // A request for the API that fails is told in its own form; a browser's in a page.
        let html = !path.starts_with("/api/") && text(ACCEPT).is_none_or(|accept| accept.contains("html"));
        Ok(Call {
            query: parts.uri.query().unwrap_or_default().to_owned(),
            form: if html { Form::Html } else { Form::Json },
            pinned: parts.extensions.get::<Pinned>().is_some(),
            known: text(IF_NONE_MATCH).map(str::to_owned),
            path,
        })
    }
}
