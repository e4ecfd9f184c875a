// Counts of a JUnit report as junit2json reads it: junit2json.mjs MODULE REPORT.xml

import fs from 'node:fs'
import { pathToFileURL } from 'node:url'

const [module, file] = process.argv.slice(2)
const { parse } = await import(pathToFileURL(module))
const report = await parse(fs.readFileSync(file, 'utf8'))
const cases = report.testsuite.flatMap((suite) => suite.testcase)
const having = (name) => cases.filter((one) => one[name] !== undefined).length
const counts = { tests: cases.length, failed: having('failure'), undecided: having('error'), skipped: having('skipped') }
if (report.tests !== counts.tests || report.failures !== counts.failed || report.errors !== counts.undecided) {
  throw new Error(`the sums of the report are not those of its cases: ${JSON.stringify(counts)}`)
}
console.log(JSON.stringify(counts))
