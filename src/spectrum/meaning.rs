//! What an extreme eigenvalue means at the point where it was computed.

use super::answer::{Assurance, Objective, Pair, Spectrum};
use super::davidson::Which;
use super::options::Stopped;

/// One sentence that is true.
pub(super) fn sentence(spectrum: &Spectrum) -> String {
    let Pair { value, .. } = spectrum.extreme();
    if spectrum.stopped == Stopped::Budget {
        let (below, above) = spectrum.interval();
        return format!(
            "the work allowed was used up: {} eigenvalue is {} {value:.6e}, and one lies between {below:.6e} and {above:.6e}.",
            name(spectrum.which),
            match spectrum.which {
                Which::Smallest => "at most",
                Which::Largest => "at least",
            },
        );
    }
    if spectrum.which == Which::Largest {
        return format!(
            "the largest curvature along a direction of length one is {value:.6e}: to first order no change of the point \
             raises the gradient along itself faster than that."
        );
    }
    let stationary = spectrum.stationarity.holds();
    let constrained = spectrum.fixed.is_some();
    let among = if constrained {
        " among the free entries"
    } else {
        ""
    };
    if spectrum.is_zero() {
        let within = spectrum.zero_within();
        return if stationary && spectrum.objective == Objective::Frobenius && !constrained {
            format!(
                "zero to within {within:.1e}: the point is stationary and has no direction of negative curvature, which for ½‖X − WH‖² \
                 without constraints means a global minimum; zeros are always there, along the gauge directions (WS, −SH)."
            )
        } else {
            format!(
                "zero to within {within:.1e}: no direction of negative curvature{among} beyond that, which is necessary for a local \
                 minimum and not sufficient."
            )
        };
    }
    let certain = match spectrum.assurance {
        Assurance::None => " (the search was not confirmed)",
        Assurance::SecondStart | Assurance::Inertia { .. } => "",
    };
    match (*value < 0.0, stationary) {
        (true, true) => format!(
            "negative: this stationary point is a strict saddle{among}; the objective falls along the eigenvector, to second order like ½·({value:.3e})·t²."
        ),
        (true, false) => format!(
            "negative: there is a direction of negative curvature{among}; the point is not stationary (relative gradient {:.1e}), so it is no saddle in \
             the strict sense.",
            spectrum.stationarity.relative_gradient
        ),
        (false, true) => {
            format!("positive{certain}: this stationary point is a strict local minimum{among}.")
        }
        (false, false) => format!(
            "positive{certain}: the objective is strictly convex near this point{among}, which is not stationary (relative gradient {:.1e}).",
            spectrum.stationarity.relative_gradient
        ),
    }
}

fn name(which: Which) -> &'static str {
    match which {
        Which::Smallest => "the smallest",
        Which::Largest => "the largest",
    }
}
