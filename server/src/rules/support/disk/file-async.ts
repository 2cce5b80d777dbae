import type { RuleContext } from "../../contract";
import { asyncLibraryAt } from "../../../fixes/async-library";
import { awaited, canAwait } from "../../../fixes/awaiting";
import { FixBuilder } from "../../../fixes/builder";
import { isUsedAt } from "../../../fixes/imported";
import type { Fix } from "../../../fixes/fix";
import type { Row } from "../../../model/library/row";
import type { Node } from "../../../syntax/tree";
import { type Handle, handleOf } from "./file-handle";

/** Methods that files of aiofiles, anyio and trio have as coroutines, with the same arguments and results. */
const COROUTINES: ReadonlySet<string> = new Set([
  "read",
  "readline",
  "readlines",
  "write",
  "writelines",
  "seek",
  "tell",
  "flush",
  "truncate",
  "close",
]);

/** An async library's way to open a file; `awaits` when the call itself must be awaited in `async with`. */
export interface AsyncFiles {
  readonly open: string;
  readonly awaits: boolean;
  /** Whether the file has the library imported already. */
  readonly used: boolean;
}

const AIOFILES: AsyncFiles = { open: "aiofiles.open", awaits: false, used: false };
const ANYIO: AsyncFiles = { open: "anyio.open_file", awaits: true, used: false };
const TRIO: AsyncFiles = { open: "trio.open_file", awaits: true, used: true };

/** The library for files that the file or its project uses already. */
export function asyncFilesAt(at: Node, context: RuleContext): AsyncFiles | undefined {
  const library = asyncLibraryAt(context, at);
  if (library === "trio") return TRIO;
  if (isUsedAt(context, "aiofiles", at)) return { ...AIOFILES, used: true };
  if (library === "anyio" || isUsedAt(context, "anyio", at)) return { ...ANYIO, used: true };
  const dependencies = context.settings.dependencies ?? [];
  if (dependencies.includes("aiofiles")) return AIOFILES;
  return dependencies.includes("anyio") ? ANYIO : undefined;
}

/** Opens the file with an async library and awaits every use of it; undefined where one of them can't be awaited. */
export function openAsync(handle: Handle, row: Row, files: AsyncFiles, context: RuleContext): Fix | undefined {
  const { binding } = handle;
  if (binding === undefined || !isPlainOpen(row)) return undefined;
  const together = binding.by === "with" ? itemsOf(binding.statement, context) : [handle];
  if (together === undefined || !together.every(isConvertible)) return undefined;
  const builder = new FixBuilder(context);
  if (binding.by === "with") builder.insertBefore(binding.statement, "async ");
  for (const one of together) if (!convert(builder, one, files, binding.by === "with")) return undefined;
  return builder.build({ title: `Open with ${files.open}()`, applicability: "safe" });
}

/** Whether a handle's uses all have their async counterpart, and are of nothing else. */
export function isConvertible({ binding, uses, isShared }: Handle): boolean {
  if (isShared || binding === undefined || !canAwait(binding.statement.named[0] ?? binding.statement)) return false;
  return uses.every((use) => {
    switch (use.kind) {
      case "method":
        return COROUTINES.has(use.name) && canAwait(use.call);
      case "iteration":
        return canAwait(use.node);
      case "attribute":
        return true;
      case "escape":
        return false;
      default:
        return use satisfies never;
    }
  });
}

function isPlainOpen(row: Row): boolean {
  return row.name === "open" || row.name === "pathlib.Path.open";
}

/** The files that one `with` statement opens; undefined where it enters something else beside them. */
function itemsOf(statement: Node, context: RuleContext): readonly Handle[] | undefined {
  const clause = statement.named.find((child) => child.kind === "with_clause");
  const handles: Handle[] = [];
  for (const item of clause?.named ?? []) {
    const call = item.child("value")?.kind === "as_pattern" ? item.child("value")!.named[0] : undefined;
    const row = call?.kind === "call" ? context.infer.row(call) : undefined;
    if (call === undefined || row === undefined || !isPlainOpen(row)) return undefined;
    handles.push(handleOf(call, context));
  }
  return handles;
}

function convert(builder: FixBuilder, { open, uses }: Handle, files: AsyncFiles, entered: boolean): boolean {
  const opening = builder.need(files.open, open);
  const callee = open.child("function");
  const args = open.child("arguments");
  if (opening === undefined || callee === undefined || args === undefined) return false;
  const await_ = entered && !files.awaits ? "" : "await ";
  const path =
    callee.kind === "attribute" && builder.context.infer.name(callee) !== "open" ? callee.child("object") : undefined;
  builder.replace(callee, await_ + opening);
  if (path !== undefined)
    builder.edit(args, args.start + 1, args.start + 1, path.text + (args.named.length > 0 ? ", " : ""));
  for (const use of uses) {
    if (use.kind === "iteration") builder.insertBefore(use.clause, "async ");
    if (use.kind !== "method") continue;
    const [before, after] = awaited(use.call, "\0").split("\0") as [string, string];
    builder.insertBefore(use.call, before);
    // Files of anyio and trio have no close(), which would not wait.
    const method = use.call.child("function")?.child("attribute");
    if (use.name === "close" && files.awaits && method !== undefined) builder.replace(method, "aclose");
    if (after !== "") builder.insertAfter(use.call, after);
  }
  return true;
}
