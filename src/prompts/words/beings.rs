//! Animals, things and dishes.

use super::{Being, Tags, tag};

const fn being(
    at: Tags,
    (fair, kind): (bool, &'static str),
    (name, short): (&'static str, &'static str),
    doing: &'static str,
    details: &'static [&'static str],
    beats: &'static [&'static str],
) -> Being {
    Being { at, fair, kind, name, short, doing, details, beats }
}

pub(in crate::prompts) const ANIMALS: &[Being] = &[
    being(
        tag::HOME | tag::CAFE | tag::ATELIER,
        (false, "animal"),
        ("a tabby cat", "the cat"),
        "is crouching on a windowsill",
        &[
            "the tip of its tail curls and uncurls",
            "its whiskers catch a thin edge of light",
            "one ear is notched near the top",
            "its pupils are wide and dark",
        ],
        &[
            "the cat yawns and shows a rough pink tongue",
            "the cat drops softly to the floor and walks out of view",
            "the cat bats at something small and pulls its paw back",
        ],
    ),
    being(
        tag::PARK | tag::BEACH | tag::MEADOW | tag::GARDEN,
        (false, "animal"),
        ("a young border collie", "the dog"),
        "is running after a {color} ball",
        &[
            "its ears are blown flat against its head",
            "wet fur hangs in strings from its belly",
            "its tongue lolls out to one side",
            "a tag flashes on its collar",
        ],
        &[
            "the dog overshoots the ball and turns in a skid",
            "the dog picks up the ball and trots back with its head high",
            "the dog drops the ball, shakes itself and waits",
        ],
    ),
    being(
        tag::FARM,
        (false, "animal"),
        ("a brown dairy cow", "the cow"),
        "is standing at the feed rail",
        &[
            "a yellow tag is fixed in each of its ears",
            "flies settle around its eyes",
            "dried mud coats its flank",
            "its jaw moves in slow sideways circles",
        ],
        &[
            "the cow tosses its head and a chain swings",
            "the cow licks the rail with a long gray tongue",
            "the cow steps back and another one takes its place",
        ],
    ),
    being(
        tag::FARM | tag::GARDEN,
        (false, "animal"),
        ("a speckled hen", "the hen"),
        "is scratching in loose soil",
        &[
            "its red comb flops over one eye",
            "small feathers stick to its feet",
            "{count} chicks stay close behind it",
            "its head jerks forward with each step",
        ],
        &[
            "the hen pulls a worm from the soil and swallows it",
            "the hen spreads its wings and hops sideways",
            "the hen freezes, looks up and scratches again",
        ],
    ),
    being(
        tag::FOREST,
        (false, "animal"),
        ("a roe deer", "the deer"),
        "is browsing on low leaves",
        &[
            "its large ears turn in different directions",
            "a pale patch shows at its throat",
            "its coat is gray and shaggy along the back",
            "a torn leaf hangs from its mouth",
        ],
        &[
            "the deer lifts its head and stares toward the viewer",
            "the deer takes two careful steps over a root",
            "the deer bounds away between the trunks",
        ],
    ),
    being(
        tag::FOREST | tag::PARK,
        (false, "animal"),
        ("a red squirrel", "the squirrel"),
        "is gnawing on a hazelnut",
        &[
            "its tail is folded flat along its back",
            "shell fragments lie between its feet",
            "long tufts stand up from its ears",
            "its front paws rotate the nut quickly",
        ],
        &[
            "the squirrel drops the shell and sits up straight",
            "the squirrel digs a shallow hole and pats it shut",
            "the squirrel leaps to a nearby trunk and climbs",
        ],
    ),
    being(
        tag::HARBOR | tag::SHORE,
        (false, "animal"),
        ("a herring gull", "the gull"),
        "is pulling at a strip of fish skin",
        &[
            "a red spot marks the lower half of its bill",
            "its feathers lift in the wind",
            "its pink feet are spread on the stone",
            "its pale eye follows every movement",
        ],
        &[
            "the gull throws back its head and gulps",
            "a second gull lands and the two snap at each other",
            "the gull opens its wings and lifts off",
        ],
    ),
    being(
        tag::SHORE,
        (false, "nature"),
        ("a gray heron", "the heron"),
        "is wading through shallow water",
        &[
            "its neck forms a tight curve",
            "a black plume trails from the back of its head",
            "rings spread around its thin legs",
            "its reflection breaks into bands",
        ],
        &[
            "the heron strikes and comes up with a small fish",
            "the heron lifts one foot and sets it down farther on",
            "the heron unfolds its wings and flaps away low over the water",
        ],
    ),
    being(
        tag::HILLS | tag::MEADOW,
        (false, "animal"),
        ("a flock of sheep", "the flock"),
        "is grazing along the slope",
        &[
            "blue marks are sprayed on their backs",
            "a lamb kneels under its mother to drink",
            "wool snags on a strand of wire",
            "a bell hangs from the neck of the leading animal",
        ],
        &[
            "the flock bunches up and moves uphill together",
            "a lamb jumps straight up and runs in a circle",
            "one sheep raises its head and the others follow",
        ],
    ),
    being(
        tag::DESERT,
        (false, "animal"),
        ("a single dromedary", "the dromedary"),
        "is pulling leaves from a thorny branch",
        &[
            "long lashes shade its eyes",
            "a frayed rope hangs from its neck",
            "the soles of its feet spread on the sand",
            "patches of woolly hair peel from its hump",
        ],
        &[
            "the dromedary chews with a wide sideways motion",
            "the dromedary kneels, front legs first, and settles down",
            "the dromedary turns its head and walks on",
        ],
    ),
    being(
        tag::SNOW,
        (false, "animal"),
        ("a red fox", "the fox"),
        "is listening with its head tilted to the ground",
        &[
            "snow crystals cling to its muzzle",
            "its tail lies flat behind it",
            "black fur covers its legs like stockings",
            "its breath shows as a faint cloud",
        ],
        &[
            "the fox leaps up and dives nose first into the snow",
            "the fox shakes its head and snow flies off",
            "the fox trots on and leaves a straight line of prints",
        ],
    ),
    being(
        tag::STREET | tag::MARKET | tag::ROOF,
        (false, "animal"),
        ("a pair of pigeons", "the pigeons"),
        "are picking crumbs from a crack in the ground",
        &[
            "green and purple shine on their necks",
            "one of them is missing a toe",
            "their heads bob in opposite rhythm",
            "a feather lies beside them",
        ],
        &[
            "one pigeon puffs up its neck and turns in a circle",
            "both pigeons flutter up and land a step farther",
            "a foot comes close and the pigeons hurry aside",
        ],
    ),
    being(
        tag::CLINIC,
        (false, "animal"),
        ("a small terrier with a bandaged paw", "the terrier"),
        "is sitting on a folded blanket",
        &[
            "its fur sticks up around a plastic collar",
            "its brown eyes follow something above",
            "the end of the bandage is fixed with blue tape",
            "its tail lies still on the blanket",
        ],
        &[
            "the terrier sniffs the bandage and looks away",
            "the terrier wags its tail twice and lies down",
            "a hand comes into view and strokes its back",
        ],
    ),
];

