//! The text of a summit to its parts, clause by clause, with every fault in one run. Uses the words,
//! quotes, ids and dates of the treaty language; knows no treaty.

use super::{Amount, Cited, Input, Mark, Party, Question, RuleClause, Summit};
use crate::rule::Count;
use servanda::syntax::cursor::{Cursor, Fault, Word};
use servanda::syntax::lexer::{Kind, tokens};
use servanda::syntax::{Code, Diagnostic, Span, host};

/// What came of a text.
pub struct Read {
    /// The summit, when nothing is missing.
    pub summit: Option<Summit>,
    /// Every fault.
    pub faults: Vec<Diagnostic>,
}

/// The words that begin a clause.
const CLAUSES: &[&str] = &[
    "summit", "on", "treaty", "rule", "source", "note", "issue", "scale", "status", "proposal",
    "outcome", "actor", "capability", "position", "salience", "votes", "no",
];

/// Reads the text of file number `file`; fences marked `summit`, or the whole of a bare text.
pub fn read(text: &str, literate: bool, file: u32) -> Read {
    let fences = || host::fences(text).into_iter().filter(|(mark, _)| mark == "summit");
    let ranges: Vec<_> = match literate {
        true => fences().map(|(_, range)| range).collect(),
        false => std::iter::once(0..text.len()).collect(),
    };
    let mut reader = Reader::default();
    for range in ranges {
        let code = text.get(range.clone()).unwrap_or_default();
        for clause in clauses(code, range.start, file) {
            if let Err(fault) = reader.clause(&clause) {
                reader.faults.push(*fault);
            }
        }
    }
    reader.finish(Span { file, start: 0, end: 0 })
}

/// The words of each clause: a line that begins with a clause word begins one.
fn clauses(code: &str, offset: usize, file: u32) -> Vec<Vec<Word<'_>>> {
    let mut found: Vec<Vec<Word<'_>>> = Vec::new();
    let (mut at, mut fresh) = (0, true);
    for token in tokens(code) {
        let end = at + token.length as usize;
        let words = code.get(at..end).unwrap_or_default();
        match token.kind {
            Kind::Newline => fresh = true,
            Kind::Blank | Kind::Comment => {}
            kind => {
                let start = (offset + at) as u32;
                let place = Span { file, start, end: (offset + end) as u32 };
                let word = Word { kind, text: words, at: place };
                let begins = fresh && kind == Kind::Word && CLAUSES.contains(&words);
                match found.last_mut() {
                    Some(clause) if !begins => clause.push(word),
                    _ => found.push(vec![word]),
                }
                fresh = false;
            }
        }
        at = end;
    }
    found
}

/// An issue as it grows.
struct Issue {
    id: String,
    title: String,
    at: Span,
    scale: Option<(Mark, Mark)>,
    status_quo: Option<Mark>,
    proposal: Option<Mark>,
    outcome: Option<Mark>,
}

/// An actor as it grows.
struct Player {
    id: String,
    name: Option<String>,
    at: Span,
    capability: Option<Input>,
    positions: Vec<(String, Span, Input)>,
    saliences: Vec<(String, Span, Input)>,
    votes: Option<u64>,
}

/// What has been read.
#[derive(Default)]
struct Reader {
    head: Option<(String, String)>,
    on: Option<servanda::time::UncertainDay>,
    treaty: Option<(String, Span)>,
    rule: Option<RuleClause>,
    issues: Vec<Issue>,
    actors: Vec<Player>,
    sources: Vec<(String, Span)>,
    notes: Vec<String>,
    faults: Vec<Diagnostic>,
}

const AMOUNT: &str =
    "a number, `between LOW and HIGH`, or `about LIKELY between LOW and HIGH`, then `because \"WHY\"` \
     and `by CLAIM` or `by \"NAME\"`";

