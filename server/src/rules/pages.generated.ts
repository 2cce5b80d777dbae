// Generated from the rules' pages by npm run generate.
import type { RulePage } from "../analysis/rule";

export const PAGES: Readonly<Record<string, RulePage>> = {
  "blocking-sleep": {
    "rule": "blocking-sleep",
    "command": "NEVER mix blocking I/O in async functions",
    "severity": "warning",
    "fix": "safe",
    "peers": [
      "ASYNC251",
      "S7488"
    ],
    "summary": "`time.sleep()` in code that runs on the event loop.",
    "docs": "# blocking-sleep\n\n## What it finds\n\n`time.sleep()` in code that runs on the event loop.\n\n## Why it matters\n\nA thread that sleeps runs nothing else. While `time.sleep()` lasts, no other task, request or timeout of the program makes\nprogress.\n\n## What to do\n\nAwait `asyncio.sleep()`, or `anyio.sleep()` or `trio.sleep()` where the file is written for these."
  },
};
