//! The comparison as an SVG picture: for each factor, how many come and how likely it is that nobody does.
//! Organizations differ by the shape and filling of their marks, so that it can be read in black and white.

use crate::form::{Factor, ForeseeForm};
use servanda::answer::xml::Xml;

const LABEL: f64 = 170.0;
const PLOT: f64 = 300.0;
const GAP: f64 = 40.0;
const ROW: f64 = 40.0;
const TOP: f64 = 92.0;
const STYLE: &str = "text{font-family:system-ui,sans-serif;font-size:12px;fill:#000}\
    .head{font-size:15px;font-weight:600}.small{font-size:11px}.bg{fill:#fff}\
    .axis{stroke:#999;stroke-width:1}.span{stroke:#000;stroke-width:1.5}\
    .first{fill:#000;stroke:#000}.second{fill:#fff;stroke:#000;stroke-width:1.5}";

/// Draws the factors of one organization, or of two side by side.
pub fn picture(form: &ForeseeForm) -> String {
    let names: Vec<&str> = form
        .organizations
        .first()
        .map(|one| one.factors.iter().map(|factor| factor.factor.as_str()).collect())
        .unwrap_or_default();
    let all = || form.organizations.iter().flat_map(|one| &one.factors);
    let most = all().map(|factor| factor.span[1].max(factor.called)).fold(1.0, f64::max).ceil();
    let (width, height) = (LABEL + 2.0 * PLOT + GAP + 40.0, TOP + ROW * names.len() as f64 + 50.0);
    let mut xml = Xml::new();
    let view = format!("0 0 {width} {height}");
    let svg: [(&str, &dyn std::fmt::Display); 5] = [
        ("xmlns", &"http://www.w3.org/2000/svg"),
        ("width", &width),
        ("height", &height),
        ("viewBox", &view),
        ("role", &"img"),
    ];
    xml.open("svg", &svg);
    xml.leaf("title", &[], &form.question);
    xml.leaf("desc", &[], &form.answer.join(" "));
    xml.leaf("style", &[], STYLE);
    xml.empty("rect", &[("class", &"bg"), ("width", &width), ("height", &height)]);
    xml.leaf("text", &[("class", &"head"), ("x", &12), ("y", &24)], &form.question);
    legend(&mut xml, form);
    let bottom = TOP + ROW * names.len() as f64;
    let left = LABEL + PLOT + GAP;
    axis(&mut xml, LABEL, bottom, most, "helpers on average, with 5 and 95 % of draws");
    axis(&mut xml, left, bottom, 1.0, "chance that nobody comes");
    for (row, name) in names.iter().enumerate() {
        let y = TOP + ROW * (row as f64 + 0.5);
        xml.leaf("text", &[("x", &12), ("y", &(y + 4.0))], name);
        for (at, one) in form.organizations.iter().enumerate() {
            let Some(factor) = one.factors.iter().find(|factor| factor.factor == *name) else {
                continue;
            };
            let y = y + if form.organizations.len() > 1 { 14.0 * (at as f64 - 0.5) } else { 0.0 };
            marks(&mut xml, factor, at, y, most);
        }
    }
    xml.finish()
}

fn legend(xml: &mut Xml, form: &ForeseeForm) {
    for (at, one) in form.organizations.iter().enumerate() {
        let x = LABEL + (PLOT + GAP) * at as f64;
        mark(xml, at, x, 44.0);
        let words = format!("{}, {} members on {}", one.treaty, one.members.len(), form.from);
        xml.leaf("text", &[("x", &(x + 10.0)), ("y", &48)], &words);
    }
}

fn axis(xml: &mut Xml, left: f64, bottom: f64, most: f64, title: &str) {
    xml.leaf("text", &[("class", &"small"), ("x", &left), ("y", &(TOP - 12.0))], title);
    for step in 0..=4 {
        let share = f64::from(step) / 4.0;
        let x = left + PLOT * share;
        let line: [(&str, &dyn std::fmt::Display); 5] =
            [("class", &"axis"), ("x1", &x), ("x2", &x), ("y1", &TOP), ("y2", &bottom)];
        xml.empty("line", &line);
        let words = format!("{}", most * share);
        let y = bottom + 16.0;
        xml.leaf(
            "text",
            &[("class", &"small"), ("text-anchor", &"middle"), ("x", &x), ("y", &y)],
            &words,
        );
    }
}

fn marks(xml: &mut Xml, factor: &Factor, at: usize, y: f64, most: f64) {
    let x = |value: f64| format!("{:.1}", LABEL + PLOT * value / most);
    let (low, high) = (x(factor.span[0]), x(factor.span[1]));
    let span: [(&str, &dyn std::fmt::Display); 5] =
        [("class", &"span"), ("x1", &low), ("x2", &high), ("y1", &y), ("y2", &y)];
    xml.empty("line", &span);
    mark(xml, at, LABEL + PLOT * factor.helpers / most, y);
    mark(xml, at, LABEL + PLOT + GAP + PLOT * factor.nobody, y);
}

/// A filled circle for the first, an empty square for the second.
fn mark(xml: &mut Xml, at: usize, x: f64, y: f64) {
    if at == 0 {
        let x = format!("{x:.1}");
        xml.empty("circle", &[("class", &"first"), ("cx", &x), ("cy", &y), ("r", &4.5)]);
    } else {
        let (x, y) = (format!("{:.1}", x - 4.5), y - 4.5);
        let square: [(&str, &dyn std::fmt::Display); 5] =
            [("class", &"second"), ("x", &x), ("y", &y), ("width", &9), ("height", &9)];
        xml.empty("rect", &square);
    }
}
