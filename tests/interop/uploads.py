"""Reads what `gascli validator uploads --now` wrote into a folder with pyarrow and Python's tarfile.

A store with media is made by hand, as a Python validator's tools would see it, then uploaded by the binary.
"""

import hashlib
import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import uuid

import pyarrow as pa
import pyarrow.parquet as pq

GASCLI = str(pathlib.Path(os.environ.get("GASCLI", "target/debug/gascli")).resolve())
STRING, INT, BOOL = pa.string(), pa.int64(), pa.bool_()
COLUMNS = [
    ("media_id", STRING), ("media_hash", STRING), ("archive_filename", STRING), ("file_path_in_archive", STRING),
    ("validator_hotkey", STRING), ("validator_uid", INT), ("generator_hotkey", STRING), ("generator_uid", INT),
    ("generator_type", STRING), ("model_name", STRING), ("c2pa_issuer", STRING), ("prompt_id", STRING),
    ("prompt_content", STRING), ("modality", STRING), ("media_type", STRING), ("source_type", STRING), ("format", STRING),
    ("resolution", STRING), ("file_size", INT), ("verified", BOOL), ("timestamp", INT), ("upload_timestamp", INT),
    ("week_partition", STRING),
]


def main() -> int:
    home = pathlib.Path(tempfile.mkdtemp(prefix="gascli-uploads-"))
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(home), "GASCLI_HOME": str(home / "g"),
        "CHAIN_ENDPOINT": f"local:{home}/chain.sqlite", "BT_CHAIN_ENDPOINT": f"local:{home}/chain.sqlite", "WALLET_PATH": str(home / "wallets"), "WALLET_NAME": "v",
        "WALLET_HOTKEY": "v", "SN34_CACHE_DIR": str(home / "store"), "UPLOAD_IMAGE_THRESHOLD": "1",
        "IMAGES_PER_ARCHIVE": "2", "UPLOAD_URL": f"file://{home}/uploads",
    }

    def gascli(*arguments: str) -> str:
        ended = subprocess.run([GASCLI, *arguments], env=environment, cwd=home, capture_output=True, text=True)
        assert ended.returncode == 0, (arguments, ended.stdout, ended.stderr)
        return ended.stdout

    keys = home / "wallets/v/hotkeys"
    keys.mkdir(parents=True, mode=0o700)
    (keys / "v").write_text(json.dumps({"secretSeed": "0x" + "07" * 32}))
    (keys / "v").chmod(0o600)
    gascli("localnet", "create")
    gascli("validator", "uploads", "--now")  # makes the store
    media = {}
    with sqlite3.connect(home / "store/prompts.db") as store:
        store.execute("INSERT INTO prompts (id, content, created_at, origin) VALUES ('p', 'a söng ☂', 1, 'composed')")
        for number in range(5):
            key, content = str(uuid.uuid4()), os.urandom(3000 + number)
            below = f"images/synthetic/{key}.png"
            (home / "store" / below).write_bytes(content)
            media[key] = content
            store.execute(
                "INSERT INTO media (id, prompt_id, file_path, modality, media_type, source_type, uid, hotkey, verified,"
                " created_at, file_size, format, sha256) VALUES (?, ?, ?, 'image', 'synthetic', 'miner', 3, '5x', 1, ?, ?,"
                " 'PNG', ?)",
                (key, "p" if number else None, below, 1.79e9 + number, len(content), hashlib.sha256(content).digest()),
            )
    done = json.loads(gascli("validator", "uploads", "--now", "--json"))
    assert done["cycle"]["media"] == 5, done
    shards = list(home.glob("uploads/images/data_*/*.parquet"))
    assert len(shards) == 1, shards
    table = pq.read_table(shards[0])
    assert [(field.name, field.type) for field in table.schema] == COLUMNS, table.schema
    found = {}
    for archive in home.glob("uploads/images/archives/*/*.tar.gz"):
        with tarfile.open(archive) as tar:
            for member in tar:
                found[archive.name, member.name] = tar.extractfile(member).read()
    rows = table.to_pylist()
    assert len(rows) == len(found) == 5
    for row in rows:
        content = found[row["archive_filename"], row["file_path_in_archive"]]
        assert content == media[row["media_id"]]
        assert row["media_hash"] == hashlib.sha256(content).hexdigest()[:16]
    assert [row["prompt_content"] for row in rows] == [None] + ["a söng ☂"] * 4
    print(f"5 media in {len(list(home.glob('uploads/images/archives/*/*')))} archives, {len(COLUMNS)} columns: no fault")
    return 0


if __name__ == "__main__":
    sys.exit(main())
