"""Writes the same 120 answers in each format that paradox reads, and a few files that are wrong.

    pip install pyreadstat==1.3.7 openpyxl==3.1.5 pandas==3.1.1 msoffcrypto-tool
    python3 tests/formats/make.py

The files beside this script were written by it with those versions. Times of writing inside them change with each
run; the answers do not.
"""

import datetime
import io
import struct
from pathlib import Path

import openpyxl
import pandas
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
    with open(HERE / "password.xlsx", "wb") as encrypted:
        OOXMLFile(plain).encrypt("secret", encrypted)


if __name__ == "__main__":
    rows = answers()
    columns = list(rows[0])
    csv(HERE / "answers.csv", rows, columns)
    xlsx(HERE / "answers.xlsx", rows, columns)
    sav(HERE / "answers.sav", rows)
    sav(HERE / "packed.sav", rows, row_compress=True)
    sav(HERE / "answers.zsav", rows, compress=True)
    dta(HERE / "answers.dta", rows)
    wrong()
