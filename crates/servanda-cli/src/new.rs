//! `servanda new`: from a coder's answers to a treaty file. Answers come from the terminal, from a pipe or
//! from a file, one a line; there is no prompt where nobody sees it.

use crate::args::{Global, New};
use crate::fault::{FINDINGS, Failure, USAGE, show};
use crate::{load, output};
use servanda::corpus;
use servanda::model::World;
use servanda::request::coder::{self, Answers};
use servanda::request::draft::{self, OPEN};
use servanda::request::{Kind, Refusal};
use servanda::syntax::{Code, Diagnostic, Source};
use std::io::{BufRead, IsTerminal};
use std::path::{Path, PathBuf};

pub(crate) fn run(new: &New, global: &Global) -> Result<u8, Failure> {
    if let Some(file) = new.file.as_ref().or(global.output.as_ref()) {
        writable(file, new.force)?;
    }
    let world = load::world(global)?;
    let draft = match &new.answers {
        Some(path) => coder::draft(&world, &mut Script::of(&load::read(path)?))?,
        None if std::io::stdin().is_terminal() => coder::draft(&world, &mut Terminal { global })?,
        None => coder::draft(&world, &mut Script::of(&load::stdin()?))?,
    };
    let file = match new.file.as_ref().or(global.output.as_ref()) {
        Some(file) => file.clone(),
        None => PathBuf::from(format!("{}.treaty.md", draft.id.to_lowercase())),
    };
    writable(&file, new.force)?;
    let text = draft::settled(draft, &alone);
    output::to_file(&file, text.as_bytes())?;
    let questions = text.matches(OPEN.trim_end()).count();
    let words = if questions == 1 { "open question" } else { "open questions" };
    output::to_stderr(&format!("{}: {questions} {words}\n", file.display()));
    let check = crate::check::faults_of(&file, global)?;
    show(&check.0, &check.1.sources, global);
    Ok(if check.0.is_empty() { 0 } else { FINDINGS })
}

/// A text in a world of its own.
fn alone(text: &str) -> (World, Vec<Diagnostic>) {
    // The tables are built in: that they can be read was seen before.
    let mut world = corpus::empty_world().unwrap_or_default();
    let faults = world.add_texts(vec![Source::new("new.treaty.md", text)]);
    (world, faults)
}

/// Refuses a name that is no treaty's, and a file that is there.
fn writable(file: &Path, force: bool) -> Result<(), Failure> {
    let name = file.display();
    if !file.to_string_lossy().ends_with(".treaty.md") {
        let fault =
            Diagnostic::bare(Code::SV0706, format!("`{name}` is no name of a literate treaty"));
        return Err(Failure::bare(USAGE, fault.help("write a name that ends in `.treaty.md`")));
    }
    if file.exists() && !force {
        let fault = Diagnostic::bare(Code::SV0706, format!("`{name}` is there already"));
        let help = "choose another name, or write over it with `--force`";
        return Err(Failure::bare(USAGE, fault.help(help)));
    }
    Ok(())
}

/// Answers that stand one a line.
struct Script {
    lines: std::vec::IntoIter<String>,
    line: usize,
}

impl Script {
    fn of(text: &str) -> Script {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        Script { lines: lines.into_iter(), line: 0 }
    }
}

impl Answers for Script {
    fn next(&mut self, _question: &str) -> Option<String> {
        self.line += 1;
        self.lines.next()
    }

    /// The answers after a wrong one would be those of other questions.
    fn refused(&mut self, question: &str, refusal: Refusal) -> Result<(), Refusal> {
        let Refusal { kind, mut faults, sources } = refusal;
        if let Some(first) = faults.first_mut() {
            let place = format!("answer {} (`{question}`): ", self.line);
            first.message.insert_str(0, &place);
        }
        debug_assert!(kind != Kind::Limit, "no answer asks for too much");
        Err(Refusal::new(kind, faults, sources))
    }
}

/// A person at a terminal.
struct Terminal<'g> {
    global: &'g Global,
}

impl Answers for Terminal<'_> {
    fn next(&mut self, question: &str) -> Option<String> {
        output::to_stderr(&format!("{question} "));
        let mut line = String::new();
        match std::io::stdin().lock().read_line(&mut line) {
            Ok(1..) => Some(line),
            _ => None,
        }
    }

    fn refused(&mut self, _question: &str, refusal: Refusal) -> Result<(), Refusal> {
        show(&refusal.faults, &refusal.sources, self.global);
        Ok(())
    }
}
