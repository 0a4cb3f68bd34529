//! A state laid out for people. Knows its form, not the model.

use super::sheet::Sheet;
use super::state_form::{MembershipForm, PledgeForm, StateForm};
use super::treaty_page::{claim, decision, spell};

/// A state as a page.
pub fn page(form: &StateForm) -> Sheet {
    let on = form.on.as_ref().map_or(String::new(), |on| format!(", on {on}"));
    let mut sheet = Sheet::new(format!("{} ({}){on}", form.name, form.id));
    if form.kind != "state" {
        sheet.text(format!("{} is no state but an entity: {}.", form.name, form.kind));
    }
    names_and_codes(&mut sheet, form);
    sheet.heading(match (&form.on, form.memberships.is_empty()) {
        (_, true) => "No membership in the corpus",
        (Some(_), _) => "Bound that day by",
        (None, _) => "Memberships",
    });
    for one in &form.memberships {
        sheet.item(1, membership(one));
    }
    pledges(&mut sheet, "Owes", form.owes.as_deref());
    pledges(&mut sheet, "Is owed", form.is_owed.as_deref());
    sheet.list(
        "Events on record",
        form.events.iter().map(|event| format!("{} {}: {}", event.on, event.id, event.title)),
    );
    sheet.list("Decisions", form.decisions.iter().map(decision));
    sheet.list("Claims (never premises unless assumed)", form.claims.iter().map(claim));
    sheet
}

fn names_and_codes(sheet: &mut Sheet, form: &StateForm) {
    sheet.heading("Names and codes");
    let days = |from: &Option<String>, until: &Option<String>| {
        let from = from.as_ref().map(|from| format!("from {from}"));
        let until = until.as_ref().map(|until| format!("until {until}"));
        from.into_iter().chain(until).collect::<Vec<_>>().join(" ")
    };
    let rows = form
        .names
        .iter()
        .map(|one| ["name".to_owned(), one.name.clone(), days(&one.from, &one.until)].to_vec());
    let codes = form.codes.iter().map(|one| {
        let system = if one.system == "cow" { "COW" } else { "GW" };
        [system.to_owned(), one.code.to_string(), days(&one.from, &one.until)].to_vec()
    });
    let iso = form.iso3.iter().map(|iso3| ["ISO".to_owned(), iso3.clone(), String::new()].to_vec());
    sheet.grid(&["kind", "value", "days"], rows.chain(codes).chain(iso).collect());
    if !form.regions.is_empty() {
        sheet.item(1, format!("regions: {}", form.regions.join(", ").replace('-', " ")));
    }
    for step in &form.succession {
        let note = if step.note.is_empty() { String::new() } else { format!(" ({})", step.note) };
        let text = format!("{} {}: {} to {}{note}", step.on, step.kind, step.from, step.to);
        sheet.item(1, text);
    }
}

fn membership(one: &MembershipForm) -> String {
    let mut parts: Vec<String> = one.member.spells.iter().map(spell).collect();
    if parts.is_empty() {
        parts.push("never bound".into());
    }
    parts.extend(one.member.suspended.iter().map(|span| format!("suspended {span}")));
    if one.member.bound.as_deref() == Some("possibly") {
        parts.push("whether bound that day turns on an uncertain date".into());
    }
    if one.rests.as_deref() == Some("yes") {
        parts.push("its duties rest that day".into());
    }
    let role = one.member.role.as_ref().map_or(String::new(), |role| format!(" as {role}"));
    format!("{}{role} ({}): {}", one.treaty, one.title, parts.join("; "))
}

fn pledges(sheet: &mut Sheet, heading: &str, list: Option<&[PledgeForm]>) {
    let Some(list) = list else { return };
    if list.is_empty() {
        return;
    }
    sheet.heading(format!("{heading} (V is whom the event befalls, A is who acts in it)"));
    for one in list {
        let doubt = if one.in_force == "possibly" { " [turns on an uncertain date]" } else { "" };
        let label = &one.article;
        let basis = one.basis.map_or(String::new(), |basis| format!(" [{basis}]"));
        let words = format!("{}/{label}/{}{basis}: {}{doubt}", one.treaty, one.norm, one.words);
        sheet.item(1, words);
    }
}
