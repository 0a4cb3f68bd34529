//! Single cells: days, numbers. A cell that is not of its column's kind is told with the column's name.

use crate::reject::Reason;
use servanda::time::Day;

/// The day a cell last held, because the rows of a file share it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct LastDay {
    digits: [u8; 8],
    day: Option<Day>,
}

/// The last days of the columns of a feed.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Days {
    pub(crate) event: LastDay,
    pub(crate) batch: LastDay,
}

/// A day as `YYYYMMDD`, with or without `HHMMSS` after it.
#[inline]
pub(super) fn digits_day(
    column: &'static str,
    cell: &[u8],
    last: &mut LastDay,
) -> Result<Day, Reason> {
    let fault = || Reason::cell(column, "a day as YYYYMMDD", cell);
    if cell.len() != 8 && cell.len() != 14 {
        return Err(fault());
    }
    let Some(digits) = cell.first_chunk::<8>() else { return Err(fault()) };
    if let Some(day) = last.day
        && last.digits == *digits
    {
        return Ok(day);
    }
    let day = day_of(*digits).ok_or_else(fault)?;
    *last = LastDay { digits: *digits, day: Some(day) };
    Ok(day)
}

fn day_of(digits: [u8; 8]) -> Option<Day> {
    let mut number = 0_i32;
    for byte in digits {
        let digit = byte.wrapping_sub(b'0');
        number = number * 10 + i32::from((digit <= 9).then_some(digit)?);
    }
    let (year, rest) = (number / 10_000, number % 10_000);
    Day::of(year as i16, (rest / 100) as i8, (rest % 100) as i8)
}

/// A day as `YYYY-MM-DD`, perhaps with an hour after it.
pub(super) fn iso_day(
    column: &'static str,
    cell: &[u8],
    last: &mut LastDay,
) -> Result<Day, Reason> {
    let fault = || Reason::cell(column, "a day as YYYY-MM-DD", cell);
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, ref rest @ ..] = cell else {
        return Err(fault());
    };
    if !matches!(rest, [] | [b' ' | b'T', ..]) {
        return Err(fault());
    }
    digits_day(column, &[y1, y2, y3, y4, m1, m2, d1, d2], last).map_err(|_| fault())
}

/// A number that only names a row: digits.
#[inline]
pub(super) fn number(column: &'static str, cell: &[u8]) -> Result<(), Reason> {
    if cell.is_empty() || !cell.iter().all(u8::is_ascii_digit) {
        return Err(Reason::cell(column, "a whole number", cell));
    }
    Ok(())
}

/// A count; empty: the feed does not count.
#[inline]
pub(super) fn count(column: &'static str, cell: &[u8]) -> Result<Option<u32>, Reason> {
    if cell.is_empty() {
        return Ok(None);
    }
    let mut number = 0_u32;
    for byte in cell {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return Err(Reason::cell(column, "a whole number", cell));
        }
        number = number.saturating_mul(10).saturating_add(u32::from(digit));
    }
    Ok(Some(number))
}
