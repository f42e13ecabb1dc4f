#!/bin/sh
# Makes the films of this folder with ffmpeg (Debian: `apt-get install ffmpeg`). They are checked in, so that tests need no
# ffmpeg; another version of it writes other bytes, which is as good.
#   sh tests/films/make.sh
set -eu
cd "$(dirname "$0")"
run() { ffmpeg -hide_banner -loglevel error -nostdin -y "$@"; }
# Two seconds of a moving test picture, 30 frames.
moving='testsrc2=size=160x120:rate=15:duration=2'
film() { out=$1; shift; run -f lavfi -i "$moving" -pix_fmt yuv420p "$@" -map_metadata -1 -fflags +bitexact -flags:v +bitexact "$out"; }
x264='-c:v libx264 -preset veryfast -crf 32'
film baseline.mp4 $x264 -profile:v baseline -movflags +faststart
film main.mp4 $x264 -profile:v main -g 10 -movflags +faststart
# B-frames that others refer to, and one group of pictures.
film high.mp4 $x264 -profile:v high -bf 3 -b_strategy 0 -x264-params b-pyramid=normal:ref=3 -movflags +faststart
# Groups of pictures that lean on the one before.
film open_gop.mp4 $x264 -bf 2 -g 8 -x264-params open-gop=1
film moov_at_end.mp4 $x264
film fragmented.mp4 $x264 -g 10 -movflags frag_keyframe+empty_moov+default_base_moof
film film.mov $x264 -f mov
film rotated_plain.mp4 $x264
run -i rotated_plain.mp4 -c copy -metadata:s:v rotate=90 -fflags +bitexact rotated.mp4; rm rotated_plain.mp4
film interlaced.mp4 $x264 -flags +ilme+ildct -x264-params tff=1
film ten_bit.mp4 $x264 -pix_fmt yuv420p10le
film hevc.mp4 -c:v libx265 -preset ultrafast -crf 34 -tag:v hvc1 -x265-params log-level=none
film vp9.webm -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -crf 50 -b:v 0
film vp9.mp4 -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -crf 50 -b:v 0
film av1.mp4 -c:v libaom-av1 -cpu-used 8 -crf 55 -b:v 0
film mpeg4.avi -c:v mpeg4 -qscale:v 12
run -f lavfi -i "$moving" -f lavfi -i 'sine=frequency=440:duration=2' -pix_fmt yuv420p $x264 -c:a aac -b:a 24k -fflags +bitexact -flags:v +bitexact sound.mp4
# A still picture as a film; one and two frames.
run -f lavfi -i 'testsrc2=size=160x120:rate=15:duration=1' -frames:v 1 still.png
run -loop 1 -framerate 15 -i still.png -t 2 -pix_fmt yuv420p $x264 -fflags +bitexact static.mp4
run -loop 1 -framerate 1 -i still.png -frames:v 1 -pix_fmt yuv420p $x264 -fflags +bitexact one_frame.mp4
run -f lavfi -i 'testsrc2=size=160x120:rate=1:duration=2' -frames:v 2 -pix_fmt yuv420p $x264 -fflags +bitexact two_frames.mp4
rm still.png
run -f lavfi -i 'testsrc2=size=160x120:rate=1:duration=8' -pix_fmt yuv420p $x264 -fflags +bitexact slideshow.mp4
run -f lavfi -i 'sine=frequency=440:duration=1' -c:a aac -b:a 24k -fflags +bitexact no_pictures.mp4
