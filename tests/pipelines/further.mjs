// The examples for Azure Pipelines, CircleCI, Tekton and Helm, played on a real service with
// the real program. further/ has one player a system: it executes the scripts, and does what
// the system itself would do as its documentation says.

import assert from "node:assert/strict";
import {existsSync, readFileSync} from "node:fs";
import path from "node:path";
import test, {describe} from "node:test";
import * as azure from "./further/azure.mjs";
import * as circleci from "./further/circleci.mjs";
import {objections} from "./further/fields.mjs";
import * as helm from "./further/helm.mjs";
import {parse, place, read, text_of} from "./further/place.mjs";
import * as tekton from "./further/tekton.mjs";
import {folder, hostile, recorder, serve} from "./support/service.mjs";

const systems = [azure, circleci, tekton, helm];
const {url} = await serve();
const gone = await serve();
gone.server.close();
const live = url.replace("127.0.0.1", "localhost");
const sides = (candidate, other = live) => `CANDIDATE_URL=${candidate}\nLIVE_URL=${other}\n`;

const verdicts = [
  {name: "every check passes", given: {sides: sides(url)}, code: 0, verdict: "open"},
  {name: "a check fails", given: {sides: sides(url), suite: "fail.yaml"}, code: 1, verdict: "closed"},
  {name: "live cannot be asked", given: {sides: sides(url, gone.url), suite: "compared.yaml"}, code: 3, verdict: "undecided"},
  {name: "no URL is handed on", given: {}, code: 2, verdict: "undecided"},
  {name: "there is no suite", given: {sides: sides(url), suite: ""}, code: 2, verdict: "undecided"},
  {name: "the program is missing", given: {sides: sides(url), switchgate: ""}, code: 2, verdict: "undecided"},
  {name: "something else says yes", given: {sides: sides(url), switchgate: "/bin/true"}, code: 3, verdict: "undecided"},
];