impl Reader {
    fn clause(&mut self, words: &[Word<'_>]) -> Result<(), Fault> {
        let mut cursor = Cursor::new(words);
        let first = cursor.bump().map_or("", |word| word.text);
        let form = match first {
            "summit" => self.summit(&mut cursor)?,
            "on" => {
                let form = "on YYYY-MM-DD";
                self.on = Some(cursor.date(form)?.day);
                form
            }
            "treaty" => {
                let name = cursor.id("treaty ID")?;
                self.treaty = Some((name.text, name.at));
                "treaty ID"
            }
            "source" => {
                let name = cursor.id("source ID")?;
                self.sources.push((name.text, name.at));
                "source ID"
            }
            "note" => {
                self.notes.push(cursor.text("note \"TEXT\"")?.text);
                "note \"TEXT\""
            }
            "rule" => {
                self.rule = Some(rule(&mut cursor)?);
                RULE
            }
            "issue" | "scale" | "status" | "proposal" | "outcome" => {
                self.issue_clause(first, &mut cursor)?
            }
            "actor" | "capability" | "position" | "salience" | "votes" | "no" => {
                self.actor_clause(first, &mut cursor)?
            }
            _ => {
                let near = servanda::syntax::diagnostic::did_you_mean(first, CLAUSES.iter().copied());
                let message = format!("`{first}` begins no clause of a summit");
                let fault = Diagnostic::at(Code::SV1001, cursor.whole(), message);
                return Err(Box::new(fault.help(match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("write one of {}", CLAUSES.join(", ")),
                })));
            }
        };
        cursor.end(form)
    }

