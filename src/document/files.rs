//! The documents of a directory, and their text.

use super::{LONGEST_TEXT, decode};
use std::io::Read;
use std::path::{Path, PathBuf};

/// The documents below a directory (`.md`, `.markdown`, `.tex`, `.txt`) in order; what is hidden or linked is left out. A file is itself.
///
/// # Errors
/// If the directory cannot be read, or holds no document; in words that begin with the path.
pub fn documents_in(path: &Path) -> Result<Vec<PathBuf>, String> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    collect(path, &mut files, 0)?;
    if files.is_empty() {
        return Err(format!(
            "{}: no .md, .markdown, .tex or .txt file in it",
            path.display()
        ));
    }
    Ok(files)
}

/// The text of a document, `-` being standard input, and no more of it than it takes to see that it is too long.
///
/// # Errors
/// If it cannot be read, is too long or no text; in words that begin with the path.
pub fn read_text(path: &Path) -> Result<String, String> {
    let told = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let bytes = if path == Path::new("-") {
        first_bytes(std::io::stdin())
    } else {
        std::fs::File::open(path).and_then(first_bytes)
    };
    decode(&bytes.map_err(|error| told(&error))?).map_err(|error| told(&error))
}

/// What there is to read, and no more of it than it takes to see that it is too long.
fn first_bytes(reader: impl Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader
        .take(LONGEST_TEXT as u64 + 1)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The documents below a directory; what is hidden is left out.
fn collect(directory: &Path, files: &mut Vec<PathBuf>, depth: usize) -> Result<(), String> {
    const DEEPEST: usize = 32;
    if depth > DEEPEST {
        return Ok(());
    }
    let told = |error: std::io::Error| format!("{}: {error}", directory.display());
    let mut entries: Vec<PathBuf> = std::fs::read_dir(directory)
        .map_err(told)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()
        .map_err(told)?;
    entries.sort();
    for path in entries {
        let hidden = path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with('.'));
        let link = path.is_symlink();
        if path.is_dir() && !hidden && !link {
            collect(&path, files, depth + 1)?;
        } else if path.is_file()
            && path.extension().is_some_and(|e| {
                ["md", "markdown", "tex", "txt"].contains(&e.to_string_lossy().as_ref())
            })
        {
            files.push(path);
        }
    }
    Ok(())
}
