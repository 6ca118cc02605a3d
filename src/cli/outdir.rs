//! A folder that appears whole or not at all.
//!
//! The new folder is built beside its place under a name of its own. Only when it is complete does it take the place,
//! by one exchange of names where the file system can do that; the earlier report goes afterwards. Whatever fails,
//! nothing is left beside it.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::error::Error;
use crate::results::SCHEMA;

/// The file by which an earlier report is known.
const MARK: &str = "results.json";

/// A folder under construction.
pub struct OutDir {
    target: PathBuf,
    building: tempfile::TempDir,
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
        let Some(name) = target.file_name() else {
            return Err(Error::new(format!("`{}` cannot be replaced by a report folder", target.display()))
                .hint("give --out a folder of its own, for example --out reports/mine")
                .into());
        };
        refuse_foreign(target, replace)?;
        let parent = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        std::fs::create_dir_all(parent).with_context(|| format!("cannot make the folder `{}`", parent.display()))?;
        let prefix = format!(".{}.paradox-", name.to_string_lossy());
        let mut builder = tempfile::Builder::new();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(std::fs::Permissions::from_mode(0o777)); // less what the user's mask takes away
        }
        let building = builder
            .prefix(&prefix)
            .tempdir_in(parent)
            .with_context(|| format!("cannot write into `{}`", parent.display()))?;
        Ok(OutDir { target: target.to_path_buf(), building })
    }

    /// Writes one file of the folder, with the folders above it.
    pub fn write(&self, name: &str, content: &[u8]) -> anyhow::Result<()> {
        let path = self.building.path().join(name);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder for `{name}`"))?;
        }
        std::fs::write(&path, content).with_context(|| format!("cannot write `{name}`"))
    }

    /// Puts the complete folder in its place.
    pub fn finish(self) -> anyhow::Result<()> {
        let OutDir { target, building } = self;
        let new = building.path();
        if !target.exists() {
            std::fs::rename(new, &target).with_context(|| format!("cannot write `{}`", target.display()))?;
            let _ = building.keep(); // it has moved: there is nothing to clean
            return Ok(());
        }
        exchange(new, &target).with_context(|| format!("cannot replace `{}`", target.display()))?;
        // What stands under the temporary name now is the earlier report; it goes with `building`.
        building.close().with_context(|| {
            format!("the report is complete; the earlier one beside `{}` could not be removed", target.display())
        })
    }
}

/// An earlier report or an empty folder may be replaced, nothing else.
fn refuse_foreign(target: &Path, replace: Replace) -> anyhow::Result<()> {
    let Ok(what) = std::fs::symlink_metadata(target) else { return Ok(()) };
    if replace == Replace::Anything {
        return Ok(());
    }
    let refused = |what: &str| {
        Err(Error::new(format!("`{}` {what}", target.display()))
            .hint("give --out another folder, or replace this one with --force")
            .into())
    };
    if !what.is_dir() {
        return refused("is not a folder");
    }
    let mut entries = std::fs::read_dir(target).with_context(|| format!("cannot look into `{}`", target.display()))?;
    if entries.next().is_none() {
        return Ok(());
    }
    let family = SCHEMA.split('/').next().unwrap_or(SCHEMA);
    let is_report = std::fs::File::open(target.join(MARK)).is_ok_and(|file| {
        let mut start = String::new();
        std::io::Read::read_to_string(&mut std::io::Read::take(file, 200), &mut start).is_ok() && start.contains(family)
    });
    if is_report { Ok(()) } else { refused("holds something that is no paradox report") }
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
    let aside = new.with_extension("earlier");
    std::fs::rename(old, &aside)?;
    match std::fs::rename(new, old) {
        Ok(()) => std::fs::rename(&aside, new),
        Err(e) => {
            std::fs::rename(&aside, old)?;
            Err(e)
        }
    }
}

/// Writes one file, whole or not at all.
pub fn write_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> anyhow::Result<()> {
    let parent = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let cannot = || format!("cannot write `{}`", path.display());
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666)); // less what the user's mask takes away
    }
    let mut building = builder.prefix(".paradox-").tempfile_in(parent).with_context(cannot)?;
    let mut buffered = BufWriter::new(building.as_file_mut());
    write(&mut buffered).and_then(|()| buffered.flush()).with_context(cannot)?;
    drop(buffered);
    building.persist(path).map_err(|e| e.error).with_context(cannot)?;
    Ok(())
}
