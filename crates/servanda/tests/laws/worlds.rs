//! Invented worlds as treaty text, with a question each: every clause that bears on a verdict, in
//! proportions in which verdicts of all kinds come up.

use crate::choices::Choices;
use proptest::prelude::*;
use servanda::engine::{Preference, Question};
use servanda::model::World;
use servanda::syntax::vocabulary::EventKind;
use servanda::syntax::{Diagnostic, Source};
use servanda::time::Day;
use std::fmt::Write as _;
use std::sync::LazyLock;

/// States with different lives: great powers of the time, one that is born in it, one that ends.
pub const MIXED: &[&str] = &["RUS", "TAJ", "UZB", "USA", "GMY", "AZE", "CZE", "ERI", "FRN", "KYR"];

/// States that nothing in the tables tells apart in the years of these worlds but their names.
pub const ALIKE: &[&str] = &["KYR", "KZK", "TAJ", "TKM", "UZB"];

/// Non-state actors and an organization of states.
const OTHERS: &[&str] = &["\"al-Qaida\"", "IMU", "NATO"];

const FINDINGS: &[&str] = &["provoked", "directed-from-abroad", "threatens-security"];

static TABLES: LazyLock<World> =
    LazyLock::new(|| servanda::corpus::empty_world().expect("the embedded tables can be read"));

/// A world of states and places only. The tables are read once.
pub fn bare_world() -> World {
    TABLES.clone()
}

/// A treaty with what belongs to it: its areas, events, findings and claims.
#[derive(Clone, Debug)]
pub struct Block {
    pub id: String,
    pub text: String,
}

/// What is asked, in names.
#[derive(Clone, Debug)]
pub struct Ask {
    pub kind: EventKind,
    pub target: Option<String>,
    pub actors: Vec<String>,
    pub place: Option<String>,
    pub on: Day,
    pub known: Option<Day>,
    pub known_to: Option<String>,
    pub assuming: Vec<String>,
    pub given: Vec<(String, bool)>,
    pub readings: Vec<String>,
    pub prefer: Vec<Preference>,
}

/// A world and a question about it.
#[derive(Clone)]
pub struct Sketch {
    pub states: Vec<&'static str>,
    pub treaties: Vec<Block>,
    /// Priorities between treaties, in a text of their own.
    pub priorities: String,
    pub asks: Vec<Ask>,
}

/// Worlds of the mixed states.
pub fn sketches() -> impl Strategy<Value = Sketch> {
    prop::collection::vec(any::<u8>(), 90..200).prop_map(|bytes| sketch(&bytes, MIXED))
}

/// Worlds of states that are alike.
pub fn sketches_of_like_states() -> impl Strategy<Value = Sketch> {
    prop::collection::vec(any::<u8>(), 90..200).prop_map(|bytes| sketch(&bytes, ALIKE))
}

/// The world that some bytes describe.
pub fn sketch(bytes: &[u8], pool: &[&'static str]) -> Sketch {
    let mut maker = Maker { choices: Choices::new(bytes), states: Vec::new(), norms: Vec::new() };
    maker.cast(pool);
    let mut asks = vec![maker.ask(), maker.ask()];
    let count = maker.choices.between(1, 3);
    let mut treaties = Vec::new();
    for number in 1..=count {
        treaties.push(maker.treaty(number, &asks[0]));
    }
    let priorities = maker.priorities();
    for ask in &mut asks {
        maker.settings(ask, count);
    }
    Sketch { states: maker.states, treaties, priorities, asks }
}

impl Sketch {
    /// Its texts, one treaty a file.
    pub fn texts(&self) -> Vec<Source> {
        let each = self.treaties.iter().map(|block| {
            Source::new(format!("{}.treaty", block.id.to_lowercase()), block.text.clone())
        });
        let mut texts: Vec<Source> = each.collect();
        if !self.priorities.is_empty() {
            texts.push(Source::new("priorities.treaty", self.priorities.clone()));
        }
        texts
    }

    /// The world, which must have no fault.
    pub fn world(&self) -> World {
        world_of(self.texts())
    }
}

/// As a person would read the case.
impl std::fmt::Debug for Sketch {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for text in self.texts() {
            writeln!(out, "\n{}", text.text)?;
        }
        for ask in &self.asks {
            let known = ask.known.map_or_else(|| "everything".to_owned(), |day| day.to_string());
            writeln!(out, "on {}, known {known}: {ask:?}", ask.on)?;
        }
        Ok(())
    }
}

