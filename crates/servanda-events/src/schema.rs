//! The columns of a feed as its publisher declares them: what each is called, of which kind its cells are,
//! what they mean. Nothing is inferred from cells: `04` is a code, not the number four.

use crate::row::Row;

/// Of which kind the cells of a column are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A whole number.
    Number,
    /// A number with decimals.
    Decimal,
    /// A day as eight digits.
    Day8,
    /// A moment as fourteen digits, or a day as eight.
    Stamp,
    /// A day as `YYYY-MM-DD`, perhaps with an hour after it.
    IsoDay,
    /// Seconds since 1970.
    Epoch,
    /// Words.
    Text,
    /// A code of events.
    EventCode,
    /// A country as CAMEO codes actors: three letters, most of them as in ISO 3166.
    CameoCountry,
    /// A group or an organization as CAMEO codes it.
    CameoGroup,
    /// A role as CAMEO codes it.
    CameoRole,
    /// A country as FIPS 10-4 codes places: two letters, many of them not as in ISO 3166.
    Fips,
    /// A country by name.
    CountryName,
    /// A state by its number in Gleditsch and Ward's list.
    GwNumber,
    /// An address of a page.
    Url,
}

/// One column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Column {
    /// Its name, as its publisher writes it.
    pub name: &'static str,
    /// Of which kind its cells are.
    pub kind: Kind,
    /// What they mean.
    pub means: &'static str,
}

impl Column {
    pub(crate) const fn new(name: &'static str, kind: Kind, means: &'static str) -> Column {
        Column { name, kind, means }
    }
}

/// The columns of a feed in their order, and how its rows are written.
#[derive(Clone, Copy, Debug)]
pub struct Schema {
    /// The columns.
    pub columns: &'static [Column],
    /// What stands between cells.
    pub separator: u8,
    /// Whether a cell may stand in quotation marks.
    pub quoted: bool,
    /// Those without which a row says nothing, by place.
    pub(crate) needed: &'static [usize],
}

/// A name of a column without case, blanks and punctuation: publishers and tools change those.
pub(crate) fn folded(name: &[u8]) -> Vec<u8> {
    name.iter().filter(|byte| byte.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect()
}

/// Where the columns of a schema stand in one file.
#[derive(Clone, Debug)]
pub(crate) struct Binding {
    at: Vec<usize>,
    /// How many fields a row of the file has.
    pub(crate) width: usize,
    /// How many it may have at least, where the last ones may be missing.
    pub(crate) least: usize,
}

impl Binding {
    /// The columns stand as declared.
    pub(crate) fn as_declared(width: usize) -> Binding {
        Binding::placed((0..width).collect(), width)
    }

    /// The columns stand at these places; `usize::MAX`: nowhere.
    pub(crate) fn placed(at: Vec<usize>, width: usize) -> Binding {
        Binding { at, width, least: width }
    }

    /// The columns stand where the header says; `Err`: the needed ones that it lacks.
    pub(crate) fn by_header(
        schema: &Schema,
        header: Row<'_>,
    ) -> Result<Binding, Vec<&'static str>> {
        let names: Vec<Vec<u8>> =
            (0..header.width()).map(|place| folded(header.get(place))).collect();
        let find = |column: &Column| {
            let wanted = folded(column.name.as_bytes());
            names.iter().position(|name| *name == wanted).unwrap_or(usize::MAX)
        };
        let at: Vec<usize> = schema.columns.iter().map(find).collect();
        let is_missing = |place: &&usize| at.get(**place) == Some(&usize::MAX);
        let missing: Vec<&str> = schema
            .needed
            .iter()
            .filter(is_missing)
            .filter_map(|place| Some(schema.columns.get(*place)?.name))
            .collect();
        if missing.is_empty() { Ok(Binding::placed(at, names.len())) } else { Err(missing) }
    }

    /// The cell of a column; empty where the file has no such column.
    pub(crate) fn cell<'a>(&self, row: Row<'a>, column: usize) -> &'a [u8] {
        match self.at.get(column) {
            Some(at) if *at != usize::MAX => row.get(*at),
            _ => b"",
        }
    }
}
