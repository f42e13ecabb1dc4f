//! Prompts to learn from: those that validators compose, those that people write, those that name no shape.

use gascli::prompts::{Composer, Options};
use gascli::providers::demo::scene::{Colour, Column, Place, Row, Scene, Shape, Size, Thing};
use gascli::types::Modality;
use rand::rngs::SmallRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};

/// Where a prompt comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A validator's, on a local chain.
    Composed,
    /// A person's, in words of their own.
    People,
    /// A person's who also speaks of something else.
    Talk,
    /// A few words of which none is a shape.
    Shapeless,
    /// What the prompt composer writes for networks: long, and about other things than scenes.
    Prose,
}

/// An origin as often as it is learned from.
pub fn origin(rng: &mut SmallRng) -> Origin {
    match rng.random_range(0..100) {
        0..66 => Origin::Composed,
        66..84 => Origin::People,
        84..88 => Origin::Talk,
        88..95 => Origin::Shapeless,
        _ => Origin::Prose,
    }
}

/// Writes prompts.
pub struct Speaker {
    composer: Composer,
}

fn any<T: Copy>(all: &[T], rng: &mut SmallRng) -> T {
    *all.choose(rng).expect("no list here is empty")
}

const NAMELESS: [&str; 24] = [
    "fox",
    "cat on a sofa",
    "house by the sea",
    "portrait of an old man",
    "horse",
    "city at night",
    "forest",
    "boat",
    "bird in flight",
    "street market",
    "robot",
    "woman reading a book",
    "castle",
    "train station",
    "dog",
    "flower field",
    "river",
    "bridge",
    "teapot",
    "guitar player",
    "snowy village",
    "library",
    "dragon",
    "spaceship",
];

const OPENINGS: [&str; 12] = [
    "",
    "",
    "",
    "",
    "a picture of ",
    "a painting of ",
    "draw ",
    "show me ",
    "there is ",
    "I want to see ",
    "image: ",
    "please paint ",
];

const ENDINGS: [&str; 10] =
    ["", "", "", "", ".", "!", ", high quality", ", minimal style", ", please", " - flat design"];

impl Speaker {
    /// The same seed gives the same prompts.
    pub fn new(rng: &mut SmallRng) -> Self {
        Self { composer: Composer::new(rng.random()) }
    }

    /// A prompt of this origin.
    pub fn prompt(&mut self, origin: Origin, rng: &mut SmallRng) -> String {
        match origin {
            Origin::Composed => Scene::random(rng).prompt(),
            Origin::People => people(rng),
            Origin::Talk => self.with_prose(&people(rng), rng),
            Origin::Shapeless => shapeless(rng),
            Origin::Prose => self.composer.compose(Modality::Image, &Options::default()).content,
        }
    }

    /// With a few words about something else at its end.
    fn with_prose(&mut self, text: &str, rng: &mut SmallRng) -> String {
        let prose = self.composer.compose(Modality::Image, &Options::default()).content;
        let words: Vec<&str> = prose.split_whitespace().collect();
        let count = rng.random_range(2..8).min(words.len());
        let from = rng.random_range(0..=words.len() - count);
        format!("{text}, {}", words[from..from + count].join(" "))
    }
}

/// A scene in a person's words.
fn people(rng: &mut SmallRng) -> String {
    let mut scene = Scene::random(rng);
    let unused = |colour: &Colour| scene.things.iter().all(|thing| thing.colour != *colour);
    if let Some(colour) = Some(any(Colour::ALL, rng)).filter(unused) {
        scene.background = colour;
    }
    let separator = any(&[", ", " and ", " with ", "; ", ", and "], rng);
    let things: Vec<String> = scene.things.iter().map(|thing| thing_words(thing, rng)).collect();
    let background = background_words(scene.background, rng);
    let text = format!("{}{}{background}{}", any(&OPENINGS, rng), things.join(separator), any(&ENDINGS, rng));
    match rng.random_range(0..6) {
        0 => text.to_uppercase(),
        1 => text.chars().take(1).flat_map(char::to_uppercase).chain(text.chars().skip(1)).collect(),
        _ => text,
    }
}

/// Another prompt of the validator's kind that differs in one thing; and in what.
pub fn changed(scene: &Scene, rng: &mut SmallRng) -> (Scene, Change) {
    loop {
        let change = any(&Change::ALL, rng);
        let mut other = scene.clone();
        let at = rng.random_range(0..other.things.len());
        change.apply(&mut other, at, rng);
        let hidden = other.things.iter().any(|thing| thing.colour == other.background);
        if other != *scene && !hidden {
            return (other, change);
        }
    }
}

