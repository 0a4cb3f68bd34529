//! What is said of a summit, as data: `servanda/decide/1`. All models side by side, always with the
//! weighted mean, the median and the status quo; who blocks; what hinges on which input.

#![allow(
    clippy::indexing_slicing,
    reason = "issues, actors and voters have one place each in the summit the report is made of"
)]

mod courses;
mod page;
mod plot;
mod rows;

pub use page::{Shown, page};
pub use plot::svg;
pub use rows::{COLUMNS, rows};

use crate::draws::{self, Done, Drawing, Model, QUANTILES, Settings, What};
use crate::fault::Fault;
use crate::number::tidy;
use crate::rule::{Rule, Vote, vote};
use crate::summit::{Input, Mark, Measures, Question, Summit};
use schemars::JsonSchema;
use serde::Serialize;
use servanda::syntax::Code;

/// Version of the document.
pub const SCHEMA: &str = "servanda/decide/1";

/// A summit and what the models make of it.
#[derive(Serialize, JsonSchema, Debug)]
pub struct DecideForm {
    /// `servanda/decide/1`.
    pub schema: &'static str,
    /// Id of the summit.
    pub summit: String,
    /// Its title.
    pub title: String,
    /// The day.
    pub on: Option<String>,
    /// The treaty under which it meets.
    pub treaty: Option<String>,
    /// The rule.
    pub rule: RuleForm,
    /// Who takes part.
    pub actors: Vec<ActorForm>,
    /// Coalitions of those who vote.
    pub coalitions: CoalitionsForm,
    /// What is to be decided, and what the models say.
    pub issues: Vec<IssueForm>,
    /// Who pressed whom and who gave way, in order.
    pub moves: Vec<MoveForm>,
    /// What draws from the ranges give.
    pub draws: Option<DrawsForm>,
    /// Sources of the summit, and whose claims its inputs rest on.
    pub sources: Vec<String>,
    /// What must be known to read this.
    pub notes: Vec<String>,
}

/// The decision rule.
#[derive(Serialize, JsonSchema, Debug)]
pub struct RuleForm {
    /// In words.
    pub words: String,
    /// The article it is drawn from.
    pub article: Option<String>,
    /// What the article says, or why this rule.
    pub because: Option<String>,
}

/// One input.
#[derive(Serialize, JsonSchema, Debug)]
pub struct InputForm {
    /// As the file has it.
    pub words: String,
    /// What a single run takes.
    pub point: f64,
    /// Least.
    pub low: f64,
    /// Most.
    pub high: f64,
    /// Why.
    pub because: Option<String>,
    /// Whose claim.
    pub by: Vec<String>,
}

/// One actor.
#[derive(Serialize, JsonSchema, Debug)]
pub struct ActorForm {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its weight in a vote; none: it has no vote.
    pub votes: Option<u64>,
    /// Banzhaf index under the rule.
    pub banzhaf: Option<f64>,
    /// Shapley-Shubik index under the rule.
    pub shapley_shubik: Option<f64>,
    /// Capability.
    pub capability: InputForm,
    /// Position on each issue.
    pub positions: Vec<InputForm>,
    /// Salience of each issue, 0 to 100.
    pub saliences: Vec<InputForm>,
}

/// Minimal coalitions.
#[derive(Serialize, JsonSchema, Debug)]
pub struct CoalitionsForm {
    /// Those that carry a motion and would not without any one of them.
    pub winning: Vec<Vec<String>>,
    /// Those that stop a motion and could not without any one of them.
    pub blocking: Vec<Vec<String>>,
    /// Whether there are more than are listed.
    pub more: bool,
}

/// A number on a scale with words.
#[derive(Serialize, JsonSchema, Debug)]
pub struct MarkForm {
    /// The number.
    pub at: f64,
    /// The words.
    pub words: Option<String>,
}

/// One issue.
#[derive(Serialize, JsonSchema, Debug)]
pub struct IssueForm {
    /// Its id.
    pub id: String,
    /// The question.
    pub question: String,
    /// The low end of the scale.
    pub low: MarkForm,
    /// The high end.
    pub high: MarkForm,
    /// What stands if nothing is decided.
    pub status_quo: MarkForm,
    /// What is put to the vote.
    pub proposal: Option<ProposalForm>,
    /// What was decided.
    pub outcome: Option<MarkForm>,
    /// What each model says, the plain ones first.
    pub forecasts: Vec<ForecastForm>,
}

