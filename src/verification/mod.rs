//! Whether media are what they claim: C2PA provenance, freshness, duplicates, and the pipeline that a validator runs.
//!
//! Synchronous; the time, known hashes and trust come in as arguments. No HTTP, no processes, no terminals.

pub mod alignment;
pub mod c2pa;
pub mod duplicate;
pub mod freshness;
pub mod ingest;
