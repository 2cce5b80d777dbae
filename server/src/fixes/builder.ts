import { mayBeOlder } from "../config/python";
import type { Finish } from "./finish";
import { BUILTIN_NAMES } from "../model/library/builtins";
import { canonicalName } from "../model/library/index";
import { runsAtTopOfCell } from "../model/execution";
import type { Kind } from "../syntax/kinds.generated";
import type { Node, Tree } from "../syntax/tree";
import { asyncLibraryAt } from "./async-library";
import { recolouring } from "./colour";
import type { Fix, ImportNeed, TextEdit } from "./fix";
import type { FixContext } from "./context";
import { metHalfDone } from "./half-done";
import { lockHeldAt } from "./held-lock";
import { harmOfWaiting, type Wait, waitFor, waitOf, whyCutShort } from "./interleaving";
import { canImport, importedAs, importsNamesOf, isUsedAt } from "./imported";
import { obstacleInCells } from "./in-cells";
import { sayingPython } from "./needed-python";
import { goesOnWithout } from "./outlived";
import type { Threaded } from "./threaded";
import { reflowDocument } from "./layout/document";
import { hasLinesOfItsOwn } from "./own-lines";
import { Covered, indentationOf, inOrder, linesBetween, lineSpan } from "./text";
import { IDENTIFIERS } from "../syntax/node-kinds";

export type { FixContext, FixSettings } from "./context";

/** Collects the edits of one fix. Nodes may come from any segment of the file; offsets become the document's. */
export class FixBuilder {
  readonly #edits: TextEdit[] = [];
  readonly #needs: ImportNeed[] = [];
  /** Where the functions begin that it writes an `await` into, or makes plain. */
  readonly #colours = { awaits: new Set<number>(), plain: new Set<number>() };
  #placeholder: Fix["placeholder"];
  /** A lock of threads that is held where something is awaited. */
  /** Why its edits can't be right. */
  #obstacle: string | undefined;
  #heldLock: string | undefined;
  /** Where it writes an `await` at the top of a notebook's cell. */
  #awaitsAtTop: number | undefined;
  /** Where it waits and the code did not. */
  readonly #waits: Wait[] = [];
  /** What it hands to a thread. */
  readonly #threaded: Threaded[] = [];
  /** What else comes of the way that it takes. */
  #besides: string | undefined;
  /** The dotted names that it writes. */
  readonly #written: string[] = [];
  /** Statements that no longer look before they change anything. */
  readonly #sure: Node[] = [];

  constructor(readonly context: FixContext) {}

  replace(node: Node, text: string): this {
    return this.replaceBetween(node, node, text);
  }

  /** Replaces from the start of one node to the end of another of the same segment. */
  replaceBetween(from: Node, to: Node, text: string): this {
    return this.edit(from, from.start, to.end, text);
  }

  remove(node: Node): this {
    return this.replace(node, "");
  }

  insertBefore(node: Node, text: string): this {
    return this.edit(node, node.start, node.start, text);
  }

  insertAfter(node: Node, text: string): this {
    return this.edit(node, node.end, node.end, text);
  }

  /** An edit by offsets within the segment that `node` stands in. */
  edit(node: Node, start: number, end: number, text: string): this {
    const offset = this.context.module.document.offsetOf(this.context.module.segmentOf(node));
    this.#edits.push({ start: offset + start, end: offset + end, text });
    const change = recolouring(node, start, end, text);
    if (change !== undefined) this.#colours[change.to].add(offset + change.function.start);
    const wait = waitOf(node, start, end, text);
    if (wait !== undefined) this.#waits.push(wait);
    if (/\b(?:await|async) /.test(text)) {
      this.#heldLock ??= lockHeldAt(node, start, this.context.infer);
      if (runsAtTopOfCell(node)) this.#awaitsAtTop ??= offset + start;
    }
    return this;
  }

  /** Says that statements run elsewhere while the code around waits for them. */
  waitsFor(first: Node, last: Node): this {
    const wait = waitFor(first, last);
    if (wait !== undefined) this.#waits.push(wait);
    return this;
  }

  /** Says that nodes go to a thread, which goes on where who waits for it is cancelled. */
  goesToThread(first: Node, last = first): this {
    this.#threaded.push({ first, last });
    return this;
  }

  /** Says what else comes of it, in words that end a sentence: then it isn't safe. */
  saysBesides(besides: string): this {
    this.#besides ??= besides;
    return this;
  }

  /** Says that a statement is replaced by what needs no look at the state of things. */
  needsNoLook(statement: Node): this {
    this.#sure.push(statement);
    return this;
  }

  /** Says that a header comes above statements, or in their place: it can't where other code stands on their lines. */
  needsOwnLines(first: Node, last = first): this {
    return hasLinesOfItsOwn(first, last)
      ? this
      : this.cannot("other code stands on the same line: give it a line of its own first");
  }

  /** Says why its edits can't be right: it is offered as a refusal. */
  cannot(reason: string): this {
    this.#obstacle ??= reason;
    return this;
  }

