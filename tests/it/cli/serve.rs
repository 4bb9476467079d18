//! `handover serve` and `handover key` as programs: what they print, when they refuse, and how they end.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use crate::common::http::Service;
use crate::common::program::{Running, handover};

const CASE: &[u8] = r#"{"case_type": "Intyg", "care_level": "PV", "unit": "valbo"}"#.as_bytes();

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A folder, removed when dropped.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("handover-serve-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }
}

#[test]
fn the_service_starts_without_anything_and_stops_when_told() {
    let running = Running::start(&["--log-level", "debug"]);
    assert!(running.line.starts_with("Svarar på http://127.0.0.1:"), "{}", running.line);
    assert!(running.line.contains("efter reglerna gavleborg ("), "{}", running.line);
    let secret = r#"{"case_type": "Hemligt", "unit": "19900101-2385"}"#;
    let mut client = running.client();
    assert_eq!(client.post("/v1/recommend", CASE).status, 200);
    assert_eq!(client.post("/v1/recommend?token=hemligt", CASE).code(), "unknown_parameter");
    assert_eq!(client.post("/v1/recommend", secret.as_bytes()).status, 200);
    assert_eq!(client.get("/hemligt/19900101-2385").status, 404);
    running.signal("TERM");
    let ended = running.end();
    assert_eq!(ended.status.code(), Some(0));
    // The log contains nothing that a client wrote.
    let log = String::from_utf8(ended.stderr).unwrap();
    assert!(log.contains("path=\"/v1/recommend\" status=200"), "{log}");
    assert!(log.contains("path=\"unknown\" status=404"), "{log}");
    assert!(!log.to_lowercase().contains("hemligt") && !log.contains("2385"), "{log}");
}

#[test]
fn a_signal_reads_rules_and_keys_again() {
    let folder = Folder::new("signal");
    let keys = folder.path("keys.txt");
    fs::write(&keys, "").unwrap();
    let running = Running::start(&["--keys", &keys, "--anonymous", "nobody", "--log", "json"]);
    let mut client = running.client();
    assert_eq!(client.post("/v1/recommend", CASE).code(), "no_key");
    let made = handover(&["key", "new", "journal", "--file", &keys, "--format", "json"]).output();
    let made: serde_json::Value = serde_json::from_slice(&made.unwrap().stdout).unwrap();
    let bearer = format!("Bearer {}", made["key"].as_str().unwrap());
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    running.signal("HUP");
    let open = (0..600).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(50));
        client.ask("POST", "/v1/recommend", &headers, CASE).status == 200
    });
    assert!(open);
    let ready = client.get("/readyz").json();
    assert_eq!(ready["reload"]["outcome"], "unchanged");
    running.signal("TERM");
    let ended = running.end();
    let log = String::from_utf8(ended.stderr).unwrap();
    let lines: Vec<serde_json::Value> =
        log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(lines.iter().any(|line| line["message"] == "the keys were read again"), "{log}");
    assert!(!log.contains(made["key"].as_str().unwrap()));
}

#[test]
fn what_would_be_unwise_is_refused() {
    let folder = Folder::new("refused");
    let keys = folder.path("keys.txt");
    fs::write(&keys, "valbo query\n").unwrap();
    fs::write(folder.path("ruleset.yaml"), "ruleset: {}\n").unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    let everywhere = ["--listen", "0.0.0.0:0"];
    let told = |arguments: &[&str]| {
        let output = handover(&["serve"]).args(arguments).output().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    for (arguments, status, part) in [
        (&everywhere[..], 2, "ska tjänsten ha ett certifikat"),
        (&[&everywhere[..], &["--insecure"]].concat()[..], 2, "ska tjänsten ha nycklar"),
        (&["--keys", &keys], 2, "rad 1: en rad har id, behörigheter och hash"),
        (&["--keys", &folder.path("none")], 2, "filen med nycklar går inte att läsa"),
        (&["--tls-certificate", &keys, "--tls-key", &keys], 2, "rymmer inget certifikat"),
        (&["--tls-key", &keys], 2, "--tls-certificate"),
        (&["--compiled", &keys], 2, "läser reglerna som de är skrivna"),
        (&["--rules", &folder.path("")], 3, "ruleset.yaml"),
        (&["--rules", &folder.path("none")], 3, "finns inte"),
        (&["--listen", &taken], 4, "adressen går inte att lyssna på"),
        (&["--max-running", "0"], 2, "från 1 till 1000000"),
    ] {
        let (ended, error) = told(arguments);
        assert!(ended == status && error.contains(part), "{arguments:?}: {ended} {error}");
    }
}

#[test]
fn a_key_is_shown_once_and_its_line_is_kept_from_others() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("key");
    let keys = folder.path("keys.txt");
    let output = handover(&["key", "new", "journal", "--scopes", "query,admin", "--file", &keys])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.starts_with("Nyckeln till journal, som inte kan visas igen:"), "{text}");
    let line = fs::read_to_string(&keys).unwrap();
    assert!(line.starts_with("journal query,admin $argon2id$"), "{line}");
    assert_eq!(fs::metadata(&keys).unwrap().permissions().mode() & 0o777, 0o600);
    let wrong = handover(&["key", "new", "Å"]).output().unwrap();
    assert_eq!(wrong.status.code(), Some(2));
}

#[test]
fn a_certificate_is_shown_to_those_who_ask_for_it() {
    let pem = |name: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tls").join(name);
    let (certificate, key) = (pem("certificate.pem"), pem("private.pem"));
    let service = Service::start(|config| {
        let tls = handover_service::Tls { certificate: certificate.clone(), key };
        config.tls = Some(tls);
        config.limits.head_time = std::time::Duration::from_secs(2);
    });
    assert!(service.server.url().starts_with("https://"));
    let mut trusted = rustls::RootCertStore::empty();
    trusted.add(CertificateDer::from_pem_file(&certificate).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(trusted)
        .with_no_client_auth();
    let name = "localhost".try_into().unwrap();
    let tls = rustls::ClientConnection::new(Arc::new(config), name).unwrap();
    let stream = std::net::TcpStream::connect(service.address).unwrap();
    let mut stream = rustls::StreamOwned::new(tls, stream);
    stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n").unwrap();
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line).unwrap();
    assert_eq!(line, "HTTP/1.1 200 OK\r\n");
    // A client without a TLS handshake, or with plain HTTP, gets nothing.
    let mut plain = service.client();
    plain.send(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n");
    let mut answered = String::new();
    let _ = plain.stream.read_line(&mut answered);
    assert!(!answered.contains("200"), "{answered}");
    assert!(service.client().answer().is_none());
}
