// Executes the GitLab component by gitlab-ci-local, in a repository that uses it as the
// example does: from the same project, at the commit.

import assert from "node:assert/strict";
import {execFileSync, spawn} from "node:child_process";
import {cpSync, existsSync, mkdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync} from "node:fs";
import path from "node:path";
import test from "node:test";
import {folder, hostile, program, recorder, repository, serve, write_program} from "../support/service.mjs";

const root = path.resolve(import.meta.dirname, "../../..");
const local = path.join(process.env.NPM_FOLDER, "node_modules/gitlab-ci-local/dist/index.js");
const template = readFileSync(path.join(root, "pipelines/gitlab/templates/switchgate/template.yml"), "utf8");
const named = /default: (junit .*)/.exec(template)[1].split(" ");
const help = execFileSync(program, ["run", "--help"]).toString();
// A program that is older than the template is asked for what it knows.
const known = named.filter((format) => new RegExp(`\\b${format}\\b`).test(help));
const reports = known.length === named.length ? {} : {reports: known.join(" ")};

const {url} = await serve();
const gone = await serve();
gone.server.close();

// A project that has the component and a pipeline with `jobs`, committed.
function project(inputs, jobs = "") {
  const made = repository();
  cpSync(path.join(root, "pipelines/gitlab/templates"), path.join(made, "templates"), {recursive: true});
  mkdirSync(path.join(made, "deploy"));
  const include = {include: [inputs].flat().map((each) =>
    ({component: "$CI_SERVER_FQDN/$CI_PROJECT_PATH/switchgate@$CI_COMMIT_SHA", inputs: each}))};
  writeFileSync(path.join(made, ".gitlab-ci.yml"), jobs || JSON.stringify(include));
  return made;
}

function commit(made) {
  const git = (...args) => execFileSync("git", ["-C", made, "-c", "user.name=t", "-c", "user.email=t@example.com", ...args]);
  git("init", "--quiet");
  git("remote", "add", "origin", "git@gitlab.example.com:your-group/switchgate.git");
  git("add", "--all");
  git("commit", "--quiet", "--message", "a project");
}

async function pipeline(made) {
  commit(made);
  const child = spawn(process.execPath, [local, "--force-shell-executor", "--no-color"],
    {cwd: made, env: {PATH: process.env.PATH, HOME: folder()}, stdio: ["ignore", "pipe", "pipe"]});
  let log = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes) => (log += bytes));
  const code = await new Promise((done) => child.on("close", done));
  const artifacts = path.join(made, "switchgate-reports");
  const read = (name) => (existsSync(path.join(artifacts, name)) ? readFileSync(path.join(artifacts, name), "utf8") : undefined);
  return {code, log, read, made};
}

const given = (inputs) => ({image: "unused", program, candidate: url, ...reports, ...inputs});

const verdicts = [
  {name: "every check passes", inputs: {suites: "pass.yaml"}, verdict: "open", code: 0},
  {name: "a check fails", inputs: {suites: "fail.yaml"}, verdict: "closed", code: 1},
  {name: "live cannot be asked", inputs: {suites: "compared.yaml", live: gone.url}, verdict: "undecided", code: 3},
  {name: "no such suite", inputs: {suites: "missing.yaml"}, verdict: "undecided", code: 2},
  {name: "the candidate's variable is not set", inputs: {suites: "pass.yaml", candidate: "$NOT_SET"}, verdict: "undecided", code: 2},
  {name: "the program is missing", inputs: {suites: "pass.yaml", program: "no-such-program"}, verdict: "undecided", code: 2},
  {name: "something else says yes", inputs: {suites: "pass.yaml", program: "/bin/true"}, verdict: "undecided", code: 3},
  {name: "--dry-run judges nothing", inputs: {suites: "pass.yaml", arguments: "--dry-run"}, verdict: "undecided", code: 3},
];

for (const {name, inputs, verdict, code} of verdicts) {
  test(`${name}: ${verdict}`, async () => {
    const ran = await pipeline(project(given(inputs)));
    assert.equal(ran.code === 0, code === 0, ran.log);
    assert.equal(ran.read("verdict.env"), `SWITCHGATE_VERDICT=${verdict}\nSWITCHGATE_EXIT_CODE=${code}\n`, ran.log);
  });
}

