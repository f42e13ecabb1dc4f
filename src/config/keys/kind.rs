//! What a key may hold: how it is read, and how that is said.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use crate::chain::{ENDPOINTS, Endpoint};
use crate::media::Tier;
use crate::providers::{PriceList, Ratio};
use crate::types::{Hotkey, Modality};
use crate::validator::data::{UploadUrl, is_repository};

/// What a value may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::config) enum Kind {
    /// Anything.
    Text,
    /// Anything, and never shown.
    Secret,
    /// Likewise, and not even its end.
    Password,
    /// On or off.
    Switch,
    /// A whole number.
    Whole {
        min: u64,
        max: u64,
    },
    /// A number, not negative.
    Number {
        max: f64,
    },
    /// A number, not negative, or `none`.
    NumberOrNone {
        min: f64,
        max: f64,
    },
    /// A span of time; a bare number counts in `unit`s.
    Span {
        unit: Unit,
        min_s: f64,
        max_s: f64,
    },
    /// An address to listen on.
    Ip,
    /// An address that others reach, or `auto`.
    ExternalIp,
    /// An address or host name that others reach.
    Host,
    Path,
    Paths,
    Endpoint,
    HttpUrl,
    /// A word in small letters (services; which ones there are, `providers` says).
    Word,
    ImageTier,
    VideoTier,
    /// Width to height.
    Ratio,
    /// Prices of models.
    Prices,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// Address and port to listen on, or `none`.
    Listener,
    Level,
    Modalities,
    Hotkey,
    /// A number of blocks of 12 seconds, or a span of time.
    BlocksOrSpan {
        max_s: f64,
    },
    /// A bucket or a folder.
    UploadUrl,
    /// `owner/name` on the Hugging Face Hub.
    Repository,
}

/// How long a block of the network lasts.
const BLOCK: Duration = Duration::from_secs(12);

/// What a bare number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::config) enum Unit {
    Seconds,
    Hours,
}

impl Kind {
    /// What is allowed, as the end of "… is expected".
    pub(in crate::config) fn allowed(self) -> String {
        match self {
            Self::Text | Self::Secret | Self::Password => "a text".into(),
            Self::Switch => "true or false".into(),
            Self::Whole { min, max } => format!("a whole number from {min} to {max}"),
            Self::Number { max } => format!("a number from 0 to {max}"),
            Self::NumberOrNone { min, max } => format!("a number from {min} to {max}, or `none`"),
            Self::Span { unit, min_s, max_s } => {
                let (unit, seconds) = match unit {
                    Unit::Seconds => ("seconds", 1.0),
                    Unit::Hours => ("hours", 3600.0),
                };
                format!(
                    "a number of {unit} from {} to {}, or such as `30s`, `5m`, `2h`",
                    min_s / seconds,
                    max_s / seconds
                )
            }
            Self::Ip => "an IPv4 or IPv6 address".into(),
            Self::ExternalIp => "the IPv4 or IPv6 address of a host, or `auto`".into(),
            Self::Host => "an IP address or a host name".into(),
            Self::Path => "a path".into(),
            Self::Paths => "paths with `:` between them".into(),
            Self::Endpoint => ENDPOINTS.into(),
            Self::HttpUrl => "an `http://` or `https://` address".into(),
            Self::Word => "the name of a service, or `none`".into(),
            Self::ImageTier => "1K, 2K or 4K".into(),
            Self::VideoTier => "480p, 720p or 1080p".into(),
            Self::Ratio => "width to height, such as `16:9`".into(),
            Self::Prices => "`MODEL=USD` or `MODEL@TIER=USD`, with commas between several".into(),
            Self::OneOf(words) => words.join(", "),
            Self::Listener => "an address with a port, such as `127.0.0.1:9834`, or `none`".into(),
            Self::Level => "error, warn, info, debug or trace".into(),
            Self::Modalities => "`image`, `video`, both with a comma between, or `auto`".into(),
            Self::Hotkey => "a hotkey as SS58".into(),
            Self::BlocksOrSpan { max_s } => {
                format!("a number of blocks, or such as `30s`, `5m`, `2h`, of {} hours at most", max_s / 3600.0)
            }
            Self::UploadUrl => "`s3://BUCKET/PREFIX` or `file:///FOLDER`, without keys in it".into(),
            Self::Repository => "OWNER/NAME".into(),
        }
    }

