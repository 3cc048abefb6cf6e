//! Blending: a layer laid on pixels by one of the W3C's modes (Compositing and Blending Level 1, 2015).

use crate::{
    plan::Blend,
    render::{
        mask::Cover,
        paint::{div255, over},
        window::Window,
    },
};

/// Lays a layer with the same rows over a window; both straight RGBA8. `opacity` goes to 255.
pub fn lay(window: &mut Window, layer: &Window, blend: Blend, opacity: u32, cover: &Cover) {
    let (width, height) = window.canvas;
    let (clip, (x, y, w, h)) = match cover {
        Cover::Nothing => return,
        Cover::Everything => (None, (0, 0, width, height)),
        Cover::Part(part) => (Some(part), (part.x, part.y, part.width, part.height)),
    };
    let stride = width as usize * 4;
    for row in window.seen(y..y + h) {
        let clip = clip.map(|part| part.row(row - y));
        let start = (row - window.top) as usize * stride + x as usize * 4;
        let length = w as usize * 4;
        let below = (*window.pixels)[start..start + length].as_chunks_mut::<4>().0;
        let above = layer.pixels.as_raw()[start..start + length].as_chunks::<4>().0;
        for (i, (pixel, &[r, g, b, a])) in below.iter_mut().zip(above).enumerate() {
            let mut alpha = div255(u32::from(a) * opacity);
            if let Some(clip) = clip {
                alpha = div255(alpha * u32::from(clip[i]));
            }
            if alpha > 0 {
                meet(pixel, [r, g, b], alpha, blend);
            }
        }
    }
}

#[inline]
fn meet(pixel: &mut [u8; 4], above: [u8; 3], alpha: u32, blend: Blend) {
    match blend {
        Blend::Normal => over(pixel, above, alpha),
        Blend::Erase => pixel[3] = div255(u32::from(pixel[3]) * (255 - alpha)) as u8,
        mode => {
            // Where nothing lies below there is nothing to mix with: the layer's own colour shows.
            let there = u32::from(pixel[3]);
            let mixed = std::array::from_fn(|i| {
                let (own, below) = (u32::from(above[i]), u32::from(pixel[i]));
                div255(own * (255 - there) + channel(mode, below, own) * there) as u8
            });
            over(pixel, mixed, alpha);
        }
    }
}

fn channel(mode: Blend, below: u32, above: u32) -> u32 {
    let screen = |a: u32, b: u32| a + b - div255(a * b);
    match mode {
        Blend::Normal | Blend::Erase => above,
        Blend::Multiply => div255(below * above),
        Blend::Screen => screen(below, above),
        Blend::Overlay if below < 128 => div255(2 * below * above),
        Blend::Overlay => screen(2 * below - 255, above),
        Blend::Darken => below.min(above),
        Blend::Lighten => below.max(above),
        Blend::Difference => below.abs_diff(above),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modes_have_their_neutral_colours() {
        for below in [0, 1, 100, 127, 128, 254, 255] {
            assert_eq!(channel(Blend::Multiply, below, 255), below);
            assert_eq!(channel(Blend::Screen, below, 0), below);
            assert_eq!(channel(Blend::Difference, below, 0), below);
            assert!(channel(Blend::Overlay, below, 128).abs_diff(below) <= 1);
        }
    }

    #[test]
    fn erasing_takes_only_alpha() {
        let mut pixel = [10, 20, 30, 255];
        meet(&mut pixel, [0; 3], 255, Blend::Erase);
        assert_eq!(pixel, [10, 20, 30, 0]);
    }
}
