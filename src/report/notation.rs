//! Numbers as they stand in print: 10⁻³, −0.25, 2.5·10⁶.

/// An integer in superscript: −12 is "⁻¹²".
pub(super) fn superscript(number: i32) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    number
        .to_string()
        .chars()
        .map(|c| {
            c.to_digit(10)
                .and_then(|digit| DIGITS.get(digit as usize))
                .copied()
                .unwrap_or('⁻')
        })
        .collect()
}

/// A power of ten: 1 is "10⁰".
pub(super) fn power_of_ten(exponent: i32) -> String {
    format!("10{}", superscript(exponent))
}

/// A number with this many decimals and a real minus sign; never "−0".
pub(super) fn fixed(number: f64, decimals: usize) -> String {
    let text = format!("{number:.decimals$}");
    match text.strip_prefix('-') {
        Some(digits) if digits.chars().all(|c| matches!(c, '0' | '.')) => digits.to_owned(),
        Some(digits) => format!("−{digits}"),
        None => text,
    }
}

/// A number in few signs: "0.25", "1 200", "3.4·10⁻⁷"; `digits` significant ones.
pub(super) fn compact(number: f64, digits: usize) -> String {
    if number.is_nan() {
        return "not a number".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { "∞" } else { "−∞" }.to_owned();
    }
    // Rust's own scientific form rounds correctly; its exponent decides which form to use.
    let scientific = format!("{number:.*e}", digits.saturating_sub(1));
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-3..5).contains(&exponent) {
        let decimals = i32::try_from(digits)
            .unwrap_or(i32::MAX)
            .saturating_sub(1 + exponent)
            .max(0);
        let text = fixed(number, usize::try_from(decimals).unwrap_or(0));
        return without_trailing_zeros(&text);
    }
    let mantissa = without_trailing_zeros(&mantissa.replace('-', "−"));
    match mantissa.as_str() {
        "1" => power_of_ten(exponent),
        "−1" => format!("−{}", power_of_ten(exponent)),
        _ => format!("{mantissa}·{}", power_of_ten(exponent)),
    }
}

fn without_trailing_zeros(text: &str) -> String {
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_are_written_with_superscripts() {
        assert_eq!(power_of_ten(-3), "10⁻³");
        assert_eq!(power_of_ten(0), "10⁰");
        assert_eq!(power_of_ten(128), "10¹²⁸");
    }

    #[test]
    fn minus_is_a_minus_and_zero_has_none() {
        assert_eq!(fixed(-0.25, 2), "−0.25");
        assert_eq!(fixed(-0.001, 1), "0.0");
        assert_eq!(fixed(-0.0, 0), "0");
    }

    #[test]
    fn compact_numbers_change_form_where_zeros_would_pile_up() {
        assert_eq!(compact(0.25, 3), "0.25");
        assert_eq!(compact(-1200.0, 3), "−1200");
        assert_eq!(compact(3.4e-7, 3), "3.4·10⁻⁷");
        assert_eq!(compact(-1e9, 3), "−10⁹");
        assert_eq!(compact(0.0, 3), "0");
        assert_eq!(compact(9.999, 2), "10");
        assert_eq!(compact(f64::INFINITY, 3), "∞");
    }
}
