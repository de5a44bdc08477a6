//! The printed NumPy, run by a Python that has it: its functions return what the formulas say.
//!
//! Where there is no NumPy the test says so and passes, unless `MATPROOF_NUMPY=required`.

use super::CASES;
use matproof::algebra::{Dense, Function};
use matproof::derivation::Derivation;
use matproof::expression::ExpressionFormula;
use matproof::report::derivation::numpy;
use nalgebra::DMatrix;
use serde_json::Value;
use std::process::Command;

fn python() -> Option<&'static str> {
    ["python3", "python", "/usr/bin/python3"]
        .into_iter()
        .find(|program| {
            Command::new(program)
                .args(["-c", "import numpy"])
                .output()
                .is_ok_and(|output| output.status.success())
        })
}

/// Values of all letters, positive, with a symmetric positive definite matrix wherever a matrix is square.
fn point(derivation: &Derivation) -> Vec<(String, DMatrix<f64>)> {
    let typing = &derivation.typing;
    let size = |name: &matproof::expression::Name| match name.as_str() {
        "n" => Some(3),
        "m" => Some(4),
        _ => Some(2),
    };
    let value = |name: &matproof::expression::Name| {
        let shape = typing.shape(name.as_str()).unwrap();
        let (rows, columns) = (
            shape.rows.value(&size).unwrap(),
            shape.columns.value(&size).unwrap(),
        );
        let salt = name.as_str().chars().map(|c| c as usize).sum::<usize>();
        let value = DMatrix::from_fn(rows, columns, |i, j| {
            0.3 + ((2 * i + 3 * j + i * j + salt) % 7) as f64 / 4.0
        });
        let value = if rows == columns && rows > 1 {
            &value * value.transpose() + DMatrix::identity(rows, rows)
        } else {
            value
        };
        (name.to_string(), value)
    };
    typing.names().iter().map(value).collect()
}

/// A matrix as Python writes it; scalars are numbers.
fn literal(value: &DMatrix<f64>, scalar: bool) -> String {
    if scalar {
        return format!("{:?}", value[(0, 0)]);
    }
    let rows: Vec<String> = value
        .row_iter()
        .map(|row| format!("{:?}", row.iter().collect::<Vec<_>>()))
        .collect();
    format!("np.array([{}])", rows.join(", "))
}

#[test]
fn printed_numpy_runs_and_agrees() {
    let Some(python) = python() else {
        assert!(
            std::env::var("MATPROOF_NUMPY").is_err(),
            "no Python with NumPy found"
        );
        eprintln!("skipped: no Python with NumPy found");
        return;
    };
    for case in &CASES {
        let derivation = case.derivation();
        let typing = &derivation.typing;
        let point = point(&derivation);
        let arguments: Vec<String> = point
            .iter()
            .map(|(name, value)| literal(value, typing.shape(name).unwrap().is_scalar()))
            .collect();
        let text = numpy(&derivation);
        let names: Vec<&str> = text
            .lines()
            .filter_map(|line| Some(line.strip_prefix("def ")?.split_once('(')?.0))
            .collect();
        let calls = names.iter().map(|name| {
            format!(
                "print(json.dumps(np.asarray({name}({})).tolist()))\n",
                arguments.join(", ")
            )
        });
        let program = format!("{text}\n\nimport json\n{}", calls.collect::<String>());
        let output = Command::new(python)
            .args(["-c", &program])
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{told}\n{program}");

        let value = std::iter::once(&typing.typed()[0]);
        let written = value.chain(derivation.derivatives.iter().map(|d| &d.typed));
        let written = written.filter(|typed| typed.to_numpy().is_some());
        let answers = String::from_utf8(output.stdout).unwrap();
        let answers: Vec<Value> = answers
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(answers.len(), written.clone().count(), "{}", case.name);
        for ((typed, answer), name) in written.zip(answers).zip(names) {
            let letters = point.iter().map(|(name, _)| name.as_str());
            let formula = ExpressionFormula::new(typed.clone(), typing, letters).unwrap();
            let values: Vec<Dense<f64>> = point
                .iter()
                .map(|(_, value)| value.clone().into())
                .collect();
            let expected = Function::evaluate(&formula, &values).unwrap().into_matrix();
            // NumPy's numbers, or rows of numbers.
            let rows: Vec<Vec<f64>> = match answer.as_f64() {
                Some(number) => vec![vec![number]],
                None => serde_json::from_value(answer).unwrap(),
            };
            assert_eq!(
                (rows.len(), rows[0].len()),
                expected.shape(),
                "{}: {name}",
                case.name
            );
            for (i, row) in rows.iter().enumerate() {
                for (j, actual) in row.iter().enumerate() {
                    // Fewer than 100 roundings, conditions below 10³.
                    let gap = (actual - expected[(i, j)]).abs() / expected.amax().max(1.0);
                    assert!(
                        gap < 1e-11,
                        "{}: {name}: {actual} for {}",
                        case.name,
                        expected[(i, j)]
                    );
                }
            }
        }
    }
}
