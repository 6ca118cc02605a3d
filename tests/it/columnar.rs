//! Parquet and Arrow, single and in folders: what is refused, where an answer outside stands, what a damaged file does.
//!
//! That the results are those of the CSV is in `format_table.rs`. The files were made by `tests/formats/make.py`.

#[cfg(feature = "polars")]
mod reading;

use crate::support::Project;

/// A build without the feature says which build reads the file, before anything else that it could complain about.
#[cfg(not(feature = "polars"))]
#[test]
fn the_default_build_names_the_feature_and_how_to_build_it() {
    let project = Project::new()
        .file("a.parquet", "PAR1")
        .file("b.arrow", "ARROW1")
        .file("c.feather", "ARROW1")
        .file("parts/part-0.parquet", "PAR1")
        .file("by/country=Brazil/part-0.arrow", "ARROW1");
    for (name, what) in
        [("a.parquet", "Parquet"), ("b.arrow", "Arrow"), ("c.feather", "Arrow"), ("parts", "Parquet"), ("by", "Arrow")]
    {
        for args in [vec!["analyze", name], vec!["init", name], vec!["test", name, "--outcome", "a=1", "--by", "b"]] {
            let run = project.run(&args).code(1).stdout_is("").wrote_nothing();
            run.stderr_has(&format!("`{name}` is a {what} file, which this build of paradox does not read"))
                .stderr_has("cargo build --release --features polars");
        }
    }
}

#[test]
fn a_folder_without_a_part_is_refused() {
    let project = Project::new().file("answers/notes.csv", "a\n1\n");
    let run = project.run(&["analyze", "answers"]).code(1).wrote_nothing();
    run.stderr_has("the folder `answers` holds no .parquet and no .arrow file");
}
