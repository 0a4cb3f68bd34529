//! Timelines and ledgers as SVG pictures, light and dark. Knows their forms and how wide letters
//! are; the same form gives the same bytes.

use super::timeline::{BarForm, LedgerForm, TimelineForm};
use super::timeline_page::{dates, last_day, rows_of, spell};
use super::xml::Xml;
use crate::time::Day;

/// Colors and type of every picture. Bars differ in pattern as well as in color, so that the
/// picture can be read in print and by the color-blind.
pub const STYLE: &str = "\
text{font-family:system-ui,sans-serif;font-size:12px;fill:#1c1c1c}\
.bg{fill:#ffffff}.head{font-size:16px;font-weight:600}.small{font-size:11px;fill:#555555}\
.axis{stroke:#bbbbbb;stroke-width:1}.treaty{fill:#6b7280}.membership{fill:#2563a8}\
.article{fill:#2f7d4f}.doubt{fill-opacity:.35}.suspension{fill:#ffffff;fill-opacity:.72;\
stroke:#b4530a;stroke-width:1.5;stroke-dasharray:4 3}.step{fill:#1c1c1c}\
.edge{stroke:#555555;stroke-width:1.5;fill:none}.box{fill:#f4f4f2;stroke:#888888}\
.must{stroke:#b42318}.may{stroke:#2f7d4f}.must_not{stroke:#7a3e9d}.depends{stroke:#a15c07}\
.none{stroke:#8a8a8a;stroke-dasharray:5 4}\
@media (prefers-color-scheme:dark){text{fill:#ececec}.bg{fill:#161616}.small{fill:#b0b0b0}\
.axis{stroke:#4a4a4a}.treaty{fill:#9aa3b0}.membership{fill:#6aa5e8}.article{fill:#67b98a}\
.suspension{fill:#161616;stroke:#f0a35c}.step{fill:#ececec}.edge{stroke:#b0b0b0}\
.box{fill:#232323;stroke:#777777}.must{stroke:#ff8a7a}.may{stroke:#67b98a}\
.must_not{stroke:#c79be6}.depends{stroke:#f0b35c}.none{stroke:#8a8a8a}}";

const LABEL: i32 = 150;
const PLOT: i32 = 560;
const TEXT: i32 = 430;
const ROW: i32 = 20;
const TOP: i32 = 64;

/// Where a picture is to stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Frame {
    /// In a file of its own, with its colors in it.
    Alone,
    /// Within a page, whose style sheet has the colors under `svg.picture`.
    Page,
}

/// Begins a picture: size, title and description for those who cannot see it, colors.
pub(super) fn begin(width: i32, height: i32, title: &str, about: &str) -> Xml {
    begin_in(Frame::Alone, width, height, title, about)
}

/// Begins a picture where it is to stand.
pub(super) fn begin_in(frame: Frame, width: i32, height: i32, title: &str, about: &str) -> Xml {
    let alone = frame == Frame::Alone;
    let mut xml = if alone { Xml::new() } else { Xml::default() };
    let view = format!("0 0 {width} {height}");
    let mut attributes: Vec<(&str, &dyn std::fmt::Display)> = vec![
        ("xmlns", &"http://www.w3.org/2000/svg"),
        ("width", &width),
        ("height", &height),
        ("viewBox", &view),
        ("role", &"img"),
    ];
    if !alone {
        attributes.push(("class", &"picture"));
    }
    xml.open("svg", &attributes);
    xml.leaf("title", &[], title);
    xml.leaf("desc", &[], about);
    if alone {
        xml.leaf("style", &[], STYLE);
    }
    xml.empty("rect", &[("class", &"bg"), ("width", &width), ("height", &height)]);
    xml
}

/// As many letters of a text as fit.
pub(super) fn fitted(text: &str, letters: usize) -> String {
    if text.chars().count() <= letters {
        return text.to_owned();
    }
    let head: String = text.chars().take(letters.saturating_sub(1)).collect();
    format!("{}\u{2026}", head.trim_end())
}

/// A timeline as a picture of its own.
pub fn timeline(form: &TimelineForm) -> String {
    timeline_in(Frame::Alone, form)
}

/// A timeline as a picture.
pub fn timeline_in(frame: Frame, form: &TimelineForm) -> String {
    let title = format!("{}: {}", form.id, form.title);
    let rows = rows_of(form);
    let lines: i32 = rows.iter().map(|(_, bars)| bars.len() as i32).sum();
    let (width, height) = (LABEL + PLOT + TEXT, TOP + lines * ROW + 30);
    let about: Vec<String> = form.bars.iter().map(spell).collect();
    let mut xml = begin_in(frame, width, height, &title, &format!("{}.", about.join("; ")));
    xml.leaf("text", &[("class", &"head"), ("x", &12), ("y", &26)], &fitted(&title, 110));
    let (Some(from), Some(until)) = (form.from, form.until) else { return xml.finish() };
    let scale = Scale { from, until };
    scale.axis(&mut xml, TOP + lines * ROW);
    let mut y = TOP;
    for (row, bars) in rows {
        xml.leaf("text", &[("x", &12), ("y", &(y + 14))], &fitted(row, 20));
        for bar in &bars {
            scale.bar(&mut xml, bar, y);
        }
        for (at, bar) in bars.iter().enumerate() {
            let line = y + 14 + at as i32 * ROW;
            let text = match bar.kind.as_str() {
                "suspension" => format!("suspended {}", dates(bar)),
                _ => dates(bar),
            };
            let x = LABEL + PLOT + 12;
            xml.leaf("text", &[("class", &"small"), ("x", &x), ("y", &line)], &fitted(&text, 74));
        }
        for step in form.steps.iter().filter(|step| step.row == row) {
            let Some(day) = step.on.earliest.or(step.on.latest).filter(|day| *day <= until) else {
                continue;
            };
            xml.open(
                "circle",
                &[
                    ("class", &"step"),
                    ("cx", &format_args!("{:.1}", scale.x(day))),
                    ("cy", &(y + 9)),
                    ("r", &2),
                ],
            );
            xml.leaf("title", &[], &format!("{} {}", step.what, step.on.text));
            xml.close();
        }
        y += bars.len() as i32 * ROW;
    }
    xml.finish()
}