/// A proposal and the votes on it.
#[derive(Serialize, JsonSchema, Debug)]
pub struct ProposalForm {
    /// Where it lies.
    pub at: f64,
    /// What it is.
    pub words: Option<String>,
    /// Who prefers it to the status quo.
    pub yes: Vec<String>,
    /// Who prefers the status quo.
    pub no: Vec<String>,
    /// Who is indifferent.
    pub neither: Vec<String>,
    /// Whether the rule carries it.
    pub carried: bool,
}

/// What one model says.
#[derive(Serialize, JsonSchema, Debug)]
pub struct ForecastForm {
    /// The model.
    pub model: String,
    /// Its outcome.
    pub outcome: f64,
    /// How its rounds ended.
    pub ended: Option<String>,
    /// Whether the rule would carry that outcome against the status quo.
    pub carried: bool,
    /// Who would say no to it.
    pub no: Vec<String>,
    /// The outcome if carried, else the status quo.
    pub after_the_rule: f64,
    /// How far `outcome` lies from what was decided.
    pub off_by: Option<f64>,
}

/// One move.
#[derive(Serialize, JsonSchema, Debug)]
pub struct MoveForm {
    /// The model.
    pub model: String,
    /// The issue, where the model takes one at a time.
    pub issue: Option<String>,
    /// The turn or round, from 1.
    pub turn: usize,
    /// Who moved.
    pub actor: String,
    /// The other of the two.
    pub other: String,
    /// From where, issue by issue.
    pub from: Vec<f64>,
    /// To where.
    pub to: Vec<f64>,
    /// Who pressed whom, who gave way, and why.
    pub words: String,
}

/// Draws from the ranges.
#[derive(Serialize, JsonSchema, Debug)]
pub struct DrawsForm {
    /// How many were asked for.
    pub asked: usize,
    /// How many were done.
    pub done: usize,
    /// Their seed.
    pub seed: u64,
    /// Walks for elementary effects.
    pub walks: usize,
    /// What they give, issue by issue.
    pub issues: Vec<DrawnForm>,
}

/// What draws give on one issue.
#[derive(Serialize, JsonSchema, Debug)]
pub struct DrawnForm {
    /// The issue.
    pub issue: String,
    /// Quantiles of each model's outcome.
    pub models: Vec<QuantilesForm>,
    /// The share of draws in which the rule carries the proposal.
    pub carried: Option<f64>,
    /// The share of draws in which each voter prefers the status quo.
    pub no: Vec<ShareForm>,
    /// Which inputs move which outcome, the strongest first.
    pub effects: Vec<EffectForm>,
}

/// Quantiles.
#[derive(Serialize, JsonSchema, Debug)]
pub struct QuantilesForm {
    /// The model.
    pub model: String,
    /// The shares: 0, .05, .25, .5, .75, .95, 1.
    pub shares: Vec<f64>,
    /// The outcome below which each share of draws lies.
    pub outcomes: Vec<f64>,
}

/// A voter's share.
#[derive(Serialize, JsonSchema, Debug)]
pub struct ShareForm {
    /// Who.
    pub actor: String,
    /// The share of draws.
    pub share: f64,
}

/// An elementary effect.
#[derive(Serialize, JsonSchema, Debug)]
pub struct EffectForm {
    /// What is moved: a model's outcome, or `least willing voter`.
    pub of: String,
    /// The input.
    pub input: String,
    /// How far, over the whole range of the input.
    pub size: f64,
    /// Which way.
    pub direction: f64,
    /// How unevenly.
    pub spread: f64,
}

/// The JSON Schema of the document.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(DecideForm).to_value()
}

/// What was drawn: the numbers of each draw and of each walk, in their order.
#[derive(Clone, Debug, Default)]
pub struct Drawn {
    /// How many draws were asked for.
    pub asked: usize,
    /// The seed.
    pub seed: u64,
    /// The numbers of each draw done.
    pub draws: Vec<Vec<f64>>,
    /// The effects of each walk done.
    pub walks: Vec<Vec<Vec<f64>>>,
}

