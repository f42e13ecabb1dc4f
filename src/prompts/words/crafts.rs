//! What one person does at work.

use super::people::act;
use super::{Activity, Age, Attire, tag};

pub(in crate::prompts) const WORK: &[Activity] = &[
    act(
        tag::KITCHEN,
        &["baker", "home cook", "pastry apprentice", "grandmother", "father"],
        (Attire::Work, Age::Grown, false, "food"),
        "kneading a slab of dough on a floured counter",
        &[
            "flour dusts {her} forearms up to the elbow",
            "the dough stretches and springs back under {her} palms",
            "a bowl covered with a cloth waits near the wall",
        ],
        &[
            "{she} folds the dough over and presses it flat with both palms",
            "{she} tosses a pinch of flour across the surface",
            "{she} lifts the dough, turns it and drops it into a bowl",
        ],
    ),
    act(
        tag::KITCHEN,
        &["line cook", "sous-chef", "home cook", "young father", "student"],
        (Attire::Work, Age::Adult, false, "food"),
        "chopping vegetables with quick strokes",
        &[
            "carrot coins pile up beside the blade",
            "{her} knuckles guide the flat of the knife",
            "onion skins curl at the edge of the board",
        ],
        &[
            "{she} scrapes the pieces into a pan with the back of the knife",
            "{she} reaches for another carrot and trims off the top",
            "{she} wipes the blade on a towel and lays it down",
        ],
    ),
    act(
        tag::KITCHEN,
        &["chef", "noodle cook", "woman", "man"],
        (Attire::Work, Age::Adult, false, "food"),
        "stirring a wide pot with a wooden ladle",
        &[
            "steam softens the outline of {her} face",
            "bubbles break along the edge of the sauce",
            "a sprig of thyme floats near the rim",
        ],
        &[
            "{she} lifts the ladle, blows on it and tastes",
            "{she} sprinkles salt from a height and stirs again",
            "the sauce rises suddenly and {she} pulls the pot off the heat",
        ],
    ),
    act(
        tag::WORKSHOP,
        &["carpenter", "cabinetmaker", "woodworker", "joiner's apprentice"],
        (Attire::Work, Age::Grown, false, "documentary"),
        "planing the edge of a long {wood} board",
        &[
            "thin shavings curl over {her} knuckles",
            "a flat pencil is tucked behind {her} ear",
            "sawdust sticks to the hairs on {her} arms",
        ],
        &[
            "{she} pushes the plane along the full length of the board",
            "{she} runs a thumb along the edge and sights down the board",
            "{she} loosens the vise and flips the board over",
        ],
    ),
    act(
        tag::WORKSHOP,
        &["mechanic", "trainee mechanic", "bicycle mechanic"],
        (Attire::Work, Age::Adult, false, "documentary"),
        "tightening a bolt with a long wrench",
        &[
            "grease fills the lines of {her} palms",
            "a rag hangs out of {her} back pocket",
            "a headlamp is pushed up on {her} forehead",
        ],
        &[
            "{she} leans on the wrench until the bolt gives",
            "{she} drops a washer and bends to pick it up",
            "{she} wipes the part with a rag and holds it to the light",
        ],
    ),
    act(
        tag::WORKSHOP,
        &["repair technician", "hobbyist", "watchmaker", "electronics student"],
        (Attire::Work, Age::Adult, false, "object"),
        "soldering a wire onto a small circuit board",
        &[
            "a magnifier is clipped to {her} glasses",
            "tweezers hold the wire in place",
            "tiny silver beads dot the mat around the board",
        ],
        &[
            "a bead of solder melts and runs around the wire",
            "{she} lifts the iron and taps it on a wet sponge",
            "{she} turns the board over and checks the joint",
        ],
    ),
    act(
        tag::ATELIER,
        &["painter", "art student", "portrait painter"],
        (Attire::Work, Age::Grown, false, "portrait"),
        "adding thin strokes to a large canvas",
        &[
            "three spare brushes stick out of {her} fist",
            "smears of {color} paint run across {her} apron",
            "the canvas shows a half-finished figure",
        ],
        &[
            "{she} steps back, narrows {her} eyes and steps in again",
            "{she} drags a broad stroke across the lower corner",
            "{she} wipes the brush on a rag and mixes a new tone",
        ],
    ),
    act(
        tag::ATELIER,
        &["potter", "ceramics student"],
        (Attire::Work, Age::Grown, false, "documentary"),
        "shaping a bowl on a spinning wheel",
        &[
            "gray slip covers {her} hands to the wrists",
            "the rim of the bowl widens under {her} thumbs",
            "a sponge floats in a basin by {her} knee",
        ],
        &[
            "{she} presses inward and the wall of the bowl rises",
            "{she} draws a wire under the base and slows the wheel",
            "the rim wobbles and {she} steadies it with two fingers",
        ],
    ),
    act(
        tag::LAB,
        &["chemist", "laboratory technician", "doctoral student"],
        (Attire::Lab, Age::Adult, false, "interior"),
        "pipetting a clear liquid into a row of vials",
        &[
            "safety glasses sit low on {her} nose",
            "each vial carries a strip of {color} tape",
            "{her} gloved thumb rests on the plunger",
        ],
        &[
            "the liquid in one vial turns pink from the bottom up",
            "{she} caps a vial and places it in the rack",
            "{she} writes a number on the tape and reaches for the next vial",
        ],
    ),
    act(
        tag::CLINIC,
        &["nurse", "orderly", "medical resident"],
        (Attire::Clinic, Age::Adult, false, "documentary"),
        "writing on a chart clipped to a board",
        &[
            "a watch is pinned upside down to {her} chest",
            "a pen light sticks out of {her} pocket",
            "{her} clogs show splashes of disinfectant",
        ],
        &[
            "{she} clicks the pen shut and hangs the board on its hook",
            "{she} looks up as someone passes and points to the door",
            "{she} flips to the second page and underlines a figure",
        ],
    ),
    act(
        tag::WAREHOUSE,
        &["warehouse worker", "order picker", "shift supervisor"],
        (Attire::Bright, Age::Adult, false, "documentary"),
        "lifting boxes from a shelf onto a cart",
        &[
            "a scanner is strapped to {her} forearm",
            "the cart already carries two uneven stacks",
            "scuffed steel caps show at the toes of {her} boots",
        ],
        &[
            "{she} scans a label and slides the box into place",
            "{she} squats, grips a box by its corners and stands up",
            "{she} pushes the cart a few steps and brakes it with one foot",
        ],
    ),
    act(
        tag::STATION | tag::CLINIC | tag::LAUNDRY | tag::LOBBY | tag::SHOP,
        &["cleaner", "janitor", "caretaker"],
        (Attire::Work, Age::Grown, false, "documentary"),
        "mopping the floor around a yellow warning sign",
        &[
            "wet arcs shine on the tiles behind {obj}",
            "a bunch of keys hangs from {her} belt",
            "the bucket rolls on squeaky wheels",
        ],
        &[
            "{she} wrings out the mop and starts a new stripe",
            "{she} moves the sign a step farther and continues",
            "{she} stops to let someone pass along the dry edge",
        ],
    ),
    act(
        tag::FLOWERS,
        &["florist", "florist's assistant"],
        (Attire::Work, Age::Adult, false, "portrait"),
        "tying a bouquet with a strip of raffia",
        &[
            "cut stems lie in a green pile on the counter",
            "pollen has stained {her} fingertips yellow",
            "a pair of shears hangs from a string at {her} waist",
        ],
        &[
            "{she} turns the bouquet and tucks in one more stem",
            "{she} snips the stems level with one stroke",
            "{she} rolls the bouquet into paper and tears off tape",
        ],
    ),
    act(
        tag::MARKET,
        &["fishmonger", "vegetable seller", "cheese vendor", "spice seller"],
        (Attire::Work, Age::Grown, false, "documentary"),
        "weighing out goods on a metal scale",
        &[
            "the needle of the scale quivers before it settles",
            "{her} apron pocket bulges with coins",
            "a pencil stub hangs from a string around {her} neck",
        ],
        &[
            "{she} adds one more piece and the needle jumps",
            "{she} wraps the goods in paper with three folds",
            "{she} hands a bag across the stall and takes a banknote",
        ],
    ),
    act(
        tag::SITE,
        &["bricklayer", "mason", "construction worker"],
        (Attire::Bright, Age::Adult, false, "documentary"),
        "laying bricks along a taut string",
        &[
            "gray mortar dries on {her} knuckles",
            "a spirit level rests on the finished course",
            "the trowel blade is polished by years of use",
        ],
        &[
            "{she} butters a brick and taps it into place with the handle",
            "{she} scrapes off the surplus mortar in one sweep",
            "{she} crouches to check the line along the string",
        ],
    ),
    act(
        tag::SITE,
        &["surveyor", "site engineer", "forewoman"],
        (Attire::Bright, Age::Adult, false, "documentary"),
        "looking through a theodolite on a tripod",
        &[
            "a rolled plan sticks out of {her} back pocket",
            "{her} helmet is covered with faded stickers",
            "the tripod feet are pressed into the soil",
        ],
        &[
            "{she} raises an arm and signals to the left",
            "{she} turns a small knob and bends to the eyepiece again",
            "{she} writes a figure into a waterproof notebook",
        ],
    ),
    act(
        tag::FARM,
        &["farmer", "farmhand", "dairy farmer"],
        (Attire::Work, Age::Grown, false, "documentary"),
        "forking hay into a wooden trough",
        &[
            "bits of straw stick to {her} sleeves",
            "{her} rubber boots are caked with mud",
            "the tines of the fork gleam at the tips",
        ],
        &[
            "{she} swings a forkful of hay over the rail",
            "a calf stretches its neck and pulls at the hay",
            "{she} leans the fork against the wall and slaps {her} gloves together",
        ],
    ),
    act(
        tag::GARDEN,
        &["gardener", "retired neighbor", "allotment holder"],
        (Attire::Plain, Age::Grown, true, "nature"),
        "planting seedlings in a straight row",
        &[
            "dark soil is packed under {her} fingernails",
            "a kneeling pad sinks into the earth",
            "a tray of seedlings stands within reach",
        ],
        &[
            "{she} presses the soil around a stem with both thumbs",
            "{she} shakes a seedling loose from its pot",
            "{she} tips a watering can and the soil darkens",
        ],
    ),
    act(
        tag::HARBOR,
        &["fisherman", "deckhand", "boatbuilder"],
        (Attire::Work, Age::Grown, false, "documentary"),
        "mending a green net with a flat needle",
        &[
            "twine is wound around {her} fist",
            "the skin of {her} fingers is cracked from salt",
            "the torn edge of the net lies across {her} knees",
        ],
        &[
            "{she} pulls a knot tight and bites off the end",
            "{she} spreads a fresh section of the net over {her} lap",
            "{she} looks up as a boat comes in and lifts a hand",
        ],
    ),
    act(
        tag::ROOF,
        &["roofer", "beekeeper", "antenna technician"],
        (Attire::Work, Age::Adult, true, "urban"),
        "kneeling over an open toolbox",
        &[
            "a safety line runs from {her} harness to a ring",
            "screws are lined up on a folded cloth",
            "wind tugs at the tail of {her} shirt",
        ],
        &[
            "{she} picks out a wrench and closes the lid",
            "{she} stands up carefully and looks over the parapet",
            "a glove blows loose and {she} traps it with one foot",
        ],
    ),
    act(
        tag::FOREST,
        &["forester", "mushroom picker", "botanist"],
        (Attire::Plain, Age::Grown, false, "nature"),
        "kneeling beside a rotten stump with a small knife",
        &[
            "a woven basket stands half full next to {obj}",
            "pine needles cling to {her} knees",
            "{her} fingertips are stained brown",
        ],
        &[
            "{she} cuts a mushroom at its base and turns it over",
            "{she} brushes soil off the cap and lays it in the basket",
            "{she} rises, steadies {obj}self against a trunk and looks around",
        ],
    ),
    act(
        tag::POOL,
        &["swimmer", "swimming coach", "lifeguard"],
        (Attire::Sport, Age::Adult, false, "action"),
        "stretching both arms beside the water",
        &[
            "the strap of {her} goggles presses into {her} hair",
            "drops of water run down {her} calves",
            "a towel lies rolled at {her} feet",
        ],
        &[
            "{she} pulls one elbow across {her} chest and holds it",
            "{she} steps to the edge and shakes out {her} hands",
            "{she} pulls the goggles down and presses them on",
        ],
    ),
];
