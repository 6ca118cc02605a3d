//! What every command that reads data shares: where the data are, which study holds, and what flags override.

use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args, ValueEnum};

use super::output::Output;
use super::timings;
use crate::error::{Error, Result};
use crate::findings::Across;
use crate::load::{self, Format, Hashed, How, Input};
use crate::results::format;
use crate::study::builtin::{SINCH_2026, SINCH_2026_NAME, builtin};
use crate::study::{self, AnalysisFlags, Condition, DesignFlags, Numbers, Study, Variable, is_raw, parse, parse_where};

/// Bytes of a study or margins file, and of results that `analyze` wrote.
const LARGEST_TEXT: u64 = 16 << 20;
const LARGEST_RESULTS: u64 = 256 << 20;

/// Points of a margin that somebody may have meant as a share.
const SMALLEST_MARGIN: f64 = 0.2;

/// Bytes of data that cannot be read twice, and so are kept in memory.
const LARGEST_PIPE: u64 = 2 << 30;

/// Where the data are and what is asked of them.
#[derive(Debug, Args)]
pub struct DataArgs {
    /// The data file (.csv, .tsv, .xlsx, .sav, .zsav, .dta, .parquet, .arrow; .csv.gz, .tsv.gz), or - for standard input
    #[arg(value_name = "DATA", required = true)]
    pub data: Option<PathBuf>,
    /// Instead of DATA: cells, as the query of `paradox sql` yields them
    #[arg(long, value_name = "FILE", conflicts_with = "data")]
    pub cells: Option<PathBuf>,
    /// The study file, or the built-in study sinch-2026 [default: DATA with its ending replaced by .toml]
    #[arg(long, value_name = "FILE")]
    pub study: Option<PathBuf>,
    /// Format of the data, where the ending does not tell
    #[arg(long, value_name = "FORMAT")]
    format: Option<FormatArg>,
    /// What separates the cells, where it cannot be told from the file
    #[arg(long, value_name = "CHARACTER", value_parser = |text: &str| study::delimiter(text).map_err(|wrong| wrong.what))]
    delimiter: Option<u8>,
    /// Encoding of the data, where it cannot be told from the file: utf-8, windows-1252, utf-16le …
    #[arg(long, value_name = "LABEL", value_parser = |text: &str| study::encoding(text).map_err(|wrong| wrong.what))]
    encoding: Option<String>,
    /// Sheet of a workbook [default: the first that is visible and not empty]
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// What stands before the decimals of a number, where it cannot be told from the file: . or ,
    #[arg(long, value_name = "MARK", value_parser = |text: &str| study::decimal(text).map_err(|wrong| wrong.what))]
    decimal: Option<char>,
    /// Rows of the header, 1 to 3; the first text that is not empty names the column
    #[arg(long, value_name = "ROWS", value_parser = clap::value_parser!(u8).range(1..=3))]
    header_rows: Option<u8>,
    /// Only these respondents: 'country=Brazil|India' (repeatable, joined by and)
    #[arg(long = "where", value_name = "NAME=VALUE|…")]
    wheres: Vec<String>,
    /// Column of weights
    #[arg(long, value_name = "COLUMN")]
    weight: Option<String>,
    /// Column of strata
    #[arg(long, value_name = "COLUMN")]
    strata: Option<String>,
    /// Column of primary sampling units, nested in strata (repeatable: first stage first)
    #[arg(long, value_name = "COLUMN")]
    psu: Vec<String>,
    /// Column of the stratum's units in the population, or of the fraction sampled (repeatable: first stage first)
    #[arg(long, value_name = "COLUMN")]
    fpc: Vec<String>,
    /// What a stratum with one sampling unit does: error, certainty, adjust, average
    #[arg(long, value_name = "CHOICE")]
    lonely_psu: Option<String>,
    /// Columns of replicate weights, * for anything: 'rw*'
    #[arg(long, value_name = "COLUMNS")]
    replicates: Option<String>,
    /// How replicate weights were made: brr, fay, jk1, jkn, bootstrap
    #[arg(long, value_name = "METHOD")]
    replicate_method: Option<String>,
    /// Fay's rho of replicate weights
    #[arg(long, allow_negative_numbers = true, value_name = "RHO")]
    rho: Option<f64>,
    /// Confidence of intervals, between 0 and 1
    #[arg(long, allow_negative_numbers = true, value_name = "LEVEL")]
    confidence: Option<f64>,
    /// Level of tests and verdicts, between 0 and 1
    #[arg(long, allow_negative_numbers = true, value_name = "LEVEL")]
    alpha: Option<f64>,
    /// Equivalence margin in percentage points
    #[arg(long, allow_negative_numbers = true, value_name = "POINTS")]
    margin: Option<f64>,
    /// Interval of rates: wilson, logit, beta, mean
    #[arg(long, value_name = "METHOD")]
    interval: Option<String>,
    /// Correction for several tests: holm, bh, none
    #[arg(long, value_name = "METHOD")]
    adjust: Option<String>,
    /// Unweighted n under which no figure is printed
    #[arg(long, value_name = "N")]
    suppress_below: Option<u64>,
    /// Unweighted n under which a figure is marked
    #[arg(long, value_name = "N")]
    caution_below: Option<u64>,
    /// Which rule suppresses: n, n_and_effective, nchs
    #[arg(long, value_name = "RULE")]
    suppress_rule: Option<String>,
    /// How numbers are written, by an example: '1.234,5'
    #[arg(long, value_name = "EXAMPLE", value_parser = numbers_example)]
    numbers: Option<String>,
    /// Take the figures of suppressed estimates out of everything, and what would give them away
    #[arg(long)]
    redact: bool,
    /// Seed of what is drawn at random
    #[arg(long, value_name = "SEED", default_value_t = 1)]
    pub seed: u64,
    /// How many threads may work; the output is the same with any number
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
}

