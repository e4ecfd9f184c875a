#!/usr/bin/env python3
"""Gives stored runs, rendered in one format, to a program that reads it, and compares counts.

    readers.py READER SWITCHGATE NPM SCHEMAS STORED_RUN...

READER is a function below without `read_by_`. NPM is where tests/consumers/package.json is
installed, SCHEMAS the folder of published schemas. Exit: 0 all counts are ours, 1 not, 77 the
reader is not installed.
"""

import collections
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77
HERE = pathlib.Path(__file__).resolve().parent


class NotInstalled(Exception):
    pass


class Run:
    """A stored run: what it holds, counted here from its JSON."""

    def __init__(self, path, switchgate, scratch):
        self.name = pathlib.Path(path).stem
        self.path, self.switchgate, self.scratch = path, switchgate, scratch
        with open(path, encoding="utf-8") as file:
            self.report = json.load(file)
        self.open = self.report["verdict"]["gate"] == "open"
        self.findings = list(self.report["findings"])
        for check in self.report["checks"]:
            self.findings += check["findings"]

    def render(self, report_format):
        out = pathlib.Path(self.scratch) / f"{self.name}.{report_format}"
        ran = subprocess.run([self.switchgate, "render", self.path, "--report", f"{report_format}={out}"],
                             capture_output=True, text=True, check=False)
        if ran.returncode != 0:
            raise SystemExit(f"render --report {report_format}: exit {ran.returncode}: {ran.stderr}")
        return out

    def outcomes(self):
        return collections.Counter(check["outcome"] for check in self.report["checks"])

    def words(self):
        """Findings by the word that reports have for them."""
        words = collections.Counter()
        for finding in self.findings:
            accepted = finding["accepted"]
            words[{"waiver": "waived", "expected": "expected"}[accepted["by"]] if accepted
                  else "undecided" if finding["undecided"] else finding["level"]] += 1
        return words

    def tests(self):
        """What a reader of tests is to count: the run itself is one where it has something to tell."""
        outcomes = self.outcomes()
        bad = outcomes["failed"] + outcomes["undecided"]
        counts = {"tests": sum(outcomes.values()), "failed": outcomes["failed"],
                  "undecided": outcomes["undecided"], "skipped": outcomes["skipped"]}
        if self.report["findings"] or not self.report["checks"] or (not self.open and not bad):
            counts["tests"] += 1
            if not self.open and not bad:
                counts["failed" if self.report["verdict"]["gate"] == "closed" else "undecided"] += 1
        return counts


def call(*words, stdin=None):
    return subprocess.run(words, capture_output=True, text=True, check=False, input=stdin)


def program(name, package):
    path = shutil.which(name)
    if path is None:
        raise NotInstalled(f"{name} is not installed (Debian: {package}; scripts/setup --readers)")
    return path


def from_npm(npm, path):
    there = pathlib.Path(npm) / "node_modules" / path
    if not there.exists() or shutil.which("node") is None:
        raise NotInstalled(f"{path} or node is not installed: scripts/setup --npm installs it into {npm}")
    return there


def expect(problems, run, what, expected, found):
    if expected != found:
        problems.append(f"{run.name}: {what}: expected {expected}, found {found}")


def multitool_errors(tool, files, kind):
    """The lines with which the multitool calls files wrong. Its exit code says nothing."""
    ran = call(tool, "validate", *map(str, files), "--rule-kind", kind, "--level", "Error;Warning;Note",
               "-o", f"{files[0]}.result", "--log", "ForceOverwrite")
    if f"{len(files)} files scanned" not in ran.stdout:
        raise SystemExit(f"the multitool did not read {len(files)} files: {ran.stdout}{ran.stderr}")
    return [line for line in ran.stdout.splitlines() if re.search(r": error (GH|SARIF|JSON)\w*\d+", line)]


