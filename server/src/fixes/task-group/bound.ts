import type { Node } from "../../syntax/tree";
import type { AsyncLibrary } from "../async-library";
import type { FixBuilder } from "../builder";
import { callAt, type Style } from "./moved";
import { freeName, type Names, withoutUnderscores } from "./names";
import type { Rounds } from "./rounds";

/** How many run at the same time where nobody has said more; it is selected for typing. */
export const AT_MOST = 10;

/** A semaphore, and a function that waits for it before it makes a round's call. */
export interface Bound {
  /** What a round calls instead: `limited_fetch`, with the arguments that it needs. */
  readonly callee: string;
  readonly args: readonly string[];
  /** The statements that make it, without their first indentation; undefined where a name that they need is taken. */
  lines(builder: FixBuilder, at: Node, indent: string, style: Style): readonly string[] | undefined;
  /** The number within the first line. */
  selection(line: string): { readonly start: number; readonly end: number };
}

/** Undefined where the call can't move into a function of its own. */
export function boundOf(
  { call, names: args, list, loop }: Rounds,
  statement: Node,
  names: Names,
  library: AsyncLibrary,
): Bound | undefined {
  // Without arguments, super() looks at those of the function that it stands in.
  for (const id of call.descendants("identifier")) if (id.text === "super" || id.text === "__class__") return undefined;
  const isFree = (name: string): boolean => names.isFree(name, statement);
  const limit = freeName("limit", isFree);
  const own = (call.child("function")?.child("attribute") ?? call.child("function"))?.text ?? "";
  const stem = /^\w+$/.test(own) ? withoutUnderscores(own) : "";
  const callee = freeName(stem === "" ? "limited" : `limited_${stem}`, isFree);
  const returns = list !== undefined || loop.kind === "list_comprehension";
  return {
    callee,
    args,
    lines(builder, at, indent, style) {
      const semaphore = builder.need(`${library}.Semaphore`, at);
      if (semaphore === undefined) return undefined;
      const inner = style.unit + style.unit;
      const awaited = returns ? "return await " : "await ";
      return [
        `${limit} = ${semaphore}(${AT_MOST})`,
        "",
        `async def ${callee}(${args.join(", ")}):`,
        `${style.unit}async with ${limit}:`,
        `${inner}${awaited}${callAt(call, indent + inner, style, awaited)}`,
        "",
      ];
    },
    selection: (line) => ({ start: line.length - 1 - String(AT_MOST).length, end: line.length - 1 }),
  };
}
