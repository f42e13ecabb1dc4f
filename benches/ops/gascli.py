"""gascli under the measurements of supervisors; TOOLS/gascli is the binary to measure (a link will do)."""
import json
from opsbench import Base, alive, run, wait_for


class Adapter(Base):
    name = "gascli"
    plain_logs = False  # an index lies beside the bytes: a file written from outside has none
    can = frozenset({"autorestart", "json", "follow", "restore"})

    def __init__(self, tools, home):
        super().__init__(tools, home)
        self.bin = tools / "gascli"

    def env(self):
        return super().env() | {"GASCLI_HOME": f"{self.home}/g"}

    def cmd(self, *arguments):
        return [self.bin, *arguments]

    def version(self):
        return run(self.cmd("--version"), self.env())["out"].decode().strip()

    def up(self):
        answer = run(self.cmd("daemon", "start"), self.env())
        assert wait_for(self.pids, 15), answer["out"]

    def pids(self):
        """The supervisor and all shims, as the program itself reports them."""
        answer = run(self.cmd("daemon", "status", "--json"), self.env())
        try:
            return [pid for pid in json.loads(answer["out"])["pids"] if alive(pid)]
        except (ValueError, KeyError, TypeError):
            return []

    def main_pid(self):
        """The supervisor alone: shims are separate on purpose."""
        return self.pids()[:1]

    def version_argv(self):
        return self.cmd("--version")

    def help_argv(self):
        return self.cmd("--help")

    tab_env = {"COMPLETE": "fish"}

    def tab_argv(self):
        """What the script of a shell runs at the TAB key."""
        return self.cmd("--", "gascli", "logs", "")

    def start_argv(self, name, cmd):
        return self.cmd("start", name, "--", *cmd)

    def start_at_once_argv(self, name, cmd):
        """A service that is started again without a pause."""
        return self.cmd("start", name, "--restart-policy", "always", "--restart-delay", "0s", "--", *cmd)

    def start_with_time_out_argv(self, name, cmd, time_out):
        return self.cmd("start", name, "--kill-timeout", time_out, "--", *cmd)

    rules_table = """
limits = { memory = "4GiB" }
health = [{ output = "1h" }]
"""
    rotation_table = """
log_segment_bytes = 8388608
"""

    def start_many(self, specs, extra=""):
        """A table for each, and one command that starts them all."""
        def table(name, cmd):
            command = json.dumps([str(word) for word in cmd])
            return f"[service.{name}]\ncommand = {command}\n" + extra.replace("{name}", name)

        config = self.home / "g/config"
        config.mkdir(parents=True, exist_ok=True)
        (config / "gascli.toml").write_text("\n".join(table(name, cmd) for name, cmd in specs))
        answer = run(self.cmd("start", *[name for name, _ in specs]), self.env(), limit=60)
        assert answer["rc"] in (0, 1), answer["out"]

    def status_argv(self):
        return self.cmd("status")

    def status_json_argv(self):
        return self.cmd("status", "--json")

    def logs_argv(self, name, lines):
        return self.cmd("logs", name, "--lines", str(lines), "--raw")

    def since_argv(self, name, _):
        return self.cmd("logs", name, "--since", "1h", "--lines", "50", "--raw")

    def grep_argv(self, name, pattern):
        return self.cmd("logs", name, "--grep", pattern, "--raw")

    def follow_argv(self, name):
        return self.cmd("logs", name, "--follow", "--lines", "0", "--raw")

    def log_files(self, name):
        return sorted((self.home / "g/state/logs" / name).glob("*.log"))

    def stop_argv(self, name):
        return self.cmd("stop", name)

    def stop_all_argv(self):
        return self.cmd("stop", "--all")

    def restart_argv(self, name):
        return self.cmd("restart", name)

    def restore(self):
        self.up()

    def down(self):
        run(self.cmd("daemon", "stop", "--with-services"), self.env(), limit=60)
