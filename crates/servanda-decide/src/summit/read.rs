//! The text of a summit to its parts, clause by clause, with every fault in one run. Uses the words,
//! quotes, ids and dates of the treaty language; knows no treaty.

use super::amount::{AMOUNT, RULE, input, mark, rule, whole};
use super::{Input, Mark, Party, Question, RuleClause, Summit};
use servanda::syntax::cursor::{Cursor, Fault, Word};
use servanda::syntax::lexer::{Kind, tokens};
use servanda::syntax::{Code, Diagnostic, Severity, Span, diagnostic, host};

/// What came of a text.
pub struct Read {
    /// The summit, when nothing is missing.
    pub summit: Option<Summit>,
    /// Every fault.
    pub faults: Vec<Diagnostic>,
}

/// The words that begin a clause.
const CLAUSES: &[&str] = &[
    "summit",
    "on",
    "treaty",
    "rule",
    "source",
    "note",
    "issue",
    "scale",
    "status",
    "proposal",
    "outcome",
    "actor",
    "capability",
    "position",
    "salience",
    "votes",
    "no",
];

/// Words inside a clause that may begin a line which goes on with it.
const INNER: &[&str] = &[
    "because",
    "by",
    "between",
    "and",
    "about",
    "to",
    "quo",
    "vote",
    "with",
    "less",
    "veto",
    "quorum",
    "under",
    "quota",
    "hours",
    "unanimity",
    "consensus",
    "simple",
    "absolute",
    "majority",
    "weighted",
    "silence",
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
                reader.broken(clause.first().map_or("", |word| word.text));
                reader.faults.push(*fault);
            }
        }
    }
    reader.finish(Span { file, start: 0, end: 0 })
}

/// The words of each clause: a line that begins with a word in lower case begins one, unless the word is
/// one of those inside a clause. So a clause word with a slip in it is still where a clause begins.
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
                let begins = fresh && begins_clause(kind, words);
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

/// Whether a clause begins with this token, if a line does.
pub(super) fn begins_clause(kind: Kind, word: &str) -> bool {
    let lower = word.starts_with(|letter: char| letter.is_ascii_lowercase());
    kind == Kind::Word && lower && !INNER.contains(&word)
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
    /// A clause of it is at fault, so that what is missing has been told.
    faulty: bool,
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
    /// A clause of it is at fault, so that what is missing has been told.
    faulty: bool,
}

/// What has been read.
#[derive(Default)]
struct Reader {
    head: Option<(String, String, Span)>,
    on: Option<servanda::time::UncertainDay>,
    treaty: Option<(String, Span)>,
    rule: Option<RuleClause>,
    issues: Vec<Issue>,
    actors: Vec<Player>,
    sources: Vec<(String, Span)>,
    notes: Vec<String>,
    faults: Vec<Diagnostic>,
    /// Clauses of the head that are at fault.
    faulty: Vec<&'static str>,
}

