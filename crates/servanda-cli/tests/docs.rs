//! The examples of the documents are true: every `console` block of `README.md`, `docs/*.md` and
//! `docs/src/*.md` is run with the program just built, and must print what the page says.
//!
//! In a block, a line `$ servanda ...` is a command and the lines after it are what it prints,
//! standard output first, then standard error. A line `...` stands for any lines or none, `...` inside
//! a line for any words. A block marked `console status=1` must end with that exit status, any other with 0. Blocks marked
//! `file=NAME` are written to the folder that the page's commands run in. A block marked `full` is run
//! in the build with the feature `full` (`cargo test -p servanda-cli --features full --test docs`), and
//! counted where it is not. `UPDATE=1` rewrites the
//! pages with what was printed, and keeps what was elided elided, for a person to read as a diff.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it left out"
)]

use std::fmt::Write as _;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Columns of the tables in the documents.
const COLUMNS: &str = "88";

/// Stands for lines left out.
const ELIDED: &str = "...";

#[test]
fn every_example_of_the_documents_prints_what_the_page_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut wrong = String::new();
    let (mut commands, mut not_run) = (0, 0);
    for page in pages(&root) {
        let text = fs::read_to_string(&page).unwrap();
        let name = page.strip_prefix(&root).unwrap_or(&page).display().to_string();
        let folder = Folder::new(&name);
        let mut updated = text.clone();
        // From the end, so that ranges before stay good; files are written in the page's order.
        let blocks = blocks(&text);
        let mut changes = Vec::new();
        for block in &blocks {
            let words = &block.words;
            if let Some(file) = words.iter().find_map(|word| word.strip_prefix("file=")) {
                folder.write(file, &text[block.content.clone()]);
            }
            if words.first().is_none_or(|word| word != "console") {
                continue;
            }
            if words.iter().any(|word| word == "full") && !cfg!(feature = "full") {
                not_run += examples(&text[block.content.clone()]).len();
                continue;
            }
            let status = words.iter().find_map(|word| word.strip_prefix("status=")).unwrap_or("0");
            let status: i32 = status.parse().unwrap();
            let mut new = String::new();
            for (command, expected) in examples(&text[block.content.clone()]) {
                commands += 1;
                let (printed, ended) = run(&command, &folder.path);
                let fits = fits(&expected, &printed);
                if !fits || ended != Some(status) {
                    let _ = writeln!(
                        wrong,
                        "{name}:{}: $ {command}\n  exit status {ended:?}, the page says {status}\n--- the page\n{}\n+++ the program\n{}\n",
                        block.line,
                        expected.join("\n"),
                        printed.join("\n")
                    );
                }
                let kept = if fits { expected } else { renewed(&expected, &printed) };
                let _ = writeln!(new, "$ {command}");
                for line in kept {
                    let _ = writeln!(new, "{line}");
                }
            }
            changes.push((block.content.clone(), new));
        }
        for (range, new) in changes.into_iter().rev() {
            updated.replace_range(range, &new);
        }
        if std::env::var_os("UPDATE").is_some() && updated != text {
            fs::write(&page, updated).unwrap();
        }
    }
    if not_run > 0 {
        println!("{not_run} examples need the feature `full` and were not run");
    }
    assert!(commands > 0, "no example was found: the documents have moved");
    assert!(wrong.is_empty(), "the documents promise what the program does not print\n\n{wrong}");
}

fn pages(root: &Path) -> Vec<PathBuf> {
    let mut found = vec![root.join("README.md")];
    for folder in ["docs", "docs/src"] {
        let inside = fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path());
        found.extend(inside.filter(|path| path.extension().is_some_and(|ending| ending == "md")));
    }
    found.sort();
    found
}

/// A folder of its own for one page, taken away again at the end.
struct Folder {
    path: PathBuf,
}

