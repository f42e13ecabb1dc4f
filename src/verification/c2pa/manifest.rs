//! Facts of a manifest store, from the JSON that the SDK makes of it (`spec/gas.md` 7.1, 7.5 and 7.7).
//!
//! Nothing is assumed about the shape: a field that is missing or of another type is absent.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{RoundMode, Timestamp, TimestampRound, Unit};
use serde::Deserialize;
use serde_json::Value;

const AI_SOURCES: [&str; 2] = ["trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia"];
const SOURCE_PREFIX: &str = "http://cv.iptc.org/newscodes/digitalsourcetype/";

/// Tokens of a claim generator that name a library, not a product.
const LIBRARIES: [&str; 4] = ["c2pa", "libc2pa", "contentauth", "trustedpublisher"];

/// The manifest store of a file.
pub(super) struct ManifestStore(Value);

/// Who signed.
#[derive(Default)]
pub(super) struct Certificate {
    /// What the SDK calls the issuer: the organisation of the signer's own certificate.
    pub(super) issuer: Option<String>,
    /// The SDK gives no subject, so this is `serial:` and the number.
    pub(super) subject: Option<String>,
    /// Certificates that the SDK lists; none, in practice.
    pub(super) chain_length: usize,
}

impl ManifestStore {
    pub(super) fn parse(json: &str) -> serde_json::Result<Self> {
        // The SDK's JSON nests as deep as 128 levels of CBOR and some of its own, the reference reads a thousand.
        let mut parser = serde_json::Deserializer::from_str(json);
        parser.disable_recursion_limit();
        let store = Value::deserialize(&mut parser)?;
        parser.end()?;
        Ok(Self(store))
    }

    /// What the SDK found wrong: code and explanation.
    pub(super) fn statuses(&self) -> impl Iterator<Item = (&str, &str)> {
        list(&self.0["validation_status"])
            .map(|status| (text(&status["code"]).unwrap_or_default(), text(&status["explanation"]).unwrap_or_default()))
    }

    /// What holds, by the SDK's codes.
    pub(super) fn successes(&self) -> impl Iterator<Item = &str> {
        list(&self.0["validation_results"]["activeManifest"]["success"]).filter_map(|status| text(&status["code"]))
    }

    fn manifests(&self) -> impl Iterator<Item = &Value> {
        self.0["manifests"].as_object().into_iter().flat_map(serde_json::Map::values)
    }

    /// The manifest that speaks for the file as it is now.
    fn active(&self) -> &Value {
        let named = text(&self.0["active_manifest"]).map_or(&Value::Null, |label| &self.0["manifests"][label]);
        if named.is_null() { self.manifests().next().unwrap_or(&Value::Null) } else { named }
    }

    pub(super) fn certificate(&self) -> Certificate {
        let info = &self.active()["signature_info"];
        let serial = || text(&info["cert_serial_number"]).map(|serial| format!("serial:{serial}"));
        Certificate {
            issuer: text(&info["issuer"]).map(str::to_owned),
            subject: text(&info["subject"]).map(str::to_owned).or_else(serial),
            chain_length: info["cert_chain"].as_array().map_or(0, Vec::len),
        }
    }

    /// Which program says that it made the claim.
    pub(super) fn claim_generator(&self) -> Option<&str> {
        let active = self.active();
        text(&active["claim_generator"]).or_else(|| text(&active["claim_generator_info"][0]["name"]))
    }

    /// Whether any manifest calls the content machine-made.
    pub(super) fn ai_generated(&self) -> bool {
        self.manifests().flat_map(assertions).any(|assertion| {
            // `c2pa.ai` is the shorter of the two labels that count, and part of the other.
            label(assertion).contains("c2pa.ai")
                || is_ai_source(&assertion["data"]["digitalSourceType"])
                || actions(assertion).any(|action| is_ai_source(&action["digitalSourceType"]))
        })
    }

