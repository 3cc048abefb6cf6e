//! PNG of a page that is drawn in bands: a band is drawn while the one before it is packed.

use std::io::Write;

use image::RgbaImage;

use crate::{
    encode::{
        EncodeError,
        palette::{Inks, mostly_alike, mostly_near, neighbours},
        png::{CHUNK, Kind, failed, pack_rgb, start},
    },
    recipe::Recipe,
    render::bands::Bands,
};

/// Shades of a photograph from which those that the edges of letters make with them are more than a palette holds.
const SHADES: usize = 64;

/// Encodes an opaque page without loss.
pub fn encode(mut bands: Bands, recipe: &Recipe) -> Result<Vec<u8>, EncodeError> {
    let mut kept = Kept::new(&bands);
    let (mut drawn, mut used) = (bands.next(None), None);
    while let Some(band) = &drawn {
        let (next, few) = rayon::join(|| bands.next(used.take()), || kept.take(band.as_raw()));
        if few.is_none() {
            return kept.stream(bands, drawn, next, recipe);
        }
        used = std::mem::replace(&mut drawn, next);
    }
    kept.indexed(&bands, recipe)
}

/// The bands so far as numbers of colours: they wait for the page's end, or until there are too many for a palette.
struct Kept {
    inks: Inks,
    numbers: Vec<u8>,
    /// See [`neighbours`].
    alike: [usize; 3],
    /// See [`Bands::ends_in_edges`].
    edges: bool,
    width: usize,
}

impl Kept {
    fn new(bands: &Bands) -> Self {
        let (width, height) = (bands.page().width as usize, bands.page().height as usize);
        let (edges, numbers) = (bands.ends_in_edges(), Vec::with_capacity(width * height));
        Kept { inks: Inks::none(), numbers, alike: [0; 3], edges, width }
    }

    /// One more band; `None`, and its pixels are not kept, once there are too many colours.
    fn take(&mut self, samples: &[u8]) -> Option<()> {
        self.alike.iter_mut().zip(neighbours(samples)).for_each(|(sum, own)| *sum += own);
        let from = self.numbers.len();
        self.numbers.resize(from + samples.len() / 4, 0);
        let few = self.inks.take_numbers(samples, &mut self.numbers[from..]);
        let mixed = self.edges && !self.inks.grey && self.inks.colors.len() > SHADES && mostly_near(self.alike);
        if few.is_none() || mixed {
            self.numbers.truncate(from);
            return None;
        }
        Some(())
    }

    /// The file of a page of few colours.
    fn indexed(mut self, bands: &Bands, recipe: &Recipe) -> Result<Vec<u8>, EncodeError> {
        let found = self.inks.colors.clone();
        self.inks.settle();
        let kind = Kind::of(&self.inks);
        let grey = matches!(kind, Kind::Grey);
        let mut values = [0; 256];
        for (value, color) in values.iter_mut().zip(found) {
            *value = if grey { color[0] } else { self.inks.index(color) };
        }
        // Whole bytes; what the last one has too many stays 0.
        let whole = if grey { self.width } else { self.width.next_multiple_of(8 / self.inks.depth()) };
        let mut file = Vec::new();
        let mut writer = start(&mut file, bands.page(), recipe, &kind, mostly_alike(self.alike))?;
        let mut stream = writer.stream_writer_with_size(CHUNK).map_err(failed)?;
        let (mut row, mut packed) = (vec![0; whole], Vec::new());
        for numbers in self.numbers.chunks_exact(self.width) {
            row.iter_mut().zip(numbers).for_each(|(value, number)| *value = values[usize::from(*number)]);
            if !grey {
                self.inks.packed(&row, &mut packed);
            }
            stream.write_all(if grey { &row } else { &packed }).map_err(unwritten)?;
        }
        stream.finish().map_err(failed)?;
        writer.finish().map_err(failed)?;
        Ok(file)
    }

    /// The file of a page of many colours: what was kept, a band that was not, the one after it, and all others as they come.
    fn stream(
        self,
        mut bands: Bands,
        band: Option<RgbaImage>,
        mut next: Option<RgbaImage>,
        recipe: &Recipe,
    ) -> Result<Vec<u8>, EncodeError> {
        let mut file = Vec::new();
        let mut writer = start(&mut file, bands.page(), recipe, &Kind::Rgb, mostly_alike(self.alike))?;
        let mut stream = writer.stream_writer_with_size(CHUNK).map_err(failed)?;
        let mut row = Vec::with_capacity(3 * self.width);
        for numbers in self.numbers.chunks_exact(self.width) {
            let colors = numbers.iter().map(|number| self.inks.colors[usize::from(*number)]);
            row.clear();
            row.extend(colors.flat_map(|[r, g, b, _]| [r, g, b]));
            stream.write_all(&row).map_err(unwritten)?;
        }
        drop(self.numbers);
        let mut write = |band: &RgbaImage| {
            band.as_raw().chunks_exact(4 * self.width).try_for_each(|source| {
                pack_rgb(source, &mut row);
                stream.write_all(&row)
            })
        };
        // The one after it waits already, and a third would only take memory.
        band.as_ref().map_or(Ok(()), &mut write).map_err(unwritten)?;
        let mut used = band;
        while let Some(band) = next {
            let (after, written) = rayon::join(|| bands.next(used.take()), || write(&band));
            written.map_err(unwritten)?;
            (used, next) = (Some(band), after);
        }
        stream.finish().map_err(failed)?;
        writer.finish().map_err(failed)?;
        Ok(file)
    }
}

fn unwritten(error: std::io::Error) -> EncodeError {
    EncodeError::Failed(error.to_string())
}
