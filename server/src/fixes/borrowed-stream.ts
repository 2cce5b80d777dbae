import { matchArguments } from "../model/arguments";
import { ownNodes } from "../model/definitions";
import type { Infer } from "../model/infer";
import { libraryRow } from "../model/library/index";
import { rememberedAsInferred } from "../model/remembered";
import { ASSIGNMENTS } from "../syntax/node-kinds";
import type { Node } from "../syntax/tree";
import type { Threaded } from "./threaded";

const IN_MEMORY = /^io\.(?:BytesIO|StringIO)$/;

/**
 * An open file of the caller that a thread reads or writes, in words that end a sentence: a caller that opened it by
 * `with` closes it as the task is cancelled, and the thread goes on. A function that a decorator registers is called by
 * a framework, which lets it run to its end as a rule.
 */
export function usesStreamOfCaller({ first, last }: Threaded, infer: Infer): string | undefined {
  const function_ = first.closest("function_definition");
  if (function_ === undefined || function_.parent?.kind === "decorated_definition") return undefined;
  for (let node: Node | undefined = first; node !== undefined; node = node === last ? undefined : node.next) {
    for (const part of node.subtree()) {
      const streams = part.kind === "call" ? streamsOf(part, infer) : [];
      const stream = streams.find((one) => givenTo(function_, infer).hold(one));
      if (stream !== undefined)
        return `a cancellation lets the caller close ${stream.text} while the thread still works with it`;
    }
  }
  return undefined;
}

/** The open files that a call reads or writes. */
function streamsOf(call: Node, infer: Infer): readonly Node[] {
  const row = infer.row(call);
  const object = call.child("function")?.child("object");
  if (row?.streams !== undefined) {
    const { values } = matchArguments(call, row.parameters ?? []);
    return row.streams.flatMap((parameter) => values.get(parameter) ?? []);
  }
  const type = row?.blocks === "file" && object !== undefined ? infer.instanceOf(object) : undefined;
  return type !== undefined && libraryRow(type)?.file === true ? [object!] : [];
}

/** The names of a function that hold what its caller gave, or what somebody else made of that. */
class GivenNames {
  readonly #names: Set<string>;

  constructor(
    function_: Node,
    readonly infer: Infer,
  ) {
    this.#names = new Set(
      (function_.child("parameters")?.named ?? []).map(
        (parameter) => (parameter.child("name") ?? parameter.named[0] ?? parameter).text,
      ),
    );
    this.#names.delete("self");
    for (const assignment of ownNodes(function_, ASSIGNMENTS)) {
      const left = assignment.child("left");
      const right = assignment.child("right");
      if (left?.kind !== "identifier" || right === undefined) continue;
      const isOwn = right.kind === "call" && infer.row(right) !== undefined;
      if (
        !isOwn &&
        [...right.descendants("identifier")].some((id) => this.#names.has(id.text) && id.field !== "attribute")
      )
        this.#names.add(left.text);
    }
  }

  hold(stream: Node): boolean {
    const type = this.infer.instanceOf(stream);
    if (type !== undefined && IN_MEMORY.test(type)) return false;
    let root: Node | undefined = stream;
    while (root?.kind === "attribute") root = root.child("object");
    return root?.kind === "identifier" && this.#names.has(root.text);
  }
}

const givenTo = rememberedAsInferred((function_, infer) => new GivenNames(function_, infer));
