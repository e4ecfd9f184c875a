// Executes the example workflow on two releases of the sample shop: a good one gets the
// traffic, a bad one does not, whatever becomes of the uploads.

import assert from "node:assert/strict";
import {execFileSync, spawn} from "node:child_process";
import {mkdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync} from "node:fs";
import path from "node:path";
import {after, test} from "node:test";
import {checkout} from "./checkout.mjs";
import {run_workflow} from "./runner.mjs";
import {folder, write_program} from "../support/service.mjs";

const workflow = path.resolve(import.meta.dirname, "../../../pipelines/github/blue-green.yml");
const suite = `switchgate: 1
name: shop
checks:
  - get: /products
    query: {limit: 20}
    expect: {json: {$.items: {length: 20}}}
    compare: {shape: true}
`;

// Starts a shop and answers its address.
async function shop(release) {
  const child = spawn(process.env.SHOP, ["--release", release], {stdio: ["ignore", "pipe", "inherit"]});
  after(() => child.kill());
  let said = "";
  for await (const bytes of child.stdout) {
    said += bytes;
    const found = /listening on (\S+)/.exec(said);
    if (found) return `http://${found[1]}`;
  }
  throw new Error(`the shop did not start: ${said}`);
}

// A repository that deploys by a symbolic link: `current` names the colour with the traffic.
function repository(live, candidate) {
  const made = folder();
  mkdirSync(path.join(made, ".switchgate/suites"), {recursive: true});
  mkdirSync(path.join(made, "deploy"));
  writeFileSync(path.join(made, ".switchgate/suites/shop.yaml"), suite);
  write_program(path.join(made, "deploy/idle"), `printf 'candidate=%s\\nlive=%s\\n' '${candidate}' '${live}'`);
  write_program(path.join(made, "deploy/switch"), "ln -sfn green current");
  execFileSync("git", ["init", "--quiet", made]);  // SARIF names files from the root of a repository
  symlinkSync("blue", path.join(made, "current"));
  return made;
}

async function deploy(release, {upload = "success"} = {}) {
  const workspace = repository(live, await shop(release));
  const uploads = [];
  const jobs = await run_workflow(workflow, {workspace, scratch: folder(), actions: {
    "actions/checkout": async () => ({outcome: "success", outputs: {}}),
    "actions/cache": async () => ({outcome: "success", outputs: {"cache-hit": "false"}}),
    "your-org/switchgate": checkout(),
    "github/codeql-action/upload-sarif": async ({sarif_file}) => {
      uploads.push(JSON.parse(readFileSync(sarif_file, "utf8")).runs[0].results.length);
      return {outcome: upload, outputs: {}};
    },
    "actions/upload-artifact": async ({path: where}) => {
      uploads.push(path.basename(where));
      return {outcome: upload, outputs: {}};
    },
  }});
  const results = Object.fromEntries(Object.entries(jobs).map(([name, job]) => [name, job.result]));
  return {results, uploads, traffic: readlinkSync(path.join(workspace, "current")), log: jobs.gate.log};
}

const live = await shop("good");

for (const upload of ["success", "failure"]) {
  test(`a good release gets the traffic (uploads: ${upload})`, async () => {
    const {results, uploads, traffic, log} = await deploy("good", {upload});
    assert.deepEqual(results, {deploy: "success", gate: "success", switch: "success"}, log);
    assert.equal(traffic, "green");
    assert.deepEqual(uploads, [0, "switchgate-reports"]);
  });

  test(`a bad release does not, and its findings are shown (uploads: ${upload})`, async () => {
    const {results, uploads, traffic, log} = await deploy("bad", {upload});
    assert.deepEqual(results, {deploy: "success", gate: "failure", switch: "skipped"}, log);
    assert.equal(traffic, "blue");
    assert.ok(uploads[0] > 0);
    assert.equal(uploads[1], "switchgate-reports");
  });
}

test("a deployment that hands on no address moves nothing", async () => {
  const workspace = repository("", "");
  const jobs = await run_workflow(workflow, {workspace, scratch: folder(), actions: {
    "actions/checkout": async () => ({outcome: "success", outputs: {}}),
    "your-org/switchgate": checkout(),
  }});
  assert.deepEqual([jobs.gate.result, jobs.switch.result], ["failure", "skipped"]);
  assert.equal(readlinkSync(path.join(workspace, "current")), "blue");
});
