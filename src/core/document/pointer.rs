//! JSON pointers (RFC 6901): routes from the root of a document to a value.

/// A pointer extended by one step, with `~` and `/` escaped.
#[must_use]
pub fn join(route: &str, step: &str) -> String {
    format!("{route}/{}", step.replace('~', "~0").replace('/', "~1"))
}

/// The steps of a pointer, unescaped.
pub(super) fn steps(route: &str) -> impl Iterator<Item = String> {
    route.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_come_back() {
        let route = join(&join("", "a/b~"), "~1");
        assert_eq!(route, "/a~1b~0/~01");
        assert_eq!(steps(&route).collect::<Vec<_>>(), ["a/b~", "~1"]);
        assert_eq!(steps("").count(), 0);
    }
}
