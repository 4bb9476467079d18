//! Clients that misbehave, against the service with its defaults: they get the right status, its memory stays flat, and
//! other clients notice nothing. Bounds are on counts and bytes; `benches/service` measures how long others wait.

use std::fs;
use std::io::{BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::common::http::Client;
use crate::common::program::{Running, handover};

const CASE: &[u8] = r#"{"case_type": "Intyg", "care_level": "PV", "unit": "valbo"}"#.as_bytes();

/// The connections of one flood.
const MANY: usize = 5_000;
/// The kilobytes by which memory may grow while abuse goes on after a warm-up, for what allocators keep. A leak of one
/// kilobyte per connection would exceed it.
const FLAT: u64 = 24 << 10;

/// The kilobytes that eight streams with unread answers may hold.
const UNREAD: u64 = 96 << 10;

/// Allows this process to open enough connections.
fn allow_connections() {
    let limit = getrlimit(Resource::Nofile);
    let wanted = 3 * MANY as u64;
    let allowed = limit.maximum.map_or(wanted, |maximum| maximum.min(wanted));
    assert!(allowed > MANY as u64 + 500, "only {allowed} files may be open");
    setrlimit(Resource::Nofile, Rlimit { current: Some(allowed), ..limit }).unwrap();
}

/// Connections that send something once and then stay silent.
fn connections(address: SocketAddr, number: usize, sent: &[u8]) -> Vec<TcpStream> {
    let connect = |_| {
        let mut stream = TcpStream::connect(address).unwrap();
        // A connection that was evicted already is as good.
        let _ = stream.write_all(sent);
        stream
    };
    (0..number).map(connect).collect()
}

/// Sends requests over an open connection and over new ones; each must be answered.
fn asks(running: &Running, client: &mut Client, times: usize) {
    for _ in 0..times {
        assert_eq!(client.post("/v1/recommend", CASE).status, 200);
        assert_eq!(running.client().post("/v1/recommend", CASE).status, 200);
    }
}

/// The value of a counter.
fn counted(client: &mut Client, name: &str) -> u64 {
    let text = client.get("/metrics").text();
    let line = text.lines().find(|line| line.starts_with(&format!("{name} "))).unwrap();
    line.rsplit(' ').next().unwrap().parse().unwrap()
}

/// Checks that thousands of connections that send this and stay silent keep no other client waiting.
fn held_connections(sent: &[u8]) {
    // One test at a time, since all connections belong to this process.
    static ALONE: Mutex<()> = Mutex::new(());
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    allow_connections();
    // Long enough for no connection to time out.
    let options = ["--log-level", "error", "--head-time", "300", "--body-time", "300"];
    let running = Running::start(&options);
    let mut client = running.client();
    asks(&running, &mut client, 20);
    let mut held = Vec::new();
    let mut flood = |times| {
        for _ in 0..times {
            // These evict those before.
            let more = connections(running.address(), MANY, sent);
            asks(&running, &mut client, 100);
            held = more;
        }
        running.memory()
    };
    let before = flood(6);
    let grown = flood(6).saturating_sub(before);
    drop(held);
    assert!(grown < FLAT, "{before} and {grown} kB more");
    assert!(counted(&mut client, "handover_displaced_connections_total") > 10 * MANY as u64 / 2);
    assert_eq!(counted(&mut client, "handover_refused_connections_total"), 0);
    assert_eq!(counted(&mut client, "handover_shed_requests_total"), 0);
    assert_eq!(counted(&mut client, "handover_panics_total"), 0);
    assert!(counted(&mut client, "handover_connections") <= 4_200);
}

#[test]
fn thousands_of_idle_connections_keep_nobody_out() {
    held_connections(b"");
}

#[test]
fn thousands_of_requests_that_never_come_whole_keep_nobody_out() {
    held_connections(
        b"POST /v1/recommend HTTP/1.1\r\nhost: localhost\r\ncontent-length: 50\r\n\r\n{",
    );
}

#[test]
fn what_is_malformed_costs_nothing_that_lasts() {
    let folder = std::env::temp_dir().join(format!("handover-abuse-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let keys = folder.join("keys.txt").to_str().unwrap().to_owned();
    let made = handover(&["key", "new", "journal", "--file", &keys, "--format", "json"]).output();
    let made: serde_json::Value = serde_json::from_slice(&made.unwrap().stdout).unwrap();
    let right = format!("Bearer {}", made["key"].as_str().unwrap());
    let wrong = format!("{}{}", &right[..right.len() - 4], "abcd");
    let running = Running::start(&[
        "--keys",
        &keys,
        "--anonymous",
        "nobody",
        "--log-level",
        "error",
        "--max-body",
        "1000000",
    ]);
    let _ = fs::remove_dir_all(&folder);

    let large = vec![b' '; 1_000_001];
    let deep = [br#"{"case_type":"#.as_slice(), &b"[".repeat(400_000), &b"]".repeat(400_000), b"}"]
        .concat();
    let long = [br#"{"case_type": ""#.as_slice(), &b"x".repeat(900_000), b"\"}"].concat();
    let keyed = [("authorization", right.as_str()), ("content-type", "application/json")];
    let wrongly = [("authorization", wrong.as_str()), ("content-type", "application/json")];
    let unkeyed = [("content-type", "application/json")];
    // Headers, body, and the expected status.
    type Asked<'a> = (&'a [(&'a str, &'a str)], &'a [u8], u16);
    let asked: [Asked<'_>; 9] = [
        (&keyed, CASE, 200),
        (&keyed, &large, 413),
        (&keyed, &deep, 400),
        (&keyed, &long, 413),
        (&keyed, b"{\"a\": ", 400),
        (&keyed, b"\xff\x00", 400),
        (&keyed, br#"{"at": "0000-99-99"}"#, 422),
        (&wrongly, CASE, 401),
        (&unkeyed, CASE, 401),
    ];
    let round = || {
        for (headers, body, status) in asked {
            let answer = running.client().ask("POST", "/v1/recommend", headers, body);
            assert_eq!(answer.status, status, "{}", answer.text());
        }
        let mut garbage = running.client();
        garbage.send(b"\x16\x03\x01\x02\x00 GARBAGE\r\n\r\n");
        assert_eq!(garbage.answer().map(|answer| answer.status), Some(400));
        let mut head = running.client();
        let _ = head
            .stream
            .get_mut()
            .write_all(&[b"GET / HTTP/1.1\r\nx: ".as_slice(), &vec![b'x'; 200_000]].concat());
        assert_eq!(head.answer().map(|answer| answer.status), Some(431));
    };
    (0..30).for_each(|_| round());
    let before = running.memory();
    (0..100).for_each(|_| round());
    let grown = running.memory().saturating_sub(before);
    assert!(grown < FLAT, "{before} and {grown} kB more");
}

#[test]
fn clients_that_never_read_are_cut_off_and_hold_no_memory() {
    // The client that asks waits while others are cut off, and may not be evicted meanwhile.
    let running =
        Running::start(&["--idle-time", "1", "--head-time", "300", "--log-level", "error"]);
    let mut client = running.client();
    asks(&running, &mut client, 20);
    let head =
        b"POST /v1/recommend HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-ndjson\r\n\
        content-length: 1000000000\r\n\r\n";
    // Cases, whose answers soon fill the buffers of the connection, and the shortest requests, whose answers are the longest.
    let cases = [CASE, b"\n"].concat().repeat(500);
    let shortest = b"{}\n".repeat(10_000);
    let never_reads = |lines: &[u8]| {
        let mut stream = TcpStream::connect(running.address()).unwrap();
        stream.set_write_timeout(Some(Duration::from_secs(60))).unwrap();
        // The service stops reading requests once its answers are not read; then it closes the connection.
        let sent = stream.write_all(head).is_ok();
        (0..30_000).take_while(|_| sent && stream.write_all(lines).is_ok()).count()
    };
    let before = running.memory();
    for _ in 0..5 {
        thread::scope(|scope| {
            let lines = |client| if client < 2 { &shortest } else { &cases };
            let clients: Vec<_> =
                (0..8).map(|client| scope.spawn(move || never_reads(lines(client)))).collect();
            asks(&running, &mut client, 200);
            for taken in clients {
                assert!(taken.join().unwrap() < 10_000);
            }
        });
        // Each of eight streams holds a bounded part of its answers, whatever was sent.
        let grown = running.memory().saturating_sub(before);
        assert!(grown < UNREAD, "{before} and {grown} kB more");
    }
    // Their threads are free for others.
    assert_eq!(client.lines("/v1/recommend", b"{}\n").status, 200);
    assert_eq!(counted(&mut client, "handover_panics_total"), 0);
}

#[test]
fn slow_readers_and_writers_wait_for_themselves() {
    let running = Running::start(&["--log-level", "error"]);
    let mut slow = BufReader::new(TcpStream::connect(running.address()).unwrap());
    let request = format!(
        "POST /v1/recommend HTTP/1.1\r\nhost: localhost\r\ncontent-length: {}\r\n\r\n",
        CASE.len()
    );
    let mut client = running.client();
    // A byte at a time, and others ask meanwhile.
    for (count, byte) in request.as_bytes().iter().chain(CASE).enumerate() {
        slow.get_mut().write_all(&[*byte]).unwrap();
        if count % 10 == 0 {
            asks(&running, &mut client, 5);
        }
    }
    let answer = Client { stream: slow }.answer().unwrap();
    assert_eq!(answer.status, 200);
}
