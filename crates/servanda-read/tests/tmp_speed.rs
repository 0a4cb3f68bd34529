//! t
#![allow(clippy::unwrap_used)]
use servanda::corpus;
use servanda_read::*;
use std::time::Instant;
#[test]
fn speed() {
    let lexicon = Lexicon::of(&corpus::world().unwrap().0).unwrap();
    for piece in ["a", "Russia, ", "\"", "(", "\n\n", "on 14 May 1999 ", "said ", "Russia joined NATO and ", "A ", ",", "“", "x. "] {
        let mut line = format!("{piece:?}");
        for size in [5_000usize, 10_000, 20_000, 40_000] {
            let text = "Head ".to_owned() + &piece.repeat(size / piece.len());
            let start = Instant::now();
            let article = open("hostile.txt", text.as_bytes()).unwrap();
            let reading = read(&article, &lexicon, Options { published: "2002-05-15".parse().ok() });
            let one = start.elapsed();
            let _ = table(&reading);
            let two = start.elapsed();
            let _ = proposals(&reading);
            line += &format!("  {size}: {:.2} {:.2} {:.2}", one.as_secs_f64(), (two - one).as_secs_f64(), (start.elapsed() - two).as_secs_f64());
            if start.elapsed().as_secs() > 5 { break; }
        }
        println!("{line}");
    }
}
