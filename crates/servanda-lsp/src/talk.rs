//! The conversation with an editor: what comes in, in which order it is answered, and when it ends.

use crate::server::Server;
use crate::wire::Incoming;
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};
use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::{LogMessageParams, MessageType};
use servanda::model::World;
use servanda::syntax::Source;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

/// How the conversation ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    /// The editor said goodbye.
    Goodbye,
    /// It went away, or left without a word.
    Gone,
}

/// So long nothing must come in before tests are run and the other open texts looked at.
const QUIET: Duration = Duration::from_millis(200);

/// Answers until the editor leaves.
pub fn serve(
    base: World,
    texts: Vec<Source>,
    incoming: &Receiver<Incoming>,
    outgoing: &Sender<Message>,
) -> End {
    let mut waiting = VecDeque::new();
    let mut talk = Talk { start: Some((base, texts)), server: None, said_goodbye: false, outgoing };
    loop {
        if waiting.is_empty() {
            let quiet = talk.server.as_ref().is_some_and(Server::has_later);
            let next = match quiet {
                true => incoming.recv_timeout(QUIET),
                false => incoming.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match (next, &mut talk.server) {
                (Ok(message), _) => waiting.push_back(message),
                (Err(RecvTimeoutError::Timeout), Some(server)) => {
                    guarded(|| server.later(incoming));
                    continue;
                }
                (Err(_), _) => return End::Gone,
            }
        }
        while let Ok(message) = incoming.try_recv() {
            waiting.push_back(message);
        }
        cancel(&mut waiting, outgoing);
        let Some(message) = waiting.pop_front() else { continue };
        if let Some(end) = talk.take(message) {
            return end;
        }
        // A run of keystrokes is looked at once, when the last of it is there.
        if let Some(server) = &mut talk.server
            && !waiting.front().is_some_and(is_change)
        {
            guarded(|| server.look());
        }
    }
}

/// Where the conversation stands.
struct Talk<'o> {
    /// What the server is to begin with.
    start: Option<(World, Vec<Source>)>,
    server: Option<Server<'o>>,
    said_goodbye: bool,
    outgoing: &'o Sender<Message>,
}

impl Talk<'_> {
    /// Takes one message; the end, if it is that.
    fn take(&mut self, message: Incoming) -> Option<End> {
        match message {
            Incoming::Malformed(why) => {
                log(self.outgoing, &format!("a message that is none was passed over: {why}"));
            }
            Incoming::Message(Message::Notification(note)) if note.method == "exit" => {
                return Some(if self.said_goodbye { End::Goodbye } else { End::Gone });
            }
            Incoming::Message(Message::Notification(note)) => {
                if let Some(server) = &mut self.server {
                    server.notification(note);
                }
            }
            Incoming::Message(Message::Request(request)) => self.request(request),
            Incoming::Message(Message::Response(_)) => {}
        }
        None
    }

    fn request(&mut self, request: Request) {
        let refuse = |id: RequestId, code: ErrorCode, words: &str| {
            answer(self.outgoing, Response::new_err(id, code as i32, words.to_owned()));
        };
        if self.said_goodbye {
            let words = "the server has been told to shut down";
            return refuse(request.id, ErrorCode::InvalidRequest, words);
        }
        if let Some(server) = &mut self.server {
            self.said_goodbye = request.method == "shutdown";
            return server.request(request);
        }
        if request.method != "initialize" {
            let words = "the first request is `initialize`";
            return refuse(request.id, ErrorCode::ServerNotInitialized, words);
        }
        let params = match serde_json::from_value(request.params) {
            Ok(params) => params,
            Err(error) => {
                return refuse(request.id, ErrorCode::InvalidParams, &error.to_string());
            }
        };
        if let Some((base, texts)) = self.start.take() {
            let (server, abilities) = Server::begin(base, texts, &params, self.outgoing);
            answer(self.outgoing, Response::new_ok(request.id, abilities));
            self.server = Some(server);
        }
    }
}

/// Runs what must not end the session whatever happens; whether it came to its end.
pub(crate) fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    // A text that breaks something is replaced as a whole with the next keystroke: nothing half-done stays.
    catch_unwind(AssertUnwindSafe(work)).ok()
}

pub(crate) fn answer(outgoing: &Sender<Message>, response: Response) {
    // An editor that has gone reads no answer.
    let _ = outgoing.send(Message::Response(response));
}

pub(crate) fn log(outgoing: &Sender<Message>, words: &str) {
    let params = LogMessageParams { typ: MessageType::WARNING, message: words.to_owned() };
    let _ =
        outgoing.send(Message::Notification(Notification::new("window/logMessage".into(), params)));
}

fn is_change(message: &Incoming) -> bool {
    matches!(message, Incoming::Message(Message::Notification(note)) if note.method == "textDocument/didChange")
}

/// Refuses the requests that wait and are no longer wanted.
fn cancel(waiting: &mut VecDeque<Incoming>, outgoing: &Sender<Message>) {
    let wanted = |message: &Incoming| match message {
        Incoming::Message(Message::Notification(note)) if note.method == "$/cancelRequest" => {
            let id = note.params.get("id")?;
            serde_json::from_value::<RequestId>(id.clone()).ok()
        }
        _ => None,
    };
    let ids: Vec<RequestId> = waiting.iter().filter_map(wanted).collect();
    if ids.is_empty() {
        return;
    }
    waiting.retain(|message| match message {
        Incoming::Message(Message::Request(request)) if ids.contains(&request.id) => {
            let words = "the editor took the request back".to_owned();
            answer(
                outgoing,
                Response::new_err(request.id.clone(), ErrorCode::RequestCanceled as i32, words),
            );
            false
        }
        _ => true,
    });
}
