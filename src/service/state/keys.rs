//! Keys of clients: a file of hashes, written by [`new_key`], and the permissions of each key.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use argon2::Argon2;
use argon2::password_hash::rand_core::{OsRng, RngCore};
use argon2::password_hash::{self, PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use handover_core::language::{Text, identity, text};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use tokio::sync::Mutex;

use super::permission::{Permission, Permissions};

/// The prefix of every key, by which secret scanners recognise a leaked one.
const PREFIX: &str = "handover_";
/// The longest id of a key, in bytes.
pub const MAX_ID_BYTES: usize = 40;
/// The most keys in a file.
pub const MAX_KEYS: usize = 10_000;

/// A new key.
#[derive(Debug)]
pub struct NewKey {
    /// The key, for the client; it cannot be shown again.
    pub key: String,
    /// Its line for the file of keys.
    pub line: String,
}

/// Makes a key of 256 random bits. Takes some 50 ms, since its hash is slow by design.
///
/// # Errors
/// If the system has no random numbers.
pub fn new_key(id: &str, permissions: &[Permission]) -> Result<NewKey, password_hash::Error> {
    let mut secret = [0; 32];
    OsRng.try_fill_bytes(&mut secret).map_err(|_| password_hash::Error::Crypto)?;
    let hex: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
    let key = format!("{PREFIX}{id}_{hex}");
    let salt = SaltString::generate(&mut OsRng);
    let hash = Argon2::default().hash_password(key.as_bytes(), &salt)?;
    let words: Vec<&str> = permissions.iter().map(|permission| permission.as_str()).collect();
    Ok(NewKey { line: format!("{id} {} {hash}", words.join(",")), key })
}

/// Whether a text is a valid id of a key: lower case letters, digits and hyphens, and no identity number, since logs have
/// it.
#[must_use]
pub fn is_id(id: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !id.is_empty() && id.len() <= MAX_ID_BYTES && id.bytes().all(plain) && !identity::contains(id)
}

/// A key of the file.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) id: Arc<str>,
    pub(crate) permissions: Permissions,
    hash: String,
    /// SHA-256 of the key once it is verified, so that the slow hash runs once per key rather than once per request.
    verified: OnceLock<[u8; 32]>,
    /// Held while the slow hash is computed.
    pub(crate) verifying: Mutex<()>,
}

impl Key {
    /// Whether `presented` is this key, in constant time; `None` until the key is verified.
    pub(crate) fn matches(&self, presented: &str) -> Option<bool> {
        let digest: [u8; 32] = Sha256::digest(presented).into();
        self.verified.get().map(|known| known.ct_eq(&digest).into())
    }

    /// Whether `presented` is this key, by the slow hash. Remembers a verified key.
    pub(crate) fn verify(&self, presented: &str) -> bool {
        let Ok(hash) = PasswordHash::new(&self.hash) else {
            return false;
        };
        let verified = Argon2::default().verify_password(presented.as_bytes(), &hash).is_ok();
        if verified {
            let _ = self.verified.set(Sha256::digest(presented).into());
        }
        verified
    }
}

/// The keys of a file.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    all: BTreeMap<Arc<str>, Arc<Key>>,
}

/// Why a file of keys cannot be used.
#[derive(Debug)]
pub enum KeysError {
    /// It cannot be read.
    Read(io::Error),
    /// A line, counted from 1, cannot be parsed.
    Line(usize, Text),
}

impl KeysError {
    /// What is wrong and how to fix it.
    #[must_use]
    pub fn message(&self) -> Text {
        match self {
            Self::Read(error) => text(
                format!("filen med nycklar går inte att läsa: {error}"),
                format!("the file of keys cannot be read: {error}"),
            ),
            Self::Line(line, why) => text(
                format!("filen med nycklar, rad {line}: {}", why.sv),
                format!("the file of keys, line {line}: {}", why.en),
            ),
        }
    }
}

impl Keys {
    /// Reads a file of keys: one line each, with id, permissions and hash. Blank lines and comments (`#`) are skipped.
    ///
    /// # Errors
    /// If the file cannot be read or a line cannot be parsed.
    pub(crate) fn read(file: &Path) -> Result<Self, KeysError> {
        Self::parse(&fs::read_to_string(file).map_err(KeysError::Read)?)
    }

