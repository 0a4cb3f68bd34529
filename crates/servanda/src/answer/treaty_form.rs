//! A treaty as facts (`servanda/treaty-facts/1`), and the list of treaties (`servanda/treaties/1`).
//! Knows the model; asks the engine nothing.

use super::coding_form::{self, CodeForm};
use super::norm_words;
use crate::model::treaty::{Citation, Cited, Difference, Disclaimer, NotModelled};
use crate::model::{Actor, Article, Certainty, Member, Norm, Treaty, TreatyId, World};
use crate::syntax::clause::Renewal;
use crate::syntax::vocabulary::{Act, AtopItem, ClaimStatus};
use crate::time::{Day, UncertainDay};
use schemars::JsonSchema;
use serde::Serialize;

/// The list of treaties.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "The list of treaties of servanda")]
pub struct TreatiesForm {
    /// `servanda/treaties/1`.
    pub schema: String,
    /// The day asked about; null: every treaty.
    pub on: Option<String>,
    /// One entry for each treaty, by id.
    pub treaties: Vec<TreatyLine>,
}

/// One treaty of the list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TreatyLine {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// First day in force; null: never as a whole.
    pub from: Option<String>,
    /// Last day in force; null: no end is recorded.
    pub until: Option<String>,
    /// How many members it has had, or those bound on the day asked about.
    pub parties: usize,
    /// `coded, not text`; absent where it was written from its text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<&'static str>,
}

/// One treaty with everything recorded of it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "A treaty as facts of servanda")]
pub struct TreatyForm {
    /// `servanda/treaty-facts/1`.
    pub schema: String,
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The data it was coded from, in words; absent where it was written from its text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coded_from: Option<String>,
    /// Treaty, protocol, declaration ...
    pub kind: Option<String>,
    /// The day asked about; null: its whole life.
    pub on: Option<String>,
    /// What it says as a whole.
    pub gist: Option<String>,
    /// Its key phrase.
    pub quote: Option<String>,
    /// When it was signed.
    pub signed: Option<String>,
    /// Where.
    pub place: Option<String>,
    /// First day in force.
    pub from: Option<String>,
    /// Last day in force.
    pub until: Option<String>,
    /// How it ended.
    pub ended_how: Option<String>,
    /// First and last day it was applied before entry into force.
    pub provisional: Option<String>,
    /// How long it runs, in words.
    pub term: Option<String>,
    /// What withdrawal takes.
    pub notice: Option<String>,
    /// The treaty it is a protocol of.
    pub part_of: Option<String>,
    /// Until when it was secret, and who knew.
    pub secret: Option<String>,
    /// Instruments that amended it.
    pub amended_by: Vec<AmendmentForm>,
    /// Its members; with a day, those bound then.
    pub members: Vec<MemberForm>,
    /// Where its effect between two parties rests.
    pub suspended_between: Vec<String>,
    /// Its articles; with a day, the versions in force then.
    pub articles: Vec<ArticleForm>,
    /// What it does not pledge, though often thought so.
    pub disclaims: Vec<DisclaimerForm>,
    /// Its promises in the codes of the coded data set ATOP, each with its norm.
    pub atop_codes: Vec<CodeForm>,
    /// Where it differs from the coded data set ATOP, and why.
    pub differs_from_atop: Vec<DifferenceForm>,
    /// What the treaty as a whole leaves without a norm.
    pub not_modelled: Vec<GapForm>,
    /// Priorities that concern it, in words.
    pub priorities: Vec<String>,
    /// Decisions about it.
    pub decisions: Vec<DecisionForm>,
    /// Claims about it, never premises.
    pub claims: Vec<SaidForm>,
    /// Remarks.
    pub notes: Vec<String>,
    /// What it cites.
    pub sources: Vec<CitationForm>,
}

/// One instrument that amended a treaty.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AmendmentForm {
    /// Its id.
    pub id: String,
    /// When it took effect.
    pub on: Option<String>,
}

