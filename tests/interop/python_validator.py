"""A validator in Python (requests, FastAPI 0.110.3, uvicorn 0.27.1) against `gascli run generator`."""
import hashlib
import json
import queue
import threading
import time
import uuid as uuids

import httpx
import requests
import uvicorn
from fastapi import FastAPI, Request, Response

import epistula
from world import Keypair, World, free_port

world = World()
miner = world.wallet("miner")
validator, poor, stranger = (Keypair.create_from_seed("0x" + byte * 32) for byte in ("11", "22", "33"))
world.register(miner)
world.register(validator, "--stake", "20000", "--permit")
world.register(poor, "--stake", "19999.5")

deliveries, answers = queue.Queue(), []
app = FastAPI()


@app.post("/generative_callback")
async def callback(request: Request):
    body = await request.body()
    deliveries.put((dict(request.headers), [(k.decode("latin-1"), v.decode("latin-1")) for k, v in request.headers.raw],
                    body))
    status, text = answers.pop(0) if answers else (200, "Binary content received")
    return Response(text, status)


callback_port = free_port()
server = uvicorn.Server(uvicorn.Config(app, port=callback_port, log_level="warning", http="httptools"))
threading.Thread(target=server.run, daemon=True).start()
webhook = f"http://127.0.0.1:{callback_port}/generative_callback"

port = free_port()
world.run("generator", "miner", BT_AXON_PORT=str(port), IMAGE_SERVICE="demo", MINER_REQUESTS_PER_MINUTE="0",
          MINER_WEBHOOK_RETRY_DELAY="0.2")
state = world.state("miner")
base, own = f"http://127.0.0.1:{port}", miner.ss58_address


def python_body(prompt="a red circle", resolution="1K"):
    return json.dumps({"prompt": prompt, "parameters": {"resolution": resolution}}).encode()


def send(path, body=b"", *, by=validator, method="POST", drop=(), replace=(), add=(), **how):
    headers = epistula.sign(by, body, how.pop("receiver", own), **how)
    headers.update(dict(replace))
    headers.update(dict(add))
    for name in drop:
        del headers[name]
    answer = requests.request(method, base + path, data=body, headers=headers, timeout=30)
    try:
        return answer.status_code, answer.json()
    except ValueError:
        return answer.status_code, answer.text


def detail(what, found, status, text):
    world.check(f"2.4 {what}", found, (status, {"detail": text}))


# spec/gas.md 2.4, in order of the rows
info = ("/miner_info",)
get = {"method": "GET"}
detail("1 version", send(*info, **get, replace={"Epistula-Version": "1"}), 400, "Unknown Epistula version")
detail("1 none", send(*info, **get, drop=["Epistula-Version"]), 400, "Unknown Epistula version")
for_self = "Bad Request, message is not intended for self"
detail("2 other", send(*info, **get, receiver=validator.ss58_address), 400, for_self)
detail("2 none", send(*info, **get, drop=["Epistula-Signed-For"]), 400, for_self)
detail("3 stranger", send(*info, **get, by=stranger), 401, "Signer not in metagraph")
detail("3 none", send(*info, **get, drop=["Epistula-Signed-By"]), 401, "Signer not in metagraph")
detail("4 stake", send(*info, **get, by=poor), 401, "Stake below minimum: 19999.5")
detail("6 signature", send(*info, **get, drop=["Epistula-Request-Signature"]), 400, "Invalid Signature")
for text in ("soon", "1.5", ""):
    detail(f"7 timestamp {text!r}", send(*info, **get, replace={"Epistula-Timestamp": text}), 400, "Invalid Timestamp")
detail("10 uuid", send(*info, **get, drop=["Epistula-Uuid"]), 400, "Invalid uuid")
now = lambda: round(time.time() * 1000)
code, body = send(*info, **get, at_ms=now() - 20000)
world.check("2.4 12 words", body["detail"].startswith("Request is too stale: 20.") and
            body["detail"].endswith("s old (limit: 15.0s)"), True)
code, body = send(*info, **get, at_ms=now() + 20000)
world.check("2.4 13 words", (code, body["detail"].startswith("Request timestamp is in the future: 1") or
                             body["detail"].startswith("Request timestamp is in the future: 20."),
                             body["detail"].endswith("s ahead (limit: 15.0s)")), (400, True, True))
