//! Tables that the scripts under `benches/peers` wrote down, compiled in.

use serde::de::DeserializeOwned;

/// The rows of a table of comma-separated values with a header.
///
/// # Panics
/// If the table is not what its script writes; a test reads each.
pub(super) fn rows<T: DeserializeOwned>(table: &str) -> Vec<T> {
    match csv::Reader::from_reader(table.as_bytes())
        .into_deserialize()
        .collect()
    {
        Ok(rows) => rows,
        Err(error) => panic!("a table under benches/peers/measured is misspelt: {error}"),
    }
}