/// One member.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MemberForm {
    /// Its id.
    pub party: String,
    /// Its name, on the day asked about or when it was first bound.
    pub name: String,
    /// A class of party.
    pub role: Option<String>,
    /// yes, possibly or no; null without a day.
    pub bound: Option<String>,
    /// Its spells.
    pub spells: Vec<SpellForm>,
    /// When its duties and rights rested, as `first..last`.
    pub suspended: Vec<String>,
    /// Every dated step.
    pub steps: Vec<StepOfForm>,
}

/// One spell of being bound.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SpellForm {
    /// First day bound.
    pub from: String,
    /// Last day bound; null: no end is recorded.
    pub until: Option<String>,
    /// How it ended.
    pub ending: Option<String>,
    /// Applied before entry into force.
    pub provisional: bool,
}

/// One dated step of a membership.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct StepOfForm {
    /// When.
    pub on: String,
    /// What.
    pub what: String,
}

/// One version of one article.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ArticleForm {
    /// Its number.
    pub article: String,
    /// Its heading.
    pub heading: Option<String>,
    /// First day of this version; null: as old as the treaty.
    pub from: Option<String>,
    /// Last day of this version; null: as long as the treaty.
    pub until: Option<String>,
    /// The instrument that made this version.
    pub by: Option<String>,
    /// Until when it was secret, and who knew.
    pub secret: Option<String>,
    /// In our words.
    pub gist: Option<String>,
    /// A key phrase.
    pub quote: Option<String>,
    /// Its norms.
    pub norms: Vec<NormForm>,
    /// Its rival readings.
    pub readings: Vec<ReadingForm>,
    /// Its words that have no norm.
    pub not_modelled: Vec<GapForm>,
    /// Remarks.
    pub notes: Vec<String>,
    /// What it cites.
    pub sources: Vec<CitationForm>,
}

/// One norm.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct NormForm {
    /// Its name.
    pub norm: String,
    /// must, may or must not.
    pub modal: String,
    /// The act.
    pub act: Act,
    /// The whole norm in words; `V` is whom the event befalls, `A` is who acts.
    pub words: String,
    /// In our words.
    pub gist: Option<String>,
    /// A key phrase.
    pub quote: Option<String>,
    /// When it is in force within its article.
    pub dates: Option<String>,
    /// Reservations to it.
    pub reservations: Vec<ReservationForm>,
}

/// One reservation.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ReservationForm {
    /// By whom.
    pub by: Vec<String>,
    /// What it says.
    pub says: String,
    /// The norm binds only then; empty: it does not bind them at all.
    pub only_where: Vec<String>,
}

/// One reading.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ReadingForm {
    /// Its name, for `--reading TREATY/ARTICLE/NAME`.
    pub name: String,
    /// What it holds.
    pub holds: String,
    /// Who holds it.
    pub by: Option<String>,
}

/// An act that is not pledged.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DisclaimerForm {
    /// The act.
    pub act: Act,
    /// Toward whom; null: toward every party.
    pub toward: Option<String>,
    /// Why it is not owed.
    pub because: String,
}

/// A difference from ATOP.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DifferenceForm {
    /// On what.
    pub on: Vec<AtopItem>,
    /// For which members; empty for all.
    #[serde(rename = "for")]
    pub parties: Vec<String>,
    /// Why.
    pub because: String,
}

/// Words without a norm.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GapForm {
    /// The words.
    pub words: String,
    /// Why.
    pub because: String,
}

/// One decision.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DecisionForm {
    /// Its id.
    pub id: String,
    /// When.
    pub on: String,
    /// By whom.
    pub by: Vec<String>,
    /// What was agreed.
    pub agreed: Vec<String>,
    /// What was put off, with until when where said.
    pub postponed: Vec<String>,
    /// What was refused.
    pub rejected: Vec<String>,
}

