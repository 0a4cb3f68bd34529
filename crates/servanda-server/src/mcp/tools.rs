//! The tools, as a table: what each is called, what it says of itself, what it takes and what it does.

use super::Shared;
use super::check::check;
use super::told::{Answered, Reply, Rests, Told};
use crate::MOST_ROWS;
use crate::params::said;
use crate::problem::Problem;
use crate::rooms::ask::Ask;
use axum::http::StatusCode;
use rmcp::model::{self, JsonObject, ToolAnnotations};
use schemars::{JsonSchema, schema_for};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use servanda::answer::form::Truncated;
use servanda::answer::state_form::StateForm;
use servanda::answer::survey::{self as conflicts_page, ConflictsForm};
use servanda::answer::treaty_form::{self, TreatiesForm, TreatyForm};
use servanda::answer::{Answer, markdown, state_page, treaty_page};
use servanda::engine::survey::{self, Scope};
use servanda::request::{asked, named};
use std::sync::Arc;

/// What a tool does.
type Run = Box<dyn Fn(&Shared, JsonObject) -> Result<Reply, Problem> + Send + Sync>;

/// A tool.
pub(crate) struct Tool {
    pub(crate) name: &'static str,
    title: &'static str,
    about: &'static str,
    takes: Arc<JsonObject>,
    gives: Arc<JsonObject>,
    pub(crate) run: Run,
}

/// Every tool.
pub(crate) fn all() -> Vec<Tool> {
    vec![
        asking(),
        tool(
            "treaty",
            "A treaty",
            "One treaty with its members and their dates, articles, norms in words, readings, claims and sources; or, \
             without `name`, the list of treaties. Give `on` for how it stood on a day.",
            treaty,
        ),
        tool(
            "state",
            "A state",
            "A state or organization: its names and codes, its memberships with dates, what it owes and is owed by \
             treaty. Give `on` for how it stood on a day.",
            state,
        ),
        tool(
            "check",
            "Check a treaty text",
            "Checks a treaty written in servanda's language against the corpus and gives every fault with its place \
             and what to write instead. Nothing is kept.",
            check,
        ),
        tool(
            "conflicts",
            "Duties that exclude each other",
            "Pairs of duties of one state that cannot both be kept on a day, whoever attacks whom; narrowed by `target` \
             and `by`. Without them it takes some seconds.",
            conflicts,
        ),
    ]
}

impl Tool {
    /// As the protocol describes it.
    pub(crate) fn described(&self) -> model::Tool {
        let hints = ToolAnnotations::with_title(self.title)
            .read_only(true)
            .destructive(false)
            .idempotent(true)
            .open_world(false);
        model::Tool::new(self.name, self.about, Arc::clone(&self.takes))
            .with_title(self.title)
            .with_raw_output_schema(Arc::clone(&self.gives))
            .with_annotations(hints)
    }
}

fn tool<P, T>(
    name: &'static str,
    title: &'static str,
    about: &'static str,
    run: fn(&Shared, &P) -> Result<Answered<T>, Problem>,
) -> Tool
where
    P: DeserializeOwned + JsonSchema + 'static,
    T: Serialize + JsonSchema + 'static,
{
    Tool {
        name,
        title,
        about,
        takes: object(schema_for!(P).to_value()),
        gives: object(schema_for!(Told<T>).to_value()),
        run: Box::new(move |shared, arguments| run(shared, &read(arguments)?)?.told(shared)),
    }
}

fn object(schema: Value) -> Arc<JsonObject> {
    match schema {
        Value::Object(object) => Arc::new(object),
        _ => Arc::default(),
    }
}

fn read<P: DeserializeOwned>(arguments: JsonObject) -> Result<P, Problem> {
    serde_json::from_value(Value::Object(arguments)).map_err(|error| {
        let words = format!("the arguments are not understood: {error}");
        Problem::new(StatusCode::BAD_REQUEST, words)
    })
}

/// Rows that are given unless more are wanted.
const ROWS: usize = 200;

/// How much of an answer is wanted.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct Part {
    /// Only the rows of this state, by name or id.
    #[schemars(length(max = 2000))]
    party: Option<String>,
    /// Also every step of the proof behind each row: what was checked, how it came out, and where that stands. Long;
    /// best with `party`.
    proofs: bool,
    /// At most so many rows: 200 unless said otherwise, never more than 1000.
    #[schemars(range(min = 1, max = 1000))]
    rows: Option<usize>,
}

/// The tool `ask`: a question as the other surfaces take it, and how much of the answer is wanted.
fn asking() -> Tool {
    let mut takes = schema_for!(Ask).to_value();
    let part = schema_for!(Part).to_value();
    let own = part.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
    let names: Vec<String> = own.keys().cloned().collect();
    if let Some(all) = takes.get_mut("properties").and_then(Value::as_object_mut) {
        all.extend(own);
    }
    Tool {
        name: "ask",
        title: "Who owes what",
        about: "Who must, may, must not, or need not do what when something happens on a day, such as `attack on \
                Tajikistan by Afghanistan on 2002-05-14`. Each row names party, verdict, treaty, article and norm; \
                `depends` names the findings on which a duty turns, `none` who is not bound though often thought so, \
                and why.",
        takes: object(takes),
        gives: object(schema_for!(Told<Answer>).to_value()),
        run: Box::new(move |shared, mut arguments| {
            let part: JsonObject =
                names.iter().filter_map(|name| arguments.remove_entry(name)).collect();
            ask(shared, &read(arguments)?, &read(part)?)?.told(shared)
        }),
    }
}

