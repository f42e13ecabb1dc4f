//! Tensors out of a `model.safetensors`: eight bytes of header length, a JSON header, then the numbers.
//!
//! The file is read tensor by tensor, so that opening a model takes the memory of the model and of one tensor. It is not
//! mapped: a mapped file that is cut short under a reader ends the process.

use super::ClipError;
use super::config::{Config, TensorShape};
use candle_core::{DType, Device, Tensor};
use safetensors::Dtype;
use safetensors::tensor::Metadata;
use std::collections::HashMap;
use std::fs::File;
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::path::Path;

/// The longest header that is read; ViT-bigG's takes 120 KiB.
const HEADER_MOST: u64 = 4 << 20;

/// A `model.safetensors`, header read.
pub(super) struct Weights<R> {
    source: R,
    tensors: Metadata,
    /// Where the numbers begin.
    start: u64,
}

impl Weights<File> {
    pub(super) fn open(path: &Path) -> Result<Self, ClipError> {
        let failed = |source| ClipError::Read { path: path.into(), source };
        Self::new(File::open(path).map_err(failed)?)
    }
}

impl<'a> Weights<Cursor<&'a [u8]>> {
    pub(super) fn from_bytes(bytes: &'a [u8]) -> Result<Self, ClipError> {
        Self::new(Cursor::new(bytes))
    }
}

impl<R: Read + Seek> Weights<R> {
    fn new(mut source: R) -> Result<Self, ClipError> {
        let broken = |error: std::io::Error| ClipError::Weights(format!("it cannot be read: {error}"));
        let whole = source.seek(SeekFrom::End(0)).map_err(broken)?;
        source.seek(SeekFrom::Start(0)).map_err(broken)?;
        let mut length = [0; 8];
        source.read_exact(&mut length).map_err(broken)?;
        let length = u64::from_le_bytes(length);
        if length > HEADER_MOST || length > whole - 8 {
            return Err(ClipError::Weights(format!("its header claims {length} bytes, the file has {whole}")));
        }
        let mut header = vec![0; usize::try_from(length).expect("at most 4 MiB")];
        source.read_exact(&mut header).map_err(broken)?;
        let unread =
            |error: serde_json::Error| ClipError::Weights(format!("its header is not JSON as wanted: {error}"));
        // This also checks that tensors lie one behind the other: no byte counts twice, so that no small file makes a large model.
        let tensors: Metadata = serde_json::from_slice(&header).map_err(unread)?;
        let (wanted, there) = (tensors.data_len(), whole - 8 - length);
        if u64::try_from(wanted) != Ok(there) {
            return Err(ClipError::Weights(format!("its tensors take {wanted} bytes, the file has {there} of them")));
        }
        Ok(Self { source, tensors, start: 8 + length })
    }

    /// Whether every tensor of the model is there, of the right shape, of a kind that is read, and within the file.
    pub(super) fn check(&self, config: &Config) -> Result<(), ClipError> {
        config.tensors().iter().try_for_each(|tensor| self.find(tensor).map(|_| ()))
    }

    fn find(&self, tensor: &TensorShape) -> Result<(DType, u64, usize), ClipError> {
        let name = &tensor.name;
        let entry = self.tensors.info(name).ok_or_else(|| ClipError::TensorMissing(name.clone()))?;
        if entry.shape != tensor.shape {
            let (found, wanted) = (entry.shape.clone(), tensor.shape.clone());
            return Err(ClipError::TensorShape { name: name.clone(), found, wanted });
        }
        let dtype = match entry.dtype {
            Dtype::F32 => DType::F32,
            Dtype::F16 => DType::F16,
            Dtype::BF16 => DType::BF16,
            other => return Err(ClipError::TensorType { name: name.clone(), found: other.to_string() }),
        };
        let (from, to) = entry.data_offsets;
        Ok((dtype, self.start + u64::try_from(from).unwrap_or(u64::MAX), to - from))
    }

    /// Reads one tensor, as 32-bit numbers.
    pub(super) fn read(&mut self, tensor: &TensorShape) -> Result<Vec<f32>, ClipError> {
        let (dtype, start, length) = self.find(tensor)?;
        let broken = |error: std::io::Error| ClipError::Weights(format!("it cannot be read: {error}"));
        self.source.seek(SeekFrom::Start(start)).map_err(broken)?;
        let mut bytes = vec![0; length];
        self.source.read_exact(&mut bytes).map_err(broken)?;
        let values = match dtype {
            DType::F32 => bytes.as_chunks().0.iter().map(|number| f32::from_le_bytes(*number)).collect(),
            half => Tensor::from_raw_buffer(&bytes, half, &[length / 2], &Device::Cpu)?
                .to_dtype(DType::F32)?
                .to_vec1::<f32>()?,
        };
        if values.iter().all(|value| value.is_finite()) {
            return Ok(values);
        }
        Err(ClipError::TensorNotFinite(tensor.name.clone()))
    }

    /// Reads all that the model needs, for candle.
    pub(super) fn tensors(&mut self, config: &Config, device: &Device) -> Result<HashMap<String, Tensor>, ClipError> {
        self.check(config)?;
        let mut tensors = HashMap::new();
        for tensor in config.tensors() {
            let values = self.read(&tensor)?;
            tensors.insert(tensor.name, Tensor::from_vec(values, tensor.shape, device)?);
        }
        Ok(tensors)
    }
}
