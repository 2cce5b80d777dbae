import type { Settings } from "../../../server/src/config/settings";
import { indented, type Outcome, type Scenario } from "../scenario";

export interface BlockingCase {
  readonly rule: string;
  readonly title: string;
  readonly fix: string;
  /** The body of `async def main()`; what it returns, or the error that it ends with, is printed. */
  readonly main: string;
  /** Imports, and what else stands at the top. */
  readonly imports?: string;
  readonly library?: "asyncio" | "anyio" | "trio";
  readonly settings?: Partial<Settings>;
  readonly holds?: readonly string[];
  readonly says?: string;
  readonly outcome?: Outcome;
}

/** A script that prepares files in its folder, runs main() and prints what came of it. */
export function blocking({ main, imports = "", library = "asyncio", ...scenario }: BlockingCase): Scenario {
  return {
    ...scenario,
    source: `import ${library}
${imports}

def prepare():
    import os
    os.makedirs("folder/inner", exist_ok=True)
    for name in ("b.txt", "a.txt", "inner/c.txt"):
        with open("folder/" + name, "w") as f:
            f.write(name + "\\nümläut\\n")
    with open("state.json", "w") as f:
        f.write('{"a": [1, 2]}')


async def main():
${indented(main)}


async def shown():
    try:
        print(repr(await main()))
    except Exception as error:
        print(type(error).__name__, error)


prepare()
${library === "asyncio" ? "asyncio.run(shown())" : `${library}.run(shown)`}
`,
  };
}