/// An example of how numbers are written, if it is one.
fn numbers_example(text: &str) -> Result<String> {
    Numbers::parse(text).map(|_| text.to_owned())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormatArg {
    Csv,
    Tsv,
    Xlsx,
    #[value(alias = "zsav")]
    Sav,
    Dta,
    Parquet,
    #[value(alias = "feather", alias = "ipc")]
    Arrow,
}

impl FormatArg {
    fn format(self) -> Format {
        match self {
            FormatArg::Csv => Format::Csv,
            FormatArg::Tsv => Format::Tsv,
            FormatArg::Xlsx => Format::Xlsx,
            FormatArg::Sav => Format::Sav,
            FormatArg::Dta => Format::Dta,
            FormatArg::Parquet => Format::Parquet,
            FormatArg::Arrow => Format::Arrow,
        }
    }
}

/// Which outcomes and segments `test`, `tabulate` and `chart` ask for.
#[derive(Debug, Args)]
pub struct QuestionArgs {
    /// An outcome of the study, or raw: 'rolled_back=Yes' (repeatable)
    #[arg(long = "outcome", value_name = "OUTCOME")]
    pub outcomes: Vec<String>,
    /// A segment of the study, or a raw column (repeatable)
    #[arg(long = "by", value_name = "SEGMENT")]
    pub by: Vec<String>,
    /// Who was asked, for raw outcomes: 'shipped=Yes' (repeatable, joined by and)
    #[arg(long = "base", value_name = "COLUMN=VALUE|…")]
    base: Vec<String>,
    /// Levels of a raw --by column in their order: 'Small|Medium|Large'
    #[arg(long, value_name = "LEVEL|…")]
    order: Option<String>,
}

/// The data and the study that holds for them.
pub struct Question {
    /// The data.
    pub input: Input,
    /// Their format.
    pub format: Format,
    /// What is asked.
    pub study: Study,
}

/// A question with the outcomes and segments, by position in the study, that are wanted of it.
pub struct Asked {
    /// The data and the study.
    pub question: Question,
    /// Outcomes, in the order of the flags.
    pub outcomes: Vec<usize>,
    /// Segments and nested segments, in the order of the flags.
    pub across: Vec<Across>,
}

impl Asked {
    /// The segments, none of them nested.
    pub fn segments(&self) -> anyhow::Result<Vec<usize>> {
        let plain = |across: &Across| match across {
            Across::Segment(segment) => Ok(*segment),
            Across::Nested(_) => {
                Err(Error::usage("nested segments are for `tabulate`").hint("name one with --by").into())
            }
        };
        self.across.iter().map(plain).collect()
    }
}

impl QuestionArgs {
    /// The flags as the provenance has them.
    pub fn command(&self) -> String {
        let mut words = Vec::new();
        let all = [("--outcome", &self.outcomes), ("--by", &self.by), ("--base", &self.base)];
        for (flag, values) in all {
            values.iter().for_each(|value| words.extend([flag.to_owned(), value.clone()]));
        }
        words.extend(self.order.iter().flat_map(|order| ["--order".to_owned(), order.clone()]));
        words.iter().map(|word| format!(" {}", shell_word(word))).collect()
    }
}

impl DataArgs {
    /// How many threads may work.
    pub fn threads(&self) -> usize {
        match self.threads {
            Some(n) => usize::from(n),
            None => std::thread::available_parallelism().map_or(1, usize::from),
        }
    }

    /// How the data are read where nobody asks for their hash.
    pub fn how(&self) -> How {
        How { threads: self.threads(), hashed: Hashed::No, reached: timings::reached, ..How::default() }
    }

    /// The name of the output folder: the stem of the data.
    pub fn stem(&self) -> String {
        if self.is_stdin() { "stdin".into() } else { without_ending(self.data()).1 }
    }

    /// The study where there are no data: the one that `--study` names, or the built-in one.
    pub fn study_alone(&self) -> Result<Study> {
        let mut study = match &self.study {
            Some(path) => named_study(path)?,
            None => parsed(SINCH_2026, SINCH_2026_NAME)?,
        };
        self.override_study(&mut study)?;
        Ok(study)
    }

    /// The study for a query: the one that `--study` names, that beside the data, or the built-in one.
    pub fn study_for_query(&self) -> Result<Study> {
        let mut study = match self.study.clone().or_else(|| self.sibling()) {
            Some(path) => self.read_as_told(named_study(&path)?),
            None => self.read_as_told(parsed(SINCH_2026, SINCH_2026_NAME)?),
        };
        self.override_study(&mut study)?;
        Ok(study)
    }

    /// The study for the whole file, as `analyze` asks it.
    pub fn question(&self) -> anyhow::Result<Question> {
        let (input, format) = self.input()?;
        let mut study = self.find_study(&input, format)?;
        self.override_study(&mut study)?;
        Ok(Question { input, format, study })
    }

    /// The same; where no study file is named or lies beside the data, a study that asks nothing.
    pub fn question_or_none(&self) -> anyhow::Result<Question> {
        if self.study.is_some() || self.sibling().is_some() {
            return self.question();
        }
        let (input, format) = self.input()?;
        let mut study = self.read_as_told(study::raw_study(Vec::new(), Vec::new())?);
        self.override_study(&mut study)?;
        Ok(Question { input, format, study })
    }

    /// The study for some outcomes and segments of a file, raw or from a study.
    ///
    /// An outcome of the study keeps all its segments, since its p-values are corrected over them.
    pub fn question_of(&self, asked: &QuestionArgs) -> anyhow::Result<Asked> {
        if asked.outcomes.is_empty() {
            return Err(Error::usage("no outcome is given")
                .hint("name one of the study, or a column and what counts as yes: --outcome 'rolled_back=Yes'")
                .into());
        }
        self.questions_of(asked)
    }

    /// The same; where no outcome is given, all of the study.
    pub fn questions_of(&self, asked: &QuestionArgs) -> anyhow::Result<Asked> {
        let (input, format) = self.input()?;
        let all_raw = !asked.outcomes.is_empty() && asked.outcomes.iter().all(|o| is_raw(o));
        if !all_raw && !asked.base.is_empty() {
            return Err(Error::usage("`--base` is for raw outcomes; the study says who was asked its own")
                .hint("narrow the base of an outcome of the study with --where")
                .into());
        }
        let needs_no_study = all_raw && self.study.is_none() && self.sibling().is_none();
        let mut study = match self.find_study(&input, format) {
            Ok(study) => study,
            Err(_) if needs_no_study => self.read_as_told(study::raw_study(Vec::new(), Vec::new())?),
            Err(e) => return Err(e.into()),
        };
        let outcomes = match asked.outcomes.as_slice() {
            [] => (0..study.outcomes.len()).collect(),
            some => some.iter().map(|o| add_outcome(&mut study, o, asked)).collect::<Result<Vec<_>>>()?.concat(),
        };
        let by: Vec<String> = match asked.by.as_slice() {
            [] => study.segments.iter().map(|s| s.name.clone()).collect(),
            by => by.to_vec(),
        };
        let known: Vec<String> = study.segments.iter().map(|s| s.name.clone()).collect();
        let mut across: Vec<Across> = Vec::new();
        let mut order_used = false;
        for name in by.iter().map(|name| name.trim()) {
            let mut segment = |name: &str| -> anyhow::Result<usize> {
                match study.segment(name) {
                    Some(at) => Ok(at),
                    None if all_raw => {
                        order_used = true;
                        study.segments.push(raw_segment(&input, format, &study, name, asked.order.as_deref())?);
                        Ok(study.segments.len() - 1)
                    }
                    None => {
                        let known: Vec<&str> = study.segments.iter().map(|s| s.name.as_str()).collect();
                        Err(unknown("segment", name, &known).into())
                    }
                }
            };
            let path = if known.contains(&name.to_owned()) { vec![name.to_owned()] } else { nested(name) };
            let found = match path.as_slice() {
                [one] => Across::Segment(segment(one)?),
                path => {
                    let path: Vec<usize> = path.iter().map(|name| segment(name)).collect::<anyhow::Result<_>>()?;
                    if (1..path.len()).any(|i| path[..i].contains(&path[i])) {
                        return Err(Error::usage(format!("`--by` nests a segment of `{name}` in itself")).into());
                    }
                    Across::Nested(path)
                }
            };
            if across.contains(&found) {
                return Err(Error::usage(format!("`--by` names `{name}` twice")).into());
            }
            across.push(found);
        }
        if asked.order.is_some() && !order_used {
            return Err(Error::usage(
                "`--order` is for a raw --by column; the study orders the levels of its own segments",
            )
            .into());
        }
        self.override_study(&mut study)?;
        Ok(Asked { question: Question { input, format, study }, outcomes, across })
    }

    /// The data and the questions with an order that are named, by the study or raw; all of the study where none is.
    pub fn ordered(&self, names: &[String]) -> anyhow::Result<(Question, Vec<Variable>)> {
        let (input, format) = self.input()?;
        let needs_no_study = !names.is_empty() && self.study.is_none() && self.sibling().is_none();
        let mut study = match self.find_study(&input, format) {
            Ok(study) => study,
            Err(_) if needs_no_study && names.iter().all(|name| is_raw(name)) => {
                self.read_as_told(study::raw_study(Vec::new(), Vec::new())?)
            }
            Err(e) => return Err(e.into()),
        };
        let mut variables = Vec::new();
        for name in names.iter().map(|name| name.trim()) {
            variables.push(if is_raw(name) {
                Variable::Outcome(study.add_raw_outcome(study::raw_outcome(name)?))
            } else {
                study.variable(name)?
            });
        }
        if names.is_empty() {
            variables = study.ordered();
        }
        self.override_study(&mut study)?;
        Ok((Question { input, format, study }, variables))
    }

    /// The data and one segment without an outcome: of the study, or a raw column.
    pub fn segment_of(&self, asked: &QuestionArgs) -> anyhow::Result<(Question, usize)> {
        let [name] = asked.by.as_slice() else {
            return Err(Error::usage("without an outcome a chart shows one segment").hint("give --by once").into());
        };
        if !asked.base.is_empty() {
            return Err(Error::usage("`--base` is for raw outcomes").hint("narrow a segment with --where").into());
        }
        let (input, format) = self.input()?;
        let mut study = match self.find_study(&input, format) {
            Ok(study) => study,
            Err(_) if self.study.is_none() && self.sibling().is_none() => {
                self.read_as_told(study::raw_study(Vec::new(), Vec::new())?)
            }
            Err(e) => return Err(e.into()),
        };
        let name = name.trim();
        let at = match study.segment(name) {
            Some(_) if asked.order.is_some() => {
                return Err(
                    Error::usage("`--order` is for a raw --by column; the study orders its own segments").into()
                );
            }
            Some(at) => at,
            None => {
                study.segments.push(raw_segment(&input, format, &study, name, asked.order.as_deref())?);
                study.segments.len() - 1
            }
        };
        self.override_study(&mut study)?;
        Ok((Question { input, format, study }, at))
    }

    /// Further files beside the data, each with its format.
    pub fn further(&self, files: &[PathBuf]) -> anyhow::Result<Vec<(Input, Format)>> {
        let from_stdin = files.iter().filter(|path| path.as_os_str() == "-").count();
        if from_stdin + usize::from(self.is_stdin()) > 1 {
            return Err(Error::usage("standard input, -, can be only one of the files").into());
        }
        files.iter().map(|path| input_of(path, self.format)).collect()
    }

    /// The command as the provenance has it: file names for paths, without options that do not change the output.
    pub fn command(&self, name: &str) -> String {
        self.command_of(name, &[])
    }

    /// The same with further files.
    pub fn command_of(&self, name: &str, further: &[String]) -> String {
        let mut words = vec!["paradox".to_string(), name.to_string()];
        words.extend(self.cells.as_ref().map(|_| "--cells".to_string()));
        words.push(file_name(self.data()));
        words.extend(further.iter().cloned());
        let mut flag = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                words.extend([format!("--{name}"), value]);
            }
        };
        flag("study", self.study.as_deref().map(file_name));
        flag("format", self.format.and_then(|f| f.to_possible_value()).map(|f| f.get_name().to_owned()));
        flag("delimiter", self.delimiter.map(|d| if d == b'\t' { "\\t".into() } else { char::from(d).to_string() }));
        flag("encoding", self.encoding.clone());
        flag("sheet", self.sheet.clone());
        flag("decimal", self.decimal.map(String::from));
        flag("header-rows", self.header_rows.map(|rows| rows.to_string()));
        for w in &self.wheres {
            flag("where", Some(w.clone()));
        }
        flag("weight", self.weight.clone());
        flag("strata", self.strata.clone());
        for psu in &self.psu {
            flag("psu", Some(psu.clone()));
        }
        for fpc in &self.fpc {
            flag("fpc", Some(fpc.clone()));
        }
        flag("lonely-psu", self.lonely_psu.clone());
        flag("replicates", self.replicates.clone());
        flag("replicate-method", self.replicate_method.clone());
        flag("rho", self.rho.map(|v| v.to_string()));
        flag("confidence", self.confidence.map(|v| v.to_string()));
        flag("alpha", self.alpha.map(|v| v.to_string()));
        flag("margin", self.margin.map(|v| v.to_string()));
        flag("interval", self.interval.clone());
        flag("adjust", self.adjust.clone());
        flag("suppress-below", self.suppress_below.map(|v| v.to_string()));
        flag("caution-below", self.caution_below.map(|v| v.to_string()));
        flag("suppress-rule", self.suppress_rule.clone());
        flag("numbers", self.numbers.clone());
        if self.redact {
            words.push("--redact".to_string());
        }
        let mut flag = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                words.extend([format!("--{name}"), value]);
            }
        };
        flag("seed", (self.seed != 1).then(|| self.seed.to_string()));
        words.iter().map(|w| shell_word(w)).collect::<Vec<_>>().join(" ")
    }

    /// The data file, or that of cells; empty only where a command does without one.
    fn data(&self) -> &Path {
        self.data.as_deref().or(self.cells.as_deref()).unwrap_or(Path::new(""))
    }

    fn is_stdin(&self) -> bool {
        self.data().as_os_str() == "-"
    }

    fn input(&self) -> anyhow::Result<(Input, Format)> {
        match &self.cells {
            Some(_) => Ok((input_of(self.data(), Some(FormatArg::Csv))?.0, Format::Cells)),
            None => input_of(self.data(), self.format),
        }
    }

    /// The study file beside the data, if there is one.
    fn sibling(&self) -> Option<PathBuf> {
        if self.is_stdin() {
            return None;
        }
        let (folder, stem) = without_ending(self.data());
        Some(folder.join(format!("{stem}.toml"))).filter(|path| path.is_file())
    }

    fn find_study(&self, input: &Input, format: Format) -> Result<Study> {
        if let Some(path) = self.study.clone().or_else(|| self.sibling()) {
            return Ok(self.read_as_told(named_study(&path)?));
        }
        let study = self.read_as_told(parsed(SINCH_2026, SINCH_2026_NAME)?);
        if format == Format::Cells {
            return Ok(study); // cells say themselves whether they are of this study
        }
        let lacking = load::lacking(input, format, &study)?;
        if lacking.is_empty() { Ok(study) } else { Err(no_study(input, &lacking)) }
    }

    /// The study with what the flags say of the file.
    fn read_as_told(&self, mut study: Study) -> Study {
        study.data.delimiter = self.delimiter.or(study.data.delimiter);
        study.data.sheet = self.sheet.clone().or(study.data.sheet);
        study.data.encoding = self.encoding.clone().or(study.data.encoding);
        study.data.decimal = self.decimal.or(study.data.decimal);
        study.data.header_rows = self.header_rows.map_or(study.data.header_rows, usize::from);
        study
    }

    fn override_study(&self, study: &mut Study) -> Result<()> {
        if let Some(example) = &self.numbers {
            study.numbers = Numbers::parse(example)?;
        }
        format::write_numbers(study.numbers);
        study.analysis.apply(&AnalysisFlags {
            confidence: self.confidence,
            alpha: self.alpha,
            margin: self.margin,
            interval: self.interval.clone(),
            adjust: self.adjust.clone(),
            suppress_below: self.suppress_below,
            caution_below: self.caution_below,
            suppress_rule: self.suppress_rule.clone(),
        })?;
        study.design.apply(&DesignFlags {
            weight: self.weight.clone(),
            strata: self.strata.clone(),
            psu: self.psu.clone(),
            fpc: self.fpc.clone(),
            lonely: self.lonely_psu.clone(),
            replicates: self.replicates.clone(),
            method: self.replicate_method.clone(),
            rho: self.rho,
        })?;
        if let (Some(total), false) = (study.total(), study.design.is_declared()) {
            return Err(Error::new(format!("outcome `{total}` is a total, which only weights can give")).hint(
                "name the column that says how many of the population each respondent stands for: --weight weight",
            ));
        }
        let domain: Vec<Condition> = self.wheres.iter().map(|w| parse_where(w, study)).collect::<Result<_>>()?;
        study.domain.extend(domain);
        study.redact = self.redact;
        Ok(())
    }
}

