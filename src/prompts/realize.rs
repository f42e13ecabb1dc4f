//! Puts a stage into words: sentences are offered by part, taken until the length is right, and set in order.

use super::cast::{Cast, Stage};
use super::draw::Draw;
use super::grammar::{Names, count_words, fill, sentence};
use super::subject::{self, Subject};
use super::words::light::{self, Weather};
use super::words::looks::{self, Framing};
use super::words::openings::{self, FIRST, MEANWHILE, SECOND, SPOTS, THEN};
use super::words::{Climate, Environment, Lamps, hour};
use super::{Register, Scene, Spec};
use crate::types::Modality;

/// Parts of a prompt behind its first sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Subject,
    Events,
    Place,
    Air,
    Camera,
}

/// The orders in which parts may stand; what happens stands behind whom it happens to.
const PLANS: [[Part; 5]; 7] = [
    [Part::Subject, Part::Events, Part::Place, Part::Air, Part::Camera],
    [Part::Place, Part::Subject, Part::Events, Part::Air, Part::Camera],
    [Part::Air, Part::Subject, Part::Events, Part::Place, Part::Camera],
    [Part::Subject, Part::Place, Part::Events, Part::Camera, Part::Air],
    [Part::Camera, Part::Subject, Part::Events, Part::Place, Part::Air],
    [Part::Subject, Part::Place, Part::Air, Part::Camera, Part::Events],
    [Part::Subject, Part::Events, Part::Camera, Part::Place, Part::Air],
];

/// A sentence without capital and full stop, and where it belongs.
type Offer = (Part, String);

/// The prompt and its scene.
pub(super) fn realize(spec: &Spec, stage: &Stage, draw: &mut Draw) -> (String, Scene) {
    let subject = subject::subject(stage, spec.register, draw);
    let writer = Writer { spec, stage, subject: &subject };
    let (must, may, scene) = writer.offers(draw);
    let (fewest, most) = spec.length_words;
    let wanted = draw.between(fewest + 5, most - 15);
    let mut taken = must;
    let mut words: usize = taken.iter().map(|(_, text)| count_words(text)).sum();
    for offer in may {
        let more = count_words(&offer.1);
        if words >= wanted {
            break;
        }
        if words + more <= most {
            words += more;
            taken.push(offer);
        }
    }
    // The first of what must be said is the first sentence.
    let mut text = sentence(&taken.remove(0).1);
    for part in draw.pick(&PLANS) {
        for (_, clause) in taken.iter().filter(|(of, _)| of == part) {
            text.push(' ');
            text.push_str(&sentence(clause));
        }
    }
    (text, scene)
}

struct Writer<'a> {
    spec: &'a Spec,
    stage: &'a Stage,
    subject: &'a Subject,
}

/// Sentences that a prompt can do without, by what they are about, in random order.
#[derive(Default)]
struct Pools {
    subject: Vec<String>,
    things: Vec<String>,
    bustle: Vec<String>,
    air: Vec<String>,
    looks: Vec<String>,
}

