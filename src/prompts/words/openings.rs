//! First sentences, and how sentences are joined. `{who}`, `{is doing}`, `{doing}`, `{where}` (`in a narrow kitchen`),
//! `{place}`, `{when}` (`on a rainy morning`), `{day}` (`a rainy morning`), `{thing}` (a clause about the place) and
//! `{shot}` are filled in.

use crate::prompts::Register;

/// For every register but those with openings of their own only.
const ANY: &[&str] = &[
    "{who} {is doing} {where} {when}",
    "{where} {when}, {who} {is doing}",
    "{when}, {who} {is doing} {where}",
    "{shot} shows {who} {doing} {where} {when}",
    "{shot}, taken {where} {when}, catches {who} {doing}",
    "it is {day}, and {who} {is doing} {where}",
    "{where}, {thing}, and {who} {is doing} {when}",
    "{when}, {thing} {where}, and {who} {is doing}",
];

/// First sentences of a register, with somebody or something in them.
pub(in crate::prompts) const fn openings(register: Register) -> &'static [&'static str] {
    match register {
        Register::PhoneCasual => &[
            "{who} {is doing} {where} {when}",
            "{where} {when}, {who} {is doing}",
            "{when}, {who} {is doing} {where}",
            "{shot} shows {who} {doing} {where} {when}",
            "{shot}, taken {where} {when}, catches {who} {doing}",
            "it is {day}, and {who} {is doing} {where}",
            "{where}, {thing}, and {who} {is doing} {when}",
            "someone holds up a phone {where} and films {who} {doing}",
            "seen through a phone, {who} {is doing} {where} {when}",
        ],
        Register::PhoneVertical => &[
            "{who} {is doing} {where} {when}",
            "{where} {when}, {who} {is doing}",
            "{shot} shows {who} {doing} {where}",
            "held upright, a phone points at {who} {doing} {where} {when}",
            "in a tall narrow frame, {who} {is doing} {where}",
            "{when}, {who} {is doing} {where}",
            "from chest height, a phone looks at {who} {doing} {where} {when}",
        ],
        Register::CctvSurveillance => &[
            "from high above, a security camera looks down on {place}, where {who} {is doing}",
            "{shot} covers {place} {when}, and {who} {is doing} near the middle",
            "{who} {is doing} {where} {when}, seen by a fixed security camera",
            "{when}, a wide security view takes in {place}, where {who} {is doing}",
            "mounted above head height, a camera watches {who} {doing} {where}",
            "{where} {when}, {who} {is doing} beneath a surveillance camera",
            "a steep view from a corner shows {who} {doing} {where}",
        ],
        Register::Dashcam => &[
            "through the windshield, {who} {is doing} {where} {when}",
            "{place} stretches ahead {when}, and {who} {is doing}",
            "{when}, {shot} records {who} {doing} {where}",
            "driving {where} {when}, the car comes up on {who}, and {short who} {is doing}",
            "{where}, {thing}, and {who} {is doing} {when}",
            "over the hood of a moving car, {who} {is doing} {where}",
            "{shot} looks out {where}, where {who} {is doing}",
        ],
        Register::HomeVideo => &[
            "{shot} shows {who} {doing} {where} {when}",
            "{who} {is doing} {where} while a relative films {when}",
            "{where} {when}, {who} {is doing} in front of the camcorder",
            "on an old family tape, {who} {is doing} {where}",
            "{when}, a parent with a camcorder finds {who} {doing} {where}",
            "it is {day}, and {who} {is doing} {where}",
            "with a date stamp in the corner, {who} {is doing} {where}",
        ],
        Register::NewsBroadcast => &[
            "{shot} shows {who} {doing} {where} {when}",
            "a news crew films {who} {doing} {where} {when}",
            "{where} {when}, {who} {is doing} for a local report",
            "{who} {is doing} {where}, framed for the evening news",
            "for a report {when}, {who} {is doing} {where}",
            "{when}, {thing} {where}, and {who} {is doing}",
            "a reporter's camera picks out {who} {doing} {where}",
        ],
        Register::Documentary => ANY,
        Register::DroneAerial => &[
            "seen from the air, {who} {is doing} {where} {when}",
            "high above {place}, a drone looks down on {who} {doing}",
            "{shot} takes in {place} {when}, where {who} {is doing}",
            "{when}, a drone hangs over {place}, and far below {who} {is doing}",
            "from the height of a church tower, {who} {is doing} {where}",
            "{who} {is doing} {where} {when}, small beneath the camera",
        ],
        Register::Animation3d => &[
            "{shot} shows {who} {doing} {where} {when}",
            "in a rendered world of rounded shapes, {who} {is doing} {where}",
            "modeled with oversized hands and bright eyes, {who} {is doing} {where}",
            "{where} {when}, {who} {is doing}, all of it in smooth 3D animation",
            "{who} {is doing} {where} {when} in the style of an animated feature",
            "{when}, an animated scene opens {where}, where {who} {is doing}",
        ],
        Register::WebcamStream => &[
            "{shot} faces {who} {doing} {where} {when}",
            "{who} {is doing} {where} {when}, seen by the camera above a monitor",
            "in the window of a video call, {who} {is doing} {where}",
            "{where} {when}, {who} {is doing} in front of a webcam",
            "{when}, a webcam on a stack of books shows {who} {doing} {where}",
            "centered in a small webcam picture, {who} {is doing} {where}",
        ],
        Register::ScreenRecording => ANY,
        Register::CinemaPolished => &[
            "{who} {is doing} {where} {when}",
            "{where} {when}, {who} {is doing}",
            "{when}, {who} {is doing} {where}",
            "{shot} finds {who} {doing} {where} {when}",
            "{where}, {thing}, and {who} {is doing} {when}",
            "framed low and wide, {who} {is doing} {where} {when}",
            "{when}, the lens settles on {who} {doing} {where}",
            "a slow film moment unfolds {where}: {who} {is doing}",
            "it is {day}, and {who} {is doing} {where}",
            "{thing} {where}, and close by {who} {is doing}",
        ],
    }
}

