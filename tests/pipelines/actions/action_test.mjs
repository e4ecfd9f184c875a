// Executes action.yml. What counts: it never ends well unless the gate is open, what it says
// is there also after a failure, and no input does anything but be an argument.

import assert from "node:assert/strict";
import {spawnSync} from "node:child_process";
import {existsSync, mkdirSync, readFileSync, writeFileSync} from "node:fs";
import path from "node:path";
import test from "node:test";
import {read_commands} from "./commands.mjs";
import {Job} from "./runner.mjs";
import {folder, hostile, program, recorder, repository, serve} from "../support/service.mjs";

const root = path.resolve(import.meta.dirname, "../../..");
const formats = spawnSync(program, ["run", "--help"]).stdout.toString();
const speaks_github = /\bgithub\b/.test(formats);

// Inputs as a workflow hands them on that takes them from elsewhere.
const by_value = (inputs) => Object.fromEntries(Object.keys(inputs).map((name) => [name, `\${{ vars['${name}'] }}`]));

async function gate(inputs, {workspace = repository(), before = () => {}} = {}) {
  const job = new Job({
    workspace, scratch: folder(), actions: {"switchgate/switchgate": root}, contexts: {vars: {binary: program, ...inputs}},
  });
  const scope = {env: {}, state: "success", contexts: {}};
  const running = job.steps([
    {id: "gate", uses: "switchgate/switchgate@v0", with: by_value({binary: program, ...inputs})},
    {id: "after", if: "always()", run: 'test "$V" = open', env: {V: "${{ steps.gate.outputs.verdict }}"}},
  ], scope);
  before(job);
  const ran = await running;
  return {job, workspace, ...ran.gate, after: ran.after};
}

const {url, server} = await serve();
const gone = await serve();
gone.server.close();

const verdicts = [
  {name: "every check passes", inputs: {suites: "pass.yaml"}, verdict: "open", code: "0"},
  {name: "a check fails", inputs: {suites: "fail.yaml"}, verdict: "closed", code: "1"},
  {name: "several suites, one of which fails", inputs: {suites: "pass.yaml\nfail.yaml\n"}, verdict: "closed", code: "1"},
  {name: "live cannot be asked", inputs: {suites: "compared.yaml", live: gone.url}, verdict: "undecided", code: "3"},
  {name: "nobody listens", inputs: {suites: "pass.yaml", candidate: gone.url}, verdict: "closed", code: "1"},
  {name: "no such suite", inputs: {suites: "missing.yaml"}, verdict: "undecided", code: "2"},
  {name: "a report that is unknown", inputs: {suites: "pass.yaml", reports: "junit *"}, verdict: "undecided", code: "2"},
  {name: "--dry-run judges nothing", inputs: {suites: "pass.yaml", arguments: "--dry-run"}, verdict: "undecided", code: "3"},
  {name: "--list judges nothing", inputs: {suites: "pass.yaml", arguments: "--list"}, verdict: "undecided", code: "3"},
  {name: "a part of the run opens nothing", inputs: {suites: "pass.yaml", arguments: "--shard=1/2"}, verdict: "undecided", code: "3"},
  {name: "--exit-zero opens nothing", inputs: {suites: "fail.yaml", arguments: "--shard=1/1\n--exit-zero"}, verdict: "undecided", code: "3"},
];

for (const {name, inputs, verdict, code} of verdicts) {
  test(`${name}: ${verdict}`, async () => {
    const {job, outcome, outputs, after} = await gate({candidate: url, ...inputs});
    assert.deepEqual([outputs.verdict, outputs["exit-code"]], [verdict, code], job.log);
    assert.equal(outcome, verdict === "open" ? "success" : "failure", job.log);
    assert.equal(after.outcome, verdict === "open" ? "success" : "failure");
    assert.match(job.summary, new RegExp(verdict, "i"));
    assert.equal(job.annotations.some((each) => each.level === "error"), verdict !== "open", job.log);
  });
}

test("a summary that is no file is not read to its end", () => {
  const ran = spawnSync("bash", [path.join(root, "pipelines/github/action/gate.sh")], {
    cwd: repository(), timeout: 20_000,
    env: {PATH: process.env.PATH, GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: "/dev/full", GITHUB_OUTPUT: path.join(folder(), "out"),
      GATE_PROGRAM: program, GATE_CANDIDATE: url, GATE_SUITES: "missing.yaml"},
  });
  assert.equal(ran.error, undefined);
  assert.equal(ran.status, 2, ran.stderr.toString());
});