impl Folder {
    fn new(page: &str) -> Folder {
        let name = page.replace(|letter: char| !letter.is_ascii_alphanumeric(), "-");
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("docs-{name}"));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Folder { path }
    }

    fn write(&self, name: &str, text: &str) {
        assert!(!name.contains(".."), "a file of a page lies in the page's own folder: {name}");
        let file = self.path.join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// A fenced block: the words after its fence, the place of its content, and its line.
struct Block {
    words: Vec<String>,
    content: Range<usize>,
    line: usize,
}

fn blocks(text: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut open: Option<(String, Block)> = None;
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let start = at;
        at += line.len();
        let bare = line.trim_end();
        let ticks = bare.chars().take_while(|letter| *letter == '`').count();
        match &mut open {
            None if ticks >= 3 => {
                let words = bare.trim_start_matches('`').split_whitespace();
                let words = words.map(str::to_owned).collect();
                let block = Block { words, content: at..at, line: number + 1 };
                open = Some(("`".repeat(ticks), block));
            }
            Some((fence, _)) if bare == fence => {
                let (_, mut block) = open.take().unwrap();
                block.content.end = start;
                found.push(block);
            }
            _ => {}
        }
    }
    assert!(open.is_none(), "a fenced block is not closed");
    found
}

/// The commands of a block, each with the lines it should print.
fn examples(block: &str) -> Vec<(String, Vec<String>)> {
    let mut found: Vec<(String, Vec<String>)> = Vec::new();
    for line in block.lines() {
        match (line.strip_prefix("$ "), found.last_mut()) {
            (Some(command), _) => found.push((command.to_owned(), Vec::new())),
            (None, Some((_, expected))) => expected.push(line.to_owned()),
            (None, None) => panic!("a console block begins with `$ servanda`, not with: {line}"),
        }
    }
    found
}

/// Runs a command line; what it printed, and its exit status.
fn run(command: &str, folder: &Path) -> (Vec<String>, Option<i32>) {
    let words = shell_words(command);
    assert!(
        words.first().is_some_and(|word| word == "servanda"),
        "only servanda is run: {command}"
    );
    let output = Command::new(env!("CARGO_BIN_EXE_servanda"))
        .args(words.get(1..).unwrap_or_default())
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .env("COLUMNS", COLUMNS)
        .env_remove("UPDATE")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let mut text = String::from_utf8(output.stdout).unwrap();
    text.push_str(&String::from_utf8(output.stderr).unwrap());
    let lines = text.trim_end().lines().map(|line| line.trim_end().to_owned());
    (lines.collect(), output.status.code())
}

/// A command line as words; single and double quotes hold words together.
fn shell_words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for letter in line.chars() {
        match (letter, quote) {
            (letter, Some(open)) if letter == open => quote = None,
            ('"' | '\'', None) => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (letter, None) if letter.is_whitespace() => words.extend(word.take()),
            (letter, _) => word.get_or_insert_default().push(letter),
        }
    }
    assert!(quote.is_none(), "a quote is not closed: {line}");
    words.extend(word);
    words
}

/// Whether a line fits a pattern in which `...` stands for any words.
fn line_fits(pattern: &str, line: &str) -> bool {
    let Some((start, pieces)) = pattern.split_once(ELIDED) else { return pattern == line };
    let Some(mut rest) = line.strip_prefix(start) else { return false };
    let mut pieces: Vec<&str> = pieces.split(ELIDED).collect();
    let end = pieces.pop().unwrap_or_default();
    for piece in pieces {
        let Some((_, after)) = rest.split_once(piece) else { return false };
        rest = after;
    }
    rest.ends_with(end)
}

/// Whether lines fit a pattern in which a line `...` stands for any lines or none.
fn fits(pattern: &[String], lines: &[String]) -> bool {
    match pattern.split_first() {
        None => lines.is_empty(),
        Some((first, rest)) if first == ELIDED => {
            (0..=lines.len()).any(|skipped| fits(rest, lines.get(skipped..).unwrap_or_default()))
        }
        Some((first, rest)) => lines
            .split_first()
            .is_some_and(|(line, others)| line_fits(first, line) && fits(rest, others)),
    }
}