impl Writer<'_> {
    const fn is_film(&self) -> bool {
        matches!(self.spec.modality, Modality::Video)
    }

    fn names(&self) -> &Names {
        &self.subject.names
    }

    fn fill(&self, clause: &str, draw: &mut Draw) -> String {
        fill(clause, self.names(), draw)
    }

    fn fill_all(&self, clauses: &[&'static str], draw: &mut Draw) -> Vec<String> {
        draw.shuffled(clauses).into_iter().map(|clause| self.fill(clause, draw)).collect()
    }

    /// What must be said, what may be said, and the scene.
    fn offers(&self, draw: &mut Draw) -> (Vec<Offer>, Vec<Offer>, Scene) {
        let mut pools = Pools {
            subject: self.details(draw),
            things: self.fill_all(self.things(), draw),
            bustle: self.fill_all(self.bustle(), draw),
            air: Vec::new(),
            looks: self.fill_all(&self.seen(looks::looks(self.spec.register)), draw),
        };
        let beats = self.beats(draw, &mut pools);
        let mut scene = self.scene(&pools, draw);
        scene.plausible_events = self.fill_all(&self.possible_beats(), draw).into_iter().take(4).collect();
        let mut must = vec![(Part::Subject, self.opening(&mut pools, &scene, draw))];
        must.extend(beats.into_iter().map(|beat| (Part::Events, beat)));
        must.push((Part::Camera, self.camera(&mut scene, draw)));
        if !scene.lighting.is_empty() {
            must.push((Part::Air, scene.lighting.clone()));
        }
        must.extend(pools.looks.pop().map(|look| (Part::Camera, look)));
        if let Some(clothes) = &self.subject.clothes {
            must.push((Part::Subject, clothes.clone()));
        }
        pools.air = self.air(&scene, draw);
        (must, self.optional(pools, draw), scene)
    }

    /// Clauses in an order in which no part runs away with the length.
    fn optional(&self, mut pools: Pools, draw: &mut Draw) -> Vec<Offer> {
        let mut offers = Vec::new();
        let mut meanwhile = draw.shuffled(MEANWHILE);
        // The number of rounds bounds nothing: the pools run dry first.
        for _ in 0..12 {
            let mut round: Vec<Offer> = Vec::new();
            round.extend(pools.subject.pop().map(|text| (Part::Subject, text)));
            if let Some(thing) = pools.things.pop() {
                round.push((Part::Place, placed(thing, &mut pools.things, draw)));
            }
            if let Some(bustle) = pools.bustle.pop() {
                let before = if self.is_film() { meanwhile.pop().unwrap_or("") } else { "" };
                round.push((Part::Place, led(before, &bustle)));
            }
            round.extend(pools.air.pop().map(|text| (Part::Air, text)));
            round.extend(pools.looks.pop().map(|text| (Part::Camera, text)));
            if round.is_empty() {
                break;
            }
            offers.extend(shuffled(&round, draw));
        }
        if self.stage.place.is_some() {
            offers.extend(self.fill_all(looks::FILLERS, draw).into_iter().map(|text| (Part::Camera, text)));
        }
        offers
    }

    /// What stands around. A road and a desktop are places too.
    fn things(&self) -> &'static [&'static str] {
        match (self.stage.cast, self.stage.place) {
            (Cast::Screen(screen), _) => screen.parts,
            (_, Some(place)) => place.things,
            (_, None) => &[],
        }
    }

    fn bustle(&self) -> &'static [&'static str] {
        match (self.stage.cast, self.stage.place) {
            (Cast::Screen(screen), _) => screen.changes,
            (_, Some(place)) => place.bustle,
            (_, None) => &[],
        }
    }

    /// Clauses about the subject that a camera of this register can see.
    fn details(&self, draw: &mut Draw) -> Vec<String> {
        let far = matches!(self.spec.register, Register::DroneAerial | Register::CctvSurveillance);
        if far { Vec::new() } else { self.fill_all(self.subject.details, draw) }
    }

    fn possible_beats(&self) -> Vec<&'static str> {
        // From far above, only what is large can be seen to happen.
        if self.spec.register == Register::DroneAerial || self.subject.beats.is_empty() {
            self.bustle().to_vec()
        } else {
            self.subject.beats.to_vec()
        }
    }

    /// What happens, in the order in which it does.
    fn beats(&self, draw: &mut Draw, pools: &mut Pools) -> Vec<String> {
        let count = usize::from(self.spec.event_count.unwrap_or(0));
        let possible = self.possible_beats();
        let mut places: Vec<usize> = (0..possible.len()).collect();
        places = draw.shuffled(&places);
        places.truncate(count);
        places.sort_unstable();
        let mut told = Vec::new();
        for (number, place) in places.iter().enumerate() {
            let beat = self.fill(possible[*place], draw);
            // What happens once does not go on all the while.
            pools.bustle.retain(|bustle| *bustle != beat);
            let before = match (count, number) {
                (1, _) => draw.pick(THEN),
                (_, 0) => draw.pick(FIRST),
                _ => draw.pick(SECOND),
            };
            told.push(led(before, &beat));
        }
        told
    }

    /// Clauses that hold for what is to be seen.
    fn seen(&self, clauses: &'static [&'static str]) -> Vec<&'static str> {
        const OF_PEOPLE: [&str; 8] = ["face", "skin", "head", "hands", "eyes", "hair", "people", "figure"];
        let people = self.stage.cast.has_people() || matches!(self.stage.cast, Cast::Screen(_));
        let empty = matches!(self.stage.cast, Cast::View | Cast::Screen(_));
        let outdoors = self.stage.place.is_some_and(|place| place.environment == Environment::Outdoor);
        let sunlit = outdoors && !matches!(self.stage.time.hour, hour::DUSK | hour::NIGHT);
        let holds = |clause: &&&str| {
            let clause = **clause;
            let says = |words: &[&str]| words.iter().any(|word| clause.contains(word));
            let of_nobody = !people && says(&OF_PEOPLE);
            let of_nothing = empty && says(&["subject"]);
            let of_night = sunlit && says(&["lamps", "beams"]);
            !(of_nobody || of_nothing || of_night)
        };
        let found: Vec<&str> = clauses.iter().filter(holds).copied().collect();
        if found.is_empty() { clauses.to_vec() } else { found }
    }

    fn camera(&self, scene: &mut Scene, draw: &mut Draw) -> String {
        let framing: &Framing = draw.pick(looks::framings(self.spec.register));
        (scene.camera_distance, scene.framing) = (framing.distance, framing.shape);
        let clauses = self.spec.camera_motion.map_or(framing.sentences, looks::motion);
        let clause = *draw.pick(&self.seen(clauses));
        self.fill(clause, draw)
    }

    fn opening(&self, pools: &mut Pools, scene: &Scene, draw: &mut Draw) -> String {
        let register = self.spec.register;
        let patterns = match self.stage.cast {
            Cast::Screen(_) => openings::SCREENS,
            Cast::View => openings::VIEWS,
            _ => openings::openings(register),
        };
        let pattern = *draw.pick(patterns);
        let (name, at) = self.stage.place.map_or(("", ""), |place| (place.name, place.at));
        let shot = *draw.pick(looks::shots(register, self.spec.modality));
        let thing = if pattern.contains("{thing}") { pools.things.pop().unwrap_or_default() } else { String::new() };
        let doing = &self.subject.doing;
        let participle = doing.strip_prefix("is ").or_else(|| doing.strip_prefix("are ")).unwrap_or(doing);
        let day = day(self.stage, draw);
        let when = if draw.chance(45) { (*draw.pick(self.stage.time.phrases)).to_owned() } else { format!("on {day}") };
        let filled = pattern
            .replace("{who}", &self.subject.who)
            .replace("{short who}", &self.subject.names.the)
            .replace("{is doing}", doing)
            .replace("{doing}", participle)
            .replace("{where}", &format!("{at} {name}"))
            .replace("{place}", name)
            .replace("{when}", &when)
            .replace("{day}", &day)
            .replace("{thing}", &thing)
            .replace("{shows}", &scene.setting)
            .replace("{shot}", shot);
        super::grammar::articles(&filled)
    }

    /// What the light, the sky and the colors are like, behind the first sentence about the light.
    fn air(&self, scene: &Scene, draw: &mut Draw) -> Vec<String> {
        let mut found = Vec::new();
        let more = lights(self.stage);
        if more.len() > 1 {
            found.extend(more.iter().map(|text| (*text).to_owned()).filter(|text| *text != scene.lighting).take(1));
        }
        let sky = sky(self.stage);
        if !sky.is_empty() {
            found.push((*draw.pick(sky)).to_owned());
        }
        let palette = &scene.color_palette;
        found.push(match draw.below(4) {
            0 => format!("the colors settle into {palette}"),
            1 => format!("{palette} run through the frame"),
            2 => format!("the palette stays with {palette}"),
            _ => format!("most of the picture is made of {palette}"),
        });
        if !self.spec.register.is_plain() {
            let mood = &scene.mood;
            found.push(match draw.below(3) {
                0 => format!("the mood is {mood}"),
                1 => format!("the whole scene feels {mood}"),
                _ => format!("the atmosphere is {mood}"),
            });
        }
        shuffled(&found, draw)
    }

    fn scene(&self, pools: &Pools, draw: &mut Draw) -> Scene {
        let stage = self.stage;
        let cast = stage.cast;
        let setting = match (cast, stage.place) {
            (Cast::Screen(screen), _) => screen.shows.to_owned(),
            (_, Some(place)) => place.name.to_owned(),
            (_, None) => String::new(),
        };
        let who = self.subject.who.clone();
        let caption = match stage.place {
            Some(place) if self.subject.doing.is_empty() => format!("{} {}", place.name, stage.time.phrases[0]),
            Some(place) => format!("{who} {} {} {}", self.subject.doing, place.at, place.name),
            None => format!("{who} showing {setting}"),
        };
        let lights = lights(stage);
        Scene {
            caption: sentence(&super::grammar::articles(&caption)),
            subject: who,
            scene_kind: self.subject.kind,
            setting,
            environment_type: match stage.place.map(|place| place.environment) {
                Some(Environment::Indoor) => "indoor",
                Some(Environment::Outdoor) => "outdoor",
                Some(Environment::Mixed) => "mixed",
                None => "unknown",
            },
            time_of_day: if stage.place.is_some() { stage.time.name.into() } else { String::new() },
            weather: stage.weather.as_str().into(),
            lighting: if lights.is_empty() { String::new() } else { (*draw.pick(lights)).into() },
            color_palette: (*draw.pick(palettes(stage))).into(),
            static_elements: pools.things.iter().take(5).cloned().collect(),
            dynamic_candidates: pools.bustle.clone(),
            observed_motion_cues: pools.bustle.iter().take(2).cloned().collect(),
            camera_distance: "unknown",
            framing: "unknown",
            style: self.spec.register_directives.into(),
            mood: (*draw.pick(light::MOODS)).into(),
            plausible_events: Vec::new(),
        }
    }
}

