//! Fitting: text as large as a box allows, in lines that read well.

use crate::typeset::{
    Align, Overflow, Setting, Space, Style, Valign,
    breaks::{Piece, pieces},
    fonts::Fonts,
    ink::{Ink, ink_width},
    layout::{Layout, Search},
    place::{Block, MARGIN},
    prepare::{one_line, prepare},
    shape::{Shaped, shape},
    stack::{Line, Stack},
};

/// Words are divided when text is illegible otherwise, or when dividing the one longest makes it this many
/// times as large. A slogan with a divided word is a weak slogan: at 1.4, a narrow box got `NE TRA-/VAILLEZ`.
const WORTH_DIVIDING: f32 = 2.0;

/// Sides of a box beyond this many pixels are taken for it, so that infinity is no special case.
const FAR: f32 = 1e6;

/// Sets `text` as large as the box allows, by the ink of its glyphs: none of it leaves the box. Among
/// layouts within [`Style::rag`] of the largest, that which reads best is taken: lines of like width, no short
/// word alone at the end, no article at a line's end. When `max_size` decides, it has the fewest lines too. Newlines are kept, white space is collapsed. Empty text is an empty
/// setting.
///
/// Words are divided only where text would otherwise be smaller than `min_size`, or where one word is so long
/// that dividing it makes the text twice as large.
///
/// # Errors
/// When it would have to be smaller than `min_size`, or the box has no area.
pub fn fit(text: &str, style: &Style, space: &Space, fonts: &Fonts) -> Result<Setting, Overflow> {
    let mut ready = prepare(text, style);
    if ready.matches('\n').count() >= space.max_lines.max(1) {
        ready = one_line(&ready);
    }
    let shaped = shape(&ready, style, fonts);
    if shaped.clusters.iter().all(|cluster| cluster.ink.is_none()) {
        return Ok(Setting { size: space.max_size.clamp(0.0, FAR), missing: shaped.missing, ..Setting::default() });
    }
    let overflow = |size: f32| Overflow { text: text.into(), min_size: space.min_size, size: size.max(0.0) };
    // `min` would make a large number of NaN.
    let [width, height] = [space.width, space.height].map(|side| if side > FAR { FAR } else { side });
    let inner = Space { width: width - MARGIN, height: height - MARGIN, ..*space };
    // NaN is no area either.
    if !(inner.width > 0.0 && inner.height > 0.0) {
        return Err(overflow(0.0));
    }
    let stack = stack(&shaped, style, space.max_lines);
    let Some((pieces, largest)) = largest(&shaped, style, &inner, fonts, &stack) else { return Err(overflow(0.0)) };
    let size = largest.size(inner.width, inner.height);
    // The floor is meant for people: the last thousandth does not count.
    if size < space.min_size * 0.999 {
        return Err(overflow(size));
    }
    let given_up = if style.rag > 0.0 { style.rag.min(0.5) } else { 0.0 };
    let floor =
        if size > space.max_size { space.max_size } else { ((1.0 - given_up) * size).max(space.min_size).min(size) };
    let chosen = Search::new(&pieces, &stack).best(inner.width / floor, inner.height / floor).unwrap_or(largest);
    let block = Block::new(&shaped, &pieces, &chosen, &stack);
    let size = block.size(width, height);
    let size = if size >= space.max_size { space.max_size } else { rounded_down(size) };
    let cap = style.faces.first().map_or(0.0, |face| fonts.get(*face).cap_height());
    Ok(block.put(size, width, height, style.align, style.valign, cap))
}

