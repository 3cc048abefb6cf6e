//! Binding: pieces become a document, laid out as the press says.

use pdf_writer::{
    Chunk, Filter, Finish, Name, Pdf, Rect, Ref, Settings, TextStr,
    writers::{ColorSpace, PageLabel, Resources},
};

use crate::{
    encode::{
        EncodeError,
        pdf::{
            leaf::Leaves,
            objects::{self, Numbers, name},
            piece::Piece,
            xmp,
        },
    },
    press::{
        self, Cut, Imposed, Press,
        leaf::{Area, Leaf},
    },
};

/// The longest side of a leaf in points (ISO 32000-1, annex C).
pub(super) const LONGEST: f32 = 14400.0;
/// The name of the colour of marks: ink of every plate.
pub(super) const ALL: &[u8] = b"All";
/// Points in a millimetre.
pub(super) const POINTS: f64 = 72.0 / 25.4;

/// Binds pieces to a PDF 1.7 file; `None` is a page that came to nothing. Same arguments, same bytes.
///
/// Every piece, and every page that is put together of some, is written once, however many leaves show it. Without a press each has a leaf of its own: media box and
/// bleed box are its canvas, the trim box lies inside the bleed.
///
/// # Errors
/// When a leaf is larger than PDF can say, or the press has no room for the pages.
pub fn bind(pieces: &[Option<Piece>], press: Option<&Press>) -> Result<Vec<u8>, EncodeError> {
    // Every form is a page to the press.
    let cut = |piece: &Piece| vec![Some(Cut::of(&piece.page, press)); piece.forms()];
    let cuts: Vec<_> = pieces.iter().flat_map(|piece| piece.as_ref().map_or(vec![None], cut)).collect();
    let Imposed { composed, mut leaves } = press::impose(press, &cuts)?;
    let plates =
        pieces.iter().flatten().enumerate().flat_map(|(page, piece)| piece.inks.iter().map(move |ink| (page, ink)));
    leaves.iter_mut().zip(plates).for_each(|(leaf, (page, ink))| leaf.is_plate(ink, page));
    let first = pieces.iter().flatten().next();
    let Some(first) = first.filter(|_| !leaves.is_empty()) else {
        return Err(EncodeError::Failed("there is no page to print".into()));
    };
    if leaves.iter().any(|leaf| (leaf.width.max(leaf.height) * POINTS) as f32 > LONGEST) {
        return Err(EncodeError::TooLarge { width: first.page.width, height: first.page.height });
    }

    let mut pdf = Pdf::with_settings(Settings { pretty: false });
    pdf.set_version(1, 7);
    let mut numbers = Numbers::default();
    let [catalog, tree, info, metadata, resources] = std::array::from_fn(|_| numbers.next());
    let labels: Vec<Ref> = if leaves.iter().any(|leaf| leaf.label.is_some()) {
        leaves.iter().map(|_| numbers.next()).collect()
    } else {
        Vec::new()
    };
    // A cover says what a document is called, but not how it is made.
    let inner = |page: usize| !press.is_some_and(|press| press.is_cover(page, pieces.len()));
    let inside = pieces.iter().enumerate().filter(|(page, _)| inner(*page)).find_map(|(_, piece)| piece.as_ref());
    let recipe = &inside.unwrap_or(first).recipe;
    let title = first.title();
    let mut root = pdf.catalog(catalog);
    root.pages(tree).metadata(metadata).lang(TextStr(&recipe.lang));
    if !labels.is_empty() {
        let mut entries = root.page_labels();
        let mut entries = entries.nums();
        labels.iter().zip(0..).for_each(|(label, index)| _ = entries.insert(index, *label));
    }
    root.finish();
    for (index, (label, leaf)) in labels.iter().zip(&leaves).enumerate() {
        let text = leaf.label.clone().unwrap_or_else(|| (index + 1).to_string());
        pdf.indirect(*label).start::<PageLabel>().prefix(TextStr(&text));
    }
    pdf.document_info(info).title(TextStr(&title)).creator(TextStr("detourn")).producer(TextStr("detourn"));
    pdf.metadata(metadata, xmp::packet(&title, recipe).as_bytes());

    // Composed pages are set as leaves are and come after these.
    let set: Vec<&Leaf> = leaves.iter().chain(composed.iter().flatten()).collect();
    let printed = Leaves::of(&set)?;
    let sheets: Vec<[Ref; 2]> = leaves.iter().map(|_| [numbers.next(), numbers.next()]).collect();
    pdf.pages(tree).kids(sheets.iter().map(|[sheet, _]| *sheet)).count(sheets.len() as i32);
    let mut id = blake3::Hasher::new();
    for ((index, leaf), [sheet, content]) in leaves.iter().enumerate().zip(sheets) {
        write_page(&mut pdf, leaf, sheet, content, tree, resources);
        let painted = printed.content(index)?;
        id.update(&painted);
        objects::packed(&mut pdf, content, &painted);
    }
    let mut forms = Vec::new();
    let mut page = 0;
    for piece in pieces {
        let Some(piece) = piece else {
            page += 1;
            continue;
        };
        for form in piece.write(&mut pdf, &mut numbers) {
            forms.push((page, form));
            page += 1;
        }
        id.update(piece.chunk.as_bytes());
    }
    for (index, (page, leaf)) in
        composed.iter().zip(page..).filter_map(|(leaf, page)| Some((page, leaf.as_ref()?))).enumerate()
    {
        let painted = printed.content(leaves.len() + index)?;
        id.update(&painted);
        let form = numbers.next();
        write_form(&mut pdf, leaf, form, &painted, resources);
        forms.push((page, form));
    }
    let font = printed.font(&mut pdf, &mut numbers)?;
    write_resources(&mut pdf, resources, &forms, &font);
    let id = id.finalize().as_bytes()[..16].to_vec();
    pdf.set_file_id((id.clone(), id));
    Ok(pdf.finish())
}

