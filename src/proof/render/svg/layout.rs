//! Layout of states and transitions: states in layers from top to bottom.
//!
//! Transitions to the next state go straight down, those that skip states use lanes to the right, those that go back
//! lanes to the left.
//!
//! Nothing overlaps, by construction: lines leave and reach boxes at their sides, so the gaps between layers are free
//! of horizontal lines, and every label is in a gap, in a lane of its own.

use std::collections::BTreeMap;

use super::{text_width, wrapped};

/// The size of the text in boxes and at transitions.
pub(super) const STATE_SIZE: i32 = 14;
pub(super) const LABEL_SIZE: i32 = 12;
/// The height of a line of text in a box, and of one at a transition.
pub(super) const STATE_LINE: i32 = 19;
pub(super) const LABEL_LINE: i32 = 15;

/// Maximum width of text in a box, and at a transition, before it is wrapped.
const STATE_WIDTH: i32 = 170;
const LABEL_WIDTH: i32 = 150;
const MARGIN: i32 = 12;
const PADDING: i32 = 14;
/// Room for one line that ends at the side of a box.
const PORT: i32 = 16;
/// Distance from a line to the text beside it.
const BESIDE: i32 = 7;
/// Distance from a box, or a text, to the next lane.
const LANE: i32 = 18;
/// Height of the mark above the first state.
const START: i32 = 26;

/// A transition: states by number, and the text beside it.
#[derive(Debug, Clone)]
pub struct Arrow {
    /// The state before.
    pub from: usize,
    /// The state after.
    pub to: usize,
    /// The event's label.
    pub label: String,
    /// The actor.
    pub by: String,
}

impl Arrow {
    /// The text beside it, with the actor on the same line if there is room.
    fn lines(&self) -> Vec<String> {
        let whole = format!("{} ({})", self.label, self.by);
        if text_width(&whole, LABEL_SIZE) <= LABEL_WIDTH {
            return vec![whole];
        }
        let mut lines = wrapped(&self.label, LABEL_SIZE, LABEL_WIDTH);
        lines.push(format!("({})", self.by));
        lines
    }
}

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rect {
    /// The left edge.
    pub x: i32,
    /// The upper edge.
    pub y: i32,
    /// The width.
    pub width: i32,
    /// The height.
    pub height: i32,
}

impl Rect {
    /// Whether two rectangles have a point inside in common.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.x < other.x + other.width
            && other.x < self.x + self.width
            && self.y < other.y + other.height
            && other.y < self.y + self.height
    }

    fn middle(&self) -> i32 {
        self.x + self.width / 2
    }
}

/// A state in the picture.
#[derive(Debug, Clone)]
pub struct StateBox {
    /// Its box.
    pub rect: Rect,
    /// Its label, followed by the transitions from the state to itself.
    pub lines: Vec<String>,
}

/// Transitions between the same two states in the picture.
#[derive(Debug, Clone)]
pub struct Edge {
    /// The corners of the line, from the state before to the one after.
    pub points: Vec<(i32, i32)>,
    /// The text beside it.
    pub lines: Vec<String>,
    /// The rectangle of the text.
    pub label: Rect,
    /// Whether the text ends at the line, to the right of it.
    pub to_the_left: bool,
}

/// The positions of everything.
#[derive(Debug, Clone)]
pub struct Layout {
    /// The width of the picture.
    pub width: i32,
    /// The height of the picture.
    pub height: i32,
    /// The states.
    pub states: Vec<StateBox>,
    /// The transitions, those between the same states together.
    pub edges: Vec<Edge>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum BoxSide {
    Straight,
    Left,
    Right,
}

/// Transitions between the same two states.
struct Group {
    from: usize,
    to: usize,
    lines: Vec<String>,
    side: BoxSide,
    lane: usize,
}

impl Group {
    fn first(&self) -> usize {
        self.from.min(self.to)
    }

    fn last(&self) -> usize {
        self.from.max(self.to)
    }

