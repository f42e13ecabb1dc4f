#!/usr/bin/env python3
"""Writes small CLIP models with random weights, and what PyTorch computes with them, to tests/fixtures/clip/.

    python3 tests/clip/make_models.py     # needs torch, transformers, safetensors, numpy; takes seconds

Each model is a folder as the Hugging Face hub lays it out, with a byte-level tokenizer, and an `expected.json`:
token ids, features of texts and pictures by transformers' `CLIPModel`. The pictures follow from a formula (`pixels`)
that src/clip/parity.rs knows too.
"""

import json
import pathlib

import numpy as np
import torch
from safetensors.torch import save_file
from transformers import CLIPConfig, CLIPModel

FOLDER = pathlib.Path(__file__).parent.parent / "fixtures" / "clip"
PICTURES = 3
START, END = 512, 513

MODELS = {
    # As OpenAI's files say it: quick_gelu, token 2 named as the end, so that the highest id is meant.
    "quick": dict(
        dtype=torch.float32,
        config=dict(
            projection_dim=24,
            text_config=dict(
                vocab_size=514, hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=4,
                max_position_embeddings=77, hidden_act="quick_gelu", eos_token_id=2, bos_token_id=0, pad_token_id=1,
            ),
            vision_config=dict(
                hidden_size=48, intermediate_size=96, num_hidden_layers=2, num_attention_heads=3,
                image_size=32, patch_size=8, hidden_act="quick_gelu",
            ),
        ),
        # The highest id is not the last; token 2 is there; the highest is there twice.
        ids=[[START, 5, 2, 9, END, 0, 0, 0, 0, 0], [START, 2, 511, 40, 41, 42, 43, 44, 45, END],
             [START, 7, END, 9, 2, END, 3, 3, 3, 3]],
    ),
    # As OpenCLIP's converted files: gelu, a true end token with others above it, a width that no vector unit divides,
    # a side that patches do not fill.
    "exact": dict(
        dtype=torch.float16,
        config=dict(
            projection_dim=20,
            text_config=dict(
                vocab_size=540, hidden_size=30, intermediate_size=70, num_hidden_layers=2, num_attention_heads=5,
                max_position_embeddings=20, hidden_act="gelu", eos_token_id=END, bos_token_id=START, pad_token_id=0,
                layer_norm_eps=1e-4,
            ),
            vision_config=dict(
                hidden_size=36, intermediate_size=50, num_hidden_layers=3, num_attention_heads=4,
                image_size=30, patch_size=7, hidden_act="gelu", layer_norm_eps=1e-3,
            ),
        ),
        ids=[[START, 5, 2, 530, END, 0, 0, 0], [START, 539, 8, END, END, END, END, END], [START, END, 539, 2, 1, 7, 7, 7]],
    ),
    # bfloat16, one layer, one head.
    "brief": dict(
        dtype=torch.bfloat16,
        config=dict(
            projection_dim=8,
            text_config=dict(
                vocab_size=514, hidden_size=8, intermediate_size=16, num_hidden_layers=1, num_attention_heads=1,
                max_position_embeddings=12, hidden_act="quick_gelu", eos_token_id=END, bos_token_id=START,
                pad_token_id=END,
            ),
            vision_config=dict(
                hidden_size=8, intermediate_size=16, num_hidden_layers=1, num_attention_heads=1,
                image_size=16, patch_size=16, hidden_act="quick_gelu",
            ),
        ),
        ids=[[START, 5, 2, 9, END, END], [START, 2, 511, 40, 41, END], [START, END, 1, 1, 1, 1]],
    ),
}


def pixels(side):
    """Numbers from -2 to 2 without a pattern that a patch could share with its neighbour."""
    index = np.arange(PICTURES * 3 * side * side, dtype=np.int64)
    values = (index * 7919 + index * index % 613) % 1009 / 1009.0 * 4.0 - 2.0
    return torch.from_numpy(values.astype(np.float32)).reshape(PICTURES, 3, side, side)


def randomise(model, generator):
    """Weights large enough that every part of the computation shows in the features."""
    for name, tensor in model.named_parameters():
        noise = torch.randn(tensor.shape, generator=generator)
        if "norm" in name or "layrnorm" in name:
            tensor.data = 0.3 * noise + (1.0 if name.endswith("weight") else 0.0)
        elif name.endswith("bias"):
            tensor.data = 0.3 * noise
        elif "embedding" in name and "patch" not in name:
            tensor.data = 0.7 * noise
        elif name != "logit_scale":
            tensor.data = 1.2 * noise / tensor[0].numel() ** 0.5


def tokenizer():
    """Every byte as a token, within a word and at its end; no merges."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in plain]
    letters = [chr(byte) for byte in plain] + [chr(256 + at) for at in range(len(others))]
    words = letters + [letter + "</w>" for letter in letters] + ["<|startoftext|>", "<|endoftext|>"]
    vocabulary = {word: at for at, word in enumerate(words)}
    added = [{"id": vocabulary[word], "content": word, "special": True} for word in words[-2:]]
    model = {"type": "BPE", "end_of_word_suffix": "</w>", "unk_token": "<|endoftext|>", "vocab": vocabulary, "merges": []}
    return {"version": "1.0", "added_tokens": added, "model": model}


def main():
    for seed, (name, spec) in enumerate(MODELS.items()):
        folder = FOLDER / name
        folder.mkdir(parents=True, exist_ok=True)
        config = CLIPConfig(**spec["config"])
        model = CLIPModel(config).eval()
        randomise(model, torch.Generator().manual_seed(seed))
        model = model.to(spec["dtype"])
        weights = {key: value.contiguous() for key, value in model.state_dict().items()}
        save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
        # What is computed is what the rounded weights say, in 32-bit numbers.
        model = model.float()
        ids = torch.tensor(spec["ids"])
        with torch.inference_mode():
            image = model.get_image_features(pixels(config.vision_config.image_size)).pooler_output
            text = model.get_text_features(ids).pooler_output
        (folder / "config.json").write_text(json.dumps({"model_type": "clip", **spec["config"]}, indent=1) + "\n")
        (folder / "tokenizer.json").write_text(json.dumps(tokenizer(), ensure_ascii=False, separators=(",", ":")) + "\n")
        expected = {"ids": spec["ids"], "image_features": image.tolist(), "text_features": text.tolist()}
        (folder / "expected.json").write_text(json.dumps(expected) + "\n")
        print(name, sum(value.numel() for value in weights.values()), image.abs().max().item(), text.abs().max().item())


if __name__ == "__main__":
    main()