/// Everything that a reader gives, or an error where that is more than `most` bytes; what is behind them is not read.
fn read_at_most(reader: impl Read, most: u64, name: &str) -> std::io::Result<Result<Vec<u8>>> {
    let mut bytes = Vec::new();
    let read = reader.take(most + 1).read_to_end(&mut bytes)?;
    let said = load::limits::size(most);
    Ok(if read as u64 > most {
        Err(Error::new(format!("{name} is longer than {said}, the most that is read of it")))
    } else {
        Ok(bytes)
    })
}

/// A file or standard input, and its format.
pub fn input_of(data: &Path, format: Option<FormatArg>) -> anyhow::Result<(Input, Format)> {
    let input = if data.as_os_str() == "-" {
        let name = "standard input";
        let bytes = read_at_most(std::io::stdin().lock(), LARGEST_PIPE, name)
            .context("cannot read standard input")?
            .map_err(|error| error.hint("name the file instead: one on the disk may be of any length"))?;
        Input::Bytes { name: name.into(), bytes }
    } else if std::fs::metadata(data).is_ok_and(|what| !what.is_file() && !what.is_dir()) {
        // A pipe can be read once only, and is looked at more than once.
        let name = file_name(data);
        let bytes = std::fs::File::open(data)
            .and_then(|pipe| read_at_most(pipe, LARGEST_PIPE, &format!("`{name}`")))
            .with_context(|| format!("cannot read `{}`", data.display()))?
            .map_err(|error| error.hint("name a file on the disk: that may be of any length"))?;
        Input::Bytes { name, bytes }
    } else {
        Input::File(data.to_path_buf())
    };
    let format = match format {
        Some(format) => format.format(),
        None => input.format()?,
    };
    Ok((input, format))
}

