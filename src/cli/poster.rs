//! `detourn poster`: pages of an exact size, for paper.

use std::process::ExitCode;

use clap::ValueEnum;
use detourn::{
    condition::Facts,
    encode,
    measure::Length,
    paper::Paper,
    press::{
        Layout, Press,
        booklet::{Booklet, Cover},
        collage::Collage,
        division::Division,
        sharp,
        tiles::Tiling,
    },
    seed::Seed,
    words::Words,
};

use crate::cli::{
    flags::{Costs, Encoding, Inputs, Making},
    run::{Writing, start},
    usage,
};

/// Make pages for the printer: exact size, trim and bleed boxes, letters that stay letters (PDF)
///
/// Several pictures and one PDF as --out make one document, a page for each.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    inputs: Inputs,
    /// Size of the trimmed page: A0 to A7, B0 to B6, letter, legal, tabloid, postcard, sticker, large-sticker, or a
    /// size such as 70x100cm, 12x18in, 30cm (square)
    #[arg(long, value_name = "A3|…", default_value = "A3")]
    size: Paper,
    /// How far the page reaches past the trim on every side
    #[arg(long, value_name = "3mm", default_value = "0mm", value_parser = millimetres)]
    bleed: f64,
    /// How a picture fills a page of another shape, where the template does not place it
    #[arg(long, default_value = "cover")]
    fit: Fit,
    /// Pixels an inch [default: 300; fewer above A2]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(10..=2400))]
    dpi: Option<u32>,
    /// Draw crop and registration marks outside the bleed
    #[arg(long, conflicts_with_all = ["tile", "sheet", "booklet"])]
    marks: bool,
    /// Print a page for each ink instead of one in all: black where the ink lies, with its name and registration marks.
    /// For templates of few inks, such as riso and may68
    #[arg(long, conflicts_with_all = ["tile", "sheet", "booklet", "layout"])]
    separations: bool,
    #[command(flatten)]
    sheets: Sheets,
    /// Format of the outputs [default: by the name of --out, or pdf]
    #[arg(long)]
    format: Option<Format>,
    #[command(flatten)]
    writing: Writing,
    #[command(flatten)]
    making: Making,
    #[command(flatten)]
    encoding: Encoding,
    #[command(flatten)]
    costs: Costs,
}

/// What sheets the pages are put on.
#[derive(clap::Args)]
struct Sheets {
    /// Print the page in parts on sheets of this size, to be pasted together: a map, then the sheets
    #[arg(long, value_name = "A4|…", conflicts_with_all = ["sheet", "booklet"])]
    tile: Option<Paper>,
    /// As large as so many upright sheets across and down make it, instead of --size
    #[arg(long, value_name = "3x4", requires = "tile", conflicts_with = "size", value_parser = counts)]
    sheets: Option<(u32, u32)>,
    /// How much of the page two neighbouring sheets have in common
    #[arg(long, value_name = "LENGTH", default_value = "10mm", value_parser = millimetres)]
    overlap: f64,
    /// What a printer leaves white at each edge of a sheet
    #[arg(long, value_name = "LENGTH", default_value = "5mm", value_parser = millimetres)]
    printer_margin: f64,
    /// Pack small pages on sheets of this size, with cut marks; or the sheet of a booklet (A4 when not said)
    #[arg(long, value_name = "A4|…")]
    sheet: Option<Paper>,
    /// Make the pages of a booklet: their size follows from the sheet
    #[arg(long, conflicts_with_all = ["size", "bleed"])]
    booklet: Option<Folding>,
    /// How thick a sheet of a stitched booklet is: its inner pages move towards the fold, so that the outer margins are
    /// alike after the cut. Office paper has 0.1 mm, a heavy one 0.25 mm
    #[arg(long, value_name = "0.1mm", default_value = "0mm", value_parser = millimetres)]
    creep: f64,
    /// Wrap the booklet in a cover of its own: in front a title and the first picture, at the back a colophon, which says
    /// how to make it again. A zine has six pictures then, a stitched booklet as many as there are
    #[arg(long, requires = "booklet", conflicts_with = "layout")]
    cover: bool,
    #[command(flatten)]
    frames: Frames,
}

