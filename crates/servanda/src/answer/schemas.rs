//! The published schemas of the JSON documents that answers come as, by name. A table, not logic.

use super::coders::CodersForm;
use super::compare::AnswerDiff;
use super::compare_treaties::TreatyDiff;
use super::conformance_form::PackForm;
use super::import_form::ImportForm;
use super::members_form::MembersForm;
use super::pledges::PledgesForm;
use super::state_form::StateForm;
use super::states_form::StatesForm;
use super::survey::ConflictsForm;
use super::timeline::{LedgerForm, TimelineForm};
use super::treaty_form::{TreatiesForm, TreatyForm};
use schemars::schema_for;
use serde_json::Value;

/// Name of a document and the function that gives its schema.
pub type Published = (&'static str, fn() -> Value);

/// Every published schema, by name.
pub const ALL: &[Published] = &[
    ("answer", super::form::schema),
    ("answer-diff", || schema_for!(AnswerDiff).to_value()),
    ("coders", || schema_for!(CodersForm).to_value()),
    ("conformance", || schema_for!(PackForm).to_value()),
    ("conflicts", || schema_for!(ConflictsForm).to_value()),
    ("import", || schema_for!(ImportForm).to_value()),
    ("ledger", || schema_for!(LedgerForm).to_value()),
    ("members", || schema_for!(MembersForm).to_value()),
    ("pledges", || schema_for!(PledgesForm).to_value()),
    ("state", || schema_for!(StateForm).to_value()),
    ("states", || schema_for!(StatesForm).to_value()),
    ("timeline", || schema_for!(TimelineForm).to_value()),
    ("treaties", || schema_for!(TreatiesForm).to_value()),
    ("treaty", crate::syntax::json::schema),
    ("treaty-diff", || schema_for!(TreatyDiff).to_value()),
    ("treaty-facts", || schema_for!(TreatyForm).to_value()),
];
