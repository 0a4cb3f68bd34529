//! What of a request matters beside its parameters: the address, the form, what the client has already.

use crate::assets;
use crate::desk::Desk;
use crate::made::Form;
use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT, ACCEPT_ENCODING, IF_NONE_MATCH};
use axum::http::request::Parts;
use servanda_pages::shell;
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
    /// Whether the client takes answers packed by gzip.
    pub(crate) packed: bool,
}

impl Call {
    /// The call, answered in a form.
    pub(crate) fn form(self, form: Form) -> Call {
        Call { form, ..self }
    }

    /// The same in the other of these forms: what each is called and its address.
    pub(crate) fn twins(&self, forms: &[Form]) -> Vec<(&'static str, String)> {
        let others = forms.iter().filter(|form| **form != self.form);
        others.map(|form| (form.name(), self.twin(*form))).collect()
    }

    /// The address under which this very page stays what it is.
    pub(crate) fn lasting(&self, desk: &Desk) -> String {
        format!("/at/{}{}", desk.data, self.twin(Form::Html))
    }

    /// The frame of the page that this call shows, with its twins and the address under which it stays.
    pub(crate) fn frame<'a>(
        &self,
        desk: &'a Desk,
        room: &'a str,
        title: &'a str,
        forms: &[Form],
    ) -> shell::Frame<'a> {
        shell::Frame {
            room,
            twins: self.twins(forms),
            lasting: Some(self.lasting(desk)),
            ..bare_frame(&desk.data, title)
        }
    }

    /// The address of the same page in another form.
    pub(crate) fn twin(&self, form: Form) -> String {
        let stem =
            self.path.strip_suffix(&format!(".{}", self.form.ending())).unwrap_or(&self.path);
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
        let html = wants_html(&parts.headers, &path);
        Ok(Call {
            query: parts.uri.query().unwrap_or_default().to_owned(),
            form: if html { Form::Html } else { Form::Json },
            pinned: parts.extensions.get::<Pinned>().is_some(),
            known: text(IF_NONE_MATCH).map(str::to_owned),
            packed: text(ACCEPT_ENCODING).is_some_and(takes_gzip),
            path,
        })
    }
}

/// The frame of a page that is nothing but itself: no twins, no lasting address.
pub(crate) fn bare_frame<'a>(data: &'a str, title: &'a str) -> shell::Frame<'a> {
    shell::Frame { title, style: assets::style(), data, ..shell::Frame::default() }
}

/// Whether a list of encodings has gzip, and not with the weight zero.
fn takes_gzip(list: &str) -> bool {
    list.split(',').any(|encoding| {
        let (name, weight) = encoding.split_once(';').unwrap_or((encoding, "q=1"));
        let weight = weight.trim().strip_prefix("q=").and_then(|weight| weight.parse::<f32>().ok());
        name.trim().eq_ignore_ascii_case("gzip") && weight.is_some_and(|weight| weight > 0.0)
    })
}

/// Whether a failure is told in a page: to a browser, and not under the API.
pub(crate) fn wants_html(headers: &HeaderMap, path: &str) -> bool {
    let accept = headers.get(ACCEPT).and_then(|value| value.to_str().ok());
    !path.starts_with("/api/") && accept.is_some_and(|accept| accept.contains("html"))
}

#[cfg(test)]
mod tests {
    use super::takes_gzip;

    #[test]
    fn a_weight_of_zero_refuses_gzip() {
        assert!(takes_gzip("gzip, deflate, br") && takes_gzip("br;q=1.0, GZip;q=0.2"));
        assert!(!takes_gzip("") && !takes_gzip("gzip;q=0, br") && !takes_gzip("xgzip"));
    }
}