/// Tells what of a question may not be meant: what this version does not compute, a margin that looks like a share, weights
/// that are not used.
pub fn warn_of(question: &Question, out: &Output) {
    let study = &question.study;
    if !study.not_computed.is_empty() {
        out.warning(&format!("not computed by this version of paradox: {}", study.not_computed.join(", ")));
    }
    let points = (study.analysis.margin * 1e8).round() / 1e6;
    if points <= SMALLEST_MARGIN {
        let share = (points * 1e4).round() / 100.0;
        out.warning(&format!("the margin of {points} is read as {points} points; {share} points are --margin {share}"));
    }
    // Of workbooks and Stata files the names of the columns cost as much as all of the answers.
    let is_quick = !matches!(question.format, Format::Xlsx | Format::Dta | Format::Cells);
    if is_quick && study.design.weight.is_none() {
        let names = load::columns(&question.input, question.format, study).unwrap_or_default();
        let asked = study::needed_columns(study);
        let is_asked = |name: &String| asked.iter().any(|needed| needed.column.to_string() == *name);
        if let Some(name) = names.iter().find(|name| looks_like_weights(name) && !is_asked(name)) {
            let flag = flag("weight", name);
            out.note(&format!(
                "column `{name}` may hold weights, and is not used: with{flag} each respondent counts by it"
            ));
        }
    }
}

