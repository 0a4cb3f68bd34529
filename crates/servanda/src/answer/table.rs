//! The answer for a person at a terminal: who must, may, must not, who depends on what, and who is
//! not bound though often thought so; each with gist, key phrase and citation.

use super::form::notes;
use super::words::{Group, article, deed, depends_on, duty, finding, groups, names};
use crate::engine::Reply;
use crate::engine::Row;
use crate::model::{Actor, PlaceRef, World};
use crate::syntax::vocabulary::{Act, Verdict};
use anstyle::{AnsiColor, Style};
use std::fmt::Write as _;

/// How a table is laid out.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// Columns, at least 40.
    pub width: usize,
    /// With colors.
    pub color: bool,
}

/// The sections, in order.
const SECTIONS: &[(Verdict, &str, AnsiColor)] = &[
    (Verdict::Must, "MUST", AnsiColor::Red),
    (Verdict::May, "MAY", AnsiColor::Green),
    (Verdict::MustNot, "MUST NOT", AnsiColor::Magenta),
    (Verdict::Depends, "DEPENDS", AnsiColor::Yellow),
    (Verdict::None, "NOT BOUND, though often thought so", AnsiColor::Blue),
];

/// Lays out a reply. `repeat` is the shell command that asks it again; `outside` says why the
/// question lies outside the data, if it does.
pub fn render(reply: &Reply<'_>, layout: Layout, outside: Option<&str>, repeat: &str) -> String {
    let mut page = Page { world: reply.case.world, reply, layout, out: String::new() };
    page.head();
    for (verdict, title, color) in SECTIONS {
        page.section(*verdict, title, *color);
    }
    if reply.rows.is_empty() {
        match outside {
            Some(why) => page.line(
                "",
                "",
                &format!("OUTSIDE THE DATA: {why}. No row here does not mean no duty."),
            ),
            None => page.line(
                "",
                "",
                "NO DUTY: treaties of the corpus know these states, and none answers this event.",
            ),
        }
    }
    page.nobody_helps();
    page.conflicts();
    page.rounds();
    page.claims();
    page.citations();
    let _ = writeln!(page.out, "\nAgain:  {repeat}");
    page.out
}

struct Page<'a, 'w> {
    world: &'w World,
    reply: &'a Reply<'w>,
    layout: Layout,
    out: String,
}

