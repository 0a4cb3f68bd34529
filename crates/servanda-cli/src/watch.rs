//! `servanda watch`: event feeds against the pledges in force. In the build with the feature `full`; the light build
//! says so.

#[cfg(feature = "full")]
pub(crate) use whole::run;

/// Says which build has it.
#[cfg(not(feature = "full"))]
pub(crate) fn run(
    _: &crate::args::Watch,
    _: &crate::args::Global,
) -> Result<u8, crate::fault::Failure> {
    Err(crate::fault::not_in_this_build("the watch is"))
}

#[cfg(feature = "full")]
mod whole {
    use crate::args::{Format, Global, Watch};
    use crate::fault::{FINDINGS, Failure, MISSING, USAGE};
    use crate::{ask, load, output};
    use servanda::syntax::{Code, Diagnostic};
    use servanda_events::{Mapping, OwnSchema};
    use servanda_watch::{EXAMPLE, Patience, Rules, Secret, Settings, Source, Stop, To, Told};
    use std::path::Path;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::Duration;

    /// What the file of rules is called that comes with the program.
    const SHIPPED: &str = "example";

    fn refused(message: impl Into<String>, help: impl Into<String>) -> Failure {
        Failure::bare(USAGE, Diagnostic::bare(Code::SV1102, message.into()).help(help.into()))
    }

    fn stopped(stop: Stop) -> Failure {
        Failure::from(stop.0)
    }

    /// Watches, checks rules, shows a state, or sends again.
    pub(crate) fn run(watch: &Watch, global: &Global) -> Result<u8, Failure> {
        if let Some(file) = &watch.check_rules {
            return check(file, global);
        }
        let state = watch.state.as_deref();
        match state {
            Some(state) if watch.status => return status(state, global),
            Some(state) if watch.resend => return resend(state, watch, global),
            _ => {}
        }
        output::only(
            global,
            &[Format::Table, Format::Ndjson],
            "table and ndjson; `--to` names others",
        )?;
        let Some(rules) = &watch.rules else {
            let help = "add `--rules FILE`; `servanda watch --check-rules example` prints one to begin with";
            return Err(refused("nothing says which answers are alerts", help));
        };
        if watch.sources.is_empty() {
            let help = "name files, folders, `-` or addresses; `--status --state FILE` shows what a state holds";
            return Err(refused("nothing is named to be watched", help));
        }
        let settings = settings(watch, global)?;
        let mapping = mapping(watch.mapping.as_deref())?;
        let world = load::world(global)?;
        let rules = Rules::read(&world, &rules.display().to_string(), &load::read(rules)?)
            .map_err(stopped)?;
        let stop = on_interrupt();
        let report = servanda_watch::watch(&world, rules, mapping, &settings, &stop, &mut say)
            .map_err(stopped)?;
        output::to_stderr(&report.text());
        if stop.load(Ordering::Relaxed) {
            output::to_stderr(
                "stopped: what was committed stays, and the rest is read next time\n",
            );
        }
        let waits = report.sinks.iter().any(|(.., dead, waits)| *dead > 0 || waits.is_some());
        Ok(match (report.failed > 0, waits) {
            (true, _) => MISSING,
            (_, true) => FINDINGS,
            _ => 0,
        })
    }

    fn say(told: Told) {
        output::to_stderr(&match told {
            Told::File(words) => format!("{words}\n"),
            Told::Note(words) => format!("note: {words}\n"),
            Told::Trouble(words) => format!("warning: {words}\n"),
        });
    }