    fn summit(&mut self, cursor: &mut Cursor<'_>) -> Result<&'static str, Fault> {
        let form = "summit ID \"TITLE\"";
        let id = cursor.id(form)?;
        let title = cursor.text(form)?;
        if self.head.is_some() {
            let fault = Diagnostic::at(Code::SV0108, id.at, "a file describes one summit");
            return Err(Box::new(fault.help("put the other into a file of its own")));
        }
        self.head = Some((id.text, title.text));
        Ok(form)
    }

    fn issue_clause(&mut self, first: &str, cursor: &mut Cursor<'_>) -> Result<&'static str, Fault> {
        if first == "issue" {
            let form = "issue NAME \"QUESTION\"";
            let id = cursor.label("a name in lower case", form)?;
            let title = cursor.text(form)?.text;
            if self.issues.iter().any(|issue| issue.id == id.text) {
                let fault = Diagnostic::at(Code::SV0417, id.at, format!("the issue `{}` stands twice", id.text));
                return Err(Box::new(fault.help("give each issue a name of its own")));
            }
            self.issues.push(Issue {
                id: id.text,
                title,
                at: id.at,
                scale: None,
                status_quo: None,
                proposal: None,
                outcome: None,
            });
            return Ok(form);
        }
        let Some(issue) = self.issues.last_mut() else { return Err(misplaced(cursor, "issue")) };
        let form = match first {
            "scale" => {
                let form = "scale LOW \"WHAT IT MEANS\" to HIGH \"WHAT IT MEANS\"";
                let low = mark(cursor, form)?;
                cursor.want(&["to"], form)?;
                let high = mark(cursor, form)?;
                if low.at >= high.at {
                    let fault = Diagnostic::at(Code::SV1003, cursor.whole(), "the scale has no length");
                    return Err(Box::new(fault.help("write the lower end first")));
                }
                issue.scale = Some((low, high));
                form
            }
            "status" => {
                let form = "status quo NUMBER because \"WHY\"";
                cursor.want(&["quo"], form)?;
                issue.status_quo = Some(mark(cursor, form)?);
                form
            }
            "proposal" => {
                let form = "proposal NUMBER \"WHAT\"";
                issue.proposal = Some(mark(cursor, form)?);
                form
            }
            _ => {
                let form = "outcome NUMBER because \"WHY\"";
                issue.outcome = Some(mark(cursor, form)?);
                form
            }
        };
        Ok(form)
    }

    fn actor_clause(&mut self, first: &str, cursor: &mut Cursor<'_>) -> Result<&'static str, Fault> {
        if first == "actor" {
            let form = "actor ID, or actor ID \"NAME\"";
            let id = cursor.id(form)?;
            let name = cursor.maybe_text(form)?.map(|text| text.text);
            if self.actors.iter().any(|actor| actor.id == id.text) {
                let message = format!("the actor `{}` stands twice", id.text);
                let fault = Diagnostic::at(Code::SV0417, id.at, message);
                return Err(Box::new(fault.help("put its clauses together")));
            }
            self.actors.push(Player {
                id: id.text,
                name,
                at: id.at,
                capability: None,
                positions: Vec::new(),
                saliences: Vec::new(),
                votes: Some(1),
            });
            return Ok(form);
        }
        let Some(actor) = self.actors.last_mut() else { return Err(misplaced(cursor, "actor")) };
        match first {
            "capability" => {
                actor.capability = Some(input(cursor, &mut self.faults)?);
                Ok(AMOUNT)
            }
            "votes" => {
                let form = "votes WEIGHT";
                actor.votes = Some(whole(cursor, form)?);
                Ok(form)
            }
            "no" => {
                cursor.want(&["vote"], "no vote")?;
                actor.votes = None;
                Ok("no vote")
            }
            _ => {
                let issue = cursor.label("the name of an issue", AMOUNT)?;
                let read = input(cursor, &mut self.faults)?;
                let list = match first {
                    "position" => &mut actor.positions,
                    _ => &mut actor.saliences,
                };
                list.push((issue.text, issue.at, read));
                Ok(AMOUNT)
            }
        }
    }

    /// The summit, when nothing is missing.
    fn finish(mut self, start: Span) -> Read {
        let lacks = |faults: &mut Vec<Diagnostic>, at: Span, what: String, help: &str| {
            faults.push(Diagnostic::at(Code::SV1002, at, what).help(help));
        };
        let faults = &mut self.faults;
        if self.head.is_none() {
            let help = "begin with `summit ID \"TITLE\"`; in Markdown inside a fence marked `summit`";
            lacks(faults, start, "the file describes no summit".into(), help);
        }
        if self.rule.is_none() {
            let help = "add `rule consensus under TREATY/ARTICLE because \"...\"`, or another rule";
            lacks(faults, start, "the summit has no decision rule".into(), help);
        }
        let mut issues = Vec::new();
        for issue in self.issues {
            let Some((low, high)) = issue.scale else {
                let what = format!("the issue `{}` has no scale", issue.id);
                lacks(faults, issue.at, what, "add `scale 0 \"...\" to 100 \"...\"`");
                continue;
            };
            let Some(status_quo) = issue.status_quo else {
                let what = format!("the issue `{}` has no status quo", issue.id);
                lacks(faults, issue.at, what, "add `status quo NUMBER because \"...\"`");
                continue;
            };
            for mark in [Some(&status_quo), issue.proposal.as_ref(), issue.outcome.as_ref()] {
                if let Some(mark) = mark.filter(|mark| mark.at < low.at || mark.at > high.at) {
                    let what = format!("{} is off the scale of `{}`", mark.at, issue.id);
                    let fault = Diagnostic::at(Code::SV1003, issue.at, what);
                    faults.push(fault.help(format!("write a number from {} to {}", low.at, high.at)));
                }
            }
            let (proposal, outcome) = (issue.proposal, issue.outcome);
            let (id, title, place) = (issue.id, issue.title, issue.at);
            issues.push(Question { id, title, low, high, status_quo, proposal, outcome, place });
        }
        let mut actors = Vec::new();
        for player in self.actors {
            if let Some(party) = party(player, &issues, faults) {
                actors.push(party);
            }
        }
        let broken = faults.iter().any(|fault| fault.severity() == servanda::syntax::Severity::Error);
        let summit = match (self.head, self.rule) {
            (Some((id, title)), Some(rule)) if !broken => Some(Summit {
                id,
                title,
                on: self.on,
                treaty: self.treaty,
                rule,
                issues,
                actors,
                sources: self.sources,
                notes: self.notes,
            }),
            _ => None,
        };
        Read { summit, faults: self.faults }
    }
}

fn misplaced(cursor: &Cursor<'_>, under: &str) -> Fault {
    let message = format!("this clause stands under no {under}");
    let fault = Diagnostic::at(Code::SV0105, cursor.whole(), message);
    Box::new(fault.help(format!("put it below `{under} ...`")))
}

/// An actor with an input for each issue.
fn party(player: Player, issues: &[Question], faults: &mut Vec<Diagnostic>) -> Option<Party> {
    let id = player.id.clone();
    for (name, at, _) in player.positions.iter().chain(&player.saliences) {
        if !issues.iter().any(|issue| issue.id == *name) {
            let near = servanda::syntax::diagnostic::did_you_mean(
                name,
                issues.iter().map(|issue| issue.id.as_str()),
            );
            let fault = Diagnostic::at(Code::SV1005, *at, format!("no issue is called `{name}`"));
            faults.push(fault.help(match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "name an issue of this summit".to_owned(),
            }));
        }
    }
    let mut found = |list: &[(String, Span, Input)], what: &str, issue: &Question, scale: (f64, f64)| {
        let mut fits = list.iter().filter(|(name, ..)| *name == issue.id);
        let Some((_, at, input)) = fits.next() else {
            let message = format!("`{id}` has no {what} on `{}`", issue.id);
            let fault = Diagnostic::at(Code::SV1002, player.at, message);
            faults.push(fault.help(format!("add `{what} {} NUMBER because \"...\"`", issue.id)));
            return None;
        };
        if let Some((_, twice, _)) = fits.next() {
            let message = format!("the {what} of `{id}` on `{}` stands twice", issue.id);
            faults.push(
                Diagnostic::at(Code::SV0108, *twice, message)
                    .against(*at, "here already")
                    .help("keep one"),
            );
        }
        if input.amount.low < scale.0 || input.amount.high > scale.1 {
            let message = format!("the {what} of `{id}` on `{}` is off its scale", issue.id);
            let fault = Diagnostic::at(Code::SV1003, input.at, message);
            faults.push(fault.help(format!("write numbers from {} to {}", scale.0, scale.1)));
        }
        Some(input.clone())
    };
    let mut positions = Vec::new();
    let mut saliences = Vec::new();
    for issue in issues {
        let scale = (issue.low.at, issue.high.at);
        positions.extend(found(&player.positions, "position", issue, scale));
        saliences.extend(found(&player.saliences, "salience", issue, (0.0, 100.0)));
    }
    let Some(capability) = player.capability else {
        let fault = Diagnostic::at(Code::SV1002, player.at, format!("`{id}` has no capability"));
        faults.push(fault.help("add `capability NUMBER because \"...\"`"));
        return None;
    };
    let (name, votes, at) = (player.name, player.votes, player.at);
    Some(Party { id, name, capability, positions, saliences, votes, at })
}

/// A number with words, `because` or not.
fn mark(cursor: &mut Cursor<'_>, form: &str) -> Result<Mark, Fault> {
    let at = number(cursor, form)?;
    cursor.take(&["because"]);
    let words = cursor.maybe_text(form)?.map(|text| text.text);
    Ok(Mark { at, words })
}

fn number(cursor: &mut Cursor<'_>, form: &str) -> Result<f64, Fault> {
    let here = cursor.here();
    let Some(word) = cursor.peek(0).filter(|word| word.kind == Kind::Word) else {
        return Err(cursor.wanted("a number", form));
    };
    let number = word.text.parse::<f64>().ok().filter(|number| number.is_finite());
    let Some(number) = number else {
        let fault = Diagnostic::at(Code::SV1003, here, format!("`{}` is no number", word.text));
        return Err(Box::new(fault.help("write digits and a point, such as `12.5`")));
    };
    cursor.bump();
    Ok(number)
}

fn whole(cursor: &mut Cursor<'_>, form: &str) -> Result<u64, Fault> {
    let here = cursor.here();
    let number = number(cursor, form)?;
    if number.fract().abs() > 0.0 || !(0.0..=1e9).contains(&number) {
        let fault = Diagnostic::at(Code::SV1003, here, "a weight of votes is a whole number");
        return Err(Box::new(fault.help("write a whole number from 0 to 1000000000")));
    }
    Ok(number as u64)
}

fn input(cursor: &mut Cursor<'_>, faults: &mut Vec<Diagnostic>) -> Result<Input, Fault> {
    let at = cursor.here();
    let likely = if cursor.take(&["about"]) { Some(number(cursor, AMOUNT)?) } else { None };
    let (low, high) = if cursor.take(&["between"]) {
        let low = number(cursor, AMOUNT)?;
        cursor.want(&["and"], AMOUNT)?;
        (low, number(cursor, AMOUNT)?)
    } else if likely.is_some() {
        return Err(cursor.wanted("`between LOW and HIGH`", AMOUNT));
    } else {
        let point = number(cursor, AMOUNT)?;
        (point, point)
    };
    if low > high || likely.is_some_and(|likely| likely < low || likely > high) {
        let fault = Diagnostic::at(Code::SV1003, at, "the numbers stand in the wrong order");
        return Err(Box::new(fault.help("write the lower first, and the likeliest between the two")));
    }
    let because = match cursor.take(&["because"]) {
        true => Some(cursor.text(AMOUNT)?.text),
        false => None,
    };
    if because.is_none() {
        let fault = Diagnostic::at(Code::SV1009, at, "nothing says why");
        faults.push(fault.help("add `because \"...\"`, and `by CLAIM` or `by \"NAME\"`"));
    }
    let mut by = Vec::new();
    if cursor.take(&["by"]) {
        while let Some(word) = cursor.peek(0) {
            let is_id = word.kind == Kind::Word;
            let name = cursor.name("a claim or a name in quotes", AMOUNT)?;
            by.push(Cited { text: name.text, is_id, at: name.at });
        }
    }
    Ok(Input { amount: Amount { low, likely, high }, because, by, at })
}

const RULE: &str = "rule unanimity | consensus | consensus less ID | simple majority | absolute majority \
                    | majority 2/3 | weighted quota N | majority 2/3 with quota N | silence N hours, then \
                    `veto ID`, `quorum N`, `under TREATY/ARTICLE`, `because \"...\"`";

fn share(cursor: &mut Cursor<'_>) -> Result<(u64, u64), Fault> {
    let here = cursor.here();
    let word = cursor.word(0);
    let parts = word.split_once('/');
    let parts = parts.and_then(|(part, whole)| Some((part.parse().ok()?, whole.parse().ok()?)));
    cursor.bump();
    parts.filter(|(part, whole): &(u64, u64)| *part < 1_000_000 && *whole < 1_000_000).ok_or_else(|| {
        let fault = Diagnostic::at(Code::SV1001, here, format!("`{word}` is no share"));
        Box::new(fault.help("write it as `2/3`"))
    })
}

fn ids(cursor: &mut Cursor<'_>) -> Result<Vec<(String, Span)>, Fault> {
    let mut found = Vec::new();
    while cursor.word(0).starts_with(|letter: char| letter.is_uppercase()) {
        let id = cursor.id(RULE)?;
        found.push((id.text, id.at));
    }
    if found.is_empty() {
        return Err(cursor.wanted("the id of an actor", RULE));
    }
    Ok(found)
}

fn rule(cursor: &mut Cursor<'_>) -> Result<RuleClause, Fault> {
    let at = cursor.whole();
    let mut concerned = Vec::new();
    let count = if cursor.take(&["unanimity"]) {
        Count::Unanimity
    } else if cursor.take(&["consensus", "less"]) {
        concerned = ids(cursor)?;
        Count::ConsensusLess(Vec::new())
    } else if cursor.take(&["consensus"]) {
        Count::Consensus
    } else if cursor.take(&["simple", "majority"]) {
        Count::SimpleMajority
    } else if cursor.take(&["absolute", "majority"]) {
        Count::AbsoluteMajority
    } else if cursor.take(&["weighted", "quota"]) {
        Count::Weighted(whole(cursor, RULE)?)
    } else if cursor.take(&["majority"]) {
        let share = share(cursor)?;
        match cursor.take(&["with", "quota"]) {
            true => Count::Double(share, whole(cursor, RULE)?),
            false => Count::Majority(share.0, share.1),
        }
    } else if cursor.take(&["silence"]) {
        let hours = whole(cursor, RULE)?;
        cursor.want(&["hours"], RULE)?;
        Count::Silence(u32::try_from(hours).unwrap_or(u32::MAX))
    } else {
        return Err(cursor.wanted("a rule", RULE));
    };
    let mut clause = RuleClause {
        count,
        concerned,
        vetoes: Vec::new(),
        quorum: None,
        under: None,
        because: None,
        at,
    };
    while !cursor.at_end() {
        if cursor.take(&["veto"]) {
            clause.vetoes = ids(cursor)?;
        } else if cursor.take(&["quorum"]) {
            clause.quorum = Some(whole(cursor, RULE)? as usize);
        } else if cursor.take(&["because"]) {
            clause.because = Some(cursor.text(RULE)?.text);
        } else if cursor.take(&["under"]) {
            let here = cursor.here();
            let reference = cursor.word(0);
            let Some((treaty, article)) = reference.split_once('/') else {
                return Err(cursor.wanted("TREATY/ARTICLE", RULE));
            };
            clause.under = Some((treaty.to_owned(), article.to_owned(), here));
            cursor.bump();
        } else {
            break;
        }
    }
    Ok(clause)
}
