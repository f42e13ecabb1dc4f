//! Time, weather and what both do to the light.

use super::{Hours, hour};

/// What the sky does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::prompts) enum Weather {
    Clear,
    Cloudy,
    Overcast,
    Drizzle,
    Rain,
    AfterRain,
    Fog,
    Windy,
    Heat,
    Snow,
    /// The word for it inside rooms without a view.
    None,
}

impl Weather {
    pub(in crate::prompts) const fn as_str(self) -> &'static str {
        match self {
            Self::Clear => "clear",
            Self::Cloudy => "scattered clouds",
            Self::Overcast => "overcast",
            Self::Drizzle => "light drizzle",
            Self::Rain => "steady rain",
            Self::AfterRain => "just after rain",
            Self::Fog => "fog",
            Self::Windy => "windy",
            Self::Heat => "dry heat",
            Self::Snow => "light snowfall",
            Self::None => "",
        }
    }

    /// Put before a time, with a space behind it.
    pub(in crate::prompts) const fn adjectives(self) -> &'static [&'static str] {
        match self {
            Self::Clear => &["clear ", "bright ", "cloudless "],
            Self::Cloudy => &["mild ", "partly cloudy ", ""],
            Self::Overcast => &["gray ", "overcast ", "dull "],
            Self::Drizzle => &["drizzly ", "damp "],
            Self::Rain => &["rainy ", "wet ", "rain-soaked "],
            Self::AfterRain => &["freshly washed ", "damp ", "rain-washed "],
            Self::Fog => &["foggy ", "misty "],
            Self::Windy => &["windy ", "blustery ", "breezy "],
            Self::Heat => &["hot ", "dry ", "sweltering "],
            Self::Snow => &["snowy ", "cold "],
            Self::None => &["", "", "quiet ", "busy ", "ordinary ", "long "],
        }
    }

    /// Whether the sun casts shadows.
    pub(in crate::prompts) const fn is_sunny(self) -> bool {
        matches!(self, Self::Clear | Self::Cloudy | Self::Windy | Self::Heat | Self::None)
    }

    pub(in crate::prompts) const fn is_wet(self) -> bool {
        matches!(self, Self::Drizzle | Self::Rain)
    }

    /// What is to be seen of it outside.
    pub(in crate::prompts) const fn outside(self) -> &'static [&'static str] {
        match self {
            Self::Clear => &[
                "the sky is an even blue from edge to edge",
                "the air is clear enough to show distant edges sharply",
                "a thin vapor trail crosses an otherwise empty sky",
            ],
            Self::Cloudy => &[
                "small white clouds drift slowly across the sky",
                "a band of broken cloud hangs above the horizon",
                "the sun slips behind a cloud and out again",
            ],
            Self::Overcast => &[
                "a flat layer of cloud covers the sky",
                "the sky is a uniform pale gray",
                "low clouds press down on the background",
            ],
            Self::Drizzle => &[
                "fine drizzle beads on every surface",
                "a thin drizzle dims the distance",
                "tiny drops gather on metal edges",
            ],
            Self::Rain => &[
                "rain falls in steady slanting lines",
                "puddles jump with falling drops",
                "water runs along every edge and drips to the ground",
            ],
            Self::AfterRain => &[
                "shallow puddles mirror whatever stands above them",
                "drops still fall from leaves and ledges",
                "wet surfaces shine after a recent shower",
            ],
            Self::Fog => &[
                "fog swallows everything beyond the middle distance",
                "mist softens the outlines in the background",
                "pale haze hangs close to the ground",
            ],
            Self::Windy => &[
                "a strong wind pulls at clothes, leaves and loose paper",
                "gusts flatten the grass and worry every loose corner",
                "fast clouds race overhead",
            ],
            Self::Heat => &[
                "hot air trembles above the ground",
                "the sky is bleached almost white by the heat",
                "dry dust hangs in the air",
            ],
            Self::Snow => &[
                "large flakes fall slowly and settle on every surface",
                "light snow drifts sideways through the frame",
                "fresh flakes gather on shoulders and ledges",
            ],
            Self::None => &[],
        }
    }

    /// What is to be seen of it through a window, or beyond the edge of a roof.
    pub(in crate::prompts) const fn beyond(self) -> &'static [&'static str] {
        match self {
            Self::Clear | Self::Cloudy => {
                &["a strip of blue sky shows at the edge", "the outside looks bright and dry"]
            }
            Self::Overcast => &["the outside is pale and gray", "a colorless sky shows at the edge"],
            Self::Drizzle | Self::Rain => &[
                "rain streaks down outside",
                "drops run together beyond the edge",
                "the wet world outside blurs into gray",
            ],
            Self::AfterRain => &["outside, everything still drips", "wet pavement gleams outside"],
            Self::Fog => &["fog hides most of the outside", "the outside fades into white haze"],
            Self::Windy => &["branches toss outside", "something loose flaps outside in the wind"],
            Self::Heat => &["the outside glares in the heat"],
            Self::Snow => &["snow falls outside in loose flakes", "snow is piled up outside"],
            Self::None => &[],
        }
    }
}

