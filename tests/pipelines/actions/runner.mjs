// Runs workflows and composite actions as GitHub's runner would: contexts, conditions, files
// of commands, outcome and conclusion. Containers, matrices and services are not in it;
// actions that are not composite are played by stand-ins, functions of the caller.

import {spawn} from "node:child_process";
import {existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync} from "node:fs";
import path from "node:path";
import {condition, interpolate, interpolate_all, load} from "./expressions.mjs";
import {parse_pairs, read_commands, take_summary} from "./commands.mjs";

const {parse} = await load("yaml");
export const read_yaml = (file) => parse(readFileSync(file, "utf8"));

const shells = {
  bash: (file) => ["bash", "--noprofile", "--norc", "-eo", "pipefail", file],
  sh: (file) => ["sh", "-e", file],
};

// A job: where it runs, what it has set so far, and everything that its steps said.
export class Job {
  constructor({workspace, scratch, actions = {}, contexts = {}, env = {}}) {
    Object.assign(this, {workspace, scratch, actions, contexts});
    this.env = {...env};
    this.path = [];
    this.annotations = [];
    this.summary = "";
    this.log = "";
    this.cancel = undefined;  // ends the step that is running, as a cancelled job does
  }

  environment(scope, files, step_env) {
    const inherited = Object.fromEntries(["PATH", "HOME", "TMPDIR", "LANG"].flatMap((name) =>
      process.env[name] === undefined ? [] : [[name, process.env[name]]]));
    return {
      ...inherited, CI: "true", GITHUB_ACTIONS: "true", GITHUB_WORKSPACE: this.workspace,
      RUNNER_OS: "Linux", RUNNER_TEMP: this.scratch,
      ...(scope.action_path && {GITHUB_ACTION_PATH: scope.action_path}),
      ...this.env, ...scope.env, ...step_env, ...files,
      PATH: [...this.path, inherited.PATH].join(":"),
    };
  }

