//! `detourn try`: what a template makes of a picture, in the terminal, again on every save.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    process::ExitCode,
    sync::Arc,
    thread::sleep,
    time::{Duration, Instant},
};

use anyhow::anyhow;
use detourn::{
    batch::{Failure, Stop, contain, lending, one_line, stations},
    encode::Format,
    job::{Choice, Job, Roll},
    picture::Picture,
    render::render,
    scene::Scene,
    sink::{Out, Sink, pour},
    source::{self, Entry, Stamp, is_stdin},
    template::builtin,
};

use crate::cli::{
    casting::choice,
    encoding::Encoding,
    flags::{Costs, Lang, Looking, Making, setting},
    pooling::{self, Pooling},
    screen::{Screen, Show},
    signals,
    speaking::Speaking,
    tell::{complain, failure, is_watched},
    usage,
};

/// Show in the terminal what a template makes of a picture
#[derive(clap::Args)]
pub struct Args {
    /// A template: a TOML file or whatever `run --template` takes
    template: String,
    /// A picture file
    picture: PathBuf,
    /// Show it again whenever the template or the picture is saved, until Ctrl-C
    #[arg(long)]
    watch: bool,
    /// Write it to FILE instead
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace a file that detourn did not make
    #[arg(long, requires = "out")]
    force: bool,
    /// How the terminal is shown pictures, where what it says of itself will not do
    #[arg(long, value_name = "HOW", conflicts_with = "out")]
    show: Option<Show>,
    /// Columns of the terminal that it takes [default: as many as fit]
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u32).range(1..=1000))]
    width: Option<u32>,
    /// Set a parameter of the template
    #[arg(long, value_name = "KEY=VALUE", value_parser = setting)]
    set: Vec<String>,
    /// The same seed makes the same of the same picture
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
    /// Language of the words
    #[arg(long, default_value = "auto")]
    lang: Lang,
    #[command(flatten)]
    speaking: Speaking,
    #[command(flatten)]
    pooling: Pooling,
    #[command(flatten)]
    looking: Looking,
    /// A font file that the template may name besides the built-in ones
    #[arg(long = "font", value_name = "FILE")]
    fonts: Vec<PathBuf>,
}

/// How often files are looked at.
const LOOK: Duration = Duration::from_millis(200);

pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let (to, watch) = (To::find(&args)?, args.watch);
    let mut desk = Desk::new(args)?;
    if watch {
        return desk.watch(&to);
    }
    match desk.make(true, true, &to) {
        Err(_) if desk.stop.is_set() => {}
        made => pour(made?.0.as_bytes())?,
    }
    Ok(signals::exit_code(&desk.stop, 0))
}

/// Where the picture goes.
enum To {
    Screen(Screen),
    File(PathBuf, Format, Sink),
}

impl To {
    fn find(args: &Args) -> anyhow::Result<To> {
        let Some(path) = &args.out else {
            let screen = Screen::find(args.show, args.width);
            return screen
                .map(To::Screen)
                .ok_or_else(|| usage("stdout is no terminal: name a file with --out, or how to show it with --show"));
        };
        let format = path.extension().and_then(|extension| extension.to_str()).and_then(Format::from_extension);
        let wrong = || usage(format!("{}: end the name in .jpg, .png, .webp, .tif or .pdf", path.display()));
        let format = format.ok_or_else(wrong)?;
        let entry = Entry { path: args.picture.clone(), place: args.picture.clone(), lost: None };
        let entries = [vec![entry], args.pooling.entries(None)?].concat();
        let sink = Sink::new(Out::File(path.clone()), args.force, &entries);
        sink.find(path)?;
        Ok(To::File(path.clone(), format, sink))
    }

    /// What shows `shown` and nothing else.
    fn fresh(&self, shown: &str) -> String {
        match self {
            To::Screen(screen) => format!("{}{shown}", screen.clear()),
            To::File(..) => String::new(),
        }
    }
}

/// What lies ready between two saves: the picture, and all that was read of it.
struct Desk {
    template: String,
    set: Vec<String>,
    path: PathBuf,
    job: Job,
    stop: Stop,
    picture: Option<(Arc<Picture>, Arc<Vec<u8>>)>,
    scene: Scene,
    /// The files of the template that was read last.
    files: Vec<PathBuf>,
}

impl Desk {
    fn new(args: Args) -> anyhow::Result<Desk> {
        let making = Making {
            templates: Vec::new(),
            recipe: None,
            set: Vec::new(),
            seed: args.seed,
            lang: args.lang,
            speaking: args.speaking,
            pooling: args.pooling,
            looking: args.looking,
            fonts: args.fonts,
        };
        let mut job = making.job(&Encoding::default(), Costs::default().pace(), None)?;
        job.templates.clear();
        job.set.clone_from(&args.set);
        let own = builtin(&args.template).is_none().then(|| PathBuf::from(&args.template));
        Ok(Desk {
            template: args.template,
            set: args.set,
            path: args.picture,
            job,
            stop: signals::stop()?,
            picture: None,
            scene: Scene::default(),
            files: own.into_iter().collect(),
        })
    }