  /** Marks part of the edit made last as what the user will want to type over (offsets within the edit's text). */
  placeholder(start: number, end: number): this {
    const edit = this.#edits.at(-1);
    if (edit !== undefined) this.#placeholder = { edit, start, end };
    return this;
  }

  /**
   * How a dotted name is written at a place, its import taken care of: `need("asyncio.sleep", node)` gives
   * `asyncio.sleep`, or `sleep` where the file imports it so, or other names of asyncio and not asyncio itself.
   * Undefined when the name that it would need means something else there: then there is no fix.
   */
  need(name: string, at: Node): string | undefined {
    const wanted = canonicalName(name);
    this.#written.push(wanted);
    const imported = importedAs(this.context, wanted, at);
    if (imported !== undefined) return imported;
    const dot = wanted.lastIndexOf(".");
    const module = dot < 0 ? wanted : wanted.slice(0, dot);
    const last = wanted.slice(dot + 1);
    if (dot >= 0 && !BUILTIN_NAMES.has(last) && importsNamesOf(this.context, module)) {
      const name = this.needFrom(module, last, at);
      if (name !== undefined) return name;
    }
    const root = module.split(".")[0]!;
    if (!canImport(this.context, root, root, at)) return undefined;
    this.#needs.push({ module });
    return wanted;
  }

  /** As `need`, for a class that people import by its name: `from pathlib import Path`. */
  needFrom(module: string, name: string, at: Node): string | undefined {
    const full = canonicalName(`${module}.${name}`);
    this.#written.push(full);
    const imported = importedAs(this.context, full, at);
    if (imported !== undefined) return imported;
    if (!canImport(this.context, name, `${module}.${name}`, at)) return undefined;
    const width = this.context.settings?.lineLength;
    this.#needs.push({ module, name, ...(width === undefined ? {} : { width }) });
    return name;
  }

  /** Indents whole statements by one more level; lines within strings keep what they have. */
  indent(first: Node, last: Node, unit: string): this {
    return this.#indentFrom(first.start, first, last, unit);
  }

  /**
   * Indents all that stands behind a statement of one line, comments too, as what becomes its body; empty lines at the
   * beginning of that go, as formatters have it.
   */
  indentBehind(head: Node, first: Node, last: Node, unit: string): this {
    const text = head.tree.text;
    const start = lineSpan(text, head.end, head.end).end;
    let body = start;
    for (const { start: at, end } of linesBetween(text, start, first.start)) {
      if (text.slice(at, end).trim() !== "") break;
      body = end;
    }
    if (body > start) this.edit(first, start, body, "");
    return this.#indentFrom(body, first, last, unit);
  }

