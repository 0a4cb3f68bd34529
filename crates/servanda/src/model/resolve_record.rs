//! Events, findings, duties' fates, decisions, claims and tests, with names resolved.

use super::outline::{Block, BlockKind};
use super::record::{Claim, Decision, Event, Finding, PerformanceRecord, Proposal, TestCase};
use super::resolve::Resolver;
use crate::syntax::clause::{Clause, Name};
use crate::syntax::diagnostic::did_you_mean;
use crate::syntax::vocabulary::{ClaimStatus, Proposed};
use crate::syntax::{Code, Diagnostic, Span};
use crate::time::UncertainDay;

impl Resolver<'_> {
    /// Everything recorded but sources and events, which are read first.
    pub(super) fn record<'b, 'd: 'b>(&mut self, blocks: impl Iterator<Item = &'b Block<'d>>) {
        for block in blocks {
            match block.kind {
                BlockKind::Finding => self.finding(block),
                BlockKind::Performance => self.performance(block),
                BlockKind::Decision => self.decision(block),
                BlockKind::Claim => self.claim(block),
                BlockKind::Proposal => self.proposal(block),
                BlockKind::Test => self.test(block),
                _ => {}
            }
        }
    }

    /// A recorded event.
    pub(super) fn event(&mut self, block: &Block<'_>) {
        let Clause::Event { id, title } = block.head.clause else { return };
        self.check_once(block);
        if self.clash(id, self.world.record.event(&id.text).map(|event| event.at), "an event") {
            return;
        }
        let mut on = None;
        let mut known = None;
        let mut place = None;
        let mut occurs = Vec::new();
        for placed in &block.clauses {
            match placed.clause {
                Clause::On { day } => on = Some(day.day.clone()),
                Clause::Known { from } => known = Some(from.day.clone()),
                Clause::Place { place: name } => place = self.place(name),
                Clause::Occurs { what } => {
                    let actor = what.actor.as_ref().map(|name| self.actor(name, None));
                    let target = what.target.as_ref().map(|name| self.actor(name, None));
                    if actor != Some(None) && target != Some(None) {
                        occurs.push((what.kind, actor.flatten(), target.flatten()));
                    }
                }
                _ => {}
            }
        }
        if block.faulty && (on.is_none() || occurs.is_empty()) {
            return;
        }
        let Some(on) = on else { return self.lacks(block.head.at, "an event", "on DATE") };
        if occurs.is_empty() {
            return self.lacks(block.head.at, "an event", "occurs NAME attacks NAME");
        }
        let cited = self.cited(&block.clauses);
        let (id, title, at) = (id.text.clone(), title.text.clone(), id.at);
        self.world.record.events.push(Event { id, title, on, known, occurs, place, cited, at });
    }

    fn lacks(&mut self, at: Span, what: &str, form: &str) {
        let message = format!("{what} lacks a part");
        self.say(Diagnostic::at(Code::SV0504, at, message).help(format!("add `{form}`")));
    }

    /// Says that an id is taken, if it is.
    pub(super) fn clash(&mut self, id: &Name, first: Option<Span>, what: &str) -> bool {
        let Some(first) = first else { return false };
        self.say(
            Diagnostic::at(Code::SV0417, id.at, format!("{what} `{}` is there already", id.text))
                .against(first, "the first one")
                .help("give one of them another id")
                .instead(&format!("{}-2", id.text)),
        );
        true
    }

    fn event_named(&mut self, name: &Name) -> Option<String> {
        if self.world.record.event(&name.text).is_some() {
            return Some(name.text.clone());
        }
        let known = self.world.record.events.iter().map(|event| event.id.as_str());
        let near = did_you_mean(&name.text, known).map(str::to_owned);
        let fault =
            Diagnostic::at(Code::SV0501, name.at, format!("no event has the id `{}`", name.text));
        self.say(fault.help(near.map_or_else(
            || format!("declare it: `event {} \"title\"` with `on` and `occurs`", name.text),
            |near| format!("did you mean `{near}`?"),
        )));
        None
    }

    fn finding(&mut self, block: &Block<'_>) {
        let Clause::Finding { name, found, event, by, on } = block.head.clause else { return };
        self.check_once(block);
        let Some(event) = self.event_named(event) else { return };
        let known = known_from(block);
        let cited = self.cited(&block.clauses);
        self.world.record.findings.push(Finding {
            name: name.text.clone(),
            found: *found,
            event,
            by: by.text.clone(),
            on: on.day.clone(),
            known,
            cited,
            at: block.head.at,
        });
    }

    fn performance(&mut self, block: &Block<'_>) {
        let Clause::DutyRecord { norm, of, event, what, by, on } = block.head.clause else {
            return;
        };
        self.check_once(block);
        let event = self.event_named(event);
        let of = self.actor(of, None);
        let target = self.norm_ref(norm, None);
        let (Some(event), Some(of), Some(_)) = (event, of, target) else { return };
        let cited = self.cited(&block.clauses);
        self.world.record.performances.push(PerformanceRecord {
            norm: norm.text.clone(),
            of,
            event,
            what: *what,
            by: by.text.clone(),
            on: on.day.clone(),
            cited,
            at: block.head.at,
        });
    }

    fn decision(&mut self, block: &Block<'_>) {
        let Clause::Decision { id, by, on } = block.head.clause else { return };
        self.check_once(block);
        let first = self.world.record.decisions.iter().find(|other| other.id == id.text);
        if self.clash(id, first.map(|other| other.at), "a decision") {
            return;
        }
        let mut decision = Decision {
            id: id.text.clone(),
            by: self.actors(by, None),
            on: on.day.clone(),
            about: Vec::new(),
            agreed: Vec::new(),
            postponed: Vec::new(),
            rejected: Vec::new(),
            cited: self.cited(&block.clauses),
            at: id.at,
        };
        for placed in &block.clauses {
            match placed.clause {
                Clause::About { what } => decision.about.extend(self.subjects(what)),
                Clause::Agreed { text } => decision.agreed.push(text.text.clone()),
                Clause::Postponed { text, until } => {
                    decision.postponed.push((text.text.clone(), until.clone()));
                }
                Clause::Rejected { text } => decision.rejected.push(text.text.clone()),
                _ => {}
            }
        }
        if decision.agreed.is_empty()
            && decision.postponed.is_empty()
            && decision.rejected.is_empty()
            && !block.faulty
        {
            self.lacks(block.head.at, "a decision", "agreed \"what\"");
        }
        self.world.record.decisions.push(decision);
    }

    /// What a record is about: treaties or events.
    fn subjects(&mut self, names: &[Name]) -> Vec<String> {
        let mut found = Vec::new();
        for name in names {
            let event = self.world.record.event(&name.text).is_some();
            if event || self.treaty_named(name).is_some() {
                found.push(name.text.clone());
            }
        }
        found
    }

    fn claim(&mut self, block: &Block<'_>) {
        let Clause::Claim { id, by, of } = block.head.clause else { return };
        self.check_once(block);
        if self.clash(id, self.world.record.claim(&id.text).map(|claim| claim.at), "a claim") {
            return;
        }
        let mut claim = Claim {
            id: id.text.clone(),
            by: by.text.clone(),
            of: of.as_ref().map(|of| of.text.clone()),
            on: None,
            about: Vec::new(),
            says: String::new(),
            status: ClaimStatus::Opinion,
            asserts: Vec::new(),
            cited: self.cited(&block.clauses),
            at: id.at,
        };
        for placed in &block.clauses {
            match placed.clause {
                Clause::On { day } => claim.on = Some(day.day.clone()),
                Clause::About { what } => claim.about.extend(self.subjects(what)),
                Clause::Says { text } => claim.says.clone_from(&text.text),
                Clause::Status { status } => claim.status = *status,
                Clause::Asserts { denied, finding, event } => {
                    let event = event.as_ref().and_then(|event| self.event_named(event));
                    claim.asserts.push((finding.text.clone(), !denied, event));
                }
                _ => {}
            }
        }
        if claim.says.is_empty() && !block.faulty {
            self.lacks(block.head.at, "a claim", "says \"what it says\"");
        }
        self.world.record.claims.push(claim);
    }

    /// A proposal: kept with its words, and no fact. The states it names must be states.
    fn proposal(&mut self, block: &Block<'_>) {
        let Clause::Proposal { id, source, start, end, confidence } = block.head.clause else {
            return;
        };
        self.check_once(block);
        let first = self.world.record.proposals.iter().find(|other| other.id == id.text);
        if self.clash(id, first.map(|other| other.at), "a proposal") {
            return;
        }
        let mut proposes = None;
        let mut refused = false;
        for placed in &block.clauses {
            match placed.clause {
                Clause::Proposes { what, who, toward, .. } => {
                    if *what != Proposed::Claim {
                        self.actors(who, None);
                        self.actors(toward, None);
                    }
                    proposes = Some(placed.clause.clone());
                }
                Clause::Refused { .. } => refused = true,
                _ => {}
            }
        }
        let Some(proposes) = proposes else {
            if !block.faulty {
                let form = "proposes membership UZB of CST as acceded";
                self.lacks(block.head.at, "a proposal", form);
            }
            return;
        };
        let cited = self.cited(&block.clauses);
        self.world.record.proposals.push(Proposal {
            id: id.text.clone(),
            source: source.text.clone(),
            place: (*start, *end),
            confidence: *confidence,
            proposes,
            refused,
            cited,
            at: id.at,
        });
    }

    fn test(&mut self, block: &Block<'_>) {
        let Clause::Test { title } = block.head.clause else { return };
        self.check_once(block);
        let mut ask = None;
        let (mut settings, mut expects) = (Vec::new(), Vec::new());
        for placed in &block.clauses {
            match placed.clause {
                Clause::Ask { question } => ask = Some((question.text.clone(), question.at)),
                Clause::Expect { .. } => expects.push((placed.clause.clone(), placed.at)),
                other => settings.push((other.clone(), placed.at)),
            }
        }
        let (Some(ask), false) = (ask, expects.is_empty()) else {
            if block.faulty {
                return;
            }
            let message = format!("test \"{}\" asks nothing or expects nothing", title.text);
            self.say(Diagnostic::at(Code::SV0506, block.head.at, message).help(
                "add `ask \"attack on TAJ by AFG on 2002-05-14\"` and `expect RUS must aid TAJ`",
            ));
            return;
        };
        let (title, at) = (title.text.clone(), block.head.at);
        self.world.record.tests.push(TestCase { title, ask, settings, expects, at });
    }
}

fn known_from(block: &Block<'_>) -> Option<UncertainDay> {
    block.clauses.iter().find_map(|placed| match placed.clause {
        Clause::Known { from } => Some(from.day.clone()),
        _ => None,
    })
}
