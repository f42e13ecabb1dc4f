//! What can be seen on a demo picture: things of a few shapes, colours and sizes at places, on a plain background.
//!
//! Validators compose prompts from these words, the demo provider reads them back; both go through [`Scene`].

use rand::RngExt;
use rand::seq::{IndexedRandom, SliceRandom};

/// Declares an enum of words, with the words that mean the same.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($variant:ident: $word:literal $(| $synonym:literal)*,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[expect(missing_docs, reason = "each variant is its word")]
        pub enum $name { $($variant,)+ }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The word in prompts.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// All words that are read as it, plurals among them.
            pub const fn synonyms(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$word $(, $synonym)*],)+ }
            }

            fn read(word: &str) -> Option<Self> {
                match word { $($word $(| $synonym)* => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

words! {
    /// A colour.
    Colour {
        Red: "red" | "crimson" | "scarlet",
        Orange: "orange",
        Yellow: "yellow" | "golden" | "gold",
        Green: "green",
        Blue: "blue",
        Purple: "purple" | "violet",
        Pink: "pink",
        Brown: "brown",
        Black: "black" | "dark",
        Grey: "grey" | "gray" | "silver",
        White: "white",
    }
}

words! {
    /// A shape.
    Shape {
        Circle: "circle" | "circles" | "ball" | "balls" | "disc" | "discs" | "dot" | "dots" | "sun" | "moon",
        Square: "square" | "squares" | "cube" | "cubes" | "box" | "boxes",
        Triangle: "triangle" | "triangles" | "pyramid" | "pyramids" | "mountain" | "mountains",
        Star: "star" | "stars",
        Diamond: "diamond" | "diamonds" | "rhombus" | "kite" | "kites",
        Ring: "ring" | "rings" | "hoop" | "hoops",
    }
}

words! {
    /// A size.
    Size {
        Small: "small" | "tiny" | "little",
        Medium: "medium",
        Large: "large" | "big" | "huge" | "giant",
    }
}

words! {
    /// Where, from left to right.
    Column { Left: "left", Middle: "middle", Right: "right", }
}

words! {
    /// Where, from top to bottom.
    Row { Top: "top" | "upper" | "above", Middle: "middle", Bottom: "bottom" | "lower" | "below", }
}

/// A ninth of the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Place {
    /// From left to right.
    pub column: Column,
    /// From top to bottom.
    pub row: Row,
}

/// Some equal things side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thing {
    /// How many, from 1 to [`Thing::MAX_COUNT`].
    pub count: u8,
    /// How large each is.
    pub size: Size,
    /// What colour.
    pub colour: Colour,
    /// What shape.
    pub shape: Shape,
    /// Where; `None` leaves it to the painter.
    pub place: Option<Place>,
}

/// What a picture shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scene {
    /// What is seen, at most [`Scene::MAX_THINGS`].
    pub things: Vec<Thing>,
    /// What it lies on.
    pub background: Colour,
}

const COUNTS: [&str; 5] = ["one", "two", "three", "four", "five"];

impl Thing {
    /// More would not fit side by side.
    pub const MAX_COUNT: u8 = 5;

    fn words(&self) -> String {
        let Self { count, size, colour, shape, place } = self;
        let (article, plural) = match count {
            0 | 1 => ("a", ""),
            many => (COUNTS[usize::from((*many).min(Self::MAX_COUNT)) - 1], "s"),
        };
        let place = place.map_or_else(String::new, |place| format!(" {}", place.words()));
        format!("{article} {} {} {}{plural}{place}", size.as_str(), colour.as_str(), shape.as_str())
    }
}

impl Place {
    const CENTRE: Self = Self { column: Column::Middle, row: Row::Middle };

    fn words(self) -> String {
        match (self.row, self.column) {
            (Row::Middle, Column::Middle) => "in the centre".into(),
            (Row::Middle, column) => format!("on the {}", column.as_str()),
            (row, Column::Middle) => format!("at the {}", row.as_str()),
            (row, column) => format!("at the {} {}", row.as_str(), column.as_str()),
        }
    }
}

impl Scene {
    /// Things beyond these are not painted.
    pub(crate) const MAX_THINGS: usize = 9;

    /// A scene of one to three things, none in the background's colour, each in a row of its own so that nothing hides
    /// another.
    pub fn random<R: rand::Rng + ?Sized>(rng: &mut R) -> Self {
        fn any<T: Copy, R: rand::Rng + ?Sized>(all: &[T], rng: &mut R) -> T {
            *all.choose(rng).expect("the lists of words are not empty")
        }
        let background = any(&[Colour::White, Colour::Black, Colour::Grey, Colour::Blue, Colour::Yellow], rng);
        let colours: Vec<Colour> = Colour::ALL.iter().copied().filter(|colour| *colour != background).collect();
        let mut rows = Row::ALL.to_vec();
        rows.shuffle(rng);
        rows.truncate(rng.random_range(1..=rows.len()));
        let things = rows
            .into_iter()
            .map(|row| Thing {
                count: any(&[1, 1, 1, 2, 3], rng),
                size: any(Size::ALL, rng),
                colour: any(&colours, rng),
                shape: any(Shape::ALL, rng),
                place: Some(Place { column: any(Column::ALL, rng), row }),
            })
            .collect();
        Self { things, background }
    }

