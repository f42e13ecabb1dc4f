//! A JSON document that is read by hand, so that every error names its place: `$.miners[2].video.failed`.

use serde_json::Value;

use crate::types::{Code, Hint};

/// What is wrong, and where.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {problem}")]
pub(in super::super) struct JsonError {
    path: String,
    problem: String,
}

impl Hint for JsonError {
    fn hint(&self) -> Option<String> {
        Some("`gascli score simulate --example` prints a document with every field".into())
    }

    fn code(&self) -> Option<Code> {
        Some(Code::InvalidInput)
    }
}

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Place<'a> {
    path: String,
    value: &'a Value,
}

impl<'a> Place<'a> {
    pub(super) fn root(value: &'a Value) -> Self {
        Self { path: "$".into(), value }
    }

    pub(super) const fn value(&self) -> &'a Value {
        self.value
    }

    pub(super) fn error(&self, problem: impl Into<String>) -> JsonError {
        JsonError { path: self.path.clone(), problem: problem.into() }
    }

    /// Refuses what is no object, or has a field that is none of these.
    pub(super) fn object(&self, known: &[&str]) -> Result<(), JsonError> {
        let fields = self.value.as_object().ok_or_else(|| self.error("an object is expected"))?;
        match fields.keys().find(|name| !known.contains(&name.as_str())) {
            None => Ok(()),
            Some(name) => {
                let name: String = name.chars().take(40).collect();
                Err(self.error(format!("the field `{name}` is none of {}", known.join(", "))))
            }
        }
    }

    /// A field; `None` if it is not there, or null.
    pub(super) fn field(&self, name: &str) -> Option<Self> {
        let value = self.value.get(name).filter(|value| !value.is_null())?;
        Some(Self { path: format!("{}.{name}", self.path), value })
    }

    /// What an array holds.
    pub(super) fn items(&self) -> Result<Vec<Self>, JsonError> {
        let items = self.value.as_array().ok_or_else(|| self.error("an array is expected"))?;
        let item = |(index, value)| Self { path: format!("{}[{index}]", self.path), value };
        Ok(items.iter().enumerate().map(item).collect())
    }

    pub(super) fn text(&self) -> Result<&'a str, JsonError> {
        self.value.as_str().ok_or_else(|| self.error("a text is expected"))
    }

    pub(super) fn amount(&self) -> Result<f64, JsonError> {
        let number = self.value.as_f64().filter(|number| number.is_finite() && *number >= 0.0);
        number.ok_or_else(|| self.error("a number of at least 0 is expected"))
    }

    pub(super) fn whole<N: TryFrom<u64>>(&self) -> Result<N, JsonError> {
        let number = self.value.as_u64().and_then(|number| N::try_from(number).ok());
        number.ok_or_else(|| self.error("a whole number of at least 0, not too large, is expected"))
    }
}
