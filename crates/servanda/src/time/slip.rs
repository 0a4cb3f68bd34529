//! Days written as people write them and the language does not: `20 April 1994`, `15/05/1992`.
//! Offers the form that is meant; never takes it for granted.

use super::Day;

const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The day that these words probably mean, as it should be written; both days where the order of
/// day and month is open.
pub fn meant(words: &[&str]) -> Option<String> {
    let words: Vec<&str> = words.iter().copied().filter(|word| *word != ",").collect();
    if let [one, two, three, ..] = words.as_slice() {
        if let (Some(month), Some(year)) = (month(two), year(three)) {
            return written(year, month, number(one)?);
        }
        if let (Some(month), Some(year)) = (month(one), year(three)) {
            return written(year, month, number(two)?);
        }
    }
    let first = words.first()?;
    let fields: Vec<&str> = first.split(['/', '.', '-']).collect();
    match fields.as_slice() {
        [one, two, last] => match year(last) {
            Some(year) => by_numbers(year, number(one)?, number(two)?),
            None => written(year(one)?, number(two)?, number(last)?),
        },
        _ => {
            let (month, year) = (month(first)?, year(words.get(1)?)?);
            Some(format!("{year:04}-{month:02}"))
        }
    }
}

fn by_numbers(year: i16, one: i8, two: i8) -> Option<String> {
    let day_first = written(year, two, one);
    let month_first = written(year, one, two);
    match (day_first, month_first) {
        (Some(one), Some(two)) if one != two => Some(format!("{one}` or `{two}")),
        (one, two) => one.or(two),
    }
}

fn written(year: i16, month: i8, day: i8) -> Option<String> {
    Day::of(year, month, day).map(|day| day.to_string())
}

fn month(word: &str) -> Option<i8> {
    let word = word.to_lowercase();
    let word = word.trim_end_matches('.');
    let fits = |name: &str| name == word || (word.len() >= 3 && name.starts_with(word));
    MONTHS.iter().position(|name| fits(name)).map(|index| index as i8 + 1)
}

fn number(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    digits.parse().ok()
}

fn year(word: &str) -> Option<i16> {
    (word.len() == 4).then(|| word.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn the_order_of_day_and_month_is_left_to_the_writer_where_it_is_open() {
        assert_eq!(meant(&["20", "April", "1994"]).as_deref(), Some("1994-04-20"));
        assert_eq!(meant(&["Apr.", "20", ",", "1994"]).as_deref(), Some("1994-04-20"));
        assert_eq!(meant(&["15/05/1992"]).as_deref(), Some("1992-05-15"));
        assert_eq!(meant(&["02/04/1999"]).as_deref(), Some("1999-04-02` or `1999-02-04"));
        assert_eq!(meant(&["1999/4/2"]).as_deref(), Some("1999-04-02"));
        assert_eq!(meant(&["soon"]), None);
    }
}
