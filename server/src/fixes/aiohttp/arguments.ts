import type { Node } from "../../syntax/tree";
import type { Infer } from "../../model/infer";
import { bodyKind, holdsNone, mayHoldNone, originOf, sentVariously } from "../httpx/body";
import { CannotMove, type Moving, named, type Request } from "../httpx/moving";

/** A call as a session of aiohttp sends it. */
export interface Sent {
  readonly request: Request;
  /** Its arguments, written. */
  readonly args: readonly string[];
  /** Its timeout as aiohttp takes it, with the expression that it comes from. */
  readonly timeout: { readonly text: string; readonly node: Node } | undefined;
}

const SAME: ReadonlySet<string> = new Set(["json", "headers", "cookies", "data", "allow_redirects"]);

/** Says how aiohttp sends a call. @throws CannotMove where an argument has no counterpart */
export function convertArguments(request: Request, moving: Moving): Sent {
  const list = request.call.child("arguments")!;
  if (list.kind !== "argument_list" || [...list.descendants("comment")].length > 0)
    throw new CannotMove("comments stand within its arguments");
  const given = new Set<string>();
  const args: string[] = [];
  let timeout: Sent["timeout"];
  let position = 0;
  for (const argument of list.named) {
    if (argument.kind.endsWith("splat"))
      throw new CannotMove(`${argument.text} may hold arguments that aiohttp has not`);
    const name =
      argument.kind === "keyword_argument" ? argument.child("name")!.text : request.row.parameters?.[position++];
    const value = argument.kind === "keyword_argument" ? argument.child("value")! : argument;
    if (name === undefined) throw new CannotMove(`it has more positional arguments than ${request.row.name}() takes`);
    if (name === "url" || name === "method") args.push(value.text);
    else if (name === "timeout") timeout = { text: timeoutOf(value, moving), node: value };
    else if (value.kind !== "none") {
      given.add(name);
      args.push(...argumentOf(name, value, moving));
    }
  }
  if (given.has("data") && given.has("json"))
    throw new CannotMove("it has both data and json, of which requests sends only one");
  return { request, args, timeout };
}

function argumentOf(name: string, value: Node, moving: Moving): readonly string[] {
  const { infer } = moving.context;
  if (name === "headers" && holdsNone(value, infer)) throw new CannotMove("aiohttp takes no header that is None");
  if (name === "headers" && mayHoldNone(value, infer)) moving.notes.add("a header that is None raises an error");
  if (name === "data" && bodyKind(value, infer) !== "form" && !statesContentType(value, infer))
    moving.notes.add("text and bytes are sent with a content type");
  if (SAME.has(name)) return [`${name}=${value.text}`];
  if (name === "params") {
    if (sentVariously(value, infer)) moving.notes.add("aiohttp takes no None and no booleans as params");
    return [`params=${value.text}`];
  }
  if (name === "verify" && value.kind === "true") return [];
  if (name === "verify" && value.kind === "false") return ["ssl=False"];
  if (name === "auth" && value.kind === "tuple")
    return [`auth=${named(moving, "aiohttp.BasicAuth", value)}${value.text}`];
  throw new CannotMove(`the move to aiohttp does not know ${name}=`);
}

function timeoutOf(value: Node, moving: Moving): string {
  const origin = originOf(value, moving.context.infer);
  const timeout = named(moving, "aiohttp.ClientTimeout", value);
  if (value.kind === "tuple" && value.named.length === 2)
    return `${timeout}(sock_connect=${value.named[0]!.text}, sock_read=${value.named[1]!.text})`;
  if (origin.kind === "tuple") throw new CannotMove("its timeout is a pair");
  if (value.kind === "none") return `${timeout}(total=None)`;
  moving.notes.add("timeouts hold for a whole exchange");
  return `${timeout}(total=${value.text})`;
}

/** Whether the headers beside an argument say what the body is. */
function statesContentType(value: Node, infer: Infer): boolean {
  const headers = value
    .closest("argument_list")
    ?.named.find((argument) => argument.child("name")?.text === "headers")
    ?.child("value");
  return headers !== undefined && /\bcontent-type\b/i.test(originOf(headers, infer).text);
}
