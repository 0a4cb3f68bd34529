//! What adds columns to a panel: the one interface of every source, and what columns are made of.
//! Knows no source.

use super::block::Block;
use super::explain::Reason;
use super::fault::PanelFault;
use super::plan::Plan;
use super::work::Work;
use arrow_array::{ArrayRef, BooleanArray, Float64Array, Int8Array, Int32Array};
use arrow_buffer::{BooleanBuffer, NullBuffer};
use arrow_schema::{DataType, Field};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What adds columns: a file of data, or a rule over what stands in the panel's plan.
///
/// Every source says where it speaks at all with a column of its own ([`Column::covered`]): a cell
/// without a value is *unknown* where that is true, and *outside the data* where it is false.
pub trait Source: Send + Sync {
    /// Its name on the command line, such as `atop`.
    fn name(&self) -> &'static str;

    /// The columns it adds to a panel.
    ///
    /// # Errors
    /// It has nothing to say of such a unit.
    fn columns(&self, plan: &Plan) -> Result<Vec<Column>, PanelFault>;

    /// Their values for the rows of a block: one array for each column, as long as the block.
    fn fill(&self, block: &Block<'_>) -> Vec<ArrayRef>;

    /// The works by which it wants to be cited.
    fn works(&self) -> Vec<Work> {
        Vec::new()
    }

    /// Why a cell is what it is: `block` has the one row of the cell, `column` is one of its own. What
    /// every source can say (its file, whether it speaks of the row, the value) is said for it.
    fn explain(&self, _block: &Block<'_>, _column: &str) -> Vec<Reason> {
        Vec::new()
    }
}

/// One column.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// The type of its values.
    pub kind: DataType,
    /// What a value means, with its unit.
    pub meaning: String,
    /// The column that says where the source speaks.
    pub covered: Option<String>,
}

impl Column {
    /// A column whose cells may be without a value; `covered` names the one that says why.
    pub fn new(name: impl Into<String>, kind: DataType, meaning: &str, covered: &str) -> Column {
        let covered = Some(covered.to_owned());
        Column { name: name.into(), kind, meaning: meaning.to_owned(), covered }
    }

    /// The column that says where a source speaks.
    pub fn covering(name: impl Into<String>, meaning: &str) -> Column {
        let (kind, meaning) = (DataType::Boolean, meaning.to_owned());
        Column { name: name.into(), kind, meaning, covered: None }
    }

    /// The field of the table, with what it means and whose it is.
    pub(super) fn field(&self, source: &str) -> Field {
        let mut notes = BTreeMap::from([
            ("servanda.source".to_owned(), source.to_owned()),
            ("servanda.meaning".to_owned(), self.meaning.clone()),
        ]);
        if let Some(covered) = &self.covered {
            notes.insert("servanda.covered".to_owned(), covered.clone());
        }
        Field::new(&self.name, self.kind.clone(), self.covered.is_some())
            .with_metadata(arrow_schema::Metadata::from_iter(notes))
    }
}

/// Which rows have no value; none at all where every row has one.
fn nulls(missing: &[bool]) -> Option<NullBuffer> {
    missing.contains(&true).then(|| NullBuffer::new(!&bits(missing)))
}

/// Which rows have a value; none at all where every row has one.
pub(super) fn known(covered: &[bool]) -> Option<NullBuffer> {
    covered.contains(&false).then(|| NullBuffer::new(bits(covered)))
}

fn bits(values: &[bool]) -> BooleanBuffer {
    BooleanBuffer::collect_bool(values.len(), |row| values.get(row).copied().unwrap_or_default())
}

/// Small whole numbers; `missing` rows have no value.
pub fn small(values: Vec<i8>, missing: &[bool]) -> ArrayRef {
    Arc::new(Int8Array::new(values.into(), nulls(missing)))
}

/// Whole numbers; `missing` rows have no value.
pub fn whole(values: Vec<i32>, missing: &[bool]) -> ArrayRef {
    Arc::new(Int32Array::new(values.into(), nulls(missing)))
}

/// Numbers; `missing` rows have no value.
pub fn number(values: Vec<f64>, missing: &[bool]) -> ArrayRef {
    Arc::new(Float64Array::new(values.into(), nulls(missing)))
}

/// True or false in every row.
pub fn truth(values: &[bool]) -> ArrayRef {
    Arc::new(BooleanArray::new(bits(values), None))
}
