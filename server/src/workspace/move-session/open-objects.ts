import { indentationOf, lineBreakOf } from "../../fixes/text";
import { localBindings } from "../../model/local-bindings";
import type { ClassDefinition } from "../../model/values";
import { statementOf } from "../../syntax/statements";
import type { Node } from "../../syntax/tree";
import type { Source } from "../across-files/draft";
import { isObstacle, obstacle } from "../across-files/obstacle";
import { isTest } from "./hooks";
import { makersOf } from "./made-by";
import { movedTo, type NotOpened, removeLine, setUpIn, type Starting } from "./starting";

/** `self.session = Session()` goes from `__init__()` to `open()`, which the application awaits for each object. */
export function openObjects(starting: Starting, owner: ClassDefinition): NotOpened | undefined {
  const { held, files, draft } = starting;
  const { source, word, creation, name } = held;
  const made = statementOf(creation);
  const init = made.parent?.parent;
  if (init?.kind !== "function_definition" || creation.parent?.kind !== "assignment")
    return obstacle(`${source.placeOf(creation)} may not make ${name}`);
  const makers = makersOf({ owner, source }, files, draft, (file) => isTest(file, draft));
  if (makers.others || makers.inFunctions.length > 0 || makers.variables.length === 0) return "unseen";
  const setUp = setUpIn(held, (id) => id.tree === init.tree && init.contains(id));
  if (isObstacle(setUp)) return setUp;
  const self = init.child("parameters")?.named[0]?.text ?? "self";
  const own = [made, ...setUp].flatMap((one) => [...one.descendants("identifier")]).find(isOther(self, source));
  if (own !== undefined)
    return obstacle(`${source.placeOf(creation)} sets ${word} up with ${own.text}, which nobody else knows`);
  const method = ["open", `open_${word.replace(/^_+/, "")}`].find((one) => !has(owner, one));
  if (method === undefined) return obstacle(`${owner.name} has open() already`);
  for (const variable of makers.variables) if (starting.open(variable, `.${method}`) === undefined) return "unseen";
  moveTo(method, self, init, [made, ...setUp], starting);
  return undefined;
}

/** Whether a name belongs to its function, and isn't the object itself. */
function isOther(self: string, { module }: Source): (id: Node) => boolean {
  return (id) => id.field !== "attribute" && id.text !== self && localBindings(id, module) !== undefined;
}

function has(owner: ClassDefinition, method: string): boolean {
  return owner.partsWith(method).some((part) => part.bindings.has(method));
}

function moveTo(
  method: string,
  self: string,
  init: Node,
  moved: readonly Node[],
  { edits, held: { source } }: Starting,
): void {
  const builder = edits.in(source);
  const [made, ...setUp] = moved;
  const left = init.child("body")!.named.filter((one) => one.kind !== "comment" && !moved.includes(one));
  if (left.length === 0) builder.replace(made!, "pass");
  else removeLine(made!, builder);
  for (const one of setUp) removeLine(one, builder);
  const { text } = init.tree;
  const inner = indentationOf(text, made!.start);
  const lines = [
    `${indentationOf(text, init.start)}async def ${method}(${self}) -> None:`,
    ...moved.map((one) => movedTo(inner, "", one)),
  ];
  const lineBreak = lineBreakOf(text);
  builder.insertAfter(init, lineBreak + lineBreak + lines.join(lineBreak));
}