    /// The first Ctrl-C ends it after the file at hand, the second at once.
    fn on_interrupt() -> Arc<AtomicBool> {
        let stop = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&stop);
        // Where no handler can be set, Ctrl-C ends the process, which loses nothing that was committed.
        let _ = ctrlc::set_handler(move || {
            if told.swap(true, Ordering::Relaxed) {
                std::process::exit(130);
            }
        });
        stop
    }

    fn settings(watch: &Watch, global: &Global) -> Result<Settings, Failure> {
        let usual = if global.format == Some(Format::Ndjson) { To::Lines } else { To::Table };
        let mut to = Vec::new();
        for words in &watch.to {
            to.push(To::of(words).map_err(stopped)?);
        }
        if to.is_empty() {
            to.push(usual);
        }
        let own = watch.own.as_deref().map(|path| {
            OwnSchema::read(&load::read(path)?).map_err(|cause| {
                refused(
                    format!("`{}`: {cause}", path.display()),
                    "see `servanda-events`: docs/src/feeds.md",
                )
            })
        });
        Ok(Settings {
            sources: watch.sources.iter().map(|word| Source::of(word)).collect(),
            state: watch.state.clone(),
            to,
            follow: watch.follow.as_deref().map(duration).transpose()?,
            rejects: watch.rejects.clone(),
            own: own.transpose()?,
            patience: Patience::default(),
            secret: secret(watch)?,
        })
    }

    /// The secret, of which nothing is ever shown.
    fn secret(watch: &Watch) -> Result<Option<Secret>, Failure> {
        let Some(name) = &watch.secret_from else { return Ok(None) };
        match std::env::var(name) {
            Ok(secret) if !secret.is_empty() => Ok(Some(Secret::new(&secret))),
            _ => Err(refused(
                format!("the environment has no variable `{name}` with a secret in it"),
                "set it before the command; the secret itself never stands on a command line",
            )),
        }
    }

    /// `15m` and the like.
    fn duration(text: &str) -> Result<Duration, Failure> {
        let at = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
        let (number, unit) = text.split_at(at);
        let each = match unit {
            "s" => 1,
            "m" => 60,
            "h" => 3600,
            "d" => 86400,
            _ => 0,
        };
        let seconds = number.parse::<u64>().ok().and_then(|number| number.checked_mul(each));
        match seconds.filter(|seconds| (1..=31_536_000).contains(seconds)) {
            Some(seconds) => Ok(Duration::from_secs(seconds)),
            None => {
                Err(refused(format!("`{text}` is no length of time"), "write 30s, 15m, 2h or 1d"))
            }
        }
    }

    fn mapping(own: Option<&Path>) -> Result<Mapping, Failure> {
        load::mapping(own, |fault| {
            refused(
                fault.to_string(),
                "the files of `mappings/` show how lines of a mapping are written",
            )
        })
    }

    fn check(file: &Path, global: &Global) -> Result<u8, Failure> {
        output::only(global, &[Format::Table, Format::Plain], "plain")?;
        let shipped = file.as_os_str() == SHIPPED && !file.exists();
        let world = load::world(global)?;
        if shipped {
            Rules::read(&world, SHIPPED, EXAMPLE).map_err(stopped)?;
            output::write(global, EXAMPLE)?;
            return Ok(0);
        }
        let rules = Rules::read(&world, &file.display().to_string(), &load::read(file)?)
            .map_err(stopped)?;
        let many =
            if rules.list.len() == 1 { "1 rule" } else { &format!("{} rules", rules.list.len()) };
        output::write(global, &format!("{many}: no fault\n"))?;
        Ok(0)
    }

    fn status(state: &Path, global: &Global) -> Result<u8, Failure> {
        let status = servanda_watch::status(state).map_err(stopped)?;
        let text = match output::format(global, Format::Table)? {
            Format::Json => ask::pretty(&status)?,
            Format::Table | Format::Plain => status.text(),
            other => return Err(output::no_form(other, "table and json")),
        };
        output::write(global, &text)?;
        Ok(0)
    }

    fn resend(state: &Path, watch: &Watch, global: &Global) -> Result<u8, Failure> {
        output::only(global, &[Format::Table, Format::Plain], "plain")?;
        let secret = secret(watch)?;
        let sent =
            servanda_watch::resend(state, Patience::default(), secret.as_ref(), on_interrupt());
        let (taken, refused) = sent.map_err(stopped)?;
        output::write(global, &format!("{taken} taken, {refused} refused again\n"))?;
        Ok(if refused > 0 { FINDINGS } else { 0 })
    }
}
