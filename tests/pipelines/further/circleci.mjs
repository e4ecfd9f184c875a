// Plays pipelines/circleci: commands run as CircleCI's default shell runs them; parameters,
// the workspace and `requires` are done as the configuration reference says.

import {copyFileSync, writeFileSync} from "node:fs";
import path from "node:path";
import {checkout, execute, parse, text_of} from "./place.mjs";

export const name = "CircleCI";
export const files = ["circleci/config.yml"];
export const document = () => parse(text_of(files[0]));
export const scripts = () => {
  const {jobs, commands} = document();
  return [...Object.values(jobs), ...Object.values(commands)].flatMap(({steps}) => steps.flatMap((step) => step.run?.command ?? []));
};
export const pasted = /<<|>>/;
export const inputs = ["candidate", "live", "baseline", "profile"];
export const one_line = ["candidate", "live"];  // these come from a file of lines

// The steps of a job, with commands of the file put in their place.
function steps_of(changed, job) {
  return changed.jobs[job].steps.flatMap((step) => {
    const [called, given] = typeof step === "string" ? [step, {}] : Object.entries(step)[0];
    const command = changed.commands[called];
    if (!command) return [step];
    const value = (key) => given[key] ?? command.parameters[key].default;
    return command.steps.map((each) => (each.run ? {run: {...each.run, environment: Object.fromEntries(
      Object.entries(each.run.environment).map(([key, text]) => [key, text.replace(/<< parameters\.(\w+) >>/g, (_, key) => value(key))]))}} : each));
  });
}

async function play_job(changed, job, workspace, place) {
  const cwd = checkout(place);
  const played = {status: "success", log: "", cwd};
  for (const step of steps_of(changed, job)) {
    if (played.status === "failed") break;
    if (step.attach_workspace) {
      for (const [file, from] of Object.entries(workspace)) copyFileSync(from, path.join(cwd, step.attach_workspace.at, file));
    }
    for (const file of step.persist_to_workspace?.paths ?? []) workspace[file] = path.join(cwd, step.persist_to_workspace.root, file);
    if (!step.run) continue;
    const {command, environment: env} = step.run;
    const {code, log} = await execute("bash", ["-eo", "pipefail", "-c", command], {cwd, env, bin: place.bin});
    played.log += log;
    if (command.includes("gate.sh")) played.asked = code;
    if (code !== 0) played.status = "failed";
  }
  return played;
}

export async function pipeline(place, changed = document()) {
  const statuses = {};
  const workspace = {};
  let asked, reports, log = "";
  for (const entry of changed.workflows.blue_green.jobs) {
    const [job, {requires = []}] = typeof entry === "string" ? [entry, {}] : Object.entries(entry)[0];
    const met = requires.map((each) => (typeof each === "string" ? [each, ["success"]] : Object.entries(each)[0]))
      .every(([required, wanted]) => [wanted].flat().includes(statuses[required]));
    if (!met) continue;
    const played = await play_job(changed, job, workspace, place);
    statuses[job] = played.status;
    log += played.log;
    if (played.asked !== undefined) [asked, reports] = [played.asked, path.join(played.cwd, "switchgate-reports")];
  }
  return {asked, reports, log, moved: place.moved()};
}

// The gate's job alone, with two values from the workspace and the others as parameters.
export function ask(place, {candidate, live, ...parameters}) {
  const changed = document();
  changed.jobs.gate.steps = changed.jobs.gate.steps.map((step) => (step === "ask_the_gate" ? {ask_the_gate: parameters} : step));
  const sides = path.join(place.bin, "sides.env");
  writeFileSync(sides, `CANDIDATE_URL=${candidate}\nLIVE_URL=${live}\n`);
  return play_job(changed, "gate", {"sides.env": sides}, place);
}
