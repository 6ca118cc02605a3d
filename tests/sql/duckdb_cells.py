#!/usr/bin/env python3
"""Runs a query over a CSV in DuckDB: duckdb_cells.py QUERY DATA CELLS. The CSV is the table `responses`, of text as it
stands (an empty cell is NULL); with --typed `weight` is a double and `fpc` a whole number."""
import csv
import sys

import duckdb

query, data, cells, *how = sys.argv[1:]
engine = duckdb.connect()
typed = " REPLACE (CAST(weight AS DOUBLE) AS weight, CAST(fpc AS INTEGER) AS fpc)" if "--typed" in how else ""
engine.execute(f"CREATE TABLE responses AS SELECT *{typed} FROM read_csv('{data}', header = true, all_varchar = true)")
with open(query) as text:
    result = engine.execute(text.read())
with open(cells, "w", newline="") as file:
    out = csv.writer(file)
    out.writerow([column[0] for column in result.description])
    out.writerows(["" if value is None else value for value in row] for row in result.fetchall())
