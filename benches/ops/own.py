"""What the shared measurements of supervisors do not measure: `own.py MEASURE --adapter NAME [--tools DIR]`.

Prints one JSON line like they do. Run by `run.py`, which puts their folder on the path.
"""
import argparse
import contextlib
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import time

from opsbench import CHILD, Unsupported, alive, cpu_ns, fds, pss_kb, run, session, stamper, stats, threads, wait_for, wakeups

HERE = pathlib.Path(__file__).resolve().parent


def own_option(adapter, name):
    """Something that only the adapter of gascli offers."""
    if not hasattr(adapter, name):
        raise Unsupported(f"no {name} in its adapter")
    return getattr(adapter, name)


def keeper(args):
    """What one keeper costs while its child is silent: PSS, descriptors, threads, wake-ups in a minute."""
    with session(args.adapter, args.tools) as a:
        main = own_option(a, "main_pid")
        a.start_many([(f"s{i}", ["sleep", str(100000 + i)]) for i in range(10)])
        time.sleep(5)
        keepers = [pid for pid in a.pids() if pid not in main()]
        if not keepers:
            raise Unsupported("no keepers")
        before, begun = wakeups(keepers), time.monotonic()
        time.sleep(args.window)
        span = time.monotonic() - begun
        return {"keepers": len(keepers), "pss_mib": round(max(pss_kb([k]) for k in keepers) / 1024, 3),
                "fds": max(fds([k]) for k in keepers), "threads": max(threads([k]) for k in keepers),
                "wakeups_per_s": round((wakeups(keepers) - before) / span, 3)}


def rules(args):
    """Idle cost with ten children while health and memory rules are on."""
    with session(args.adapter, args.tools) as a:
        table = own_option(a, "rules_table")
        a.start_many([(f"s{i}", ["sleep", str(100000 + i)]) for i in range(10)], extra=table)
        time.sleep(5)
        pids = a.pids()
        cpu, woke, begun = cpu_ns(pids), wakeups(pids), time.monotonic()
        time.sleep(args.window)
        span = time.monotonic() - begun
        return {"cpu_percent": round(100 * (cpu_ns(pids) - cpu) / 1e9 / span, 4),
                "wakeups_per_s": round((wakeups(pids) - woke) / span, 2)}


def restart_at_once(args):
    """From SIGKILL to the successor with no pause, of a child that was started and of one that was adopted."""
    out = {}
    with session(args.adapter, args.tools) as a:
        stamps = a.home / "stamps"
        stamps.write_text("")
        run(own_option(a, "start_at_once_argv")("r0", stamper(stamps)), a.env())
        assert wait_for(lambda: stamps.read_text().split(), 20)
        for kind in ("started", "adopted"):
            if kind == "adopted":
                for pid in a.main_pid():
                    os.kill(pid, signal.SIGKILL)
                a.restore()
            took = []
            for _ in range(args.reps):
                time.sleep(0.5)
                lines = stamps.read_text().splitlines()
                begun = time.time()
                os.kill(int(lines[-1].split()[0]), signal.SIGKILL)
                again = wait_for(lambda: len(stamps.read_text().splitlines()) > len(lines), 20, 0.002)
                took.append((float(stamps.read_text().splitlines()[-1].split()[1]) - begun) * 1e3 if again else None)
            out[kind + "_ms"] = stats(took)
    return out


def crash_loop(args):
    """A child that fails at once, and one that fails after loading for 40 s: starts, pauses, the supervisor's CPU."""
    out = {}
    slow = 'echo "$EPOCHREALTIME" >> "$1"; sleep 40; exit 1'
    for kind, window, cmd in (("fast", 60.0, ["bash", "--norc", str(CHILD / "crasher.sh")]),
                              ("slow", args.slow_window, ["bash", "--norc", "-c", slow, "slow"])):
        with session(args.adapter, args.tools) as a:
            if "autorestart" not in a.can:
                raise Unsupported("no automatic restart")
            stamps = a.home / "loop"
            stamps.write_text("")
            before, begun = cpu_ns(a.pids()), time.time()
            a.start_many([("loop", [*cmd, str(stamps)])])
            time.sleep(max(0.0, window - (time.time() - begun)))
            cpu = cpu_ns(a.pids()) - before
            starts = [float(line) for line in stamps.read_text().split()]
            loading = 40 if kind == "slow" else 0
            out[kind] = {"starts": len(starts), "first_minute": sum(at - starts[0] <= 60 for at in starts),
                         "pauses_s": [round(b - at - loading, 2) for at, b in zip(starts, starts[1:])][:12],
                         "in_s": window, "supervisor_cpu_ms": round(cpu / 1e6, 1)}
    return out


def writer(home):
    """The child that writes lines fast, built once."""
    program = home / "writer"
    subprocess.run(["cc", "-O2", "-o", program, CHILD / "writer.c"], check=True)
    return program


def file_writer(args):
    """The same lines written straight into a file: what no supervisor can beat."""
    out = {}
    with session(args.adapter, args.tools) as a:
        program = writer(a.home)
        for batch in (1, 300):
            stamp = a.home / f"direct{batch}"
            with open(a.home / "direct.log", "wb") as log:
                child = subprocess.Popen([program, str(args.lines), "200", str(batch), str(stamp), "0"], stdout=log)
                done = wait_for(lambda: stamp.exists() and stamp.read_text().strip(), 120)
                child.kill()
                child.wait()
            assert done, "the writer did not end"
            words = stamp.read_text().split()
            span = float(words[2]) - float(words[1])
            out[f"lines_per_write_{batch}"] = {"lines_per_s": round(args.lines / span),
                                               "mb_per_s": round(args.lines * 200 / 1e6 / span, 1)}
    return out


