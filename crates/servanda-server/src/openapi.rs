//! The API as OpenAPI 3.1, made from the same records as its routes.

use crate::endpoint::Endpoint;
use crate::problem;
use schemars::schema_for;
use serde_json::{Map, Value, json};

/// The description of the API.
pub(crate) fn document(endpoints: &[Endpoint]) -> Value {
    let mut schemas = Map::new();
    let problem = placed(&mut schemas, "Problem", schema_for!(problem::Problem).to_value());
    let mut paths: Map<String, Value> = Map::new();
    for endpoint in endpoints {
        let operation = operation(endpoint, &mut schemas, &problem);
        let path = paths.entry(endpoint.path).or_insert_with(|| json!({}));
        if let Some(path) = path.as_object_mut() {
            path.insert(endpoint.method.to_owned(), operation);
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "servanda",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "What treaties oblige whom to do, on a given day, and why. JSON is that of the command; \
                its schemas carry their own versions. Under `/at/DATA/` an address stays what it is.",
            "license": {"name": "MIT OR Apache-2.0"},
        },
        "paths": paths,
        "components": {"schemas": schemas},
    })
}

fn operation(endpoint: &Endpoint, schemas: &mut Map<String, Value>, problem: &Value) -> Value {
    let mut parameters = Vec::new();
    if let Some((about, example)) = endpoint.item {
        parameters.push(json!({
            "name": "name", "in": "path", "required": true, "description": about, "example": example,
            "schema": {"type": "string", "minLength": 1},
        }));
    }
    let properties = endpoint.query.get("properties").and_then(Value::as_object);
    for (name, schema) in properties.into_iter().flatten() {
        let about = schema.get("description").cloned().unwrap_or(Value::Null);
        parameters.push(json!({
            "name": name, "in": "query", "required": required(&endpoint.query, name),
            "description": about, "schema": plain(schema, &endpoint.query),
        }));
    }
    let (media, schema) = &endpoint.gives;
    let given = match schema.get("title") {
        Some(_) => placed(schemas, &title(schema), schema.clone()),
        None => schema.clone(),
    };
    let refused = |about: &str| json!({"description": about, "content": {problem::MEDIA: {"schema": problem}}});
    let mut responses = json!({
        "200": {"description": endpoint.summary, "content": {*media: {"schema": given}}},
        "400": refused("The words are not understood, are ambiguous, or contradict each other."),
        "403": refused("A page of another site may not send this."),
        "404": refused("There is nothing of this name."),
        "413": refused("More than is taken at once."),
        "421": refused("The server does not answer to this host name."),
        "429": refused("Too many requests from this address."),
        "503": refused("The answer takes too long, or too many are being worked out."),
    });
    if endpoint.method == "get"
        && let Some(responses) = responses.as_object_mut()
    {
        responses.insert("304".into(), json!({"description": "What the client has is still so."}));
    }
    let mut operation = json!({
        "operationId": endpoint.path.trim_start_matches("/api/v1/").replace(['/', '{', '}'], "_"),
        "summary": endpoint.summary,
        "description": endpoint.about,
        "parameters": parameters,
        "responses": responses,
    });
    if let (false, Some(operation)) = (endpoint.body.is_empty(), operation.as_object_mut()) {
        let mut content = Map::new();
        for (media, schema) in &endpoint.body {
            let taken = match schema.get("title") {
                Some(_) => placed(schemas, &title(schema), schema.clone()),
                None => schema.clone(),
            };
            content.insert((*media).to_owned(), json!({"schema": taken}));
        }
        operation.insert("requestBody".into(), json!({"required": true, "content": content}));
    }
    operation
}

fn required(query: &Value, name: &str) -> bool {
    let list = query.get("required").and_then(Value::as_array);
    list.is_some_and(|list| list.iter().any(|one| one == name))
}

/// A parameter's schema without null, which no query can say, and without references.
fn plain(schema: &Value, query: &Value) -> Value {
    let mut schema = match schema.get("$ref").and_then(Value::as_str) {
        Some(reference) => reference
            .strip_prefix("#")
            .and_then(|pointer| query.pointer(pointer))
            .cloned()
            .unwrap_or(Value::Null),
        None => schema.clone(),
    };
    if let Some(object) = schema.as_object_mut() {
        if let Some(kinds) = object.get("type").and_then(Value::as_array) {
            let kind = kinds.iter().find(|kind| *kind != "null").cloned().unwrap_or(Value::Null);
            object.insert("type".into(), kind);
        }
        if object.get("default") == Some(&Value::Null) {
            object.remove("default");
        }
        object.remove("description");
    }
    schema
}

/// The name of a schema among the components: its title without spaces.
fn title(schema: &Value) -> String {
    let title = schema.get("title").and_then(Value::as_str).unwrap_or("Text");
    title
        .split(|sign: char| !sign.is_ascii_alphanumeric())
        .map(servanda_pages::answer::capital)
        .collect()
}

/// Puts a schema among the components, its inner definitions beside it, and gives a reference to it.
fn placed(schemas: &mut Map<String, Value>, name: &str, mut schema: Value) -> Value {
    let inner = schema.as_object_mut().and_then(|object| {
        object.remove("$schema");
        object.remove("$defs")
    });
    // Names of inner definitions are those of types; two documents may each have a `RowForm` of its own.
    let prefix = format!("#/components/schemas/{name}.");
    moved(&mut schema, &prefix);
    if let Some(Value::Object(inner)) = inner {
        for (key, mut definition) in inner {
            moved(&mut definition, &prefix);
            schemas.insert(format!("{name}.{key}"), definition);
        }
    }
    schemas.insert(name.to_owned(), schema);
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// Points references at where the definitions are now.
fn moved(schema: &mut Value, prefix: &str) {
    match schema {
        Value::Object(object) => {
            for (key, value) in object.iter_mut() {
                match (key.as_str(), value.as_str()) {
                    ("$ref", Some(reference)) => {
                        *value = Value::from(reference.replace("#/$defs/", prefix));
                    }
                    _ => moved(value, prefix),
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|one| moved(one, prefix)),
        _ => {}
    }
}
