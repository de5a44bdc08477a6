//! One test case for each relation, for any machine that shows JUnit.

use super::Reviewed;
use crate::review::{Entry, Verdict};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

/// The results as JUnit.
///
/// # Errors
/// If the results cannot be written as XML.
pub fn junit(
    documents: &[Reviewed<'_>],
    strict: bool,
) -> Result<String, quick_junit::SerializeError> {
    let mut report = Report::new("matproof");
    for document in documents {
        let mut suite = TestSuite::new(document.path);
        for entry in &document.review.entries {
            suite.add_test_case(case(document, entry, strict));
        }
        report.add_test_suite(suite);
    }
    report.to_string()
}

fn case(document: &Reviewed<'_>, entry: &Entry, strict: bool) -> TestCase {
    let latex = document.source.get(entry.span.clone()).unwrap_or_default();
    let latex: String = latex.split_whitespace().collect::<Vec<_>>().join(" ");
    let status = if entry.fails(strict) {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status.set_type(entry.verdict.name());
        let message = if entry.message.is_empty() {
            "marked as wrong, but it holds"
        } else {
            &entry.message
        };
        status.set_message(message);
        if let Some(correction) = &entry.correction {
            status.set_description(format!("{}: {}", correction.kind.name(), correction.latex));
        }
        status
    } else if entry.verdict == Verdict::Unsupported {
        let mut status = TestCaseStatus::skipped();
        status.set_message(entry.message.as_str());
        status
    } else {
        TestCaseStatus::success()
    };
    let mut case = TestCase::new(format!("line {}: {latex}", entry.line), status);
    case.set_classname(document.path);
    case
}
