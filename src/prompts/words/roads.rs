//! What cameras on dashboards see: the road is the place, the traffic acts.

use super::{Climate, Environment, Lamps, Place, hour};

const fn road(
    name: &'static str,
    short: &'static str,
    climate: Climate,
    things: &'static [&'static str],
    bustle: &'static [&'static str],
) -> Place {
    Place {
        name,
        short,
        at: "on",
        environment: Environment::Outdoor,
        tags: 0,
        hours: hour::ALL,
        climate,
        lamps: Lamps::Street,
        view: false,
        things,
        bustle,
    }
}

pub(in crate::prompts) const ROADS: &[Place] = &[
    road(
        "a two-lane country road",
        "the road",
        Climate::Mild,
        &[
            "hedges crowd close to both edges",
            "a faded center line bends out of sight",
            "a row of mailboxes stands at a farm entrance",
            "patches of newer asphalt form dark rectangles",
            "power poles march along the left side",
            "a {color} barn stands beyond the field",
        ],
        &[
            "telephone wires rise and dip past the window",
            "a loose gate swings beside the field",
            "leaves whirl up behind the vehicle ahead",
            "the hood dips over a bump",
        ],
    ),
    road(
        "a six-lane city highway",
        "the highway",
        Climate::Mild,
        &[
            "overhead gantries carry green direction signs",
            "concrete barriers separate the two directions",
            "a {color} truck keeps to the right lane",
            "noise walls with painted panels line the edge",
            "exit arrows are painted on the asphalt",
            "lamp posts stand at even distances",
        ],
        &[
            "motorcycles slip between the lanes",
            "brake lights come on in a wave and go out again",
            "an overpass slides over the roof of the car",
            "lane markings tick past",
        ],
    ),
    road(
        "a narrow street between parked cars",
        "the street",
        Climate::Mild,
        &[
            "side mirrors stick out on both sides",
            "a {color} delivery van is parked half on the sidewalk",
            "trash bags are heaped beside a doorway",
            "balconies hang over the parked cars",
            "a speed bump is marked with worn yellow stripes",
            "a school crossing sign stands at the corner",
        ],
        &[
            "a pedestrian squeezes through between two bumpers",
            "an oncoming car pulls aside to make room",
            "a cyclist wobbles along the right edge",
            "a gate swings open ahead",
        ],
    ),
    road(
        "a mountain road with hairpin bends",
        "the road",
        Climate::Mild,
        &[
            "a low stone wall guards the outer edge",
            "a convex mirror stands in the bend",
            "rock faces secured with wire mesh rise on the right",
            "red and white poles mark the shoulder",
            "a {color} camper crawls uphill ahead",
            "a warning sign shows falling rocks",
        ],
        &[
            "the valley swings across the windshield in each bend",
            "a cyclist stands on the pedals on the outer lane",
            "pebbles bounce across the asphalt",
            "branches reach over the guardrail",
        ],
    ),
    road(
        "a busy four-way intersection",
        "the intersection",
        Climate::Mild,
        &[
            "traffic lights hang from a cable across the middle",
            "white stop lines are worn thin",
            "a {color} bus waits in the opposite lane",
            "a pharmacy sign glows on the corner",
            "tram rails cut across the asphalt",
            "bollards protect the curb",
        ],
        &[
            "pedestrians stream across in front of the hood",
            "a scooter noses to the front of the line",
            "a turning truck swings wide",
            "the countdown on the crossing signal runs down",
        ],
    ),
    road(
        "a straight desert highway",
        "the highway",
        Climate::Hot,
        &[
            "a double yellow line runs to the vanishing point",
            "low scrub grows on both sides of the shoulder",
            "a {color} pickup travels far ahead",
            "flat hills line the horizon",
            "a mile marker stands crooked in the gravel",
            "tire fragments lie along the edge",
        ],
        &[
            "sand snakes across the asphalt",
            "an oncoming truck grows from a speck to full size",
            "a tumbleweed bounces over the lane",
            "the road dips and rises in long waves",
        ],
    ),
    road(
        "a snowy forest road",
        "the road",
        Climate::Cold,
        &[
            "plowed snow walls the lane on either side",
            "two dark tracks mark where tires have passed",
            "firs bend under white loads",
            "orange poles mark the edge of the ditch",
            "a {color} gritting truck works ahead",
            "a wooden sign half disappears in a drift",
        ],
        &[
            "flakes rush toward the windshield",
            "the wipers push slush to the sides",
            "powder falls from a branch onto the lane",
            "the rear of the car ahead slides a little in the bend",
        ],
    ),
    road(
        "a tree-lined suburban avenue",
        "the avenue",
        Climate::Mild,
        &[
            "maples form an arch over the lanes",
            "driveways open between trimmed lawns",
            "a {color} school bus stands at the curb",
            "recycling bins wait in pairs",
            "a white picket fence runs along the corner lot",
            "a hand-lettered yard sale sign leans on a stake",
        ],
        &[
            "a woman on a cargo bicycle rides along the sidewalk",
            "reflections of branches slide over the windshield",
            "a garage door rolls up ahead",
            "a dog walker waits at the curb",
        ],
    ),
];

