//! Prospects as a brief of one page: question, answer, why, how sure, what would change it, sources. Lays out
//! what the form holds; the whole of it is the table's and the JSON form's.

use crate::form::{Factor, ForeseeForm};
use crate::history::Era;
use servanda::answer::sheet::Sheet;

/// The brief.
pub fn brief(form: &ForeseeForm) -> Sheet {
    let mut sheet = Sheet::new(form.question.clone());
    for sentence in &form.answer {
        sheet.text(sentence.clone());
    }
    sheet.heading("Why");
    why(&mut sheet, form);
    sheet.heading("How sure");
    for warning in &form.warnings {
        sheet.item(1, warning.clone());
    }
    sheet.heading("What would change it");
    changes(&mut sheet, form);
    for one in &form.missing {
        sheet.item(1, format!("{}: {}", one.option, one.adds));
    }
    sheet.heading("Sources");
    for source in &form.sources {
        sheet.item(1, source.clone());
    }
    sheet.text(format!("Seed {}, {} draws.", form.seed, form.draws));
    sheet
}

fn why(sheet: &mut Sheet, form: &ForeseeForm) {
    for one in &form.organizations {
        let open = one.cascade.iter().filter(|attack| !attack.open.is_empty()).count();
        let mut words = format!(
            "{} ({}) binds {} states on {}; the engine finds who owes aid if one of them is attacked",
            one.treaty,
            one.title,
            one.members.len(),
            form.from
        );
        if open > 0 {
            words.push_str(&format!(
                "; for {open} of {} attacks that turns on what is not yet found, such as who attacks",
                one.cascade.len()
            ));
        }
        sheet.item(1, words + ".");
    }
    let eras = Era::ALL.map(Era::word);
    let whole = form
        .rates
        .iter()
        .filter(|one| one.outcome == "any ending" && eras.contains(&one.group.as_str()));
    for one in whole {
        let rate = one.rate.map_or("-".into(), |rate| format!("{rate:.4}"));
        let counts = format!("{} endings in {} alliance-years", one.events, one.exposure);
        sheet.item(
            1,
            format!("Alliances ended at {rate} a year {}: {counts} (ATOP, your file).", one.group),
        );
    }
    let published =
        form.published.iter().filter(|one| ["defense", "all pledges"].contains(&one.of));
    for one in published {
        let words =
            format!("Honored, {}, {}: {:.2} ({}).", one.of, one.years, one.rate, one.source);
        sheet.item(1, words);
    }
    let counted = form.counted.iter().filter(|one| {
        one.years == "all" && one.unit.starts_with("parties") && !one.rule.contains("nothing left")
    });
    for one in counted {
        let rate = one.rate.map_or("-".into(), |rate| format!("{rate:.2}"));
        let words = format!(
            "Honored by our own count, {}, {}: {} of {}, {rate}.",
            one.rule, one.treaties, one.honored, one.called
        );
        sheet.item(1, words);
    }
}

/// Each assumption, and what it makes of the figures as they stand.
fn changes(sheet: &mut Sheet, form: &ForeseeForm) {
    let mut rows = Vec::new();
    for one in &form.organizations {
        let Some(base) = one.factors.first() else { continue };
        for factor in one.factors.iter().skip(1) {
            rows.push(change(&one.treaty, base, factor));
        }
    }
    sheet.grid(&["if", "treaty", "come", "nobody comes", "capability", "that is"], rows);
}

fn change(treaty: &str, base: &Factor, factor: &Factor) -> Vec<String> {
    let arrow = |from: f64, to: f64, digits: usize| format!("{from:.digits$} to {to:.digits$}");
    let capability = base.capability.zip(factor.capability);
    vec![
        factor.factor.clone(),
        treaty.to_owned(),
        arrow(base.helpers, factor.helpers, 1),
        arrow(base.nobody, factor.nobody, 3),
        capability.map_or("-".into(), |(from, to)| arrow(from, to, 3)),
        factor.assumes.clone(),
    ]
}
