//! PNG of a page that is drawn in bands: a band is drawn while the one before it is packed.

use std::io::Write;

use image::RgbaImage;

use crate::{
    encode::{
        EncodeError,
        palette::{Inks, mostly_alike, neighbours},
        png::{CHUNK, Kind, failed, pack_rgb, start},
    },
    recipe::Recipe,
    render::bands::Bands,
};

/// Encodes an opaque page without loss.
///
/// Bands wait as numbers of colours until the page ends, or until there are too many colours for a palette.
pub fn encode(mut bands: Bands, recipe: &Recipe) -> Result<Vec<u8>, EncodeError> {
    let page = bands.page();
    let (width, height) = (page.width as usize, page.height);
    let (mut inks, mut waiting, mut alike) = (Inks::none(), Vec::with_capacity(width * height as usize), [0; 3]);
    let mut few = true;
    let mut drawn = bands.next(None);
    let mut used = None;
    while let Some(band) = &drawn {
        let (next, known) = rayon::join(
            || bands.next(used.take()),
            || {
                let samples = band.as_raw();
                alike.iter_mut().zip(neighbours(samples)).for_each(|(sum, own)| *sum += own);
                inks.take(samples)?;
                let from = waiting.len();
                waiting.resize(from + samples.len() / 4, 0);
                inks.number(samples, &mut waiting[from..]);
                Some(())
            },
        );
        if known.is_none() {
            few = false;
            used = next;
            break;
        }
        used = std::mem::replace(&mut drawn, next);
    }
    let flat = mostly_alike(alike);
    let mut file = Vec::new();
    let size = (page.width, height);
    let write_failed = |error: std::io::Error| EncodeError::Failed(error.to_string());
    if few {
        let order = inks.colors.clone();
        inks.settle();
        let mut numbers = [0; 256];
        numbers.iter_mut().zip(order).for_each(|(number, color)| *number = inks.index(color));
        let greys: Vec<u8> = inks.colors.iter().map(|color| color[0]).collect();
        let kind = Kind::of(&inks);
        let mut writer = start(&mut file, size, page, recipe, &kind, flat)?;
        let mut stream = writer.stream_writer_with_size(CHUNK).map_err(failed)?;
        let (mut row, mut indices) = (Vec::new(), Vec::new());
        for source in waiting.chunks_exact(width) {
            indices.clear();
            indices.extend(source.iter().map(|&number| numbers[usize::from(number)]));
            if matches!(kind, Kind::Grey) {
                row.clear();
                row.extend(indices.iter().map(|&index| greys[usize::from(index)]));
            } else {
                indices.resize(width.next_multiple_of(8 / inks.depth()), 0);
                inks.packed(&indices, &mut row);
            }
            stream.write_all(&row).map_err(write_failed)?;
        }
        stream.finish().map_err(failed)?;
        writer.finish().map_err(failed)?;
        return Ok(file);
    }
    let mut writer = start(&mut file, size, page, recipe, &Kind::Rgb, flat)?;
    let mut stream = writer.stream_writer_with_size(CHUNK).map_err(failed)?;
    let mut row = Vec::with_capacity(3 * width);
    for source in waiting.chunks_exact(width) {
        row.clear();
        row.extend(source.iter().flat_map(|&number| {
            let [r, g, b, _] = inks.colors[usize::from(number)];
            [r, g, b]
        }));
        stream.write_all(&row).map_err(write_failed)?;
    }
    drop(waiting);
    let mut after = used;
    let mut spare: Option<RgbaImage> = None;
    while let Some(band) = drawn {
        // The band after this one is there already; the one after that is drawn meanwhile.
        let (next, written) = rayon::join(
            || after.is_some().then(|| bands.next(spare.take())).flatten(),
            || {
                band.as_raw().chunks_exact(4 * width).try_for_each(|source| {
                    pack_rgb(source, &mut row);
                    stream.write_all(&row)
                })
            },
        );
        written.map_err(write_failed)?;
        spare = Some(band);
        drawn = std::mem::replace(&mut after, next);
    }
    stream.finish().map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(file)
}
