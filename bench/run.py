#!/usr/bin/env python3
"""Every benchmark: ratios to peers and to the floor, memory, and how time grows; tables, numbers and plots.

usage: run.py BINARY [--parts ratios,memory,more,wide,rows,columns,segments,psus] [--runs 5] [--data DIR] [--out DIR] [--seconds clock|cpu]

Peers run in turn with paradox, round by round, so that what else the machine does falls on all alike; a median is of the
rounds. A peer that is not installed is skipped with a message. Data are made in DIR, one file after another (make_data.py, up
to 3 GB a file); without DIR they are removed at the end. OUT (default: this folder's `results`) gets results.json and a plot for
each way to grow.
"""
import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

from plot import plot

HERE = os.path.dirname(os.path.abspath(__file__))
OUTCOMES = ["rollback", "safety_time"]
BASE_SEGMENTS = ["governance_maturity", "company_size", "ai_budget", "country"]


SLOW = 30  # seconds from which two runs are enough


def measure(command):
    """Seconds by the clock and of processor, and peak memory in MiB; or why it cannot be run."""
    start = time.perf_counter()
    try:
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    except FileNotFoundError as missing:
        return None, str(missing)
    said = []
    reader = threading.Thread(target=lambda: said.append(child.stderr.read()))
    reader.start()
    _, status, usage = os.wait4(child.pid, 0)
    took = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    reader.join()
    if child.returncode:
        return None, (said[0].strip().splitlines() or ["failed"])[-1]
    return {"clock": took, "cpu": usage.ru_utime + usage.ru_stime, "mib": usage.ru_maxrss / 1024}, None


def rounds(commands, runs, note):
    """Medians of each command over so many rounds."""
    found = {name: [] for name in commands}
    for _ in range(runs):
        for name in list(found):
            if len(found[name]) >= 2 and found[name][-1]["clock"] > SLOW:
                continue
            result, wrong = measure(commands[name])
            if wrong:
                note(f"{name}: skipped ({wrong})")
                del found[name]
            else:
                found[name].append(result)
    return {
        name: {key: statistics.median(of[key] for of in results) for key in results[0]} | {"runs": len(results)}
        for name, results in found.items()
    }


class Bench:
    def __init__(self, args):
        self.args, self.notes, self.found = args, [], {}
        self.binary = os.path.abspath(args.binary)

    def note(self, text):
        if text not in self.notes:
            self.notes.append(text)
            print(text, file=sys.stderr, flush=True)

    def data(self, rows, *more):
        path = os.path.join(self.args.data, "bench.csv")
        made = subprocess.run([sys.executable, f"{HERE}/make_data.py", str(rows), path, *map(str, more)], capture_output=True, text=True)
        if made.returncode:
            sys.exit(f"the data could not be made: {made.stderr.strip().splitlines()[-1]}")
        return path

    def study(self, segments=(), outcomes=(), design=True, without=()):
        """bench/study.toml with these items as further segments and outcomes; without the segments named."""
        text = open(f"{HERE}/study.toml").read()
        if not design:
            text = text.replace('[design]\nweight = "weight"\nstrata = "stratum"\npsu = "psu"\n', "").replace('interval = "logit"', 'interval = "wilson"')
        for name in without:
            start = text.index(f'[[segments]]\nname = "{name}"')
            end = min(at for at in (text.find("[[", start + 2), len(text)) if at > 0)
            text = text[:start] + text[end:]
        for name in segments:
            text += f'\n[[segments]]\nname = "{name}"\nlevels = ["1", "2", "3", "4", "5"]\nordered = true\n'
        for name in outcomes:
            text += f'\n[[outcomes]]\nname = "high_{name}"\ncolumn = "{name}"\nyes = ["4", "5"]\n'
        path = os.path.join(self.args.data, f"study-{len(segments)}-{len(outcomes)}-{design}-{len(without)}.toml")
        with open(path, "w") as file:
            file.write(text)
        return path

    def own(self, data, study):
        return [self.binary, "analyze", data, "--study", study, "--json"]

    def python(self, script, data, *more):
        return [sys.executable, f"{HERE}/{script}", data, *more]

    def floor(self):
        """The binary of bench/floor; None where it cannot be built."""
        target = os.path.join(self.args.data, "floor-target")
        built = subprocess.run(["cargo", "build", "--release", "--quiet", "--manifest-path", f"{HERE}/floor/Cargo.toml", "--target-dir", target])
        path = f"{target}/release/floor"
        return path if built.returncode == 0 and os.path.exists(path) else None

    def ratios(self):
        """Rows against peers: the design job, and the plain one."""
        floor = self.floor()
        table = []
        for rows in self.args.rows:
            data = self.data(rows)
            runs = self.args.runs if rows <= 1_000_000 else max(1, min(self.args.runs, self.args.large_runs))
            design = {"paradox": self.own(data, self.study()), "polars by hand": self.python("peer_polars_design.py", data)}
            if rows <= self.args.slow_rows:
                design |= {"svy": self.python("peer_svy.py", data, "--ci=logit"), "R survey": ["Rscript", f"{HERE}/peer_r_survey.R", data, "--ci=xlogit"]}
            if floor:
                design |= {"floor, 1 thread": [floor, "count7", data], "floor, 2 threads": [floor, "countmt", data]}
            plain = {"paradox": self.own(data, self.study(design=False)), "polars": self.python("peer_polars.py", data), "DuckDB": self.python("peer_duckdb.py", data)}
            table.append({"rows": rows, "design": rounds(design, runs, self.note), "plain": rounds(plain, runs, self.note)})
            self.show(table[-1])
        self.found["ratios"] = table

    def memory(self):
        """Peak memory where rows grow."""
        table = []
        for rows in self.args.large:
            data = self.data(rows)
            table.append({"rows": rows, **rounds({"paradox": self.own(data, self.study())}, max(1, min(3, self.args.large_runs)), self.note)})
            self.show(table[-1])
        self.found["memory"] = table

    def more(self):
        """Four times the outcomes and segments, of the same file."""
        data = self.data(1_000_000, "--items", 20)
        items = [f"item_{at + 1:03d}" for at in range(20)]
        commands = {"once": self.own(data, self.study()), "four times": self.own(data, self.study(segments=items[:12], outcomes=items[12:18]))}
        self.found["more"] = rounds(commands, self.args.runs, self.note)
        self.show(self.found["more"])

    def wide(self):
        """215 columns of which the job uses 12."""
        data = self.data(200_000, "--wide")
        commands = {"paradox": self.own(data, self.study()), "polars by hand": self.python("peer_polars_design.py", data)}
        self.found["wide"] = rounds(commands, self.args.runs, self.note)
        self.show(self.found["wide"])

    def grow(self, name, unit, values, of):
        """Paradox and polars by hand where one thing grows."""
        points = []
        for value in values:
            data, study, peers = of(value)
            commands = {"paradox": self.own(data, study)}
            if peers:
                commands["polars by hand"] = self.python("peer_polars_design.py", data)
            runs = self.args.large_runs if unit == "rows" and value > 1_000_000 else 3
            points.append({unit: value, **rounds(commands, max(1, min(runs, self.args.runs)), self.note)})
            self.show(points[-1])
        self.found[name] = points
        lines = {peer: [(point[unit], point[peer][self.args.seconds]) for point in points if peer in point] for peer in ("paradox", "polars by hand")}
        seconds = {"clock": "seconds by the clock", "cpu": "seconds of processor"}[self.args.seconds]
        plot(os.path.join(self.args.out, f"{name}.svg"), f"Whole process by {unit}, {seconds}", unit, "seconds", lines)

    def rows(self):
        self.grow("rows", "rows", [2_527, 10_000, 100_000, 1_000_000, *self.args.large], lambda rows: (self.data(rows), self.study(), True))

    def columns(self):
        self.grow("columns", "columns", [15, 50, 100, 200, 500], lambda columns: (self.data(100_000, "--items", columns - 15), self.study(), True))

    def segments(self):
        items = [f"item_{at + 1:03d}" for at in range(36)]
        data = self.data(200_000, "--items", 36)

        def of(count):
            return data, self.study(segments=items[: max(0, count - 4)], without=BASE_SEGMENTS[count:] if count < 4 else ()), False

        self.grow("segments", "segments", [1, 4, 10, 20, 40], of)

    def psus(self):
        self.grow("psus", "PSUs", [80, 400, 2_000, 10_000, 40_000, 100_000], lambda psus: (self.data(1_000_000, "--psus", psus), self.study(), True))

    def show(self, what):
        print(json.dumps(what), file=sys.stderr, flush=True)


