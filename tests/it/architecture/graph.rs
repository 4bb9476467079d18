//! Imports between the source files of a crate, from their `use` declarations and qualified paths.
//!
//! A name is followed through re-exports to the file that defines it, so a `mod.rs` that only hands names on imports
//! nothing. Code under `#[cfg(test)]` does not count.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};
use syn::{Attribute, Item, UseTree, Visibility};

/// A path resolved against the module that contains it: absolute within its crate.
type Absolute = Vec<String>;

/// A source file as a module of its crate.
#[derive(Default)]
pub(super) struct Module {
    /// The file, relative to the repository.
    pub(super) file: PathBuf,
    /// Names that the file defines.
    defined: BTreeSet<String>,
    /// Names that it imports or re-exports: the local name, the path, and whether it is re-exported.
    imported: Vec<(String, Absolute, bool)>,
    /// Qualified paths in its code.
    named: BTreeSet<Absolute>,
    /// Other crates of the workspace that it names.
    pub(super) foreign: BTreeSet<(String, String)>,
}

/// The modules of a crate, by path from its root.
pub(super) struct Modules(BTreeMap<Absolute, Module>);

/// An import of one file by another.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Import {
    /// The file that imports.
    pub(super) from: PathBuf,
    /// The file that defines the name.
    pub(super) to: PathBuf,
    /// The path that was imported.
    pub(super) path: String,
}

fn only_in_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Ident>().is_ok_and(|what| what == "test")
    })
}

struct Reader {
    at: Absolute,
    module: Module,
}

impl Reader {
    /// The path from the root of the crate; `None` where it leads to another crate, or is no path of a module.
    fn absolute(&mut self, path: &[String]) -> Option<Absolute> {
        let (first, rest) = path.split_first()?;
        let mut out = self.at.clone();
        match first.as_str() {
            "crate" => out.clear(),
            "self" => {}
            "super" => {
                out.pop()?;
                let mut rest = rest;
                while let Some((next, behind)) =
                    rest.split_first().filter(|(next, _)| *next == "super")
                {
                    let _ = next;
                    out.pop()?;
                    rest = behind;
                }
                out.extend(rest.iter().cloned());
                return Some(out);
            }
            foreign if foreign.starts_with("handover_") => {
                let room = rest.first().cloned().unwrap_or_default();
                self.module.foreign.insert((foreign.to_owned(), room));
                return None;
            }
            // A name that is in scope: a child module, or an import.
            _ => {
                let imported = self.module.imported.iter().find(|(name, _, _)| name == first);
                match imported {
                    Some((_, stands_for, _)) => out.clone_from(stands_for),
                    None => out.push(first.clone()),
                }
            }
        }
        out.extend(rest.iter().cloned());
        Some(out)
    }

