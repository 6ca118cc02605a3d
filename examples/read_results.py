"""Reads results.json of paradox: each outcome with its rate, interval, base and verdicts.

    python3 examples/read_results.py reports/sinch-2026-synthetic/results.json

Python's standard library only. `paradox schema results` describes the file.
"""

import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    results = json.load(file)
assert results["schema"] == "paradox.results/1", results["schema"]

print(results["study"]["title"])
if results["study"]["synthetic"]:
    print("SYNTHETIC DATA")

for outcome in results["outcomes"]:
    overall = outcome["overall"]
    # A mean has "mean" in place of "rate"; null is not estimable, a suppressed figure has its flag.
    if overall.get("rate") is None or "suppressed" in overall["flags"]:
        continue
    low, high = overall["ci"]["low"], overall["ci"]["high"]
    print(f"{outcome['name']}: {overall['rate']:.4f} ({low:.4f} to {high:.4f}), n = {overall['n']}")
    for comparison in outcome["segments"]:
        decision = comparison["decision"]
        p = "-" if decision is None else f"{decision['p_adjusted']:.4f}"
        print(f"  by {comparison['segment']}: {comparison['verdict']}, adjusted p = {p}")
