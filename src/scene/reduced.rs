//! The reduced copy that the slower readings share: area averages in sRGB and in Oklab.

use std::sync::LazyLock;

use crate::{color::linear, picture::Picture};

/// Pixels on the long side that the copy is about as long as.
const LONG: u32 = 384;

/// A picture reduced by a whole factor, on white paper where it is not opaque.
pub(crate) struct Reduced {
    /// Picture pixels a side that one pixel stands for; the last row and column may be cut.
    pub factor: u32,
    pub width: usize,
    pub height: usize,
    /// sRGB, row by row.
    pub rgb: Vec<[u8; 3]>,
    /// The same in Oklab.
    pub lab: Vec<[f32; 3]>,
}

/// Averages every `factor` × `factor` pixels.
pub(crate) fn reduce(picture: &Picture) -> Reduced {
    let (width, height) = picture.pixels.dimensions();
    let factor = ((width.max(height) + LONG / 2) / LONG).max(1);
    let (columns, rows) = (width.div_ceil(factor) as usize, height.div_ceil(factor) as usize);
    let (line, side) = (width as usize * 4, factor as usize);
    let mut rgb = Vec::with_capacity(columns * rows);
    let mut sums = vec![0u32; line];
    for band in picture.pixels.as_raw().chunks(line * side) {
        // Down first, as long vectors, then across.
        sums.fill(0);
        for row in band.chunks_exact(line) {
            if picture.alpha {
                for (sum, pixel) in sums.as_chunks_mut::<4>().0.iter_mut().zip(row.as_chunks::<4>().0) {
                    *sum = add(*sum, on_white(pixel).map(u32::from));
                }
            } else {
                sums.iter_mut().zip(row).for_each(|(sum, value)| *sum += u32::from(*value));
            }
        }
        let lines = (band.len() / line) as u32;
        rgb.extend(sums.as_chunks::<4>().0.chunks(side).map(|cell| {
            let n = lines * cell.len() as u32;
            let [r, g, b, _] = cell.iter().fold([0; 4], |sum, pixel| add(sum, *pixel));
            [r, g, b].map(|sum| ((sum + n / 2) / n) as u8)
        }));
    }
    let lab = oklabs_of(&rgb);
    Reduced { factor, width: columns, height: rows, rgb, lab }
}

/// sRGB colours in Oklab.
pub(crate) fn oklabs_of(rgb: &[[u8; 3]]) -> Vec<[f32; 3]> {
    static LIGHT: LazyLock<[f32; 256]> = LazyLock::new(|| std::array::from_fn(|v| linear(v as u8)));
    let light = &*LIGHT;
    let mut lab = Vec::with_capacity(rgb.len());
    for pixels in rgb.chunks(LANES) {
        let channel = |c: usize| std::array::from_fn(|i| pixels.get(i).map_or(0.0, |p| light[p[c] as usize]));
        let [l, a, b] = oklabs([channel(0), channel(1), channel(2)]);
        lab.extend((0..pixels.len()).map(|i| [l[i], a[i], b[i]]));
    }
    lab
}

/// All four channels, which is quicker than three.
fn add(a: [u32; 4], b: [u32; 4]) -> [u32; 4] {
    std::array::from_fn(|i| a[i] + b[i])
}

fn on_white(&[r, g, b, alpha]: &[u8; 4]) -> [u8; 4] {
    let a = u32::from(alpha);
    [r, g, b, 255].map(|c| ((u32::from(c) * a + 255 * (255 - a) + 127) / 255) as u8)
}

/// Colours that are converted at once.
const LANES: usize = 8;
type Lanes = [f32; LANES];

/// Linear sRGB light as Oklab (Ottosson 2020): lightness 0 to 1, and two opponent colours round 0.
pub(crate) fn oklab(rgb: [f32; 3]) -> [f32; 3] {
    oklabs(rgb.map(|value| [value; LANES])).map(|lanes| lanes[0])
}

fn oklabs([r, g, b]: [Lanes; 3]) -> [Lanes; 3] {
    let mix = |[x, y, z]: &[Lanes; 3], [p, q, s]: [f32; 3]| -> Lanes {
        std::array::from_fn(|i| p * x[i] + q * y[i] + s * z[i])
    };
    let rgb = [r, g, b];
    let lms = [
        cbrt(mix(&rgb, [0.412_221_46, 0.536_332_55, 0.051_445_995])),
        cbrt(mix(&rgb, [0.211_903_5, 0.680_699_5, 0.107_396_96])),
        cbrt(mix(&rgb, [0.088_302_46, 0.281_718_85, 0.629_978_7])),
    ];
    [
        mix(&lms, [0.210_454_26, 0.793_617_8, -0.004_072_047]),
        mix(&lms, [1.977_998_5, -2.428_592_2, 0.450_593_7]),
        mix(&lms, [0.025_904_037, 0.782_771_77, -0.808_675_77]),
    ]
}

/// Cube roots of 0 to 1 to about six digits: Newton's method for 1/∛x, from a guess on the exponent.
/// Only sums and products, so the same everywhere, and a fraction of `libm`'s time.
fn cbrt(values: Lanes) -> Lanes {
    // Below, the root would be invisible, and 0 has no exponent.
    let x = values.map(|v| v.max(1e-12));
    let mut inverse = x.map(|x| f32::from_bits(0x54a2_1d2a - x.to_bits() / 3));
    for _ in 0..3 {
        inverse = std::array::from_fn(|i| {
            let y = inverse[i];
            y * (4.0 - x[i] * y * y * y) * (1.0 / 3.0)
        });
    }
    std::array::from_fn(|i| x[i] * inverse[i] * inverse[i])
}

/// Squared distance of two Oklab colours.
pub(crate) fn distance(a: [f32; 3], b: [f32; 3]) -> f32 {
    let [l, m, n] = [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
    l * l + m * m + n * n
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cube_roots_are_right() {
        for i in 1..1000 {
            let x = i as f32 / 1000.0;
            assert!((cbrt([x; LANES])[1] - libm::cbrtf(x)).abs() < 2e-6, "{x}");
        }
    }

    #[test]
    fn oklab_of_red_is_as_published() {
        let [l, a, b] = oklab([1.0, 0.0, 0.0]);
        assert!((l - 0.628).abs() < 1e-3 && (a - 0.225).abs() < 1e-3 && (b - 0.126).abs() < 1e-3);
    }

    #[test]
    fn a_cut_edge_is_averaged_over_what_is_there() {
        let mut picture = crate::scene::tests::plain(800, 3, [0, 0, 0, 255]);
        picture.pixels.put_pixel(799, 2, image::Rgba([0, 255, 0, 255]));
        let reduced = reduce(&picture);
        assert_eq!((reduced.factor, reduced.width, reduced.height), (2, 400, 2));
        assert_eq!(reduced.rgb[799], [0, 128, 0]);
    }
}
