//! From the outbox to the sinks, after the commit. Each sink is told in order, marked after it was told, and stops
//! where it cannot take more: the rest waits in the outbox.

use crate::fault;
use crate::sink::{Group, Means, Sink, To, Told, ready};
use crate::stop::Stop;
use crate::store::{Pending, Store};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Most alerts that are told at once: an alert with its answers may have half a megabyte.
const SOME: i64 = 64;

/// How one sink went.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct Delivered {
    /// How many it took.
    pub(crate) told: u64,
    /// How many it will never take.
    pub(crate) dead: u64,
    /// Why the rest waits.
    pub(crate) waits: Option<String>,
    /// When it is tried again.
    again: Option<Instant>,
}

/// One sink with its name.
pub(crate) struct Named {
    pub(crate) to: To,
    name: String,
    sink: Box<dyn Sink>,
    pub(crate) delivered: Delivered,
}

/// Every sink of a run.
pub(crate) struct Deliverer {
    pub(crate) sinks: Vec<Named>,
    stop: Arc<AtomicBool>,
    pause: Duration,
    /// Sinks that could not be told just now.
    pub(crate) fresh: Vec<String>,
}

impl Deliverer {
    /// The sinks, which the state is told of.
    pub(crate) fn new(to: &[To], means: &Means, store: &Store) -> Result<Deliverer, Stop> {
        let mut sinks: Vec<Named> = Vec::new();
        for one in to {
            let name = one.name();
            if sinks.iter().all(|known| known.name != name) {
                let sink = ready(one, means);
                sinks.push(Named { to: one.clone(), name, sink, delivered: Delivered::default() });
            }
        }
        let names: Vec<&str> = sinks.iter().map(|sink| sink.name.as_str()).collect();
        store.name_sinks(&names)?;
        Ok(Deliverer {
            sinks,
            stop: Arc::clone(&means.stop),
            pause: means.patience.longest,
            fresh: Vec::new(),
        })
    }

    /// Tells every sink what it was not told yet.
    pub(crate) fn all(&mut self, store: &Store) -> Result<(), Stop> {
        for named in &mut self.sinks {
            // One that could not be told is let alone for a while: a backlog of a thousand files would wait each time.
            if named.delivered.again.is_some_and(|again| Instant::now() < again) {
                continue;
            }
            (named.delivered.waits, named.delivered.again) = (None, None);
            while named.next(store)? {
                if self.stop.load(Ordering::Relaxed) && named.sink.group() == Group::One {
                    break;
                }
            }
            if named.delivered.waits.is_some() {
                named.delivered.again = Some(Instant::now() + self.pause);
                self.fresh.push(named.to.to_string());
            }
        }
        Ok(())
    }
}

impl Named {
    /// Tells the next group; whether there may be more.
    fn next(&mut self, store: &Store) -> Result<bool, Stop> {
        let (cursor, place) = store.sink(&self.name)?;
        let (group, many) = match self.sink.group() {
            Group::One => (store.pending(cursor, 1, false)?, 1),
            Group::Some => (store.pending(cursor, SOME, false)?, 0),
            Group::OfOneFile => (store.pending(cursor, SOME, true)?, 0),
            Group::Newest => store.newest_pending(cursor)?,
        };
        let Some(last) = group.last() else { return Ok(false) };
        let seq = last.seq;
        let place = if place < 0 {
            match self.sink.begin() {
                Ok(place) => {
                    store.mark(&self.name, cursor, place, None)?;
                    fault::point("sink begun");
                    place
                }
                Err(why) => {
                    self.delivered.waits = Some(why);
                    return Ok(false);
                }
            }
        } else {
            place
        };
        fault::point("before delivery");
        if fault::broken("mark before delivery") {
            store.mark(&self.name, seq, place, None)?;
            fault::point("before mark");
        }
        let told = self.sink.tell(store, &group, place);
        fault::point("before mark");
        let more = self.mark(store, &group, many.max(group.len() as u64), (seq, place), told)?;
        fault::point("after mark");
        Ok(more)
    }

    fn mark(
        &mut self,
        store: &Store,
        group: &[Pending],
        many: u64,
        (seq, place): (i64, i64),
        told: Told,
    ) -> Result<bool, Stop> {
        match (told, group.first()) {
            (Told::Yes(place), _) => {
                store.mark(&self.name, seq, place, None)?;
                self.delivered.told += many;
            }
            (Told::Dead(why), Some(one)) => {
                store.mark(&self.name, seq, place, Some((one, &why)))?;
                self.delivered.dead += 1;
            }
            (Told::Dead(why) | Told::Later(why), _) => {
                self.delivered.waits = Some(why);
                return Ok(false);
            }
        }
        Ok(true)
    }
}
