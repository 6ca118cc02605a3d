#!/usr/bin/env python3
"""Surveys drawn at random, through the program and through R's survey package: every number side by side.

usage: surveys.py BINARY [--seed N] [--rounds N] [--keep FOLDER] [--verbose]

Every round draws one survey of each kind of design (weights, strata, sampling units, finite populations, two stages,
lonely units, replicate weights, weights of very different scale, weights of 0, one degree of freedom), with blanks, small
levels, rates of 0 and 1, and a domain in every other one; runs `paradox analyze --json`; has surveys.R say what R says;
and compares, to 1e-9 relative, what is fitted by iteration to 1e-6. What both call not estimable agrees. Without R it says
so and ends. The last line counts. surveys.txt is what it printed for the committed version.
"""
import argparse
import csv
import json
import math
import os
import random
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SEGS, GRADES = ["North, East", "B & C", "Süd", "small"], ["low", "mid", "high", "top"]
MOODS = ["never", "seldom", "often", "always"]
KINDS = ["weights", "strata", "psu", "strata_psu", "fpc_count", "fpc_fraction", "fpc_srs", "two_stages", "two_stages_fpc",
         "lonely_error", "lonely_certainty", "lonely_adjust", "lonely_average", "brr", "fay", "jk1", "jkn", "bootstrap",
         "huge", "tiny", "mixed", "zero", "one_df", "ones"]
REPLICATES = {"brr", "fay", "jk1", "jkn", "bootstrap"}


def draw(kind, rng):
    """Rows as dicts, and what R needs to know."""
    strata = rng.randint(2, 6)
    if kind in ("psu", "jk1", "two_stages", "weights", "fpc_srs", "ones"):
        strata = 1
    if kind == "one_df":
        strata = 1
    rows, unit = [], 0
    base = {s: rng.uniform(.15, .85) for s in SEGS}
    for h in range(strata):
        units = {"one_df": 2, "brr": 2, "fay": 2}.get(kind) or rng.randint(3, 9)
        if kind.startswith("lonely") and h == 0:
            units = 1
        if kind in ("psu", "jk1", "two_stages", "two_stages_fpc"):
            units = rng.randint(6, 14)
        population = units + rng.randint(0, 30)
        for j in range(units):
            unit += 1
            shift, seconds = rng.gauss(0, .1), rng.randint(2, 4)
            for _ in range(rng.randint(4, 40)):
                seg = rng.choices(SEGS, [5, 3, 3, .25])[0]
                grade = rng.choices(GRADES, [3, 3, 2, 1])[0]
                ssu = rng.randint(1, seconds)
                p = min(max(base[seg] + .06 * GRADES.index(grade) + shift, .02), .98)
                yes = lambda p: "Yes" if rng.random() < p else "No"
                row = {"w": math.exp(rng.gauss(0, .6)), "stratum": f"h{h}", "psu": j + 1, "ssu": ssu, "seg": seg, "grade": grade,
                       "region": rng.choice("NSEW"), "shipped": yes(.75), "rolled": yes(p), "rare": yes(.02 if seg != "Süd" else 0),
                       "trust": yes(.75), "dev": yes(.6), "mood": rng.choice(MOODS), "hours": round(rng.gauss(30, 9) + 5 * shift, 2),
                       "f1": population, "f2": seconds * 3}
                if kind == "fpc_fraction":
                    row["f1"] = repr(units / population)
                if row["shipped"] == "No":
                    row["rolled"] = ""
                for column in ("seg", "grade", "shipped", "rolled", "rare", "trust", "dev", "mood", "hours"):
                    if rng.random() < .05:
                        row[column] = ""
                rows.append(row)
    for row in rows:
        if kind == "huge":
            row["w"] *= 1e7
        elif kind == "tiny":
            row["w"] *= 1e-7
        elif kind == "mixed":
            row["w"] = 10 ** rng.uniform(-5, 5)
        elif kind == "zero" and rng.random() < .15:
            row["w"] = 0
        elif kind in ("ones", "psu", "strata"):
            row["w"] = 1
        row["w"] = repr(round(row["w"], 12)) if kind != "tiny" else repr(row["w"])
        if kind == "fpc_srs":
            row["f1"] = len(rows) * 3
    if kind in REPLICATES:
        replicate(kind, rows, rng)
    return rows


