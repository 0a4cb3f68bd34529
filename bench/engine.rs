//! Measures the core on a table of questions held in memory, apart from reading and writing:
//! `flat` answers "who is pledged to aid X on day D" from the index of dated pledges, as a join would;
//! `full` gives the whole answer with its proofs, as `servanda ask` does. Driven by `bench/speed.py`.
//!
//! `engine MODE QUESTIONS.csv [FOLDER]`: the CSV has a header and the columns kind, target, actor
//! (empty: nobody named), on; FOLDER holds treaties to be used instead of the corpus.

use servanda::corpus;
use servanda::engine::pledges::{PledgeIndex, pledges_to};
use servanda::engine::{Engine, Memory, Question};
use servanda::model::{Actor, StateId, World};
use servanda::syntax::Source;
use servanda::syntax::vocabulary::{Act, EventKind};
use servanda::time::{Day, Interval};
use std::error::Error;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// Questions that a worker answers between two looks at what is left; the memory of a flat run.
const SHARE: usize = 16_384;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let usage = "engine flat|full QUESTIONS.csv [FOLDER]";
    let (mode, path) = (arguments.next().ok_or(usage)?, arguments.next().ok_or(usage)?);
    let world = world(arguments.next().as_deref())?;
    let questions = questions(&std::fs::read_to_string(path)?, &world)?;
    let engine = Engine::new(&world);
    let begun = Instant::now();
    let (prepared, rows, sum, pairs);
    let answered;
    match mode.as_str() {
        "flat" => {
            let index = index(&engine);
            pairs = index.1;
            prepared = begun.elapsed();
            let begun = Instant::now();
            (rows, sum) =
                on_every_core(&questions, Columns::default, |share, columns: &mut Columns| {
                    flat(&index.0, share, columns)
                });
            answered = begun.elapsed();
        }
        "full" => {
            let memory = Memory::new(&engine);
            pairs = 0;
            prepared = begun.elapsed();
            let begun = Instant::now();
            (rows, sum) =
                on_every_core(&questions, || (), |share, ()| full(&engine, &memory, share));
            answered = begun.elapsed();
        }
        _ => return Err(usage.into()),
    }
    let (prepared, answered) = (prepared.as_secs_f64(), answered.as_secs_f64());
    let treaties = world.treaties().count();
    let line = serde_json::json!({
        "mode": mode, "treaties": treaties, "questions": questions.len(), "rows": rows,
        "sum": sum, "pairs": pairs, "prepare_s": prepared, "answer_s": answered,
    });
    std::io::Write::write_all(&mut std::io::stdout(), format!("{line}\n").as_bytes())?;
    Ok(())
}

fn world(folder: Option<&str>) -> Result<World, Box<dyn Error>> {
    let Some(folder) = folder else { return Ok(corpus::world()?.0) };
    let mut files: Vec<_> = std::fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    files.sort_by_key(std::fs::DirEntry::path);
    let mut texts = Vec::new();
    for file in files {
        let name = file.file_name().to_string_lossy().into_owned();
        if name.ends_with(".treaty") || name.ends_with(".treaty.md") {
            texts.push(Source::new(name, std::fs::read_to_string(file.path())?));
        }
    }
    let mut world = corpus::empty_world()?;
    world.add_texts(texts);
    Ok(world)
}

fn questions(table: &str, world: &World) -> Result<Vec<Question>, Box<dyn Error>> {
    let mut list = Vec::new();
    for line in table.lines().skip(1) {
        let mut fields = line.split(',');
        let mut next = || fields.next().ok_or(format!("`{line}` has too few columns"));
        let (_, target, actor, on) = (next()?, next()?, next()?, next()?);
        let state = |id: &str| world.states.by_id(id).ok_or(format!("no state is `{id}`"));
        let on: Day = on.parse().map_err(|_| format!("`{on}` is no day"))?;
        let target = Actor::State(state(target)?);
        let mut question = Question::new(EventKind::Attack, Some(target), on);
        if !actor.is_empty() {
            question.actors.push(Actor::State(state(actor)?));
        }
        list.push(question);
    }
    Ok(list)
}

/// The index of every pledge to aid, and how many dated pairs it was made from.
fn index(engine: &Engine<'_>) -> (PledgeIndex, usize) {
    let memory = Memory::new(engine);
    let states: Vec<StateId> = engine.world().states.iter().map(|(state, _)| state).collect();
    let pledges = std::thread::scope(|scope| {
        let share = states.len().div_ceil(cores());
        let workers: Vec<_> = states
            .chunks(share)
            .map(|states| {
                let memory = &memory;
                scope.spawn(move || {
                    let to = states.iter().map(|state| Actor::State(*state));
                    to.flat_map(|to| pledges_to(engine, memory, to, &[Act::Aid], Interval::ALWAYS))
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap_or_default()).collect::<Vec<_>>()
    });
    (PledgeIndex::of(engine.world(), &pledges), pledges.len())
}

/// What a flat answer consists of: for each row its question, who is pledged, and the treaty.
#[derive(Default)]
struct Columns {
    question: Vec<u32>,
    by: Vec<StateId>,
    treaty: Vec<servanda::model::TreatyId>,
}

/// Fills the columns for some questions; gives the number of rows, and a sum over them so that
/// nothing is left out unnoticed.
fn flat(index: &PledgeIndex, share: &[Question], columns: &mut Columns) -> (usize, u64) {
    columns.question.clear();
    columns.by.clear();
    columns.treaty.clear();
    for (number, question) in share.iter().enumerate() {
        let Some(Actor::State(target)) = question.target else { continue };
        let (by, treaties) = index.on(target, question.on);
        columns.by.extend_from_slice(by);
        columns.treaty.extend_from_slice(treaties);
        columns.question.resize(columns.by.len(), number as u32);
    }
    let sum = columns.by.iter().map(|state| u64::from(state.0)).sum();
    (columns.by.len(), sum)
}

fn full(engine: &Engine<'_>, memory: &Memory, share: &[Question]) -> (usize, u64) {
    let (mut rows, mut steps) = (0, 0);
    for question in share {
        let reply = engine.ask_with(question, memory);
        rows += reply.rows.len();
        steps += reply.rows.iter().map(|row| row.proof.steps().count() as u64).sum::<u64>();
    }
    (rows, steps)
}

/// Answers shares of the questions on every core until none is left; sums up what they give.
fn on_every_core<S>(
    questions: &[Question],
    start: impl Fn() -> S + Sync,
    answer: impl Fn(&[Question], &mut S) -> (usize, u64) + Sync,
) -> (usize, u64) {
    let shares: Vec<&[Question]> = questions.chunks(SHARE).collect();
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..cores())
            .map(|_| {
                scope.spawn(|| {
                    let (mut state, mut all) = (start(), (0, 0));
                    while let Some(share) = shares.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let (rows, sum) = answer(share, &mut state);
                        all = (all.0 + rows, all.1 + sum);
                    }
                    all
                })
            })
            .collect();
        let each = workers.into_iter().map(|worker| worker.join().unwrap_or_default());
        each.fold((0, 0), |all, own| (all.0 + own.0, all.1 + own.1))
    })
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}
