//! Contestants measured in turn, so that a disturbance of the machine hits all of them alike.

use std::time::Instant;

/// Something to time, under a name.
pub(crate) struct Contestant<'a> {
    pub(crate) name: String,
    run: Box<dyn FnMut() + 'a>,
}

impl<'a> Contestant<'a> {
    pub(crate) fn new(name: impl Into<String>, run: impl FnMut() + 'a) -> Self {
        Self {
            name: name.into(),
            run: Box::new(run),
        }
    }

    pub(crate) fn run(&mut self) {
        (self.run)();
    }
}

/// Median milliseconds of each contestant over `rounds` rounds, after one round of warming up.
pub(crate) fn medians(contestants: &mut [Contestant<'_>], rounds: usize) -> Vec<f64> {
    let mut times = vec![Vec::with_capacity(rounds); contestants.len()];
    for round in 0..=rounds {
        for (contestant, times) in contestants.iter_mut().zip(&mut times) {
            let start = Instant::now();
            contestant.run();
            if round > 0 {
                times.push(start.elapsed().as_secs_f64() * 1e3);
            }
        }
    }
    let median = |mut times: Vec<f64>| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    };
    times.into_iter().map(median).collect()
}

/// Prints a line of the table; the ratio only where there is a baseline.
pub(crate) fn print(name: &str, milliseconds: f64, baseline: Option<f64>) {
    match baseline {
        Some(baseline) => println!(
            "  {name:<42} {milliseconds:>10.3} {:>7.3}",
            milliseconds / baseline
        ),
        None => println!("  {name:<42} {milliseconds:>10.3}"),
    }
}
