import type { CancellationToken } from "vscode-languageserver";
import { type Imports, NO_IMPORTS } from "../../model/imports";
import type { FileId } from "../../project/files";
import { PythonDocument } from "../../syntax/document";
import { ProjectCallers } from "../../workspace/project-callers";
import { Workspace } from "../../workspace/workspace";
import { cancelled } from "../answers";
import type { OpenDocument } from "../document";
import { ProjectFile } from "../project-file";
import type { HostFiles } from "../host";
import { PythonFile } from "../python-file";
import { turnTaken } from "../schedule";
import type { Session } from "../session";

/** The settings of so many files are asked for at once. */
const TOGETHER = 100;
/** After so many names of files messages are taken in. */
const NAMES_IN_A_TURN = 500;

/** A file as a request looks at it; one that nobody has opened is there for so long only. */
export interface LookedAt {
  readonly document: OpenDocument;
  /** Whether it can be written back as it was read: it is open, or in UTF-8. */
  readonly isWritable: boolean;
}

/** The addresses of all files below the open folders that can be checked. */
export async function filesBelow(session: Session, token: CancellationToken): Promise<readonly string[]> {
  const { files } = session;
  if (files === undefined)
    return [...session.documents.all()].flatMap(({ isNotebook, uri }) => (isNotebook ? [] : [uri]));
  await session.otherFiles.list();
  const found = await checkableFiles(files, () => token.isCancellationRequested);
  if (token.isCancellationRequested) throw cancelled();
  return [...found].map((file) => files.addressOf(file));
}

/** The files below the open folders that can be checked, or some of them where nobody waits for them any more. */
export async function checkableFiles(files: HostFiles, isCancelled: () => boolean): Promise<ReadonlySet<FileId>> {
  const found = new Set<FileId>();
  for (const folder of files.openFolders) {
    for (const file of files.checkable(folder)) {
      found.add(file);
      if (found.size % NAMES_IN_A_TURN === 0) await turnTaken();
      if (isCancelled()) return found;
    }
  }
  return found;
}

/**
 * Files in their order, as they are in the editor, else on the disk. What they import is read as it is asked for, so
 * that each is told at once what the command line would say of it.
 *
 * @param importsOf what files that aren't open are told of the others, where they are not to be read at once
 */
export async function* lookAt(
  uris: readonly string[],
  session: Session,
  onProblem: (problem: string) => void,
  importsOf?: (file: FileId, uri: string) => Imports,
): AsyncGenerator<LookedAt | undefined> {
  const { otherFiles } = session;
  const atRest = uris.filter((uri) => session.documents.file(uri) === undefined);
  if (atRest.length > 0 && importsOf === undefined) await gather(session, onProblem);
  const around = importsOf === undefined ? projectAround(session) : undefined;
  for (let from = 0; from < uris.length; from += TOGETHER) {
    const some = uris.slice(from, from + TOGETHER);
    const configurations = await session.configurations.of(some);
    await session.files?.later?.fetch(some.flatMap((uri) => otherFiles.fileOf(uri) ?? []));
    for (const [i, uri] of some.entries()) {
      const open = session.documents.file(uri);
      if (open !== undefined) {
        await open.configured;
        yield { document: open, isWritable: true };
        continue;
      }
      const read = readAtRest(uri, session, onProblem);
      if (read === undefined) {
        yield undefined;
        continue;
      }
      const { document } = read;
      document.configure(configurations[i]!);
      otherFiles.environmentIs(uri, document.environment);
      const file = otherFiles.fileOf(uri);
      if (document instanceof PythonFile && file !== undefined)
        document.imports = importsOf?.(file, uri) ?? around?.importsOf(file, document.text) ?? NO_IMPORTS;
      yield read;
    }
  }
}

/** Has there what files may import, where it has to come. */
async function gather({ files }: Session, onProblem: (problem: string) => void): Promise<void> {
  for (const folder of files?.openFolders ?? []) {
    const unread = await files?.later?.fetchBelow(folder);
    if (unread !== undefined) onProblem(`${folder}: ${unread}, so that what files import is not followed to its end`);
  }
}

function readAtRest(uri: string, session: Session, onProblem: (problem: string) => void): LookedAt | undefined {
  const { files } = session;
  const file = files?.fileOf(uri);
  if (files === undefined || file === undefined) return undefined;
  try {
    const source = files.source(file);
    const { text, encoding } = source;
    const document = uri.endsWith("/pyproject.toml")
      ? new ProjectFile(uri, null, text, session)
      : new PythonFile(uri, null, text, session);
    return { document, isWritable: encoding === "utf-8" };
  } catch (error) {
    onProblem(`${file}: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

/** What files are told of the others, for as long as a request takes. */
function projectAround({
  parser,
  otherFiles,
}: Session): { importsOf(file: FileId, text: string): Imports } | undefined {
  const { project } = otherFiles;
  if (project === undefined) return undefined;
  const open = (content: string): PythonDocument => new PythonDocument(parser, content);
  const workspace = new Workspace(project, open, (file) => otherFiles.addressOf(file));
  const callers = new ProjectCallers(project, open);
  return {
    importsOf: (file, text) => ({
      ...workspace.importsOf(file),
      ...callers.answersFor(file, text),
    }),
  };
}
