//! Weights in the safetensors format: the head is read, the rest only counted and its checksum compared.

use std::io::{self, Read};

use safetensors::tensor::Metadata;

/// The longest head, by the format.
const LONGEST_HEAD: u64 = 100_000_000;

/// Why weights are not good.
pub(super) enum Bad {
    /// They cannot be unpacked.
    Unread(io::Error),
    /// They are no weights.
    Format(String),
}

/// Reads weights of `size` bytes to their end.
pub(super) fn check(mut file: impl Read, size: u64) -> Result<(), Bad> {
    let bad = |what: &str| Bad::Format(what.to_owned());
    let mut length = [0; 8];
    if size < 8 {
        return Err(bad("it is shorter than the head of a safetensors file"));
    }
    file.read_exact(&mut length).map_err(Bad::Unread)?;
    let length = u64::from_le_bytes(length);
    if length > LONGEST_HEAD || length > size - 8 {
        return Err(Bad::Format(format!("its head claims {length} bytes, and the file has {size}")));
    }
    let mut head = Vec::new();
    let read = file.by_ref().take(length).read_to_end(&mut head).map_err(Bad::Unread)?;
    if read as u64 != length {
        return Err(Bad::Unread(io::ErrorKind::UnexpectedEof.into()));
    }
    let tensors: Metadata =
        serde_json::from_slice(&head).map_err(|error| Bad::Format(format!("its head is not valid ({error})")))?;
    let (told, there) = (tensors.data_len() as u64, size - 8 - length);
    if told != there {
        return Err(Bad::Format(format!("its tensors take {told} bytes, and {there} are there")));
    }
    if tensors.tensors().is_empty() {
        return Err(bad("it holds no tensors"));
    }
    // To the end: only there the checksum is compared.
    let rest = io::copy(&mut file.take(there + 1), &mut io::sink()).map_err(Bad::Unread)?;
    if rest == there { Ok(()) } else { Err(Bad::Unread(io::ErrorKind::UnexpectedEof.into())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(head: &str, data: usize) -> Vec<u8> {
        let mut bytes = (head.len() as u64).to_le_bytes().to_vec();
        bytes.extend(head.as_bytes());
        bytes.extend(vec![0; data]);
        bytes
    }

    fn told(bytes: &[u8]) -> String {
        match check(bytes, bytes.len() as u64) {
            Ok(()) => "good".into(),
            Err(Bad::Unread(error)) => format!("unread: {error}"),
            Err(Bad::Format(what)) => what,
        }
    }

    #[test]
    fn tensors_must_fill_the_file_and_no_more() {
        let head = r#"{"w":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}}"#;
        assert_eq!(told(&file(head, 16)), "good");
        assert_eq!(told(&file(head, 15)), "its tensors take 16 bytes, and 15 are there");
        assert_eq!(told(&file(head, 17)), "its tensors take 16 bytes, and 17 are there");
        assert_eq!(told(&file("{}", 0)), "it holds no tensors");
        assert!(told(&file(&head.replace("[2,2]", "[2,3]"), 16)).starts_with("its head is not valid"));
        assert!(told(&file("no JSON", 0)).starts_with("its head is not valid"));
        assert!(told(&u64::MAX.to_le_bytes()).starts_with("its head claims"));
        assert_eq!(told(b"short"), "it is shorter than the head of a safetensors file");
    }
}
