import type { Module } from "../model/module";
import type { Node } from "../syntax/tree";
import { isStandardLibrary } from "./stdlib";
import { lineSpan } from "./text";

/** An import statement at the head of a file. */
export interface HeadImport {
  readonly node: Node;
  /** Offsets in the document of the whole lines that it takes. */
  readonly start: number;
  readonly end: number;
  readonly module: string;
  readonly from: boolean;
  readonly group: Group;
}

export type Group = "future" | "standard" | "third-party" | "local";
export const GROUPS: readonly Group[] = ["future", "standard", "third-party", "local"];

/** The group of imports that a module stands in, as isort parts them. */
export function groupOf(module: string): Group {
  if (module === "__future__") return "future";
  if (module.startsWith(".")) return "local";
  return isStandardLibrary(module) ? "standard" : "third-party";
}

/** The import statements at the top level of a file before its first other statement. */
export function headImports(module: Module): readonly HeadImport[] {
  const found: HeadImport[] = [];
  let docstring = true;
  for (const segment of module.document.segments) {
    if (segment.piece.indent > 0 || segment.piece.kind === "class-header") break;
    const offset = module.document.offsetOf(segment);
    for (const node of segment.tree.root.named) {
      const isImport =
        node.kind === "import_statement" ||
        node.kind === "import_from_statement" ||
        node.kind === "future_import_statement";
      if (!isImport) {
        const isDocstring = docstring && node.kind === "expression_statement" && node.named[0]?.kind === "string";
        docstring = false;
        if (isDocstring || node.kind === "if_statement" || node.kind === "try_statement" || isMetadata(node)) continue;
        return found;
      }
      docstring = false;
      const span = lineSpan(segment.text, node.start, node.end);
      const name =
        node.kind === "future_import_statement"
          ? "__future__"
          : ((node.child("module_name") ?? moduleOf(node.child("name")))?.text.replace(/\s/g, "") ?? "");
      found.push({
        node,
        start: offset + span.start,
        end: offset + span.end,
        module: name,
        from: node.kind !== "import_statement",
        group: groupOf(name),
      });
    }
  }
  return found;
}

/** `__author__ = ...` and its like, which people put above the imports. */
function isMetadata(node: Node): boolean {
  const assigned = node.kind === "expression_statement" ? node.named[0] : undefined;
  return assigned?.kind === "assignment" && /^__\w+__$/.test(assigned.child("left")?.text ?? "");
}

function moduleOf(name: Node | undefined): Node | undefined {
  return name?.kind === "aliased_import" ? name.child("name") : name;
}
