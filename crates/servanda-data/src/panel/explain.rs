//! Why a cell of a panel is what it is: the source and its file, the alliances or rows behind the value,
//! the rule; and for pledges what the treaties of the corpus say of the same cell, side by side. Knows
//! panels and treaties; opens no file and prints nothing.

mod ask;
mod atop;
mod corpus;
mod page;

pub use ask::Ask;
pub use corpus::{CorpusView, corpus_view};

use super::fault::PanelFault;
use super::frame::{About, Panel, Stamp};
use super::plan::{Subject, system_name, system_word};
use super::read::{Cell, Frame, value};
use super::source::{Column, Source};
use super::unit::{Of, Rule, Step};
use super::work::Work;
use serde::Serialize;
use servanda::model::World;
use servanda::time::{Day, Interval};

/// What a reason does for the value.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// It makes the value.
    Counts,
    /// It is there in the period and leaves the value as it is.
    Silent,
    /// It makes the value unknown.
    Unknown,
    /// It is not there in the period, and comes nearest.
    Nearest,
    /// Why there is no value: the data do not speak of it.
    Outside,
    /// How the value is to be read.
    Note,
}

/// One reason of a cell.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Reason {
    /// What it does for the value.
    pub role: Role,
    /// What it is: `ATOP 4400`, `CST/4`.
    pub what: String,
    /// In a sentence.
    pub words: String,
    /// The first day on which it holds; none: from as far back as days go, or not dated.
    pub from: Option<Day>,
    /// The last day; none: open, or not dated.
    pub until: Option<Day>,
    /// The particulars, in order.
    pub facts: Vec<Fact>,
}

/// One particular of a reason.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Fact {
    /// Of what.
    pub name: String,
    /// In words.
    pub value: String,
}

impl Reason {
    /// A reason without days and particulars.
    pub fn new(role: Role, what: impl Into<String>, words: impl Into<String>) -> Reason {
        let (what, words) = (what.into(), words.into());
        Reason { role, what, words, from: None, until: None, facts: Vec::new() }
    }

    /// The same on some days.
    #[must_use]
    pub fn during(mut self, days: Interval) -> Reason {
        self.from = Some(days.from).filter(|day| day.is_known());
        self.until = Some(days.end).filter(|day| day.is_known()).map(|_| days.last());
        self
    }

    /// The same with one particular more.
    #[must_use]
    pub fn fact(mut self, name: impl Into<String>, value: impl Into<String>) -> Reason {
        self.facts.push(Fact { name: name.into(), value: value.into() });
        self
    }
}

/// A value, or which kind of none.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct CellForm {
    /// `value`, `unknown`, `outside` or `no row`.
    pub state: &'static str,
    /// The value as text.
    pub value: Option<String>,
}

impl From<&Cell> for CellForm {
    fn from(cell: &Cell) -> CellForm {
        let (state, value) = match cell {
            Cell::Value(value) => ("value", Some(value.to_string())),
            Cell::Unknown => ("unknown", None),
            Cell::Outside => ("outside", None),
        };
        CellForm { state, value }
    }
}

/// A cell of a file, with what the file says of itself.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct InFrame {
    /// The file's name.
    pub file: String,
    /// The cell as it stands there.
    pub cell: CellForm,
    /// What the file says of itself.
    pub about: About,
    /// Where the file and the data at hand do not fit each other.
    pub warnings: Vec<String>,
}

/// Why a cell is what it is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Explanation {
    /// `servanda/panel-cell/1`.
    pub schema: &'static str,
    /// The cell: subject, time and column.
    pub cell: String,
    /// Whom the numbers mean.
    pub names: Vec<String>,
    /// The unit of the row.
    pub unit: String,
    /// The list of states.
    pub system: &'static str,
    /// Which periods count.
    pub rule: &'static str,
    /// The first day of the period.
    pub from: Day,
    /// The last day.
    pub to: Day,
    /// The value, from the data at hand; none where only a frame was given.
    pub value: Option<CellForm>,
    /// What a value of the column means.
    pub meaning: Option<String>,
    /// The source of the column.
    pub source: Option<String>,
    /// The file that it was read from.
    pub stamp: Option<Stamp>,
    /// The works to cite.
    pub works: Vec<Work>,
    /// The rule, in words.
    pub rule_in_words: String,
    /// Why.
    pub reasons: Vec<Reason>,
    /// What the treaties of the corpus say of the same.
    pub corpus: Option<CorpusView>,
    /// Where the two differ, in sentences.
    pub differences: Vec<String>,
    /// The cell in a file.
    pub frame: Option<InFrame>,
}

