//! The service over a socket: the same bytes as the command line, rules changed under load, and clients that misbehave.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use handover::{Engine, Lang, RuleSet};
use handover_core::document::Files;
use handover_core::wire::v1::{self, Context};
use jiff::civil::date;
use serde_json::{Value, json};

use crate::common::http::Service;
use crate::common::identity::identity_number;
use crate::common::{Layer, folder, tests};

const CASE: &[u8] = r#"{"case_type": "Intyg", "care_level": "PV", "unit": "valbo"}"#.as_bytes();

/// The requests of the scenarios: cases, or handovers.
fn scenarios(kind: &str) -> Vec<String> {
    let path = tests("contract/scenarios.json");
    let scenarios: Vec<Value> = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let numbers = [
        ("{{identity_number}}", identity_number("19900101")),
        ("{{coordination_number}}", identity_number("19900161")),
    ];
    let requests = scenarios
        .iter()
        .filter(|scenario| scenario.get("handover").is_some() == (kind == "handover"));
    let requests = requests.map(|scenario| scenario[kind].to_string());
    requests
        .map(|text| numbers.iter().fold(text, |text, (mark, number)| text.replace(mark, number)))
        .collect()
}

/// The command line's answers to requests.
fn command_line(command: &str, requests: &[u8]) -> Vec<u8> {
    printed(&[command, "-"], requests)
}

