//! Dirt: what lies on the glass of a copier and what has scratched its drum.

use crate::{
    filter::noise::Noise,
    measure::Page,
    seed::{Dice, Seed},
};

/// A plane of greys and where it lies on the page. Dirt belongs to the page: each part shows its own.
pub struct Sheet<'a> {
    pub greys: &'a mut [u8],
    pub width: usize,
    pub origin: (u32, u32),
    pub page: Page,
}

/// Strews specks: mostly small and dark, a few large, some white. `amount` is 0 to 1.
pub fn specks(sheet: &mut Sheet, amount: f32, seed: Seed) {
    let mut dice = seed.at("specks").dice();
    let noise = Noise::new(seed, "speck");
    let unit = sheet.page.short().clamp(1.0, 1e5) / 1080.0;
    let area = sheet.page.width as f32 / unit * (sheet.page.height as f32 / unit);
    let count = (amount * area / 2600.0).min(20_000.0) as usize;
    for n in 0..count {
        let middle = (dice.unit() * sheet.page.width as f32, dice.unit() * sheet.page.height as f32);
        // Most are hardly more than a grain of toner.
        let size = dice.unit();
        let radius = unit * (0.5 + 1.0 * size + 5.0 * size * size * size * size * size * size * size * size);
        let white = dice.unit() < 0.4;
        let depth = dice.between(90.0, 255.0) * if white { 1.0 } else { -1.0 };
        spot(sheet, middle, radius, depth, noise.row(n as i32));
    }
    if amount > 0.0 {
        for n in 0..hairs(&mut dice, amount) {
            hair(sheet, &mut dice, unit, noise.row(-1 - n));
        }
    }
}

fn hairs(dice: &mut Dice, amount: f32) -> i32 {
    (amount * dice.between(0.0, 7.0)) as i32
}

/// A speck with an uneven rim.
fn spot(sheet: &mut Sheet, middle: (f32, f32), radius: f32, depth: f32, noise: Noise) {
    let (x, y) = (middle.0 - sheet.origin.0 as f32, middle.1 - sheet.origin.1 as f32);
    let height = sheet.greys.len() / sheet.width.max(1);
    let span =
        |at: f32, len: usize| ((at - radius).max(0.0) as usize, (at + radius + 2.0).clamp(0.0, len as f32) as usize);
    let ((left, right), (top, bottom)) = (span(x, sheet.width), span(y, height));
    for row in top..bottom {
        for column in left..right {
            let (dx, dy) = (column as f32 + 0.5 - x, row as f32 + 0.5 - y);
            let place = (middle.0 + dx, middle.1 + dy);
            let rim = radius * (0.6 + 0.8 * noise.cloud(place.0, place.1, (radius * 0.8).max(1.0)));
            let cover = (rim - (dx * dx + dy * dy).sqrt() + 0.5).clamp(0.0, 1.0);
            add(&mut sheet.greys[row * sheet.width + column], depth * cover);
        }
    }
}

/// A hair: a thin line that wanders.
fn hair(sheet: &mut Sheet, dice: &mut Dice, unit: f32, noise: Noise) {
    let mut at = (dice.unit() * sheet.page.width as f32, dice.unit() * sheet.page.height as f32);
    let mut angle = dice.between(0.0, std::f32::consts::TAU);
    let bend = dice.between(-0.04, 0.04);
    for n in 0..dice.below(50) + 25 {
        spot(sheet, at, unit * 0.75, -170.0, noise);
        angle += bend + dice.between(-0.12, 0.12) + n as f32 * 0.0006;
        at = (at.0 + unit * 1.2 * libm::cosf(angle), at.1 + unit * 1.2 * libm::sinf(angle));
    }
}

/// Draws scratches down the whole page, dark and light, that come and go. `amount` is 0 to 1.
pub fn streaks(sheet: &mut Sheet, amount: f32, seed: Seed) {
    let mut dice = seed.at("streaks").dice();
    let unit = sheet.page.short().clamp(1.0, 1e5) / 1080.0;
    let noise = Noise::new(seed, "streak");
    let count = (amount * 14.0 + 0.5) as i32;
    for n in 0..count {
        let middle = dice.unit() * sheet.page.width as f32 - sheet.origin.0 as f32;
        let half = unit * dice.between(0.4, 1.3) * if dice.unit() < 0.15 { 6.0 } else { 1.0 };
        let depth = dice.between(40.0, 130.0) * if dice.unit() < 0.5 { -1.0 } else { 1.0 };
        let left = (middle - half).max(0.0) as usize;
        let right = (middle + half + 2.0).clamp(0.0, sheet.width as f32) as usize;
        if left >= right {
            continue;
        }
        for (y, row) in sheet.greys.chunks_mut(sheet.width).enumerate() {
            let place = (sheet.origin.1 as usize + y) as f32;
            let strength = noise.cloud(n as f32 * 97.0, place, 120.0 * unit) * 1.8 - 0.5;
            if strength > 0.0 {
                for (column, grey) in row[left..right].iter_mut().enumerate() {
                    let off = ((left + column) as f32 + 0.5 - middle).abs();
                    add(grey, depth * strength * (half - off + 0.5).clamp(0.0, 1.0));
                }
            }
        }
    }
}

fn add(grey: &mut u8, change: f32) {
    *grey = (f32::from(*grey) + change).clamp(0.0, 255.0) as u8;
}