    pub(in crate::config) fn accepts(self, text: &str) -> bool {
        match self {
            Self::Text | Self::Secret | Self::Password => true,
            Self::Switch => on_or_off(text).is_some(),
            Self::Whole { .. } => self.whole(text).is_some(),
            Self::Number { .. } => self.number(text).is_some(),
            Self::NumberOrNone { min, max } => {
                text == "none" || Self::Number { max }.number(text).is_some_and(|number| number >= min)
            }
            Self::Span { .. } => self.span(text).is_some(),
            Self::Ip => self.ip(text).is_some(),
            Self::ExternalIp => text.eq_ignore_ascii_case("auto") || self.ip(text).is_some(),
            Self::Host => is_host(text),
            Self::Path => !text.contains('\0'),
            Self::Paths => !text.contains('\0') && !path_list(text).is_empty(),
            Self::Endpoint => text.parse::<Endpoint>().is_ok(),
            Self::HttpUrl => is_http(text),
            Self::Word => {
                text.len() <= 40 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
            }
            Self::ImageTier => Tier::parse(Modality::Image, text).is_ok(),
            Self::VideoTier => Tier::parse(Modality::Video, text).is_ok(),
            Self::Ratio => text.parse::<Ratio>().is_ok(),
            Self::Prices => text.parse::<PriceList>().is_ok(),
            Self::OneOf(words) => words.iter().any(|word| word.eq_ignore_ascii_case(text)),
            Self::Listener => text.eq_ignore_ascii_case("none") || text.parse::<SocketAddr>().is_ok(),
            Self::Level => Self::level(text).is_some(),
            Self::Modalities => modalities(text, false).is_some(),
            Self::Hotkey => text.parse::<Hotkey>().is_ok(),
            Self::BlocksOrSpan { .. } => self.span(text).is_some(),
            Self::UploadUrl => text.parse::<UploadUrl>().is_ok(),
            Self::Repository => is_repository(text),
        }
    }

    pub(in crate::config) fn whole(self, text: &str) -> Option<u64> {
        let Self::Whole { min, max } = self else { return None };
        text.parse().ok().filter(|number| (min..=max).contains(number))
    }

    pub(in crate::config) fn number(self, text: &str) -> Option<f64> {
        let Self::Number { max } = self else { return None };
        text.parse().ok().filter(|number: &f64| number.is_finite() && (0.0..=max).contains(number))
    }

    /// Reads `300`, `300.0`, `30s`, `5m`, `2h`.
    pub(in crate::config) fn span(self, text: &str) -> Option<Duration> {
        if let Self::BlocksOrSpan { max_s } = self {
            let blocks = || text.parse::<u32>().ok().map(|blocks| BLOCK * blocks);
            let span = Self::Span { unit: Unit::Seconds, min_s: 0.001, max_s };
            let in_words = || text.ends_with(|c: char| c.is_ascii_alphabetic()).then(|| span.span(text)).flatten();
            return blocks().or_else(in_words).filter(|span| !span.is_zero() && span.as_secs_f64() <= max_s);
        }
        let Self::Span { unit, min_s, max_s } = self else { return None };
        let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let seconds = match (&text[digits.len()..], unit) {
            ("", Unit::Seconds) | ("s", _) => 1.0,
            ("m", _) => 60.0,
            ("", Unit::Hours) | ("h", _) => 3600.0,
            ("d", _) => 86_400.0,
            _ => return None,
        };
        let span = digits.trim_end().parse::<f64>().ok()? * seconds;
        (span.is_finite() && (min_s..=max_s).contains(&span)).then(|| Duration::from_secs_f64(span))
    }

    pub(in crate::config) fn ip(self, text: &str) -> Option<IpAddr> {
        let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
        let ip: IpAddr = bare.parse().ok()?;
        let of_a_host = !ip.is_unspecified() && !ip.is_multicast();
        (matches!(self, Self::Ip) || of_a_host).then_some(ip)
    }

    /// The level in small letters, with the names of Python's logging understood.
    pub(in crate::config) fn level(text: &str) -> Option<&'static str> {
        Some(match text.to_ascii_lowercase().as_str() {
            "error" | "critical" => "error",
            "warn" | "warning" => "warn",
            "info" => "info",
            "debug" => "debug",
            "trace" => "trace",
            _ => return None,
        })
    }
}

/// Reads a switch.
pub(in crate::config) fn on_or_off(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" | "on" => Some(true),
        "false" | "0" | "no" | "off" => Some(false),
        _ => None,
    }
}

