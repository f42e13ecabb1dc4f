//! What several people do together.

use super::{Being, Tags, tag};

const fn group(
    at: Tags,
    (fair, kind): (bool, &'static str),
    (name, short): (&'static str, &'static str),
    doing: &'static str,
    details: &'static [&'static str],
    beats: &'static [&'static str],
) -> Being {
    Being { at, fair, kind, name, short, doing, details, beats }
}

pub(in crate::prompts) const GROUPS: &[Being] = &[
    group(
        tag::LIVING,
        (false, "group"),
        ("a family of four", "the family"),
        "is gathered around a table with a birthday cake",
        &[
            "{count} candles lean at different angles in the icing",
            "the youngest kneels on a chair to see better",
            "paper plates and napkins are stacked within reach",
            "the mother shields the flames with one hand",
        ],
        &[
            "the candles go out one after another and smoke curls up",
            "the father cuts the first slice and it topples onto a plate",
            "a child dips a finger into the icing and everyone laughs",
        ],
    ),
    group(
        tag::LIVING | tag::CAFE,
        (false, "group"),
        ("two old friends", "the two friends"),
        "are playing chess at a small table",
        &[
            "captured pawns stand in a row beside the board",
            "one of them strokes his mustache between moves",
            "the other keeps both hands wrapped around a cup",
            "a wooden clock with two dials stands next to the board",
        ],
        &[
            "one of them slides a bishop forward and presses the clock",
            "the other leans back, shakes his head and smiles",
            "a knocked-over king rolls in a half circle",
        ],
    ),
    group(
        tag::PARK | tag::BEACH | tag::MEADOW,
        (true, "group"),
        ("a group of teenagers", "the teenagers"),
        "are tossing a {color} frisbee back and forth",
        &[
            "their shoes lie in a heap beside a backpack",
            "grass stains mark the knees of one pair of jeans",
            "a girl in a striped shirt stands on her toes to catch",
            "one of them keeps a phone in the other hand",
        ],
        &[
            "a boy jumps, tips the disc with two fingers and drops it",
            "the disc curves wide and two of them run after it",
            "the girl catches it behind her back and bows",
        ],
    ),
    group(
        tag::PARK | tag::STREET | tag::SHORE,
        (false, "group"),
        ("an elderly couple", "the couple"),
        "is walking arm in arm",
        &[
            "she carries a handbag in the crook of her elbow",
            "he holds a folded newspaper under one arm",
            "their steps fall into the same slow rhythm",
            "a wool scarf is tied neatly at his neck",
        ],
        &[
            "they stop, and she straightens his collar",
            "he points at something across the way and she nods",
            "she laughs and pats his forearm twice",
        ],
    ),
    group(
        tag::SITE,
        (false, "documentary"),
        ("three construction workers", "the workers"),
        "are guiding a hanging beam into place",
        &[
            "each of them wears a scratched helmet",
            "a rope runs from the beam to the gloves of the nearest one",
            "chalk marks show where the beam has to sit",
            "a radio is clipped to the vest of the tallest",
        ],
        &[
            "the beam swings a hand's width and all three lean against it",
            "one of them raises a fist and the crane stops",
            "the beam settles on its bolts with a small jolt",
        ],
    ),
    group(
        tag::COURT,
        (true, "action"),
        ("two players in bibs", "the players"),
        "are fighting for a loose ball",
        &[
            "their shoulders press hard against each other",
            "one knee is wrapped in a {color} bandage",
            "the numbers on the bibs are half peeled off",
            "scuff marks cross the ground beneath their shoes",
        ],
        &[
            "one of them gets a hand to the ball and spins away",
            "the ball bounces off a shin and rolls out of play",
            "they bump fists and jog back in opposite directions",
        ],
    ),
    group(
        tag::STATION | tag::STREET,
        (false, "urban"),
        ("a school class with {color} caps", "the children"),
        "is lining up in pairs",
        &[
            "the smallest pair at the front holds hands tightly",
            "a teacher counts heads with an outstretched finger",
            "lunch boxes bump against their knees",
            "one cap is worn back to front",
        ],
        &[
            "the line moves up and closes its gaps",
            "a boy turns around and sticks out his tongue at a friend",
            "the teacher raises an arm and the children start walking",
        ],
    ),
    group(
        tag::STAGE,
        (false, "group"),
        ("four members of a brass band", "the musicians"),
        "are playing in a half circle",
        &[
            "the bell of the tuba has several dents",
            "sheet music is held down with clothespins",
            "the trumpeter's cheeks are round and red",
            "white gloves stick out of a jacket pocket",
        ],
        &[
            "the trombone slide shoots forward past the music stand",
            "the trumpeter lowers the horn and shakes out the valve",
            "all four swing their instruments up for the last bars",
        ],
    ),
    group(
        tag::MARKET | tag::STREET,
        (false, "documentary"),
        ("a line of customers", "the customers"),
        "are waiting in front of a food stall",
        &[
            "a man at the front counts coins in his palm",
            "a woman reads the menu with her head tilted",
            "a child sits on the shoulders of the last in line",
            "paper napkins stick out of a steel box on the counter",
        ],
        &[
            "the vendor hands down a paper tray and the line moves up",
            "the woman points at the menu and holds up two fingers",
            "the child reaches for a string of flags and misses",
        ],
    ),
    group(
        tag::HARBOR | tag::SHORE,
        (false, "documentary"),
        ("two fishermen", "the fishermen"),
        "are hauling a wooden boat up the bank",
        &[
            "their boots sink into the wet ground",
            "the rope cuts a groove into the gunwale",
            "scales glitter on their rubber aprons",
            "a thermos and a lamp lie on the thwart",
        ],
        &[
            "the keel jerks forward a step and stops",
            "one of them slips to one knee and pushes himself up",
            "they let go of the rope and stretch their backs",
        ],
    ),
    group(
        tag::CLINIC | tag::LIBRARY | tag::DESK,
        (false, "group"),
        ("three colleagues", "the colleagues"),
        "are bending over a printed plan",
        &[
            "an uncapped highlighter lies on the paper",
            "the oldest of them points with the arm of her glasses",
            "identification badges dangle over the table",
            "one corner of the plan is weighed down by a mug",
        ],
        &[
            "one of them draws a circle and the others lean closer",
            "the plan rolls up by itself and a hand flattens it again",
            "they straighten up and one of them takes a photograph of the plan",
        ],
    ),
    group(
        tag::GARDEN,
        (true, "group"),
        ("several neighbors", "the neighbors"),
        "are standing around with plates and paper cups",
        &[
            "a grandfather turns sausages with long tongs",
            "a bowl of potato salad is covered with foil",
            "a girl balances a plate on her flat hand",
            "two of them lean close to hear each other",
        ],
        &[
            "the grandfather lifts a sausage and drops it onto a plate",
            "a cup tips over and someone grabs a napkin",
            "they raise their cups toward one another",
        ],
    ),
    group(
        tag::SNOW,
        (false, "action"),
        ("two children on a sled", "the children"),
        "are sliding down a gentle slope",
        &[
            "the one in front holds the rope with both fists",
            "their scarves trail behind them",
            "snow sprays from the heels of their boots",
            "the runners leave two shiny lines",
        ],
        &[
            "the sled hits a bump and lifts off for a moment",
            "the sled tips over and both of them roll into the snow",
            "they drag their boots and come to a stop",
        ],
    ),
    group(
        tag::SHOP | tag::WAREHOUSE,
        (false, "documentary"),
        ("two employees", "the employees"),
        "are unpacking a delivery together",
        &[
            "a box cutter lies on top of the nearest carton",
            "torn tape sticks to the sole of a shoe",
            "one of them ticks off items on a clipboard",
            "foam peanuts are scattered around their feet",
        ],
        &[
            "one of them slits a carton open along the seam",
            "a stack of boxes leans and both reach out to steady it",
            "they flatten an empty carton by stepping on it",
        ],
    ),
];
