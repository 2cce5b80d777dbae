import { canAwait, awaited } from "../awaiting";
import type { Node } from "../../syntax/tree";
import { CannotMove, type Moving } from "./moving";
import { RENAMED_MEMBERS, SAME_MEMBERS } from "./requests-facts";
import { testTruth, truthTest } from "./truth";
import { linesAreText } from "./lines";

/** How the body of a streamed response is read: as a whole, bit by bit, or (which httpx can't) both ways. */
export interface Reading {
  whole: boolean;
  piecewise: boolean;
}

/** How a response comes to where it is used. */
export interface ResponseUse {
  /** What is found out of how its body is read; for a streamed one. */
  readonly reading?: Reading;
  /** Read bit by bit, within `async with client.stream(...)`. */
  readonly streamed: boolean;
  /** Whether the variable may hold None instead. */
  readonly optional: boolean;
  /** Whether the use runs at another time: in a function or generator within. */
  readonly nested: boolean;
}

/** Members that are read by another name at most: nothing is written around them, as `str(...)` is around a url. */
const READ_AS_THEY_ARE: ReadonlySet<string> = new Set([
  "json",
  "text",
  "content",
  "status_code",
  "headers",
  "raise_for_status",
]);

/** Whether a member of a response is read on the spot, and `Responses` writes nothing around that. */
export function isReadAsItIs({ parent }: Node): boolean {
  return parent?.kind === "attribute" && READ_AS_THEY_ARE.has(parent.child("attribute")?.text ?? "");
}

/** Rewrites what is done with responses, and remembers what else must know of it. */
export class Responses {
  /** Calls of `.json()`, whose errors are no longer the library's. */
  readonly jsonCalls: Node[] = [];
  /** Whether `.raise_for_status()` is called. */
  checksStatus = false;
  /** Responses as they are given to functions: the arguments. */
  readonly handedTo: Node[] = [];

  /** @param isTaken whether what an argument is given to is moved as well */
  constructor(
    readonly moving: Moving,
    readonly isTaken: (argument: Node) => boolean = () => false,
  ) {}

  /** @throws CannotMove where httpx has nothing for what is done with it */
  convert(expression: Node, use: ResponseUse): void {
    let node = expression;
    for (let parent = node.parent; parent !== undefined; node = parent, parent = node.parent) {
      switch (parent.kind) {
        case "parenthesized_expression":
        case "named_expression":
          continue;
        case "conditional_expression":
          if (parent.named[1] === node) return this.#truth(node, use);
          continue;
        case "boolean_operator":
          if (node.field !== "right" || truthTest(node) !== undefined) return this.#truth(node, use);
          continue;
        case "attribute":
          return this.#member(parent, use);
        case "expression_statement":
        case "comparison_operator":
        case "as_pattern":
        case "with_item":
          return;
        case "assignment":
          if (parent.child("left")?.kind === "identifier") return this.#alias(parent, expression);
          if (parent.child("left")?.kind.endsWith("_list") === true) throw new CannotMove("its response is unpacked");
          return this.#handOn(use);
        case "expression_list":
        case "tuple":
          if (parent.parent?.kind === "assignment" && parent.field === "right") continue;
          return this.#handOn(use);
        case "argument_list":
          return this.#argument(node, parent.parent!, use);
        case "for_statement":
        case "for_in_clause":
          throw new CannotMove("an httpx response can't be iterated itself");
        default:
          if (this.moving.from === "requests" && truthTest(node) !== undefined) return this.#truth(node, use);
          return this.#handOn(use);
      }
    }
  }

