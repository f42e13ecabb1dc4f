//! Prompts out of files: text, CSV, parquet.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use parquet::basic::{ConvertedType, Type as PhysicalType};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use parquet::schema::types::Type;

use crate::types::{Code, Hint, caught};

/// Names of columns that hold prompts, the likeliest first.
const LIKELY: [&str; 6] = ["prompt", "prompts", "text", "caption", "content", "description"];

/// Longest text or CSV.
const LONGEST: u64 = 256 << 20;

/// Longest parquet file.
const LONGEST_PARQUET: u64 = 4 << 30;

/// Most prompts of one file.
const MOST: usize = 1_000_000;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// One prompt a line.
    Text,
    /// Values with commas, or tabs in `.tsv` files.
    Csv,
    /// A table of a data set.
    Parquet,
}

impl Format {
    /// By the end of the name.
    pub(super) fn of(path: &Path) -> Self {
        match path.extension().and_then(|end| end.to_str()).map(str::to_ascii_lowercase).as_deref() {
            Some("csv" | "tsv") => Self::Csv,
            Some("parquet") => Self::Parquet,
            _ => Self::Text,
        }
    }
}

/// Why a file gives no prompts.
#[derive(Debug, thiserror::Error)]
pub(in super::super::super) enum ReadError {
    /// It cannot be read.
    #[error("cannot read `{}`", path.display())]
    Io {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    /// It is longer than it may be.
    #[error("`{}` is longer than {max} bytes", path.display())]
    TooLong { path: PathBuf, max: u64 },
    /// It holds more prompts than it may.
    #[error("`{}` holds more than {MOST} prompts", .0.display())]
    TooMany(PathBuf),
    /// Its table unpacks to more text than it may.
    #[error("the prompts of `{}` are longer than {LONGEST} bytes", .0.display())]
    TooMuch(PathBuf),
    /// A line is no UTF-8.
    #[error("line {line} of `{}` is not UTF-8", path.display())]
    Encoding { path: PathBuf, line: usize },
    /// It is no CSV.
    #[error("`{}` is no CSV", path.display())]
    Csv {
        path: PathBuf,
        #[source]
        source: csv::Error,
    },
    /// It is no parquet.
    #[error("`{}` cannot be read as parquet", path.display())]
    Parquet {
        path: PathBuf,
        #[source]
        source: parquet::errors::ParquetError,
    },
    /// The reader of parquet broke down over it.
    #[error("`{}` is damaged: its table cannot be read", .0.display())]
    Damaged(PathBuf),
    /// The column is not there.
    #[error("`{}` has no column `{column}` of text", path.display())]
    NoColumn { path: PathBuf, column: String, columns: Vec<String> },
    /// No column is called like one of prompts.
    #[error("no column of `{}` is called like one of prompts", path.display())]
    WhichColumn { path: PathBuf, columns: Vec<String> },
}

impl Hint for ReadError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::NoColumn { columns, .. } | Self::WhichColumn { columns, .. } => {
                let mut shown: Vec<String> =
                    columns.iter().take(20).map(|name| name.chars().take(40).collect()).collect();
                if columns.len() > shown.len() {
                    shown.push("…".into());
                }
                Some(format!("`--column NAME` chooses one of: {}", shown.join(", ")))
            }
            Self::TooLong { .. } | Self::TooMany(_) | Self::TooMuch(_) => Some("split it into several files".into()),
            Self::Encoding { .. } => Some("save it as UTF-8".into()),
            Self::Csv { .. } | Self::Parquet { .. } | Self::Damaged(_) => {
                Some("`--format` says what a file is, if its name does not".into())
            }
            Self::Io { .. } => None,
        }
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::Io { .. } => None,
            _ => Some(Code::InvalidInput),
        }
    }
}

