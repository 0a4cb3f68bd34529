//! A panel as a whole: its plan, what was added to it, and its table block by block. Knows no source by
//! name.

use super::block::Block;
use super::fault::PanelFault;
use super::plan::{Plan, state_list, system_word};
use super::source::{Column, Source};
use super::unit::{Of, Rule};
use super::work::Work;
use arrow_array::cast::AsArray;
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
    /// Whether the first state of a pair is who does, owes or has; never to be guessed from rows.
    #[serde(default)]
    pub directed: bool,
    /// The list of states: its name with its version, and the work it is cited by.
    #[serde(default)]
    pub state_list: StateList,
    /// What was added, in order.
    pub sources: Vec<Added>,
}

/// The list of states in a panel's metadata.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct StateList {
    /// Its name.
    pub name: String,
    /// Its version: the year of its last day.
    pub version: String,
    /// The works it is cited by.
    pub works: Vec<Work>,
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
    /// The works it is cited by.
    #[serde(default)]
    pub works: Vec<Work>,
}

/// A panel: rows by its plan, columns by its sources.
pub struct Panel {
    plan: Plan,
    sources: Vec<(Box<dyn Source>, Vec<Column>)>,
    stamps: Vec<Option<Stamp>>,
    works: Vec<Vec<Work>>,
    only: Option<BTreeSet<String>>,
}

impl Panel {
    /// A panel with its key columns alone.
    pub fn new(plan: Plan) -> Panel {
        Panel { plan, sources: Vec::new(), stamps: Vec::new(), works: Vec::new(), only: None }
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
        self.works.push(source.works());
        self.sources.push((source, columns));
        self.stamps.push(stamp);
        Ok(())
    }

    /// Sets the works that a source is cited by.
    pub fn credit(&mut self, source: &str, works: Vec<Work>) {
        let at = self.sources.iter().position(|(own, _)| own.name() == source);
        if let Some(own) = at.and_then(|at| self.works.get_mut(at)) {
            *own = works;
        }
    }

    /// The works that the source of a column is cited by.
    pub fn works_of(&self, column: &str) -> &[Work] {
        let has = |columns: &[Column]| columns.iter().any(|own| own.name == column);
        let at = self.sources.iter().position(|(_, columns)| has(columns));
        at.and_then(|at| self.works.get(at)).map_or(&[], Vec::as_slice)
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

    /// The source of a column, with the column and the file it was read from.
    pub fn source_of(&self, name: &str) -> Option<(&dyn Source, &Column, Option<&Stamp>)> {
        let mut each = self.sources.iter().zip(&self.stamps);
        each.find_map(|((source, columns), stamp)| {
            let column = columns.iter().find(|column| column.name == name)?;
            Some((&**source, column, stamp.as_ref()))
        })
    }

    /// The source's columns for some rows.
    pub(super) fn filled(&self, name: &str, block: &Block<'_>) -> Option<(ArrayRef, bool)> {
        let (source, columns) = self
            .sources
            .iter()
            .find(|(_, columns)| columns.iter().any(|column| column.name == name))?;
        let arrays = source.fill(block);
        let place = |name: &str| columns.iter().position(|column| column.name == name);
        let own = columns.get(place(name)?)?;
        let covered = own.covered.as_deref().and_then(place).and_then(|at| arrays.get(at));
        let covered = covered.and_then(|array| array.as_boolean_opt());
        let speaks = covered.is_none_or(|covered| covered.iter().next() == Some(Some(true)));
        Some((arrays.get(place(name)?)?.clone(), speaks))
    }

    /// What the panel says of itself.
    pub fn about(&self) -> About {
        let scope = self.plan.scope();
        let sources = self.sources.iter().zip(&self.stamps).zip(&self.works);
        let sources = sources.map(|(((source, columns), stamp), works)| Added {
            name: source.name().to_owned(),
            columns: columns
                .iter()
                .filter(|column| self.keeps(column))
                .map(|column| column.name.clone())
                .collect(),
            stamp: stamp.clone(),
            works: works.clone(),
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
            directed: scope.unit.of == Of::DirectedDyad,
            state_list: state_list(scope.system),
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