/// The pieces of the text and the largest layout of them; words are divided where that is worth it.
fn largest(
    shaped: &Shaped,
    style: &Style,
    space: &Space,
    fonts: &Fonts,
    stack: &Stack,
) -> Option<(Vec<Piece>, Layout)> {
    let whole = pieces(shaped, fonts, style.lang, f32::INFINITY);
    let found = Search::new(&whole, stack).largest(space.width, space.height)?;
    let size = found.size(space.width, space.height);
    let legible = size >= space.min_size;
    if legible && WORTH_DIVIDING * size > space.max_size {
        return Some((whole, found));
    }
    // Dividing helps where a word is too wide for its line at the size that we hope for.
    let hoped = if legible { WORTH_DIVIDING * size } else { space.min_size };
    let wide = whole.iter().filter(|piece| ink_width(&piece.ink) > space.width / hoped).count();
    if legible && wide != 1 {
        return Some((whole, found));
    }
    let divide = if wide > 0 { space.width / hoped } else { 0.0 };
    let parts = pieces(shaped, fonts, style.lang, divide);
    if parts.len() > whole.len()
        && let Some(other) = Search::new(&parts, stack).largest(space.width, space.height)
        && other.size(space.width, space.height) >= if legible { hoped } else { size }
    {
        return Some((parts, other));
    }
    Some((whole, found))
}

fn stack(shaped: &Shaped, style: &Style, max_lines: usize) -> Stack {
    let sound = |value: f32, otherwise: f32| if value.is_finite() { value.max(0.0) } else { otherwise };
    let usual = Style::default();
    let (leading, gap) = (sound(style.leading, usual.leading), sound(style.line_gap, usual.line_gap));
    Stack::new(shaped, leading, gap, max_lines.max(1), style.align)
}

/// Sizes are multiples of 1/64 pixel where that does not matter to the eye.
fn rounded_down(size: f32) -> f32 {
    if size < 4.0 { size } else { (size * 64.0).floor() / 64.0 }
}

