import type { FixBuilder } from "../../fixes/builder";
import { lineSpan } from "../../fixes/text";
import { executionOf } from "../../model/execution";
import { localBindings } from "../../model/local-bindings";
import type { FileId } from "../../project/files";
import { holdsWord } from "../../syntax/outline";
import { statementOf } from "../../syntax/statements";
import type { Node } from "../../syntax/tree";
import type { Source } from "../across-files/draft";
import { isObstacle, obstacle } from "../across-files/obstacle";
import { isImported } from "./class-names";
import type { Held } from "./held";
import { movedTo, type NotOpened, removeLine, setUpIn, type Starting } from "./starting";
import { importedVariable } from "./variable";

const UNIT = "    ";

/**
 * `session = Session()` of a module becomes `open_session()`, which the application awaits.
 *
 * @param isClosed whether somebody closes it already
 */
export function openModule(starting: Starting, isClosed: boolean): NotOpened | undefined {
  const { held, files, draft, edits } = starting;
  const { source, word, creation, name } = held;
  const { file } = source;
  const made = statementOf(creation);
  if (made.parent?.kind !== "module" || creation.parent?.kind !== "assignment")
    return obstacle(`${source.placeOf(creation)} may not make ${name}`);
  const importing = files.find((one) => importsByName(one, held));
  if (importing !== undefined)
    return obstacle(`${draft.nameOf(importing)} imports ${word} by its name, before it could be made`);
  const setUp = setUpIn(held, (id) => executionOf(id).kind === "module");
  if (isObstacle(setUp)) return setUp;
  const open = `open_${word.replace(/^_+/, "")}`;
  const close = `close_${word.replace(/^_+/, "")}`;
  const taken = [open, close].find((one) => source.module.bindings(one).length > 0);
  if (taken !== undefined) return obstacle(`${taken} means something else in ${draft.nameOf(file)}`);
  const builder = edits.in(source);
  const type = typeOf(held, builder);
  if (type === undefined) return obstacle(`requests means something else in ${draft.nameOf(file)}`);
  const start = starting.open({ file, name: open });
  if (start === undefined) return "unseen";
  const isToClose = !isClosed && starting.close(start, { file, name: close });
  const lines = [
    `async def ${open}() -> None:`,
    `${UNIT}global ${word}`,
    `${UNIT}${word} = ${creation.text}`,
    ...setUp.map((one) => movedTo(UNIT, UNIT, one)),
    ...(isToClose ? ["", "", `async def ${close}() -> None:`, `${UNIT}${word}.close()`] : []),
  ];
  builder.replace(made, `${word}: ${type}`);
  for (const one of setUp) removeLine(one, builder);
  writeBehindAll(setUp.at(-1) ?? made, lines, builder);
  return undefined;
}

/** How the code says the type of the variable, or would. */
function typeOf({ bindings, creation }: Held, builder: FixBuilder): string | undefined {
  const annotation = bindings.find((binding) => binding.annotation !== undefined)?.annotation;
  return annotation?.text ?? builder.need("requests.Session", creation);
}

/** Whether a file takes the variable as it is while it is imported. */
function importsByName(file: FileId, { word, source: own }: Held): boolean {
  const { draft } = own;
  const source = holdsWord(draft.textOf(file) ?? "", word) ? draft.source(file) : undefined;
  return (
    source !== undefined &&
    [...source.module.identifiers(word)].some((id) => isImported(id) && bringsIt(id, source, own))
  );
}

function bringsIt(id: Node, source: Source, own: Source): boolean {
  const alias = id.closest("aliased_import")?.child("alias") ?? id;
  const bindings = localBindings(alias, source.module) ?? source.module.bindings(alias.text);
  return bindings.some(({ source: from }) => {
    const found = from.kind === "import" ? importedVariable(from.name, source.file, source.draft) : undefined;
    return found?.file === own.file && found.name === id.text;
  });
}

/** Puts functions behind the statements that they were made of, with two blank lines around. */
function writeBehindAll(last: Node, lines: readonly string[], builder: FixBuilder): void {
  const { module } = builder.context;
  const { lineBreak, text: whole } = module.document;
  const { text } = last.tree;
  const { end } = lineSpan(text, last.start, last.end);
  const rest = whole.slice(module.document.offsetOf(module.segmentOf(last)) + end);
  const blank = /^(?:[ \t]*(?:\r\n|\n))*/.exec(rest)![0].match(/\n/g)?.length ?? 0;
  const below = rest.trim() === "" ? "" : lineBreak.repeat(Math.max(0, 2 - blank));
  const above = /[\r\n]/.test(text[end - 1] ?? "") ? "" : lineBreak;
  builder.edit(last, end, end, above + lineBreak + lineBreak + lines.join(lineBreak) + lineBreak + below);
}
