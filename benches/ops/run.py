#!/usr/bin/env python3
"""Measures gascli, and PM2 and pueue where they are installed, and prints one table of ratios: G1-G16 of the operations
specification. `run.py --help` lists the options; README.md says what is needed."""
import argparse
import datetime
import json
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
#: Longest that one measurement may take.
LIMIT_S = 1800


class Row:
    """A figure: where it stands in the results, what it must reach, and in which direction."""

    def __init__(self, figure, name, of, ratio=None, most=None, least=None, base=None, same=None, minus=None, unit=""):
        self.figure, self.name, self.unit = figure, name, unit
        self.of, self.base = of, base or of  # "measure:path.in.result"; the base may be another path of the other tool
        self.ratio, self.most, self.least = ratio, most, least  # ("<=" or ">=", number); bounds on the value itself
        self.same = same  # the very value
        self.minus = minus  # a path of gascli's own that is taken off first

    def goal(self):
        parts = []
        if self.ratio:
            parts.append(f"{self.ratio[0]} {fraction(self.ratio[1])} x")
        if self.most is not None:
            parts.append(f"<= {short(self.most)}{self.unit}")
        if self.least is not None:
            parts.append(f">= {short(self.least)}{self.unit}")
        if self.same is not None:
            parts.append(f"= {self.same}")
        return " or ".join(parts) if self.ratio and self.most is not None else ", ".join(parts)

    def reached(self, value, base):
        """Ratios judge where there is something to compare with: bounds in figures belong to the machine of the
        specification, and then suffice as well."""
        if value is None:
            return None
        if self.same is not None:
            return value == self.same
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            return None
        bounds = [value <= self.most] if self.most is not None else []
        bounds += [value >= self.least] if self.least is not None else []
        if self.ratio and isinstance(base, (int, float)) and base:
            sign, bound = self.ratio
            by_ratio = value / base <= bound if sign == "<=" else value / base >= bound
            return by_ratio or (bool(bounds) and all(bounds))
        return all(bounds) if bounds else None


