// The action as a repository of its own, for tests of how it comes by its program.

import {cpSync, mkdirSync, writeFileSync} from "node:fs";
import path from "node:path";
import {folder, program, write_program} from "../support/service.mjs";

const root = path.resolve(import.meta.dirname, "../../..");

// A copy of the action as GitHub fetches it, with sources that take no time to build.
export function checkout() {
  const made = path.join(folder(), "switchgate");
  mkdirSync(path.join(made, "scripts"), {recursive: true});
  cpSync(path.join(root, "action.yml"), path.join(made, "action.yml"));
  cpSync(path.join(root, "pipelines"), path.join(made, "pipelines"), {recursive: true});
  for (const part of ["checks", "reporters", "runner", "samples", "tests"]) {
    mkdirSync(path.join(made, part));
    writeFileSync(path.join(made, part, "source"), part);
  }
  for (const file of ["CMakeLists.txt", "CMakePresets.json"]) writeFileSync(path.join(made, file), "");
  write_program(path.join(made, "scripts/setup"), "true");
  write_program(path.join(made, "scripts/build"), 'cd "$(dirname "$0")/.."; test "$*" = "release switchgate"; cat checks/source;' +
    `mkdir -p build/release; printf '#!/bin/sh\\nexec %s "$@"\\n' '${program}' >build/release/switchgate; chmod +x build/release/switchgate`);
  return made;
}
