//! A service on a port of its own, and a plain client that can also misbehave.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use handover_core::document::Files;
use handover_core::ruleset::embedded_files;
use handover_service::{Config, Server};
use jiff::civil::date;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;

/// A service that ends when dropped.
pub(crate) struct Service {
    pub(crate) address: SocketAddr,
    pub(crate) server: Arc<Server>,
    runtime: Arc<Runtime>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Service {
    /// Starts the service by the embedded rules, as of a day in spring 2026, on any free port.
    pub(crate) fn start(set_up: impl FnOnce(&mut Config)) -> Self {
        Self::of(embedded_files(), set_up)
    }

    /// Starts the service by the rules in some files.
    pub(crate) fn of(files: Files, set_up: impl FnOnce(&mut Config)) -> Self {
        let mut config = Config::new(SocketAddr::from(([127, 0, 0, 1], 0)), files);
        config.today = Some(date(2026, 4, 1));
        set_up(&mut config);
        let runtime = Arc::new(Runtime::new().unwrap());
        let server = Arc::new(runtime.block_on(Server::bind(config)).unwrap());
        let (_, port) =
            server.url().rsplit_once(':').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
        let (stop, stopped) = oneshot::channel();
        let (running, rt) = (Arc::clone(&server), Arc::clone(&runtime));
        let thread = thread::spawn(move || {
            rt.block_on(running.run(async { drop(stopped.await) }));
        });
        Self {
            address: SocketAddr::from(([127, 0, 0, 1], port.parse().unwrap())),
            server,
            runtime,
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    /// Reads the rules again, and returns when that is done.
    pub(crate) fn reload(&self) {
        self.runtime.block_on(self.server.reload());
    }

    /// Tells the service to stop, without waiting for it.
    pub(crate) fn tell_to_stop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
    }

    /// Waits for the service to end.
    pub(crate) fn wait(&mut self) {
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }

    pub(crate) fn client(&self) -> Client {
        Client::connect(self.address)
    }

    /// A counter of the service; 0 if it has none with that name.
    pub(crate) fn counted(&self, name: &str) -> u64 {
        let text = self.client().get("/metrics").text();
        let line = text.lines().find(|line| line.starts_with(&format!("{name} ")));
        line.map_or(0, |line| line.rsplit(' ').next().unwrap().parse().unwrap())
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.tell_to_stop();
        if !thread::panicking() {
            self.wait();
        }
    }
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The code of the error.
    pub(crate) fn code(&self) -> String {
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{self:?}");
        let problem = self.json();
        assert_eq!(problem["status"], self.status);
        problem["error"]["code"].as_str().unwrap().to_owned()
    }
}

/// A connection.
pub(crate) struct Client {
    pub(crate) stream: BufReader<TcpStream>,
}

impl Client {
    pub(crate) fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        // A test that would wait forever fails instead.
        stream.set_read_timeout(Some(Duration::from_secs(120))).unwrap();
        stream.set_write_timeout(Some(Duration::from_secs(120))).unwrap();
        Self { stream: BufReader::new(stream) }
    }

    pub(crate) fn send(&mut self, bytes: &[u8]) {
        self.stream.get_mut().write_all(bytes).unwrap();
    }

    pub(crate) fn get(&mut self, path: &str) -> Answer {
        self.ask("GET", path, &[], b"")
    }

    pub(crate) fn post(&mut self, path: &str, body: &[u8]) -> Answer {
        self.ask("POST", path, &[("content-type", "application/json")], body)
    }

    pub(crate) fn lines(&mut self, path: &str, body: &[u8]) -> Answer {
        self.ask("POST", path, &[("content-type", "application/x-ndjson")], body)
    }

    pub(crate) fn ask(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Answer {
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: localhost\r\n");
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        head += &format!("content-length: {}\r\n\r\n", body.len());
        let mut sent = head.into_bytes();
        sent.extend_from_slice(body);
        // Answers that come before all is sent must be read in the meantime, or both sides would wait.
        let mut writer = self.stream.get_ref().try_clone().unwrap();
        let sending = thread::spawn(move || drop(writer.write_all(&sent)));
        let answer = self.answer().expect("an answer");
        sending.join().unwrap();
        answer
    }

    /// Reads an answer; `None` if the connection was closed instead.
    pub(crate) fn answer(&mut self) -> Option<Answer> {
        let mut line = String::new();
        self.stream.read_line(&mut line).ok().filter(|&read| read > 0)?;
        let status = line.split(' ').nth(1).unwrap().parse().unwrap();
        let mut headers = Vec::new();
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line).ok()?;
            let Some((name, value)) = line.trim_end().split_once(": ") else { break };
            headers.push((name.to_ascii_lowercase(), value.to_owned()));
        }
        let mut answer = Answer { status, headers, body: Vec::new() };
        if let Some(length) = answer.header("content-length") {
            answer.body = vec![0; length.parse().unwrap()];
            self.stream.read_exact(&mut answer.body).ok()?;
        } else if answer.header("transfer-encoding") == Some("chunked") {
            while let Some(chunk) = self.chunk()? {
                answer.body.extend(chunk);
            }
        }
        Some(answer)
    }

    /// A chunk; `Some(None)` is the end of a whole body, `None` a body that was broken off.
    pub(crate) fn chunk(&mut self) -> Option<Option<Vec<u8>>> {
        let mut line = String::new();
        self.stream.read_line(&mut line).ok().filter(|&read| read > 0)?;
        let length = usize::from_str_radix(line.trim_end(), 16).ok()?;
        let mut chunk = vec![0; length + 2];
        self.stream.read_exact(&mut chunk).ok()?;
        chunk.truncate(length);
        Some((length > 0).then_some(chunk))
    }
}
