//! What is under construction belongs to a process; what a killed process left belongs to nobody.
//!
//! Whoever builds something beside its place holds a lock on it for as long as the process lives. The system gives the
//! lock back when the process dies, however it dies. So what has the name of something under construction and can be
//! locked is a left-over, and goes before the next one is begun.
//!
//! ```text
//! .agents.paradox-k3Fq/    locked: another run is at work         leave it
//! .agents.paradox-9dXa/    not locked: its run was killed         remove it
//! ```
//!
//! Where files cannot be locked (some network drives; folders on Windows) left-overs stay.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use super::ending::{self, Listed};

/// What a first rename sets aside where two folders cannot be exchanged in one step.
pub const ASIDE: &str = "-earlier";

/// Bytes of a name that are taken into the name of what is built beside it: file systems end at 255.
const MOST_OF_A_NAME: usize = 100;

/// How often a claim is tried anew: each time another run took what was just made for a left-over.
const TRIES: usize = 16;

/// Something under construction, and the lock on it.
pub struct Claimed<T> {
    /// What is under construction.
    pub building: T,
    /// Held until it stands in its place.
    pub lock: Option<File>,
    /// It goes when the program is told to end.
    pub listed: Listed,
}

/// How the names begin of what is built beside `target`.
pub fn prefix(target: &Path) -> String {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let end = name.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|&end| end <= MOST_OF_A_NAME).last();
    format!(".{}.paradox-", &name[..end.unwrap_or_default()])
}

/// Claims what `make` makes beside `target` under a name that begins with [`prefix`], once left-overs of killed runs
/// are gone.
///
/// # Errors
/// If it cannot be made.
pub fn beside<T>(
    target: &Path,
    parent: &Path,
    mut make: impl FnMut() -> io::Result<T>,
    path_of: impl Fn(&T) -> &Path,
) -> io::Result<Claimed<T>> {
    sweep(target, parent, &prefix(target));
    for _ in 0..TRIES {
        let (building, listed) = ending::listed(&mut make, &path_of).map_err(without_path)?;
        let Ok(lock) = File::open(path_of(&building)) else {
            match path_of(&building).exists() {
                true => return Ok(Claimed { building, lock: None, listed }),
                false => continue,
            }
        };
        match lock.try_lock() {
            Ok(()) if is_there(&lock, path_of(&building)) => return Ok(Claimed { building, lock: Some(lock), listed }),
            // Another run took it for a left-over between these two lines.
            Ok(()) | Err(std::fs::TryLockError::WouldBlock) => continue,
            Err(std::fs::TryLockError::Error(_)) => return Ok(Claimed { building, lock: None, listed }),
        }
    }
    Err(io::Error::other("other runs keep removing what was begun"))
}

/// What the system said, without the hidden name that it was said of: the user never gave it.
fn without_path(error: io::Error) -> io::Error {
    match error.to_string().split_once(" at path ") {
        Some((said, _)) => io::Error::new(error.kind(), said),
        None => error,
    }
}

/// Removes what killed runs left beside `target`. What cannot be removed stays: it is in nobody's way.
fn sweep(target: &Path, parent: &Path, prefix: &str) {
    let Ok(entries) = std::fs::read_dir(parent) else { return };
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        if !path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(prefix)) {
            continue;
        }
        let Ok(lock) = File::open(&path) else { continue };
        if lock.try_lock().is_err() {
            continue;
        }
        let _ = match restores(target, &path) {
            true => std::fs::rename(&path, target),
            false => remove(&path),
        };
    }
}

/// Whether a killed run set this aside and put nothing into its place.
fn restores(target: &Path, left: &Path) -> bool {
    left.to_string_lossy().ends_with(ASIDE) && std::fs::symlink_metadata(target).is_err()
}

/// Removes a file or a folder with all that is in it; that it is gone already is no failure.
///
/// # Errors
/// If it cannot be removed.
pub fn remove(path: &Path) -> io::Result<()> {
    let removed = match std::fs::symlink_metadata(path) {
        Ok(what) if what.is_dir() => std::fs::remove_dir_all(path),
        Ok(_) => std::fs::remove_file(path),
        Err(e) => Err(e),
    };
    match removed {
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// Whether the opened file is still the one that stands under the name.
fn is_there(opened: &File, path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let of = |what: io::Result<std::fs::Metadata>| what.ok().map(|what| (what.dev(), what.ino()));
        of(opened.metadata()).is_some() && of(opened.metadata()) == of(std::fs::symlink_metadata(path))
    }
    #[cfg(not(unix))]
    {
        let _ = opened;
        path.exists()
    }
}

/// The folder that a path stands in.
pub fn parent(path: &Path) -> PathBuf {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_path_buf()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begin(target: &Path) -> Claimed<tempfile::TempDir> {
        let (folder, prefix) = (parent(target), prefix(target));
        beside(target, &folder, || tempfile::Builder::new().prefix(&prefix).tempdir_in(&folder), |d| d.path())
            .expect("a folder that can be written")
    }

    #[test]
    fn what_is_under_construction_stays_and_what_a_killed_run_left_goes() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("agents");
        let at_work = begin(&target);
        let left = begin(&target);
        let path = left.building.path().to_path_buf();
        std::fs::write(path.join("results.json"), "half").expect("a file");
        drop(left.lock); // as the system does for a dead process
        let kept = left.building.keep();
        let foreign = folder.path().join(".agents-of-mine");
        std::fs::create_dir(&foreign).expect("a folder");
        let next = begin(&target);
        assert!(!kept.exists(), "a left-over stays");
        assert!(at_work.building.path().exists() && next.building.path().exists() && foreign.exists());
    }

    #[test]
    fn a_report_set_aside_by_a_killed_run_comes_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("agents");
        let aside = folder.path().join(format!("{}x{ASIDE}", prefix(&target)));
        std::fs::create_dir(&aside).expect("a folder");
        std::fs::write(aside.join("results.json"), "whole").expect("a file");
        let _next = begin(&target);
        assert_eq!(std::fs::read_to_string(target.join("results.json")).ok().as_deref(), Some("whole"));
        assert!(!aside.exists());
    }

    #[test]
    fn names_of_any_length_give_names_that_a_file_system_takes() {
        for name in ["a".repeat(255), "é".repeat(127), "日本語".repeat(28)] {
            let prefix = prefix(Path::new(&name));
            assert!(prefix.len() <= MOST_OF_A_NAME + 20 && prefix.starts_with('.'), "{prefix}");
        }
        assert_eq!(prefix(Path::new("reports/agents")), ".agents.paradox-");
    }
}
