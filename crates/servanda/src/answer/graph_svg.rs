//! The duties of an answer as a picture: parties that owe the same on the left, whom they owe it on
//! the right, one band for each round of a cascade. Knows the answer as data.

use super::form::{Answer, RowForm};
use super::timeline_svg::{begin, fitted};
use super::words::depends_on;
use crate::syntax::vocabulary::Verdict;

const WIDTH: i32 = 1000;
const LEFT: i32 = 12;
const BOX: i32 = 470;
const RIGHT: i32 = 760;
const LINE: i32 = 16;

/// Parties that owe the same to the same.
struct Band {
    round: usize,
    verdict: Verdict,
    texts: Vec<String>,
    toward: Option<String>,
    parties: Vec<String>,
}

/// The answer as a picture. `name` gives the name of a party by its id.
pub fn render(answer: &Answer, name: impl Fn(&str) -> String) -> String {
    let bands = bands(answer);
    let question = &answer.question;
    let about: Vec<String> = bands
        .iter()
        .map(|band| {
            let toward = band.toward.as_deref().map_or(String::new(), &name);
            format!("{}: {} {toward}", band.parties.join(", "), band.texts.join(", "))
        })
        .collect();
    let rounds = answer.rounds.as_deref().unwrap_or_default();
    let height: i32 = bands.iter().map(|band| 14 + height_of(band)).sum();
    let heads = 34 * (rounds.len() as i32 + 1);
    let mut xml =
        begin(WIDTH, 60 + height + heads, &question.text, &format!("{}.", about.join("; ")));
    let head = [("class", &"head" as &dyn std::fmt::Display), ("x", &LEFT), ("y", &28)];
    xml.leaf("text", &head, &fitted(&question.text, 110));
    let mut y = 48;
    for number in 0..=rounds.len() {
        let events = rounds.iter().find(|round| round.round == number);
        if let Some(round) = events {
            let each = round.events.iter().map(|event| {
                let side = |id: &Option<String>| id.as_deref().map_or("somebody".into(), &name);
                let target = match &event.target {
                    Some(_) => format!(" {}", side(&event.target)),
                    None => String::new(),
                };
                let told = crate::engine::happening::verb(event.kind);
                format!("{} {told}{target}", side(&event.actor))
            });
            let text = format!("Round {number}: {}", each.collect::<Vec<_>>().join("; "));
            y += 24;
            let place =
                [("x", &LEFT as &dyn std::fmt::Display), ("y", &y), ("font-weight", &"600")];
            xml.leaf("text", &place, &fitted(&text, 150));
            y += 10;
        }
        for band in bands.iter().filter(|band| band.round == number) {
            draw(&mut xml, band, y, &name);
            y += 14 + height_of(band);
        }
    }
    xml.finish()
}

/// First the parties of each duty, then the duties of the same parties toward the same.
fn bands(answer: &Answer) -> Vec<Band> {
    let mut duties: Vec<Band> = Vec::new();
    for row in answer.answers.iter().filter(|row| row.verdict != Verdict::None) {
        let text = text(row);
        let toward = row.toward.clone().or(answer.question.target.clone());
        let round = row.round.unwrap_or_default();
        let known = duties.iter_mut().find(|band| {
            band.round == round && band.toward == toward && band.texts.contains(&text)
        });
        match known {
            Some(band) => band.parties.push(row.name.clone()),
            None => duties.push(Band {
                round,
                verdict: row.verdict,
                texts: vec![text],
                toward,
                parties: vec![row.name.clone()],
            }),
        }
    }
    let rank = |verdict: Verdict| Verdict::ALL.iter().position(|known| *known == verdict);
    duties.sort_by_key(|band| (band.round, rank(band.verdict)));
    let mut bands: Vec<Band> = Vec::new();
    for duty in duties {
        let known = bands.iter_mut().find(|band| {
            (band.round, band.verdict, &band.toward, &band.parties)
                == (duty.round, duty.verdict, &duty.toward, &duty.parties)
        });
        match known {
            Some(band) => band.texts.extend(duty.texts),
            None => bands.push(duty),
        }
    }
    bands
}