for (const system of systems) {
  describe(system.name, {concurrency: true}, () => {
    for (const {name, given, code, verdict} of verdicts) {
      test(`${name}: ${verdict}`, async () => {
        const ran = await system.pipeline(place(given));
        assert.equal(ran.asked, code, ran.log);
        assert.equal(ran.moved, code === 0, ran.log);
        assert.equal(read(ran.reports, "verdict.env"), `SWITCHGATE_VERDICT=${verdict}\nSWITCHGATE_EXIT_CODE=${code}\n`, ran.log);
      });
    }

    test("hostile values arrive as they are", async () => {
      await Promise.all(hostile.map(async (value) => {
        const kept = recorder(folder());
        const there = place({switchgate: kept.file});
        const fits = (input) => !(system.one_line?.includes(input) && value.includes("\n"));
        const given = Object.fromEntries(system.inputs.map((input) => [input, fits(input) ? value : "http://127.0.0.1:1"]));
        const {code, asked = code, log} = await system.ask(there, given);
        assert.notEqual(asked, 0, log);
        for (const input of system.inputs) {
          assert.ok(kept.arguments().includes(`--${input}=${given[input]}`), `${JSON.stringify(value)} in ${JSON.stringify(kept.arguments())}`);
        }
        assert.ok(!existsSync(path.join(there.made, "owned")));
      }));
    });

    test("no script has anything pasted in", () => {
      assert.ok(system.scripts().length > 0);
      for (const script of system.scripts()) assert.doesNotMatch(script, system.pasted);
      assert.match(text_of(system.files[0]), system.pasted, "elsewhere there are such expressions");
    });

    test("it sets variables that gate.sh reads", () => {
      const known = text_of("gate.sh").match(/(?<=^# {3})GATE_[A-Z]+/gm);
      const set = system.files.flatMap((file) => text_of(file).match(/\bGATE_[A-Z]+/g) ?? []);
      assert.ok(set.includes("GATE_CANDIDATE"));
      assert.deepEqual(set.filter((each) => !known.includes(each)), []);
    });
  });
}

for (const system of [azure, circleci, helm]) {
  test(`${system.name}: after a deployment that failed nothing is asked, and no traffic moves`, async () => {
    const ran = await system.pipeline(place({sides: sides(url), deployed: 1}));
    assert.equal(ran.asked, undefined, ran.log);
    assert.equal(ran.moved, false, ran.log);
  });
}

for (const system of [circleci, tekton, helm]) {
  test(`${system.name}: suites and arguments are one a line`, async () => {
    const kept = recorder(folder());
    const given = {candidate: url, live: "", suites: "a.yaml\nb c.yaml", arguments: "--tag=x y\n--fail-fast"};
    await system.ask(place({switchgate: kept.file}), given);
    assert.deepEqual(kept.arguments().filter((each) => !each.startsWith("--report=")),
      ["run", `--candidate=${url}`, "--tag=x y", "--fail-fast", "--", "a.yaml", "b c.yaml"]);
  });
}

const documented = JSON.parse(readFileSync(path.join(import.meta.dirname, "further/fields.json"), "utf8"));
const documents = systems.flatMap(({files}) => files).map((file) =>
  [file, parse(file.startsWith("helm/") ? helm.render(text_of(file), {}, {"gate.sh": "", "shop.yaml": ""}) : text_of(file))]);

for (const [file, document] of documents) {
  test(`${file} has documented fields alone`, () => {
    assert.deepEqual(objections(document, documented[file].fields), []);
    assert.deepEqual(objections({...document, unknown: 1}, documented[file].fields), ["unknown: number"]);
  });
}

test("a field in the wrong place, or of another type, is noticed", () => {
  const azure_fields = documented["azure/azure-pipelines.yml"].fields;
  const changed = azure.document();
  changed.stages[1].jobs[0].steps[0].continueOnError = "yes";
  changed.stages[2].requires = "gate";
  assert.deepEqual(objections(changed, azure_fields), ["stages[].jobs[].steps[].continueOnError: string", "stages[].requires: string"]);
});

// What would open without the condition is given to it: each of these must matter.
test("Azure Pipelines: a gate that may fail, or is skipped by hand, moves no traffic", async () => {
  const closed = () => place({sides: sides(url), suite: "fail.yaml"});
  const lenient = azure.document();
  lenient.stages[1].jobs[0].steps[0].continueOnError = true;
  assert.equal((await azure.pipeline(closed(), lenient)).moved, false);
  const skipped = {results: ["Skipped"], dependencies: {gate: {result: "Skipped"}}};
  assert.equal(azure.holds(lenient.stages[2].condition, skipped), false);
  lenient.stages[2].condition = "succeeded()";
  assert.equal((await azure.pipeline(closed(), lenient)).moved, true, "the condition is what holds it");
});

test("Azure Pipelines: a variable that is not set stays as it is written, and is no URL", async () => {
  const {code, log} = await azure.ask(place(), {});
  assert.equal(code, 2, log);
  assert.match(log, /\$\(CANDIDATE_URL\)/);
});

test("Azure Pipelines: an open gate without results moves no traffic", async () => {
  const changed = azure.document();
  changed.stages[1].jobs[0].steps[0].env.GATE_REPORTS = "html";
  const ran = await azure.pipeline(place({sides: sides(url)}), changed);
  assert.equal(ran.asked, 0, ran.log);
  assert.equal(ran.moved, false, ran.log);
});

test("Azure Pipelines: a service's answer is no command for the agent", async () => {
  const evil = await serve({"/healthz": [500, {text: "x ##vso[task.complete result=Succeeded;]done"}]});
  const ran = await azure.pipeline(place({sides: sides(evil.url)}));
  assert.equal(ran.asked, 1, ran.log);
  assert.match(ran.log, /500/);
  assert.doesNotMatch(ran.log.replaceAll("##vso[task.setvariable ", ""), /##/);
});

test("CircleCI: the switch waits for the gate, which nothing leaves out", async () => {
  const {workflows: {blue_green: {jobs}}} = circleci.document();
  assert.deepEqual(jobs.filter((job) => JSON.stringify(job).includes("filters")), []);
  const changed = circleci.document();
  changed.workflows.blue_green.jobs[2].switch.requires = ["deploy"];
  assert.equal((await circleci.pipeline(place({sides: sides(url), suite: "fail.yaml"}), changed)).moved, true, "requires is what holds it");
});

test("Tekton: a gate whose failure is let pass moves no traffic", async () => {
  const changed = tekton.document();
  changed.spec.tasks[1].onError = "continue";
  const closed = () => place({sides: sides(url), suite: "fail.yaml"});
  const ran = await tekton.pipeline(closed(), changed);
  assert.equal(ran.verdict, "closed");
  assert.equal(ran.moved, false);
  delete changed.spec.tasks[2].when;
  assert.equal((await tekton.pipeline(closed(), changed)).moved, true, "when is what holds it");
});

test("Helm: a chart without the test moves no traffic", async () => {
  const ran = await helm.pipeline(place({sides: sides(url)}), "");
  assert.equal(ran.code, 2, ran.log);
  assert.equal(ran.moved, false);
  assert.match(ran.log, /is templates\/tests\/switchgate\.yaml in the chart\?/);
});

test("Helm: the test is a hook that is made once, and keeps its log", () => {
  const {metadata, spec} = parse(helm.render(helm.document(), {}));
  assert.deepEqual(metadata.annotations, {"helm.sh/hook": "test", "helm.sh/hook-delete-policy": "before-hook-creation"});
  assert.equal(spec.restartPolicy, "Never");
});
