import type { PathElsewhere } from "../model/imports";
import { ownReference, type Reference } from "../model/reference";
import type { FunctionSummary } from "../model/summary";
import type { WayElsewhere } from "../model/ways";
import { type EnvironmentChoice, packageFolders, packageOf, packagesAround } from "./environment";
import { isMadeByMetaclass } from "./ancestry";
import { type FileId, type Files, folderOf, foldersUpTo, isInside, within } from "./files";
import { InstalledModules, type LinkedFrom } from "./find-module";
import { Paths } from "./paths";
import { Resolver, type Summaries } from "./resolver";
import { stubOf } from "./stubs";
import type { Defined } from "./target";
import { TypedSummaries } from "./typed-summaries";

/** What finds the packages that are installed for a project. */
export interface InstalledHost extends Files {
  /**
   * The folder that no module and no environment is looked for above, for the files of a folder; undefined where they
   * belong to no project.
   */
  rootOf(folder: FileId): FileId | undefined;
  /** Which environment holds for the files of a folder. */
  environmentOf(folder: FileId): EnvironmentChoice;
  /**
   * The folders that a folder of installed packages says others lie in, as those that are worked on where they are;
   * absent where nobody can tell.
   */
  linked?(packages: FileId): readonly FileId[];
}

/**
 * More functions of packages are not looked at for one question, and a way with more calls is not told: who would
 * believe it?
 */
const MOST_FUNCTIONS = 300;
const MOST_CALLS = 12;

/** Pyright's `stubPath`, where nothing else is set. */
const TYPINGS = "typings";

/** What was asked of packages: how something run there stalls its thread, or whether calling it gives a coroutine. */
interface Question {
  readonly reference: Reference;
  readonly about: WayElsewhere | "coroutine";
  readonly from: FileId;
}

type Questions = Map<string, Question>;

/**
 * What is installed in the environments of a project. It knows nothing of the project's own files, as no package
 * imports these: what was found out holds until files of packages change.
 */
export class Installed {
  /** The modules that can be imported, without those that the table of libraries knows. */
  readonly modules: InstalledModules;
  readonly #folders = new Map<FileId, readonly FileId[]>();
  /** The folders outside of environments that packages lie in, with those that are installed beside these. */
  readonly #linked = new Map<FileId, readonly FileId[]>();
  /** The folders of stubs that projects keep for what is installed in a folder of packages. */
  readonly #typings = new Map<FileId, Set<FileId>>();
  readonly #resolver: Resolver;
  readonly #paths: Paths;
  /** Summaries that were asked for in vain. */
  #gaps = 0;