/// "must: aid (CST art. 4)".
fn text(row: &RowForm) -> String {
    let article = match row.article.as_deref() {
        None => String::new(),
        Some(label) if label.starts_with(|c: char| c.is_ascii_digit()) => format!(" art. {label}"),
        Some(label) => format!(" {label}"),
    };
    let own = format!("judgment of {}", row.party);
    let condition = match row.verdict {
        Verdict::Depends => {
            format!(", if {}", depends_on(None, &row.depends_on).replace(&own, "its own judgment"))
        }
        _ => String::new(),
    };
    let (verdict, act) = (row.verdict.word().replace('_', " "), row.act.phrase());
    let basis = row.basis.map_or(String::new(), |basis| format!("; {basis}"));
    format!("{verdict}: {act} ({}{article}{basis}){condition}", row.treaty)
}

/// Names of parties in lines that fit the box.
fn lines(band: &Band) -> Vec<String> {
    let names = band.parties.join(", ");
    textwrap::wrap(&names, 72).into_iter().map(std::borrow::Cow::into_owned).collect()
}

fn height_of(band: &Band) -> i32 {
    12 + LINE * (lines(band).len() + band.texts.len()) as i32
}

fn draw(xml: &mut super::xml::Xml, band: &Band, y: i32, name: &impl Fn(&str) -> String) {
    let height = height_of(band);
    let verdict = band.verdict.word();
    let middle = y + height / 2;
    let toward = band.toward.as_deref().map_or(String::new(), name);
    xml.open("g", &[]);
    xml.leaf(
        "title",
        &[],
        &format!("{}: {} {toward}", band.parties.join(", "), band.texts.join(", ")),
    );
    let side = |x: i32, width: i32, y: i32, height: i32| {
        [("x", x), ("width", width), ("y", y), ("height", height)]
    };
    for (x, width, top, tall) in [(LEFT, BOX, y, height), (RIGHT, 228, middle - 14, 28)] {
        let place = side(x, width, top, tall);
        let mut attributes: Vec<(&str, &dyn std::fmt::Display)> =
            vec![("class", &"box"), ("rx", &5)];
        attributes.extend(place.iter().map(|(key, value)| (*key, value as &dyn std::fmt::Display)));
        xml.empty("rect", &attributes);
    }
    let (from, to) = (LEFT + BOX, RIGHT);
    let path = format!(
        "M{from} {middle}H{} M{} {}L{to} {middle}L{} {}",
        to,
        to - 9,
        middle - 5,
        to - 9,
        middle + 5
    );
    xml.empty("path", &[("class", &format_args!("edge {verdict}")), ("d", &path)]);
    for (index, line) in lines(band).iter().enumerate() {
        let line_y = y + LINE * (index as i32 + 1) + 1;
        xml.leaf("text", &[("x", &(LEFT + 9)), ("y", &line_y)], line);
    }
    let below = lines(band).len() as i32;
    for (index, text) in band.texts.iter().enumerate() {
        let line_y = y + LINE * (below + index as i32 + 1) + 1;
        let small: [(&str, &dyn std::fmt::Display); 3] =
            [("class", &"small"), ("x", &(LEFT + 9)), ("y", &line_y)];
        xml.leaf("text", &small, &fitted(text, 78));
    }
    let word = verdict.replace('_', " ");
    let over = [
        ("class", &"small" as &dyn std::fmt::Display),
        ("x", &i32::midpoint(from, to)),
        ("y", &(middle - 6)),
        ("text-anchor", &"middle"),
    ];
    xml.leaf("text", &over, &word);
    xml.leaf("text", &[("x", &(RIGHT + 9)), ("y", &(middle + 4))], &fitted(&toward, 34));
    xml.close();
}
