//! The rows of an answer in their order. Rows that were worked out together lie together, so that
//! answers can share them.

use super::row::Row;
use std::sync::Arc;

/// Rows that were worked out together.
pub(super) type Block = Arc<[Row]>;

/// The rows of an answer, in order.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    blocks: Vec<Block>,
    /// For each row its block, and its place there.
    order: Vec<(u32, u32)>,
}

impl Rows {
    /// Adds the rows of a block after all others.
    pub(super) fn add(&mut self, block: Block) {
        if block.is_empty() {
            return;
        }
        let number = self.blocks.len() as u32;
        self.order.extend((0..block.len() as u32).map(|at| (number, at)));
        self.blocks.push(block);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// The row at a place.
    pub fn get(&self, at: usize) -> Option<&Row> {
        let (block, at) = self.order.get(at)?;
        self.blocks.get(*block as usize)?.get(*at as usize)
    }

    /// The row at a place, to be changed here and in no other answer.
    pub(super) fn get_mut(&mut self, at: usize) -> Option<&mut Row> {
        let (block, at) = self.order.get(at)?;
        let block = self.blocks.get_mut(*block as usize)?;
        Arc::make_mut(block).get_mut(*at as usize)
    }

    /// Every row, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Row> + Clone {
        (0..self.order.len()).filter_map(|at| self.get(at))
    }

    /// By round, party, treaty, article as written, norm, beneficiary. States are numbered in the
    /// order of their ids, so the order is that of the ids.
    pub(super) fn sort(&mut self) {
        let blocks = &self.blocks;
        let row = |(block, at): (u32, u32)| blocks.get(block as usize)?.get(at as usize);
        let key = |row: &Row| (row.round, row.party, row.treaty, row.version);
        self.order.sort_by(|one, other| {
            let (Some(one), Some(other)) = (row(*one), row(*other)) else {
                return std::cmp::Ordering::Equal;
            };
            key(one)
                .cmp(&key(other))
                .then_with(|| one.norm.cmp(&other.norm))
                .then_with(|| one.toward.cmp(&other.toward))
        });
    }
}

impl FromIterator<Row> for Rows {
    fn from_iter<I: IntoIterator<Item = Row>>(rows: I) -> Rows {
        let mut all = Rows::default();
        all.add(rows.into_iter().collect());
        all
    }
}

impl<'r> IntoIterator for &'r Rows {
    type Item = &'r Row;
    type IntoIter = Box<dyn Iterator<Item = &'r Row> + 'r>;

    fn into_iter(self) -> Self::IntoIter {
        Box::new(self.iter())
    }
}
