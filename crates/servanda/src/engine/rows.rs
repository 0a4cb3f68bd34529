//! The rows of an answer in their order. Rows that were worked out together lie together, so that
//! answers can share them.

use super::row::Row;
use crate::model::Actor;
use std::borrow::Cow;
use std::sync::Arc;

/// Rows that were worked out together.
pub(super) type Block = Arc<[Row]>;

/// The rows of an answer, in order.
#[derive(Clone, Debug, Default)]
pub struct Rows<'m> {
    blocks: Cow<'m, [Block]>,
    /// For each row its block, and its place there.
    order: Cow<'m, [(u32, u32)]>,
}

impl Rows<'_> {
    /// Adds rows after all others.
    pub(super) fn add(&mut self, block: Block) {
        if block.is_empty() {
            return;
        }
        let number = self.blocks.len() as u32;
        self.order.to_mut().extend((0..block.len() as u32).map(|at| (number, at)));
        self.blocks.to_mut().push(block);
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
        let (block, at) = *self.order.get(at)?;
        let block = self.blocks.to_mut().get_mut(block as usize)?;
        Arc::make_mut(block).get_mut(at as usize)
    }

    /// The same rows, to be kept.
    pub(super) fn owned(&self) -> Rows<'static> {
        Rows { blocks: Cow::Owned(self.blocks.to_vec()), order: Cow::Owned(self.order.to_vec()) }
    }

    /// The same rows, lent.
    pub(super) fn lent(&self) -> Rows<'_> {
        Rows { blocks: Cow::Borrowed(&self.blocks), order: Cow::Borrowed(&self.order) }
    }

    /// Every row, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Row> + Clone {
        self.order.iter().filter_map(|(block, at)| {
            self.blocks.get(*block as usize).and_then(|block| block.get(*at as usize))
        })
    }

    /// By round, party, treaty, article as written, norm, beneficiary. States are numbered in the
    /// order of their ids, so the order is that of the ids.
    pub(super) fn sort(&mut self) {
        let blocks = &self.blocks;
        let row = |(block, at): (u32, u32)| blocks.get(block as usize)?.get(at as usize);
        let mut keyed: Vec<(u64, (u32, u32))> =
            self.order.iter().map(|place| (row(*place).map_or(0, rank), *place)).collect();
        keyed.sort_unstable_by(|(one, here), (other, there)| {
            one.cmp(other)
                .then_with(|| {
                    let rest = |place| row(place).map(|row| (&row.norm, row.toward));
                    rest(*here).cmp(&rest(*there))
                })
                .then_with(|| here.cmp(there))
        });
        self.order = keyed.into_iter().map(|(_, place)| place).collect();
    }
}

/// Round, party, treaty and article as one number: most rows are told apart by it.
fn rank(row: &Row) -> u64 {
    let party = match row.party {
        Actor::State(state) => u64::from(state.0),
        Actor::Entity(entity) => 1 << 16 | u64::from(entity.0),
    };
    let version = row.version.map_or(0, |version| version as u64 + 1);
    (row.round as u64) << 56 | party << 32 | u64::from(row.treaty.0) << 16 | version
}

impl FromIterator<Row> for Rows<'_> {
    fn from_iter<I: IntoIterator<Item = Row>>(rows: I) -> Self {
        let mut all = Rows::default();
        all.add(rows.into_iter().collect());
        all
    }
}

impl<'r> IntoIterator for &'r Rows<'_> {
    type Item = &'r Row;
    type IntoIter = Box<dyn Iterator<Item = &'r Row> + 'r>;

    fn into_iter(self) -> Self::IntoIter {
        Box::new(self.iter())
    }
}
