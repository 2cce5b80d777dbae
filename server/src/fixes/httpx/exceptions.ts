import type { Kind } from "../../syntax/kinds.generated";
import { namesVariable } from "../../syntax/identifiers";
import type { Node } from "../../syntax/tree";
import { ownNodes } from "../../model/definitions";
import { lineSpan } from "../text";
import { CannotMove, type Moving, named } from "./moving";
import { EXCEPTION_MODULE, EXCEPTIONS } from "./requests-facts";
import type { Responses } from "./response";

const HANDLERS: ReadonlySet<Kind> = new Set(["try_statement"]);
/** What requests' errors are caught by without being named. */
const CATCH_ALL: ReadonlySet<string> = new Set([
  "Exception",
  "BaseException",
  "OSError",
  "IOError",
  "EnvironmentError",
]);
const OS_ERRORS: ReadonlySet<string> = new Set(["OSError", "IOError", "EnvironmentError"]);

/** Rewrites the handlers around moved requests to the exceptions that httpx raises. */
export function convertHandlers(calls: readonly Node[], responses: Responses, moving: Moving): void {
  let handled = 0;
  for (const statement of ownNodes(moving.function, HANDLERS)) {
    const body = statement.child("body");
    if (body === undefined) continue;
    const sends = calls.some((call) => body.contains(call));
    handled += convertTry(statement, body, sends, responses, moving) ? 1 : 0;
  }
  if (handled === 0 && calls.length > 0)
    moving.notes.add(`errors are ${moving.to}'s: handlers further out must catch ${moving.to}.HTTPError`);
}

interface Clause {
  readonly node: Node;
  /** The expression that names the exceptions. */
  readonly types: Node;
  readonly alias: string | undefined;
  /** The names behind EXCEPTION_MODULE, or what else is caught. */
  readonly caught: readonly {
    readonly node: Node;
    readonly requests: string | undefined;
    readonly other: string | undefined;
  }[];
}

function convertTry(statement: Node, body: Node, sends: boolean, responses: Responses, moving: Moving): boolean {
  const clauses = statement.children
    .filter((child) => child.kind === "except_clause")
    .flatMap((clause) => readClause(clause, moving) ?? []);
  const isAbout = clauses.some((clause) => clause.caught.some((one) => one.requests !== undefined));
  if (!isAbout && !(sends && clauses.some((clause) => clause.caught.some((one) => OS_ERRORS.has(one.other ?? "")))))
    return false;
  const raised = [...body.descendants("raise_statement")].some(
    (raise) =>
      raise.named[0] !== undefined &&
      exceptionName(raise.named[0].kind === "call" ? raise.named[0].child("function")! : raise.named[0], moving) !==
        undefined,
  );
  if (raised) throw new CannotMove("the code raises requests' exceptions itself");
  const all = clauses.flatMap((clause) => clause.caught.map((one) => one.requests));
  if (all.includes("SSLError") && all.includes("ConnectionError"))
    throw new CannotMove("httpx raises the same error for a bad certificate as for a refused connection");
  const hasJson = responses.jsonCalls.some((call) => body.contains(call));
  let timeoutHandled = false;
  for (const clause of clauses) {
    const names = clause.caught.map((one) => one.requests);
    if (names.some((name) => name === "Timeout" || name === "ReadTimeout")) timeoutHandled = true;
    const hasValueError = clause.caught.some((one) =>
      ["ValueError", "Exception", "BaseException"].includes(one.other ?? ""),
    );
    convertClause(clause, { hasJson, hasValueError, timeoutHandled, sends }, moving);
    if (clause.alias !== undefined && names.some((name) => name !== undefined))
      convertCaught(clause, names, responses, moving);
  }
  return (
    all.includes("RequestException") ||
    clauses.some((clause) => clause.caught.some((one) => CATCH_ALL.has(one.other ?? "")))
  );
}

function readClause(clause: Node, moving: Moving): Clause | undefined {
  const value = clause.child("value");
  if (value === undefined) return undefined;
  const types = value.kind === "as_pattern" ? value.named[0]! : value;
  const alias = value.kind === "as_pattern" ? value.child("alias")?.text : undefined;
  const { infer } = moving.context;
  const known = infer.value(types);
  if (
    types.kind !== "tuple" &&
    known?.kind === "literal" &&
    known.node.kind === "tuple" &&
    known.node.named.some((one) => exceptionName(one, moving) !== undefined)
  ) {
    throw new CannotMove(`${types.text} names requests' exceptions`);
  }
  const nodes = types.kind === "tuple" ? types.named : [types];
  return {
    node: clause,
    types,
    alias,
    caught: nodes.map((node) => ({ node, requests: exceptionName(node, moving), other: infer.name(node) })),
  };
}

function exceptionName(node: Node, moving: Moving): string | undefined {
  const name = moving.context.infer.name(node);
  return name?.startsWith(EXCEPTION_MODULE) === true ? name.slice(EXCEPTION_MODULE.length) : undefined;
}

interface Around {
  readonly hasJson: boolean;
  readonly hasValueError: boolean;
  /** Whether this clause or one before it catches timeouts. */
  readonly timeoutHandled: boolean;
  readonly sends: boolean;
}

