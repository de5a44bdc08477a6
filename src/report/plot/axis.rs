//! Scales: where a value stands on an axis, and which values are written beside it.

use crate::report::notation::{compact, fixed, power_of_ten};

/// Beyond this size a double is not placed on an axis: sums and differences would overflow.
const LARGEST: f64 = 1e300;

/// Whether a value can stand on an axis at all.
pub(super) fn is_drawable(value: f64) -> bool {
    value.abs() <= LARGEST
}

/// How values are spread along an axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scale {
    /// Equal differences, equal distances.
    #[default]
    Linear,
    /// Equal ratios, equal distances; positive values only.
    Log10,
}

/// An axis: what it measures and how.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Axis {
    /// What is measured, with its unit: "time per product (µs)".
    pub label: String,
    /// Linear or logarithmic.
    pub scale: Scale,
}

impl Axis {
    /// A linear axis.
    pub fn linear(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            scale: Scale::Linear,
        }
    }

    /// A logarithmic axis.
    pub fn log10(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            scale: Scale::Log10,
        }
    }
}

/// A value with what is written beside it; unlabelled ticks are short.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tick {
    pub(super) value: f64,
    pub(super) label: Option<String>,
}

/// The part of a scale that a picture shows. On a logarithmic scale the ends are exponents of ten.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Span {
    scale: Scale,
    low: f64,
    high: f64,
}

impl Span {
    /// The span that holds all values, with a little air at both ends; `None` without values.
    pub(super) fn around(values: impl IntoIterator<Item = f64>, scale: Scale) -> Option<Self> {
        let tight = Self::tight(values, scale)?;
        let air = 0.04 * (tight.high - tight.low);
        Some(Self {
            scale,
            low: tight.low - air,
            high: tight.high + air,
        })
    }

    /// The span from the smallest to the largest value; never empty.
    pub(super) fn tight(values: impl IntoIterator<Item = f64>, scale: Scale) -> Option<Self> {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values {
            let value = coordinate(value, scale);
            if value.is_finite() {
                low = low.min(value);
                high = high.max(value);
            }
        }
        if low > high {
            return None;
        }
        let least = match scale {
            // Below this the labels could not tell the ends apart.
            Scale::Linear => 1e-9 * low.abs().max(high.abs()),
            Scale::Log10 => 0.3,
        };
        if high - low <= least {
            let half = match scale {
                Scale::Linear if low.abs().max(high.abs()) > 0.0 => 0.1 * low.abs().max(high.abs()),
                Scale::Linear => 1.0,
                Scale::Log10 => 0.5,
            };
            (low, high) = (low - half, high + half);
        }
        Some(Self { scale, low, high })
    }

    /// The span with room for labels beyond both ends; one that begins or ends at zero keeps that end.
    pub(super) fn with_room(self, share: f64) -> Self {
        let room = share * self.extent();
        let (low, high) = (self.low, self.high);
        let keep = |end: f64| self.scale == Scale::Linear && end == 0.0;
        Self {
            low: if keep(low) { low } else { low - room },
            high: if keep(high) { high } else { high + room },
            ..self
        }
    }

    /// The span from −`bound` to `bound` on a linear scale.
    pub(super) fn symmetric(bound: f64) -> Self {
        let bound = if bound > 0.0 { bound } else { 1.0 };
        Self {
            scale: Scale::Linear,
            low: -bound,
            high: bound,
        }
    }

    /// Where `value` stands, 0 at the low end and 1 at the high end; outside of [0, 1] it is not shown.
    pub(super) fn position(&self, value: f64) -> f64 {
        (coordinate(value, self.scale) - self.low) / (self.high - self.low)
    }

    /// What the span covers, in units of the axis or in decades.
    pub(super) fn extent(&self) -> f64 {
        self.high - self.low
    }

    /// The ticks for an axis of `length` pixels whose labels each take `room` pixels along it.
    pub(super) fn ticks(&self, length: f64, room: f64) -> Vec<Tick> {
        let most = (length / room).floor().max(2.0);
        match self.scale {
            Scale::Linear => self.linear_ticks(most),
            Scale::Log10 => self.log_ticks(most),
        }
    }

    /// Multiples of 1, 2 or 5 times a power of ten, at most `most` of them.
    fn linear_ticks(&self, most: f64) -> Vec<Tick> {
        let least_step = (self.high - self.low) / most;
        let decade = 10_f64.powf(least_step.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0]
            .map(|m| m * decade)
            .into_iter()
            .find(|&s| s >= least_step);
        let step = step.unwrap_or(10.0 * decade);
        let largest = self.low.abs().max(self.high.abs());
        let decimals = decimals_of(step);
        let mut ticks = Vec::new();
        let mut multiple = (self.low / step - 1e-9).ceil();
        while multiple * step <= self.high + 1e-9 * step && ticks.len() < 64 {
            let value = multiple * step;
            let label = match decimals {
                Some(decimals) if largest < 1e5 => fixed(value, decimals),
                _ => compact(value, 6),
            };
            ticks.push(Tick {
                value,
                label: Some(label),
            });
            multiple += 1.0;
        }
        ticks
    }