/// A leaf's dictionary.
fn write_page(pdf: &mut Pdf, leaf: &Leaf, sheet: Ref, content: Ref, tree: Ref, resources: Ref) {
    let points = |area: Area| {
        let side = |mm: f64| (mm * POINTS) as f32;
        let (top, bottom) = (leaf.height - area.y, leaf.height - area.bottom());
        Rect::new(side(area.x), side(bottom), side(area.right()), side(top))
    };
    let whole = Area { x: 0.0, y: 0.0, w: leaf.width, h: leaf.height };
    let trim = leaf.trim.unwrap_or(whole);
    let mut page = pdf.page(sheet);
    page.parent(tree).contents(content).pair(Name(b"Resources"), resources);
    page.media_box(points(whole)).bleed_box(points(leaf.bleed.unwrap_or(trim))).trim_box(points(trim));
    page.group().transparency().color_space().device_rgb();
}

/// A leaf as a form that fills a square of one unit, y down, as those of pieces do.
fn write_form(pdf: &mut Pdf, leaf: &Leaf, id: Ref, painted: &[u8], resources: Ref) {
    let [width, height] = [leaf.width, leaf.height].map(|side| (side * POINTS) as f32);
    let content = objects::deflate(painted);
    let mut form = pdf.form_xobject(id, &content);
    form.filter(Filter::FlateDecode);
    form.bbox(Rect::new(0.0, 0.0, width, height));
    form.matrix([1.0 / width, 0.0, 0.0, -1.0 / height, 0.0, 1.0]);
    form.pair(Name(b"Resources"), resources);
}

/// The resources that all leaves share.
fn write_resources(pdf: &mut Chunk, id: Ref, forms: &[(usize, Ref)], fonts: &[(usize, Ref)]) {
    let mut resources = pdf.indirect(id).start::<Resources>();
    // What lies on every plate. A printer that knows no plates shows it black.
    let mut spaces = resources.color_spaces();
    let mut all = spaces.insert(Name(ALL)).start::<ColorSpace>().separation(Name(b"All"));
    all.alternate_color_space().device_gray();
    all.tint_exponential().domain([0.0, 1.0]).c0([1.0]).c1([0.0]).n(1.0);
    all.finish();
    spaces.finish();
    let mut objects = resources.x_objects();
    for (index, form) in forms {
        objects.pair(Name(name('P', *index).as_bytes()), *form);
    }
    objects.finish();
    let mut entries = resources.fonts();
    for (face, font) in fonts {
        entries.pair(Name(name('F', *face).as_bytes()), *font);
    }
}
