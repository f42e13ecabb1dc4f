"""Miners in Python (FastAPI 0.110.3, uvicorn 0.27.1, c2pa-python) against `gascli run validator`, one for each way to
answer a challenge. Their pictures are signed with the demo authority's leaf, which validators of local chains trust."""
import asyncio
import datetime
import io
import json
import random
import struct
import threading
import time
import uuid
import zlib

import c2pa
import httpx
import requests
import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

import epistula
from world import Keypair, World, free_port

world = World(block_time="500ms")
hotkey = world.wallet("validator")
world.register(hotkey, "--stake", "20000", "--permit")
own = hotkey.ss58_address
authority = world.home / "g/state/demo-authority"
stranger = Keypair.create_from_seed("0x" + "fe" * 32)

SETTINGS = {"CHALLENGE_INTERVAL": "1000000", "EPOCH_LENGTH": "30", "TASK_EXPIRY": "6", "MAX_MEDIA_BYTES": str(4 << 20),
            "CALLBACK_PORT": "0", "MINER_TOTAL_TIMEOUT": "5"}


def png(shade):
    """A picture of 64 by 64; each shade looks different, or the validator would take all for one."""
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    noise = random.Random(shade)
    rows = b"".join(b"\0" + noise.randbytes(64 * 3) for _ in range(64))
    head = struct.pack(">IIBBBBB", 64, 64, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def signed(shade, age=0):
    when = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(seconds=age)
    manifest = {
        "claim_generator_info": [{"name": "gascli demo", "version": "1"}],
        "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": [{
            "action": "c2pa.created", "when": when.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "digitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"}]}}],
    }
    info = c2pa.C2paSignerInfo(alg=b"es256", sign_cert=(authority / "leaf.pem").read_bytes(),
                               private_key=(authority / "leaf.key.pem").read_bytes(), ta_url=None)
    out = io.BytesIO()
    with c2pa.Signer.from_info(info) as signer, c2pa.Builder(manifest) as builder:
        builder.sign(signer, "image/png", io.BytesIO(png(shade)), out)
    return out.getvalue()


def post(url, keypair, body, headers, chunked=False, **how):
    head = epistula.sign(keypair, body, own, **how) | headers
    parts = iter([body[i:i + 50_000] for i in range(0, len(body), 50_000)]) if chunked else body
    answer = httpx.post(url, content=parts, headers=head, timeout=40)
    world.check("8.5 answers carry no content type", answer.headers.get("content-type") in (None, "application/json"), True)
    return answer.status_code, answer.text


def media(task, **headers):
    return {"Content-Type": "image/png", "task-id": task, "task-status": "completed"} | headers


class Miner:
    def __init__(self, mood, number):
        self.mood, self.number = mood, number
        self.keypair = Keypair.create_from_seed("0x" + f"{number + 100:02x}" * 32)
        self.results, self.port, self.done = [], free_port(), threading.Event()
        world.register(self.keypair, "--axon", f"127.0.0.1:{self.port}")
        app = FastAPI()

        @app.get("/miner_info")
        async def info(request: Request):
            fault = epistula.verify(dict(request.headers), await request.body(), self.keypair.ss58_address, {own})
            world.check("8.1 /miner_info is signed", fault, None)
            return {"miner_type": "generator" if number % 2 else "GENERATOR"}

        @app.post("/gen_image")
        async def generate(request: Request):
            body = await request.body()
            raw = [name.lower() for name, _ in request.headers.raw]
            world.check("8.2 each header once", len(set(raw)), len(raw))
            fault = epistula.verify(dict(request.headers), body, self.keypair.ss58_address, {own})
            world.check("8.2 Epistula verifies", fault, None)
            world.check("8.2 content-type", request.headers["content-type"], "application/json")
            asked = json.loads(body)
            world.check("8.2 the body is Python's", json.dumps(asked).encode(), body)
            world.check("8.2 fields", (list(asked), list(asked["parameters"])), (["prompt", "parameters"], ["resolution"]))
            world.check("8.3 tier", asked["parameters"]["resolution"] in ("1K", "2K", "4K"), True)
            url = request.headers["x-webhook-url"]
            return await asyncio.to_thread(self.answer, url)

        self.server = uvicorn.Server(uvicorn.Config(app, port=self.port, log_level="warning", http="httptools"))
        threading.Thread(target=self.server.run, daemon=True).start()

    def answer(self, url):
        task = str(uuid.uuid4())
        later = threading.Thread(target=self.deliver, args=(url, task), daemon=True)
        if self.mood == "early":  # the delivery overtakes the answer
            later.start()
            time.sleep(1)
            return JSONResponse({"task_id": task}, 201)
        if self.mood in ANSWERS:
            self.done.set()
            return ANSWERS[self.mood]()
        later.start()
        return JSONResponse({"task_id": task, "status": "submitted"}, 202 if self.mood == "202" else 201)

    def deliver(self, url, task):
        if self.mood != "early":
            time.sleep(0.5)
        try:
            self.results = DELIVERIES[self.mood](self, url, task)
        except Exception as error:
            self.results = [repr(error)]
        self.done.set()


