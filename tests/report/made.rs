//! One report, made once for all tests of this file, of small data and the results of a small benchmark.

use assert_cmd::Command;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use tempfile::TempDir;

pub(crate) fn matproof() -> Command {
    Command::new(env!("CARGO_BIN_EXE_matproof"))
}

/// The directory of the report, and what the program said when it made it.
pub(crate) fn made() -> (&'static Path, &'static str) {
    static MADE: OnceLock<(TempDir, PathBuf, String)> = OnceLock::new();
    let (_, out, said) = MADE.get_or_init(|| {
        let directory = tempfile::tempdir().unwrap();
        let data = directory.path().join("counts.csv");
        fs::write(&data, "3,0,1,2\n1,4,0,5\n2,2,7,1\n0,6,3,3\n9,1,0,4\n").unwrap();
        let benchmarks = directory.path().join("criterion");
        for (function, median) in [("ours", 3.0e6), ("baseline: theirs", 4.0e6)] {
            let new = benchmarks.join(function).join("new");
            fs::create_dir_all(&new).unwrap();
            let identity = format!(
                r#"{{"group_id":"two products","function_id":"{function}","value_str":null}}"#
            );
            fs::write(new.join("benchmark.json"), identity).unwrap();
            let interval = r#"{"confidence_level":0.95,"lower_bound":2.9e6,"upper_bound":4.1e6}"#;
            let estimates = format!(
                r#"{{"median":{{"confidence_interval":{interval},"point_estimate":{median}}}}}"#
            );
            fs::write(new.join("estimates.json"), estimates).unwrap();
        }
        let out = directory.path().join("new/report");
        let output = matproof()
            .args(["report", "--seed", "5", "--out"])
            .arg(&out)
            .arg("--data")
            .arg(&data)
            .arg("--benchmarks")
            .arg(&benchmarks)
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        assert!(
            output.stderr.is_empty(),
            "progress is for terminals: {output:?}"
        );
        (directory, out, String::from_utf8(output.stdout).unwrap())
    });
    (out, said)
}
