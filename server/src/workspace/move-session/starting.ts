import type { FixBuilder, FixSettings } from "../../fixes/builder";
import { lineSpan } from "../../fixes/text";
import type { FileId } from "../../project/files";
import { statementOf } from "../../syntax/statements";
import type { Node } from "../../syntax/tree";
import type { Draft } from "../across-files/draft";
import { FileEdits } from "../across-files/file-edits";
import { isObstacle, obstacle, type Obstacle } from "../across-files/obstacle";
import { hooksThatReach } from "./closing";
import type { Held } from "./held";
import { endOf, writeAtStart, writeBehind } from "./hook-places";
import { hookFunctions, type HookFunction } from "./hooks";
import { type ProjectName, ProjectNames } from "./project-name";
import { Reach } from "./reach";

/** Why something can't be opened at the start of an application; `unseen` where there is none in sight. */
export type NotOpened = Obstacle | "unseen";

/** The edits that have a session made, and closed, by what an application runs as it starts and ends. */
export class Starting {
  readonly edits: FileEdits;
  readonly notes: string[] = [];
  readonly #names: ProjectNames;
  readonly #hooks: readonly HookFunction[];
  readonly #reach: Reach;

  constructor(
    readonly held: Held,
    readonly files: readonly FileId[],
    readonly draft: Draft,
    settings: FixSettings,
  ) {
    this.edits = new FileEdits(settings);
    this.#names = new ProjectNames(this.edits);
    this.#hooks = hookFunctions(files, draft);
    this.#reach = new Reach(draft);
  }

  /** Has the application that uses a file await something of it as it starts: `name`, with a method of it behind. */
  open(name: ProjectName, method = ""): HookFunction | undefined {
    const hook = hooksThatReach(name.file, this.#hooks, this.#reach).find(({ runs }) => runs !== "at end");
    const written = hook && this.#names.writtenIn(hook.node, name, hook.source);
    if (hook === undefined || written === undefined) return undefined;
    writeAtStart(hook, `await ${written}${method}()`, this.edits.in(hook.source));
    this.notes.push(`${this.held.name} is there once ${hook.source.placeOf(hook.node.child("body")!)} has run`);
    return hook;
  }

  /** Has it await something as it ends, where that can be done: in the function that it starts by, if it can be. */
  close(start: HookFunction, name: ProjectName): boolean {
    const ending = hooksThatReach(name.file, this.#hooks, this.#reach).filter(({ runs }) => runs !== "at start");
    for (const { node, source, runs } of [...ending.filter((one) => one === start), ...ending]) {
      const end = endOf({ node, runs });
      const written = end && this.#names.writtenIn(node, name, source);
      if (end === undefined || written === undefined) continue;
      writeBehind(end, [`await ${written}()`], this.edits.in(source));
      return true;
    }
    return false;
  }

  /** The project with all of that. */
  build(): Draft | Obstacle {
    this.#names.writeImports();
    const built = this.edits.build();
    return isObstacle(built) ? built : this.draft.with(built.texts);
  }
}

/** The statements that set a session up where it is made; whatever else uses it there is an obstacle. */
export function setUpIn(
  { word, creation, name, source }: Held,
  isThere: (id: Node) => boolean,
): readonly Node[] | Obstacle {
  const made = statementOf(creation);
  const found = new Set<Node>();
  for (const id of source.module.identifiers(word)) {
    if (!isThere(id) || (id.tree === made.tree && made.contains(id))) continue;
    const session = id.field === "attribute" ? id.parent! : id;
    const statement = statementOf(id);
    const isSetUp =
      statement.kind === "expression_statement" &&
      statement.start === session.start &&
      session.field === "object" &&
      statement.parent?.kind === made.parent?.kind &&
      source.lineOf(statement) > source.lineOf(made) &&
      lineOf(statement) !== undefined;
    if (!isSetUp) return obstacle(`${source.placeOf(id)} uses ${name} while it is made`);
    found.add(statement);
  }
  return [...found];
}

/** A statement with the comment behind it; undefined where another one stands on its line. */
function lineOf({ tree: { text }, start, end }: Node): string | undefined {
  const span = lineSpan(text, start, end);
  const isAlone = text.slice(span.start, start).trim() === "" && /^\s*(?:#|$)/.test(text.slice(end, span.end));
  return isAlone ? text.slice(start, span.end).trimEnd() : undefined;
}

/** A statement as it reads further to the right, its comment with it. */
export function movedTo(indentation: string, further: string, statement: Node): string {
  const text = lineOf(statement) ?? statement.text;
  const holdsLines = [...statement.descendants("string")].some((string) => /[\r\n]/.test(string.text));
  return indentation + (holdsLines ? text : text.replaceAll(/(\r\n|\n)(?=.*\S)/g, `$1${further}`));
}

/** Takes the line of a statement away. */
export function removeLine(statement: Node, builder: FixBuilder): void {
  const { start, end } = lineSpan(statement.tree.text, statement.start, statement.end);
  builder.edit(statement, start, end, "");
}