    /// The gap with the label, by the layer above it.
    fn gap(&self) -> usize {
        self.first().midpoint(self.last().saturating_sub(1))
    }

    fn width(&self) -> i32 {
        self.lines.iter().map(|line| text_width(line, LABEL_SIZE)).max().unwrap_or(0)
    }

    fn height(&self) -> i32 {
        LABEL_LINE * length(self.lines.len())
    }
}

fn length(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

impl Layout {
    /// Lays out states by label, and transitions between them. Quadratic in the number of transitions.
    ///
    /// Transitions from or to unknown states are omitted.
    #[must_use]
    pub fn new(labels: &[String], transitions: &[Arrow]) -> Self {
        let known =
            |transition: &&Arrow| transition.from < labels.len() && transition.to < labels.len();
        let mut lines: Vec<Vec<String>> =
            labels.iter().map(|label| wrapped(label, STATE_SIZE, STATE_WIDTH)).collect();
        let mut groups: BTreeMap<(usize, usize), Vec<String>> = BTreeMap::new();
        for transition in transitions.iter().filter(known) {
            let text = transition.lines();
            if transition.from == transition.to {
                if let Some(state) = lines.get_mut(transition.from) {
                    state.push(format!("↻ {} ({})", transition.label, transition.by));
                }
            } else {
                groups.entry((transition.from, transition.to)).or_default().extend(text);
            }
        }
        let mut groups: Vec<Group> = groups
            .into_iter()
            .map(|((from, to), lines)| {
                let side = match to {
                    _ if to < from => BoxSide::Left,
                    _ if to == from + 1 => BoxSide::Straight,
                    _ => BoxSide::Right,
                };
                Group { from, to, lines, side, lane: 0 }
            })
            .collect();
        assign_lanes(&mut groups);
        place(lines, &groups)
    }
}

/// Gives each transition beside the boxes the innermost free lane, the shortest first.
fn assign_lanes(groups: &mut [Group]) {
    for side in [BoxSide::Left, BoxSide::Right] {
        let mut own: Vec<&mut Group> =
            groups.iter_mut().filter(|group| group.side == side).collect();
        own.sort_by_key(|group| (group.last() - group.first(), group.first()));
        let mut taken: Vec<Vec<(usize, usize)>> = Vec::new();
        for group in own {
            let (first, last) = (group.first(), group.last());
            let free = |lane: &Vec<(usize, usize)>| {
                lane.iter()
                    .all(|&(other_first, other_last)| last <= other_first || other_last <= first)
            };
            let lane = taken.iter().position(free).unwrap_or(taken.len());
            if lane == taken.len() {
                taken.push(Vec::new());
            }
            if let Some(taken) = taken.get_mut(lane) {
                taken.push((first, last));
            }
            group.lane = lane;
        }
    }
}

/// The widths of the lanes of a side, the innermost first.
fn lane_widths(groups: &[Group], side: BoxSide) -> Vec<i32> {
    let mut widths = Vec::new();
    for group in groups.iter().filter(|group| group.side == side) {
        if widths.len() <= group.lane {
            widths.resize(group.lane + 1, 0);
        }
        if let Some(width) = widths.get_mut(group.lane) {
            *width = (*width).max(group.width() + BESIDE + LANE);
        }
    }
    widths
}

/// The lines that end at one side of a box, from the top, as indices into the groups.
///
/// Those that go up come first, the innermost first, then those that go down, the outermost first. So none crosses
/// another beside its box.
fn ports(groups: &[Group], state: usize, side: BoxSide) -> Vec<usize> {
    let ends = |group: &Group| group.side == side && (group.from == state || group.to == state);
    let mut own: Vec<usize> = groups
        .iter()
        .enumerate()
        .filter(|(_, group)| ends(group))
        .map(|(index, _)| index)
        .collect();
    own.sort_by_key(|&index| {
        groups.get(index).map(|group| {
            let down = group.first() == state;
            let lane = length(group.lane);
            (down, if down { -lane } else { lane })
        })
    });
    own
}

fn place(lines: Vec<Vec<String>>, groups: &[Group]) -> Layout {
    let widest = |line: &String| text_width(line, STATE_SIZE);
    let box_width = lines.iter().flatten().map(widest).max().unwrap_or(0) + 2 * PADDING;
    let (left, right) = (lane_widths(groups, BoxSide::Left), lane_widths(groups, BoxSide::Right));
    let box_x = MARGIN + left.iter().sum::<i32>();
    let centre = box_x + box_width / 2;
    let straight = groups.iter().filter(|group| group.side == BoxSide::Straight);
    let straight_end = straight.map(|group| centre + BESIDE + group.width()).max().unwrap_or(0);
    let inner_right = (box_x + box_width).max(straight_end);

    let mut y = MARGIN + START;
    let mut states = Vec::new();
    for (layer, lines) in lines.into_iter().enumerate() {
        let most = ports(groups, layer, BoxSide::Left)
            .len()
            .max(ports(groups, layer, BoxSide::Right).len());
        let height = (STATE_LINE * length(lines.len()) + PADDING).max(PORT * (length(most) + 1));
        states.push(StateBox { rect: Rect { x: box_x, y, width: box_width, height }, lines });
        let labels = groups.iter().filter(|group| group.gap() == layer).map(Group::height);
        y += height + labels.max().unwrap_or(0) + 2 * PADDING;
    }
    let height = states.last().map_or(y, |last| last.rect.y + last.rect.height) + MARGIN;
    let width = inner_right + right.iter().sum::<i32>() + MARGIN;
    let place = Placing { states: &states, groups, left: &left, right: &right, inner_right };
    let edges = (0..groups.len()).filter_map(|index| place.edge(index)).collect();
    Layout { width, height, states, edges }
}

/// The data that determine the position of a line.
struct Placing<'a> {
    states: &'a [StateBox],
    groups: &'a [Group],
    left: &'a [i32],
    right: &'a [i32],
    inner_right: i32,
}

impl Placing<'_> {
    fn edge(&self, index: usize) -> Option<Edge> {
        let group = self.groups.get(index)?;
        let (from, to) = (self.states.get(group.from)?.rect, self.states.get(group.to)?.rect);
        let above = self.states.get(group.gap())?.rect;
        let below = self.states.get(group.gap() + 1)?.rect;
        // The label is in the middle of its gap.
        let gap_middle = (above.y + above.height).midpoint(below.y);
        let (width, height) = (group.width(), group.height());
        let label = |x: i32| Rect { x, y: gap_middle - height / 2, width, height };
        let before = |widths: &[i32]| widths.iter().take(group.lane).sum::<i32>();
        let (points, label, to_the_left) = match group.side {
            BoxSide::Straight => {
                let x = from.middle();
                (vec![(x, from.y + from.height), (x, to.y)], label(x + BESIDE), false)
            }
            BoxSide::Right => {
                let lane = self.inner_right + LANE + before(self.right);
                let edge = from.x + from.width;
                (self.corners(index, lane, edge)?, label(lane + BESIDE), false)
            }
            BoxSide::Left => {
                let lane = from.x - LANE - before(self.left);
                (self.corners(index, lane, from.x)?, label(lane - BESIDE - width), true)
            }
        };
        Some(Edge { points, lines: group.lines.clone(), label, to_the_left })
    }

    /// The corners from the side of one box along a lane to the side of another.
    fn corners(&self, index: usize, lane: i32, edge: i32) -> Option<Vec<(i32, i32)>> {
        let group = self.groups.get(index)?;
        let port = |state: usize| {
            let rect = self.states.get(state)?.rect;
            let ports = ports(self.groups, state, group.side);
            let at = ports.iter().position(|&other| other == index)?;
            Some(rect.y + rect.height * (length(at) + 1) / (length(ports.len()) + 1))
        };
        let (start, end) = (port(group.from)?, port(group.to)?);
        Some(vec![(edge, start), (lane, start), (lane, end), (edge, end)])
    }
}

#[cfg(test)]
mod tests;