def left_out_of(log):
    """How many findings a SARIF file says that it leaves out."""
    notifications = log["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    counts = [re.match(r"(\d+) findings? (?:is|are) left out", one["message"]["text"]) for one in notifications]
    return sum(int(count[1]) for count in counts if count)


def read_by_sarif_multitool(runs, npm, schemas):
    import jsonschema

    tool = from_npm(npm, "@microsoft/sarif-multitool-linux/Sarif.Multitool")
    os.chmod(tool, 0o755)
    with open(pathlib.Path(schemas) / "sarif-schema-2.1.0.json", encoding="utf-8") as file:
        validator = jsonschema.Draft7Validator(json.load(file))
    problems, files = [], []
    for run in runs:
        for report_format in ("sarif", "sarif-with-suppressions"):
            files.append(run.render(report_format))
            log = json.loads(files[-1].read_text(encoding="utf-8"))
            # A file that it cannot read at all makes the multitool say nothing.
            problems += [f"{run.name} {report_format}: {error.message[:300]}" for error in validator.iter_errors(log)]
            expect(problems, run, f"{report_format}: findings, with those left out", len(run.findings),
                   sum(result["occurrenceCount"] for result in log["runs"][0]["results"]) + left_out_of(log))
            if log["runs"][0]["results"]:
                broken = log
    # The reader does object: a result without a place is what makes GitHub refuse a file.
    del broken["runs"][0]["results"][0]["locations"]
    wrong = files[0].with_name("broken.sarif")
    wrong.write_text(json.dumps(broken), encoding="utf-8")
    for kind in ("Sarif", "Ghas"):
        errors = multitool_errors(tool, files + [wrong], kind)
        problems += [f"{kind}: {line}" for line in errors if "broken.sarif" not in line]
        if kind == "Ghas" and not any("broken.sarif" in line for line in errors):
            problems.append("a result without locations: expected an error of the multitool, found none")
    return problems


def read_by_xmllint(runs, npm, schemas):
    xmllint = program("xmllint", "libxml2-utils")
    problems = []
    for run in runs:
        ran = call(xmllint, "--noout", "--nonet", "--schema", str(pathlib.Path(schemas) / "jenkins-junit-10.xsd"),
                   str(run.render("junit-jenkins-xunit")))
        if ran.returncode != 0:
            problems.append(f"{run.name}: {ran.stderr}")
        for tag, what in (("failure", "failed"), ("error", "undecided"), ("skipped", "skipped")):
            counted = call(xmllint, "--xpath", f"count(//testcase/{tag})", str(run.render("junit")))
            expect(problems, run, f"<{tag}>", run.tests()[what], int(counted.stdout))
    return problems


def read_by_junit2json(runs, npm, schemas):
    tool = from_npm(npm, "junit2json/dist/esm/index.js")
    problems = []
    for run in runs:
        ran = call("node", str(HERE / "junit2json.mjs"), str(tool), str(run.render("junit")))
        expect(problems, run, "counts", run.tests(), json.loads(ran.stdout or "null") or ran.stderr)
    return problems


def read_by_xunit_viewer(runs, npm, schemas):
    tool = from_npm(npm, "xunit-viewer/bin/xunit-viewer.js")
    problems = []
    for run in runs:
        file = run.render("junit").rename(pathlib.Path(run.scratch) / f"{run.name}.xml")
        ran = call("node", str(tool), "--results", str(file), "--output", f"{file}.html", "--console", "--no-color",
                   "--no-clear")
        found = collections.Counter()
        # Its last words: "1 error, 2 failure, 4 passed, 1 skipped"
        for line in ran.stdout.splitlines():
            if re.fullmatch(r"\d+ \w+(, \d+ \w+)*", line.strip()):
                found = collections.Counter({word: int(n) for n, word in re.findall(r"(\d+) (\w+)", line)})
        tests = run.tests()
        expect(problems, run, "counts", tests,
               {"tests": sum(found.values()), "failed": found["failure"], "undecided": found["error"],
                "skipped": found["skipped"]})
        if not pathlib.Path(f"{file}.html").exists():
            problems.append(f"{run.name}: it wrote no page: {ran.stderr[:500]}")
    return problems


def read_by_promtool(runs, npm, schemas):
    promtool = program("promtool", "prometheus")
    problems = []
    for run in runs:
        text = run.render("openmetrics").read_text(encoding="utf-8")
        ran = call(promtool, "check", "metrics", stdin=text)
        if ran.returncode != 0 or ran.stdout + ran.stderr:
            problems.append(f"{run.name}: check metrics: exit {ran.returncode}: {ran.stdout}{ran.stderr}")
        # Its reader of OpenMetrics proper stands behind the import of blocks, which wants a time
        # with each sample.
        timed = pathlib.Path(run.scratch) / f"{run.name}.timed"
        timed.write_text("".join(line if line.startswith("#") else f"{line.rstrip()} 1700000000\n"
                                 for line in text.splitlines(keepends=True)), encoding="utf-8")
        ran = call(promtool, "tsdb", "create-blocks-from", "openmetrics", str(timed), f"{timed}.blocks")
        if ran.returncode != 0:
            problems.append(f"{run.name}: as OpenMetrics: {ran.stderr}")
    return problems


def read_by_gitlab_metrics(runs, npm, schemas):
    """As GitLab's metrics report does: each line without '#' at its start, split by a shell's rules."""
    problems = []
    for run in runs:
        metrics = {}
        for line in run.render("openmetrics").read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                words = shlex.split(line, comments=True)
                if len(words) != 2:
                    problems.append(f"{run.name}: expected a name and a value, found {words}")
                    continue
                if words[0] in metrics:
                    problems.append(f"{run.name}: twice: {words[0]}")
                metrics[words[0]] = float(words[1])
        for outcome in ("passed", "failed", "undecided", "skipped"):
            expect(problems, run, f"checks {outcome}", run.outcomes()[outcome],
                   metrics.get(f"switchgate_checks{{outcome={outcome}}}"))
        for level in ("error", "undecided", "warning", "note", "waived", "expected"):
            expect(problems, run, f"findings {level}", run.words()[level],
                   metrics.get(f"switchgate_findings{{level={level}}}"))
        expect(problems, run, "requests", run.report["requests"], metrics.get("switchgate_requests"))
        for gate in ("open", "closed", "undecided"):
            expect(problems, run, f"gate {gate}", float(run.report["verdict"]["gate"] == gate),
                   metrics.get(f"switchgate_gate{{state={gate}}}"))
        expect(problems, run, "outcomes of checks", len(run.report["checks"]),
               sum(name.startswith("switchgate_check_outcome{") for name in metrics))
    return problems


def read_by_gitlab_code_quality(runs, npm, schemas):
    """As GitLab's code quality report does: it ends at the first entry that lacks something."""
    severities = {"error": "critical", "undecided": "major", "warning": "minor", "note": "info"}
    problems = []
    for run in runs:
        seen, found, left_out = set(), collections.Counter(), 0
        for entry in json.loads(run.render("gitlab").read_text(encoding="utf-8")):
            path, line = entry["location"]["path"], entry["location"]["lines"]["begin"]
            if path.startswith(("/", "./")) or not isinstance(line, int) or line < 1:
                problems.append(f"{run.name}: no place of a repository: {path}:{line}")
            if not all(entry[name] for name in ("description", "check_name", "fingerprint")):
                problems.append(f"{run.name}: something is missing in {entry}")
            if entry["fingerprint"] in seen:
                problems.append(f"{run.name}: a second {entry['fingerprint']}")
            seen.add(entry["fingerprint"])
            if entry["check_name"] == "left-out":
                left_out += int(entry["description"].split()[0])
            else:
                found[entry["severity"]] += 1
        words = run.words()
        ours = sum(words[word] for word in severities)
        untold = 1 if not run.open and ours == 0 else 0  # then the verdict is an entry
        in_a_repository = any(file["in_repository"] for file in run.report["files"])
        expect(problems, run, "entries, with those left out", ours + untold if in_a_repository else 0,
               sum(found.values()) + left_out)
        if not left_out and in_a_repository and not untold:
            expect(problems, run, "severities", {severities[w]: words[w] for w in severities if words[w]}, dict(found))
    return problems


def read_by_tap_parser(runs, npm, schemas):
    tool = from_npm(npm, "tap-parser/dist/esm/index.js")
    problems = []
    for run in runs:
        ran = call("node", str(HERE / "tap.mjs"), str(tool), str(run.render("tap")))
        if ran.returncode != 0:
            problems.append(f"{run.name}: {ran.stderr[:500]}")
            continue
        found, tests = json.loads(ran.stdout), run.tests()
        expect(problems, run, "counts", {"count": tests["tests"], "fail": tests["failed"] + tests["undecided"],
                                         "skip": tests["skipped"]}, found["counts"])
        expect(problems, run, "ok", run.open, found["ok"])
        expect(problems, run, "lines that are no TAP", [], found["extra"])
        told = [finding for diagnostic in found["diagnostics"] for finding in diagnostic.get("findings", [])]
        expect(problems, run, "findings in diagnostics", dict(run.words()),
               dict(collections.Counter(finding["level"] for finding in told)))
    return problems


def main(reader, switchgate, npm, schemas, *stored):
    read = globals().get(f"read_by_{reader}")
    if read is None or not stored:
        print(__doc__, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as scratch:
        runs = [Run(path, switchgate, scratch) for path in stored]
        try:
            problems = read(runs, npm, schemas)
        except NotInstalled as missing:
            print(f"SKIPPED: {missing}")
            return SKIPPED
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{reader} read {len(runs)} runs; {len(problems)} times it read something else than we wrote")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) if len(sys.argv) > 4 else main("", "", "", ""))
