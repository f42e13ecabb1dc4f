#!/usr/bin/env python3
"""Pictures per second of CLIP ViT-B/32: gascli and PyTorch (transformers) with the same weights, and the ratio.

    python3 benches/clip_pytorch.py [--threads 2] [--rounds 3] [--folder FOLDER] [--cargo 'cargo bench --bench clip --']

Needs torch and transformers. The model, random weights of the real shape, is written to FOLDER unless it is there (by
default to a temporary one). The two are measured in turn, each in a process of its own, and of each figure the best round
counts: whatever else the machine does only slows both down. The exit status is 1 if their embeddings differ.
"""

import argparse
import json
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile
import time


def picture(number):
    import torch

    x, y, channel = torch.meshgrid(torch.arange(224), torch.arange(224), torch.arange(3), indexing="xy")
    values = ((x * 7 + y * 13 + channel * 89 + number * 31) % 256).float() / 255  # (y, x, channel)
    mean = torch.tensor([0.48145466, 0.4578275, 0.40821073])
    deviation = torch.tensor([0.26862954, 0.26130258, 0.27577711])
    return ((values - mean) / deviation).permute(2, 0, 1)


def pytorch(folder, threads):
    """What `--json` of the benchmark says, of PyTorch."""
    import torch
    from safetensors.torch import load_file
    from transformers import CLIPConfig, CLIPModel

    torch.set_num_threads(threads)
    model = CLIPModel(CLIPConfig(**json.loads((folder / "config.json").read_text()))).eval()
    missing, odd = model.load_state_dict(load_file(folder / "model.safetensors"), strict=False)
    assert set(missing) <= {"logit_scale"} and not odd, (missing, odd)
    pixels = torch.stack([picture(number) for number in range(32)])
    figures = []
    with torch.inference_mode():
        for batch in (1, 8, 32):
            best, run, started = float("inf"), 0, time.perf_counter()
            while run < 3 or time.perf_counter() - started < 1.5:
                one = time.perf_counter()
                model.get_image_features(pixels[:batch])
                best, run = min(best, time.perf_counter() - one), run + 1
            figures.append([batch, batch / best])
        features = model.get_image_features(pixels[1:2])
        features = getattr(features, "pooler_output", features)[0]  # transformers before 5 gives the features alone
    print(json.dumps({"pictures_per_second": figures, "embedding": (features / features.norm()).tolist()}))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=pathlib.Path)
    parser.add_argument("--cargo", default="cargo bench -q --bench clip --", help="how the benchmark is run")
    parser.add_argument("--pytorch", action="store_true", help="measure PyTorch once and print JSON")
    arguments = parser.parse_args()
    if arguments.pytorch:
        return pytorch(arguments.folder, arguments.threads)
    with tempfile.TemporaryDirectory() as temporary:
        folder = (arguments.folder or pathlib.Path(temporary)).resolve()
        return compare(folder, arguments)


def compare(folder, arguments):
    own = shlex.split(arguments.cargo)
    if not (folder / "model.safetensors").exists():
        subprocess.run([*own, "--write", folder], check=True)
    other = [sys.executable, __file__, "--pytorch", "--folder", folder, "--threads", str(arguments.threads)]
    environment = os.environ | {"RAYON_NUM_THREADS": str(arguments.threads)}
    best, embeddings = {}, {}
    for _ in range(arguments.rounds):
        for name, command in (("gascli", [*own, "--folder", folder, "--json"]), ("PyTorch", other)):
            answer = subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout
            answer = json.loads(answer.strip().splitlines()[-1])
            embeddings[name] = answer["embedding"]
            for batch, speed in answer["pictures_per_second"]:
                best[name, batch] = max(best.get((name, batch), 0), speed)
    print(f"pictures/s, ViT-B/32, {arguments.threads} threads, best of {arguments.rounds} rounds")
    print("batch  gascli  PyTorch  ratio")
    for batch in (1, 8, 32):
        one, two = best["gascli", batch], best["PyTorch", batch]
        print(f"{batch:5}  {one:6.1f}  {two:7.1f}  {one / two:5.2f}")
    distance = max(abs(one - two) for one, two in zip(embeddings["gascli"], embeddings["PyTorch"]))
    print(f"largest difference of their embeddings: {distance:.1e}")
    return 0 if distance < 1e-4 else 1


if __name__ == "__main__":
    sys.exit(main())
