//! Runs a scenario page: builds the world that each block sees, asks, and compares.

use super::lint;
use super::page::{Piece, pieces};
use super::settings::{Only, ask_block};
use super::test_case::run_test;
use crate::answer::{matrix, why};
use crate::engine::{Engine, Question, Reply};
use crate::model::World;
use crate::syntax::diagnostic::render;
use crate::syntax::{Code, Diagnostic, Severity, Source};
use std::cell::OnceCell;
use std::ops::Range;
use std::rc::Rc;

/// What came of a case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// As expected.
    Passed,
    /// Not as expected: the text expected and the text found.
    Differs {
        /// What the page says.
        expected: String,
        /// What the engine finds.
        found: String,
    },
    /// The page itself is not understood.
    Broken(String),
}

/// One case: an expectation under a heading.
#[derive(Clone, Debug)]
pub struct CaseReport {
    /// The headings above it, joined.
    pub title: String,
    /// Its line in the page.
    pub line: usize,
    /// What came of it.
    pub outcome: Outcome,
}

impl CaseReport {
    /// The case as a fault of the page with this name; `None` when it passed.
    pub fn fault(&self, page: &str) -> Option<Diagnostic> {
        let (title, line) = (&self.title, self.line);
        match &self.outcome {
            Outcome::Passed => None,
            Outcome::Differs { .. } => Some(
                Diagnostic::bare(
                    Code::SV0902,
                    format!("{page}:{line}: `{title}` is not what the engine finds"),
                )
                .help("read the difference; if the engine is right, run again with UPDATE=1 to rewrite the page"),
            ),
            Outcome::Broken(why) => Some(
                Diagnostic::bare(Code::SV0901, format!("{page}:{line}: `{title}` is not understood"))
                    .help("a `treaty` or `ask` block comes first, then its `answer` or `diagnostic` block")
                    .note(why.trim_end()),
            ),
        }
    }
}

/// What came of a page.
#[derive(Clone, Debug)]
pub struct PageReport {
    /// Its cases, in order.
    pub cases: Vec<CaseReport>,
    /// The page with every expectation replaced by what was found, for a person to read as a diff.
    pub updated: String,
}

/// A treaty block in sight of the deeper headings below it.
struct Scoped {
    level: usize,
    text: String,
    /// The block holds Markdown with fences of its own (`treaty literate`).
    literate: bool,
}

/// A question that a page asks, with the answer to it.
pub struct Asked<'a> {
    /// The headings above it.
    pub headings: Vec<&'a str>,
    /// The line of the page.
    pub line: usize,
    /// The words of its block.
    pub words: &'a str,
    /// What the answer is cut down to.
    pub only: &'a Only,
    /// The answer.
    pub reply: &'a Reply<'a>,
}

struct Run<'c> {
    corpus: &'c World,
    /// The engine of those questions that see no treaty block.
    engine: OnceCell<Rc<Engine<'c>>>,
    page: &'c str,
    cases: Vec<CaseReport>,
    changes: Vec<(Range<usize>, String)>,
    headings: Vec<(usize, String)>,
    treaties: Vec<Scoped>,
    /// What the last `ask` or `treaty` block gave, waiting for its `answer` or `diagnostic`.
    pending: Option<Pending>,
    /// Who is shown every question with its answer.
    visit: &'c mut dyn FnMut(&Asked<'_>),
}

/// What a block gave.
enum Pending {
    /// The verdicts of a question, and the proofs of it by party.
    Answer(String),
    /// Faults laid out, empty when there are none.
    Faults(String),
}

/// Runs a page. `corpus` is the world of those questions that see no treaty block.
pub fn run_page(page: &str, corpus: &World) -> PageReport {
    visit_page(page, corpus, &mut |_| ())
}

