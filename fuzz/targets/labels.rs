//! Any text as a title, a label and a level: the report, its page and its charts are well formed all the same, and no
//! text becomes markup.

#![no_main]

use libfuzzer_sys::fuzz_target;
use paradox::findings;
use paradox::load::{Format, Input};
use paradox::report::{self, html};
use paradox::study::parse;

fuzz_target!(|text: &str| {
    let written = toml::Value::String(text.to_owned()).to_string();
    let study = format!(
        "schema = 1\n[study]\ntitle = {written}\nurl = {written}\n[[segments]]\nname = \"g\"\nlabel = {written}\n\
         levels = [\"a\", {written}]\naliases = {{ \"b\" = {written} }}\n[[outcomes]]\nname = \"y\"\nlabel = {written}\n\
         question = {written}\nyes = [\"1\"]\n"
    );
    let Ok(study) = parse(&study, "fuzz.toml") else { return };
    let data = Input::Bytes {
        name: "fuzz.csv".into(),
        bytes: format!("g,y\n{}", "a,1\na,0\nb,0\nb,1\nb,0\n".repeat(8)).into(),
    };
    let Ok(results) = findings::analyze(&study, &data, Format::Csv, "fuzz", 1) else { return };
    let mut enclosed = html::Enclosed::default();
    for picture in report::pictures(&results) {
        let Some(chart) = picture.shows.chart(&results) else { continue };
        let drawing = html::Drawing::of(&chart);
        let document = roxmltree::Document::parse(&drawing.wide.svg).expect("a chart is XML");
        for node in document.descendants().filter(|node| node.is_element()) {
            assert!(!["script", "a", "image", "foreignObject"].contains(&node.tag_name().name()));
        }
        enclosed.drawings.insert(format!("charts/{}.svg", picture.stem), drawing);
    }
    let document = report::build(&results);
    let _ = report::markdown::markdown(&document);
    let page = html::html(&document, &results, &enclosed);
    // `<` of a label is escaped, so none of these can come from one.
    let lower = page.to_lowercase();
    for forbidden in ["<script src", "<img", "<iframe", "<object", "<form", "<base"] {
        assert!(!lower.contains(forbidden), "{forbidden}");
    }
    let table = report::csv::outcome_table(&results.outcomes[0], &results.study);
    for record in csv::ReaderBuilder::new().from_reader(table.as_bytes()).records() {
        for cell in record.expect("the table is a table").iter() {
            // A dash alone stands for a suppressed figure.
            let bare = cell == "-" || cell.parse::<f64>().is_ok();
            assert!(bare || !cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?}");
        }
    }
});