/// The hours of a day with their names.
#[derive(Debug)]
pub(in crate::prompts) struct Time {
    pub(in crate::prompts) hour: Hours,
    /// In the scene.
    pub(in crate::prompts) name: &'static str,
    /// What an adjective can stand before: `on a rainy … morning`.
    pub(in crate::prompts) nouns: &'static [&'static str],
    /// Alone.
    pub(in crate::prompts) phrases: &'static [&'static str],
}

pub(in crate::prompts) const TIMES: [Time; 7] = [
    Time {
        hour: hour::DAWN,
        name: "dawn",
        nouns: &["morning", "early morning"],
        phrases: &["just after sunrise", "in the first light of the day", "early in the morning"],
    },
    Time {
        hour: hour::MORNING,
        name: "morning",
        nouns: &["morning", "weekday morning", "Saturday morning"],
        phrases: &["in the middle of the morning", "before noon", "on a Tuesday morning"],
    },
    Time {
        hour: hour::MIDDAY,
        name: "midday",
        nouns: &["day", "weekday"],
        phrases: &["at midday", "around noon", "during the lunch hour"],
    },
    Time {
        hour: hour::AFTERNOON,
        name: "afternoon",
        nouns: &["afternoon", "Sunday afternoon", "weekday afternoon"],
        phrases: &["in the middle of the afternoon", "after lunch", "on a slow afternoon"],
    },
    Time {
        hour: hour::GOLDEN,
        name: "late afternoon",
        nouns: &["late afternoon", "early evening"],
        phrases: &["shortly before sunset", "late in the day", "toward the end of the afternoon"],
    },
    Time {
        hour: hour::DUSK,
        name: "dusk",
        nouns: &["evening"],
        phrases: &["at dusk", "just after sunset", "in the early evening"],
    },
    Time {
        hour: hour::NIGHT,
        name: "night",
        nouns: &["night", "weekday night"],
        phrases: &["late at night", "well after dark", "shortly before midnight"],
    },
];

/// Light outside by day, with and without sun, by the hour.
pub(in crate::prompts) fn outside(time: Hours, sunny: bool) -> &'static [&'static str] {
    match (time, sunny) {
        (hour::DAWN, true) => &[
            "low pink light touches the highest edges first",
            "the rising sun throws very long pale shadows",
            "cool blue shade still fills the lower half of the scene",
        ],
        (hour::DAWN | hour::DUSK, false) => &[
            "dim bluish light leaves few shadows",
            "the light is weak and cold, with soft edges everywhere",
            "shapes separate slowly from the gray background",
        ],
        (hour::MORNING, true) => &[
            "morning sun comes in from the side and picks out textures",
            "clean light from the left draws crisp shadows on the ground",
            "bright side light gives every surface a clear edge",
        ],
        (hour::MIDDAY, true) => &[
            "high sun makes short, hard shadows",
            "strong overhead light bleaches the brightest surfaces",
            "shadows sit small and dark directly beneath everything",
        ],
        (hour::AFTERNOON, true) => &[
            "afternoon sun falls at an angle and warms the near side",
            "the light is direct, with shadows leaning to the right",
            "sunlit patches alternate with cool shade",
        ],
        (hour::GOLDEN, true) => &[
            "low golden light rims the edges of hair and leaves",
            "long shadows stretch toward the viewer",
            "amber light rakes across the ground and deepens every groove",
        ],
        (hour::DUSK, true) => &[
            "the sky holds a band of orange above deepening blue",
            "the last light is soft and blue, with a warm glow low in the west",
            "outlines darken against a still bright sky",
        ],
        _ => &[
            "soft even light comes from the whole sky",
            "diffuse daylight keeps shadows faint",
            "the light is flat and cool, and colors look slightly muted",
        ],
    }
}

