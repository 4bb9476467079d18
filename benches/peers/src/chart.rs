//! The picture: nanoseconds per decision over the number of rules, both axes logarithmic, as plain SVG.
//!
//! It has no background of its own, and its ink follows the reader's colour scheme.

use std::fmt::Write;

use crate::report::{self, FLOOR, OWN, Report, time};

const WIDTH: f64 = 920.0;
const HEIGHT: f64 = 500.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = 660.0;
const TOP: f64 = 50.0;
const BOTTOM: f64 = 440.0;

const STYLE: &str = "text{font:13px system-ui,sans-serif;fill:#57606a}.title{font-size:15px;fill:#24292f}\
    .grid{stroke:#8b949e;stroke-opacity:.3}.line{fill:none;stroke-width:2}\
    @media(prefers-color-scheme:dark){text{fill:#9ea7b3}.title{fill:#e6edf3}}";

/// Colours that stand out on white and on black.
const OWN_COLOUR: &str = "#2f81f7";
const FLOOR_COLOUR: &str = "#8b949e";
const COLOURS: [&str; 6] = ["#d29922", "#a371f7", "#2da44e", "#f0524f", "#bf5f00", "#db61a2"];

/// One line of the picture.
struct Series {
    label: String,
    colour: &'static str,
    dashed: bool,
    /// Rules and nanoseconds.
    points: Vec<(f64, f64)>,
}

/// A logarithmic axis from a power of ten to another, drawn between two places.
struct Axis {
    powers: (i32, i32),
    places: (f64, f64),
}

impl Axis {
    fn around(values: impl Iterator<Item = f64> + Clone, places: (f64, f64)) -> Self {
        let least = values.clone().fold(f64::MAX, f64::min).max(1e-3).log10().floor();
        let greatest = values.fold(f64::MIN, f64::max).max(1e-3).log10().ceil();
        Self { powers: (least as i32, (greatest as i32).max(least as i32 + 1)), places }
    }

    fn place(&self, value: f64) -> f64 {
        let (from, to) = self.powers;
        let part = (value.log10() - f64::from(from)) / f64::from(to - from);
        self.places.0 + part * (self.places.1 - self.places.0)
    }

    /// The powers of ten with their places.
    fn ticks(&self) -> impl Iterator<Item = (f64, f64)> {
        let powers = self.powers.0..=self.powers.1;
        powers.map(|power| (10_f64.powi(power), self.place(10_f64.powi(power))))
    }
}

/// The picture as SVG.
pub fn svg(report: &Report<'_>) -> String {
    let series = series(report);
    let points = || series.iter().flat_map(|series| &series.points);
    let rules = Axis::around(points().map(|point| point.0), (LEFT, RIGHT));
    let times = Axis::around(points().map(|point| point.1), (BOTTOM, TOP));
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\">\n\
         <title>Time of a decision over the number of rules</title>\n<style>{STYLE}</style>\n"
    );
    let mut add = |part: String| svg.push_str(&(part + "\n"));
    add(text(
        LEFT,
        24.0,
        "start",
        "class=\"title\"",
        "Time of a decision over the number of rules",
    ));
    for (value, x) in rules.ticks() {
        add(line("grid", "", &[(x, TOP), (x, BOTTOM)]));
        add(text(x, BOTTOM + 20.0, "middle", "", &report::rules(&format!("{value:.0}"))));
    }
    add(text((LEFT + RIGHT) / 2.0, BOTTOM + 42.0, "middle", "", "rules"));
    for (value, y) in times.ticks() {
        add(line("grid", "", &[(LEFT, y), (RIGHT, y)]));
        add(text(LEFT - 8.0, y + 4.0, "end", "", &time(value).replace(".0", "")));
    }
    for (at, series) in series.iter().enumerate() {
        let dash = if series.dashed { " stroke-dasharray=\"6 4\"" } else { "" };
        let colour = series.colour;
        let look = format!("stroke=\"{colour}\"{dash}");
        let places = series.points.iter().map(|&(x, y)| (rules.place(x), times.place(y)));
        let places: Vec<(f64, f64)> = places.collect();
        add(line("line", &look, &places));
        for (x, y) in places {
            add(format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\" fill=\"{colour}\"/>"));
        }
        // The legend, in the order of the lines.
        let (x, y) = (RIGHT + 24.0, TOP + 10.0 + 24.0 * at as f64);
        add(line("line", &look, &[(x, y), (x + 28.0, y)]));
        add(text(x + 36.0, y + 4.0, "start", "", &series.label));
    }
    svg + "</svg>\n"
}

/// The engines from strings; handover and the floor also with the input ready. The slowest first.
fn series(report: &Report<'_>) -> Vec<Series> {
    let mut colours = COLOURS.iter().cycle();
    let mut series = Vec::new();
    for engine in report.engines() {
        let (colour, ready) = match engine {
            OWN => (OWN_COLOUR, true),
            FLOOR => (FLOOR_COLOUR, true),
            _ if engine.starts_with(OWN) => continue,
            _ => (*colours.next().unwrap_or(&FLOOR_COLOUR), false),
        };
        for dashed in [false, true].into_iter().filter(|dashed| ready || !dashed) {
            let label = if dashed { "input ready" } else { "from strings" };
            let points = report.rows.iter().filter(|row| row.engine == engine);
            let points = points.filter_map(|row| {
                let built = row.result.as_ref().ok()?;
                let timed = built.timed.as_ref().ok()?;
                let stats = if dashed { timed.evaluation } else { timed.strings };
                Some((built.rules as f64, stats.median))
            });
            let label = format!("{engine}, {label}");
            series.push(Series { label, colour, dashed, points: points.collect() });
        }
    }
    series.retain(|series| !series.points.is_empty());
    // By the time at the largest size that all of them have.
    let last = series.iter().filter_map(|series| series.points.last()).map(|point| point.0);
    let shared = last.fold(f64::MAX, f64::min);
    let time = |series: &Series| {
        let point = series.points.iter().rfind(|point| point.0 <= shared);
        point.map_or(0.0, |point| point.1)
    };
    series.sort_by(|a, b| time(b).total_cmp(&time(a)));
    series
}

fn text(x: f64, y: f64, anchor: &str, look: &str, text: &str) -> String {
    format!("<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" {look}>{text}</text>")
}

fn line(class: &str, look: &str, points: &[(f64, f64)]) -> String {
    let mut places = String::new();
    for (x, y) in points {
        write!(places, "{x:.1},{y:.1} ").expect("strings take all");
    }
    format!("<polyline class=\"{class}\" {look} points=\"{}\"/>", places.trim_end())
}
