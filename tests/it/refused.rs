//! Studies that ask for what no data could answer: each refused with the line and the key, before anything is written.

use crate::support::{Project, Run};

const QUESTIONS: &str = "schema = 1\n[analysis]\nalpha = 0.05\n[[segments]]\nname = \"size\"\nlevels = [\"S\", \"L\"]\n\
                         [[segments]]\nname = \"seen\"\nlevels = [\"0\", \"1\"]\n[[segments]]\nname = \"land\"\nlevels = [\"X\"]\n\
                         [[outcomes]]\nname = \"back\"\nyes = [\"Yes\"]\n";

/// The line after the last of them.
fn line(of: usize) -> String {
    format!("d.toml, line {}", QUESTIONS.lines().count() + of)
}

/// 50 respondents of each size, all of them `seen` and from one land.
fn data() -> String {
    let row = |i: usize| format!("{},1,X,{}\n", ["S", "L"][i % 2], ["Yes", "No"][i / 2 % 2]);
    format!("size,seen,land,back\n{}", (0..100).map(row).collect::<String>())
}

fn project(study: &str) -> Project {
    Project::new().file("d.csv", data()).file("d.toml", study)
}

fn run(study: &str, command: &str) -> Run {
    project(study).run(&[command, "d.csv"])
}

/// A study with this at its end is refused by `analyze` and by `claims`, in these words and at this line after the questions.
fn refused(more: &str, words: &str, at: usize) {
    for command in ["analyze", "claims"] {
        let project = project(&format!("{QUESTIONS}{more}\n"));
        let found = project.run(&[command, "d.csv"]).code(1).stdout_is("").wrote_nothing();
        assert!(found.stderr().contains(words), "{command} {more}\n{}", found.stderr());
        assert!(found.stderr().contains(&line(at)), "{command} {more}: line {at}\n{}", found.stderr());
        assert!(found.stderr().contains("hint: "), "{command} {more}: what to do?\n{}", found.stderr());
    }
}

fn claim(keys: &str) -> String {
    format!("[[claims]]\nid = \"c\"\ntext = \"t\"\n{keys}")
}

#[test]
fn a_claim_on_what_the_study_does_not_have_is_refused_by_line_and_key() {
    let rate = |more: &str| claim(&format!("kind = \"rate\"\npublished = 50\nrounding = 1\n{more}"));
    refused(&rate("outcome = \"bak\""), "there is no outcome `bak`", 7);
    refused(&rate("outcome = \"back\"\nwhere = { size = [\"M\"] }"), "segment `size` has no level \"M\"", 8);
    refused(&rate("outcome = \"back\"\nwhere = { sise = [\"S\"] }"), "`sise`", 8);
    refused(&claim("kind = \"consistent\"\noutcome = \"back\"\nacross = [\"sise\"]"), "there is no segment `sise`", 6);
}

#[test]
fn a_published_figure_that_cannot_have_been_printed_is_refused_by_line_and_key() {
    let rate = |published: &str, rounding: &str| {
        claim(&format!("kind = \"rate\"\noutcome = \"back\"\npublished = {published}\nrounding = {rounding}"))
    };
    let out_of_range = |published: &str, words: &str, at: usize| {
        for command in ["analyze", "claims"] {
            let found = run(&format!("{QUESTIONS}{}\n", rate(published, "1")), command).code(1).stdout_is("");
            assert!(found.stderr().contains(words) && found.stderr().contains(&line(at)), "{}", found.stderr());
        }
    };
    out_of_range("101", "`published` of claim `c` must be percent, 0 to 100, not 101", 6);
    out_of_range("-1", "`published` of claim `c` must be percent, 0 to 100, not -1", 6);
    for (rounding, said) in [("0", "above 0 and at most 100, not 0"), ("-1", "not -1"), ("101", "not 101")] {
        let found = run(&format!("{QUESTIONS}{}\n", rate("50", rounding)), "claims").code(1);
        assert!(
            found.stderr().contains("`rounding` of claim `c`") && found.stderr().contains(said),
            "{}",
            found.stderr()
        );
        assert!(found.stderr().contains(&line(7)), "{}", found.stderr());
    }
    let words = "`published` of claim `c` is 74.5, and no figure rounded to the nearest 1 is";
    refused(&rate("74.5", "1"), words, 6);
    run(&format!("{QUESTIONS}{}\n", rate("74.5", "0.5")), "claims").code(0);
    run(&format!("{QUESTIONS}{}\n", rate("33.3", "0.1")), "claims").code(0);
}

