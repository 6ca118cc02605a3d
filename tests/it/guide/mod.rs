//! The README and the guide are read, run and compared: every command and every output in them is real.
//!
//! `PAGE=weighting cargo test --test it guide` runs one page alone.

mod keys;
mod page;
mod run;

use page::Page;

/// The README and all pages of the guide, as paths in this repository.
fn pages() -> Vec<String> {
    let folder = std::fs::read_dir(crate::support::repository("docs/guide")).expect("the guide");
    let names = folder.map(|entry| entry.expect("a readable entry").file_name().into_string().expect("UTF-8"));
    let mut pages: Vec<String> = names.map(|name| format!("docs/guide/{name}")).collect();
    pages.sort();
    pages.push("README.md".to_owned());
    pages
}

#[test]
fn every_page_shows_what_the_program_prints() {
    let one = std::env::var("PAGE").unwrap_or_default();
    std::thread::scope(|scope| {
        let wanted = pages().into_iter().filter(|path| path.contains(&one));
        let running: Vec<_> =
            wanted.map(|path| (path.clone(), scope.spawn(move || run::follow(&Page::read(&path))))).collect();
        let mut wrong = Vec::new();
        for (path, page) in running {
            let silent = ["docs/guide/README.md", "docs/guide/study-file.md", "docs/guide/population-and-margins.md"]
                .contains(&path.as_str());
            match page.join() {
                Ok(shown) => assert!(shown > 3 || silent, "{path} shows {shown} lines of output"),
                Err(_) => wrong.push(path),
            }
        }
        assert!(wrong.is_empty(), "not what the program prints, see above: {wrong:?}");
    });
}

#[test]
fn the_index_names_every_page() {
    let index = Page::read("docs/guide/README.md").text;
    for path in pages().iter().filter(|path| !path.ends_with("README.md")) {
        let name = path.trim_start_matches("docs/guide/");
        assert!(index.contains(&format!("]({name})")), "the index does not name {name}");
    }
}

/// Links within the repository lead somewhere, those to a heading too.
#[test]
fn links_lead_somewhere() {
    let mut followed = 0;
    for path in pages() {
        for link in Page::read(&path).links() {
            let (file, heading) = link.split_once('#').unwrap_or((&link, ""));
            let from = std::path::Path::new(&path).parent().expect("a page is in a folder");
            let target = if file.is_empty() { path.clone() } else { from.join(file).display().to_string() };
            assert!(crate::support::repository(&target).exists(), "{path}: {link} leads nowhere");
            if !heading.is_empty() {
                assert!(Page::read(&target).anchors().any(|a| a == heading), "{path}: {link} names no heading");
            }
            followed += 1;
        }
    }
    assert!(followed > 10, "{followed} links");
}