def logs(args):
    """The last 50 lines, an hour and a search in a log of `--mib`, which a child has written through the supervisor."""
    out = {}
    for width in (200, 1000):
        lines = (args.mib << 20) // width
        with session(args.adapter, args.tools) as a:
            program, stamp = writer(a.home), a.home / "stamp"
            a.start_many([("big", [program, lines, width, 300, stamp, 600])])
            assert wait_for(lambda: stamp.exists() and len(stamp.read_text().split()) >= 3, 240, 0.1), "not written"
            time.sleep(3)
            asks = {"tail": a.logs_argv("big", 50)}
            for kind in ("since", "grep"):
                if hasattr(a, kind + "_argv"):
                    asks[kind] = getattr(a, kind + "_argv")("big", f"#{lines - 7:010d}#")
            found = {}
            for kind, argv in asks.items():
                took = [run(argv, a.env(), limit=120) for _ in range(args.reps)]
                numbers = re.findall(rb"#(\d{10})#", took[-1]["out"])
                found[kind] = {"wall_ms": stats([one["wall"] * 1e3 for one in took]),
                               "client_peak_mib": stats([one["peak_kb"] / 1024 for one in took], 1),
                               "lines_shown": len(numbers), "rc": took[-1]["rc"],
                               "ends_with_last": bool(numbers) and int(numbers[-1]) == lines - 1}
            out[f"width_{width}"] = {"mib": args.mib, **found}
    return out


def rotation(args):
    """Every line of a child that writes while segments are closed under it again and again."""
    with session(args.adapter, args.tools) as a:
        table = own_option(a, "rotation_table")
        program, stamp = writer(a.home), a.home / "stamp"
        a.start_many([("turn", [program, args.lines, 200, 10, stamp, 600])], extra=table)
        assert wait_for(lambda: stamp.exists() and len(stamp.read_text().split()) >= 3, 120, 0.1), "not written"
        time.sleep(2)
        shown = run(a.logs_argv("turn", args.lines), a.env(), limit=120)["out"]
        numbers = [int(number) for number in re.findall(rb"#(\d{10})#", shown)]
        return {"lines": args.lines, "lost_damaged_or_moved": args.lines - sum(
            number == at for at, number in enumerate(numbers)), "segments": len(list(a.log_files("turn")))}


DEAF = """
import os, signal, sys, time
def note():
    file = os.open(sys.argv[1], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(file, b"%d\\n" % os.getpid())
    os.close(file)
for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)
for kind in ("group", "own group", "session", "orphan", "stopped"):
    if os.fork() == 0:
        if kind == "own group":
            os.setpgid(0, 0)
        elif kind != "group":
            os.setsid()
        if kind == "orphan" and os.fork():
            os._exit(0)
        note()
        if kind == "stopped":
            os.kill(os.getpid(), signal.SIGSTOP)
        time.sleep(1000)
note()
time.sleep(1000)
"""


def stop_in_time(args):
    """How far from its time-out a stop ends whose family ignores it, and who survives it."""
    apart, left = [], 0
    with session(args.adapter, args.tools) as a:
        start = own_option(a, "start_with_time_out_argv")
        for turn in range(args.reps):
            pids = a.home / f"pids{turn}"
            run(start("deaf", [sys.executable, "-c", DEAF, pids], "2s"), a.env())
            assert wait_for(lambda: pids.exists() and len(pids.read_text().split()) >= 6, 20)
            begun = time.monotonic()
            run(a.stop_argv("deaf"), a.env())
            apart.append((time.monotonic() - begun - 2) * 1e3)
            left += sum(alive(int(pid)) for pid in pids.read_text().split())
    return {"beyond_time_out_ms": stats(apart), "survivors": left}


def binary(args):
    """Size of the binary, stripped."""
    with session(args.adapter, args.tools) as a:
        program = pathlib.Path(own_option(a, "bin")).resolve()
        if a.name != "gascli":
            raise Unsupported("not one binary")
        copy = a.home / "stripped"
        with contextlib.suppress(OSError):
            subprocess.run(["strip", "-o", copy, program], check=False)
        file = copy if copy.exists() else program
        linked = subprocess.run(["ldd", program], capture_output=True, text=True, check=False).stdout
        return {"mib": round(file.stat().st_size / 2**20, 1), "stripped": copy.exists(),
                "libraries": [line.split()[0] for line in linked.splitlines() if line.strip()]}


MEASURES = {one.__name__: one for one in (
    keeper, rules, restart_at_once, crash_loop, file_writer, logs, rotation, stop_in_time, binary)}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("measure", choices=MEASURES)
    parser.add_argument("--adapter", required=True)
    parser.add_argument("--tools", default=os.environ.get("OPSBENCH_TOOLS", "tools"))
    parser.add_argument("--window", type=float, default=60.0)
    parser.add_argument("--slow-window", type=float, default=130.0)
    parser.add_argument("--reps", type=int, default=7)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--mib", type=int, default=1000)
    args = parser.parse_args()
    answer = {"measure": args.measure, "adapter": args.adapter}
    try:
        answer["result"] = MEASURES[args.measure](args)
    except Unsupported as why:
        answer["unsupported"] = str(why)
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
