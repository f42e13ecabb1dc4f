//! Looks at a film, in this process: facts first, then some of its frames.

use std::fs::File;
use std::io::BufReader;

use super::codec::guess;
use super::film::{check_frames, check_length, check_size};
use super::tables::Track;
use super::{Codec, Film, FilmError, ffmpeg, h264, sample};
use crate::media::Format;

/// Looks at the film in a file, whose container is `format`.
pub(super) fn watch(mut file: File, format: Format) -> Result<Film, FilmError> {
    let length = file.metadata().map_err(|error| FilmError::ours("reading", &error))?.len();
    match format {
        Format::Mp4 | Format::Mov | Format::ThreeGp => {
            match Track::read(&mut BufReader::with_capacity(64 << 10, &file), length) {
                Ok(track) => watch_track(file, format, &track),
                // Films that play elsewhere have boxes that our reader of tables does not expect.
                Err(FilmError::Structure(reason)) => with_ffmpeg(&file, format, || FilmError::Unclear(reason)),
                Err(error) => Err(error),
            }
        }
        _ => {
            let codec = guess(&mut file, format).map_err(|error| FilmError::ours("reading", &error))?;
            let codec = codec.unwrap_or_else(|| Codec::Other(format.extension().to_uppercase()));
            with_ffmpeg(&file, format, || FilmError::NoDecoder { codec })
        }
    }
}

/// A film whose frames we find ourselves.
fn watch_track(mut file: File, format: Format, track: &Track) -> Result<Film, FilmError> {
    check_length(track.count(), track.duration)?;
    let plain = match &track.sets {
        Some(sets) => Some((sets, h264::look(sets)?)).filter(|(_, sps)| sps.is_plain),
        None => None,
    };
    let Some((sets, sps)) = plain else {
        return with_ffmpeg(&file, format, || FilmError::NoDecoder { codec: track.codec.clone() });
    };
    check_size(sps.dimensions, 0)?;
    let wanted = sample::frames(track.count());
    let frames = h264::frames(&mut file, track, sets, sps.dimensions, &wanted)?;
    check_frames(&frames, wanted.len())?;
    Ok(Film {
        dimensions: sps.dimensions,
        duration: track.duration,
        frame_count: track.count(),
        has_audio: track.has_audio,
        codec: track.codec.clone(),
        frames,
    })
}

/// A film that needs the programs of this machine; `missing` says what it means that they are not there.
fn with_ffmpeg(file: &File, format: Format, missing: impl FnOnce() -> FilmError) -> Result<Film, FilmError> {
    let Some(facts) = ffmpeg::look(file, format)? else { return Err(missing()) };
    check_length(facts.frames, facts.duration)?;
    check_size(facts.dimensions, facts.frames)?;
    let wanted = sample::frames(facts.frames);
    let Some(frames) = ffmpeg::frames(file, format, facts.dimensions, &wanted)? else { return Err(missing()) };
    check_frames(&frames, wanted.len())?;
    Ok(Film {
        dimensions: facts.dimensions,
        duration: facts.duration,
        frame_count: facts.frames,
        has_audio: facts.has_audio,
        codec: facts.codec,
        frames,
    })
}
