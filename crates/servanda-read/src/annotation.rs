//! A reading as W3C Web Annotations (JSON-LD): each proposal with both selectors of its words.

use super::form::ReadingForm;
use super::proposal::Reading;
use serde_json::{Value, json};

/// The annotation collection of a reading.
pub fn annotations(reading: &Reading) -> Value {
    let form = ReadingForm::of(reading);
    let items: Vec<Value> = form
        .proposals
        .iter()
        .map(|one| {
            json!({
                "@context": "http://www.w3.org/ns/anno.jsonld",
                "id": format!("#{}", one.id),
                "type": "Annotation",
                "motivation": "classifying",
                "body": {
                    "type": "Dataset",
                    "schema:kind": one.kind,
                    "schema:fields": one.fields,
                    "schema:confidence": one.confidence,
                    "schema:rule": one.rule,
                },
                "target": {
                    "source": form.source,
                    "selector": [
                        {"type": "TextPositionSelector", "start": one.span.start, "end": one.span.end},
                        {"type": "TextQuoteSelector", "exact": one.span.exact, "prefix": one.span.prefix, "suffix": one.span.suffix},
                    ],
                },
            })
        })
        .collect();
    json!({
        "@context": ["http://www.w3.org/ns/anno.jsonld", {"schema": "urn:servanda:reading:1:"}],
        "type": "AnnotationPage",
        "items": items,
    })
}
