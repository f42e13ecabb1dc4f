//! The size of a folder, found out by a short-lived process of its own: a data folder may hold millions of files.

use std::path::{Path, PathBuf};

/// What such a process is told to do: `folder-size PATH`.
pub(crate) const VERB: &str = "folder-size";

/// Bytes of all files below a folder. What vanishes meanwhile counts nothing; links are not followed.
pub(crate) fn size(folder: &Path) -> u64 {
    let mut open: Vec<PathBuf> = vec![folder.to_owned()];
    let mut bytes = 0_u64;
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.metadata() {
                Ok(facts) if facts.is_dir() => open.push(entry.path()),
                Ok(facts) => bytes = bytes.saturating_add(facts.len()),
                Err(_) => {}
            }
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_all_levels_count_and_links_do_not() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("a/b")).unwrap();
        std::fs::write(folder.path().join("a/b/file"), [0; 1000]).unwrap();
        std::fs::write(folder.path().join("file"), [0; 24]).unwrap();
        std::os::unix::fs::symlink("/", folder.path().join("a/root")).unwrap();
        let link = std::fs::symlink_metadata(folder.path().join("a/root")).unwrap().len();
        assert_eq!(size(folder.path()), 1024 + link);
        assert_eq!(size(&folder.path().join("missing")), 0);
    }
}
