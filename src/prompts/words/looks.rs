//! What each register looks like, and how its camera moves or stands.

use crate::prompts::Register;
use crate::types::Modality;

/// Sentences about the look; both modalities.
pub(in crate::prompts) const fn looks(register: Register) -> &'static [&'static str] {
    match register {
        Register::PhoneCasual => &[
            "the horizon tilts a few degrees to the left",
            "part of a finger blurs the lower corner",
            "the bright areas clip to white while the shadows turn noisy",
            "the focus sits slightly behind the subject",
            "the wide lens stretches objects near the border",
            "{short} fills the frame a little off center",
            "fine digital noise shows in the darker areas",
            "the automatic white balance leans toward yellow",
            "a smudge on the lens softens the highlights",
            "the top of the frame cuts off more than it should",
        ],
        Register::PhoneVertical => &[
            "the upright frame leaves a lot of ground in the lower third",
            "the subject fills the tall frame from edge to edge",
            "faces show the smoothing of a phone's processing",
            "the background stays almost as sharp as the foreground",
            "highlights bloom slightly along the upper edge",
            "the narrow frame crops both sides of {short}",
            "the exposure is set for the face, and the background goes bright",
            "compression softens the fine textures",
            "the lens sits at chest height and looks slightly up",
        ],
        Register::CctvSurveillance => &[
            "a white time code runs along the bottom edge",
            "the wide lens bends straight lines near the corners",
            "colors are flat and slightly green",
            "blocky compression smears the moving parts",
            "the camera looks down at a steep angle from above head height",
            "fine detail is lost in faces and labels",
            "a camera number is burned into the upper left corner",
            "a thin horizontal band of interference crosses the picture",
            "a cobweb strand glows at the edge of the lens",
        ],
        Register::Dashcam => &[
            "the hood of the car forms a dark curve at the bottom",
            "a speed readout and a date sit in the lower corner",
            "a faint reflection of the dashboard lies on the windshield",
            "the wide lens exaggerates the distance to the vehicle ahead",
            "a parking sticker shows in the corner of the glass",
            "dried wiper streaks arc across the view",
            "compression breaks up the fine texture of the asphalt",
            "a dangling air freshener intrudes at the top",
        ],
        Register::HomeVideo => &[
            "the picture has the soft edges of an old family camcorder",
            "colors lean warm, with reds that bleed a little",
            "a yellow date stamp sits in the lower right corner",
            "the autofocus hunts before it settles",
            "the framing leaves too much room above the heads",
            "faint interlacing lines show along moving edges",
            "the exposure jumps when something bright enters",
            "a strap drifts across one edge of the frame",
            "whites glow softly and blacks turn gray",
        ],
        Register::NewsBroadcast => &[
            "the frame is level, with balanced headroom",
            "the exposure is neutral and skin tones look natural",
            "a shallow depth of field separates the subject from {short}",
            "the lower third of the picture is left clear for a caption",
            "edges are crisp and color is accurate",
            "a mid-shot keeps hands and face in view",
            "a small camera light fills the eyes",
            "the composition places the subject on the right-hand third",
        ],
        Register::Documentary => &[
            "the camera keeps a respectful distance",
            "available light is used throughout",
            "a long lens compresses the layers of {short}",
            "grain shows gently in the shadows",
            "the composition waits for the subject to fill it",
            "foreground objects blur softly at the edge of the frame",
            "textures of skin, cloth and {wood} are recorded in detail",
            "colors are natural and slightly restrained",
        ],
        Register::DroneAerial => &[
            "from this height people shrink to small moving figures",
            "the view is sharp from the foreground to the far edge",
            "paths and edges form clear lines across the frame",
            "shadows reveal the shape of everything upright",
            "the ground spreads out like a detailed plan",
            "the horizon sits high in the frame",
            "the wide view takes in the surroundings on all sides",
            "colors are rich, with clean contrast",
            "the pattern of surfaces is easier to read than their height",
        ],
        Register::ScreenRecording => &[
            "text is rendered in small, crisp letters",
            "the recording fills the frame from edge to edge",
            "a white cursor arrow rests near the middle",
            "the interface uses thin gray dividing lines",
            "slight banding shows in the soft gradients",
            "a notification badge glows on one of the icons",
            "the menu bar runs along the top with a clock at its end",
            "fine lines alias slightly from the capture",
        ],
        Register::Animation3d => &[
            "surfaces have a soft clay-like sheen and rounded edges",
            "hair and cloth are modeled in thick, readable strands",
            "ambient occlusion darkens every crease gently",
            "proportions are slightly exaggerated, with large eyes and hands",
            "a bright rim light outlines each figure",
            "materials are simple, saturated and clearly separated",
            "depth of field turns the background into smooth color",
            "bounce light tints the shadows with {color}",
            "tiny surface scratches keep the models from looking sterile",
        ],
        Register::WebcamStream => &[
            "the picture is soft, with blocky compression in the shadows",
            "the light of the monitor tints the near side blue",
            "the fixed lens looks slightly upward from the desk",
            "the background sits in the same focus as the face",
            "the exposure pulses faintly as the screen changes",
            "skin tones come out a little too pink",
            "the frame rate lags behind quick gestures",
            "a strip of the desk edge shows at the bottom",
            "dark areas crawl with noise",
        ],
        Register::CinemaPolished => &[
            "shallow focus isolates the subject from {short}",
            "an anamorphic lens stretches the highlights sideways",
            "the key light is soft and comes from one side only",
            "negative space on the left balances the composition",
            "fine film grain gives the shadows texture",
            "the contrast is gentle, with rich midtones",
            "practical lamps in the background fall out of focus as round discs",
            "haze in the air makes the beams of light visible",
            "the wide frame places the figure low against {short}",
        ],
    }
}

