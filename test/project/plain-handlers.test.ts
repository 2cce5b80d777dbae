/**
 * A handler that blocks and awaits nothing is made plain where a framework runs it in a thread, wherever the router of
 * that framework was made.
 */
import { expect, it } from "vitest";
import { Analyzer } from "../../server/src/analysis/analyzer";
import { DEFAULT_SETTINGS } from "../../server/src/config/settings";
import { RULES } from "../../server/src/rules/index";
import { open } from "../support/engine";
import { pathOf, type ProjectFiles, workspaceOf } from "./in-memory";

const PLAIN = "Make it a plain function, which FastAPI runs in a thread";

const ROUTING = [
  "from fastapi import APIRouter as Base",
  "",
  "",
  "class Middle(Base):",
  "    def api_route(self, path):",
  "        return super().api_route(path)",
  "",
  "",
  "class Router(Middle):",
  "    pass",
  "",
  "",
  "class Other:",
  "    def get(self, path):",
  "        return lambda function: function",
  "",
  "",
  "made = Base()",
  "",
].join("\n");

function main(imports: string): string {
  return [
    imports,
    "",
    "",
    '@router.get("/")',
    "async def index():",
    '    subprocess.run(["make"], timeout=5)',
    "",
  ].join("\n");
}

function titles(files: ProjectFiles): readonly string[] {
  const all = new Map(Object.entries(files));
  const analyzer = new Analyzer(
    open(files["main.py"]!),
    RULES,
    DEFAULT_SETTINGS,
    undefined,
    workspaceOf(all).importsOf(pathOf("main.py")),
  );
  return analyzer.diagnostics().flatMap((diagnostic) => analyzer.offers(diagnostic).map(({ title }) => title));
}

it.each([
  ["of a class of another file", "import subprocess\n\nfrom routing import Router\n\nrouter = Router()"],
  ["made in another file", "import subprocess\n\nfrom routing import made as router"],
  [
    "of a class of the file",
    "import subprocess\n\nfrom routing import Middle\n\n\nclass Own(Middle):\n    pass\n\n\nrouter = Own()",
  ],
])("a router %s", (_, imports) => {
  expect(titles({ "main.py": main(imports), "routing.py": ROUTING })[0]).toBe(PLAIN);
});

it("what only looks like a router", () => {
  const offered = titles({
    "main.py": main("import subprocess\n\nfrom routing import Other\n\nrouter = Other()"),
    "routing.py": ROUTING,
  });
  expect(offered).toContain("Run in a thread");
  expect(offered).not.toContain(PLAIN);
});
