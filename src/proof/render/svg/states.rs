//! A lifecycle as a picture: states as boxes, transitions as arrows.

use std::fmt::Write;

use super::layout::{Arrow, Edge, LABEL_LINE, LABEL_SIZE, Layout, STATE_LINE, STATE_SIZE};
use super::{framed, text};

/// The length of an arrow's head.
const HEAD: i32 = 8;

/// The picture of states and the transitions between them. The first state is the initial one.
#[must_use]
pub fn states(caption: &str, labels: &[String], transitions: &[Arrow]) -> String {
    let layout = Layout::new(labels, transitions);
    let mut out = String::new();
    // Lines are drawn first, so that boxes and text cover them.
    for edge in &layout.edges {
        arrow(&mut out, &edge.points);
    }
    if let Some(first) = layout.states.first().map(|state| state.rect) {
        let (x, top) = (first.x + first.width / 2, first.y);
        let _ = writeln!(out, "<circle class=\"start\" cx=\"{x}\" cy=\"{}\" r=\"5\"/>", top - 20);
        arrow(&mut out, &[(x, top - 15), (x, top)]);
    }
    for state in &layout.states {
        let rect = state.rect;
        let _ = writeln!(
            out,
            "<rect class=\"state\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"8\"/>",
            rect.x, rect.y, rect.width, rect.height
        );
        let height = STATE_LINE * i32::try_from(state.lines.len()).unwrap_or(0);
        let top = rect.y + (rect.height - height) / 2 + STATE_SIZE;
        for (line, y) in state.lines.iter().zip((top..).step_by(STATE_LINE as usize)) {
            text(&mut out, "name", "middle", rect.x + rect.width / 2, y, line);
        }
    }
    for edge in &layout.edges {
        label(&mut out, edge);
    }
    framed(layout.width, layout.height, caption, &out)
}

fn label(out: &mut String, edge: &Edge) {
    let (x, anchor) = if edge.to_the_left {
        (edge.label.x + edge.label.width, "end")
    } else {
        (edge.label.x, "start")
    };
    let top = edge.label.y + LABEL_SIZE - 1;
    for (line, y) in edge.lines.iter().zip((top..).step_by(LABEL_LINE as usize)) {
        text(out, "event", anchor, x, y, line);
    }
}

/// A line with a head at its end.
fn arrow(out: &mut String, points: &[(i32, i32)]) {
    let [.., before, end] = points else {
        return;
    };
    let (dx, dy) = ((end.0 - before.0).signum(), (end.1 - before.1).signum());
    let base = (end.0 - dx * HEAD, end.1 - dy * HEAD);
    let written: Vec<String> = (points.iter().take(points.len() - 1))
        .chain([&base])
        .map(|(x, y)| format!("{x},{y}"))
        .collect();
    let _ = writeln!(out, "<polyline class=\"edge\" points=\"{}\"/>", written.join(" "));
    let half = HEAD / 2;
    let _ = writeln!(
        out,
        "<polygon class=\"head\" points=\"{},{} {},{} {},{}\"/>",
        end.0,
        end.1,
        base.0 - dy * half,
        base.1 - dx * half,
        base.0 + dy * half,
        base.1 + dx * half
    );
}
