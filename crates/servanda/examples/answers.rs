//! throwaway
use servanda::engine::{Engine, Memory, Question, phrase::{self, Parts}};
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let mode = std::env::args().nth(2).unwrap_or_default();
    let actor = std::env::args().nth(3).is_some();
    let (world, _) = servanda::corpus::world().unwrap();
    let engine = Engine::new(&world);
    let text = std::fs::read_to_string(path).unwrap();
    let (mut rows, mut steps, mut n) = (0, 0, 0);
    let qs: Vec<Question> = text.lines().skip(1).map(|l| { let f: Vec<&str> = l.split(',').collect();
        let by = if actor { format!("by {} ", f[2]) } else { String::new() };
        let p = Parts::read(&format!("{} on {} {by}on {}", f[0], f[1], f[3]), 0); phrase::resolve(&p, &world, Default::default()).unwrap() }).collect();
    let t = std::time::Instant::now();
    let memory = Memory::new(&engine);
    println!("memory {:?}", t.elapsed());
    let t = std::time::Instant::now();
    for q in &qs {
        let r = match mode.as_str() { "brief" => engine.ask_briefly(q), "none" => continue, "memory" => engine.ask_with(q, &memory), _ => engine.ask(q) };
        n += 1; rows += r.rows.len(); steps += r.rows.iter().map(|r| r.proof.steps().count()).sum::<usize>(); }
    println!("{n} {rows} {steps} {:?}", t.elapsed());
}