/// Whether a column is called as weights of respondents are.
fn looks_like_weights(name: &str) -> bool {
    const NAMES: [&str; 8] = ["weight", "weights", "wt", "wts", "wgt", "pweight", "finalwt", "weightvec"];
    let name = name.to_lowercase();
    NAMES.contains(&name.as_str()) || ["_weight", "_wt", "_wgt"].iter().any(|ending| name.ends_with(ending))
}

/// Tells what cells cannot: whether an id stands twice.
pub fn warn_of_ids(study: &Study, out: &Output) {
    if let Some(id) = &study.data.id {
        let what = format!("cells do not tell whether an id stands twice in column `{id}`");
        out.warning(&(what + ": look for it where the data are"));
    }
}

/// The position of an outcome of the study, or of a raw one that joins it; of all options for the name of a question.
fn add_outcome(study: &mut Study, name: &str, asked: &QuestionArgs) -> Result<Vec<usize>> {
    if !is_raw(name) {
        let known: Vec<&str> = study.outcomes.iter().map(|o| o.name.as_str()).collect();
        return match study.outcome(name) {
            Some(at) => Ok(vec![at]),
            None => match study.options_of(name.trim()).as_slice() {
                [] => Err(unknown("outcome", name, &known)),
                options => Ok(options.to_vec()),
            },
        };
    }
    let mut outcome = study::raw_outcome(name)?;
    for base in &asked.base {
        outcome.base.conditions.push(study::raw_base(base)?);
    }
    Ok(vec![study.add_raw_outcome(outcome)])
}