AT_MOST, AT_LEAST = "<=", ">="
ROWS = [
    Row("G1", "supervisor's RSS, no child", "idle:0.rss_mib", (AT_MOST, 1 / 8), 7, unit=" MiB"),
    Row("G2", "PSS of all with 10 children", "idle:10.pss_mib", (AT_MOST, 1 / 4), 14, base="idle:10.rss_mib", unit=" MiB"),
    Row("G2", "PSS of all with 50 children", "idle:50.pss_mib", (AT_MOST, 1 / 2), 29, base="idle:50.rss_mib", unit=" MiB"),
    Row("G2", "a keeper's PSS", "keeper:pss_mib", most=0.5, unit=" MiB"),
    Row("G2", "a keeper's descriptors", "keeper:fds", most=8),
    Row("G2", "a keeper's threads", "keeper:threads", same=1),
    Row("G2", "wake-ups of 10 keepers, children silent", "keeper:wakeups_per_s", most=0, unit=" /s"),
    Row("G3", "idle CPU with 10 children", "idle:10.cpu_percent", most=0.02, unit=" %"),
    Row("G3", "the same, rules on", "rules:cpu_percent", most=0.02, unit=" %"),
    Row("G3", "wake-ups with 10 children", "idle:10.wakeups_per_s", most=2, unit=" /s"),
    Row("G3", "the same, rules on", "rules:wakeups_per_s", most=2, unit=" /s"),
    Row("G4", "start to running child", "start_latency:child_running_ms.median", (AT_MOST, 1 / 15), 10, unit=" ms"),
    Row("G4", "start command returns", "start_latency:command_returned_ms.median", (AT_MOST, 1 / 15), unit=" ms"),
    Row("G5", "crash to successor, no pause", "restart_at_once:started_ms.median", (AT_MOST, 1 / 2),
        base="restart_latency:restart_ms.median", unit=" ms"),
    Row("G5", "the same, adopted child", "restart_at_once:adopted_ms.median", (AT_MOST, 1 / 2),
        base="restart_latency:restart_ms.median", unit=" ms"),
    Row("G5", "the same, beyond a direct start", "restart_at_once:adopted_ms.median", most=4, unit=" ms",
        minus="start_latency:floor_direct_spawn_ms.median"),
    Row("G6", "starts of a crash loop in a minute", "crash_loop:fast.first_minute", most=8),
    Row("G6", "supervisor's CPU in that minute", "crash_loop:fast.supervisor_cpu_ms", most=50, unit=" ms"),
    Row("G6", "starts in a minute, 40 s of loading", "crash_loop:slow.first_minute", most=8),
    Row("G6", "supervisor's CPU, 40 s of loading", "crash_loop:slow.supervisor_cpu_ms", most=50, unit=" ms"),
    Row("G7", "status with 10 children", "status_latency:status_10.wall_ms.median", (AT_MOST, 1 / 25), 6, unit=" ms"),
    Row("G7", "status with 50 children", "status_latency:status_50.wall_ms.median", (AT_MOST, 1 / 20), unit=" ms"),
    Row("G7", "status as JSON with 10 children", "status_latency:json_10.wall_ms.median", (AT_MOST, 1 / 25), 6, unit=" ms"),
    Row("G7", "memory of the status command", "status_latency:status_50.client_peak_mib.median", most=8, unit=" MiB"),
    Row("G8", "lines taken in, one a write", "log_throughput:lines_per_write_1.lines_per_s", (AT_LEAST, 2), unit=" /s"),
    Row("G8", "the same against a file", "log_throughput:lines_per_write_1.lines_per_s", (AT_LEAST, 0.8),
        base="own file_writer:lines_per_write_1.lines_per_s", unit=" /s"),
    Row("G8", "CPU for a million lines", "log_throughput:lines_per_write_1.supervisor_cpu_s_per_million", (AT_MOST, 1 / 4),
        0.55, unit=" s"),
    Row("G9", "big writes taken in", "log_throughput:lines_per_write_300.mb_per_s", (AT_LEAST, 3), unit=" MB/s"),
    Row("G9", "CPU for a million lines, big writes", "log_throughput:lines_per_write_300.supervisor_cpu_s_per_million",
        (AT_MOST, 1 / 5), unit=" s"),
    Row("G9", "peak RSS of supervisor and keeper", "log_throughput:lines_per_write_300.peak_rss_mib", most=16, unit=" MiB"),
    Row("G10", "lines lost, one a write", "log_throughput:lines_per_write_1.lost_damaged_or_moved", same=0),
    Row("G10", "lines lost, big writes", "log_throughput:lines_per_write_300.lost_damaged_or_moved", same=0),
    Row("G10", "lines lost, in rotation", "rotation:lost_damaged_or_moved", same=0),
    Row("G10", "bytes identical", "integrity:first_run_identical", same=True),
    Row("G10", "failed writes, supervisor killed", "crash:loud_failed_writes", same=0),
    Row("G11", "last 50 lines of 1 GiB", "logs:width_200.tail.wall_ms.median", (AT_MOST, 1 / 15), 10,
        base="logs_tail:width_200.wall_ms.median", unit=" ms"),
    Row("G11", "the same, lines of 1,000 bytes", "logs:width_1000.tail.wall_ms.median", (AT_MOST, 1 / 15), 10,
        base="logs_tail:width_1000.wall_ms.median", unit=" ms"),
    Row("G11", "lines shown of 50", "logs:width_1000.tail.lines_shown", same=50),
    Row("G11", "since an hour ago, 50 lines", "logs:width_200.since.wall_ms.median", most=20, unit=" ms"),
    Row("G11", "grep over 1 GiB", "logs:width_200.grep.wall_ms.median", most=2000, unit=" ms"),
    Row("G11", "lines found", "logs:width_200.grep.lines_shown", same=1),
    Row("G12", "a followed line", "follow_latency:latency_ms.median", most=2, unit=" ms"),
    Row("G12", "90 % of them", "follow_latency:latency_ms.p90", most=10, unit=" ms"),
    Row("G12", "memory of the following command", "follow_latency:client_rss_mib", (AT_MOST, 1 / 10), unit=" MiB"),
    Row("G13", "start 50 children", "stop_all:all_running_s.median", (AT_MOST, 1 / 3), unit=" s"),
    Row("G13", "stop 50 children", "stop_all:all_gone_s.median", (AT_MOST, 1 / 15), 0.2, unit=" s"),
    Row("G13", "command back after that", "stop_all:command_returned_s.median", most=0.1, unit=" s",
        minus="stop_all:all_gone_s.median"),
    Row("G14", "--version", "client:version.wall_ms.median", most=5, unit=" ms"),
    Row("G14", "TAB", "client:tab.wall_ms.median", (AT_MOST, 1 / 12), 20, unit=" ms"),
    Row("G14", "the binary, stripped", "binary:mib", most=60, unit=" MiB"),
    Row("G16", "RSS grown over lines and restarts", "soak:after_restarts.rss_mib", most=1, unit=" MiB", minus="soak:before.rss_mib"),
    Row("G16", "descriptors grown", "soak:after_restarts.fds", most=0, minus="soak:before.fds"),
    Row("G16", "threads grown", "soak:after_restarts.threads", most=0, minus="soak:before.threads"),
    Row("B2", "same processes after the supervisor's death", "crash:quiet_same_process", same=True),
    Row("B5", "survivors of a stop that ignore signals", "stop_in_time:survivors", same=0),
    Row("B5", "stop beyond its time-out", "stop_in_time:beyond_time_out_ms.max", most=200, unit=" ms"),
    Row("B5", "own session survives a stop", "tree_kill:survives_stop.own-session", same=False),
    Row("B5", "orphan survives a stop", "tree_kill:survives_stop.orphan", same=False),
]
#: Measurements of this folder; the others are the shared scripts.
OWN = {"keeper", "rules", "restart_at_once", "crash_loop", "file_writer", "logs", "rotation", "stop_in_time", "binary"}
#: Options that shorten a trial; its figures are for nobody's report.
QUICK = {"idle": ["--window", "5", "--settle", "2"], "keeper": ["--window", "5"], "rules": ["--window", "5"],
         "start_latency": ["--reps", "3"], "restart_latency": ["--reps", "2", "--loop", "4"],
         "restart_at_once": ["--reps", "3"], "crash_loop": ["--slow-window", "45"], "status_latency": ["--reps", "4"],
         "log_throughput": ["--lines", "100000"], "file_writer": ["--lines", "100000"],
         "logs": ["--mib", "50", "--reps", "3"], "logs_tail": ["--mib", "50", "--reps", "3"],
         "rotation": ["--lines", "200000"], "follow_latency": ["--window", "5"], "stop_all": ["--reps", "1", "--count", "10"],
         "client": ["--reps", "4"], "soak": ["--lines", "200000", "--cycles", "4"], "stop_in_time": ["--reps", "2"]}
