//! Counting: pixels put in the order of keys of one byte.

use crate::filter::rows::Pixel;

/// Sorts pixels by their keys; equal ones keep their order. The keys are used up.
pub fn sort(pixels: &mut [Pixel], keys: &mut [u8], spare: &mut [Pixel]) {
    if pixels.len() < 24 {
        for i in 1..pixels.len() {
            let (pixel, key) = (pixels[i], keys[i]);
            let mut at = i;
            while at > 0 && keys[at - 1] > key {
                (keys[at], pixels[at]) = (keys[at - 1], pixels[at - 1]);
                at -= 1;
            }
            (keys[at], pixels[at]) = (key, pixel);
        }
        return;
    }
    // Counted and laid down from both ends at once: the next place of a key that comes again and again is known only when
    // the one before has been taken, and so one does not wait for the other.
    let spare = &mut spare[..pixels.len()];
    let (first, second) = pixels.split_at(pixels.len() / 2);
    let (first_keys, second_keys) = keys.split_at(first.len());
    let (mut rising, mut falling) = ([0u32; 256], [0u32; 256]);
    for (a, b) in first_keys.iter().zip(second_keys) {
        rising[usize::from(*a)] += 1;
        falling[usize::from(*b)] += 1;
    }
    for key in &second_keys[first.len()..] {
        falling[usize::from(*key)] += 1;
    }
    let mut sum = 0;
    for (rise, fall) in rising.iter_mut().zip(&mut falling) {
        let start = sum;
        sum += *rise + *fall;
        (*rise, *fall) = (start, sum);
    }
    let mut down = second.iter().zip(second_keys).rev();
    for (pixel, key) in first.iter().zip(first_keys) {
        let place = &mut rising[usize::from(*key)];
        spare[*place as usize] = *pixel;
        *place += 1;
        if let Some((pixel, key)) = down.next() {
            let place = &mut falling[usize::from(*key)];
            *place -= 1;
            spare[*place as usize] = *pixel;
        }
    }
    for (pixel, key) in down {
        let place = &mut falling[usize::from(*key)];
        *place -= 1;
        spare[*place as usize] = *pixel;
    }
    pixels.copy_from_slice(spare);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_of_sorting_are_stable() {
        for len in [0, 1, 7, 23, 24, 300] {
            let mut pixels: Vec<Pixel> = (0..len as u32).map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
            let mut expected = pixels.clone();
            expected.sort_by_key(|pixel| pixel[3]);
            let mut keys: Vec<u8> = pixels.iter().map(|pixel| pixel[3]).collect();
            sort(&mut pixels, &mut keys, &mut vec![[0; 4]; len]);
            assert_eq!(pixels, expected);
        }
    }
}
