//! `report.html` in a browser: what a reader sees at a desk, on a telephone, in the dark and on paper, and whether what
//! the page computes is what the program computed. Skipped, and said so, where there is no browser.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::support::{Project, repository, skip};
use crate::webdriver::Browser;

/// Labels that try to be something else than text, or to burst what they stand in.
const HOSTILE: [&str; 8] = [
    "</script><script>document.title='broken'</script>",
    "<img src=https://example.org/x onerror=\"document.title='broken'\">",
    "\u{5e9}\u{5dc}\u{5d5}\u{5dd} \u{5e2}\u{5d5}\u{5dc}\u{5dd} 12% \u{202e}gnp.exe",
    "<svg onload=alert(1)>]]>&amp;&#x3c;",
    "emoji 👩🏽‍💻 and quotes \"'`",
    "bell\u{7} escape\u{1b}[31m null",
    "{content:\"}</style><b>bold</b>",
    "=1+1 & $x$ **bold** | pipe",
];

/// The report of the committed synthetic sample, made once for all tests.
static SAMPLE: LazyLock<Project> = LazyLock::new(|| {
    let project = Project::new();
    project.run(&["analyze", &data(), "--out", "report", "--quiet"]).code(0);
    project
});

fn data() -> String {
    repository("data/sinch-2026-synthetic.csv").display().to_string()
}

struct Page {
    browser: Browser,
    project: &'static Project,
}

impl Page {
    fn of_sample() -> Option<Page> {
        Some(Page { browser: Browser::start()?, project: &SAMPLE })
    }

    fn file(&self) -> PathBuf {
        self.project.path().join("report/report.html")
    }

    fn open(&self, width: u32, scheme: &str) {
        self.browser.open(&self.file(), width, scheme);
    }
}

/// Every fold open, as a reader may have it.
const UNFOLD: &str = "document.querySelectorAll('details').forEach(d => d.open = true);";

/// What is wider than the window, with its right edge.
const TOO_WIDE: &str = "
    const wide = document.documentElement.clientWidth;
    const hidden = e => e.closest('.hidden, .skip, .fit > table > thead') || getComputedStyle(e).clipPath !== 'none';
    const out = document.documentElement.scrollWidth > wide ? ['the page: ' + document.documentElement.scrollWidth] : [];
    for (const e of document.querySelectorAll('body *')) {
        const box = e.getBoundingClientRect();
        if (box.width && box.right > wide + 1 && !hidden(e) && !e.closest('.fit') && !e.ownerSVGElement) out.push(e.tagName + '.' + e.className + ' ' + box.right);
    }
    return out.slice(0, 9);";

/// Texts of charts that stand outside their chart, or on each other.
const CHART_TEXTS: &str = "
    const out = [];
    let seen = 0;
    for (const svg of document.querySelectorAll('svg.chart')) {
        const frame = svg.getBoundingClientRect();
        if (!frame.width) continue;
        const texts = [...svg.querySelectorAll('text')].map(t => {
            const b = t.getBoundingClientRect();
            // From the top of capitals to the baseline: lines may share what lies above and below.
            return { t: t.textContent, l: b.left, r: b.right, a: b.top + b.height * 0.2, z: b.bottom - b.height * 0.22, top: b.top, bottom: b.bottom };
        });
        seen += texts.length;
        for (const x of texts) {
            if (x.l < frame.left - 1 || x.r > frame.right + 1 || x.top < frame.top - 1 || x.bottom > frame.bottom + 1) out.push('outside: ' + x.t);
        }
        texts.sort((x, y) => x.a - y.a);
        for (let i = 0; i < texts.length; i++) {
            for (let j = i + 1; j < texts.length && texts[j].a < texts[i].z; j++) {
                if (texts[i].l < texts[j].r - 0.5 && texts[j].l < texts[i].r - 0.5) out.push(texts[i].t + ' | ' + texts[j].t);
            }
        }
    }
    return { out: out.slice(0, 9), seen };";

fn lines(value: &Value) -> Vec<String> {
    value.as_array().expect("a list").iter().map(|v| v.as_str().expect("a text").to_owned()).collect()
}