def replicate(kind, rows, rng):
    """Replicate weights made from strata and units."""
    units = sorted({(r["stratum"], r["psu"]) for r in rows})
    size = {h: sum(1 for u in units if u[0] == h) for h, _ in units}
    strata = sorted(size)
    if kind in ("brr", "fay"):
        order = 1
        while order <= len(strata):
            order *= 2
        sign = lambda a, b: 1 - 2 * (bin(a & b).count("1") % 2)
        rho = .3 if kind == "fay" else 0
        half = lambda r, u: 2 - rho if (sign(r, strata.index(u[0]) + 1) > 0) == (u[1] == 1) else rho
        factors = [{u: half(r, u) for u in units} for r in range(order)]
    elif kind in ("jk1", "jkn"):
        of = (lambda u: len(units)) if kind == "jk1" else (lambda u: size[u[0]])
        same = (lambda u, v: True) if kind == "jk1" else (lambda u, v: u[0] == v[0])
        factors = [{u: 0 if u == gone else of(gone) / (of(gone) - 1) if same(u, gone) else 1 for u in units} for gone in units]
    else:
        factors = []
        for _ in range(30):
            times = {u: 0 for u in units}
            for h in strata:
                mine = [u for u in units if u[0] == h]
                for u in rng.choices(mine, k=len(mine) - 1):
                    times[u] += len(mine) / (len(mine) - 1)
            factors.append(times)
    for row in rows:
        for r, factor in enumerate(factors):
            row[f"rw{r + 1:03}"] = repr(float(row["w"]) * factor[(row["stratum"], row["psu"])])
    for row in rows:
        row["scales"] = [(size[u[0]] - 1) / size[u[0]] for u in units] if kind == "jkn" else None


def designs(kind, rows):
    """[design] of the study file, and R's call."""
    if kind in REPLICATES:
        scales, count = rows[0].pop("scales"), sum(1 for c in rows[0] if c.startswith("rw"))
        for row in rows[1:]:
            row.pop("scales")
        more = {"fay": ", rho = 0.3", "jkn": f", rscales = {json.dumps(scales)}"}.get(kind, "")
        ours = f'weight = "w"\nreplicates = {{ columns = "rw*", method = "{kind}"{more} }}'
        how = {"brr": 'type = "BRR"', "fay": 'type = "Fay", rho = .3', "jk1": f'type = "JK1", scale = {count - 1}/{count}',
               "jkn": f"type = \"JKn\", scale = 1, rscales = c({', '.join(map(repr, scales or []))})", "bootstrap": 'type = "bootstrap"'}[kind]
        return ours, f'svrepdesign(weights = ~w, repweights = as.matrix(d[grep("^rw", names(d))]), data = d, combined.weights = TRUE, {how})'
    ours, ids, strata, fpc = ['weight = "w"'], "~1", "", ""
    if kind in ("psu", "strata"):
        ours = []
    if kind not in ("weights", "psu", "fpc_srs", "one_df", "two_stages", "ones"):
        ours.append('strata = "stratum"')
        strata = ", strata = ~stratum"
    if kind in ("two_stages", "two_stages_fpc"):
        ours.append('psu = ["psu", "ssu"]')
        ids = "~psu + ssu"
    elif kind not in ("weights", "strata", "fpc_srs", "ones"):
        ours.append('psu = "psu"')
        ids = "~psu"
    if kind in ("fpc_count", "fpc_fraction", "fpc_srs"):
        ours.append('fpc = "f1"')
        fpc = ", fpc = ~f1"
    if kind == "two_stages_fpc":
        ours.append('fpc = ["f1", "f2"]')
        fpc = ", fpc = ~f1 + f2"
    if kind.startswith("lonely"):
        ours.append(f'lonely_psu = "{kind[7:]}"')
    return "\n".join(ours), f"svydesign({ids}{strata}, weights = ~w{fpc}, data = d, nest = TRUE)"


