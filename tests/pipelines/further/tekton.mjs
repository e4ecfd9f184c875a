// Plays pipelines/tekton: the Task's script runs as a program; parameters, results, `runAfter`
// and `when` are done as Tekton's documentation says. deploy-idle and deploy-switch, which are
// the user's, are played by deploy/idle and deploy/switch.

import {chmodSync, writeFileSync} from "node:fs";
import path from "node:path";
import {folder} from "../support/service.mjs";
import {checkout, execute, kubernetes_environment, parse, read, text_of} from "./place.mjs";

export const name = "Tekton";
export const files = ["tekton/task.yaml", "tekton/pipeline.yaml"];
const task = () => parse(text_of(files[0]));
export const document = () => parse(text_of(files[1]));
export const scripts = () => task().spec.steps.map(({script}) => script);
export const pasted = /\$\((params|workspaces|results|context|tasks)/;
export const inputs = ["candidate", "live", "baseline", "profile"];

const substitute = (text, known) => text.replace(/\$\(([\w.-]+)\)/g, (whole, key) => known[key] ?? whole);

async function play_task(given, place) {
  const {params, steps: [step]} = task().spec;
  const cwd = checkout(place);
  const reports = folder();
  const verdict = path.join(reports, "result");
  const known = {"workspaces.source.path": cwd, "workspaces.reports.path": reports, "results.verdict.path": verdict};
  for (const {name: key, default: standard} of params) known[`params.${key}`] = given[key] ?? standard;
  const file = path.join(reports, "script");
  writeFileSync(file, substitute(step.script, known));
  chmodSync(file, 0o755);
  const env = kubernetes_environment(step.env.map(({name: key, value}) => ({name: key, value: substitute(value, known)})));
  const ran = await execute(file, [], {cwd: substitute(step.workingDir, known), env, bin: place.bin});
  return {...ran, reports, verdict: read(verdict)};
}

export async function pipeline(place, changed = document()) {
  const [, gate, traffic] = changed.spec.tasks;
  const idle = await execute(path.join(place.made, "deploy/idle"), [], {cwd: place.made, bin: place.bin});
  const known = {};
  for (const side of ["candidate", "live"]) {
    known[`tasks.idle.results.${side}`] = new RegExp(`^${side.toUpperCase()}_URL=(.*)$`, "m").exec(idle.log)?.[1] ?? "";
  }
  const ran = await play_task(Object.fromEntries(gate.params.map(({name: key, value}) => [key, substitute(value, known)])), place);
  if (ran.verdict !== undefined) known["tasks.gate.results.verdict"] = ran.verdict;
  const after_gate = traffic.runAfter?.includes("gate") && (ran.code === 0 || gate.onError === "continue");
  const wanted = (traffic.when ?? []).every(({input, operator, values}) => operator === "in" && values.includes(substitute(input, known)));
  if (after_gate && wanted) await execute(path.join(place.made, "deploy/switch"), [], {cwd: place.made, bin: place.bin});
  return {asked: ran.code, reports: ran.reports, log: ran.log, verdict: ran.verdict, moved: place.moved()};
}

export const ask = (place, given) => play_task(given, place);
