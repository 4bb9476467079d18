//! How often each client asks: a token bucket per client, in memory that does not grow with their number.

use std::hash::{BuildHasher, Hash};
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use foldhash::fast::RandomState;

/// How many buckets there are. Two clients that fall into one share it; which do is different in each process.
const BUCKETS: usize = 1 << 16;

/// Who asks, as far as limits go.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Client {
    /// The holder of a key.
    Key(Arc<str>),
    /// An address, or the network of one, since an IPv6 client has a network of its own.
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

/// Buckets that fill at a steady rate. Each is one number: the time at which it is full again (the generic cell rate
/// algorithm), in nanoseconds since the start.
#[derive(Debug)]
pub(super) struct Rates {
    full_at: Box<[AtomicU64]>,
    hasher: RandomState,
    start: Instant,
    /// The time that a token takes to come back.
    token: u64,
    /// The time that an empty bucket takes to fill.
    whole: u64,
}

impl Rates {
    /// Buckets of `burst` tokens, of which `rate` come back every second.
    pub(super) fn new(rate: u32, burst: u32) -> Self {
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
    /// How long to wait for one, where there is none.
    pub(super) fn take(&self, client: &Client) -> Result<(), Duration> {
        self.take_at(client, self.start.elapsed())
    }

    /// Whether a client has a token left, which stays.
    ///
    /// # Errors
    /// How long to wait for one, where there is none.
    pub(super) fn left(&self, client: &Client) -> Result<(), Duration> {
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

    /// When a bucket is full again after a token was taken; or how long to wait for one.
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
        let rates = Rates::new(10, 5);
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