pub(in crate::prompts) const THINGS: &[Being] = &[
    being(
        tag::KITCHEN | tag::CAFE,
        (false, "food"),
        ("a stack of pancakes", "the stack"),
        "is steaming on a {color} plate",
        &[
            "a cube of butter softens at the top",
            "syrup pools along the rim of the plate",
            "blueberries have rolled to one side",
            "a fork rests with its tines on the plate",
        ],
        &[
            "the butter slides over the edge and leaves a shiny trail",
            "syrup runs down from a small jug in a thin thread",
            "a fork presses into the stack and lifts a wedge",
        ],
    ),
    being(
        tag::KITCHEN | tag::MARKET,
        (false, "food"),
        ("a bowl of noodle soup", "the bowl"),
        "is standing on a scratched tray",
        &[
            "a halved egg floats next to sliced scallions",
            "drops of chili oil form red circles on the broth",
            "chopsticks lie across the rim",
            "a wisp of steam bends to one side",
        ],
        &[
            "chopsticks lift a tangle of noodles and lower it again",
            "a spoon breaks the surface and the oil drops drift apart",
            "a pinch of herbs falls into the middle of the bowl",
        ],
    ),
    being(
        tag::HOME | tag::ATELIER,
        (false, "object"),
        ("an old mechanical typewriter", "the typewriter"),
        "is standing on a {wood} table",
        &[
            "the letters on two of the keys are worn away",
            "a sheet of yellowed paper is clamped in the roller",
            "dust has settled between the type bars",
            "a brass plate on the front has lost a screw",
        ],
        &[
            "the carriage slides to the left by one notch",
            "the paper curls forward over the roller",
            "a hand reaches in and presses a single key",
        ],
    ),
    being(
        tag::WORKSHOP,
        (false, "object"),
        ("a dismantled motorcycle engine", "the engine"),
        "is lying on a sheet of cardboard",
        &[
            "bolts are arranged by length beside it",
            "fresh gaskets shine against the dull metal",
            "a pencil number marks each part",
            "oil has soaked into the cardboard in a dark ring",
        ],
        &[
            "a gloved hand lowers a piston into its cylinder",
            "a washer rolls toward the edge and stops",
            "a rag wipes along the housing and leaves a bright stripe",
        ],
    ),
    being(
        tag::STREET,
        (false, "object"),
        ("a {color} delivery bicycle", "the bicycle"),
        "is leaning against a lamppost",
        &[
            "a wooden crate is bolted above the front wheel",
            "the saddle is wrapped in a plastic bag",
            "rust blooms around the bell",
            "a lock as thick as a thumb loops through the frame",
        ],
        &[
            "the front wheel turns slightly and comes to rest",
            "a leaf catches between two spokes",
            "someone steps into view and unlocks the chain",
        ],
    ),
    being(
        tag::STREET,
        (false, "urban"),
        ("a vintage tram", "the tram"),
        "is standing at a stop with its doors open",
        &[
            "cream paint flakes above the wheels",
            "a brass handrail is worn bright in the middle",
            "the route number shows on a white disc",
            "the trolley pole presses against the wire",
        ],
        &[
            "the doors fold shut and the tram starts with a jolt",
            "the last passenger climbs in and pulls up a stroller",
            "the headlight comes on and the tram rolls out of frame",
        ],
    ),
    being(
        tag::SHORE | tag::BEACH,
        (false, "object"),
        ("a weathered rowboat", "the rowboat"),
        "is lying keel up on the bank",
        &[
            "{color} paint peels from the planks in long curls",
            "a rusted chain runs into the ground",
            "a number is stenciled near the bow",
            "moss grows along one seam",
        ],
        &[
            "a small crab scuttles out from beneath the hull",
            "the chain shifts as water reaches it",
            "a child knocks on the hull and runs past",
        ],
    ),
    being(
        tag::GARDEN | tag::FARM,
        (false, "object"),
        ("a basket of freshly picked vegetables", "the basket"),
        "is standing on an upturned crate",
        &[
            "soil still clings to the carrots",
            "one tomato has split along its side",
            "a snail travels up the handle",
            "the leaves of the radishes hang over the rim",
        ],
        &[
            "a hand adds a cucumber and turns the basket",
            "a radish slips off the pile and drops to the ground",
            "drops of water fall onto the leaves",
        ],
    ),
    being(
        tag::LAB,
        (false, "object"),
        ("a microscope with a turret of lenses", "the microscope"),
        "is standing under a ring light",
        &[
            "a glass slide is held by two steel clips",
            "the focus wheel has a knurled edge",
            "a paper label carries a date in blue ink",
            "a cable runs from the eyepiece to a screen",
        ],
        &[
            "the turret turns and the next lens clicks into place",
            "a gloved finger nudges the slide to the left",
            "cells on the screen swim into focus",
        ],
    ),
    being(
        tag::DESK,
        (false, "object"),
        ("a ceramic mug of tea", "the mug"),
        "is standing beside a keyboard",
        &[
            "the string of the tea bag is wound around the handle",
            "a brown ring marks the desk beneath it",
            "a chip shows the white clay at the rim",
            "steam bends toward the monitor",
        ],
        &[
            "a hand dunks the tea bag twice and lets it sink",
            "a spoon stirs and the surface forms a small whirl",
            "a sheet of paper slides off a pile and stops against it",
        ],
    ),
    being(
        tag::ATELIER,
        (false, "abstract"),
        ("a mobile of colored glass shapes", "the mobile"),
        "is hanging from a thin wire",
        &[
            "overlapping panes mix orange and blue",
            "patches of color lie scattered across the wall",
            "one triangle is cracked from corner to corner",
            "tiny brass hooks join the arms",
        ],
        &[
            "the largest arm swings around and the colors slide over the wall",
            "two panes touch and drift apart",
            "the whole figure tilts and slowly levels out",
        ],
    ),
];