    /// The model that made the content, as far as the manifest tells.
    pub(super) fn model_name(&self) -> Option<String> {
        let active = self.active();
        assertions(active)
            .filter(|assertion| label(assertion).contains("c2pa.actions"))
            .flat_map(actions)
            .find_map(|action| {
                let agent = action["softwareAgent"].as_str().and_then(product_name).map(str::to_owned);
                agent.or_else(|| as_python_text(&action["parameters"]["model_name"]))
            })
            .or_else(|| text(&active["claim_generator"]).and_then(product_name).map(str::to_owned))
    }

    /// When it was signed: by a time stamp authority, else by the latest action's own account.
    pub(super) fn signing_time(&self) -> Option<Timestamp> {
        let active = self.active();
        let stamped = text(&active["signature_info"]["time"]).and_then(parse_time);
        stamped.or_else(|| {
            assertions(active)
                .filter(|assertion| label(assertion).starts_with("c2pa.actions"))
                .flat_map(actions)
                .filter_map(|action| text(&action["when"]).and_then(parse_time))
                .max()
        })
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn assertions(manifest: &Value) -> impl Iterator<Item = &Value> {
    list(&manifest["assertions"])
}

fn actions(assertion: &Value) -> impl Iterator<Item = &Value> {
    list(&assertion["data"]["actions"])
}

fn label(assertion: &Value) -> &str {
    assertion["label"].as_str().unwrap_or_default()
}

/// Text that says something: the reference takes an empty one for none.
fn text(value: &Value) -> Option<&str> {
    value.as_str().filter(|text| !text.is_empty())
}

fn is_ai_source(value: &Value) -> bool {
    value.as_str().is_some_and(|source| AI_SOURCES.contains(&source.strip_prefix(SOURCE_PREFIX).unwrap_or(source)))
}

/// Any value that is not empty, as Python prints it.
fn as_python_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) if number.as_f64() != Some(0.0) => Some(number.to_string()),
        Value::Bool(true) => Some("True".into()),
        _ => None,
    }
}

/// First token that names a product; what follows its `/` is a version.
fn product_name(text: &str) -> Option<&str> {
    text.split_whitespace().map(|token| token.split('/').next().unwrap_or_default()).find(|name| {
        let lower = name.to_lowercase();
        !name.is_empty() && !LIBRARIES.iter().any(|library| lower.starts_with(library))
    })
}

/// ISO 8601; without an offset it is UTC.
fn parse_time(text: &str) -> Option<Timestamp> {
    let time = text.parse::<Timestamp>().ok().or_else(|| {
        let naive = text.parse::<DateTime>().ok()?;
        TimeZone::UTC.to_timestamp(naive).ok()
    })?;
    // Python keeps microseconds.
    time.round(TimestampRound::new().smallest(Unit::Microsecond).mode(RoundMode::Floor)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_is_the_first_token_that_is_no_library() {
        for (generator, product) in [
            ("DALL-E 3/1.0 c2pa-rs/0.36.1", Some("DALL-E")),
            ("Adobe Firefly/3.0", Some("Adobe")),
            ("c2pa-rs/0.1 contentauth/2 ChatGPT/1", Some("ChatGPT")),
            ("/1.0 C2PA_Tool", None),
            ("", None),
        ] {
            assert_eq!(product_name(generator), product, "{generator}");
        }
    }

    #[test]
    fn times_are_read_with_and_without_an_offset() {
        for (text, utc) in [
            ("2026-01-01T00:00:00Z", Some("2026-01-01T00:00:00Z")),
            ("2026-01-01T02:00:00+02:00", Some("2026-01-01T00:00:00Z")),
            ("2026-01-01T00:00:00", Some("2026-01-01T00:00:00Z")),
            ("2026-01-01T00:00:00.123456789Z", Some("2026-01-01T00:00:00.123456Z")),
            ("yesterday", None),
        ] {
            assert_eq!(parse_time(text), utc.map(|utc| utc.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn a_manifest_of_any_shape_is_read_without_fear() {
        for json in ["{}", "[]", "7", r#"{"active_manifest":5,"manifests":[1]}"#, r#"{"manifests":{"a":null}}"#] {
            let store = ManifestStore::parse(json).unwrap();
            assert!(store.certificate().issuer.is_none() && !store.ai_generated(), "{json}");
            assert!(store.model_name().is_none() && store.signing_time().is_none(), "{json}");
        }
    }
}
