//! A coder's sheet as a literate treaty file: what is known as clauses, what is not as open questions. Knows the
//! language's words; asks nobody anything.

use crate::engine::{Engine, Row};
use crate::model::World;
use crate::scenario::lint;
use crate::scenario::test_case::run_test;
use crate::syntax::cursor::quote;
use crate::syntax::format::format;
use crate::syntax::host::Host;
use crate::syntax::vocabulary::EventKind;
use crate::syntax::{Diagnostic, parse};
use crate::time::{Day, UncertainDay};
use std::fmt::Write as _;

/// What every open question begins with, so that `servanda check --coverage` finds it.
pub const OPEN: &str = "open question: ";

/// What is promised, in the five kinds of coders of alliances.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Promise {
    /// Help to a party that something befalls.
    Defense,
    /// Help in a war that a party begins.
    Offense,
    /// Staying out of a party's war.
    Neutrality,
    /// No attack on a party.
    Nonaggression,
    /// Conferring when something befalls a party.
    Consultation,
}

impl Promise {
    /// Every promise, with its word.
    pub const ALL: &[(&str, Promise)] = &[
        ("defense", Promise::Defense),
        ("offense", Promise::Offense),
        ("neutrality", Promise::Neutrality),
        ("nonaggression", Promise::Nonaggression),
        ("consultation", Promise::Consultation),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, promise)| *promise == self).map_or("", |(word, _)| word)
    }
}

/// One promise as a coder tells it.
#[derive(Clone, Debug)]
pub struct Obligation {
    /// What is promised.
    pub promise: Promise,
    /// Ids of those who promise; empty: every party.
    pub by: Vec<String>,
    /// Id of the one to whom; absent: to every party.
    pub to: Option<String>,
    /// What awakens it.
    pub event: EventKind,
    /// Ids of the adversaries; empty: any.
    pub adversaries: Vec<String>,
    /// The place it is limited to.
    pub place: Option<String>,
    /// Whether provocation frees.
    pub provocation: bool,
    /// Whether it waits for a request.
    pub request: bool,
    /// A condition in other words.
    pub other: Option<String>,
    /// Number of its article.
    pub article: Option<String>,
    /// In the coder's own words.
    pub gist: Option<String>,
    /// What the coder does not know of it.
    pub open: Vec<String>,
    /// Why it cannot be a norm; absent while it can.
    pub unfit: Option<String>,
}

/// A treaty as a coder tells it.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// Its title.
    pub title: Option<String>,
    /// Its id.
    pub id: String,
    /// When it was signed.
    pub signed: Option<UncertainDay>,
    /// When it entered into force.
    pub force: Option<UncertainDay>,
    /// The last day of force, where it ended.
    pub ended: Option<UncertainDay>,
    /// The words of its term, such as `5 years renews automatically`.
    pub term: Option<String>,
    /// The words of its notice, such as `6 months`.
    pub notice: Option<String>,
    /// Ids of its parties.
    pub parties: Vec<String>,
    /// Its number in ATOP.
    pub atop: Option<String>,
    /// Where the text was read.
    pub citation: Option<String>,
    /// What it obliges to.
    pub obligations: Vec<Obligation>,
    /// What the coder does not know.
    pub open: Vec<String>,
}

/// A date as a clause has it: a span of days is said with both bounds, which raises no doubt.
fn date(day: &UncertainDay) -> String {
    match day.is_exact() {
        true => day.earliest.to_string(),
        false => format!("between {} and {}", day.earliest, day.latest),
    }
}

/// The text, settled so that it passes every check: a promise that cannot be a norm as told becomes an open
/// question with the reason. `read` reads a text into a world of its own.
pub fn settled(mut draft: Draft, read: &dyn Fn(&str) -> (World, Vec<Diagnostic>)) -> String {
    let whole = with_test(&draft, read);
    if faults(&whole, read).is_empty() {
        return whole;
    }
    let mut wanted = std::mem::take(&mut draft.obligations);
    if let Some(why) = faults(&draft.text(""), read).into_iter().next() {
        draft.without_dates(&why);
    }
    for obligation in wanted.drain(..) {
        draft.obligations.push(obligation);
        let why = faults(&draft.text(""), read).into_iter().next();
        if let (Some(why), Some(last)) = (why, draft.obligations.last_mut()) {
            last.unfit = Some(why);
        }
    }
    with_test(&draft, read)
}

/// What `servanda check` would say of a text that stands alone.
fn faults(text: &str, read: &dyn Fn(&str) -> (World, Vec<Diagnostic>)) -> Vec<String> {
    let (world, faults) = read(text);
    lint::all(&world, faults).into_iter().map(|fault| fault.message).collect()
}

/// The text with a first test that passes, where one can be made.
fn with_test(draft: &Draft, read: &dyn Fn(&str) -> (World, Vec<Diagnostic>)) -> String {
    let bare = draft.text("");
    let (world, _) = read(&bare);
    for test in tests(draft, &world) {
        let text = draft.text(&test);
        let (world, found) = read(&text);
        let engine = Engine::new(&world);
        let mut ran = world.record.tests.iter().map(|test| run_test(&engine, test));
        if lint::all(&world, found).is_empty() && ran.all(|report| report.faults.is_empty()) {
            return text;
        }
    }
    let mut draft = draft.clone();
    draft
        .open
        .push("a first test; no promise, day and party are known that it could ask of".into());
    draft.text("")
}