def rows(self, url, task):
    """The rows of 8.5 that leave a challenge open, then its end."""
    picture, fail = signed(self.number), {"task-status": "FAILED"}
    me = self.keypair
    return [
        post(url, me, b"x", fail | {"Content-Type": "application/json"}),
        post(url, me, b"x", fail | {"Content-Type": "text/plain", "task-id": task}),
        post(url, me, b"", fail | {"Content-Type": "application/json", "task-id": task}),
        post(url, me, b"x", fail | {"Content-Type": "application/json", "task-id": str(uuid.uuid4())}),
        post(url, me, picture, media(task) | {"Content-Type": "text/html"}),
        post(url, me, picture, {"Content-Type": "image/png"}),
        post(url, me, b"", media(task)),
        post(url, me, picture, media(str(uuid.uuid4()))),
        post(url, me, picture, media("../../etc/passwd")),
        post(url, stranger, picture, media(task)),
        post(url, me, picture, media(task) | {"Epistula-Uuid": "other"}),
        post(url, me, picture, media(task), at_ms=round(time.time() * 1000) - 30_000)[0],
        post(url, miners["honest"].keypair, picture, media(task)),
        post(url, me, picture, media(task)),
        post(url, me, picture, media(task)),
    ]


UNKNOWN = (200, "Task not found in current session")
STORED = (200, "Binary content received")
NO_TASK = (400, "Missing task-id header")
EMPTY = (400, "Empty binary payload")
detail = lambda text: json.dumps({"detail": text}, separators=(",", ":"))
# mood: what it does, what it is answered, class of the rejection in the validator's table (None: verified)
MOODS = {
    "honest": (lambda self, url, task: [post(url, self.keypair, signed(self.number), media(task))], [STORED], None),
    "202": (lambda self, url, task: [post(url, self.keypair, signed(self.number), media(task))], [STORED], None),
    "early": (lambda self, url, task: [post(url, self.keypair, signed(self.number), media(task))], [STORED], None),
    "chunked": (lambda self, url, task: [post(url, self.keypair, signed(self.number), media(task), chunked=True)],
                [STORED], None),
    "octets": (lambda self, url, task: [post(url, self.keypair, signed(self.number), media(task) |
                                             {"Content-Type": "application/octet-stream"})], [STORED], None),
    "rows": (rows, [NO_TASK, (400, "Failure callbacks require application/json or application/octet-stream"), EMPTY,
                    UNKNOWN, (400, "Only image, video, and application/octet-stream content types are supported"),
                    NO_TASK, EMPTY, UNKNOWN, UNKNOWN, (401, detail("Signer not in metagraph")),
                    (400, detail("Signature Mismatch")), 400, (401, detail("Signer is not the challenged hotkey")), STORED,
                    UNKNOWN], None),
    "huge": (lambda self, url, task: [huge(self, url, task, chunked) for chunked in (False, True)] +
             [post(url, self.keypair, signed(self.number), media(task))],
             [413, 413, STORED], None),
    "unsigned": (lambda self, url, task: [post(url, self.keypair, png(self.number), media(task))],
                 [(400, "C2PA verification failed: No C2PA manifest found: ManifestNotFound: no JUMBF data found")], "no-manifest"),
    "stale": (lambda self, url, task: [post(url, self.keypair, signed(self.number, age=3600), media(task))],
              [(400, "C2PA manifest signed before challenge was issued")], "stale"),
    "future": (lambda self, url, task: [post(url, self.keypair, signed(self.number, age=-3600), media(task))],
               [(400, "C2PA signing timestamp is in the future")], "future"),
    "torn": (lambda self, url, task: [post(url, self.keypair, signed(self.number)[:600], media(task))],
             [(400, "Corrupted or unreadable media")], "unreadable"),
    "copied": (lambda self, url, task: copied(self, url, task), [(400, "Global duplicate content detected")], "global-duplicate"),
    "failing": (lambda self, url, task: [post(url, self.keypair, json.dumps(
        {"task_id": task, "task_status": "failed", "error_message": "no luck \u2713", "modality": "image"}).encode(),
        {"Content-Type": "application/json", "task-id": task, "task-status": "failed", "error-message": "no luck"})],
        [(200, "Failure recorded")], "miner-failure"),
    "failing oddly": (lambda self, url, task: [post(url, self.keypair, b"\xff\xfe[", {
        "Content-Type": "application/octet-stream; x=1", "task-id": task, "task-status": "Failed",
        "error-message": "odd"})], [(200, "Failure recorded")], "miner-failure"),
    "late": (lambda self, url, task: (time.sleep(9), [post(url, self.keypair, signed(self.number), media(task))])[1],
             [UNKNOWN], "timeout"),
    "silent": (lambda self, url, task: [], [], "timeout"),
}
ANSWERS = {
    "refusing": lambda: JSONResponse({"error": "busy"}, 503),
    "wordless": lambda: Response("fine", 201),
    "traversing": lambda: JSONResponse({"task_id": "../../../tmp/x"}, 201),
    "slow": lambda: (time.sleep(8), JSONResponse({"task_id": str(uuid.uuid4())}, 201))[1],
    "flooding": lambda: Response(b"x" * (32 << 20), 201),
    "redirecting": lambda: Response(status_code=307, headers={"Location": "http://127.0.0.1:1/"}),
}
DELIVERIES = {mood: facts[0] for mood, facts in MOODS.items()}


