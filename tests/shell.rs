//! Completions and manual pages name every command.

use std::process::{Command, Output};

const COMMANDS: [&str; 8] = [
    "check",
    "completions",
    "derive",
    "factorize",
    "man",
    "report",
    "selftest",
    "spectrum",
];

fn matproof(arguments: &[&str]) -> std::io::Result<Output> {
    Command::new(env!("CARGO_BIN_EXE_matproof"))
        .args(arguments)
        .output()
}

#[test]
fn completions_and_pages_name_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = matproof(&["completions", shell]).unwrap();
        let text = String::from_utf8(script.stdout).unwrap();
        for command in COMMANDS {
            assert!(
                script.status.success() && text.contains(command),
                "{shell}: {command}"
            );
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("man1");
    assert!(
        matproof(&["man", "--out", path.to_str().unwrap()])
            .unwrap()
            .status
            .success()
    );
    for command in COMMANDS {
        let page = std::fs::read_to_string(path.join(format!("matproof-{command}.1"))).unwrap();
        assert!(
            page.contains(".SH SYNOPSIS") || page.contains(".SH NAME"),
            "{command}"
        );
    }
    let page = String::from_utf8(matproof(&["man"]).unwrap().stdout).unwrap();
    assert!(page.contains("matproof\\-selftest"), "{page}");
}

#[test]
fn the_help_of_every_command_has_examples() {
    for command in COMMANDS {
        let help = matproof(&[command, "--help"]).unwrap();
        let text = String::from_utf8(help.stdout).unwrap();
        assert!(
            help.status.success() && text.contains("Examples:"),
            "{command}: {text}"
        );
        assert!(text.contains(&format!("  matproof {command}")), "{command}");
    }
}