  /**
   * @param summaries those that tell of sure calls alone
   * @param addressOf how a file is called in findings
   * @param open takes the questions that a summary was missing for
   */
  constructor(
    readonly host: InstalledHost,
    summaries: Summaries,
    addressOf: (file: FileId) => string,
    readonly open: Questions = new Map(),
  ) {
    this.modules = new InstalledModules(host, (folder) => this.#foldersFor(folder));
    const counted: Summaries = {
      get: (file) => {
        const summary = summaries.get(file);
        if (summary === undefined) this.#gaps++;
        return summary;
      },
    };
    const around = (file: FileId): LinkedFrom | undefined => this.#linkedAround(file);
    this.#resolver = new Resolver(
      new InstalledModules(host, (folder) => this.#foldersFor(folder), around),
      new TypedSummaries(host, counted, (source) => this.#stubFor(source)),
    );
    this.#paths = new Paths(this.#resolver, {
      place: (file) => ({ uri: addressOf(file), package: packageOf(file, this.#linkedAround(file)?.folder) }),
      strict: true,
      most: MOST_FUNCTIONS,
    });
  }

  /** Whether anything can be installed for a file: it is none of a package itself, and there is an environment. */
  concerns(file: FileId): boolean {
    return packagesAround(file) === undefined && this.#foldersFor(folderOf(file)).length > 0;
  }

  /** How running what a reference comes to in a file surely stalls its thread. */
  path(reference: Reference, way: WayElsewhere, from: FileId): PathElsewhere | undefined {
    const gaps = this.#gaps;
    const path = this.#paths.of(reference, way, from);
    if (this.#gaps > gaps) this.#askLater({ reference, about: way, from });
    return path === undefined || path.steps.length > MOST_CALLS ? undefined : path;
  }

  /**
   * Whether calling what a reference comes to in a file surely gives a coroutine, which does nothing before it is
   * awaited.
   */
  givesCoroutine(reference: Reference, from: FileId): boolean {
    const gaps = this.#gaps;
    const target = this.#resolver.target(reference, from);
    const gives =
      target?.kind === "function" &&
      !this.#isRemade(target.symbol) &&
      this.#resolver.result(target)?.kind === "awaitable";
    if (this.#gaps > gaps) this.#askLater({ reference, about: "coroutine", from });
    return gives;
  }

  /** Asks again what summaries were missing for. */
  askAgain(): void {
    const questions = [...this.open.values()];
    this.open.clear();
    for (const { reference, about, from } of questions) {
      if (about === "coroutine") this.givesCoroutine(reference, from);
      else this.path(reference, about, from);
    }
  }

  #askLater(question: Question): void {
    this.open.set(`${question.about} ${question.reference} ${question.from}`, question);
  }

  /** Whether something may make other functions of a class's methods: what decorates it, or its metaclass. */
  #isRemade({ file, path }: Defined<FunctionSummary>): boolean {
    const dot = path.lastIndexOf(".");
    const owner = dot === -1 ? undefined : this.#resolver.target(ownReference(path.slice(0, dot)), file);
    return (
      dot !== -1 &&
      (owner?.kind !== "class" ||
        owner.symbol.summary.made === "unknown" ||
        isMadeByMetaclass(owner.symbol, this.#resolver))
    );
  }

  /** The innermost folder outside of environments that a file is installed from. */
  #linkedAround(file: FileId): LinkedFrom | undefined {
    if (this.#linked.size === 0) return undefined;
    for (let folder = folderOf(file); folder !== ""; folder = folderOf(folder)) {
      const beside = this.#linked.get(folder);
      if (beside !== undefined) return { folder, beside };
    }
    return undefined;
  }

  /** What a project says of a package itself comes before what that, or another package, says of it. */
  #stubFor(source: FileId): FileId | undefined {
    const packages = packagesAround(source);
    for (const typings of packages === undefined ? [] : (this.#typings.get(packages) ?? [])) {
      const stub = stubOf(within(typings, source.slice(packages!.length + 1)), this.host);
      if (stub !== undefined) return stub;
    }
    return stubOf(source, this.host);
  }

  /** The nearest folder in which stubs of packages are kept, where Pyright looks for them. */
  #typingsFor(folder: FileId, root: FileId): FileId | undefined {
    return [...foldersUpTo(root, folder)].map((at) => within(at, TYPINGS)).find((one) => this.host.isFolder(one));
  }

  #foldersFor(folder: FileId): readonly FileId[] {
    let found = this.#folders.get(folder);
    if (found === undefined) {
      const root = this.host.rootOf(folder);
      const own = root === undefined ? [] : packageFolders(folder, root, this.host.environmentOf(folder), this.host);
      // What lies in the project is looked for there, as what its files are.
      const linked = own
        .flatMap((packages) => this.host.linked?.(packages) ?? [])
        .filter((one) => root !== undefined && !isInside(one, root) && packagesAround(`${one}/`) === undefined);
      const typings = root === undefined ? undefined : this.#typingsFor(folder, root);
      for (const packages of typings === undefined ? [] : own)
        this.#typings.set(packages, (this.#typings.get(packages) ?? new Set()).add(typings!));
      // Of what has no source the stub is all that is known.
      found = [...own, ...linked, ...(typings === undefined ? [] : [typings])];
      for (const one of linked) if (!this.#linked.has(one)) this.#linked.set(one, found);
      this.#folders.set(folder, found);
    }
    return found;
  }
}