test("a signal before there is a verdict says undecided", () => {
  const output = path.join(folder(), "out");
  const slow = folder();
  writeFileSync(path.join(slow, "mkdir"), "#!/bin/sh\nsleep 1\nexec /bin/mkdir \"$@\"\n", {mode: 0o755});
  const ran = spawnSync("bash", [path.join(root, "pipelines/github/action/gate.sh")], {
    cwd: repository(), timeout: 300, killSignal: "SIGTERM",
    env: {PATH: `${slow}:${process.env.PATH}`, GITHUB_OUTPUT: output, GATE_PROGRAM: program, GATE_CANDIDATE: url, GATE_SUITES: "pass.yaml"},
  });
  assert.notEqual(ran.status, 0);
  assert.match(readFileSync(output, "utf8"), /^verdict<<(.+)\nundecided\n\1\n/);
});

test("reports are there and named after a failure", async () => {
  const {outputs, outcome} = await gate({candidate: url, suites: "fail.yaml"});
  assert.equal(outcome, "failure");
  for (const format of ["json", "junit", "sarif"]) assert.ok(existsSync(outputs[`report-${format}`]), format);
  assert.deepEqual(["checks", "passed", "failed", "skipped", "errors", "warnings", "undecided"].map((name) => outputs[name]),
    ["2", "1", "1", "0", "1", "0", "0"]);
  assert.match(readFileSync(outputs["report-junit"], "utf8"), /<failure/);
});