/// What the driver sees in front: `a white van`, `is changing lanes without hurry`, and what may follow.
#[derive(Debug)]
pub(in crate::prompts) struct Traffic {
    pub(in crate::prompts) name: &'static str,
    pub(in crate::prompts) short: &'static str,
    pub(in crate::prompts) doing: &'static str,
    pub(in crate::prompts) details: &'static [&'static str],
    pub(in crate::prompts) beats: &'static [&'static str],
}

pub(in crate::prompts) const TRAFFIC: &[Traffic] = &[
    Traffic {
        name: "a {color} delivery van",
        short: "the van",
        doing: "is driving directly ahead",
        details: &[
            "dust covers its rear doors",
            "a ladder is strapped to its roof",
            "one of its brake lights is dimmer than the other",
            "a bumper sticker peels at the corner",
        ],
        beats: &[
            "the van brakes sharply and its nose dips",
            "the van signals, slows down and turns off",
            "a flattened box slides off the roof and tumbles along the lane",
        ],
    },
    Traffic {
        name: "a {color} hatchback with a roof box",
        short: "the hatchback",
        doing: "is merging from the right",
        details: &[
            "its indicator blinks steadily",
            "a child's sunshade is stuck to the rear window",
            "mud has sprayed up its wheel arches",
            "its exhaust leaves a faint trail",
        ],
        beats: &[
            "the hatchback cuts in and the gap shrinks to a car's length",
            "the hatchback drifts over the line and corrects itself",
            "the hatchback speeds up and pulls away",
        ],
    },
    Traffic {
        name: "an old tractor with a trailer",
        short: "the tractor",
        doing: "is holding up a short line of cars",
        details: &[
            "hay hangs over the sides of the trailer",
            "a triangular slow-vehicle sign is bolted to the rear",
            "clods of mud drop from its tires",
            "its driver wears a straw hat",
        ],
        beats: &[
            "the tractor pulls onto the verge and waves the cars past",
            "a bale slips from the trailer and rolls to the edge",
            "the car in front swings out and overtakes",
        ],
    },
    Traffic {
        name: "a cyclist with {color} panniers",
        short: "the cyclist",
        doing: "is riding close to the edge",
        details: &[
            "a blinking light is clipped to the saddle",
            "a reflective vest flaps at the back",
            "the rear wheel wobbles slightly",
            "one pannier hangs lower than the other",
        ],
        beats: &[
            "the cyclist looks over one shoulder and raises an arm",
            "the cyclist swerves around a pothole",
            "the car moves out and passes with plenty of room",
        ],
    },
    Traffic {
        name: "a city bus",
        short: "the bus",
        doing: "is pulling out in front",
        details: &[
            "its rear window carries a peeling poster",
            "passengers sway behind fogged glass",
            "the destination shows in amber dots",
            "its flank is streaked with dirt",
        ],
        beats: &[
            "the bus swings its tail out and straightens up",
            "the bus stops, and its doors fold open",
            "a late passenger runs alongside and knocks on the door",
        ],
    },
    Traffic {
        name: "a motorcyclist in a {color} helmet",
        short: "the motorcyclist",
        doing: "is filtering between the cars",
        details: &[
            "a backpack is strapped tightly to the rider",
            "the license plate is bent upward",
            "the headlight shows in a side mirror",
            "leather gloves rest on the brake lever",
        ],
        beats: &[
            "the motorcyclist nods, squeezes past and disappears ahead",
            "the motorcyclist plants one foot on the ground and waits",
            "the motorcyclist leans into the bend",
        ],
    },
    Traffic {
        name: "a pedestrian with a stroller",
        short: "the pedestrian",
        doing: "is waiting at the edge of the lane",
        details: &[
            "a shopping bag dangles from the handle",
            "a rain cover is folded back over the hood",
            "one shoe rests on the curb",
            "a small hand sticks out from a blanket",
        ],
        beats: &[
            "the car slows to a stop and the pedestrian steps out",
            "the pedestrian lifts a hand in thanks and hurries across",
            "the front wheel of the stroller catches on the curb and comes free",
        ],
    },
    Traffic {
        name: "a stray dog",
        short: "the dog",
        doing: "is trotting along the shoulder",
        details: &[
            "its ribs show beneath short yellow fur",
            "its nose stays close to the ground",
            "its tail hangs low",
            "one of its ears stands up and the other folds over",
        ],
        beats: &[
            "the dog darts across the lane and the car brakes hard",
            "the dog stops, looks at the car and backs away",
            "the dog slips through a gap and is gone",
        ],
    },
];
