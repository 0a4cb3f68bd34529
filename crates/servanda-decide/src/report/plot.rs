//! A report as a picture: for each issue the actors' ranges and the models' outcomes on its scale, with
//! status quo, proposal and what happened. Readable in black and white: shapes and strokes differ, not
//! colors. The same report gives the same bytes.

use super::{DecideForm, IssueForm};
use crate::number::{short, tidy};
use servanda::answer::xml::Xml;

const STYLE: &str = "\
text{font-family:system-ui,sans-serif;font-size:12px;fill:#111}\
.bg{fill:#fff}.head{font-size:16px;font-weight:600}.part{font-size:13px;font-weight:600}\
.small{font-size:11px}.axis{stroke:#111;stroke-width:1}.quo{stroke:#111;stroke-dasharray:2 3}\
.proposal{stroke:#111;stroke-dasharray:8 4}.outcome{stroke:#111;stroke-width:3}\
.range{stroke:#111;stroke-width:1.5}.half{fill:#bbb;stroke:#111}.actor{stroke:#111;stroke-width:5}\
.point{fill:#111}.open{fill:#fff;stroke:#111;stroke-width:1.5}";

const LEFT: f64 = 190.0;
const PLOT: f64 = 560.0;
const ROW: f64 = 20.0;

/// The picture.
pub fn svg(form: &DecideForm) -> String {
    let rows = |issue: &IssueForm| form.actors.len() + issue.forecasts.len();
    let part = |issue: &IssueForm| 74.0 + ROW * crate::number::real(rows(issue));
    let height = 72.0 + form.issues.iter().map(part).sum::<f64>();
    let width = LEFT + PLOT + 40.0;
    let mut xml = Xml::new();
    let view = format!("0 0 {width} {height}");
    xml.open(
        "svg",
        &[
            ("xmlns", &"http://www.w3.org/2000/svg"),
            ("width", &width),
            ("height", &height),
            ("viewBox", &view),
            ("role", &"img"),
        ],
    );
    xml.leaf("title", &[], &form.title);
    xml.leaf("desc", &[], "Actors' positions and models' outcomes on the scale of each issue");
    xml.leaf("style", &[], STYLE);
    xml.empty("rect", &[("class", &"bg"), ("width", &width), ("height", &height)]);
    text(&mut xml, "head", 12.0, 26.0, &form.title);
    let legend = [
        "thin dashes: status quo; long dashes: proposal; thick upright: what happened; thick bar: an actor's range",
        "dot: outcome, open where the rule would not carry it; box and line: 50 and 90 of 100 draws",
    ];
    for (y, line) in [44.0, 59.0].into_iter().zip(legend) {
        text(&mut xml, "small", 12.0, y, line);
    }
    let mut top = 72.0;
    for (at, issue) in form.issues.iter().enumerate() {
        draw(&mut xml, form, at, issue, top);
        top += part(issue);
    }
    xml.finish()
}

fn text(xml: &mut Xml, class: &str, x: f64, y: f64, words: &str) {
    xml.leaf("text", &[("class", &class), ("x", &tidy(x)), ("y", &tidy(y))], words);
}

fn line(xml: &mut Xml, class: &str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
    let [x1, y1, x2, y2] = [x1, y1, x2, y2].map(|number| short(number, 1));
    xml.empty("line", &[("class", &class), ("x1", &x1), ("y1", &y1), ("x2", &x2), ("y2", &y2)]);
}

fn draw(xml: &mut Xml, form: &DecideForm, at: usize, issue: &IssueForm, top: f64) {
    let (low, high) = (issue.low.at, issue.high.at);
    let x = |number: f64| LEFT + PLOT * (number - low) / (high - low);
    text(xml, "part", 12.0, top + 18.0, &issue.question);
    let begin = top + 30.0;
    let rows = crate::number::real(form.actors.len() + issue.forecasts.len());
    let end = begin + ROW * rows + 6.0;
    let mut upright = |class: &str, number: f64| {
        line(xml, class, (x(number), begin), (x(number), end));
    };
    upright("quo", issue.status_quo.at);
    if let Some(proposal) = &issue.proposal {
        upright("proposal", proposal.at);
    }
    if let Some(outcome) = &issue.outcome {
        upright("outcome", outcome.at);
    }
    line(xml, "axis", (x(low), end), (x(high), end));
    for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
        let number = low + share * (high - low);
        line(xml, "axis", (x(number), end), (x(number), end + 4.0));
        text(xml, "small", x(number) - 8.0, end + 16.0, &short(number, 1));
    }
    let mut y = begin + 12.0;
    for actor in &form.actors {
        text(xml, "small", 12.0, y + 4.0, &actor.name);
        if let Some(input) = actor.positions.get(at) {
            line(xml, "actor", (x(input.low) - 2.0, y), (x(input.high) + 2.0, y));
        }
        y += ROW;
    }
    let drawn = form.draws.as_ref().and_then(|draws| draws.issues.get(at));
    for forecast in &issue.forecasts {
        text(xml, "small", 12.0, y + 4.0, &forecast.model);
        let model =
            drawn.and_then(|drawn| drawn.models.iter().find(|model| model.model == forecast.model));
        if let Some([_, q05, q25, _, q75, q95, _]) =
            model.and_then(|model| <[f64; 7]>::try_from(model.outcomes.as_slice()).ok())
        {
            line(xml, "range", (x(q05), y), (x(q95), y));
            let (left, wide) = (short(x(q25), 1), short(x(q75) - x(q25), 1));
            let (above, tall) = (short(y - 5.0, 1), "10");
            let box_at: [(&str, &dyn std::fmt::Display); 5] = [
                ("class", &"half"),
                ("x", &left),
                ("y", &above),
                ("width", &wide),
                ("height", &tall),
            ];
            xml.empty("rect", &box_at);
        }
        let class = if forecast.carried { "point" } else { "open" };
        let (cx, cy) = (short(x(forecast.outcome), 1), short(y, 1));
        xml.empty("circle", &[("class", &class), ("cx", &cx), ("cy", &cy), ("r", &"4")]);
        y += ROW;
    }
}
