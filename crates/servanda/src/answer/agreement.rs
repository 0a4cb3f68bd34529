//! Agreement of two coders: a table of counts, percent agreement and Cohen's kappa. Knows counts and
//! categories, not what they are of.

use schemars::JsonSchema;
use serde::Serialize;

/// How kappa is computed, as the page and the JSON say it.
pub const FORMULA: &str = "kappa = (po - pe) / (1 - pe); po: the share of the n units on which both say the same; \
     pe: the sum over the categories of the one coder's share times the other's (Cohen 1960)";

/// The agreement of two coders over units.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Agreement {
    /// How many units both coded.
    pub n: u32,
    /// On how many both say the same.
    pub agree: u32,
    /// The same in percent; null without units.
    pub percent: Option<f64>,
    /// Cohen's kappa; null where it is not defined.
    pub kappa: Option<f64>,
    /// Why kappa is not defined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undefined: Option<String>,
    /// What either says, in order; rows and columns of the table.
    pub categories: Vec<String>,
    /// Units by what the one says (row) and the other (column).
    pub table: Vec<Vec<u32>>,
}

impl Agreement {
    /// The agreement over pairs of what the one says and what the other says of a unit; all categories
    /// that are said beforehand stand in the table.
    pub fn of(beforehand: &[&str], pairs: &[(String, String)]) -> Agreement {
        let mut categories: Vec<String> = beforehand.iter().map(|one| (*one).to_owned()).collect();
        let mut said: Vec<&String> = pairs.iter().flat_map(|(one, other)| [one, other]).collect();
        said.sort();
        for category in said {
            if !categories.contains(category) {
                categories.push(category.clone());
            }
        }
        let count = |row: &String, column: &String| {
            pairs.iter().filter(|(one, other)| one == row && other == column).count() as u32
        };
        let rows = categories.iter().map(|row| categories.iter().map(|column| count(row, column)));
        let table = rows.map(Iterator::collect).collect();
        Agreement::of_table(categories, table)
    }

    /// The agreement of a table of counts.
    pub fn of_table(categories: Vec<String>, table: Vec<Vec<u32>>) -> Agreement {
        let cell = |row: usize, column: usize| {
            f64::from(table.get(row).and_then(|row| row.get(column)).copied().unwrap_or(0))
        };
        let all = || 0..categories.len();
        let n: f64 = all().map(|row| all().map(|column| cell(row, column)).sum::<f64>()).sum();
        let agree: f64 = all().map(|at| cell(at, at)).sum();
        // Sums of whole numbers, which are exact; the one division comes last.
        let by_chance: f64 = all()
            .map(|at| {
                let one: f64 = all().map(|other| cell(at, other)).sum();
                let other: f64 = all().map(|one| cell(one, at)).sum();
                one * other
            })
            .sum();
        let undefined = if n < 1.0 {
            Some("no unit".to_owned())
        } else if n * n - by_chance < 1.0 {
            Some("both say the same of every unit, so that chance alone would agree".to_owned())
        } else {
            None
        };
        let kappa = (n * agree - by_chance) / (n * n - by_chance);
        Agreement {
            n: n as u32,
            agree: agree as u32,
            percent: (n >= 1.0).then(|| 100.0 * agree / n),
            kappa: undefined.is_none().then_some(kappa),
            undefined,
            categories,
            table,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two_by_two(counts: [u32; 4]) -> Agreement {
        let [a, b, c, d] = counts;
        Agreement::of_table(vec!["yes".into(), "no".into()], vec![vec![a, b], vec![c, d]])
    }

    #[test]
    fn the_textbook_table_has_kappa_four_tenths() {
        // po = 35/50 = 0.7; pe = (25*30 + 25*20) / 50^2 = 0.5; (0.7 - 0.5) / (1 - 0.5) = 0.4.
        let found = two_by_two([20, 5, 10, 15]);
        assert_eq!((found.n, found.agree), (50, 35));
        assert!(found.percent.is_some_and(|percent| (percent - 70.0).abs() < 1e-12));
        assert!(found.kappa.is_some_and(|kappa| (kappa - 0.4).abs() < 1e-12));
    }

    #[test]
    fn agreement_below_chance_is_negative() {
        // po = 0; pe = 2 * (5/10 * 5/10) = 0.5; (0 - 0.5) / 0.5 = -1.
        assert_eq!(two_by_two([0, 5, 5, 0]).kappa, Some(-1.0));
    }

    #[test]
    fn three_categories() {
        // Diagonal 4 + 3 + 3 = 10 of 12; rows 5, 4, 3; columns 5, 3, 4: (12 * 10 - 49) / (144 - 49).
        let table = vec![vec![4, 0, 1], vec![1, 3, 0], vec![0, 0, 3]];
        let found = Agreement::of_table(vec!["a".into(), "b".into(), "c".into()], table);
        let wanted = 71.0 / 95.0;
        assert!(found.kappa.is_some_and(|kappa| (kappa - wanted).abs() < 1e-12));
    }

    #[test]
    fn one_category_and_no_unit_leave_kappa_undefined() {
        for found in [two_by_two([9, 0, 0, 0]), two_by_two([0; 4])] {
            assert!(found.kappa.is_none() && found.undefined.is_some());
        }
        assert_eq!(two_by_two([9, 0, 0, 0]).percent, Some(100.0));
        assert_eq!(two_by_two([0; 4]).percent, None);
    }
}
