use servanda::syntax::{self, Source, Sources, host::Host};
fn main() {
    let mut sources = Sources::default();
    let mut all = Vec::new();
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path).unwrap();
        let host = Host::of_name(&path).unwrap();
        let file = sources.add(Source::new(path.clone(), text.clone()));
        let doc = syntax::parse(&text, file, host);
        let once = syntax::format::format(&doc, &text);
        let doc2 = syntax::parse(&once, file, host);
        let twice = syntax::format::format(&doc2, &once);
        if once != twice { eprintln!("NOT IDEMPOTENT {path}"); std::fs::write("/tmp/once", &once).unwrap(); std::fs::write("/tmp/twice", &twice).unwrap(); }
        if doc.diagnostics.is_empty() {
            let json = syntax::json::to_json(&doc).unwrap();
            let (text, _) = syntax::json::to_text(&json.to_string()).unwrap();
            if text != once { eprintln!("JSON ROUND TRIP {path}"); }
        }
        all.extend(doc.diagnostics);
    }
    print!("{}", syntax::diagnostic::render(&all, &sources, false, 100));
}