/// The world of some texts, which must have no fault.
pub fn world_of(texts: Vec<Source>) -> World {
    let mut world = bare_world();
    let faults = world.add_texts(texts.clone());
    let shown = |faults: &[Diagnostic]| {
        servanda::syntax::diagnostic::render(faults, &world.sources, false, 100)
    };
    assert!(faults.is_empty(), "an invented world has faults:\n{}", shown(&faults));
    world
}

impl Ask {
    /// The question with its names resolved.
    pub fn question(&self, world: &World) -> Question {
        let actor = |name: &String| {
            let found = world.actor(name.trim_matches('"'), None);
            found.unwrap_or_else(|problem| panic!("nobody is called {name}: {problem:?}"))
        };
        let mut question = Question::new(self.kind, self.target.as_ref().map(actor), self.on);
        question.actors = self.actors.iter().map(actor).collect();
        question.place = self.place.as_ref().and_then(|place| world.place(place, None));
        question.known = self.known;
        question.known_to = self.known_to.as_ref().map(actor);
        question.assuming.clone_from(&self.assuming);
        question.given.clone_from(&self.given);
        question.readings.clone_from(&self.readings);
        question.prefer.clone_from(&self.prefer);
        question.text = servanda::engine::phrase::text_of(&question, world);
        question
    }
}

/// The middle day of the `step`th year of these worlds, on which things happen.
fn day_text(step: usize) -> String {
    format!("{}-{:02}-15", 1990 + step, 1 + step * 5 % 12)
}

fn day(text: &str) -> Day {
    text.parse().unwrap_or_else(|_| panic!("{text} is no day"))
}

/// The last step of time.
const LAST: usize = 12;

struct Maker<'b> {
    choices: Choices<'b>,
    states: Vec<&'static str>,
    /// Every norm so far: treaty, article, name.
    norms: Vec<String>,
}

/// The letters that the triggers of a norm bind.
#[derive(Clone, Copy)]
struct Letters {
    target: bool,
    actor: bool,
}

