//! Runs the program as a user does, in a folder of its own.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A folder with files, and the program run in it.
pub struct Project {
    folder: tempfile::TempDir,
    put: BTreeMap<String, Vec<u8>>,
}

/// How a run went.
pub struct Run {
    args: String,
    output: Output,
    folder: PathBuf,
    put: BTreeMap<String, Vec<u8>>,
}

impl Project {
    /// An empty folder.
    pub fn new() -> Self {
        Project { folder: tempfile::tempdir().expect("a temporary folder"), put: BTreeMap::new() }
    }

    /// With a file in it.
    pub fn file(mut self, name: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder in a temporary folder");
        std::fs::write(path, content.as_ref()).expect("a file in a temporary folder");
        self.put.insert(name.into(), content.as_ref().to_vec());
        self
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Runs the program here.
    pub fn run(&self, args: &[&str]) -> Run {
        self.run_with_input(args, b"")
    }

    /// Runs the program here with something on standard input.
    pub fn run_with_input(&self, args: &[&str], input: &[u8]) -> Run {
        self.run_with(args, input, &[])
    }

    /// Runs the program here with variables in its environment.
    pub fn run_with(&self, args: &[&str], input: &[u8], variables: &[(&str, &str)]) -> Run {
        let mut child = Command::new(env!("CARGO_BIN_EXE_paradox"))
            .args(args)
            .current_dir(self.folder.path())
            .env_remove("NO_COLOR")
            .env_remove("COLUMNS")
            .envs(variables.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut pipe = child.stdin.take().expect("standard input is a pipe");
        // A program that never reads its input closes the pipe: that is no failure of the test.
        let _ = std::io::Write::write_all(&mut pipe, input);
        drop(pipe);
        let output = child.wait_with_output().expect("the program ends");
        Run { args: args.join(" "), output, folder: self.folder.path().to_path_buf(), put: self.put.clone() }
    }

    /// A file as text.
    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    /// Every file below a folder, with its bytes.
    pub fn tree(&self, name: &str) -> BTreeMap<String, Vec<u8>> {
        let mut found = files(&self.folder.path().join(name));
        found.retain(|name, _| !name.ends_with('/') || name.starts_with('.'));
        found
    }
}

/// A file of this repository.
pub fn repository(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

impl Run {
    /// Standard output.
    pub fn stdout(&self) -> String {
        String::from_utf8(self.output.stdout.clone()).expect("standard output is text")
    }

    /// Standard error.
    pub fn stderr(&self) -> String {
        String::from_utf8(self.output.stderr.clone()).expect("standard error is text")
    }

    /// Standard output as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout()).unwrap_or_else(|e| panic!("{}: {e}\n{}", self.args, self.stderr()))
    }

    /// The exit code must be this.
    pub fn code(self, expected: i32) -> Self {
        let got = self.output.status.code();
        assert_eq!(got, Some(expected), "paradox {}\n{}{}", self.args, self.stdout(), self.stderr());
        assert!(!self.stderr().contains("panicked"), "{}", self.stderr());
        self
    }

    /// Standard output must be this.
    pub fn stdout_is(self, expected: &str) -> Self {
        assert_eq!(self.stdout(), expected, "paradox {}", self.args);
        self
    }

    /// Standard output must have this.
    pub fn stdout_has(self, expected: &str) -> Self {
        assert!(self.stdout().contains(expected), "paradox {}\nexpected {expected:?} in\n{}", self.args, self.stdout());
        self
    }

    /// Standard error must have this.
    pub fn stderr_has(self, expected: &str) -> Self {
        assert!(self.stderr().contains(expected), "paradox {}\nexpected {expected:?} in\n{}", self.args, self.stderr());
        self
    }

    /// The folder must hold what was put into it and nothing else.
    pub fn wrote_nothing(self) -> Self {
        let mut found = files(&self.folder);
        found.retain(|name, _| !name.ends_with('/') || !self.put.keys().any(|put| put.starts_with(name)));
        assert_eq!(names(&found), names(&self.put), "paradox {}", self.args);
        assert!(found == self.put, "paradox {} changed a file", self.args);
        self
    }
}

fn names(files: &BTreeMap<String, Vec<u8>>) -> Vec<&String> {
    files.keys().collect()
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fn collect(root: &Path, folder: &Path, into: &mut BTreeMap<String, Vec<u8>>) {
        for entry in std::fs::read_dir(folder).expect("a readable folder") {
            let path = entry.expect("a readable entry").path();
            let name = path.strip_prefix(root).expect("below its root").to_string_lossy().into_owned();
            if path.is_dir() {
                collect(root, &path, into);
                into.insert(name + "/", Vec::new());
            } else {
                into.insert(name, std::fs::read(&path).expect("a readable file"));
            }
        }
    }
    let mut found = BTreeMap::new();
    collect(folder, folder, &mut found);
    found
}

/// Says, past the capture of test output, that a test did not run, or what of it; `.ci/run` lists it.
pub fn skip<T>(why: &str) -> Option<T> {
    let test = std::thread::current().name().unwrap_or("a test").to_owned();
    let _ = writeln!(std::io::stderr(), "SKIPPED {test}: {why}");
    None
}
