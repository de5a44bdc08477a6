//! Results that criterion left in its directory, read back: what `cargo bench` measured on this machine.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

/// All benchmarks found, by group.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Benchmarks {
    /// Groups by name; a benchmark without a group is one by itself.
    pub groups: Vec<Group>,
    /// Results that could not be read, and why.
    pub unread: Vec<String>,
}

/// Benchmarks that were measured to be compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// Its benchmarks, by name and parameter.
    pub timings: Vec<Timing>,
}

/// The time of one benchmark, in seconds.
#[derive(Debug, Clone, PartialEq)]
pub struct Timing {
    /// What was measured.
    pub name: String,
    /// At which parameter, if the benchmark has one.
    pub parameter: Option<String>,
    /// Median of the time of one iteration.
    pub median: f64,
    /// Criterion's confidence interval of the median (95 % unless it was set otherwise).
    pub interval: (f64, f64),
}

impl Timing {
    /// Whether this is what the others of the group are to be measured by: its name begins with "baseline".
    #[must_use]
    pub fn is_baseline(&self) -> bool {
        self.name.starts_with("baseline")
    }
}

impl Group {
    /// The baseline of a benchmark: the fastest with its parameter, or the fastest of the group if none has the
    /// parameter and baselines have none.
    #[must_use]
    pub fn baseline_of(&self, timing: &Timing) -> Option<f64> {
        let fastest = |parameter: Option<&String>| {
            self.timings
                .iter()
                .filter(|t| t.is_baseline() && t.parameter.as_ref() == parameter)
                .map(|t| t.median)
                .min_by(f64::total_cmp)
        };
        fastest(timing.parameter.as_ref()).or_else(|| fastest(None))
    }

    /// The median of a benchmark divided by that of its [baseline](Self::baseline_of); baselines are not measured by themselves.
    #[must_use]
    pub fn ratio(&self, timing: &Timing) -> Option<f64> {
        let baseline = self.baseline_of(timing).filter(|_| !timing.is_baseline());
        baseline.map(|baseline| timing.median / baseline)
    }
}

impl Benchmarks {
    /// Reads what lies under a directory such as `target/criterion`: every `new/benchmark.json` with its `new/estimates.json`.
    /// A result that is damaged is listed in [`unread`](Self::unread).
    ///
    /// # Errors
    /// If the directory cannot be listed.
    pub fn read(directory: &Path) -> io::Result<Self> {
        let mut found = Self::default();
        let mut groups = BTreeMap::new();
        collect(directory, 0, &mut groups, &mut found.unread)?;
        found.groups = groups
            .into_iter()
            .map(|(name, mut timings): (String, Vec<Timing>)| {
                timings.sort_by(|a, b| {
                    a.order()
                        .partial_cmp(&b.order())
                        .unwrap_or(a.name.cmp(&b.name))
                });
                Group { name, timings }
            })
            .collect();
        found.unread.sort();
        Ok(found)
    }
}

impl Timing {
    /// Baselines last; by name; parameters that are numbers by their value.
    fn order(&self) -> (bool, &str, f64, Option<&str>) {
        let number = self.parameter.as_ref().and_then(|p| p.parse().ok());
        (
            self.is_baseline(),
            &self.name,
            number.unwrap_or(0.0),
            self.parameter.as_deref(),
        )
    }
}

/// Criterion lays its directories out as group/function/parameter; nothing of ours is deeper than this.
const DEEPEST: usize = 6;

fn collect(
    directory: &Path,
    depth: usize,
    groups: &mut BTreeMap<String, Vec<Timing>>,
    unread: &mut Vec<String>,
) -> io::Result<()> {
    let newest = directory.join("new");
    if newest.join("benchmark.json").is_file() {
        match timing(&newest) {
            Ok((group, timing)) => groups.entry(group).or_default().push(timing),
            Err(error) => unread.push(format!("{}: {error}", newest.display())),
        }
        return Ok(());
    }
    if depth == DEEPEST {
        return Ok(());
    }
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        // A link could lead around in circles.
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), depth + 1, groups, unread)?;
        }
    }
    Ok(())
}

#[derive(Deserialize)]
struct Identity {
    group_id: String,
    function_id: Option<String>,
    value_str: Option<String>,
}

#[derive(Deserialize)]
struct Estimates {
    median: Estimate,
}

