//! What moves on a terminal while a command works.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A line that is rewritten on a terminal; nothing elsewhere.
pub(super) fn progress_line() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    // The template is a literal; without it the line would only look plainer.
    if let Ok(style) = ProgressStyle::with_template("{spinner} {elapsed} {msg}") {
        bar.set_style(style);
    }
    bar
}
