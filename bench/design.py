#!/usr/bin/env python3
"""The design job: rates of two outcomes by four segments with their tests, from weights, strata and sampling units.

usage: design.py BINARY [--rows N] [--runs K]

Makes the data (make_data.py: numpy and polars), runs paradox, R's survey and svy one after the other, K rounds of it, and
prints how far their numbers are apart and the ratio of the median times, by the clock and of the processor. A peer that is not installed is skipped with a
message. The times hold for the machine that ran it, the ratios nearly everywhere.
"""
import argparse
import json
import math
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
OUTCOMES = {"rolled_back": "rollback", "safety_ge50": "safety_time"}


def paradox_numbers(text):
    """The results of paradox in the shape of the peers'."""
    outcomes = {outcome["name"]: outcome for outcome in json.loads(text)["outcomes"]}

    def numbers(e):
        return {"n": e["n"], "p": e["rate"], "se": e["se"], "lo": e["ci"]["low"], "hi": e["ci"]["high"], "df": e["df"]}

    found = {"overall": {peer: numbers(outcomes[own]["overall"]) for peer, own in OUTCOMES.items()}, "segments": {}}
    for at, segment in enumerate(outcomes["rollback"]["segments"]):
        test = segment["tests"]["omnibus"]
        found["segments"][segment["segment"]] = {
            "test": {"stat": test["statistic"], "df1": test["df"], "df2": test["df2"], "p": test["p"]},
            **{peer: {level["level"]: numbers(level) for level in outcomes[own]["segments"][at]["levels"]} for peer, own in OUTCOMES.items()},
        }
    return found


def compare(ours, theirs, path=""):
    """(difference, where) of every number that both have: relative, of numbers below 1e-15 to that."""
    for key in ours:
        if key in theirs and isinstance(ours[key], dict):
            yield from compare(ours[key], theirs[key], f"{path}/{key}")
        elif isinstance(theirs.get(key), (int, float)) and isinstance(ours[key], (int, float)):
            difference = abs(ours[key] - theirs[key])
            yield difference / max(abs(theirs[key]), 1e-15) if difference else 0.0, f"{path}/{key}"


def run(command):
    """Seconds by the clock, seconds of processor in all threads, and what it said."""
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True)
    took, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return (took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime), done


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = os.path.join(folder, "data.csv")
        made = subprocess.run([sys.executable, f"{HERE}/make_data.py", str(args.rows), data], capture_output=True, text=True)
        if made.returncode:
            sys.exit(f"the data could not be made: {made.stderr.strip().splitlines()[-1]}")
        commands = {
            "paradox": [os.path.abspath(args.binary), "analyze", data, "--study", f"{HERE}/study.toml", "--json"],
            "R survey": ["Rscript", f"{HERE}/peer_r_survey.R", data, "--ci=xlogit"],
            "svy": [sys.executable, f"{HERE}/peer_svy.py", data, "--ci=logit"],
        }
        times, outputs = {name: [] for name in commands}, {}
        for _ in range(args.runs):
            for name in list(commands):
                try:
                    took, done = run(commands[name])
                    failed = done.stderr.strip().splitlines()[-1:] if done.returncode else None
                except FileNotFoundError as missing:
                    failed = [str(missing)]
                if failed is not None:
                    if name == "paradox":
                        sys.exit(f"paradox failed: {failed}")
                    print(f"{name}: skipped ({' '.join(failed)})")
                    del commands[name], times[name]
                    continue
                times[name].append(took)
                outputs[name] = done.stdout
    ours = paradox_numbers(outputs["paradox"])
    medians = {name: [statistics.median(of) for of in zip(*took)] for name, took in times.items()}
    (own, own_cpu) = medians["paradox"]
    print(f"{args.rows:,} rows, median of {args.runs} runs: paradox {own:.2f} s by the clock, {own_cpu:.2f} s of processor")
    for name in commands:
        if name == "paradox":
            continue
        found = list(compare(ours, json.loads(outputs[name])))
        worst, where = max(found, key=lambda pair: (not math.isnan(pair[0]), pair[0]))
        clock, cpu = medians[name]
        print(f"{name}: {clock:.2f} s by the clock, {cpu:.2f} s of processor, {clock / own:.1f} and {cpu / own_cpu:.1f} times as "
              f"long; {len(found)} numbers in common, largest relative difference {worst:.1e} at {where}")


main()
