//! What lies in an archive: nothing that leaves it, nothing twice, nothing that is a thousand times as long unpacked.

use std::fs::File;

use zip::{CompressionMethod, ZipArchive};

use super::Fault;

/// Most files and folders in one.
const MOST: usize = 1000;

/// Most bytes of all files, unpacked.
const LONGEST: u64 = 16 << 30;

/// Weights can hardly be compressed. What is this long and shrinks by this much is no model.
const LONG: u64 = 64 << 20;
const RATIO: u64 = 100;

const ANEW: &str = "pack the archive anew, with plain files only";

/// A file in the archive.
pub(super) struct Entry {
    pub(super) index: usize,
    pub(super) name: String,
    /// Bytes, unpacked.
    pub(super) size: u64,
}

/// The files in the archive.
pub(super) struct Entries(Vec<Entry>);

impl Entries {
    /// Notes what is wrong with them; `None` if nothing of it should be unpacked.
    pub(super) fn of(archive: &mut ZipArchive<File>, faults: &mut Vec<Fault>) -> Option<Self> {
        if archive.len() > MOST {
            let what = format!("{} entries, and {MOST} are the most", archive.len());
            faults.push(Fault::archive(what, "pack the model alone").perhaps());
            return None;
        }
        if archive.has_duplicate_names() {
            faults.push(Fault::archive("two entries have the same name", ANEW));
        }
        let mut found = Vec::new();
        let mut is_bomb = false;
        let mut total: u64 = 0;
        for index in 0..archive.len() {
            let Ok(entry) = archive.by_index_raw(index) else {
                faults.push(Fault::archive(format!("entry {} cannot be read", index + 1), ANEW));
                continue;
            };
            let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
            let mut note = |what: &str| faults.push(Fault::file(&name, what, ANEW));
            if leaves(&name) || entry.enclosed_name().is_none() {
                note("its path leads out of the archive");
            }
            if entry.is_symlink() {
                note("it is a link");
                continue;
            }
            if entry.encrypted() {
                note("it is encrypted");
                continue;
            }
            if entry.is_dir() {
                continue;
            }
            if !matches!(entry.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
                note("it is compressed in a way that not every program knows; only `deflate` is");
                continue;
            }
            let (size, packed) = (entry.size(), entry.compressed_size());
            total = total.saturating_add(size);
            if size > LONG && size / packed.max(1) > RATIO {
                let what = "it is a hundred times as long unpacked: no weights can be compressed so far";
                faults.push(Fault::file(&name, what, ANEW).perhaps());
                is_bomb = true;
            }
            found.push(Entry { index, name, size });
        }
        if total > LONGEST {
            let what = format!("{total} bytes unpacked, and {LONGEST} are the most");
            faults.push(Fault::archive(what, ANEW).perhaps());
            is_bomb = true;
        }
        (!is_bomb).then_some(Self(found))
    }

    /// All of them.
    pub(super) fn files(&self) -> impl Iterator<Item = &Entry> {
        self.0.iter()
    }

    /// The one at the top of the archive.
    pub(super) fn find(&self, name: &str) -> Option<&Entry> {
        self.0.iter().find(|entry| entry.name == name)
    }

    /// Where one of this name lies that is not at the top.
    pub(super) fn deeper(&self, name: &str) -> Option<&str> {
        let is_it = |entry: &&Entry| entry.name.rsplit('/').next() == Some(name) && !entry.name.starts_with("__MACOSX");
        self.0.iter().find(is_it).map(|entry| entry.name.as_str())
    }
}

/// Whether a path is absolute or goes up, by the rules of any system.
fn leaves(name: &str) -> bool {
    name.starts_with(['/', '\\']) || name.contains(':') || name.split(['/', '\\']).any(|part| part == "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_goes_up_or_starts_at_a_root_leaves_the_archive() {
        for name in ["../x", "a/../../x", "/etc/passwd", "\\x", "C:\\x", "a\\..\\x", "a/.."] {
            assert!(leaves(name), "{name}");
        }
        for name in ["model.py", "a/b.txt", "..model.py", "a..b"] {
            assert!(!leaves(name), "{name}");
        }
    }
}