/// All texts of a file that may be prompts, in its order. `-` is stdin.
pub(super) fn read(path: &Path, format: Format, column: Option<&str>) -> Result<Vec<String>, ReadError> {
    let found = match format {
        Format::Text => text(path, &bytes(path)?)?,
        Format::Csv => values(path, &bytes(path)?, column)?,
        Format::Parquet => table(path, column)?,
    };
    if found.len() > MOST { Err(ReadError::TooMany(path.to_owned())) } else { Ok(found) }
}

fn bytes(path: &Path) -> Result<Vec<u8>, ReadError> {
    let fault = |source| ReadError::Io { path: path.to_owned(), source };
    let mut whole = Vec::new();
    let most = LONGEST + 1;
    if path == Path::new("-") {
        std::io::stdin().lock().take(most).read_to_end(&mut whole).map_err(fault)?;
    } else {
        File::open(path).and_then(|file| file.take(most).read_to_end(&mut whole)).map_err(fault)?;
    }
    if whole.len() as u64 > LONGEST {
        return Err(ReadError::TooLong { path: path.to_owned(), max: LONGEST });
    }
    Ok(whole)
}

fn text(path: &Path, bytes: &[u8]) -> Result<Vec<String>, ReadError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut found = Vec::new();
    for (number, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        let line =
            std::str::from_utf8(line).map_err(|_| ReadError::Encoding { path: path.to_owned(), line: number + 1 })?;
        if found.len() > MOST {
            break;
        }
        found.push(line.to_owned());
    }
    // Behind the last line end there is no line.
    if found.last().is_some_and(String::is_empty) {
        found.pop();
    }
    Ok(found)
}

fn values(path: &Path, bytes: &[u8], column: Option<&str>) -> Result<Vec<String>, ReadError> {
    let tabs = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("tsv"));
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(if tabs { b'\t' } else { b',' })
        .from_reader(bytes);
    let fault = |source| ReadError::Csv { path: path.to_owned(), source };
    let mut records = reader.records();
    let Some(first) = records.next().transpose().map_err(fault)? else { return Ok(Vec::new()) };
    let columns: Vec<String> = first.iter().map(|name| name.trim().to_owned()).collect();
    let (place, has_header) = match choose(path, &columns, column) {
        Ok(place) => (place, true),
        // A single column needs no name.
        Err(_) if columns.len() == 1 && column.is_none() => (0, false),
        Err(error) => return Err(error),
    };
    let mut found = Vec::new();
    if !has_header {
        found.extend(first.get(place).map(str::to_owned));
    }
    for record in records {
        if found.len() > MOST {
            break;
        }
        found.push(record.map_err(fault)?.get(place).unwrap_or_default().to_owned());
    }
    Ok(found)
}

/// The place of the column that is asked for, or likely.
fn choose(path: &Path, columns: &[String], column: Option<&str>) -> Result<usize, ReadError> {
    let place = |name: &str| columns.iter().position(|column| column.eq_ignore_ascii_case(name));
    match column {
        Some(name) => place(name).ok_or_else(|| ReadError::NoColumn {
            path: path.to_owned(),
            column: name.to_owned(),
            columns: columns.to_vec(),
        }),
        None => LIKELY
            .iter()
            .find_map(|name| place(name))
            .ok_or_else(|| ReadError::WhichColumn { path: path.to_owned(), columns: columns.to_vec() }),
    }
}

fn table(path: &Path, column: Option<&str>) -> Result<Vec<String>, ReadError> {
    let io = |source| ReadError::Io { path: path.to_owned(), source };
    let file = File::open(path).map_err(io)?;
    if file.metadata().map_err(io)?.len() > LONGEST_PARQUET {
        return Err(ReadError::TooLong { path: path.to_owned(), max: LONGEST_PARQUET });
    }
    // The crate panics over some damaged files.
    caught(|| rows(path, file, column)).unwrap_or_else(|_| Err(ReadError::Damaged(path.to_owned())))
}

