//! `handover serve` as a process of its own.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::thread::{self, JoinHandle};

use super::http::Client;

/// The program, with a language of its own and without rules from the environment.
pub(crate) fn handover(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_handover"));
    command.args(arguments).env("HANDOVER_LANG", "sv").env_remove("HANDOVER_RULES");
    command
}

/// A service that listens on any free port, and its first line.
pub(crate) struct Running {
    child: Child,
    out: BufReader<ChildStdout>,
    log: Option<JoinHandle<Vec<u8>>>,
    pub(crate) line: String,
}

impl Running {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut command = handover(&["serve", "--listen", "127.0.0.1:0"]);
        let mut child =
            command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        // Read as it comes, so that a long log holds nothing up.
        let mut err = child.stderr.take().unwrap();
        let log = thread::spawn(move || {
            let mut log = Vec::new();
            err.read_to_end(&mut log).unwrap();
            log
        });
        Self { child, out, log: Some(log), line }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.line.split("http://").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap()
    }

    pub(crate) fn client(&self) -> Client {
        Client::connect(self.address())
    }

    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-s", name, &id]).status().unwrap().success());
    }

    /// The memory that the process has now, in kilobytes.
    #[allow(dead_code, reason = "the test of abuse alone uses it")]
    pub(crate) fn memory(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }

    /// Waits for the process to end.
    pub(crate) fn end(mut self) -> Output {
        let status = self.child.wait().unwrap();
        let mut stdout = Vec::new();
        self.out.read_to_end(&mut stdout).unwrap();
        let stderr = self.log.take().unwrap().join().unwrap();
        Output { status, stdout, stderr }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
