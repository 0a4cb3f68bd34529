//! `servanda diff`: how an answer changes between two days, two treaties side by side, or the corpus
//! beside coded data.

use crate::args::{Against, Diff, Format, Global};
use crate::fault::{Failure, USAGE};
use crate::{against, ask, load, output};
use servanda::answer::Answer;
use servanda::answer::compare::{self, AnswerDiff};
use servanda::answer::compare_treaties::{self, TreatyDiff};
use servanda::answer::sheet::Sheet;
use servanda::answer::treaty_form::TreatyForm;
use servanda::engine::Engine;
use servanda::engine::phrase::Parts;
use servanda::model::World;
use servanda::request::asked::{self, Asked};
use servanda::request::named;
use servanda::syntax::{Code, Diagnostic};

pub(crate) fn run(diff: &Diff, global: &Global) -> Result<u8, Failure> {
    if let Some(Against::Atop) = diff.against {
        return against::atop(diff, global);
    }
    if let Some(files) = &diff.coders {
        return crate::coders::run(diff, files, global);
    }
    let format = output::format(global, Format::Table)?;
    if !matches!(format, Format::Table | Format::Json | Format::Md | Format::Html) {
        return Err(output::no_form(format, "table, json, md and html"));
    }
    let world = load::world(global)?;
    let asked = Asked::from(&diff.asked);
    let text = match diff.between.as_deref() {
        Some([from, to]) => {
            let (before, after) = (answer(&world, &asked, from)?, answer(&world, &asked, to)?);
            let found = AnswerDiff::of(&before, &after);
            laid_out(format, &found, &compare::page(&found), global)?
        }
        _ => {
            let [one, other] = diff.asked.words.as_slice() else { return Err(neither()) };
            let form =
                |id: &str| named::treaty(&world, id).map(|id| TreatyForm::of(&world, id, None));
            let (one, other) = (form(one)?, form(other)?);
            let found = TreatyDiff::of(&one, &other);
            laid_out(format, &found, &compare_treaties::page(&found, &one, &other), global)?
        }
    };
    output::write(global, &text)?;
    Ok(0)
}

fn laid_out(
    format: Format,
    form: &impl serde::Serialize,
    sheet: &Sheet,
    global: &Global,
) -> Result<String, Failure> {
    Ok(match format {
        Format::Json => ask::pretty(form)?,
        Format::Md => sheet.markdown(),
        Format::Html => output::html(sheet),
        _ => sheet.render(output::layout(global)),
    })
}

fn answer(world: &World, asked: &Asked, day: &str) -> Result<Answer, Failure> {
    // Its own fault, and none of an `--on` that nobody wrote.
    named::day(world, "--between", day)?;
    let said = asked.on.is_some() || Parts::read(&asked.words.join(" "), 0).on.is_some();
    if said {
        let fault = Diagnostic::bare(Code::SV0607, "the question has a day of its own");
        let help = "leave its day out: `--between DATE DATE` says on which two it is asked";
        return Err(Failure::bare(USAGE, fault.help(help)));
    }
    let asked = Asked { on: Some(day.to_owned()), ..asked.clone() };
    let question = asked::question(&asked, world)?;
    Ok(Answer::of(&Engine::new(world).ask(&question), ""))
}

fn neither() -> Failure {
    let fault = Diagnostic::bare(Code::SV0603, "neither two days nor two treaties are named");
    let fault = fault
        .help("write `servanda diff --between DATE DATE \"attack on TARGET by ACTOR\"`")
        .help("or `servanda diff TREATY TREATY`")
        .help("or `servanda diff --against atop --file FILE`")
        .help("or `servanda diff --coders FILE FILE`");
    Failure::bare(USAGE, fault)
}
