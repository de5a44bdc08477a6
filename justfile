# What can be done here. The checks are the steps of `.ci/run`, which needs no `just`.

# The list of recipes.
default:
    @just --list

# Everything that the continuous integration checks.
ci:
    .ci/run

# Whether the code is formatted.
fmt-check:
    .ci/run fmt-check

# Clippy, every target, warnings denied.
lint:
    .ci/run lint

# Unit tests, properties, scenarios, and the examples of the documentation.
test:
    .ci/run test

# The report's page in headless Chromium, which has to be there.
browser:
    MATPROOF_BROWSER=required cargo test --test report -- the_page_works_in_a_browser

# The documentation, warnings denied.
doc:
    .ci/run doc

# The ratios of our kernels to their baselines.
bench *filter:
    cargo bench {{filter}}

# The report: reports/index.html, report.json and the plots.
report *flags:
    cargo run --release -- report {{flags}}

# The small report under reports/sample/.
sample:
    cargo run --release -- report --out target/sample
    cd target/sample && cp report.md liars.svg mutants.svg planted-errors.svg ../../reports/sample/

# Spoils the equations of the derivations, and counts who notices.
selftest *flags:
    cargo run --release -- selftest {{flags}}

# Mutates documents for so many seconds, and judges each; a failure prints the text, target/fuzz/last.md has the last one.
fuzz seconds="60":
    MATPROOF_FUZZ_SECONDS={{seconds}} cargo test --release --test fuzz mutations -- --nocapture

# So many random documents: no panic, no hang, no contradiction, nothing right called wrong, no growth of memory.
soak count="10000":
    MATPROOF_SOAK={{count}} cargo test --release --test soak random -- --nocapture

# The code with the oldest Rust that Cargo.toml promises.
oldest:
    .ci/run oldest

# Licences, sources and duplicates of dependencies; `cargo install cargo-deny` first.
deny:
    cargo deny check

# Known vulnerabilities of dependencies; `cargo install cargo-audit` first.
audit:
    cargo audit

# The scripts of other people's programs beside ours, each in one run; needs Python and `benches/peers/requirements.txt`.
peers *scripts="derive.py spectrum.py factorize.py hessian_product.py":
    #!/usr/bin/env bash
    set -euo pipefail
    python=$(command -v python3 || command -v python || true)
    if [ -z "$python" ]; then
        echo "skipped: no Python found"
        exit 0
    fi
    cargo build --release
    for script in {{scripts}}; do
        "$python" "benches/peers/$script" || echo "skipped or failed: $script (pip install -r benches/peers/requirements.txt)"
    done

# Judges the derivations that ship.
derivations:
    cargo run --release -- check derivations/ --strict

# Formats the code.
fmt:
    cargo fmt
