#!/usr/bin/env python3
"""Runs a query over a CSV in PostgreSQL: postgres_cells.py QUERY DATA CELLS. The CSV is the table `responses`, of text as
it stands (an empty cell is NULL); with --backslash-escapes a backslash is one in plain literals too. Connects as psql does
(PGHOST, PGDATABASE); the table is temporary."""
import csv
import os
import subprocess
import sys

query, data, cells, *how = sys.argv[1:]
with open(data, newline="", encoding="utf-8-sig") as file:
    header = next(csv.reader(file))
columns = ", ".join('"' + name.replace('"', '""') + '" text' for name in header)
quote = lambda path: "'" + os.path.abspath(path).replace("\\", "\\\\").replace("'", "''") + "'"
escapes = "SET standard_conforming_strings = off;" if "--backslash-escapes" in how else ""
script = f"""\\set ON_ERROR_STOP on
SET client_min_messages = warning;
CREATE TEMP TABLE responses ({columns});
\\copy responses FROM {quote(data)} WITH (FORMAT csv, HEADER true)
{escapes}
\\i {quote(query)}
"""
with open(cells, "wb") as out:
    done = subprocess.run(["psql", "-X", "-q", "--csv"], input=script.encode(), stdout=out)
sys.exit(done.returncode)
