//! What the network is shown: the whole picture or a part of it, scaled.

use image::RgbaImage;

use crate::{
    measure::Rect,
    scene::planes::{part, planes, scaled},
};

/// Pixels that the whole picture is reduced to, about: half the sides of 1080 × 1350.
const PIXELS: f32 = 368_000.0;
/// Pixels that its long side has at most.
const LONG: f32 = 1024.0;
/// The network halves its input five times.
const STEP: f32 = 32.0;

/// A part of a picture, scaled; black beyond its border.
pub struct View {
    pub width: usize,
    pub height: usize,
    /// Opaque RGBA8, row by row.
    pub pixels: Vec<[u8; 4]>,
    /// Where its upper left corner lies in the picture, in pixels of it.
    from: [f32; 2],
    /// Pixels of the picture that one of the view stands for, across and down.
    scale: [f32; 2],
    /// Width and height of the picture.
    limits: [f32; 2],
}

impl View {
    /// The whole picture, reduced but never enlarged, its sides stretched a little to multiples of [`STEP`].
    pub fn whole(pixels: &RgbaImage) -> Self {
        let limits = limits(pixels);
        let [w, h] = limits;
        let factor = (PIXELS / (w * h)).sqrt().min(LONG / w.max(h)).min(1.0);
        let [width, height] = limits.map(|side| (side * factor / STEP).round().max(1.0) * STEP);
        let pixels = scaled(pixels, width as u32, height as u32).as_chunks().0.to_vec();
        let scale = [w / width, h / height];
        View { width: width as usize, height: height as usize, pixels, from: [0.0; 2], scale, limits }
    }

    /// A square of `side` pixels of the picture round the middle of `rect`, shown as `shown` × `shown`. Where the
    /// picture ends it is moved inward: what is there says more than black does.
    pub fn close(pixels: &RgbaImage, rect: &Rect, side: f32, shown: usize) -> Self {
        let limits = limits(pixels);
        let side = side.round().max(1.0);
        let place = |start: f32, length: f32, limit: f32| {
            let from = (start + (length - side) / 2.0).round();
            if side < limit { from.max(0.0).min(limit - side) } else { ((limit - side) / 2.0).round() }
        };
        let from = [place(rect.x, rect.w, limits[0]), place(rect.y, rect.h, limits[1])];
        let scale = side / shown as f32;
        let there = Rect::new(from[0], from[1], side, side).meet(&Rect::new(0.0, 0.0, limits[0], limits[1]));
        let [left, right] = [there.x, there.right()].map(|x| ((x - from[0]) / scale).round() as usize);
        let [top, bottom] = [there.y, there.bottom()].map(|y| ((y - from[1]) / scale).round() as usize);
        let mut view = vec![[0, 0, 0, 255]; shown * shown];
        if left < right && top < bottom {
            let part = part(pixels, &there, (right - left) as u32, (bottom - top) as u32);
            for (row, part) in view.chunks_exact_mut(shown).skip(top).zip(part.as_chunks().0.chunks_exact(right - left))
            {
                row[left..right].copy_from_slice(part);
            }
        }
        View { width: shown, height: shown, pixels: view, from, scale: [scale; 2], limits }
    }

    /// Red, green and blue one after the other, 0 to 255.
    pub fn planes(&self) -> Vec<f32> {
        planes(self.pixels.as_flattened(), [0.0; 3], [1.0; 3])
    }

    /// A point of the view in the picture: on a whole pixel, and never outside.
    pub fn point(&self, at: [f32; 2]) -> [f32; 2] {
        std::array::from_fn(|i| (self.from[i] + at[i] * self.scale[i]).round().max(0.0).min(self.limits[i]))
    }

    /// A rectangle of the view in the picture, likewise.
    pub fn outward(&self, rect: &Rect) -> Rect {
        let ([x, y], [right, bottom]) = (self.point([rect.x, rect.y]), self.point([rect.right(), rect.bottom()]));
        Rect::new(x, y, right - x, bottom - y)
    }
}

fn limits(pixels: &RgbaImage) -> [f32; 2] {
    let (width, height) = pixels.dimensions();
    [width as f32, height as f32]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn close_looks_are_square_and_point_back_inside(
            w in 8u32..60, h in 8u32..60, x in 0.0f32..60.0, y in 0.0f32..60.0, size in 0.0f32..60.0, side in 0.0f32..150.0,
        ) {
            let pixels = RgbaImage::from_pixel(w, h, image::Rgba([200, 100, 50, 255]));
            let view = View::close(&pixels, &Rect::new(x, y, size, size), side, 64);
            prop_assert_eq!((view.width, view.height, view.pixels.len()), (64, 64, 64 * 64));
            prop_assert!(view.pixels.iter().all(|p| *p == [200, 100, 50, 255] || *p == [0, 0, 0, 255]));
            prop_assert!(view.pixels.contains(&[200, 100, 50, 255]));
            let rect = view.outward(&Rect::new(-9.0, 3.0, 90.0, 70.0));
            prop_assert!(Rect::new(0.0, 0.0, w as f32, h as f32).holds(&rect, 0.0));
        }
    }

    #[test]
    fn the_whole_is_reduced_to_steps_and_never_enlarged() {
        for ((w, h), size) in [
            ((1080, 1350), (544, 672)),
            ((100, 60), (96, 64)),
            ((10, 3000), (32, 1024)),
            ((20, 20), (32, 32)),
            ((6000, 4000), (736, 480)),
        ] {
            let view = View::whole(&RgbaImage::new(w, h));
            assert_eq!((view.width, view.height), size);
            assert_eq!(view.point([size.0 as f32, size.1 as f32]), [w as f32, h as f32]);
        }
    }
}
