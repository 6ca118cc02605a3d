"""Writes the same 120 answers in each format that paradox reads, and a few files that are wrong.

    pip install pyreadstat==1.3.7 openpyxl==3.1.5 pandas==3.1.1 msoffcrypto-tool pyarrow==26.0.1 polars==1.36.1
    python3 tests/formats/make.py

The files beside this script were written by it with those versions. Times of writing inside them change with each
run; the answers do not.
"""

import datetime
import decimal
import gzip
import io
import shutil
import struct
import zipfile
from pathlib import Path

import openpyxl
import pandas
import polars
import pyarrow
import pyarrow.dataset
import pyarrow.feather
import pyarrow.parquet
import pyreadstat
from msoffcrypto.format.ooxml import OOXMLFile

HERE = Path(__file__).parent
ROWS = 120

SIZE = {1: "1-49", 2: "50-249", 3: "250+", 9: "Refused"}
YES = {1: "Yes", 2: "No", 8: "Don't know"}
AGREE = {1: "Strongly disagree", 2: "Disagree", 3: "Neutral", 4: "Agree", 5: "Strongly agree"}
LABELS = {
    "id": "Respondent",
    "size": "How many people work at your company?",
    "country": "In which country is the head office?",
    "shipped": "Has your company shipped an AI agent?",
    "rolled_back": "Did you roll it back or shut it down?",
    "hours": "Hours a week spent on safety",
    "trust": "I trust our agents",
    "q7_1": "Causes: data exposure",
    "q7_2": "Causes: hallucination",
    "q7_3": "Causes: cost",
    "done": "Date of the interview",
    "started": "Start of the interview",
    "weight": "Weight",
    "comment": "Anything else?",
}


def answers():
    """Codes of each respondent, by a small generator that is the same everywhere."""
    state = 12345

    def draw(n):
        nonlocal state
        state = (state * 1103515245 + 12345) % 2**31
        return (state >> 16) % n

    rows = []
    for i in range(ROWS):
        shipped = 1 if draw(4) else 2
        rolled = [1, 1, 2, 8][draw(4)] if shipped == 1 else None
        ticks = [1 if rolled == 1 and draw(2) else (0 if rolled == 1 else None) for _ in range(3)]
        rows.append({
            "id": 1000 + i,
            "size": [1, 2, 2, 3, 3, 9][draw(6)],
            "country": ["Österreich", "Brazil", "India"][draw(3)],
            "shipped": shipped,
            "rolled_back": rolled,
            "hours": None if draw(10) == 0 else draw(80) / 4,
            "trust": 1 + draw(5),
            "q7_1": ticks[0],
            "q7_2": ticks[1],
            "q7_3": ticks[2],
            "done": datetime.date(2026, 9, 1) + datetime.timedelta(days=draw(60)),
            "started": datetime.datetime(2026, 9, 1, 8, 30) + datetime.timedelta(minutes=draw(9000)),
            "weight": [0.5, 0.8, 1.25, 2.0][draw(4)],
            "comment": "" if draw(3) else ("Sehr gut, „danke“. " * (1 + draw(30))).strip(),
        })
    return rows


VALUE_LABELS = {
    "size": SIZE, "shipped": YES, "rolled_back": YES, "trust": AGREE,
    "q7_1": {1: "Yes", 0: "No"}, "q7_2": {1: "Yes", 0: "No"}, "q7_3": {1: "Yes", 0: "No"},
}


def text(column, value):
    """A cell as the CSV has it."""
    if value is None:
        return ""
    if column in VALUE_LABELS:
        return VALUE_LABELS[column][value]
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ") if value.time() != datetime.time() else value.date().isoformat()
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return str(value)


def frame(rows, codes):
    """A pandas frame; codes as numbers, blanks as not a number."""
    data = pandas.DataFrame(rows)
    for column in data.columns:
        if column in codes or column in ("hours", "weight", "id"):
            data[column] = data[column].astype(float)
    data["done"] = data["done"].astype(object)
    return data