test("the reports that the template names are there after a failure", async () => {
  const ran = await pipeline(project(given({suites: "fail.yaml"})));
  assert.match(ran.read("junit.xml"), /<failure/);
  const read = {
    gitlab: () => {
      const issues = JSON.parse(ran.read("gl-code-quality.json"));
      assert.ok(issues.length > 0 && issues.every((each) => each.location.path === "fail.yaml"), JSON.stringify(issues));
    },
    openmetrics: () => assert.match(ran.read("metrics.txt"), /# EOF\n$/),
    html: () => assert.match(ran.read("report.html"), /^<!doctype html>/i),
  };
  for (const format of known) read[format]?.();
});

test("the template names what the script writes", async () => {
  for (const name of ["junit.xml", "gl-code-quality.json", "metrics.txt", "verdict.env"]) {
    assert.match(template, new RegExp(`: switchgate-reports/${name}\n`));
    assert.match(readFileSync(path.join(root, "pipelines/gate.sh"), "utf8"), new RegExp(name));
  }
});

test("a folder of reports that cannot be made stops the job", async () => {
  const made = project(given({suites: "pass.yaml"}));
  writeFileSync(path.join(made, "switchgate-reports"), "in the way");
  const ran = await pipeline(made);
  assert.notEqual(ran.code, 0);
  assert.match(ran.log, /cannot make the folder of reports/);
});

// GitLab itself replaces $NAME in the values of variables; that is left to it.
const as_they_are = hostile.filter((value) => !/\$[A-Z{]/.test(value));
test("hostile values arrive as they are", async () => {
  const jobs = as_they_are.map((value, i) => ({value, recorder: recorder(folder()), job: `job-${i}`}));
  const ran = await pipeline(project(jobs.map(({value, recorder: {file}, job}) =>
    given({job, program: file, candidate: value, live: value, baseline: value}))));
  assert.notEqual(ran.code, 0);
  for (const {value, recorder: {arguments: kept}} of jobs) {
    for (const input of ["candidate", "live", "baseline"]) {
      assert.ok(kept().includes(`--${input}=${value}`), `${JSON.stringify(value)} in ${JSON.stringify(kept())}\n${ran.log}`);
    }
  }
  assert.ok(!existsSync(path.join(ran.made, "owned")));
});

test("an input that is missing is told before any job", async () => {
  const {candidate, ...others} = given({});
  const ran = await pipeline(project(others));
  assert.notEqual(ran.code, 0);
  assert.match(ran.log, /candidate/);
  assert.equal(ran.read("verdict.env"), undefined);
});

for (const {release, suite, traffic} of [{release: "good", suite: "pass.yaml", traffic: "green"}, {release: "bad", suite: "fail.yaml", traffic: "blue"}]) {
  test(`the example's traffic, with a ${release} release, is ${traffic}`, async () => {
    const example = readFileSync(path.join(root, "pipelines/gitlab/blue-green.gitlab-ci.yml"), "utf8")
      .replace("your-group/switchgate/switchgate@main", "$CI_PROJECT_PATH/switchgate@$CI_COMMIT_SHA")
      .replace("      stage: gate\n", `      stage: gate\n      program: ${program}\n      suites: ${suite}\n${reports.reports ? `      reports: ${reports.reports}\n` : ""}`);
    const made = project({}, example);
    write_program(path.join(made, "deploy/idle"), `printf 'CANDIDATE_URL=%s\\nLIVE_URL=%s\\n' '${url}' '${url.replace("127.0.0.1", "localhost")}'`);
    write_program(path.join(made, "deploy/switch"), `ln -sfn green '${made.replaceAll("'", "'\\''")}/current'`);
    symlinkSync("blue", path.join(made, "current"));
    const ran = await pipeline(made);
    assert.equal(readlinkSync(path.join(made, "current")), traffic, ran.log);
    assert.equal(ran.code === 0, traffic === "green", ran.log);
  });
}
