//! Maps as lists of pairs, sorted by key: equal maps are stored as equal bytes, and rebuilt on reading.

use std::hash::{BuildHasher, Hash};

use std::collections::HashMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub(crate) fn serialize<K: Ord + Serialize, V: Serialize, H, S: Serializer>(
    map: &HashMap<K, V, H>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut pairs: Vec<(&K, &V)> = map.iter().collect();
    pairs.sort_unstable_by_key(|&(key, _)| key);
    pairs.serialize(serializer)
}

pub(crate) fn deserialize<'de, K, V, H, D>(deserializer: D) -> Result<HashMap<K, V, H>, D::Error>
where
    K: Eq + Hash + Deserialize<'de>,
    V: Deserialize<'de>,
    H: BuildHasher + Default,
    D: Deserializer<'de>,
{
    Vec::<(K, V)>::deserialize(deserializer).map(HashMap::from_iter)
}
