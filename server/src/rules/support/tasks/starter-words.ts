import { allRows } from "../../../model/library/index";

/** The last parts of the names that start tasks: methods of another name need no look. */
const STARTERS: ReadonlySet<string> = new Set(
  allRows().flatMap((row) => (row.tasks === "starts" ? [row.name.slice(row.name.lastIndexOf(".") + 1)] : [])),
);

/** Whether a method is called like what starts a task of a coroutine, such as `create_task`. */
export function isCalledLikeStarter(method: string): boolean {
  return STARTERS.has(method);
}
