//! Rate limits: a token bucket per client, in memory that does not grow with the number of clients.

use std::hash::{BuildHasher, Hash};
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use foldhash::fast::RandomState;

/// The number of buckets. Clients with equal hashes share one; the hash differs between processes.
const BUCKETS: usize = 1 << 16;

/// A client, for the purpose of limits.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Client {
    /// The holder of a key.
    Key(Arc<str>),
    /// An IPv4 address, or the /64 network of an IPv6 address, since a client usually owns a whole one.
    Network(u64),
}

impl From<IpAddr> for Client {
    fn from(address: IpAddr) -> Self {
        Self::Network(match address.to_canonical() {
            IpAddr::V4(address) => u64::from(address.to_bits()),
            IpAddr::V6(address) => (address.to_bits() >> 64) as u64,
        })
    }
}

/// Token buckets that fill at a steady rate. Each is one number (the generic cell rate algorithm): the time at which it
/// is full again, in nanoseconds since the start.
#[derive(Debug)]
pub(crate) struct RateLimiter {
    full_at: Box<[AtomicU64]>,
    hasher: RandomState,
    start: Instant,
    /// The time to regain one token.
    token: u64,
    /// The time to fill an empty bucket.
    whole: u64,
}

impl RateLimiter {
    /// Buckets of `burst` tokens that regain `rate` tokens a second.
    pub(crate) fn new(rate: u32, burst: u32) -> Self {
        let token = 1_000_000_000 / u64::from(rate.max(1));
        Self {
            full_at: (0..BUCKETS).map(|_| AtomicU64::new(0)).collect(),
            hasher: RandomState::default(),
            start: Instant::now(),
            token,
            whole: token * u64::from(burst.max(1)),
        }
    }

    /// Takes a token of a client.
    ///
    /// # Errors
    /// The time until the next token, if there is none.
    pub(crate) fn try_take(&self, client: &Client) -> Result<(), Duration> {
        self.take_at(client, self.start.elapsed())
    }

    /// Checks that a client has a token, without taking it.
    ///
    /// # Errors
    /// The time until the next token, if there is none.
    pub(crate) fn check(&self, client: &Client) -> Result<(), Duration> {
        let full_at = self.bucket(client).map_or(0, |bucket| bucket.load(Ordering::Relaxed));
        self.next(full_at, nanos(self.start.elapsed())).map(drop)
    }

    fn take_at(&self, client: &Client, now: Duration) -> Result<(), Duration> {
        let (now, Some(bucket)) = (nanos(now), self.bucket(client)) else {
            return Ok(());
        };
        let taken = bucket.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |full_at| {
            self.next(full_at, now).ok()
        });
        taken.or_else(|full_at| self.next(full_at, now)).map(drop)
    }

    fn bucket(&self, client: &Client) -> Option<&AtomicU64> {
        self.full_at.get(self.hasher.hash_one(client) as usize % BUCKETS)
    }

    /// The new time of a bucket that a token is taken from, or the time until the next token.
    fn next(&self, full_at: u64, now: u64) -> Result<u64, Duration> {
        let next = full_at.max(now) + self.token;
        match (next - now).checked_sub(self.whole) {
            None | Some(0) => Ok(next),
            Some(wait) => Err(Duration::from_nanos(wait)),
        }
    }
}

fn nanos(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_empties_and_fills() {
        let rates = RateLimiter::new(10, 5);
        let client = Client::from(IpAddr::from([192, 0, 2, 1]));
        let at = Duration::from_secs(7);
        for _ in 0..5 {
            assert_eq!(rates.take_at(&client, at), Ok(()));
        }
        let wait = rates.take_at(&client, at).unwrap_err();
        assert_eq!(wait, Duration::from_millis(100));
        assert_eq!(rates.take_at(&client, at + wait), Ok(()));
        assert!(rates.take_at(&client, at + wait).is_err());
        let later = at + Duration::from_secs(60);
        assert_eq!((0..100).filter(|_| rates.take_at(&client, later).is_ok()).count(), 5);
    }

    #[test]
    fn a_client_of_ipv6_is_a_network() {
        let client = |address: &str| Client::from(address.parse::<IpAddr>().unwrap());
        assert_eq!(client("2001:db8::1"), client("2001:db8::2"));
        assert_ne!(client("2001:db8::1"), client("2001:db8:0:1::1"));
        assert_eq!(client("::ffff:192.0.2.1"), client("192.0.2.1"));
        assert_ne!(client("192.0.2.1"), client("192.0.2.2"));
    }
}
