//! Many questions at once: a line of JSON in for each, a line out for each, in order, while more come in.

use crate::LARGEST_BODY;
use crate::call::Call;
use crate::desk::Desk;
use crate::made::Form;
use crate::problem::Problem;
use crate::respond::worked_out;
use crate::rooms::ask::{Ask, answered};
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt as _, stream};
use http_body_util::BodyExt as _;
use schemars::JsonSchema;
use serde::Serialize;
use servanda::answer::Answer;
use std::convert::Infallible;
use std::sync::Arc;

/// Longest line that is taken.
const LONGEST_LINE: usize = 64 * 1024;

/// One line of what comes back.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "A line of a batch")]
pub(crate) struct Line {
    /// The number of the question's line, from 1.
    #[serde(rename = "line")]
    pub(crate) number: usize,
    /// The answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) answer: Option<Answer>,
    /// Or why there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) problem: Option<Problem>,
}

/// What has been read of the questions, and what is still to come.
struct Reading {
    desk: Arc<Desk>,
    call: Call,
    body: Body,
    kept: Vec<u8>,
    read: usize,
    line: usize,
    ended: bool,
}

/// Answers every line.
pub(crate) async fn batch(State(desk): State<Arc<Desk>>, call: Call, request: Request) -> Response {
    let data = desk.data.clone();
    let mut reading = Reading {
        desk,
        call: call.form(Form::Json),
        body: request.into_body(),
        kept: Vec::new(),
        read: 0,
        line: 0,
        ended: false,
    };
    let Some(first) = reading.next().await else {
        let words = "no question came in; write one as JSON on each line, such as {\"q\": \"attack on Tajikistan on 2002-05-14\"}";
        return Problem::new(StatusCode::BAD_REQUEST, words).response(false, &data);
    };
    let first = stream::once(std::future::ready(Ok(first)));
    let lines = stream::unfold(reading, |mut reading| async move {
        let line = reading.next().await?;
        Some((Ok::<Bytes, Infallible>(line), reading))
    });
    // Who packs the answer asks once more after the end.
    let lines = first.chain(lines).fuse();
    ([(CONTENT_TYPE, Form::Ndjson.media())], Body::from_stream(lines)).into_response()
}

impl Reading {
    /// The answer to the next line that says something.
    async fn next(&mut self) -> Option<Bytes> {
        loop {
            let text = match self.next_line().await? {
                Ok(text) => text,
                Err(problem) => {
                    self.ended = true;
                    self.kept.clear();
                    return Some(written(&Line {
                        number: self.line,
                        answer: None,
                        problem: Some(problem),
                    }));
                }
            };
            if text.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            let (call, line) = (self.call.clone(), self.line);
            let made = worked_out(&self.desk, move |desk| one(desk, &call, &text)).await;
            let line = match made {
                Ok(answer) => Line { number: line, answer: Some(answer), problem: None },
                Err(problem) => Line { number: line, answer: None, problem: Some(problem) },
            };
            return Some(written(&line));
        }
    }

    /// The next line, as soon as it has come in whole.
    async fn next_line(&mut self) -> Option<Result<Vec<u8>, Problem>> {
        loop {
            if let Some(at) = self.kept.iter().position(|byte| *byte == b'\n') {
                let rest = self.kept.split_off(at + 1);
                let line = std::mem::replace(&mut self.kept, rest);
                self.line += 1;
                return Some(Ok(line));
            }
            if self.ended {
                self.line += 1;
                return (!self.kept.is_empty()).then(|| Ok(std::mem::take(&mut self.kept)));
            }
            if self.kept.len() > LONGEST_LINE {
                self.line += 1;
                return Some(Err(Problem::new(
                    StatusCode::PAYLOAD_TOO_LARGE,
                    "the line is too long for a question",
                )));
            }
            match self.body.frame().await {
                Some(Ok(frame)) => {
                    let data = frame.into_data().unwrap_or_default();
                    self.read += data.len();
                    if self.read > LARGEST_BODY {
                        self.line += 1;
                        return Some(Err(Problem::too_large()));
                    }
                    self.kept.extend_from_slice(&data);
                }
                Some(Err(_)) => return None,
                None => self.ended = true,
            }
        }
    }
}

fn one(desk: &Desk, call: &Call, text: &[u8]) -> Result<Answer, Problem> {
    let asked = serde_json::from_slice::<Ask>(text).map_err(|error| {
        let words = format!("the line is no question: {error}; write {{\"q\": \"attack on Tajikistan on 2002-05-14\"}}");
        Problem::new(StatusCode::BAD_REQUEST, words)
    });
    answered(desk, &asked?, call)
}

fn written(line: &Line) -> Bytes {
    let mut bytes = serde_json::to_vec(line).unwrap_or_default();
    bytes.push(b'\n');
    Bytes::from(bytes)
}
