//! What one person does at home, in town and outside. `{she}`, `{her}`, `{obj}` and `{the}` stand for the person.

use super::{Activity, Age, Attire, Tags, tag};

pub(super) const fn act(
    at: Tags,
    roles: &'static [&'static str],
    (attire, age, fair, kind): (Attire, Age, bool, &'static str),
    doing: &'static str,
    details: &'static [&'static str],
    beats: &'static [&'static str],
) -> Activity {
    Activity { at, roles, attire, age, fair, kind, doing, details, beats }
}

/// A person as such: the roles are drawn from what everybody is.
const ANYBODY: &[&str] = &["woman", "man", "person", "young woman", "young man"];

pub(in crate::prompts) const DAILY: &[Activity] = &[
    act(
        tag::HOME | tag::CAFE | tag::PARK | tag::LIBRARY,
        ANYBODY,
        (Attire::Plain, Age::Grown, true, "portrait"),
        "reading a worn paperback",
        &[
            "the spine of the book is cracked in several places",
            "{her} thumb holds the pages open near the middle",
            "a train ticket sticks out as a bookmark",
        ],
        &[
            "{she} turns a page and smooths it flat",
            "{she} looks up briefly, then finds the line again",
            "{she} folds down the corner of a page and closes the book",
        ],
    ),
    act(
        tag::HOME | tag::LAUNDRY,
        ANYBODY,
        (Attire::Plain, Age::Grown, false, "documentary"),
        "folding laundry into a wicker basket",
        &[
            "towels form an uneven stack at {her} elbow",
            "a pair of socks hangs over {her} shoulder",
            "static makes a sleeve cling to {her} wrist",
        ],
        &[
            "{she} shakes out a shirt and folds the sleeves in",
            "{she} matches two socks and rolls them together",
            "{she} presses the stack down and lifts the basket",
        ],
    ),
    act(
        tag::HOME | tag::GARDEN,
        &["girl", "boy"],
        (Attire::Plain, Age::Child, true, "action"),
        "blowing soap bubbles through a plastic ring",
        &[
            "soapy water drips down {her} wrist",
            "{her} cheeks puff out around the ring",
            "a bubble the size of an orange trembles on the rim",
        ],
        &[
            "a large bubble breaks free and wobbles upward",
            "{she} spins around after a bubble and claps it between both hands",
            "{she} dips the ring again and blows a string of small bubbles",
        ],
    ),
    act(
        tag::LIVING,
        &["girl", "boy"],
        (Attire::Plain, Age::Child, false, "portrait"),
        "building a tower out of wooden blocks",
        &[
            "{her} tongue shows at the corner of {her} mouth",
            "the tower leans slightly toward the table leg",
            "blocks with painted letters surround {her} knees",
        ],
        &[
            "{she} places a block on top and pulls the hand away slowly",
            "the tower sways, tips over and clatters across the floor",
            "{she} throws both arms up and laughs",
        ],
    ),
    act(
        tag::HOME | tag::DESK | tag::LIBRARY,
        &["student", "freelancer", "bookkeeper", "translator", "young woman", "man"],
        (Attire::Plain, Age::Adult, false, "interior"),
        "typing on a laptop with a notebook beside it",
        &[
            "the notebook is filled with arrows and crossed-out lines",
            "the light of the screen rests on {her} glasses",
            "{her} sleeves are pushed up to the elbows",
        ],
        &[
            "{she} stops typing and writes a line in the notebook",
            "{she} leans back, stretches both arms and rolls {her} shoulders",
            "{she} picks up a mug, takes a sip and sets it down on a coaster",
        ],
    ),
    act(
        tag::DESK,
        &["support agent", "language teacher", "recruiter", "project manager", "streamer"],
        (Attire::Plain, Age::Adult, false, "portrait"),
        "talking into a headset with one hand raised",
        &[
            "the boom of the microphone sits close to {her} mouth",
            "{her} free hand draws shapes in the air",
            "a lanyard rests against {her} chest",
        ],
        &[
            "{she} nods several times and types a short note",
            "{she} adjusts the headset and leans closer to the screen",
            "{she} laughs, covers the microphone and waves to someone off camera",
        ],
    ),
    act(
        tag::DEN,
        &["vlogger", "teenager", "music student", "young man", "young woman"],
        (Attire::Plain, Age::Adult, false, "portrait"),
        "tuning an acoustic guitar on {her} lap",
        &[
            "a clip-on tuner glows green at the headstock",
            "loose string ends curl beyond the tuning pegs",
            "a worn strap hangs down past {her} knee",
        ],
        &[
            "{she} plucks the lowest string and turns a peg",
            "{she} strums once across all strings and tilts {her} head",
            "{she} lays a palm on the strings and reaches for a sheet of music",
        ],
    ),
    act(
        tag::CAFE,
        &["barista"],
        (Attire::Work, Age::Adult, false, "portrait"),
        "pouring milk into a cup of espresso",
        &[
            "a white leaf pattern forms on the brown surface",
            "a cloth hangs from {her} apron strings",
            "{her} wrist tilts the pitcher in small movements",
        ],
        &[
            "{she} finishes the pour with a thin stroke through the foam",
            "{she} sets the cup on a saucer and slides it forward",
            "{she} wipes the steam wand and taps the pitcher on the counter",
        ],
    ),
    act(
        tag::GROCER | tag::MARKET,
        &["customer", "retiree", "young father", "nurse on {her} way home", "student"],
        (Attire::Plain, Age::Grown, false, "documentary"),
        "choosing fruit and putting it into a net bag",
        &[
            "{her} other arm carries a bunch of leeks",
            "{she} holds an apple up to the light and turns it",
            "a shopping list sticks out of {her} pocket",
        ],
        &[
            "{she} weighs a pear in {her} palm and swaps it for another",
            "an orange rolls off the pile and {she} catches it against the crate",
            "{she} ties the bag shut and moves on to the next crate",
        ],
    ),
    act(
        tag::TILL,
        &["cashier", "shop assistant", "shopkeeper"],
        (Attire::Work, Age::Adult, false, "documentary"),
        "scanning groceries and pushing them along the counter",
        &[
            "a name tag hangs slightly crooked on {her} vest",
            "a roll of receipts unwinds beside {her} elbow",
            "{her} fingers tap a code into the keypad",
        ],
        &[
            "{she} tears off a receipt and holds it out",
            "{she} looks up, nods at a customer and reaches for the next item",
            "{she} opens the drawer and counts coins into {her} palm",
        ],
    ),
    act(
        tag::STATION | tag::STREET | tag::LOBBY,
        &["commuter", "office worker", "traveler", "student", "musician with a cello case"],
        (Attire::Plain, Age::Adult, false, "urban"),
        "waiting with a phone in one hand",
        &[
            "a canvas bag hangs heavily from {her} shoulder",
            "white earphone cords disappear into {her} collar",
            "{her} thumb scrolls in a slow rhythm",
        ],
        &[
            "{she} pockets the phone and looks around",
            "{she} shifts the bag to the other shoulder and takes a step forward",
            "{she} checks {her} watch and leans out to look again",
        ],
    ),
    act(
        tag::STREET,
        &["mail carrier", "courier", "delivery driver"],
        (Attire::Bright, Age::Adult, false, "urban"),
        "carrying a stack of parcels toward a front door",
        &[
            "the topmost parcel is held in place by {her} chin",
            "a handheld scanner swings from {her} belt",
            "a strip of tape has come loose on one box",
        ],
        &[
            "{she} sets the parcels down and presses the bell",
            "{she} scans a label and bends to lean a box against the wall",
            "{she} turns around and jogs back toward the van",
        ],
    ),
    act(
        tag::STREET | tag::PARK,
        &["street musician", "busker"],
        (Attire::Plain, Age::Adult, true, "documentary"),
        "playing an accordion on a folding stool",
        &[
            "coins lie scattered in an open case",
            "{her} fingers run across worn ivory keys",
            "the bellows show a diamond pattern when they open",
        ],
        &[
            "{she} pulls the bellows wide and sways to one side",
            "a passerby bends down and drops a coin into the case",
            "{she} ends the phrase, smiles and nods to the listeners",
        ],
    ),
    act(
        tag::STREET | tag::PARK | tag::BEACH,
        &["jogger", "runner"],
        (Attire::Sport, Age::Adult, false, "action"),
        "running at an easy pace",
        &[
            "{her} shoelaces bounce with every step",
            "sweat darkens the collar of {her} shirt",
            "a fitness watch sits tight on {her} wrist",
        ],
        &[
            "{she} slows down, puts both hands on {her} hips and walks",
            "{she} steps aside for someone and picks up the pace again",
            "{she} glances at {her} watch and speeds up",
        ],
    ),
    act(
        tag::PARK | tag::STREET,
        &["retiree", "grandmother", "grandfather", "elderly man", "elderly woman"],
        (Attire::Plain, Age::Elder, true, "portrait"),
        "feeding pigeons from a paper bag",
        &[
            "liver spots mark the backs of {her} hands",
            "crumbs cling to the front of {her} coat",
            "a walking stick leans against {her} knee",
        ],
        &[
            "{she} scatters a handful of crumbs in a wide arc",
            "several pigeons flutter up and land closer to {her} shoes",
            "{she} crumples the empty bag and brushes off {her} lap",
        ],
    ),
    act(
        tag::PARK | tag::FOREST | tag::STREET,
        &["dog walker", "teenager", "neighbor", "retired teacher"],
        (Attire::Plain, Age::Grown, false, "action"),
        "walking a shaggy brown dog on a leash",
        &[
            "the leash is wound twice around {her} hand",
            "the dog's fur is dark with mud up to the belly",
            "a ball bulges in {her} jacket pocket",
        ],
        &[
            "the dog pulls toward a smell and {she} takes a quick step after it",
            "{she} crouches down and scratches the dog behind the ears",
            "the dog shakes itself and droplets fly in all directions",
        ],
    ),
    act(
        tag::GYM,
        &["boxer", "amateur boxer"],
        (Attire::Sport, Age::Adult, false, "action"),
        "wrapping {her} hands before training",
        &[
            "the cloth crosses between {her} fingers in tight bands",
            "sweat beads along {her} hairline",
            "a mouthguard lies in its case beside {obj}",
        ],
        &[
            "{she} pulls the last loop tight and presses the fastener down",
            "{she} rolls {her} shoulders and throws two short punches into the air",
            "{she} knocks {her} fists together and stands up",
        ],
    ),
    act(
        tag::SPORT | tag::PARK,
        &["skateboarder", "teenager on a skateboard"],
        (Attire::Sport, Age::Adult, true, "action"),
        "rolling along on a scratched skateboard",
        &[
            "the grip tape is worn smooth under {her} front foot",
            "a scab shows on {her} left elbow",
            "{her} arms are spread for balance",
        ],
        &[
            "{she} bends {her} knees, pops the tail and lands with both feet on the board",
            "the board shoots out to the side and {she} hops off running",
            "{she} kicks the board up and catches it by the nose",
        ],
    ),
    act(
        tag::BEACH | tag::SHORE,
        &["surfer", "young surfer"],
        (Attire::Water, Age::Adult, true, "action"),
        "carrying a {color} surfboard toward the water",
        &[
            "the leash of the board drags behind {her} heel",
            "{her} wet hair sticks to {her} neck",
            "patches of wax dull the deck of the board",
        ],
        &[
            "{she} drops the board flat and wades in beside it",
            "{she} stops at the edge and shades {her} eyes with one hand",
            "a wave breaks over {her} shins and {she} jumps",
        ],
    ),
    act(
        tag::BEACH,
        &["girl", "boy"],
        (Attire::Water, Age::Child, true, "action"),
        "digging a moat around a sandcastle",
        &[
            "wet sand sticks to {her} forearms",
            "a row of shells decorates the highest tower",
            "{her} plastic shovel has a bent handle",
        ],
        &[
            "water runs into the moat and one wall slumps",
            "{she} pats a bucket of sand and lifts it carefully",
            "{she} jumps up and runs toward the waves with the bucket",
        ],
    ),
    act(
        tag::FOREST | tag::HILLS | tag::MEADOW | tag::DESERT,
        &["hiker", "backpacker", "park ranger"],
        (Attire::Plain, Age::Adult, false, "landscape"),
        "studying a paper map beside the path",
        &[
            "a tin cup dangles from {her} pack",
            "mud cakes the soles of {her} boots",
            "a red line is drawn across the map",
        ],
        &[
            "{she} turns the map around and points along the slope",
            "{she} folds the map, tucks it away and shoulders the pack",
            "{she} drinks from a bottle and wipes {her} chin with a sleeve",
        ],
    ),
    act(
        tag::SHORE | tag::HARBOR,
        &["angler", "fisherman's apprentice", "retired sailor"],
        (Attire::Plain, Age::Grown, false, "documentary"),
        "fishing with a long rod",
        &[
            "a tackle box with {count} small compartments lies open",
            "the line runs through {her} fingertips",
            "a folded knife hangs from {her} belt",
        ],
        &[
            "the rod tip dips sharply and {she} starts to reel in",
            "{she} swings the line back over {her} shoulder and casts",
            "a small silver fish comes up twisting on the hook",
        ],
    ),
    act(
        tag::SNOW,
        &["skier", "villager", "caretaker"],
        (Attire::Plain, Age::Adult, false, "action"),
        "shoveling fresh snow to one side",
        &[
            "breath hangs in front of {her} face",
            "clumps of snow stick to {her} gloves",
            "the blade of the shovel is bent at one corner",
        ],
        &[
            "{she} throws a full shovel over the ridge of snow",
            "{she} rests both hands on the handle and straightens {her} back",
            "{she} stamps {her} boots and starts on the next stretch",
        ],
    ),
    act(
        tag::SNOW,
        &["girl", "boy"],
        (Attire::Plain, Age::Child, false, "action"),
        "rolling a big snowball across the ground",
        &[
            "snow sticks to {her} knitted mittens in lumps",
            "{her} cheeks and nose are red",
            "a bare green track shows where the ball has passed",
        ],
        &[
            "{she} leans into the ball with {her} whole weight and it rolls half a turn",
            "{she} slips, lands on both knees and gets up laughing",
            "{she} pats the sides of the ball into shape",
        ],
    ),
    act(
        tag::STAGE | tag::HOME,
        &["violinist", "cellist", "clarinet player"],
        (Attire::Formal, Age::Grown, false, "portrait"),
        "rehearsing from a sheet of music on a stand",
        &[
            "pencil marks crowd the margins of the page",
            "{her} foot taps lightly on the floor",
            "the varnish of the instrument is worn where it is held",
        ],
        &[
            "{she} lowers the instrument and writes a mark on the page",
            "{she} turns the sheet quickly and continues in the same movement",
            "{she} closes {her} eyes and leans into a long note",
        ],
    ),
    act(
        tag::STAGE,
        &["dancer", "ballet student"],
        (Attire::Sport, Age::Adult, false, "action"),
        "practicing a slow turn on one leg",
        &[
            "tape is wrapped around {her} toes",
            "the muscles of {her} standing leg tremble slightly",
            "{her} hair is pinned in a tight bun",
        ],
        &[
            "{she} rises onto the ball of {her} foot and turns once",
            "{she} loses balance, catches {obj}self and starts over",
            "{she} sweeps both arms overhead and holds the pose",
        ],
    ),
    act(
        tag::SCHOOL,
        &["girl", "boy"],
        (Attire::Plain, Age::Child, false, "portrait"),
        "painting with watercolors on a large sheet",
        &[
            "blue paint has run down to {her} elbow",
            "a jar of cloudy water stands dangerously close to the edge",
            "the painted house has a crooked chimney",
        ],
        &[
            "{she} swirls the brush in the water and taps it on the rim",
            "{she} adds a row of dots along the bottom of the sheet",
            "{she} holds the sheet up by two corners and a drop runs down",
        ],
    ),
    act(
        tag::SCHOOL,
        &["teacher", "substitute teacher"],
        (Attire::Plain, Age::Adult, false, "documentary"),
        "explaining a drawing of a volcano on the board",
        &[
            "chalk dust marks {her} sleeve",
            "a bunch of keys hangs from {her} lanyard",
            "a stack of exercise books waits beside {obj}",
        ],
        &[
            "{she} draws an arrow upward and turns to the room",
            "{she} points to someone and waits with raised eyebrows",
            "{she} wipes off a corner of the drawing with {her} palm",
        ],
    ),
];