/// Reads a list of modalities. `auto` is all on a network; on a `local:` chain images, which is what demo miners make
/// unless they are told to film.
pub(in crate::config) fn modalities(text: &str, local: bool) -> Option<Vec<Modality>> {
    if text.trim().eq_ignore_ascii_case("auto") {
        return Some(if local { vec![Modality::Image] } else { Modality::ALL.to_vec() });
    }
    let mut found: Vec<Modality> = text.split(',').map(|word| word.trim().parse().ok()).collect::<Option<_>>()?;
    found.sort_unstable();
    found.dedup();
    Some(found)
}

/// Reads paths with colons between them.
pub(in crate::config) fn path_list(text: &str) -> Vec<PathBuf> {
    text.split(':').filter(|path| !path.is_empty()).map(PathBuf::from).collect()
}

fn is_host(text: &str) -> bool {
    let name = |byte: u8| byte.is_ascii_alphanumeric() || b".-".contains(&byte);
    Kind::ExternalIp.ip(text).is_some()
        || (text.len() <= 253
            && text.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric())
            && text.bytes().all(name)
            // Four numbers that are no address are a mistyped address.
            && text.bytes().any(|byte| byte.is_ascii_alphabetic()))
}

fn is_http(text: &str) -> bool {
    reqwest::Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_of_time_is_read_in_its_unit_and_bounded() {
        let seconds = Kind::Span { unit: Unit::Seconds, min_s: 1.0, max_s: 7200.0 };
        for (text, expected) in
            [("300", Some(300_000)), ("2.5", Some(2500)), ("5m", Some(300_000)), ("2h", Some(7_200_000))]
        {
            assert_eq!(seconds.span(text), expected.map(Duration::from_millis), "{text}");
        }
        for text in ["0", "3h", "-1", "nan", "inf", "1e300", "5 parsecs", "m", "", "5d"] {
            assert_eq!(seconds.span(text), None, "{text}");
        }
        let hours = Kind::Span { unit: Unit::Hours, min_s: 0.0, max_s: 1e6 };
        assert_eq!(hours.span("24"), Some(Duration::from_hours(24)));
    }

    #[test]
    fn a_number_that_may_be_none_is_bounded_at_both_ends() {
        let similarity = Kind::NumberOrNone { min: 0.5, max: 1.0 };
        for (text, is_taken) in [("none", true), ("0.5", true), ("0.96", true), ("0.4", false), ("1.1", false)] {
            assert_eq!(similarity.accepts(text), is_taken, "{text}");
        }
    }

    #[test]
    fn an_interval_is_given_in_blocks_of_12_seconds_or_as_a_span() {
        let interval = Kind::BlocksOrSpan { max_s: 86_400.0 };
        for (text, expected) in [("300", Some(3600.0)), ("1", Some(12.0)), ("90s", Some(90.0)), ("2h", Some(7200.0))] {
            assert_eq!(interval.span(text).map(|span| span.as_secs_f64()), expected, "{text}");
        }
        for text in ["0", "0s", "-1", "7201", "25h", "1.5", "", "5 parsecs"] {
            assert_eq!(interval.span(text), None, "{text}");
        }
    }

    #[test]
    fn an_address_that_others_shall_reach_is_one_of_a_host() {
        assert!(Kind::Ip.accepts("0.0.0.0") && Kind::Ip.accepts("[::]"));
        for text in ["0.0.0.0", "::", "224.0.0.1", "host.example"] {
            assert!(!Kind::ExternalIp.accepts(text), "{text}");
        }
        assert!(
            Kind::ExternalIp.accepts("auto") && Kind::Host.accepts("host.example") && Kind::Host.accepts("10.0.0.1")
        );
        assert!(!Kind::Host.accepts("10.0.0.") && !Kind::Host.accepts("0.0.0.0") && !Kind::Host.accepts("a b"));
    }

    #[test]
    fn a_validator_asks_for_what_is_named_and_by_itself_for_all_that_the_miners_of_its_chain_make() {
        use Modality::{Image, Video};
        for (text, network, local) in [
            ("auto", vec![Image, Video], vec![Image]),
            ("image", vec![Image], vec![Image]),
            ("video", vec![Video], vec![Video]),
            ("video, image,video", vec![Image, Video], vec![Image, Video]),
        ] {
            assert_eq!((modalities(text, false), modalities(text, true)), (Some(network), Some(local)), "{text}");
        }
        for text in ["", "image,", "audio", "image video", "auto,image"] {
            assert!(!Kind::Modalities.accepts(text), "{text}");
        }
    }
}
