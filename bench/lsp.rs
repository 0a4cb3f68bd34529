//! Measures the language server as an editor meets it: a keystroke in a large treaty file, over pipes, until what is wrong
//! with the text comes back.
//!
//! `lsp SERVANDA FILE [KEYSTROKES]`: the program, a treaty file, and how many keystrokes (1000). Each goes in alone, so that
//! nothing waits behind another; every tenth breaks the text and the next one mends it. With `-` for FILE the largest of
//! the corpus is taken.

use serde_json::{Value, json};
use servanda::corpus;
use std::error::Error;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

/// The pause between two keystrokes of a fast writer.
const PAUSE: Duration = Duration::from_millis(30);

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let usage = "lsp SERVANDA FILE|- [KEYSTROKES]";
    let (program, file) = (arguments.next().ok_or(usage)?, arguments.next().ok_or(usage)?);
    let count: usize = arguments.next().map_or(Ok(1000), |count| count.parse())?;
    let (name, text) = match file.as_str() {
        "-" => {
            let largest = corpus::treaties().into_iter().max_by_key(|source| source.text.len());
            largest.map(|source| (source.name, source.text)).ok_or("the corpus is empty")?
        }
        path => {
            (path.rsplit('/').next().unwrap_or(path).to_owned(), std::fs::read_to_string(path)?)
        }
    };
    let mut editor = Editor::begin(&program, &format!("untitled:{name}"), &text)?;
    let mut times = Vec::with_capacity(count);
    // In the middle of the last gist: words that a writer changes.
    let at = text.rfind("gist \"").ok_or("the file has no gist")? + "gist \"".len();
    let line = text.get(..at).unwrap_or_default().matches('\n').count();
    let column = at - text.get(..at).and_then(|text| text.rfind('\n')).map_or(0, |at| at + 1);
    for stroke in 0..count {
        // Ten letters are written, then taken back; a quote breaks the clause until it goes.
        let (length, words) = match stroke % 20 {
            10..=19 => (1, ""),
            9 => (0, "\""),
            _ => (0, "a"),
        };
        let begun = Instant::now();
        editor.change(line, column, length, words)?;
        editor.published()?;
        times.push(begun.elapsed());
        std::thread::sleep(PAUSE);
    }
    editor.leave()?;
    times.sort();
    let share = |hundredths: usize| {
        let index = (times.len() - 1) * hundredths / 100;
        times.get(index).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
    };
    let (lines, bytes) = (text.lines().count(), text.len());
    let mut out = std::io::stdout().lock();
    writeln!(out, "{name}: {bytes} bytes, {lines} lines, {count} keystrokes")?;
    writeln!(
        out,
        "from didChange to publishDiagnostics: p50 {:.1} ms, p90 {:.1} ms, p99 {:.1} ms, longest {:.1} ms",
        share(50),
        share(90),
        share(99),
        share(100)
    )?;
    Ok(())
}

/// An editor with one text open.
struct Editor {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    uri: String,
    version: i64,
}

impl Editor {
    fn begin(program: &str, uri: &str, text: &str) -> Result<Editor, Box<dyn Error>> {
        let mut child = Command::new(program)
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let input = child.stdin.take().ok_or("no input")?;
        let output = BufReader::new(child.stdout.take().ok_or("no output")?);
        let mut editor = Editor { child, input, output, uri: uri.to_owned(), version: 1 };
        let params = json!({"processId": null, "rootUri": null, "capabilities": {}});
        editor
            .send(&json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params}))?;
        while editor.receive()?.get("id").is_none() {}
        editor.tell("initialized", &json!({}))?;
        let document = json!({"uri": uri, "languageId": "servanda", "version": 1, "text": text});
        editor.tell("textDocument/didOpen", &json!({ "textDocument": document }))?;
        editor.published()?;
        Ok(editor)
    }

    fn change(
        &mut self,
        line: usize,
        column: usize,
        length: usize,
        words: &str,
    ) -> Result<(), Box<dyn Error>> {
        self.version += 1;
        let place = |column: usize| json!({"line": line, "character": column});
        let range = json!({"start": place(column), "end": place(column + length)});
        let params = json!({
            "textDocument": {"uri": self.uri, "version": self.version},
            "contentChanges": [{"range": range, "text": words}],
        });
        self.tell("textDocument/didChange", &params)
    }

    /// Waits for what is found in the version that was sent last.
    fn published(&mut self) -> Result<(), Box<dyn Error>> {
        loop {
            let message = self.receive()?;
            let version = message.pointer("/params/version").and_then(Value::as_i64);
            let found = message.get("method").and_then(Value::as_str);
            if found == Some("textDocument/publishDiagnostics") && version == Some(self.version) {
                return Ok(());
            }
        }
    }

    fn leave(&mut self) -> Result<(), Box<dyn Error>> {
        self.send(&json!({"jsonrpc": "2.0", "id": 2, "method": "shutdown"}))?;
        while self.receive()?.get("id").is_none() {}
        self.tell("exit", &Value::Null)?;
        self.child.wait()?;
        Ok(())
    }

    fn tell(&mut self, method: &str, params: &Value) -> Result<(), Box<dyn Error>> {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}))
    }

    fn send(&mut self, message: &Value) -> Result<(), Box<dyn Error>> {
        let body = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{body}", body.len())?;
        Ok(self.input.flush()?)
    }

    fn receive(&mut self) -> Result<Value, Box<dyn Error>> {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if self.output.read_line(&mut line)? == 0 {
                return Err("the server has gone".into());
            }
            match line.trim_end().split_once(": ") {
                Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                    length = value.parse()?;
                }
                Some(_) => {}
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body)?;
        Ok(serde_json::from_slice(&body)?)
    }
}
