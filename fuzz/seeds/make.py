"""Writes small files of each binary format, to start the fuzz targets from.

    pip install pyreadstat==1.3.7 pandas==3.1.1 pyarrow==26.0.1
    python3 fuzz/seeds/make.py

The files in the folders beside this script were written by it with those versions.
"""

from pathlib import Path

import pandas
import pyarrow
import pyarrow.feather
import pyarrow.parquet
import pyreadstat

HERE = Path(__file__).parent

frame = pandas.DataFrame(
    {"a": [1.0, 2.0, None, 1.0], "b": [5.0, -5.0, 50.0, 8.0], "c": ["x", "", "long text", "ä"]}
)


def at(folder, name):
    (HERE / folder).mkdir(exist_ok=True)
    return HERE / folder / name


labels = {"variable_value_labels": {"a": {1: "Yes", 2: "No"}}, "column_labels": ["Rolled back?", "Age", "Why"]}
for ending, how in [("sav", {}), ("sav", {"row_compress": True}), ("zsav", {"compress": True})]:
    name = f"{'rows' if 'row_compress' in how else 'small'}.{ending}"
    pyreadstat.write_sav(
        frame, at("sav", name), missing_ranges={"a": [2], "b": [{"lo": 40, "hi": 60}]}, **labels, **how
    )
wide = pandas.DataFrame({"a": [1.0, 2.0], "b": [3.0, 4.0], "wide": ["w" * 300, "v" * 280]})
pyreadstat.write_sav(wide, at("sav", "wide.sav"))
for release in [8, 12, 13, 15]:
    pyreadstat.write_dta(frame, at("dta", f"release-{release}.dta"), version=release, **labels)
pandas.DataFrame({"a": [1, 2], "b": [1, 20], "c": ["long " * 900, "x"]}).to_stata(
    at("dta", "long-texts.dta"), version=117, convert_strl=["c"], write_index=False
)

table = pyarrow.table(
    {
        "a": pyarrow.array(["1", "0", None, "1"]).dictionary_encode(),
        "b": pyarrow.array([5, -5, 50, None], pyarrow.int64()),
        "c": pyarrow.array(["x", "", "ä", None]),
        "d": pyarrow.array([[1], [], None, [2, 3]], pyarrow.list_(pyarrow.int8())),
    }
)
for compression in ["none", "snappy", "gzip", "zstd", "lz4"]:
    pyarrow.parquet.write_table(table, at("parquet", f"{compression}.parquet"), compression=compression)
pyarrow.parquet.write_table(
    table.select(["b", "c"]),
    at("parquet", "delta.parquet"),
    use_dictionary=False,
    data_page_version="2.0",
    column_encoding={"b": "DELTA_BINARY_PACKED", "c": "DELTA_BYTE_ARRAY"},
)
for compression in ["uncompressed", "lz4", "zstd"]:
    pyarrow.feather.write_feather(table, at("arrow", f"{compression}.arrow"), compression=compression)
with pyarrow.ipc.new_stream(str(at("arrow", "stream.arrows")), table.schema) as stream:
    stream.write_table(table)