/// Nobody is there in the whole file; whom `--where` leaves out may be missing.
#[test]
fn a_claim_about_a_group_of_nobody_is_refused_by_line_and_key_and_not_testable_in_a_domain() {
    let of = |kind: &str, keys: &str| claim(&format!("kind = \"{kind}\"\noutcome = \"back\"\n{keys}"));
    let figure = "published = 50\nrounding = 1";
    let nobody = "{ size = [\"S\"], seen = [\"0\"] }";
    let words = "of claim `c` names size = S and seen = 0, and no respondent is there";
    refused(&of("rate", &format!("{figure}\nwhere = {nobody}")), &format!("`where` {words}"), 8);
    refused(&of("higher", &format!("than = \"rest\"\nwhere = {nobody}")), &format!("`where` {words}"), 7);
    let between = format!("between = [{{ size = [\"L\"] }}, {nobody}]\n{figure}");
    refused(&of("difference", &between), &format!("`between` {words}"), 6);
    refused(&of("rate", &format!("{figure}\nwhere = {{}}")), "`where` of claim `c` is empty", 8);
    let study = format!("{QUESTIONS}{}\n", of("rate", &format!("{figure}\nwhere = {{ size = [\"S\"] }}")));
    let json = project(&study).run(&["claims", "d.csv", "--where", "size=L", "--json"]).code(0).json();
    assert_eq!(json["claims"][0]["status"], "not_testable");
}

#[test]
fn a_margin_of_nothing_or_of_everything_is_refused_in_file_and_flag() {
    for (margin, said) in [("0", "not 0"), ("-5", "not -5"), ("101", "not 101"), ("100.5", "not 100.5")] {
        let study = QUESTIONS.replace("alpha = 0.05", &format!("margin = {margin}"));
        let asked = project(&study);
        let found = asked.run(&["analyze", "d.csv"]).code(1).stdout_is("").wrote_nothing();
        assert!(found.stderr().contains("`margin`") && found.stderr().contains(said), "{}", found.stderr());
        assert!(found.stderr().contains("d.toml, line 3"), "{}", found.stderr());
        let flag = format!("--margin={margin}");
        let asked = project(QUESTIONS);
        let found = asked.run(&["analyze", "d.csv", &flag]).code(2).stdout_is("").wrote_nothing();
        assert!(found.stderr().contains("margin") && found.stderr().contains(said), "{}", found.stderr());
    }
}

#[test]
fn a_paradox_of_one_level_or_with_a_detection_that_is_the_same_for_all_is_refused_by_line_and_key() {
    let paradox = |segment: &str, top: &str, more: &str| {
        format!("[paradox]\noutcome = \"back\"\nsegment = \"{segment}\"\ntop = \"{top}\"\n{more}")
    };
    refused(&paradox("land", "X", ""), "`segment` of [paradox] is `land`, which has one level", 3);
    refused(&paradox("size", "M", ""), "segment `size` has no level \"M\"", 4);
    // Two levels in the study, one in the data.
    let words = "`segment` of [paradox] is `seen`, and all who answered `back` are at its level \"1\"";
    refused(&paradox("seen", "1", ""), words, 3);
    let words = "`detection` of [paradox] is `seen`, and all who answered `back` are at its level \"1\"";
    refused(&paradox("size", "S", "detection = \"seen\""), words, 5);
}
