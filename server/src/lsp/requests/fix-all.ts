import type {
  CancellationToken,
  TextDocumentEdit,
  TextEdit as LspTextEdit,
  WorkspaceEdit,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { FixAllAnswer, FixAllParams } from "../../../../shared/requests";
import { unfinished } from "../../analysis/fix-all";
import { addDependency } from "../../config/add-dependency";
import { applyEdits } from "../../fixes/apply";
import { cancelled } from "../answers";
import { attempt } from "../attempt";
import type { OpenDocument } from "../document";
import type { Session } from "../session";
import { diffLines } from "../../fixes/line-diff";
import { filesBelow, lookAt } from "./files";
import { Progress } from "./progress";

/** A text that changes. */
interface Change {
  readonly before: string;
  readonly after: string;
  /** Null where the client has not opened it. */
  readonly version: number | null;
}

const ANNOTATION = "all";

/** async-skill/fixAll */
export async function fixAllFiles(
  params: FixAllParams,
  session: Session,
  token: CancellationToken,
): Promise<FixAllAnswer> {
  const uris = params.files ?? (await filesBelow(session, token));
  const progress = new Progress(session, params.partialResultToken, uris.length);
  const fixing = new Fixing(session, params.unsafe === true);
  for await (const looked of lookAt(uris, session, (problem) => fixing.problems.push(problem))) {
    if (token.isCancellationRequested) throw cancelled();
    if (looked?.isWritable === true) await fixing.fix(looked.document);
    await progress.step();
  }
  fixing.declare();
  const { fixes, changes, problems } = fixing;
  if (changes.size === 0) return { fixes, files: 0, problems };
  return { edit: editOf(changes, session, params), fixes, files: changes.size, problems };
}

class Fixing {
  readonly #session: Session;
  readonly #unsafe: boolean;
  readonly changes = new Map<string, Change>();
  readonly problems: string[] = [];
  fixes = 0;
  /** What pyproject.toml files are to declare, by their addresses. */
  readonly #needed = new Map<string, { readonly text: string; readonly names: Set<string> }>();

  constructor(session: Session, unsafe: boolean) {
    this.#session = session;
    this.#unsafe = unsafe;
  }

  async fix(document: OpenDocument): Promise<void> {
    const { uri, text } = document;
    const work = () => (document.enabled ? document.fixAll({ unsafe: this.#unsafe }) : undefined);
    const result = await attempt(`${uri} could not be fixed`, document, this.#session, work, undefined);
    if (result === undefined) return;
    const problem = unfinished(result);
    if (problem !== undefined) this.problems.push(`${uri}: ${problem}`);
    // An open document may have another text by now, for which nothing was worked out.
    if (result.text === text || document.text !== text) return;
    this.changes.set(uri, { before: text, after: result.text, version: document.version });
    this.fixes += result.applied;
    this.#need(document, result.requires);
  }

  /** Declares what fixed code needs. */
  declare(): void {
    for (const [uri, { text, names }] of this.#needed) {
      const open = this.#session.documents.get(uri);
      const known = this.changes.get(uri) ?? {
        before: open?.text ?? text,
        after: open?.text ?? text,
        version: open?.version ?? null,
      };
      let { after } = known;
      for (const name of names) {
        const edits = addDependency(after, name);
        if (edits === undefined)
          this.problems.push(`${uri}: the fixed code needs ${name}, which is left for you to declare`);
        else after = applyEdits(after, edits);
      }
      if (after !== known.before) this.changes.set(uri, { ...known, after });
    }
  }

  #need({ uri, declaring }: OpenDocument, names: readonly string[]): void {
    if (names.length === 0) return;
    if (declaring === undefined) {
      this.problems.push(`${uri}: the fixed code needs ${names.join(" and ")}, which is left for you to declare`);
      return;
    }
    const needed = this.#needed.get(declaring.uri) ?? { text: declaring.text, names: new Set() };
    for (const name of names) needed.names.add(name);
    this.#needed.set(declaring.uri, needed);
  }
}

function editOf(
  changes: ReadonlyMap<string, Change>,
  { features }: Session,
  { unsafe = false, confirm = false }: FixAllParams,
): WorkspaceEdit {
  if (!features.documentChanges)
    return { changes: Object.fromEntries([...changes].map(([uri, change]) => [uri, textEdits(uri, change)])) };
  const annotated = features.changeAnnotations;
  const documentChanges = [...changes].map(([uri, change]): TextDocumentEdit => {
    const edits = textEdits(uri, change);
    return {
      textDocument: { uri, version: change.version },
      edits: annotated ? edits.map((edit) => ({ ...edit, annotationId: ANNOTATION })) : edits,
    };
  });
  if (!annotated) return { documentChanges };
  const label = unsafe ? "Apply all fixes, those among them that change what the program does" : "Apply all safe fixes";
  return { documentChanges, changeAnnotations: { [ANNOTATION]: { label, needsConfirmation: confirm } } };
}

function textEdits(uri: string, { before, after }: Change): LspTextEdit[] {
  const lines = TextDocument.create(uri, "", 0, before);
  return diffLines(before, after).map(({ start, end, text }) => ({
    range: { start: lines.positionAt(start), end: lines.positionAt(end) },
    newText: text,
  }));
}