#[test]
#[ignore = "starts a browser; .ci/run runs it: cargo test --test it page -- --ignored"]
fn the_page_asks_for_nothing_says_nothing_on_the_console_and_fits_desk_telephone_and_dark() {
    let Some(page) = Page::of_sample() else { return };
    for (width, scheme) in [(1280, "light"), (390, "light"), (1280, "dark"), (390, "dark"), (320, "light")] {
        page.open(width, scheme);
        page.browser.run(UNFOLD);
        let at = format!("{width} {scheme}");
        assert_eq!(lines(&page.browser.run(TOO_WIDE)), Vec::<String>::new(), "{at}");
        let texts = page.browser.run(CHART_TEXTS);
        assert_eq!(lines(&texts["out"]), Vec::<String>::new(), "{at}");
        assert!(texts["seen"].as_u64() > Some(1000), "{at}: {} texts of charts", texts["seen"]);
        assert_eq!(page.browser.console(), Vec::<String>::new(), "{at}");
        let asked: Vec<String> = page
            .browser
            .requests()
            .into_iter()
            .filter(|url| !url.starts_with("data:") && !url.ends_with("report.html"))
            .collect();
        assert_eq!(asked, Vec::<String>::new(), "{at}");
        let font = page.browser.run(
            "return document.fonts.check('600 16px Inter') && [...document.fonts].every(f => f.status === 'loaded')",
        );
        assert_eq!(font, true, "{at}: the embedded fonts are used");
    }
    let size = std::fs::metadata(page.file()).expect("the page").len();
    assert!(size < 1_500_000, "{size} bytes");
}

#[test]
#[ignore = "starts a browser; .ci/run runs it: cargo test --test it page -- --ignored"]
fn verdicts_at_a_moved_margin_are_those_of_the_program() {
    let Some(page) = Page::of_sample() else { return };
    page.open(1280, "light");
    let mut seen = std::collections::BTreeSet::new();
    for margin in ["0.5", "4", "8.5", "30"] {
        let shown = page.browser.run(&format!(
            "const s = document.getElementById('margin'); s.value = {margin}; s.dispatchEvent(new Event('input'));
             return Object.fromEntries([...document.querySelectorAll('.matrix a[data-c]')].map(a => [a.dataset.c, [a.classList[1], a.textContent]]));"
        ));
        let results = page.project.run(&["analyze", &data(), "--json", "--margin", margin, "--quiet"]).code(0).json();
        let mut compared = 0;
        for (at, outcome) in results["outcomes"].as_array().expect("outcomes").iter().enumerate() {
            for (by, comparison) in outcome["segments"].as_array().expect("segments").iter().enumerate() {
                let (class, word) = match comparison["verdict"].as_str().expect("a verdict") {
                    "differs_within_margin" => ("within", "Differs within margin"),
                    "differs" => ("differs", "Differs"),
                    "consistent" => ("consistent", "Consistent"),
                    _ => ("undetermined", "Undetermined"),
                };
                assert_eq!(
                    shown[format!("{at},{by}")],
                    json!([class, word]),
                    "{} by {} at {margin}",
                    outcome["name"],
                    comparison["segment"]
                );
                seen.insert(class);
                compared += 1;
            }
        }
        assert_eq!(shown.as_object().map(serde_json::Map::len), Some(compared));
    }
    assert_eq!(seen.len(), 4, "every verdict occurs: {seen:?}");
}

#[test]
#[ignore = "starts a browser; .ci/run runs it: cargo test --test it page -- --ignored"]
fn implied_failure_rates_at_a_moved_detection_are_those_of_the_program() {
    let Some(page) = Page::of_sample() else { return };
    page.open(1280, "light");
    let results: Value = serde_json::from_str(&page.project.read("report/results.json")).expect("JSON");
    let paradox = &results["paradox"];
    let mut compared = 0;
    for curve in paradox["detection"]["curve"].as_array().expect("curves") {
        for point in curve["points"].as_array().expect("points") {
            let seen = point["relative_detection"].as_f64().expect("a share") * 100.0;
            if curve["level"] == paradox["top"] || (seen - seen.round()).abs() > 1e-9 || seen > 100.0 {
                continue;
            }
            let shown = page.browser.run(&format!(
                "const s = document.getElementById('detection'); s.value = {}; s.dispatchEvent(new Event('input'));
                 return Object.fromEntries([...document.querySelectorAll('.seen tbody tr')].map(r => [r.cells[0].textContent, r.dataset.failure]));",
                seen.round()
            ));
            let level = curve["level"].as_str().expect("a level");
            let failure: f64 = shown[level].as_str().and_then(|text| text.parse().ok()).expect("a number");
            let expected = point["failure_rate"].as_f64().expect("a rate");
            assert!((failure - expected).abs() < 1e-12, "{level} at {seen}: {failure}, {expected}");
            compared += 1;
        }
    }
    assert!(compared > 10, "{compared} points");
    // Where a failure rate would exceed 1, there is none.
    let last = page.browser.run(
        "const s = document.getElementById('detection'); s.value = 60; s.dispatchEvent(new Event('input'));
         return [...document.querySelectorAll('.seen tbody tr')].every(r => r.dataset.failure === '' && r.cells[2].textContent === '–');",
    );
    assert_eq!(last, true);
}

