//! The files beside the repository, and tables as lists of numbers.

use arrow_array::cast::AsArray;
use arrow_array::types::Float64Type;
use arrow_schema::DataType;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use servanda::model::{StateSystem, System};
use servanda_data::panel::{Plan, Rule, Scope};
use std::path::Path;

/// A file of the folder beside this repository, if it is there.
pub(crate) fn file(name: &str) -> Option<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folders = ["../shared/data", "../../shared/data"];
    let found = folders.iter().find_map(|folder| std::fs::read(root.join(folder).join(name)).ok());
    if found.is_none() {
        println!("skipped: {name} is not beside this repository");
    }
    found
}

/// Some columns of a Parquet file as numbers; a missing one is not a number.
pub(crate) fn parquet(bytes: Vec<u8>, names: &[&str]) -> Vec<Vec<f64>> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(bytes)).unwrap();
    let mut columns = vec![Vec::new(); names.len()];
    for batch in reader.with_batch_size(1 << 16).build().unwrap() {
        let batch = batch.unwrap();
        for (name, column) in names.iter().zip(&mut columns) {
            let array = batch.column_by_name(name).unwrap();
            let array = arrow_cast::cast(array, &DataType::Float64).unwrap();
            let array = array.as_primitive::<Float64Type>();
            column.extend(array.iter().map(|value| value.unwrap_or(f64::NAN)));
        }
    }
    columns
}

/// The state lists.
pub(crate) fn states() -> std::sync::Arc<StateSystem> {
    servanda::corpus::empty_world().unwrap().states
}

/// A plan of whole years.
pub(crate) fn years(unit: &str, system: System, from: i16, to: i16, rule: Rule) -> Plan {
    let scope = Scope {
        unit: unit.parse().unwrap(),
        system,
        from: format!("{from}-01-01").parse().unwrap(),
        to: format!("{to}-12-31").parse().unwrap(),
        rule,
        beyond_list: true,
    };
    Plan::new(&states(), scope).unwrap()
}
