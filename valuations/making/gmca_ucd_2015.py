"""Write valuations/banks/gmca-ucd-2015.toml from the publisher's workbook.

Run: python valuations/making/gmca_ucd_2015.py WORKBOOK.

The amounts, years, agencies and ratings are the workbook's, read by its labels. The titles are ours: they are in
gmca-ucd-2015-titles.csv, one a row, with whether an entry is a cost that is avoided or a gain, and the outcome it
values where the vocabulary has one.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import tomli_w

from socialvalue.formats.open import read_sheets
from socialvalue.published.vocabulary import load_vocabulary
from socialvalue.reading.banks.unit_cost_database import read_unit_costs
from socialvalue.reading.banks.unit_cost_entries import CostEntry, parts_of_entry, transfer_in_entry, unit_of_entry

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "banks" / "gmca-ucd-2015.toml"
READ = dt.date(2026, 11, 25)
URL = "https://www.greatermanchester-ca.gov.uk/what-we-do/research/research-cost-benefit-analysis"
#: The workbook's scenarios count these parts for so many weeks: its comments on the cells say so.
WEEKS = {"HO1.0.6": 2, "HO3.0.3": 4}
#: Parts a registered provider bears itself where the home is its own: the comment on HO1.0 says so.
LANDLORD = {"HO1.0.1", "HO1.0.2", "HO1.0.3", "HO3.0.4"}
CATEGORIES = {
    "CRIME": ("safety", "places: safety"),
    "EDUCATION & SKILLS": ("training", "people: skills"),
    "EMPLOYMENT & ECONOMY": ("employment", "people: work"),
    "FIRE": ("safety", "places: safety"),
    "HEALTH": ("health", "people: health"),
    "HOUSING": ("housing", "people: home"),
    "SOCIAL SERVICES": ("wellbeing", "places: services"),
}
NOTES = {
    "E&S4.0": "What a programme costs, not what it brings: for that see E&S4.1.",
    "E&S4.1": "A total over ten years for one child: never multiplied by years.",
    "SS15.3": "A total over 25 years for one child: never multiplied by years.",
    "SS16.0": "The same savings as E&S4.1, under social services: claim one of the two.",
    "E&E10.4": "A total over a lifetime: never multiplied by years, never added to a yearly value.",
    "E&E10.0": "For ages 18 to 24. Benefits and tax, which the workbook does not mark as transfers.",
    "E&E2.7": "An earlier estimate, kept by the publisher for reference: claim E&E2.0.",
    "HE2.1": "A long-term total for one person: never multiplied by years.",
    "HO1.0": "A scenario with two weeks in temporary housing. What falls on a registered provider is its own money.",
    "HO3.0": "A scenario with four weeks in bed and breakfast.",
    "HO5.0": "What a prevention scheme costs; not the value of preventing homelessness, which it does not value.",
    "HO6.0": "Local authority cost only; the source calls it illustrative.",
    "CR1.0": "For incidents that led to further action; the source gives £100 to £1,000.",
}
ABOUT = """\
What public bodies spend or forgo (fiscal), what people earn or businesses lose (economic), and wider gains to
society (social): three things, held apart. Averages, not cash that a budget holder can withdraw. Every entry
is in its own price year: bring them to one before adding them up. Entries with parts that add up carry them,
with who saves; parts marked as transfers are left out of a total of public value, as the notes on the cells
say. Left out here: parts that are no outcome, staff costs by the hour, and themes a landlord does not report."""
HEAD = """# Unit Cost Database v1.4 (New Economy, now the research team of GMCA), March 2015, CC BY 4.0.
# Each entry is in its own prices.
# Written by valuations/making/gmca_ucd_2015.py from the publisher's workbook; the titles are ours.