#[test]
#[ignore = "starts a browser; .ci/run runs it: cargo test --test it page -- --ignored"]
fn one_comparison_at_a_time_shows_the_figures_of_its_section_and_draws_them_where_they_are() {
    let Some(page) = Page::of_sample() else { return };
    page.open(1280, "light");
    let found = page.browser.run(
        "const out = []; let rows = 0;
         const o = document.getElementById('pick-outcome'), s = document.getElementById('pick-segment');
         for (const outcome of [...o.options]) {
           o.value = outcome.value; o.dispatchEvent(new Event('change'));
           for (const segment of [...s.options]) {
             s.value = segment.value; s.dispatchEvent(new Event('change'));
             const link = document.querySelector(`.matrix a[data-c='${outcome.value},${segment.value}']`);
             const section = document.getElementById(link.hash.slice(1));
             if (document.querySelector('#one .verdict').className !== link.className) out.push('verdict of ' + link.hash);
             const rate = t => [...t.querySelectorAll('tbody tr')].map(r => r.querySelector('[data-d]')?.textContent ?? '–');
             const [mine, its] = ['#one table', 'table'].map((q, i) => rate(i ? section.querySelector(q) : document.querySelector(q)));
             if (mine.join() !== its.join()) out.push('figures of ' + link.hash);
             for (const row of document.querySelectorAll('#one tbody tr')) {
               rows += 1;
               const dot = row.querySelector('.dot'), line = row.querySelector('.line');
               if (!dot || !line) { out.push('no mark: ' + row.textContent); continue; }
               const [d, l] = [dot.getBoundingClientRect(), line.getBoundingClientRect()];
               const x = (d.left + d.right) / 2;
               if (x < l.left - 0.5 || x > l.right + 0.5) out.push('outside its interval: ' + row.textContent);
             }
           }
         }
         return { out: out.slice(0, 9), rows };",
    );
    assert_eq!(lines(&found["out"]), Vec::<String>::new());
    assert!(found["rows"].as_u64() > Some(700), "{} rows were drawn", found["rows"]);
}

#[test]
#[ignore = "starts a browser; .ci/run runs it: cargo test --test it page -- --ignored"]
fn every_number_says_its_base_interval_and_method_on_hover_and_by_keyboard() {
    let Some(page) = Page::of_sample() else { return };
    page.open(1280, "light");
    page.browser.run(UNFOLD);
    let tip = "const t = document.getElementById('tip'); return t.hidden ? '' : t.textContent;";
    let first = page.browser.run(
        "const cell = document.querySelector('#rollback-governance-maturity [data-d][tabindex=\"0\"]');
         cell.scrollIntoView({ block: 'center' }); cell.focus(); return cell.textContent;",
    );
    let said = page.browser.run(tip);
    let said = said.as_str().expect("a text");
    assert!(said.starts_with(first.as_str().expect("a text")), "{said}");
    for part in [
        "1,160 of 1,567 said yes",
        "95% interval 71.8% to 76.1% (Wilson)",
        "Base: respondents whose organisation shipped an AI agent",
    ] {
        assert!(said.contains(part), "{part} in {said}");
    }
    page.browser.press("ArrowDown");
    assert_eq!(page.browser.run("return document.activeElement.closest('tr').cells[0].textContent"), "No guardrails");
    assert!(page.browser.run(tip).as_str().expect("a text").contains("73 of 110 said yes"));
    page.browser.press("Escape");
    assert_eq!(page.browser.run(tip), "");
    // A row of a chart says the same, to a mouse and to the keyboard.
    let row = page.browser.run(
        "const svg = document.querySelector('[data-stem=\"rollback\"] .wide');
         const label = [...svg.querySelectorAll('text')].find(t => t.textContent === 'Fully mature');
         label.scrollIntoView({ block: 'center' }); const b = label.getBoundingClientRect(); return [b.right + 200, b.top + b.height / 2];",
    );
    page.browser.cdp("Input.dispatchMouseEvent", json!({ "type": "mouseMoved", "x": row[0], "y": row[1] }));
    let by_mouse = page.browser.run(tip);
    page.browser
        .run("const svg = document.querySelector('[data-stem=\"rollback\"] .wide'); svg.dataset.at = -1; svg.focus();");
    for _ in 0..4 {
        page.browser.press("ArrowDown");
    }
    let by_keyboard = page.browser.run(tip);
    assert_eq!(by_mouse, by_keyboard);
    let said = by_mouse.as_str().expect("a text").to_owned();
    for part in [
        "Fully mature: 81%",
        "base 441",
        "interval 77% to 84%",
        "Wilson",
        "respondents whose organisation shipped an AI agent",
    ] {
        assert!(said.contains(part), "{part} in {said:?}");
    }
}

