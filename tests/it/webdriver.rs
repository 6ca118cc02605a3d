//! A browser for tests: chromedriver, spoken to over its plain HTTP.
//!
//! ```text
//! test ──JSON over HTTP──► chromedriver ──► headless Chromium
//! ```
//!
//! Where there is no chromedriver or no Chromium, [`Browser::start`] gives none and says so: a machine with Rust and
//! nothing else still runs every other test.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use crate::support::skip;

static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// A session with a headless browser; it ends with this value.
pub struct Browser {
    _alone: MutexGuard<'static, ()>,
    driver: Child,
    port: u16,
    session: String,
}

impl Browser {
    /// A browser, or none where the machine has none.
    pub fn start() -> Option<Browser> {
        // One after another: a browser is as busy as all other tests together. A failed test leaves nothing behind.
        let alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(mut driver) = driver() else {
            return skip("chromedriver is not there (Debian: apt-get install chromium chromium-driver)");
        };
        let Some(port) = port(&mut driver) else { return skip("chromedriver does not start") };
        let mut browser = Browser { _alone: alone, driver, port, session: String::new() };
        let options = json!({
            "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-dev-shm-usage"],
        });
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "goog:chromeOptions": options,
            // Rules of accessibility take their time on a busy machine.
            "timeouts": { "script": 300_000, "pageLoad": 300_000 },
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        } } });
        let answer = browser.post("/session", &wanted);
        match answer["value"]["sessionId"].as_str() {
            Some(session) => browser.session = format!("/session/{session}"),
            None => return skip(&format!("Chromium does not start: {}", answer["value"]["message"])),
        }
        Some(browser)
    }

    /// Opens a file, in a window of this width, light or dark.
    pub fn open(&self, file: &Path, width: u32, scheme: &str) {
        self.cdp(
            "Emulation.setDeviceMetricsOverride",
            json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600 }),
        );
        let feature = json!({ "name": "prefers-color-scheme", "value": scheme });
        self.cdp("Emulation.setEmulatedMedia", json!({ "media": "", "features": [feature] }));
        self.call("/url", &json!({ "url": format!("file://{}", file.display()) }));
    }

    /// What a script returns.
    pub fn run(&self, script: &str) -> Value {
        self.call("/execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// What a script hands to its last argument, a function.
    pub fn run_async(&self, script: &str) -> Value {
        self.call("/execute/async", &json!({ "script": script, "args": [] }))
    }

    /// A command of the browser's own protocol.
    pub fn cdp(&self, command: &str, parameters: Value) -> Value {
        self.call("/goog/cdp/execute", &json!({ "cmd": command, "params": parameters }))
    }

    /// Keys, pressed where the focus is.
    pub fn press(&self, key: &str) {
        for kind in ["rawKeyDown", "keyUp"] {
            self.cdp("Input.dispatchKeyEvent", json!({ "type": kind, "key": key, "code": key }));
        }
    }

    /// Lines of the console since the last call.
    pub fn console(&self) -> Vec<String> {
        self.log("browser").iter().map(|entry| entry["message"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// Addresses that were asked for since the last call.
    pub fn requests(&self) -> Vec<String> {
        let messages = self.log("performance");
        let events = messages
            .iter()
            .filter_map(|entry| serde_json::from_str::<Value>(entry["message"].as_str().unwrap_or_default()).ok());
        events
            .filter(|event| event["message"]["method"] == "Network.requestWillBeSent")
            .map(|event| event["message"]["params"]["request"]["url"].as_str().unwrap_or_default().to_owned())
            .collect()
    }

    fn log(&self, kind: &str) -> Vec<Value> {
        self.call("/se/log", &json!({ "type": kind })).as_array().cloned().unwrap_or_default()
    }

    fn call(&self, path: &str, body: &Value) -> Value {
        let answer = self.post(&format!("{}{path}", self.session), body);
        assert!(answer["value"]["error"].is_null(), "{path}: {}", answer["value"]);
        answer["value"].clone()
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        let answer = self.send("POST", path, &body.to_string());
        serde_json::from_str(&answer).unwrap_or_else(|e| panic!("{path}: {e}: {answer}"))
    }

    fn send(&self, method: &str, path: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("chromedriver listens");
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
             Connection: close\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes()).expect("chromedriver reads");
        let mut answer = Vec::new();
        let mut reader = BufReader::new(stream);
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).expect("chromedriver answers");
            if line.trim().is_empty() {
                break;
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().expect("a length");
            }
        }
        reader.take(length).read_to_end(&mut answer).expect("chromedriver answers whole");
        String::from_utf8(answer).expect("an answer is text")
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !self.session.is_empty() && !std::thread::panicking() {
            self.send("DELETE", &self.session, "");
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

fn driver() -> Option<Child> {
    let name = std::env::var("CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".into());
    Command::new(name).arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()
}

/// The port that chromedriver chose: "… started successfully on port 43210."
fn port(driver: &mut Child) -> Option<u16> {
    let mut reader = BufReader::new(driver.stdout.take()?);
    let mut line = String::new();
    while !line.contains("successfully on port") {
        line.clear();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
    }
    // What it says later is read by nobody, but the pipe must stay open.
    driver.stdout = Some(reader.into_inner());
    line.rsplit("on port").next()?.trim().trim_end_matches('.').parse().ok()
}
