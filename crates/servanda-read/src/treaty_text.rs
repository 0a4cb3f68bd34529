//! Proposals as clauses of the treaty language, and what accepting one makes of it. Words of an
//! article stand in quoted texts, on one line, with every sign that is not seen spelled out: nothing in
//! them can end the text or the fence around it.

use super::form::id;
use super::layout::escape;
use super::proposal::{Fact, Proposal, Reading};
use super::span::Points;
use servanda::syntax::clause::{Clause, Date, Name, Text, fold};
use servanda::syntax::print::pieces;
use servanda::syntax::vocabulary::Proposed;
use servanda::time::UncertainDay;
use std::fmt::Write;

/// A longer quotation is cut.
const LONGEST_QUOTE: usize = 300;

fn text(words: &str) -> Text {
    let words = fold(&escape(words));
    let cut: String = words.chars().take(LONGEST_QUOTE).collect();
    let words = if cut.len() < words.len() { cut + "..." } else { words };
    Text { text: words, ..Text::default() }
}

fn name(words: &str) -> Name {
    Name { text: text(words).text, ..Name::default() }
}

/// A date of a proposal as the language has it.
fn date(value: Option<&str>) -> Option<Date> {
    let value = value?;
    let words = match value.split_once('/') {
        Some((first, last)) => format!("between {first} and {last}"),
        None => value.to_owned(),
    };
    let day = UncertainDay::parse(&words).ok()?;
    Some(Date { day, at: servanda::syntax::Span::default() })
}

/// The clause of a statement; none for names and dates.
#[allow(clippy::too_many_lines, reason = "cases in the order in which they are tried")]
fn clause(fact: &Fact, treaties: &[String]) -> Option<Clause> {
    let role = |word: &str| name(&word.replace('_', "-"));
    let names = |ids: &[String]| ids.iter().map(|id| name(id)).collect::<Vec<_>>();
    let body =
        |of: &Option<String>, named: &Option<String>| of.as_deref().or(named.as_deref()).map(name);
    let (what, who, of, role, toward, on, words) = match fact {
        Fact::Membership { party, of, of_name, role: how, date: on } => (
            Proposed::Membership,
            vec![name(party)],
            body(of, of_name),
            role(how),
            Vec::new(),
            date(on.as_deref()),
            None,
        ),
        Fact::Withdrawal { party, of, of_name, manner, date: on } => (
            Proposed::Withdrawal,
            vec![name(party)],
            body(of, of_name),
            role(manner),
            Vec::new(),
            date(on.as_deref()),
            None,
        ),
        Fact::Decision { by, what, status, date: on } => {
            // A treaty decides nothing: its parties do, under it.
            let under = by.iter().find(|id| treaties.contains(id)).map(|id| name(id));
            let by: Vec<String> = by.iter().filter(|id| !treaties.contains(id)).cloned().collect();
            let on = date(on.as_deref());
            (Proposed::Decision, names(&by), under, role(status), Vec::new(), on, Some(text(what)))
        }
        Fact::Pledge { under, act, trigger } => {
            let words = trigger.as_ref().map(|trigger| text(&format!("upon {trigger}")));
            (
                Proposed::Pledge,
                Vec::new(),
                under.as_deref().map(name),
                role(act),
                Vec::new(),
                None,
                words,
            )
        }
        Fact::Claim { speaker, role: office, says, stance, .. } => (
            Proposed::Claim,
            vec![name(speaker)],
            office.as_deref().map(name),
            role(stance),
            Vec::new(),
            None,
            Some(text(says)),
        ),
        Fact::Event { event, target, actor, date: on } => {
            let target: Vec<String> = target.iter().cloned().collect();
            let actor: Vec<String> =
                actor.iter().filter(|id| !treaties.contains(id)).cloned().collect();
            (
                Proposed::Event,
                names(&actor),
                None,
                role(event),
                names(&target),
                date(on.as_deref()),
                None,
            )
        }
        _ => return None,
    };
    let words = words.filter(|words| !words.text.is_empty());
    Some(Clause::Proposes { what, who, of, role, toward, on, text: words })
}

/// The beginning of ids: the article's name in capitals.
fn prefix(source: &str) -> String {
    let file = source.rsplit(['/', '\\']).next().unwrap_or(source);
    let stem = file.split('.').next().unwrap_or(file);
    let mut out = String::new();
    for sign in stem.chars().take(40) {
        if sign.is_ascii_alphanumeric() {
            out.push(sign.to_ascii_uppercase());
        } else if !out.ends_with('-') {
            out.push('-');
        }
    }
    let out = out.trim_matches('-');
    if out.starts_with(|first: char| first.is_ascii_uppercase()) {
        out.to_owned()
    } else {
        format!("READ-{out}")
    }
}

fn line(clause: &Clause) -> String {
    pieces(clause).join(" ")
}