/// What holds for every place; said where a scene alone does not fill a long prompt.
pub(in crate::prompts) const FILLERS: &[&str] = &[
    "scuff marks and small repairs show where {short} is used most",
    "the eye travels from the foreground to a brighter spot farther back",
    "foreground and background differ clearly in brightness",
    "small signs of everyday use show wherever one looks",
    "edges in the distance are a touch softer than those up close",
    "the largest shapes sit on one side, with smaller ones opposite",
    "repeated lines lead toward the back of the scene",
    "textures range from smooth to rough across the frame",
    "one brighter area in the background draws the eye",
    "the nearest surface shows fine scratches and a little dust",
];

/// How the camera moves, as a sentence.
pub(in crate::prompts) fn motion(motion: &str) -> &'static [&'static str] {
    match motion {
        "handheld drift" => &[
            "the camera drifts slightly in the hand the whole time",
            "small hand movements shift the frame from side to side",
            "the view wanders a little to the right and comes back",
        ],
        "slow pan" => &[
            "the camera pans slowly from left to right",
            "a slow pan to the left takes in more of {short}",
            "the frame swings gradually across {short}",
        ],
        "walking motion" => &[
            "the picture bobs with the steps of whoever is filming",
            "the camera moves forward at walking pace, rising and falling with each step",
            "footsteps rock the frame gently as it advances",
        ],
        "static handheld" => &[
            "the phone is held in place, with only a faint tremor",
            "the frame stays put apart from tiny hand movements",
            "the camera is kept on the same spot by two steady hands",
        ],
        "static" => &[
            "the camera stays completely still",
            "the viewpoint is fixed for the whole clip",
            "the frame is fixed, and all motion happens inside it",
        ],
        "fixed mount, scene moves past" => &[
            "the camera is fixed to the dashboard and the scene streams past on both sides",
            "the view moves forward steadily with the car",
            "the fixed mount transmits small vibrations from the road",
        ],
        "shaky handheld" => &[
            "the camcorder shakes and jerks to follow the action",
            "the picture trembles, and the operator corrects too late",
            "quick unsteady movements blur the edges of the frame",
        ],
        "amateur zoom" => &[
            "the lens zooms in abruptly, overshoots and pulls back a little",
            "a jerky zoom moves closer while the focus struggles to follow",
            "the operator zooms in by steps until the subject fills the frame",
        ],
        "reframing pans" => &[
            "the camera swings away and back to find the subject again",
            "short corrective pans keep the subject roughly in the middle",
            "the operator pans too far, stops and returns",
        ],
        "static tripod" => &[
            "the camera rests on a tripod and holds one composition",
            "a locked tripod shot lets the action play out inside the frame",
            "the frame is locked off from beginning to end",
        ],
        "slow zoom" => &[
            "a slow zoom tightens the frame toward the subject",
            "the lens zooms out smoothly to reveal more of {short}",
            "the picture closes in at an even, barely visible speed",
        ],
        "handheld follow" => &[
            "the camera follows at shoulder height with a light sway",
            "a handheld camera keeps pace from a few steps away",
            "the operator moves along with the subject and adjusts gently",
        ],
        "gliding forward" => &[
            "the drone glides forward at a constant height",
            "the view slides smoothly ahead over {short}",
            "the camera floats forward and the foreground slips away below",
        ],
        "slow orbit" => &[
            "the drone circles slowly with the subject at its center",
            "a wide orbit turns the background behind {short}",
            "the view rotates steadily around the middle of the scene",
        ],
        "rising reveal" => &[
            "the drone climbs straight up and more of the surroundings appears",
            "the camera rises and the horizon comes into view",
            "the view lifts from close above the ground to a great height",
        ],
        "static hover" => &[
            "the drone hovers in place and looks down",
            "the camera hangs motionless above the scene",
            "the hovering view shifts only a little in the wind",
        ],
        "static screen" => &[
            "the screen layout stays fixed and only its content changes",
            "the capture area remains the same throughout",
            "the window stays in place for the whole recording",
        ],
        "scrolling content" => &[
            "the content scrolls upward in short bursts",
            "the page slides up smoothly and stops at a new section",
            "the view scrolls down line by line",
        ],
        "smooth dolly" => &[
            "the virtual camera dollies sideways in one smooth move",
            "the viewpoint slides along a straight path past the foreground",
            "a smooth lateral move separates the layers of the set",
        ],
        "orbit" => &[
            "the virtual camera orbits the subject at eye level",
            "the viewpoint travels around the figure in a quarter circle",
            "the background wheels around as the camera orbits",
        ],
        "push-in" | "slow push-in" => &[
            "the camera pushes in slowly until the subject fills the frame",
            "a gradual push-in moves past the foreground toward the subject",
            "the frame tightens by moving steadily closer",
        ],
        "dolly" => &[
            "the camera dollies to the right on smooth rails",
            "a dolly move slides past a foreground edge",
            "the camera travels sideways and reveals more of {short}",
        ],
        "tracking" => &[
            "a tracking shot moves alongside at the same speed",
            "the camera tracks backward in front of the subject",
            "the frame travels with the subject and keeps its distance",
        ],
        "crane" => &[
            "a crane lifts the camera from low to high over {short}",
            "the camera descends from above to eye level in one move",
            "a crane move rises and tilts down at the same time",
        ],
        _ => &[
            "the handheld camera breathes with the operator and reacts to small gestures",
            "the operator stays close and follows by feel",
            "the frame sways slightly, always a moment behind the action",
        ],
    }
}