    /// Powers of ten, every first, second, third, fifth … of them labelled; within a decade or two also
    /// 2 and 5 times them.
    fn log_ticks(&self, most: f64) -> Vec<Tick> {
        let (first, last) = (
            exponent((self.low - 1e-9).ceil()),
            exponent((self.high + 1e-9).floor()),
        );
        let mut ticks = Vec::new();
        if last - first < 2 {
            let plain = self.low > -3.0 && self.high < 4.0;
            for decade in first - 1..=last {
                for digit in 1..=9_i32 {
                    let value = f64::from(digit) * 10_f64.powi(decade);
                    if !(-1e-9..=1.0 + 1e-9).contains(&self.position(value)) {
                        continue;
                    }
                    let label = matches!(digit, 1 | 2 | 5).then(|| match (plain, digit) {
                        (true, _) => compact(value, 1),
                        (false, 1) => power_of_ten(decade),
                        (false, _) => format!("{digit}·{}", power_of_ten(decade)),
                    });
                    ticks.push(Tick { value, label });
                }
            }
            return ticks;
        }
        let decades = f64::from(last - first + 1);
        let stride = [1, 2, 3, 5, 10, 20, 50, 100]
            .into_iter()
            .find(|&s| decades / f64::from(s) <= most);
        let stride = stride.unwrap_or(200);
        for decade in first..=last {
            let value = 10_f64.powi(decade);
            let label = (decade.rem_euclid(stride) == 0).then(|| power_of_ten(decade));
            if stride <= 5 || label.is_some() {
                ticks.push(Tick { value, label });
            }
        }
        if decades <= 6.0 && stride == 1 {
            let small = (first - 1..=last).flat_map(|decade| (2..=9).map(move |d| (d, decade)));
            let small = small.map(|(d, decade)| f64::from(d) * 10_f64.powi(decade));
            let shown = small.filter(|&value| (0.0..=1.0).contains(&self.position(value)));
            ticks.extend(shown.map(|value| Tick { value, label: None }));
        }
        ticks
    }
}

/// A value in the coordinate its axis is even in.
fn coordinate(value: f64, scale: Scale) -> f64 {
    match scale {
        Scale::Linear => value,
        Scale::Log10 => value.log10(),
    }
}

/// The number of decimals a multiple of `step` needs; `None` if too many to be read.
fn decimals_of(step: f64) -> Option<usize> {
    let decimals = -exponent((step.log10() + 1e-9).floor());
    usize::try_from(decimals.max(0)).ok().filter(|&d| d <= 6)
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "exponents of ten of doubles lie between −324 and 309; `as` saturates beyond"
)]
fn exponent(value: f64) -> i32 {
    value as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(span: &Span, length: f64) -> Vec<String> {
        span.ticks(length, 40.0)
            .into_iter()
            .filter_map(|tick| tick.label)
            .collect()
    }

    #[test]
    fn linear_ticks_are_round_numbers() {
        let span = Span::tight([-0.3, 1.1], Scale::Linear).unwrap();
        assert_eq!(
            labels(&span, 320.0),
            ["−0.2", "0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]
        );
    }

    #[test]
    fn log_ticks_are_powers_of_ten() {
        let span = Span::tight([1e-16, 1.0], Scale::Log10).unwrap();
        assert_eq!(labels(&span, 400.0)[..3], ["10⁻¹⁶", "10⁻¹⁴", "10⁻¹²"]);
        let short = Span::tight([0.4, 3.0], Scale::Log10).unwrap();
        assert_eq!(labels(&short, 400.0), ["0.5", "1", "2"]);
    }

    #[test]
    fn equal_values_stand_in_the_middle() {
        for (value, scale) in [
            (3.0, Scale::Linear),
            (0.0, Scale::Linear),
            (-2e8, Scale::Linear),
            (1e-7, Scale::Log10),
        ] {
            let span = Span::around([value, value], scale).unwrap();
            assert!(
                (span.position(value) - 0.5).abs() < 1e-9,
                "{value} {scale:?}"
            );
            assert!(!labels(&span, 400.0).is_empty(), "{value} {scale:?}");
        }
    }

    #[test]
    fn no_values_no_span_and_extreme_values_stay_finite() {
        assert_eq!(Span::around([], Scale::Linear), None);
        assert_eq!(Span::around([f64::NAN, f64::INFINITY], Scale::Linear), None);
        assert_eq!(Span::around([0.0, -1.0], Scale::Log10), None);
        let wide = Span::around([-LARGEST, LARGEST], Scale::Linear).unwrap();
        assert!((0.0..=1.0).contains(&wide.position(1e299)));
        assert!(labels(&wide, 400.0).len() < 20);
        let tiny = Span::around([f64::MIN_POSITIVE, 1e-320], Scale::Log10).unwrap();
        assert!(labels(&tiny, 400.0).len() < 20);
    }
}