/// Draws from the ranges of a summit, and walks through its inputs; whether they were stopped. `draw` makes them.
pub fn drawn<E: From<Fault>>(
    summit: &Summit,
    settings: &Settings,
    (asked, seed): (usize, u64),
    draw: impl FnOnce(&Drawing<'_>) -> Result<Done, E>,
) -> Result<(Drawn, bool), E> {
    let spread = summit.spread()?;
    if spread.inputs.is_empty() {
        let message = "no input is a range, so there is nothing to draw";
        let help = "write `between LOW and HIGH` or `about LIKELY between LOW and HIGH` for some";
        return Err(Fault::new(Code::SV1002, message, help).into());
    }
    let measures = Measures::new(summit, settings)?;
    let measure = |case: &crate::Case| measures.of(case);
    let Done { draws, walks, stopped } =
        draw(&Drawing { spread: &spread, measure: &measure, asked, seed })?;
    Ok((Drawn { asked, seed, draws, walks }, stopped))
}

/// The report of a summit.
pub fn report(
    summit: &Summit,
    settings: &Settings,
    drawn: Option<&Drawn>,
) -> Result<DecideForm, Fault> {
    let rule = summit.decision_rule()?;
    let power = rule.power()?;
    let voters = summit.voters();
    let ids = |coalition: &Vec<usize>| {
        coalition.iter().map(|voter| summit.actors[voters[*voter]].id.clone()).collect()
    };
    let actors = summit.actors.iter().enumerate().map(|(at, party)| {
        let voter = voters.iter().position(|voter| *voter == at);
        ActorForm {
            id: party.id.clone(),
            name: summit.name(at).to_owned(),
            votes: party.votes,
            banzhaf: voter.map(|voter| tidy(power.indices.banzhaf[voter])),
            shapley_shubik: voter.map(|voter| tidy(power.indices.shapley_shubik[voter])),
            capability: input(&party.capability),
            positions: party.positions.iter().map(input).collect(),
            saliences: party.saliences.iter().map(input).collect(),
        }
    });
    let told = courses::courses(summit, settings)?;
    let case = summit.case()?;
    case.disputed()?;
    let outcomes = draws::outcomes(&case, Model::ALL, settings)?;
    let issues = summit.issues.iter().enumerate().map(|(issue, question)| {
        let outcomes = &outcomes[issue * Model::ALL.len()..(issue + 1) * Model::ALL.len()];
        let positions = case.positions(issue);
        issue_form(summit, &rule, question, &positions, outcomes, &told.ended[issue])
    });
    let under = summit.rule.under.as_ref();
    Ok(DecideForm {
        schema: SCHEMA,
        summit: summit.id.clone(),
        title: summit.title.clone(),
        on: summit.on.as_ref().map(|on| on.text.clone()),
        treaty: summit.treaty.as_ref().map(|(treaty, _)| treaty.clone()),
        rule: RuleForm {
            words: rule.words(),
            article: under.map(|(treaty, article, _)| format!("{treaty}/{article}")),
            because: summit.rule.because.clone(),
        },
        actors: actors.collect(),
        coalitions: CoalitionsForm {
            winning: power.winning.iter().map(ids).collect(),
            blocking: power.blocking.iter().map(ids).collect(),
            more: power.more,
        },
        issues: issues.collect(),
        moves: told.moves,
        draws: drawn.map(|drawn| draws_form(summit, settings, drawn)).transpose()?,
        sources: sources(summit),
        notes: summit.notes.clone(),
    })
}

/// Ids of sources, then of claims and names in the order in which inputs cite them.
fn sources(summit: &Summit) -> Vec<String> {
    let mut found: Vec<String> = summit.sources.iter().map(|(id, _)| id.clone()).collect();
    for actor in &summit.actors {
        let own = std::iter::once(&actor.capability);
        for input in own.chain(&actor.positions).chain(&actor.saliences) {
            for cited in &input.by {
                if !found.contains(&cited.text) {
                    found.push(cited.text.clone());
                }
            }
        }
    }
    found
}

fn input(input: &Input) -> InputForm {
    InputForm {
        words: input.amount.words(),
        point: tidy(input.amount.point()),
        low: input.amount.low,
        high: input.amount.high,
        because: input.because.clone(),
        by: input.by.iter().map(|cited| cited.text.clone()).collect(),
    }
}

fn mark(mark: &Mark) -> MarkForm {
    MarkForm { at: mark.at, words: mark.words.clone() }
}

/// The votes of those who vote, and whether the rule carries what they vote on.
fn votes(
    summit: &Summit,
    rule: &Rule,
    positions: &[f64],
    (status_quo, proposal): (f64, f64),
) -> (Vec<(String, Vote)>, bool) {
    let voters = summit.voters();
    let votes: Vec<Vote> =
        voters.iter().map(|at| vote(positions[*at], status_quo, proposal)).collect();
    let carried = rule.carries(&votes);
    let names = voters.iter().map(|at| summit.actors[*at].id.clone());
    (names.zip(votes).collect(), carried)
}

fn those(votes: &[(String, Vote)], wanted: Vote) -> Vec<String> {
    let fits = votes.iter().filter(|(_, vote)| *vote == wanted);
    fits.map(|(name, _)| name.clone()).collect()
}

fn issue_form(
    summit: &Summit,
    rule: &Rule,
    question: &Question,
    positions: &[f64],
    outcomes: &[f64],
    ended: &[Option<String>],
) -> IssueForm {
    let status_quo = question.status_quo.at;
    let proposal = question.proposal.as_ref().map(|proposal| {
        let (votes, carried) = votes(summit, rule, positions, (status_quo, proposal.at));
        ProposalForm {
            at: proposal.at,
            words: proposal.words.clone(),
            yes: those(&votes, Vote::For),
            no: those(&votes, Vote::Against),
            neither: those(&votes, Vote::Abstain),
            carried,
        }
    });
    let forecasts = Model::ALL.iter().zip(outcomes.iter().zip(ended)).map(|(model, said)| {
        let (outcome, ended) = (tidy(*said.0), said.1);
        let (votes, carried) = votes(summit, rule, positions, (status_quo, outcome));
        ForecastForm {
            model: model.name().to_owned(),
            outcome,
            ended: ended.clone(),
            carried,
            no: those(&votes, Vote::Against),
            after_the_rule: if carried { outcome } else { status_quo },
            off_by: question.outcome.as_ref().map(|decided| tidy((outcome - decided.at).abs())),
        }
    });
    let unchanged = ForecastForm {
        model: "status quo".to_owned(),
        outcome: status_quo,
        ended: None,
        carried: true,
        no: Vec::new(),
        after_the_rule: status_quo,
        off_by: question.outcome.as_ref().map(|decided| tidy((status_quo - decided.at).abs())),
    };
    IssueForm {
        id: question.id.clone(),
        question: question.title.clone(),
        low: mark(&question.low),
        high: mark(&question.high),
        status_quo: mark(&question.status_quo),
        proposal,
        outcome: question.outcome.as_ref().map(mark),
        forecasts: std::iter::once(unchanged).chain(forecasts).collect(),
    }
}

/// An input in words.
fn input_words(summit: &Summit, actor: usize, what: What) -> String {
    let id = &summit.actors[actor].id;
    match what {
        What::Capability => format!("capability of {id}"),
        What::Position(issue) => format!("position of {id} on {}", summit.issues[issue].id),
        What::Salience(issue) => format!("salience of {} for {id}", summit.issues[issue].id),
    }
}

/// Effects shown of each outcome at most.
const MOST_EFFECTS: usize = 8;

fn draws_form(summit: &Summit, settings: &Settings, drawn: &Drawn) -> Result<DrawsForm, Fault> {
    let measures = Measures::new(summit, settings)?;
    let spread = summit.spread()?;
    let column =
        |at: usize| -> Vec<f64> { drawn.draws.iter().map(|numbers| numbers[at]).collect() };
    let mean = |at: usize| {
        let numbers = column(at);
        tidy(crate::simple::plain_mean(&numbers).unwrap_or_default())
    };
    let mut issues = Vec::new();
    for (issue, question) in summit.issues.iter().enumerate() {
        let models = Model::ALL.iter().enumerate().map(|(at, model)| QuantilesForm {
            model: model.name().to_owned(),
            shares: QUANTILES.to_vec(),
            outcomes: draws::quantiles(&column(measures.outcome(issue, at))).map(tidy).to_vec(),
        });
        let proposal = question.proposal.is_some();
        let no = summit.voters().into_iter().enumerate().map(|(voter, at)| ShareForm {
            actor: summit.actors[at].id.clone(),
            share: mean(measures.no(issue, voter)),
        });
        let mut measured: Vec<(String, usize)> = Model::ALL
            .iter()
            .enumerate()
            .map(|(at, model)| (model.name().to_owned(), measures.outcome(issue, at)))
            .collect();
        if proposal {
            measured.push(("least willing voter".to_owned(), measures.least_willing(issue)));
        }
        let mut effects = Vec::new();
        for (of, place) in measured {
            let each = spread.inputs.iter().enumerate().map(|(at, input)| {
                let effect = draws::effect(&drawn.walks, at, place);
                EffectForm {
                    of: of.clone(),
                    input: input_words(summit, input.actor, input.what),
                    size: tidy(effect.size),
                    direction: tidy(effect.direction),
                    spread: tidy(effect.spread),
                }
            });
            let mut each: Vec<EffectForm> = each.filter(|effect| effect.size > 1e-6).collect();
            each.sort_by(|a, b| b.size.total_cmp(&a.size));
            each.truncate(MOST_EFFECTS);
            effects.append(&mut each);
        }
        issues.push(DrawnForm {
            issue: question.id.clone(),
            models: models.collect(),
            carried: proposal.then(|| mean(measures.carried(issue))),
            no: if proposal { no.collect() } else { Vec::new() },
            effects,
        });
    }
    let (asked, done, seed) = (drawn.asked, drawn.draws.len(), drawn.seed);
    Ok(DrawsForm { asked, done, seed, walks: drawn.walks.len(), issues })
}