impl Reader {
    fn clause(&mut self, words: &[Word<'_>]) -> Result<(), Fault> {
        let mut cursor = Cursor::new(words);
        let first = cursor.bump().map_or("", |word| word.text);
        if self.has(first) {
            let message = format!("`{first}` stands twice");
            let fault = Diagnostic::at(Code::SV0108, cursor.whole(), message);
            return Err(Box::new(fault.help("keep one")));
        }
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
                let near = diagnostic::did_you_mean(first, CLAUSES.iter().copied());
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

    /// Whether a clause that stands once is there already.
    fn has(&self, first: &str) -> bool {
        let issue = |has: fn(&Issue) -> bool| self.issues.last().is_some_and(has);
        match first {
            "on" => self.on.is_some(),
            "treaty" => self.treaty.is_some(),
            "rule" => self.rule.is_some(),
            "scale" => issue(|issue| issue.scale.is_some()),
            "status" => issue(|issue| issue.status_quo.is_some()),
            "proposal" => issue(|issue| issue.proposal.is_some()),
            "outcome" => issue(|issue| issue.outcome.is_some()),
            "capability" => self.actors.last().is_some_and(|actor| actor.capability.is_some()),
            _ => false,
        }
    }

    /// Remembers where a clause is at fault: what it would have said is not told as missing too.
    fn broken(&mut self, first: &str) {
        match first {
            "summit" => self.faulty.push("summit"),
            "rule" => self.faulty.push("rule"),
            "scale" | "status" | "proposal" | "outcome" => {
                if let Some(issue) = self.issues.last_mut() {
                    issue.faulty = true;
                }
            }
            _ => {
                if let Some(actor) = self.actors.last_mut() {
                    actor.faulty = true;
                }
            }
        }
    }

    fn summit(&mut self, cursor: &mut Cursor<'_>) -> Result<&'static str, Fault> {
        let form = "summit ID \"TITLE\"";
        let id = cursor.id(form)?;
        let title = cursor.text(form)?;
        if self.head.is_some() {
            let fault = Diagnostic::at(Code::SV0108, id.at, "a file describes one summit");
            return Err(Box::new(fault.help("put the other into a file of its own")));
        }
        self.head = Some((id.text, title.text, id.at));
        Ok(form)
    }

    fn issue_clause(
        &mut self,
        first: &str,
        cursor: &mut Cursor<'_>,
    ) -> Result<&'static str, Fault> {
        if first == "issue" {
            let form = "issue NAME \"QUESTION\"";
            let id = cursor.label("a name in lower case", form)?;
            let title = cursor.text(form)?.text;
            if self.issues.iter().any(|issue| issue.id == id.text) {
                let fault = Diagnostic::at(
                    Code::SV0417,
                    id.at,
                    format!("the issue `{}` stands twice", id.text),
                );
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
                faulty: false,
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
                    let fault =
                        Diagnostic::at(Code::SV1003, cursor.whole(), "the scale has no length");
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

    fn actor_clause(
        &mut self,
        first: &str,
        cursor: &mut Cursor<'_>,
    ) -> Result<&'static str, Fault> {
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
                faulty: false,
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
            let help =
                "begin with `summit ID \"TITLE\"`; in Markdown inside a fence marked `summit`";
            lacks(faults, start, "the file describes no summit".into(), help);
        }
        if self.rule.is_none() && !self.faulty.contains(&"rule") {
            let help = "add `rule consensus under TREATY/ARTICLE because \"...\"`, or another rule";
            lacks(faults, start, "the summit has no decision rule".into(), help);
        }
        let known: Vec<String> = self.issues.iter().map(|issue| issue.id.clone()).collect();
        let mut issues = Vec::new();
        for issue in self.issues {
            if issue.faulty && (issue.scale.is_none() || issue.status_quo.is_none()) {
                continue;
            }
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
                    faults
                        .push(fault.help(format!("write a number from {} to {}", low.at, high.at)));
                }
            }
            let (proposal, outcome) = (issue.proposal, issue.outcome);
            let (id, title, place) = (issue.id, issue.title, issue.at);
            issues.push(Question { id, title, low, high, status_quo, proposal, outcome, place });
        }
        let mut actors = Vec::new();
        for player in self.actors {
            if let Some(party) = party(player, &issues, &known, faults) {
                actors.push(party);
            }
        }
        let broken = faults.iter().any(|fault| fault.severity() == Severity::Error);
        let summit = match (self.head, self.rule) {
            (Some((id, title, at)), Some(rule)) if !broken => Some(Summit {
                id,
                title,
                at,
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
fn party(
    player: Player,
    issues: &[Question],
    known: &[String],
    faults: &mut Vec<Diagnostic>,
) -> Option<Party> {
    let id = player.id.clone();
    for (name, at, _) in player.positions.iter().chain(&player.saliences) {
        if !known.contains(name) {
            let near = diagnostic::did_you_mean(name, known.iter().map(String::as_str));
            let fault = Diagnostic::at(Code::SV1005, *at, format!("no issue is called `{name}`"));
            faults.push(fault.help(match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "name an issue of this summit".to_owned(),
            }));
        }
    }
    let mut found =
        |list: &[(String, Span, Input)], what: &str, issue: &Question, scale: (f64, f64)| {
            let mut fits = list.iter().filter(|(name, ..)| *name == issue.id);
            let Some((_, at, input)) = fits.next() else {
                let message = format!("`{id}` has no {what} on `{}`", issue.id);
                let fault = Diagnostic::at(Code::SV1002, player.at, message);
                faults
                    .push(fault.help(format!("add `{what} {} NUMBER because \"...\"`", issue.id)));
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
        if player.faulty {
            return None;
        }
        let fault = Diagnostic::at(Code::SV1002, player.at, format!("`{id}` has no capability"));
        faults.push(fault.help("add `capability NUMBER because \"...\"`"));
        return None;
    };
    let (name, votes, at) = (player.name, player.votes, player.at);
    Some(Party { id, name, capability, positions, saliences, votes, at })
}