/// How a picture is framed, with the distance and the shape of the scene's fields.
pub(in crate::prompts) struct Framing {
    pub(in crate::prompts) distance: &'static str,
    pub(in crate::prompts) shape: &'static str,
    pub(in crate::prompts) sentences: &'static [&'static str],
}

const CLOSE: Framing = Framing {
    distance: "close-up",
    shape: "square",
    sentences: &[
        "the view is close enough to show the texture of every surface",
        "a tight frame leaves only a little of {short} around the edges",
        "the shot is taken from an arm's length away",
    ],
};
const MEDIUM: Framing = Framing {
    distance: "medium",
    shape: "landscape",
    sentences: &[
        "a medium shot shows the subject with some of {short} on either side",
        "the viewpoint is at eye level, a few steps away",
        "the frame cuts at about the waist and keeps the surroundings readable",
    ],
};
const WIDE: Framing = Framing {
    distance: "wide",
    shape: "landscape",
    sentences: &[
        "a wide view takes in most of {short}",
        "the subject occupies only the middle third of the frame",
        "the viewpoint stands well back, so that the whole scene is visible",
    ],
};
const UPRIGHT: Framing = Framing {
    distance: "medium",
    shape: "portrait",
    sentences: &[
        "the upright frame reaches from the ground to well above the subject",
        "the phone is held upright at arm's length",
        "the tall frame stacks foreground, subject and background above each other",
    ],
};
const ABOVE: Framing = Framing {
    distance: "aerial",
    shape: "landscape",
    sentences: &[
        "the picture is taken from straight above",
        "the lens looks down at an angle from the height of a tall tree",
        "the viewpoint hangs high over {short}",
    ],
};
const CORNER: Framing = Framing {
    distance: "wide",
    shape: "landscape",
    sentences: &[
        "the lens looks down from a corner and covers the whole of {short}",
        "the fixed view takes in the floor from wall to wall",
        "the subject appears small in the lower half of the frame",
    ],
};

