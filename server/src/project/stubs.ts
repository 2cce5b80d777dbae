import type { Reference } from "../model/reference";
import type { ClassSummary, FunctionSummary, ModuleSummary } from "../model/summary";
import { packagesAround } from "./environment";
import { type FileId, type Files, folderOf, within } from "./files";

/** What follows a package's name in that of another one which holds its stubs alone. */
const STUBS = "-stubs";

/** Whether a file holds types alone. */
export function isStub(file: FileId): boolean {
  return file.endsWith(".pyi");
}

/**
 * The stub of a module in a folder of installed packages: in a package of stubs, which Python's typing puts first, else
 * beside the source.
 */
export function stubIn(folder: FileId, name: string, files: Files): FileId | undefined {
  const inStubs = inStubsPackage(within(folder, name));
  const bases = [...(inStubs === undefined ? [] : [inStubs]), within(folder, name)];
  return bases.flatMap((base) => [within(base, "__init__.pyi"), `${base}.pyi`]).find((file) => files.isFile(file));
}

/** The stub of an installed file that holds a module's source. */
export function stubOf(source: FileId, files: Files): FileId | undefined {
  if (!source.endsWith("/__init__.py"))
    return stubIn(folderOf(source), source.slice(source.lastIndexOf("/") + 1, -".py".length), files);
  const folder = folderOf(source);
  return stubIn(folderOf(folder), folder.slice(folder.lastIndexOf("/") + 1), files);
}

/** The file beside a stub that may hold the source of its module. */
export function sourceOf(stub: FileId): FileId {
  return stub.slice(0, -1);
}

/** The folder of the package that a folder of stubs speaks of; the folder itself where it is none of stubs. */
export function folderOfSource(folder: FileId): FileId {
  const packages = packagesAround(`${folder}/`);
  if (packages === undefined) return folder;
  const [top = "", ...inner] = folder.slice(packages.length + 1).split("/");
  return top.endsWith(STUBS) ? [packages, top.slice(0, -STUBS.length), ...inner].join("/") : folder;
}

/** The path in a package of stubs that stands for one in the package itself. */
function inStubsPackage(path: FileId): FileId | undefined {
  const packages = packagesAround(path);
  if (packages === undefined) return undefined;
  const [top, ...inner] = path.slice(packages.length + 1).split("/");
  return [packages, `${top}${STUBS}`, ...inner].join("/");
}

/** What a stub says of a module, without its source: types, and nothing of what is done. */
export function typesOf(stub: ModuleSummary): ModuleSummary {
  const symbols = Object.entries(stub.symbols).map(
    ([path, symbol]) => [path, symbol.kind === "function" ? { ...symbol, calls: [] } : symbol] as const,
  );
  return { ...stub, symbols: Object.fromEntries(symbols) };
}

/** What the source of a module says, and its stub where the source leaves a type open. */
export function withTypes(source: ModuleSummary, stub: ModuleSummary): ModuleSummary {
  const types = typesOf(stub);
  const as = (reference: Reference | undefined): Reference | undefined => inSource(reference, source);
  const names = Object.entries(types.names).filter(([name]) => ownOf(source.names, name) === undefined);
  const symbols = new Map(Object.entries(source.symbols));
  for (const [path, symbol] of Object.entries(types.symbols)) {
    const known = symbols.get(path);
    if (known === undefined) {
      if (!isHidden(path, source))
        symbols.set(path, symbol.kind === "function" ? { ...symbol, returns: as(symbol.returns) } : ofStub(symbol, as));
    } else if (known.kind === "function" && symbol.kind === "function")
      symbols.set(path, withSignature(known, symbol, as));
    else if (known.kind === "class" && symbol.kind === "class")
      symbols.set(path, withMembers(known, symbol, types, as));
  }
  return {
    ...source,
    names: { ...source.names, ...Object.fromEntries(names.map(([name, of]) => [name, as(of)])) },
    symbols: Object.fromEntries(symbols),
  };
}

/**
 * Whether the source has something else under a name than what the stub defines there, or the class of a method may
 * have it from a base.
 */
function isHidden(path: string, { names, symbols }: ModuleSummary): boolean {
  const dot = path.lastIndexOf(".");
  if (dot === -1) return ownOf(names, path) !== undefined;
  const owner = ownOf(symbols, path.slice(0, dot));
  const [top = ""] = path.split(".", 1);
  if (owner === undefined) return ownOf(symbols, top) !== undefined || ownOf(names, top) !== undefined;
  return owner.kind !== "class" || owner.bases.length > 0;
}

function ofStub(symbol: ClassSummary, as: (reference: Reference | undefined) => Reference | undefined): ClassSummary {
  const members = Object.entries(symbol.members).map(([name, reference]) => [name, as(reference)] as const);
  return { ...symbol, bases: symbol.bases.map(as), members: Object.fromEntries(members) };
}

/** What a decorator makes of a function the stub knows, which says what calling its name gives. */
function withSignature(
  source: FunctionSummary,
  stub: FunctionSummary,
  as: (reference: Reference | undefined) => Reference | undefined,
): FunctionSummary {
  const isAsWritten = source.plain && source.wrappers.length === 0;
  if (isAsWritten)
    return { ...source, returns: source.returns ?? (source.async === stub.async ? as(stub.returns) : undefined) };
  return stub.plain && stub.wrappers.length === 0
    ? { ...source, declared: { async: stub.async, returns: as(stub.returns) } }
    : source;
}

function withMembers(
  source: ClassSummary,
  stub: ClassSummary,
  { symbols }: ModuleSummary,
  as: (reference: Reference | undefined) => Reference | undefined,
): ClassSummary {
  const added = Object.entries(stub.members).filter(([name, reference]) => {
    if (reference === undefined || ownOf(source.members, name) !== undefined) return false;
    // What a base has under the name does more than the stub says.
    return (
      source.bases.length === 0 || !reference.startsWith(":") || ownOf(symbols, reference.slice(1))?.kind !== "function"
    );
  });
  return {
    ...source,
    members: { ...source.members, ...Object.fromEntries(added.map(([name, reference]) => [name, as(reference)])) },
  };
}

/**
 * A reference of the stub's as its module's source would write it: what the stub defines itself the source may have
 * from elsewhere.
 */
function inSource(reference: Reference | undefined, { names, symbols }: ModuleSummary): Reference | undefined {
  const own = reference === undefined ? undefined : /^:(\w+)/.exec(reference);
  if (own === undefined || own === null || ownOf(symbols, own[1]!) !== undefined) return reference;
  const elsewhere = ownOf(names, own[1]!);
  return elsewhere === undefined ? reference : `${elsewhere}${reference!.slice(own[0].length)}`;
}

/** What a record holds under a name itself. */
function ownOf<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
