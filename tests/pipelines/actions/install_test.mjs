// How the action comes by its program: fetched and checked, or built from its own checkout.

import assert from "node:assert/strict";
import {execFileSync} from "node:child_process";
import {createHash} from "node:crypto";
import {cpSync, existsSync, readFileSync, writeFileSync} from "node:fs";
import http from "node:http";
import path from "node:path";
import {after, test} from "node:test";
import {Job} from "./runner.mjs";
import {checkout} from "./checkout.mjs";
import {folder, program, repository, serve, write_program} from "../support/service.mjs";

const root = path.resolve(import.meta.dirname, "../../..");
const {url} = await serve();
const name = `switchgate-1.2.3-linux-${execFileSync("uname", ["-m"]).toString().trim()}.tar.gz`;

async function use(action, inputs, actions = {}) {
  const job = new Job({workspace: repository(), scratch: folder(), actions: {"switchgate/switchgate": action, ...actions}});
  const steps = await job.steps([{id: "gate", uses: "switchgate/switchgate@v0",
    with: {candidate: url, suites: "pass.yaml", ...inputs}}], {env: {}, state: "success", contexts: {}});
  return {job, ...steps.gate};
}

// Serves one release; `bytes` are what it sends for the file.
async function release(bytes) {
  const server = http.createServer((request, response) => {
    response.writeHead(request.url === `/base/v1.2.3/${name}` ? 200 : 404);
    response.end(bytes);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  after(() => server.close());
  return `http://127.0.0.1:${server.address().port}/base/`;
}

function tarball(member = "switchgate") {
  const where = folder();
  write_program(path.join(where, member), `exec '${program}' "$@"`);
  return execFileSync("tar", ["-cz", "-C", where, member]);
}

function know(action, bytes) {
  const sum = createHash("sha256").update(bytes).digest("hex");
  writeFileSync(path.join(action, "pipelines/github/action/checksums.txt"), `# known\n${sum}  ${name}\n`);
}

test("a released program whose checksum is known is fetched and asked", async () => {
  const action = checkout();
  const bytes = tarball();
  know(action, bytes);
  const {job, outputs} = await use(action, {version: "1.2.3", "download-url": await release(bytes)});
  assert.equal(outputs.verdict, "open", job.log);
  assert.match(outputs.program, /\/1\.2\.3\/switchgate$/);
});

const refused = [
  {name: "another content than was released", serve: (bytes) => Buffer.concat([bytes, Buffer.from("x")]), says: /expected [0-9a-f]{64}: it is not what was released/},
  {name: "half a file", serve: (bytes) => bytes.subarray(0, bytes.length / 2), says: /it is not what was released/},
  {name: "an archive without the program", make: () => tarball("other"), serve: (bytes) => bytes, says: /holds no program 'switchgate'/},
];
for (const {name: what, make = tarball, serve: sent, says} of refused) {
  test(`${what} is refused and not run`, async () => {
    const action = checkout();
    const bytes = make();
    know(action, bytes);
    const {job, outcome, outputs} = await use(action, {version: "1.2.3", "download-url": await release(sent(bytes))});
    assert.deepEqual([outcome, outputs.verdict], ["failure", "undecided"], job.log);
    assert.match(job.annotations.map((each) => each.message).join(), says);
  });
}

test("a place that has no such release is told", async () => {
  const action = checkout();
  know(action, tarball());
  const base = (await release("")).replace("/base/", "/elsewhere");
  const {job, outcome} = await use(action, {version: "1.2.3", "download-url": base});
  assert.equal(outcome, "failure");
  assert.match(job.annotations.map((each) => each.message).join(), /could not fetch .* the gate was not asked/);
});

test("without download-url the action's own repository is asked, and it must be known", async () => {
  const action = checkout();
  know(action, tarball());
  const {job} = await use(action, {version: "1.2.3"});
  assert.match(job.annotations.map((each) => each.message).join(), /give the input 'download-url'/);
});

test("without a version it is built once and found again by its sources", async () => {
  const action = checkout();
  const asked = [];
  const kept = new Map();
  const cache = async ({path: where, key}) => {
    asked.push(key);
    const hit = kept.has(key);
    if (hit) cpSync(kept.get(key), where, {recursive: true});
    kept.set(key, where);
    return {outcome: "success", outputs: {"cache-hit": String(hit)}};
  };
  const first = await use(action, {}, {"actions/cache": cache});
  assert.equal(first.outputs.verdict, "open", first.job.log);
  assert.match(first.job.log, /^checks$|^checks/m);
  const second = await use(action, {}, {"actions/cache": cache});
  assert.equal(second.outputs.verdict, "open", second.job.log);
  writeFileSync(path.join(action, "checks/source"), "changed");
  await use(action, {}, {"actions/cache": cache});
  assert.equal(asked.length, 3);
  assert.equal(asked[0], asked[1]);
  assert.notEqual(asked[1], asked[2]);
  assert.ok(!existsSync(path.join(action, "build")), "the checkout stays as it is");
});

test("a build that fails stops the gate", async () => {
  const action = checkout();
  write_program(path.join(action, "scripts/build"), "exit 1");
  const cache = async () => ({outcome: "success", outputs: {"cache-hit": "false"}});
  const {job, outcome, outputs} = await use(action, {}, {"actions/cache": cache});
  assert.deepEqual([outcome, outputs.verdict], ["failure", "undecided"], job.log);
  assert.match(job.annotations.map((each) => each.message).join(), /could not build/);
});

test("the checksums that come with the action are readable", () => {
  const text = readFileSync(path.join(root, "pipelines/github/action/checksums.txt"), "utf8");
  for (const line of text.split("\n").filter(Boolean)) assert.match(line, /^(#.*|[0-9a-f]{64}  switchgate-[^ ]+\.tar\.gz)$/);
});
