//! A page of figures in Prometheus' text format 0.0.4.

use std::fmt::Write as _;

/// Media type of a page.
pub const CONTENT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// A page that grows by families and their samples.
pub(crate) struct Page {
    prefix: &'static str,
    pub(crate) text: String,
}

impl Page {
    /// An empty one, all names of which begin with this.
    pub(crate) fn new(prefix: &'static str) -> Self {
        Self { prefix, text: String::new() }
    }

    pub(crate) fn family(&mut self, name: &str, kind: &str, help: &str) {
        let prefix = self.prefix;
        let _ = writeln!(self.text, "# HELP {prefix}{name} {help}\n# TYPE {prefix}{name} {kind}");
    }

    /// A figure. Labels are made safe: some are words of peers and services.
    pub(crate) fn sample(&mut self, name: &str, labels: &[(&str, &str)], value: f64) {
        let _ = write!(self.text, "{}{name}", self.prefix);
        for (index, (label, text)) in labels.iter().enumerate() {
            let before = if index == 0 { '{' } else { ',' };
            let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
            let _ = write!(self.text, "{before}{label}=\"{escaped}\"");
        }
        let end = if labels.is_empty() { "" } else { "}" };
        let _ = writeln!(self.text, "{end} {value}");
    }

    /// A family of one sample.
    pub(crate) fn plain(&mut self, name: &str, kind: &str, help: &str, value: f64) {
        self.family(name, kind, help);
        self.sample(name, &[], value);
    }
}

/// A count as Prometheus takes it.
#[expect(clippy::cast_precision_loss, reason = "Prometheus knows no other numbers; exact up to 2^53")]
pub(crate) fn number(count: u64) -> f64 {
    count as f64
}