function convertClause(clause: Clause, around: Around, moving: Moving): void {
  const written: string[] = [];
  const names = clause.caught.map((one) => one.requests);
  for (const { node, requests, other } of clause.caught) {
    if (requests !== undefined) {
      written.push(...counterparts(requests, names, around, node, moving));
    } else {
      written.push(node.text);
      // requests' errors are OSErrors, httpx's are not.
      if (OS_ERRORS.has(other ?? "") && around.sends && !names.includes("RequestException"))
        written.push(named(moving, `${moving.to}.HTTPError`, node));
    }
  }
  const unique = [...new Set(written)];
  if (unique.join() === clause.caught.map((one) => one.node.text).join()) return;
  if (clause.types.kind === "tuple" && unique.length === clause.caught.length) {
    clause.caught.forEach(({ node }, i) => {
      if (node.text !== unique[i]) moving.rewriter.replace(node, unique[i]!);
    });
    return;
  }
  if (unique.length === 1) moving.rewriter.replace(clause.types, unique[0]!);
  else moving.later.push(() => writeTuple(clause.types, unique, moving));
}

/** A tuple where it fits on its line, else one name a line. */
function writeTuple(types: Node, names: readonly string[], { rewriter, context }: Moving): void {
  const flat = `(${names.join(", ")})`;
  const line = lineSpan(rewriter.text, types.start, types.end);
  const indentation = rewriter.indentationAt(types.start);
  const behind = rewriter.text.slice(types.end, line.end).split("#", 1)[0]!.trimEnd();
  const around = rewriter.text.slice(line.start, types.start).trimStart().length + behind.length;
  const fits = indentation.length + around + flat.length <= context.settings.lineLength;
  const { lineBreak, unit } = rewriter;
  rewriter.replace(
    types,
    fits
      ? flat
      : `(${lineBreak}${names.map((name) => `${indentation}${unit}${name},${lineBreak}`).join("")}${indentation})`,
  );
}

function counterparts(
  name: string,
  names: readonly (string | undefined)[],
  around: Around,
  at: Node,
  moving: Moving,
): readonly string[] {
  const write = (one: string): string => named(moving, `${moving.to}.${one}`, at);
  if (name === "JSONDecodeError") return [named(moving, "json.JSONDecodeError", at)];
  const all = names.includes("RequestException");
  if (name === "RequestException") {
    moving.notes.add(`a malformed URL raises ${moving.to}.InvalidURL, which is no ${moving.to}.HTTPError`);
    return [
      write("HTTPError"),
      ...(around.hasJson && !around.hasValueError && !names.includes("JSONDecodeError")
        ? [named(moving, "json.JSONDecodeError", at)]
        : []),
    ];
  }
  if (name === "ConnectionError" && !all) moving.notes.add("a body that breaks off is met as a connection that fails");
  if (name === "ConnectionError" && around.timeoutHandled && !all) return [transportError(at, moving)];
  if (name === "Timeout" && names.includes("ConnectionError") && !all) return [transportError(at, moving)];
  if (name === "ProxyError") moving.notes.add(`a proxy that can't be reached raises ${moving.to}.ConnectError`);
  if (name === "InvalidURL") moving.notes.add("a URL without a scheme is met as a malformed one");
  if (name === "SSLError") moving.notes.add(`a refused connection raises ${moving.to}.ConnectError too`);
  if (name === "MissingSchema" || name === "InvalidSchema")
    moving.notes.add(`a missing and an unknown scheme both raise ${moving.to}.UnsupportedProtocol`);
  const counterpart = EXCEPTIONS.get(name);
  if (counterpart === undefined) throw new CannotMove(`httpx has nothing for ${EXCEPTION_MODULE}${name}`);
  return counterpart.map(write);
}

/** What connections and timeouts have in common, and a little more. */
function transportError(at: Node, moving: Moving): string {
  moving.notes.add("a URL that is no HTTP is met as a connection that fails");
  return named(moving, `${moving.to}.TransportError`, at);
}

/** `error.response` in a handler: only a status error of httpx has one. */
function convertCaught(
  clause: Clause,
  names: readonly (string | undefined)[],
  responses: Responses,
  moving: Moving,
): void {
  const always = names.every((name) => name === "HTTPError");
  for (const id of clause.node.descendants("identifier")) {
    const access = id.parent;
    if (id.text !== clause.alias || !namesVariable(id) || access?.kind !== "attribute") continue;
    const member = access.child("attribute")!.text;
    if (member === "response" && always) responses.convert(access, { streamed: false, optional: false, nested: false });
    else if (member === "response") guardResponse(access, id, responses, moving);
    else if (
      !["request", "args", "with_traceback", "add_note", "__class__", "__cause__", "__context__"].includes(member)
    )
      throw new CannotMove(`an httpx error has no ${member}`);
  }
}

function guardResponse(access: Node, id: Node, responses: Responses, moving: Moving): void {
  const outer = access.parent;
  if (outer?.kind === "comparison_operator") {
    moving.rewriter.replace(access, `getattr(${id.text}, ${moving.quote}response${moving.quote}, None)`);
    return;
  }
  // Behind `error.response is not None`, or where it was sure to be there.
  if (outer?.kind !== "attribute") throw new CannotMove("only a status error of httpx has a response");
  responses.convert(access, { streamed: false, optional: false, nested: false });
}
