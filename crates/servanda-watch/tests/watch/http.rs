//! Sources that are addresses: fetched whole or not at all.

use crate::common::{IRAN, Place, ROW, Row, SAUDI, hex, troubles};
use crate::server::{Says, Server, of, ok, server, status};
use md5::{Digest, Md5};
use servanda_watch::Source;
use std::io::Write;

const STAMP: &str = "20240105120000";

fn watching(name: &str, server: &Server, path: &str) -> Place {
    let mut place = Place::new(name);
    place.settings.sources = vec![Source::Url(format!("{}/{path}", server.url))];
    place
}

fn export() -> Vec<u8> {
    Place::text(STAMP, &[ROW]).into_bytes()
}

const PATH: &str = "20240105120000.export.CSV";

#[test]
fn an_address_is_read_and_asked_again_only_for_what_is_new() {
    let server = server(vec![
        Says::Whole(
            "200 OK",
            "ETag: \"one\"\r\nLast-Modified: Fri, 05 Jan 2024 12:00:00 GMT\r\n".into(),
            export(),
        ),
        status("304 Not Modified"),
        Says::Whole("200 OK", "ETag: \"two\"\r\n".into(), export()),
    ]);
    let place = watching("etag", &server, PATH);
    assert_eq!(place.run().0.files, 1);
    let (again, _) = place.run();
    assert_eq!((again.files, again.same), (0, 1));
    let (same_bytes, _) = place.run();
    assert_eq!((same_bytes.files, same_bytes.same), (0, 1));
    let asked = server.asked();
    assert!(!asked[0].head.to_lowercase().contains("if-none-match"));
    let head = asked[1].head.to_lowercase();
    assert!(head.contains("if-none-match: \"one\""), "{head}");
    assert!(head.contains("if-modified-since: fri, 05 jan 2024"), "{head}");
    assert_eq!(place.told(), ["new 1 IRQ>KUW"]);
}

#[test]
fn what_is_not_there_is_told_and_asked_once() {
    let server = server(vec![status("404 Not Found")]);
    let place = watching("404", &server, PATH);
    let (report, told) = place.run();
    assert_eq!((report.failed, server.asked().len()), (1, 1));
    assert!(troubles(&told).contains("the server answers 404"), "{told:?}");
}

#[test]
fn a_server_that_breaks_is_asked_again() {
    let wait = Says::Whole("503 Service Unavailable", "Retry-After: 1\r\n".into(), Vec::new());
    let server = server(vec![status("500 Internal Server Error"), wait, ok(&export())]);
    let place = watching("500", &server, PATH);
    let (report, _) = place.run();
    assert_eq!((report.failed, report.files), (0, 1));
    let asked = server.asked();
    let waited = asked[2].at - asked[1].at;
    assert!(waited.as_millis() >= 1000, "Retry-After is kept to: {waited:?}");
}

#[test]
fn a_body_that_is_cut_is_not_read() {
    let half = export()[..100].to_vec();
    let server = server(vec![Says::Cut(half.clone()), Says::Cut(half), ok(&export())]);
    let place = watching("cut", &server, PATH);
    assert_eq!(place.run().0.files, 1);
    assert_eq!(place.told(), ["new 1 IRQ>KUW"]);
    let cut = crate::server::server(vec![Says::Cut(export())]);
    let (report, _) = watching("always-cut", &cut, PATH).run();
    assert_eq!((report.failed, report.files, cut.asked().len()), (1, 0, 3));
}

#[test]
fn a_server_that_says_nothing_is_not_waited_for() {
    for (name, says) in [("slow", Says::Slow), ("trickle", Says::Trickle)] {
        let server = server(vec![says]);
        let mut place = watching(name, &server, PATH);
        place.settings.patience.tries = 1;
        place.settings.patience.whole = std::time::Duration::from_secs(1);
        let begun = std::time::Instant::now();
        let (report, told) = place.run();
        assert_eq!(report.failed, 1, "{told:?}");
        assert!(begun.elapsed().as_secs() < 15, "{name}: {:?}", begun.elapsed());
    }
}

