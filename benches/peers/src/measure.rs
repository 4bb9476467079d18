//! Measuring: time by passes over the questions, memory by a counting allocator.
//!
//! Times of decisions are those of the processor, so that other programs on the machine add little; times of building
//! are those of the clock.

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::sync::atomic::{AtomicBool, AtomicIsize, Ordering};
use std::time::{Duration, Instant};

use cpu_time::ThreadTime;

use crate::generator::spread;

/// A decision that takes longer is not measured.
const SLOWEST: Duration = Duration::from_millis(100);
/// A pass over the questions takes fewer of them where it would take longer.
const PASS: Duration = Duration::from_millis(250);

/// How long things are measured.
#[derive(Clone, Copy)]
pub struct Times {
    /// Passes before those that count.
    pub warm_up: Duration,
    /// Passes that count.
    pub passes: Duration,
    /// Comparing answers, one engine at one size.
    pub check: Duration,
}

impl Times {
    /// For figures that last.
    pub const FULL: Self = Self {
        warm_up: Duration::from_millis(300),
        passes: Duration::from_millis(1_500),
        check: Duration::from_secs(30),
    };
    /// For a look.
    pub const QUICK: Self = Self {
        warm_up: Duration::from_millis(50),
        passes: Duration::from_millis(200),
        check: Duration::from_secs(2),
    };
}

/// Nanoseconds of the processor per decision: of each pass its mean, of the means these.
#[derive(Clone, Copy)]
pub struct Stats {
    pub median: f64,
    pub p10: f64,
    pub p90: f64,
}

/// The result of comparing answers.
#[derive(Clone, Copy, Default)]
pub struct Checked {
    pub questions: usize,
    pub wrong: usize,
}

/// The time of one decision, roughly; an error where it is too long to go on.
pub fn first(
    count: usize,
    mut decide: impl FnMut(usize) -> Option<u32>,
) -> Result<Duration, Duration> {
    let start = ThreadTime::now();
    let mut one = Duration::ZERO;
    for (done, at) in (1..).zip(spread(count, 20)) {
        black_box(decide(at));
        one = start.elapsed() / done;
        if one * done > SLOWEST * 3 {
            break;
        }
    }
    if one > SLOWEST { Err(one) } else { Ok(one) }
}

/// The median over passes of the mean time of `decide`, which gets the number of a question.
pub fn measure<R>(
    times: Times,
    count: usize,
    one: Duration,
    mut decide: impl FnMut(usize) -> R,
) -> Stats {
    let fit = PASS.as_nanos() / one.as_nanos().max(1);
    let questions: Vec<usize> = spread(count, (fit as usize).clamp(1, count)).collect();
    let mut pass = || {
        let start = ThreadTime::now();
        if questions.len() == count {
            for at in 0..count {
                black_box(decide(at));
            }
        } else {
            for &at in &questions {
                black_box(decide(at));
            }
        }
        start.elapsed().as_nanos() as f64 / questions.len() as f64
    };
    let start = Instant::now();
    while start.elapsed() < times.warm_up {
        pass();
    }
    let mut means = Vec::new();
    let start = Instant::now();
    while means.is_empty() || start.elapsed() < times.passes {
        means.push(pass());
    }
    means.sort_by(f64::total_cmp);
    let at = |part: f64| means[((means.len() - 1) as f64 * part).round() as usize];
    Stats { median: at(0.5), p10: at(0.1), p90: at(0.9) }
}

/// Compares answers until all are compared or the time is over.
pub fn check(
    times: Times,
    expected: &[Option<u32>],
    mut decide: impl FnMut(usize) -> Option<u32>,
) -> Checked {
    // A prime stride spreads the skipped questions evenly.
    const STRIDE: usize = 7919;
    let start = Instant::now();
    let mut checked = Checked::default();
    for at in (0..expected.len()).map(|at| at * STRIDE % expected.len()) {
        checked.questions += 1;
        checked.wrong += usize::from(decide(at) != expected[at]);
        if start.elapsed() > times.check {
            break;
        }
    }
    checked
}

/// The system's allocator, which counts bytes where it is asked to: counting slows engines that allocate.
pub struct Counting;

static COUNTS: AtomicBool = AtomicBool::new(false);
static BYTES: AtomicIsize = AtomicIsize::new(0);

/// The result of the function, and the bytes that it keeps in use.
pub fn counted<R>(make: impl FnOnce() -> R) -> (R, usize) {
    BYTES.store(0, Ordering::SeqCst);
    COUNTS.store(true, Ordering::SeqCst);
    let made = make();
    COUNTS.store(false, Ordering::SeqCst);
    (made, usize::try_from(BYTES.load(Ordering::SeqCst)).unwrap_or(0))
}

fn count(added: usize, removed: usize) {
    if COUNTS.load(Ordering::Relaxed) {
        BYTES.fetch_add(added as isize - removed as isize, Ordering::Relaxed);
    }
}

#[expect(unsafe_code, reason = "an allocator is unsafe by its interface; this one only counts")]
// SAFETY: every call is passed on as it came to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size(), 0);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        count(0, layout.size());
        unsafe { System.dealloc(block, layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size(), 0);
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size, layout.size());
        unsafe { System.realloc(block, layout, size) }
    }
}
