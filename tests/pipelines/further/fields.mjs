// Holds a document against a list of fields: a path to a type. In a path [] is any element, and
// * a name of the user's.

const escaped = (path) => path.replace(/[.[\]/]/g, "\\$&").replaceAll("*", "[^[\\]]+?");

function* leaves(value, path) {
  if (Array.isArray(value)) {
    for (const element of value) yield* leaves(element, `${path}[]`);
  } else if (value !== null && typeof value === "object" && Object.keys(value).length > 0) {
    for (const [key, inner] of Object.entries(value)) yield* leaves(inner, path ? `${path}.${key}` : key);
  } else {
    yield `${path}: ${value === null ? "null" : typeof value}`;
  }
}

// The leaves that no field allows, each once, as "path: type".
export function objections(document, fields) {
  const allowed = Object.entries(fields).map(([path, type]) => new RegExp(`^${escaped(path)}: ${type}$`));
  return [...new Set(leaves(document, ""))].filter((leaf) => !allowed.some((field) => field.test(leaf)));
}