/// Tests that may do, the fullest first, each promise in its turn.
fn tests(draft: &Draft, world: &World) -> Vec<String> {
    let mut found = Vec::new();
    for one in draft.obligations.iter().filter(|one| one.unfit.is_none()) {
        let Some(asked) = ask(draft, one, world) else { continue };
        let wanted = crate::request::Asked { words: vec![asked.clone()], ..Default::default() };
        let Ok(question) = crate::request::asked::question(&wanted, world) else { continue };
        let reply = Engine::new(world).ask(&question);
        for row in reply.rows.iter() {
            if world.treaty(row.treaty).id == draft.id && row.norm.starts_with(one.promise.word()) {
                found.extend(expectations(&asked, row, world));
            }
        }
    }
    found
}

fn expectations(asked: &str, row: &Row, world: &World) -> Vec<String> {
    let party = world.id(row.party);
    let toward = row.toward.map_or("", |toward| world.id(toward));
    let (verdict, act) = (row.verdict.word().replace('_', " "), row.act.phrase());
    let place = format!("under {}/{}", world.treaty(row.treaty).id, row.article);
    let head = format!("test \"A first question (invented)\"\n ask {}\n", quote(asked));
    let each = [
        format!("{head} expect {party} {verdict} {act} {toward} {place}\n"),
        format!("{head} expect {party} {verdict} {act} {place}\n"),
        format!("{head} expect {party} {verdict} {place}\n"),
    ];
    each.into()
}

/// The question of a first test: the event that awakens the promise, on the last day on which it may begin.
fn ask(draft: &Draft, one: &Obligation, world: &World) -> Option<String> {
    let day = draft.force.as_ref().or(draft.signed.as_ref())?.latest;
    let target = one
        .to
        .clone()
        .or_else(|| {
            draft.parties.iter().find(|party| one.by.iter().any(|by| by != *party)).cloned()
        })
        .or_else(|| draft.parties.last().cloned())?;
    let other = outsider(draft, one, world, day)?;
    Some(match one.promise {
        Promise::Offense => format!("attack on {other} by {target} on {day}"),
        Promise::Nonaggression => {
            let by = draft.parties.iter().find(|party| **party != target)?;
            format!("attack on {target} by {by} on {day}")
        }
        _ if one.event == EventKind::Coup => format!("coup in {target} on {day}"),
        _ => format!("{} by {other} on {day}", one.event.phrase(&target)),
    })
}

/// The adversary that is named, or a state of the day that is no party.
fn outsider(draft: &Draft, one: &Obligation, world: &World, day: Day) -> Option<String> {
    one.adversaries.first().cloned().or_else(|| {
        let mut known = world.states.iter().filter(|(id, _)| world.states.exists_on(*id, day));
        let free = known.find(|(_, state)| !draft.parties.contains(&state.id));
        free.map(|(_, state)| state.id.clone())
    })
}

impl Draft {
    /// Makes open questions of dates that no treaty can have with these parties.
    fn without_dates(&mut self, why: &str) {
        for (what, day) in [
            ("signed", self.signed.take()),
            ("in force", self.force.take()),
            ("ended", self.ended.take()),
        ] {
            if let Some(day) = day {
                self.open.push(format!("{what} {}, as was said: {why}", date(&day)));
            }
        }
        if !self.parties.is_empty() {
            self.open.push(format!("the parties {}, as was said", self.parties.join(" ")));
            self.parties.clear();
        }
    }

    /// Why no promise can be a norm yet.
    fn unfit(&self) -> Option<String> {
        match (self.force.as_ref().or(self.signed.as_ref()), self.parties.len()) {
            (None, _) => Some("neither signature nor entry into force is known".into()),
            (_, 0 | 1) => Some("the parties are not known".into()),
            _ => None,
        }
    }

    /// The literate text in canonical layout.
    fn text(&self, test: &str) -> String {
        let title = self.title.as_deref().unwrap_or("Title not known");
        let mut out = format!(
            "# {title}\n\nWritten from a coder's sheet. What is not known yet is an open question below:\n\
             `servanda check --coverage` lists them.\n\n```treaty\ntreaty {} {}\n",
            self.id,
            quote(title)
        );
        self.life(&mut out);
        self.members(&mut out);
        self.articles(&mut out);
        if !test.is_empty() {
            out.push('\n');
            out.push_str(test);
        }
        out.push_str("```\n");
        format(&parse(&out, 0, Host::Literate), &out)
    }

