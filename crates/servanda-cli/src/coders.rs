//! `servanda diff --coders A B`: two coders' files of one treaty, item by item.

use crate::args::{Diff, Format, Global};
use crate::fault::{Failure, USAGE, has_errors};
use crate::{ask, load, output};
use servanda::answer::coders::{self, CodersForm, Coding};
use servanda::corpus;
use servanda::model::{TreatyId, World};
use servanda::syntax::clause::Clause;
use servanda::syntax::host::Host;
use servanda::syntax::{Code, Diagnostic, Entry, Source, parse};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

pub(crate) fn run(diff: &Diff, files: &[PathBuf], global: &Global) -> Result<u8, Failure> {
    let format = output::format(global, Format::Table)?;
    if !matches!(format, Format::Table | Format::Json | Format::Csv | Format::Md | Format::Html) {
        return Err(output::no_form(format, "table, json, csv, md and html"));
    }
    if let Some(word) = diff.asked.words.first() {
        let fault = Diagnostic::bare(
            Code::SV0605,
            format!("`{word}` is no part of a comparison of coders"),
        );
        return Err(Failure::bare(USAGE, fault.help("name two files: `--coders ONE OTHER`")));
    }
    let [one, other] = files else { return Err(Failure::internal("two files are named")) };
    let (one, other) = (Coded::read(one, global)?, Coded::read(other, global)?);
    if !diff.as_one {
        same(&one, &other)?;
    }
    let form = CodersForm::of(one.coding(), other.coding());
    let text = match format {
        Format::Json => ask::pretty(&form)?,
        Format::Csv => coders::csv(&form),
        Format::Md => coders::page(&form).markdown(),
        Format::Html => output::html(&coders::page(&form)),
        _ => coders::page(&form).render(output::layout(global)),
    };
    output::write(global, &text)?;
    Ok(0)
}

/// A coder's file with the world it was read into.
struct Coded {
    file: String,
    world: World,
    treaties: Vec<TreatyId>,
}

impl Coded {
    /// The file alone; where it leans on others, beside the corpus without the treaties it codes.
    fn read(path: &Path, global: &Global) -> Result<Coded, Failure> {
        let own = load::treaty_files(path)?;
        let ids: BTreeSet<String> = own.iter().flat_map(ids).collect();
        let mut beside = Vec::new();
        for path in &global.add {
            beside.extend(load::treaty_files(path)?);
        }
        let (mut world, mut faults) = read(&own, beside.clone())?;
        if has_errors(&faults) {
            beside.extend(match &global.corpus {
                Some(path) => load::treaty_files(path)?,
                None => corpus::treaties(),
            });
            beside.retain(|text| ids.is_disjoint(&ids_of(text)));
            (world, faults) = read(&own, beside)?;
        }
        // The texts beside it are looked at for what the file names, not for their own faults.
        let last = own.len() as u32;
        faults.retain(|fault| fault.primary.as_ref().is_none_or(|label| label.at.file < last));
        if has_errors(&faults) {
            return Err(Failure::new(USAGE, faults, world.sources));
        }
        let treaties = world.treaties().filter(|(_, treaty)| treaty.at.file < last);
        let treaties: Vec<TreatyId> = treaties.map(|(id, _)| id).collect();
        if treaties.is_empty() {
            let message = format!("`{}` holds no treaty", path.display());
            let fault = Diagnostic::bare(Code::SV0703, message);
            return Err(Failure::bare(USAGE, fault.help("name the file of a coded treaty")));
        }
        Ok(Coded { file: path.display().to_string(), world, treaties })
    }

    fn coding(&self) -> Coding<'_> {
        Coding { file: &self.file, world: &self.world, treaties: &self.treaties }
    }

    fn ids(&self) -> BTreeSet<&str> {
        self.treaties.iter().map(|id| self.world.treaty(*id).id.as_str()).collect()
    }

    /// The numbers in ATOP that its treaties cite.
    fn numbers(&self) -> BTreeSet<&str> {
        let cited = self.treaties.iter().flat_map(|id| &self.world.treaty(*id).cited.sources);
        let atop = cited.filter(|source| source.kind == "ATOP");
        atop.filter_map(|source| source.locator.as_deref()).collect()
    }
}

fn read(own: &[Source], beside: Vec<Source>) -> Result<(World, Vec<Diagnostic>), Failure> {
    let mut world = corpus::empty_world().map_err(|error| Failure::internal(&error))?;
    let mut texts = own.to_vec();
    texts.extend(beside);
    let faults = world.add_texts(texts);
    Ok((world, faults))
}

/// The ids of the treaties that a text writes.
fn ids(text: &Source) -> Vec<String> {
    let document = parse(&text.text, 0, Host::of_name(&text.name).unwrap_or(Host::Bare));
    let each = document.entries.iter().filter_map(|entry| match entry {
        Entry::Clause { clause, .. } => match &**clause {
            Clause::Treaty { id, .. } => Some(id.text.clone()),
            _ => None,
        },
        _ => None,
    });
    each.collect()
}

fn ids_of(text: &Source) -> BTreeSet<String> {
    ids(text).into_iter().collect()
}

/// Refuses files that are not of the same treaty: neither their ids nor a number in ATOP is the same.
fn same(one: &Coded, other: &Coded) -> Result<(), Failure> {
    if one.ids() == other.ids() || !one.numbers().is_disjoint(&other.numbers()) {
        return Ok(());
    }
    let list = |coded: &Coded| coded.ids().into_iter().collect::<Vec<_>>().join(", ");
    let message = format!(
        "`{}` codes {}, and `{}` codes {}: not the same treaty",
        one.file,
        list(one),
        other.file,
        list(other)
    );
    let fault = Diagnostic::bare(Code::SV0706, message);
    let help = "give both the same ids, or `source ATOP` with the same number; `--as-one` takes each file as one treaty";
    Err(Failure::bare(USAGE, fault.help(help)))
}
