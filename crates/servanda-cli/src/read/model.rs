//! Asks an OpenAI-compatible endpoint that the user names. What comes back is text to be checked.

use crate::fault::{Failure, MISSING, USAGE};
use servanda::syntax::{Code, Diagnostic};
use servanda_read::Article;
use std::time::Duration;

/// The longest answer that is read.
const MOST: u64 = 1024 * 1024;

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_mins(2);

/// What the model answers, as text.
pub(super) fn answer(
    url: &str,
    model: &str,
    key_from: Option<&str>,
    article: &Article,
) -> Result<String, Failure> {
    if !url.starts_with("http://") {
        let fault = Diagnostic::bare(Code::SV0706, "the endpoint is no `http://` address");
        let help = "name one on this machine or network, such as http://localhost:11434/v1; for https, name a local proxy";
        return Err(Failure::bare(USAGE, fault.help(help)));
    }
    let key = key_from.map(key).transpose()?;
    let body = serde_json::json!({
        "model": model,
        "temperature": 0,
        "messages": [{"role": "user", "content": servanda_read::prompt(article)}],
    });
    let agent: ureq::Agent =
        ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).build().into();
    let mut request = agent
        .post(format!("{}/chat/completions", url.trim_end_matches('/')))
        .header("content-type", "application/json");
    if let Some(key) = key {
        request = request.header("authorization", format!("Bearer {key}"));
    }
    let mut reply = request.send(body.to_string()).map_err(|error| failed(&error.to_string()))?;
    let text = reply.body_mut().with_config().limit(MOST).read_to_string();
    let text = text.map_err(|error| failed(&error.to_string()))?;
    let reply: serde_json::Value =
        serde_json::from_str(&text).map_err(|error| failed(&error.to_string()))?;
    let content = reply.pointer("/choices/0/message/content").and_then(serde_json::Value::as_str);
    content.map(str::to_owned).ok_or_else(|| failed("the reply has no `choices` with a message"))
}

fn key(variable: &str) -> Result<String, Failure> {
    std::env::var(variable).map_err(|_| {
        let message = format!("the environment has no variable `{variable}`");
        let fault = Diagnostic::bare(Code::SV0704, message);
        Failure::bare(MISSING, fault.help("set it to the key of the endpoint"))
    })
}

fn failed(why: &str) -> Failure {
    let fault = Diagnostic::bare(Code::SV0704, format!("the endpoint did not answer: {why}"));
    Failure::bare(
        MISSING,
        fault.help(
            "check its address, the model and the key; without --endpoint the rules read alone",
        ),
    )
}