/// First sentences about a place with nobody in it.
pub(in crate::prompts) const VIEWS: &[&str] = &[
    "{shot} shows {place} {when}",
    "{where} {when}, {thing}",
    "{place} lies ahead {when}, and {thing}",
    "{when}, {shot} takes in {place}",
    "{thing} {where} {when}",
    "it is {day}, and {place} fills the frame",
];

/// First sentences about a screen; `{shows}` is what is on it.
pub(in crate::prompts) const SCREENS: &[&str] = &[
    "{shot} shows {who} with {shows} in the main window",
    "{who} is open on a desktop, showing {shows}",
    "{shows} fills the window of {who}",
    "on a laptop screen, {who} displays {shows}",
    "{who} takes up the whole screen, with {shows} at its center",
    "captured from a monitor, {who} presents {shows}",
    "a mouse cursor moves over {who}, which shows {shows}",
    "{shot} opens on {who}, with {shows} already loaded",
];

/// Where a clause about the place is, put before it with a comma.
pub(in crate::prompts) const SPOTS: &[&str] = &[
    "in the background",
    "to one side",
    "nearby",
    "farther back",
    "close by",
    "at the edge of the frame",
    "on the near side",
    "a few steps away",
    "behind all this",
    "in the foreground",
];

/// What comes before something that happens once.
pub(in crate::prompts) const THEN: &[&str] = &[
    "after a moment",
    "partway through",
    "a few seconds in",
    "midway through the clip",
    "then",
    "before long",
    "about halfway through",
];

/// What comes before the first of two.
pub(in crate::prompts) const FIRST: &[&str] =
    &["first", "at the start", "right away", "within the first seconds", "early on"];

/// What comes before the second.
pub(in crate::prompts) const SECOND: &[&str] =
    &["shortly afterward", "a few seconds later", "toward the end", "moments later", "after that", "finally"];

/// What comes before what goes on.
pub(in crate::prompts) const MEANWHILE: &[&str] =
    &["meanwhile", "all the while", "at the same time", "throughout", "", "", "", ""];
