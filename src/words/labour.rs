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

/// Working time with its unit in full, as sentences have it: `40 hours`.
pub fn long(time: &str, lang: Lang) -> String {
    let units = match lang {
        Lang::En => [("min", "minute", "minutes"), ("h", "hour", "hours")],
        Lang::Fr => [("min", "minute", "minutes"), ("h", "heure", "heures")],
    };
    let of = |(short, one, many): (&str, &str, &str)| {
        let count = time.strip_suffix(short)?.trim_end();
        Some(format!("{count} {}", if count == "1" { one } else { many }))
    };
    units.into_iter().find_map(of).unwrap_or_else(|| time.into())
}

const MONEY: &[char] = &['€', '$', '£', '¥', '₹', '₩', '₽', '₺'];

/// The number beside the first sign of money, or the first number where there is none; K, M and B multiply it.
fn amount(price: &str) -> Option<f64> {
    let price = price.replace(['\u{a0}', '\u{202f}'], " ");
    let inner = |c: char| c.is_ascii_digit() || ".,' ".contains(c);
    let sign = price.find(MONEY);
    let before = sign.map(|at| &price[..at]).filter(|text| text.trim_end().ends_with(|c: char| c.is_ascii_digit()));
    if let (Some(before), Some(sign)) = (before, sign) {
        // `4€99` has its sign where others have a point.
        let cents: String = price[sign..].chars().skip(1).take_while(char::is_ascii_digit).collect();
        let cents = if cents.len() == 2 && !before.ends_with(' ') { format!(".{cents}") } else { String::new() };
        let start =
            before.rfind(|c| !inner(c)).map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
        return number(&format!("{}{cents}", &before[start..]));
    }
    let rest = &price[sign.unwrap_or(0)..];
    let rest = &rest[rest.find(|c: char| c.is_ascii_digit())?..];
    let digits = &rest[..rest.find(|c| !inner(c)).unwrap_or(rest.len())];
    let unit = match rest[digits.len()..].chars().next() {
        Some('K' | 'k') => 1e3,
        Some('M') => 1e6,
        Some('B') => 1e9,
        _ => 1.0,
    };
    Some(number(digits)? * unit)
}

/// A number in any grouping: its last point or comma parts cents if at most two digits follow, or if nothing but a 0
/// stands before it.
fn number(text: &str) -> Option<f64> {
    let text = text.trim_matches(|c: char| !c.is_ascii_digit());
    let marks: Vec<char> = text.chars().filter(|c| c.is_ascii_digit() || ".,".contains(*c)).collect();
    let point =
        marks.iter().rposition(|c| ".,".contains(*c)).filter(|at| marks.len() - at - 1 <= 2 || marks[..*at] == ['0']);
    let digit = |(i, c): (usize, &char)| if c.is_ascii_digit() { Some(*c) } else { (Some(i) == point).then_some('.') };
    marks.iter().enumerate().filter_map(digit).collect::<String>().parse().ok()
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
            ("$0.0731", "1 min"),
            ("$4.99, today", "25 min"),
            ("2 for £5.", "25 min"),
            ("3 x 19,90 €", "2 h"),
            ("59,90 € 29,95 €", "5 h"),
            ("$1.2M", "65 years"),
            ("free", "free"),
        ] {
            assert_eq!(work(price, Lang::En), time, "{price}");
        }
        assert_eq!(work("1 290 €", Lang::Fr), "15 jours");
        for (short, whole) in
            [("1 h", "1 heure"), ("40 h", "40 heures"), ("25 min", "25 minutes"), ("15 jours", "15 jours")]
        {
            assert_eq!(long(short, Lang::Fr), whole);
        }
    }
}
