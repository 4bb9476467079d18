//! Tests of the layout of states.

use super::*;

/// Boxes and labels of a layout.
fn rects(layout: &Layout) -> Vec<Rect> {
    let states = layout.states.iter().map(|state| state.rect);
    states.chain(layout.edges.iter().map(|edge| edge.label)).collect()
}

fn hold(layout: &Layout) {
    let rects = rects(layout);
    for (at, one) in rects.iter().enumerate() {
        for other in rects.iter().skip(at + 1) {
            assert!(!one.overlaps(other), "{one:?} {other:?}");
        }
        let inside = one.x >= 0
            && one.y >= 0
            && one.x + one.width <= layout.width
            && one.y + one.height <= layout.height;
        assert!(inside, "{one:?} in {} x {}", layout.width, layout.height);
    }
    for edge in &layout.edges {
        for pair in edge.points.windows(2) {
            let (from, to) = (pair[0], pair[1]);
            let stroke = Rect {
                x: from.0.min(to.0),
                y: from.1.min(to.1),
                width: (from.0 - to.0).abs().max(1),
                height: (from.1 - to.1).abs().max(1),
            };
            for label in layout.edges.iter().map(|edge| edge.label) {
                assert!(!stroke.overlaps(&label), "{stroke:?} runs through {label:?}");
            }
        }
    }
}

#[test]
fn nothing_overlaps_whatever_leads_where() {
    // A small generator with the same numbers on every run.
    let mut seed: u64 = 7;
    let mut below = |limit: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % limit
    };
    for _ in 0..300 {
        let count = 1 + below(7);
        let labels: Vec<String> =
            (0..count).map(|_| "Hos avsändaren ".repeat(1 + below(3))).collect();
        let transitions: Vec<Arrow> = (0..below(14))
            .map(|_| Arrow {
                from: below(count + 1),
                to: below(count),
                label: "Avbryt överlämningen ".repeat(1 + below(2)),
                by: "avsändaren".to_owned(),
            })
            .collect();
        hold(&Layout::new(&labels, &transitions));
    }
}

#[test]
fn transitions_between_the_same_states_share_a_line() {
    let labels = ["a".to_owned(), "b".to_owned()];
    let transition = |from: usize, label: &str| Arrow {
        from,
        to: 0,
        label: label.to_owned(),
        by: "patienten".to_owned(),
    };
    let back = [transition(1, "x"), transition(1, "y"), transition(0, "z")];
    let layout = Layout::new(&labels, &back);
    assert_eq!(layout.edges.len(), 1);
    assert_eq!(layout.edges[0].lines, ["x (patienten)", "y (patienten)"]);
    assert_eq!(layout.states[0].lines, ["a", "↻ z (patienten)"]);
}
