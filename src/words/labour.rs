//! Labour: what a price costs really, in hours of somebody's work.

use crate::words::Lang;

/// Paid for an hour, in whatever currency: near the least that the law of rich countries allows, after tax.
const HOUR: f64 = 12.0;
/// Hours of a working day.
const DAY: f64 = 7.0;

/// A price as working time: `$4.99` is `25 min`, `€199` is `17 h`, `$1,290` is `15 days`. A text without a number stays.
pub fn work(price: &str, lang: Lang) -> String {
    let Some(amount) = amount(price) else { return price.into() };
    let hours = amount / HOUR;
    let whole = |value: f64| (value.round() as u64).max(1);
    let days = |n: u64, one: &str, many: &str| format!("{} {}", grouped(n, lang), if n == 1 { one } else { many });
    match (hours, lang) {
        (h, _) if h * 60.0 < 99.5 => format!("{} min", whole(h * 60.0)),
        (h, _) if h < 99.5 => format!("{} h", whole(h)),
        (h, Lang::En) if h / DAY < 999.5 => days(whole(h / DAY), "day", "days"),
        (h, Lang::Fr) if h / DAY < 999.5 => days(whole(h / DAY), "jour", "jours"),
        (h, Lang::En) => days(whole(h / DAY / 220.0), "year", "years"),
        (h, Lang::Fr) => days(whole(h / DAY / 220.0), "an", "ans"),
    }
}

/// The number in a price: its last point or comma parts cents if two digits follow, as `€` does in `4€99`.
fn amount(price: &str) -> Option<f64> {
    let chars: Vec<char> = price.chars().collect();
    let digit = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_digit);
    let point = |at: usize| {
        let parts = chars[at] == '€' && digit(at.checked_sub(1)) && digit(Some(at + 1));
        if parts { '.' } else { chars[at] }
    };
    let part: Vec<char> = (0..chars.len()).map(point).filter(|c| c.is_ascii_digit() || ".,".contains(*c)).collect();
    let point = part.iter().rposition(|c| ".,".contains(*c)).filter(|at| part.len() - at - 1 <= 2);
    let digits: String = part
        .iter()
        .enumerate()
        .filter(|(i, c)| c.is_ascii_digit() || Some(*i) == point)
        .map(|(_, c)| if c.is_ascii_digit() { *c } else { '.' })
        .collect();
    digits.parse().ok()
}

fn grouped(n: u64, lang: Lang) -> String {
    let separator = if lang == Lang::En { "," } else { "\u{202f}" };
    if n < 1000 { n.to_string() } else { format!("{}{separator}{:03}", grouped(n / 1000, lang), n % 1000) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_become_hours() {
        for (price, time) in [
            ("$4.99", "25 min"),
            ("€199", "17 h"),
            ("$1,290", "15 days"),
            ("€ 8,245.60", "98 days"),
            ("$249,000", "13 years"),
            ("59,90 €", "5 h"),
            ("4€99", "25 min"),
            ("£0.10", "1 min"),
            ("free", "free"),
        ] {
            assert_eq!(work(price, Lang::En), time, "{price}");
        }
        assert_eq!(work("1 290 €", Lang::Fr), "15 jours");
    }
}
