/**
 * An edit that leaves what names mean as it was concerns nobody who reads them; one that doesn't concerns all of them.
 */
import fc from "fast-check";
import { expect, it } from "vitest";
import { Analyzer } from "../../server/src/analysis/analyzer";
import { DEFAULT_SETTINGS } from "../../server/src/config/settings";
import { RULES } from "../../server/src/rules/index";
import type { ContentChange, PythonDocument } from "../../server/src/syntax/document";
import { diagnose, open } from "../support/engine";

/** What binds two names, surely or perhaps, once or again; each is a segment of its own, or holds a use of its own. */
const BINDERS: readonly string[] = [
  "import time\n",
  "import time, naïve\n",
  "import time as clock\n",
  "from time import sleep\n",
  "from trio import sleep\n",
  "from time import *\n",
  "from requests import *\n",
  "import trio as time\n",
  "if x: import time\n",
  "if TYPE_CHECKING:\n    import time\n",
  "try:\n    import time\nexcept ImportError:\n    import trio as time\n",
  "try:\n    from trio import sleep\nexcept ImportError:\n    sleep = None\n",
  "time = None\n",
  "time.sleep(1)\nimport time\nnap = time.sleep\n",
  "nap = time.sleep\nimport time\n",
  "del time\n",
  "sleep = time.sleep\n",
  "naïve = time.sleep\n",
  "time: Any = f()\n",
  "def time():\n    pass\n",
  "def sleep(x):\n    return time.sleep(x)\n",
  "def sleep(x):\n    pass\n",
  "@overload\ndef sleep(x): ...\n",
  "@sleep.setter\ndef sleep(x): ...\n",
  "async def sleep(x):\n    pass\n",
  "class time:\n    def sleep(x):\n        pass\n",
  "class time(Base):\n    pass\n",
  "class Base:\n    sleep = time.sleep\n",
  "class Base(time):\n    pass\n",
  "def sets():\n    global sleep, time\n    import time\n    sleep = time.sleep\n",
];

const USERS: readonly string[] = [
  "async def uses():\n    time.sleep(1)\n    sleep(1)\n    nap(1)\n    naïve(1)\n",
  "class User(Base):\n    async def method(self):\n        self.sleep(1)\n        self.nap()\n\n    def nap(self):\n        sleep(1)\n",
  "async def calls():\n    time().sleep(1)\n    sleep(2).result()\n",
];

const PROLOGUE = "from typing import TYPE_CHECKING, Any, overload\n\n\ndef between():\n    pass\n\n\n";
const BETWEEN = "\n\ndef between():\n    pass\n\n\n";

it.each([false, true])(
  "findings are those of the text just opened, whatever binds a name comes or goes (looking in between: %s)",
  (looking) => {
    const parts = fc.array(
      fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom(...BINDERS) },
        { weight: 1, arbitrary: fc.constantFrom(...USERS) },
      ),
      {
        minLength: 1,
        maxLength: 8,
      },
    );
    const edits = fc.array(fc.tuple(fc.nat(), fc.nat(1), fc.constantFrom(...BINDERS, ...USERS, "")), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(parts, edits, (before, changes) => {
        const current = [...before, ...USERS];
        const text = (): string => PROLOGUE + current.join(BETWEEN);
        const document = open(text());
        const analyzer = new Analyzer(document, RULES, DEFAULT_SETTINGS);
        analyzer.diagnostics();
        for (const [at, removed, inserted] of changes) {
          const old = text();
          current.splice(at % (current.length + 1), removed, ...(inserted === "" ? [] : [inserted]));
          const after = text();
          document.apply([changeBetween(old, after, document)], document.version + 1);
          expect(document.text).toBe(after);
          analyzer.update();
          if (looking) expect(analyzer.diagnostics()).toEqual(diagnose(after));
        }
        expect(analyzer.diagnostics()).toEqual(diagnose(text()));
      }),
      { seed: 12, numRuns: 400 },
    );
  },
);

/** The one change that makes a text another. */
function changeBetween(old: string, after: string, document: PythonDocument): ContentChange {
  const shorter = Math.min(old.length, after.length);
  let head = 0;
  while (head < shorter && old[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && old.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const range = { start: document.positionAt(head), end: document.positionAt(old.length - tail) };
  return { range, text: after.slice(head, after.length - tail) };
}
