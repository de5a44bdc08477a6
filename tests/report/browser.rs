//! The page in a real browser: it loads without an error or a request, and does what it promises.
//!
//! A script is put into a copy of the page, does what a reader would do, and leaves its findings in the page's place. The browser is
//! Chromium or Chrome, found under its usual names or in the variable `CHROMIUM`. Where there is none the test says so and
//! passes, unless `MATPROOF_BROWSER=required`.

use crate::made::made;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const PROBE: &str = include_str!("probe.js");

fn chromium() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        return Some(named.into());
    }
    let path = std::env::var_os("PATH")?;
    ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .flat_map(|name| std::env::split_paths(&path).map(move |p| p.join(name)))
        .find(|program| program.is_file())
}

fn opened(browser: &Path, page: &Path, width: u32) -> Output {
    let profile = tempfile::tempdir().unwrap();
    Command::new(browser)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--enable-logging=stderr",
            "--virtual-time-budget=60000",
            "--dump-dom",
        ])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(format!("--window-size={width},900"))
        .arg(format!("file://{}", page.display()))
        .output()
        .unwrap()
}

/// What the script found.
fn findings(output: &Output) -> Value {
    let page = String::from_utf8_lossy(&output.stdout);
    let said = String::from_utf8_lossy(&output.stderr);
    // The browser writes here what a reader would see in the console: errors, and what the policy of the page refused.
    let console: Vec<&str> = said.lines().filter(|l| l.contains("CONSOLE")).collect();
    assert!(console.is_empty(), "{console:#?}");
    let json = page
        .split_once("<plaintext id=\"findings\">")
        .and_then(|(_, rest)| rest.split_once("</plaintext>"))
        .map(|(json, _)| {
            json.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&")
        });
    let json = json.unwrap_or_else(|| panic!("no findings\n{page}\n{said}"));
    serde_json::from_str(&json).unwrap()
}

#[test]
fn the_page_works_in_a_browser() {
    let Some(browser) = chromium() else {
        assert!(
            std::env::var("MATPROOF_BROWSER").is_err(),
            "no Chromium found; name it in the variable CHROMIUM"
        );
        eprintln!("skipped: no Chromium found");
        return;
    };
    let page = fs::read_to_string(made().0.join("index.html")).unwrap();
    let probed = page.replacen("<head>", &format!("<head><script>{PROBE}</script>"), 1);
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("index.html");
    fs::write(&path, probed).unwrap();
    for width in [1200, 500] {
        let found = findings(&opened(&browser, &path, width));
        let number = |name: &str| {
            found[name]
                .as_u64()
                .unwrap_or_else(|| panic!("{name}: {found}"))
        };
        assert_eq!(found["failures"], serde_json::json!([]), "at width {width}");
        // That the script looked at something, and saw what it was told to see.
        assert!(number("images") >= 20, "{found}");
        assert!(number("formulas") >= 100, "{found}");
        assert!(number("filters") >= 2, "{found}");
        assert!(number("details") >= 1, "{found}");
        assert_eq!(number("width"), u64::from(width), "{found}");
    }

    // What would be wrong is found: a picture from the network, a picture without words, a script that fails, two things of one name.
    let spoiled =
        "<img src=\"https://example.org/a.png\"><script>missing()</script><p id=\"content\"></p>";
    let page = fs::read_to_string(&path).unwrap();
    fs::write(
        &path,
        page.replacen("<header>", &format!("{spoiled}<header>"), 1),
    )
    .unwrap();
    let output = opened(&browser, &path, 1200);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("CONSOLE"), "{said}");
    let quiet = Output {
        stderr: Vec::new(),
        ..output
    };
    let failures = findings(&quiet)["failures"].to_string();
    for expected in ["example.org", "alternative text", "missing", "content"] {
        assert!(failures.contains(expected), "{expected}: {failures}");
    }
}
