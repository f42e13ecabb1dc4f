//! The table of metadata: one row per medium, as Parquet, with exactly the columns of `spec/gas.md` 13.1.

use std::io::Write;
use std::sync::Arc;

use parquet::basic::Compression;
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::{ParquetError, Result};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use super::names::{Names, seconds};
use crate::store::{UploadBatch, UploadItem};

/// As pandas writes them: every column may be null.
const SCHEMA: &str = "message schema {
    optional binary media_id (STRING);
    optional binary media_hash (STRING);
    optional binary archive_filename (STRING);
    optional binary file_path_in_archive (STRING);
    optional binary validator_hotkey (STRING);
    optional int64 validator_uid;
    optional binary generator_hotkey (STRING);
    optional int64 generator_uid;
    optional binary generator_type (STRING);
    optional binary model_name (STRING);
    optional binary c2pa_issuer (STRING);
    optional binary prompt_id (STRING);
    optional binary prompt_content (STRING);
    optional binary modality (STRING);
    optional binary media_type (STRING);
    optional binary source_type (STRING);
    optional binary format (STRING);
    optional binary resolution (STRING);
    optional int64 file_size;
    optional boolean verified;
    optional int64 timestamp;
    optional int64 upload_timestamp;
    optional binary week_partition (STRING);
}";

/// A medium in an archive.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    pub(super) item: &'a UploadItem,
    pub(super) sha256: [u8; 32],
    pub(super) bytes: u64,
    /// File name of its archive.
    pub(super) archive: String,
    /// Its name there.
    pub(super) member: String,
}

/// The value of one cell.
enum Cell {
    Text(Option<String>),
    Number(Option<i64>),
    Truth(bool),
}

/// Writes the table and gives the writer back.
pub(super) fn write<W: Write + Send>(out: W, batch: &UploadBatch, names: &Names, entries: &[Entry<'_>]) -> Result<W> {
    let schema = Arc::new(parse_message_type(SCHEMA)?);
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by(concat!("gascli ", env!("CARGO_PKG_VERSION")).into())
        .build();
    let columns = schema.get_fields().iter().map(|field| field.name().to_owned()).collect::<Vec<_>>();
    let mut file = SerializedFileWriter::new(out, schema, Arc::new(properties))?;
    let mut group = file.next_row_group()?;
    for name in &columns {
        let cells: Vec<Cell> = entries.iter().map(|entry| cell(name, batch, names, entry)).collect::<Result<_>>()?;
        let mut column = group.next_column()?.ok_or_else(|| ParquetError::General("a column is missing".into()))?;
        let (mut texts, mut numbers, mut truths, mut there) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for cell in cells {
            there.push(i16::from(!matches!(cell, Cell::Text(None) | Cell::Number(None))));
            match cell {
                Cell::Text(text) => texts.extend(text.map(|text| ByteArray::from(text.into_bytes()))),
                Cell::Number(number) => numbers.extend(number),
                Cell::Truth(truth) => truths.push(truth),
            }
        }
        // Which of the three it is, the schema says; the others are empty.
        match column.untyped() {
            ColumnWriter::Int64ColumnWriter(column) => column.write_batch(&numbers, Some(&there), None)?,
            ColumnWriter::BoolColumnWriter(column) => column.write_batch(&truths, Some(&there), None)?,
            ColumnWriter::ByteArrayColumnWriter(column) => column.write_batch(&texts, Some(&there), None)?,
            _ => return Err(ParquetError::General(format!("column `{name}` is of another type"))),
        };
        column.close()?;
    }
    group.close()?;
    file.into_inner()
}

fn cell(column: &str, batch: &UploadBatch, names: &Names, entry: &Entry<'_>) -> Result<Cell> {
    let item = entry.item;
    let of_miner = item.source_type == "miner";
    let text = |text: &str| Cell::Text(Some(text.to_owned()));
    Ok(match column {
        "media_id" => text(&item.id),
        "media_hash" => text(&hex::encode(&entry.sha256[..8])),
        "archive_filename" => text(&entry.archive),
        "file_path_in_archive" => text(&entry.member),
        "validator_hotkey" => text(&batch.hotkey),
        "validator_uid" => Cell::Number(batch.uid.map(i64::from)),
        "generator_hotkey" if of_miner => Cell::Text(item.hotkey.clone()),
        "generator_hotkey" => text(&batch.hotkey),
        "generator_uid" if of_miner => Cell::Number(item.uid),
        "generator_uid" => Cell::Number(batch.uid.map(i64::from)),
        "generator_type" => text(if of_miner { "miner" } else { "validator" }),
        "model_name" => text(item.model_name.as_deref().unwrap_or("unknown")),
        "c2pa_issuer" => Cell::Text(item.c2pa_issuer.clone()),
        "prompt_id" => Cell::Text(item.prompt_id.clone()),
        "prompt_content" => Cell::Text(item.prompt_content.clone()),
        "modality" => text(batch.modality.as_str()),
        "media_type" => text(&item.media_type),
        "source_type" => text(&item.source_type),
        "format" => Cell::Text(item.format.as_deref().map(str::to_uppercase)),
        "resolution" => text(item.resolution.as_deref().unwrap_or("null")),
        "file_size" => Cell::Number(i64::try_from(entry.bytes).ok()),
        "verified" => Cell::Truth(item.verified),
        #[expect(clippy::cast_possible_truncation, reason = "a time in whole seconds")]
        "timestamp" => Cell::Number(Some(item.timestamp.unwrap_or(item.created_at as i64))),
        "upload_timestamp" => Cell::Number(Some(seconds(batch.planned_at_ms))),
        "week_partition" => text(&names.week),
        other => return Err(ParquetError::General(format!("column `{other}` has no source"))),
    })
}
