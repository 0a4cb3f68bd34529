//! What every request shares: the world, its engine and fingerprint, and how many answers are worked out at once.

use crate::atlas::Atlas;
use crate::shelf::Shelf;
use servanda::corpus;
use servanda::engine::Engine;
use servanda::engine::changes::Almanac;
use servanda::model::World;
use servanda_pages::map::Map;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// The options of the command that say which treaties were read, such as `--add FILE`, with their values.
pub type Texts = Vec<(&'static str, String)>;

/// Answers worked out at once; more wait.
const AT_ONCE: usize = 8;

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
}

impl Desk {
    /// The desk of a world. The world stays for as long as the process.
    pub(crate) fn new(world: World, texts: Texts) -> Result<Desk, String> {
        let world: &'static World = Box::leak(Box::new(world));
        let fingerprint = corpus::fingerprint(world);
        let digits = fingerprint.rsplit(':').next().unwrap_or_default();
        let data = digits.get(..16).unwrap_or(digits).to_owned();
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
            places: Semaphore::new(AT_ONCE),
        })
    }
}
