//! `model_config.yaml`.

use serde::Deserialize;
use serde_json::Value;
use serde_saphyr::Spanned;

use super::{CONFIG, Fault, WEIGHTS};
use crate::protocol::discriminator::Medium;

/// The file of weights where none is named.
const DEFAULT_WEIGHTS: &str = "model.safetensors";

/// Number types, as the network spells them.
const DTYPES: [&str; 5] = ["float32", "float16", "fp16", "bfloat16", "bf16"];

type Field = Option<Spanned<Value>>;

#[derive(Deserialize)]
struct Document {
    name: Field,
    version: Field,
    modality: Field,
    dtype: Field,
    preprocessing: Option<Preprocessing>,
    model: Option<Model>,
}

#[derive(Deserialize)]
struct Preprocessing {
    resize: Field,
    num_frames: Field,
    frame_rate: Field,
    sample_rate: Field,
    duration_seconds: Field,
}

#[derive(Deserialize)]
struct Model {
    num_classes: Field,
    weights_file: Field,
}

/// Which file the weights are in.
pub(super) struct WeightsFile {
    pub(super) name: String,
    /// Where that stands; 0 where it does not.
    pub(super) line: usize,
}

/// Notes what is wrong with the text; tells which weights it names, if it can be read.
pub(super) fn check(text: &str, medium: Medium, faults: &mut Vec<Fault>) -> Option<WeightsFile> {
    let document: Document = match serde_saphyr::from_str(text) {
        Ok(document) => document,
        Err(error) => {
            let line = error.location().map_or(0, |place| usize::try_from(place.line()).unwrap_or_default());
            let message = error.without_snippet().to_string();
            let first = message.lines().next().unwrap_or_default();
            let what = format!("it cannot be read ({first})");
            faults.push(Fault::line(CONFIG, line, what, "mend the YAML").perhaps());
            return None;
        }
    };
    // What contradicts the flag, or makes answers of another shape, cannot work; all else is a rule of the network's.
    let mut note = |certain, line, what: String, fix: String| {
        faults.push(Fault { certain, ..Fault::line(CONFIG, line, what, fix) });
    };
    for (key, field) in [("name", &document.name), ("version", &document.version)] {
        match field {
            None => note(false, 0, format!("`{key}` is missing"), format!("add `{key}: …`")),
            Some(found) if !is_label(&found.value) => {
                note(false, line(found), format!("`{key}` is {}", found.value), "write a text".into());
            }
            Some(_) => {}
        }
    }
    match &document.modality {
        None => note(false, 0, "`modality` is missing".into(), format!("add `modality: {medium}`")),
        Some(found) if found.value.as_str() != Some(medium.as_str()) => note(
            true,
            line(found),
            format!("`modality` is {}, and the archive is given as --{medium}-model", found.value),
            format!("write `modality: {medium}`, or push it with the flag of its modality"),
        ),
        Some(_) => {}
    }
    if let Some(found) = &document.dtype
        && !found.value.as_str().is_some_and(|name| DTYPES.contains(&name))
    {
        note(false, line(found), format!("`dtype` is {}", found.value), format!("write one of {}", DTYPES.join(", ")));
    }
    if let Some(preprocessing) = &document.preprocessing {
        preprocessing.check(&mut |line, what, fix| note(false, line, what, fix));
    }
    let classes = document.model.as_ref().and_then(|model| model.num_classes.as_ref());
    match classes {
        None => note(false, 0, "`model.num_classes` is missing".into(), "add `num_classes: 2` below `model:`".into()),
        Some(found) if found.value != 2 => note(
            true,
            line(found),
            format!("`model.num_classes` is {}", found.value),
            "write 2: real and synthetic, in this order".into(),
        ),
        Some(_) => {}
    }
    let Some(found) = document.model.and_then(|model| model.weights_file) else {
        return Some(WeightsFile { name: DEFAULT_WEIGHTS.into(), line: 0 });
    };
    if let Some(name) = found.value.as_str().filter(|name| name.ends_with(WEIGHTS)) {
        return Some(WeightsFile { name: name.to_owned(), line: line(&found) });
    }
    note(
        false,
        line(&found),
        format!("`weights_file` is {}", found.value),
        format!("name a file that ends in {WEIGHTS}"),
    );
    None
}

impl Preprocessing {
    fn check(&self, note: &mut dyn FnMut(usize, String, String)) {
        if let Some(found) = &self.resize {
            let sides = found.value.as_array().map(Vec::as_slice).unwrap_or_default();
            if !(sides.len() == 2 && sides.iter().all(|side| side.as_u64().is_some_and(|side| side > 0))) {
                let fix = "write height and width, such as `[224, 224]`".into();
                note(line(found), format!("`resize` is {}", found.value), fix);
            }
        }
        let fields = [
            ("num_frames", &self.num_frames),
            ("frame_rate", &self.frame_rate),
            ("sample_rate", &self.sample_rate),
            ("duration_seconds", &self.duration_seconds),
        ];
        for (key, field) in fields {
            if let Some(found) = field
                && !found.value.as_f64().is_some_and(|number| number > 0.0)
            {
                note(line(found), format!("`{key}` is {}", found.value), "write a number above 0".into());
            }
        }
    }
}

/// Whether something names or numbers a version: YAML reads `1.0` as a number.
fn is_label(value: &Value) -> bool {
    value.is_number() || value.as_str().is_some_and(|text| !text.trim().is_empty())
}

fn line<T>(found: &Spanned<T>) -> usize {
    usize::try_from(found.referenced.line()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "name: mine\nversion: 1.0\nmodality: image\ndtype: bf16\npreprocessing:\n  resize: [224, 224]\nmodel:\n  \
                        num_classes: 2\n";

    fn told(text: &str) -> Vec<(Option<usize>, String)> {
        let mut faults = Vec::new();
        check(text, Medium::Image, &mut faults);
        faults.into_iter().map(|fault| (fault.line, fault.what)).collect()
    }

    #[test]
    fn a_good_configuration_names_its_weights_or_means_the_default() {
        assert_eq!(told(GOOD), []);
        let mut faults = Vec::new();
        assert_eq!(check(GOOD, Medium::Image, &mut faults).unwrap().name, "model.safetensors");
        let other = format!("{GOOD}  weights_file: w.safetensors\n");
        let named = check(&other, Medium::Image, &mut faults).unwrap();
        assert_eq!((named.name.as_str(), named.line), ("w.safetensors", 9));
    }

    #[test]
    fn every_fault_is_told_with_its_line() {
        let bad = "name: ''\nmodality: video\ndtype: int8\npreprocessing:\n  resize: 224\n  num_frames: 0\nmodel:\n  \
                   num_classes: 3\n  weights_file: w.pt\n";
        let found = told(bad);
        let lines: Vec<_> = found.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [Some(1), None, Some(2), Some(3), Some(5), Some(6), Some(8), Some(9)], "{found:?}");
        assert!(found[2].1.contains("--image-model"), "{found:?}");
    }

    #[test]
    fn what_is_no_yaml_or_no_mapping_is_one_fault() {
        for bad in ["name: [", "- a\n- b\n", "just text", "name: a\nname: b\n", "model: 2"] {
            assert_eq!(told(bad).len(), 1, "{bad}: {:?}", told(bad));
        }
    }
}
