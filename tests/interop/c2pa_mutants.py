"""Verdicts on damaged files: `gascli verify-c2pa --json` against the SDK that live validators run, judged by the rules of
spec gas.md 7 written down here once more. Says each disagreement and counts them by kind.

Usage: GASCLI=target/debug/gascli c2pa_mutants.py DEV_FOLDER [COUNT [SEED]]   (needs c2pa-python 0.36.0)
"""
import collections
import json
import os
import pathlib
import random
import re
import signal
import subprocess
import sys
import tempfile

import c2pa

DEV = pathlib.Path(sys.argv[1])
COUNT = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
RANDOM = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
GASCLI = os.environ.get("GASCLI", "target/debug/gascli")
ANCHORS = DEV / "anchors" / "test"
LARGEST, PATIENCE_S, BATCH = 400_000, 20, 200

GENERATORS = ["openai", "google", "adobe", "microsoft", "meta", "runway", "stability ai", "black forest labs", "midjourney",
              "pika", "luma", "ideogram", "leonardo", "kuaishou", "kling", "minimax", "haiper", "lightricks",
              "shutterstock", "bytedance", "byteplus"]
AUTHORITIES = GENERATORS + ["digicert", "globalsign", "entrust", "sectigo", "let's encrypt", "amazon", "apple",
                            "cloudflare", "comodo", "geotrust", "thawte", "verisign", "godaddy", "identrust", "symantec",
                            "quovadis", "swisssign"]
CRITICAL = ["assertion.hashedURI.mismatch", "assertion.dataHash.mismatch", "assertion.bmffHash.mismatch",
            "claim.signature.mismatch", "signingCredential.invalid", "signingCredential.expired",
            "signingCredential.revoked", "signingCredential.untrusted", "manifest.inaccessible", "assertion.inaccessible"]
BINDINGS = {"assertion.dataHash.match", "assertion.bmffHash.match", "assertion.boxesHash.match",
            "assertion.collectionHash.match"}
FTYP = {b"heic": "heic", b"heix": "heic", b"hevc": "heic", b"mif1": "heic", b"msf1": "heic", b"avif": "avif",
        b"M4A ": "m4a", b"M4B ": "m4a", b"qt  ": "mov", b"3gp4": "3gp", b"3gp5": "3gp", b"3gp6": "3gp", b"3g2a": "3gp"}


def suffix(data):
    """Section 6."""
    if len(data) < 4:
        return "bin"
    if data[4:8] == b"ftyp" and len(data) >= 12:
        return FTYP.get(data[8:12], "mp4")
    if data[:4] == b"RIFF":
        return {b"WEBP": "webp", b"AVI ": "avi", b"WAVE": "wav"}.get(data[8:12], "bin")
    for magic, name in ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"), (b"GIF87a", "gif"), (b"GIF89a", "gif"),
                        (b"BM", "bmp"), (b"II*\0", "tiff"), (b"MM\0*", "tiff"), (b"\x1a\x45\xdf\xa3", "webm"),
                        (b"ID3", "mp3"), (b"\xff\xfb", "mp3"), (b"\xff\xfa", "mp3"), (b"\xff\xf3", "mp3"),
                        (b"\xff\xf2", "mp3"), (b"fLaC", "flac"), (b"OggS", "ogg")):
        if data.startswith(magic):
            return name
    return "bin"


def judge(text):
    """Section 7, as far as it decides."""
    store = json.loads(text)
    errors = [f"{one.get('code')}: {one.get('explanation')}" for one in store.get("validation_status") or []
              if any(word in one.get("code", "") for word in CRITICAL)
              or "mismatch" in one.get("code", "").lower() or "error" in one.get("code", "").lower()]
    if errors:
        return "signature-invalid", errors
    success = ((store.get("validation_results") or {}).get("activeManifest") or {}).get("success") or []
    if not BINDINGS & {one.get("code") for one in success}:
        return "no-hard-binding", []
    manifests = store.get("manifests") or {}
    active = manifests.get(store.get("active_manifest")) or next(iter(manifests.values()), {})
    info = active.get("signature_info") or {}
    issuer, serial = info.get("issuer"), info.get("cert_serial_number")
    generator = active.get("claim_generator") or (active.get("claim_generator_info") or [{}])[0].get("name")
    known = lambda text, names: any(name in (text or "").lower() for name in names)
    if not known(issuer, AUTHORITIES):
        if not issuer or not serial:
            return "self-signed", []
        return "untrusted-ca", []
    if not (known(issuer, GENERATORS) or known(generator, GENERATORS)):
        return "untrusted-generator", []
    return "ok", []


