//! A panel as a whole: its plan, what was added to it, and its table block by block. Knows no source by
//! name.

use super::block::Block;
use super::fault::PanelFault;
use super::plan::{Plan, system_word};
use super::source::{Column, Source};
use super::unit::Rule;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The key of a table's metadata under which a panel describes itself.
pub const ABOUT: &str = "servanda.panel";

/// Which file a source was read from, as it stands in the panel's metadata.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Stamp {
    /// The file's name, without its folder.
    pub file: String,
    /// BLAKE3 of its bytes, in hexadecimal.
    pub blake3: String,
    /// The version of the data, as the file says it; empty where it does not.
    pub version: String,
}

impl Stamp {
    /// The stamp of a file with these bytes.
    pub fn of(file: &str, bytes: &[u8], version: &str) -> Stamp {
        let blake3 = blake3::hash(bytes).to_hex().to_string();
        Stamp { file: file.to_owned(), blake3, version: version.to_owned() }
    }
}

/// What a panel says of itself in the metadata of its file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct About {
    /// The version of this description: `servanda/panel/1`.
    pub schema: String,
    /// The program's version.
    pub program: String,
    /// The unit, such as `directed-dyad-year`.
    pub unit: String,
    /// The state list, `cow` or `gw`.
    pub system: String,
    /// The first day.
    pub from: String,
    /// The last day.
    pub to: String,
    /// Which periods count.
    pub rule: String,
    /// Whether the list was carried on past its last day.
    pub beyond_list: bool,
    /// What was added, in order.
    pub sources: Vec<Added>,
}

/// One source in a panel's metadata.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Added {
    /// Its name on the command line.
    pub name: String,
    /// Its columns.
    pub columns: Vec<String>,
    /// The file it was read from; none for what is computed.
    pub stamp: Option<Stamp>,
}

/// A panel: rows by its plan, columns by its sources.
pub struct Panel {
    plan: Plan,
    sources: Vec<(Box<dyn Source>, Vec<Column>)>,
    stamps: Vec<Option<Stamp>>,
    only: Option<BTreeSet<String>>,
}

impl Panel {
    /// A panel with its key columns alone.
    pub fn new(plan: Plan) -> Panel {
        Panel { plan, sources: Vec::new(), stamps: Vec::new(), only: None }
    }

    /// Adds the columns of a source. Rows are never added or lost.
    ///
    /// # Errors
    /// The source has nothing to say of this unit, or a column of that name is there.
    pub fn add(&mut self, source: Box<dyn Source>, stamp: Option<Stamp>) -> Result<(), PanelFault> {
        let columns = source.columns(&self.plan)?;
        let taken = self.schema();
        if let Some(twice) = columns.iter().find(|column| taken.index_of(&column.name).is_ok()) {
            return Err(PanelFault::new(
                format!("the column `{}` of `{}` is there already", twice.name, source.name()),
                "add each source once",
            ));
        }
        self.sources.push((source, columns));
        self.stamps.push(stamp);
        Ok(())
    }

    /// Keeps only these columns beside the keys, and those that say where they speak.
    ///
    /// # Errors
    /// There is no such column.
    pub fn keep_only(&mut self, names: &[String]) -> Result<(), PanelFault> {
        let columns = || self.sources.iter().flat_map(|(_, columns)| columns);
        let mut only = BTreeSet::new();
        for name in names {
            let Some(column) = columns().find(|column| column.name == *name) else {
                let known: Vec<&str> = columns().map(|column| column.name.as_str()).collect();
                return Err(PanelFault::new(
                    format!("the panel has no column `{name}`"),
                    format!("it has {}", known.join(", ")),
                ));
            };
            only.insert(name.clone());
            only.extend(column.covered.clone());
        }
        self.only = Some(only);
        Ok(())
    }

    /// Whether a column is in the table.
    fn keeps(&self, column: &Column) -> bool {
        self.only.as_ref().is_none_or(|only| only.contains(&column.name))
    }

    /// Which rows there are.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.plan.rows()
    }

    /// What the panel says of itself.
    pub fn about(&self) -> About {
        let scope = self.plan.scope();
        let sources = self.sources.iter().zip(&self.stamps);
        let sources = sources.map(|((source, columns), stamp)| Added {
            name: source.name().to_owned(),
            columns: columns
                .iter()
                .filter(|column| self.keeps(column))
                .map(|column| column.name.clone())
                .collect(),
            stamp: stamp.clone(),
        });
        About {
            schema: "servanda/panel/1".to_owned(),
            program: env!("CARGO_PKG_VERSION").to_owned(),
            unit: scope.unit.to_string(),
            system: system_word(scope.system).to_owned(),
            from: scope.from.to_string(),
            to: scope.to.to_string(),
            rule: scope.rule.to_string(),
            beyond_list: scope.beyond_list,
            sources: sources.collect(),
        }
    }

    /// The columns, with what each means and where it is from; the metadata describe the panel.
    pub fn schema(&self) -> SchemaRef {
        let mut fields = Block::key_fields(&self.plan);
        if self.plan.scope().rule == Rule::ShareOfDays {
            fields.push(Field::new("share", DataType::Float64, false));
        }
        for (source, columns) in &self.sources {
            let kept = columns.iter().filter(|column| self.keeps(column));
            fields.extend(kept.map(|column| column.field(source.name())));
        }
        let about = serde_json::to_string(&self.about()).unwrap_or_default();
        let metadata = arrow_schema::Metadata::from_iter([(ABOUT.to_owned(), about)]);
        Arc::new(Schema::new_with_metadata(fields, metadata))
    }

    /// The table of one block. `schema` is the panel's.
    ///
    /// # Errors
    /// A source filled fewer or more rows than there are, which is a bug.
    pub fn batch(&self, schema: &SchemaRef, block: &Block<'_>) -> Result<RecordBatch, ArrowError> {
        let mut columns: Vec<ArrayRef> = block.keys();
        if self.plan.scope().rule == Rule::ShareOfDays {
            columns.push(block.shares());
        }
        let block = block.of_columns(self.only.as_ref());
        for (source, own) in &self.sources {
            let filled = source.fill(&block).into_iter().zip(own);
            columns.extend(filled.filter(|(_, column)| self.keeps(column)).map(|(array, _)| array));
        }
        RecordBatch::try_new(schema.clone(), columns)
    }

    /// The whole table, block by block.
    ///
    /// # Errors
    /// As [`Panel::batch`].
    pub fn batches(&self) -> impl Iterator<Item = Result<RecordBatch, ArrowError>> + '_ {
        let schema = self.schema();
        self.plan.blocks().map(move |block| self.batch(&schema, &block))
    }
}