STUDY = """schema = 1
[design]
{design}
[analysis]
confidence = {confidence}
interval = "{interval}"
suppress_below = 2
[[segments]]
name = "seg"
levels = {segs}
[[segments]]
name = "grade"
levels = {grades}
ordered = true
[[outcomes]]
name = "rolled"
yes = ["Yes"]
no = ["No"]
base = {{ shipped = ["Yes"] }}
[[outcomes]]
name = "rare"
yes = ["Yes"]
[[outcomes]]
name = "mood"
bands = {moods}
at_least = "often"
[[outcomes]]
name = "hours"
kind = "mean"
{total}
[[outcomes]]
name = "answer"
column = "mood"
kind = "nominal"
levels = {moods}
[[outcomes]]
name = "trust"
yes = ["Yes"]
[[outcomes]]
name = "dev"
yes = ["Yes"]
[[paired]]
a = "trust"
b = "dev"
[[models]]
outcome = "rolled"
on = ["seg", "grade"]
"""
TOTAL = '[[outcomes]]\nname = "hours_total"\ncolumn = "hours"\nkind = "total"'


def numbers(results):
    """The numbers of the program under the keys of surveys.R."""
    found = {}

    def put(*parts, value):
        found["|".join(parts)] = value

    def estimate(e, *key):
        for name in ("n", "n_weighted", "df", "rate", "mean", "total", "se", "deff"):
            put(*key, name, value=e.get(name))
        ci = e["ci"] or {}
        put(*key, "low", value=ci.get("low"))
        put(*key, "high", value=ci.get("high"))

    def pair(p, *key):
        ci, ratio, odds = p["ci"] or {}, p.get("ratio") or {}, p.get("odds_ratio") or {}
        for name, value in [("difference", p["difference"]), ("se", p["se"]), ("df", p["df"]), ("p", p["p"]), ("low", ci.get("low")),
                            ("high", ci.get("high")), ("ratio", ratio.get("value")), ("ratio_low", ratio.get("low")),
                            ("ratio_high", ratio.get("high")), ("odds", odds.get("value")), ("odds_low", odds.get("low")), ("odds_high", odds.get("high"))]:
            put(*key, name, value=value)

    for outcome in results["outcomes"]:
        y = outcome["name"]
        estimate(outcome["overall"], "overall", y)
        for c in outcome["segments"]:
            by = c["segment"]
            for level in c["levels"]:
                estimate(level, "level", y, by, level["level"])
            for p in c["pairs"]:
                pair(p, "pair", y, by, p["a"], p["b"])
            for p in c["versus_rest"]:
                pair(p, "rest", y, by, p["a"], "one", "rest")
            tests = c["tests"]
            for test in [tests["omnibus"], tests["trend"], *tests["others"]]:
                if test:
                    for name in ("statistic", "df", "df2", "p"):
                        put("test", y, by, test["method"], name, value=test[name])
    for p in results["paired"]:
        for name, value in [("difference", p["difference"]), ("se", p["se"]), ("df", p["df"]), ("low", (p["ci"] or {}).get("low")),
                            ("high", (p["ci"] or {}).get("high")), ("p", p["tests"][0]["p"] if p["tests"] else None)]:
            put("paired", name, value=value)
    for m in results["models"]:
        put("model", "df", value=m["df"])
        for t in m["terms"]:
            for name in ("coefficient", "se", "p"):
                put("model", t["term"], t["level"] or "", name, value=t[name])
        for w in m["wald"]:
            for name in ("statistic", "df", "df2", "p"):
                put("model", "wald", w["segment"], name, value=w[name])
        for g in m["margins"]:
            if g["segment"] == "seg":
                put("model", "margin", g["level"], "rate", value=g["rate"])
                put("model", "margin", g["level"], "se", value=g["se"])
    return found