def reference(path):
    """What the SDK and the rules say, from a process of its own: the SDK may hang or die."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(PATIENCE_S)
        try:
            with c2pa.Reader(str(path)) as reader:
                answer = judge(reader.json())
        except Exception as error:
            answer = "unreadable", [str(error)]
        os.write(writing, json.dumps(answer).encode()[:60_000])
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    return json.loads(answer) if answer else ("died", [])


def ours(paths):
    run = subprocess.run([GASCLI, "verify-c2pa", "--json", "--trust-anchors", ANCHORS, *paths], capture_output=True)
    if run.returncode not in (0, 1):
        sys.exit(f"exit {run.returncode}: {run.stderr.decode()}")
    for entry in json.loads(run.stdout):
        report, kind = entry["result"], entry["class"] or "ok"
        if kind in ("no-manifest", "manifest-unreadable") or (report["error"] or "").startswith("No C2PA"):
            yield "unreadable", [report["error"].removeprefix("No C2PA manifest found: ")]
        else:
            yield kind, report["validation_errors"]


def mutant(sources):
    data = bytearray(RANDOM.choice(sources))
    kind = RANDOM.choice(["cut", "flip", "flip", "flips", "drop", "join", "zero", "manifest", "manifest", "manifest"])
    at = RANDOM.randrange(len(data))
    if kind == "cut":
        del data[at:]
    elif kind == "flip":
        data[at] ^= 1 << RANDOM.randrange(8)
    elif kind == "flips":
        for _ in range(RANDOM.randrange(2, 30)):
            data[RANDOM.randrange(len(data))] = RANDOM.randrange(256)
    elif kind == "drop":
        del data[at:at + RANDOM.randrange(1, 64)]
    elif kind == "join":
        data += RANDOM.choice(sources)[RANDOM.randrange(5000):][:20_000]
    elif kind == "zero":
        data[at:at + 16] = bytes(len(data[at:at + 16]))
    elif (start := data.find(b"jumb")) >= 0:
        for _ in range(RANDOM.randrange(1, 4)):
            at = min(start + RANDOM.randrange(20_000), len(data) - 1)
            data[at] ^= 1 << RANDOM.randrange(8)
    return kind, bytes(data)


def words(text):
    """A text without what differs from file to file."""
    return re.sub(r"[0-9a-f-]{16,}|\d+|'[^']*'|\"[^\"]*\"", "#", text)[:160]


def main():
    c2pa.load_settings({"trust": {"user_anchors": "\n".join(path.read_text() for path in ANCHORS.glob("*.pem"))}})
    hostile = {"fx_tiff_poc.tiff", "fx_riff_bomb.wav"}
    files = [path for path in sorted((DEV / "files").iterdir())
             if path.stat().st_size <= LARGEST and path.name not in hostile and path.suffix not in (".c2pa", ".pdf")]
    sources = [data for data in (path.read_bytes() for path in files) if data]
    found, seen, passed = collections.Counter(), {}, 0
    with tempfile.TemporaryDirectory() as folder:
        for first in range(0, COUNT, BATCH):
            batch = []
            for index in range(first, min(first + BATCH, COUNT)):
                kind, data = mutant(sources)
                path = pathlib.Path(folder) / f"{index}.{suffix(data)}"
                path.write_bytes(data)
                batch.append((path, kind))
            for (path, kind), (our, details) in zip(batch, ours([path for path, _ in batch]), strict=True):
                their, told = reference(path)
                passed += our == their == "ok"
                same = our == their and (our != "unreadable" or details[0].split(":")[0] == told[0].split(":")[0])
                if not same:
                    what = (our, their, words("; ".join(details)), words("; ".join(told)))
                    found[what] += 1
                    seen.setdefault(what, (kind, path.name))
                    if "ok" in (our, their) and (keep := os.environ.get("KEEP")):
                        (pathlib.Path(keep) / path.name).write_bytes(path.read_bytes())
                path.unlink()
    for (our, their, details, told), count in found.most_common():
        print(f"{count} x ours {our}, theirs {their}\n    ours:   {details}\n    theirs: {told}")
    print(f"{COUNT} mutants, {passed} pass both, {sum(found.values())} disagreements of {len(found)} kinds,"
          f" {sum(n for (o, t, *_), n in found.items() if 'ok' in (o, t))} over passing")


main()
