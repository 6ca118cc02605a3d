//! Which study holds for the data, and what flags override.
//!
//! ```text
//! --study FILE  >  the .toml beside the data  >  the built-in study, if it fits  >  none, where all that is asked is raw
//! ```

use std::path::{Path, PathBuf};

use super::{DataArgs, Question};
use crate::cli::input::{Text, file_name, input_of, read_text, without_ending};
use crate::cli::output::Output;
use crate::cli::provenance::shell_word;
use crate::error::{Error, Result};
use crate::load::{self, Format, Input};
use crate::results::format;
use crate::study::builtin::{SINCH_2026, SINCH_2026_NAME, builtin};
use crate::study::{self, Condition, Numbers, Study, parse, parse_where};

/// What may be named in a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Names {
    /// Outcomes and segments of a study, so there must be one.
    OfStudy,
    /// Raw columns as well, which need no study.
    OrRaw,
}

impl DataArgs {
    /// The study for the whole file, as `analyze` asks it.
    pub fn question(&self) -> anyhow::Result<Question> {
        let (input, format) = self.input()?;
        let study = self.find_study(&input, format, Names::OfStudy)?;
        self.asking(input, format, study)
    }

    /// The same; where no study file is named or lies beside the data, a study that asks nothing.
    pub fn question_or_none(&self) -> anyhow::Result<Question> {
        if self.named().is_some() {
            return self.question();
        }
        let (input, format) = self.input()?;
        let study = self.read_as_told(study::raw_study(Vec::new(), Vec::new())?);
        self.asking(input, format, study)
    }

    /// The study without a look at the data: the one that `--study` names, that beside the data, or the built-in one.
    pub fn study_alone(&self) -> Result<Study> {
        let study = match self.named() {
            Some(path) => named_study(&path)?,
            None => parsed(SINCH_2026, SINCH_2026_NAME)?,
        };
        let mut study = self.read_as_told(study);
        self.override_study(&mut study)?;
        Ok(study)
    }

    /// The study for a query: as for results where there are data to look at.
    pub fn study_for_query(&self) -> anyhow::Result<Study> {
        if self.data.is_none() {
            return Ok(self.study_alone()?);
        }
        if let Some(path) = self.named() {
            // The engine reads the file, which need not be here.
            let mut study = self.read_as_told(named_study(&path)?);
            self.override_study(&mut study)?;
            return Ok(study);
        }
        Ok(self.question()?.study)
    }

    /// Tells on standard error that the study is the built-in one, where nobody has named it.
    pub fn tell_builtin(&self, study: &Study, out: &Output) {
        if self.study.is_none() && study.file == SINCH_2026_NAME {
            out.note(&format!("the study is {SINCH_2026_NAME}, which is built in; another is named by --study FILE"));
        }
    }

    /// Further files beside the data, each with its format.
    pub fn further(&self, files: &[PathBuf]) -> anyhow::Result<Vec<(Input, Format)>> {
        let from_stdin = files.iter().filter(|path| path.as_os_str() == "-").count();
        if from_stdin + usize::from(self.is_stdin()) > 1 {
            return Err(Error::usage("standard input, -, can be only one of the files").into());
        }
        files.iter().map(|path| input_of(path, self.read.format())).collect()
    }

    /// The files that are read: the data, and the study that is named or lies beside them.
    pub fn inputs(&self) -> Vec<PathBuf> {
        let data = if self.is_stdin() { Path::new("/dev/stdin") } else { self.data() };
        std::iter::once(data.to_path_buf()).chain(self.named()).collect()
    }

    /// The data and their format.
    pub(super) fn input(&self) -> anyhow::Result<(Input, Format)> {
        match &self.cells {
            Some(_) => Ok((input_of(self.data(), Some(Format::Csv))?.0, Format::Cells)),
            None => input_of(self.data(), self.read.format()),
        }
    }

    /// The study for the data, before flags override it.
    pub(super) fn find_study(&self, input: &Input, format: Format, names: Names) -> Result<Study> {
        if let Some(path) = self.named() {
            return Ok(self.read_as_told(named_study(&path)?));
        }
        let study = self.read_as_told(parsed(SINCH_2026, SINCH_2026_NAME)?);
        match self.fits(&study, input, format) {
            Ok(()) => Ok(study),
            Err(_) if names == Names::OrRaw => Ok(self.read_as_told(study::raw_study(Vec::new(), Vec::new())?)),
            Err(e) => Err(e),
        }
    }

    /// Whether the data have every column that the built-in study needs; cells say themselves whether they are of it.
    fn fits(&self, study: &Study, input: &Input, format: Format) -> Result<()> {
        if format == Format::Cells {
            return Ok(());
        }
        let lacking = load::lacking(input, format, study)?;
        if lacking.is_empty() { Ok(()) } else { Err(self.no_study(input, &lacking)) }
    }

    /// What to do where no study is there, in commands that can be pasted.
    fn no_study(&self, input: &Input, lacking: &[String]) -> Error {
        let lacking: Vec<String> = lacking.iter().map(|column| format!("`{column}`")).collect();
        let data = shell_word(&self.data().to_string_lossy());
        let init = match self.is_stdin() {
            true => "`paradox init -` prints one: save it and name it with --study".to_owned(),
            false => format!("`paradox init {data}` writes one beside it; or name one with --study"),
        };
        Error::new(format!("there is no study file for `{}`", input.name()))
            .hint(init)
            .hint(format!("one question needs none: paradox test {data} --outcome 'COLUMN=VALUE' --by COLUMN"))
            .hint(format!(
                "the built-in sample study {SINCH_2026_NAME} does not fit: the file lacks its columns {}",
                lacking.join(", ")
            ))
    }

    /// The question that a study asks of the data once flags override it.
    pub(super) fn asking(&self, input: Input, format: Format, mut study: Study) -> anyhow::Result<Question> {
        self.override_study(&mut study)?;
        Ok(Question { input, format, study })
    }

    /// The study file that is named or lies beside the data.
    fn named(&self) -> Option<PathBuf> {
        self.study.clone().or_else(|| self.sibling())
    }

    /// The study file beside the data, if there is one.
    fn sibling(&self) -> Option<PathBuf> {
        let data = self.data();
        if self.is_stdin() || data.as_os_str().is_empty() {
            return None;
        }
        let (folder, stem) = without_ending(data);
        Some(folder.join(format!("{stem}.toml"))).filter(|path| path.is_file())
    }

    /// The study with what the flags say of the file.
    fn read_as_told(&self, mut study: Study) -> Study {
        study.data.apply(&self.read.flags());
        study
    }

    fn override_study(&self, study: &mut Study) -> Result<()> {
        if let Some(example) = &self.numbers {
            study.numbers = Numbers::parse(example)?;
        }
        format::write_numbers(study.numbers);
        study.analysis.apply(&self.analysis.flags())?;
        study.design.apply(&self.design.flags())?;
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

/// A built-in study by its name, or a study file.
pub fn named_study(path: &Path) -> Result<Study> {
    match path.to_str().and_then(builtin) {
        Some(text) => parsed(text, &path.to_string_lossy()),
        None => parsed(&read_text(path, Text::Study)?, &file_name(path)),
    }
}

fn parsed(text: &str, name: &str) -> Result<Study> {
    let mut study = parse(text, name)?;
    study.sha256 = Some(load::sha256(text.as_bytes()));
    Ok(study)
}
