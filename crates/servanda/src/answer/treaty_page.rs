//! A treaty, and the list of treaties, laid out for people. Knows their forms, not the model.

use super::coding_form::CodeForm;
use super::sheet::Sheet;
use super::treaty_form::{
    ArticleForm, CitationForm, DecisionForm, DifferenceForm, DisclaimerForm, MemberForm, NormForm,
    SaidForm, SpellForm, TreatiesForm, TreatyForm,
};

/// The list of treaties as a page.
pub fn list(form: &TreatiesForm) -> Sheet {
    let count = form.treaties.len();
    let title = match &form.on {
        Some(on) => format!("{count} treaties in force on {on}"),
        None => format!("{count} treaties"),
    };
    let mut sheet = Sheet::new(title);
    let rows = form.treaties.iter().map(|line| {
        let from = line.from.clone().unwrap_or_else(|| "never as a whole".into());
        let life = match &line.until {
            Some(until) => format!("{from} to {until}"),
            None => format!("from {from}"),
        };
        let basis = line.basis.map_or(String::new(), |basis| format!("; {basis}"));
        vec![line.id.clone(), line.parties.to_string(), format!("{} ({life}{basis})", line.title)]
    });
    sheet.grid(&["id", "parties", "title"], rows.collect());
    sheet
}

/// The columns of the list as CSV.
pub const COLUMNS: &[&str] = &["id", "title", "from", "until", "parties", "basis"];

/// The rows of the list as CSV.
pub fn rows(form: &TreatiesForm) -> Vec<Vec<String>> {
    let each = form.treaties.iter().map(|line| {
        vec![
            line.id.clone(),
            line.title.clone(),
            line.from.clone().unwrap_or_default(),
            line.until.clone().unwrap_or_default(),
            line.parties.to_string(),
            line.basis.unwrap_or_default().to_owned(),
        ]
    });
    each.collect()
}

/// One treaty as a page.
pub fn page(form: &TreatyForm) -> Sheet {
    let on = form.on.as_ref().map_or(String::new(), |on| format!(", as it stood on {on}"));
    let mut sheet = Sheet::new(format!("{}: {}{on}", form.id, form.title));
    if let Some(coded) = &form.coded_from {
        sheet.text(format!("Written from the codes of {coded}: what a code cannot carry is open."));
    }
    if let Some(gist) = &form.gist {
        sheet.text(gist);
    }
    if let Some(quote) = &form.quote {
        sheet.text(quoted(quote));
    }
    life(&mut sheet, form);
    members(&mut sheet, form);
    if !form.articles.is_empty() {
        sheet.heading("Articles");
        sheet.text("V is whom the event befalls, A is who acts in it.");
    }
    for one in &form.articles {
        article(&mut sheet, one);
    }
    let gaps = form.not_modelled.iter().map(|gap| (gap.words.as_str(), gap.because.as_str()));
    because(&mut sheet, "Not modelled, as a whole", gaps);
    let acts: Vec<_> = form.disclaims.iter().map(disclaimer).collect();
    let acts = acts.iter().map(|(act, why)| (act.as_str(), *why));
    because(&mut sheet, "Not pledged, though often thought so", acts);
    sheet.list("In ATOP's codes", form.atop_codes.iter().map(|one| code(form, one)));
    let told = form.differs_from_atop.iter().map(difference).collect::<Vec<_>>();
    let told = told.iter().map(|(what, why)| (what.as_str(), *why));
    because(&mut sheet, "Differs from ATOP", told);
    sheet.list("Priorities", form.priorities.iter().cloned());
    sheet.list("Decisions", form.decisions.iter().map(decision));
    sheet.list("Claims (never premises unless assumed)", form.claims.iter().map(claim));
    sheet.list("Notes", form.notes.iter().cloned());
    sheet.list("Sources", form.sources.iter().map(citation));
    sheet
}

fn quoted(text: &str) -> String {
    format!("\u{201c}{text}\u{201d}")
}

fn because<'a>(sheet: &mut Sheet, heading: &str, items: impl Iterator<Item = (&'a str, &'a str)>) {
    sheet.list(heading, items.map(|(what, why)| format!("{what} (because {why})")));
}

