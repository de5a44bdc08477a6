//! ‖X‖_F and ‖X‖²_F without a detour through numbers that overflow or vanish.

/// ‖x‖² = Σ xᵢ², correct to a few roundings whenever the answer itself is a normal `f64`.
///
/// The entries are scaled by a power of two near the largest, which is exact, so that no square overflows
/// or loses its digits before the sum does; the sum is compensated. Relative error at most 4ε for up to
/// 1/ε entries; an answer above 1.8e308 is infinite, one below 2.2e-308 keeps the digits that a subnormal
/// number has. NaN if an entry is NaN. Two passes over the entries, no allocation.
///
/// The order of the entries is irrelevant, so a matrix is passed as its stored entries.
///
/// # Reference
/// Neumaier (1974), Z. angew. Math. Mech. 54(1), 39–51, for the sum.
///
/// ```
/// # use matproof::matrix::squared_frobenius_norm;
/// assert_eq!(squared_frobenius_norm(&[3.0, 4.0]), 25.0);
/// assert_eq!(squared_frobenius_norm(&[3e153, 4e153]), 2.5e307); // 9e306 + 1.6e307
/// ```
#[must_use]
pub fn squared_frobenius_norm(entries: &[f64]) -> f64 {
    let (sum, scale) = scaled_sum_of_squares(entries);
    sum * scale * scale
}

/// ‖x‖ = √(Σ xᵢ²), which overflows only if the norm itself does: entries of 1e300 are fine.
///
/// Error and cost as for [`squared_frobenius_norm`].
///
/// ```
/// # use matproof::matrix::frobenius_norm;
/// assert_eq!(frobenius_norm(&[3.0, 4.0]), 5.0);
/// assert!((frobenius_norm(&[3e300, 4e300]) / 5e300 - 1.0).abs() < 1e-15);
/// ```
#[must_use]
pub fn frobenius_norm(entries: &[f64]) -> f64 {
    let (sum, scale) = scaled_sum_of_squares(entries);
    sum.sqrt() * scale
}

/// The sum of (xᵢ/s)² and the power of two s, near the largest |xᵢ|.
fn scaled_sum_of_squares(entries: &[f64]) -> (f64, f64) {
    let largest = entries.iter().fold(0.0_f64, |l, x| l.max(x.abs()));
    let exponent = scale_exponent(largest);
    let (scale, inverse) = (2.0_f64.powi(exponent), 2.0_f64.powi(-exponent));
    let (mut sum, mut lost) = (0.0_f64, 0.0_f64);
    for x in entries {
        let square = (x * inverse) * (x * inverse);
        let next = sum + square;
        // What the addition rounded away, exactly (Neumaier: the larger summand goes first).
        lost += if sum >= square {
            (sum - next) + square
        } else {
            (square - next) + sum
        };
        sum = next;
    }
    // An infinite entry makes `lost` NaN; the infinite sum is the answer then.
    let total = if sum.is_infinite() { sum } else { sum + lost };
    (total, scale)
}

/// The binary exponent of x, kept within ±1000 so that 2^e and 2^-e are both normal numbers.
///
/// At the ends the scaled entries are still between 2^-74 and 2^24, so their squares are safe too.
fn scale_exponent(x: f64) -> i32 {
    let biased = (x.to_bits() >> 52) & 0x7ff;
    i32::try_from(biased).map_or(0, |e| (e - 1023).clamp(-1000, 1000))
}

#[cfg(test)]
mod tests {
    use quickcheck_macros::quickcheck;

    use super::*;

    fn close(actual: f64, expected: f64) -> bool {
        // 4ε from the documentation, and one rounding each for the expected value and the scaling of 1e±150.
        (actual - expected).abs() <= 6.0 * f64::EPSILON * expected.abs()
    }

    #[test]
    fn huge_and_tiny_entries_neither_overflow_nor_vanish() {
        assert!(close(squared_frobenius_norm(&[1e150, 2e150]), 5e300));
        assert!(close(squared_frobenius_norm(&[1e-150, 2e-150]), 5e-300));
        assert!(close(frobenius_norm(&[3e307, 4e307]), 5e307));
        assert!(close(frobenius_norm(&[3e-300, 4e-300]), 5e-300));
        assert!(close(frobenius_norm(&[f64::MAX]), f64::MAX));
        // The smallest number of all, where 1/x would overflow.
        assert!(close(
            frobenius_norm(&[f64::from_bits(1)]),
            f64::from_bits(1)
        ));
    }

    #[test]
    fn answers_outside_the_range_are_zero_or_infinite() {
        assert!(squared_frobenius_norm(&[1e200]).is_infinite());
        assert!(squared_frobenius_norm(&[1e-200]) <= 0.0);
        assert!(squared_frobenius_norm(&[]) <= 0.0);
        assert!(squared_frobenius_norm(&[0.0, -0.0]) <= 0.0);
        assert!(squared_frobenius_norm(&[1.0, f64::INFINITY, 2.0]).is_infinite());
        assert!(squared_frobenius_norm(&[f64::NAN, 1.0]).is_nan());
    }

    #[test]
    fn small_entries_count_beside_a_large_one() {
        // 1 + 2²⁰ · 2⁻⁵⁵: each tiny square alone is rounded away by an uncompensated sum.
        let mut entries = vec![2.0_f64.powi(-27) * 0.5_f64.sqrt(); 1 << 20];
        entries.insert(0, 1.0);
        let expected = 1.0 + 2.0_f64.powi(20 - 55);
        assert!(close(squared_frobenius_norm(&entries), expected));
        assert!(entries.iter().map(|x| x * x).sum::<f64>() <= 1.0);
    }

    #[quickcheck]
    fn integers_are_exact(entries: Vec<i16>) -> bool {
        let squares: i64 = entries.iter().map(|&x| i64::from(x) * i64::from(x)).sum();
        let entries: Vec<f64> = entries.into_iter().map(f64::from).collect();
        (squared_frobenius_norm(&entries) - squares as f64).abs() <= 0.0
    }
}
