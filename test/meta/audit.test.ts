import { expect, it } from "vitest";
import { readAudit } from "../../scripts/audit.mjs";

it.each([
  ["", "skipped", "npm audit gave no answer that can be read"],
  ['{ "message": "405 Method Not Allowed" }', "skipped", "no registry answers: 405 Method Not Allowed"],
  ['{ "error": { "summary": "offline" } }', "skipped", "no registry answers: offline"],
  ["{}", "skipped", "no registry answers: no reason was given"],
  ['{ "metadata": { "vulnerabilities": { "low": 0, "high": 0, "total": 0 } } }', "clean", "no known vulnerabilities"],
  [
    '{ "metadata": { "vulnerabilities": { "low": 2, "high": 1, "total": 3 } } }',
    "vulnerable",
    "known vulnerabilities: 2 low, 1 high; npm audit names them",
  ],
])("an answer of npm audit: %s", (answer, is, text) => {
  expect(readAudit(answer)).toEqual({ is, text });
});
