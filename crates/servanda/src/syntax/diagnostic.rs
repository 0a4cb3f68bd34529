//! What is wrong with a text, where, against what, and what to write instead.
//!
//! Diagnostics are data; `render` lays them out for people and `answer` never sees them.

use super::fix::{Edit, Fix};
use super::{Code, Severity, Source, Sources, Span};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

/// A place with a few words about it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Label {
    /// Where.
    pub at: Span,
    /// What about it.
    pub text: String,
}

/// One thing wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// Its kind.
    pub code: Code,
    /// The fault in one sentence, lower case, no full stop.
    pub message: String,
    /// The words at fault; `None` when no text is at fault (a missing folder).
    pub primary: Option<Label>,
    /// The words they contradict.
    pub others: Vec<Label>,
    /// What to write or do.
    pub help: Vec<String>,
    /// What else is worth knowing.
    pub notes: Vec<String>,
    /// Edits that mend it, the likeliest first.
    pub fixes: Vec<Fix>,
}

impl Diagnostic {
    /// A diagnostic at a place.
    pub fn at(code: Code, at: Span, message: impl Into<String>) -> Diagnostic {
        let primary = Some(Label { at, text: String::new() });
        Diagnostic { primary, ..Diagnostic::bare(code, message) }
    }

    /// A diagnostic without a place in a text.
    pub fn bare(code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            message: message.into(),
            primary: None,
            others: Vec::new(),
            help: Vec::new(),
            notes: Vec::new(),
            fixes: Vec::new(),
        }
    }

    /// Adds words under the primary place.
    #[must_use]
    pub fn saying(mut self, text: impl Into<String>) -> Diagnostic {
        if let Some(primary) = &mut self.primary {
            primary.text = text.into();
        }
        self
    }

    /// Adds the words it contradicts.
    #[must_use]
    pub fn against(mut self, at: Span, text: impl Into<String>) -> Diagnostic {
        self.others.push(Label { at, text: text.into() });
        self
    }

    /// Adds a remedy. One that asks ``did you mean `X`?`` also offers to write X.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Diagnostic {
        let text = text.into();
        if let Some(near) =
            text.strip_prefix("did you mean `").and_then(|rest| rest.split('`').next())
        {
            self = self.instead(&super::print::name(near));
        }
        self.help.push(text);
        self
    }

    /// Offers an edit.
    #[must_use]
    pub fn fix(mut self, title: impl Into<String>, edits: Vec<Edit>) -> Diagnostic {
        self.fixes.push(Fix { title: title.into(), edits });
        self
    }

    /// Offers other words for those at fault.
    #[must_use]
    pub fn instead(self, words: &str) -> Diagnostic {
        let Some(at) = self.primary.as_ref().map(|label| label.at) else { return self };
        self.fix(format!("write `{words}`"), vec![Edit::replace(at, words)])
    }

    /// Offers to take words or clauses out.
    #[must_use]
    pub fn without(self, at: Span, what: &str) -> Diagnostic {
        self.fix(format!("take {what} out"), vec![Edit::replace(at, "")])
    }

    /// Offers a line below a clause, one step further in where that clause begins something.
    #[must_use]
    pub fn below(self, at: Span, line: &str, deeper: bool) -> Diagnostic {
        self.fix(format!("add `{line}`"), vec![Edit::below(at, line, deeper)])
    }

    /// Adds a note.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Diagnostic {
        self.notes.push(text.into());
        self
    }

    /// How grave it is.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// Lays diagnostics out for a person, each followed by an empty line.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, color: bool, width: usize) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(width);
    let mut out = String::new();
    for diagnostic in diagnostics {
        out.push_str(&renderer.render(&report(diagnostic, sources)));
        out.push_str("\n\n");
    }
    out
}