/// A clause with what leads to it.
fn led(before: &str, clause: &str) -> String {
    match before {
        "" => clause.to_owned(),
        "then" => format!("then {clause}"),
        _ => format!("{before}, {clause}"),
    }
}

/// A clause about the place: alone, with where it is, or with a second one.
fn placed(thing: String, others: &mut Vec<String>, draw: &mut Draw) -> String {
    const PLACED: [&str; 13] = [
        "left",
        "right",
        "background",
        "far ",
        "corner",
        "below",
        "behind",
        "side",
        "horizon",
        "edge",
        "front",
        "end of",
        "middle",
    ];
    match draw.below(10) {
        0..4 if !PLACED.iter().any(|word| thing.contains(word)) => format!("{}, {thing}", draw.pick(SPOTS)),
        4..7 => match others.pop() {
            Some(other) => format!("{thing}, and {other}"),
            None => thing,
        },
        _ => thing,
    }
}

/// A day as it is: `a rainy morning`.
fn day(stage: &Stage, draw: &mut Draw) -> String {
    let dark = matches!(stage.time.hour, hour::DUSK | hour::NIGHT);
    let adjectives = if dark && stage.weather.is_sunny() && stage.weather != Weather::None {
        &["clear ", "quiet ", ""]
    } else {
        stage.weather.adjectives()
    };
    super::grammar::articles(&format!("a {}{}", draw.pick(adjectives), draw.pick(stage.time.nouns)))
}

