//! Which files the arguments mean: folders are walked, in order of names.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// One medium to judge.
#[derive(Debug)]
pub(super) struct Item {
    /// As it was named, or as the walk found it. `-` for standard input.
    pub(super) path: PathBuf,
    /// What it is, or why there is nothing to judge.
    pub(super) kind: Result<Kind, String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// To be opened; only that will tell whether it is a file that ends.
    File,
    Stdin,
}

/// All media of the arguments, in their order.
#[derive(Debug, Default)]
pub(super) struct Listing {
    pub(super) items: Vec<Item>,
    /// Entries of folders whose names begin with a dot.
    hidden: usize,
    /// Links to folders that the walk had been in.
    repeated: usize,
}

impl Listing {
    fn push(&mut self, path: PathBuf, kind: Result<Kind, String>) {
        self.items.push(Item { path, kind });
    }

    /// What was left out, in words; nothing is left out silently.
    pub(super) fn skipped(&self) -> Option<String> {
        let counted = |count: usize, one: &str, many: &str| match count {
            0 => None,
            1 => Some(format!("1 {one}")),
            count => Some(format!("{count} {many}")),
        };
        let parts = [
            counted(self.hidden, "hidden entry", "hidden entries"),
            counted(self.repeated, "link to a folder walked before", "links to folders walked before"),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| format!("skipped {}", parts.join(" and ")))
    }
}

/// The media that the arguments name. A file that is named twice is judged twice.
pub(super) fn list(arguments: &[PathBuf]) -> anyhow::Result<Listing> {
    let is_stdin = |path: &&PathBuf| path.as_os_str() == "-";
    if arguments.iter().filter(is_stdin).count() > 1 {
        anyhow::bail!("`-` is given twice, but standard input can be read only once");
    }
    let mut listing = Listing::default();
    for path in arguments {
        if is_stdin(&path) {
            listing.push(path.clone(), Ok(Kind::Stdin));
        } else if fs::metadata(path).is_ok_and(|facts| facts.is_dir()) {
            walk(path, &mut listing);
        } else {
            listing.push(path.clone(), Ok(Kind::File));
        }
    }
    Ok(listing)
}

/// Adds everything below a folder that is not hidden. Links are followed, but no folder is entered twice: links that
/// lead back would have no end, and folders full of links to each other practically none.
fn walk(root: &Path, listing: &mut Listing) {
    let (before, hidden) = (listing.items.len(), listing.hidden);
    let mut entered = HashSet::new();
    let mut ahead = vec![root.to_owned()];
    while let Some(path) = ahead.pop() {
        match fs::metadata(&path) {
            Ok(facts) if facts.is_dir() => {
                if !entered.insert((facts.dev(), facts.ino())) {
                    listing.repeated += 1;
                    continue;
                }
                match entries(&path, &mut listing.hidden) {
                    Ok(found) => ahead.extend(found),
                    Err(error) => listing.push(path, Err(error.to_string())),
                }
            }
            Ok(_) => listing.push(path, Ok(Kind::File)),
            Err(error) => listing.push(path, Err(error.to_string())),
        }
    }
    if listing.items.len() == before {
        let what = if listing.hidden > hidden { "only hidden files" } else { "no files" };
        listing.push(root.to_owned(), Err(format!("there are {what} in it")));
    }
}

/// What a folder holds, the last name first: the walk takes from the end.
fn entries(folder: &Path, hidden: &mut usize) -> io::Result<Vec<PathBuf>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        if name.as_bytes().starts_with(b".") {
            *hidden += 1;
        } else {
            names.push(name);
        }
    }
    names.sort_unstable_by(|a, b| b.cmp(a));
    Ok(names.into_iter().map(|name| folder.join(name)).collect())
}
