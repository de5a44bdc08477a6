//! The report as files in a directory.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;
use thiserror::Error;

use super::page::Page;

/// Why a report could not be written.
#[derive(Debug, Error)]
pub enum FilesError {
    /// The output directory does not exist and cannot be made.
    #[error("cannot create the directory {}: {source}", .path.display())]
    Directory {
        /// The directory.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file cannot be written: no permission, a full disk, a directory of that name.
    #[error("cannot write {}: {source}", .path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The results have a part that JSON cannot hold.
    #[error("cannot write {} as JSON: {source}", .path.display())]
    Json {
        /// The file.
        path: PathBuf,
        /// What the serializer said.
        source: serde_json::Error,
    },
    /// Two pictures would overwrite each other, or a name is not a file name everywhere.
    #[error("the picture name {name:?} {problem}")]
    Name {
        /// The name.
        name: String,
        /// What is wrong with it.
        problem: &'static str,
    },
}

/// Writes `report.json`, `report.md`, every picture of the page as `NAME.svg`, `NAME.png` and `NAME.csv`, and last
/// `index.html`; the directory is made if it is missing. Returns the files in the order written.
///
/// Each file appears complete or not at all: it is written under another name and then renamed. Other
/// files in the directory are left alone.
///
/// # Errors
/// [`FilesError`] with the path; what was written before stays.
pub fn write(
    directory: &Path,
    page: &Page,
    markdown: &str,
    results: &impl Serialize,
) -> Result<Vec<PathBuf>, FilesError> {
    let pictures = page.pictures();
    check_names(pictures.iter().map(|picture| picture.name.as_str()))?;
    fs::create_dir_all(directory).map_err(|source| FilesError::Directory {
        path: directory.to_owned(),
        source,
    })?;

    let mut written = Vec::new();
    let json_path = directory.join("report.json");
    let mut json = serde_json::to_string_pretty(results).map_err(|source| FilesError::Json {
        path: json_path.clone(),
        source,
    })?;
    json.push('\n');
    write_whole(&json_path, json.as_bytes())?;
    written.push(json_path);
    let markdown_path = directory.join("report.md");
    write_whole(&markdown_path, markdown.as_bytes())?;
    written.push(markdown_path);
    for picture in pictures {
        let forms = [
            ("svg", picture.svg.as_bytes()),
            ("png", picture.png.as_slice()),
            ("csv", picture.data_csv.as_bytes()),
        ];
        for (ending, bytes) in forms {
            let path = directory.join(format!("{}.{ending}", picture.name));
            write_whole(&path, bytes)?;
            written.push(path);
        }
    }
    let index = directory.join("index.html");
    write_whole(&index, page.to_html().as_bytes())?;
    written.push(index);
    Ok(written)
}

/// Writes beside the file and renames, so that nobody reads half of it.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), FilesError> {
    let mut partial = path.as_os_str().to_owned();
    partial.push(".partial");
    let partial = PathBuf::from(partial);
    let result = fs::write(&partial, bytes).and_then(|()| fs::rename(&partial, path));
    result.map_err(|source| {
        // Whatever part was written is of no use; that it cannot be removed either changes nothing.
        let _ = fs::remove_file(&partial);
        FilesError::Write {
            path: path.to_owned(),
            source,
        }
    })
}

/// Names are small letters, digits, `-` and `_`, and each occurs once.
fn check_names<'a>(names: impl Iterator<Item = &'a str>) -> Result<(), FilesError> {
    let mut seen = BTreeSet::new();
    for name in names {
        let refuse = |problem| {
            Err(FilesError::Name {
                name: name.to_owned(),
                problem,
            })
        };
        if name.is_empty()
            || !name
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_')
        {
            return refuse("may have small letters, digits, - and _ only");
        }
        if !seen.insert(name) {
            return refuse("occurs twice");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_not_file_names_are_refused() {
        for name in ["", "../up", "a b", "Ä", "UPPER", "a.svg"] {
            let error = check_names([name].into_iter()).unwrap_err().to_string();
            assert!(error.contains("small letters"), "{error}");
        }
        assert!(
            check_names(["a", "b", "a"].into_iter())
                .unwrap_err()
                .to_string()
                .contains("twice")
        );
        assert!(check_names(["step-sizes", "w_2"].into_iter()).is_ok());
    }

    #[test]
    fn a_failed_write_names_the_file_and_leaves_no_part_behind() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("index.html");
        fs::create_dir(&path).unwrap();
        let error = write_whole(&path, b"page").unwrap_err().to_string();
        assert!(error.contains("index.html"), "{error}");
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
    }
}
