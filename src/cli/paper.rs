//! Flags that say what pages are printed on.

use clap::ValueEnum;
use detourn::{
    condition::Facts,
    job::Job,
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
};

use crate::cli::usage;

/// What pages are when nothing else is said: an A3.
const SIZE: Paper = Paper { width: 297.0, height: 420.0 };
/// The sheet of a booklet: an A4. What follows are millimetres.
pub const BOOKLET_SHEET: Paper = Paper { width: 210.0, height: 297.0 };
const OVERLAP: f64 = 10.0;
pub const PRINTER_MARGIN: f64 = 5.0;
const GUTTER: f64 = 5.0;
const MARGIN: f64 = 10.0;

/// What pages are, and what they are put on.
#[derive(clap::Args)]
pub struct Printing {
    /// Size of the trimmed page: A0 to A7, B0 to B6, letter, legal, tabloid, postcard, sticker, large-sticker, or a
    /// size such as 70x100cm, 12x18in, 30cm (square) [default: A3]
    #[arg(long, value_name = "A3|…")]
    size: Option<Paper>,
    /// How far the page reaches past the trim on every side [default: 0mm]
    #[arg(long, value_name = "3mm", value_parser = millimetres)]
    bleed: Option<f64>,
    /// How a picture fills a page of another shape, where the template does not place it [default: cover]
    #[arg(long)]
    fit: Option<Fit>,
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
    /// How much of the page two neighbouring sheets have in common [default: 10mm]
    #[arg(long, value_name = "LENGTH", requires = "tile", value_parser = millimetres)]
    overlap: Option<f64>,
    /// What a printer leaves white at each edge of a sheet [default: 5mm]
    #[arg(long, value_name = "LENGTH", value_parser = millimetres)]
    printer_margin: Option<f64>,
    /// Pack small pages on sheets of this size, with cut marks; or the sheet of a booklet (A4 when not said)
    #[arg(long, value_name = "A4|…")]
    sheet: Option<Paper>,
    /// Make the pages of a booklet: their size follows from the sheet
    #[arg(long, conflicts_with_all = ["size", "bleed"])]
    booklet: Option<Folding>,
    /// How thick a sheet of a stitched booklet is: its inner pages move towards the fold, so that the outer margins are
    /// alike after the cut. Office paper has 0.1 mm, a heavy one 0.25 mm
    #[arg(long, value_name = "0.1mm", value_parser = millimetres)]
    creep: Option<f64>,
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
    /// Between two pictures of a --layout [default: 5mm]
    #[arg(long, value_name = "LENGTH", requires = "layout", value_parser = millimetres)]
    gutter: Option<f64>,
    /// What a --layout leaves white at each edge of the page; with 0mm, frames reach into the bleed [default: 10mm]
    #[arg(long, value_name = "LENGTH", requires = "layout", value_parser = millimetres)]
    margin: Option<f64>,
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

impl Printing {
    /// What the flags mean on paper.
    pub fn press(&self) -> anyhow::Result<Press> {
        self.check()?;
        let (overlap, creep) = (self.sheets.overlap.unwrap_or(OVERLAP), self.sheets.creep.unwrap_or(0.0));
        let margin = self.sheets.printer_margin.unwrap_or(PRINTER_MARGIN);
        let (marks, separations) = (self.marks, self.separations);
        let (size, bleed, layout) = (self.size.unwrap_or(SIZE), self.bleed.unwrap_or(0.0), Layout::Page);
        let mut press = Press { size, bleed, marks, separations, collage: None, layout };
        if let Some(division) = self.sheets.frames.layout {
            let Frames { gutter, margin, .. } = self.sheets.frames;
            let (gutter, margin) = (gutter.unwrap_or(GUTTER), margin.unwrap_or(MARGIN));
            // Any title will do to see whether there is room.
            let title = self.said().map(|_| String::new());
            press.collage = Some(Collage { division, gutter, margin, title });
        }
        match (self.sheets.tile, self.sheets.booklet, self.sheets.sheet) {
            (Some(sheet), ..) => {
                press.layout = Layout::Tile { sheet, overlap, margin };
                if let Some((columns, rows)) = self.sheets.sheets {
                    let [width, height] = Tiling::filled(columns, rows, sheet, overlap, margin).map_err(usage)?;
                    let inside = |side: f64| ((side - 2.0 * bleed) * 1000.0).round() / 1000.0;
                    let size = format!("{}x{}mm", inside(width), inside(height));
                    press.size = size.parse().map_err(usage)?;
                }
            }
            (None, Some(folding), sheet) => {
                let sheet = sheet.unwrap_or(BOOKLET_SHEET);
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

    /// Refuses what would be taken and do nothing.
    fn check(&self) -> anyhow::Result<()> {
        let Sheets { booklet, creep, cover, frames, .. } = &self.sheets;
        let sheets = self.sheets.tile.is_some() || self.sheets.sheet.is_some() || booklet.is_some();
        let (creep, edges) = (creep.unwrap_or(0.0), frames.margin.or(frames.gutter).is_some());
        let wrong = [
            (
                creep > 0.0 && !matches!(booklet, Some(Folding::Saddle)),
                "--creep is for sheets that are stitched: add --booklet saddle",
            ),
            (creep > MOST_CREEP, "--creep is how thick one sheet is: at most 1mm"),
            (
                frames.title.is_some() && frames.layout.is_none() && !cover,
                "--title stands on a page of several pictures or on a cover: add --layout or --cover",
            ),
            (
                self.sheets.printer_margin.is_some() && !sheets,
                "--printer-margin is what stays white of a sheet: add --tile, --sheet or --booklet",
            ),
            (
                *cover && edges,
                "--margin and --gutter are for pages of several pictures, which a booklet with a --cover has not: what stays \
                 white round its pages is --printer-margin",
            ),
        ];
        wrong.into_iter().find(|(wrong, _)| *wrong).map_or(Ok(()), |(_, says)| Err(usage(says)))
    }

    /// The flags that were given.
    pub fn given(&self) -> Vec<&'static str> {
        let Sheets { tile, sheets, overlap, printer_margin, sheet, booklet, creep, cover, frames } = &self.sheets;
        let given = [
            (self.size.is_some(), "--size"),
            (self.bleed.is_some(), "--bleed"),
            (self.fit.is_some(), "--fit"),
            (self.dpi.is_some(), "--dpi"),
            (self.marks, "--marks"),
            (self.separations, "--separations"),
            (tile.is_some(), "--tile"),
            (sheets.is_some(), "--sheets"),
            (overlap.is_some(), "--overlap"),
            (printer_margin.is_some(), "--printer-margin"),
            (sheet.is_some(), "--sheet"),
            (booklet.is_some(), "--booklet"),
            (creep.is_some(), "--creep"),
            (*cover, "--cover"),
            (frames.layout.is_some(), "--layout"),
            (frames.title.is_some(), "--title"),
            (frames.gutter.is_some(), "--gutter"),
            (frames.margin.is_some(), "--margin"),
        ];
        given.into_iter().filter_map(|(given, flag)| given.then_some(flag)).collect()
    }

    /// The page, of so many pixels an inch, as settings of its template. Paper is a setting like any other, so
    /// that the recipe has it. `set` is what the user set already.
    ///
    /// # Errors
    /// When both say the same.
    pub fn settings(&self, press: &Press, dpi: u32, set: &[String]) -> anyhow::Result<Vec<String>> {
        let said = |key: &str| set.iter().any(|set| set.split_once('=').is_some_and(|(own, _)| own.trim() == key));
        let mut page = vec![format!("page.size={}", press.size), format!("page.bleed={}mm", press.bleed)];
        if let Some(dpi) = self.dpi.or((dpi < sharp::FINE && !said("page.dpi")).then_some(dpi)) {
            page.push(format!("page.dpi={dpi}"));
        }
        if self.sheets.booklet.is_some() {
            page.push(format!("page.lies={}", if press.size.width > press.size.height { "across" } else { "upright" }));
        }
        if self.fit == Some(Fit::Contain) {
            page.push("page.fit=contain".into());
        }
        let twice = page.iter().filter_map(|own| own.split_once('=')).find(|(key, _)| said(key));
        match twice {
            Some((key @ ("page.size" | "page.bleed" | "page.dpi" | "page.fit"), _)) => {
                Err(usage(format!("{key} is set by a flag: write --{} and leave out --set", &key["page.".len()..])))
            }
            Some((key, _)) => Err(usage(format!("{key} follows from --booklet: leave it out"))),
            None => Ok(page),
        }
    }

    /// Pixels an inch.
    pub fn dpi(&self, press: &Press) -> u32 {
        self.dpi.unwrap_or_else(|| sharp::dpi(press.size, press.bleed))
    }

    /// The title as it is printed: no picture speaks in it, so it follows from the seed alone.
    pub fn title(&self, job: &Job) -> anyhow::Result<Option<String>> {
        let (lang, seed) = (job.lang.unwrap_or_default(), Seed(job.seed).at("title"));
        // What is typed from a colophon may have its line breaks in it.
        let one_line = |text: &str| text.replace(['\n', '\r', '\t'], " ");
        let title = self.said().map(|text| job.words.expand(&one_line(text), lang, &Facts::new(), seed));
        Ok(title.transpose().map_err(usage)?.map(|title| title.trim().into()))
    }

    /// The title that was asked for, in its own words.
    fn said(&self) -> Option<&str> {
        let masthead = (self.sheets.frames.layout == Some(Division::Front)).then_some("#masthead# // #price_line#");
        self.sheets.frames.title.as_deref().or(masthead).filter(|title| !title.trim().is_empty())
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
