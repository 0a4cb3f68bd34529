//! From the outbox to the sinks, after the commit. Each sink is told in order, marked after it was told, and stops
//! where it cannot take more: the rest waits in the outbox.

use crate::fault;
use crate::sink::{Group, Means, Sink, To, Told, ready};
use crate::stop::Stop;
use crate::store::{Pending, Store};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Most alerts that are told at once where as many as there are may be.
const MANY: i64 = 256;
/// The alerts of one file are told together, whatever their number.
const ALL: i64 = i64::MAX;

/// How one sink went.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct Delivered {
    /// How many it took.
    pub(crate) told: u64,
    /// How many it will never take.
    pub(crate) dead: u64,
    /// Why the rest waits.
    pub(crate) waits: Option<String>,
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
        Ok(Deliverer { sinks, stop: Arc::clone(&means.stop) })
    }

    /// Tells every sink what it was not told yet.
    pub(crate) fn all(&mut self, store: &Store) -> Result<(), Stop> {
        for named in &mut self.sinks {
            named.delivered.waits = None;
            while named.next(store)? {
                if self.stop.load(std::sync::atomic::Ordering::Relaxed)
                    && named.sink.group() == Group::One
                {
                    break;
                }
            }
        }
        Ok(())
    }
}

impl Named {
    /// Tells the next group; whether there may be more.
    fn next(&mut self, store: &Store) -> Result<bool, Stop> {
        let (cursor, place) = store.sink(&self.name)?;
        let (most, of_one_file) = match self.sink.group() {
            Group::One => (1, false),
            Group::File => (ALL, true),
            Group::Many => (MANY, false),
        };
        let group = store.pending(cursor, most, of_one_file)?;
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
        let more = self.mark(store, &group, seq, place, told)?;
        fault::point("after mark");
        Ok(more)
    }

    fn mark(
        &mut self,
        store: &Store,
        group: &[Pending],
        seq: i64,
        place: i64,
        told: Told,
    ) -> Result<bool, Stop> {
        match (told, group.first()) {
            (Told::Yes(place), _) => {
                store.mark(&self.name, seq, place, None)?;
                self.delivered.told += group.len() as u64;
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
