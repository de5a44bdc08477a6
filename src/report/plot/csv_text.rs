//! The numbers of a picture as CSV, every digit kept.

/// A header line and rows as CSV text.
pub(super) fn csv_text<'a>(
    header: &[&str],
    rows: impl IntoIterator<Item = Vec<std::borrow::Cow<'a, str>>>,
) -> String {
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .from_writer(Vec::new());
    // Writing into memory cannot fail, and a picture with less of its data is better than none.
    let _ = writer.write_record(header);
    for row in rows {
        let _ = writer.write_record(row.iter().map(AsRef::as_ref));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The shortest decimal that reads back as the same double.
pub(super) fn exact(number: f64) -> String {
    let size = number.abs();
    if number.is_finite() && size > 0.0 && !(1e-4..1e9).contains(&size) {
        format!("{number:e}")
    } else {
        number.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_back_unchanged_and_names_are_quoted() {
        for number in [0.1, -1.0 / 3.0, 5e-324, 1e300, 0.0] {
            assert_eq!(
                exact(number).parse::<f64>().unwrap().to_bits(),
                number.to_bits()
            );
        }
        let text = csv_text(&["name", "x"], [vec!["a, b".into(), exact(1e-16).into()]]);
        assert_eq!(text, "name,x\n\"a, b\",1e-16\n");
    }
}