/// What one change makes of a scene.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Another colour of a thing.
    Colour,
    /// Another shape.
    Shape,
    /// Another size.
    Size,
    /// Another number of equal things.
    Count,
    /// Another place in the same row.
    Place,
    /// Another background.
    Background,
    /// One thing less, or the only one elsewhere.
    Absence,
}

impl Change {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Colour, Self::Shape, Self::Size, Self::Count, Self::Place, Self::Background, Self::Absence];

    fn apply(self, scene: &mut Scene, at: usize, rng: &mut SmallRng) {
        if self == Self::Absence && scene.things.len() > 1 {
            scene.things.remove(at);
            return;
        }
        let thing = &mut scene.things[at];
        match self {
            Self::Colour => thing.colour = any(Colour::ALL, rng),
            Self::Shape => thing.shape = any(Shape::ALL, rng),
            Self::Size => thing.size = any(Size::ALL, rng),
            Self::Count => thing.count = any(&[1, 2, 3], rng),
            Self::Place => {
                let row = thing.place.map_or(Row::Middle, |place| place.row);
                thing.place = Some(Place { column: any(Column::ALL, rng), row });
            }
            Self::Background => {
                scene.background =
                    any(&[Colour::White, Colour::Black, Colour::Grey, Colour::Blue, Colour::Yellow], rng);
            }
            Self::Absence => {
                let column = thing.place.map_or(Column::Middle, |place| place.column);
                thing.place = Some(Place { column, row: any(Row::ALL, rng) });
            }
        }
    }
}

fn shapeless(rng: &mut SmallRng) -> String {
    let colour =
        if rng.random_bool(0.6) { format!("{} ", any(any(Colour::ALL, rng).synonyms(), rng)) } else { String::new() };
    format!("{}a {colour}{}{}", any(&OPENINGS, rng), any(&NAMELESS, rng), any(&ENDINGS, rng))
}

fn thing_words(thing: &Thing, rng: &mut SmallRng) -> String {
    let plural = thing.count > 1;
    let shapes: Vec<&str> =
        thing.shape.synonyms().iter().copied().filter(|word| word.ends_with('s') == plural).collect();
    let digit = thing.count.to_string();
    let count = match (thing.count, rng.random_range(0..3)) {
        (1, 0) => "one",
        (1, 1) => "the",
        (1, _) => "a",
        (_, 0) => digit.as_str(),
        (2, _) => "two",
        (3, _) => "three",
        (4, _) => "four",
        _ => "five",
    };
    let size = match thing.size {
        Size::Medium if rng.random_bool(0.5) => String::new(),
        size => format!("{} ", any(size.synonyms(), rng)),
    };
    let place = thing.place.filter(|_| rng.random_bool(0.8)).map_or_else(String::new, |place| place_words(place, rng));
    format!("{count} {size}{} {}{place}", any(thing.colour.synonyms(), rng), any(&shapes, rng))
}

fn place_words(place: Place, rng: &mut SmallRng) -> String {
    let lead = any(&["at the", "in the", "on the", "to the"], rng);
    let rows: Vec<&str> =
        place.row.synonyms().iter().copied().filter(|word| !["above", "below"].contains(word)).collect();
    match (place.row, place.column) {
        (Row::Middle, Column::Middle) => format!(" in the {}", any(&["centre", "center", "middle"], rng)),
        (Row::Middle, column) => format!(" {lead} {}{}", column.as_str(), any(&["", " side"], rng)),
        (_, Column::Middle) => format!(" {lead} {}", any(&rows, rng)),
        (_, column) => format!(" {lead} {} {}{}", any(&rows, rng), column.as_str(), any(&["", " corner"], rng)),
    }
}

fn background_words(colour: Colour, rng: &mut SmallRng) -> String {
    let colour = any(colour.synonyms(), rng);
    let a = any(&["a", "the"], rng);
    match rng.random_range(0..6) {
        0 => String::new(),
        1 => format!(" under {a} {colour} sky"),
        2 => format!(" on {a} {colour} canvas"),
        3 => format!(" against {a} {colour} backdrop"),
        4 => format!(", {colour} background"),
        _ => format!(" on {a} {colour} background"),
    }
}

/// Prompts of all kinds, as a vocabulary is made from.
pub fn corpus(seed: u64, count: usize) -> Vec<String> {
    let mut rng = SmallRng::seed_from_u64(seed);
    let mut speaker = Speaker::new(&mut rng);
    (0..count)
        .map(|_| {
            let origin = origin(&mut rng);
            speaker.prompt(origin, &mut rng)
        })
        .collect()
}
