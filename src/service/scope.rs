//! What a client may do.

/// What a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Ask for recommendations, verdicts and explanations, and read the rule set.
    Query,
    /// Have rule sets checked.
    Check,
    /// Read the metrics.
    Admin,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 3] = [Self::Query, Self::Check, Self::Admin];

    /// The word for it in the file of keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Check => "check",
            Self::Admin => "admin",
        }
    }

    /// The scope of that word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == word)
    }
}

/// Some scopes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Scopes(u8);

impl Scopes {
    /// All of them.
    pub(super) fn all() -> Self {
        Scope::ALL.into_iter().collect()
    }

    /// Whether a scope is among them.
    pub(super) fn holds(self, scope: Scope) -> bool {
        self.0 & (1 << scope as u8) != 0
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        Self(scopes.into_iter().fold(0, |all, scope| all | (1 << scope as u8)))
    }
}
