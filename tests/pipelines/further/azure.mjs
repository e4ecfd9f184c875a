// Plays pipelines/azure: scripts run as the agent runs them, what the agent does itself is done
// as its documentation says: logging commands, $(NAME) in env, conditions, results of stages.

import {existsSync} from "node:fs";
import path from "node:path";
import {checkout, execute, parse, text_of} from "./place.mjs";

export const name = "Azure Pipelines";
export const files = ["azure/azure-pipelines.yml"];
export const document = () => parse(text_of(files[0]));
export const scripts = () => document().stages.flatMap(({jobs}) => jobs.flatMap(({steps}) => steps.flatMap(({script}) => script ?? [])));
export const pasted = /\$[([]|\$\{\{/;
export const inputs = ["candidate", "live"];

// Evaluates a condition: functions, texts in quotes, and dotted names of `context`.
export function holds(condition, context) {
  const tokens = condition.match(/'[^']*'|[A-Za-z_][\w.]*|[(),]/g);
  const functions = {
    and: (...all) => all.every(Boolean),
    eq: (left, right) => String(left).toLowerCase() === String(right).toLowerCase(),
    succeeded: () => context.results.every((result) => ["Succeeded", "SucceededWithIssues"].includes(result)),
    succeededOrFailed: () => context.results.every((result) => result !== "Canceled"),
  };
  const value = () => {
    const token = tokens.shift();
    if (token.startsWith("'")) return token.slice(1, -1);
    if (tokens[0] !== "(") return token.split(".").reduce((object, key) => object?.[key], context);
    const given = [];
    for (tokens.shift(); tokens[0] !== ")";) {
      if (tokens[0] === ",") tokens.shift();
      else given.push(value());
    }
    tokens.shift();
    if (!functions[token]) throw new Error(`expected a function that the test knows, found ${token}`);
    return functions[token](...given);
  };
  return value();
}

const macros = (text, variables) => text.replace(/\$\(([\w.]+)\)/g, (whole, key) => variables[key] ?? whole);

async function play_step(step, variables, cwd, place) {
  if (step.script) {
    const env = Object.fromEntries(Object.entries(step.env ?? {}).map(([key, text]) => [key, macros(text, variables)]));
    return execute("bash", ["--noprofile", "--norc", "-c", macros(step.script, variables)], {cwd, env, bin: place.bin});
  }
  if (step.task === "PublishTestResults@2") {
    const there = existsSync(path.join(cwd, step.inputs.testResultsFiles));
    return {code: step.inputs.failTaskOnMissingResultsFile && !there ? 1 : 0, log: ""};
  }
  return {code: existsSync(path.join(cwd, step.publish)) ? 0 : 1, log: ""};
}

// The job's result; `asked` is what the step with gate.sh ended with.
async function play_job(job, variables, place) {
  const played = {result: "Succeeded", outputs: {}, log: "", cwd: checkout(place)};
  for (const step of job.steps) {
    if (!holds(step.condition ?? "succeeded()", {results: [played.result]})) continue;
    const {code, log} = await play_step(step, variables, played.cwd, place);
    played.log += log;
    for (const [, key, value] of log.matchAll(/##vso\[task\.setvariable variable=(\w+);isOutput=true\](.*)/g)) {
      played.outputs[`${step.name}.${key}`] = value;
    }
    if (step.script?.includes("gate.sh")) played.asked = code;
    if (code !== 0) played.result = step.continueOnError ? "SucceededWithIssues" : "Failed";
  }
  return played;
}

export async function pipeline(place, changed = document()) {
  const dependencies = {};
  const outputs = {};
  let asked, reports, log = "";
  for (const [at, stage] of changed.stages.entries()) {
    const needed = [stage.dependsOn ?? changed.stages[at - 1]?.stage ?? []].flat();
    const context = {dependencies, results: needed.map((each) => dependencies[each].result)};
    dependencies[stage.stage] = {result: "Skipped"};
    if (!holds(stage.condition ?? "succeeded()", context)) continue;
    const [job] = stage.jobs;
    const variables = {"System.JobAttempt": "1"};
    for (const [key, text] of Object.entries(job.variables ?? {})) {
      const [, from, of, output] = /^\$\[ stageDependencies\.(\w+)\.(\w+)\.outputs\['(.+)'\] \]$/.exec(text);
      variables[key] = outputs[from][of][output] ?? "";
    }
    const played = await play_job(job, variables, place);
    dependencies[stage.stage] = {result: played.result};
    outputs[stage.stage] = {[job.job]: played.outputs};
    log += played.log;
    if (played.asked !== undefined) [asked, reports] = [played.asked, path.join(played.cwd, "switchgate-reports")];
  }
  return {asked, reports, log, moved: place.moved()};
}

// The gate's step alone, with values that reach it as variables.
export function ask(place, {candidate, live}) {
  const step = document().stages.flatMap(({jobs}) => jobs[0].steps).find(({script}) => script?.includes("gate.sh"));
  return play_step(step, {CANDIDATE_URL: candidate, LIVE_URL: live}, checkout(place), place);
}
