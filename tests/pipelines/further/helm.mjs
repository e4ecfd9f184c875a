// Plays pipelines/helm: the few expressions of the templates are replaced, switch-over.sh runs
// with a stand-in for helm that runs the Pod's command, as Kubernetes would, and fails with it.

import {cpSync, mkdirSync, writeFileSync} from "node:fs";
import path from "node:path";
import {fileURLToPath} from "node:url";
import {folder, write_program} from "../support/service.mjs";
import {execute, kubernetes_environment, parse, read, root, text_of} from "./place.mjs";

export const name = "Helm";
export const files = ["helm/templates/tests/switchgate.yaml", "helm/templates/switchgate-files.yaml"];
export const document = () => text_of(files[0]);
export const scripts = () => [text_of("helm/switch-over.sh"), parse(render(document(), {})).spec.containers[0].command.join(" ")];
export const pasted = /\{\{/;
export const inputs = ["candidate", "live", "baseline", "profile"];

// JSON's quotes are those of `quote` for what the tests put in.
export function render(template, values, charted = {}) {
  const switchgate = {...parse(text_of("helm/values.yaml")).switchgate, ...values};
  const rendered = template
    .replace(/\{\{ \.Values\.switchgate\.(\w+) \| quote \}\}/g, (_, key) => JSON.stringify(switchgate[key]))
    .replaceAll("{{ .Release.Name }}", "shop-green")
    .replace('{{ (.Files.Glob "switchgate/*").AsConfig | indent 2 }}', () =>
      Object.entries(charted).map(([key, text]) => `  ${key}: ${JSON.stringify(text)}`).join("\n"));
  if (/\{\{ [.(]/.test(rendered)) throw new Error(`expected expressions that the test knows, found others in:\n${rendered}`);
  return rendered;
}

// What the container is started with; a path in a volume is one in the folder that plays it.
function container(hooks, place) {
  const {containers: [{command, env, volumeMounts, workingDir}]} = parse(hooks).spec;
  const folders = Object.fromEntries(volumeMounts.map(({name: key, mountPath}) => [mountPath, path.join(folder(), key)]));
  const here = (text) => {
    const mount = Object.keys(folders).find((each) => text === each || text.startsWith(`${each}/`));
    return mount ? folders[mount] + text.slice(mount.length) : text;
  };
  for (const each of Object.values(folders)) mkdirSync(each);
  const files = {"gate.sh": read(place.made, "deploy/gate.sh"), "shop.yaml": read(place.made, ".switchgate/suites/shop.yaml") ?? ""};
  const {data} = parse(render(text_of("helm/templates/switchgate-files.yaml"), {}, files));
  for (const [file, text] of Object.entries(data)) writeFileSync(here(`/switchgate/${file}`), text);
  return {command: command.map(here), cwd: here(workingDir), reports: here("/reports"), status: path.join(place.bin, "status"),
    env: kubernetes_environment(env.map(({name: key, value}) => ({name: key, value: here(value)})))};
}

export async function pipeline(place, changed = document()) {
  const sides = read(place.made, "deploy/idle");
  const [candidate, live] = ["CANDIDATE", "LIVE"].map((side) => new RegExp(`${side}_URL=(.*)`).exec(sides)?.[1] ?? "");
  const hooks = changed && render(changed, {candidate, live});
  writeFileSync(path.join(place.bin, "hooks"), hooks);
  const pod = hooks ? container(hooks, place) : {};
  writeFileSync(path.join(place.bin, "pod.json"), JSON.stringify({...pod, deployed: place.deployed}));
  write_program(path.join(place.bin, "helm"), `exec '${process.execPath}' '${fileURLToPath(import.meta.resolve("./helm_stand_in.mjs"))}' "$@"`);
  cpSync(path.join(root, "pipelines/helm/switch-over.sh"), path.join(place.made, "switch-over.sh"));
  const ran = await execute(path.join(place.made, "switch-over.sh"), ["shop-green", "chart"], {cwd: place.made, env: {PLACE: place.bin}, bin: place.bin});
  const asked = read(place.bin, "status");
  return {asked: asked === undefined ? undefined : Number(asked), reports: pod.reports, log: ran.log, code: ran.code, moved: place.moved()};
}

export function ask(place, given) {
  const {command: [program, ...args], cwd, env} = container(render(document(), given), place);
  return execute(program, args, {cwd, env, bin: place.bin});
}
