//! How far a world has been read, so that texts read after that can be taken back and read anew. Adding texts only ever
//! adds: what was there keeps its number, and nothing of it is about what came later.

use super::world::World;
use std::collections::BTreeMap;

/// A state of a world to which it can be brought back.
#[derive(Clone, Debug)]
pub struct Mark {
    treaties: usize,
    areas: usize,
    priorities: usize,
    gave_way: usize,
    /// Sources, events, findings, performances, decisions, claims, proposals, tests.
    record: [usize; 8],
    questions: BTreeMap<String, String>,
}

impl World {
    /// Marks how far the world has been read. The texts themselves are not counted: they keep their numbers.
    pub fn mark(&self) -> Mark {
        let record = &self.record;
        Mark {
            treaties: self.treaties.len(),
            areas: self.areas.len(),
            priorities: self.priorities.len(),
            gave_way: self.gave_way.len(),
            record: [
                record.sources.len(),
                record.events.len(),
                record.findings.len(),
                record.performances.len(),
                record.decisions.len(),
                record.claims.len(),
                record.proposals.len(),
                record.tests.len(),
            ],
            questions: record.questions.clone(),
        }
    }

    /// Takes back whatever was read since.
    pub fn back_to(&mut self, mark: &Mark) {
        self.treaties.truncate(mark.treaties);
        self.areas.truncate(mark.areas);
        self.priorities.truncate(mark.priorities);
        self.gave_way.truncate(mark.gave_way);
        let record = &mut self.record;
        let [sources, events, findings, performances, decisions, claims, proposals, tests] =
            mark.record;
        record.sources.truncate(sources);
        record.events.truncate(events);
        record.findings.truncate(findings);
        record.performances.truncate(performances);
        record.decisions.truncate(decisions);
        record.claims.truncate(claims);
        record.proposals.truncate(proposals);
        record.tests.truncate(tests);
        record.questions.clone_from(&mark.questions);
    }
}