/// A segment of a raw column: with the levels that `--order` lists, else with those that the data hold.
fn raw_segment(
    input: &Input,
    format: Format,
    study: &Study,
    name: &str,
    order: Option<&str>,
) -> Result<study::Segment> {
    let levels = match order {
        Some(order) => study::raw_order(order)?,
        None => load::distinct(input, format, study, &study::ColumnRef::parse(name)?)?,
    };
    study::raw_segment(name, levels, order.is_some())
}

/// The parts of `industry > company_size`; `\>` is a mark of its own.
fn nested(name: &str) -> Vec<String> {
    let parts = name.replace("\\>", "\u{0}");
    parts.split('>').map(|part| part.replace('\u{0}', ">").trim().to_owned()).collect()
}

/// A name that the study does not have, with the nearest that it has.
fn unknown(what: &str, name: &str, known: &[&str]) -> Error {
    let error = Error::new(format!("the study has no {what} `{name}`"));
    match study::suggest::nearest(name, known.iter().copied()) {
        Some(near) => error.hint(format!("did you mean `{near}`?")),
        None if known.is_empty() => error.hint(format!("it has no {what}s at all")),
        None => error.hint(format!("it has {}", known.iter().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(", "))),
    }
}

/// A built-in study by its name, or a study file.
pub fn named_study(path: &Path) -> Result<Study> {
    match path.to_str().and_then(builtin) {
        Some(text) => parsed(text, &path.to_string_lossy()),
        None => parsed(&read_text(path, "study file")?, &file_name(path)),
    }
}