/// A command with the options that say which treaties were read.
fn again(shared: &Shared, mut command: String) -> String {
    for (name, value) in &shared.desk.texts {
        command.push_str(&format!(" {name} {}", asked::shell(value)));
    }
    command
}

fn most(rows: Option<usize>) -> usize {
    rows.unwrap_or(ROWS).clamp(1, MOST_ROWS)
}

/// A list, cut, and whether it was.
fn cut<T>(list: &mut Vec<T>, most: usize) -> Option<Truncated> {
    let rows = list.len();
    list.truncate(most);
    (rows > most).then_some(Truncated { rows, given: most })
}

fn ask(shared: &Shared, ask: &Ask, part: &Part) -> Result<Answered<Answer>, Problem> {
    let desk = &shared.desk;
    let wanted = ask.asked();
    let question = asked::question(&wanted, desk.world)?;
    let party = said(part.party.as_ref());
    let party = party.map(|name| named::actor(desk.world, "party", &name, Some(question.on)));
    let party = party.transpose()?.map(|actor| desk.world.id(actor));
    let reply = desk.engine.ask(&question);
    let mut form = Answer::of(&reply, &desk.fingerprint);
    form.answers.retain(|row| party.is_none_or(|party| row.party == party));
    form.truncated = cut(&mut form.answers, most(part.rows));
    if !part.proofs {
        form.answers.iter_mut().for_each(|row| row.proof.steps.clear());
    }
    let sides = form.conflicts.iter().flat_map(|conflict| [&conflict.one, &conflict.other]);
    let sides = sides.map(|side| (side.treaty.clone(), Some(side.article.clone())));
    let rows = form.answers.iter().map(|row| (row.treaty.clone(), row.article.clone()));
    let command = asked::repeat(&question, &wanted, &desk.texts);
    Ok(Answered {
        text: markdown::render(&form, &command) + &claims(&form),
        rests: rows.chain(sides).collect(),
        truncated: form.truncated,
        again: Some(command),
        world: None,
        form,
    })
}

/// What was said about the treaties of an answer, each with who said it.
fn claims(form: &Answer) -> String {
    let claims = form.claims.iter().map(|claim| {
        let on = claim.on.as_ref().map_or(String::new(), |on| format!(", {on}"));
        let quote = claim.quote.as_ref().map_or(String::new(), |quote| format!(": “{quote}”"));
        format!("- {} ({}{on}): {}{quote}\n", claim.id, claim.by, claim.says)
    });
    let claims: String = claims.collect();
    match claims.is_empty() {
        true => claims,
        false => format!("\n## What was said (no premises)\n\n{claims}"),
    }
}

/// Which treaty.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct WhichTreaty {
    /// The treaty's id, such as `CST`, or its title. Without it, the list of treaties.
    #[schemars(length(max = 2000))]
    name: Option<String>,
    /// As it stood on this day (`YYYY-MM-DD`); for the list, only treaties in force then.
    #[schemars(length(max = 100))]
    on: Option<String>,
    /// For the list: only treaties whose id or title holds these words.
    #[schemars(length(max = 2000))]
    find: Option<String>,
    /// At most so many rows of a list: 200 unless said otherwise, never more than 1000.
    #[schemars(range(min = 1, max = 1000))]
    rows: Option<usize>,
}

/// One treaty, or the list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(untagged)]
enum Treaties {
    One(Box<TreatyForm>),
    List(TreatiesForm),
}

fn treaty(shared: &Shared, which: &WhichTreaty) -> Result<Answered<Treaties>, Problem> {
    let world = shared.desk.world;
    let on = named::some_day(world, "on", said(which.on.as_ref()).as_ref())?;
    let day = on.map_or(String::new(), |on| format!(" --on {on}"));
    let Some(name) = said(which.name.as_ref()) else {
        let mut form = treaty_form::list(world, on);
        let words = said(which.find.as_ref()).map(|words| words.to_lowercase());
        form.treaties.retain(|line| {
            let holds = |text: &str, words: &str| text.to_lowercase().contains(words);
            words.as_ref().is_none_or(|words| holds(&line.id, words) || holds(&line.title, words))
        });
        let truncated = cut(&mut form.treaties, most(which.rows));
        return Ok(Answered {
            text: treaty_page::list(&form).markdown(),
            rests: form.treaties.iter().map(|line| (line.id.clone(), None)).collect(),
            form: Treaties::List(form),
            truncated,
            again: words.is_none().then(|| again(shared, format!("servanda treaty{day}"))),
            world: None,
        });
    };
    let mut form = TreatyForm::of(world, named::treaty(world, &name)?, on);
    let truncated = cut(&mut form.members, MOST_ROWS);
    let command = format!("servanda treaty {}{day}", form.id);
    let articles = form.articles.iter().map(|article| Some(article.article.clone()));
    Ok(Answered {
        text: treaty_page::page(&form).markdown(),
        rests: std::iter::once(None)
            .chain(articles)
            .map(|article| (form.id.clone(), article))
            .collect(),
        form: Treaties::One(Box::new(form)),
        truncated,
        again: Some(again(shared, command)),
        world: None,
    })
}

