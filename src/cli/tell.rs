//! Telling: failures on stderr, progress where a person sees it, records in a report.

use std::{
    fs::File,
    io::{self, BufWriter, IsTerminal, Write},
    path::Path,
};

use detourn::{
    batch::{Record, SHORT, Status, Tally, one_line},
    source::{Pool, is_stdin},
};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use serde_json::ser::Formatter;

use crate::cli::pooling;

/// Writes a line to stderr; that nobody reads there is no error.
pub fn complain(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// Whether a person reads stderr.
pub fn is_watched() -> bool {
    io::stderr().is_terminal()
}

/// The line of a failure: which input, what is wrong, what to do.
pub fn failure(input: &str, reason: &str) -> String {
    format!("detourn: {}: {reason}", one_line(input))
}

/// Tells of a batch as it goes.
pub struct Teller {
    /// On a terminal only.
    bar: Option<ProgressBar>,
    report: Option<Report>,
}

/// Where records go, one JSON object a line, as soon as they are known.
pub struct Report(Box<dyn Write>);

impl Report {
    /// A report in a file, or on stdout for `-`.
    pub fn create(path: &Path) -> io::Result<Self> {
        let to: Box<dyn Write> = if is_stdin(path) { Box::new(io::stdout()) } else { Box::new(File::create(path)?) };
        Ok(Report(Box::new(BufWriter::new(to))))
    }

    /// Writes a line.
    pub fn line(&mut self, value: &impl Serialize) -> io::Result<()> {
        value.serialize(&mut serde_json::Serializer::with_formatter(&mut self.0, Short))?;
        self.0.write_all(b"\n")?;
        self.0.flush()
    }
}

/// JSON whose numbers have three decimals at the most, and none where they are whole.
struct Short;

impl Formatter for Short {
    fn write_f32<W: ?Sized + Write>(&mut self, writer: &mut W, value: f32) -> io::Result<()> {
        self.write_f64(writer, value.into())
    }

    fn write_f64<W: ?Sized + Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        // Adding 0 makes of −0 what people write.
        write!(writer, "{}", (value * 1000.0).round() / 1000.0 + 0.0)
    }
}

impl Teller {
    /// A teller of `inputs` inputs.
    pub fn new(inputs: usize, report: Option<Report>) -> Self {
        let bar = (is_watched() && inputs > 1).then(|| {
            let style = ProgressStyle::with_template("{bar:24} {pos}/{len}  {elapsed}, {eta} left  {msg}");
            let bar =
                ProgressBar::new(inputs as u64).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar.enable_steady_tick(std::time::Duration::from_millis(250));
            bar
        });
        Teller { bar, report }
    }

    /// Tells what became of one input.
    pub fn tell(&mut self, records: &[Record]) -> io::Result<()> {
        let short = records.iter().position(Record::is_short);
        for (index, record) in records.iter().enumerate() {
            if let Some(reason) = &record.reason {
                self.say(&failure(&record.input, reason));
            }
            if let (true, Some(output)) = (record.renamed, &record.output) {
                self.say(&failure(
                    &record.input,
                    &format!("written as {}: the plain name is another's", one_line(output)),
                ));
            }
            // That a picture is not whole is told once, wherever it is read. The others a script has in its report; a person
            // would not know of them otherwise.
            if short == Some(index) {
                self.say(&failure(&record.input, SHORT));
            }
            if is_watched() && record.status != Status::Failed {
                let others = record.warnings.iter().filter(|warning| *warning != SHORT);
                others.for_each(|warning| self.say(&failure(&record.input, &one_line(warning))));
            }
            if let Some(report) = &mut self.report {
                report.line(record)?;
            }
        }
        if let Some(bar) = &self.bar {
            bar.inc(1);
        }
        Ok(())
    }

    /// Tells which files of the pool lend nothing.
    pub fn lost(&self, pool: &Pool) {
        pool.lost().iter().for_each(|(path, reason)| self.say(&pooling::line(path, reason)));
    }

    /// Tells a person how it went.
    pub fn end(self, tally: &Tally, skipped: usize) {
        let Some(bar) = self.bar else { return };
        bar.finish_and_clear();
        let counts = [
            (tally.done, "done"),
            (tally.planned, "planned"),
            (tally.unchanged, "unchanged"),
            (tally.failed, "failed"),
            (tally.short, "cut short"),
            (skipped, "other files skipped"),
        ];
        let counts: Vec<_> = counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
        complain(&counts.join(", "));
    }

    fn say(&self, line: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| complain(line)),
            None => complain(line),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_short_as_people_write_them() {
        let mut text = Vec::new();
        let numbers = (vec![0.3f32, 200.0, -0.0001, 12.3456], 7u8, 1.5f64);
        numbers.serialize(&mut serde_json::Serializer::with_formatter(&mut text, Short)).unwrap();
        assert_eq!(String::from_utf8(text).unwrap(), "[[0.3,200,0,12.346],7,1.5]");
    }
}
