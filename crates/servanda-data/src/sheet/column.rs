//! How the cells of one column lie in memory: numbers, days, or words behind one another in one text.
//! Knows no file.

use servanda::time::Day;

/// Stands for a day that is missing.
const NO_DAY: i32 = i32::MIN;

/// The cells of one column.
#[derive(Debug)]
pub(super) enum Column {
    /// Numbers; what is missing is no number (NaN).
    Numbers(Vec<f64>),
    /// Days since 1970-01-01.
    Days(Vec<i32>),
    /// Words, or numbers and days written as such.
    Words(Words),
}

/// Words behind one another.
#[derive(Debug, Default)]
pub(super) struct Words {
    text: String,
    ends: Vec<usize>,
}

impl Words {
    pub(super) fn push(&mut self, word: &str) {
        self.text.push_str(word);
        self.ends.push(self.text.len());
    }

    pub(super) fn get(&self, row: usize) -> &str {
        let from = row.checked_sub(1).and_then(|before| self.ends.get(before)).copied();
        let end = self.ends.get(row).copied().unwrap_or_default();
        self.text.get(from.unwrap_or_default()..end).unwrap_or_default()
    }
}

impl Column {
    /// The bytes that it holds.
    pub(super) fn bytes(&self) -> u64 {
        let bytes = match self {
            Column::Numbers(numbers) => numbers.len() * 8,
            Column::Days(days) => days.len() * 4,
            Column::Words(words) => words.text.len() + words.ends.len() * 8,
        };
        bytes as u64
    }

    pub(super) fn push_day(days: &mut Vec<i32>, day: Option<i32>) {
        days.push(day.unwrap_or(NO_DAY));
    }

    /// The day of a cell of days.
    pub(super) fn day(days: &[i32], row: usize) -> Option<Day> {
        let number = days.get(row).copied().filter(|number| *number != NO_DAY)?;
        Some(Day::of(1970, 1, 1)?.plus_days(number))
    }
}
