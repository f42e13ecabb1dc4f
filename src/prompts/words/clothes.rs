//! What people look like and wear.

use super::Attire;

pub(in crate::prompts) const INDOORS: &[&str] = &[
    "a {color} cotton T-shirt",
    "a gray hooded sweatshirt",
    "a {color} knitted sweater",
    "a loose linen shirt",
    "a checked flannel shirt",
    "a {color} cardigan over a white shirt",
    "a faded T-shirt with a cracked print",
    "a ribbed {color} turtleneck",
    "denim overalls over a striped top",
];
pub(in crate::prompts) const MILD: &[&str] = &[
    "a denim jacket with a sheepskin collar",
    "a {color} windbreaker",
    "a quilted vest over a long-sleeved shirt",
    "a tan trench coat",
    "a corduroy jacket with worn elbows",
    "a {color} hoodie under a canvas jacket",
    "a striped sweater and loose trousers",
];
pub(in crate::prompts) const SMALL: &[&str] =
    &["a {color} windbreaker", "a striped sweater and loose trousers", "a {color} hoodie with a zipper"];
pub(in crate::prompts) const RAIN: &[&str] = &[
    "a {color} raincoat with the hood up",
    "a waxed jacket dark with rain",
    "a clear plastic poncho over a sweater",
    "rubber boots and a shiny {color} slicker",
];
pub(in crate::prompts) const COLD: &[&str] = &[
    "a padded {color} coat and a knitted hat",
    "a thick wool coat and mittens",
    "a down jacket with the hood pulled tight",
    "a {color} parka and lined boots",
];
pub(in crate::prompts) const HOT: &[&str] = &[
    "a straw hat and a thin long-sleeved shirt",
    "a sleeveless {color} shirt and shorts",
    "a wide-brimmed hat and loose cotton trousers",
];

/// What work and sport ask for; empty where place and weather decide.
pub(in crate::prompts) const fn attire(attire: Attire) -> &'static [&'static str] {
    match attire {
        Attire::Plain => &[],
        Attire::Work => &[
            "a canvas apron over a {color} shirt",
            "a stained work coat with deep pockets",
            "rolled-up sleeves and a leather apron",
            "faded {color} coveralls",
            "a bib apron with a frayed strap",
        ],
        Attire::Sport => &[
            "{color} shorts and a damp T-shirt",
            "a sleeveless top and gray leggings",
            "a tracksuit with white stripes",
            "a loose {color} jersey",
        ],
        Attire::Water => &["a {color} swimsuit", "a short-sleeved {color} wetsuit", "a sun-bleached rash guard"],
        Attire::Formal => &[
            "a black turtleneck and dark trousers",
            "a pressed white shirt buttoned to the collar",
            "a dark {color} velvet jacket",
        ],
        Attire::Clinic => {
            &["pale {color} scrubs", "a white tunic and soft trousers", "{color} scrubs under a fleece vest"]
        }
        Attire::Bright => &[
            "an orange high-visibility vest",
            "a yellow reflective jacket and work trousers",
            "a {color} uniform with reflective bands",
        ],
        Attire::Lab => &["a white lab coat over a {color} shirt", "a buttoned lab coat with rolled cuffs"],
    }
}

/// Before the noun; of grown people.
pub(in crate::prompts) const ADJECTIVES: &[&str] = &[
    "tall",
    "slight",
    "broad-shouldered",
    "lean",
    "stocky",
    "sun-tanned",
    "bespectacled",
    "freckled",
    "round-faced",
    "soft-spoken",
    "dark-haired",
    "fair-haired",
];

/// Behind the noun.
pub(in crate::prompts) const ADULT: &[&str] = &[
    "with cropped gray hair",
    "with a loose braid",
    "with a shaved head",
    "with dark curls tied back",
    "with round glasses",
    "with a scar on one eyebrow",
    "with paint-black hair and a fringe",
    "with deep laugh lines",
    "with a nose ring",
    "with short twists of hair",
    "with a silk scarf knotted at the neck",
    "in {her} twenties",
    "in {her} thirties",
    "in {her} forties",
    "in {her} fifties",
    "with a weathered face",
];
pub(in crate::prompts) const ELDER: &[&str] = &[
    "with thin white hair",
    "with a deeply lined face",
    "with a hearing aid",
    "with stooped shoulders",
    "with heavy glasses on a cord",
    "in {her} seventies",
    "in {her} eighties",
];
pub(in crate::prompts) const CHILD: &[&str] = &[
    "of about six",
    "of about eight",
    "of about ten",
    "with a missing front tooth",
    "with tangled hair",
    "with a bandage on one knee",
    "with a gap-toothed grin",
    "with curly hair and round cheeks",
];
pub(in crate::prompts) const HIS: &[&str] = &["with a short beard", "with a gray mustache", "with reddish stubble"];
pub(in crate::prompts) const HERS: &[&str] = &["with silver hoop earrings", "with a high ponytail", "with a headscarf"];

pub(in crate::prompts) const COLORS: &[&str] = &[
    "red",
    "navy",
    "mustard",
    "turquoise",
    "olive",
    "orange",
    "pale blue",
    "dark green",
    "burgundy",
    "cream",
    "lilac",
    "teal",
    "rust-red",
    "yellow",
    "charcoal",
    "pink",
    "sky-blue",
    "brown",
    "white",
    "maroon",
];
pub(in crate::prompts) const WOODS: &[&str] = &["oak", "pine", "walnut", "beech", "cherry", "maple", "birch", "ash"];
pub(in crate::prompts) const COUNTS: &[&str] = &["two", "three", "four", "five", "six"];
