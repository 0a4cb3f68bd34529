//! Writes the norms of an invented world: triggers, conditions, deciders and duties.

use super::maker::{FINDINGS, LAST, Maker, PLACES};
use servanda::syntax::vocabulary::EventKind;
use std::fmt::Write as _;

/// The letters that the triggers of a norm bind.
#[derive(Clone, Copy)]
pub(super) struct Letters {
    pub(super) target: bool,
    pub(super) actor: bool,
}

impl Maker<'_> {
    pub(super) fn norm(
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

    pub(super) fn condition(&mut self, letters: Letters, treaty: usize, depth: usize) -> String {
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
}
