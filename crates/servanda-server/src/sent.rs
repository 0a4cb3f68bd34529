//! Texts that are sent to be worked on: bounded in size and time, a few at once, and never kept.

use crate::LARGEST_BODY;
use crate::desk::Desk;
use crate::made::Made;
use crate::problem::Problem;
use crate::respond::{plain, worked_out};
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use std::sync::Arc;
use std::time::Duration;

/// How long a body may take to come in.
const SLOWEST: Duration = Duration::from_secs(15);

/// The body of a request.
pub(crate) async fn bytes(headers: &HeaderMap, body: Body) -> Result<Vec<u8>, Problem> {
    let length = headers.get("content-length").and_then(|value| value.to_str().ok());
    let length = length.and_then(|value| value.parse::<usize>().ok());
    if length.is_some_and(|length| length > LARGEST_BODY) {
        return Err(too_large());
    }
    match tokio::time::timeout(SLOWEST, to_bytes(body, LARGEST_BODY)).await {
        Ok(Ok(bytes)) => Ok(bytes.to_vec()),
        Ok(Err(error)) => {
            let error = error.into_inner();
            let cut = error.downcast_ref::<http_body_util::LengthLimitError>().is_some();
            let broken = || Problem::new(StatusCode::BAD_REQUEST, "the text broke off");
            Err(if cut { too_large() } else { broken() })
        }
        Err(_) => {
            Err(Problem::new(StatusCode::BAD_REQUEST, "the text came too slowly; send it again"))
        }
    }
}

fn too_large() -> Problem {
    let words = format!("at most {} KiB of text are taken", LARGEST_BODY / 1024);
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, words)
}

/// Bytes as text, its lines ended in one way: a form sends them in another than a file has them.
pub(crate) fn text(bytes: Vec<u8>) -> Result<String, Problem> {
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let words =
            format!("the text is no UTF-8 at byte {at}; save it as UTF-8 and send it again");
        Problem::new(StatusCode::BAD_REQUEST, words)
    })?;
    Ok(lines(text))
}

/// The same text with lines that end in a line feed alone.
pub(crate) fn lines(text: String) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

/// Works on what was sent, and answers. Nothing of it is kept when the answer has gone.
pub(crate) async fn respond(
    desk: Arc<Desk>,
    html: bool,
    work: impl FnOnce(&Desk) -> Result<Made, Problem> + Send + 'static,
) -> Response {
    let data = desk.data.clone();
    let waited = Arc::clone(&desk.sent_places).acquire_owned();
    let made = match tokio::time::timeout(crate::LONGEST, waited).await {
        Ok(Ok(place)) => {
            worked_out(&desk, move |desk| {
                let _place = place;
                work(desk)
            })
            .await
        }
        _ => Err(Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "other texts are being worked on; send it again",
        )),
    };
    match made {
        Ok(made) => plain(made),
        Err(problem) => problem.response(html, &data),
    }
}