/// Explains a cell. The panel has the sources at hand, and covers the asked period; `frame` is a file
/// with its name, whose cell is shown beside.
///
/// # Errors
/// The column is of no source at hand and of no frame, or the frame is of another unit.
pub fn explain(
    world: &World,
    panel: &Panel,
    ask: &Ask,
    frame: Option<(&str, &Frame)>,
) -> Result<Explanation, PanelFault> {
    let scope = panel.plan().scope();
    let computed = ask.column.starts_with("servanda_");
    let source = panel.source_of(&ask.column);
    let in_frame = frame.is_some_and(|(_, frame)| frame.column(&ask.column).is_some());
    if source.is_none() && !computed && !in_frame {
        return Err(no_source(panel, &ask.column));
    }
    let mut told = Explanation::of(world, panel, ask);
    match panel.plan().only(&ask.subject).blocks().next() {
        None => told.no_row(panel, ask),
        Some(block) => {
            if let Some((source, column, stamp)) = source {
                told.by_source(source, column, stamp);
                told.works = panel.works_of(&ask.column).to_vec();
                told.value = panel.filled(&ask.column, &block).map(|(array, speaks)| {
                    let cell = match value(&array, 0) {
                        Some(value) => Cell::Value(value),
                        None if speaks => Cell::Unknown,
                        None => Cell::Outside,
                    };
                    CellForm::from(&cell)
                });
                told.reasons.extend(source.explain(&block, &ask.column));
            }
            told.corpus = corpus_view(world, &block, &ask.column);
            if let Some(view) = &told.corpus {
                if computed && source.is_none() {
                    told.source = Some("servanda".to_owned());
                    told.works.push(Work::program());
                    told.value = Some(view.cell(&ask.column, scope.rule));
                }
                told.differences = view.differences(world, &told.reasons);
            } else if computed && source.is_none() && !in_frame {
                return Err(PanelFault::new(
                    format!(
                        "the treaties are asked of two states and one of their acts, not of `{ask}`"
                    ),
                    "name two states and `servanda_aid`, `servanda_consult` or `servanda_neutral`",
                ));
            }
        }
    }
    if let Some((file, frame)) = frame {
        told.frame = Some(in_file(&told, ask, file, frame)?);
    }
    Ok(told)
}

impl Explanation {
    /// What is known of a cell before anything is asked of a source.
    fn of(world: &World, panel: &Panel, ask: &Ask) -> Explanation {
        let scope = panel.plan().scope();
        Explanation {
            schema: "servanda/panel-cell/1",
            cell: ask.to_string(),
            names: ask.names(world, panel.plan()),
            unit: scope.unit.to_string(),
            system: system_word(scope.system),
            rule: scope.rule.word(),
            from: scope.from,
            to: scope.to,
            value: None,
            meaning: None,
            source: None,
            stamp: None,
            works: Vec::new(),
            rule_in_words: in_words(scope.rule, scope.unit.step),
            reasons: Vec::new(),
            corpus: None,
            differences: Vec::new(),
            frame: None,
        }
    }

    fn by_source(&mut self, source: &dyn Source, column: &Column, stamp: Option<&Stamp>) {
        self.source = Some(source.name().to_owned());
        self.meaning = Some(column.meaning.clone());
        self.stamp = stamp.cloned();
    }

    /// Says of each state of the cell when the list has it.
    fn no_row(&mut self, panel: &Panel, ask: &Ask) {
        self.value = Some(CellForm { state: "no row", value: None });
        let list = system_name(panel.plan().scope().system);
        for code in ask.codes() {
            let member = panel.plan().members().iter().find(|member| member.code == code);
            let days = member.map_or(&[][..], |member| &member.days);
            let spans: Vec<String> = days.iter().map(|days| span(*days)).collect();
            let words = match spans.as_slice() {
                [] => format!("the {list} list has no state {code}"),
                spans => format!("the {list} list has {code} {}", spans.join(" and ")),
            };
            self.reasons.push(Reason::new(Role::Outside, code.to_string(), words));
        }
    }
}

