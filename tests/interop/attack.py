"""What hostile peers send, against `gascli run generator` and `gascli run validator`: each must go on serving others."""
import json
import os
import resource
import socket
import sys
import threading
import time
import uuid

import requests

import epistula
from world import Keypair, World, free_port

resource.setrlimit(resource.RLIMIT_NOFILE, (8192, 8192))
LOAD = int(os.environ.get("LOAD", "10000"))
world = World(block_time="1s")
keys = {name: world.wallet(name) for name in ("miner", "validator")}
world.register(keys["miner"])
world.register(keys["validator"], "--stake", "30000", "--permit")
alice, mallory = (Keypair.create_from_seed("0x" + byte * 32) for byte in ("11", "66"))
world.register(alice, "--stake", "20000", "--permit")
world.register(mallory, "--stake", "20000", "--permit")
port, callback_port = free_port(), free_port()
processes = {
    "miner": world.run("generator", "miner", BT_AXON_PORT=str(port), IMAGE_SERVICE="demo", DEMO_MAX_RESOLUTION="1K"),
    "validator": world.run("validator", "validator", CALLBACK_PORT=str(callback_port)),
}
for name in processes:
    world.state(name)


def resident(name):
    text = open(f"/proc/{processes[name].pid}/status").read()
    return int(text.split("VmRSS:")[1].split()[0]) // 1024


def alive(what):
    """An honest peer is answered, by both."""
    head = epistula.sign(alice, b"", keys["miner"].ss58_address)
    start = time.time()
    miner = requests.get(f"http://127.0.0.1:{port}/miner_info", headers=head, timeout=60).status_code
    head = epistula.sign(alice, b"x", keys["validator"].ss58_address) | {"task-id": str(uuid.uuid4()), "Content-Type": "image/png"}
    validator = requests.post(f"http://127.0.0.1:{callback_port}/generative_callback", data=b"x", headers=head, timeout=60)
    took = time.time() - start
    world.check(f"{what}: an honest peer is answered", (miner, validator.status_code, validator.text),
                (200, 200, "Task not found in current session"))
    print(f"{what}: answered after {took:.2f} s; RSS miner {resident('miner')} MiB, validator {resident('validator')} MiB")


def raw(data, to=None, wait=2.0, shut=False):
    """The first line of what is answered to these bytes, and how many answers came."""
    with socket.create_connection(("127.0.0.1", to or port), timeout=wait) as stream:
        try:
            stream.sendall(data)
            if shut:
                stream.shutdown(socket.SHUT_WR)
            answer = b""
            while part := stream.recv(65536):
                answer += part
        except TimeoutError:
            answer += b"(open)"
        except OSError:
            pass
    return answer.split(b"\r\n")[0].decode("latin-1"), answer.count(b"HTTP/1.1 ")


def signed(by=alice, body=b"", method="GET", path="/miner_info", extra=b"", version=b"HTTP/1.1", to="miner", **how):
    head = epistula.sign(by, body, keys[to].ss58_address, **how)
    lines = [f"{name}: {value}".encode() for name, value in head.items()]
    return b"\r\n".join([f"{method} {path} ".encode() + version, b"Host: x", *lines]) + b"\r\n" + extra