impl Maker<'_> {
    fn cast(&mut self, pool: &[&'static str]) {
        let mut rest: Vec<&'static str> = pool.to_vec();
        for _ in 0..self.choices.between(2, 6.min(pool.len())) {
            let index = self.choices.below(rest.len());
            self.states.push(rest.remove(index));
        }
    }

    fn state(&mut self) -> &'static str {
        let index = self.choices.below(self.states.len());
        self.states[index]
    }

    /// An actor: mostly a state of the cast.
    fn actor(&mut self) -> String {
        if self.choices.chance(12) {
            (*self.choices.of(OTHERS)).to_owned()
        } else {
            self.state().to_owned()
        }
    }

    /// A date in the given year, exact or not.
    fn date(&mut self, step: usize) -> String {
        let exact = day_text(step);
        let month = exact[..7].to_owned();
        match self.choices.below(100) {
            0..72 => exact,
            72..79 => month,
            79..84 => format!("{exact}~"),
            84..88 => format!("{exact}?"),
            88..97 => format!("between {month}-05 and {month}-25"),
            _ => exact[..4].to_owned(),
        }
    }

    fn span(&mut self, from: usize, to: usize) -> String {
        let to = if self.choices.chance(15) { "open".to_owned() } else { self.date(to) };
        if to.contains("between") {
            return format!("{}..{}", day_text(from), day_text(LAST));
        }
        let from = self.date(from);
        if from.contains("between") {
            format!("{}..{to}", &from[8..18])
        } else {
            format!("{from}..{to}")
        }
    }

    /// A day near one on which something happens.
    fn near(&mut self) -> Day {
        let step = self.choices.between(1, LAST);
        let middle = day(&day_text(step));
        middle.plus_days(*self.choices.of(&[0, 1, -1, 100, 8, -8, 200, -100]))
    }

    fn ask(&mut self) -> Ask {
        use EventKind::{
            Attack, Blockade, Coup, Incursion, Mobilisation, Terrorism, Threat, WarDeclared,
        };
        let kinds = [
            Attack,
            Attack,
            Attack,
            Attack,
            Attack,
            WarDeclared,
            Threat,
            Mobilisation,
            Incursion,
            Terrorism,
            Blockade,
            Coup,
        ];
        let kind = *self.choices.of(&kinds);
        let on = self.near();
        let target = self.state().to_owned();
        let mut actors = Vec::new();
        let count = *self.choices.of(&[1, 1, 1, 1, 0, 0, 2]);
        for _ in 0..count {
            let actor = self.actor();
            if actor != target && !actors.contains(&actor) {
                actors.push(actor);
            }
        }
        let aimless = kind == Mobilisation && !actors.is_empty() && self.choices.chance(40);
        Ask {
            kind,
            target: (!aimless).then_some(target),
            actors,
            place: self.choices.chance(25).then(|| (*self.choices.of(PLACES)).to_owned()),
            on,
            known: None,
            known_to: None,
            assuming: Vec::new(),
            given: Vec::new(),
            readings: Vec::new(),
            prefer: Vec::new(),
        }
    }

    /// What the asker knows, gives, assumes and chooses.
    fn settings(&mut self, ask: &mut Ask, treaties: usize) {
        if self.choices.chance(25) {
            let back = *self.choices.of(&[0, 1, 30, 400, 800, -30]);
            ask.known = Some(ask.on.plus_days(-back));
            if self.choices.chance(50) {
                ask.known_to = Some(self.state().to_owned());
            }
        }
        for name in FINDINGS {
            if self.choices.chance(15) {
                ask.given.push(((*name).to_owned(), self.choices.chance(50)));
            }
        }
        for number in 1..=treaties {
            if self.choices.chance(25) {
                ask.readings.push(format!("T{number}/{}", self.choices.of(&["broad", "narrow"])));
            }
            if self.choices.chance(20) {
                ask.assuming.push(format!("CLAIM-{number}"));
            }
        }
        for (_, preference) in Preference::ALL {
            if self.choices.chance(20) {
                ask.prefer.push(*preference);
            }
        }
    }

    fn treaty(&mut self, number: usize, ask: &Ask) -> Block {
        let id = format!("T{number}");
        let signed = self.choices.between(0, 3);
        let force = signed + self.choices.below(3);
        let mut text = format!("treaty {id} \"Invented treaty {number}\"\n");
        let _ = writeln!(text, "  signed {}", day_text(signed));
        if !self.choices.chance(12) {
            let date = if force > signed { self.date(force) } else { day_text(force) };
            let _ = writeln!(text, "  in force {date}");
        }
        if self.choices.chance(15) && force > signed {
            let _ = writeln!(text, "  provisional {}", self.span(signed, force));
        }
        match self.choices.below(10) {
            8 => {
                let end = self.choices.between(force + 1, LAST);
                let _ = writeln!(text, "  ended {} \"it lapsed\"", self.date(end));
            }
            9 => {
                let years = self.choices.between(2, 9);
                let renews = if self.choices.chance(50) { " renews automatically" } else { "" };
                let _ = writeln!(text, "  term {years} years{renews}");
            }
            _ => {}
        }
        if number > 1 && self.choices.chance(12) {
            let _ = writeln!(text, "  part of T{}", number - 1);
        }
        self.secret(&mut text, "  ", 8);
        if self.choices.chance(15) {
            let (one, other) = (self.states[0], self.states[1]);
            let (from, to) = (self.choices.between(force, 8), self.choices.between(9, LAST));
            let span = self.span(from, to);
            let _ = writeln!(text, "  suspended between {one} and {other} {span}");
        }
        if self.choices.chance(10) {
            text.push_str("  disclaims aid because \"it pledges no help\"\n");
        }
        self.members(&mut text, signed, force);
        let articles = self.choices.between(1, 2);
        for article in 1..=articles {
            self.article(&mut text, number, article, force, ask);
        }
        if text.contains("in area") {
            self.area(&mut text, number);
        }
        if self.choices.chance(45) {
            self.record(&mut text, number, ask);
        }
        Block { id, text }
    }

    fn secret(&mut self, text: &mut String, indent: &str, percent: usize) {
        if self.choices.chance(percent) {
            let until = self.choices.between(4, LAST);
            let date = self.date(until);
            let known = if self.choices.chance(50) {
                format!(" known to {}", self.state())
            } else {
                String::new()
            };
            let _ = writeln!(text, "{indent}secret until {date}{known}");
        }
    }

    fn members(&mut self, text: &mut String, signed: usize, force: usize) {
        text.push_str("\nmembers\n");
        for state in self.states.clone() {
            if self.choices.chance(18) {
                continue;
            }
            let _ = write!(text, "  {state}");
            self.facts(text, signed, force);
            text.push('\n');
        }
        // A treaty has members.
        if text.ends_with("members\n") {
            let _ = writeln!(text, "  {} in force {}", self.states[0], day_text(force));
        }
    }

    fn facts(&mut self, text: &mut String, signed: usize, force: usize) {
        if self.choices.chance(20) {
            text.push_str(" as \"guarantor\"");
        }
        let mut now = match self.choices.below(10) {
            0..5 => {
                let _ = write!(text, " signed {}  in force {}", day_text(signed), self.date(force));
                force
            }
            5..7 => {
                let joined = self.choices.between(force, 6);
                let _ = write!(text, " acceded {}", self.date(joined));
                joined
            }
            7 => {
                let joined = self.choices.between(force, 6);
                let date = day_text(joined);
                let _ = write!(text, " acceded {date}  in force {}", self.date(joined + 1));
                joined + 1
            }
            8 => {
                let span = self.span(signed, force + 1);
                if span.contains("open") || span.contains("between") {
                    let _ = write!(text, " signed {}", day_text(signed));
                    return;
                }
                let _ = write!(text, " provisional {span}");
                if self.choices.chance(50) {
                    return;
                }
                let _ = write!(text, " in force {}", self.date(force + 1));
                force + 1
            }
            _ => {
                let _ = write!(text, " signed {}", day_text(signed));
                return;
            }
        };
        if self.choices.chance(15) {
            let from = self.choices.between(now, now + 2).min(LAST - 1);
            let _ = write!(text, " suspended {}", self.span(from, from + 1));
        }
        if now + 1 < LAST && self.choices.chance(35) {
            let end = self.choices.between(now + 1, LAST);
            if self.choices.chance(30) {
                let _ = write!(text, " notice {}", day_text(end - 1));
            }
            let how = self.choices.of(&["withdrew", "not renewed", "denounced", "expelled"]);
            let _ = write!(text, " {how} {}", self.date(end));
            now = end;
            if now < LAST && self.choices.chance(40) {
                let again = self.choices.between(now + 1, LAST);
                let _ = write!(text, " rejoined {}", self.date(again));
            }
        }
    }

    fn article(
        &mut self,
        text: &mut String,
        treaty: usize,
        article: usize,
        force: usize,
        ask: &Ask,
    ) {
        let turn = self.choices.between(force + 1, LAST);
        let versions = if self.choices.chance(25) { 2 } else { 1 };
        for version in 1..=versions {
            let _ = writeln!(text, "\narticle {article}");
            if versions == 2 {
                let last = day(&day_text(turn)).previous();
                let vague = self.choices.chance(25);
                match (version, vague) {
                    (1, false) => {
                        let _ = writeln!(text, "  until {last}");
                    }
                    (1, true) => {
                        let _ =
                            writeln!(text, "  until between {} and {last}", last.plus_days(-20));
                    }
                    (_, false) => {
                        let _ = writeln!(text, "  from {}", day_text(turn));
                    }
                    (_, true) => {
                        let _ = writeln!(text, "  from {}~", day_text(turn));
                    }
                }
            }
            self.secret(text, "  ", 5);
            let readings = self.choices.chance(30);
            if readings {
                text.push_str(
                    "  reading broad \"it reaches far\"\n  reading narrow \"it does not\"\n",
                );
            }
            let norms = self.choices.between(1, 2);
            for norm in 1..=norms {
                let name = format!("norm-{article}-{norm}");
                self.norm(text, treaty, &name, readings, ask.kind);
                let full = format!("T{treaty}/{article}/{name}");
                if !self.norms.contains(&full) {
                    self.norms.push(full);
                }
                if self.choices.chance(12) {
                    let by = self.state();
                    let _ = writeln!(text, "  reservation by {by} to {name} \"not so far\"");
                    if self.choices.chance(60) {
                        let letters = Letters { target: true, actor: true };
                        let _ = writeln!(text, "    where {}", self.condition(letters, treaty, 1));
                    }
                }
            }
        }
    }

    fn norm(
        &mut self,
        text: &mut String,
        treaty: usize,
        name: &str,
        readings: bool,
        kind: EventKind,
    ) {
        let _ = writeln!(text, "  norm {name}");
        if self.choices.chance(12) {
            let from = self.choices.between(1, 6);
            let _ = writeln!(text, "    from {}", self.date(from));
        } else if self.choices.chance(8) {
            let until = self.choices.between(5, LAST);
            let _ = writeln!(text, "    until {}", self.date(until));
        }
        let count = *self.choices.of(&[1, 1, 1, 1, 2, 2, 0, 0]);
        let mut letters = Letters { target: count == 0, actor: true };
        for _ in 0..count {
            let (trigger, binds) = self.trigger(kind);
            letters.target |= binds.target;
            let _ = writeln!(text, "    when {trigger}");
        }
        if letters.target && !self.choices.chance(20) {
            text.push_str("    where V is party\n");
        }
        let wheres = *self.choices.of(&[0, 0, 0, 1, 1, 2]);
        for _ in 0..wheres {
            let _ = writeln!(text, "    where {}", self.condition(letters, treaty, 2));
        }
        if self.choices.chance(18) {
            let _ = writeln!(text, "    unless {}", self.condition(letters, treaty, 2));
        }
        if self.choices.chance(12) {
            let _ = writeln!(text, "    in area AREA-{treaty}");
        }
        self.judges(text, letters);
        if readings && self.choices.chance(60) {
            let _ = writeln!(text, "    under reading {}", self.choices.of(&["broad", "narrow"]));
        }
        self.secret(text, "    ", 4);
        let _ = writeln!(text, "    {}", self.duty(letters));
    }

    fn judges(&mut self, text: &mut String, letters: Letters) {
        if self.choices.chance(15) {
            let deciders =
                ["objective", "any party", "each party", "victim", "council NAC", "council UNSC"];
            let _ = writeln!(text, "    decided by {}", self.choices.of(&deciders));
        }
        if self.choices.chance(10) {
            let mut askers = vec!["any party", "A"];
            if letters.target {
                askers.push("V");
            }
            let _ = writeln!(text, "    on request of {}", self.choices.of(&askers));
        }
    }

    fn trigger(&mut self, kind: EventKind) -> (String, Letters) {
        let both = Letters { target: true, actor: true };
        if self.choices.chance(35) {
            let words = match kind {
                EventKind::Attack => "A attacks V",
                EventKind::WarDeclared => "A declares war on V",
                EventKind::Mobilisation => "A mobilises against V",
                EventKind::Incursion => "armed incursion into V by A",
                EventKind::Coup => "coup in V by A",
                EventKind::Blockade => "blockade of V by A",
                EventKind::Terrorism => "terrorism against V by A",
                _ => "threat to V by A",
            };
            return (words.to_owned(), both);
        }
        let (one, other) = (self.state(), self.state());
        match self.choices.below(20) {
            0..6 => ("A attacks V".into(), both),
            6..9 => ("threat to V".into(), both),
            9 => ("threat to V by A".into(), both),
            10 => ("A is at war with V".into(), both),
            11 => ("V is at war with A".into(), both),
            12 => ("A declares war on V".into(), both),
            13 => ("A mobilises against V".into(), both),
            14 => ("A mobilises".into(), Letters { target: false, actor: true }),
            15 => (format!("{one} attacks V"), both),
            16 => (format!("A attacks {other}"), Letters { target: false, actor: true }),
            17 => {
                let noun =
                    self.choices.of(&["armed incursion into", "terrorism against", "blockade of"]);
                (format!("{noun} V by A"), both)
            }
            18 => ("coup in V".into(), both),
            _ => ("A aids V".into(), both),
        }
    }

    fn condition(&mut self, letters: Letters, treaty: usize, depth: usize) -> String {
        if depth > 0 && self.choices.chance(25) {
            let one = self.condition(letters, treaty, depth - 1);
            let other = self.condition(letters, treaty, depth - 1);
            return match self.choices.below(3) {
                0 => format!("({one} and {other})"),
                1 => format!("({one} or {other})"),
                _ => format!("not ({one})"),
            };
        }
        let who = match (letters.target, letters.actor, self.choices.below(10)) {
            (true, _, 5..8) => "V".to_owned(),
            (_, true, 0..8) => "A".to_owned(),
            _ => self.state().to_owned(),
        };
        let (one, other) = (self.state(), self.state());
        let victim = if letters.target { "V".to_owned() } else { self.state().to_owned() };
        match self.choices.below(22) {
            0..6 => format!("found {}", self.choices.of(FINDINGS)),
            6 => format!("{who} is party"),
            7 => format!("{who} is not party"),
            8 => format!("{who} is state or group of states"),
            9 => format!("{who} is state"),
            10 => format!("{who} is non-state"),
            11 => format!("{who} is great power"),
            12 => format!("{who} is {one} or {other}"),
            13 => format!("{who} is not {one}"),
            14 => format!("at least {} states attack {victim}", self.choices.between(1, 2)),
            15 => format!("at least 2 great powers attack {victim}"),
            16 => format!("{one} aids {victim}"),
            17 => format!("{who} attacks {victim}"),
            18 => format!("{one} mobilises"),
            19 => format!("place is \"{}\"", self.choices.of(PLACES)),
            20 => format!("{who} is party to T{}", self.choices.between(1, treaty)),
            _ => format!("not found {}", self.choices.of(FINDINGS)),
        }
    }

    fn duty(&mut self, letters: Letters) -> String {
        let name = self.state();
        let (victim, other) = match letters.target {
            true => ("V".to_owned(), self.state()),
            false => (self.state().to_owned(), self.state()),
        };
        let bearer = match self.choices.below(20) {
            0..10 => "each other party".to_owned(),
            10..13 => "each party".to_owned(),
            13 => format!("each other party except {name}"),
            14 => "each party as \"guarantor\"".to_owned(),
            15 => "each other party as \"guarantor\"".to_owned(),
            16 if letters.target => "the victim".to_owned(),
            17 => "the attacker".to_owned(),
            18 => name.to_owned(),
            _ if name != other => format!("{name} {other}"),
            _ => name.to_owned(),
        };
        let act = match self.choices.below(28) {
            0..5 => format!("must aid {victim}"),
            5 | 6 => format!("may aid {victim}"),
            7 => format!("must aid {victim} against A"),
            8 | 9 => format!("must consult {victim} promptly"),
            10 => "must consult".to_owned(),
            11 | 12 => "must stay neutral".to_owned(),
            13 | 14 => format!("must not attack {victim}"),
            15 | 16 => "must not attack A".to_owned(),
            17 => "must not aid A".to_owned(),
            18 => format!("must not aid {victim}"),
            19 | 20 => "must attack A".to_owned(),
            21 => format!("may aid {victim} within 5 days"),
            22 => format!("may grant bases to {other}"),
            23 => "must mobilise against A".to_owned(),
            24 => format!("must not join alliance against {victim}"),
            25 => "must aid A".to_owned(),
            _ => format!("may consult {victim}"),
        };
        format!("{bearer} {act}")
    }

    fn area(&mut self, text: &mut String, treaty: usize) {
        let _ = writeln!(text, "\narea AREA-{treaty} \"The area\"");
        for _ in 0..self.choices.between(1, 3) {
            let verb = if self.choices.chance(25) { "excludes" } else { "includes" };
            let places = ["Europe", "Central-Asia", "\"Kaliningrad\"", "territory of parties"];
            let place = match self.choices.below(5) {
                4 => self.state(),
                index => places[index],
            };
            let _ = write!(text, "  {verb} {place}");
            if self.choices.chance(25) {
                let until = self.choices.between(4, LAST);
                let _ = write!(text, " until {}", self.date(until));
            }
            text.push('\n');
        }
    }

    /// An event, mostly the one asked about, with findings and a claim on it.
    fn record(&mut self, text: &mut String, number: usize, ask: &Ask) {
        let same = self.choices.chance(60);
        let target = match &ask.target {
            Some(target) if same => target.clone(),
            _ => self.state().to_owned(),
        };
        let actor = match ask.actors.first() {
            Some(actor) if same => actor.clone(),
            _ => self.state().to_owned(),
        };
        let words = match ask.kind {
            EventKind::Attack => format!("{actor} attacks {target}"),
            EventKind::WarDeclared => format!("{actor} declares war on {target}"),
            EventKind::Mobilisation => format!("{actor} mobilises against {target}"),
            EventKind::Incursion => format!("armed incursion into {target} by {actor}"),
            EventKind::Coup => format!("coup in {target}"),
            EventKind::Blockade => format!("blockade of {target} by {actor}"),
            EventKind::Terrorism => format!("terrorism against {target} by {actor}"),
            _ => format!("threat to {target} by {actor}"),
        };
        let id = format!("EVENT-{number}");
        let _ = writeln!(text, "\nevent {id} \"What happened\"\n  on {}\n  occurs {words}", ask.on);
        if self.choices.chance(25) {
            let _ = writeln!(text, "  place \"{}\"", self.choices.of(PLACES));
        }
        for _ in 0..self.choices.below(4) {
            let name = self.choices.of(FINDINGS);
            let answer = self.choices.of(&["found", "denied"]);
            let by = self.state();
            let later = *self.choices.of(&[0, 0, 3, 500]);
            let on = ask.on.plus_days(later);
            let _ = writeln!(text, "\nfinding {name} {answer} in {id} by {by} on {on}");
            if self.choices.chance(20) {
                let _ = writeln!(text, "  known {}", on.plus_days(20));
            }
        }
        if !self.choices.chance(50) {
            return;
        }
        let not = if self.choices.chance(50) { "not " } else { "" };
        let finding = self.choices.of(FINDINGS);
        let _ = writeln!(
            text,
            "\nclaim CLAIM-{number} by \"Somebody\"\n  says \"so it was\"\n  status opinion\n  asserts {not}{finding} in {id}"
        );
    }

    fn priorities(&mut self) -> String {
        let mut text = String::new();
        if self.norms.len() < 2 || !self.choices.chance(70) {
            return text;
        }
        for _ in 0..6 {
            let winner = self.choices.below(self.norms.len() - 1);
            let loser = self.choices.between(winner + 1, self.norms.len() - 1);
            let (winner, loser) = (&self.norms[winner], &self.norms[loser]);
            let _ = writeln!(text, "priority {winner} over {loser} because \"it is special\"");
        }
        text
    }
}

const PLACES: &[&str] = &["Kaliningrad", "TAJ", "RUS", "GMY", "Hawaii"];