/// Sets `text` in one line at `size` pixels an em, whatever room it takes; its ink begins at (0, 0).
pub fn set_line(text: &str, style: &Style, size: f32, fonts: &Fonts) -> Setting {
    let shaped = shape(&one_line(&prepare(text, style)), style, fonts);
    let pieces = pieces(&shaped, fonts, style.lang, f32::INFINITY);
    let line = Line { first: 0, end: pieces.len(), ink: Ink::NONE, clusters: (0, shaped.clusters.len()) };
    let layout = Layout { lines: vec![line], width: 0.0, height: 0.0 };
    let block = Block::new(&shaped, &pieces, &layout, &stack(&shaped, style, 1));
    let size = if size.is_finite() { size.max(0.0) } else { 0.0 };
    block.put(size, block.width * size, block.height * size, Align::Center, Valign::Middle, 0.0)
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use proptest::prelude::*;

    use crate::{
        measure::Rect,
        typeset::{Setting, Space, Style, Valign, case::Case, fit, fonts::Fonts, set_line},
        words::Lang,
    };

    const SPACE: Space = Space { width: 600.0, height: 400.0, max_size: f32::INFINITY, min_size: 10.0, max_lines: 99 };

    fn style(face: &str) -> Style {
        Style { faces: Fonts::builtin().find(face).into_iter().collect(), ..Style::default() }
    }

    fn set(text: &str, style: &Style, space: Space) -> Setting {
        fit(text, style, &space, Fonts::builtin()).unwrap()
    }

    /// The text of every line, as its clusters stand from left to right.
    fn lines(setting: &Setting) -> Vec<String> {
        let mut lines = vec![String::new(); setting.lines.len()];
        for cluster in &setting.clusters {
            lines[cluster.line]
                .extend(setting.runs[cluster.run].glyphs[cluster.glyphs.clone()].iter().map(|g| &*g.text));
        }
        lines.iter().map(|line| line.trim().to_string()).collect()
    }

    #[test]
    fn a_letterer_would_break_so() {
        let anton = Style { case: Case::Upper, ..style("Anton") };
        let broken = |text, width, height| lines(&set(text, &anton, Space { width, height, ..SPACE }));
        let text = "Be a spectator of your own life";
        assert_eq!(broken(text, 900.0, 260.0), ["BE A SPECTATOR", "OF YOUR OWN LIFE"]);
        assert_eq!(broken(text, 260.0, 700.0), ["BE A", "SPECTATOR", "OF YOUR", "OWN LIFE"]);
        // Two lines are forced by the box; the article goes with its noun, and no word is left alone.
        let capped = Space { width: 420.0, max_size: 40.0, ..SPACE };
        let inter = style("Inter");
        let world = lines(&set("We want nothing of a world that bores us", &inter, Space { width: 560.0, ..capped }));
        assert_eq!(world, ["We want nothing", "of a world that bores us"]);
        let two = lines(&set("They are selling you the time you lost", &inter, Space { width: 560.0, ..capped }));
        assert_eq!(two, ["They are selling you", "the time you lost"]);
        let short = set("Never work", &inter, Space { width: 900.0, ..capped });
        assert_eq!((short.size, lines(&short).len()), (40.0, 1));
    }

    #[test]
    fn words_are_divided_as_a_last_resort() {
        let french = Style { lang: Lang::Fr, ..style("Inter") };
        let narrow = Space { width: 120.0, height: 400.0, ..SPACE };
        assert_eq!(lines(&set("Ne travaillez jamais", &french, narrow)), ["Ne", "travaillez", "jamais"]);
        let long = set("anticonstitutionnellement vôtre", &french, narrow);
        assert!(lines(&long).iter().any(|line| line.ends_with('-')), "{:?}", lines(&long));
        let floor = set("Ne travaillez jamais", &french, Space { min_size: 28.0, ..narrow });
        assert_eq!(lines(&floor), ["Ne tra-", "vaillez", "jamais"]);
        let error = fit("Ne travaillez jamais", &french, &Space { min_size: 90.0, ..narrow }, Fonts::builtin());
        assert!((28.0..90.0).contains(&error.unwrap_err().size));
    }

    #[test]
    fn ink_of_lines_never_meets() {
        let french = Style { lang: Lang::Fr, case: Case::Upper, leading: 0.6, ..style("Anton") };
        let setting = set("Ça Çà\nÊtre Île\nÀ gÂteau", &french, SPACE);
        let least = french.line_gap * setting.size - 0.1;
        assert!(setting.lines.windows(2).all(|pair| pair[1].y > pair[0].y + least));
        let steps: Vec<f32> = [0, 1].iter().map(|at| baseline(&setting, at + 1) - baseline(&setting, *at)).collect();
        assert!(steps[0] > steps[1], "cedillas over circumflexes: {steps:?}");
    }

    #[test]
    fn lines_that_run_both_ways_are_seen_in_order() {
        let setting = set("ab\u{202E}cd ef\u{202C}", &style("Inter"), Space { width: 900.0, height: 90.0, ..SPACE });
        let seen = lines(&setting).concat().replace(['\u{202E}', '\u{202C}'], "");
        assert_eq!(seen, "abfe dc");
        let places: Vec<f32> = setting.clusters.iter().map(|c| c.x).collect();
        assert!(places.is_sorted());
    }

    fn baseline(setting: &Setting, line: usize) -> f32 {
        setting.clusters.iter().find(|c| c.line == line).unwrap().y
    }

    #[test]
    fn texts_side_by_side_stand_on_one_line() {
        let style = Style { valign: Valign::Baseline, ..style("VT323") };
        let space = Space { width: 900.0, height: 60.0, max_size: 30.0, ..SPACE };
        let feet = ["No", "QUEUE, QUICKLY", "on", "17:00"].map(|text| baseline(&set(text, &style, space), 0));
        assert!(feet.iter().all(|foot| (foot - feet[0]).abs() < 0.1), "{feet:?}");
        assert!((feet[0] - (30.0 + 0.5 * 30.0 * Fonts::builtin().get(style.faces[0]).cap_height())).abs() < 0.1);
    }

    #[test]
    fn nothing_is_set_of_nothing() {
        for text in ["", " \n\t ", "\u{200B}", "\u{5D0}"] {
            let setting = set(text, &style("Anton"), SPACE);
            assert!(setting.runs.is_empty() && setting.lines.is_empty());
            assert_eq!(setting.missing.len(), usize::from(text == "\u{5D0}"));
        }
    }

    #[test]
    fn limits_hold() {
        let anton = style("Anton");
        let four = set("a b\nc\nd e f", &anton, Space { max_lines: 2, ..SPACE });
        assert!(lines(&four).len() <= 2);
        let blank = set("a\n\nb", &anton, SPACE);
        assert_eq!((lines(&blank).len(), blank.lines[1].h), (3, 0.0));
        for (width, height) in [(0.0, 9.0), (f32::NAN, 9.0), (9.0, -1.0), (1e-9, 9.0)] {
            assert!(fit("a", &anton, &Space { width, height, ..SPACE }, Fonts::builtin()).is_err());
        }
        let endless = Space { width: f32::INFINITY, height: f32::INFINITY, max_size: 30.0, ..SPACE };
        assert_eq!(set("a b", &anton, endless).size, 30.0);
        let odd = Style { tracking: f32::NAN, leading: f32::NAN, line_gap: -1.0, rag: f32::NAN, ..anton };
        assert!(set("a b c d", &odd, SPACE).size > 10.0);
    }

    #[test]
    fn long_texts_are_quick() {
        let text = "Tout ce qui était directement vécu s’est éloigné dans une représentation. ".repeat(140);
        let space = Space { width: 1000.0, height: 1400.0, min_size: 1.0, ..SPACE };
        let tight = Style { leading: 0.7, ..style("Patrick Hand") };
        for (text, style) in [(&text, style("Inter")), (&text, tight), (&"x".repeat(10_000), style("Inter"))] {
            let start = Instant::now();
            let _ = fit(text, &style, &Space { min_size: 0.0, ..space }, Fonts::builtin()).unwrap();
            eprintln!("{:?}", start.elapsed());
            // Ten times what it takes, so that a busy machine does not fail.
            assert!(start.elapsed().as_millis() < 1000);
        }
    }

    #[test]
    fn a_line_keeps_its_size() {
        let setting = set_line("Étage\nÇa", &style("Playfair"), 50.0, Fonts::builtin());
        assert_eq!((setting.size, setting.lines.len()), (50.0, 1));
        assert_eq!((setting.ink.x.abs() < 1e-3, setting.ink.y.abs() < 1e-3), (true, true));
        assert!(setting.ink.w > 100.0 && setting.ink.h > 50.0);
        assert_eq!(set_line("", &style("Anton"), 50.0, Fonts::builtin()).clusters, []);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]
        #[test]
        fn any_text_stays_in_its_box(text in "(\\PC|[ \n\u{AD}\u{301}\u{5D0}-\u{5EA}а-я]|[a-z]{1,9} ){0,40}",
            width in 1f32..2000.0, height in 1f32..2000.0, tracking in -0.3f32..0.5, leading in 0f32..2.0,
            face in 0usize..15, valign in 0usize..4, lines in 1usize..9) {
            let valign = [Valign::Top, Valign::Middle, Valign::Bottom, Valign::Baseline][valign];
            let style = Style { faces: vec![face], tracking, leading, valign, lang: Lang::Fr, ..Style::default() };
            let space = Space { width, height, max_size: 90.0, min_size: 0.0, max_lines: lines };
            if let Ok(setting) = fit(&text, &style, &space, Fonts::builtin()) {
                prop_assert!(setting.lines.len() <= lines);
                for run in &setting.runs {
                    for glyph in &run.glyphs {
                        prop_assert!(glyph.id != 0);
                        if let Some(ink) = Fonts::builtin().get(run.face).ink(glyph.id) {
                            let s = setting.size;
                            let ink = Rect::new(glyph.x + ink.x * s, glyph.y + ink.y * s, ink.w * s, ink.h * s);
                            prop_assert!(Rect::new(0.0, 0.0, width, height).holds(&ink, 0.0), "{:?}", ink);
                        }
                    }
                }
            }
        }
    }
}
