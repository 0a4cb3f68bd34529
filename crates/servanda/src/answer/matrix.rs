//! The answer in its most compact text: one line for each verdict, parties with the same one
//! together. Scenarios compare it; people read it as a diff.

use super::form::outside;
use super::words::groups;
use crate::engine::Reply;
use crate::engine::Row;
use crate::model::World;
use crate::syntax::vocabulary::Verdict;

/// One line for each group of rows that `keep` keeps.
pub fn render(reply: &Reply<'_>, keep: impl Fn(&Row) -> bool) -> String {
    let world = reply.case.world;
    let mut rows: Vec<&Row> = reply.rows.iter().filter(|row| keep(row)).collect();
    let rank = |verdict: Verdict| Verdict::ALL.iter().position(|known| *known == verdict);
    rows.sort_by_key(|row| (row.round, rank(row.verdict)));
    let mut lines: Vec<String> = Vec::new();
    for group in groups(world, rows.into_iter()) {
        let row = group.row;
        let parties: Vec<&str> = group.parties.iter().map(|party| world.id(*party)).collect();
        let toward = row.toward.map_or(String::new(), |toward| format!(" {}", world.id(toward)));
        let under = under(world, row);
        let tail = match row.verdict {
            Verdict::Depends => {
                let sets: Vec<String> = row.depends_on.iter().map(|set| set.join(" & ")).collect();
                let mut on = sets.join(" | ");
                if group.parties.len() > 1 {
                    // Each judges for itself; the first of the group stands for none of the others.
                    on = on.replace(
                        &format!("judgment-of-{}", world.id(row.party)),
                        "judgment-of-each",
                    );
                }
                format!(" on {on}")
            }
            Verdict::None => format!(": {}", row.why_not.as_deref().unwrap_or_default()),
            _ => String::new(),
        };
        let round = if row.round > 0 { format!("[round {}] ", row.round) } else { String::new() };
        lines.push(format!(
            "{round}{} {} {}{toward} under {under}{tail}",
            parties.join(" "),
            row.verdict,
            row.act
        ));
    }
    let kept = |side: &crate::engine::defeat::Side, party| {
        reply.rows.iter().any(|row| {
            row.party == party && row.treaty == side.treaty && row.norm == side.norm && keep(row)
        })
    };
    let conflicts = reply.conflicts.iter().filter(|conflict| {
        kept(&conflict.one, conflict.party) && kept(&conflict.other, conflict.party)
    });
    for conflict in conflicts {
        let name = |side: &crate::engine::defeat::Side| {
            format!("{}/{}", world.treaty(side.treaty).id, side.article)
        };
        let end = match conflict.first_prevails {
            Some(true) => format!("{} prevails", name(&conflict.one)),
            Some(false) => format!("{} prevails", name(&conflict.other)),
            None => "open".to_owned(),
        };
        lines.push(format!(
            "conflict of {}: {} against {}: {end}",
            world.id(conflict.party),
            name(&conflict.one),
            name(&conflict.other)
        ));
    }
    if lines.is_empty() {
        // The same words whatever `keep` leaves out: what is not shown must not show.
        let outside = outside(reply).map(|why| format!("outside the data: {why}"));
        lines.push(outside.unwrap_or_else(|| "no duty".to_owned()));
    }
    lines.join("\n") + "\n"
}

/// The norm that a row rests on, and what kind of treaty it is of, where that is told.
fn under(world: &World, row: &Row) -> String {
    let treaty = world.treaty(row.treaty);
    let parts =
        [treaty.id.as_str(), &row.article, &row.norm].into_iter().filter(|part| !part.is_empty());
    let parts: Vec<&str> = parts.collect();
    let basis = treaty.basis().map_or(String::new(), |basis| format!(" [{basis}]"));
    format!("{}{basis}", parts.join("/"))
}
