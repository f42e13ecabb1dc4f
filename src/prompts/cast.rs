//! Who is where: subjects and places that go together and suit a register.

use super::Register;
use super::draw::Draw;
use super::words::beings::{ANIMALS, THINGS};
use super::words::crafts::WORK;
use super::words::groups::GROUPS;
use super::words::indoors::ROOMS;
use super::words::light::{TIMES, Time, Weather};
use super::words::outdoors::PLACES;
use super::words::people::DAILY;
use super::words::roads::{ROADS, TRAFFIC, Traffic};
use super::words::screens::{SCREENS, Screen};
use super::words::{Activity, Being, Climate, Environment, Place, Tags, hour, tag};

/// What a prompt is about.
#[derive(Debug, Clone, Copy)]
pub(super) enum Cast {
    Person(&'static Activity),
    Group(&'static Being),
    Animal(&'static Being),
    Thing(&'static Being),
    Traffic(&'static Traffic),
    /// The place itself.
    View,
    Screen(&'static Screen),
}

impl Cast {
    /// What tells it from others.
    fn name(self) -> &'static str {
        match self {
            Self::Person(activity) => activity.doing,
            Self::Group(being) | Self::Animal(being) | Self::Thing(being) => being.name,
            Self::Traffic(traffic) => traffic.name,
            Self::View => "",
            Self::Screen(screen) => screen.name,
        }
    }

    const fn at(self) -> Tags {
        match self {
            Self::Person(activity) => activity.at,
            Self::Group(being) | Self::Animal(being) | Self::Thing(being) => being.at,
            Self::View => tag::VIEW,
            Self::Traffic(_) | Self::Screen(_) => 0,
        }
    }

    const fn needs_fair_weather(self) -> bool {
        match self {
            Self::Person(activity) => activity.fair,
            Self::Group(being) | Self::Animal(being) | Self::Thing(being) => being.fair,
            Self::View | Self::Traffic(_) | Self::Screen(_) => false,
        }
    }

    /// Whether faces and hands are to be seen.
    pub(super) const fn has_people(self) -> bool {
        matches!(self, Self::Person(_) | Self::Group(_))
    }
}

/// A cast on its stage.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stage {
    pub(super) cast: Cast,
    /// `None` for screens.
    pub(super) place: Option<&'static Place>,
    pub(super) time: &'static Time,
    pub(super) weather: Weather,
}

/// How often each kind of subject is drawn: person, group, animal, thing, view.
const fn shares(register: Register) -> [f64; 5] {
    match register {
        Register::PhoneCasual => [50.0, 15.0, 14.0, 11.0, 10.0],
        Register::PhoneVertical => [60.0, 15.0, 15.0, 10.0, 0.0],
        Register::CctvSurveillance => [75.0, 25.0, 0.0, 0.0, 0.0],
        Register::HomeVideo => [45.0, 35.0, 20.0, 0.0, 0.0],
        Register::NewsBroadcast => [60.0, 25.0, 0.0, 0.0, 15.0],
        Register::Documentary => [45.0, 15.0, 28.0, 0.0, 12.0],
        Register::DroneAerial => [15.0, 25.0, 15.0, 0.0, 45.0],
        Register::Animation3d => [50.0, 15.0, 25.0, 10.0, 0.0],
        Register::CinemaPolished => [55.0, 15.0, 10.0, 8.0, 12.0],
        Register::WebcamStream | Register::Dashcam | Register::ScreenRecording => [1.0, 0.0, 0.0, 0.0, 0.0],
    }
}

/// Tags of which a place needs one to be seen in this register; 0 for any place.
const fn demand(register: Register) -> Tags {
    match register {
        Register::CctvSurveillance => tag::WATCHED,
        Register::HomeVideo => tag::FAMILY,
        Register::NewsBroadcast => tag::PUBLIC,
        Register::DroneAerial => tag::OPEN,
        Register::WebcamStream => tag::DESK,
        _ => 0,
    }
}

/// What was drawn lately, so that a batch does not repeat itself.
#[derive(Debug, Clone, Default)]
pub(super) struct Recent {
    casts: Vec<&'static str>,
    places: Vec<&'static str>,
}

impl Recent {
    const CASTS: usize = 24;
    const PLACES: usize = 10;

    fn add(&mut self, stage: &Stage) {
        let keep = |list: &mut Vec<&'static str>, name: &'static str, most: usize| {
            list.push(name);
            if list.len() > most {
                list.remove(0);
            }
        };
        keep(&mut self.casts, stage.cast.name(), Self::CASTS);
        if let Some(place) = stage.place {
            keep(&mut self.places, place.name, Self::PLACES);
        }
    }
}

/// Draws who is where, when, in which weather.
pub(super) fn stage(register: Register, recent: &mut Recent, draw: &mut Draw) -> Stage {
    let (cast, place) = match register {
        Register::ScreenRecording => {
            let screens: Vec<Cast> = SCREENS.iter().map(Cast::Screen).collect();
            (fresh(&screens, recent, draw), None)
        }
        Register::Dashcam => {
            let traffic: Vec<Cast> = TRAFFIC.iter().map(Cast::Traffic).collect();
            let cast = fresh(&traffic, recent, draw);
            (cast, Some(fresh_place(&ROADS.iter().collect::<Vec<_>>(), recent, draw)))
        }
        _ => {
            let (cast, place) = meeting(register, recent, draw);
            (cast, Some(place))
        }
    };
    let stage = weathered(cast, place, draw);
    recent.add(&stage);
    stage
}

/// A cast with a place for it.
fn meeting(register: Register, recent: &Recent, draw: &mut Draw) -> (Cast, &'static Place) {
    let demand = demand(register);
    let places: Vec<&'static Place> =
        ROOMS.iter().chain(PLACES).filter(|place| demand == 0 || place.tags & demand != 0).collect();
    let fits = |cast: &Cast| -> Vec<&'static Place> {
        // Whoever a webcam shows sits at the desk.
        let at = if register == Register::WebcamStream { cast.at() & (tag::DESK | tag::DEN) } else { cast.at() };
        places.iter().copied().filter(|place| place.tags & at != 0).collect()
    };
    let of_kind = |kind: usize| -> Vec<Cast> {
        let casts: Vec<Cast> = match kind {
            0 => DAILY.iter().chain(WORK).map(Cast::Person).collect(),
            1 => GROUPS.iter().map(Cast::Group).collect(),
            2 => ANIMALS.iter().map(Cast::Animal).collect(),
            3 => THINGS.iter().map(Cast::Thing).collect(),
            _ => vec![Cast::View],
        };
        casts.into_iter().filter(|cast| !fits(cast).is_empty()).collect()
    };
    let mut casts = of_kind(draw.weighted(&shares(register)));
    if casts.is_empty() {
        casts = of_kind(0);
    }
    let cast = fresh(&casts, recent, draw);
    (cast, fresh_place(&fits(&cast), recent, draw))
}

/// One that was not drawn lately, if there is one.
fn fresh(casts: &[Cast], recent: &Recent, draw: &mut Draw) -> Cast {
    let mut cast = *draw.pick(casts);
    for _ in 0..6 {
        if !recent.casts.contains(&cast.name()) {
            break;
        }
        cast = *draw.pick(casts);
    }
    cast
}

fn fresh_place(places: &[&'static Place], recent: &Recent, draw: &mut Draw) -> &'static Place {
    let mut place = *draw.pick(places);
    for _ in 0..4 {
        if !recent.places.contains(&place.name) {
            break;
        }
        place = *draw.pick(places);
    }
    place
}

fn weathered(cast: Cast, place: Option<&'static Place>, draw: &mut Draw) -> Stage {
    let hours = place.map_or(hour::ALL, |place| place.hours);
    let times: Vec<&'static Time> = TIMES.iter().filter(|time| time.hour & hours != 0).collect();
    let time = *draw.pick(&times);
    let weather = place.map_or(Weather::None, |place| weather(cast, place, time, draw));
    Stage { cast, place, time, weather }
}

fn weather(cast: Cast, place: &Place, time: &Time, draw: &mut Draw) -> Weather {
    let outdoors = place.environment == Environment::Outdoor;
    if place.environment == Environment::Indoor && !place.view {
        return Weather::None;
    }
    let of_climate: &[(Weather, f64)] = match place.climate {
        Climate::Mild => &[
            (Weather::Clear, 3.0),
            (Weather::Cloudy, 3.0),
            (Weather::Overcast, 3.0),
            (Weather::Drizzle, 1.0),
            (Weather::Rain, 1.0),
            (Weather::AfterRain, 1.5),
            (Weather::Fog, 1.0),
            (Weather::Windy, 1.5),
        ],
        Climate::Hot => &[(Weather::Clear, 2.0), (Weather::Heat, 2.0), (Weather::Windy, 1.0), (Weather::Cloudy, 1.0)],
        Climate::Cold => {
            &[(Weather::Clear, 1.5), (Weather::Overcast, 1.5), (Weather::Snow, 2.0), (Weather::Cloudy, 1.0)]
        }
    };
    let possible = |weather: Weather| match weather {
        Weather::Drizzle | Weather::Rain | Weather::Fog => !(outdoors && (place.view || cast.needs_fair_weather())),
        Weather::Heat => !matches!(time.hour, hour::NIGHT | hour::DAWN | hour::DUSK),
        _ => true,
    };
    let left: Vec<(Weather, f64)> = of_climate.iter().copied().filter(|(weather, _)| possible(*weather)).collect();
    let weights: Vec<f64> = left.iter().map(|(_, weight)| *weight).collect();
    left[draw.weighted(&weights)].0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_neither_snows_in_the_desert_nor_rains_on_picnics() {
        let mut draw = Draw::new(5);
        let mut recent = Recent::default();
        for round in 0..6_000 {
            let register = Register::ALL[round % Register::ALL.len()];
            let stage = stage(register, &mut recent, &mut draw);
            let Some(place) = stage.place else { continue };
            assert!(place.hours & stage.time.hour != 0, "{} at {}", place.name, stage.time.name);
            if stage.weather == Weather::Snow {
                assert!(place.climate == Climate::Cold, "{}", place.name);
            }
            if place.climate == Climate::Hot {
                assert!(!stage.weather.is_wet(), "{}", place.name);
            }
            if place.environment == Environment::Indoor && !place.view {
                assert_eq!(stage.weather, Weather::None, "{}", place.name);
            }
            if stage.cast.needs_fair_weather() && place.environment == Environment::Outdoor {
                assert!(!stage.weather.is_wet(), "{:?} in {}", stage.cast, stage.weather.as_str());
            }
            if demand(register) != 0 {
                assert!(place.tags & demand(register) != 0, "{register}: {}", place.name);
            }
            if !matches!(stage.cast, Cast::Traffic(_)) {
                assert!(place.tags & stage.cast.at() != 0, "{:?} in {}", stage.cast, place.name);
            }
        }
    }

    #[test]
    fn every_subject_has_a_place_and_every_place_a_subject() {
        let casts: Vec<Cast> = DAILY
            .iter()
            .chain(WORK)
            .map(Cast::Person)
            .chain(GROUPS.iter().map(Cast::Group))
            .chain(ANIMALS.iter().map(Cast::Animal))
            .chain(THINGS.iter().map(Cast::Thing))
            .collect();
        let places = || ROOMS.iter().chain(PLACES);
        for cast in &casts {
            assert!(places().any(|place| place.tags & cast.at() != 0), "{cast:?}");
        }
        for place in places() {
            assert!(casts.iter().any(|cast| place.tags & cast.at() != 0), "{}", place.name);
        }
    }
}