    /// Makes it again and again, until a signal comes.
    fn watch(&mut self, to: &To) -> anyhow::Result<ExitCode> {
        let mut known = self.stamps();
        let (mut of_template, mut of_picture) = (true, true);
        let mut last = String::new();
        loop {
            let start = Instant::now();
            let made = self.make(of_template, of_picture, to);
            if self.stop.is_set() {
                break;
            }
            // What was good stays to be seen above what is wrong.
            let said = match made {
                Ok((shown, notes)) => {
                    last = shown;
                    let ready = format!("{}: {} ms, Ctrl-C ends", self.template, start.elapsed().as_millis());
                    let notes = notes.iter().map(|note| failure(&self.template, &one_line(note)));
                    if is_watched() { notes.chain([ready]).collect() } else { Vec::new() }
                }
                Err(error) => vec![format!("detourn: {error:#}")],
            };
            pour(to.fresh(&last).as_bytes())?;
            said.iter().for_each(|line| complain(line));
            // Bases that were met only now.
            for (path, stamp) in self.stamps() {
                known.entry(path).or_insert(stamp);
            }
            let changed = self.wait(&mut known);
            of_picture = changed.contains(&self.path);
            of_template = changed.iter().any(|path| *path != self.path);
        }
        Ok(signals::exit_code(&self.stop, 0))
    }

    /// Waits until files are saved, and says which; none when it is to end.
    fn wait(&self, known: &mut BTreeMap<PathBuf, Stamp>) -> Vec<PathBuf> {
        while !self.stop.is_set() {
            sleep(LOOK);
            let now = self.stamps();
            let changed = now.iter().filter(|(path, stamp)| known.get(*path) != Some(*stamp));
            let changed: Vec<PathBuf> = changed.map(|(path, _)| path.clone()).collect();
            known.extend(now);
            if !changed.is_empty() {
                return changed;
            }
        }
        Vec::new()
    }

    /// When the files were saved. An editor may take one away for a moment: then it is not among them.
    fn stamps(&self) -> BTreeMap<PathBuf, Stamp> {
        let picture = Some(&self.path).filter(|path| !is_stdin(path));
        let files = self.files.iter().chain(picture);
        files.filter_map(|path| Some((path.clone(), source::stamp(path)?))).collect()
    }

    /// Makes what is shown, or writes it: what has to be written to stdout, and the notes.
    fn make(&mut self, of_template: bool, of_picture: bool, to: &To) -> anyhow::Result<(String, Vec<String>)> {
        if of_template || self.job.templates.is_empty() {
            // An error leaves none, so that the next save of anything looks again.
            self.job.templates.clear();
            let choice = choice(&self.template, &self.set)?;
            self.files.truncate(1);
            if let (Choice::One(template), Some(own)) = (&choice, self.files.first()) {
                let bases = template.sources.iter().skip(1).map(|(name, _)| source::beside(own, name));
                self.files = [own.clone()].into_iter().chain(bases).collect();
            }
            self.job.templates.push(choice);
        }
        let name = self.path.display().to_string();
        let (job, stop) = (&self.job, &self.stop);
        let told = |error: Failure| match error {
            Failure::Template(error) => usage(error),
            error => anyhow!("{name}: {}", error.line()),
        };
        if of_picture || self.picture.is_none() {
            let file = Arc::new(source::read_path(&self.path, job.limits.bytes).map_err(|e| told(e.into()))?);
            let picture = contain(|| stations::decode(job, &file)).map_err(told)?;
            (self.picture, self.scene) = (Some((Arc::new(picture), file)), Scene::default());
        }
        let Some((picture, file)) = &self.picture else { return Ok(Default::default()) };
        let (roll, scene) = (Roll { template: 0, variant: 0 }, &mut self.scene);
        let made = contain(|| {
            let cast = stations::cast(job, picture, scene, roll)?;
            let plan = stations::plan(job, picture, scene, roll, cast, None, stop)?;
            let pictures = lending::pictures(job, &plan, Arc::clone(picture))?;
            let shown = match to {
                To::Screen(screen) => screen.show(render(&plan, pictures, job.fonts))?,
                To::File(path, format, sink) => {
                    let files = [Arc::clone(file)];
                    let bytes = stations::draw(&plan, pictures, &files, job.fonts, *format, &job.options, stop)?;
                    sink.write(path, &bytes, &sink.find(path)?)?;
                    String::new()
                }
            };
            Ok((shown, plan.notes))
        });
        pooling::tell(&job.pool);
        made.map_err(told)
    }
}