/// What the page should say: what was printed, with the same stretches left out where the lines that
/// frame them are still there, and whole where they are not.
fn renewed(pattern: &[String], lines: &[String]) -> Vec<String> {
    if !pattern.iter().any(|line| line == ELIDED) {
        return lines.to_vec();
    }
    let mut found: Vec<String> = Vec::new();
    let mut at = 0;
    for (number, shown) in pattern.split(|line| line == ELIDED).enumerate() {
        if number > 0 {
            found.push(ELIDED.to_owned());
        }
        if shown.is_empty() {
            continue;
        }
        let rest = lines.get(at..).unwrap_or_default();
        // Where most of the stretch still stands; the first of such places.
        let alike = |start: usize| {
            let here = rest.get(start..).unwrap_or_default().iter();
            here.zip(shown).filter(|(line, old)| line_fits(old, line)).count()
        };
        let best = (0..rest.len()).rev().max_by_key(|start| alike(*start));
        let start = if number == 0 { Some(0) } else { best.filter(|start| alike(*start) > 0) };
        let Some(start) = start else { return lines.to_vec() };
        let end = (start + shown.len()).min(rest.len());
        let printed = rest.get(start..end).unwrap_or_default().iter();
        let kept =
            printed.zip(shown).map(|(line, old)| if line_fits(old, line) { old } else { line });
        found.extend(kept.cloned());
        at += end;
    }
    if pattern.last().is_some_and(|line| line != ELIDED) && at < lines.len() {
        found.push(ELIDED.to_owned());
    }
    found
}

#[test]
fn an_elision_stands_for_any_lines_or_none() {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    assert!(fits(&lines("a\n...\nd"), &lines("a\nb\nc\nd")));
    assert!(fits(&lines("a\n...\nb"), &lines("a\nb")));
    assert!(!fits(&lines("a\n...\nd"), &lines("a\nb\nc")));
    assert!(!fits(&lines("a"), &lines("a\nb")));
    assert!(fits(
        &lines("... treaties, ... tests: no fault"),
        &lines("9 treaties, 3 tests: no fault")
    ));
    assert!(!fits(&lines("... treaties, ... tests: no fault"), &lines("9 treaties: no fault")));
}

#[test]
fn an_update_keeps_what_was_left_out_left_out() {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let renewed = renewed(&lines("a\nold\n...\nx\ny"), &lines("a\nb\nc\nd\nx\nz\nw"));
    assert_eq!(renewed, lines("a\nb\n...\nx\nz\n..."));
}

#[test]
fn quotes_hold_words_together() {
    assert_eq!(
        shell_words(r#"servanda ask "a b" 'c d' e"#),
        ["servanda", "ask", "a b", "c d", "e"]
    );
}

#[test]
fn every_clause_of_the_language_has_an_example() {
    use servanda::syntax::keyword::KEYWORDS;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let text = fs::read_to_string(root.join("docs/src/language.md")).unwrap();
    let examples = blocks(&text)
        .into_iter()
        .filter(|block| block.words.first().is_some_and(|word| word == "treaty"));
    let lines: Vec<String> = examples
        .flat_map(|block| text[block.content].lines().map(str::to_owned).collect::<Vec<_>>())
        .collect();
    for (keyword, purpose) in KEYWORDS {
        let shown = lines.iter().any(|line| line.split_whitespace().next() == Some(keyword));
        assert!(shown, "docs/src/language.md has no example of the clause `{keyword}` ({purpose})");
    }
}

#[test]
fn every_diagnostic_code_is_listed() {
    use servanda::syntax::Code;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let text = fs::read_to_string(root.join("docs/src/diagnostics.md")).unwrap();
    for code in Code::ALL {
        let listed =
            text.lines().any(|line| line.contains(code.id()) && line.contains(code.title()));
        assert!(listed, "docs/src/diagnostics.md does not list {} as: {}", code.id(), code.title());
    }
}

#[test]
fn every_command_has_an_example() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let text = fs::read_to_string(root.join("docs/src/commands.md")).unwrap();
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let (help, _) = run("servanda --help", &root);
    let listed = help.iter().skip_while(|line| *line != "Commands:").skip(1);
    let listed: Vec<&str> = listed
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .filter(|command| *command != "help")
        .collect();
    assert!(listed.len() > 5, "the help lists its commands no more as it did");
    for command in listed {
        let example = format!("\n$ servanda {command}");
        assert!(text.contains(&example), "docs/src/commands.md has no example of `{command}`");
        assert!(
            readme.contains(&format!("| `{command}")),
            "README.md does not list the command `{command}`"
        );
    }
}