/// One claim.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SaidForm {
    /// Its id, for `--assuming`.
    pub id: String,
    /// Who said it.
    pub by: String,
    /// In what capacity.
    pub of: Option<String>,
    /// When.
    pub on: Option<String>,
    /// What it says, in our words.
    pub says: String,
    /// statement, opinion, report or prediction.
    pub status: ClaimStatus,
}

/// One citation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CitationForm {
    /// Its kind, or the id of a source.
    pub kind: String,
    /// Number, volume or title.
    pub locator: Option<String>,
    /// Address.
    pub url: Option<String>,
}

/// The days of something in words, an open end as null.
pub(super) fn end(last: Option<&UncertainDay>) -> Option<String> {
    last.filter(|last| !last.is_open()).map(|last| last.text.clone())
}

/// Whether a treaty is in force on a day, surely or possibly.
fn in_force(treaty: &Treaty, day: Day) -> bool {
    crate::engine::standing::in_force(treaty, day) != Certainty::No
}

/// The list of treaties; with a day, of those in force then.
pub fn list(world: &World, on: Option<Day>) -> TreatiesForm {
    let kept = world.treaties.iter().filter(|treaty| on.is_none_or(|day| in_force(treaty, day)));
    let parties = |treaty: &Treaty| {
        let bound = |member: &&Member| on.is_none_or(|day| member.bound_on(day) != Certainty::No);
        treaty.members.iter().filter(bound).count()
    };
    TreatiesForm {
        schema: "servanda/treaties/1".into(),
        on: on.map(|day| day.to_string()),
        treaties: kept
            .map(|treaty| TreatyLine {
                id: treaty.id.clone(),
                title: treaty.title.clone(),
                from: treaty.force.from.as_ref().map(|from| from.text.clone()),
                until: end(treaty.force.until.as_ref()),
                parties: parties(treaty),
                basis: treaty.basis(),
            })
            .collect(),
    }
}

impl TreatyForm {
    /// The facts of one treaty; with a day, its members and articles as they stood then.
    pub fn of(world: &World, id: TreatyId, on: Option<Day>) -> TreatyForm {
        let treaty = world.treaty(id);
        let text = |day: &UncertainDay| day.text.clone();
        let member_counts =
            |member: &&Member| on.is_none_or(|day| member.bound_on(day) != Certainty::No);
        let article_counts =
            |article: &&Article| on.is_none_or(|day| article.validity.on(day) != Certainty::No);
        TreatyForm {
            schema: "servanda/treaty-facts/1".into(),
            id: treaty.id.clone(),
            title: treaty.title.clone(),
            coded_from: treaty.coded_from(),
            kind: treaty.kind.clone(),
            on: on.map(|day| day.to_string()),
            gist: treaty.cited.gist.clone(),
            quote: treaty.cited.quote.clone(),
            signed: treaty.signed.as_ref().map(|(signed, _)| text(signed)),
            place: treaty.signed.as_ref().and_then(|(_, place)| place.clone()),
            from: treaty.force.from.as_ref().map(text),
            until: end(treaty.force.until.as_ref()),
            ended_how: treaty.ended_how.clone(),
            provisional: treaty.provisional.as_ref().map(crate::time::UncertainSpan::text),
            term: term(treaty),
            notice: treaty.notice.map(super::words::span),
            part_of: treaty.part_of.map(|whole| world.treaty(whole).id.clone()),
            secret: treaty.secrecy.as_ref().map(|secrecy| secret(world, secrecy)),
            amended_by: treaty
                .amended_by
                .iter()
                .map(|(id, on)| AmendmentForm { id: id.clone(), on: on.as_ref().map(text) })
                .collect(),
            members: treaty
                .members
                .iter()
                .filter(member_counts)
                .map(|member| member_form(world, member, on))
                .collect(),
            suspended_between: suspended_between(world, treaty),
            articles: treaty
                .articles
                .iter()
                .filter(article_counts)
                .map(|article| article_form(world, article))
                .collect(),
            disclaims: treaty.disclaimers.iter().map(|one| disclaimer(world, one)).collect(),
            atop_codes: coding_form::codes(world, id, on),
            differs_from_atop: treaty.differs.iter().map(|one| difference(world, one)).collect(),
            not_modelled: gaps(&treaty.not_modelled),
            priorities: priorities(world, id),
            decisions: decisions(world, |about, _| about.contains(&treaty.id)),
            claims: claims(world, |about| about.contains(&treaty.id)),
            notes: treaty.cited.notes.clone(),
            sources: citations(&treaty.cited),
        }
    }
}

