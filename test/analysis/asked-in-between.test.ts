/** What was asked of a document between two edits changes nothing of what is found after the next. */
import { describe, expect, it } from "vitest";
import { Analyzer } from "../../server/src/analysis/analyzer";
import { refactoringsAt } from "../../server/src/analysis/refactor";
import { DEFAULT_SETTINGS } from "../../server/src/config/settings";
import { REFACTORINGS } from "../../server/src/refactorings/index";
import { RULES } from "../../server/src/rules/index";
import { diagnose, open } from "../support/engine";

const TRIED = "try:\n    import requests\nexcept ImportError:\n    requests = None\n";
const TEXT = `import time\n\n${TRIED}\n\nasync def f():\n    time.sleep(1)\n\n\nasync def g():\n    pass\n`;

/** Asks everything that can be asked, as somebody does who looks at a lightbulb. */
function ask(analyzer: Analyzer): void {
  const { length } = analyzer.document;
  for (const { offers } of analyzer.repairs(0, length)) expect(offers.length).toBeGreaterThan(0);
  for (let at = 0; at < length; at += 7) refactoringsAt(analyzer, REFACTORINGS, at, at);
  expect(analyzer.module.variables.size).toBeGreaterThan(0);
  expect(analyzer.module.imports.length).toBeGreaterThan(0);
}

function following(text: string): { readonly analyzer: Analyzer; readonly replace: (old: string, by: string) => void } {
  const document = open(text);
  const analyzer = new Analyzer(document, RULES, DEFAULT_SETTINGS);
  const replace = (old: string, by: string): void => {
    const at = document.text.indexOf(old);
    expect(at).toBeGreaterThanOrEqual(0);
    document.apply(
      [{ range: { start: document.positionAt(at), end: document.positionAt(at + old.length) }, text: by }],
      1,
    );
    analyzer.update();
  };
  return { analyzer, replace };
}

describe("after everything was asked", () => {
  it("a name is found that an edited statement binds", () => {
    const { analyzer, replace } = following(TEXT);
    ask(analyzer);
    replace("except ImportError", "except Exception");
    replace("    pass\n", '    requests.get("u")\n');
    expect(analyzer.diagnostics().map(({ rule }) => rule)).toContain("blocking-http-call");
    expect(analyzer.diagnostics()).toEqual(diagnose(analyzer.document.text));
  });

  it("a name is gone whose only import was deleted", () => {
    const { analyzer, replace } = following(TEXT);
    ask(analyzer);
    replace(TRIED, "");
    replace("    pass\n", '    requests.get("u")\n');
    expect(analyzer.diagnostics().map(({ rule }) => rule)).toEqual(["blocking-sleep"]);
    expect(analyzer.diagnostics()).toEqual(diagnose(analyzer.document.text));
  });

  it("a name is found that stayed", () => {
    const { analyzer, replace } = following(TEXT);
    ask(analyzer);
    replace("    pass\n", '    requests.get("u")\n');
    expect(analyzer.diagnostics()).toEqual(diagnose(analyzer.document.text));
    replace(TRIED, TRIED.replaceAll("requests", "requests2"));
    expect(analyzer.diagnostics()).toEqual(diagnose(analyzer.document.text));
  });

  it("uses are found of what was cut out of the file and put back", () => {
    const text = "async def _idle(x):\n    return x\n\n\nasync def main():\n    await _idle(1)\n";
    const { analyzer, replace } = following(text);
    expect(analyzer.diagnostics().map(({ rule }) => rule)).toEqual(["unnecessary-async"]);
    replace(text, "");
    expect(analyzer.diagnostics()).toEqual([]);
    replace("", text);
    expect(analyzer.diagnostics().map(({ rule }) => rule)).toEqual(["unnecessary-async"]);
    replace("    await _idle(1)\n", "    f(_idle)\n");
    expect(analyzer.diagnostics()).toEqual(diagnose(analyzer.document.text));
  });

  it.each(["\uD800", "×", "\u200B", "\u2028", "\uFEFF"])(
    "a name is found beside what ends it, as in a file just opened: %j",
    (sign) => {
      const { analyzer, replace } = following(
        TEXT.replace("import time", "import socket").replace("time.sleep(1)", "socket.create_connection(('h', 1))"),
      );
      analyzer.diagnostics();
      replace("import socket", `import socket${sign}`);
      expect(analyzer.diagnostics()).toEqual(diagnose(analyzer.document.text));
    },
  );
});