/// The output of the command line, on the service's day.
fn printed(arguments: &[&str], requests: &[u8]) -> Vec<u8> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_handover"))
        .args(arguments)
        .args(["--format", "json", "--at", "2026-04-01"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let requests = requests.to_vec();
    let writing = thread::spawn(move || stdin.write_all(&requests).unwrap());
    let output = child.wait_with_output().unwrap();
    writing.join().unwrap();
    output.stdout
}

#[test]
fn every_scenario_is_answered_in_the_bytes_of_the_command_line() {
    let service = Service::start(|_| {});
    let mut client = service.client();
    for (command, kind) in [("recommend", "case"), ("validate", "handover"), ("explain", "case")] {
        let path = format!("/v1/{command}");
        let requests = scenarios(kind);
        assert!(requests.len() > 100, "{kind}");
        let lines = requests.join("\n");
        let printed = command_line(command, lines.as_bytes());
        assert_eq!(client.lines(&path, lines.as_bytes()).body, printed, "{command}");
        let asked = client.post(&format!("{path}?format=ndjson"), lines.as_bytes());
        assert_eq!(asked.header("content-type"), Some("application/x-ndjson"));
        assert_eq!(asked.body, printed, "{command}");
        let array = format!("[{}]", requests.join(","));
        let printed_array = command_line(command, array.as_bytes());
        assert_eq!(client.post(&path, array.as_bytes()).body, printed_array, "{command}");
        let few = format!("[{}]", requests[..10].join(","));
        let printed_few = command_line(command, few.as_bytes());
        assert_eq!(client.post(&path, few.as_bytes()).body, printed_few, "{command}");
        let printed = String::from_utf8(printed).unwrap();
        for (request, printed) in requests.iter().zip(printed.split_inclusive('\n')) {
            let answer = client.post(&path, request.as_bytes());
            if answer.status == 200 {
                assert_eq!(answer.text(), printed, "{request}");
            } else {
                let printed: Value = serde_json::from_str(printed).unwrap();
                assert_eq!(answer.json()["error"], printed["error"], "{request}");
            }
        }
    }
}

#[test]
fn rule_sets_are_told_of_in_the_bytes_of_the_command_line() {
    let service = Service::start(|_| {});
    let mut client = service.client();
    let texts = |files: Layer| {
        let texts = files.into_iter().map(|(name, text)| (name, String::from_utf8(text).unwrap()));
        json!(texts.collect::<BTreeMap<_, _>>())
    };
    let (before, after) = (numbered(1), numbered(2));
    let (old, new) = (Folder::new("old", &before), Folder::new("new", &after));
    let path = |folder: &Folder| folder.0.to_str().unwrap().to_owned();
    let sent = texts(after.clone()).to_string();
    let analysed = client.post("/v1/analyse", sent.as_bytes());
    assert_eq!(analysed.body, printed(&["analyse", &path(&new)], b""));
    let sides = json!({"before": texts(before), "after": texts(after)}).to_string();
    let compared = client.post("/v1/diff", sides.as_bytes());
    assert_eq!(compared.json()["summary"]["changed"], true);
    assert_eq!(compared.body, printed(&["diff", &path(&old), &path(&new)], b""));
    assert_eq!(client.get("/v1/sources").body, printed(&["sources"], b""));
}

#[test]
fn a_stream_is_answered_while_it_comes() {
    let service = Service::start(|_| {});
    let mut client = service.client();
    client.send(
        b"POST /v1/recommend HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-ndjson\r\n\
          transfer-encoding: chunked\r\n\r\n",
    );
    let line = [CASE, b"\n"].concat();
    let chunk = [format!("{:x}\r\n", line.len()).as_bytes(), &line, b"\r\n"].concat();
    client.send(&chunk);
    client.send(&chunk);
    let mut line = String::new();
    while line != "\r\n" {
        line.clear();
        std::io::BufRead::read_line(&mut client.stream, &mut line).unwrap();
    }
    let first = client.chunk().unwrap().unwrap();
    assert!(first.starts_with(b"{\"decision\":\"route\""));
    client.send(b"0\r\n\r\n");
    while client.chunk().unwrap().is_some() {}
    // The connection lives on.
    assert_eq!(client.get("/healthz").status, 200);
}

/// A rule set with its number in its answers.
fn numbered(number: usize) -> Layer {
    let mut files = folder(&tests("base"));
    let units = files.get_mut("directory.yaml").unwrap();
    *units = String::from_utf8(units.clone())
        .unwrap()
        .replace("Bollnäs hälsocentral", &format!("Bollnäs hälsocentral {number}"))
        .into_bytes();
    files
}

/// A folder of rules, removed when dropped.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &Layer) -> Self {
        let path = std::env::temp_dir().join(format!("handover-{}-{name}", std::process::id()));
        let folder = Self(path);
        folder.write(files);
        folder
    }

    fn write(&self, files: &Layer) {
        for (name, bytes) in files {
            let path = self.0.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_hundred_reloads_under_load_lose_no_request_and_mix_no_versions() {
    const CASE: &[u8] =
        r#"{"case_type": "certificate", "unit": "bollnas", "care_level": "primary"}"#.as_bytes();
    let folder = Folder::new("reloads", &numbered(0));
    let service = Service::of(Files::Folder(folder.0.clone()), |_| {});
    // The answer of each version, by its fingerprint.
    let said: BTreeMap<String, String> = (0..=100)
        .map(|number| {
            let rules = RuleSet::from_files(&Files::Memory(numbered(number))).unwrap();
            let engine = Engine::new(rules);
            let context = Context { engine: &engine, lang: Lang::Sv, today: date(2026, 4, 1) };
            let answer = v1::recommend(&context, CASE).unwrap();
            let answer = serde_json::to_string(&answer).unwrap() + "\n";
            (engine.rule_set().fingerprint.clone(), answer)
        })
        .collect();
    assert_eq!(said.len(), 101);
    let (done, asked) = (AtomicBool::new(false), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let mut client = service.client();
                while !done.load(Ordering::Relaxed) {
                    let answer = client.post("/v1/recommend", CASE);
                    let fingerprint = answer.header("handover-ruleset").unwrap();
                    assert_eq!(answer.status, 200);
                    assert_eq!(answer.text(), said[fingerprint]);
                    asked.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        // The answers of a stream are of one version, however long it takes.
        scope.spawn(|| {
            let lines = [CASE, b"\n"].concat().repeat(200);
            while !done.load(Ordering::Relaxed) {
                let answer = service.client().lines("/v1/recommend", &lines);
                let said = &said[answer.header("handover-ruleset").unwrap()];
                assert!(answer.text() == said.repeat(200));
            }
        });
        for number in 1..=100 {
            if number % 5 == 0 {
                let broken = "routing:\n  rules: [{id: x}]\n".into();
                folder.write(&BTreeMap::from([("routing.yaml".to_owned(), broken)]));
            } else {
                folder.write(&numbered(number));
            }
            service.reload();
            let ready = service.client().get("/readyz");
            assert_eq!(ready.status, 200);
            let outcome = if number % 5 == 0 { "refused" } else { "changed" };
            let ready = ready.json();
            assert_eq!(ready["reload"]["outcome"], outcome, "{number}");
            assert_eq!(ready["reload"]["faults"] == json!([]), number % 5 != 0, "{number}");
        }
        done.store(true, Ordering::Relaxed);
    });
    assert!(asked.load(Ordering::Relaxed) > 100);
    assert_eq!(service.counted("handover_reloads_total{outcome=\"refused\"}"), 20);
    assert_eq!(service.counted("handover_reloads_total{outcome=\"changed\"}"), 80);
    assert_eq!(service.counted("handover_panics_total"), 0);
}

#[test]
fn rules_that_change_on_disk_come_into_force_by_themselves() {
    let folder = Folder::new("watched", &numbered(0));
    let service = Service::of(Files::Folder(folder.0.clone()), |config| config.watch = true);
    let (_, before) = service.server.rules();
    folder.write(&numbered(1));
    let changed = (0..600).any(|_| {
        thread::sleep(Duration::from_millis(100));
        service.server.rules().1 != before
    });
    assert!(changed);
}

#[test]
fn what_cannot_be_understood_is_refused_with_its_status_and_code() {
    let service = Service::start(|config| config.limits.body_bytes = 100_000);
    let mut client = service.client();
    let deep = [b"[".repeat(40_000), b"]".repeat(40_000)].concat();
    let deep_case = [br#"{"case_type":"#.as_slice(), &deep, b"}"].concat();
    let large = vec![b' '; 100_001];
    let misunderstood: &[(&[u8], u16, &str)] = &[
        (b"", 400, "not_json"),
        (b"{", 400, "not_json"),
        (b"\xff\xfe", 400, "not_json"),
        (b"[{},]", 400, "not_json"),
        (b"{} {}", 400, "not_json"),
        (b"3", 422, "wrong_type"),
        (br#"{"care_levle": "PV"}"#, 422, "unknown_field"),
        (br#"{"care_level": "nowhere"}"#, 422, "unknown_name"),
        (br#"{"at": "2025-02-30"}"#, 422, "bad_date"),
        (br#"{"priority": 0}"#, 422, "bad_priority"),
        (&deep_case, 400, "not_json"),
        (&large, 413, "too_large"),
    ];
    for (body, status, code) in misunderstood {
        let answer = client.post("/v1/recommend", body);
        let shown = String::from_utf8_lossy(&body[..body.len().min(40)]);
        assert_eq!((answer.status, answer.code().as_str()), (*status, *code), "{shown}");
        assert!(answer.header("x-request-id").is_some());
        if *status == 413 {
            client = service.client();
        }
    }
    // An array of one request, which is no more than its own answer.
    let answer = client.post("/v1/recommend", &deep);
    assert_eq!((answer.status, &answer.json()[0]["error"]["code"]), (200, &json!("not_json")));
    let types = [("content-type", "text/plain")];
    let answer = client.ask("POST", "/v1/recommend", &types, CASE);
    assert_eq!((answer.status, answer.code().as_str()), (415, "wrong_content_type"));
    let answer = client.get("/v1/recommend");
    assert_eq!((answer.status, answer.code().as_str()), (405, "wrong_method"));
    assert_eq!(answer.header("allow"), Some("POST"));
    let answer = client.get("/v1/nothing");
    assert_eq!((answer.status, answer.code().as_str()), (404, "not_found"));
    assert_eq!(service.counted("handover_panics_total"), 0);
}

#[test]
fn a_body_that_never_says_how_long_it_is_is_cut_short() {
    let service = Service::start(|config| config.limits.body_bytes = 10_000);
    let mut client = service.client();
    client.send(
        b"POST /v1/recommend HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n",
    );
    let chunk = [b"400\r\n".as_slice(), &[b' '; 1024], b"\r\n"].concat();
    (0..10).for_each(|_| client.send(&chunk));
    assert_eq!(client.answer().unwrap().code(), "too_large");
}

#[test]
fn slow_clients_are_cut_off() {
    let service = Service::start(|config| {
        config.limits.head_time = Duration::from_millis(300);
        config.limits.body_time = Duration::from_millis(300);
        config.limits.idle_time = Duration::from_millis(300);
    });
    // A head that never ends, and a connection that lies idle.
    for sent in [b"POST /v1/recommend HT".as_slice(), b""] {
        let mut client = service.client();
        client.send(sent);
        assert!(client.answer().is_none_or(|answer| answer.status == 408));
    }
    // A body that never ends.
    let mut client = service.client();
    client.send(b"POST /v1/recommend HTTP/1.1\r\nhost: localhost\r\ncontent-length: 50\r\n\r\n{");
    let answer = client.answer().unwrap();
    assert_eq!((answer.status, answer.code().as_str()), (408, "slow_body"));
    // A stream that never ends is broken off, not ended as if it were whole.
    let mut client = service.client();
    client.send(
        b"POST /v1/recommend HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-ndjson\r\n\
          transfer-encoding: chunked\r\n\r\n",
    );
    client.send(b"3\r\n{}\n\r\n");
    assert!(client.answer().is_none());
    assert_eq!(service.client().get("/healthz").status, 200);
}

#[test]
fn the_service_stops_in_order() {
    let mut service = Service::start(|config| {
        config.limits.drain_time = Duration::from_millis(500);
    });
    let mut open = service.client();
    assert_eq!(open.get("/readyz").status, 200);
    let mut running = service.client();
    running.send(b"POST /v1/recommend HTTP/1.1\r\nhost: localhost\r\n");
    running.send(format!("content-length: {}\r\n\r\n", CASE.len()).as_bytes());
    service.tell_to_stop();
    // It is reported as not ready while it still accepts connections.
    let told = (0..100).any(|_| open.get("/readyz").status == 503);
    assert!(told);
    thread::sleep(Duration::from_millis(600));
    running.send(CASE);
    let answer = running.answer().unwrap();
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("connection"), Some("close"));
    service.wait();
    assert!(std::net::TcpStream::connect(service.address).is_err());
}

#[test]
fn a_client_that_says_nothing_does_not_keep_the_service_from_stopping() {
    let mut service = Service::start(|config| {
        config.limits.head_time = Duration::from_millis(300);
        config.limits.stop_time = Duration::from_secs(300);
    });
    let mut silent = service.client();
    let mut asks = service.client();
    assert_eq!(asks.get("/healthz").status, 200);
    let started = Instant::now();
    service.tell_to_stop();
    service.wait();
    // It has ended by itself, without being cut off.
    assert!(started.elapsed() < Duration::from_secs(200));
    assert!(silent.answer().is_none());
}
