//! A small validator of JSON Schema: the words that our published schemas use, and no others. (A
//! full one would cost 42 more packages.) A word it does not know is a failure, never a pass.

use serde_json::Value;

/// The first thing in `value` that the schema forbids, with its path.
pub fn misfit(schema: &Value, value: &Value) -> Option<String> {
    check(schema, schema, value, "$")
}

fn check(root: &Value, schema: &Value, value: &Value, path: &str) -> Option<String> {
    let words = match schema {
        Value::Bool(true) => return None,
        Value::Object(words) => words,
        _ => return Some(format!("{path}: nothing may stand here")),
    };
    words.iter().find_map(|(word, rule)| match word.as_str() {
        "$schema" | "$defs" | "title" | "description" | "default" | "format" => None,
        "$ref" => {
            let pointer = rule.as_str()?.trim_start_matches('#');
            let Some(target) = root.pointer(pointer) else {
                return Some(format!("{path}: the schema has no {pointer}"));
            };
            check(root, target, value, path)
        }
        "type" => {
            let fits = |kind: &Value| kind.as_str().is_some_and(|kind| is_of(kind, value));
            let fits = rule.as_array().map_or_else(|| fits(rule), |kinds| kinds.iter().any(fits));
            (!fits).then(|| format!("{path}: {value} is not of type {rule}"))
        }
        "const" => (rule != value).then(|| format!("{path}: {value} is not {rule}")),
        "enum" => {
            let listed = rule.as_array()?.contains(value);
            (!listed).then(|| format!("{path}: {value} is none of {rule}"))
        }
        "minimum" | "maximum" => {
            let (number, limit) = (value.as_f64()?, rule.as_f64()?);
            let fits = if word == "minimum" { number >= limit } else { number <= limit };
            (!fits).then(|| format!("{path}: {value} is beyond the {word} {rule}"))
        }
        "required" => {
            let fields = value.as_object()?;
            let names = rule.as_array()?.iter().filter_map(Value::as_str);
            let missing = names.into_iter().find(|name| !fields.contains_key(*name));
            missing.map(|name| format!("{path}: `{name}` is missing"))
        }
        "properties" => rule.as_object()?.iter().find_map(|(name, rule)| {
            check(root, rule, value.get(name)?, &format!("{path}.{name}"))
        }),
        "additionalProperties" => {
            let known = schema.get("properties").and_then(Value::as_object);
            value.as_object()?.iter().find_map(|(name, field)| {
                let known = known.is_some_and(|known| known.contains_key(name));
                if known { None } else { check(root, rule, field, &format!("{path}.{name}")) }
            })
        }
        "items" => value
            .as_array()?
            .iter()
            .enumerate()
            .find_map(|(index, item)| check(root, rule, item, &format!("{path}[{index}]"))),
        "allOf" => rule.as_array()?.iter().find_map(|rule| check(root, rule, value, path)),
        "anyOf" | "oneOf" => {
            let tried: Vec<Option<String>> =
                rule.as_array()?.iter().map(|rule| check(root, rule, value, path)).collect();
            let fit = tried.iter().filter(|misfit| misfit.is_none()).count();
            let enough = if word == "oneOf" { fit == 1 } else { fit > 0 };
            (!enough).then(|| format!("{path}: {fit} forms of {word} fit {value}: {tried:?}"))
        }
        other => Some(format!("{path}: the validator does not know `{other}`")),
    })
}

fn is_of(kind: &str, value: &Value) -> bool {
    match kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    }
}

#[test]
fn the_validator_tells_what_does_not_fit() {
    let schema = serde_json::json!({
        "type": "object", "required": ["kind"], "additionalProperties": false,
        "properties": {"kind": {"enum": ["a", "b"]}, "list": {"type": "array", "items": {"type": "string"}}}
    });
    for (value, fits) in [
        (serde_json::json!({"kind": "a", "list": ["x"]}), true),
        (serde_json::json!({"list": []}), false),
        (serde_json::json!({"kind": "c"}), false),
        (serde_json::json!({"kind": "a", "list": [1]}), false),
        (serde_json::json!({"kind": "a", "more": 1}), false),
    ] {
        assert_eq!(misfit(&schema, &value).is_none(), fits, "{value}");
    }
}
