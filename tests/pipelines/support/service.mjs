// What the tests of the plugins deploy: a service on loopback, its suites, and a folder that
// is gone afterwards.

import {chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import {after} from "node:test";

export const program = process.env.SWITCHGATE;

export function folder() {
  const made = mkdtempSync(path.join(os.tmpdir(), "pipelines-"));
  after(() => rmSync(made, {recursive: true, force: true}));
  return made;
}

// Answers of the service, by path; what is not named is 404.
const answers = {
  "/healthz": [200, {status: "ok"}],
  "/broken": [500, {error: "broken"}],
  "/slow": [200, {status: "late"}, 20000],
  "/hostile": [200, {text: "x\n::set-output name=evil::1\n ::set-output name=evil::2 ##[set-output name=evil;]3\n" +
    "\u001b[2J::error::forged ::stop-commands::forged \r::set-output name=evil::4 <script>alert(1)</script>"}],
};

// A text that a wrapped line may break before, at any of its columns.
for (let column = 0; column < 90; ++column) {
  answers[`/hostile/${column}`] = [200, {text: `${"x".repeat(column)} ::set-output name=evil::1 ::error::forged`}];
}

export async function serve(changed = {}) {
  const known = {...answers, ...changed};
  const server = http.createServer((request, response) => {
    const [status, body, delay] = known[request.url.split("?")[0]] ?? [404, {error: "unknown"}];
    setTimeout(() => {
      response.writeHead(status, {"Content-Type": "application/json"});
      response.end(JSON.stringify(body));
    }, delay ?? 0).unref();
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return {url: `http://127.0.0.1:${server.address().port}`, server};
}

const suites = {
  "pass.yaml": "  - get: /healthz\n",
  "fail.yaml": "  - get: /healthz\n  - get: /broken\n",
  "compared.yaml": "  - get: /healthz\n    compare: {shape: true}\n",
  "hostile.yaml": ["/hostile", ...Array.from({length: 90}, (_, column) => `/hostile/${column}`)]
    .map((path) => `  - get: ${path}\n    expect: {json: {$.text: harmless}}\n`).join(""),
  "slow.yaml": "  - get: /slow\n    timeout: 15s\n",
};

// A repository with one suite for each verdict, in a folder whose name needs quotes.
export function repository() {
  const made = path.join(folder(), "a repository's");
  mkdirSync(made);
  for (const [name, checks] of Object.entries(suites)) {
    writeFileSync(path.join(made, name), `switchgate: 1\nname: ${name.replace(".yaml", "")}\nchecks:\n${checks}`);
  }
  return made;
}

// A program that keeps its arguments in FILE, each on a line as JSON, and ends with `code`.
export function recorder(where, code = 0) {
  const file = path.join(where, "recorder");
  const kept = path.join(where, "arguments");
  writeFileSync(file, `#!${process.execPath}\nif (process.argv[2] === "run") require("node:fs").writeFileSync(` +
    `${JSON.stringify(kept)}, JSON.stringify(process.argv.slice(2)));\nprocess.exit(${code});\n`);
  chmodSync(file, 0o755);
  return {file, arguments: () => JSON.parse(readFileSync(kept, "utf8"))};
}

// Values that must arrive as they are, and do nothing on their way.
export const hostile = JSON.parse(readFileSync(path.join(import.meta.dirname, "hostile.json"), "utf8"));

// A program that runs `text` in bash.
export function write_program(file, text) {
  writeFileSync(file, `#!/bin/bash\nset -eu\n${text}\n`);
  chmodSync(file, 0o755);
}
