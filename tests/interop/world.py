"""A home, a ledger and wallets for one run, and gascli's daemons as child processes."""
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

from bittensor_wallet import Keypair, Wallet

GASCLI = os.environ.get("GASCLI", str(pathlib.Path(__file__).parents[2] / "target/debug/gascli"))


class World:
    def __init__(self, block_time="12s"):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="gascli-interop-"))
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(self.home), "GASCLI_HOME": str(self.home / "g"),
                            "NO_COLOR": "1"}
        self.ledger = self.home / "chain.sqlite"
        self.children, self.faults, self.checks = [], [], 0
        self.gascli("localnet", "create", "--ledger", str(self.ledger), "--block-time", block_time,
                    "--weights-rate-limit", "0")

    def gascli(self, *arguments, ok=True):
        ended = subprocess.run([GASCLI, *arguments], env=self.environment, capture_output=True, text=True, cwd=self.home,
                               timeout=60)
        if ok and ended.returncode != 0:
            raise RuntimeError(f"gascli {arguments}: {ended.stderr}")
        return ended.stdout

    def register(self, keypair, *arguments):
        self.gascli("localnet", "register", keypair.ss58_address, "--ledger", str(self.ledger), *arguments)

    def seats(self):
        return json.loads(self.gascli("localnet", "show", "--ledger", str(self.ledger), "--json"))

    def wallet(self, name):
        """A wallet as bittensor-wallet itself writes it."""
        wallet = Wallet(name=name, hotkey="default", path=str(self.home / "wallets"))
        wallet.create_new_coldkey(use_password=False, overwrite=True, suppress=True)
        wallet.create_new_hotkey(use_password=False, overwrite=True, suppress=True)
        return wallet.hotkey

    def run(self, kind, wallet, **settings):
        own = {"BT_CHAIN_ENDPOINT": f"local:{self.ledger}", "BT_WALLET_PATH": str(self.home / "wallets"),
               "BT_WALLET_NAME": wallet, "BT_WALLET_HOTKEY": "default", "MINER_ALLOW_PRIVATE_WEBHOOKS": "true",
               "MINER_METRICS_ADDRESS": "none"}
        env = {**self.environment, **own, **settings}
        log = open(self.home / f"{wallet}.log", "ab")
        child = subprocess.Popen([GASCLI, "run", kind, "--service", wallet], env=env, stderr=log, stdout=log,
                                 cwd=self.home)
        self.children.append(child)
        return child

    def log(self, wallet):
        path = self.home / f"{wallet}.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def state(self, wallet, wait=20):
        """What the daemon tells on its state socket."""
        path = next(iter(self.home.glob(f"g/state/daemons/{wallet}.sock")), None)
        deadline = time.time() + wait
        while True:
            try:
                path = path or next(iter(self.home.glob(f"g/state/daemons/{wallet}.sock")))
                with socket.socket(socket.AF_UNIX) as stream:
                    stream.settimeout(5)
                    stream.connect(str(path))
                    text = b""
                    while part := stream.recv(65536):
                        text += part
                return json.loads(text)
            except (OSError, StopIteration, ValueError):
                if time.time() > deadline:
                    raise RuntimeError(f"{wallet} tells nothing: {self.log(wallet)[-2000:]}")
                time.sleep(0.05)

    def until(self, what, condition, limit=40):
        deadline = time.time() + limit
        while time.time() < deadline:
            found = condition()
            if found:
                return found
            time.sleep(0.05)
        self.check(what, "never", "in time")

    def check(self, what, found, expected):
        self.checks += 1
        if found != expected:
            self.faults.append(what)
            print(f"FAULT {what}\n   found    {found!r}\n   expected {expected!r}")
        elif os.environ.get("VERBOSE"):
            print(f"ok    {what}")

    def end(self):
        for child in self.children:
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
        for child in self.children:
            try:
                child.wait(40)
            except subprocess.TimeoutExpired:
                self.check(f"process {child.pid} ends on SIGTERM", "no", "yes")
                child.kill()
        if self.faults or os.environ.get("KEEP"):
            print(f"kept: {self.home}")
        else:
            shutil.rmtree(self.home)
        print(f"{self.checks} checks, {len(self.faults)} faults")
        sys.exit(1 if self.faults else 0)


def free_port():
    with socket.socket() as stream:
        stream.bind(("127.0.0.1", 0))
        return stream.getsockname()[1]


__all__ = ["GASCLI", "Keypair", "World", "free_port"]
