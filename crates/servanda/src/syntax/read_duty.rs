//! The duty clause and the `expect` clause, from words to data.

use super::clause::{Bearer, Clause, Name, Timing};
use super::cursor::{Cursor, Fault};
use super::diagnostic::did_you_mean;
use super::lexer::Kind;
use super::vocabulary::{Act, Modal, Verdict};
use super::{Code, Edit};

const DUTY_FORM: &str = "each other party must aid V";

/// Reads `each other party must aid V promptly`.
pub(super) fn duty(at: &mut Cursor<'_>) -> Result<Clause, Fault> {
    let bearer = bearer(at)?;
    let modal = if at.take(&["must", "not"]) {
        Modal::MustNot
    } else if at.take(&["must"]) {
        Modal::Must
    } else if at.take(&["may"]) {
        Modal::May
    } else {
        let near = did_you_mean(at.word(0), ["must", "may"]);
        let fault = at.wanted_near("`must`, `may` or `must not`", DUTY_FORM, near);
        return Err(match near {
            None if fault.code == Code::SV0107 => {
                let edit = |word: &str| vec![Edit::before(at.here(), format!("{word} "))];
                let fault = fault.fix("write `must` here", edit("must"));
                Box::new(fault.fix("write `may` here", edit("may")))
            }
            _ => fault,
        });
    };
    let (act, toward) = act(at, modal)?;
    let against = at.take(&["against"]).then(|| at.name("against whom", DUTY_FORM)).transpose()?;
    let mut timing = Vec::new();
    while !at.at_end() {
        timing.push(one_timing(at)?);
    }
    Ok(Clause::Duty { bearer, modal, act, toward, against, timing })
}

fn bearer(at: &mut Cursor<'_>) -> Result<Bearer, Fault> {
    if at.take(&["the", "victim"]) {
        return Ok(Bearer::Victim);
    }
    if at.take(&["the", "attacker"]) {
        return Ok(Bearer::Attacker);
    }
    if at.at_name() {
        let names = at.names("a state", DUTY_FORM)?;
        return Ok(match names.as_slice() {
            [only] if only.role() == Some('V') => Bearer::Victim,
            [only] if only.role() == Some('A') => Bearer::Attacker,
            _ => Bearer::Named { names },
        });
    }
    let other = at.take(&["each", "other", "party"]);
    if !other {
        at.want(&["each", "party"], "each other party must ...` or `each party must ...")?;
    }
    let role = at.take(&["as"]).then(|| at.text("each party as \"role\" must ...")).transpose()?;
    let except = at.take(&["except"]);
    let except = if except { at.names("a state", DUTY_FORM)? } else { Vec::new() };
    Ok(match other {
        true => Bearer::EachOtherParty { role, except },
        false => Bearer::EachParty { role, except },
    })
}

fn act(at: &mut Cursor<'_>, modal: Modal) -> Result<(Act, Option<Name>), Fault> {
    let maybe = |at: &mut Cursor<'_>, lead: &[&str]| -> Result<Option<Name>, Fault> {
        let led = lead.is_empty() || at.take(lead);
        if led && at.at_name() { at.name("toward whom", DUTY_FORM).map(Some) } else { Ok(None) }
    };
    let not = modal == Modal::MustNot;
    if at.take(&["join"]) {
        at.take_any(&["an", "any"]);
        at.take_any(&["alliance", "alliances", "coalition"]);
        at.want(&["against"], "each party must not join alliance against V")?;
        let whom = at.name("against whom", "each party must not join alliance against V")?;
        return Ok((Act::NotJoinAlliance, Some(whom)));
    }
    if at.take(&["stay", "neutral"]) {
        return Ok((Act::StayNeutral, maybe(at, &["toward"])?));
    }
    if at.take(&["grant"]) {
        at.take_any(&["bases", "base"]);
        return Ok((Act::GrantBase, maybe(at, &["to"])?));
    }
    if at.take(&["report"]) {
        return Ok((Act::Report, maybe(at, &["to"])?));
    }
    if at.take(&["mobilise"]) || at.take(&["mobilize"]) {
        return Ok((Act::Mobilise, None));
    }
    if at.take(&["integrate"]) {
        at.want(&["command"], "each party must integrate command [with NAME]")?;
        return Ok((Act::IntegrateCommand, maybe(at, &["with"])?));
    }
    if at.take(&["consult"]) {
        at.take(&["with"]);
        return Ok((Act::Consult, maybe(at, &[])?));
    }
    if at.take(&["aid"]) {
        let act = if not { Act::NotAidEnemy } else { Act::Aid };
        return Ok((act, Some(at.name("whom to aid", "each other party must aid V")?)));
    }
    if at.take(&["attack"]) {
        let act = if not { Act::NotAttack } else { Act::Attack };
        return Ok((act, Some(at.name("whom", "each party must not attack V")?)));
    }
    if let Some((word, meant)) = SYNONYMS.iter().find(|(word, _)| *word == at.word(0)) {
        let mut fault = at.wanted("an act of the language", DUTY_FORM);
        fault.help = vec![format!("for `{word}` write `{meant}`")];
        let verb = meant.split(' ').next().unwrap_or_default();
        return Err(match at.word(1) {
            "neutrality" => fault,
            _ => Box::new(fault.instead(verb)),
        });
    }
    let table: Vec<(&str, Act)> = ACT_WORDS.iter().map(|word| (*word, Act::Aid)).collect();
    at.one_of(&table, "an act").map(|act| (act, None))
}