def version(command):
    try:
        said = subprocess.run(command, capture_output=True, text=True)
        return (said.stdout + said.stderr).strip().splitlines()[0]
    except (FileNotFoundError, IndexError):
        return "not installed"


def machine(binary):
    cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.processor())
    python = "import importlib.metadata as m; print(', '.join(f'{p} {m.version(p)}' for p in ['numpy','polars','duckdb','svy'] if __import__('importlib').util.find_spec(p)))"
    return {
        "cpu": cpu,
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "load before": os.getloadavg()[0],
        "paradox": version([binary, "--version"]),
        "python": f"{platform.python_version()}; " + version([sys.executable, "-c", "import importlib.util;" + python]),
        "R": version(["Rscript", "-e", "cat(R.version.string, 'survey', as.character(packageVersion('survey')))"]),
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--parts", default="ratios,memory,more,wide,rows,columns,segments,psus")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--rows", type=lambda text: [int(rows) for rows in text.split(",")], default=[2_527, 1_000_000, 10_000_000])
    parser.add_argument("--large", type=lambda text: [int(rows) for rows in text.split(",")], default=[10_000_000, 30_000_000])
    parser.add_argument("--large-runs", type=int, default=3, help="rounds with more than a million rows")
    parser.add_argument("--slow-rows", type=int, default=1_000_000, help="rows up to which R and svy run")
    parser.add_argument("--seconds", choices=["clock", "cpu"], default="clock", help="which ones plots show: of processor where the machine is busy")
    parser.add_argument("--data")
    parser.add_argument("--out", default=f"{HERE}/results")
    args = parser.parse_args()
    made = None
    if not args.data:
        args.data = made = tempfile.mkdtemp()
    os.makedirs(args.data, exist_ok=True)
    os.makedirs(args.out, exist_ok=True)
    bench = Bench(args)
    path = os.path.join(args.out, "results.json")
    all_found = json.load(open(path)) if os.path.exists(path) else {}
    for part in args.parts.split(","):
        getattr(bench, part)()
        all_found[part] = {"found": bench.found.get(part), "machine": machine(bench.binary), "notes": bench.notes}
        with open(path, "w") as file:
            json.dump(all_found, file, indent=1)
            file.write("\n")
    if made:
        shutil.rmtree(made)


main()