/// How pictures share a page.
#[derive(clap::Args)]
struct Frames {
    /// Put several pictures on each page of --size, each made for its frame: triptych, grid, grid:2x3 (columns and
    /// rows), strip (a page of a comic strip), front (a lead picture and smaller ones under a masthead). The page may have
    /// a bleed and marks, be printed on sheets or be one of a booklet
    #[arg(long, value_name = "NAME")]
    layout: Option<Division>,
    /// What stands above the pictures of the first page of a --layout, or on a --cover; after ` // ` a smaller line. May
    /// hold #symbols#; an empty one is none [default: none; of a front and a cover, a masthead]
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Between two pictures of a --layout
    #[arg(long, value_name = "LENGTH", requires = "layout", default_value = "5mm", value_parser = millimetres)]
    gutter: f64,
    /// What a --layout leaves white at each edge of the page; with 0mm, frames reach into the bleed
    #[arg(long, value_name = "LENGTH", requires = "layout", default_value = "10mm", value_parser = millimetres)]
    margin: f64,
}

#[derive(Clone, Copy, ValueEnum)]
enum Folding {
    /// Eight pages on one side of a sheet, folded, with one cut
    Zine,
    /// Sheets printed on both sides (turned on the short edge), folded and stitched
    Saddle,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Fit {
    /// Fills it; what hangs over is cut off
    Cover,
    /// All of it is seen, and paper beside it
    Contain,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Pdf,
    #[value(alias = "jpg")]
    Jpeg,
    Png,
    Webp,
    #[value(alias = "tif")]
    Tiff,
}

pub fn run(mut args: Args) -> anyhow::Result<ExitCode> {
    let press = args.press()?;
    let dpi = args.dpi.unwrap_or_else(|| sharp::dpi(press.size, press.bleed));
    // Paper is a setting like any other, so that the recipe has it.
    let mut set = vec![format!("page.size={}", press.size), format!("page.bleed={}mm", press.bleed)];
    let said = args.dpi.is_some() || args.making.set.iter().any(|set| set.starts_with("page.dpi"));
    let coarser = !said && dpi < sharp::FINE;
    if args.dpi.is_some() || coarser {
        set.push(format!("page.dpi={dpi}"));
    }
    if args.sheets.booklet.is_some() {
        set.push(format!("page.lies={}", if press.size.width > press.size.height { "across" } else { "upright" }));
    }
    if args.fit == Fit::Contain {
        set.push("page.fit=contain".into());
    }
    args.making.set.extend(set);

    let mut job = args.making.job(&args.encoding, args.costs.pace(), args.writing.folder())?;
    let format = args.format.map(Format::meant).or_else(|| args.writing.said());
    let format = format.unwrap_or(encode::Format::Pdf);
    if format != encode::Format::Pdf && !press.is_plain() {
        return Err(usage("only a PDF has marks and sheets: leave out --format, or these"));
    }
    job.format = Some(format);
    if args.making.recipe.is_none() {
        let mut press = press;
        if let Some(collage) = &mut press.collage {
            collage.title = args.title(job.words)?;
        }
        if let Layout::Booklet { cover: Some(cover), .. } = &mut press.layout {
            cover.title = args.title(job.words)?;
        }
        job.options.press = Some(press);
        job.notes.extend(coarser.then(|| sharp::reason(dpi)));
    }
    start(job, &args.inputs, &args.writing, args.costs.pace())
}

impl Args {
    /// What the flags mean on paper.
    fn press(&self) -> anyhow::Result<Press> {
        let Sheets { overlap, printer_margin: margin, creep, .. } = self.sheets;
        if creep > 0.0 && !matches!(self.sheets.booklet, Some(Folding::Saddle)) {
            return Err(usage("--creep is for sheets that are stitched: add --booklet saddle"));
        }
        if creep > MOST_CREEP {
            return Err(usage(format!("--creep is how thick one sheet is: at most {MOST_CREEP}mm")));
        }
        if self.sheets.frames.title.is_some() && self.sheets.frames.layout.is_none() && !self.sheets.cover {
            return Err(usage("--title stands on a page of several pictures or on a cover: add --layout or --cover"));
        }
        let (marks, separations) = (self.marks, self.separations);
        let (size, bleed, layout) = (self.size, self.bleed, Layout::Page);
        let mut press = Press { size, bleed, marks, separations, collage: None, layout };
        if let Some(division) = self.sheets.frames.layout {
            let Frames { gutter, margin, .. } = self.sheets.frames;
            // Any title will do to see whether there is room.
            let title = self.said().map(|_| String::new());
            press.collage = Some(Collage { division, gutter, margin, title });
        }
        match (self.sheets.tile, self.sheets.booklet, self.sheets.sheet) {
            (Some(sheet), ..) => {
                press.layout = Layout::Tile { sheet, overlap, margin };
                if let Some((columns, rows)) = self.sheets.sheets {
                    let [width, height] = Tiling::filled(columns, rows, sheet, overlap, margin).map_err(usage)?;
                    let inside = |side: f64| ((side - 2.0 * self.bleed) * 1000.0).round() / 1000.0;
                    let size = format!("{}x{}mm", inside(width), inside(height));
                    press.size = size.parse().map_err(usage)?;
                }
            }
            (None, Some(folding), sheet) => {
                let sheet = sheet.unwrap_or(Paper { width: 210.0, height: 297.0 });
                let booklet = folding.meant();
                let size = booklet.page(sheet, margin);
                press.size = size.ok_or_else(|| usage(format!("a sheet of {sheet} has no room for that margin")))?;
                let cover = self.sheets.cover.then(Cover::default);
                press.layout = Layout::Booklet { sheet, margin, booklet, creep, cover };
            }
            (None, None, Some(sheet)) => press.layout = Layout::Pack { sheet, margin },
            (None, None, None) => {}
        }
        press.check().map_err(usage)?;
        Ok(press)
    }

