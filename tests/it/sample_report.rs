//! The committed report is what the program writes.

use crate::support::Project;

/// The committed report is what the program writes: text to the letter, pictures by their presence.
#[test]
fn the_committed_report_comes_out_again() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let data = std::fs::read(root.join("data/sinch-2026-synthetic.csv")).expect("the sample");
    let project = Project::new().file("data/sinch-2026-synthetic.csv", data);
    project.run(&["analyze", "data/sinch-2026-synthetic.csv"]).code(0);
    let made = project.tree("reports/sinch-2026-synthetic");
    let mut compared = 0;
    // The workbook holds what stands beside it once more, and is too large to be kept for every change.
    assert!(made.contains_key("tables.xlsx"));
    for (name, bytes) in made.iter().filter(|(name, _)| *name != "tables.xlsx") {
        let committed = std::fs::read(root.join("reports/sinch-2026-synthetic").join(name));
        let committed = committed.unwrap_or_else(|e| panic!("{name} is not committed: {e}"));
        if !name.ends_with(".png") {
            assert!(*bytes == committed, "{name} differs: run the README's first command and read `git diff reports`");
            compared += 1;
        }
    }
    assert!(compared > 40, "only {compared} files compared");
}
