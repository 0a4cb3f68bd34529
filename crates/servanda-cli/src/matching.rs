//! `servanda match`: tables of events against the dated pledges. In the build with the feature `full`; the light build says
//! so.

/// Screens files of events, and says how many rows came to what.
#[cfg(feature = "full")]
pub(crate) fn run(
    asked: &crate::args::Match,
    global: &crate::args::Global,
) -> Result<u8, crate::fault::Failure> {
    full::run(asked, global)
}

/// Says which build screens events.
#[cfg(not(feature = "full"))]
pub(crate) fn run(
    _: &crate::args::Match,
    _: &crate::args::Global,
) -> Result<u8, crate::fault::Failure> {
    Err(crate::fault::not_in_this_build("the screen of event tables is"))
}

#[cfg(feature = "full")]
mod full {
    use crate::args::{Format, Global, Match};
    use crate::fault::{Failure, USAGE};
    use crate::{ask, load, output};
    use servanda::syntax::{Code, Diagnostic};
    use servanda_events::Mapping;
    use servanda_match::{Counted, MatchFault, Parquet, Screen, Source, run as screen};
    use std::path::Path;

    pub(super) fn run(asked: &Match, global: &Global) -> Result<u8, Failure> {
        output::only(
            global,
            &[Format::Json],
            "plain words and json; the rows go to `-o FILE.parquet`",
        )?;
        let acts = crate::shared::acts(&asked.act)?;
        let sources: Result<Vec<Source>, Failure> = asked
            .files
            .iter()
            .map(|path| {
                load::readable(path)?;
                Source::open(path).map_err(|fault| failure(&fault))
            })
            .collect();
        let sources = sources?;
        let mapping = mapping(asked)?;
        let world = load::world(global)?;
        let pledged = Screen::new(&world, mapping, &acts);
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let workers = asked.workers.map_or(cores, |workers| workers.get().min(64));
        let counted = match &global.output {
            Some(path) => written(path, &pledged, &sources, workers)?,
            None => {
                let counted = screen(&pledged, &sources, workers, &mut |_| Ok(()));
                counted.map_err(|fault| failure(&fault))?
            }
        };
        output::to_stdout(told(&counted, global)?.as_bytes())?;
        Ok(0)
    }

    /// Screens into a Parquet file, which is whole or not there.
    fn written(
        path: &Path,
        pledged: &Screen<'_>,
        sources: &[Source],
        workers: usize,
    ) -> Result<Counted, Failure> {
        let mut faulty = None;
        let done = output::into_file(path, |file| {
            let done = Parquet::new(file).and_then(|mut rows| {
                let counted = screen(pledged, sources, workers, &mut rows)?;
                rows.end().map(|_| counted)
            });
            done.map_err(|fault| {
                let error = std::io::Error::other(fault.cause.clone());
                faulty = Some(fault);
                error
            })
        });
        match faulty {
            Some(fault) => Err(failure(&fault)),
            None => done,
        }
    }

    fn mapping(asked: &Match) -> Result<Mapping, Failure> {
        load::mapping(asked.mapping.as_deref(), |fault| {
            let words =
                format!("`{}`, line {}: `{}` {}", fault.file, fault.line, fault.key, fault.cause);
            let help = "docs: Event feeds has the words of a mapping";
            Failure::bare(USAGE, Diagnostic::bare(Code::SV0708, words).help(help))
        })
    }

    fn failure(fault: &MatchFault) -> Failure {
        let place =
            if fault.file.is_empty() { String::new() } else { format!("`{}`: ", fault.file) };
        let words = format!("{place}{}", fault.cause);
        Failure::bare(USAGE, Diagnostic::bare(Code::SV0708, words).help(fault.remedy.clone()))
    }

    /// How many rows came to what.
    fn told(counted: &Counted, global: &Global) -> Result<String, Failure> {
        let lines = [
            ("rows", counted.rows, "events"),
            ("rejected", counted.rejected, "without a number, a day or a code"),
            ("silent", counted.silent, "with a code that sets nothing in motion"),
            ("lacking", counted.lacking, "with a code whose conditions do not hold"),
            ("triggered", counted.triggered, "that set something in motion"),
            ("matched", counted.matched, "of these: to somebody who was pledged something"),
            ("pledges", counted.pledges, "rows that came out, one for each event and pledge"),
        ];
        if global.format == Some(Format::Json) {
            let counts = lines.map(|(name, count, _)| (name.to_owned(), count.into()));
            let mut form = serde_json::Map::from_iter(counts);
            form.insert("schema".to_owned(), "servanda/match/1".into());
            return ask::pretty(&form);
        }
        let line =
            |(name, count, words): &(&str, u64, &str)| format!("{name:<9} {count:>12}  {words}\n");
        Ok(lines.iter().map(line).collect())
    }
}