#[test]
#[ignore = "starts a browser; .ci/run runs it: cargo test --test it page -- --ignored"]
fn what_is_saved_from_the_page_is_what_stands_in_the_folder() {
    let Some(page) = Page::of_sample() else { return };
    let folder = page.project.path().join("saved");
    std::fs::create_dir_all(&folder).expect("a folder");
    page.browser.cdp(
        "Browser.setDownloadBehavior",
        json!({ "behavior": "allow", "downloadPath": folder.display().to_string() }),
    );
    page.open(1280, "dark");
    page.browser.run(
        "for (const b of document.querySelectorAll('figure:has([data-stem=\"rollback\"]) .save button')) b.click();",
    );
    let saved = |name: &str| wait_for(&folder.join(name));
    let stands =
        |name: &str| std::fs::read(page.project.path().join("report").join(name)).expect("a file of the report");
    assert_eq!(saved("rollback.csv"), stands("tables/rollback.csv"));
    let (mine, its) = (saved("rollback.svg"), stands("charts/rollback.svg"));
    let texts = |bytes: &[u8]| -> Vec<(String, String)> {
        let text = std::str::from_utf8(bytes).expect("text");
        text.split("<text ")
            .skip(1)
            .map(|e| {
                (attribute(e, "fill"), e[e.find('>').expect("an end") + 1..e.find("</").expect("a text")].to_owned())
            })
            .collect()
    };
    assert_eq!(texts(&mine), texts(&its), "words and colours of the light chart, though the page is dark");
    assert!(texts(&mine).len() > 50);
    let png = saved("rollback.png");
    let size = |png: &[u8]| (&png[..8] == b"\x89PNG\r\n\x1a\n").then(|| png[16..24].to_vec());
    assert_eq!(size(&png), size(&stands("charts/rollback.png")));
    assert!(png.len() > 20_000, "{} bytes", png.len());
}

fn attribute(element: &str, name: &str) -> String {
    let start = element.find(&format!("{name}=\"")).expect("the attribute") + name.len() + 2;
    element[start..].split('"').next().unwrap_or_default().to_owned()
}