/// What can be said about the light.
fn lights(stage: &Stage) -> &'static [&'static str] {
    let Some(place) = stage.place else { return &[] };
    let time = stage.time.hour;
    let dark = matches!(time, hour::DUSK | hour::NIGHT);
    let lamps = match place.lamps {
        Lamps::Home if place.environment == Environment::Outdoor => light::YARD_NIGHT,
        Lamps::Home => light::HOME,
        Lamps::Tubes => light::TUBES,
        Lamps::Warm => light::WARM,
        Lamps::Stage => light::STAGE,
        Lamps::Street if matches!(stage.cast, Cast::Traffic(_)) => light::ROAD_NIGHT,
        Lamps::Street => light::STREET_NIGHT,
        Lamps::None => &[],
    };
    match place.environment {
        Environment::Indoor if !place.view || dark => lamps,
        Environment::Indoor if stage.weather.is_sunny() => light::WINDOWS_SUN,
        Environment::Indoor => light::WINDOWS_SOFT,
        Environment::Outdoor | Environment::Mixed if time == hour::NIGHT => lamps,
        Environment::Mixed if time == hour::DUSK => lamps,
        Environment::Outdoor | Environment::Mixed => light::outside(time, stage.weather.is_sunny()),
    }
}

/// The colors of a place.
fn palettes(stage: &Stage) -> &'static [&'static str] {
    match stage.place.map(|place| place.climate) {
        Some(Climate::Hot) => light::HOT_PALETTES,
        Some(Climate::Cold) => light::COLD_PALETTES,
        _ => light::PALETTES,
    }
}

/// What can be said about the weather.
fn sky(stage: &Stage) -> &'static [&'static str] {
    let Some(place) = stage.place else { return &[] };
    let dry = stage.weather.is_sunny() || stage.weather == Weather::Overcast;
    let dark = dry
        && match place.environment {
            Environment::Outdoor => stage.time.hour == hour::NIGHT,
            Environment::Indoor | Environment::Mixed => matches!(stage.time.hour, hour::DUSK | hour::NIGHT),
        };
    match place.environment {
        _ if stage.weather == Weather::None => &[],
        Environment::Outdoor if dark => light::NIGHT_SKY,
        Environment::Outdoor => stage.weather.outside(),
        _ if dark => light::NIGHT_WINDOWS,
        _ => stage.weather.beyond(),
    }
}

fn shuffled<T: Clone>(all: &[T], draw: &mut Draw) -> Vec<T> {
    let places: Vec<usize> = (0..all.len()).collect();
    draw.shuffled(&places).into_iter().map(|place| all[place].clone()).collect()
}