  #indentFrom(start: number, first: Node, last: Node, unit: string): this {
    const text = first.tree.text;
    const strings = new Covered(first.tree.nodesBetween(first, last, STRINGS));
    for (const { start: at, end } of linesBetween(text, start, last.end)) {
      if (text.slice(at, end).trim() === "" || strings.holds(at)) continue;
      this.edit(first, at, at, unit);
    }
    return this;
  }

  /**
   * Puts statements into a new block: `header` (`async with ...:`, without indentation) on a line of its own above
   * them.
   *
   * @param selection the part of the header that the user will want to type over
   */
  wrap(first: Node, last: Node, header: string, selection?: { readonly start: number; readonly end: number }): this {
    this.needsOwnLines(first, last);
    const text = first.tree.text;
    const lineStart = lineSpan(text, first.start, first.start).start;
    const eol = this.context.module.document.lineBreak;
    const indentation = indentationOf(text, first.start);
    this.edit(first, lineStart, lineStart, indentation + header + eol);
    if (selection !== undefined)
      this.placeholder(indentation.length + selection.start, indentation.length + selection.end);
    return this.indent(first, last, indentUnit(first));
  }

  /** Inserts whole lines (without indentation, one text each) above a statement. */
  linesAbove(statement: Node, lines: readonly string[]): this {
    const text = statement.tree.text;
    const lineStart = lineSpan(text, statement.start, statement.start).start;
    const eol = this.context.module.document.lineBreak;
    return this.edit(
      statement,
      lineStart,
      lineStart,
      lines.map((line) => indentationOf(text, statement.start) + line + eol).join(""),
    );
  }

  /** Whether a cancelled scope of the code ends each wait in it, as those of anyio and trio do. */
  #cancelsEveryWait({ at }: Wait): boolean {
    return ["anyio", "trio"].some((library) => isUsedAt(this.context, library, at));
  }

  /**
   * A fix that lets other tasks in where the code relies on their being kept out, or a cancellation, is not safe, and
   * says so.
   */
  #trusted(finish: Finish): Finish {
    const harms = [
      { harm: this.#besides, differs: "another result is possible" },
      { harm: firstOf(this.#waits, (wait) => this.#harmOf(wait)), differs: "other tasks may come in between" },
      {
        harm: firstOf(this.#threaded, (threaded) => metHalfDone(threaded, this.context.infer)),
        differs: "others may meet it half done",
      },
      {
        harm: this.#isAbandoned()
          ? firstOf(this.#threaded, (threaded) => goesOnWithout(threaded, this.context.infer))
          : undefined,
        differs: "a thread goes on when cancelled",
      },
    ];
    return harms.reduce(
      (said, { harm, differs }) => (harm === undefined ? said : unsafeBy(said, harm, differs)),
      finish,
    );
  }

  #harmOf(wait: Wait): string | undefined {
    return harmOfWaiting(wait, {
      infer: this.context.infer,
      cancelsEveryWait: this.#cancelsEveryWait(wait),
      sure: this.#sure,
      moved: this.#threaded,
    });
  }

  /** Whether a task that is cancelled leaves its thread behind: under anyio and trio it waits for that. */
  #isAbandoned(): boolean {
    const [threaded] = this.#threaded;
    return threaded !== undefined && asyncLibraryAt(this.context, threaded.first) === "asyncio";
  }

  #cutShort(): string | undefined {
    for (const wait of this.#waits) {
      const reason = whyCutShort(wait, { cancelsEveryWait: this.#cancelsEveryWait(wait) });
      if (reason !== undefined) return reason;
    }
    return undefined;
  }

  /** The fix, its statements laid out as a formatter would. */
  build(finish: Finish): Fix {
    const replaced = new Covered(inOrder(this.#edits));
    const isIndentation = ({ start, end, text }: TextEdit): boolean => start === end && text.trim() === "";
    // Indentation of a line whose text another edit replaces is written by that one.
    const overwritten = new Set(
      inOrder(this.#edits).filter((edit) => isIndentation(edit) && replaced.holds(edit.start)),
    );
    const written = this.#edits.filter((edit) => !overwritten.has(edit));
    const { edits, place } = reflowDocument(this.context.module.document, written, layoutStyle(this.context));
    const placeholder =
      this.#placeholder === undefined
        ? undefined
        : place(this.#placeholder.edit, this.#placeholder.start, this.#placeholder.end);
    const obstacle =
      this.#heldLock === undefined
        ? (finish.obstacle ??
          this.#obstacle ??
          this.#cutShort() ??
          obstacleInCells(this.context.module.document, edits, this.#awaitsAtTop))
        : `${this.#heldLock} is held there: another task that wants it while this awaits stops the event loop for good`;
    return {
      kind: "fix",
      ...(this.context.settings?.python === undefined
        ? sayingPython(this.#trusted(finish), this.#written, this.context.infer)
        : this.#trusted(finish)),
      edits,
      needs: this.#needs,
      awaitsIn: [...this.#colours.awaits],
      makesPlain: [...this.#colours.plain],
      ...(placeholder === undefined ? {} : { placeholder }),
      ...(obstacle === undefined ? {} : { obstacle }),
    };
  }
}

function unsafeBy(finish: Finish, harm: string, differs: string): Finish {
  const annotation =
    finish.annotation === undefined ? harm[0]!.toUpperCase() + harm.slice(1) : `${finish.annotation}; ${harm}`;
  return { ...finish, applicability: "unsafe", annotation, differs: finish.differs ?? differs };
}

function firstOf<T, Found>(all: readonly T[], find: (one: T) => Found | undefined): Found | undefined {
  for (const one of all) {
    const found = find(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

function layoutStyle({ settings }: FixContext): Parameters<typeof reflowDocument>[2] {
  if (settings === undefined) return undefined;
  const { lineLength, python } = settings;
  return { lineLength, parenthesesOfWith: python !== undefined && !mayBeOlder(python, [3, 9]) };
}

/** One level of indentation as the code around a statement has it. */
export function indentUnit(statement: Node): string {
  const text = statement.tree.text;
  const own = indentationOf(text, statement.start);
  for (const around of statement.ancestors()) {
    if (around.kind !== "block" || around.parent === undefined) continue;
    const inner = indentationOf(text, around.start);
    const outer = indentationOf(text, around.parent.start);
    if (inner.startsWith(outer) && inner.length > outer.length) return inner.slice(outer.length);
  }
  return own.includes("\t") ? "\t" : "    ";
}

const STRINGS: ReadonlySet<Kind> = new Set(["string"]);

const namesOfTrees = new WeakMap<Tree, ReadonlySet<string>>();

/** The identifiers of a tree. */
function namesIn(tree: Tree): ReadonlySet<string> {
  const known = namesOfTrees.get(tree);
  if (known !== undefined) return known;
  const names = new Set<string>();
  for (const id of tree.nodesOf(IDENTIFIERS)) names.add(id.text);
  namesOfTrees.set(tree, names);
  return names;
}

/** A name like `base` that nothing in the segment of `at`, nor the module, uses: `base`, `base2`, ... */
export function freshName(context: FixContext, base: string, at: Node): string {
  const used = namesIn(at.tree);
  for (let n = 1; ; n++) {
    const name = n === 1 ? base : `${base}${n}`;
    if (!used.has(name) && !context.infer.isBound(name, at)) return name;
  }
}