  async shell(step, scope, contexts) {
    if (scope.action_path && !step.shell) throw new Error("Required property is missing: shell");
    const folder = mkdtempSync(path.join(this.scratch, "step-"));
    const files = {};
    for (const name of ["OUTPUT", "ENV", "PATH", "STATE", "STEP_SUMMARY"]) {
      files[`GITHUB_${name}`] = path.join(folder, name);
      writeFileSync(files[`GITHUB_${name}`], "");
    }
    const script = path.join(folder, "script.sh");
    writeFileSync(script, interpolate(step.run, contexts, scope.state));
    const command = step.shell ? shells[step.shell](script) : ["bash", "-e", script];
    const child = spawn(command[0], command.slice(1), {
      cwd: path.resolve(this.workspace, interpolate(step["working-directory"] ?? ".", contexts, scope.state)),
      env: this.environment(scope, files, interpolate_all(step.env, contexts, scope.state)),
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.cancel = () => child.kill("SIGINT");
    let out = "";
    child.stdout.on("data", (bytes) => (out += bytes));
    child.stderr.on("data", (bytes) => (out += bytes));
    const code = await new Promise((done) => child.on("close", (status) => done(status ?? 1)));
    this.log += out;
    return this.taken(code, out, files);
  }

  // What a finished script leaves behind for the steps after it.
  taken(code, out, files) {
    const read = (name) => readFileSync(files[`GITHUB_${name}`], "utf8");
    const {outputs, annotations} = read_commands(out);
    this.annotations.push(...annotations);
    this.summary += take_summary(read("STEP_SUMMARY"), this.annotations);
    let failed = code !== 0;
    try {
      Object.assign(outputs, parse_pairs(read("OUTPUT")));
      Object.assign(this.env, parse_pairs(read("ENV")));
      this.path.unshift(...read("PATH").split("\n").filter(Boolean).reverse());
    } catch (error) {
      this.annotations.push({level: "error", message: error.message});
      failed = true;
    }
    return {outcome: failed ? "failure" : "success", outputs, code};
  }

  async action(step, scope, contexts) {
    const inputs = interpolate_all(step.with, contexts, scope.state);
    const name = step.uses.split("@")[0];
    const stands_in = this.actions[name];
    if (typeof stands_in === "function") return stands_in(inputs, this);
    const folder = stands_in ?? (name.startsWith("./") ? path.resolve(this.workspace, name) : undefined);
    if (!folder || !existsSync(path.join(folder, "action.yml"))) throw new Error(`cannot find the action '${step.uses}'`);
    return this.composite(folder, inputs, {...scope.env, ...interpolate_all(step.env, contexts, scope.state)});
  }

  async composite(folder, given, env) {
    const action = read_yaml(path.join(folder, "action.yml"));
    if (action.runs.using !== "composite") throw new Error(`'${folder}' is no composite action`);
    const inputs = Object.fromEntries(Object.entries(action.inputs ?? {}).map(([name, input]) =>
      [name, given[name] ?? String(input.default ?? "")]));
    const scope = {action_path: folder, env, state: "success", contexts: {inputs}};
    const steps = await this.steps(action.runs.steps, scope);
    const contexts = this.visible(scope, steps);
    const values = Object.fromEntries(Object.entries(action.outputs ?? {}).map(([name, output]) => [name, output.value]));
    return {outcome: scope.state, outputs: interpolate_all(values, contexts, scope.state)};
  }

  visible(scope, steps) {
    const {secrets, ...github_and_more} = this.contexts;
    return {
      github: {}, needs: {}, vars: {}, ...github_and_more, ...scope.contexts, steps,
      ...(!scope.action_path && {secrets: secrets ?? {}}),  // an action sees none
      runner: {os: "Linux", temp: this.scratch}, env: {...this.env, ...scope.env}, job: {status: scope.state},
    };
  }

  async steps(list, scope) {
    const steps = {};
    for (const step of list) {
      const contexts = this.visible(scope, steps);
      let result = {outcome: "skipped", outputs: {}};
      if (condition(step.if, contexts, scope.state)) {
        try {
          result = step.uses ? await this.action(step, scope, contexts) : await this.shell(step, scope, contexts);
        } catch (error) {
          this.annotations.push({level: "error", message: error.message});
          result = {outcome: "failure", outputs: {}};
        }
      }
      const forgiven = String(step["continue-on-error"] ?? false) === "true" && result.outcome === "failure";
      const conclusion = forgiven ? "success" : result.outcome;
      if (conclusion === "failure" && scope.state === "success") scope.state = "failure";
      if (step.id) steps[step.id] = {outputs: result.outputs, outcome: result.outcome, conclusion};
    }
    return steps;
  }
}

// Runs the jobs of a workflow in the order of their needs; answers each job with its result.
export async function run_workflow(file, options) {
  const workflow = read_yaml(file);
  const needs = {};
  const jobs = {};
  for (const [name, description] of Object.entries(workflow.jobs)) {
    const wanted = [description.needs ?? []].flat();
    const state = wanted.every((each) => needs[each].result === "success") ? "success" : "failure";
    const known = Object.fromEntries(wanted.map((each) => [each, needs[each]]));
    const contexts = {...options.contexts, needs: known};
    const scratch = path.join(options.scratch, name);
    mkdirSync(scratch, {recursive: true});
    const job = new Job({...options, scratch, contexts, env: {...workflow.env, ...description.env}});
    jobs[name] = job;
    job.result = "skipped";
    needs[name] = {result: "skipped", outputs: {}};
    if (!condition(description.if, {github: {}, vars: {}, ...contexts}, state)) continue;
    const scope = {env: {}, state: "success", contexts: {}};
    const steps = await job.steps(description.steps, scope);
    job.result = scope.state;
    job.steps_run = steps;
    needs[name] = {result: scope.state, outputs: interpolate_all(description.outputs, job.visible(scope, steps), scope.state)};
  }
  return jobs;
}