detail("14 mismatch", send(*info, **get, replace={"Epistula-Uuid": str(uuids.uuid4())}), 400, "Signature Mismatch")
detail("14 body", send("/gen_image", b"{}", replace=epistula.sign(validator, b"{ }", own)), 400, "Signature Mismatch")
for text in ("zz", "0x", "0x12", "12" * 64):
    code, found = send(*info, **get, replace={"Epistula-Request-Signature": text})
    world.check(f"18.10 malformed signature {text[:6]!r} is 400", code, 400)
at = now()
plus = epistula.sign(validator, b"", own, at_ms=at)
plus["Epistula-Timestamp"] = f"+{at}"
world.check("2.4 +timestamp verifies", requests.get(base + "/miner_info", headers=plus, timeout=9).status_code, 200)
upper = epistula.sign(validator, b"", own)
upper["Epistula-Request-Signature"] = "0x" + upper["Epistula-Request-Signature"][2:].upper()
world.check("2.4 upper case hex verifies", requests.get(base + "/miner_info", headers=upper, timeout=9).status_code, 200)
at, one = now(), str(uuids.uuid4())
wrapped = epistula.sign(validator, b"", own, at_ms=at, uuid=one)
message = f"<Bytes>{hashlib.sha256(b'').hexdigest()}.{one}.{at}.{own}</Bytes>"
wrapped["Epistula-Request-Signature"] = "0x" + validator.sign(message.encode()).hex()
world.check("2.4 <Bytes> verifies", requests.get(base + "/miner_info", headers=wrapped, timeout=9).status_code, 200)
edge = send(*info, **get, at_ms=now() - 14500)
world.check("2.4 14.5 s old is fresh", edge[0], 200)

# spec/gas.md 3
world.check("3 unknown path", send("/nowhere", **get), (404, {"detail": "Not Found"}))
world.check("3 wrong method", send("/gen_image", **get), (405, {"detail": "Method Not Allowed"}))


def refused(what, found, status, error):
    code, body = found
    world.check(f"3.1 {what}", (code, isinstance(body, dict) and body.get("error", "").startswith(error),
                                isinstance(body, dict) and sorted(body)), (status, True, ["error", "timestamp"]))


hook = {"X-Webhook-URL": webhook, "Content-Type": "application/json"}
refused("1 no JSON", send("/gen_image", b"{", add=hook), 400, "Invalid JSON body: ")
refused("1 array", send("/gen_image", b"[1]", add=hook), 400, "Invalid JSON body: ")
refused("2 no prompt", send("/gen_image", b"{}", add=hook), 400, "Missing required field: prompt")
refused("2 empty prompt", send("/gen_image", b'{"prompt": ""}', add=hook), 400, "Missing required field: prompt")
refused("3 no webhook", send("/gen_image", python_body()), 400, "Missing required header: X-Webhook-URL")
refused("4 no service", send("/gen_video", python_body(resolution="720p"), add=hook), 503,
        "No service available for modality=video")
refused("5 null is 400 here", send("/gen_image", b"null", add=hook), 400, "Invalid JSON body: ")
refused("5 prompt no text is 400 here", send("/gen_image", b'{"prompt": 5}', add=hook), 400, "Invalid JSON body: ")
refused("NaN", send("/gen_image", b'{"prompt": "x", "parameters": {"a": NaN}}', add=hook), 400, "Invalid JSON body: ")


def receive(task_id, content_type, status):
    headers, raw, body = deliveries.get(timeout=60)
    world.check("4 Epistula verifies", epistula.verify(headers, body, validator.ss58_address, {own}), None)
    world.check("4 task-id", headers["task-id"], task_id)
    world.check("4 task-status", headers["task-status"], status)
    world.check("4 content-type", headers["content-type"], content_type)
    world.check("4 content-length", headers["content-length"], str(len(body)))
    world.check("4 not chunked", "transfer-encoding" in headers, False)
    world.check("4 each header once", len({name for name, _ in raw}), len(raw))
    return headers, body


def order(prompt="a red circle", **parameters):
    body = json.dumps({"prompt": prompt, "parameters": parameters}).encode()
    code, answer = send("/gen_image", body, add=hook)
    world.check("3.1 status", code, 201)
    return answer


prompt = "größe ✓ " + "a large red circle on a blue ground, " * 5
began = time.time()
accepted = order(prompt, resolution="1K")
world.check("3.1 keys", list(accepted), ["task_id", "status", "modality", "prompt", "webhook_url", "created_at"])
world.check("3.1 values", (accepted["status"], accepted["modality"], accepted["prompt"], accepted["webhook_url"],
                           abs(accepted["created_at"] - began) < 5, str(uuids.UUID(accepted["task_id"]))),
            ("submitted", "image", prompt[:100] + "...", webhook, True, accepted["task_id"]))