fn wait_for(file: &Path) -> Vec<u8> {
    for _ in 0..200 {
        if let Ok(bytes) = std::fs::read(file)
            && !bytes.is_empty()
        {
            return bytes;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("{} was not saved", file.display());
}

#[test]
#[ignore = "starts a browser; .ci/run runs it: cargo test --test it page -- --ignored"]
fn a_link_leads_into_what_is_folded() {
    let Some(page) = Page::of_sample() else { return };
    page.open(1280, "light");
    let seen = page.browser.run_async(
        "const done = arguments[0], link = document.querySelector('.matrix a[data-c=\"2,0\"]');
         addEventListener('hashchange', () => setTimeout(() => {
           const part = document.getElementById(link.hash.slice(1));
           done([part.open, part.closest('.outcome').open, part.querySelector('table').getBoundingClientRect().height > 0]);
         }));
         link.click();",
    );
    assert_eq!(seen, json!([true, true, true]));
    let dead = page.browser.run(
        "return [...document.querySelectorAll('a[href^=\"#\"]')].filter(a => !document.getElementById(a.hash.slice(1))).map(a => a.hash)",
    );
    assert_eq!(lines(&dead), Vec::<String>::new(), "links without a target");
    let twice = page.browser.run(
        "const ids = [...document.querySelectorAll('[id]')].map(e => e.id); return ids.filter((id, i) => ids.indexOf(id) !== i)",
    );
    assert_eq!(lines(&twice), Vec::<String>::new(), "ids that occur twice");
}

/// A4 in CSS pixels, less the margins that the page asks for.
const PAPER: (f64, f64) = ((210.0 - 26.0) / 25.4 * 96.0, (297.0 - 29.0) / 25.4 * 96.0);

#[test]
#[ignore = "starts a browser; .ci/run runs it: cargo test --test it page -- --ignored"]
fn paper_holds_every_chart_uncut_every_verdict_and_in_full_what_differs_or_was_unfolded() {
    let Some(page) = Page::of_sample() else { return };
    page.open(PAPER.0 as u32, "dark");
    // A reader has moved the margin and unfolded one comparison that shows nothing.
    let before = page.browser.run(
        "const s = document.getElementById('margin'); s.value = 30; s.dispatchEvent(new Event('input'));
         document.getElementById('live-role').open = true; return document.querySelectorAll('.matrix .consistent').length;",
    );
    page.browser.cdp("Emulation.setEmulatedMedia", json!({ "media": "print" }));
    let seen = page.browser.run(
        "dispatchEvent(new Event('beforeprint'));
         const out = []; let charts = 0, full = 0, lines = 0;
         for (const figure of document.querySelectorAll('figure')) {
           const svg = figure.querySelector('.wide'), box = svg.getBoundingClientRect();
           if (!box.height) { out.push(figure.id + ' is not shown'); continue; }
           charts += 1;
           if (getComputedStyle(figure).breakInside !== 'avoid') out.push(figure.id + ' may be cut');
           if (figure.getBoundingClientRect().height > arguments[0]) out.push(figure.id + ' is higher than a page');
           const points = box.width / svg.viewBox.baseVal.width * 0.75, small = 11.5;
           if (points * small < 6.5) out.push(figure.id + ' has text of ' + (points * small).toFixed(2) + ' points');
           const ratio = box.width / box.height, drawn = svg.viewBox.baseVal.width / svg.viewBox.baseVal.height;
           if (Math.abs(ratio / drawn - 1) > 0.01) out.push(figure.id + ' is distorted');
         }
         const shown = e => e.getBoundingClientRect().height > 0;
         for (const part of document.querySelectorAll('.comparison')) {
           const table = part.querySelector('table'), differs = part.querySelector('summary .differs, summary .within');
           const wanted = Boolean(differs) || part.id === 'live-role';
           if (shown(table) !== wanted) out.push(part.id + (wanted ? ' is not in full' : ' is in full'));
           if (shown(table)) full += 1;
         }
         for (const outcome of document.querySelectorAll('.outcome')) {
           const segments = outcome.querySelectorAll('.comparison').length;
           const all = [...outcome.querySelectorAll('.inside > .fit')].find(f => f.textContent.includes('all segments at once'));
           if (!all || !shown(all) || all.querySelectorAll('tbody tr').length !== segments) out.push(outcome.id + ': a verdict is missing');
           lines += segments;
           if (!shown(outcome.querySelector('.unprinted'))) out.push(outcome.id + ': nothing says where the others are');
         }
         const verdicts = document.querySelectorAll('.matrix .consistent').length;
         if (getComputedStyle(document.body).backgroundColor !== 'rgb(255, 255, 255)') out.push('paper is not white');
         return { out: out.slice(0, 9), charts, full, lines, verdicts };"
            .replace("arguments[0]", &PAPER.1.to_string())
            .as_str(),
    );
    assert_eq!(lines(&seen["out"]), Vec::<String>::new());
    assert!(seen["charts"].as_u64() >= Some(20), "{} charts", seen["charts"]);
    assert_eq!((seen["full"].as_u64(), seen["lines"].as_u64()), (Some(4), Some(120)));
    assert!(before.as_u64() > Some(100) && seen["verdicts"].as_u64() == Some(16), "{before} then {}", seen["verdicts"]);
    let after = page
        .browser
        .run("dispatchEvent(new Event('afterprint')); return document.querySelectorAll('.matrix .consistent').length;");
    assert_eq!(after, before, "the margin that the reader has chosen");
    let pdf = page.browser.cdp("Page.printToPDF", json!({ "preferCSSPageSize": true, "printBackground": true }));
    let pdf = STANDARD.decode(pdf["data"].as_str().expect("a PDF")).expect("base64");
    let pages = pdf.windows(12).filter(|at| at == b"/Type /Page\n").count();
    assert!((20..60).contains(&pages), "{pages} pages");
}

/// Rules of WCAG 2.2 A and AA, and what axe-core holds to be good practice.
#[test]
#[ignore = "starts a browser; .ci/run runs it: cargo test --test it page -- --ignored"]
fn axe_core_finds_no_violation() {
    let file = repository("tests/browser/node_modules/axe-core/axe.min.js");
    let Ok(axe) = std::fs::read_to_string(&file) else {
        return skip("axe-core is not there (npm ci --prefix tests/browser)").unwrap_or_default();
    };
    let Some(page) = Page::of_sample() else { return };
    for (width, scheme) in [(1280, "light"), (390, "light"), (1280, "dark")] {
        page.open(width, scheme);
        page.browser
            .run("document.querySelectorAll('.outcome, .comparison, .numbers').forEach((d, i) => d.open = i < 40);");
        page.browser.run(&axe);
        let found = page.browser.run_async(
            "const done = arguments[0];
             axe.run({ resultTypes: ['violations'] }).then(r => done({ out: r.violations.map(v => v.id + ': ' + v.help + ' ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | ')), passes: r.passes.length }));",
        );
        assert_eq!(lines(&found["out"]), Vec::<String>::new(), "{width} {scheme}");
        assert!(found["passes"].as_u64() > Some(20), "{width} {scheme}: {} rules were applied", found["passes"]);
    }
}

#[test]
#[ignore = "starts a browser; .ci/run runs it: cargo test --test it page -- --ignored"]
fn hostile_labels_are_text_everywhere() {
    let Some(browser) = Browser::start() else { return };
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let long = "x".repeat(300);
    let levels: Vec<&str> = HOSTILE.iter().copied().chain([long.as_str()]).collect();
    let mut csv = String::from("level,answer\n");
    for i in 0..900 {
        csv += &format!("{},{}\n", quoted(levels[i % levels.len()]), if i % 7 < 4 { "Yes" } else { "No" });
    }
    let toml = |text: &str| serde_json::to_string(text).expect("a text").replace('\u{7f}', "\\u007F");
    let listed: Vec<String> = levels.iter().map(|level| toml(level)).collect();
    let (title, label) = (toml(HOSTILE[0]), toml(&format!("{} {}", HOSTILE[1], HOSTILE[6])));
    let study = format!(
        "schema = 1\n[study]\ntitle = {title}\n[[segments]]\nname = \"</script>\"\nlabel = {label}\ncolumn = \"level\"\nlevels = [{}]\n\
         [[outcomes]]\nname = \"../../x</script>\"\nlabel = {label}\nquestion = {title}\ncolumn = \"answer\"\nyes = [\"Yes\"]\n",
        listed.join(", ")
    );
    let project = Project::new().file("a.csv", csv).file("a.toml", study);
    project.run(&["analyze", "a.csv", "--out", "report", "--quiet"]).code(0);
    let page = Page { browser, project: Box::leak(Box::new(project)) };
    for width in [1280, 390] {
        page.open(width, "light");
        page.browser.run(UNFOLD);
        let seen = page.browser.run(
            "return { title: document.title, scripts: document.scripts.length, foreign: document.querySelectorAll('img, iframe, object, svg:not(.chart), style ~ style, main b b').length,
               levels: [...document.querySelectorAll('.comparison tbody th')].slice(1).map(th => th.textContent) };",
        );
        assert_ne!(seen["title"], "broken");
        assert_eq!((seen["scripts"].as_u64(), seen["foreign"].as_u64()), (Some(2), Some(0)), "{seen}");
        let shown = lines(&seen["levels"]);
        assert_eq!(shown.len(), levels.len());
        assert!(
            shown[0].contains("</script><script>") && shown[1].contains("onerror=") && shown.contains(&long),
            "{shown:?}"
        );
        assert!(!shown.iter().any(|text| text.chars().any(char::is_control)), "{shown:?}");
        assert_eq!(lines(&page.browser.run(TOO_WIDE)), Vec::<String>::new(), "{width}");
        assert_eq!(lines(&page.browser.run(CHART_TEXTS)["out"]), Vec::<String>::new(), "{width}");
        assert_eq!(page.browser.console(), Vec::<String>::new(), "{width}");
    }
}