fn report<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Vec<Group<'a>> {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(
        level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.id()),
    );
    let labels = diagnostic.primary.iter().map(|label| (label, AnnotationKind::Primary));
    let others = diagnostic.others.iter().map(|label| (label, AnnotationKind::Context));
    let mut files: Vec<u32> = Vec::new();
    let labels: Vec<_> = labels.chain(others).collect();
    for (label, _) in &labels {
        if !files.contains(&label.at.file) {
            files.push(label.at.file);
        }
    }
    for file in files {
        let Some(source) = sources.get(file) else { continue };
        let here = || labels.iter().filter(|(label, _)| label.at.file == file);
        let lines = lines_around(here().map(|(label, _)| clipped(label.at, &source.text)), source);
        let annotations = here().map(|(label, kind)| {
            let note = (!label.text.is_empty()).then_some(label.text.as_str());
            let at = clipped(label.at, &source.text);
            kind.span(at.start - lines.start..at.end - lines.start).label(note)
        });
        group = group.element(
            Snippet::source(source.text.get(lines.clone()).unwrap_or_default())
                .line_start(source.line_column(lines.start as u32).0)
                .path(source.name.as_str())
                .annotations(annotations),
        );
    }
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    for note in &diagnostic.notes {
        group = group.element(Level::NOTE.message(note.as_str()));
    }
    vec![group]
}

/// The whole lines from the first place to the last: the renderer goes through all it is given, and
/// a text may have a million lines.
fn lines_around(
    places: impl Iterator<Item = std::ops::Range<usize>>,
    source: &Source,
) -> std::ops::Range<usize> {
    let (mut start, mut end) = (source.text.len(), 0);
    for place in places {
        start = start.min(place.start);
        end = end.max(place.end);
    }
    let before = source.text.get(..start).unwrap_or_default();
    let after = source.text.get(end..).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    start..after.find('\n').map_or(source.text.len(), |at| end + at)
}

/// A span inside the text, at most to the end of its first line: a fault is shown where it begins.
fn clipped(span: Span, text: &str) -> std::ops::Range<usize> {
    let start = (span.start as usize).min(text.len());
    let end = (span.end as usize).clamp(start, text.len());
    let line_end = text.get(start..end).and_then(|words| words.find('\n'));
    start..line_end.map_or(end, |at| start + at)
}

/// One line for each: `file:line:column: error[SV0101]: message; help: ...`.
pub fn render_plain(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        if let Some(label) = &diagnostic.primary
            && let Some(source) = sources.get(label.at.file)
        {
            let (line, column) = source.line_column(label.at.start);
            out.push_str(&format!("{}:{line}:{column}: ", source.name));
        }
        let level = match diagnostic.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        out.push_str(&format!("{level}[{}]: {}", diagnostic.code.id(), diagnostic.message));
        for help in &diagnostic.help {
            out.push_str(&format!("; help: {help}"));
        }
        out.push('\n');
    }
    out
}

/// The same as JSON, one object for each diagnostic.
pub fn to_json(diagnostics: &[Diagnostic], sources: &Sources) -> serde_json::Value {
    let place = |label: &Label| {
        let source = sources.get(label.at.file);
        let (line, column) = source.map_or((0, 0), |source| source.line_column(label.at.start));
        serde_json::json!({
            "file": source.map(|source| source.name.clone()),
            "line": line,
            "column": column,
            "start": label.at.start,
            "end": label.at.end,
            "text": label.text,
        })
    };
    let items = diagnostics.iter().map(|diagnostic| {
        serde_json::json!({
            "code": diagnostic.code.id(),
            "severity": match diagnostic.severity() {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            "message": diagnostic.message,
            "at": diagnostic.primary.as_ref().map(place),
            "against": diagnostic.others.iter().map(place).collect::<Vec<_>>(),
            "help": diagnostic.help,
            "notes": diagnostic.notes,
        })
    });
    serde_json::json!({"schema": "servanda/diagnostics/1", "diagnostics": items.collect::<Vec<_>>()})
}

/// The word of `known` nearest to `word`, when it is near enough to be a slip.
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Nobody mistypes a hundred letters; to compare them all takes time.
    if word.len() > 100 {
        return None;
    }
    let lower = word.to_lowercase();
    let scored = known.into_iter().map(|candidate| {
        let other = candidate.to_lowercase();
        let distance = strsim::damerau_levenshtein(&lower, &other);
        // Of two as near, the one that begins the same: `wher` is `where`, not `when`.
        let same = lower.chars().zip(other.chars()).take_while(|(one, two)| one == two).count();
        ((distance, std::cmp::Reverse(same)), candidate)
    });
    let ((distance, _), best) = scored.min_by_key(|(score, _)| *score)?;
    let allowed = match word.chars().count() {
        0..=3 => 1,
        4..=6 => 2,
        _ => 3,
    };
    (distance <= allowed && distance < word.chars().count()).then_some(best)
}