headers, medium = receive(accepted["task_id"], "image/png", "completed")
world.check("4 PNG", medium[:8], b"\x89PNG\r\n\x1a\n")
try:
    import io
    import c2pa
    manifest = json.loads(c2pa.Reader("image/png", io.BytesIO(medium)).json())
    failures = [status["code"] for status in manifest.get("validation_status", [])]
    world.check("7 c2pa-python reads the manifest; only the issuer is unknown to it", failures,
                ["signingCredential.untrusted"])
except ImportError:
    print("c2pa-python is not installed: manifests are not read")

code, found = send(f"/status/{accepted['task_id']}", **get)
fields = ["task_id", "modality", "status", "prompt", "parameters", "webhook_url", "signed_by", "created_at", "checkpoint",
          "input_data", "result_data", "result_url", "error_message", "started_at", "completed_at", "processing_time"]
world.check("3.2 fields", (code, sorted(found)), (200, sorted(fields)))
world.check("3.2 values", (found["prompt"], found["signed_by"], found["status"], found["error_message"]),
            (prompt, validator.ss58_address, "completed", None))
refused("3.2 unknown", send(f"/status/{uuids.uuid4()}", **get), 404, "Task not found")
refused("3.2 no uuid", send("/status/..%2f..%2fetc", **get), 404, "Task not found")

code, found = send(*info, **get)
world.check("3.3 keys", (code, list(found)), (200, ["uid", "hotkey", "miner_type", "services", "task_stats", "config",
                                                    "version", "uptime"]))
world.check("3.3 values", (found["uid"], found["hotkey"], found["miner_type"], found["version"]),
            (0, own, "GENERATOR", "1.0.0"))
world.check("3.3 config", found["config"], {"max_concurrent_tasks": 5, "task_timeout": 300.0, "max_task_age_hours": 24,
                                            "cleanup_interval": 3600})
code, found = send("/health", **get)
world.check("3.4", (code, found["status"], found["services_available"], sorted(found)),
            (200, "healthy", 1, ["services_available", "services_total", "status", "timestamp"]))

# retries: 500 is tried again with the same bytes and a fresh signature, 400 is not, 429 with Retry-After is
answers[:] = [(500, "oops"), (503, "busy")]
task = order("three attempts")["task_id"]
tries = [receive(task, "image/png", "completed") for _ in range(3)]
world.check("4 same bytes", len({body for _, body in tries}), 1)
world.check("4 fresh signature", len({headers["epistula-uuid"] for headers, _ in tries}), 3)
answers[:] = [(400, "C2PA verification failed: no valid C2PA manifest")]
task = order("refused")["task_id"]
receive(task, "image/png", "completed")
world.until("18.23 a refusal is counted", lambda: world.state("miner")["tasks"]["rejected"] == 1)
answers[:] = [(200, "Task not found in current session")]
receive(order("forgotten")["task_id"], "image/png", "completed")
world.until("a forgotten task is counted", lambda: world.state("miner")["tasks"]["forgotten"] == 1)

# httpx sends its bodies and headers in its own ways; chunked bodies are taken too
body = python_body("by httpx")
head = epistula.sign(validator, body, own) | hook
answer = httpx.post(base + "/gen_image", content=body, headers=head)
world.check("httpx", answer.status_code, 201)
receive(answer.json()["task_id"], "image/png", "completed")
body = python_body("in chunks")
head = epistula.sign(validator, body, own) | hook
answer = httpx.post(base + "/gen_image", content=iter([body[:5], body[5:]]), headers=head)
world.check("httpx, chunked", answer.status_code, 201)
receive(answer.json()["task_id"], "image/png", "completed")

# a replay within its 15 s
body = python_body("twice")
head = epistula.sign(validator, body, own) | hook
first = requests.post(base + "/gen_image", data=body, headers=head, timeout=9)
again = requests.post(base + "/gen_image", data=body, headers=head, timeout=9)
world.check("18.9 a replay is refused", (first.status_code, again.status_code), (201, 400))
receive(first.json()["task_id"], "image/png", "completed")
world.until("all delivered", lambda: (lambda t: t["pending"] + t["processing"] + t["delivering"] == 0)(
    world.state("miner")["tasks"]))
world.check("no further delivery", deliveries.empty(), True)
seed = (world.home / "wallets/miner/hotkeys/default").read_text()
world.check("no secret in the log", json.loads(seed)["secretSeed"] in world.log("miner"), False)
server.should_exit = True
world.end()