    fn import(&mut self, tree: &UseTree, before: &mut Vec<String>, handed_on: bool) {
        match tree {
            UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.import(&path.tree, before, handed_on);
                before.pop();
            }
            UseTree::Name(name) if name.ident == "self" => self.imported(before, None, handed_on),
            UseTree::Name(name) => {
                before.push(name.ident.to_string());
                self.imported(before, None, handed_on);
                before.pop();
            }
            UseTree::Rename(rename) => {
                before.push(rename.ident.to_string());
                self.imported(before, Some(rename.rename.to_string()), handed_on);
                before.pop();
            }
            UseTree::Glob(_) => self.imported(before, Some("*".to_owned()), handed_on),
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.import(tree, before, handed_on);
                }
            }
        }
    }

    fn imported(&mut self, path: &[String], name: Option<String>, handed_on: bool) {
        let last = path.last().cloned().unwrap_or_default();
        if let Some(absolute) = self.absolute(path) {
            self.module.imported.push((name.unwrap_or(last), absolute, handed_on));
        }
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        let path_names: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
        if path_names.len() > 1
            && let Some(absolute) = self.absolute(&path_names)
        {
            self.module.named.insert(absolute);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, called: &'ast syn::Macro) {
        // Paths among the tokens of a macro's arguments.
        let text = called.tokens.to_string().replace(' ', "");
        for start in ["crate::", "super::"] {
            for (at, _) in text.match_indices(start) {
                let path: String = text[at..]
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || matches!(c, '_' | ':'))
                    .collect();
                let names: Vec<String> =
                    path.split("::").filter(|s| !s.is_empty()).map(str::to_owned).collect();
                if let Some(absolute) = self.absolute(&names) {
                    self.module.named.insert(absolute);
                }
            }
        }
    }

    fn visit_visibility(&mut self, _: &'ast Visibility) {}

    fn visit_attribute(&mut self, _: &'ast Attribute) {}

    fn visit_item(&mut self, item: &'ast Item) {
        if let Item::Mod(module) = item {
            if !only_in_tests(&module.attrs) {
                visit::visit_item(self, item);
            }
            return;
        }
        if !matches!(item, Item::Use(_)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_use(&mut self, used: &'ast syn::ItemUse) {
        // Within a function.
        self.import(&used.tree, &mut Vec::new(), false);
    }
}

fn name_of(item: &Item) -> Option<String> {
    Some(match item {
        Item::Const(item) => item.ident.to_string(),
        Item::Enum(item) => item.ident.to_string(),
        Item::Fn(item) => item.sig.ident.to_string(),
        Item::Macro(item) => item.ident.as_ref()?.to_string(),
        Item::Static(item) => item.ident.to_string(),
        Item::Struct(item) => item.ident.to_string(),
        Item::Trait(item) => item.ident.to_string(),
        Item::Type(item) => item.ident.to_string(),
        _ => return None,
    })
}

impl Modules {
    /// Reads the crate whose root file is `root` in `folder`, both relative to `repository`.
    pub(super) fn read(repository: &Path, folder: &Path) -> Self {
        let mut modules = BTreeMap::new();
        read(repository, &folder.join("lib.rs"), &Vec::new(), &mut modules);
        Self(modules)
    }

    /// Every module.
    pub(super) fn all(&self) -> impl Iterator<Item = (&Absolute, &Module)> {
        self.0.iter()
    }

    /// The module that defines the item at an absolute path, followed through re-exports.
    fn defining(&self, path: &[String], depth: usize) -> Option<&Absolute> {
        let longest =
            (0..=path.len()).rev().find(|&length| self.0.contains_key(&path[..length]))?;
        let (at, module) = self.0.get_key_value(&path[..longest])?;
        let Some(name) = path.get(longest).filter(|_| depth < 8) else {
            return Some(at);
        };
        if module.defined.contains(name) {
            return Some(at);
        }
        let follow = |target: &Absolute, rest: &[String]| {
            let mut whole = target.clone();
            whole.extend(rest.iter().cloned());
            self.defining(&whole, depth + 1)
        };
        let named = module.imported.iter().find(|(known, _, _)| known == name);
        if let Some((_, target, _)) = named {
            return follow(target, &path[longest + 1..]);
        }
        let globs = module.imported.iter().filter(|(known, _, _)| known == "*");
        for (_, target, _) in globs {
            let found = follow(target, &path[longest..])?;
            if self.0[found].defined.contains(name) {
                return Some(found);
            }
        }
        Some(at)
    }

    /// Every import of one file by another, each once.
    pub(super) fn imports(&self) -> BTreeSet<Import> {
        let mut found = BTreeSet::new();
        for module in self.0.values() {
            let used = module.imported.iter().filter(|(_, _, handed_on)| !handed_on);
            for path in used.map(|(_, path, _)| path).chain(&module.named) {
                let Some(target) = self.defining(path, 0) else { continue };
                let to = &self.0[target].file;
                if *to != module.file {
                    let (from, to) = (module.file.clone(), to.clone());
                    found.insert(Import { from, to, path: path.join("::") });
                }
            }
        }
        found
    }
}

fn read(repository: &Path, file: &Path, at: &Absolute, modules: &mut BTreeMap<Absolute, Module>) {
    let text = fs::read_to_string(repository.join(file)).unwrap();
    let parsed =
        syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let mut reader =
        Reader { at: at.clone(), module: Module { file: file.to_owned(), ..Module::default() } };
    for item in &parsed.items {
        reader.module.defined.extend(name_of(item));
        if let Item::Use(used) = item {
            let handed_on = !matches!(used.vis, Visibility::Inherited);
            reader.import(&used.tree, &mut Vec::new(), handed_on);
        }
    }
    for item in &parsed.items {
        match item {
            Item::Mod(module) if module.content.is_none() && !only_in_tests(&module.attrs) => {
                let mut child = at.clone();
                child.push(module.ident.to_string());
                read(
                    repository,
                    &file_of(repository, file, &module.ident.to_string()),
                    &child,
                    modules,
                );
            }
            item => reader.visit_item(item),
        }
    }
    modules.insert(at.clone(), reader.module);
}

/// The file of a module that `parent` declares.
fn file_of(repository: &Path, parent: &Path, name: &str) -> PathBuf {
    let stem = parent.file_stem().unwrap().to_str().unwrap();
    let folder = match stem {
        "lib" | "mod" => parent.parent().unwrap().to_owned(),
        _ => parent.with_extension(""),
    };
    let flat = folder.join(format!("{name}.rs"));
    if repository.join(&flat).exists() { flat } else { folder.join(name).join("mod.rs") }
}

/// The groups of files that import each other in a circle.
pub(super) fn circles(imports: &BTreeSet<Import>) -> Vec<BTreeSet<PathBuf>> {
    let files: BTreeSet<&PathBuf> =
        imports.iter().flat_map(|import| [&import.from, &import.to]).collect();
    let reached = |start: &PathBuf| {
        let mut seen = BTreeSet::new();
        let mut open = vec![start.clone()];
        while let Some(file) = open.pop() {
            for import in imports.iter().filter(|import| import.from == file) {
                if seen.insert(import.to.clone()) {
                    open.push(import.to.clone());
                }
            }
        }
        seen
    };
    let reach: BTreeMap<&PathBuf, BTreeSet<PathBuf>> =
        files.iter().map(|&file| (file, reached(file))).collect();
    let mut found: Vec<BTreeSet<PathBuf>> = Vec::new();
    for (&file, own) in &reach {
        if own.contains(file) && !found.iter().any(|circle| circle.contains(file)) {
            found.push(own.iter().filter(|other| reach[other].contains(file)).cloned().collect());
        }
    }
    found
}