#: The soak of G16 in full.
LONG = {"soak": ["--lines", "20000000", "--cycles", "2000", "--limit", "1500"]}


def short(value):
    if value is None:
        return "-"
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def fraction(value):
    """A ratio as people say it."""
    return f"1/{round(1 / value)}" if value < 0.6 else short(value)


def figure_text(value):
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    return "-" if value is None else str(value)


def leaf(result, path):
    for word in path.split("."):
        if not isinstance(result, dict) or word not in result:
            return None
        result = result[word]
    return result


def middle(values):
    """The median of numbers; of anything else, what all agree on, else the worst that is found."""
    values = [value for value in values if value is not None]
    if not values:
        return None
    if all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values):
        return statistics.median(values)
    return values[0] if all(value == values[0] for value in values) else next(v for v in values if v != values[0])


class Results:
    """What the raw lines say."""

    def __init__(self, lines):
        self.lines = lines

    def value(self, tool, where):
        measure, path = where.split(":")
        if measure.startswith("own "):
            measure, tool = measure.removeprefix("own "), "gascli"
        lines = [line for line in self.lines if line["measure"] == measure and line["tool"] == tool]
        values = [leaf(line.get("result"), path) for line in lines]
        # What must be the same every time, a median would hide.
        return middle(values)

    def of(self, row, tool):
        value = self.value(tool, row.of)
        taken = self.value(tool, row.minus) if row.minus else 0
        return None if value is None or taken is None else value - taken if row.minus else value

    def base(self, row, tool):
        return self.value(tool, row.base)


