//! Writes an invented world, one choice after another. The proportions are those in which verdicts of
//! all kinds come up.

use super::norm_maker::Letters;
use super::{Ask, Block};
use crate::choices::Choices;
use servanda::engine::Preference;
use servanda::syntax::vocabulary::EventKind;
use servanda::time::Day;
use std::fmt::Write as _;

/// Non-state actors and an organization of states.
const OTHERS: &[&str] = &["\"al-Qaida\"", "IMU", "NATO"];

pub(super) const FINDINGS: &[&str] = &["provoked", "directed-from-abroad", "threatens-security"];

/// The middle day of the `step`th year of these worlds, on which things happen.
fn day_text(step: usize) -> String {
    format!("{}-{:02}-15", 1990 + step, 1 + step * 5 % 12)
}

fn day(text: &str) -> Day {
    text.parse().unwrap_or_else(|_| panic!("{text} is no day"))
}

/// The last step of time.
pub(super) const LAST: usize = 12;

pub(super) struct Maker<'b> {
    pub(super) choices: Choices<'b>,
    pub(super) states: Vec<&'static str>,
    /// Every norm so far: treaty, article, name.
    pub(super) norms: Vec<String>,
}

impl Maker<'_> {
    pub(super) fn cast(&mut self, pool: &[&'static str]) {
        let mut rest: Vec<&'static str> = pool.to_vec();
        for _ in 0..self.choices.between(2, 6.min(pool.len())) {
            let index = self.choices.below(rest.len());
            self.states.push(rest.remove(index));
        }
    }

    pub(super) fn state(&mut self) -> &'static str {
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
    pub(super) fn date(&mut self, step: usize) -> String {
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

    pub(super) fn ask(&mut self) -> Ask {
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
    pub(super) fn settings(&mut self, ask: &mut Ask, treaties: usize) {
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

    pub(super) fn treaty(&mut self, number: usize, ask: &Ask) -> Block {
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

    pub(super) fn secret(&mut self, text: &mut String, indent: &str, percent: usize) {
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

    pub(super) fn priorities(&mut self) -> String {
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

pub(super) const PLACES: &[&str] = &["Kaliningrad", "TAJ", "RUS", "GMY", "Hawaii"];
