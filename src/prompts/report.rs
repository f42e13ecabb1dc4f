//! How diverse prompts are: the figures of the reference's audit tool and its limits (`spec/gas.md` 13.3, at its end).

use std::collections::BTreeMap;

use serde::Serialize;

use super::quality::{Shingles, tokens};

/// Most prompts that may begin with the same three words, as a share.
const OPENER: f64 = 0.15;
/// Most that may say `as if`.
const AS_IF: f64 = 0.30;
/// Most of a sample that may be near-duplicates of others in it.
const NEAR_DUPLICATES: f64 = 0.02;
/// From which likeness on.
const ALIKE: f64 = 0.7;
/// Most of one register.
const REGISTER: f64 = 0.35;
/// Fewest registers among a hundred.
const REGISTERS: usize = 8;
/// Fewer prompts are not judged.
const FEWEST: usize = 30;
/// Most prompts that are compared with one another.
const SAMPLE: usize = 400;

/// A prompt to be audited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audited {
    /// The words.
    pub content: String,
    /// `None` where nobody noted it.
    pub register: Option<String>,
}

/// A limit that prompts break.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Violation {
    /// What is limited, such as `opener_share`.
    pub figure: &'static str,
    /// What was found.
    pub found: f64,
    /// What is allowed: at most, but for the number of registers.
    pub limit: f64,
}

/// The figures of one modality.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figures {
    /// Prompts looked at.
    pub prompts: usize,
    /// Whether they are enough to be judged.
    pub judged: bool,
    /// The three words with which most begin.
    pub top_opener: Option<String>,
    /// How many begin so, as a share.
    pub opener_share: f64,
    /// How many say `as if`.
    pub as_if_share: f64,
    /// How many of a sample say what another one of it says.
    pub near_duplicate_share: f64,
    /// Prompts by register, of those whose register is known.
    pub registers: BTreeMap<String, usize>,
    /// The share of the largest.
    pub register_share: f64,
    /// Limits that are broken.
    pub violations: Vec<Violation>,
}

/// The figures of prompts of one modality.
pub fn report(prompts: &[Audited]) -> Figures {
    let mut openers: BTreeMap<String, usize> = BTreeMap::new();
    let mut registers: BTreeMap<String, usize> = BTreeMap::new();
    let mut as_if = 0;
    for prompt in prompts {
        let words = tokens(&prompt.content);
        *openers.entry(words.iter().take(3).cloned().collect::<Vec<_>>().join(" ")).or_default() += 1;
        as_if += usize::from(words.windows(2).any(|pair| pair == ["as", "if"]));
        if let Some(register) = &prompt.register {
            *registers.entry(register.clone()).or_default() += 1;
        }
    }
    let top = openers.into_iter().max_by_key(|(_, count)| *count);
    let named: usize = registers.values().sum();
    let mut figures = Figures {
        prompts: prompts.len(),
        judged: prompts.len() >= FEWEST,
        opener_share: share(top.as_ref().map_or(0, |(_, count)| *count), prompts.len()),
        top_opener: top.map(|(opener, _)| opener),
        as_if_share: share(as_if, prompts.len()),
        near_duplicate_share: near_duplicates(prompts),
        register_share: share(registers.values().copied().max().unwrap_or(0), named),
        registers,
        violations: Vec::new(),
    };
    if figures.judged {
        figures.violations = violations(&figures, named);
    }
    figures
}

fn violations(figures: &Figures, named: usize) -> Vec<Violation> {
    let mut found = Vec::new();
    let mut most = |figure, value: f64, limit| {
        if value > limit {
            found.push(Violation { figure, found: value, limit });
        }
    };
    most("opener_share", figures.opener_share, OPENER);
    most("as_if_share", figures.as_if_share, AS_IF);
    most("near_duplicate_share", figures.near_duplicate_share, NEAR_DUPLICATES);
    // Prompts of other programs, and imported ones, need not say their register.
    if named >= FEWEST {
        most("register_share", figures.register_share, REGISTER);
        let fewest = (REGISTERS * named / 100).min(REGISTERS);
        if figures.registers.len() < fewest {
            let [found_count, limit] = [figures.registers.len(), fewest].map(|count| share(count, 1));
            found.push(Violation { figure: "registers", found: found_count, limit });
        }
    }
    found
}

/// Share of a sample, evenly spread, that another one of the sample resembles.
fn near_duplicates(prompts: &[Audited]) -> f64 {
    let step = prompts.len().div_ceil(SAMPLE).max(1);
    let sample: Vec<Shingles> = prompts.iter().step_by(step).map(|prompt| Shingles::of(&prompt.content)).collect();
    let mut alike = vec![false; sample.len()];
    for (one, shingles) in sample.iter().enumerate() {
        for other in one + 1..sample.len() {
            if !(alike[one] && alike[other]) && shingles.likeness(&sample[other]) > ALIKE {
                (alike[one], alike[other]) = (true, true);
            }
        }
    }
    share(alike.iter().filter(|alike| **alike).count(), sample.len())
}

