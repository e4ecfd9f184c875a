// The harness itself: were it more lenient than GitHub's runner, the action's tests would
// prove nothing.

import assert from "node:assert/strict";
import {mkdtempSync, mkdirSync, writeFileSync} from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";
import {Job} from "./runner.mjs";
import {parse_pairs, read_commands} from "./commands.mjs";

async function run(steps, action) {
  const scratch = mkdtempSync(path.join(os.tmpdir(), "runner-"));
  const workspace = path.join(scratch, "workspace");
  mkdirSync(workspace);
  if (action) {
    mkdirSync(path.join(workspace, "it"));
    writeFileSync(path.join(workspace, "it/action.yml"), action);
  }
  const job = new Job({workspace, scratch});
  const scope = {env: {}, state: "success", contexts: {}};
  const ran = await job.steps(steps, scope);
  return {job, ran, state: scope.state};
}

test("a step after a failure runs only when its condition asks for the state", async () => {
  const {ran, state} = await run([
    {id: "bad", run: "exit 3"},
    {id: "plain", run: "true"},
    {id: "mere", if: "steps.bad.outcome == 'failure'", run: "true"},
    {id: "always", if: "always()", run: "true"},
    {id: "failure", if: "${{ failure() && steps.bad.outcome == 'failure' }}", run: "true"},
  ]);
  assert.equal(state, "failure");
  assert.deepEqual(Object.fromEntries(Object.entries(ran).map(([id, step]) => [id, step.outcome])),
    {bad: "failure", plain: "skipped", mere: "skipped", always: "success", failure: "success"});
});

test("continue-on-error keeps the outcome and forgives the conclusion", async () => {
  const {ran, state} = await run([{id: "bad", "continue-on-error": true, run: "false"}]);
  assert.equal(state, "success");
  assert.deepEqual([ran.bad.outcome, ran.bad.conclusion], ["failure", "success"]);
});

test("outputs, environment and path reach later steps", async () => {
  const {job, ran} = await run([
    {id: "one", run: 'mkdir bin; printf "#!/bin/sh\\necho found\\n" >bin/it-is; chmod +x bin/it-is\n' +
      'echo "$PWD/bin" >>"$GITHUB_PATH"; echo WORD=kept >>"$GITHUB_ENV"; printf "o<<E\\na\\nb=c\\nE\\n" >>"$GITHUB_OUTPUT"'},
    {id: "two", env: {O: "${{ steps.one.outputs.o }}"}, run: 'echo "t=$WORD $(it-is) ${O//$\'\\n\'/|} ${{ env.WORD }}" >>"$GITHUB_OUTPUT"'},
  ]);
  assert.equal(ran.two.outputs.t, "kept found a|b=c kept", job.log);
});

test("a file of commands that the runner cannot read fails the step", async () => {
  for (const [written, message] of [["no equals sign", "Invalid format 'no equals sign'"],
    ["name<<END\\nnever ends", "Matching delimiter not found 'END'"]]) {
    const {job, state} = await run([{run: `printf '${written}\\n' >>"$GITHUB_OUTPUT"`}]);
    assert.equal(state, "failure");
    assert.deepEqual(job.annotations.map((each) => each.message), [message]);
  }
});

test("pairs: what comes first, = or <<, decides", () => {
  assert.deepEqual(parse_pairs("a=1<<2\nb<<=\nx\n=\n\n"), {a: "1<<2", b: "x"});
});

test("a summary over 1024k is dropped and does not fail the step", async () => {
  const {job, state} = await run([{run: 'head -c 1048577 /dev/zero | tr "\\0" x >>"$GITHUB_STEP_SUMMARY"'}]);
  assert.equal(state, "success");
  assert.equal(job.summary, "");
  assert.match(job.annotations[0].message, /upload aborted/);
});

test("commands count after blanks, in both spellings, unless they are stopped", () => {
  const said = read_commands("  ::set-output name=a::1\ntext ##[set-output name=b;]2\n::stop-commands::t\n::set-output name=c::3\n" +
    "::t::\n::error file=x%2Cy,line=3::a%0Ab\nno ::set-output name=d::4\n");
  assert.deepEqual(said.outputs, {a: "1", b: "2"});
  assert.deepEqual(said.annotations, [{level: "error", message: "a\nb", file: "x,y", line: "3"}]);
});

test("a composite action needs shells, sees no secrets, and has outputs after a failure", async () => {
  const head = "name: it\ndescription: it\noutputs: {o: {value: \"${{ steps.a.outputs.o }}\"}}\nruns:\n  using: composite\n  steps:\n";
  const good = await run([{id: "it", uses: "./it"}], `${head}    - {id: a, shell: bash, run: "echo o=7 >>$GITHUB_OUTPUT; exit 1"}\n`);
  assert.deepEqual([good.state, good.ran.it.outputs.o], ["failure", "7"]);
  const no_shell = await run([{uses: "./it"}], `${head}    - {run: "true"}\n`);
  assert.match(no_shell.job.annotations[0].message, /shell/);
  const secrets = await run([{uses: "./it"}], `${head}    - {shell: bash, run: "echo \${{ secrets.x }}"}\n`);
  assert.equal(secrets.state, "failure");
});
