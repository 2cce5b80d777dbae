import { mayBeOlder } from "../config/python";
import type { Rule, RuleContext } from "./contract";
import { FixBuilder, type FixContext } from "../fixes/builder";
import { isUsedAt } from "../fixes/imported";
import type { Offer } from "../fixes/fix";
import { allRows, libraryRow } from "../model/library/index";
import { namesOf, word } from "../model/mentions";
import type { Node } from "../syntax/tree";
import { EXCEPT_STAR } from "../syntax/marks";
import { isBehindVersionCheck } from "./support/values/version-check";

export const taskGroupNeedsPython311: Rule = {
  name: "task-group-needs-python-311",
  kinds: ["attribute", "import_from_statement", "except_clause"],
  needs: [[word(EXCEPT_STAR), ...namesOf((row) => row.since !== undefined)]],
  isIdle: ({ python, isPythonBySigns }) => python === undefined || isPythonBySigns,
  check(node, context) {
    const { python } = context.settings;
    if (python === undefined) return undefined;
    return needsOf(node, context).flatMap((needs) => {
      // What can't be parsed is no matter of what was asked before.
      if (
        !mayBeOlder(python, needs.since) ||
        (node.kind !== "except_clause" && isBehindVersionCheck(node, needs.what, context))
      )
        return [];
      return [
        {
          at: needs.at,
          message: `${needs.what} needs Python ${needs.since.join(".")}, and the project supports ${python.join(".")}`,
          fixes: () => [
            ...(node.kind === "attribute" ? withAnyio(node, context) : []),
            // An example gives way to what it shows, and no library to its examples.
            ...(context.role === "script" ? [] : [newerPython(needs.since, context)]),
          ],
        },
      ];
    });
  },
};

/** The project gives the older versions up. */
function newerPython(since: Needs["since"], context: FixContext): Offer {
  const version = since.join(".");
  return new FixBuilder(context).build({
    title: `Require Python ${version} in pyproject.toml`,
    applicability: "unsafe",
    differs: "drops older Pythons",
    annotation: `The project can no longer be installed for Python before ${version}; CI, images, tox.ini and classifiers that name an older one stay as they are`,
    raisesPython: since,
  });
}

interface Needs {
  readonly at: Node;
  readonly what: string;
  readonly since: readonly [number, number];
}

function needsOf(node: Node, context: RuleContext): readonly Needs[] {
  switch (node.kind) {
    case "except_clause": {
      const star = node.children.find((child) => child.kind === "*");
      return star === undefined ? [] : [{ at: star, what: "except*", since: [3, 11] }];
    }
    case "import_from_statement":
      return importedNames(node);
    default:
      return attributeName(node, context);
  }
}

/** Names that are not there to be imported. */
function importedNames(statement: Node): readonly Needs[] {
  const module = statement.child("module_name")?.text.replace(/\s/g, "");
  return statement.all("name").flatMap((name) => {
    const imported = name.kind === "aliased_import" ? name.child("name") : name;
    const row = imported === undefined ? undefined : libraryRow(`${module}.${imported.text}`);
    return imported === undefined || row?.since === undefined
      ? []
      : [{ at: imported, what: row.name, since: row.since }];
  });
}

/** The last parts of the names that the table knows the first Python of. */
const newNames: ReadonlySet<string> = new Set(
  allRows().flatMap((row) => (row.since === undefined ? [] : [row.name.slice(row.name.lastIndexOf(".") + 1)])),
);

function attributeName(node: Node, { infer }: RuleContext): readonly Needs[] {
  if (!newNames.has(node.child("attribute")?.text ?? "")) return [];
  const name = infer.name(node);
  const row = name === undefined ? undefined : libraryRow(name);
  return row?.since === undefined ? [] : [{ at: node, what: row.name, since: row.since }];
}

/** `async with asyncio.timeout(5)` is `with anyio.fail_after(5)` where the file uses anyio. */
function withAnyio(node: Node, context: FixContext): readonly Offer[] {
  if (context.infer.name(node) !== "asyncio.timeout" || !isUsedAt(context, "anyio", node)) return [];
  const call = node.parent;
  const item = call?.parent?.kind === "with_item" ? call.parent : undefined;
  const statement = item?.closest("with_statement");
  const keyword = statement?.children[0];
  if (call?.kind !== "call" || statement === undefined || keyword?.kind !== "async" || item?.parent?.named.length !== 1)
    return [];
  const builder = new FixBuilder(context);
  const failAfter = builder.need("anyio.fail_after", node);
  if (failAfter === undefined) return [];
  builder.edit(statement, keyword.start, statement.children[1]!.start, "").replace(node, failAfter);
  return [builder.build({ title: "Use anyio.fail_after()", applicability: "safe" })];
}
