//! Small things about numbers that every model needs. Knows no model.

/// A count as a number; counts here are of actors and draws, far below 2^52.
#[allow(clippy::cast_precision_loss, reason = "counts of actors and draws are exact in 52 bits")]
pub(crate) fn real(count: usize) -> f64 {
    count as f64
}

/// Whether two numbers are the same to the last bit, signed zeros apart; what was copied is.
#[allow(clippy::float_cmp, reason = "positions that were copied are equal to the last bit")]
pub(crate) fn same(a: f64, b: f64) -> bool {
    a == b
}

/// The place of the largest number, the first of several; `None` in an empty list.
pub(crate) fn first_largest(numbers: &[f64]) -> Option<usize> {
    let mut best: Option<(usize, f64)> = None;
    for (at, number) in numbers.iter().enumerate() {
        if best.is_none_or(|(_, most)| *number > most) {
            best = Some((at, *number));
        }
    }
    best.map(|(at, _)| at)
}

/// Without the dust that reckoning in binary leaves behind the tenth decimal.
pub fn tidy(number: f64) -> f64 {
    let scaled = (number * 1e10).round();
    if scaled.is_finite() && scaled.abs() < 9e15 { scaled / 1e10 } else { number }
}

/// A number for a reader, with at most so many decimals and no zeros at its end.
pub fn short(number: f64, decimals: usize) -> String {
    let text = format!("{number:.decimals$}");
    let text = match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.'),
        false => text.as_str(),
    };
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// So many of something in words: `1 round`, `2 rounds`.
pub fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_for_readers_have_no_zeros_at_their_end() {
        assert_eq!(short(30.0, 1), "30");
        assert_eq!(short(30.25, 1), "30.2");
        assert_eq!(short(-0.01, 1), "0");
        assert_eq!(short(100.0, 0), "100");
    }
}
