//! An address that is sent each alert: signed, with a key by which a receiver knows what it has, and tried again
//! where that may help. The secret is never shown.

use super::{Group, Means, Sink, Told};
use crate::clock;
use crate::fault;
use crate::fetch::retry_after;
use crate::listing::hex;
use crate::store::{Pending, Store};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::sync::atomic::Ordering;
use std::time::Duration;
use ureq::Agent;

/// An address.
pub(crate) struct Webhook {
    url: String,
    agent: Agent,
    means: Means,
}

/// What came of one try.
enum Tried {
    Taken,
    Dead(String),
    Again(String, Option<Duration>),
}

/// HMAC-SHA256 over the time, a full stop and the body.
fn signature(secret: &[u8], time: i64, body: &str) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else { return String::new() };
    mac.update(format!("{time}.").as_bytes());
    mac.update(body.as_bytes());
    format!("v1={}", hex(&mac.finalize().into_bytes()))
}

impl Webhook {
    pub(crate) fn new(url: String, means: &Means) -> Webhook {
        Webhook { url, agent: means.patience.agent(0), means: means.clone() }
    }

    fn send(&self, key: &str, body: &str) -> Tried {
        let time = clock::seconds();
        let mut request = self
            .agent
            .post(&self.url)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .header("Servanda-Timestamp", time.to_string());
        if let Some(secret) = &self.means.secret {
            request = request.header("Servanda-Signature", signature(secret, time, body));
        }
        fault::point("before post");
        match request.send(body) {
            Ok(answer) => {
                let status = answer.status().as_u16();
                let after = retry_after(answer.headers());
                match status {
                    200..=299 => Tried::Taken,
                    408 | 425 | 429 | 500..=599 => {
                        Tried::Again(format!("the receiver answers {status}"), after)
                    }
                    300..=399 => Tried::Dead(format!(
                        "the receiver answers {status} and leads elsewhere: name that address"
                    )),
                    _ => Tried::Dead(format!("the receiver answers {status}")),
                }
            }
            // The error names no more than host and cause.
            Err(error) => Tried::Again(error.to_string().replace(&self.url, "the address"), None),
        }
    }

    /// Sends one alert, as often as that may help.
    pub(crate) fn tell_one(&self, key: &str, revision: i64, body: &str) -> Told {
        let key = format!("{key}/{revision}");
        let patience = &self.means.patience;
        let mut why = String::new();
        for tried in 0..patience.tries.max(1) {
            match self.send(&key, body) {
                Tried::Taken => return Told::Yes(0),
                Tried::Dead(why) => return Told::Dead(why),
                Tried::Again(cause, asked) => {
                    why = cause;
                    if tried + 1 < patience.tries {
                        clock::wait(patience.wait(tried, asked, &key), &self.means.stop);
                    }
                }
            }
            if self.means.stop.load(Ordering::Relaxed) {
                break;
            }
        }
        Told::Later(format!("{why} (tried {} times)", patience.tries))
    }
}

impl Sink for Webhook {
    fn group(&self) -> Group {
        Group::One
    }

    fn tell(&mut self, _: &Store, group: &[Pending], _: i64) -> Told {
        let Some(one) = group.first() else { return Told::Yes(0) };
        let told = self.tell_one(&one.key, one.revision, &one.body);
        fault::point("after post");
        told
    }
}

#[cfg(test)]
mod tests {
    use super::signature;

    /// As Python's `hmac.new(b"key", b"1700000000.{}", "sha256").hexdigest()` has it.
    #[test]
    fn the_signature_is_that_of_others() {
        let ours = signature(b"key", 1_700_000_000, "{}");
        assert_eq!(ours, "v1=9d713ed406bb7076d4123f0dc2c39d2df5c654ed4b0cd56b52c8b4c940bd63ae");
    }
}
