"""Epistula v2 as spec/gas.md 2 words it, on bittensor-wallet's sr25519. Shares nothing with gascli's own code."""
import hashlib
import math
import time
import uuid as uuids

from bittensor_wallet import Keypair


def sign(keypair, body, receiver, *, at_ms=None, uuid=None):
    at_ms = round(time.time() * 1000) if at_ms is None else at_ms
    uuid = uuid or str(uuids.uuid4())
    message = f"{hashlib.sha256(body).hexdigest()}.{uuid}.{at_ms}.{receiver or ''}"
    headers = {
        "Epistula-Version": "2",
        "Epistula-Timestamp": str(at_ms),
        "Epistula-Uuid": uuid,
        "Epistula-Signed-By": keypair.ss58_address,
        "Epistula-Request-Signature": "0x" + keypair.sign(message.encode()).hex(),
    }
    if receiver:
        interval = float(math.ceil(at_ms / 10000) * 10000)
        headers["Epistula-Signed-For"] = receiver
        for index, moment in enumerate([interval - 1, interval, interval + 1]):
            headers[f"Epistula-Secret-Signature-{index}"] = "0x" + keypair.sign(f"{moment}.{receiver}".encode()).hex()
    return headers


def verify(headers, body, own, known):
    """The fault of a request in the words of spec/gas.md 2.4, or None."""
    headers = {name.lower(): value for name, value in headers.items()}
    now = round(time.time() * 1000)
    if headers.get("epistula-version") != "2":
        return "Unknown Epistula version"
    if headers.get("epistula-signed-for") != own:
        return "Bad Request, message is not intended for self"
    signer = headers.get("epistula-signed-by")
    if signer not in known:
        return "Signer not in metagraph"
    at_ms, uuid = int(headers["epistula-timestamp"]), headers["epistula-uuid"]
    if at_ms + 15000 < now or at_ms - 15000 > now:
        return "stale or in the future"
    message = f"{hashlib.sha256(body).hexdigest()}.{uuid}.{at_ms}.{own}".encode()
    keypair = Keypair(ss58_address=signer)
    if not keypair.verify(message, headers["epistula-request-signature"]):
        return "Signature Mismatch"
    interval = float(math.ceil(at_ms / 10000) * 10000)
    for index, moment in enumerate([interval - 1, interval, interval + 1]):
        if not keypair.verify(f"{moment}.{own}".encode(), headers[f"epistula-secret-signature-{index}"]):
            return f"secret signature {index} does not verify"
    return None
