"""Writes small files of cells, to start the fuzz target `cells` from: what DuckDB makes of forty drawn answers for the two
studies in cells-of/. `FP` stands for the fingerprint of the query.

    cargo build && pip install duckdb==2.0.1
    python3 fuzz/seeds/cells.py

The files in cells/ were written by it with that version.
"""

import csv
import random
import subprocess
from pathlib import Path

import duckdb

HERE = Path(__file__).parent

ANSWERS = {
    "weighted": {
        "status": ["Complete", "Complete", "Partial"],
        "size": ["big", "5+", "tiny", "", "-"],
        "back": ["Yes", "No", ""],
        "hours": ["1", "2.5", "40", ""],
        "formats": ["E-book", "Paper, E-book", "Paper", ""],
        "w": ["1", "0", "0.5", "2.25"],
    },
    "drawn": {
        "region": ["N", "S"],
        "branch": ["1", "2", "3"],
        "branches": ["9"],
        "age": ["16", "29.9", "30", "99", "120", ""],
        "satisfied": ["no", "so so", "yes", ""],
        "why": ["far", "closed", ""],
        "synthetic": ["yes"],
    },
}

random.seed(7)
for number, (study, columns) in enumerate(ANSWERS.items()):
    paradox = ["target/debug/paradox", "sql", "--dialect", "duckdb", "--study", HERE / "cells-of" / f"{study}.toml"]
    query = subprocess.run(paradox, capture_output=True, check=True, text=True).stdout
    engine = duckdb.connect()
    engine.execute(f"CREATE TABLE responses ({', '.join(f'{name} VARCHAR' for name in columns)})")
    for _ in range(40):
        row = [random.choice(values) for values in columns.values()]
        engine.execute(f"INSERT INTO responses VALUES ({', '.join('?' * len(row))})", row)
    result = engine.execute(query)
    names = [column[0] for column in result.description]
    cells = [["" if value is None else str(value) for value in row] for row in result.fetchall()]
    for row in cells:
        row[0] = "FP/" + row[0].split("/")[1]
    for delimiter, ending in [(",", "csv"), ("\t", "tsv")]:
        with open(HERE / "cells" / f"{number}-{study}.{ending}", "w", newline="") as file:
            # The first byte tells the target which study it is.
            file.write(str(number))
            csv.writer(file, delimiter=delimiter, lineterminator="\n").writerows([names, *sorted(cells)])
