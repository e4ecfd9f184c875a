// A TAP report as tap-parser reads it: tap.mjs MODULE REPORT.tap

import fs from 'node:fs'
import { pathToFileURL } from 'node:url'

const [module, file] = process.argv.slice(2)
const { Parser } = await import(pathToFileURL(module))
const extra = []
const diagnostics = []
const results = await new Promise((resolve) => {
  const parser = new Parser({ strict: true }, resolve)
  parser.on('extra', (line) => extra.push(line))
  parser.on('assert', (assertion) => assertion.diag && diagnostics.push(assertion.diag))
  parser.end(fs.readFileSync(file, 'utf8'))
})
const { count, fail, skip } = results
console.log(JSON.stringify({ ok: results.ok, counts: { count, fail, skip }, extra, diagnostics }))
