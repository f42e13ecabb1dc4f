"""Memory after many accepted tasks: a service that answers at once (in OpenRouter's shape), a webhook that accepts."""
import base64
import json
import os
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests

import epistula
from world import Keypair, World, free_port

TASKS = int(os.environ.get("TASKS", "10000"))
world = World()
miner = world.wallet("miner")
validators = [Keypair.create_from_seed("0x" + f"{number:02x}" * 32) for number in range(1, 5)]
world.register(miner)
for validator in validators:
    world.register(validator, "--stake", "20000", "--permit")
picture = b"\x89PNG\r\n\x1a\n" + os.urandom(200_000)
answer = json.dumps({"choices": [{"message": {"images": [{"image_url": {
    "url": "data:image/png;base64," + base64.b64encode(picture).decode()}}]}}]}).encode()
received = [0]


class Service(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        body = b"Binary content received" if self.path == "/hook" else answer
        received[0] += self.path == "/hook"
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


service = ThreadingHTTPServer(("127.0.0.1", 0), Service)
threading.Thread(target=service.serve_forever, daemon=True).start()
at, port = f"http://127.0.0.1:{service.server_port}", free_port()
process = world.run("generator", "miner", BT_AXON_PORT=str(port), IMAGE_SERVICE="openrouter", OPEN_ROUTER_API_KEY="sk-soak",
                    OPENROUTER_BASE_URL=at, MINER_REQUESTS_PER_MINUTE="0", MINER_MAX_QUEUED_TASKS="1000")
world.state("miner")


def resident():
    return int(open(f"/proc/{process.pid}/status").read().split("VmRSS:")[1].split()[0]) / 1024


def work(validator):
    session = requests.Session()
    for number in range(TASKS // len(validators)):
        body = json.dumps({"prompt": f"picture {number} " + "x" * 500, "parameters": {}}).encode()
        while True:
            head = epistula.sign(validator, body, miner.ss58_address) | {"X-Webhook-URL": at + "/hook"}
            code = session.post(f"http://127.0.0.1:{port}/gen_image", data=body, headers=head, timeout=60).status_code
            if code == 201:
                break
            time.sleep(0.2)


print(f"RSS before: {resident():.0f} MiB")
start = time.time()
threads = [threading.Thread(target=work, args=(validator,)) for validator in validators]
for thread in threads:
    thread.start()
while any(thread.is_alive() for thread in threads):
    time.sleep(5)
    print(f"{time.time() - start:.0f} s: {received[0]} delivered, RSS {resident():.0f} MiB", flush=True)
world.until("all are delivered", lambda: world.state("miner")["tasks"]["delivered"] == TASKS, 60)
print(f"{TASKS} tasks in {time.time() - start:.0f} s: RSS {resident():.0f} MiB, log {len(world.log('miner'))} bytes,"
      f" descriptors {len(os.listdir(f'/proc/{process.pid}/fd'))}")
world.check("no file is left", [path.name for path in (world.home / "g/state/miner").rglob("*.media")], [])
world.check("no key in the log", "sk-soak" in world.log("miner"), False)
world.end()