const mistakes = [
  {name: "no candidate", inputs: {candidate: ""}, says: /'candidate' is empty/},
  {name: "a boolean that is none", inputs: {"allow-commands": "yes"}, says: /'true' or 'false', got 'yes'/},
  {name: "no such working directory", inputs: {"working-directory": "nowhere"}, says: /names no folder: 'nowhere'/},
  {name: "no such program", inputs: {binary: "./nowhere"}, says: /names no program: '.\/nowhere'/},
  {name: "a program that may not run", inputs: {binary: "./pass.yaml"}, says: /names no program/},
  {name: "a version without a checksum", inputs: {binary: "", version: "9.9.9"}, says: /knows no checksum of 'switchgate-9.9.9-linux-/},
  {name: "a version that is none", inputs: {binary: "", version: "../../etc"}, says: /such as '1.2.3', got '..\/..\/etc'/},
  {name: "a folder of reports below a file", inputs: {"report-folder": "pass.yaml/reports"}, says: /cannot make the folder of reports/},
];

for (const {name, inputs, says} of mistakes) {
  test(`${name}: stopped before anything is sent`, async () => {
    const {job, outcome, outputs} = await gate({candidate: url, suites: "pass.yaml", ...inputs});
    assert.equal(outcome, "failure");
    assert.deepEqual([outputs.verdict, outputs["exit-code"]], ["undecided", "2"]);
    assert.match(job.annotations.map((each) => each.message).join("\n"), says);
    assert.match(job.summary, says);
  });
}

test("a yes of something else than switchgate does not open", async () => {
  const {job, outputs, outcome} = await gate({candidate: url, binary: "/bin/true", suites: "pass.yaml"});
  assert.deepEqual([outcome, outputs.verdict], ["failure", "undecided"]);
  assert.match(job.log, /says nothing instead of "open"/);
});

test("an old report that says open is not taken for a new one", async () => {
  const workspace = repository();
  assert.equal((await gate({candidate: url, suites: "pass.yaml"}, {workspace})).outputs.verdict, "open");
  const again = await gate({candidate: url, suites: "pass.yaml", arguments: "--dry-run"}, {workspace});
  assert.deepEqual([again.outcome, again.outputs.verdict], ["failure", "undecided"]);
  const folder = path.join(workspace, "switchgate-reports");
  assert.match(readFileSync(path.join(folder, "verdict.env"), "utf8"), /^SWITCHGATE_VERDICT=undecided\n/);
});

const owned = (workspace) => existsSync(path.join(workspace, "owned"));

test("hostile values arrive as they are", async () => {
  for (const value of hostile) {
    const {file, arguments: kept} = recorder(folder());
    const inputs = Object.fromEntries(["candidate", "live", "baseline", "profile", "suites", "arguments"].map((name) => [name, value]));
    const {outcome, outputs, job, workspace} = await gate({...inputs, binary: file});
    const reports = kept().filter((each) => each.startsWith("--report="));
    assert.deepEqual(kept(), ["run", ...["candidate", "live", "baseline", "profile"].map((name) => `--${name}=${value}`),
      ...reports, ...value.split("\n"), "--", ...value.split("\n")]);
    assert.deepEqual([outcome, outputs.verdict, reports.length], ["failure", "undecided", 3], job.log);
    assert.ok(!owned(workspace), value);
  }
});

test("hostile values end without an open gate", async () => {
  for (const value of hostile.filter((_, i) => i % 2 === 0)) {
    for (const input of ["candidate", "live", "reports", "working-directory", "binary", "version", "allow-commands"]) {
      const given = {candidate: url, suites: "fail.yaml", ...(input === "version" && {binary: ""}), [input]: value};
      const {job, outputs, workspace} = await gate(given);
      assert.notEqual(outputs.verdict, "open", `${input}: ${value}\n${job.log}`);
      assert.deepEqual(read_commands(job.log).outputs, {}, job.log);
      assert.ok(!owned(workspace), `${input}: ${value}`);
    }
  }
});

test("a folder of reports with a hostile name holds the reports", async () => {
  for (const value of [...hostile.filter((each) => !each.includes("/")), "lines\nverdict=closed\nexit-code<<x"]) {
    const {job, outputs, workspace} = await gate({candidate: url, suites: "pass.yaml", "report-folder": value});
    assert.equal(outputs.verdict, "open", job.log);
    assert.equal(outputs["report-json"], path.join(workspace, value, "report.json"));
    assert.ok(!owned(workspace), value);
  }
});

test("what a deployment answers is no command of the runner", async () => {
  const {job, outputs} = await gate({candidate: url, suites: "hostile.yaml"});
  assert.equal(outputs.verdict, "closed");
  assert.match(job.log, /harmless/);
  const said = read_commands(job.log);
  assert.deepEqual(said.outputs, {}, job.log);
  assert.ok(!said.annotations.some((each) => /^forged/.test(each.message)), job.log);
  assert.doesNotMatch(job.summary, /<script>/);
});

test("a cancelled job is undecided, and its reports are written", async () => {
  const slow = await serve();
  const asked = new Promise((done) => slow.server.on("request", done));
  const {job, outcome, outputs} = await gate({candidate: slow.url, suites: "slow.yaml"}, {
    before: (running) => asked.then(() => running.cancel()),
  });
  assert.deepEqual([outcome, outputs.verdict, outputs["exit-code"]], ["failure", "undecided", "143"], job.log);
  assert.ok(existsSync(outputs["report-json"]));
});

test("an output ends where no value can end it", () => {
  const messages = path.join(root, "pipelines/github/action/messages.sh");
  const file = path.join(folder(), "output");
  const written = () => {
    spawnSync("bash", ["-c", `rm -f '${file}'; source '${messages}'; set_output name value`], {env: {...process.env, GITHUB_OUTPUT: file}});
    return readFileSync(file, "utf8");
  };
  const [first, second] = [written(), written()];
  assert.match(first, /^name<<(end-[0-9a-f]{32})\nvalue\n\1\n$/);
  assert.notEqual(first, second);
});

test("outputs that cannot be written do not end well", () => {
  const workspace = repository();
  const ran = spawnSync("bash", [path.join(root, "pipelines/github/action/gate.sh")], {cwd: workspace, env: {
    PATH: process.env.PATH, GATE_PROGRAM: program, GATE_CANDIDATE: url, GATE_SUITES: "missing.yaml", GITHUB_OUTPUT: "/dev/full"}});
  assert.equal(ran.status, 3, ran.stderr.toString());
});

test("the program speaks for itself where it can", {skip: speaks_github ? false : "this switchgate has no format 'github'"}, async () => {
  const {job} = await gate({candidate: url, suites: "fail.yaml"});
  assert.doesNotMatch(job.summary, /<pre>switchgate: gate/);
  assert.ok(job.annotations.length >= 1 && job.annotations.every((each) => !/the gate is closed \(exit/.test(each.message)));
});
