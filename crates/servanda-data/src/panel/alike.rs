//! How alike the alliance portfolios of a pair are, as columns of a panel. Knows whose alliances and
//! weights are used; what the measures are stands in `similarity`.

use super::atop::Atop;
use super::block::Block;
use super::capabilities::Capabilities;
use super::fault::PanelFault;
use super::plan::Plan;
use super::similarity::{Measure, Portfolios};
use super::source::{Column, Source, truth};
use super::unit::Rule;
use super::yearly::{PAIRS, put, speaks_of};
use arrow_array::{ArrayRef, Float64Array};
use arrow_schema::DataType;
use servanda::model::System;
use servanda::time::Interval;
use std::sync::{Arc, OnceLock};

const COVERED: &str = "similarity_covered";

/// The columns of every measure of similarity; those with weights only where there are any.
pub struct Alike {
    atop: Atop,
    weights: Option<Capabilities>,
    /// The portfolios of each period of the one panel that this is added to, made when first needed.
    periods: OnceLock<Vec<OnceLock<Portfolios>>>,
}

impl Alike {
    /// Similarity by these alliances, weighed by these capabilities.
    pub fn new(atop: Atop, weights: Option<Capabilities>) -> Alike {
        Alike { atop, weights, periods: OnceLock::new() }
    }

    /// Which measures there are.
    fn measures(&self) -> impl Iterator<Item = Measure> {
        let weighed = self.weights.is_some();
        Measure::ALL.iter().copied().filter(move |measure| weighed || !measure.is_weighted())
    }

    /// The portfolios of a period: of the states that were there, by the ties that stood; on its first or
    /// last day if the rule says so, else on any of its days.
    fn portfolios(&self, plan: &Plan, at: usize) -> Option<&Portfolios> {
        let periods = self
            .periods
            .get_or_init(|| plan.calendar().periods().iter().map(|_| OnceLock::new()).collect());
        let made = periods.get(at)?.get_or_init(|| {
            let period = plan.calendar().period(at);
            let days = match plan.scope().rule {
                Rule::First => Interval::inclusive(period.from, period.from),
                Rule::Last => Interval::inclusive(period.last(), period.last()),
                Rule::Any | Rule::Exact | Rule::ShareOfDays => period,
            };
            let own = plan.scope().system;
            let there = plan
                .members()
                .iter()
                .filter(|member| member.days.iter().any(|spell| !spell.overlap(&days).is_empty()));
            let codes = there.filter_map(|member| member.code_in(own, System::Cow, days.last()));
            let mut portfolios = self.atop.portfolios(codes, &days);
            if let Some(weights) = &self.weights {
                let year = plan.calendar().year(at);
                portfolios.weigh(|state| weights.index(state, year));
            }
            portfolios
        });
        Some(made)
    }
}

impl Source for Alike {
    fn name(&self) -> &'static str {
        "similarity"
    }

    fn columns(&self, plan: &Plan) -> Result<Vec<Column>, PanelFault> {
        speaks_of(self.name(), plan, PAIRS)?;
        let each = self.measures().map(|measure| {
            let meaning = format!(
                "{}, from ATOP's alliances; without a value inside the data where it is undefined",
                measure.meaning()
            );
            Column::new(measure.name(), DataType::Float64, &meaning, COVERED)
        });
        let covered = "whether ATOP speaks of the period and both states are in COW's list";
        Ok(each.chain([Column::covering(COVERED, covered)]).collect())
    }

    fn fill(&self, block: &Block<'_>) -> Vec<ArrayRef> {
        let plan = block.plan();
        let inside = plan.calendar().where_counts(self.atop.covers(), Rule::Exact);
        let measures: Vec<Measure> = self.measures().collect();
        let mut columns = vec![vec![None; block.rows()]; measures.len()];
        let mut covered = vec![false; block.rows()];
        // A measure is the same in both directions.
        for part in block.parts(System::Cow) {
            let (Some(one), Some(two)) = (part.one, part.two) else { continue };
            for (at, row) in part.periods.clone().zip(part.rows.clone()) {
                let year = self.portfolios(plan, at).filter(|_| inside.contains(&at));
                let Some(year) = year else { continue };
                let pair = year.place(one).zip(year.place(two));
                let Some(pair) = pair.and_then(|(one, two)| year.pair(one, two)) else { continue };
                put(&mut covered, row, true);
                for (measure, column) in measures.iter().zip(&mut columns) {
                    put(column, row, measure.of(&pair));
                }
            }
        }
        let columns = columns.into_iter();
        let arrays = columns.map(|column| Arc::new(Float64Array::from(column)) as ArrayRef);
        arrays.chain([truth(&covered)]).collect()
    }
}
