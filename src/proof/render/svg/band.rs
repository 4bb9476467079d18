//! The priority scale as a strip: the values that alert, and those that the governing document lists.

use std::fmt::Write;

use super::{framed, text, text_width};

/// Adjacent values of the scale with the same meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// The values: `2–5`.
    pub values: String,
    /// Their meaning, in a word or two; empty if they have none.
    pub says: String,
    /// Whether they alert.
    pub alerts: bool,
    /// Whether the governing document lists them.
    pub listed: bool,
}

const HEIGHT: i32 = 46;
const TOP: i32 = 26;
const MARGIN: i32 = 4;
const SIZE: i32 = 14;

/// The picture of the segments, the most urgent first; `ends` are the texts above the first and the last.
#[must_use]
pub fn band(caption: &str, segments: &[Segment], ends: [&str; 2]) -> String {
    let mut out = String::new();
    let mut x = MARGIN;
    for segment in segments {
        let width = text_width(&segment.values, SIZE).max(text_width(&segment.says, 12)) + 34;
        let class = match (segment.alerts, segment.listed) {
            (true, _) => "segment alerts",
            (false, true) => "segment listed",
            (false, false) => "segment",
        };
        let _ = writeln!(
            out,
            "<rect class=\"{class}\" x=\"{x}\" y=\"{TOP}\" width=\"{width}\" height=\"{HEIGHT}\"/>"
        );
        let middle = x + width / 2;
        let class = if segment.alerts { "name on" } else { "name" };
        let y = if segment.says.is_empty() { TOP + HEIGHT / 2 + 5 } else { TOP + 20 };
        text(&mut out, class, "middle", middle, y, &segment.values);
        if !segment.says.is_empty() {
            let class = if segment.alerts { "event on" } else { "event" };
            text(&mut out, class, "middle", middle, TOP + 37, &segment.says);
        }
        x += width;
    }
    let wide = ends.map(|end| text_width(end, 12)).iter().sum::<i32>() + 20;
    let width = x.max(wide) + MARGIN;
    text(&mut out, "event", "start", MARGIN, TOP - 9, &format!("← {}", ends[0]));
    text(&mut out, "event", "end", width - MARGIN, TOP - 9, &format!("{} →", ends[1]));
    framed(width, TOP + HEIGHT + MARGIN, caption, &out)
}