def huge(self, url, task, chunked):
    body = bytes(8 << 20)
    head = epistula.sign(self.keypair, body, own) | media(task)
    parts = (body[i:i + 65536] for i in range(0, len(body), 65536)) if chunked else body
    return requests.post(url, data=parts, headers=head, timeout=30).status_code


def copied(self, url, task):
    miners["honest"].done.wait(20)
    return [post(url, self.keypair, stored, media(task))]


# the validator makes the demo's authority at its start; so does any miner with the demo provider
started = world.run("validator", "validator", **SETTINGS)
world.state("validator")
started.terminate()
started.wait(30)
miners = {mood: Miner(mood, number) for number, mood in enumerate([*MOODS, *ANSWERS])}
stored = signed(miners["honest"].number)
DELIVERIES["honest"] = lambda self, url, task: [post(url, self.keypair, stored, media(task))]
time.sleep(1)
began = time.time()
world.run("validator", "validator", **SETTINGS)
for mood, miner in miners.items():
    world.check(f"{mood}: challenged and done", miner.done.wait(60), True)
for mood, (_, expected, _) in MOODS.items():
    world.check(f"{mood}: answers", miners[mood].results, expected)


def counts():
    return world.state("validator")["challenges"]


world.until("weights", lambda: counts()["weights_set"] > 0, 60)
found = counts()
world.check("accepted, unanswered", (found["issued"], found["unanswered"]), (len(MOODS), len(ANSWERS)))
by_hotkey = {row["hotkey"]: row for row in found["miners"]}
for mood, (_, _, rejected) in MOODS.items():
    row = by_hotkey[miners[mood].keypair.ss58_address]
    world.check(f"{mood}: row", (row["challenged"], row["verified"], row["rejected"]),
                (1, int(rejected is None), {} if rejected is None else {rejected: 1}))
    world.check(f"{mood}: weight", row["weight"] > 0, rejected is None)
seats = {neuron["hotkey"]: neuron["uid"] for neuron in world.seats()["neurons"]}
honest = sorted(seats[miners[mood].keypair.ss58_address] for mood, facts in MOODS.items() if facts[2] is None)
paid = sorted(weight["uid"] for weight in world.seats()["weights"] if weight["weight"] > 0)
world.check("weights on the ledger", paid, honest)

# the table is the same after a restart
world.children[-1].terminate()
world.children[-1].wait(40)
world.run("validator", "validator", **SETTINGS)
after = {row["hotkey"]: row for row in counts()["miners"]}
challenged = {hotkey: row for hotkey, row in by_hotkey.items() if row["challenged"]}
world.check("rows after a restart", after, challenged)
seed = json.loads((world.home / "wallets/validator/hotkeys/default").read_text())["secretSeed"]
world.check("no secret in the log", seed in world.log("validator"), False)
for miner in miners.values():
    miner.server.should_exit = True
world.end()
