// Evaluates `${{ … }}` and `if:` by GitHub's own expression engine. What the engine does not
// know, the contexts and the functions of a job's state, comes from the caller.

import {createRequire} from "node:module";
import {pathToFileURL} from "node:url";

const modules = createRequire(`${process.env.NPM_FOLDER}/`);
export const load = (name) => import(pathToFileURL(modules.resolve(name)).href);
const engine = await import(pathToFileURL(`${process.env.NPM_FOLDER}/node_modules/@actions/expressions/dist/index.js`).href);
const {data, Evaluator, Lexer, Parser} = engine;

const expression = /\$\{\{((?:'(?:[^']|'')*'|[^'}]|\}(?!\}))*)\}\}/g;
const asks_for_state = /\b(?:success|failure|always|cancelled)\s*\(/i;

function to_data(value) {
  if (value === undefined || value === null) return new data.Null();
  if (typeof value === "string") return new data.StringData(value);
  if (typeof value === "number") return new data.NumberData(value);
  if (typeof value === "boolean") return new data.BooleanData(value);
  if (Array.isArray(value)) return new data.Array(...value.map(to_data));
  return new data.Dictionary(...Object.entries(value).map(([key, each]) => ({key, value: to_data(each)})));
}

function evaluate(text, contexts, state) {
  const functions = Object.entries({
    success: () => state === "success",
    failure: () => state === "failure",
    cancelled: () => state === "cancelled",
    always: () => true,
  }).map(([name, call]) => ({name, minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(call())}));
  const parsed = new Parser(new Lexer(text).lex().tokens, Object.keys(contexts), functions).parse();
  return new Evaluator(parsed, to_data(contexts), new Map(functions.map((each) => [each.name, each]))).evaluate();
}

// The text with each expression replaced by its value.
export function interpolate(text, contexts, state) {
  return String(text).replace(expression, (_, inner) => evaluate(inner, contexts, state).coerceString());
}

export function interpolate_all(map, contexts, state) {
  return Object.fromEntries(
    Object.entries(map ?? {}).map(([key, value]) => [key, interpolate(value, contexts, state)]));
}

// Whether a step or job runs: without a word on the state it needs success.
export function condition(text, contexts, state) {
  let inner = String(text ?? "success()").trim();
  if (inner.startsWith("${{") && inner.endsWith("}}")) inner = inner.slice(3, -2);
  if (!asks_for_state.test(inner.replace(/'(?:[^']|'')*'/g, "''"))) inner = `success() && (${inner})`;
  return evaluate(`!!(${inner})`, contexts, state).coerceString() === "true";
}
