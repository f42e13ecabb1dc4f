//! The names of what is uploaded (`spec/gas.md` 13.1).
//!
//! All go by facts of the batch, so that a restart or another attempt finds the same ones; the batch's id keeps two
//! validators, two attempts and two batches of one second apart (`spec/gas.md` 18, point 46).

use std::collections::HashSet;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::store::{UploadBatch, UploadItem};
use crate::types::{Modality, UnixMillis};

/// Names of one batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Names {
    modality: Modality,
    /// The first eight characters of who uploads.
    prefix: String,
    /// Of the batch.
    id: String,
    /// When it was planned, in seconds.
    pub(super) seconds: i64,
    /// `2026W47`.
    pub(super) week: String,
}

impl Names {
    pub(super) fn of(batch: &UploadBatch) -> Self {
        Self {
            modality: batch.modality,
            prefix: batch.hotkey.chars().take(8).collect(),
            id: batch.id.clone(),
            seconds: seconds(batch.planned_at_ms),
            week: week(batch.planned_at_ms),
        }
    }

    /// File name of an archive.
    pub(super) fn archive(&self, index: usize) -> String {
        format!("{}s_{}_{}_{}-{index}.tar.gz", self.modality, self.prefix, self.seconds, self.id)
    }

    /// Where an archive lies at the target.
    pub(super) fn archive_path(&self, index: usize) -> String {
        format!("archives/{}/{}", self.week, self.archive(index))
    }

    /// Where the metadata lie at the target.
    pub(super) fn shard_path(&self) -> String {
        format!("data_{}/shard-{}-{}-{}.parquet", self.week, self.prefix, self.seconds, self.id)
    }

    /// Name of a medium in its archive; two of one batch never share one.
    pub(super) fn member(&self, item: &UploadItem, taken: &mut HashSet<String>) -> String {
        #[expect(clippy::cast_possible_truncation, reason = "whole seconds are what the name holds")]
        let created = item.created_at as i64;
        let extension = extension(item);
        // Rows that were taken over from elsewhere may have any id; a name must not lead out of the reader's folder.
        let id: String = item.id.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect();
        let short: String = id.chars().take(8).collect();
        let mut name = format!("{}s/{created}_{short}{extension}", self.modality);
        if taken.contains(&name) {
            name = format!("{}s/{created}_{id}{extension}", self.modality);
        }
        taken.insert(name.clone());
        name
    }
}

/// That of its file, else by its format (`spec/gas.md` 12.8).
fn extension(item: &UploadItem) -> String {
    let plain = |text: &&str| (1..=5).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let of_file = item.file.extension().and_then(|extension| extension.to_str()).filter(plain);
    let of_format = || match item.format.as_deref().unwrap_or_default().to_ascii_uppercase().as_str() {
        "JPEG" | "JPG" => ".jpg",
        "MP4" => ".mp4",
        "AVI" => ".avi",
        "MOV" => ".mov",
        "WEBM" => ".webm",
        _ => ".png",
    };
    of_file.map_or_else(|| of_format().to_owned(), |extension| format!(".{extension}"))
}

/// Seconds since 1970.
pub(super) fn seconds(time: UnixMillis) -> i64 {
    i64::try_from(time.0 / 1000).unwrap_or(i64::MAX)
}

/// The ISO week with the year that it belongs to, in UTC. The reference takes the calendar year, which names a week at the
/// end of a year twice or never (`spec/gas.md` 18, point 46).
pub(super) fn week(time: UnixMillis) -> String {
    let time = i64::try_from(time.0).ok().and_then(|ms| Timestamp::from_millisecond(ms).ok()).unwrap_or_default();
    let week = time.to_zoned(TimeZone::UTC).date().iso_week_date();
    format!("{}W{:02}", week.year(), week.week())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> UnixMillis {
        UnixMillis(u64::try_from(text.parse::<Timestamp>().unwrap().as_millisecond()).unwrap())
    }

    #[test]
    fn the_week_at_the_end_of_a_year_has_the_year_that_it_belongs_to() {
        for (time, name) in [
            ("2026-11-21T12:00:00Z", "2026W47"),
            ("2024-12-29T23:59:59Z", "2024W52"),
            ("2024-12-30T00:00:00Z", "2025W01"),
            ("2027-01-01T00:00:00Z", "2026W53"),
            ("2027-01-04T00:00:00Z", "2027W01"),
        ] {
            assert_eq!(week(at(time)), name, "{time}");
        }
    }

    #[test]
    fn names_tell_who_uploaded_and_which_batch_and_members_differ() {
        let names = Names {
            modality: Modality::Image,
            prefix: "5Grwvaef".into(),
            id: "0a1b2c3d".into(),
            seconds: 1_795_000_000,
            week: "2026W46".into(),
        };
        assert_eq!(names.archive_path(1), "archives/2026W46/images_5Grwvaef_1795000000_0a1b2c3d-1.tar.gz");
        assert_eq!(names.shard_path(), "data_2026W46/shard-5Grwvaef-1795000000-0a1b2c3d.parquet");
        let item = |id: &str, file: &str, format: Option<&str>| UploadItem {
            id: id.into(),
            file: file.into(),
            media_type: String::new(),
            source_type: String::new(),
            model_name: None,
            uid: None,
            hotkey: None,
            verified: true,
            created_at: 17.9,
            timestamp: None,
            resolution: None,
            file_size: None,
            format: format.map(str::to_owned),
            sha256: None,
            c2pa_issuer: None,
            prompt_id: None,
            prompt_content: None,
        };
        let mut taken = HashSet::new();
        assert_eq!(names.member(&item("12345678-1", "a.jpg", None), &mut taken), "images/17_12345678.jpg");
        assert_eq!(names.member(&item("12345678-2", "b.jpg", None), &mut taken), "images/17_12345678-2.jpg");
        assert_eq!(names.member(&item("x", "b", Some("JPEG")), &mut taken), "images/17_x.jpg");
        assert_eq!(names.member(&item("../../x", "a.png", None), &mut taken), "images/17_______x.png");
    }
}
