import type { RuleContext } from "../../contract";
import { asyncLibraryAt } from "../../../fixes/async-library";
import { awaited, canAwait } from "../../../fixes/awaiting";
import { FixBuilder } from "../../../fixes/builder";
import type { Fix } from "../../../fixes/fix";
import type { Row } from "../../../model/library/row";
import type { Node } from "../../../syntax/tree";

/** `path.exists()` as `await anyio.Path(path).exists()`, in code that is written for anyio or trio. */
export function throughAsyncPath(call: Node, row: Row, context: RuleContext): Fix | undefined {
  const library = asyncLibraryAt(context, call);
  const twin = row.twins?.find((name) => name.startsWith(`${library}.Path.`));
  const callee = call.child("function");
  const object = callee?.kind === "attribute" ? callee.child("object") : undefined;
  if (
    twin === undefined ||
    object === undefined ||
    context.infer.instanceOf(object) !== "pathlib.Path" ||
    !canAwait(call)
  )
    return undefined;
  const builder = new FixBuilder(context);
  const asyncPath = builder.need(`${library}.Path`, call);
  if (asyncPath === undefined) return undefined;
  const [before, after] = awaited(call, "\0").split("\0") as [string, string];
  const made =
    object.kind === "call" && object.child("function") !== undefined && context.infer.callee(object) === "pathlib.Path"
      ? object.child("function")
      : undefined;
  if (made !== undefined) builder.replace(made, before + asyncPath);
  else {
    const inner = object.kind === "parenthesized_expression" ? object.text.slice(1, -1) : object.text;
    builder.replace(object, `${before}${asyncPath}(${inner})`);
  }
  if (after !== "") builder.insertAfter(call, after);
  return builder.build({ title: `Replace with await ${library}.Path()`, applicability: "safe" });
}
