//! Who or what a prompt is about, in words.

use super::Register;
use super::cast::{Cast, Stage};
use super::draw::Draw;
use super::grammar::{Names, articles, fill};
use super::words::clothes;
use super::words::{Activity, Age, Attire, Climate, Environment};

/// A subject in words.
#[derive(Debug, Clone)]
pub(super) struct Subject {
    /// With its article.
    pub(super) who: String,
    /// With `is` or `are`; empty for a place or a screen.
    pub(super) doing: String,
    pub(super) names: Names,
    /// Scene kind of the specification.
    pub(super) kind: &'static str,
    pub(super) details: &'static [&'static str],
    pub(super) beats: &'static [&'static str],
    /// What a person wears, as a clause.
    pub(super) clothes: Option<String>,
}

pub(super) fn subject(stage: &Stage, register: Register, draw: &mut Draw) -> Subject {
    let short = stage.place.map_or_else(String::new, |place| place.short.to_owned());
    let mut names = Names { she: "it", her: "its", obj: "it", the: String::new(), short };
    match stage.cast {
        Cast::Person(activity) => person(activity, stage, register, names, draw),
        Cast::Group(being) | Cast::Animal(being) | Cast::Thing(being) => {
            names.the = being.short.into();
            Subject {
                who: fill(being.name, &names, draw),
                doing: fill(being.doing, &names, draw),
                kind: being.kind,
                details: being.details,
                beats: being.beats,
                names,
                clothes: None,
            }
        }
        Cast::Traffic(traffic) => {
            names.the = traffic.short.into();
            Subject {
                who: fill(traffic.name, &names, draw),
                doing: traffic.doing.to_owned(),
                kind: "action",
                details: traffic.details,
                beats: traffic.beats,
                names,
                clothes: None,
            }
        }
        Cast::View => {
            let environment = stage.place.map(|place| place.environment);
            let kind = if environment == Some(Environment::Outdoor) { "landscape" } else { "interior" };
            let place = stage.place.map_or("", |place| place.name);
            let (details, beats): (&[&str], &[&str]) = (&[], &[]);
            Subject { who: place.into(), doing: String::new(), kind, details, beats, names, clothes: None }
        }
        Cast::Screen(screen) => {
            names.the = screen.short.into();
            names.short = screen.short.into();
            let (who, doing) = (screen.name.to_owned(), String::new());
            Subject { who, doing, kind: "object", details: &[], beats: screen.beats, names, clothes: None }
        }
    }
}

fn person(
    activity: &'static Activity,
    stage: &Stage,
    register: Register,
    mut names: Names,
    draw: &mut Draw,
) -> Subject {
    let role = *draw.pick(activity.roles);
    let she = is_she(role).unwrap_or_else(|| draw.chance(50));
    (names.she, names.her, names.obj) = if she { ("she", "her", "her") } else { ("he", "his", "him") };
    let bare = role.split(" with ").next().unwrap_or(role);
    let bare = bare.split(" on ").next().unwrap_or(bare);
    names.the = format!("the {bare}");
    let who = describe(role, bare == role, activity.age, she, draw);
    let who = articles(&fill(&who, &names, draw));
    // Details come first, so that what `{she}` stands for is clear.
    let clothes = (register != Register::DroneAerial).then(|| {
        let worn = *draw.pick(wardrobe(activity, stage));
        let verb = *draw.pick(&["{the} wears", "{the} wears", "{she} wears", "{the} is dressed in", "{she} has on"]);
        fill(&format!("{verb} {worn}"), &names, draw)
    });
    let doing = format!("is {}", fill(activity.doing, &names, draw));
    let (details, beats, kind) = (activity.details, activity.beats, activity.kind);
    Subject { who, doing, names, kind, details, beats, clothes }
}

/// Whether a role says it is hers or his; `None` where it says neither.
fn is_she(role: &str) -> Option<bool> {
    let has = |words: &[&str]| words.iter().any(|word| role.contains(word));
    if has(&["woman", "girl", "mother"]) {
        Some(true)
    } else if role.split(' ').any(|word| matches!(word, "man" | "boy" | "fisherman")) || has(&["father"]) {
        Some(false)
    } else {
        None
    }
}

fn describe(role: &str, is_bare: bool, age: Age, she: bool, draw: &mut Draw) -> String {
    const AGED: [&str; 9] = ["young", "old", "elder", "retire", "grand", "student", "teen", "apprentice", "father"];
    const OF_HAIR: [&str; 6] = ["hair", "head", "braid", "curls", "fringe", "ponytail"];
    if !is_bare || role.contains('{') {
        return format!("a {role}");
    }
    let aged = AGED.iter().any(|word| role.contains(word));
    let old = age == Age::Elder || ["retire", "grand", "elder"].iter().any(|word| role.contains(word));
    let own: &[&str] = if she { clothes::HERS } else { clothes::HIS };
    let grown: Vec<&str> = clothes::ADULT
        .iter()
        .copied()
        .filter(|text| !(aged && ["gray", "lines", "weathered", "in {her}"].iter().any(|word| text.contains(word))))
        .collect();
    let behind = match age {
        Age::Child => *draw.pick(clothes::CHILD),
        _ if old => *draw.pick(clothes::ELDER),
        Age::Adult | Age::Grown | Age::Elder if draw.chance(18) => *draw.pick(own),
        _ => *draw.pick(&grown),
    };
    let adjective = if age != Age::Child && !old && draw.chance(35) { *draw.pick(clothes::ADJECTIVES) } else { "" };
    let twice = (adjective.contains("hair") && OF_HAIR.iter().any(|word| behind.contains(word)))
        || (adjective == "bespectacled" && behind.contains("glasses"));
    let adjective = if twice { "" } else { adjective };
    let space = if adjective.is_empty() { "" } else { " " };
    if draw.chance(15) { format!("a {adjective}{space}{role}") } else { format!("a {adjective}{space}{role} {behind}") }
}

/// What may be worn here and now.
fn wardrobe(activity: &Activity, stage: &Stage) -> &'static [&'static str] {
    let worn = clothes::attire(activity.attire);
    let place = stage.place;
    let environment = place.map(|place| place.environment);
    match place.map(|place| place.climate) {
        _ if activity.attire != Attire::Plain => worn,
        _ if environment == Some(Environment::Indoor) => clothes::INDOORS,
        Some(Climate::Cold) => clothes::COLD,
        Some(Climate::Hot) => clothes::HOT,
        _ if stage.weather.is_wet() && environment == Some(Environment::Outdoor) => clothes::RAIN,
        _ if activity.age == Age::Child => clothes::SMALL,
        _ => clothes::MILD,
    }
}
