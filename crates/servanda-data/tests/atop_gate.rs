//! The release gate: the corpus beside ATOP's member file, where that lies beside the repository; else a
//! note. Every difference must be a convention or be explained, no explanation may be left over, and the
//! table of agreement in the handbook must be today's (`UPDATE=1` writes it). Counts only are written.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops at the first thing that is not as it must be, and says what"
)]

use servanda::corpus;
use servanda::engine::coding::Dating;
use servanda::model::World;
use servanda_data::atop;
use servanda_data::crosscheck::{self, Comparison, page};
use std::path::{Path, PathBuf};

const FILE: &str = "atop5.1_member.csv.gz";
const BEGIN: &str = "<!-- agreement -->\n";
const END: &str = "<!-- end -->";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The member file beside this repository, if it is there.
fn member_file() -> Option<Vec<u8>> {
    let folders = ["../shared/data/alliances", "../../shared/data/alliances"];
    let found =
        folders.iter().find_map(|folder| std::fs::read(root().join(folder).join(FILE)).ok());
    if found.is_none() {
        println!("skipped: {FILE} is not beside this repository");
    }
    found
}

fn world() -> World {
    let (world, faults) = corpus::world().unwrap();
    assert!(faults.iter().all(|fault| fault.code.id() != "SV0418"), "the corpus is read whole");
    world
}

fn grid(heads: &[&str], rows: Vec<Vec<String>>) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut text = line(heads.iter().map(|head| (*head).to_owned()).collect());
    text.push_str(&format!("|{}\n", "---|".repeat(heads.len())));
    for row in rows {
        text.push_str(&line(row));
    }
    text
}

/// What the handbook says of the agreement.
fn table(found: &Comparison) -> String {
    let all = &found.coverage;
    let conventions = page::conventions(found);
    let counts = conventions.into_iter().map(|row| row.into_iter().take(2).collect()).collect();
    format!(
        "\n{} alliances of ATOP {}, dated by {}. ATOP has {}; {} were in effect when its data end,\nand {} \
         of these are not in the corpus.\n\n{}\n{}\n",
        found.alliances,
        found.version,
        found.dating,
        all.alliances,
        all.in_effect_at_the_end,
        all.missing_in_effect.len(),
        grid(page::HEADS, page::agreement(found)),
        grid(&["convention", "times"], counts),
    )
}

#[test]
fn every_difference_from_atop_is_explained_and_every_explanation_is_needed() {
    let Some(file) = member_file() else { return };
    let reading = atop::members(&file).unwrap();
    let found = crosscheck::compare(&world(), &reading, Dating::Signature, None);
    for line in found.unexplained() {
        println!("unexplained: {} {} {}", line.treaties.join(" "), line.party, line.item);
    }
    for one in &found.stale {
        println!("explains nothing: {} on {} ({})", one.treaty, one.item, one.at);
    }
    let counts = (found.unexplained().count(), found.stale.len(), found.unknown.len());
    assert_eq!(counts, (0, 0, 0), "`servanda diff --against atop --file {FILE}` shows more");
}

#[test]
fn the_handbook_tells_todays_agreement() {
    let Some(file) = member_file() else { return };
    let reading = atop::members(&file).unwrap();
    let found = crosscheck::compare(&world(), &reading, Dating::Signature, None);
    let path = root().join("docs/src/atop.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    let today = format!("{before}{BEGIN}{}{END}{after}", table(&found));
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &today).unwrap();
    }
    let told = std::fs::read_to_string(&path).unwrap();
    assert_eq!(told, today, "UPDATE=1 writes the table of agreement in docs/src/atop.md");
}