def with_sets(path):
    """Adds a set of several answers, as SPSS writes it, before the end of the dictionary (pyreadstat cannot)."""
    data = path.read_bytes()
    line = b"$causes=D1 1 18 Causes of rollback q7_1 q7_2 q7_3\n"
    record = struct.pack("<iiii", 7, 7, 1, len(line)) + line
    end = data.index(struct.pack("<ii", 999, 0))
    rest = bytearray(data[end:])
    if data.startswith(b"$FL3"):
        # Offsets of the compressed cases, in their header and in the trailer, move along.
        header, trailer, _ = struct.unpack_from("<qqq", rest, 8)
        struct.pack_into("<qq", rest, 8, header + len(record), trailer + len(record))
        at = trailer - end
        for block in range(struct.unpack_from("<i", rest, at + 20)[0]):
            place = at + 24 + 24 * block
            offsets = struct.unpack_from("<qq", rest, place)
            struct.pack_into("<qq", rest, place, *(offset + len(record) for offset in offsets))
    path.write_bytes(data[:end] + record + bytes(rest))


def csv(path, rows, columns):
    lines = [",".join(columns)]
    for row in rows:
        cells = [text(column, row[column]) for column in columns]
        lines.append(",".join(f'"{cell}"' if set(cell) & set(',"\n') else cell for cell in cells))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def tsv(path, rows, columns):
    lines = ["\t".join(columns)] + ["\t".join(text(column, row[column]) for column in columns) for row in rows]
    path.write_text("\r\n".join(lines) + "\r\n", encoding="utf-16", newline="")


def xlsx(path, rows, columns):
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    book.create_sheet("Answers")
    hidden = book.create_sheet("Hidden")
    hidden["A1"], hidden.sheet_state = "x", "hidden"
    sheet = book["Answers"]
    sheet.append(columns)
    for row in rows:
        plain = [text(c, row[c]) if c in VALUE_LABELS else row[c] for c in columns]
        sheet.append([None if cell == "" else cell for cell in plain])
    book.save(path)


def sav(path, rows, **options):
    data = frame(rows, VALUE_LABELS)
    pyreadstat.write_sav(
        data, path, file_label="Agents 2026", column_labels=LABELS, variable_value_labels=VALUE_LABELS,
        missing_ranges={"size": [9], "rolled_back": [{"lo": 8, "hi": 9}]}, **options)
    with_sets(path)


def dta(path, rows):
    # Stata has no user-missing codes but .a to .z: 9 becomes .a, 8 becomes .b, under their labels.
    data = frame(rows, VALUE_LABELS)
    letters = {"size": {9.0: "a"}, "rolled_back": {8.0: "b"}}
    labels = {name: dict(codes) for name, codes in VALUE_LABELS.items()}
    for name, changed in letters.items():
        data[name] = data[name].astype(object).map(lambda v, changed=changed: changed.get(v, v))
        for code, letter in changed.items():
            labels[name][letter] = labels[name].pop(int(code))
    pyreadstat.write_dta(
        data, path, file_label="Agents 2026", column_labels=LABELS, variable_value_labels=labels,
        missing_user_values={"size": ["a"], "rolled_back": ["b"]})


def table(rows, columns, text_type=None):
    """An Arrow table: texts where there are labels, numbers and dates as they are, the wording beside each name."""
    text_type = text_type or pyarrow.dictionary(pyarrow.int32(), pyarrow.string())
    types = {
        "id": pyarrow.int64(), "hours": pyarrow.decimal128(6, 3), "done": pyarrow.date32(),
        "started": pyarrow.timestamp("us"), "weight": pyarrow.float64(), "comment": pyarrow.large_string(),
        "country": pyarrow.string(),
    }
    arrays, fields = [], []
    for column in columns:
        values = [row[column] for row in rows]
        if column in VALUE_LABELS:
            values = [None if value is None else VALUE_LABELS[column][value] for value in values]
        if column == "hours":
            values = [None if value is None else decimal.Decimal(value) for value in values]
        if column == "comment":
            values = [value or None for value in values]
        kind = types.get(column, text_type)
        plain = kind.value_type if pyarrow.types.is_dictionary(kind) else kind
        array = pyarrow.array(values, plain)
        arrays.append(array.dictionary_encode().cast(kind) if plain != kind else array)
        fields.append(pyarrow.field(column, kind, metadata={"label": LABELS[column]}))
    return pyarrow.table(arrays, schema=pyarrow.schema(fields))


