//! The parties and duties of an answer as a graph: Graphviz (`dot`) and GraphML. Knows the answer as
//! data; the same answer gives the same bytes.

use super::form::Answer;
use super::xml::Xml;
use crate::syntax::vocabulary::Verdict;
use std::collections::BTreeMap;
use std::fmt::{Display, Write as _};

/// A graph of parties and duties.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    /// What it shows.
    pub title: String,
    /// Id and name of each party, target and actor, by id.
    pub nodes: BTreeMap<String, String>,
    /// What one does to, or owes, another.
    pub edges: Vec<Edge>,
}

/// One edge.
#[derive(Clone, Debug)]
pub struct Edge {
    /// Whose duty, or who acts.
    pub from: String,
    /// Toward whom.
    pub to: String,
    /// must, may, must_not, depends, none; or `event`.
    pub verdict: &'static str,
    /// The act, or the event.
    pub act: String,
    /// The treaty; empty for an event.
    pub treaty: String,
    /// The article.
    pub article: String,
    /// The norm.
    pub norm: String,
    /// `coded, not text`, for a treaty that is.
    pub basis: Option<&'static str>,
    /// In which round of a cascade.
    pub round: usize,
    /// What it depends on, or why not.
    pub note: String,
}

impl Graph {
    /// The graph of an answer. `name` gives the name of a party that has no row of its own.
    pub fn of(answer: &Answer, name: impl Fn(&str) -> String) -> Graph {
        let question = &answer.question;
        let mut graph = Graph { title: question.text.clone(), ..Graph::default() };
        let target = question.target.clone();
        let actors = question.actor.iter().flat_map(|actors| actors.split('+'));
        for actor in actors {
            if let Some(target) = &target {
                graph.event(actor, target, question.kind.word(), 0);
            }
        }
        for round in answer.rounds.iter().flatten() {
            for event in &round.events {
                if let (Some(actor), Some(target)) = (&event.actor, &event.target) {
                    graph.event(actor, target, event.kind.word(), round.round);
                }
            }
        }
        for row in &answer.answers {
            // A duty toward nobody in particular is drawn toward whom the event befalls.
            let to = row.toward.clone().or(target.clone()).unwrap_or_else(|| row.party.clone());
            let sets: Vec<String> = row.depends_on.iter().map(|set| set.join(" & ")).collect();
            graph.edges.push(Edge {
                from: row.party.clone(),
                to,
                verdict: row.verdict.word(),
                act: row.act.word().to_owned(),
                treaty: row.treaty.clone(),
                article: row.article.clone().unwrap_or_default(),
                norm: row.norm.clone().unwrap_or_default(),
                basis: row.basis,
                round: row.round.unwrap_or_default(),
                note: match row.verdict {
                    Verdict::Depends => sets.join(" | "),
                    _ => row.why_not.clone().unwrap_or_default(),
                },
            });
            graph.nodes.insert(row.party.clone(), row.name.clone());
        }
        let ends: Vec<String> =
            graph.edges.iter().flat_map(|edge| [edge.from.clone(), edge.to.clone()]).collect();
        for id in ends.into_iter().chain(target) {
            graph.nodes.entry(id.clone()).or_insert_with(|| name(&id));
        }
        graph
    }

    fn event(&mut self, from: &str, to: &str, kind: &str, round: usize) {
        self.edges.push(Edge {
            from: from.into(),
            to: to.into(),
            verdict: "event",
            act: kind.into(),
            treaty: String::new(),
            article: String::new(),
            norm: String::new(),
            basis: None,
            round,
            note: String::new(),
        });
    }

    /// The graph for Graphviz.
    pub fn dot(&self) -> String {
        let mut out = String::from("digraph servanda {\n");
        let _ = writeln!(out, "  graph [label={}, labelloc=t, rankdir=LR];", quoted(&self.title));
        out.push_str("  node [shape=box, style=rounded];\n");
        for (id, name) in &self.nodes {
            let _ = writeln!(out, "  {} [label={}];", quoted(id), quoted(name));
        }
        for edge in &self.edges {
            let style = match edge.verdict {
                "must" => "color=\"#b42318\", penwidth=2",
                "may" => "color=\"#2f7d4f\"",
                "must_not" => "color=\"#7a3e9d\", arrowhead=tee",
                "depends" => "color=\"#a15c07\", style=dashed",
                "none" => "color=\"#8a8a8a\", style=dotted",
                _ => "color=black, penwidth=3, arrowhead=vee",
            };
            let _ = writeln!(
                out,
                "  {} -> {} [label={}, tooltip={}, {style}];",
                quoted(&edge.from),
                quoted(&edge.to),
                quoted(&edge.label()),
                quoted(&edge.note)
            );
        }
        out.push_str("}\n");
        out
    }

    /// The graph for network programs.
    pub fn graphml(&self) -> String {
        let mut xml = Xml::new();
        xml.open("graphml", &[("xmlns", &"http://graphml.graphdrawing.org/xmlns")]);
        xml.empty("key", &key(&"name", &"node", &"string"));
        for attribute in ["verdict", "act", "treaty", "article", "norm", "note"] {
            xml.empty("key", &key(&attribute, &"edge", &"string"));
        }
        xml.empty("key", &key(&"round", &"edge", &"int"));
        xml.open("graph", &[("id", &"answer"), ("edgedefault", &"directed")]);
        xml.leaf("desc", &[], &self.title);
        for (id, name) in &self.nodes {
            xml.open("node", &[("id", id)]);
            xml.leaf("data", &[("key", &"name")], name);
            xml.close();
        }
        for (index, edge) in self.edges.iter().enumerate() {
            let id = format!("e{index}");
            xml.open("edge", &[("id", &id), ("source", &edge.from), ("target", &edge.to)]);
            let fields = [
                ("verdict", edge.verdict),
                ("act", &edge.act),
                ("treaty", &edge.treaty),
                ("article", &edge.article),
                ("norm", &edge.norm),
                ("note", &edge.note),
            ];
            for (name, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
                xml.leaf("data", &[("key", name)], value);
            }
            xml.leaf("data", &[("key", &"round")], &edge.round.to_string());
            xml.close();
        }
        xml.finish()
    }
}

impl Edge {
    /// "must aid, CST art. 4".
    pub fn label(&self) -> String {
        let act = self.act.replace('_', " ");
        if self.verdict == "event" {
            return act;
        }
        let verdict = self.verdict.replace('_', " ");
        let article = match self.article.as_str() {
            "" => String::new(),
            label => format!(" art. {label}"),
        };
        let round = if self.round > 0 { format!(" [round {}]", self.round) } else { String::new() };
        let basis = self.basis.map_or(String::new(), |basis| format!(" ({basis})"));
        format!("{verdict} {act}, {}{article}{basis}{round}", self.treaty)
    }
}

fn key<'a>(
    name: &'a dyn Display,
    on: &'a &'a str,
    kind: &'a &'a str,
) -> [(&'a str, &'a dyn Display); 4] {
    [("id", name), ("for", on), ("attr.name", name), ("attr.type", kind)]
}

/// A string as Graphviz takes it.
fn quoted(text: &str) -> String {
    let plain = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', " ");
    format!("\"{plain}\"")
}
