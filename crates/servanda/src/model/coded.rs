//! Treaties written from the codes of a data set and not from their text: their mark, and how they
//! give way to a treaty whose text was read. Knows what is cited; must not ask what is owed.

use super::outline::{Block, BlockKind};
use super::resolve::Resolver;
use super::treaty::Treaty;
use super::world::World;
use crate::syntax::clause::Clause;
use crate::syntax::vocabulary::DataSet;
use crate::syntax::{Code, Diagnostic, Span};
use std::collections::BTreeMap;

/// What every surface says beside a row of a coded treaty.
pub const BASIS: &str = "coded, not text";

/// Where a coded treaty comes from.
#[derive(Clone, Debug)]
pub struct Coded {
    /// The data set.
    pub data: DataSet,
    /// Its version.
    pub version: String,
    /// Where this stands.
    pub at: Span,
}

/// A coded treaty that was left out, because another was written from the text of the same one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GaveWay {
    /// The coded one's id.
    pub coded: String,
    /// The id of the one that stands.
    pub to: String,
}

impl Treaty {
    /// `coded, not text`, for a treaty that is.
    pub fn basis(&self) -> Option<&'static str> {
        self.coded.as_ref().map(|_| BASIS)
    }

    /// `ATOP 5.1 (coded, not text)`.
    pub fn coded_from(&self) -> Option<String> {
        let coded = self.coded.as_ref()?;
        Some(format!("{} {} ({BASIS})", coded.data, coded.version))
    }
}

/// The mark of a coded treaty among its clauses.
pub(super) fn mark(block: &Block<'_>) -> Option<Coded> {
    block.clauses.iter().find_map(|placed| match placed.clause {
        Clause::CodedFrom { data, version } => {
            Some(Coded { data: *data, version: version.text.clone(), at: placed.at })
        }
        _ => None,
    })
}

/// The numbers in a data set that a treaty cites.
fn numbers<'b>(block: &'b Block<'_>, of: DataSet) -> impl Iterator<Item = &'b str> {
    block.clauses.iter().filter_map(move |placed| match placed.clause {
        Clause::Source { kind, locator: Some(locator), .. } if kind.text == of.word() => {
            Some(locator.text.as_str())
        }
        _ => None,
    })
}

impl Resolver<'_> {
    /// Leaves out the coded treaties whose ATOP number a treaty written from its text cites.
    pub(super) fn give_way(&mut self, treaties: &mut Vec<&Block<'_>>) {
        let mut texts: BTreeMap<String, String> = BTreeMap::new();
        for treaty in self.world.treaties.iter().filter(|treaty| treaty.coded.is_none()) {
            for number in treaty.atop_ids() {
                texts.entry(number.to_owned()).or_insert_with(|| treaty.id.clone());
            }
        }
        for block in treaties.iter().filter(|block| mark(block).is_none()) {
            let Clause::Treaty { id, .. } = block.head.clause else { continue };
            for number in numbers(block, DataSet::Atop) {
                texts.entry(number.to_owned()).or_insert_with(|| id.text.clone());
            }
        }
        treaties.retain(|block| {
            let coded = mark(block).is_some_and(|coded| coded.data == DataSet::Atop);
            let text = numbers(block, DataSet::Atop).find_map(|number| texts.get(number));
            let (Clause::Treaty { id, .. }, Some(to), true) = (block.head.clause, text, coded)
            else {
                return true;
            };
            debug_assert!(block.kind == BlockKind::Treaty, "only treaties are coded");
            self.world.gave_way.push(GaveWay { coded: id.text.clone(), to: to.clone() });
            false
        });
    }
}

/// Coded treaties that do not say which number of their data they are.
pub(super) fn unnumbered(world: &World) -> Vec<Diagnostic> {
    let each = world.treaties.iter().filter_map(|treaty| {
        let coded = treaty.coded.as_ref()?;
        let word = coded.data.word();
        if treaty.cited.sources.iter().any(|source| source.kind == word) {
            return None;
        }
        let message = format!("{} is coded from {word} and does not say which number it has there", treaty.id);
        let fault = Diagnostic::at(Code::SV0419, coded.at, message).against(treaty.at, "the treaty");
        Some(fault.help(format!("add `source {word} \"its number\"`, so that it can be compared with the data and gives way to the text")))
    });
    each.collect()
}

/// Coded treaties that quote: codes hold no words of a treaty.
pub(super) fn quoting(world: &World) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for treaty in &world.treaties {
        let Some(coded) = &treaty.coded else { continue };
        let articles = treaty.articles.iter();
        let article = articles.map(|article| (&article.cited, article.at));
        let norms = treaty.articles.iter().flat_map(|article| &article.norms);
        let norms = norms.map(|norm| (&norm.cited, norm.at));
        let mut all = std::iter::once((&treaty.cited, treaty.at)).chain(article).chain(norms);
        if let Some((_, at)) = all.find(|(cited, _)| cited.quote.is_some()) {
            let message = format!("{} is coded, and quotes a text", treaty.id);
            found.push(
                Diagnostic::at(Code::SV0420, at, message)
                    .against(coded.at, "written from codes, which hold no words")
                    .help("take the quote out; or, if you have read the text, write the treaty from it and take `coded from` out"),
            );
        }
    }
    found
}