#[test]
fn every_link_to_a_file_leads_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut all = pages(&root);
    let beside = ["ARCHITECTURE.md", "DESIGN.md", "CONTRIBUTING.md", "CHANGELOG.md"];
    all.extend(beside.iter().map(|name| root.join(name)));
    for page in all {
        let text = fs::read_to_string(&page).unwrap();
        let marks = [("](", ')'), ("{{#include ", '}')];
        let targets = marks.iter().flat_map(|(opens, closes)| {
            let rests = text.split(opens).skip(1);
            rests.map(|rest| rest.split(*closes).next().unwrap_or_default())
        });
        for target in targets {
            let file = target.split('#').next().unwrap_or_default();
            if file.is_empty() || target.contains("://") {
                continue;
            }
            let there = page.parent().unwrap().join(file).exists();
            assert!(there, "{} links to {target}, which is not there", page.display());
        }
    }
}

/// The words in backquotes of a line.
fn code_words(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

/// Whether a name fits a pattern with at most one `*`.
fn name_fits(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((start, end)) => {
            name.len() >= start.len() + end.len() && name.starts_with(start) && name.ends_with(end)
        }
    }
}

/// The files below a folder, as paths from it.
fn files_below(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path.strip_prefix(folder).unwrap().display().to_string());
            }
        }
    }
    found
}

/// The rooms of the core with the files that the map names in each, one `*` standing for any letters.
fn rooms(map: &str) -> Vec<(String, Vec<String>)> {
    let mut found: Vec<(String, Vec<String>)> = Vec::new();
    for line in map.lines().filter(|line| line.starts_with('|')) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, room, files, ..] = cells.as_slice() else { continue };
        if let Some(room) = room.strip_prefix("**").and_then(|room| room.strip_suffix("**")) {
            found.push((room.to_owned(), Vec::new()));
        }
        let files = code_words(files)
            .filter(|word| Path::new(word).extension().is_some_and(|ending| ending == "rs"))
            .map(str::to_owned);
        if let Some((_, named)) = found.last_mut() {
            named.extend(files);
        }
    }
    found
}

#[test]
fn the_map_names_every_file_of_the_core_and_no_other() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let map = fs::read_to_string(root.join("ARCHITECTURE.md")).unwrap();
    let rooms = rooms(&map);
    assert!(rooms.len() >= 6, "the rooms of the core are not found in ARCHITECTURE.md");
    for (room, named) in rooms {
        let there = files_below(&root.join("crates/servanda/src").join(&room));
        assert!(!there.is_empty(), "ARCHITECTURE.md: the core has no room `{room}`");
        for pattern in &named {
            let some = there.iter().any(|file| name_fits(pattern, file));
            assert!(some, "ARCHITECTURE.md names `{pattern}` in `{room}`, which is not there");
        }
        for file in there {
            let told = named.iter().any(|pattern| name_fits(pattern, &file));
            assert!(told, "ARCHITECTURE.md does not name `{file}` in `{room}`");
        }
    }
}

#[test]
fn every_path_of_the_map_leads_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let map = fs::read_to_string(root.join("ARCHITECTURE.md")).unwrap();
    let folders = [
        "",
        "crates/servanda",
        "crates/servanda/src",
        "crates/servanda-cli",
        "crates/servanda-cli/src",
    ];
    let endings = [".rs", ".md", ".sh", ".toml", ".csv"];
    let placeholder = |word: &str| word.contains("NAME") || word.contains("xxxx");
    let mut paths = 0;
    for line in map.lines() {
        for word in code_words(line) {
            // `servanda/answer/1` is the name of a schema. The rooms of the core are another test's.
            let schema = word.starts_with("servanda/") && word.ends_with(char::is_numeric);
            let path = word.contains('/') || endings.iter().any(|ending| word.ends_with(ending));
            let room = line.starts_with('|') && !word.starts_with("crates/");
            if !path || schema || room || word.contains(' ') || placeholder(word) {
                continue;
            }
            paths += 1;
            let there = folders.iter().any(|folder| {
                let folder = root.join(folder);
                match word.contains('*') {
                    false => folder.join(word).exists(),
                    true => files_below(&folder).iter().any(|file| name_fits(word, file)),
                }
            });
            assert!(there, "ARCHITECTURE.md names `{word}`, which is not there");
        }
    }
    assert!(paths > 10, "the paths of ARCHITECTURE.md are not found");
}
