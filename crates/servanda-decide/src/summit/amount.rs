//! The words of a summit's clauses that hold numbers and rules: amounts with their reasons, marks on a
//! scale, ways to count votes. Knows words, and not which clause they stand in.

use super::{Amount, Cited, Input, Mark, RuleClause};
use crate::rule::Count;
use servanda::syntax::cursor::{Cursor, Fault};
use servanda::syntax::lexer::Kind;
use servanda::syntax::{Code, Diagnostic, Span};

pub(super) const AMOUNT: &str = "a number, `between LOW and HIGH`, or `about LIKELY between LOW and HIGH`, then `because \"WHY\"` \
     and `by CLAIM` or `by \"NAME\"`";

/// A number with words, `because` or not.
pub(super) fn mark(cursor: &mut Cursor<'_>, form: &str) -> Result<Mark, Fault> {
    let at = number(cursor, form)?;
    cursor.take(&["because"]);
    let words = cursor.maybe_text(form)?.map(|text| text.text);
    Ok(Mark { at, words })
}

fn number(cursor: &mut Cursor<'_>, form: &str) -> Result<f64, Fault> {
    let here = cursor.here();
    let Some(word) = cursor.peek(0).filter(|word| word.kind == Kind::Word) else {
        return Err(cursor.wanted("a number", form));
    };
    let number = word.text.parse::<f64>().ok().filter(|number| number.is_finite());
    let Some(number) = number else {
        let fault = Diagnostic::at(Code::SV1003, here, format!("`{}` is no number", word.text));
        return Err(Box::new(fault.help("write digits and a point, such as `12.5`")));
    };
    cursor.bump();
    Ok(number)
}

pub(super) fn whole(cursor: &mut Cursor<'_>, form: &str) -> Result<u64, Fault> {
    let here = cursor.here();
    let number = number(cursor, form)?;
    if number.fract().abs() > 0.0 || !(0.0..=1e9).contains(&number) {
        let fault = Diagnostic::at(Code::SV1003, here, "a weight of votes is a whole number");
        return Err(Box::new(fault.help("write a whole number from 0 to 1000000000")));
    }
    Ok(number as u64)
}

pub(super) fn input(cursor: &mut Cursor<'_>, faults: &mut Vec<Diagnostic>) -> Result<Input, Fault> {
    let at = cursor.here();
    let likely = if cursor.take(&["about"]) { Some(number(cursor, AMOUNT)?) } else { None };
    let (low, high) = if cursor.take(&["between"]) {
        let low = number(cursor, AMOUNT)?;
        cursor.want(&["and"], AMOUNT)?;
        (low, number(cursor, AMOUNT)?)
    } else if likely.is_some() {
        return Err(cursor.wanted("`between LOW and HIGH`", AMOUNT));
    } else {
        let point = number(cursor, AMOUNT)?;
        (point, point)
    };
    if low > high || likely.is_some_and(|likely| likely < low || likely > high) {
        let fault = Diagnostic::at(Code::SV1003, at, "the numbers stand in the wrong order");
        return Err(Box::new(
            fault.help("write the lower first, and the likeliest between the two"),
        ));
    }
    let because = match cursor.take(&["because"]) {
        true => Some(cursor.text(AMOUNT)?.text),
        false => None,
    };
    if because.is_none() {
        let fault = Diagnostic::at(Code::SV1009, at, "nothing says why");
        faults.push(fault.help("add `because \"...\"`, and `by CLAIM` or `by \"NAME\"`"));
    }
    let mut by = Vec::new();
    if cursor.take(&["by"]) {
        while let Some(word) = cursor.peek(0) {
            let is_id = word.kind == Kind::Word;
            let name = cursor.name("a claim or a name in quotes", AMOUNT)?;
            by.push(Cited { text: name.text, is_id, at: name.at });
        }
    }
    Ok(Input { amount: Amount { low, likely, high }, because, by, at })
}

pub(super) const RULE: &str = "rule unanimity | consensus | consensus less ID | simple majority | absolute majority \
                    | majority 2/3 | weighted quota N | majority 2/3 with quota N | silence N hours, then \
                    `veto ID`, `quorum N`, `under TREATY/ARTICLE`, `because \"...\"`";

fn share(cursor: &mut Cursor<'_>) -> Result<(u64, u64), Fault> {
    let here = cursor.here();
    let word = cursor.word(0);
    let parts = word.split_once('/');
    let parts = parts.and_then(|(part, whole)| Some((part.parse().ok()?, whole.parse().ok()?)));
    cursor.bump();
    parts.filter(|(part, whole): &(u64, u64)| *part < 1_000_000 && *whole < 1_000_000).ok_or_else(
        || {
            let fault = Diagnostic::at(Code::SV1001, here, format!("`{word}` is no share"));
            Box::new(fault.help("write it as `2/3`"))
        },
    )
}

fn ids(cursor: &mut Cursor<'_>) -> Result<Vec<(String, Span)>, Fault> {
    let mut found = Vec::new();
    while cursor.word(0).starts_with(|letter: char| letter.is_uppercase()) {
        let id = cursor.id(RULE)?;
        found.push((id.text, id.at));
    }
    if found.is_empty() {
        return Err(cursor.wanted("the id of an actor", RULE));
    }
    Ok(found)
}

pub(super) fn rule(cursor: &mut Cursor<'_>) -> Result<RuleClause, Fault> {
    let at = cursor.whole();
    let mut concerned = Vec::new();
    let count = if cursor.take(&["unanimity"]) {
        Count::Unanimity
    } else if cursor.take(&["consensus", "less"]) {
        concerned = ids(cursor)?;
        Count::ConsensusLess(Vec::new())
    } else if cursor.take(&["consensus"]) {
        Count::Consensus
    } else if cursor.take(&["simple", "majority"]) {
        Count::SimpleMajority
    } else if cursor.take(&["absolute", "majority"]) {
        Count::AbsoluteMajority
    } else if cursor.take(&["weighted", "quota"]) {
        Count::Weighted(whole(cursor, RULE)?)
    } else if cursor.take(&["majority"]) {
        let share = share(cursor)?;
        match cursor.take(&["with", "quota"]) {
            true => Count::Double(share, whole(cursor, RULE)?),
            false => Count::Majority(share.0, share.1),
        }
    } else if cursor.take(&["silence"]) {
        let hours = whole(cursor, RULE)?;
        cursor.want(&["hours"], RULE)?;
        Count::Silence(u32::try_from(hours).unwrap_or(u32::MAX))
    } else {
        return Err(cursor.wanted("a rule", RULE));
    };
    let mut clause = RuleClause {
        count,
        concerned,
        vetoes: Vec::new(),
        quorum: None,
        under: None,
        because: None,
        at,
    };
    while !cursor.at_end() {
        if cursor.take(&["veto"]) {
            clause.vetoes = ids(cursor)?;
        } else if cursor.take(&["quorum"]) {
            clause.quorum = Some(whole(cursor, RULE)? as usize);
        } else if cursor.take(&["because"]) {
            clause.because = Some(cursor.text(RULE)?.text);
        } else if cursor.take(&["under"]) {
            let here = cursor.here();
            let reference = cursor.word(0);
            let Some((treaty, article)) = reference.split_once('/') else {
                return Err(cursor.wanted("TREATY/ARTICLE", RULE));
            };
            clause.under = Some((treaty.to_owned(), article.to_owned(), here));
            cursor.bump();
        } else {
            break;
        }
    }
    Ok(clause)
}
