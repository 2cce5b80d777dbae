/**
 * What the server offers while one types: the snippets of snippets/python.json, which the editor offers around a
 * selection and from its own menu.
 */

interface Source {
  /** What is typed to find it; absent where it is put around a selection. */
  readonly words?: readonly string[];
  readonly description: string;
  /** The statements that bring what it names. */
  readonly imports?: readonly string[];
  readonly body: readonly string[];
}

/** The text of the module that holds them. */
export function snippetsModule(json: string): string {
  const rows = Object.entries(JSON.parse(json) as Readonly<Record<string, Source>>).flatMap(
    ([name, { words, description, imports = [], body }]) =>
      words === undefined
        ? []
        : [
            {
              name,
              words,
              description,
              needs: imports.flatMap(needsOf),
              body: body.join("\n"),
              shown: shown(body.join("\n")),
            },
          ],
  );
  return `// Generated from snippets/python.json by npm run generate.
import type { Snippet } from "./snippet";

export const SNIPPETS: readonly Snippet[] = ${JSON.stringify(rows, undefined, 2)};
`;
}

/** The names that an import statement brings. */
function needsOf(statement: string): readonly { readonly module: string; readonly name?: string }[] {
  const plain = /^import ([\w.]+)$/.exec(statement)?.[1];
  if (plain !== undefined) return [{ module: plain }];
  const [, module, names] = /^from ([\w.]+) import ([\w, ]+)$/.exec(statement) ?? [];
  if (module === undefined || names === undefined)
    throw new Error(`snippets/python.json: no import as it is read here: ${statement}`);
  return names.split(", ").map((name) => ({ module, name }));
}

/** The body as it reads while nothing is filled in. */
function shown(body: string): string {
  let text = body.replaceAll("\t", "    ").replaceAll(/\$\{\d+\|([^,|]*)[^|]*\|\}/g, "$1");
  for (let before = ""; before !== text;) {
    before = text;
    text = text.replace(/\$\{\d+:([^${}]*(?:\{[^${}]*\}[^${}]*)*)\}/, "$1");
  }
  return text.replaceAll(/\$\d+/g, "").trimEnd();
}
