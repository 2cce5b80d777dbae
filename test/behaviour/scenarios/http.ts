import type { Settings } from "../../../server/src/config/settings";
import { indented, type Outcome, type Scenario } from "../scenario";

export interface HttpCase {
  readonly title: string;
  /** The body of `async def main()`; `BASE`, `CLOSED` and `SEEN` are those of local_server. */
  readonly main: string;
  /** More imports, and what stands before main(). */
  readonly head?: string;
  readonly holds?: readonly string[];
  readonly says?: string;
  readonly fix?: string;
  readonly settings?: Partial<Settings>;
  readonly outcome?: Outcome;
}

/**
 * A script that sends requests, and is moved to httpx if nothing else is said. Run with Debian's httpx 0.23 and
 * requests 2.28: this httpx keeps the line breaks of `aiter_lines()`, as 0.24.1 and later do not, and has no `proxy=`.
 */
export function http({ main, head = "", fix = "Move to httpx", ...scenario }: HttpCase): Scenario {
  return {
    ...scenario,
    rule: "blocking-http-call",
    fix,
    source: `import asyncio
import json
${head}
import requests

from local_server import BASE, CLOSED, SEEN


async def main():
${indented(main)}


asyncio.run(main())
`,
  };
}