struct Scale {
    from: Day,
    until: Day,
}

impl Scale {
    fn x(&self, day: Day) -> f64 {
        let span = f64::from((self.until.number() - self.from.number()).max(1));
        let at = f64::from(day.number() - self.from.number()) / span;
        f64::from(LABEL) + at.clamp(0.0, 1.0) * f64::from(PLOT)
    }

    /// Years at round numbers, six to twelve of them.
    fn axis(&self, xml: &mut Xml, bottom: i32) {
        let year = |day: Day| day.parts().map_or(0, |(year, ..)| i32::from(year));
        let (first, last) = (year(self.from), year(self.until));
        let steps = [1, 2, 5, 10, 20, 25, 50, 100, 200];
        let step = steps.into_iter().find(|step| (last - first) / step <= 10).unwrap_or(500);
        let mut tick = (first.div_euclid(step) + 1) * step;
        while tick <= last {
            if let Some(day) = Day::of(tick as i16, 1, 1) {
                let x = format!("{:.1}", self.x(day));
                let line: [(&str, &dyn std::fmt::Display); 5] = [
                    ("class", &"axis"),
                    ("x1", &x),
                    ("x2", &x),
                    ("y1", &(TOP - 6)),
                    ("y2", &bottom),
                ];
                xml.empty("line", &line);
                let middle = ("text-anchor", &"middle" as &dyn std::fmt::Display);
                let place: [(&str, &dyn std::fmt::Display); 4] =
                    [("class", &"small"), ("x", &x), ("y", &(TOP - 12)), middle];
                xml.leaf("text", &place, &tick.to_string());
            }
            tick += step;
        }
    }

    fn bar(&self, xml: &mut Xml, bar: &BarForm, y: i32) {
        let last = last_day(bar.until.as_ref(), self.until);
        let first = bar.from.earliest.unwrap_or(self.from);
        if first > self.until {
            return;
        }
        xml.open("g", &[]);
        xml.leaf("title", &[], &spell(bar));
        let suspended = bar.kind == "suspension";
        if suspended {
            self.rect(xml, "suspension", first, last, y);
        } else {
            self.rect(xml, &format!("{} doubt", bar.kind), first, last, y);
            let sure_from = bar.from.latest.unwrap_or(self.until);
            let sure_until = match &bar.until {
                Some(until) => until.earliest.unwrap_or(self.from),
                None => self.until,
            };
            if sure_from <= sure_until {
                self.rect(xml, &bar.kind, sure_from, sure_until.min(self.until), y);
            }
        }
        if bar.until.is_none() {
            let (x, middle) = (LABEL + PLOT, y + 9);
            let points = format!("{x},{} {},{middle} {x},{}", middle - 6, x + 7, middle + 6);
            xml.empty("polygon", &[("class", &bar.kind), ("points", &points)]);
        }
        xml.close();
    }

    fn rect(&self, xml: &mut Xml, class: &str, first: Day, last: Day, y: i32) {
        let (left, right) = (self.x(first), self.x(last.next()));
        xml.empty(
            "rect",
            &[
                ("class", &class),
                ("x", &format_args!("{left:.1}")),
                ("y", &(y + 4)),
                ("width", &format_args!("{:.1}", (right - left).max(1.5))),
                ("height", &11),
            ],
        );
    }
}

/// A ledger as a picture: one line for each duty, under its stage.
pub fn ledger(form: &LedgerForm) -> String {
    let title = format!("{}: {} ({})", form.event, form.title, form.on.text);
    let height = TOP + form.entries.len() as i32 * ROW + 20;
    let about = format!("Duties as they stood on {}.", form.as_of);
    let mut xml = begin(LABEL + PLOT + TEXT, height, &title, &about);
    xml.leaf("text", &[("class", &"head"), ("x", &12), ("y", &26)], &fitted(&title, 110));
    xml.leaf("text", &[("class", &"small"), ("x", &12), ("y", &46)], &about);
    let mut y = TOP + 14;
    for entry in &form.entries {
        let due = entry.due.map_or(String::new(), |due| format!(", by {due}"));
        let basis = entry.basis.map_or(String::new(), |basis| format!("; {basis}"));
        let text = format!(
            "{} {}{due} ({}/{}/{}{basis})",
            entry.name, entry.duty, entry.treaty, entry.article, entry.norm
        );
        xml.leaf("text", &[("x", &12), ("y", &y), ("font-weight", &"600")], &entry.stage);
        xml.leaf("text", &[("x", &110), ("y", &y)], &fitted(&text, 140));
        y += ROW;
    }
    xml.finish()
}