/// One promise: who makes it, on which conditions, by which norm.
fn code(form: &TreatyForm, code: &CodeForm) -> String {
    let conditions: Vec<&str> = code.conditions.iter().map(|one| one.word()).collect();
    let conditions = match conditions.as_slice() {
        [] => String::new(),
        told => format!(" ({})", told.join(", ")),
    };
    let makes = |party: &str| code.members.iter().any(|one| one.party == party);
    let bound = form.members.iter().filter(|member| !member.spells.is_empty());
    let (makers, others): (Vec<&MemberForm>, Vec<&MemberForm>) =
        bound.partition(|member| makes(&member.party));
    let who = match others.as_slice() {
        [] => "every member".to_owned(),
        _ => makers.iter().map(|one| one.party.as_str()).collect::<Vec<_>>().join(", "),
    };
    format!("{}{conditions}: {who}, by {}/{}", code.item, code.article, code.norm)
}

fn difference(one: &DifferenceForm) -> (String, &str) {
    let items: Vec<&str> = one.on.iter().map(|item| item.word()).collect();
    let whom = match one.parties.as_slice() {
        [] => String::new(),
        parties => format!(" for {}", parties.join(", ")),
    };
    (format!("on {}{whom}", items.join(", ")), &one.because)
}

fn disclaimer(one: &DisclaimerForm) -> (String, &str) {
    let whom = one.toward.as_ref().map_or(String::new(), |toward| format!(" {toward}"));
    (format!("{}{whom}", one.act.phrase()), &one.because)
}

fn life(sheet: &mut Sheet, form: &TreatyForm) {
    let mut facts: Vec<(&str, String)> = Vec::new();
    let mut add = |name: &'static str, value: Option<String>| {
        facts.extend(value.map(|value| (name, value)));
    };
    let place = form.place.as_ref().map_or(String::new(), |place| format!(" at {place}"));
    add("kind", form.kind.clone());
    add("part of", form.part_of.clone());
    add("signed", form.signed.as_ref().map(|signed| format!("{signed}{place}")));
    add("in force", form.from.as_ref().map(|from| format!("from {from}")));
    add("provisional", form.provisional.clone());
    add("term", form.term.clone());
    add("notice", form.notice.clone());
    let how = form.ended_how.as_ref().map_or(String::new(), |how| format!(": {how}"));
    add("ended", form.until.as_ref().map(|until| format!("last day in force {until}{how}")));
    add("secret", form.secret.clone());
    for one in &form.amended_by {
        let on = one.on.as_ref().map_or(String::new(), |on| format!(" on {on}"));
        add("amended by", Some(format!("{}{on}", one.id)));
    }
    sheet.heading("Life");
    for (name, value) in facts {
        sheet.item(1, format!("{name}: {value}"));
    }
}

/// Members whose facts are the same share a line.
fn members(sheet: &mut Sheet, form: &TreatyForm) {
    if form.members.is_empty() {
        return;
    }
    sheet.heading(if form.on.is_some() { "Members bound that day" } else { "Members" });
    let mut lines: Vec<(String, Vec<String>)> = Vec::new();
    for member in &form.members {
        let facts = facts(member);
        let name = format!("{} ({})", member.name, member.party);
        match lines.iter_mut().find(|(known, _)| *known == facts) {
            Some((_, names)) => names.push(name),
            None => lines.push((facts, vec![name])),
        }
    }
    for (facts, names) in lines {
        sheet.item(1, format!("{}: {facts}", names.join(", ")));
    }
    for pair in &form.suspended_between {
        sheet.item(1, format!("suspended between {pair}"));
    }
}