def table(results, tools, figures):
    head = ["figure", "what", "goal", "gascli", *tools[1:], *(f"ratio to {tool}" for tool in tools[1:]), "reached"]
    lines = [head]
    counts = {True: 0, False: 0, None: 0}
    for row in ROWS:
        if figures and row.figure not in figures:
            continue
        value = results.of(row, "gascli")
        others = [results.base(row, tool) if not row.minus else results.of(row, tool) for tool in tools[1:]]
        base = results.value("gascli", row.base) if row.base.startswith("own ") else (others[0] if others else None)
        if row.base.startswith("own "):
            others = [None] * len(others)
        numbers = [isinstance(one, (int, float)) and not isinstance(one, bool) for one in (value, *others)]
        ratios = [f"{value / one:.3f}" if numbers[0] and numbers[i + 1] and one else "-" for i, one in enumerate(others)]
        verdict = row.reached(value, base)
        counts[verdict] += 1
        told = {True: "yes", False: "NO", None: "not measured"}[verdict]
        unit = row.unit if value is not None else ""
        lines.append([row.figure, row.name, row.goal(), figure_text(value) + unit, *map(figure_text, others), *ratios, told])
    widths = [max(len(line[at]) for line in lines) for at in range(len(head))]
    for at, line in enumerate(lines):
        print("| " + " | ".join(word.ljust(width) for word, width in zip(line, widths)) + " |")
        if at == 0:
            print("|" + "|".join("-" * (width + 2) for width in widths) + "|")
    print(f"\n{counts[True]} reached, {counts[False]} not reached, {counts[None]} not measured. "
          "G15 (dashboard) has no measurement yet.")
    return counts[False] == 0


def shared_folder(given):
    for place in (given, os.environ.get("GASCLI_SHARED"), ROOT.parent / "shared"):
        if place and (pathlib.Path(place) / "bench/ops/opsbench.py").exists():
            return pathlib.Path(place) / "bench/ops"
    sys.exit("run.py: the shared measurements are not here; set GASCLI_SHARED to the folder that holds bench/ops")


def tools_folder(scratch, binary, given):
    """A folder of tools as the shared scripts want it: links to what is installed, and to the binary to measure."""
    folder = scratch / "tools"
    folder.mkdir()
    (folder / "gascli").symlink_to(binary)
    if given:
        for entry in pathlib.Path(given).resolve().iterdir():
            if entry.name != "gascli":
                (folder / entry.name).symlink_to(entry)
    return folder


def installed(folder):
    found = ["gascli"]
    if (folder / "npm/node_modules/.bin/pm2").exists():
        found.append("pm2")
    if all((folder / "cargo/bin" / name).exists() for name in ("pueue", "pueued")):
        found.append("pueue")
    return found


def measure_once(name, tool, folder, scripts, options):
    """Runs one measurement of one tool; its answer as it was printed, or why there is none."""
    adapter = str(HERE / "gascli.py") if tool == "gascli" else tool
    script = [str(HERE / "own.py"), name] if name in OWN else [str(scripts / f"{name}.py")]
    command = [sys.executable, *script, "--adapter", adapter, "--tools", str(folder), *options]
    env = os.environ | {"PYTHONPATH": str(scripts), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=LIMIT_S, check=False)
    except subprocess.TimeoutExpired:
        return {"failed": f"took longer than {LIMIT_S} s"}
    try:
        return json.loads(done.stdout.strip().splitlines()[-1])
    except (ValueError, IndexError):
        return {"failed": done.stderr.strip()[-400:] or f"exit {done.returncode}"}