fn parsed(text: &str, name: &str) -> Result<Study> {
    let mut study = parse(text, name)?;
    study.sha256 = Some(load::sha256(text.as_bytes()));
    Ok(study)
}

/// A text file that the user wrote.
pub fn read_text(path: &Path, what: &str) -> Result<String> {
    let most = if what == "results" { LARGEST_RESULTS } else { LARGEST_TEXT };
    let name = format!("the {what} `{}`", path.display());
    let read = std::fs::File::open(path).and_then(|file| read_at_most(file, most, &name));
    let bytes = read.map_err(|e| {
        let missing = e.kind() == std::io::ErrorKind::NotFound;
        let reason = if missing { "there is no such file".into() } else { e.to_string().to_lowercase() };
        let error = Error::new(format!("cannot read the {what} `{}`: {reason}", path.display()));
        if what == "study file" {
            error.hint(format!("give --study a study file, or the built-in study: --study {SINCH_2026_NAME}"))
        } else {
            error
        }
    })??;
    String::from_utf8(bytes).map_err(|e| {
        let line = 1 + e.as_bytes()[..e.utf8_error().valid_up_to()].iter().filter(|&&b| b == b'\n').count();
        let place = format!("{}, line {line}", file_name(path));
        Error::new(format!("the {what} is not UTF-8 text")).at(place).hint("save it as UTF-8")
    })
}

