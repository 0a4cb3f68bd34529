//! The words of one clause to the clause as data. Each clause is read by itself: a fault in one
//! leaves the others whole. What the names stand for is the model's business.

use super::clause::{Clause, Fact, Later, Name, Renewal, Text};
use super::cursor::{Cursor, Fault, Word, closing};
use super::diagnostic::did_you_mean;
use super::hope::Hope;
use super::keyword::{KEYWORDS, MEMBER_FACTS};
use super::lexer::Kind;
use super::read_condition::{condition, trigger};
use super::read_duty::{duty, expect};
use super::read_record::record;
use super::vocabulary::{Act, AtopItem, DataSet, DeciderKind, Ending};
use super::{Code, Diagnostic, Span};

/// What stands around a clause, as far as its reading depends on it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Around {
    /// The list of members.
    Members,
    /// The head of a source's own block comes next.
    SourceHead,
    /// Anything else.
    Elsewhere,
}

/// Reads one clause.
///
/// # Errors
/// The first fault in it, with its place and a remedy.
pub fn read(words: &[Word<'_>], around: Around) -> Result<Clause, Fault> {
    read_at(Cursor::new(words), around)
}

/// The clause that faulty words probably mean: with its first word spelled right, and with names
/// and ids taken in whatever shape they have.
pub fn guess(words: &[Word<'_>], around: Around) -> Option<Clause> {
    let mut words = words.to_vec();
    if let Some(first) = words.first_mut()
        && first.kind == Kind::Word
        && let Some(near) = did_you_mean(first.text, KEYWORDS.iter().map(|(word, _)| *word))
    {
        first.text = near;
    }
    read_at(Cursor::lenient(&words), around).ok()
}

/// What could follow the words of an unfinished clause: whatever the reader looks for where they end.
pub fn hopes(words: &[Word<'_>], around: Around) -> Vec<Hope> {
    let mut cursor = Cursor::hoping(words);
    // The words are unfinished, so that they are as a rule no clause yet.
    let _ = read_on(&mut cursor, around);
    cursor.hopes()
}

fn read_at(mut cursor: Cursor<'_>, around: Around) -> Result<Clause, Fault> {
    read_on(&mut cursor, around)
}

fn read_on(cursor: &mut Cursor<'_>, around: Around) -> Result<Clause, Fault> {
    let first = cursor.word(0);
    let names_first = cursor.at_name();
    if around == Around::Members && names_first {
        let clause = member(cursor)?;
        cursor.end(
            "STATES, then facts: signed D, ratified D, acceded D, in force D, withdrew D ...",
        )?;
        return Ok(clause);
    }
    if names_first || matches!(first, "each" | "the") {
        return duty(cursor);
    }
    let Some(head) = cursor.bump() else { return Err(cursor.wanted("a clause", "article 4")) };
    if around == Around::SourceHead {
        let id = cursor.id("source ID")?;
        cursor.end("source ID")?;
        return Ok(Clause::SourceBlock { id });
    }
    if head.kind != Kind::Word {
        return Err(no_clause(head, around));
    }
    if let Some(clause) = treaty_clause(head.text, cursor)? {
        return Ok(clause);
    }
    if let Some(clause) = norm_clause(head.text, cursor)? {
        return Ok(clause);
    }
    record(head.text, cursor)?.ok_or_else(|| no_clause(head, around))
}

fn no_clause(head: &Word<'_>, around: Around) -> Fault {
    let in_members = around == Around::Members;
    if head.kind == Kind::OpenText {
        let fault = Diagnostic::at(Code::SV0102, head.at, "a quoted text is not closed");
        let fault = fault.saying("opened here").help("close it with `\"`");
        return Box::new(fault.fix("close it", vec![closing(head)]));
    }
    let known = KEYWORDS.iter().map(|(word, _)| *word);
    let near = did_you_mean(head.text, known).map(|near| format!("did you mean `{near}`?"));
    let fault =
        Diagnostic::at(Code::SV0101, head.at, format!("no clause begins with `{}`", head.text));
    let fact = MEMBER_FACTS.contains(&head.text);
    let short = (2..=4).contains(&head.text.len())
        && head.text.chars().all(|letter| letter.is_ascii_lowercase());
    let fault = match short && in_members && near.is_none() {
        true => fault.instead(&head.text.to_uppercase()),
        false => fault,
    };
    Box::new(fault.help(near.unwrap_or_else(|| {
        if fact {
            return format!(
                "a fact of membership stands on its member's line, below `members`: `TAJ {} DATE`",
                head.text
            );
        }
        if short && in_members {
            return format!("a state is written in capitals: `{}`", head.text.to_uppercase());
        }
        "each line begins with a clause word such as `article`, `norm`, `when`, `where`".into()
    })))
}

/// Reads with `$read` and wants nothing left over.
macro_rules! form {
    ($cursor:expr, $form:literal, $read:expr) => {{
        let clause: Clause = $read?;
        $cursor.end($form)?;
        Some(clause)
    }};
}

/// The clauses that stand directly in a treaty, an article or an area.
#[allow(clippy::too_many_lines, reason = "one line for each clause of the language: a table")]
fn treaty_clause(head: &str, at: &mut Cursor<'_>) -> Result<Option<Clause>, Fault> {
    Ok(match head {
        "treaty" => form!(at, "treaty ID \"Title\"", {
            let id = at.id("treaty ID \"Title\"")?;
            let title = at.text("treaty ID \"Title\"")?;
            Ok::<_, Fault>(Clause::Treaty { id, title })
        }),
        "kind" => form!(at, "kind WORDS", {
            let mut words = Vec::new();
            while !at.word(0).is_empty() {
                words.push(at.word(0));
                at.bump();
            }
            if words.is_empty() {
                return Err(at.wanted("a kind of instrument", "kind protocol"));
            }
            Ok::<_, Fault>(Clause::Kind { words: words.join(" ") })
        }),
        "signed" => form!(at, "signed DATE [at \"Place\"]", {
            let on = at.date("signed DATE [at \"Place\"]")?;
            let place =
                at.take(&["at"]).then(|| at.text("signed DATE at \"Place\"")).transpose()?;
            Ok::<_, Fault>(Clause::Signed { on, at: place })
        }),
        "in" if at.take(&["force"]) => form!(at, "in force DATE", {
            Ok::<_, Fault>(Clause::InForce { on: at.date("in force DATE")? })
        }),
        "in" if at.take(&["area"]) => form!(at, "in area NAME", {
            Ok::<_, Fault>(Clause::InArea { area: at.name("the name of an area", "in area NAME")? })
        }),
        "in" => return Err(at.wanted("`force` or `area`", "in force DATE` or `in area NAME")),
        "provisional" => form!(at, "provisional DATE..DATE", {
            Ok::<_, Fault>(Clause::Provisional { during: at.span("provisional DATE..DATE")? })
        }),
        "term" => form!(at, "term N years [renews automatically | renews by ID]", term(at)),
        "ended" => form!(at, "ended DATE [by ID] \"how\"", {
            let on = at.date("ended DATE [by ID] \"how\"")?;
            let by = at.take(&["by"]).then(|| at.id("ended DATE by ID")).transpose()?;
            let how = at.maybe_text("ended DATE \"how\"")?;
            Ok::<_, Fault>(Clause::Ended { on, by, how })
        }),
        "notice" => form!(at, "notice N months", {
            Ok::<_, Fault>(Clause::Notice { length: at.length("notice N months")? })
        }),
        "part" => form!(at, "part of ID", {
            at.want(&["of"], "part of ID")?;
            Ok::<_, Fault>(Clause::PartOf { treaty: at.id("part of ID")? })
        }),
        "amended" => form!(at, "amended by ID [DATE]", {
            at.want(&["by"], "amended by ID [DATE]")?;
            let treaty = at.id("amended by ID [DATE]")?;
            let on = (!at.at_end()).then(|| at.date("amended by ID DATE")).transpose()?;
            Ok::<_, Fault>(Clause::AmendedBy { treaty, on })
        }),
        "suspended" => form!(at, "suspended between NAME and NAME DATE..DATE", {
            const FORM: &str = "suspended between NAME and NAME DATE..DATE";
            at.want(&["between"], FORM)?;
            let one = at.name("a state", FORM)?;
            at.want(&["and"], FORM)?;
            let other = at.name("a state", FORM)?;
            Ok::<_, Fault>(Clause::SuspendedBetween { one, other, during: at.span(FORM)? })
        }),
        "secret" => form!(at, "secret until DATE [known to NAMES]", {
            const FORM: &str = "secret until DATE [known to NAMES]";
            at.want(&["until"], FORM)?;
            let until = at.date(FORM)?;
            let known = at.take(&["known", "to"]);
            let known_to = if known { at.names("a state", FORM)? } else { Vec::new() };
            Ok::<_, Fault>(Clause::Secret { until, known_to })
        }),
        "coded" => form!(at, "coded from ATOP \"5.1\"", {
            const FORM: &str = "coded from ATOP \"5.1\"";
            at.want(&["from"], FORM)?;
            let data = data_set(at)?;
            Ok::<_, Fault>(Clause::CodedFrom { data, version: at.text(FORM)? })
        }),
        "disclaims" => form!(at, "disclaims ACT [toward NAME] because \"...\"", disclaims(at)),
        "differs" => form!(
            at,
            "differs from ATOP on ITEM, ITEM [for NAMES] because \"...\"",
            differs_from_atop(at)
        ),
        "source" => form!(at, "source KIND \"locator\" [url \"...\"]", {
            const FORM: &str = "source KIND \"locator\" [url \"...\"]";
            let kind = at.name("a kind of citation", FORM)?;
            let locator = at.maybe_text(FORM)?;
            let url = at.take(&["url"]).then(|| at.text(FORM)).transpose()?;
            Ok::<_, Fault>(Clause::Source { kind, locator, url })
        }),
        "gist" => form!(at, "gist \"...\"", {
            Ok::<_, Fault>(Clause::Gist { text: at.text("gist \"our own words\"")? })
        }),
        "quote" => form!(at, "quote \"...\"", {
            Ok::<_, Fault>(Clause::Quote { text: at.text("quote \"key phrase\"")? })
        }),
        "note" => form!(at, "note \"...\"", {
            Ok::<_, Fault>(Clause::Note { text: at.text("note \"...\"")? })
        }),
        "members" => form!(at, "members", Ok::<_, Fault>(Clause::Members)),
        "article" => form!(at, "article N [\"heading\"]", {
            let label = at.name("the article's number", "article 4 [\"heading\"]")?;
            let heading = at.maybe_text("article 4 \"heading\"")?;
            Ok::<_, Fault>(Clause::Article { label, heading })
        }),
        "from" | "until" => form!(at, "from DATE [until DATE] [by ID]", {
            const FORM: &str = "from DATE [until DATE] [by ID]";
            let from = (head == "from").then(|| at.date(FORM)).transpose()?;
            let until =
                (head == "until" || at.take(&["until"])).then(|| at.date(FORM)).transpose()?;
            let by = at.take(&["by"]).then(|| at.id(FORM)).transpose()?;
            Ok::<_, Fault>(Clause::Valid { from, until, by })
        }),
        "area" => form!(at, "area ID [\"title\"]", {
            let id = at.id("area ID [\"title\"]")?;
            let title = at.maybe_text("area ID \"title\"")?;
            Ok::<_, Fault>(Clause::Area { id, title })
        }),
        "includes" | "excludes" => form!(at, "includes PLACE [from DATE] [until DATE]", {
            const FORM: &str = "includes PLACE [from DATE] [until DATE]";
            let place = if at.word(0) == "territory" {
                let start = at.here();
                at.want(&["territory", "of", "parties"], "includes territory of parties")?;
                Name { text: TERRITORY_OF_PARTIES.into(), at: start }
            } else {
                at.name("a place", FORM)?
            };
            let from = at.take(&["from"]).then(|| at.date(FORM)).transpose()?;
            let until = at.take(&["until"]).then(|| at.date(FORM)).transpose()?;
            Ok::<_, Fault>(match head {
                "includes" => Clause::Includes { place, from, until },
                _ => Clause::Excludes { place, from, until },
            })
        }),
        _ => None,
    })
}

/// How an area names the home territories of its treaty's parties.
pub const TERRITORY_OF_PARTIES: &str = "territory of parties";

/// The clauses that stand in a norm, and those about norms.
fn norm_clause(head: &str, at: &mut Cursor<'_>) -> Result<Option<Clause>, Fault> {
    Ok(match head {
        "norm" => form!(at, "norm NAME", {
            Ok::<_, Fault>(Clause::Norm {
                name: at.label("the name of a norm", "norm casus-foederis")?,
            })
        }),
        "when" => form!(at, "when A attacks V", {
            Ok::<_, Fault>(Clause::When { trigger: trigger(at)? })
        }),
        "where" => form!(at, "where CONDITION", {
            Ok::<_, Fault>(Clause::Where { condition: condition(at)? })
        }),
        "unless" => form!(at, "unless CONDITION", {
            Ok::<_, Fault>(Clause::Unless { condition: condition(at)? })
        }),
        "decided" => form!(at, "decided by DECIDER", decided(at)),
        "on" if at.take(&["request"]) => form!(at, "on request of V", {
            const FORM: &str = "on request of V` or `on request of any party";
            at.want(&["of"], FORM)?;
            let any = at.take(&["any", "party"]);
            let of = (!any).then(|| at.name("who asks", FORM)).transpose()?;
            Ok::<_, Fault>(Clause::OnRequest { of })
        }),
        "on" => form!(
            at,
            "on DATE",
            Ok::<_, Fault>(Clause::On { day: at.date("on DATE` or `on request of V")? })
        ),
        "under" => form!(at, "under reading NAME", {
            at.want(&["reading"], "under reading NAME")?;
            let reading = at.label("the name of a reading", "under reading NAME")?;
            Ok::<_, Fault>(Clause::UnderReading { reading })
        }),
        "extent" => form!(at, "extent \"...\"", {
            Ok::<_, Fault>(Clause::Extent { text: at.text("extent \"what is owed\"")? })
        }),
        "reading" => form!(at, "reading NAME \"what it holds\" [by \"who\"]", {
            const FORM: &str = "reading NAME \"what it holds\" [by \"who\"]";
            let name = at.name("the name of a reading", FORM)?;
            let holds = at.maybe_text(FORM)?;
            let by = at.take(&["by"]).then(|| at.text(FORM)).transpose()?;
            Ok::<_, Fault>(Clause::Reading { name, holds, by })
        }),
        "reservation" => form!(at, "reservation by STATE [on DATE] to NORM \"text\"", {
            const FORM: &str = "reservation by STATE [on DATE] to NORM \"text\"";
            at.want(&["by"], FORM)?;
            let by = at.names("a state", FORM)?;
            let on = at.take(&["on"]).then(|| at.date(FORM)).transpose()?;
            at.want(&["to"], FORM)?;
            let to = at.name("a norm", FORM)?;
            Ok::<_, Fault>(Clause::Reservation { by, on, to, text: at.text(FORM)? })
        }),
        "priority" => form!(at, "priority NORM over NORM because \"...\"", {
            const FORM: &str = "priority NORM over NORM because \"...\"";
            let winner = at.name("a norm", FORM)?;
            at.want(&["over"], FORM)?;
            let loser = at.name("a norm", FORM)?;
            at.want(&["because"], FORM)?;
            Ok::<_, Fault>(Clause::Priority { winner, loser, because: at.text(FORM)? })
        }),
        "not" => form!(at, "not modelled \"words\" because \"...\"", {
            const FORM: &str = "not modelled \"words\" because \"...\"";
            at.want(&["modelled"], FORM)?;
            let words = at.text(FORM)?;
            if at.at_end() && at.is_lenient() {
                return Ok(Some(Clause::NotModelled { words, because: Text::default() }));
            }
            if at.at_end() {
                let fault =
                    Diagnostic::at(Code::SV0415, words.at, "what is not modelled does not say why");
                return Err(Box::new(fault.help(format!("write `{FORM}`"))));
            }
            at.want(&["because"], FORM)?;
            Ok::<_, Fault>(Clause::NotModelled { words, because: at.text(FORM)? })
        }),
        "expect" => Some(expect(at)?),
        _ => None,
    })
}

fn term(at: &mut Cursor<'_>) -> Result<Clause, Fault> {
    const FORM: &str = "term N years [renews automatically | renews each N years | renews by ID]";
    if at.take(&["indefinite"]) {
        return Ok(Clause::Term { length: None, renewal: None });
    }
    let length = Some(at.length(FORM)?);
    if !at.take(&["renews"]) {
        return Ok(Clause::Term { length, renewal: None });
    }
    let renewal = if at.take(&["automatically"]) {
        Renewal::Automatically
    } else if at.take(&["each"]) {
        Renewal::Each(at.length(FORM)?)
    } else {
        at.want(&["by"], FORM)?;
        Renewal::By(at.id(FORM)?)
    };
    Ok(Clause::Term { length, renewal: Some(renewal) })
}

fn decided(at: &mut Cursor<'_>) -> Result<Clause, Fault> {
    const FORM: &str = "decided by objective | any party | each party | victim | council ID";
    at.want(&["by"], FORM)?;
    let table: Vec<(&str, DeciderKind)> =
        DeciderKind::ALL.iter().map(|kind| (kind.word(), *kind)).collect();
    let decider = at.one_of(&table, "a decider")?;
    let council =
        (decider == DeciderKind::Council).then(|| at.name("a council", FORM)).transpose()?;
    Ok(Clause::DecidedBy { decider, council })
}

fn disclaims(at: &mut Cursor<'_>) -> Result<Clause, Fault> {
    const FORM: &str = "disclaims aid because \"...\"";
    let act = act_word(at)?;
    let toward = at.take(&["toward"]).then(|| at.name("a state", FORM)).transpose()?;
    at.want(&["because"], FORM)?;
    Ok(Clause::Disclaims { act, toward, because: at.text(FORM)? })
}

/// An act by its own word, as in `disclaims aid`.
pub(super) fn act_word(at: &mut Cursor<'_>) -> Result<Act, Fault> {
    let plain = [("stay neutral", Act::StayNeutral), ("grant bases", Act::GrantBase)];
    let own = Act::ALL.iter().map(|act| (act.word(), *act));
    at.one_of(&own.chain(plain).collect::<Vec<_>>(), "an act")
}

fn data_set(at: &mut Cursor<'_>) -> Result<DataSet, Fault> {
    let known: Vec<_> = DataSet::ALL.iter().map(|data| (data.word(), *data)).collect();
    at.one_of(&known, "a data set")
}

fn differs_from_atop(at: &mut Cursor<'_>) -> Result<Clause, Fault> {
    const FORM: &str = "differs from ATOP on entry, defense for RUS because \"...\"";
    at.want(&["from", "ATOP", "on"], FORM)?;
    let mut on = Vec::new();
    loop {
        at.hope_for(&AtopItem::ALL.iter().map(|item| item.word()).collect::<Vec<_>>());
        if at.peek(0).is_none_or(|word| word.kind != Kind::Word) {
            return Err(at.wanted("an item of ATOP", FORM));
        }
        match AtopItem::from_word(at.word(0)) {
            Some(item) => on.push(item),
            None if at.is_lenient() => {}
            None => return Err(no_item(at.here(), at.word(0))),
        }
        at.bump();
        if at.peek(0).is_none_or(|word| word.kind != Kind::Comma) {
            break;
        }
        at.bump();
    }
    let members = if at.take(&["for"]) { at.names("a state", FORM)? } else { Vec::new() };
    at.want(&["because"], FORM)?;
    Ok(Clause::DiffersFromAtop { on, members, because: at.text(FORM)? })
}

fn no_item(at: Span, word: &str) -> Fault {
    let known = AtopItem::ALL.iter().map(|item| item.word());
    let near = did_you_mean(word, known).map(|near| format!("did you mean `{near}`?"));
    let fault = Diagnostic::at(Code::SV0418, at, format!("ATOP has no item `{word}`"));
    Box::new(fault.help(near.unwrap_or_else(|| {
        "write entry, exit, member, defense, offense, neutral, nonagg, consul, or a condition such \
         as defcoadv"
            .into()
    })))
}

const MEMBER_FORM: &str = "AZE acceded 1993-09-24 in force 1994-04-20";

fn member(at: &mut Cursor<'_>) -> Result<Clause, Fault> {
    let states = at.names("a state", MEMBER_FORM)?;
    let mut facts = Vec::new();
    while !at.at_end() {
        facts.push(fact(at)?);
        if at.peek(0).is_some_and(|word| word.kind == Kind::Comma) {
            at.bump();
        }
    }
    Ok(Clause::Member { states, facts })
}

fn fact(at: &mut Cursor<'_>) -> Result<Fact, Fault> {
    if at.take(&["in", "force"]) {
        return Ok(Fact::InForce { on: at.date("in force DATE")? });
    }
    for ending in Ending::ALL {
        if at.take_phrase(ending.word()) {
            return Ok(Fact::Ends { how: *ending, on: at.date("withdrew DATE (last day bound)")? });
        }
    }
    at.hope_for(super::keyword::MEMBER_FACTS);
    let word = at.word(0);
    at.bump();
    Ok(match word {
        "signed" => Fact::Signed { on: at.date("signed DATE")? },
        "ratified" => Fact::Ratified { on: at.date("ratified DATE")? },
        "acceded" => Fact::Acceded { on: at.date("acceded DATE")? },
        "succeeded" => {
            let from = at.name("the predecessor", "succeeded NAME DATE")?;
            Fact::Succeeded { from, on: at.date("succeeded NAME DATE")? }
        }
        "provisional" => Fact::Provisional { during: at.span("provisional DATE..DATE")? },
        "suspended" => Fact::Suspended { during: at.span("suspended DATE..DATE")? },
        "notice" => Fact::Notice { on: at.date("notice DATE")? },
        "rejoined" => Fact::Rejoined { on: at.date("rejoined DATE")? },
        "as" => Fact::As { role: at.text("as \"role\"")? },
        _ => {
            at.go_to(at.position() - 1);
            let known = super::keyword::MEMBER_FACTS.iter().copied();
            let near = did_you_mean(word, known);
            return Err(at.wanted_near("a fact of membership", MEMBER_FORM, near));
        }
    })
}

/// A date, or words in quotes, as in `postponed "..." until "later this year"`.
pub(super) fn later(at: &mut Cursor<'_>, form: &str) -> Result<Later, Fault> {
    if at.at_text() { at.text(form).map(Later::Words) } else { at.date(form).map(Later::On) }
}
