//! `servanda read`: forms, review from a pipe, and, in the whole program, an endpoint that is asked.

use super::run::{command, folder, json, output, refused};
use std::io::Write as _;
use std::process::Stdio;

const ARTICLE: &str = "Poland in\n\nWarsaw, March 13 (Invented Wire) - Poland joined NATO on Friday. Russia attacked nobody.\n\n\"It is done,\" said Jan Nowacki, a teacher.\n";

fn article(test: &str) -> (std::path::PathBuf, String) {
    let folder = folder(test);
    let path = folder.join("story.txt");
    std::fs::write(&path, ARTICLE).unwrap();
    (folder, path.display().to_string())
}

/// Runs a review with these answers on standard input; its status and what it says.
fn review(file: &str, answers: &str) -> (i32, String) {
    let mut child = command(&["read", "--review", file])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(answers.as_bytes()).unwrap();
    let ran = child.wait_with_output().unwrap();
    (ran.status.code().unwrap(), String::from_utf8_lossy(&ran.stderr).into_owned())
}

#[test]
fn forms_say_the_same() {
    let (_, path) = article("read-forms");
    let form = json(&["read", &path, "--published", "1999-03-13", "-f", "json"]);
    assert_eq!(form["schema"], "servanda/reading/1");
    let rows = form["proposals"].as_array().unwrap();
    let member = rows.iter().find(|row| row["kind"] == "membership").unwrap();
    assert_eq!(
        (&member["fields"]["party"], &member["fields"]["of"]),
        (&"POL".into(), &"NATO".into())
    );
    assert_eq!(member["fields"]["date"], "1999-03-12");
    assert_eq!(member["span"]["exact"], "Poland joined NATO on Friday");
    let notes = json(&["read", &path, "--published", "1999-03-13", "--annotations"]);
    assert!(notes.to_string().contains("TextPositionSelector"));
    let table = output(&["read", &path, "--published", "1999-03-13"]);
    assert!(table.contains("none is a fact before a person accepts it"), "{table}");
    refused(&["read", &path, "--published", "1999-02-30"], 2, &["SV0606", "2002-05-15"]);
    refused(&["read", "no-such-story.txt"], 3, &["no-such-story.txt"]);
}

#[test]
fn a_review_keeps_what_is_done() {
    let (folder, path) = article("read-review");
    let out = folder.join("story.treaty.md").display().to_string();
    output(&["read", &path, "--published", "1999-03-13", "-o", &out]);
    output(&["check", &out]);
    let open = std::fs::read_to_string(&out).unwrap().matches("\nproposal ").count();
    assert_eq!(open, 2, "a membership and a claim");
    // Nobody answers: nothing is done, and the help says what to do.
    let (status, said) = review(&out, "");
    assert_eq!(status, 2);
    assert!(said.contains("pipe the answers in"), "{said}");
    let (status, said) = review(&out, "x\na\nq\n");
    assert_eq!((status, said.contains("1 accepted, 0 rejected, 1 left open")), (0, true), "{said}");
    let (_, said) = review(&out, "r\n");
    assert!(said.contains("0 accepted, 1 rejected, 0 left open"), "{said}");
    let text = std::fs::read_to_string(&out).unwrap();
    assert!(text.contains("claim STORY-") && text.contains("\n  refused\n"), "{text}");
    output(&["check", &out]);
    let (status, said) = review(&out, "");
    assert_eq!((status, said.contains("no open proposal")), (0, true), "{said}");
}

#[cfg(not(feature = "full"))]
#[test]
fn without_the_feature_no_model_is_asked() {
    let (_, path) = article("read-light");
    refused(
        &["read", &path, "--endpoint", "http://localhost:1/v1", "--model", "m"],
        2,
        &["this build asks no language model"],
    );
}

/// A server that answers one request with these words of a model, and gives the request.
#[cfg(feature = "full")]
fn endpoint(content: &str) -> (String, std::thread::JoinHandle<String>) {
    use std::io::{BufRead as _, BufReader, Read as _};
    let server = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/v1", server.local_addr().unwrap());
    let reply = serde_json::json!({"choices": [{"message": {"content": content}}]}).to_string();
    let thread = std::thread::spawn(move || {
        let (stream, _) = server.accept().unwrap();
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if reader.read_line(&mut head).unwrap() == 0 {
                break;
            }
        }
        let lower = head.to_lowercase();
        let length = lower.split("content-length: ").nth(1).and_then(|rest| rest.lines().next());
        let mut body = vec![0; length.and_then(|length| length.trim().parse().ok()).unwrap_or(0)];
        reader.read_exact(&mut body).unwrap();
        let mut stream = stream;
        let head_out = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close";
        write!(stream, "{head_out}\r\ncontent-length: {}\r\n\r\n{reply}", reply.len()).unwrap();
        head + &String::from_utf8_lossy(&body)
    });
    (address, thread)
}

#[cfg(feature = "full")]
#[test]
fn what_a_model_says_is_checked_against_the_article() {
    let (_, path) = article("read-endpoint");
    let (address, thread) = endpoint(
        r#"[{"kind":"membership","party":"POL","of":"NATO","as":"acceded","date":"1999-03-12","quote":"Poland joined NATO"},
            {"kind":"membership","party":"RUS","of":"NATO","as":"acceded","quote":"Russia joined NATO"}]"#,
    );
    let words = [
        "read",
        &path,
        "--endpoint",
        &address,
        "--model",
        "invented",
        "--key-from",
        "INVENTED_KEY",
        "-f",
        "json",
    ];
    let ran = command(&words).env("INVENTED_KEY", "an-invented-key").output().unwrap();
    let asked = thread.join().unwrap();
    assert!(asked.to_lowercase().contains("authorization: bearer an-invented-key"), "{asked}");
    assert!(asked.contains("Poland joined NATO"), "the article is sent");
    let form: serde_json::Value = serde_json::from_slice(&ran.stdout).unwrap();
    let by_model =
        form["proposals"].as_array().unwrap().iter().filter(|row| row["rule"] == "model");
    assert_eq!(by_model.count(), 1, "{form}");
    assert!(form["notes"].to_string().contains("1 proposals of the model were dropped"), "{form}");
    refused(
        &["read", &path, "--endpoint", "ftp://x", "--model", "m"],
        2,
        &["no `http://` address"],
    );
    refused(
        &[
            "read",
            &path,
            "--endpoint",
            "http://127.0.0.1:1/v1",
            "--model",
            "m",
            "--key-from",
            "NO_SUCH_KEY",
        ],
        3,
        &["no variable `NO_SUCH_KEY`"],
    );
}
