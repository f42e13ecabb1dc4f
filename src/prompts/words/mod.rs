//! The vocabularies, written by hand. Clauses are in the present tense, begin small and have no full stop; `{color}` and
//! the like are filled in by `grammar`.
//!
//! What may be said together is decided by tags and flags, so that nobody sunbathes in a library.

pub(super) mod beings;
pub(super) mod clothes;
pub(super) mod crafts;
pub(super) mod groups;
pub(super) mod indoors;
pub(super) mod light;
pub(super) mod looks;
pub(super) mod openings;
pub(super) mod outdoors;
pub(super) mod people;
pub(super) mod roads;
pub(super) mod screens;

/// What a place offers, as bits.
pub(super) type Tags = u64;

/// Places by what is done there, and who can look at them.
pub(super) mod tag {
    use super::Tags;

    pub(in crate::prompts) const KITCHEN: Tags = 1;
    pub(in crate::prompts) const HOME: Tags = 1 << 1;
    pub(in crate::prompts) const DESK: Tags = 1 << 2;
    pub(in crate::prompts) const WORKSHOP: Tags = 1 << 3;
    pub(in crate::prompts) const SHOP: Tags = 1 << 4;
    pub(in crate::prompts) const CAFE: Tags = 1 << 5;
    pub(in crate::prompts) const STREET: Tags = 1 << 6;
    pub(in crate::prompts) const PARK: Tags = 1 << 7;
    pub(in crate::prompts) const MARKET: Tags = 1 << 8;
    pub(in crate::prompts) const STATION: Tags = 1 << 9;
    pub(in crate::prompts) const SPORT: Tags = 1 << 10;
    pub(in crate::prompts) const BEACH: Tags = 1 << 11;
    pub(in crate::prompts) const SHORE: Tags = 1 << 12;
    pub(in crate::prompts) const FOREST: Tags = 1 << 13;
    pub(in crate::prompts) const HILLS: Tags = 1 << 14;
    pub(in crate::prompts) const FARM: Tags = 1 << 15;
    pub(in crate::prompts) const GARDEN: Tags = 1 << 16;
    pub(in crate::prompts) const ATELIER: Tags = 1 << 17;
    pub(in crate::prompts) const LAB: Tags = 1 << 18;
    pub(in crate::prompts) const CLINIC: Tags = 1 << 19;
    pub(in crate::prompts) const SCHOOL: Tags = 1 << 20;
    pub(in crate::prompts) const STAGE: Tags = 1 << 21;
    pub(in crate::prompts) const SITE: Tags = 1 << 22;
    pub(in crate::prompts) const HARBOR: Tags = 1 << 23;
    pub(in crate::prompts) const SNOW: Tags = 1 << 24;
    pub(in crate::prompts) const DESERT: Tags = 1 << 25;
    pub(in crate::prompts) const WAREHOUSE: Tags = 1 << 26;
    pub(in crate::prompts) const LAUNDRY: Tags = 1 << 27;
    pub(in crate::prompts) const MEADOW: Tags = 1 << 28;
    pub(in crate::prompts) const ROOF: Tags = 1 << 29;
    pub(in crate::prompts) const POOL: Tags = 1 << 30;
    pub(in crate::prompts) const GYM: Tags = 1 << 31;
    pub(in crate::prompts) const COURT: Tags = 1 << 32;
    pub(in crate::prompts) const LOBBY: Tags = 1 << 33;
    pub(in crate::prompts) const GROCER: Tags = 1 << 34;
    pub(in crate::prompts) const TILL: Tags = 1 << 35;
    pub(in crate::prompts) const FLOWERS: Tags = 1 << 36;
    pub(in crate::prompts) const LIBRARY: Tags = 1 << 37;
    pub(in crate::prompts) const DEN: Tags = 1 << 38;
    pub(in crate::prompts) const LIVING: Tags = 1 << 39;
    /// A security camera may hang there.
    pub(in crate::prompts) const WATCHED: Tags = 1 << 40;
    /// It is worth a look from above.
    pub(in crate::prompts) const OPEN: Tags = 1 << 41;
    /// Families film there.
    pub(in crate::prompts) const FAMILY: Tags = 1 << 42;
    /// Reporters go there.
    pub(in crate::prompts) const PUBLIC: Tags = 1 << 43;
    /// It is seen without anybody in it.
    pub(in crate::prompts) const VIEW: Tags = 1 << 44;
}

