#!/usr/bin/env python3
"""Runs a query over a CSV in Spark's local mode: spark_cells.py QUERY DATA CELLS. The CSV is the view `responses`, of text
as it stands (an empty cell is NULL)."""
import csv
import sys

from pyspark.sql import SparkSession

query, data, cells = sys.argv[1:]
spark = SparkSession.builder.master("local[2]").appName("cells").config("spark.ui.enabled", "false").getOrCreate()
spark.sparkContext.setLogLevel("ERROR")
spark.read.csv(data, header=True, escape='"', multiLine=True, nullValue="").createOrReplaceTempView("responses")
with open(query) as text:
    result = spark.sql(text.read())
with open(cells, "w", newline="") as file:
    out = csv.writer(file)
    out.writerow(result.columns)
    out.writerows(["" if value is None else value for value in row] for row in result.collect())
spark.stop()