fn no_study(input: &Input, lacking: &[String]) -> Error {
    const MOST: usize = 6;
    let some: Vec<String> = lacking.iter().take(MOST).map(|c| format!("`{c}`")).collect();
    let more = if lacking.len() > MOST { format!(" and {} more", lacking.len() - MOST) } else { String::new() };
    Error::new(format!("there is no study file for `{}`", input.name()))
        .at(format!("the built-in study {SINCH_2026_NAME} needs columns that it lacks: {}{more}", some.join(", ")))
        .hint(format!("`paradox init {}` writes a study file beside it; or name one with --study", input.name()))
        .hint("one question needs none: paradox test DATA --outcome 'COLUMN=VALUE' --by COLUMN")
}

/// The folder of a data file and its name without the ending (`.csv.gz` as a whole).
pub fn without_ending(path: &Path) -> (PathBuf, String) {
    let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
    let name = file_name(path);
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    let stem = match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => name,
    };
    (folder, stem.to_string())
}

/// A path's file name, for messages and provenance.
pub fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// A flag with its value as the provenance has it.
pub fn flag(name: &str, value: &str) -> String {
    format!(" --{name} {}", shell_word(value))
}

/// A word as a shell would take it.
pub fn shell_word(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./=+,:@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_string()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What has no end is read no further than its limit.
    #[test]
    fn a_pipe_without_an_end_is_an_error() {
        let read =
            |most| read_at_most(std::io::repeat(b'x').take(100), most, "standard input").expect("it can be read");
        assert_eq!(read(100).map(|bytes| bytes.len()), Ok(100));
        let error =
            read_at_most(std::io::repeat(b'x'), 3 << 20, "standard input").expect("it can be read").unwrap_err();
        assert_eq!(error.to_string(), "standard input is longer than 3 MiB, the most that is read of it");
    }
}