def agree(ours, theirs, key):
    """A number that R does not have must be absent here too, or a case that R's formulas do not cover."""
    if theirs is None:
        return ours is None or key.startswith("test")
    if ours is None:
        return False
    tolerance = 1e-6 if key.startswith("model") or "svy_logit_trend" in key else 1e-9
    return math.isclose(ours, theirs, rel_tol=tolerance, abs_tol=1e-11 if "|p" in key[-2:] else 1e-12)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--keep")
    parser.add_argument("--verbose", action="store_true")
    args = parser.parse_args()
    try:
        version = subprocess.run(["Rscript", "-e", 'cat(R.version.string, "with survey", format(packageVersion("survey")))'], capture_output=True, text=True)
        missing = version.stderr.strip().splitlines()[-1:] if version.returncode else None
    except FileNotFoundError as error:
        missing = [str(error)]
    if missing is not None:
        print(f"skipped: R and its package survey are needed ({' '.join(missing)})")
        return
    binary, root = os.path.abspath(args.binary), args.keep or tempfile.mkdtemp()
    folders, ours = [], {}
    for round_ in range(args.rounds):
        for at, kind in enumerate(KINDS):
            rng = random.Random(f"{args.seed} {round_} {kind}")
            name = f"{kind}-{round_ + 1}"
            folder = os.path.join(root, name)
            os.makedirs(folder, exist_ok=True)
            rows = draw(kind, rng)
            design, call = designs(kind, rows)
            rng.shuffle(rows)
            with open(f"{folder}/data.csv", "w", newline="", encoding="utf-8") as file:
                writer = csv.DictWriter(file, rows[0].keys())
                writer.writeheader()
                writer.writerows(rows)
            confidence, interval = rng.choice([.9, .95, .99]), rng.choice(["wilson", "wilson", "logit", "beta", "mean"])
            quoted = lambda values: json.dumps(values, ensure_ascii=False)
            with open(f"{folder}/study.toml", "w", encoding="utf-8") as file:
                file.write(STUDY.format(design=design, confidence=confidence, interval=interval, segs=quoted(SEGS), grades=quoted(GRADES),
                                        moods=quoted(MOODS), total=TOTAL))
            flags, where = rng.choice([([], "TRUE"), ([], "TRUE"), (["--where", "region=N|S"], 'region %in% c("N", "S")'),
                                       (["--where", "seg=B & C|Süd", "--where", "region=N|E|W"], 'seg %in% c("B & C", "Süd") & region != "S"')])
            vector = lambda values: "c(" + ", ".join(map(quoted, values)) + ")"
            with open(f"{folder}/spec.R", "w", encoding="utf-8") as file:
                lonely = kind[7:].replace("error", "fail") if kind.startswith("lonely") else "fail"
                file.write(f'design <- quote({call})\nwhere <- quote({where})\nlonely <- "{lonely}"\nconfidence <- {confidence}\n'
                           f'method <- "{interval}"\nsegs <- {vector(SEGS)}\ngrades <- {vector(GRADES)}\nmoods <- {vector(MOODS)}\n')
            done = subprocess.run([binary, "analyze", f"{folder}/data.csv", "--study", f"{folder}/study.toml", "--json", *flags],
                                  capture_output=True, text=True)
            if done.returncode == 0:
                ours[name] = numbers(json.loads(done.stdout))
            elif done.returncode == 1 and "--lonely-psu" in done.stderr:
                ours[name] = {"refused": 1}
            else:
                sys.exit(f"{name}: exit code {done.returncode}\n{done.stderr}")
            folders.append(folder)
    said = subprocess.run(["Rscript", f"{HERE}/surveys.R", *folders], capture_output=True, text=True, encoding="utf-8")
    if said.returncode:
        sys.exit(said.stderr)
    theirs = {}
    for line in said.stdout.splitlines():
        survey, key, value = line.rstrip("\t").split("\t")[:3]
        theirs.setdefault(survey, {})[key] = None if value == "null" else float(value)
    print(f"{version.stdout}; seed {args.seed}, {args.rounds} rounds of {len(KINDS)} designs")
    total = wrong = 0
    for kind in KINDS:
        compared = bad = whole = 0
        for round_ in range(args.rounds):
            name = f"{kind}-{round_ + 1}"
            misses = [(k, ours[name].get(k), v) for k, v in theirs[name].items() if not agree(ours[name].get(k), v, k)]
            compared, bad, whole = compared + len(theirs[name]), bad + len(misses), whole + (not misses)
            for key, own, other in misses if args.verbose else misses[:3]:
                print(f"  {name} {key}: paradox {own}, R {other}")
        print(f"{kind:17} {compared - bad:6} of {compared:6} numbers agree, {whole} of {args.rounds} surveys in full")
        total, wrong = total + compared, wrong + bad
    print(f"{total - wrong} of {total} numbers agree with R")
    sys.exit(wrong > 0)


main()
