#!/usr/bin/env python3
"""Compares the outcomes in a JUnit report with a list of expected ones.

    junit_outcomes.py REPORT.xml EXPECTED

Each line of EXPECTED is an outcome and the name of a check: `failed slice`. Outcomes
are passed, failed, error (undecided) and skipped. Every check must be listed, and
every listed check must have run.
"""

import sys
import xml.etree.ElementTree as ElementTree


def outcomes(report):
    """The outcome of each check; the last bad one when a name comes twice."""
    found = {}
    for case in ElementTree.parse(report).iter("testcase"):
        if (case.get("classname"), case.get("name")) == ("switchgate", "run"):
            continue  # what belongs to no check
        outcome = "passed"
        for tag, bad in (("failure", "failed"), ("error", "error"), ("skipped", "skipped")):
            if case.find(tag) is not None:
                outcome = bad
                break
        if found.get(case.get("name"), "passed") == "passed":
            found[case.get("name")] = outcome
    return found


def expectations(path):
    wanted = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            outcome, name = line.strip().split(" ", 1)
            wanted[name] = outcome
    return wanted


def main(report, expected):
    found = outcomes(report)
    wanted = expectations(expected)
    problems = [f"'{name}' is in the report, but not expected" for name in found if name not in wanted]
    for name, outcome in wanted.items():
        if name not in found:
            problems.append(f"'{name}' is expected, but not in the report")
        elif found[name] != outcome:
            problems.append(f"'{name}': expected {outcome}, found {found[name]}")
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{len(wanted)} checks expected, {len(found)} found, {len(problems)} otherwise than expected")
    return 1 if problems or not found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
