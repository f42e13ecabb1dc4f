//! Which build of gascli this is.

use serde::Serialize;

/// What is known of this program since it was built.
#[derive(Debug, Clone, Serialize)]
pub struct Build {
    /// Version.
    pub version: &'static str,
    /// Commit of the sources, where the build was told it (`GASCLI_COMMIT`).
    pub commit: Option<&'static str>,
    /// Processor, system and C library.
    pub target: String,
    /// Hardware that it can use besides the processor.
    pub features: Vec<&'static str>,
}

impl Build {
    /// This one.
    pub fn this() -> Self {
        let libraries = [("-gnu", cfg!(target_env = "gnu")), ("-musl", cfg!(target_env = "musl"))];
        let library = libraries.into_iter().find_map(|(name, is_it)| is_it.then_some(name)).unwrap_or_default();
        let features = [("cuda", cfg!(feature = "cuda")), ("metal", cfg!(feature = "metal"))];
        Self {
            version: env!("CARGO_PKG_VERSION"),
            commit: option_env!("GASCLI_COMMIT"),
            target: format!("{}-{}{library}", std::env::consts::ARCH, std::env::consts::OS),
            features: features.into_iter().filter_map(|(name, is_in)| is_in.then_some(name)).collect(),
        }
    }
}