"""


def main(workbook: str) -> None:
    """Read the workbook and write the bank."""
    database = read_unit_costs(read_sheets(Path(workbook)))
    if any(problem.severity == "error" for problem in database.problems):
        sys.exit("\n".join(map(str, database.problems)))
    entries = {entry.code: entry for entry in database.entries}
    with (HERE / "gmca-ucd-2015-titles.csv").open(encoding="utf-8", newline="") as file:
        titles = {row["code"]: row for row in csv.DictReader(file)}
    known = {outcome.id for outcome in load_vocabulary()}
    values: list[dict[str, object]] = []
    outcomes: dict[str, dict[str, object]] = {}
    for code, row in titles.items():
        entry = entries[code]
        label = row["title"] + (" avoided" if row["sense"] == "cost" else "")
        outcome = row["outcome"] or re.sub(r"[^a-z0-9]+", "-", label.lower().replace("&", "and")).strip("-")
        values += valuations(entry, row["title"], outcome, entries)
        if outcome not in known:
            outcomes[outcome] = own_outcome(entry, outcome, label)
    content = {"bank": bank(), "outcome": list(outcomes.values()), "valuation": values}
    OUT.write_text(HEAD + tomli_w.dumps(content), encoding="utf-8")
    print(f"{len(values)} values and {len(outcomes)} outcomes of {len(titles)} entries: {OUT}")


def bank() -> dict[str, object]:
    """The bank as a whole."""
    source = {
        "title": "Unit Cost Database v1.4",
        "publisher": "New Economy (Manchester)",
        "year": 2015,
        "locator": "whole workbook",
        "url": URL,
        "retrieved": READ,
    }
    benefits = ["leaving-jsa-for-work", "leaving-esa-ib-for-work", "leaving-income-support-for-work", "neet-avoided"]
    rule = source | {"locator": "sheets Employment & Economy, entries E&E1.0 to E&E3.0 and E&E10.0, comments"}
    homes = ["complex-eviction-avoided", "statutory-homelessness-application-avoided", "simple-repossession-avoided"]
    return {
        "id": "gmca-ucd-2015",
        "title": "Unit Cost Database",
        "publisher": "New Economy (Manchester)",
        "edition": "v1.4, March 2015",
        "published": "2015-03",
        "notes": ABOUT,
        "source": source,
        "licence": {
            "name": "CC BY 4.0",
            "url": "https://creativecommons.org/licenses/by/4.0/",
            "redistribution": "open",
            "notice": "Unit Cost Database v1.4, New Economy (Manchester), March 2015, licensed under CC BY 4.0.",
            "source": source | {"locator": "sheet Introduction, cell E17"},
        },
        "claiming": {
            "exclusive": [
                {"group": "benefit left for work", "outcomes": benefits, "grade": "derived", "source": rule},
                {
                    "group": "loss of a home",
                    "outcomes": homes,
                    "grade": "derived",
                    "source": source | {"locator": "sheet Housing, entries HO1.0 to HO3.0, comments"},
                },
            ]
        },
    }


def valuations(
    entry: CostEntry, title: str, outcome: str, entries: dict[str, CostEntry]
) -> Iterator[dict[str, object]]:
    """The value of each kind of an entry."""
    for amount in entry.amounts:
        value: dict[str, object] = {
            "code": entry.code,
            "title": title,
            "outcome": outcome,
            "amount": plain(amount.amount),
            "unit": unit_of_entry(entry),
            "prices": str(amount.prices),
            "kind": amount.kind,
            "grade": "quoted",
            "checked_on": READ,
        }
        if entry.reliability:
            value["reliability"] = entry.reliability
        if amount.kind == "fiscal":
            if entry.agencies:
                value["agency"] = agency(entry)
            value["components"] = components(entry, amount.amount, entries)
            if not value["components"]:
                del value["components"]
        if entry.code in NOTES:
            value["notes"] = NOTES[entry.code]
        value["source"] = {"locator": f"sheet {amount.place.sheet}, cell {amount.place.cell}, entry {entry.code}"}
        yield value


def components(entry: CostEntry, whole: Decimal, entries: dict[str, CostEntry]) -> list[dict[str, object]]:
    """The parts of a fiscal amount, where they add up."""
    moved = transfer_in_entry(entry)
    parts = parts_of_entry(entry, entries.values(), WEEKS)
    if not parts:
        if moved and moved == whole:
            label = "Tax on higher earnings" if "HM Treasury" in entry.agencies else "Transfer"
            return [{"label": label, "amount": plain(whole), "agency": agency(entry), "transfer": True}]
        return []
    made: list[dict[str, object]] = []
    for part in parts:
        fiscal = part.amount("fiscal")
        if fiscal is None:
            continue
        pounds = fiscal.amount * WEEKS.get(part.code, 1)
        times = WEEKS.get(part.code)
        label = short(entry, part) + (f", {times} weeks of {plain(fiscal.amount)}" if times else "")
        if label in {str(one["label"]) for one in made}:
            label += f" ({part.code})"
        who = "landlord (council or registered provider)" if part.code in LANDLORD else agency(part)
        one: dict[str, object] = {"label": label, "amount": plain(pounds), "code": part.code}
        if who:
            one["agency"] = who
        if moved and abs(pounds - moved) < 1:
            one["transfer"] = True
        made.append(one)
    rest = whole - sum(Decimal(str(one["amount"])) for one in made)
    if rest:
        made.append({"label": "Rounding in the source", "amount": plain(rest)})
    return made


def short(whole: CostEntry, part: CostEntry) -> str:
    """A few words of ours for a part, from who bears it and what it is."""
    words = part.entry.lower().rpartition("fiscal cost to")[2]
    for pattern, label in SHORT:
        if re.search(pattern, words):
            return label
    return agency(part) or part.subject


SHORT = (
    (r"^\s*(the )?local authority\s*$", "Local authority"),
    (r"^\s*dwp\s*$", "Department for Work and Pensions"),
    (r"^\s*hmrc\s*$", "HM Revenue and Customs"),
    (r"excluding police", "Criminal justice, without the police"),
    (r"equipment", "Equipment"),
    (r"support package", "Support"),
    (r"buildings and on-costs", "Buildings and on-costs"),
    (r"land costs", "Land"),
    (r"boarding out", "Allowances, administration and support of carers"),
    (r"other agencies", "Other agencies"),
    (r"care costs", "Care"),
    (r"revenue costs", "Running costs"),
    (r"benefits? payments", "Benefits not paid"),
    (r"improved health", "Health care"),
    (r"rent arrears", "Rent arrears written off"),
    (r"administrative costs of eviction", "Administration of the eviction"),
    (r"re-letting", "Re-letting the home"),
    (r"court desk", "Court desk advice"),
    (r"housing advice", "Housing advice"),
    (r"decision on a homelessness", "Decision on a homelessness application"),
    (r"temporary accommodation", "Temporary housing"),
    (r"new letting", "Administration of a new letting"),
    (r"concluding", "Concluding the homelessness duty"),
    (r"prevention of homelessness", "Prevention scheme"),
    (r"local housing allowance", "Housing allowance claim"),
    (r"legal aid", "Courts and legal aid"),
    (r"probation", "Probation"),
    (r"prison", "Prison"),
    (r"other areas", "Other criminal justice"),
    (r"police", "Police"),
    (r"criminal justice", "Criminal justice"),
    (r"nhs|health", "NHS"),
    (r"fatalities", "Deaths"),
    (r"injuries", "Injuries"),
    (r"arson", "Arson not detected"),
    (r"alternative", "Alternative education"),
    (r"social services \(children\)", "Children's services"),
    (r"housing services", "Housing services"),
    (r"education", "Education"),
    (r"social services|social care", "Social services"),
    (r"crime", "Crime"),
)


def agency(entry: CostEntry) -> str:
    """Who saves it: the first level, and the second where it says more."""
    names = [name for name in entry.agencies if name not in ("Multiple", "")]
    if not names:
        return "several public bodies" if entry.agencies else ""
    first = "Local authority" if names[0].lower() == "local authority" else names[0]
    return "Department for Work and Pensions" if first == "DWP" else first


def own_outcome(entry: CostEntry, outcome: str, label: str) -> dict[str, object]:
    """An outcome that the vocabulary does not have."""
    category, theme = CATEGORIES[entry.theme.upper()]
    unit = unit_of_entry(entry).split(" / ")[1]
    per = {"person": "a person", "week": "a week", "day": "a day", "hour": "an hour"}.get(unit, "one time")
    return {
        "id": outcome,
        "label": label,
        "definition": f"Counted once for {per} of entry {entry.code} of the Unit Cost Database. {label}.",
        "unit": unit,
        "flow": "flow",
        "category": category,
        "themes": [theme],
    }


def plain(number: Decimal) -> str:
    """A number without an exponent or trailing zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


if __name__ == "__main__":
    main(sys.argv[1])