/// Inside or outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Environment {
    Indoor,
    Outdoor,
    /// Under a roof, open at the sides.
    Mixed,
}

/// Which weather a place knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Climate {
    Mild,
    Hot,
    Cold,
}

/// How a room is lit when the day does not do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lamps {
    Home,
    Tubes,
    Warm,
    Stage,
    /// Lamps of streets, or none: outdoors.
    Street,
    None,
}

/// When a place can be seen.
pub(super) type Hours = u8;

pub(super) mod hour {
    use super::Hours;

    pub(in crate::prompts) const DAWN: Hours = 1;
    pub(in crate::prompts) const MORNING: Hours = 2;
    pub(in crate::prompts) const MIDDAY: Hours = 4;
    pub(in crate::prompts) const AFTERNOON: Hours = 8;
    pub(in crate::prompts) const GOLDEN: Hours = 16;
    pub(in crate::prompts) const DUSK: Hours = 32;
    pub(in crate::prompts) const NIGHT: Hours = 64;
    pub(in crate::prompts) const WORK: Hours = MORNING | MIDDAY | AFTERNOON;
    pub(in crate::prompts) const DAY: Hours = DAWN | WORK | GOLDEN;
    pub(in crate::prompts) const LATE: Hours = GOLDEN | DUSK | NIGHT;
    pub(in crate::prompts) const ALL: Hours = DAY | DUSK | NIGHT;
}

/// A place, and what is to be seen in it.
#[derive(Debug)]
pub(super) struct Place {
    /// With its article and what tells it from others.
    pub(super) name: &'static str,
    /// Once it is known.
    pub(super) short: &'static str,
    /// In, on or at.
    pub(super) at: &'static str,
    pub(super) environment: Environment,
    pub(super) tags: Tags,
    pub(super) hours: Hours,
    pub(super) climate: Climate,
    pub(super) lamps: Lamps,
    /// Whether a room has windows, or a view reaches far, which fog and rain would hide.
    pub(super) view: bool,
    /// What stands there.
    pub(super) things: &'static [&'static str],
    /// What moves there.
    pub(super) bustle: &'static [&'static str],
}

/// What somebody does.
#[derive(Debug)]
pub(super) struct Activity {
    /// Where, as any of these tags.
    pub(super) at: Tags,
    /// Who does it, without article.
    pub(super) roles: &'static [&'static str],
    pub(super) attire: Attire,
    pub(super) age: Age,
    /// Needs weather in which one stays outside.
    pub(super) fair: bool,
    /// Scene kind of the specification.
    pub(super) kind: &'static str,
    /// What, after `is`.
    pub(super) doing: &'static str,
    /// What is to be seen of it, close up.
    pub(super) details: &'static [&'static str],
    /// What can happen next.
    pub(super) beats: &'static [&'static str],
}

/// What somebody wears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Attire {
    /// By place and weather.
    Plain,
    Work,
    Sport,
    Water,
    Formal,
    Clinic,
    Bright,
    Lab,
}

/// How old somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Age {
    Child,
    Adult,
    Elder,
    /// Teenagers to the elderly.
    Grown,
}

/// Several people, an animal, a thing or a dish, with what it does; all about it is written out.
#[derive(Debug)]
pub(super) struct Being {
    pub(super) at: Tags,
    pub(super) fair: bool,
    pub(super) kind: &'static str,
    /// With its article.
    pub(super) name: &'static str,
    /// Once it is known.
    pub(super) short: &'static str,
    /// With `is` or `are`.
    pub(super) doing: &'static str,
    pub(super) details: &'static [&'static str],
    pub(super) beats: &'static [&'static str],
}