/// The cell as it stands in a file, with what does not fit.
fn in_file(
    told: &Explanation,
    ask: &Ask,
    file: &str,
    frame: &Frame,
) -> Result<InFrame, PanelFault> {
    let about = frame.about().clone();
    let key = ask.key(frame)?;
    let cell = frame.cell(&key, &ask.column)?;
    let cell = cell.as_ref().map_or(CellForm { state: "no row", value: None }, CellForm::from);
    let mut warnings = Vec::new();
    let added = about.sources.iter().find(|added| added.columns.contains(&ask.column));
    if let (Some(now), Some(then)) = (&told.stamp, added.and_then(|added| added.stamp.as_ref()))
        && now.blake3 != then.blake3
    {
        warnings.push(format!(
            "the frame was made from `{}` ({}, BLAKE3 {}), and `{}` ({}, BLAKE3 {}) is another file: \
             the reasons below are those of the second",
            then.file,
            version(then),
            short(&then.blake3),
            now.file,
            version(now),
            short(&now.blake3)
        ));
    }
    if let Some(value) = &told.value
        && *value != cell
    {
        let said = |cell: &CellForm| cell.value.clone().unwrap_or_else(|| cell.state.to_owned());
        warnings.push(format!(
            "the frame has `{}`, and the data at hand give `{}`",
            said(&cell),
            said(value)
        ));
    }
    Ok(InFrame { file: file.to_owned(), cell, about, warnings })
}

fn version(stamp: &Stamp) -> String {
    match stamp.version.as_str() {
        "" => "no version".to_owned(),
        version => format!("version {version}"),
    }
}

/// The beginning of a hash: enough to tell two files apart.
pub(super) fn short(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}

/// Days as words; the last one is included.
pub(super) fn span(days: Interval) -> String {
    match (days.from.is_known(), days.end.is_known()) {
        (false, false) => "at all times".to_owned(),
        (true, false) => format!("from {} on", days.from),
        (false, true) => format!("until {}", days.last()),
        (true, true) => format!("from {} to {}", days.from, days.last()),
    }
}

/// The rule of a panel in words.
fn in_words(rule: Rule, step: Step) -> String {
    let share = rule == Rule::ShareOfDays;
    if step == Step::Day && !share {
        return "what held on the day counts for it".to_owned();
    }
    let step = step.word();
    match rule {
        Rule::Any => format!("what held on any day of the {step} counts for it"),
        Rule::First => format!("what held on the first day of the {step} counts for it"),
        Rule::Last => format!("what held on the last day of the {step} counts for it"),
        Rule::Exact => format!("what held on every day of the {step} counts for it"),
        Rule::ShareOfDays => format!("the value is the share of the {step}'s days"),
    }
}

fn no_source(panel: &Panel, column: &str) -> PanelFault {
    if let Some(name) = column.strip_prefix("atop_") {
        return PanelFault::new(
            format!("`{column}` comes from ATOP, and no file of it is given"),
            format!("add `--add atop=FILE` with ATOP's member file, for the promise `{name}`"),
        );
    }
    let schema = panel.schema();
    let names: Vec<&str> = schema.fields().iter().map(|field| field.name().as_str()).collect();
    let near = servanda::syntax::diagnostic::did_you_mean(column, names.iter().copied());
    PanelFault::new(
        format!("no source at hand has the column `{column}`"),
        match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                "give its source with `--add NAME=FILE`, or the frame with `--frame FILE`".into()
            }
        },
    )
}

/// Whether a subject fits a unit.
pub(super) fn fits(subject: &Subject, of: Of) -> bool {
    matches!(
        (subject, of),
        (Subject::State(_), Of::State)
            | (Subject::Pair(..), Of::Dyad | Of::DirectedDyad)
            | (Subject::Alliance(_), Of::Alliance)
            | (Subject::Membership(..), Of::AllianceMember)
    )
}
