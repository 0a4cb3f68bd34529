//! Treaties: the list, and one of them with its members, articles and record.

use crate::assets;
use crate::call::Call;
use crate::desk::Desk;
use crate::made::{Form, Made};
use crate::params::{OnDay, said};
use crate::problem::Problem;
use servanda::answer::treaty_form::{self, TreatyForm};
use servanda::answer::{grid, treaty_page};
use servanda::request::named;
use servanda_pages::{sheet, shell};

/// Forms of the list.
pub(crate) const LIST: &[Form] = &[Form::Html, Form::Json, Form::Csv, Form::Md];
/// Forms of one treaty.
pub(crate) const ONE: &[Form] = &[Form::Html, Form::Json, Form::Md];

/// The list of treaties.
pub(crate) fn list(desk: &Desk, params: &OnDay, call: &Call) -> Result<Made, Problem> {
    let on = named::some_day(desk.world, "on", said(params.on.as_ref()).as_ref())?;
    let form = treaty_form::list(desk.world, on);
    Ok(match call.form {
        Form::Html => page(desk, call, LIST, &treaty_page::list(&form)),
        Form::Csv => {
            Made::text(call.form, grid::render(treaty_page::COLUMNS, &treaty_page::rows(&form)))
        }
        Form::Md => Made::text(call.form, treaty_page::list(&form).markdown()),
        _ => Made::json(&form)?,
    })
}

/// One treaty.
pub(crate) fn one(desk: &Desk, id: &str, params: &OnDay, call: &Call) -> Result<Made, Problem> {
    let on = named::some_day(desk.world, "on", said(params.on.as_ref()).as_ref())?;
    let form = TreatyForm::of(desk.world, named::treaty(desk.world, id)?, on);
    Ok(match call.form {
        Form::Html => page(desk, call, ONE, &treaty_page::page(&form)),
        Form::Md => Made::text(call.form, treaty_page::page(&form).markdown()),
        _ => Made::json(&form)?,
    })
}

fn page(desk: &Desk, call: &Call, forms: &[Form], page: &servanda::answer::sheet::Sheet) -> Made {
    let frame = shell::Frame {
        title: &page.title,
        room: "Treaties",
        twins: call.twins(forms),
        lasting: Some(call.lasting(desk)),
        scripts: Vec::new(),
        style: assets::style(),
        data: &desk.data,
    };
    Made::text(Form::Html, shell::page(&frame, &sheet::page(page)).into_string())
}