    /// The title that was asked for, in its own words.
    fn said(&self) -> Option<&str> {
        let masthead = (self.sheets.frames.layout == Some(Division::Front)).then_some("#masthead# // #price_line#");
        self.sheets.frames.title.as_deref().or(masthead).filter(|title| !title.trim().is_empty())
    }

    /// The title as it is printed: no picture speaks in it, so it follows from the seed alone.
    fn title(&self, words: &Words) -> anyhow::Result<Option<String>> {
        let lang = self.making.lang.meant().unwrap_or_default();
        let say = |text| words.expand(text, lang, &Facts::new(), Seed(self.making.seed).at("title")).map_err(usage);
        self.said().map(say).transpose()
    }
}

impl Folding {
    fn meant(self) -> Booklet {
        match self {
            Folding::Zine => Booklet::Zine,
            Folding::Saddle => Booklet::Saddle,
        }
    }
}

impl Format {
    fn meant(self) -> encode::Format {
        match self {
            Format::Pdf => encode::Format::Pdf,
            Format::Jpeg => encode::Format::Jpeg,
            Format::Png => encode::Format::Png,
            Format::Webp => encode::Format::WebP,
            Format::Tiff => encode::Format::Tiff,
        }
    }
}

/// A length on paper, in millimetres.
fn millimetres(text: &str) -> Result<f64, String> {
    let mm = match text.parse::<Length>() {
        Ok(Length::Mm(mm)) => f64::from(mm),
        Ok(Length::Pt(pt)) => f64::from(pt) / 72.0 * 25.4,
        _ => return Err("write a length on paper, such as 3mm, 0.5cm, 0.125in".into()),
    };
    let mm = (mm * 1000.0).round() / 1000.0;
    if (0.0..=500.0).contains(&mm) { Ok(mm) } else { Err("write a length from 0mm to 500mm".into()) }
}

/// Millimetres of the thickest board that can be folded and stitched.
const MOST_CREEP: f64 = 1.0;

/// `3x4`: columns and rows.
fn counts(text: &str) -> Result<(u32, u32), String> {
    let wrong = || String::from("write COLUMNSxROWS, such as 3x4");
    let (columns, rows) = text.split_once(['x', '×']).ok_or_else(wrong)?;
    let count = |text: &str| text.trim().parse().ok().filter(|count| (1..=100).contains(count)).ok_or_else(wrong);
    Ok((count(columns)?, count(rows)?))
}