#[test]
fn a_body_that_is_too_long_is_not_read() {
    let place = |server: &Server, name: &str| {
        let mut place = watching(name, server, PATH);
        place.settings.patience.most = 100;
        place
    };
    let told_length = server(vec![ok(&export())]);
    let (report, told) = place(&told_length, "too-long").run();
    assert_eq!((report.failed, told_length.asked().len()), (1, 1));
    assert!(troubles(&told).contains("more than 100 bytes"), "{told:?}");
}

#[test]
fn redirects_are_followed_so_far_and_no_further() {
    let there = |to: &str| Says::Whole("302 Found", format!("Location: {to}\r\n"), Vec::new());
    let once = of(move |at, _| if at == 0 { there("/elsewhere") } else { ok(&export()) });
    assert_eq!(watching("redirect", &once, PATH).run().0.files, 1);
    let round = of(move |_, _| there("/round"));
    let (report, told) = watching("round", &round, PATH).run();
    assert_eq!(report.failed, 1);
    assert!(troubles(&told).contains("302"), "{told:?}");
    assert!(round.asked().len() <= 7, "{}", round.asked().len());
}

fn zipped(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(bytes).unwrap();
    zip.finish().unwrap().into_inner()
}

fn listed(url: &str, body: &[u8]) -> String {
    let sum = hex(&Md5::digest(body));
    format!("{} {sum} {url}\n", body.len())
}

/// A list with two quarters of an hour in the wrong order and a knowledge graph; the first comes wrong so often.
fn gdelt(wrong: usize) -> Server {
    let early = zipped(PATH, &export());
    let row = Row { id: 2, by: IRAN, on: SAUDI, url: "https://two.example/", ..ROW };
    let late =
        zipped("20240105121500.export.CSV", Place::text("20240105121500", &[row]).as_bytes());
    let count = std::sync::atomic::AtomicUsize::new(0);
    of(move |_, head| {
        let host = head
            .lines()
            .find_map(|line| line.strip_prefix("host: ").or(line.strip_prefix("Host: ")))
            .unwrap_or_default();
        let address = |name: &str| format!("http://{host}/{name}.zip");
        let early_url = address(PATH);
        if head.contains("lastupdate") {
            let list = [
                listed(&address("20240105121500.export.CSV"), &late),
                "a line that is none\n".to_owned(),
                listed(&address("20240105121500.gkg.csv"), b"never fetched"),
                listed(&early_url, &early),
            ];
            return match head.to_lowercase().contains("if-none-match: \"list\"") {
                true => status("304 Not Modified"),
                false => {
                    Says::Whole("200 OK", "ETag: \"list\"\r\n".into(), list.concat().into_bytes())
                }
            };
        }
        if head.contains(PATH) {
            let times = count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            let mut body = early.clone();
            if times < wrong {
                let last = body.len() - 1;
                body[last] ^= 1;
            }
            return ok(&body);
        }
        assert!(!head.contains("gkg"), "the knowledge graph is not fetched");
        ok(&late)
    })
}

#[test]
fn a_list_leads_to_its_files_in_order_each_verified() {
    let server = gdelt(1);
    let place = watching("list", &server, "lastupdate.txt");
    let (report, told) = place.run();
    assert_eq!((report.files, report.failed, report.dirty), (2, 0, 1), "{told:?}");
    assert_eq!(place.told(), ["new 1 IRQ>KUW", "new 1 IRN>SAU"]);
    let (again, _) = place.run();
    assert_eq!((again.files, again.same), (0, 1), "the list is what it was");
}

#[test]
fn a_file_with_another_md5_than_the_list_says_is_not_read() {
    let server = gdelt(usize::MAX);
    let place = watching("md5", &server, "lastupdate.txt");
    let (report, told) = place.run();
    assert_eq!((report.files, report.failed), (1, 1));
    assert!(troubles(&told).contains("its MD5 is"), "{told:?}");
    assert_eq!(place.told(), ["new 1 IRN>SAU"]);
    // The list is fetched again as long as something of it is left.
    let (again, _) = place.run();
    assert_eq!((again.same, again.failed), (1, 1));
}
