import type { RuleContext } from "../../contract";
import { matchArguments } from "../../../model/arguments";
import { mayWrite } from "../../../model/shared/disk-changes";
import { stringValue } from "../../../syntax/literals";
import type { Node } from "../../../syntax/tree";
import { opensFile } from "../disk/file-reach";

/** The path that a call works on, and how. */
export interface Touch {
  /** The path, without the `Path()` around it. */
  readonly path: Node;
  /** How it opens a file, where it does. */
  readonly opens: "read" | "write" | undefined;
}

/** Functions whose second path is the one that comes to be. */
const COPIES = /\.(?:copy\w*|move|rename|renames|replace|symlink|link)$/;

/** The path that a call looks at or changes, as far as its arguments show it. */
export function touchOf(call: Node, context: RuleContext): Touch | undefined {
  const row = context.infer.row(call);
  const callee = call.child("function");
  if (row?.blocks === undefined || callee === undefined) return undefined;
  const isMethod = row.name.startsWith("pathlib.Path.");
  const path = isMethod ? callee.child("object") : call.child("arguments")?.named[COPIES.test(row.name) ? 1 : 0];
  if (path === undefined || path.kind === "keyword_argument" || path.kind.endsWith("splat")) return undefined;
  const opens = opensFile(row) ? modeOf(call, row.parameters ?? []) : undefined;
  return { path: unwrapped(path), opens };
}

function modeOf(call: Node, parameters: readonly string[]): "read" | "write" {
  const mode = matchArguments(call, parameters).values.get("mode");
  if (mode === undefined)
    return /\bO_(?:WRONLY|RDWR|APPEND|CREAT)\b/.test(call.child("arguments")?.text ?? "") ? "write" : "read";
  return mayWrite(call, stringValue(mode) ?? "w") ? "write" : "read";
}

/** `Path(p)` and `str(p)` stand for p. */
export function unwrapped(path: Node): Node {
  let inner = path;
  for (;;) {
    const [only, ...others] =
      inner.kind === "call"
        ? (inner.child("arguments")?.named ?? [])
        : inner.kind === "parenthesized_expression"
          ? inner.named
          : [];
    const callee = inner.kind === "call" ? (inner.child("function")?.text ?? "") : "";
    if (
      only === undefined ||
      others.length > 0 ||
      (inner.kind === "call" && !/^(?:pathlib\.)?(?:Path|str)$/.test(callee))
    )
      return inner;
    inner = only;
  }
}
