"""What may befall a miner: kill -9 at each step, a stop during delivery, full and read-only disks, a ledger that is
deleted or replaced, validators that answer late, wrongly or never. Needs root for the disks (skipped otherwise)."""
import json
import os
import queue
import signal
import socket
import sqlite3
import subprocess
import threading
import time

import requests
import uvicorn
from fastapi import FastAPI, Request, Response

import epistula
from world import GASCLI, Keypair, World, free_port

world = World()
miner = world.wallet("miner")
alice = Keypair.create_from_seed("0x" + "11" * 32)
world.register(miner)
world.register(alice, "--stake", "20000", "--permit")
deliveries, script = queue.Queue(), {}
app = FastAPI()


@app.post("/{behaviour}")
async def callback(behaviour: str, request: Request):
    body = await request.body()
    deliveries.put((behaviour, request.headers["task-id"], request.headers["task-status"], body))
    left = script.get(behaviour)
    if left and left[0]:
        left[0] -= 1
        return Response("not yet", left[1], {"Location": "/elsewhere"} if left[1] == 307 else None)
    return Response("Binary content received")


hooks = free_port()
threading.Thread(target=uvicorn.Server(uvicorn.Config(app, port=hooks, log_level="warning")).run, daemon=True).start()
silent = socket.create_server(("127.0.0.1", 0), backlog=64)
port = free_port()
file = world.home / "miner.env"
SETTINGS = {"BT_CHAIN_ENDPOINT": f"local:{world.ledger}", "BT_WALLET_PATH": str(world.home / "wallets"),
            "BT_WALLET_NAME": "miner", "BT_WALLET_HOTKEY": "default", "BT_AXON_PORT": str(port), "IMAGE_SERVICE": "demo",
            "MINER_REQUESTS_PER_MINUTE": "0", "MINER_WEBHOOK_RETRY_DELAY": "0.2", "MINER_WEBHOOK_TIMEOUT": "2",
            "DEMO_MAX_RESOLUTION": "1K", "MINER_MAX_QUEUED_TASKS": "1000", "MINER_ALLOW_PRIVATE_WEBHOOKS": "true",
            "MINER_METRICS_ADDRESS": "none"}
file.write_text("".join(f"{key}={value}\n" for key, value in SETTINGS.items()))


def order(behaviour, prompt="a red circle", to=None, url=None):
    body = json.dumps({"prompt": prompt, "parameters": {"resolution": "1K"}}).encode()
    head = epistula.sign(alice, body, miner.ss58_address)
    head["X-Webhook-URL"] = url or f"http://127.0.0.1:{hooks}/{behaviour}"
    return requests.post(f"http://127.0.0.1:{to or port}/gen_image", data=body, headers=head, timeout=20)


def left():
    """Media and tasks in the miner's state folder."""
    folder = world.home / "g/state/miner"
    media = [path.name for path in folder.rglob("*.media")]
    (store,) = folder.rglob("miner.sqlite")
    with sqlite3.connect(store, timeout=10) as tasks:
        return media, tasks.execute("SELECT count(*) FROM tasks").fetchone()[0]


def pid():
    services = json.loads(world.gascli("ps", "--json", "--exit-zero"))["services"]
    return next((service["pid"] for service in services if service["name"] == "bitmind-generative-miner"), None)


def tasks(name="bitmind-generative-miner"):
    return world.state(name)["tasks"]


def ready():
    world.until("the miner is back", lambda: requests_ok())


def requests_ok():
    try:
        head = epistula.sign(alice, b"", miner.ss58_address)
        return requests.get(f"http://127.0.0.1:{port}/health", headers=head, timeout=2).status_code == 200
    except requests.RequestException:
        return False


PARTS = os.environ.get("PARTS", "kills addresses disks").split()

