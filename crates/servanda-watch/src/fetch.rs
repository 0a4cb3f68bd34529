//! What an address that the user named holds: fetched whole or not at all, within bounds of time and size, tried
//! again where that may help. Knows no feed.

use crate::clock;
use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, SystemTime};
use ureq::http::{HeaderMap, Response};
use ureq::{Agent, Body};

/// How long and how often to wait for others.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For a connection.
    pub connect: Duration,
    /// For the next bytes of an answer.
    pub read: Duration,
    /// For a whole answer.
    pub whole: Duration,
    /// The most bytes of a body.
    pub most: u64,
    /// How often something is tried.
    pub tries: u32,
    /// The first wait between two tries; each is twice the one before, and up to as much again by chance.
    pub first: Duration,
    /// The longest wait, also where a server asks for more.
    pub longest: Duration,
}

impl Default for Patience {
    fn default() -> Patience {
        Patience {
            connect: Duration::from_secs(10),
            read: Duration::from_secs(30),
            whole: Duration::from_mins(10),
            most: 1 << 30,
            tries: 5,
            first: Duration::from_millis(500),
            longest: Duration::from_mins(1),
        }
    }
}

impl Patience {
    /// How long to wait after a try that failed, the first being 0. `asked` is what the server asks for.
    pub(crate) fn wait(&self, tried: u32, asked: Option<Duration>, salt: &str) -> Duration {
        if let Some(asked) = asked {
            return asked.min(self.longest);
        }
        let step = self.first.saturating_mul(1 << tried.min(16));
        // By chance, so that many who were refused at once do not come back at once.
        let seed = format!("{salt} {tried} {} {:?}", std::process::id(), SystemTime::now());
        let chance = blake3::hash(seed.as_bytes());
        let chance = u32::from(chance.as_bytes().first().copied().unwrap_or(0));
        (step + step * chance / 255).min(self.longest)
    }

    /// A client that waits so long and follows so many redirects.
    pub(crate) fn agent(&self, redirects: u32) -> Agent {
        let agent = concat!("servanda/", env!("CARGO_PKG_VERSION"));
        Agent::config_builder()
            .timeout_connect(Some(self.connect))
            .timeout_recv_response(Some(self.read))
            .timeout_per_read(Some(self.read))
            .timeout_global(Some(self.whole))
            .http_status_as_error(false)
            .max_redirects(redirects)
            .max_redirects_will_error(false)
            .user_agent(agent)
            .build()
            .into()
    }
}

/// Most redirects of one request.
const REDIRECTS: u32 = 5;

/// What came.
#[derive(Debug)]
pub(crate) enum Fetched {
    /// Nothing is new.
    Same,
    /// A whole body, with what HTTP says of its version.
    Body { file: File, etag: String, modified: String },
    /// It is not there, or what came is not whole; why.
    Not(String),
}

/// Fetches addresses.
pub(crate) struct Fetcher {
    agent: Agent,
    patience: Patience,
}

fn header(headers: &HeaderMap, name: &str) -> String {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

/// What a server asks for: seconds, or a day and time.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = header(headers, "retry-after");
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let at = httpdate::parse_http_date(&value).ok()?;
    Some(at.duration_since(SystemTime::now()).unwrap_or_default())
}

/// Why a body is not whole.
enum Broken {
    /// To try again may help.
    Again(String),
    /// It will not.
    Never(String),
}

impl Fetcher {
    pub(crate) fn new(patience: Patience) -> Fetcher {
        Fetcher { agent: patience.agent(REDIRECTS), patience }
    }

    /// Fetches an address, unless it is the same as when it bore these marks.
    pub(crate) fn fetch(
        &self,
        url: &str,
        etag: &str,
        modified: &str,
        stop: &AtomicBool,
        check: &dyn Fn(&mut File) -> io::Result<Option<String>>,
    ) -> Fetched {
        let mut why = String::new();
        for tried in 0..self.patience.tries.max(1) {
            let mut request = self.agent.get(url);
            if !etag.is_empty() {
                request = request.header("If-None-Match", etag);
            }
            if !modified.is_empty() {
                request = request.header("If-Modified-Since", modified);
            }
            let mut asked = None;
            match request.call() {
                Err(error) => why = error.to_string(),
                Ok(answer) => {
                    let status = answer.status().as_u16();
                    asked = retry_after(answer.headers());
                    match status {
                        304 => return Fetched::Same,
                        200 => match self.body(answer, check) {
                            Ok(fetched) => return fetched,
                            Err(Broken::Never(cause)) => return Fetched::Not(cause),
                            Err(Broken::Again(cause)) => why = cause,
                        },
                        408 | 425 | 429 | 500..=599 => why = format!("the server answers {status}"),
                        300..=399 => {
                            return Fetched::Not(format!(
                                "the server answers {status}, and leads elsewhere more than {REDIRECTS} times or nowhere"
                            ));
                        }
                        _ => return Fetched::Not(format!("the server answers {status}")),
                    }
                }
            }
            if tried + 1 < self.patience.tries {
                clock::wait(self.patience.wait(tried, asked, url), stop);
            }
            if stop.load(std::sync::atomic::Ordering::Relaxed) {
                break;
            }
        }
        Fetched::Not(format!("{why} (tried {} times)", self.patience.tries))
    }

    fn body(
        &self,
        answer: Response<Body>,
        check: &dyn Fn(&mut File) -> io::Result<Option<String>>,
    ) -> Result<Fetched, Broken> {
        let most = self.patience.most;
        let headers = answer.headers();
        let (etag, modified) = (header(headers, "etag"), header(headers, "last-modified"));
        let promised: Option<u64> = header(headers, "content-length").parse().ok();
        let too_long = || {
            Broken::Never(format!(
                "it has more than {most} bytes, which are the most that are read"
            ))
        };
        if promised.is_some_and(|bytes| bytes > most) {
            return Err(too_long());
        }
        let again = |error: io::Error| {
            Broken::Again(format!("the body cannot be read to its end: {error}"))
        };
        let mut file =
            scratch().map_err(|error| Broken::Never(format!("no room for what comes: {error}")))?;
        let reader = answer.into_body().into_with_config().limit(u64::MAX).reader();
        let bytes = io::copy(&mut reader.take(most + 1), &mut file).map_err(again)?;
        if bytes > most {
            return Err(too_long());
        }
        if let Some(promised) = promised.filter(|promised| *promised != bytes) {
            return Err(Broken::Again(format!(
                "the body was cut: {bytes} of {promised} bytes came"
            )));
        }
        file.flush().and_then(|()| file.rewind()).map_err(again)?;
        if let Some(cause) = check(&mut file).map_err(again)? {
            return Err(Broken::Again(cause));
        }
        file.rewind().map_err(again)?;
        Ok(Fetched::Body { file, etag, modified })
    }
}

/// A file that nobody else sees and that goes when it is closed.
pub(crate) fn scratch() -> io::Result<File> {
    let name = format!(".servanda-{}-{}", std::process::id(), clock::seconds());
    let path = std::env::temp_dir().join(name);
    let mut options = File::options();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(&path)?;
    std::fs::remove_file(&path)?;
    Ok(file)
}