#[expect(clippy::cast_precision_loss, reason = "counts of prompts are small")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prompts::{Composer, Guard, Options, Register, judge};
    use crate::types::Modality;

    fn composed(modality: Modality, seed: u64, count: usize) -> Vec<crate::prompts::Composed> {
        let mut composer = Composer::new(seed);
        (0..count).map(|_| composer.compose(modality, &Options::default())).collect()
    }

    fn audited(content: &str, register: &str) -> Audited {
        Audited { content: content.into(), register: Some(register.into()) }
    }

    #[test]
    fn composed_prompts_hold_every_limit_of_the_audit() {
        // spec/gas.md 13.3
        for (modality, seed) in
            [(Modality::Image, 1), (Modality::Video, 1), (Modality::Image, 7), (Modality::Video, 99)]
        {
            let prompts = composed(modality, seed, 400);
            let of = |prompt: &crate::prompts::Composed| audited(&prompt.content, prompt.register.as_str());
            let figures = report(&prompts.iter().map(of).collect::<Vec<_>>());
            assert!(figures.judged && figures.violations.is_empty(), "{modality} {seed}: {figures:?}");
            for hundred in prompts.chunks(100) {
                let figures = report(&hundred.iter().map(of).collect::<Vec<_>>());
                assert!(figures.registers.len() >= 8, "{modality} {seed}: {figures:?}");
            }
        }
    }

    #[test]
    fn composed_prompts_pass_the_judge_and_seldom_the_guard_refuses_one() {
        for modality in Modality::ALL {
            let (mut guard, mut refused) = (Guard::default(), 0);
            for prompt in composed(modality, 11, 600) {
                let verdict = judge(&prompt.content, prompt.register, prompt.spec.length_words);
                assert_eq!(verdict, Ok(()), "{}", prompt.content);
                let words = prompt.content.split_whitespace().count();
                let (fewest, most) = prompt.spec.length_words;
                assert!((fewest..=most).contains(&words), "{words} words, {}: {}", prompt.register, prompt.content);
                refused += usize::from(guard.near_duplicate(&prompt.content).is_some());
                guard.add(&prompt.content);
            }
            assert!(refused <= 6, "{modality}: {refused} of 600");
        }
    }

    #[test]
    fn composed_prompts_are_sound_english() {
        let gap = regex::Regex::new(r"[{}]|  | ,| \.|\.\.|,,|, ?\.|:\.").unwrap();
        let article = regex::Regex::new(r"(?i)\b(a [aei]|a o[^n]|an [bcdfgjklmnpqrstvwxyz])").unwrap();
        // `the the`, and verbs in the past, which nothing here may use.
        let slip =
            regex::Regex::new(r"(?i)\b(the the|a a|an an|was|were|had|did|not|never|without|maybe|perhaps)\b").unwrap();
        for modality in Modality::ALL {
            for seed in [3, 21] {
                for prompt in composed(modality, seed, 500) {
                    let text = &prompt.content;
                    for fault in [&gap, &article, &slip] {
                        assert!(fault.find(text).is_none(), "{:?} in: {text}", fault.find(text).unwrap().as_str());
                    }
                    assert!(text.ends_with('.') && !text.contains(['\n', '"']), "{text}");
                    for sentence in text.split(". ") {
                        let first = sentence.chars().next().unwrap();
                        assert!(first.is_uppercase() || first.is_numeric(), "`{sentence}` in: {text}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_seed_gives_the_same_prompts_and_another_one_others() {
        for modality in Modality::ALL {
            assert_eq!(composed(modality, 5, 40), composed(modality, 5, 40));
            assert_ne!(composed(modality, 5, 3), composed(modality, 6, 3));
        }
    }

    #[test]
    fn pictures_know_no_motion_and_films_have_their_events() {
        for prompt in composed(Modality::Image, 2, 300) {
            assert!(prompt.event_count.is_none() && prompt.spec.camera_motion.is_none());
            assert_ne!(prompt.register, Register::Dashcam);
        }
        let films = composed(Modality::Video, 2, 1_000);
        let events = |count| films.iter().filter(|prompt| prompt.event_count == Some(count)).count();
        assert!((280..420).contains(&events(0)) && (380..520).contains(&events(1)), "{} {}", events(0), events(1));
        assert!((140..260).contains(&events(2)), "{}", events(2));
        assert!(films.iter().all(|prompt| prompt.spec.camera_motion.is_some()));
        let casual = films.iter().filter(|prompt| prompt.register == Register::PhoneCasual).count();
        assert!((150..250).contains(&casual), "{casual}");
    }

    #[test]
    fn what_repeats_itself_is_named() {
        let same: Vec<Audited> =
            (0..100).map(|n| audited(&format!("a man walks as if in a dream number {n}"), "dashcam")).collect();
        let figures = report(&same);
        let broken: Vec<&str> = figures.violations.iter().map(|violation| violation.figure).collect();
        assert_eq!(
            broken,
            ["opener_share", "as_if_share", "near_duplicate_share", "register_share", "registers"],
            "{figures:?}"
        );
        assert_eq!(figures.top_opener.as_deref(), Some("a man walks"));
        let few = report(&same[..29]);
        assert!(!few.judged && few.violations.is_empty());
        assert!(report(&[]).opener_share.abs() < 1e-9);
    }
}
