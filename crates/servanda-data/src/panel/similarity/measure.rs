//! The measures by the names of their columns. Knows what two portfolios have in common.

use super::contingency::Distance;
use super::pair::Pair;

macro_rules! measures {
    ($($measure:ident $name:literal $meaning:literal $value:expr;)+) => {
        /// A measure of similarity; its name is that of its column.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
        pub enum Measure { $(#[doc = concat!("`", $name, "`: ", $meaning, ".")] $measure),+ }

        impl Measure {
            /// All, in the order of peacesciencer, then those that it lacks.
            pub const ALL: &[Measure] = &[$(Measure::$measure),+];

            /// The name of the column.
            pub const fn name(self) -> &'static str {
                match self { $(Measure::$measure => $name),+ }
            }

            /// What it measures, in words.
            pub const fn meaning(self) -> &'static str {
                match self { $(Measure::$measure => $meaning),+ }
            }

            /// Its value. None where it is undefined for these two portfolios, and for a measure with
            /// weights in a year without.
            pub fn of(self, pair: &Pair<'_>) -> Option<f64> {
                let value: fn(&Pair<'_>) -> Option<f64> = match self { $(Measure::$measure => $value),+ };
                value(pair)
            }
        }
    };
}

measures! {
    Srsvas "srsvas" "S, valued ties, squared distances" |pair| pair.apart().s_valued(Distance::Squared);
    Srswvas "srswvas" "S with weights, valued ties, squared distances"
        |pair| pair.weighted()?.s_valued(Distance::Squared);
    Srsvaa "srsvaa" "S, valued ties, absolute distances" |pair| pair.apart().s_valued(Distance::Absolute);
    Srswvaa "srswvaa" "S with weights, valued ties, absolute distances"
        |pair| pair.weighted()?.s_valued(Distance::Absolute);
    Kappava "kappava" "Cohen's kappa, valued ties, squared distances"
        |pair| pair.valued().kappa(Distance::Squared);
    Piva "piva" "Scott's pi, valued ties, squared distances" |pair| pair.valued().pi(Distance::Squared);
    Srsba "srsba" "S, binary ties" |pair| pair.apart().s_binary();
    Srswba "srswba" "S with weights, binary ties" |pair| pair.weighted()?.s_binary();
    Kappaba "kappaba" "Cohen's kappa, binary ties" |pair| pair.binary().kappa(Distance::Absolute);
    Piba "piba" "Scott's pi, binary ties" |pair| pair.binary().pi(Distance::Absolute);
    Kappavaa "kappavaa" "Cohen's kappa, valued ties, absolute distances"
        |pair| pair.valued().kappa(Distance::Absolute);
    Pivaa "pivaa" "Scott's pi, valued ties, absolute distances"
        |pair| pair.valued().pi(Distance::Absolute);
    Pallyv "pallyv" "Scott's pi, valued ties as kinds without an order (fpsim)"
        |pair| pair.valued().pi(Distance::Nominal);
    Taub "taub" "Kendall's tau-b, valued ties (fpsim)" |pair| pair.valued().tau_b();
}

impl Measure {
    /// The measure of a column.
    pub fn named(name: &str) -> Option<Measure> {
        Measure::ALL.iter().copied().find(|measure| measure.name() == name)
    }

    /// Whether it needs weights of the states.
    pub const fn is_weighted(self) -> bool {
        matches!(self, Measure::Srswvas | Measure::Srswvaa | Measure::Srswba)
    }
}

#[cfg(test)]
mod tests {
    use super::Measure;

    #[test]
    fn every_name_is_that_of_one_measure() {
        for measure in Measure::ALL {
            assert_eq!(Measure::named(measure.name()), Some(*measure));
            let words = measure.meaning();
            assert_eq!(measure.is_weighted(), words.contains("with weights"), "{words}");
        }
        assert_eq!(Measure::named("kappavv"), None, "votes are no alliances");
    }
}
