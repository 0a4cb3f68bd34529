//! How alike the foreign policies of two states are: every pair of states of one year, from what each
//! owes to every state of the system. Pure arithmetic: knows no file, no frame and no day.
//!
//! A state's *portfolio* of a year is its row of ties to every state of the system, itself included.
//! Two rows side by side ([`Pair`]) are some distance apart at some states ([`Apart`]): S is a function of
//! that, with weights or without. The other measures are functions of the table that counts how many states
//! stand at each pair of values ([`Contingency`]).
//!
//! # The measures
//!
//! With *d* the distance of two values, *D* the mean distance of the two rows, and *range* the greatest
//! distance that the scale allows:
//!
//! | measure | value | source |
//! |---|---|---|
//! | S | 1 - 2 *D* / *range*; with weights, *D* is the weighted mean | Signorino and Ritter 1999, ISQ 43 |
//! | kappa | 1 - *D* / *E*, *E* the distance expected if each row drew from its own values | Cohen 1960, 1968 |
//! | pi | the same, *E* if both rows drew from the values of both together | Scott 1955 |
//! | tau-b | pairs of states in the same order less those in the opposite order, over the geometric mean of the pairs that each row tells apart | Kendall 1938 |
//!
//! Kappa and pi with distances are the forms with which Haege 2011 (Political Analysis 19) corrects for
//! chance. All lie between -1 and 1; two equal portfolios have 1.
//!
//! # The columns
//!
//! [`Measure`] lists them. The names are those of `peacesciencer::add_fpsim`, letter by letter: `srs` (S),
//! `kappa` or `pi`; `w` if weighted; `v` valued or `b` binary; `a` alliances; for S of valued ties at the
//! end `s` for squared or `a` for absolute distances. Kappa and pi of valued ties are squared there and
//! need no letter; the absolute forms, which it lacks, take the `a`. `taub` and `pallyv` are names of the
//! R package fpsim. The letters `vv` (`kappavv`, `pivv`, `srsvvs`, `srsvva`) are votes in the United
//! Nations, not alliances, and none of ours.
//!
//! `add_fpsim` serves values that were computed from COW's alliances and rounded to three decimals; here
//! they are computed from the ties given, so with ATOP they differ from it and agree with fpsim's. Of
//! fpsim's names `sallyvua` is our `srsvaa`, `sallybua` `srsba`, `sallyvwa` `srswvaa`, `sallybwa`
//! `srswba`, `pallyb` `piba`, `kallyv` `kappava` and `kallyb` `kappaba`. One thing is apart: its binary
//! ties leave out an ally who owes nothing, which [`Tie::Unpledged`] counts.
//!
//! # Undefined is not zero
//!
//! A measure that does not exist for two rows is `None`, never 0 and never a NaN: tau-b where a row tells
//! no two states apart, kappa and pi where no distance is to be expected, S with weights where nothing
//! weighs.
//!
//! ```
//! use servanda_data::panel::similarity::{Measure, Portfolios, Tie};
//!
//! // An invented system of three states: 100 and 200 owe each other help.
//! let mut year = Portfolios::new([100, 200, 300]);
//! year.raise(0, 1, Tie::ActiveSupport);
//! year.raise(1, 0, Tie::ActiveSupport);
//! let allies = year.pair(0, 1).unwrap();
//! assert_eq!(Measure::Srsvas.of(&allies), Some(1.0));
//! let strangers = year.pair(0, 2).unwrap();
//! assert_eq!(Measure::Srsvas.of(&strangers), Some(-1.0));
//! assert_eq!(Measure::Srswvas.of(&strangers), None, "nothing was weighed");
//! ```

mod apart;
mod contingency;
mod measure;
mod pair;
mod portfolios;
mod tie;

pub use apart::{Apart, Weights};
pub use contingency::{Contingency, Distance};
pub use measure::Measure;
pub use pair::Pair;
pub use portfolios::Portfolios;
pub use tie::Tie;