alive("before")
OK, BAD = "HTTP/1.1 200 OK", "HTTP/1.1 400 Bad Request"
for to in (port, callback_port):
    for what, data, expected in [
        ("garbage", os.urandom(4096), None),
        ("zeros", bytes(100_000), None),
        ("TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + os.urandom(500), None),
        ("HTTP/2 preface", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", None),
        ("half a request", b"GET /miner_info HT", None),
        ("a space in a name", b"GET / HTTP/1.1\r\nHost : x\r\n\r\n", "HTTP/1.1 400 Bad Request"),
        ("two lengths", b"POST /gen_image HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", "HTTP/1.1 400 Bad Request"),
        ("a length of -1", b"POST /gen_image HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", "HTTP/1.1 400 Bad Request"),
        ("a length beyond 64 bits", b"POST /gen_image HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n", "HTTP/1.1 400 Bad Request"),
        ("many headers", b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 3000 + b"\r\n", "HTTP/1.1 431 Request Header Fields Too Large"),
        ("a long header", b"GET / HTTP/1.1\r\na: " + b"b" * 2_000_000 + b"\r\n\r\n", "HTTP/1.1 431 Request Header Fields Too Large"),
        ("a long path", b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n", None),
        ("dots", b"GET /status/%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 404 Not Found"),
        ("a null in the path", b"GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 400 Bad Request"),
        ("CONNECT", b"CONNECT 10.0.0.1:22 HTTP/1.1\r\nHost: x\r\n\r\n", None),
        ("a method of letters", b"A" * 500 + b" / HTTP/1.1\r\nHost: x\r\n\r\n", None),
    ]:
        line, count = raw(data, to)
        if expected:
            world.check(f"{what} to {to}", line, expected)
        else:
            world.check(f"{what} to {to} is no success", line.startswith("HTTP/1.1 2"), False)

end = b"\r\n"
close = b"Connection: close\r\n\r\n"
world.check("a whole request", raw(signed(extra=close)), (OK, 1))
world.check("HTTP/1.0", raw(signed(extra=end, version=b"HTTP/1.0"))[0], "HTTP/1.0 200 OK")
world.check("an absolute URI", raw(signed(path="http://elsewhere.example/miner_info", extra=close))[0], OK)
world.check("a query", raw(signed(path="/miner_info?x=1", extra=close))[0], OK)
world.check("pipelining", raw(signed(extra=end) + signed(extra=end) + signed(extra=close)), (OK, 3))
world.check("a dot path", raw(signed(path="/./miner_info", extra=close))[0], "HTTP/1.1 404 Not Found")
world.check("an escaped path", raw(signed(path="/%6diner_info", extra=close))[0] in (OK, "HTTP/1.1 404 Not Found"), True)
world.check("status of bad escapes", raw(signed(path="/status/%ff%fe", extra=close))[0], "HTTP/1.1 404 Not Found")
world.check("invalid UTF-8 in a header", raw(signed(extra=b"X-Any: \xff\xfe\r\n" + close))[0], OK)
world.check("a second, wrong version", raw(signed(extra=b"Epistula-Version: 1\r\n" + close))[0], OK)
body = b'{"prompt": "x"}'
hook = b"X-Webhook-URL: http://127.0.0.1:9/x\r\nX-Webhook-URL: http://127.0.0.1:8/y\r\n"
length = f"Content-Length: {len(body)}\r\n".encode()
world.check("two webhooks", raw(signed(body=body, method="POST", path="/gen_image", extra=hook + length + close) + body)[0],
            "HTTP/1.1 201 Created")
world.check("a webhook that is no text", raw(signed(body=body, method="POST", path="/gen_image",
            extra=b"X-Webhook-URL: http://\xff/\r\n" + length + close) + body)[0], BAD)
with socket.create_connection(("127.0.0.1", port), timeout=5) as stream:
    stream.sendall(signed(body=body, method="POST", path="/gen_image", extra=hook + length + b"Expect: 100-continue\r\n" + close))
    world.check("100-continue", stream.recv(25), b"HTTP/1.1 100 Continue\r\n\r\n")
    stream.sendall(body)
    world.check("after 100-continue", stream.recv(20).startswith(b"HTTP/1.1 201"), True)
chunks = b"5\r\n" + body[:5] + b"\r\n" + f"{len(body) - 5:x};ext=1\r\n".encode() + body[5:] + b"\r\n0\r\nX-Trailer: 1\r\n\r\n"
world.check("chunks with trailers", raw(signed(body=body, method="POST", path="/gen_image",
            extra=hook + b"Transfer-Encoding: chunked\r\n" + close) + chunks)[0], "HTTP/1.1 201 Created")
world.check("length and chunks", raw(signed(body=body, method="POST", path="/gen_image",
            extra=hook + length + b"Transfer-Encoding: chunked\r\n" + close) + chunks)[0] in ("HTTP/1.1 201 Created", BAD), True)
world.check("chunks without end", raw(signed(method="POST", path="/gen_image",
            extra=b"Transfer-Encoding: chunked\r\n" + close) + b"5\r\nab", shut=True)[0] in ("", BAD), True)
flood = b"ffffff\r\n" + b"x" * 0xffffff + b"\r\n"
world.check("chunks beyond the limit", raw(signed(method="POST", path="/gen_image",
            extra=b"Transfer-Encoding: chunked\r\n" + close) + flood, shut=False)[0], "HTTP/1.1 413 Payload Too Large")
alive("odd requests")

for to, name in ((port, "miner"), (callback_port, "validator")):
    start = time.time()
    head = epistula.sign(mallory, b"", keys[name].ss58_address) | {"Content-Type": "image/png"}
    threads = []
    for _ in range(8):  # 100 MB each, the signature does not fit
        path = "/gen_image" if name == "miner" else "/generative_callback"
        def big():
            try:
                requests.post(f"http://127.0.0.1:{to}{path}", data=bytes(100_000_000), headers=head, timeout=60)
            except requests.RequestException:
                pass
        threads.append(threading.Thread(target=big))
        threads[-1].start()
    for thread in threads:
        thread.join()
    print(f"8 bodies of 100 MB to the {name}: {time.time() - start:.1f} s, RSS {resident(name)} MiB")
alive("100 MB bodies")


def idle(count, data, source="127.0.0.1"):
    held = []
    for _ in range(count):
        stream = socket.socket()
        stream.setblocking(False)
        stream.bind((source, 0))
        stream.connect_ex(("127.0.0.1", port))
        held.append(stream)
    time.sleep(0.5)
    for stream in held:
        try:
            stream.send(data)
        except OSError:
            pass
    return held


for what, source in (("of one address", "127.0.0.9"),):
    held = idle(2000, b"", source)
    alive(f"2000 idle connections {what}")
    for stream in held:
        stream.close()
    held = idle(2000, b"GET /miner_info HTTP/1.1\r\n", source)
    dribbling = threading.Event()

    def dribble():
        while not dribbling.wait(1):
            for stream in held:
                try:
                    stream.send(b"x: y\r\n")
                except OSError:
                    pass
    threading.Thread(target=dribble, daemon=True).start()
    alive(f"2000 slow clients {what}")
    time.sleep(3)
    alive(f"2000 slow clients {what}, again")
    dribbling.set()
    for stream in held:
        stream.close()


def load(what, make, by_path):
    counts, lock, left = {}, threading.Lock(), [LOAD]

    def work():
        session = requests.Session()
        while True:
            with lock:
                if left[0] <= 0:
                    return
                left[0] -= 1
            try:
                code = session.post(f"http://127.0.0.1:{port}{by_path}", timeout=30, **make()).status_code
            except requests.RequestException as error:
                code = type(error).__name__
            with lock:
                counts[code] = counts.get(code, 0) + 1

    threads = [threading.Thread(target=work) for _ in range(32)]
    start = time.time()
    for thread in threads:
        thread.start()
    time.sleep(1)
    alive(f"during {what}")
    for thread in threads:
        thread.join()
    print(f"{LOAD} {what}: {time.time() - start:.1f} s, {counts}, RSS {resident('miner')} MiB")


load("unsigned requests", lambda: {"data": body}, "/gen_image")
load("requests signed by a stranger", lambda: {"data": body, "headers": {
    "Epistula-Version": "2", "Epistula-Signed-For": keys["miner"].ss58_address, "Epistula-Signed-By": "nobody"}}, "/gen_image")
fakes = {"Epistula-Request-Signature": "0x" + "ab" * 64}
load("forged requests", lambda: {"data": body, "headers": epistula.sign(mallory, b"", keys["miner"].ss58_address) | fakes},
     "/gen_image")
load("signed challenges of one flooding validator", lambda: {"data": body, "headers": epistula.sign(
    mallory, body, keys["miner"].ss58_address) | {"X-Webhook-URL": "http://127.0.0.1:9/x"}}, "/gen_image")
answer = requests.post(f"http://127.0.0.1:{port}/gen_image", data=body, headers=epistula.sign(
    alice, body, keys["miner"].ss58_address) | {"X-Webhook-URL": "http://127.0.0.1:9/x"}, timeout=9)
world.check("the other validator is served", answer.status_code, 201)
print(json.dumps(world.state("miner")["tasks"]))
for name, process in processes.items():
    world.check(f"the {name} runs", process.poll(), None)
    world.check(f"the {name} did not panic", "panicked" in world.log(name), False)
    print(f"log of the {name}: {len(world.log(name))} bytes; descriptors {len(os.listdir(f'/proc/{process.pid}/fd'))}")
world.end()
