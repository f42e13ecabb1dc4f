"""Perceptual hashes of `gascli media hash` beside those of Pillow and imagehash, on made pictures and on given files.

    python3 perceptual_hash.py [--count N] [--vectors OUT.json] [FILE…]

Pictures are made as PNG, so decoders play no part: every bit has to be the same. JPEGs may differ by decoders' rounding;
they are listed. `--vectors` writes the reference's hashes of the given files, for tests/it/fixtures.
"""
import argparse
import collections
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

import imagehash
import numpy
from PIL import Image, ImageDraw

GASCLI = os.environ.get("GASCLI", str(pathlib.Path(__file__).parents[2] / "target/debug/gascli"))
LONGEST = 700


def picture(kind, rng):
    """One made picture as an array: flat areas, slopes, noise, smooth patches, mirrored and periodic ones."""
    width, height = (int(side) for side in rng.integers(1, LONGEST, 2))
    y, x = numpy.mgrid[0:height, 0:width]
    if kind == "noise":
        return rng.integers(0, 256, (height, width, 3))
    if kind == "slope":
        a, b, c = rng.normal(size=(3, 3))
        plane = a * x[..., None] / width + b * y[..., None] / height + c * (x * y)[..., None] / width / height
        return (plane - plane.min()) / (numpy.ptp(plane) + 1e-9) * 255
    if kind == "flat":
        image = Image.new("RGB", (width, height), tuple(int(v) for v in rng.integers(0, 256, 3)))
        draw = ImageDraw.Draw(image)
        for _ in range(int(rng.integers(0, 8))):
            (left, right), (top, bottom) = sorted(rng.integers(0, width, 2)), sorted(rng.integers(0, height, 2))
            box, fill = [int(v) for v in (left, top, right, bottom)], tuple(int(v) for v in rng.integers(0, 256, 3))
            random.choice([draw.ellipse, draw.rectangle])(box, fill=fill)
        return numpy.asarray(image)
    patches = Image.fromarray(rng.integers(0, 256, (int(rng.integers(2, 9)),) * 2).astype(numpy.uint8))
    half = numpy.asarray(patches.resize((max(1, width // 2), max(1, height // 2)), Image.Resampling.BICUBIC))
    if kind == "smooth":
        return half
    if kind == "mirrored":
        sides = random.choice([(1,), (0,), (0, 1)])
        for axis in sides:
            half = numpy.concatenate([half, numpy.flip(half, axis)], axis)
        return half
    waves = numpy.sin(x * 2 * numpy.pi * int(rng.integers(1, 9)) / width)
    return 127.5 + 127.5 * numpy.sign(waves * numpy.cos(y * 2 * numpy.pi * int(rng.integers(1, 9)) / height))


def reference(path):
    with Image.open(path) as image:
        return str(imagehash.phash(image.convert("RGB"), hash_size=16, highfreq_factor=4))


def ours(paths):
    """Hashes by path, without segments; files that have none are left out."""
    found = {}
    for start in range(0, len(paths), 200):
        command = [GASCLI, "media", "hash", *paths[start : start + 200]]
        for line in subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout.splitlines():
            found[line.split("  ", 1)[1]] = line.split("|")[0].split(" ")[0]
    return found


def compare(paths, kind_of):
    totals, differing = collections.Counter(), collections.Counter()
    for path, found in ours(paths).items():
        try:
            bits = bin(int(found, 16) ^ int(reference(path), 16)).count("1")
        except OSError as error:
            print(f"the reference cannot read {path}: {error}")
            continue
        totals[kind_of(path)] += 1
        if bits:
            differing[kind_of(path)] += 1
            print(f"{bits} bits differ: {path}")
    for kind, count in sorted(totals.items()):
        print(f"{kind}: {count} pictures, {differing[kind]} differ")
    return differing


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=500, help="made pictures of each kind")
    parser.add_argument("--vectors")
    parser.add_argument("files", nargs="*")
    arguments = parser.parse_args()
    if arguments.vectors:
        vectors = [[pathlib.Path(path).name, reference(path)] for path in arguments.files]
        pathlib.Path(arguments.vectors).write_text(json.dumps(vectors, indent=0) + "\n")
        return 0
    rng = numpy.random.default_rng(9)
    random.seed(9)
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for kind in ["noise", "slope", "flat", "smooth", "mirrored", "periodic"]:
            for number in range(arguments.count):
                paths.append(f"{folder}/{kind}-{number}.png")
                Image.fromarray(picture(kind, rng).astype(numpy.uint8)).save(paths[-1])
        made = compare(paths, lambda path: pathlib.Path(path).name.split("-")[0])
    if arguments.files:
        compare(arguments.files, lambda path: pathlib.Path(path).suffix)
    return 1 if made else 0


if __name__ == "__main__":
    sys.exit(main())
