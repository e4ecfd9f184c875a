// The Dockerfile, without Docker: it is well formed, what it copies is there and builds, and
// the image holds the libraries that the program asks for.

import assert from "node:assert/strict";
import {execFileSync, spawnSync} from "node:child_process";
import {cpSync, existsSync, readFileSync} from "node:fs";
import path from "node:path";
import test from "node:test";
import {folder, program} from "./support/service.mjs";

const root = path.resolve(import.meta.dirname, "../..");
const text = readFileSync(path.join(root, "Dockerfile"), "utf8");
const copied = [...text.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, sources]) => sources.split(" "));

test("the linter has no objection", () => {
  const linter = path.join(process.env.NPM_FOLDER, "node_modules/dockerfile-utils/bin/dockerfile-utils");
  const lint = (file) => spawnSync(process.execPath, [linter, "lint", file]);
  assert.equal(lint(path.join(root, "Dockerfile")).status, 0, lint(path.join(root, "Dockerfile")).stdout.toString());
});

test("what it copies is there, and is enough to configure the build", () => {
  const copy = folder();
  for (const source of copied) cpSync(path.join(root, source), path.join(copy, source), {recursive: true});
  const build = readFileSync(path.join(root, "pipelines/github/action/build.sh"), "utf8");
  const parts = /for part in (.+); do/.exec(build)[1].split(" ");
  assert.deepEqual(parts.sort(), copied.sort(), "the action's build takes the same");
  const configured = spawnSync("cmake", ["--preset", "release"], {cwd: copy});
  assert.equal(configured.status, 0, configured.stderr.toString());
});

test("it builds by the scripts that the README names", () => {
  for (const script of ["scripts/setup", "scripts/build"]) {
    assert.match(text, new RegExp(`RUN ${script}`));
    assert.ok(existsSync(path.join(root, script)));
  }
});

test("the image holds each library that the program is linked with", () => {
  const needed = [...execFileSync("readelf", ["--dynamic", program]).toString().matchAll(/NEEDED.*\[(.+)\]/g)]
    .map(([, name]) => name).filter((name) => !/^(libm\.|libc\.|ld-)/.test(name));  // those of glibc are in every image
  assert.ok(needed.includes("libcurl.so.4"));
  for (const library of needed) {
    const owner = execFileSync("dpkg-query", ["--search", `*/${library}`]).toString().split(":")[0];
    assert.match(text, new RegExp(`[ ]${owner.replaceAll(".", "\\.")}[ \n]`), `${library} is in ${owner}`);
  }
});

test("it runs as nobody in particular, and only switchgate", () => {
  const last = text.slice(text.lastIndexOf("\nFROM "));
  assert.match(last, /^USER [1-9]\d+$/m);
  assert.match(last, /^ENTRYPOINT \["switchgate"\]$/m);
  assert.ok(last.indexOf("\nUSER") > last.indexOf("\nRUN"));
  for (const label of ["title", "description", "version"]) assert.match(last, new RegExp(`org\\.opencontainers\\.image\\.${label}=`));
  assert.match(execFileSync(program, ["--version"]).toString(), new RegExp(/image\.version="(.+?)"/.exec(last)[1]));
});