    fn parse(written: &str) -> Result<Self, KeysError> {
        let mut all: BTreeMap<Arc<str>, Arc<Key>> = BTreeMap::new();
        for (number, line) in (1..).zip(written.lines()) {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let key = Key::parse(line).map_err(|why| KeysError::Line(number, why))?;
            if all.contains_key(&key.id) {
                let why = text(
                    format!("id `{}` står på två rader; ta bort den ena", key.id),
                    format!("the id `{}` stands on two lines; remove one", key.id),
                );
                return Err(KeysError::Line(number, why));
            }
            if all.len() == MAX_KEYS {
                let why = text(
                    format!("högst {MAX_KEYS} nycklar får plats"),
                    format!("at most {MAX_KEYS} keys have room"),
                );
                return Err(KeysError::Line(number, why));
            }
            all.insert(Arc::clone(&key.id), Arc::new(key));
        }
        Ok(Self { all })
    }

    /// The key whose id a presented key carries, yet to be verified.
    pub(crate) fn claimed(&self, presented: &str) -> Option<&Arc<Key>> {
        let (id, _) = presented.strip_prefix(PREFIX)?.rsplit_once('_')?;
        self.all.get(id)
    }

    /// Carries over which keys are verified, so that clients with unchanged keys notice no reload.
    pub(crate) fn keep_verified(&self, before: &Self) {
        for (id, key) in &self.all {
            let known = before.all.get(id).filter(|known| known.hash == key.hash);
            if let Some(digest) = known.and_then(|known| known.verified.get()) {
                let _ = key.verified.set(*digest);
            }
        }
    }

    /// The number of keys.
    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }
}

impl Key {
    fn parse(line: &str) -> Result<Self, Text> {
        let mut parts = line.split_whitespace();
        let (Some(id), Some(words), Some(hash), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(text(
                "en rad har id, behörigheter och hash med blanksteg emellan, som `handover key new` skriver den",
                "a line has id, scopes and hash with spaces between, as `handover key new` writes it",
            ));
        };
        if !is_id(id) {
            return Err(text(
                "ett id har små bokstäver a–z, siffror och bindestreck, och inget personnummer",
                "an id has lower case letters a–z, digits and hyphens, and no identity number",
            ));
        }
        let named: Option<Permissions> = words.split(',').map(Permission::named).collect();
        let Some(permissions) = named else {
            return Err(text(
                format!(
                    "behörigheterna `{words}` är okända; välj bland query, check och admin, med komma emellan"
                ),
                format!(
                    "the scopes `{words}` are unknown; choose among query, check and admin, with commas between"
                ),
            ));
        };
        if PasswordHash::new(hash).is_err() {
            return Err(text(
                "hashen är inte hel; gör en ny nyckel med `handover key new`",
                "the hash is not whole; make a new key with `handover key new`",
            ));
        }
        Ok(Self {
            id: id.into(),
            permissions,
            hash: hash.to_owned(),
            verified: OnceLock::new(),
            verifying: Mutex::new(()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_key_is_verified_by_its_line_and_no_other_is() {
        let made = new_key("valbo", &[Permission::Query, Permission::Admin]).unwrap();
        let keys = Keys::parse(&format!("# keys\n\n{}\n", made.line)).unwrap();
        let key = keys.claimed(&made.key).unwrap();
        assert_eq!(key.matches(&made.key), None);
        let mut wrong = made.key.clone();
        let last = if wrong.pop() == Some('0') { '1' } else { '0' };
        wrong.push(last);
        assert!(!key.verify(&wrong) && key.matches(&wrong).is_none());
        assert!(key.verify(&made.key));
        assert_eq!((key.matches(&made.key), key.matches(&wrong)), (Some(true), Some(false)));
        let again = Keys::parse(&made.line).unwrap();
        again.keep_verified(&keys);
        assert_eq!(again.claimed(&made.key).unwrap().matches(&made.key), Some(true));
        let other = new_key("valbo", &[Permission::Query]).unwrap();
        let renewed = Keys::parse(&other.line).unwrap();
        renewed.keep_verified(&keys);
        assert_eq!(renewed.claimed(&made.key).unwrap().matches(&made.key), None);
        let allowed = |permission| key.permissions.contains(permission);
        assert!(allowed(Permission::Query) && allowed(Permission::Admin));
        assert!(!allowed(Permission::Check));
        for other in ["", "handover_", "handover_valbo", "handover_other_00", "valbo_00"] {
            assert!(keys.claimed(other).is_none(), "{other}");
        }
        assert!(!made.line.contains(made.key.rsplit('_').next().unwrap()));
    }

    #[test]
    fn broken_lines_are_reported() {
        let hash = "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA";
        for line in [
            "valbo query".to_owned(),
            format!("Valbo query {hash}"),
            format!("valbo all {hash}"),
            "valbo query hash".to_owned(),
            format!("valbo query {hash}\nvalbo query {hash}"),
        ] {
            assert!(matches!(Keys::parse(&line), Err(KeysError::Line(..))), "{line}");
        }
        assert_eq!(Keys::parse(&format!("valbo query,check {hash}")).unwrap().len(), 1);
    }
}
