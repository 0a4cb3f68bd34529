//! What GDELT's two event tables have in common: the same columns, of which the second version has one more
//! for each of three places. Rows have no header and no quotation marks; cells are read by place.

use super::cells::{Days, count, digits_day, number};
use crate::actor::ActorTypes;
use crate::code::CodeSystem;
use crate::event::{CameoCountry, Counts, Fips, Told, WhereCode, Whose, WhoseCode};
use crate::reject::Reason;
use crate::row::Row;

/// Where the columns stand that the two versions have at different places.
pub(super) struct Places {
    pub(super) place_name: usize,
    pub(super) fips: usize,
    pub(super) added: usize,
    pub(super) url: usize,
}

/// Codes of actors begin at these columns.
const ACTORS: [usize; 2] = [5, 15];
const CODE: usize = 26;
const COUNTS: usize = 31;

/// The code of the event, for a look before the whole row is read.
#[inline]
pub(super) fn code(row: Row<'_>) -> &[u8] {
    row.get(CODE)
}

#[inline]
fn actor(row: Row<'_>, from: usize) -> Whose<'_> {
    let role = |place| ActorTypes::of_cameo(row.get(from + place));
    Whose {
        raw: row.get(from),
        name: row.get(from + 1),
        code: WhoseCode::Cameo {
            country: CameoCountry(row.get(from + 2)),
            group: row.get(from + 3),
        },
        types: role(7).and(role(8)).and(role(9)),
    }
}

/// The three cells that every row must have right, whatever its code.
#[inline]
pub(super) fn check(row: Row<'_>, at: &Places, days: &mut Days) -> Result<(), Reason> {
    number("GlobalEventID", row.get(0))?;
    digits_day("SQLDATE", row.get(1), &mut days.event)?;
    digits_day("DATEADDED", row.get(at.added), &mut days.batch)?;
    let code = row.get(CODE);
    // `---` stands in some early files for a code that was lost.
    if crate::code::cameo_place(code).is_none() {
        return Err(Reason::cell("EventCode", "a CAMEO code of two to four digits", code));
    }
    Ok(())
}

#[inline]
pub(super) fn told<'a>(row: Row<'a>, at: &Places, days: &mut Days) -> Result<Told<'a>, Reason> {
    let day = digits_day("SQLDATE", row.get(1), &mut days.event)?;
    let known = digits_day("DATEADDED", row.get(at.added), &mut days.batch)?;
    let fips = row.get(at.fips);
    let mut told = Told::new(row.get(0), day, CodeSystem::Cameo, row.get(CODE));
    told.known = Some(known);
    told.actors = ACTORS.map(|from| actor(row, from));
    told.place = if fips.is_empty() { WhereCode::None } else { WhereCode::Fips(Fips(fips)) };
    told.place_name = row.get(at.place_name);
    told.counts = Counts {
        mentions: count("NumMentions", row.get(COUNTS))?,
        sources: count("NumSources", row.get(COUNTS + 1))?,
        articles: count("NumArticles", row.get(COUNTS + 2))?,
    };
    told.url = row.get(at.url);
    Ok(told)
}