def machine():
    memory = next((line.split()[1] for line in open("/proc/meminfo") if line.startswith("MemTotal")), "0")
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "?")
    return f"{os.cpu_count()} x {model}, {int(memory) >> 20} GiB, Linux {platform.release()}"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", default=str(ROOT / "target/release/gascli"), help="the gascli to measure")
    parser.add_argument("--tools", default=os.environ.get("OPSBENCH_TOOLS"), help="folder with npm/ (PM2), cargo/ (pueue)")
    parser.add_argument("--with", dest="only", help="tools to measure, e.g. `gascli,pm2`; the default is what is installed")
    parser.add_argument("--figures", help="figures to measure, e.g. `G1,G4,B5`; the default is all")
    parser.add_argument("--repeat", type=int, default=3, help="how often; medians are shown")
    parser.add_argument("--raw", default="ops.jsonl", help="file that keeps every answer, one JSON object a line")
    parser.add_argument("--from", dest="read", help="measure nothing: show the table of such a file")
    parser.add_argument("--quick", action="store_true", help="a short trial of everything, for the runner itself")
    parser.add_argument("--long", action="store_true", help="the soak of G16 in full: 20 million lines, 2,000 restarts")
    parser.add_argument("--shared", help="folder of shared data, which holds bench/ops")
    return parser.parse_args()


def run_all(args, figures):
    binary = pathlib.Path(args.binary).resolve()
    if not binary.exists():
        sys.exit(f"run.py: there is no `{binary}`; build it with `cargo build --release`, or name one with --binary")
    scripts = shared_folder(args.shared)
    rows = [row for row in ROWS if not figures or row.figure in figures]
    places = [place for row in rows for place in (row.of, row.base, row.minus) if place]
    names = list(dict.fromkeys(place.split(":")[0].removeprefix("own ") for place in places))
    scratch = pathlib.Path(tempfile.mkdtemp(prefix="ops-"))
    try:
        folder = tools_folder(scratch, binary, args.tools)
        tools = installed(folder)
        if args.only:
            missing = [tool for tool in args.only.split(",") if tool not in tools]
            if missing:
                sys.exit(f"run.py: not installed below --tools: {', '.join(missing)}")
            tools = ["gascli", *(tool for tool in args.only.split(",") if tool != "gascli")]
        print(f"machine: {machine()}\ntools: {', '.join(tools)}; {len(names)} measurements, {args.repeat} times",
              file=sys.stderr)
        with open(args.raw, "a", encoding="utf-8") as raw:
            for turn in range(args.repeat):
                for name in names:
                    for tool in tools:  # side by side: the machine's mood is the same for all
                        if tool != "gascli" and name in OWN - {"crash_loop"}:
                            continue
                        options = (QUICK if args.quick else LONG if args.long else {}).get(name, [])
                        load = open("/proc/loadavg").read().split()[0]
                        answer = measure_once(name, tool, folder, scripts, options)
                        line = answer | {"measure": name, "tool": tool, "turn": turn, "load": load, "quick": args.quick,
                                         "machine": machine(), "at": datetime.datetime.now(datetime.UTC).isoformat()}
                        raw.write(json.dumps(line) + "\n")
                        raw.flush()
                        told = answer.get("failed") or answer.get("unsupported") or "done"
                        print(f"{turn + 1}/{args.repeat} {name} {tool} (load {load}): {told}", file=sys.stderr)
                        yield line
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def main():
    args = arguments()
    figures = set(args.figures.split(",")) if args.figures else set()
    unknown = figures - {row.figure for row in ROWS}
    if unknown:
        sys.exit(f"run.py: no figure is called {', '.join(sorted(unknown))}")
    if args.read:
        lines = [json.loads(line) for line in open(args.read, encoding="utf-8")]
    else:
        lines = list(run_all(args, figures))
    seen = {line["tool"] for line in lines}
    tools = ["gascli", *(tool for tool in ("pm2", "pueue") if tool in seen)]
    return 0 if table(Results(lines), tools, figures) else 1


if __name__ == "__main__":
    sys.exit(main())
