// A stored run in which every text that comes from outside tries to run something.
//
//   node poison.cjs REPORT.json > HOSTILE.json
"use strict";
const fs = require("fs");

const payload = [
  "</title></style></textarea></script></code></pre>",
  "<script>window.ran = 1; alert(1)</script>",
  "<img src=\"http://127.0.0.1:9/picture\" onerror=\"window.ran = 2\">",
  "<svg onload=\"window.ran = 3\"><a href=\"javascript:window.ran = 4\">link</a></svg>",
  "<iframe srcdoc=\"<script>parent.ran = 5</script>\"></iframe>",
  "<link rel=stylesheet href=http://127.0.0.1:9/style> <base href=http://127.0.0.1:9/>",
  "\" autofocus onfocus=\"window.ran = 6\" x=\"' onclick='window.ran = 7' `",
  "<!-- <![CDATA[ {{window.ran = 8}} \u202e\u0007\u001b[31m",
].join(" ");

// What the reader of stored runs takes only in its own words, and what findings are found by.
const fixed = new Set(["format", "gate", "fail_on", "on_undecided", "level", "outcome", "shape",
  "values", "verdict", "by", "started", "expires", "fingerprint", "hash", "baseline_recorded"]);

const poisoned = (value, name) => {
  if (Array.isArray(value)) return value.map((one) => poisoned(one, name));
  if (value !== null && typeof value === "object") {
    if (name === "place") return value;  // it refers to a file by its path
    return Object.fromEntries(Object.entries(value).map(([key, inner]) =>
      [key, key === "files" ? inner : poisoned(inner, key)]));
  }
  return typeof value === "string" && !fixed.has(name) ? value + payload : value;
};

process.stdout.write(JSON.stringify(poisoned(JSON.parse(fs.readFileSync(process.argv[2], "utf8")))));
