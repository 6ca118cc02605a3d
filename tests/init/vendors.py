"""Writes one small survey as four programs export it, in the layouts that their makers document.

    python3 tests/init/vendors.py          (Python 3.11, nothing else)

    qualtrics.csv      three header rows: names, wordings, {"ImportId": …}; support.qualtrics.com, "Understanding Your Dataset"
    surveymonkey.csv   two header rows: question, answer option; help.surveymonkey.com, "Spreadsheet exports"
    google-forms.csv   one header row of wordings; checkboxes in one cell, joined by ", "; support.google.com/docs
    limesurvey.csv     "code. wording" headers, [subquestions], Yes or blank; manual.limesurvey.org, "Exporting results"
"""

import csv
import json
from pathlib import Path

HERE = Path(__file__).parent
ROWS = 150
AGES = ["18-24", "25-34", "35-44", "45-54", "55+"]
SIZES = ["1-49", "50-249", "250-999", "1,000+"]
ROLES = ["Engineer", "Manager", "Analyst", "Other"]
AGREE = ["Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"]
CAUSES = ["Data exposure", "Hallucination", "Cost"]
WORDS = ["we", "saw", "odd", "answers", "from", "the", "agent", "twice", "this", "year", "and", "stopped", "it"]
Q = {
    "age": "What is your age?",
    "size": "How many employees does your company have?",
    "role": "Which of these describes your job role?",
    "shipped": "Has your company shipped an AI agent?",
    "rolled": "Was an agent rolled back?",
    "causes": "Which causes led to the rollback?",
    "trust": "I trust our agents in production",
    "hours": "Hours a week that your team spends on safety",
    "text": "Anything you would like to add?",
}


def respondents():
    state = 2026

    def draw(n):
        nonlocal state
        state = (state * 1103515245 + 12345) % 2**31
        return (state >> 16) % n

    for i in range(ROWS):
        shipped = "Yes" if draw(10) < 7 else "No"
        rolled = (["Yes", "Yes", "No"][draw(3)]) if shipped == "Yes" else ""
        causes = [c for c in CAUSES if draw(2)] or [CAUSES[draw(3)]] if rolled == "Yes" else []
        yield {
            "i": i, "age": AGES[draw(5)], "size": SIZES[draw(4)], "role": ROLES[draw(4)], "shipped": shipped, "rolled": rolled,
            "causes": causes, "trust": AGREE[draw(5)], "hours": "" if draw(12) == 0 else str(draw(40)),
            "text": "" if draw(2) else " ".join(WORDS[draw(13)] for _ in range(5 + draw(12))),
            "finished": draw(15) > 0, "seconds": 120 + draw(900), "minute": draw(60),
        }


def when(r, sep=" "):
    return f"2026-09-{1 + r['i'] % 28:02d}{sep}{8 + r['i'] % 12:02d}:{r['minute']:02d}:00"


def write(name, rows):
    with open(HERE / name, "w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def qualtrics():
    meta = [("StartDate", "Start Date"), ("EndDate", "End Date"), ("Status", "Response Type"), ("IPAddress", "IP Address"), ("Progress", "Progress"),
            ("Duration (in seconds)", "Duration (in seconds)"), ("Finished", "Finished"), ("RecordedDate", "Recorded Date"), ("ResponseId", "Response ID"),
            ("DistributionChannel", "Distribution Channel"), ("UserLanguage", "User Language")]
    questions = [("Q1", Q["age"]), ("Q2", Q["size"]), ("Q3", Q["role"]), ("Q4", Q["shipped"]), ("Q5", Q["rolled"])]
    questions += [(f"Q6_{n}", f"{Q['causes']} - Selected Choice - {c}") for n, c in enumerate(CAUSES, 1)]
    questions += [("Q7", Q["trust"]), ("Q8", Q["hours"]), ("Q9", Q["text"])]
    columns = meta + questions
    rows = [[name for name, _ in columns], [text for _, text in columns], [json.dumps({"ImportId": f"QID{n}"}) for n, _ in enumerate(columns)]]
    for r in respondents():
        rows.append([when(r), when(r), "IP Address", f"10.0.0.{r['i'] % 250}", "100" if r["finished"] else "40", r["seconds"], r["finished"], when(r),
                     f"R_{r['i']:05d}abc", "anonymous", "EN", r["age"], r["size"], r["role"], r["shipped"], r["rolled"],
                     *[c if c in r["causes"] else "" for c in CAUSES], r["trust"], r["hours"], r["text"]])
    write("qualtrics.csv", rows)


def surveymonkey():
    meta = ["Respondent ID", "Collector ID", "Date Created", "Date Modified", "IP Address", "Email Address", "First Name", "Last Name", "Custom Data 1"]
    first = meta + [Q["age"], Q["size"], Q["role"], Q["shipped"], Q["rolled"], Q["causes"], "", "", Q["trust"], Q["hours"], Q["text"]]
    second = [""] * len(meta) + ["Response"] * 5 + CAUSES + ["Response", "Open-Ended Response", "Open-Ended Response"]
    rows = [first, second]
    for r in respondents():
        rows.append([11800000000 + r["i"] * 7, 400000001, when(r), when(r), "", "", "", "", "", r["age"], r["size"], r["role"], r["shipped"], r["rolled"],
                     *[c if c in r["causes"] else "" for c in CAUSES], r["trust"], r["hours"], r["text"]])
    write("surveymonkey.csv", rows)


def google():
    rows = [["Timestamp", *Q.values()]]
    for r in respondents():
        rows.append([f"9/{1 + r['i'] % 28}/2026 {8 + r['i'] % 12}:{r['minute']:02d}:05", r["age"], r["size"], r["role"], r["shipped"], r["rolled"],
                     ", ".join(r["causes"]), r["trust"], r["hours"], r["text"]])
    write("google-forms.csv", rows)


def limesurvey():
    head = ["id. Response ID", "submitdate. Date submitted", "lastpage. Last page", "startlanguage. Start language", "seed. Seed"]
    head += [f"{code}. {Q[code]}" for code in ("age", "size", "role", "shipped", "rolled")]
    head += [f"causes[SQ{n:03d}]. {Q['causes']} [{c}]" for n, c in enumerate(CAUSES, 1)]
    head += [f"{code}. {Q[code]}" for code in ("trust", "hours", "text")] + ["interviewtime. Total time"]
    rows = [head]
    for r in respondents():
        rows.append([r["i"] + 1, when(r) if r["finished"] else "", 3 if r["finished"] else 1, "en", 918273645 + r["i"] * 31, r["age"], r["size"], r["role"],
                     r["shipped"], r["rolled"], *[("Yes" if c in r["causes"] else "No") if r["causes"] else "" for c in CAUSES], r["trust"], r["hours"],
                     r["text"], f"{r['seconds']}.{r['minute']:02d}"])
    write("limesurvey.csv", rows)


if __name__ == "__main__":
    qualtrics()
    surveymonkey()
    google()
    limesurvey()