def parquet_and_arrow(rows, columns):
    """Every compression and page form that is read, by the three programs that write most such files."""
    whole = table(rows, columns)
    write = pyarrow.parquet.write_table
    write(whole, HERE / "answers.parquet", compression="snappy", row_group_size=50)
    write(whole, HERE / "zstd.parquet", compression="zstd", data_page_version="2.0", row_group_size=70)
    write(whole, HERE / "gzip.parquet", compression="gzip", use_dictionary=False)
    write(whole, HERE / "lz4.parquet", compression="lz4", data_page_version="2.0", store_schema=False)
    write(whole, HERE / "plain.parquet", compression="none", use_deprecated_int96_timestamps=True)
    pyarrow.feather.write_feather(whole, HERE / "answers.arrow", compression="lz4", chunksize=50)
    pyarrow.feather.write_feather(whole, HERE / "zstd.feather", compression="zstd")
    with pyarrow.OSFile(str(HERE / "stream.arrows"), "wb") as file, pyarrow.ipc.new_stream(file, whole.schema) as stream:
        stream.write_table(whole, max_chunksize=50)
    frame_of = polars.from_arrow(whole)
    frame_of.write_parquet(HERE / "polars.parquet")
    frame_of.write_ipc(HERE / "polars.arrow")
    # Folders: parts by number, and by the value of a column as DuckDB and Spark write them.
    for folder in ["parts", "by-country", "parts-differ"]:
        shutil.rmtree(HERE / folder, ignore_errors=True)
    (HERE / "parts").mkdir()
    for part, (start, end) in enumerate([(0, 50), (50, 51), (51, ROWS)]):
        write(whole.slice(start, end - start), HERE / "parts" / f"part-{part}.parquet")
    (HERE / "parts" / "_SUCCESS").write_text("")
    behind = [column for column in columns if column != "country"] + ["country"]
    pyarrow.dataset.write_dataset(
        whole.select(behind), HERE / "by-country", format="arrow", partitioning_flavor="hive", partitioning=["country"])
    # Refused, each for a reason of its own.
    (HERE / "parts-differ").mkdir()
    write(whole, HERE / "parts-differ" / "a.parquet")
    codes = whole.set_column(1, "size", pyarrow.array([row["size"] for row in rows], pyarrow.int64()))
    write(codes, HERE / "parts-differ" / "b.parquet")
    small = pyarrow.table({"g": ["a", "b"] * 60, "size": ["1-49", "250+"] * 60})
    write(small, HERE / "brotli.parquet", compression="brotli")
    write(small.append_column("many", pyarrow.array([["x", "y"]] * 120)), HERE / "nested.parquet")


