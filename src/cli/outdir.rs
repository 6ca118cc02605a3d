//! A folder that appears whole or not at all.
//!
//! The new folder is built beside its place under a name of its own. Only when it is complete does it take the place,
//! by one exchange of names where the file system can do that; the earlier report goes afterwards. Whatever fails,
//! nothing is left beside it; what a killed run leaves, the next one removes (`claim`).

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::claim::{self, Claimed};
use super::ending;
use super::input::{Text, read_text};
use crate::error::Error;
use crate::report::file_stems;
use crate::results::{DataFile, SCHEMA, waves};

/// The file by which an earlier report is known.
const MARK: &str = "results.json";
/// The files of a report beside its charts and tables, those of later versions included.
const REPORT_FILES: [&str; 4] = ["report.md", "report.html", MARK, "tables.xlsx"];

/// A folder under construction.
pub struct OutDir {
    target: PathBuf,
    replace: Replace,
    claimed: Claimed<tempfile::TempDir>,
}

/// Whether a folder that is no report may be replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replace {
    /// An earlier report, or an empty folder.
    Reports,
    /// Anything (`--force`).
    Anything,
}

impl OutDir {
    /// Begins a folder that will stand at `target`.
    ///
    /// # Errors
    /// If something stands there that must not be replaced, or nothing can be written beside it.
    pub fn begin(target: &Path, replace: Replace) -> anyhow::Result<Self> {
        if target.file_name().is_none() {
            return Err(Error::new(format!("`{}` cannot be replaced by a report folder", target.display()))
                .hint("give --out a folder of its own, for example --out reports/mine")
                .into());
        }
        refuse_foreign(target, replace)?;
        let parent = &claim::parent(target);
        std::fs::create_dir_all(parent).with_context(|| format!("cannot make the folder `{}`", parent.display()))?;
        let mut builder = tempfile::Builder::new();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(std::fs::Permissions::from_mode(0o777)); // less what the user's mask takes away
        }
        let prefix = claim::prefix(target);
        builder.prefix(&prefix);
        let claimed = claim::beside(target, parent, || builder.tempdir_in(parent), |folder| folder.path())
            .with_context(|| format!("cannot write into `{}`", parent.display()))?;
        Ok(OutDir { target: target.to_path_buf(), replace, claimed })
    }

    /// Writes one file of the folder, with the folders above it.
    pub fn write(&self, name: &str, content: &[u8]) -> anyhow::Result<()> {
        let _whole = ending::not_now();
        let path = self.claimed.building.path().join(name);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder for `{name}`"))?;
        }
        std::fs::write(&path, content).with_context(|| format!("cannot write `{name}`"))
    }

    /// Puts the complete folder in its place.
    pub fn finish(self) -> anyhow::Result<()> {
        let OutDir { target, replace, claimed: Claimed { building, lock: _held, listed: _listed } } = self;
        let _whole = ending::not_now();
        let new = building.path();
        if std::fs::symlink_metadata(&target).is_err() {
            std::fs::rename(new, &target).with_context(|| format!("cannot write `{}`", target.display()))?;
            let _ = building.keep(); // it has moved: there is nothing to clean
            return Ok(());
        }
        refuse_foreign(&target, replace)?; // it may have changed while the report was made
        exchange(new, &target).with_context(|| format!("cannot replace `{}`", target.display()))?;
        // What stands under the temporary name now is what was there before; it goes.
        let earlier = building.keep();
        claim::remove(&earlier).with_context(|| {
            format!("the report is complete; the earlier one, `{}`, could not be removed", earlier.display())
        })
    }
}

/// The data that a report is of.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
pub struct ReportOf {
    /// Name of the file.
    pub name: String,
    sha256: Option<String>,
    /// Rows in it.
    pub rows: u64,
}

impl ReportOf {
    /// Whether these are the same data.
    pub fn is(&self, data: &DataFile) -> bool {
        self.name == data.name && self.sha256 == data.sha256
    }
}

/// The data of the report that stands at `target`, if one does.
pub fn data_of_report(target: &Path) -> Option<ReportOf> {
    #[derive(serde::Deserialize)]
    struct Report {
        provenance: Provenance,
    }
    #[derive(serde::Deserialize)]
    struct Provenance {
        data: ReportOf,
    }
    let text = read_text(&target.join(MARK), Text::Results).ok()?;
    serde_json::from_str(&text).ok().map(|report: Report| report.provenance.data)
}

/// An earlier report that holds nothing else, or an empty folder, may be replaced; anything else is refused.
///
/// # Errors
/// If something stands at `target` that must not be replaced.
pub fn refuse_foreign(target: &Path, replace: Replace) -> anyhow::Result<()> {
    let Ok(what) = std::fs::symlink_metadata(target) else { return Ok(()) };
    if replace == Replace::Anything {
        return Ok(());
    }
    let refused = |what: String| {
        Err(Error::new(format!("`{}` {what}", target.display()))
            .hint("give --out another folder, or replace this one with --force")
            .into())
    };
    if what.is_symlink() {
        return refused("is a link; the report would take its place".into());
    }
    if !what.is_dir() {
        return refused("is not a folder".into());
    }
    let looking = || format!("cannot look into `{}`", target.display());
    match foreign(target, Path::new(""), &made(target)).with_context(looking)? {
        Some(name) => refused(format!("holds `{}`, which is no part of a paradox report", name.display())),
        None if is_report(target) || is_empty(target) => Ok(()),
        None => refused("is no paradox report: it has no results.json of one".into()),
    }
}

