//! What a model runs on.

use super::ClipError;
use std::fmt;

/// What a model runs on: the processor, or a graphics card where this program was built for one.
#[derive(Debug, Clone)]
pub struct Device(candle_core::Device);

impl Device {
    /// The processor.
    pub fn cpu() -> Self {
        Self(candle_core::Device::Cpu)
    }

    /// What `MINER_DEVICE` asks for: `cpu`, `cuda`, `metal`, or `auto` for a card if one is at hand, else the processor.
    ///
    /// A card that is asked for by name and is not there is an error: whoever names it would not want to wait for the
    /// processor instead.
    pub fn choose(word: &str) -> Result<Self, ClipError> {
        match word.trim().to_ascii_lowercase().as_str() {
            "auto" | "" => Ok(Self::cuda().or_else(|_| Self::metal()).unwrap_or_else(|_| Self::cpu())),
            "cpu" => Ok(Self::cpu()),
            "cuda" => Self::cuda(),
            "metal" => Self::metal(),
            _ => Err(ClipError::DeviceUnknown(word.into())),
        }
    }

    fn cuda() -> Result<Self, ClipError> {
        if !cfg!(feature = "cuda") {
            return Err(ClipError::DeviceNotBuiltIn("cuda"));
        }
        let absent = |source| ClipError::DeviceAbsent { device: "cuda", source: Box::new(source) };
        candle_core::Device::new_cuda(0).map(Self).map_err(absent)
    }

    fn metal() -> Result<Self, ClipError> {
        if !cfg!(feature = "metal") {
            return Err(ClipError::DeviceNotBuiltIn("metal"));
        }
        let absent = |source| ClipError::DeviceAbsent { device: "metal", source: Box::new(source) };
        candle_core::Device::new_metal(0).map(Self).map_err(absent)
    }

    /// As candle knows it.
    pub fn candle(&self) -> &candle_core::Device {
        &self.0
    }

    /// Whether it is the processor.
    pub fn is_cpu(&self) -> bool {
        self.0.is_cpu()
    }
}

impl fmt::Display for Device {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match &self.0 {
            candle_core::Device::Cpu => "cpu",
            candle_core::Device::Cuda(_) => "cuda",
            candle_core::Device::Metal(_) => "metal",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_chosen_by_its_word_and_never_silently_another() {
        assert!(Device::choose("CPU ").unwrap().is_cpu());
        assert!(Device::choose("auto").is_ok());
        assert!(matches!(Device::choose("tpu"), Err(ClipError::DeviceUnknown(word)) if word == "tpu"));
    }

    #[cfg(not(feature = "cuda"))]
    #[test]
    fn a_card_that_this_program_was_not_built_for_is_refused() {
        let error = Device::choose("cuda").unwrap_err();
        assert!(error.to_string().contains("cuda"), "{error}");
        assert!(crate::types::Hint::hint(&error).is_some());
    }
}
