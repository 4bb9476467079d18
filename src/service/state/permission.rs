//! Permissions: what a client may do.

/// A permission of a key. Files of keys and messages to clients call it a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    /// Ask for recommendations, verdicts and explanations, and read the rule set.
    Query,
    /// Have rule sets checked.
    Check,
    /// Read the metrics.
    Admin,
}

impl Permission {
    /// Every permission.
    pub const ALL: [Self; 3] = [Self::Query, Self::Check, Self::Admin];

    /// Its word in a file of keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Check => "check",
            Self::Admin => "admin",
        }
    }

    /// The permission with this word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|permission| permission.as_str() == word)
    }
}

/// A set of permissions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Permissions(u8);

impl Permissions {
    /// The set of all permissions.
    pub(crate) fn all() -> Self {
        Permission::ALL.into_iter().collect()
    }

    /// Whether the set has a permission.
    pub(crate) fn contains(self, permission: Permission) -> bool {
        self.0 & (1 << permission as u8) != 0
    }
}

impl FromIterator<Permission> for Permissions {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Self {
        Self(permissions.into_iter().fold(0, |all, permission| all | (1 << permission as u8)))
    }
}