/// Light at night under street lamps.
pub(in crate::prompts) const STREET_NIGHT: &[&str] = &[
    "sodium lamps paint overlapping orange pools on the ground",
    "a single streetlight leaves the edges of the frame in darkness",
    "white light from a shop window falls across the pavement",
    "headlights pass and pull long shadows around",
];

/// Light on roads at night.
pub(in crate::prompts) const ROAD_NIGHT: &[&str] = &[
    "the headlights reach a short stretch of asphalt ahead",
    "reflectors glow in a line and the rest is dark",
    "oncoming headlights flare across the windshield",
];

/// The sky at night, where it does not rain.
pub(in crate::prompts) const NIGHT_SKY: &[&str] = &[
    "the sky above is black and even",
    "a few stars show between the rooftops",
    "a pale moon hangs above the background",
];

/// Windows at night, likewise.
pub(in crate::prompts) const NIGHT_WINDOWS: &[&str] =
    &["beyond the edge it is completely dark", "scattered lights show in the dark outside"];

/// Light in rooms by day, with windows.
pub(in crate::prompts) const WINDOWS_SUN: &[&str] = &[
    "daylight falls through the window in a slanted block",
    "window light models one side and leaves the other in soft shade",
    "a bright patch from the window lies across the floor",
    "light from the side window catches edges and dust",
];

/// The same without sun.
pub(in crate::prompts) const WINDOWS_SOFT: &[&str] = &[
    "pale daylight from the window spreads evenly",
    "soft gray light comes in from one side",
    "the window gives a cool, low-contrast light",
];

pub(in crate::prompts) const HOME: &[&str] = &[
    "a lamp with a fabric shade gives a warm yellow light",
    "one ceiling bulb lights the middle and leaves the corners dim",
    "warm light from a floor lamp mixes with the glow of a screen",
];

pub(in crate::prompts) const TUBES: &[&str] = &[
    "fluorescent tubes give an even, slightly green light",
    "white ceiling panels light everything evenly and leave only faint shadows",
    "one of the tubes overhead flickers at its end",
    "cold overhead light flattens the colors",
];

pub(in crate::prompts) const WARM: &[&str] = &[
    "pendant lamps throw warm circles onto the surfaces below",
    "bare filament bulbs give an orange cast",
    "warm light from low lamps leaves the ceiling dark",
];

pub(in crate::prompts) const STAGE: &[&str] = &[
    "a spotlight from above cuts a hard-edged circle",
    "two colored side lights, blue and amber, cross in the middle",
    "the work light is harsh and comes from a single bare bulb",
];

pub(in crate::prompts) const YARD_NIGHT: &[&str] = &[
    "light from the house windows reaches halfway across",
    "a string of small bulbs gives a warm, uneven glow",
    "a lamp by the back door throws long shadows outward",
];

/// The word of the scene for one of the sentences above.
pub(in crate::prompts) const PALETTES: &[&str] = &[
    "muted greens and browns",
    "slate gray and faded blue",
    "ochre, rust and cream",
    "pale yellow and soft gray",
    "deep green and small accents of red",
    "sand, white and washed-out turquoise",
    "warm brown and amber",
    "cool blue and touches of orange",
    "brick red and off-white",
    "olive, khaki and dusty pink",
    "teal and weathered wood tones",
    "lavender, gray and dull silver",
    "navy, tan and ivory",
    "mustard yellow and charcoal",
    "moss green and copper",
];

/// Colors of deserts.
pub(in crate::prompts) const HOT_PALETTES: &[&str] = &[
    "ochre, rust and cream",
    "warm brown and amber",
    "brick red and off-white",
    "sand, white and washed-out turquoise",
];

/// Colors of snow.
pub(in crate::prompts) const COLD_PALETTES: &[&str] = &[
    "slate gray and faded blue",
    "cool blue and touches of orange",
    "lavender, gray and dull silver",
    "white, pale blue and dark green",
];

pub(in crate::prompts) const MOODS: &[&str] = &[
    "calm",
    "busy",
    "unhurried",
    "playful",
    "focused",
    "tired but content",
    "cheerful",
    "slightly chaotic",
    "expectant",
    "routine",
    "intimate",
    "lively",
    "drowsy",
    "matter-of-fact",
];
