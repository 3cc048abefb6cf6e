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

/// Words are divided when that makes text this many times as large, or legible at all. A slogan with a
/// divided word is a weak slogan: at 1.4, `NE TRA-/VAILLEZ/JAMAIS` was preferred in a narrow box.
const WORTH_DIVIDING: f32 = 2.0;

/// Sides of a box beyond this many pixels are taken for it, so that infinity is no special case.
const FAR: f32 = 1e6;

/// Sets `text` as large as the box allows, by the ink of its glyphs: none of it leaves the box. Among
/// layouts within [`Style::rag`] of the largest, that which reads best is taken: lines of like width, no short
/// word alone at the end, no article at a line's end. When `max_size` decides, it has the fewest lines too. Newlines are kept, white space is collapsed. Empty text is an empty
/// setting.
///
/// Words are divided only where text would otherwise be illegible, or words so long that dividing them
/// makes it twice as large.
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
    let [width, height] = [space.width, space.height].map(|side| side.min(FAR));
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
    let floor = if size > space.max_size { space.max_size } else { ((1.0 - given_up) * size).max(space.min_size).min(size) };
    let chosen = Search::new(&pieces, &stack).best(inner.width / floor, inner.height / floor).unwrap_or(largest);
    let block = Block::new(&shaped, &pieces, &chosen, &stack);
    let size = block.size(width, height);
    let size = if size >= space.max_size { space.max_size } else { rounded_down(size) };
    Ok(block.put(size, width, height, style.align, style.valign))
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
    let widest = whole.iter().map(|piece| ink_width(&piece.ink)).fold(0.0, f32::max);
    let divide = if widest > space.width / hoped {
        space.width / hoped
    } else if legible {
        return Some((whole, found));
    } else {
        0.0
    };
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
    block.put(size, block.width * size, block.height * size, Align::Center, Valign::Middle)
}
