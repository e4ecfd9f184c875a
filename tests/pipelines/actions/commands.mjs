// What a step says to the runner: the files behind GITHUB_OUTPUT, GITHUB_ENV, GITHUB_PATH and
// GITHUB_STEP_SUMMARY, and the commands on its standard output.

const summary_limit = 1024 * 1024;

// NAME=VALUE lines and NAME<<END blocks; throws what the runner would fail the step with.
export function parse_pairs(text) {
  const found = {};
  const lines = text.split(/\r?\n/);
  for (let i = 0; i < lines.length; ++i) {
    const line = lines[i];
    if (line === "") continue;
    const equals = line.indexOf("=");
    const block = line.indexOf("<<");
    if (equals > 0 && (block < 0 || equals < block)) {
      found[line.slice(0, equals)] = line.slice(equals + 1);
    } else if (block > 0) {
      const end = line.slice(block + 2);
      const from = i + 1;
      while (++i < lines.length && lines[i] !== end);
      if (i >= lines.length || end === "") throw new Error(`Matching delimiter not found '${end}'`);
      found[line.slice(0, block)] = lines.slice(from, i).join("\n");
    } else {
      throw new Error(`Invalid format '${line}'`);
    }
  }
  return found;
}

// A summary over the limit is left out whole; the step does not fail for it.
export function take_summary(text, annotations) {
  if (Buffer.byteLength(text) <= summary_limit) return text;
  annotations.push({level: "error", message: "$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of 1024k"});
  return "";
}

const unescaped = (text) => text.replace(/%0D/gi, "\r").replace(/%0A/gi, "\n").replace(/%25/g, "%");
const properties_of = (text, separator) => Object.fromEntries(
  text.split(separator).filter((part) => part.includes("=")).map((part) => {
    const at = part.indexOf("=");
    return [part.slice(0, at).trim(), unescaped(part.slice(at + 1)).replace(/%3A/gi, ":").replace(/%2C/gi, ",")];
  }));

// A line that the runner takes for a command, in either of its two spellings. The old one,
// `##[…]`, counts anywhere in a line; the other after blanks.
function command_in(line) {
  const now = /^\s*::(.*?)::(.*)$/.exec(line);
  if (now) {
    const [name, ...rest] = now[1].split(" ");
    return {name: name.toLowerCase(), properties: properties_of(rest.join(" "), ","), value: unescaped(now[2])};
  }
  const old = /##\[([a-z-]+)(?: ([^\]]*))?\](.*)$/i.exec(line);
  if (old) return {name: old[1].toLowerCase(), properties: properties_of(old[2] ?? "", ";"), value: old[3]};
  return undefined;
}

// Reads a step's standard output: its annotations, and outputs set in the old way.
export function read_commands(text) {
  const result = {outputs: {}, annotations: []};
  let stopped;
  for (const line of text.split(/\r?\n/)) {
    const command = command_in(line);
    if (!command) continue;
    if (stopped !== undefined) {
      if (command.name === stopped.toLowerCase()) stopped = undefined;
    } else if (command.name === "stop-commands") {
      stopped = command.value;
    } else if (command.name === "set-output") {
      result.outputs[command.properties.name] = command.value;
    } else if (["error", "warning", "notice"].includes(command.name)) {
      result.annotations.push({level: command.name, message: command.value, ...command.properties});
    }
  }
  return result;
}