/// The framings that suit a register.
pub(in crate::prompts) const fn framings(register: Register) -> &'static [Framing] {
    match register {
        Register::PhoneVertical => &[UPRIGHT],
        Register::DroneAerial => &[ABOVE],
        Register::CctvSurveillance => &[CORNER],
        Register::Dashcam => &[WIDE],
        Register::WebcamStream | Register::NewsBroadcast => &[MEDIUM],
        Register::ScreenRecording => &[Framing {
            distance: "unknown",
            shape: "landscape",
            sentences: &[
                "the window is shown at its full size",
                "the capture covers the entire desktop",
                "only the application is visible, cropped at its frame",
            ],
        }],
        Register::HomeVideo => &[MEDIUM, WIDE],
        Register::PhoneCasual | Register::Documentary | Register::Animation3d | Register::CinemaPolished => {
            &[CLOSE, MEDIUM, WIDE]
        }
    }
}

/// What kind of shot it is called, with its article; openings use it.
pub(in crate::prompts) const fn shots(register: Register, modality: Modality) -> &'static [&'static str] {
    match (register, modality) {
        (Register::PhoneCasual, Modality::Image) => {
            &["a casual phone photo", "an offhand snapshot", "a quick phone picture", "an everyday phone photograph"]
        }
        (Register::PhoneCasual, Modality::Video) => {
            &["a casual phone clip", "a short phone video", "an offhand clip from a phone", "everyday phone footage"]
        }
        (Register::PhoneVertical, Modality::Image) => {
            &["an upright phone photo", "a vertical phone picture", "a tall phone snapshot"]
        }
        (Register::PhoneVertical, Modality::Video) => {
            &["an upright phone clip", "a vertical phone video", "a tall clip made for a phone screen"]
        }
        (Register::CctvSurveillance, Modality::Image) => {
            &["a security camera still", "a frame from a ceiling camera", "a surveillance image"]
        }
        (Register::CctvSurveillance, Modality::Video) => {
            &["security camera footage", "a fixed ceiling camera", "a surveillance recording"]
        }
        (Register::Dashcam, _) => &["a dashboard camera", "dashcam footage", "a windshield-mounted camera"],
        (Register::HomeVideo, Modality::Image) => {
            &["a still from a family camcorder tape", "a frame of a home video", "a soft camcorder still"]
        }
        (Register::HomeVideo, Modality::Video) => {
            &["a family camcorder recording", "an old home video", "shaky camcorder footage"]
        }
        (Register::NewsBroadcast, Modality::Image) => {
            &["a broadcast news still", "a frame from a news report", "a press photograph"]
        }
        (Register::NewsBroadcast, Modality::Video) => {
            &["broadcast news b-roll", "a regional news report", "a television news shot"]
        }
        (Register::Documentary, Modality::Image) => {
            &["a documentary photograph", "an observational photograph", "a reportage picture"]
        }
        (Register::Documentary, Modality::Video) => {
            &["an observational documentary shot", "a patient documentary take", "documentary footage"]
        }
        (Register::DroneAerial, Modality::Image) => {
            &["an aerial photograph", "a drone picture", "a high view from a drone"]
        }
        (Register::DroneAerial, Modality::Video) => &["a drone shot", "aerial footage", "a high drone view"],
        (Register::ScreenRecording, Modality::Image) => &["a screenshot", "a full-screen capture", "a desktop capture"],
        (Register::ScreenRecording, Modality::Video) => {
            &["a screen recording", "a captured software session", "a desktop recording"]
        }
        (Register::Animation3d, Modality::Image) => {
            &["a 3D rendered image", "an animation still", "a rendered frame from an animated film"]
        }
        (Register::Animation3d, Modality::Video) => {
            &["a 3D animated shot", "a rendered animation", "a scene from a computer-animated film"]
        }
        (Register::WebcamStream, Modality::Image) => {
            &["a webcam still", "a frame from a video call", "a paused webcam stream"]
        }
        (Register::WebcamStream, Modality::Video) => {
            &["a webcam stream", "a video call recording", "a fixed laptop camera"]
        }
        (Register::CinemaPolished, Modality::Image) => {
            &["a cinematic still", "a polished film frame", "a carefully lit wide-screen image"]
        }
        (Register::CinemaPolished, Modality::Video) => {
            &["a polished cinematic shot", "a feature film shot", "a carefully lit film take"]
        }
    }
}