impl Page<'_, '_> {
    fn styled(&self, text: &str, style: Style) -> String {
        if self.layout.color { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    /// A paragraph with a first and a hanging indent.
    fn line(&mut self, first: &str, hanging: &str, text: &str) {
        let options = textwrap::Options::new(self.layout.width.max(40))
            .initial_indent(first)
            .subsequent_indent(hanging)
            .break_words(false)
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        for line in textwrap::wrap(text, options) {
            self.out.push_str(&line);
            self.out.push('\n');
        }
    }

    fn head(&mut self) {
        let question = self.reply.case.question;
        let mut text = question.text.clone();
        if let Some(first) = text.get(..1) {
            text = format!("{}{}", first.to_uppercase(), text.get(1..).unwrap_or_default());
        }
        if let Some(known) = question.known {
            let _ = write!(text, ", as known on {known}");
        }
        let bold = Style::new().bold();
        let text = self.styled(&text, bold);
        self.line("", "", &text);
        for note in notes(self.reply) {
            self.line("", "  ", &note);
        }
        for event in self.reply.case.events.clone() {
            let record = self.world.record.event(&event);
            let title = record.map_or(String::new(), |record| format!(": {}", record.title));
            let place = record.and_then(|record| record.place.as_ref());
            let home = |place: &&PlaceRef| matches!((place, question.target), (PlaceRef::Home(state), Some(Actor::State(target))) if *state == target);
            let place = place.filter(|place| question.place.is_none() && !home(place));
            let place = place.map_or(String::new(), |place| {
                format!("; the place is {}", self.world.place_name(place, question.on))
            });
            self.line("", "  ", &format!("On record as event {event}{title}{place}."));
        }
        let found: Vec<String> = self
            .reply
            .case
            .found
            .values()
            .map(|basis| format!("{}: {}", finding(Some(self.world), &basis.name), basis.by))
            .collect();
        for words in found {
            self.line("", "  ", &words);
        }
    }

    fn section(&mut self, verdict: Verdict, title: &str, color: AnsiColor) {
        let world = self.world;
        let rows = self.reply.rows.iter().filter(|row| row.verdict == verdict);
        let list = groups(world, rows);
        if list.is_empty() {
            return;
        }
        let title = self.styled(title, Style::new().bold().fg_color(Some(color.into())));
        let _ = writeln!(self.out, "\n{title}");
        for group in list {
            self.group(&group);
        }
    }

    fn group(&mut self, group: &Group<'_>) {
        let (world, day) = (self.world, self.reply.case.question.on);
        let row = group.row;
        let parties = names(world, &group.parties, day);
        let cited = article(world, row);
        let round = if row.round > 0 { format!(" [round {}]", row.round) } else { String::new() };
        match row.verdict {
            Verdict::None => {
                let why = row.why_not.clone().unwrap_or_default();
                let deed = deed(world, row, day);
                let text = format!("{parties}: no duty to {deed} under {cited}: {why}{round}");
                self.line("  ", "    ", &text);
            }
            verdict => {
                self.line(
                    "  ",
                    "    ",
                    &format!("{parties} {} ({cited}){round}", duty(world, row, day)),
                );
                if verdict == Verdict::Depends {
                    self.line(
                        "      if ",
                        "         ",
                        &depends_on(Some(self.world), &row.depends_on),
                    );
                }
                self.gist(row);
            }
        }
    }

    /// Gist and key phrase, then what and how much is owed.
    fn gist(&mut self, row: &Row) {
        let Some((gist, quote)) = gist_and_quote(self.world, row) else { return };
        let quote = quote.map_or(String::new(), |quote| format!(" \u{201c}{quote}\u{201d}"));
        let dim = Style::new().dimmed();
        let text = self.styled(format!("{gist}{quote}").trim(), dim);
        self.line("      ", "      ", &text);
        let said = quote.trim_matches([' ', '\u{201c}', '\u{201d}']);
        if let Some(extent) = row.extent.as_ref().filter(|extent| ***extent != *said) {
            let text = self.styled(extent, dim);
            self.line("      extent: ", "        ", &text);
        }
    }

    /// Says in so many words that no pledge of help or talks is in sight, when none is.
    fn nobody_helps(&mut self) {
        let question = self.reply.case.question;
        let pledge =
            |row: &Row| matches!(row.act, Act::Aid | Act::Consult) && row.toward == question.target;
        let (Some(target), false) = (question.target, self.reply.rows.iter().any(pledge)) else {
            return;
        };
        if !self.reply.rows.is_empty() {
            let name = self.world.name(target, question.on);
            let text =
                format!("No treaty of the corpus pledges anybody to help or consult {name} here.");
            self.out.push('\n');
            self.line("", "", &text);
        }
    }

    fn conflicts(&mut self) {
        if self.reply.conflicts.is_empty() {
            return;
        }
        let bold = self.styled("CONFLICTS", Style::new().bold());
        let _ = writeln!(self.out, "\n{bold}");
        let (world, day) = (self.world, self.reply.case.question.on);
        for conflict in &self.reply.conflicts {
            let name = |side: &crate::engine::defeat::Side| {
                format!("{}/{}", world.treaty(side.treaty).id, side.article)
            };
            let end = match (conflict.first_prevails, &conflict.by) {
                (Some(true), Some(by)) => format!("{} prevails ({by})", name(&conflict.one)),
                (Some(false), Some(by)) => format!("{} prevails ({by})", name(&conflict.other)),
                _ => "no priority settles it".to_owned(),
            };
            let text = format!(
                "{}: {} and {} exclude each other ({}); {end}",
                world.name(conflict.party, day),
                name(&conflict.one),
                name(&conflict.other),
                conflict.because
            );
            self.line("  ", "    ", &text);
        }
    }

    fn rounds(&mut self) {
        let (world, day) = (self.world, self.reply.case.question.on);
        if !self.reply.rounds.is_empty() {
            let bold = self.styled("ROUNDS, if every duty is performed", Style::new().bold());
            let _ = writeln!(self.out, "\n{bold}");
        }
        for round in &self.reply.rounds {
            let name = |actor: Option<crate::model::Actor>| {
                actor.map_or("somebody", |actor| world.name(actor, day))
            };
            let events: Vec<String> = round
                .events
                .iter()
                .map(|event| match event.target {
                    Some(_) => format!(
                        "{} {} {}",
                        name(event.actor),
                        crate::engine::happening::verb(event.kind),
                        name(event.target)
                    ),
                    None => format!(
                        "{} {}",
                        name(event.actor),
                        crate::engine::happening::verb(event.kind)
                    ),
                })
                .collect();
            let new = round.new_rows;
            self.line(
                "  ",
                "    ",
                &format!(
                    "Round {}: {}; {new} new row{}.",
                    round.number,
                    events.join("; "),
                    if new == 1 { "" } else { "s" }
                ),
            );
        }
    }

    fn claims(&mut self) {
        let (world, question) = (self.world, self.reply.case.question);
        let assumed =
            world.record.claims.iter().filter(|claim| question.assuming.contains(&claim.id));
        let lines: Vec<String> = assumed
            .map(|claim| {
                let effect = if claim.asserts.is_empty() {
                    " (it asserts nothing that an answer can use)"
                } else {
                    ""
                };
                format!("Assuming {} ({}): {}{effect}", claim.id, claim.by, claim.says)
            })
            .collect();
        for line in lines {
            self.line("  ", "    ", &line);
        }
    }

    fn citations(&mut self) {
        let mut treaties: Vec<_> = self.reply.rows.iter().map(|row| row.treaty).collect();
        treaties.sort();
        treaties.dedup();
        if treaties.is_empty() {
            return;
        }
        let bold = self.styled("SOURCES", Style::new().bold());
        let _ = writeln!(self.out, "\n{bold}");
        for id in treaties {
            let treaty = self.world.treaty(id);
            let sources = treaty.cited.sources.iter().map(|source| match &source.locator {
                Some(locator) => format!("{} {locator}", source.kind),
                None => source.kind.clone(),
            });
            let sources: Vec<String> = sources.take(3).collect();
            let text = format!("{}: {}. {}", treaty.id, treaty.title, sources.join("; "));
            self.line("  ", "    ", &text);
        }
    }
}

/// What a row's norm says: its own gist and key phrase, or else its article's.
pub fn gist_and_quote<'w>(world: &'w World, row: &Row) -> Option<(&'w str, Option<&'w str>)> {
    let article = world.treaty(row.treaty).articles.get(row.version?)?;
    let norm = article.norms.iter().find(|norm| norm.name == row.norm)?;
    let gist = norm.cited.gist.as_deref().or(article.cited.gist.as_deref()).unwrap_or_default();
    let quote = norm.cited.quote.as_deref().or(article.cited.quote.as_deref());
    Some((gist, quote))
}
