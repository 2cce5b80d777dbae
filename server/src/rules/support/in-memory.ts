import type { Infer } from "../../model/infer";
import type { Row } from "../../model/library/row";
import { matchArguments } from "../../model/arguments";
import type { Node } from "../../syntax/tree";

/** Parameters by which archives and compressed files are told what to read or write. */
const FILE_PARAMETERS = ["file", "fileobj", "filename", "name"] as const;

/**
 * Whether a call that can open a path is, or may well be, given something else: a buffer, an upload, the body of a
 * response.
 */
export function readsFromMemory(call: Node, row: Row, infer: Infer): boolean {
  if (row.name === "open") return false;
  const { values } = matchArguments(call, row.parameters ?? []);
  if (values.has("fileobj")) return true;
  const file = FILE_PARAMETERS.map((name) => values.get(name)).find((value) => value !== undefined);
  return file !== undefined && !canBePath(file, infer);
}

function canBePath(file: Node, infer: Infer): boolean {
  const value = infer.value(file);
  if (value?.kind === "instance") return value.name === "str" || value.name === "pathlib.Path" || value.name === "os.PathLike";
  if (value !== undefined) return value.kind === "literal";
  switch (file.kind) {
    case "identifier":
      return !isBoundByCall(file, infer);
    case "binary_operator":
    case "string":
      return true;
    case "attribute":
      // `upload.file` of the web frameworks.
      return file.child("attribute")?.text !== "file";
    default:
      return false;
  }
}

/** Whether the name holds what some unknown call or expression gave. */
function isBoundByCall(name: Node, infer: Infer): boolean {
  const bindings = infer.module.scopes(name.tree).of(name).bindings.get(name.text) ?? [];
  return bindings.some(({ source }) => source.from !== "parameter" && !("value" in source && source.value.kind === "binary_operator"));
}