/// Every statement of a reading as `proposal` blocks in a literate text.
pub fn proposals(reading: &Reading) -> String {
    let points = Points::of(&reading.text);
    let source = escape(&reading.name);
    let shown: String = source.chars().map(|sign| if sign == '`' { '\'' } else { sign }).collect();
    let day = reading.published.map_or_else(|| "a day not told".to_owned(), |day| day.to_string());
    let mut out = format!(
        "# Proposals from `{shown}`\n\nRead by `servanda read`; published {day}. None is a fact before a person accepts it:\n`servanda read --review` goes through them.\n"
    );
    let prefix = prefix(&source);
    for (index, one) in reading.proposals.iter().enumerate() {
        let Some(proposes) = clause(&one.fact, &reading.treaties) else { continue };
        out.push_str(&block(
            reading,
            &points,
            &format!("{prefix}-{}", id(index).to_uppercase()),
            one,
            &proposes,
        ));
    }
    out
}

fn block(
    reading: &Reading,
    points: &Points,
    id: &str,
    one: &Proposal,
    proposes: &Clause,
) -> String {
    let (start, end) = points.span(&reading.text, one.span);
    let head = Clause::Proposal {
        id: name(id),
        source: text(&reading.name),
        start: start as u32,
        end: (end as u32).max(start as u32 + 1),
        confidence: u32::from(one.confidence),
    };
    let quote = Clause::Quote { text: text(one.span.of(&reading.text)) };
    let mut out = String::new();
    let _ = write!(
        out,
        "\n```treaty\n{}\n  {}\n  {}\n```\n",
        line(&head),
        line(&quote),
        line(proposes)
    );
    out
}

/// The ordinary clauses that accepting a proposal gives, with the article as their source. What has no
/// clause of its own at the top of a file (a membership belongs to its treaty's list) becomes a report
/// of the article.
#[allow(clippy::too_many_lines, reason = "cases in the order in which they are tried")]
pub fn accepted(head: &Clause, proposes: &Clause, quote: Option<&str>) -> Option<String> {
    let Clause::Proposal { id, source, start, end, .. } = head else { return None };
    let Clause::Proposes { what, who, of, role, toward, on, text: words } = proposes else {
        return None;
    };
    let quote = quote.unwrap_or_default();
    let id = name(&format!("{}-OK", id.text));
    let mut clauses = match (what, on) {
        (Proposed::Decision, Some(on)) if !who.is_empty() && role.text != "proposed" => {
            let said = words.clone().unwrap_or_else(|| text(quote));
            let fate = match role.text.as_str() {
                "postponed" => Clause::Postponed { text: said, until: None },
                "rejected" => Clause::Rejected { text: said },
                _ => Clause::Agreed { text: said },
            };
            vec![Clause::Decision { id, by: who.clone(), on: on.clone() }, fate]
        }
        (Proposed::Event, Some(on))
            if !toward.is_empty()
                && matches!(role.text.as_str(), "attack" | "invasion" | "threat")
                && !who.is_empty() =>
        {
            let kind = if role.text == "threat" {
                servanda::syntax::vocabulary::EventKind::Threat
            } else {
                servanda::syntax::vocabulary::EventKind::Attack
            };
            let mut list =
                vec![Clause::Event { id, title: text(quote) }, Clause::On { day: on.clone() }];
            list.extend(who.iter().map(|actor| Clause::Occurs {
                what: servanda::syntax::clause::Trigger {
                    kind,
                    actor: Some(actor.clone()),
                    target: toward.first().cloned(),
                },
            }));
            list
        }
        (Proposed::Claim, _) => {
            use servanda::syntax::vocabulary::ClaimStatus;
            let by = Text { text: who.first()?.text.clone(), ..Text::default() };
            let office = of.as_ref().map(|of| Text { text: of.text.clone(), ..Text::default() });
            let status = if role.text == "predicts" {
                ClaimStatus::Prediction
            } else {
                ClaimStatus::Statement
            };
            vec![
                Clause::Claim { id, by, of: office },
                Clause::Says { text: words.clone()? },
                Clause::Status { status },
            ]
        }
        _ => {
            let says = line(proposes);
            let says = says.strip_prefix("proposes ").unwrap_or(&says).to_owned();
            vec![
                Clause::Claim { id, by: source.clone(), of: None },
                Clause::Says { text: text(&says) },
                Clause::Status { status: servanda::syntax::vocabulary::ClaimStatus::Report },
            ]
        }
    };
    if !quote.is_empty() && !matches!(clauses.first(), Some(Clause::Event { .. })) {
        clauses.push(Clause::Quote { text: text(quote) });
    }
    let place = format!("{}, characters {start}..{end}", source.text);
    clauses.push(Clause::Source {
        kind: Name { text: "text".to_owned(), ..Name::default() },
        locator: Some(text(&place)),
        url: None,
    });
    let lines: Vec<String> = clauses
        .iter()
        .enumerate()
        .map(
            |(index, clause)| if index == 0 { line(clause) } else { format!("  {}", line(clause)) },
        )
        .collect();
    let mut out = lines.join("\n");
    if matches!(what, Proposed::Membership | Proposed::Withdrawal) {
        let _ = write!(out, "\n# to count, this belongs in the treaty's list of members");
    }
    Some(out)
}
