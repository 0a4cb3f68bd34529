//! Webhooks: signed, tried again where that may help, put aside where it will not, and no secret anywhere.

use crate::common::{IRAN, Place, ROW, Row, SAUDI, hex, troubles};
use crate::server::{Asked, Says, Server, ok, server, status};
use hmac::{Hmac, KeyInit, Mac};
use servanda_watch::{Secret, To, resend};
use sha2::Sha256;
use std::fs;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

const SECRET: &str = "correct horse battery staple";

fn place(name: &str, server: &Server) -> Place {
    let mut place = Place::new(name);
    place.settings.to = vec![
        To::of(&format!("webhook:{}/in?token=hidden", server.url))
            .unwrap_or_else(|stop| panic!("{stop}")),
    ];
    place.settings.secret = Some(Secret::new(SECRET));
    place.offer("20240105120000", &[ROW]);
    place
}

fn header<'a>(asked: &'a Asked, name: &str) -> &'a str {
    let lines = asked.head.lines().filter_map(|line| line.split_once(':'));
    lines
        .filter(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim())
        .next()
        .unwrap_or_default()
}

#[test]
fn an_alert_is_signed_over_its_time_and_body() {
    let server = server(vec![ok(b"")]);
    place("signed", &server).run();
    let asked = server.asked();
    let one = &asked[0];
    let time = header(one, "Servanda-Timestamp");
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(format!("{time}.{}", one.body).as_bytes());
    let wanted = hex(&mac.finalize().into_bytes());
    assert_eq!(header(one, "Servanda-Signature"), format!("v1={wanted}"));
    let alert: serde_json::Value = serde_json::from_str(&one.body).unwrap();
    assert_eq!(header(one, "Idempotency-Key"), format!("{}/1", alert["key"].as_str().unwrap()));
}

#[test]
fn a_receiver_that_breaks_is_tried_again_with_the_same_key_and_body() {
    let wait = Says::Whole("429 Too Many Requests", "Retry-After: 1\r\n".into(), Vec::new());
    let server = server(vec![status("500 Internal Server Error"), wait, ok(b"")]);
    let (report, _) = place("retried", &server).run();
    assert_eq!((report.sinks[0].1, report.sinks[0].2), (1, 0));
    let asked = server.asked();
    assert_eq!(asked.len(), 3);
    assert!((asked[2].at - asked[1].at).as_millis() >= 1000, "Retry-After is kept to");
    assert!(asked.iter().all(|one| one.body == asked[0].body
        && header(one, "Idempotency-Key") == header(&asked[0], "Idempotency-Key")));
}

#[test]
fn what_cannot_be_sent_now_waits_in_order_and_is_sent_first_next_time() {
    let broken = || status("503 Service Unavailable");
    let server = server(vec![broken(), broken(), broken(), ok(b"")]);
    let place = place("waits", &server);
    let (report, told) = place.run();
    assert!(report.sinks[0].3.as_ref().unwrap().contains("503"), "{report:?}");
    assert!(troubles(&told).contains("wait in the state"), "{told:?}");
    assert_eq!(place.status().sinks[0].waiting, 1);
    place.offer("20240105121500", &[Row { id: 2, by: IRAN, on: SAUDI, ..ROW }]);
    let (report, _) = place.run();
    assert_eq!(report.sinks[0].1, 2);
    let bodies: Vec<bool> =
        server.asked()[3..].iter().map(|one| one.body.contains("\"IRN\"")).collect();
    assert_eq!(bodies, [false, true]);
}

#[test]
fn what_a_receiver_refuses_is_put_aside_shown_and_sent_again_on_demand() {
    let server = server(vec![
        status("400 Bad Request"),
        status("410 Gone"),
        status("400 Bad Request"),
        ok(b""),
    ]);
    let place = place("refused", &server);
    place.offer("20240105121500", &[Row { id: 2, by: IRAN, on: SAUDI, ..ROW }]);
    let (report, _) = place.run();
    assert_eq!(
        (report.sinks[0].1, report.sinks[0].2, server.asked().len()),
        (0, 2, 2),
        "one refusal stops no other"
    );
    let status = place.status();
    assert_eq!(
        status.dead.iter().map(|one| one.why.as_str()).collect::<Vec<_>>(),
        ["the receiver answers 400", "the receiver answers 410"]
    );
    assert!(status.text().contains("`--resend`"), "{}", status.text());
    let again = || {
        let stop = Arc::new(AtomicBool::new(false));
        resend(
            place.settings.state.as_ref().unwrap(),
            place.settings.patience,
            place.settings.secret.as_ref(),
            stop,
        )
        .unwrap_or_else(|stop| panic!("{stop}"))
    };
    assert_eq!(again(), (1, 1));
    assert_eq!(again(), (1, 0));
    assert_eq!(place.status().dead.len(), 0);
    let asked = server.asked();
    assert_eq!(header(&asked[0], "Idempotency-Key"), header(&asked[2], "Idempotency-Key"));
}

#[test]
fn a_redirect_is_no_delivery() {
    let there = Says::Whole("307 Temporary Redirect", "Location: /other\r\n".into(), Vec::new());
    let server = server(vec![there]);
    let (report, _) = place("led-away", &server).run();
    assert_eq!((report.sinks[0].2, server.asked().len()), (1, 1));
}

#[test]
fn no_secret_is_kept_or_shown() {
    let server = server(vec![status("500 Internal Server Error"), status("401 Unauthorized")]);
    let place = place("secret", &server);
    let (report, told) = place.run();
    let said = format!("{}{told:?}{}{report:?}", report.text(), place.status().text());
    assert!(!said.contains(SECRET) && !said.contains("hidden"), "{said}");
    for entry in fs::read_dir(&place.folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let bytes = fs::read(&path).unwrap();
            assert!(!bytes.windows(SECRET.len()).any(|some| some == SECRET.as_bytes()), "{path:?}");
        }
    }
    for asked in server.asked() {
        assert!(!asked.head.contains(SECRET) && !asked.body.contains(SECRET));
    }
}

#[test]
fn words_that_name_no_sink_are_refused() {
    for (words, says) in [
        ("tabel", "write table, ndjson:FILE"),
        ("ndjson:", "write table, ndjson:FILE"),
        ("webhook:ftp://x", "write webhook:https://"),
        ("webhook:https://me:pass@host/", "leave name and password out"),
    ] {
        let stop = To::of(words).unwrap_err();
        assert!(stop.0.faults[0].help.concat().contains(says), "{words}: {:?}", stop.0.faults);
        assert!(!format!("{:?}", stop.0.faults).contains("pass@"), "{words}");
    }
}