  #argument(node: Node, call: Node, use: ResponseUse): void {
    switch (this.moving.context.infer.callee(call)) {
      case "isinstance":
        return;
      case "contextlib.closing":
        throw new CannotMove("closing() would close an async response as if it were a plain one");
      case "bool":
        if (this.moving.from === "requests") return this.#boolCall(call, node);
        break;
      default:
    }
    this.handedTo.push(node);
    if (!this.isTaken(node) || use.streamed) this.#handOn(use);
  }

  #handOn(use: ResponseUse): void {
    if (use.streamed) throw new CannotMove("the streamed response is handed on");
    if (this.moving.from === "requests")
      this.moving.notes.add(
        `what is handed on is an ${this.moving.to}.Response, without ok, reason and iter_content()`,
      );
  }

  #alias(assignment: Node, expression: Node): void {
    // The call itself is what gives the name its value; any other name would be a second one for the response.
    if (expression.kind === "call" || expression.kind === "await") return;
    throw new CannotMove(`the response also goes by the name ${assignment.child("left")!.text}`);
  }

  #truth(node: Node, use: ResponseUse): void {
    if (this.moving.from === "requests") testTruth(node, use.optional, this.moving);
  }

  #boolCall(call: Node, response: Node): void {
    const { rewriter } = this.moving;
    rewriter.replaceRange(call.start, response.start, response.kind === "identifier" ? "not " : "not (");
    rewriter.replaceRange(response.end, call.end, response.kind === "identifier" ? ".is_error" : ").is_error");
  }

  #member(access: Node, use: ResponseUse): void {
    const name = access.child("attribute")!;
    const call = access.parent?.kind === "call" && access.field === "function" ? access.parent : undefined;
    if (name.text === "json" && call !== undefined) this.jsonCalls.push(call);
    if (name.text === "close" && call !== undefined) return this.#close(name, call);
    if (use.streamed && ["text", "content", "json"].includes(name.text)) {
      if (use.nested) throw new CannotMove("the streamed response is read somewhere else");
      if (use.reading !== undefined) use.reading.whole = true;
      return;
    }
    if (this.moving.from === "requests") return this.#requestsMember(access, name, call, use);
    if (name.text.startsWith("iter_") && use.streamed && call !== undefined)
      return this.#iterate(name, `a${name.text}`, call, use);
    if (name.text === "read" && use.streamed && call !== undefined) return this.#await(name, "aread", call);
  }

  #close(name: Node, call: Node): void {
    this.#await(name, "aclose", call);
  }

  #await(name: Node, method: string, call: Node): void {
    if (!canAwait(call)) throw new CannotMove(`${name.text}() stands where nothing can be awaited`);
    const [before, after] = awaited(call, "\0").split("\0") as [string, string];
    this.moving.rewriter.insertBefore(call, before).replace(name, method);
    if (after !== "") this.moving.rewriter.insertAfter(call, after);
  }

  #requestsMember(access: Node, name: Node, call: Node | undefined, use: ResponseUse): void {
    const { rewriter, notes } = this.moving;
    const renamed = RENAMED_MEMBERS.get(name.text);
    if (renamed !== undefined) {
      rewriter.replace(name, renamed);
      return;
    }
    switch (name.text) {
      case "ok":
        return this.#ok(access, name);
      case "url":
        return this.#url(access);
      case "text":
        notes.add("text without a charset is read as UTF-8");
        return;
      case "headers":
        if (!readsOne(access)) notes.add("names of headers are lower-case when they are listed");
        return;
      case "cookies":
        return this.#cookies(access);
      case "request":
        return this.#request(access);
      case "next":
        rewriter.replace(name, "next_request");
        if (access.parent?.kind === "attribute") this.#request(access);
        return;
      case "history":
        if (!readsSteps(access)) notes.add(`the responses of history are ${this.moving.to}'s, whose url is no str`);
        return;
      case "encoding":
        if (access.parent?.kind !== "assignment" || access.field !== "left")
          notes.add("text without a charset is read as UTF-8");
        return;
      case "raise_for_status":
        this.checksStatus = true;
        return;
      case "iter_content":
        return this.#iterContent(name, call, use);
      case "iter_lines":
        return this.#iterLines(name, call, use);
      default:
        if (!SAME_MEMBERS.has(name.text)) throw new CannotMove(`an httpx response has no ${name.text}`);
        if (access.parent?.kind === "assignment" && access.field === "left")
          throw new CannotMove(`${access.text} is assigned`);
    }
  }

  #ok(access: Node, name: Node): void {
    const { rewriter } = this.moving;
    rewriter.replace(name, "is_error");
    const parent = access.parent;
    if (parent?.kind === "not_operator") {
      rewriter.replaceRange(parent.start, access.start, "");
      return;
    }
    const tight =
      parent !== undefined &&
      ["comparison_operator", "attribute", "binary_operator", "unary_operator", "subscript"].includes(parent.kind);
    rewriter.insertBefore(access, tight ? "(not " : "not ");
    if (tight) rewriter.insertAfter(access, ")");
  }

  #url(access: Node): void {
    const parent = access.parent;
    const isFormatted = parent?.kind === "interpolation" && parent.named.length === 1;
    if (isFormatted || (parent?.kind === "argument_list" && this.moving.context.infer.callee(parent.parent!) === "str"))
      return;
    this.moving.rewriter.insertBefore(access, "str(").insertAfter(access, ")");
  }

  #cookies(access: Node): void {
    const outer = access.parent;
    if (outer?.kind === "attribute" && outer.child("attribute")?.text === "get_dict" && outer.parent?.kind === "call") {
      this.moving.rewriter.insertBefore(outer.parent, "dict(").replaceRange(access.end, outer.parent.end, ")");
    } else if (!readsOne(access)) {
      this.moving.notes.add("cookies are httpx.Cookies");
    }
  }

  #request(access: Node): void {
    const outer = access.parent;
    const member = outer?.kind === "attribute" ? outer.child("attribute") : undefined;
    if (outer === undefined || member === undefined) throw new CannotMove("the response's request is used as it is");
    if (member.text === "body") {
      this.moving.notes.add("the body of a request is bytes");
      this.moving.rewriter.replace(member, "content");
    } else if (member.text === "url") this.#url(outer);
    else if (!["method", "headers"].includes(member.text))
      throw new CannotMove(`an httpx request has no ${member.text}`);
  }

  #iterContent(name: Node, call: Node | undefined, use: ResponseUse): void {
    if (call === undefined) return this.#handOn(use);
    const args = call.child("arguments")!;
    const decoded = args.named[1] ?? args.named.find((one) => one.child("name")?.text === "decode_unicode");
    const size =
      args.named.find((one) => one !== decoded && one.kind !== "keyword_argument") ??
      args.named.find((one) => one.child("name")?.text === "chunk_size");
    const isText = decoded !== undefined && (decoded.child("value") ?? decoded).kind === "true";
    if (size === undefined) this.moving.notes.add("chunks come in the size they arrive in");
    const isNone = size !== undefined && (size.child("value") ?? size).kind === "none";
    this.moving.rewriter.replace(args, size === undefined || isNone ? "()" : `(${size.text})`);
    const method = isText ? "iter_text" : "iter_bytes";
    if (use.streamed) this.#iterate(name, `a${method}`, call, use);
    else this.moving.rewriter.replace(name, method);
  }

  #iterLines(name: Node, call: Node | undefined, use: ResponseUse): void {
    if (call === undefined) return this.#handOn(use);
    const args = call.child("arguments")!;
    const decoded = args.named.find((one) => one.child("name")?.text === "decode_unicode");
    if (args.named.some((one) => one.child("name")?.text === "delimiter"))
      throw new CannotMove("httpx can't split lines at a delimiter");
    if (args.named.length > 0) this.moving.rewriter.replace(args, "()");
    if (decoded?.child("value")?.kind !== "true") linesAreText(call, this.moving);
    if (use.streamed) this.#iterate(name, "aiter_lines", call, use);
  }

  #iterate(name: Node, method: string, call: Node, { reading }: ResponseUse): void {
    if (reading !== undefined) reading.piecewise = true;
    const loop = call.parent;
    const iterates = (loop?.kind === "for_statement" || loop?.kind === "for_in_clause") && call.field === "right";
    if (
      !iterates ||
      !canAwait(loop.kind === "for_statement" ? loop : call) ||
      loop.parent?.kind === "generator_expression"
    ) {
      throw new CannotMove("the streamed body is not read by a for loop of this function");
    }
    this.moving.rewriter.replace(name, method);
    this.moving.rewriter.insertBefore(loop, "async ");
  }
}