/// The charts and tables that the report at `target` has: those that its text names, each drawing with its picture, and
/// the table of each outcome of its results.
fn made(target: &Path) -> BTreeSet<String> {
    #[derive(serde::Deserialize)]
    struct Report {
        outcomes: Vec<Outcome>,
    }
    #[derive(serde::Deserialize)]
    struct Outcome {
        name: String,
    }
    let read = |name: &str| read_text(&target.join(name), Text::Results);
    let text = read("report.md").unwrap_or_default();
    let mut made = BTreeSet::new();
    for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        made.insert(link.to_owned());
        made.extend(link.strip_suffix(".svg").map(|stem| format!("{stem}.png")));
    }
    let results: Option<Report> = read(MARK).ok().and_then(|text| serde_json::from_str(&text).ok());
    let names: Vec<String> = results.into_iter().flat_map(|of| of.outcomes).map(|outcome| outcome.name).collect();
    // The table of changes of a comparison of waves takes its name before outcomes do.
    let changes = std::iter::once("changes".to_owned()).chain(names.iter().cloned()).collect::<Vec<_>>();
    let stems = [file_stems(&names), file_stems(&changes)].concat();
    made.extend(stems.iter().map(|stem| format!("tables/{stem}.csv")));
    made
}

/// The first file that the report has not: it is somebody's own.
fn foreign(root: &Path, below: &Path, made: &BTreeSet<String>) -> std::io::Result<Option<PathBuf>> {
    let mut names: Vec<PathBuf> =
        std::fs::read_dir(root.join(below))?.map(|e| Ok(below.join(e?.file_name()))).collect::<std::io::Result<_>>()?;
    names.sort();
    for name in names {
        let folder = root.join(&name).is_dir();
        let ours = match below.to_str() {
            Some("") if folder => name == Path::new("charts") || name == Path::new("tables"),
            Some("") => REPORT_FILES.iter().any(|file| name == Path::new(file)),
            Some(below) => {
                let file = name.file_name().and_then(|file| file.to_str()).unwrap_or_default();
                !folder && made.contains(&format!("{below}/{file}"))
            }
            None => false,
        };
        if !ours {
            return Ok(Some(name));
        }
        if folder && let Some(found) = foreign(root, &name, made)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

fn is_empty(folder: &Path) -> bool {
    std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

fn is_report(folder: &Path) -> bool {
    let family = |schema: &'static str| schema.split('/').next().unwrap_or(schema);
    let families = [SCHEMA, waves::SCHEMA].map(family);
    std::fs::File::open(folder.join(MARK)).is_ok_and(|file| {
        let mut start = Vec::new();
        let read = std::io::Read::read_to_end(&mut std::io::Read::take(file, 200), &mut start);
        let start = String::from_utf8_lossy(&start);
        read.is_ok() && families.iter().any(|family| start.contains(&format!("\"schema\": \"{family}/")))
    })
}

/// Swaps two folders: in one step where the system can, else in two renames.
fn exchange(new: &Path, old: &Path) -> std::io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        if renameat_with(CWD, new, CWD, old, RenameFlags::EXCHANGE).is_ok() {
            return Ok(());
        }
    }
    exchange_in_steps(new, old)
}

/// The same where the system cannot do it at once, as on Windows and macOS: between the steps nothing stands at `old`.
fn exchange_in_steps(new: &Path, old: &Path) -> std::io::Result<()> {
    let mut aside = new.as_os_str().to_owned();
    aside.push(claim::ASIDE);
    std::fs::rename(old, &aside)?;
    if let Err(e) = std::fs::rename(new, old) {
        std::fs::rename(&aside, old)?;
        return Err(e);
    }
    std::fs::rename(&aside, new)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What Linux does at once and other systems do in steps ends alike; what fails leaves all as it was.
    #[test]
    fn folders_change_places_in_steps_too() {
        let folder = tempfile::tempdir().expect("a folder");
        let (new, old) = (folder.path().join("new"), folder.path().join("old"));
        for (path, text) in [(&new, "new"), (&old, "old")] {
            std::fs::create_dir(path).expect("a folder");
            std::fs::write(path.join("text"), text).expect("a file");
        }
        let read = |path: &Path| std::fs::read_to_string(path.join("text")).expect("a file");
        exchange_in_steps(&new, &old).expect("two folders");
        assert_eq!((read(&new), read(&old)), ("old".into(), "new".into()));
        assert!(exchange_in_steps(&folder.path().join("absent"), &old).is_err());
        assert_eq!(read(&old), "new");
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 2, "something is left over");
    }
}
