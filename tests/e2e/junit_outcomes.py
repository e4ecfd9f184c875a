#!/usr/bin/env python3
"""Compares the outcomes in a JUnit report with a list of expected ones.

    junit_outcomes.py REPORT.xml EXPECTED

Each line of EXPECTED is an outcome and the name of a check: `failed slice`. Outcomes
are passed, failed, error (undecided), skipped, and either (passed or failed). Every
check must be listed, and every listed check must have run.
"""

import sys
import xml.etree.ElementTree as ElementTree


def outcomes(report):
    found = {}
    for case in ElementTree.parse(report).iter("testcase"):
        kinds = [kind for tag, kind in (("failure", "failed"), ("error", "error"), ("skipped", "skipped"))
                 if case.find(tag) is not None]
        found.setdefault(case.get("name"), set()).add(kinds[0] if kinds else "passed")
    return found


def expectations(path):
    wanted = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            outcome, name = line.strip().split(" ", 1)
            wanted[name] = {"passed", "failed"} if outcome == "either" else {outcome}
    return wanted


def main(report, expected):
    found = outcomes(report)
    wanted = expectations(expected)
    problems = [f"'{name}' is in the report, but not expected" for name in found if name not in wanted]
    for name, allowed in wanted.items():
        if name not in found:
            problems.append(f"'{name}' is expected, but not in the report")
        elif not found[name] <= allowed:
            problems.append(f"'{name}': expected {' or '.join(sorted(allowed))}, found {', '.join(sorted(found[name]))}")
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{len(wanted)} checks expected, {len(found)} found, {len(problems)} otherwise than expected")
    return 1 if problems or not found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