fn facts(member: &MemberForm) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(member.role.as_ref().map(|role| format!("as {role}")));
    // What begins or ends a spell is told with the spell.
    let told = |step: &&super::treaty_form::StepOfForm| {
        let begins = |spell: &SpellForm| spell.from == step.on && step.what == "in force";
        let ends = |spell: &SpellForm| {
            spell.until.as_ref() == Some(&step.on) && spell.ending.as_ref() == Some(&step.what)
        };
        !member.spells.iter().any(|spell| begins(spell) || ends(spell))
    };
    for step in member.steps.iter().filter(told) {
        parts.push(format!("{} {}", step.what, step.on));
    }
    for spell in &member.spells {
        parts.push(self::spell(spell));
    }
    if member.spells.is_empty() {
        parts.push("never bound".into());
    }
    parts.extend(member.suspended.iter().map(|span| format!("suspended {span}")));
    if member.bound.as_deref() == Some("possibly") {
        parts.push("whether bound that day turns on an uncertain date".into());
    }
    parts.join("; ")
}

/// "bound from 1994-04-20 until 1999-04-20 (not renewed)".
pub fn spell(spell: &SpellForm) -> String {
    let bound = if spell.provisional { "bound provisionally" } else { "bound" };
    let until = spell.until.as_ref().map_or(String::new(), |until| format!(" until {until}"));
    let how = spell.ending.as_ref().map_or(String::new(), |how| format!(" ({how})"));
    format!("{bound} from {}{until}{how}", spell.from)
}

fn article(sheet: &mut Sheet, form: &ArticleForm) {
    let mut head = format!("Article {}", form.article);
    if let Some(heading) = &form.heading {
        head = format!("{head}: {heading}");
    }
    let dates = [("from", &form.from), ("until", &form.until), ("by", &form.by)];
    let dates =
        dates.iter().filter_map(|(word, date)| Some(format!("{word} {}", (*date).as_ref()?)));
    let dates: Vec<String> = dates.collect();
    if !dates.is_empty() {
        head = format!("{head} ({})", dates.join(" "));
    }
    sheet.part(head);
    if let Some(secret) = &form.secret {
        sheet.item(2, format!("secret {secret}"));
    }
    if let Some(gist) = &form.gist {
        sheet.item(2, gist);
    }
    if let Some(quote) = &form.quote {
        sheet.item(2, quoted(quote));
    }
    for one in &form.norms {
        norm(sheet, one);
    }
    for reading in &form.readings {
        let by = reading.by.as_ref().map_or(String::new(), |by| format!(" (held by {by})"));
        sheet.item(2, format!("reading {}: {}{by}", reading.name, reading.holds));
    }
    for gap in &form.not_modelled {
        sheet.item(2, format!("not modelled: {} (because {})", gap.words, gap.because));
    }
    for note in &form.notes {
        sheet.item(2, format!("note: {note}"));
    }
    for source in &form.sources {
        sheet.item(2, format!("source: {}", citation(source)));
    }
}

fn norm(sheet: &mut Sheet, form: &NormForm) {
    let dates = form.dates.as_ref().map_or(String::new(), |dates| format!(" ({dates})"));
    sheet.item(2, format!("norm {}{dates}: {}", form.norm, form.words));
    for made in &form.reservations {
        let only = if made.only_where.is_empty() {
            "it does not bind them".to_owned()
        } else {
            format!("it binds them only where {}", made.only_where.join(" and "))
        };
        sheet.item(3, format!("reservation by {}: {}; {only}", made.by.join(", "), made.says));
    }
}

pub(super) fn decision(form: &DecisionForm) -> String {
    let mut parts = Vec::new();
    parts.extend(form.agreed.iter().map(|what| format!("agreed: {what}")));
    parts.extend(form.postponed.iter().map(|what| format!("postponed: {what}")));
    parts.extend(form.rejected.iter().map(|what| format!("rejected: {what}")));
    format!("{} on {} by {}: {}", form.id, form.on, form.by.join(" "), parts.join("; "))
}

pub(super) fn claim(form: &SaidForm) -> String {
    let of = form.of.as_ref().map_or(String::new(), |of| format!(" ({of})"));
    let on = form.on.as_ref().map_or(String::new(), |on| format!(", {on}"));
    format!("{}: {}{of}{on}, {}: {}", form.id, form.by, form.status, form.says)
}

fn citation(form: &CitationForm) -> String {
    let locator = form.locator.as_ref().map_or(String::new(), |locator| format!(" {locator}"));
    let url = form.url.as_ref().map_or(String::new(), |url| format!(" {url}"));
    format!("{}{locator}{url}", form.kind)
}