    fn life(&self, out: &mut String) {
        let force = self.force.as_ref().or(self.signed.as_ref());
        for (word, day) in [("signed", self.signed.as_ref()), ("in force", force)] {
            if let Some(day) = day {
                let _ = writeln!(out, " {word} {}", date(day));
            }
        }
        for (word, said) in [("term", &self.term), ("notice", &self.notice)] {
            if let Some(said) = said {
                let _ = writeln!(out, " {word} {said}");
            }
        }
        if let Some(day) = self.ended.as_ref().filter(|_| force.is_some()) {
            let _ = writeln!(out, " ended {} \"ended, as the coder's sheet says\"", date(day));
        }
        if let Some(atop) = &self.atop {
            let _ = writeln!(out, " source ATOP {}", quote(atop));
        }
        let read = self.citation.as_deref().unwrap_or("open question: the coder named no source");
        let _ = writeln!(out, " source text {}", quote(read));
        if self.force.is_none() && self.signed.is_some() {
            open(out, "the day of entry into force; the day of signature stands in for it");
        }
        for said in &self.open {
            open(out, said);
        }
    }

    fn members(&self, out: &mut String) {
        if self.parties.is_empty() {
            return;
        }
        let force = self.force.as_ref().or(self.signed.as_ref());
        let _ = write!(out, "\nmembers\n {}", self.parties.join(" "));
        for (word, day) in [("signed", self.signed.as_ref()), ("in force", force)] {
            if let Some(day) = day {
                let _ = write!(out, " {word} {}", date(day));
            }
        }
        out.push('\n');
    }

    /// The articles in the order in which they are first named.
    fn articles(&self, out: &mut String) {
        let label = |one: &Obligation| one.article.clone().unwrap_or_else(|| "unknown".into());
        let mut labels: Vec<String> = Vec::new();
        for one in &self.obligations {
            if !labels.contains(&label(one)) {
                labels.push(label(one));
            }
        }
        let unfit = self.unfit();
        for own in labels {
            let _ = writeln!(out, "\narticle {own}");
            if own == "unknown" {
                open(out, "the number of the article");
            }
            let mine = self.obligations.iter().enumerate().filter(|(_, one)| label(one) == own);
            // A note of the article stands before its norms.
            for (_, one) in mine.clone() {
                for said in &one.open {
                    open(out, &format!("{}: {said}", one.promise.word()));
                }
            }
            for (at, one) in mine {
                match one.unfit.as_ref().or(unfit.as_ref()) {
                    Some(why) => {
                        let words = one.gist.as_deref().unwrap_or(one.promise.word());
                        let because = quote(&format!("{OPEN}{why}"));
                        let _ = writeln!(out, " not modelled {} because {because}", quote(words));
                    }
                    None => norm(out, one, at + 1),
                }
            }
        }
    }
}

fn open(out: &mut String, what: &str) {
    let _ = writeln!(out, " note {}", quote(&format!("{OPEN}{what}")));
}

fn norm(out: &mut String, one: &Obligation, number: usize) {
    let _ = writeln!(out, " norm {}-{number}", one.promise.word());
    if let Some(gist) = &one.gist {
        let _ = writeln!(out, "  gist {}", quote(gist));
    }
    let whom = one.to.as_deref().unwrap_or("V");
    if let Some(when) = trigger(one, whom) {
        let _ = writeln!(out, "  when {when}");
    }
    if one.to.is_none() {
        let _ = writeln!(out, "  where V is party");
    }
    if !one.adversaries.is_empty() {
        let _ = writeln!(out, "  where A is {}", one.adversaries.join(" or "));
    }
    if let Some(place) = &one.place {
        let _ = writeln!(out, "  where place is {}", quote(place));
    }
    if let Some(other) = &one.other {
        let _ = writeln!(out, "  where found condition-{number} {}", quote(other));
    }
    if one.provocation {
        let _ = writeln!(
            out,
            "  unless found provoked \"the party that is attacked provoked the attack\""
        );
    }
    if one.request {
        let _ = writeln!(out, "  on request of {whom}");
    }
    let bearers = match (one.by.is_empty(), one.promise) {
        (false, _) => one.by.join(" "),
        (true, Promise::Nonaggression) => "each party".into(),
        (true, _) => "each other party".into(),
    };
    let duty = match one.promise {
        Promise::Defense | Promise::Offense => "must aid",
        Promise::Neutrality => "must stay neutral toward",
        Promise::Nonaggression => "must not attack",
        Promise::Consultation => "must consult",
    };
    let _ = writeln!(out, "  {bearers} {duty} {whom}");
}

/// The event that awakens a promise; a promise of no attack holds at all times.
fn trigger(one: &Obligation, whom: &str) -> Option<String> {
    Some(match one.promise {
        Promise::Nonaggression => return None,
        Promise::Offense => format!("{whom} attacks A"),
        _ => match one.event {
            EventKind::Threat => format!("threat to {whom} by A"),
            EventKind::Incursion => format!("armed incursion into {whom} by A"),
            EventKind::Blockade => format!("blockade of {whom} by A"),
            EventKind::Terrorism => format!("terrorism against {whom} by A"),
            EventKind::Coup => format!("coup in {whom}"),
            EventKind::WarDeclared => format!("A declares war on {whom}"),
            EventKind::War => format!("A is at war with {whom}"),
            _ => format!("A attacks {whom}"),
        },
    })
}