fn rows(path: &Path, file: File, column: Option<&str>) -> Result<Vec<String>, ReadError> {
    let fault = |source| ReadError::Parquet { path: path.to_owned(), source };
    let reader = SerializedFileReader::new(file).map_err(fault)?;
    let schema = reader.metadata().file_metadata().schema();
    let texts: Vec<_> = schema.get_fields().iter().filter(|field| is_text(field)).cloned().collect();
    let names: Vec<String> = texts.iter().map(|field| field.name().to_owned()).collect();
    let place = match choose(path, &names, column) {
        Ok(place) => place,
        Err(_) if names.len() == 1 && column.is_none() => 0,
        Err(error) => return Err(error),
    };
    let chosen =
        Type::group_type_builder(schema.name()).with_fields(vec![texts[place].clone()]).build().map_err(fault)?;
    let mut found: Vec<String> = Vec::new();
    let mut length = 0;
    for row in reader.get_row_iter(Some(chosen)).map_err(fault)? {
        if found.len() > MOST {
            break;
        }
        let row = row.map_err(fault)?;
        let cell = row.get_column_iter().next().map(|(_, cell)| cell);
        found.push(match cell {
            Some(Field::Str(text)) => text.clone(),
            Some(Field::Bytes(bytes)) => String::from_utf8_lossy(bytes.data()).into_owned(),
            _ => String::new(),
        });
        length += found.last().map_or(0, String::len) as u64;
        if length > LONGEST {
            return Err(ReadError::TooMuch(path.to_owned()));
        }
    }
    Ok(found)
}

fn is_text(field: &Type) -> bool {
    field.is_primitive()
        && field.get_physical_type() == PhysicalType::BYTE_ARRAY
        && matches!(field.get_basic_info().converted_type(), ConvertedType::UTF8 | ConvertedType::NONE)
        && !field.get_basic_info().repetition().eq(&parquet::basic::Repetition::REPEATED)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(name: &str, bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        (home, path)
    }

    fn csv_of(text: &str, column: Option<&str>) -> Result<Vec<String>, ReadError> {
        let (_home, path) = written("p.csv", text.as_bytes());
        read(&path, Format::of(&path), column)
    }

    #[test]
    fn a_column_of_prompts_is_found_by_its_name() {
        let table = "id,Prompt,note\n1,\"a cat, asleep\",x\n2,\"two\nlines\",y\n";
        assert_eq!(csv_of(table, None).unwrap(), ["a cat, asleep", "two\nlines"]);
        assert_eq!(csv_of(table, Some("note")).unwrap(), ["x", "y"]);
        let error = csv_of(table, Some("title")).unwrap_err();
        assert!(error.hint().unwrap().contains("id, Prompt, note"), "{error}");
        assert!(matches!(csv_of("a,b\n1,2\n", None), Err(ReadError::WhichColumn { .. })));
        // One column is prompts from the first line on, unless that line says that it is a header.
        assert_eq!(csv_of("a cat\na dog\n", None).unwrap(), ["a cat", "a dog"]);
        assert_eq!(csv_of("\u{feff}text\na dog\n", None).unwrap(), ["a dog"]);
    }

    #[test]
    fn lines_are_prompts_and_what_is_no_text_is_named_by_its_line() {
        let (_home, path) = written("p.txt", "\u{feff}one\r\n\ntwo".as_bytes());
        assert_eq!(read(&path, Format::Text, None).unwrap(), ["one\r", "", "two"]);
        let (_home, path) = written("p.txt", b"one\n\xff\n");
        assert!(matches!(read(&path, Format::Text, None), Err(ReadError::Encoding { line: 2, .. })));
    }

    #[test]
    fn what_is_no_parquet_is_an_error_and_nothing_worse() {
        for bytes in [&b""[..], b"PAR1", b"PAR1\x00\x00\x00\x00PAR1", b"no table at all, but long enough PAR1"] {
            let (_home, path) = written("p.parquet", bytes);
            assert!(read(&path, Format::of(&path), None).is_err());
        }
    }
}
