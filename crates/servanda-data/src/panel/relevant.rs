//! Politically relevant dyads: the two states are contiguous, by land or over at most 400 miles of water,
//! or one of them is a major power. Made of the files of contiguity and of major powers; knows no file.

use super::block::Block;
use super::citation::Citation;
use super::contiguity::Contiguity;
use super::fault::PanelFault;
use super::majors::Majors;
use super::plan::Plan;
use super::source::{Column, Source, truth};
use super::yearly::{PAIRS, speaks_of};
use arrow_array::{ArrayRef, Int8Array};
use arrow_schema::DataType;
use servanda::model::System;
use std::sync::Arc;

/// How to cite the rule.
pub const CITATION: Citation = Citation {
    kind: "article",
    key: "weede1976",
    author: "Weede, Erich",
    year: 1976,
    title: "Overwhelming Preponderance as a Pacifying Condition among Contiguous {Asian} Dyads, 1950-1969",
    fields: &[
        ("journal", "Journal of Conflict Resolution"),
        ("volume", "20"),
        ("number", "3"),
        ("pages", "395--411"),
    ],
};

/// Whether a dyad is politically relevant, as a column of a panel: `prd`.
#[derive(Clone, Debug)]
pub struct Relevant {
    contiguity: Contiguity,
    majors: Majors,
}

const COVERED: &str = "prd_covered";

impl Relevant {
    /// Relevance by these data.
    pub fn new(contiguity: Contiguity, majors: Majors) -> Relevant {
        Relevant { contiguity, majors }
    }
}

impl Source for Relevant {
    fn name(&self) -> &'static str {
        "prd"
    }

    fn columns(&self, plan: &Plan) -> Result<Vec<Column>, PanelFault> {
        speaks_of(self.name(), plan, PAIRS)?;
        let meaning = "1 where the two are contiguous or one is a major power, 0 where not";
        let covered = "whether contiguity and major powers are known of the pair";
        Ok(vec![
            Column::new("prd", DataType::Int8, meaning, COVERED),
            Column::covering(COVERED, covered),
        ])
    }

    fn fill(&self, block: &Block<'_>) -> Vec<ArrayRef> {
        let parts = block.parts(System::Cow);
        let types = self.contiguity.types(block);
        let one = self.majors.flags(block, &parts, &|part| part.one);
        let two = self.majors.flags(block, &parts, &|part| part.two);
        let each = types.iter().zip(one.iter().zip(&two));
        let relevant: Vec<Option<i8>> = each
            .map(|(kind, (one, two))| {
                let (kind, one, two) = ((*kind)?, (*one)?, (*two)?);
                Some(i8::from(kind > 0 || one > 0 || two > 0))
            })
            .collect();
        let covered: Vec<bool> = relevant.iter().map(Option::is_some).collect();
        vec![Arc::new(Int8Array::from(relevant)), truth(&covered)]
    }
}