fn difference(world: &World, one: &Difference) -> DifferenceForm {
    let parties = one.parties.iter().map(|party| world.id(*party).to_owned());
    DifferenceForm { on: one.on.clone(), parties: parties.collect(), because: one.because.clone() }
}

fn disclaimer(world: &World, one: &Disclaimer) -> DisclaimerForm {
    let toward = one.toward.map(|actor| world.id(actor).to_owned());
    DisclaimerForm { act: one.act, toward, because: one.because.clone() }
}

fn term(treaty: &Treaty) -> Option<String> {
    let (length, renewal) = treaty.term.as_ref()?;
    let length = length.map_or("indefinite".to_owned(), super::words::span);
    Some(match renewal {
        None => length,
        Some(Renewal::Automatically) => format!("{length}, renews by itself"),
        Some(Renewal::Each(each)) => format!("{length}, renews for {}", super::words::span(*each)),
        Some(Renewal::By(name)) => format!("{length}, renewed by {}", name.text),
    })
}

fn secret(world: &World, secrecy: &crate::model::Secrecy) -> String {
    let knew = if secrecy.known_to.is_empty() {
        String::new()
    } else {
        format!(", known to {}", norm_words::ids(world, &secrecy.known_to))
    };
    format!("until {}{knew}", secrecy.until.text)
}

fn suspended_between(world: &World, treaty: &Treaty) -> Vec<String> {
    let each = treaty.suspended_between.iter().map(|pair| {
        format!("{} and {} {}", world.id(pair.one), world.id(pair.other), pair.during.text())
    });
    each.collect()
}

/// A day on which a member's name can be told: the day asked about, or its first day bound.
pub(super) fn day_of(member: &Member, on: Option<Day>) -> Day {
    let bound = member.bonds.first().map(|bond| bond.from.latest);
    let stepped = member.steps.first().map(|step| step.on.latest);
    on.or(bound).or(stepped).unwrap_or(Day::MAX)
}

pub(super) fn certainty_word(certainty: Certainty) -> String {
    match certainty {
        Certainty::Certain => "yes",
        Certainty::Possible => "possibly",
        Certainty::No => "no",
    }
    .to_owned()
}

pub(super) fn member_form(world: &World, member: &Member, on: Option<Day>) -> MemberForm {
    let spells = member.bonds.iter().map(|bond| SpellForm {
        from: bond.from.text.clone(),
        until: end(Some(&bond.last)),
        ending: bond.ending.map(|(how, _)| how.to_string()),
        provisional: bond.provisional,
    });
    let steps = member
        .steps
        .iter()
        .map(|step| StepOfForm { on: step.on.text.clone(), what: step.what.clone() });
    MemberForm {
        party: world.id(member.party).into(),
        name: world.name(member.party, day_of(member, on)).into(),
        role: member.role.clone(),
        bound: on.map(|day| certainty_word(member.bound_on(day))),
        spells: spells.collect(),
        suspended: member.suspensions.iter().map(|(span, _)| span.text()).collect(),
        steps: steps.collect(),
    }
}

fn gaps(list: &[NotModelled]) -> Vec<GapForm> {
    list.iter()
        .map(|gap| GapForm { words: gap.words.clone(), because: gap.because.clone() })
        .collect()
}

