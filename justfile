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

# The documentation, warnings denied.
doc:
    .ci/run doc

# The ratios of our kernels to their baselines.
bench *filter:
    cargo bench {{filter}}

# The report: reports/index.html, report.json and the plots.
report *flags:
    cargo run --release -- report {{flags}}

# Formats the code.
fmt:
    cargo fmt