#[derive(Deserialize)]
struct Estimate {
    confidence_interval: Interval,
    point_estimate: f64,
}

#[derive(Deserialize)]
struct Interval {
    lower_bound: f64,
    upper_bound: f64,
}

/// Criterion writes nanoseconds.
const NANOSECOND: f64 = 1e-9;

fn timing(newest: &Path) -> Result<(String, Timing), String> {
    let identity: Identity = json(&newest.join("benchmark.json"))?;
    let Estimates { median } = json(&newest.join("estimates.json"))?;
    let (low, high) = (
        median.confidence_interval.lower_bound,
        median.confidence_interval.upper_bound,
    );
    if !(median.point_estimate > 0.0 && median.point_estimate.is_finite()) {
        return Err(format!("the median is {} ns", median.point_estimate));
    }
    let name = identity
        .function_id
        .unwrap_or_else(|| identity.group_id.clone());
    Ok((
        identity.group_id,
        Timing {
            name,
            parameter: identity.value_str,
            median: median.point_estimate * NANOSECOND,
            interval: (low * NANOSECOND, high * NANOSECOND),
        },
    ))
}

fn json<T: for<'a> Deserialize<'a>>(path: &Path) -> Result<T, String> {
    let text = fs::read(path).map_err(|e| format!("cannot read {}: {e}", path.display()))?;
    serde_json::from_slice(&text).map_err(|e| format!("{}: {e}", path.display()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed assumption is a failed test")]

    use super::*;

    fn write(root: &Path, at: &str, identity: &str, median: &str) {
        let newest = root.join(at).join("new");
        fs::create_dir_all(&newest).unwrap();
        fs::write(newest.join("benchmark.json"), identity).unwrap();
        let interval = r#""confidence_interval":{"confidence_level":0.95,"lower_bound":1.0,"upper_bound":3e9},"standard_error":0.1"#;
        let estimates =
            format!(r#"{{"median":{{{interval},"point_estimate":{median}}},"slope":null}}"#);
        fs::write(newest.join("estimates.json"), estimates).unwrap();
    }

    #[test]
    fn results_are_grouped_sorted_and_compared_with_the_baseline_of_their_parameter() {
        let root = tempfile::tempdir().unwrap();
        let named = |function: &str, value: &str| {
            format!(
                r#"{{"group_id":"g","function_id":"{function}","value_str":{value},"throughput":null,"full_id":"x"}}"#
            )
        };
        write(root.path(), "g/ours/100", &named("ours", "\"100\""), "4e9");
        write(root.path(), "g/ours/20", &named("ours", "\"20\""), "1e9");
        write(
            root.path(),
            "g/b/20",
            &named("baseline: b", "\"20\""),
            "5e8",
        );
        write(root.path(), "g/c", &named("baseline: c", "null"), "2e9");
        write(
            root.path(),
            "alone",
            r#"{"group_id":"alone","function_id":null,"value_str":null}"#,
            "1.0",
        );
        write(root.path(), "g/broken", &named("broken", "null"), "0.0");
        fs::create_dir_all(root.path().join("g/report")).unwrap();

        let found = Benchmarks::read(root.path()).unwrap();
        assert_eq!(found.unread.len(), 1, "{:?}", found.unread);
        assert!(
            found.unread[0].contains("the median is 0 ns"),
            "{:?}",
            found.unread
        );
        let names: Vec<_> = found.groups.iter().map(|g| g.name.as_str()).collect();
        assert_eq!(names, ["alone", "g"]);
        let group = &found.groups[1];
        let order: Vec<_> = (group.timings.iter())
            .map(|t| (t.name.as_str(), t.parameter.as_deref()))
            .collect();
        let expected = [
            ("ours", Some("20")),
            ("ours", Some("100")),
            ("baseline: b", Some("20")),
            ("baseline: c", None),
        ];
        assert_eq!(order, expected);
        assert_eq!(group.baseline_of(&group.timings[0]), Some(0.5));
        assert_eq!(group.baseline_of(&group.timings[1]), Some(2.0));
        assert_eq!(
            found.groups[0].baseline_of(&found.groups[0].timings[0]),
            None
        );
    }

    #[test]
    fn no_directory_is_an_error() {
        assert!(Benchmarks::read(Path::new("no such directory")).is_err());
    }
}
