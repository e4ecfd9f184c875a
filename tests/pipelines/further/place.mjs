// Where an example is played: a repository with what its head asks for, one suite, and a PATH
// of switchgate and the few programs that the scripts need. Nothing else is in the environment.

import {spawn} from "node:child_process";
import {cpSync, existsSync, mkdirSync, readFileSync, symlinkSync} from "node:fs";
import path from "node:path";
import {pathToFileURL} from "node:url";
import {folder, program, repository, write_program} from "../support/service.mjs";

export const root = path.resolve(import.meta.dirname, "../../..");
export const {parse} = await import(pathToFileURL(path.join(process.env.NPM_FOLDER, "node_modules/yaml/dist/index.js")).href);
export const text_of = (file) => readFileSync(path.join(root, "pipelines", file), "utf8");

// `sides` are the lines that deploy/idle prints before it ends with `deployed`; `switchgate` is
// the program of that name.
export function place({suite = "pass.yaml", sides = "", deployed = 0, switchgate = program} = {}) {
  const made = repository();
  const bin = path.join(folder(), "bin");
  mkdirSync(bin);
  for (const tool of ["bash", "grep", "mkdir", "rm", "sed", "sh", "tr"]) symlinkSync(`/bin/${tool}`, path.join(bin, tool));
  if (switchgate) symlinkSync(switchgate, path.join(bin, "switchgate"));
  mkdirSync(path.join(made, "deploy"));
  mkdirSync(path.join(made, ".switchgate/suites"), {recursive: true});
  if (suite) cpSync(path.join(made, suite), path.join(made, ".switchgate/suites/shop.yaml"));
  cpSync(path.join(root, "pipelines/gate.sh"), path.join(made, "deploy/gate.sh"));
  const moved = path.join(bin, "moved");
  write_program(path.join(made, "deploy/idle"), `printf '%s' '${sides}'\nexit ${deployed}`);
  write_program(path.join(made, "deploy/switch"), `: >'${moved}'`);
  return {made, bin, deployed, moved: () => existsSync(moved)};
}

// What a job starts with: the repository as it was committed.
export function checkout({made}) {
  const copy = path.join(folder(), "a job's");
  cpSync(made, copy, {recursive: true});
  return copy;
}

export async function execute(command, args, {cwd, env = {}, bin}) {
  const child = spawn(command, args, {cwd, env: {PATH: bin, ...env}, stdio: ["ignore", "pipe", "pipe"]});
  let log = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes) => (log += bytes));
  const code = await new Promise((done, failed) => child.on("close", done).on("error", failed));
  return {code, log};
}

// Kubernetes replaces $(NAME) of a variable before it, and $$ by $; what it does not know stays.
export function kubernetes_environment(entries) {
  const env = {};
  for (const {name, value} of entries) {
    env[name] = value.replace(/\$\$|\$\(([-._A-Za-z][-._A-Za-z0-9]*)\)/g, (whole, known) => (whole === "$$" ? "$" : env[known] ?? whole));
  }
  return env;
}

export const read = (...parts) => {
  const file = path.join(...parts);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
};