/** Whether only one entry of a mapping is read: `x.get(...)`, `x[...]`, `... in x`. */
function readsOne(mapping: Node): boolean {
  const parent = mapping.parent;
  if (parent?.kind === "subscript") return mapping.field === "value";
  if (parent?.kind === "comparison_operator") return true;
  return parent?.kind === "attribute" && parent.child("attribute")?.text === "get";
}

const COUNTS: ReadonlySet<string> = new Set(["len", "bool"]);

/** Whether the responses that led to one are only counted, or asked what httpx answers alike. */
function readsSteps(history: Node): boolean {
  const parent = history.parent;
  if (parent?.kind === "argument_list") return COUNTS.has(parent.parent?.child("function")?.text ?? "");
  if (parent?.kind === "subscript" && history.field === "value")
    return parent.parent?.kind === "attribute" && isPlain(parent.parent);
  const loops = (parent?.kind === "for_statement" || parent?.kind === "for_in_clause") && history.field === "right";
  const step = loops ? parent.child("left") : undefined;
  if (step?.kind !== "identifier") return truthTest(history) !== undefined;
  const within = parent!.kind === "for_statement" ? parent! : parent!.parent!;
  return [...within.descendants("identifier")].every(
    (id) =>
      id.text !== step.text ||
      id === step ||
      (id.parent?.kind === "attribute" && (id.field === "attribute" || isPlain(id.parent))),
  );
}

function isPlain(access: Node): boolean {
  return (
    ["status_code", "content", "json", "links"].includes(access.child("attribute")!.text) ||
    (access.child("attribute")!.text === "headers" && readsOne(access))
  );
}
