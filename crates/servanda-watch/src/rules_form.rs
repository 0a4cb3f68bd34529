//! The form of a file of rules, as a JSON Schema for editors. What decides is `rules.rs`.

use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The rules of `servanda watch`.
#[derive(Serialize, Deserialize, JsonSchema)]
#[schemars(title = "Rules of servanda watch", deny_unknown_fields)]
struct RulesForm {
    /// `servanda/watch-rules/1`.
    schema: String,
    /// The rules.
    rule: Vec<RuleForm>,
}

/// Which answers are alerts.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
struct RuleForm {
    /// Small letters, digits and `-`; part of the key of its alerts.
    #[schemars(regex(pattern = "^[a-z0-9-]{1,60}$"))]
    name: String,
    /// Whose duties, and whose events.
    who: Option<WhoForm>,
    /// Ids or titles of treaties; without them, all.
    treaties: Option<Vec<String>>,
    /// Without them, must and depends.
    verdicts: Option<Vec<VerdictForm>>,
    /// Triggers that the engine can be asked about, such as `armed attack`; without them, all.
    triggers: Option<Vec<String>>,
    /// How far the line of the mapping must be relied on; without it, medium.
    least_confidence: Option<ConfidenceForm>,
    /// The least number of independent mentions; without it, 1.
    #[schemars(range(min = 1, max = 1_000_000))]
    mentions: Option<u32>,
    /// For how long the rule is quiet after an alert.
    cool_down: Option<CoolDownForm>,
}

/// States and entities, by any name or code that a question may use.
#[derive(Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct WhoForm {
    /// Who owes.
    owe: Option<Vec<String>>,
    /// Who is acted upon.
    hit: Option<Vec<String>>,
    /// Who acts.
    attack: Option<Vec<String>>,
}

/// For how long a rule is quiet.
#[derive(Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct CoolDownForm {
    /// Days, by the days of batches.
    #[schemars(range(min = 1, max = 3650))]
    days: u32,
    /// case: for revisions of the same alert; pair: for other cases between the same two states.
    per: PerForm,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum PerForm {
    Case,
    Pair,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum ConfidenceForm {
    Weak,
    Medium,
    Strong,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum VerdictForm {
    Must,
    Depends,
    May,
    MustNot,
}

/// The schema.
pub fn schema() -> Value {
    schema_for!(RulesForm).to_value()
}