def wrong():
    """Files that must be refused with their place."""
    frame_of = pandas.DataFrame({"q": [1.0, 2.0, 3.0] * 20, "g": [1.0, 2.0] * 30})
    pyreadstat.write_sav(frame_of, HERE / "clash.sav", variable_value_labels={"q": {1: "Other", 2: "Yes", 3: "Other"}})
    pyreadstat.write_dta(frame_of, HERE / "clash.dta", variable_value_labels={"q": {1: "Other", 2: "Yes", 3: "Other"}})
    many = pandas.DataFrame({"postcode": [float(i) for i in range(3000)], "g": [1.0, 2.0, 1.0] * 1000})
    labels = {"postcode": {i: f"Town number {i}" for i in range(3000)}, "g": {1: "a", 2: "b"}}
    pyreadstat.write_sav(many, HERE / "many-labels.zsav", compress=True, variable_value_labels=labels)
    book = openpyxl.Workbook()
    for line in [["size", "rolled_back"], ["1-5", "Yes"], [datetime.date(2026, 5, 6), "No"], ["6-25", "Yes"]]:
        book.active.append(line)
    book.save(HERE / "size-became-date.xlsx")
    plain = io.BytesIO()
    book.save(plain)
    # Cells where no sheet has any: beyond the last column, and in a column that 32 bits cannot count.
    for name, column in [("column-beyond.xlsx", "XFE"), ("column-uncountable.xlsx", "ZZZZZZZZ")]:
        with zipfile.ZipFile(plain) as whole, zipfile.ZipFile(HERE / name, "w", zipfile.ZIP_DEFLATED) as changed:
            for part in whole.namelist():
                changed.writestr(part, whole.read(part).replace(b'r="B3"', f'r="{column}3"'.encode()))
    with open(HERE / "password.xlsx", "wb") as encrypted:
        OOXMLFile(plain).encrypt("secret", encrypted)


def survey(source, name, coded):
    """A committed survey in formats that carry its header: with labels of codes, or with texts."""
    folder = HERE / "surveys"
    folder.mkdir(exist_ok=True)
    data = pandas.read_csv(source, dtype=str, keep_default_na=False, na_values=[""])
    arrow = pyarrow.table({column: pyarrow.array(data[column].where(data[column].notna(), None)) for column in data})
    pyarrow.parquet.write_table(arrow, folder / f"{name}.parquet", compression="zstd")
    if coded:
        return coded_survey(data, folder / name)
    encoded = [arrow[column].combine_chunks().dictionary_encode() for column in arrow.column_names]
    pyarrow.feather.write_feather(
        pyarrow.table(encoded, names=arrow.column_names), folder / f"{name}.arrow", compression="lz4")
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Answers")
    sheet.append(list(data.columns))
    for row in data.itertuples(index=False):
        sheet.append([None if pandas.isna(cell) else cell for cell in row])
    book.save(folder / f"{name}.xlsx")


def coded_survey(data, path):
    codes, labels = {}, {}
    for column in data:
        texts = sorted(data[column].dropna().unique())
        if len(texts) > 50:
            codes[column] = data[column].astype(float)
        else:
            labels[column] = {float(code): text for code, text in enumerate(texts, 1)}
            codes[column] = data[column].map({text: code for code, text in labels[column].items()})
    coded = pandas.DataFrame(codes)
    pyreadstat.write_sav(coded, f"{path}.zsav", compress=True, variable_value_labels=labels)
    whole = {column: {int(code): text for code, text in texts.items()} for column, texts in labels.items()}
    pyreadstat.write_dta(coded, f"{path}.dta", variable_value_labels=whole)


if __name__ == "__main__":
    rows = answers()
    columns = list(rows[0])
    csv(HERE / "answers.csv", rows, columns)
    xlsx(HERE / "answers.xlsx", rows, columns)
    sav(HERE / "answers.sav", rows)
    sav(HERE / "packed.sav", rows, row_compress=True)
    sav(HERE / "answers.zsav", rows, compress=True)
    dta(HERE / "answers.dta", rows)
    text_of = (HERE / "answers.csv").read_text(encoding="utf-8")
    assert "\t" not in text_of
    tsv(HERE / "answers.tsv", rows, columns)
    (HERE / "answers.csv.gz").write_bytes(gzip.compress(text_of.encode(), mtime=0))
    parquet_and_arrow(rows, columns)
    wrong()
    data = HERE.parent.parent / "data"
    survey(data / "sinch-2026-synthetic.csv", "sinch-2026-synthetic", coded=True)
    survey(data / "flying-etiquette" / "flying-etiquette.csv", "flying-etiquette", coded=False)