fn article_form(world: &World, article: &Article) -> ArticleForm {
    let readings = article.readings.iter().map(|reading| ReadingForm {
        name: reading.name.clone(),
        holds: reading.holds.clone(),
        by: reading.by.clone(),
    });
    ArticleForm {
        article: article.label.to_string(),
        heading: article.heading.clone(),
        from: article.validity.from.as_ref().map(|from| from.text.clone()),
        until: end(article.validity.until.as_ref()),
        by: article.by.clone(),
        secret: article.secrecy.as_ref().map(|secrecy| secret(world, secrecy)),
        gist: article.cited.gist.clone(),
        quote: article.cited.quote.clone(),
        norms: article.norms.iter().map(|norm| norm_form(world, norm)).collect(),
        readings: readings.collect(),
        not_modelled: gaps(&article.not_modelled),
        notes: article.cited.notes.clone(),
        sources: citations(&article.cited),
    }
}

fn norm_form(world: &World, norm: &Norm) -> NormForm {
    let reservations = norm.reservations.iter().map(|made| ReservationForm {
        by: made.by.iter().map(|by| world.id(*by).to_owned()).collect(),
        says: made.text.clone(),
        only_where: made
            .only_where
            .iter()
            .map(|(one, _)| norm_words::condition(world, one))
            .collect(),
    });
    let dates = norm_words::validity(&norm.validity);
    NormForm {
        norm: norm.name.to_string(),
        modal: norm.duty.modal.to_string(),
        act: norm.duty.act,
        words: norm_words::norm(world, norm),
        gist: norm.cited.gist.clone(),
        quote: norm.cited.quote.clone(),
        dates: (!dates.is_empty()).then_some(dates),
        reservations: reservations.collect(),
    }
}

fn priorities(world: &World, id: TreatyId) -> Vec<String> {
    let concerning = world
        .priorities
        .iter()
        .filter(|priority| priority.winner.treaty == id || priority.loser.treaty == id);
    let name = |side: &crate::model::world::NormRef| {
        let mut text = world.treaty(side.treaty).id.clone();
        for part in [&side.article, &side.norm].into_iter().flatten() {
            text = format!("{text}/{part}");
        }
        text
    };
    concerning
        .map(|priority| {
            let (winner, loser) = (name(&priority.winner), name(&priority.loser));
            format!("{winner} over {loser}, because {}", priority.because)
        })
        .collect()
}

/// Decisions that `concerns` picks by what they are about and who took them.
pub(super) fn decisions(
    world: &World,
    concerns: impl Fn(&[String], &[Actor]) -> bool,
) -> Vec<DecisionForm> {
    let each = world.record.decisions.iter().filter(|one| concerns(&one.about, &one.by));
    each.map(|one| DecisionForm {
        id: one.id.clone(),
        on: one.on.text.clone(),
        by: one.by.iter().map(|by| world.id(*by).to_owned()).collect(),
        agreed: one.agreed.clone(),
        postponed: one.postponed.iter().map(postponed).collect(),
        rejected: one.rejected.clone(),
    })
    .collect()
}

fn postponed((what, until): &(String, Option<crate::syntax::clause::Later>)) -> String {
    use crate::syntax::clause::Later;
    match until {
        Some(Later::On(date)) => format!("{what}, until {}", date.day.text),
        Some(Later::Words(words)) => format!("{what}, until {}", words.text),
        None => what.clone(),
    }
}

/// Claims that `concerns` picks by what they are about.
pub(super) fn claims(world: &World, concerns: impl Fn(&[String]) -> bool) -> Vec<SaidForm> {
    let each = world.record.claims.iter().filter(|claim| concerns(&claim.about));
    each.map(|claim| SaidForm {
        id: claim.id.clone(),
        by: claim.by.clone(),
        of: claim.of.clone(),
        on: claim.on.as_ref().map(|on| on.text.clone()),
        says: claim.says.clone(),
        status: claim.status,
    })
    .collect()
}

pub(super) fn citations(cited: &Cited) -> Vec<CitationForm> {
    let form = |source: &Citation| CitationForm {
        kind: source.kind.clone(),
        locator: source.locator.clone(),
        url: source.url.clone(),
    };
    cited.sources.iter().map(form).collect()
}