/// Runs a page, and shows `visit` every question with its answer.
pub fn visit_page(page: &str, corpus: &World, visit: &mut dyn FnMut(&Asked<'_>)) -> PageReport {
    let mut run = Run {
        corpus,
        engine: OnceCell::new(),
        page,
        cases: Vec::new(),
        changes: Vec::new(),
        headings: Vec::new(),
        treaties: Vec::new(),
        pending: None,
        visit,
    };
    for piece in pieces(page) {
        run.piece(piece);
    }
    run.unexpected();
    let mut updated = page.to_owned();
    for (range, text) in run.changes.iter().rev() {
        updated.replace_range(range.clone(), text);
    }
    PageReport { cases: run.cases, updated }
}

impl Run<'_> {
    fn piece(&mut self, piece: Piece) {
        match piece {
            Piece::Heading { level, title } => {
                self.unexpected();
                self.headings.retain(|(other, _)| *other < level);
                self.treaties.retain(|scoped| scoped.level < level);
                self.headings.push((level, title));
            }
            Piece::Block { info, content } => {
                let text = self.page.get(content.clone()).unwrap_or_default().to_owned();
                let word = info.split_whitespace().next().unwrap_or_default();
                match word {
                    "treaty" => self.treaty(text, info.ends_with("literate")),
                    "ask" => self.ask(&text, &content),
                    "why" => self.why(&text, &content),
                    "answer" | "diagnostic" => self.compare(word, &text, content),
                    _ => {}
                }
            }
        }
    }

    fn level(&self) -> usize {
        self.headings.last().map_or(0, |(level, _)| *level)
    }

    fn report(&mut self, at: usize, outcome: Outcome) {
        let title: Vec<&str> = self.headings.iter().map(|(_, title)| title.as_str()).collect();
        self.cases.push(CaseReport { title: title.join(" / "), line: self.line(at), outcome });
    }

    fn line(&self, at: usize) -> usize {
        self.page.get(..at).map_or(1, |before| before.matches('\n').count() + 1)
    }

    /// Faults that no `diagnostic` block expects break the page.
    fn unexpected(&mut self) {
        if let Some(Pending::Faults(faults)) = self.pending.take()
            && !faults.is_empty()
        {
            let at = self.page.len();
            self.report(
                at,
                Outcome::Broken(format!("faults that no `diagnostic` block expects:\n{faults}")),
            );
        }
    }

    /// The world in sight, with the faults of its treaty blocks.
    fn world(&self) -> (World, Vec<Diagnostic>) {
        if self.treaties.is_empty() {
            return (self.corpus.clone(), Vec::new());
        }
        let mut world = World {
            states: self.corpus.states.clone(),
            entities: self.corpus.entities.clone(),
            places: self.corpus.places.clone(),
            ..World::default()
        };
        let texts = self.treaties.iter().enumerate().map(|(index, scoped)| {
            let number = if index == 0 { String::new() } else { format!("-{}", index + 1) };
            let ending = if scoped.literate { "treaty.md" } else { "treaty" };
            Source::new(format!("scenario{number}.{ending}"), scoped.text.clone())
        });
        let texts: Vec<Source> = texts.collect();
        let faults = world.add_texts(texts);
        let faults = lint::all(&world, faults);
        (world, faults)
    }

    fn treaty(&mut self, text: String, literate: bool) {
        self.unexpected();
        let level = self.level();
        self.treaties.push(Scoped { level, text, literate });
        let (world, mut faults) = self.world();
        if !faults.iter().any(|fault| fault.severity() == Severity::Error) {
            faults.extend(tests_of_last(&world));
        }
        self.pending = Some(Pending::Faults(laid_out(&faults, &world)));
    }

    fn ask(&mut self, text: &str, content: &Range<usize>) {
        self.unexpected();
        self.pending = Some(match self.settled(text, content) {
            Some(answer) => answer,
            None => self.asked_of_blocks(text, content),
        });
        if text.trim().is_empty() {
            self.report(content.start, Outcome::Broken("an `ask` block asks nothing".into()));
        }
    }

    /// The answer to a question that sees no treaty block and is understood: asked of the corpus as it is, without a copy.
    fn settled(&mut self, text: &str, content: &Range<usize>) -> Option<Pending> {
        if !self.treaties.is_empty() {
            return None;
        }
        let (question, only) = ask_block(text, u32::MAX, self.corpus).ok()?;
        let engine = self.engine.get_or_init(|| Rc::new(Engine::new(self.corpus)));
        let engine = Rc::clone(engine);
        self.answer(&engine, &question, &only, text, content)
    }

    /// The answer, unless it comes to a limit.
    fn answer(
        &mut self,
        engine: &Engine<'_>,
        question: &Question,
        only: &Only,
        text: &str,
        content: &Range<usize>,
    ) -> Option<Pending> {
        let reply = engine.ask(question);
        if !reply.limits().is_empty() {
            return None;
        }
        let headings = self.headings.iter().map(|(_, title)| title.as_str()).collect();
        let line = self.line(content.start);
        (self.visit)(&Asked { headings, line, words: text, only, reply: &reply });
        let world = engine.world();
        Some(Pending::Answer(matrix::render(&reply, |row| only.keeps(world, row))))
    }

    /// The answer to a question that sees treaty blocks, or the faults of one that is not understood.
    fn asked_of_blocks(&mut self, text: &str, content: &Range<usize>) -> Pending {
        let (mut world, _) = self.world();
        let file = world.sources.add(Source::new("question", text));
        let (question, only) = match ask_block(text, file, &world) {
            Ok(asked) => asked,
            Err(faults) => return Pending::Faults(laid_out(&faults, &world)),
        };
        let engine = Engine::new(&world);
        self.answer(&engine, &question, &only, text, content)
            .unwrap_or_else(|| Pending::Faults(laid_out(&engine.ask(&question).limits(), &world)))
    }

    /// A `why` block: the party on the first line, the question on the next.
    fn why(&mut self, text: &str, content: &Range<usize>) {
        self.unexpected();
        let (mut world, _) = self.world();
        let (party, question) = text.split_once('\n').unwrap_or((text, ""));
        let file = world.sources.add(Source::new("question", question));
        let asked = ask_block(question, file, &world);
        let party = world.actor(party.trim(), None);
        let answer = match (asked, party) {
            (Ok((question, _)), Ok(party)) => {
                let engine = Engine::new(&world);
                why::render(&engine.ask(&question), party, None)
                    .unwrap_or_else(|| "nothing\n".into())
            }
            (Err(faults), _) => laid_out(&faults, &world),
            (_, Err(_)) => {
                return self.report(
                    content.start,
                    Outcome::Broken("the first line of a `why` block names no party".into()),
                );
            }
        };
        self.pending = Some(Pending::Answer(answer));
    }

    fn compare(&mut self, word: &str, expected: &str, content: Range<usize>) {
        let found = match (word, self.pending.take()) {
            ("answer", Some(Pending::Answer(found))) => found,
            ("diagnostic", Some(Pending::Faults(found))) => found,
            ("answer", Some(Pending::Faults(faults))) => {
                return self.report(
                    content.start,
                    Outcome::Broken(format!("no answer, but faults:\n{faults}")),
                );
            }
            ("diagnostic", Some(Pending::Answer(answer))) => {
                return self.report(
                    content.start,
                    Outcome::Broken(format!("no fault, but an answer:\n{answer}")),
                );
            }
            _ => {
                let message =
                    format!("an `{word}` block with no `ask` or `treaty` block before it");
                return self.report(content.start, Outcome::Broken(message));
            }
        };
        if found.trim_end() == expected.trim_end() {
            return self.report(content.start, Outcome::Passed);
        }
        let replacement = format!("{}\n", found.trim_end());
        self.changes.push((content.clone(), replacement));
        self.report(content.start, Outcome::Differs { expected: expected.to_owned(), found });
    }
}

/// What fails of the tests that the last text of a world carries.
fn tests_of_last(world: &World) -> Vec<Diagnostic> {
    let last = world.sources.iter().count().saturating_sub(1) as u32;
    let engine = Engine::new(world);
    let own = world.record.tests.iter().filter(|test| test.at.file == last);
    own.flat_map(|test| run_test(&engine, test).faults).collect()
}

fn laid_out(faults: &[Diagnostic], world: &World) -> String {
    render(faults, &world.sources, false, 100).trim_end().to_owned()
}
