//! A comparison laid out for people and as rows. Knows the form, not the rows compared.

use super::convention::Convention;
use super::form::{CONDITIONS, COUNTED, Comparison, Counts, Line, Verdict};
use servanda::answer::sheet::Sheet;

/// The columns of the lines as CSV.
pub const COLUMNS: &[&str] = &[
    "atop",
    "phase",
    "treaties",
    "party",
    "item",
    "corpus",
    "says",
    "verdict",
    "convention",
    "because",
];

/// The lines as CSV.
pub fn rows(found: &Comparison) -> Vec<Vec<String>> {
    let each = found.lines.iter().map(|line| {
        vec![
            line.atop.to_string(),
            line.phase.map(|phase| phase.to_string()).unwrap_or_default(),
            line.treaties.join(" "),
            line.party.clone(),
            line.item.word().to_owned(),
            line.corpus.clone(),
            line.says.clone(),
            line.verdict.word().to_owned(),
            line.convention.map(|one| one.name().to_owned()).unwrap_or_default(),
            line.because.clone().unwrap_or_default(),
        ]
    });
    each.collect()
}

/// The heads of the table of agreement.
pub const HEADS: &[&str] =
    &["item", "compared", "agree", "convention", "explained", "open", "agree %", "settled %"];

/// The rows of the table of agreement.
pub fn agreement(found: &Comparison) -> Vec<Vec<String>> {
    let row = |name: &str, counts: Counts| {
        vec![
            name.to_owned(),
            counts.compared.to_string(),
            counts.agree.to_string(),
            counts.convention.to_string(),
            counts.explained.to_string(),
            counts.unexplained.to_string(),
            counts.agreeing(),
            counts.settled(),
        ]
    };
    let names = COUNTED.iter().map(|item| item.word()).chain([CONDITIONS]);
    let counts = names.map(|name| (name, found.counts.get(name).copied().unwrap_or_default()));
    let mut rows: Vec<Vec<String>> = counts.map(|(name, counts)| row(name, counts)).collect();
    rows.insert(3, row("spell", found.spells));
    rows
}

/// The conventions with how often each was needed.
pub fn conventions(found: &Comparison) -> Vec<Vec<String>> {
    let each = Convention::ALL.iter().map(|(_, name, says)| {
        let count = found.conventions.get(*name).copied().unwrap_or_default();
        vec![(*name).to_owned(), count.to_string(), (*says).to_owned()]
    });
    each.collect()
}

/// The comparison as a page; with `missing`, the numbers that are not in the corpus.
pub fn page(found: &Comparison, missing: bool) -> Sheet {
    let count = found.alliances;
    let alliances = if count == 1 { "1 alliance".into() } else { format!("{count} alliances") };
    let mut sheet = Sheet::new(format!(
        "{alliances} of ATOP {} beside the corpus, dated by {}",
        found.version, found.dating
    ));
    sheet.grid(HEADS, agreement(found));
    let used = conventions(found).into_iter().filter(|row| row.get(1).is_some_and(|n| n != "0"));
    sheet.grid(&["convention", "times", "says"], used.collect());
    lines(&mut sheet, found, Verdict::Unexplained, "Unexplained");
    if !found.stale.is_empty() {
        sheet.heading("Explanations that explain nothing");
    }
    for one in &found.stale {
        let whom = one.party.as_ref().map_or(String::new(), |party| format!(" for {party}"));
        sheet.item(1, format!("{} on {}{whom} ({})", one.treaty, one.item, one.at));
    }
    if !found.unknown.is_empty() {
        sheet.heading("Numbers that the file does not have");
    }
    for one in &found.unknown {
        sheet.item(1, one);
    }
    lines(&mut sheet, found, Verdict::Explained, "Explained");
    coverage(&mut sheet, found, missing);
    sheet
}

fn lines(sheet: &mut Sheet, found: &Comparison, verdict: Verdict, heading: &str) {
    let of_it: Vec<&Line> = found.lines.iter().filter(|line| line.verdict == verdict).collect();
    if of_it.is_empty() {
        return;
    }
    sheet.heading(heading);
    let mut last: Option<(u16, &[String])> = None;
    for line in of_it {
        if last != Some((line.atop, &line.treaties)) {
            sheet.part(format!("ATOP {}: {}", line.atop, line.treaties.join(", ")));
            last = Some((line.atop, &line.treaties));
        }
        let phase = match line.phase {
            Some(phase) if phase > 0 => format!(", phase {phase}"),
            _ => String::new(),
        };
        let why = line.because.as_ref().map_or(String::new(), |why| format!(" (because {why})"));
        let (here, there) = (&line.corpus, &line.says);
        let words = format!("{} {}{phase}: here {here}, ATOP {there}{why}", line.party, line.item);
        sheet.item(1, words);
    }
}

fn coverage(sheet: &mut Sheet, found: &Comparison, missing: bool) {
    let all = &found.coverage;
    sheet.heading("Alliances");
    sheet.item(1, format!("{} of {} in ATOP are in the corpus", all.in_corpus, all.alliances));
    sheet.item(
        1,
        format!(
            "in effect when its data end: {}, of which not in the corpus: {}",
            all.in_effect_at_the_end,
            all.missing_in_effect.len()
        ),
    );
    if missing {
        let ids = |ids: &[u16]| ids.iter().map(u16::to_string).collect::<Vec<_>>().join(" ");
        let mut list = |when: &str, numbers: &[u16]| {
            if !numbers.is_empty() {
                sheet.item(1, format!("not in the corpus, {when}: {}", ids(numbers)));
            }
        };
        list("in effect", &all.missing_in_effect);
        let over = all.missing.iter().filter(|id| !all.missing_in_effect.contains(id));
        let over: Vec<u16> = over.copied().collect();
        list("over", &over);
    }
}
