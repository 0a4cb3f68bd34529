//! What every request shares: the world, its engine and fingerprint, and how many answers are worked out at once.

use crate::atlas::Atlas;
use crate::respond::{Answers, answers};
use crate::shelf::Shelf;
use servanda::corpus;
use servanda::engine::Engine;
use servanda::engine::changes::Almanac;
use servanda::model::World;
use servanda_foresee::forecast::Files;
use servanda_pages::map::Map;
use std::fmt::{self, Write as _};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// The options of the command that say which treaties were read, such as `--add FILE`, with their values.
pub type Texts = Vec<(&'static str, String)>;

/// Answers worked out at once: one on each core, and never a single one, which a slow one could hold up. More wait: at
/// once they would only be slower, and take more memory.
pub(crate) fn at_once() -> usize {
    std::thread::available_parallelism().map_or(2, |cores| cores.get().clamp(2, 16))
}

/// Texts that were sent and are worked on at once; more wait. What they cost is for the sender to say, so pages go first.
pub(crate) const SENT_AT_ONCE: usize = 2;

/// What every request shares.
pub(crate) struct Desk {
    pub(crate) world: &'static World,
    pub(crate) engine: Engine<'static>,
    /// The fingerprint of every text and table.
    pub(crate) fingerprint: String,
    /// Its first sixteen digits, as addresses and pages show it.
    pub(crate) data: String,
    pub(crate) texts: Texts,
    pub(crate) map: Map,
    /// The dated pledges of every treaty.
    pub(crate) atlas: Arc<Atlas>,
    /// What is worked out once.
    pub(crate) shelf: Shelf,
    pub(crate) almanac: Almanac,
    pub(crate) places: Semaphore,
    pub(crate) sent_places: Arc<Semaphore>,
    /// Data of the user's own for forecasts.
    pub(crate) files: Files,
    /// Answers that were given.
    pub(crate) answers: Answers,
}

impl Desk {
    /// The desk of a world. The world stays for as long as the process.
    pub(crate) fn new(world: World, texts: Texts) -> Result<Desk, String> {
        let world: &'static World = Box::leak(Box::new(world));
        let fingerprint = corpus::fingerprint(world);
        let data = short(&fingerprint, &Files::default());
        let engine = Engine::new(world);
        Ok(Desk {
            world,
            atlas: Arc::new(Atlas::new(&engine)),
            engine,
            fingerprint,
            data,
            texts,
            map: Map::embedded()?,
            shelf: Shelf::new(world),
            almanac: Almanac::of(world),
            places: Semaphore::new(at_once()),
            sent_places: Arc::new(Semaphore::new(SENT_AT_ONCE)),
            files: Files::default(),
            answers: answers(),
        })
    }

    /// The same with files of the user's own, for forecasts.
    pub(crate) fn with_files(self, files: Files) -> Desk {
        Desk { data: short(&self.fingerprint, &files), files, ..self }
    }
}

/// The digits by which addresses and pages name the data. The user's own files count, for forecasts rest on them.
fn short(fingerprint: &str, files: &Files) -> String {
    let mut digits = fingerprint.rsplit(':').next().unwrap_or_default().to_owned();
    let Files { members, histories, counted, capabilities } = files;
    if members.is_some() || histories.is_some() || counted.is_some() || capabilities.is_some() {
        let mut hash = Hashed(blake3::Hasher::new());
        let _ = write!(hash, "{digits} {files:?}");
        digits = hash.0.finalize().to_hex().to_string();
    }
    digits.truncate(16);
    digits
}

/// A hash of what is written, none of which is kept.
struct Hashed(blake3::Hasher);

impl fmt::Write for Hashed {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.update(text.as_bytes());
        Ok(())
    }
}