    /// The scene in words, from which [`Scene::parse`] makes the same scene.
    pub fn prompt(&self) -> String {
        let words: Vec<String> = self.things.iter().map(Thing::words).collect();
        let list = match words.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, others)) => format!("{} and {last}", others.join(", ")),
            None => "nothing".into(),
        };
        format!("{list}, on a {} background", self.background.as_str())
    }

    /// Each thing and where it is painted: a thing without a place gets the centre while it is free, else the next free
    /// ninth in reading order.
    pub fn placed(&self) -> Vec<(&Thing, Place)> {
        let taken = |place: &Place| self.things.iter().any(|thing| thing.place == Some(*place));
        let mut free: Vec<Place> = places().filter(|place| !taken(place)).collect();
        let mut next = || {
            let centre = free.iter().position(|place| *place == Place::CENTRE);
            if free.is_empty() { places().next().expect("there are nine") } else { free.remove(centre.unwrap_or(0)) }
        };
        self.things.iter().map(|thing| (thing, thing.place.unwrap_or_else(&mut next))).collect()
    }

    /// What of a prompt can be painted. A prompt without any shape gets a circle, in the colour that it names or one
    /// of the prompt's own, so that every prompt has a picture.
    pub fn parse(prompt: &str) -> Self {
        let mut reader = SceneReader::default();
        let lower = prompt.to_lowercase();
        for word in lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            reader.read(word);
        }
        reader.finish(&lower)
    }
}

/// All ninths, in reading order.
fn places() -> impl Iterator<Item = Place> {
    Row::ALL.iter().flat_map(|row| Column::ALL.iter().map(|column| Place { column: *column, row: *row }))
}

/// Collects adjectives until their noun comes; places follow it.
#[derive(Default)]
struct SceneReader {
    things: Vec<Thing>,
    background: Option<Colour>,
    count: Option<u8>,
    size: Option<Size>,
    colour: Option<Colour>,
    column: Option<Column>,
    row: Option<Row>,
    centred: bool,
}

impl SceneReader {
    fn read(&mut self, word: &str) {
        if let Some(shape) = Shape::read(word) {
            self.close_place();
            let count = self.count.take().unwrap_or(if word.ends_with('s') { 2 } else { 1 });
            self.things.push(Thing {
                count,
                size: self.size.take().unwrap_or(Size::Medium),
                colour: self.colour.take().unwrap_or(Colour::Red),
                shape,
                place: None,
            });
        } else if let Some(colour) = Colour::read(word) {
            self.colour = Some(colour);
        } else if let Some(size) = Size::read(word) {
            self.size = Some(size);
        } else if let Some(count) = count(word) {
            self.count = Some(count);
        } else {
            self.read_place(word);
        }
    }

    fn read_place(&mut self, word: &str) {
        match word {
            "background" | "backdrop" | "canvas" | "sky" => self.background = self.colour.take().or(self.background),
            "centre" | "center" | "middle" => self.centred = true,
            _ => {
                self.column = Column::read(word).or(self.column);
                self.row = Row::read(word).or(self.row);
            }
        }
    }

    /// Gives the place read so far to the thing before it.
    fn close_place(&mut self) {
        let (column, row) = (self.column.take(), self.row.take());
        let centred = std::mem::take(&mut self.centred);
        let Some(thing) = self.things.last_mut().filter(|thing| thing.place.is_none()) else { return };
        if column.is_some() || row.is_some() || centred {
            let Place { column: middle, row: centre } = Place::CENTRE;
            thing.place = Some(Place { column: column.unwrap_or(middle), row: row.unwrap_or(centre) });
        }
    }

    fn finish(mut self, prompt: &str) -> Scene {
        self.close_place();
        if self.things.is_empty() {
            let sum = prompt.bytes().fold(0_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
            let colour = self.colour.unwrap_or(Colour::ALL[sum % Colour::ALL.len()]);
            let (count, size) = (self.count.unwrap_or(1), self.size.unwrap_or(Size::Large));
            self.things.push(Thing { count, size, colour, shape: Shape::Circle, place: Some(Place::CENTRE) });
        }
        self.things.truncate(Scene::MAX_THINGS);
        let mentioned = |colour: Colour| self.things.iter().any(|thing| thing.colour == colour);
        let plain = if mentioned(Colour::White) { Colour::Grey } else { Colour::White };
        Scene { background: self.background.unwrap_or(plain), things: self.things }
    }
}

fn count(word: &str) -> Option<u8> {
    let number = COUNTS.iter().position(|count| *count == word).map(|index| index + 1);
    let number = number.or_else(|| word.parse().ok().filter(|number| *number > 0))?;
    Some(u8::try_from(number).unwrap_or(u8::MAX).min(Thing::MAX_COUNT))
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    #[test]
    fn every_composed_prompt_is_understood_in_full() {
        let mut rng = StdRng::seed_from_u64(7);
        for _ in 0..2000 {
            let scene = Scene::random(&mut rng);
            assert_eq!(Scene::parse(&scene.prompt()), scene, "{}", scene.prompt());
        }
    }

    #[test]
    fn words_of_people_are_understood_too() {
        let scene = Scene::parse("A BIG crimson ball at the upper right and 3 tiny stars, under a dark sky!");
        let ball = Thing {
            count: 1,
            size: Size::Large,
            colour: Colour::Red,
            shape: Shape::Circle,
            place: Some(Place { column: Column::Right, row: Row::Top }),
        };
        assert_eq!(scene.things[0], ball);
        assert_eq!((scene.things[1].count, scene.things[1].shape, scene.things[1].size), (3, Shape::Star, Size::Small));
        assert_eq!(scene.background, Colour::Black);
    }

    #[test]
    fn a_prompt_without_shapes_still_gets_a_picture() {
        for prompt in ["a red fox", "", "\u{0}😀", "99999999999999999999 boxes"] {
            assert!(!Scene::parse(prompt).things.is_empty(), "{prompt}");
        }
        assert_eq!(Scene::parse("a red fox").things[0].colour, Colour::Red);
        assert_eq!(Scene::parse(&"star ".repeat(10_000)).things.len(), Scene::MAX_THINGS);
    }
}