/// Words of treaties for acts that the language calls otherwise.
const SYNONYMS: &[(&str, &str)] = &[
    ("defend", "aid V"),
    ("assist", "aid V"),
    ("help", "aid V"),
    ("support", "aid V"),
    ("protect", "aid V"),
    ("confer", "consult V"),
    ("fight", "attack A"),
    ("remain", "stay neutral"),
    ("observe", "stay neutral"),
];

const ACT_WORDS: &[&str] = &[
    "consult",
    "aid",
    "attack",
    "stay neutral",
    "join alliance",
    "grant bases",
    "report",
    "mobilise",
    "integrate command",
];

fn one_timing(at: &mut Cursor<'_>) -> Result<Timing, Fault> {
    const FORM: &str = "promptly | within 5 days | throughout | until DATE | until \"event\"";
    if at.take(&["promptly"]) {
        return Ok(Timing::Promptly);
    }
    if at.take(&["throughout"]) {
        return Ok(Timing::Throughout);
    }
    if at.take(&["within"]) {
        return Ok(Timing::Within(at.length(FORM)?));
    }
    if at.take(&["until"]) {
        return Ok(match at.at_text() {
            true => Timing::UntilEvent(at.text(FORM)?),
            false => Timing::UntilDay(at.date(FORM)?),
        });
    }
    at.end(&format!("{DUTY_FORM} [{FORM}]"))?;
    Err(at.wanted("when", FORM))
}

const EXPECT_FORM: &str = "expect ARM must aid TAJ under CST/4";

/// Reads `expect ARM must aid TAJ under CST/4`.
pub(super) fn expect(at: &mut Cursor<'_>) -> Result<Clause, Fault> {
    let party = at.name("a state", EXPECT_FORM)?;
    let verdict = at.one_of(
        &[
            ("must not", Verdict::MustNot),
            ("must_not", Verdict::MustNot),
            ("must", Verdict::Must),
            ("may", Verdict::May),
            ("depends", Verdict::Depends),
            ("none", Verdict::None),
        ],
        "a verdict (must, may, must not, depends, none)",
    )?;
    at.hope_for(&["under", "on", "because"]);
    let (mut act, mut toward) = (None, None);
    if !at.at_end() && !matches!(at.word(0), "under" | "on" | "because") {
        act = Some(expected_act(at, verdict)?);
        at.take_any(&["to", "toward", "with", "against"]);
        toward = at.at_name().then(|| at.name("toward whom", EXPECT_FORM)).transpose()?;
    }
    let under =
        at.take(&["under"]).then(|| at.name("a treaty or norm", EXPECT_FORM)).transpose()?;
    let mut on = Vec::new();
    if at.take(&["on"]) {
        while !at.at_end() && at.word(0) != "because" {
            if at.peek(0).is_some_and(|word| word.kind == Kind::Comma) {
                at.bump();
                continue;
            }
            on.push(at.name("a finding", "expect FRN depends on NAME")?);
        }
    }
    let because =
        at.take(&["because"]).then(|| at.text("expect UZB none because \"...\"")).transpose()?;
    at.end(EXPECT_FORM)?;
    Ok(Clause::Expect { party, verdict, act, toward, under, on, because })
}

fn expected_act(at: &mut Cursor<'_>, verdict: Verdict) -> Result<Act, Fault> {
    if at.take(&["join", "alliance"]) {
        return Ok(Act::NotJoinAlliance);
    }
    if at.take(&["integrate", "command"]) {
        return Ok(Act::IntegrateCommand);
    }
    if at.take(&["mobilize"]) {
        return Ok(Act::Mobilise);
    }
    let act = super::read::act_word(at)?;
    Ok(match (verdict, act) {
        (Verdict::MustNot, Act::Attack) => Act::NotAttack,
        (Verdict::MustNot, Act::Aid) => Act::NotAidEnemy,
        (_, act) => act,
    })
}