/// Which state.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct WhichState {
    /// The state's or organization's name or id, such as `Poland` or `POL`.
    #[schemars(length(max = 2000))]
    name: String,
    /// As it stood on this day (`YYYY-MM-DD`).
    #[serde(default)]
    #[schemars(length(max = 100))]
    on: Option<String>,
    /// At most so many rows of each list: 200 unless said otherwise, never more than 1000.
    #[serde(default)]
    #[schemars(range(min = 1, max = 1000))]
    rows: Option<usize>,
}

fn state(shared: &Shared, which: &WhichState) -> Result<Answered<StateForm>, Problem> {
    let world = shared.desk.world;
    let on = named::some_day(world, "on", said(which.on.as_ref()).as_ref())?;
    let actor = named::actor(world, "name", which.name.trim(), on)?;
    let mut form = StateForm::of(world, actor, on);
    let most = most(which.rows);
    let lists = [
        cut(&mut form.memberships, most),
        form.owes.as_mut().and_then(|list| cut(list, most)),
        form.is_owed.as_mut().and_then(|list| cut(list, most)),
        cut(&mut form.events, most),
        cut(&mut form.claims, most),
    ];
    let truncated = lists.into_iter().flatten().max_by_key(|cut| cut.rows);
    let memberships = form.memberships.iter().map(|one| (one.treaty.clone(), None));
    let pledges = form.owes.iter().chain(&form.is_owed).flatten();
    let pledges = pledges.map(|pledge| (pledge.treaty.clone(), Some(pledge.article.clone())));
    let rests: Rests = memberships.chain(pledges).collect();
    let day = on.map_or(String::new(), |on| format!(" --on {on}"));
    Ok(Answered {
        text: state_page::page(&form).markdown(),
        rests,
        truncated,
        again: Some(again(shared, format!("servanda state {}{day}", form.id))),
        form,
        world: None,
    })
}

/// Of which attacks.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct WhichConflicts {
    /// On which day (`YYYY-MM-DD`).
    #[schemars(length(max = 100))]
    on: String,
    /// Only attacks on this state.
    #[serde(default)]
    #[schemars(length(max = 2000))]
    target: Option<String>,
    /// Only attacks by this state.
    #[serde(default)]
    #[schemars(length(max = 2000))]
    by: Option<String>,
    /// Priorities opted into: `un-charter-103`, `lex-posterior`, `lex-specialis`.
    #[serde(default)]
    #[schemars(length(max = 100))]
    prefer: Vec<String>,
    /// At most so many attacks: 200 unless said otherwise, never more than 1000.
    #[serde(default)]
    #[schemars(range(min = 1, max = 1000))]
    rows: Option<usize>,
}

fn conflicts(shared: &Shared, which: &WhichConflicts) -> Result<Answered<ConflictsForm>, Problem> {
    let world = shared.desk.world;
    let on = named::day(world, "on", which.on.trim())?;
    let one = |option: &str, name: Option<&String>| {
        said(name).map(|name| named::actor(world, option, &name, Some(on))).transpose()
    };
    let (target, by) = (one("target", which.target.as_ref())?, one("by", which.by.as_ref())?);
    if target.is_some() && target == by {
        let words = "`target` and `by` are the same; name two different states";
        return Err(Problem::new(StatusCode::BAD_REQUEST, words));
    }
    let prefer = named::preferences(&which.prefer)?;
    let scope = Scope { on, target, by, prefer };
    let mut found = survey::conflicts(&shared.desk.engine, &scope);
    let rows: usize = found.found.iter().map(|one| one.attacks.len()).sum();
    let most = most(which.rows);
    let mut left = most;
    for one in &mut found.found {
        one.attacks.truncate(left);
        left -= one.attacks.len();
    }
    found.found.retain(|one| !one.attacks.is_empty());
    let form = ConflictsForm::of(world, &scope, &found);
    let sides = form.conflicts.iter().flat_map(|one| [&one.conflict.one, &one.conflict.other]);
    let option = |name: &str, actor: Option<_>| {
        actor.map_or(String::new(), |actor| format!(" --{name} {}", world.id(actor)))
    };
    let prefer = which.prefer.iter().fold(String::new(), |all, word| all + " --prefer " + word);
    let (target, by) = (option("target", target), option("by", by));
    Ok(Answered {
        text: conflicts_page::page(world, &scope, &found).markdown(),
        rests: sides.map(|side| (side.treaty.clone(), Some(side.article.clone()))).collect(),
        truncated: (rows > most).then_some(Truncated { rows, given: most }),
        again: Some(again(shared, format!("servanda conflicts --on {on}{target}{by}{prefer}"))),
        form,
        world: None,
    })
}