if "kills" in PARTS:
    # kill -9 at each step, under the supervisor: whatever was accepted is delivered
    world.gascli("generator", "start", "--env-file", str(file))
    ready()
    accepted = set()
    for round, step in enumerate(["accepted", "processing", "delivering", "delivering", "at random", "at random"]):
        for number in range(12):
            try:
                answer = order("kills", f"a red circle {round} {number}")
                if answer.status_code == 201:
                    accepted.add(answer.json()["task_id"])
            except requests.RequestException:
                pass  # never told that it was taken
            if step == "accepted" and number == 3:
                break
        if step == "processing":
            world.until("in work", lambda: tasks()["processing"] > 0)
        if step == "delivering":
            while deliveries.empty():
                time.sleep(0.002)
        if step == "at random":
            time.sleep(0.15 * (round - 3))
        os.kill(pid(), signal.SIGKILL)
        time.sleep(0.3)
        ready()
    world.until("nothing is left", lambda: (lambda t: t["pending"] + t["processing"] + t["delivering"] == 0)(tasks()), 120)
    states = {}
    while not deliveries.empty():
        _, task, status, body = deliveries.get()
        states.setdefault(task, set()).add((status, len(body) > 100 or status == "failed"))
    world.check("kill -9: every accepted task is delivered", accepted - set(states), set())
    world.check("kill -9: never both a medium and a failure", [task for task, found in states.items() if len(found) > 1], [])
    print(f"kill -9: {len(accepted)} accepted, {len(states)} delivered, six kills")
    world.check("nothing is left on disk", left(), ([], 0))

    # validators in trouble
    script["error"], script["redirect"] = [4, 500], [2, 307]
    order("error"), order("redirect")
    order("never", url=f"http://127.0.0.1:{silent.getsockname()[1]}/x")
    order("after")
    seen = {}
    end = time.time() + 30
    while time.time() < end and not ({"error", "redirect", "after"} <= set(seen) and seen["redirect"] > 1 and seen["error"] > 2):
        try:
            behaviour = deliveries.get(timeout=1)[0]
            seen[behaviour] = seen.get(behaviour, 0) + 1
        except queue.Empty:
            pass
    world.check("a redirect is not followed", "elsewhere" in seen, False)
    world.check("500 and 307 are tried again, and one that never answers holds nobody up",
                (seen.get("error", 0) > 2, seen.get("redirect", 0) > 1, seen.get("after")), (True, True, 1))

    # a stop during delivery: the result is kept, and delivered by the next process
    start = time.time()
    world.gascli("generator", "stop")
    print(f"stop with deliveries under way: {time.time() - start:.1f} s")
    left = len(list((world.home / "g/state/miner").rglob("*.media")))
    world.check("undelivered results are kept", left >= 1, True)
    world.gascli("generator", "start", "--env-file", str(file))
    ready()
    world.check("and restored", tasks()["delivering"] >= 1, True)

    # a ledger that goes away, and another in its place
    moved = world.ledger.with_suffix(".moved")
    world.ledger.rename(moved)
    time.sleep(14)
    world.check("without a ledger: the last seats are in use", order("none").status_code, 201)
    world.check("without a ledger: it says so", "does not answer" in world.gascli("logs", "bitmind-generative-miner", "-n", "50"), True)
    moved.rename(world.ledger)
    time.sleep(14)
    world.check("with the ledger again", "the chain answers again" in world.gascli("logs", "bitmind-generative-miner", "-n", "50"), True)
    world.gascli("delete", "--yes", "bitmind-generative-miner")
    world.gascli("daemon", "stop")

if "addresses" in PARTS:
    # private addresses, where they are not allowed
    closed = free_port()
    world.run("generator", "miner", **{**SETTINGS, "BT_AXON_PORT": str(closed), "MINER_ALLOW_PRIVATE_WEBHOOKS": "false",
                                       "MINER_STATE_DIR": str(world.home / "closed")})
    world.state("miner")
    for url in ["http://127.0.0.1/", "http://10.0.0.1/", "http://[::1]/", "http://169.254.169.254/latest", "http://localhost/",
                "http://0x7f.1/", "http://2130706433/", "http://user:pw@127.0.0.1/"]:
        answer = order("", url=url, to=closed)
        world.check(f"private webhook {url}", (answer.status_code, "is not a public address" in answer.text), (400, True))
    for url in ["file:///etc/passwd", "gopher://8.8.8.8/", "http:///x", "//8.8.8.8/"]:
        world.check(f"no webhook {url}", order("", url=url, to=closed).status_code, 400)
    world.children[-1].terminate()
    world.children[-1].wait(30)

# disks
if "disks" in PARTS and os.geteuid() == 0:
    disk = world.home / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk]).returncode == 0:
        try:
            small = free_port()
            world.run("generator", "miner", **{**SETTINGS, "BT_AXON_PORT": str(small), "MINER_STATE_DIR": str(disk / "s")})
            world.state("miner")
            with open(disk / "filler", "wb", buffering=0) as filler:
                try:
                    while filler.write(bytes(4096)):
                        pass
                except OSError:
                    pass
            answer = order("full", to=small)
            world.check("a full disk refuses", (answer.status_code, answer.json()["error"]),
                        (503, "Miner cannot store tasks"))
            (disk / "filler").unlink()
            task = order("room", to=small).json()["task_id"]
            found = deliveries.get(timeout=20)
            while found[1] != task:
                found = deliveries.get(timeout=20)
            world.check("with room again it works", found[2], "completed")
            world.until("healthy again", lambda: world.state("miner")["health"]["state"] == "healthy")
            world.children[-1].terminate()
            world.children[-1].wait(30)
            subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
            failing = world.run("generator", "miner", **{**SETTINGS, "BT_AXON_PORT": str(small), "MINER_STATE_DIR": str(disk / "s")})
            world.check("no start on a read-only disk", failing.wait(30) in (1, 2), True)
            print(world.log("miner").strip().splitlines()[-3:])
        finally:
            subprocess.run(["umount", "-l", disk])
world.check("no panic", "panicked" in world.log("miner"), False)
world.end()
