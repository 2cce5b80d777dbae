import type { RuleContext } from "../../contract";
import type { Node } from "../../../syntax/tree";
import { dealsInDatagrams } from "../values/datagrams";
import { keywordNamed, type NetworkCall } from "./network-call";
import { bindingsOf, heldBy } from "../values/origin";

const OWN_HOST = /^\(?(["'])(?:localhost|127\.0\.0\.1|::1)\1/;
const OWN_URL = /^https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?:[:/]|$)/;

/** Whether a host, or the address that begins with one, is this machine, as it is written there. */
export function isOwnHost(address: Node | undefined): boolean {
  return OWN_HOST.test(address?.text ?? "");
}

/** Names behind names are followed so far. */
const MAX_NAMES = 4;

/**
 * Whether a socket is connected to this machine, where one end takes the connection at once or refuses it; or is one of
 * datagrams, which nobody has to take.
 */
export function connectsAtOnce({ call, row, positional }: NetworkCall): boolean {
  if (!isConnection(row)) return false;
  const function_ = call.closest("function_definition");
  return isOwnHost(positional[0]) || (function_ !== undefined && dealsInDatagrams(function_));
}

/** What the address is called that a program listens on itself. */
const OWN_ADDRESS = /(?:^|_)(?:bind|console|listen|local|loopback|own)_?(?:addr|address|host|ip)$/;

/**
 * Whether a connection goes to what runs on this machine, at least where nothing else was said: the address is one that
 * is listened on here, or the function puts the one of this machine in its place.
 */
export function connectsToOwn({ row, positional, keywords }: NetworkCall, context: RuleContext): boolean {
  if (!isConnection(row)) return false;
  const named = keywords.find((keyword) => keyword.child("name")?.text === "host")?.child("value");
  // A protocol comes first where the loop is asked.
  const given = named ?? positional.find((one) => one.kind !== "lambda");
  const host = given?.kind === "tuple" ? given.named[0] : given;
  if (host === undefined) return false;
  if (OWN_ADDRESS.test((host.child("attribute") ?? host).text)) return true;
  if (host.kind !== "identifier") return false;
  return bindingsOf(host, context).some(({ source }) => source.kind === "expression" && isOwnHost(source.value));
}

function isConnection(row: NetworkCall["row"]): boolean {
  return row.unlimited === "connect" || row.unlimited === "socket" || row.waitsFor === "the connection";
}

/** Whether a request goes to a server on this machine, as its address says that nobody can change. */
export function asksOwnHost(call: NetworkCall, context: RuleContext): boolean {
  const url = keywordNamed(call, "url")?.child("value");
  return [url, ...call.positional.slice(0, 2)].some((one) => one !== undefined && OWN_URL.test(startOf(one, context)));
}

/** How a text begins, as far as that is written: `http://localhost:8001` of `f"{self.url}/search"`. */
function startOf(text: Node, context: RuleContext): string {
  let node: Node | undefined = text;
  for (let names = 0; node !== undefined && names <= MAX_NAMES;) {
    switch (node.kind) {
      case "string": {
        const first: Node | undefined = node.named.find(
          (part) => part.kind === "string_content" || part.kind === "interpolation",
        );
        if (first?.kind !== "interpolation") return first?.text ?? "";
        node = first.named[0];
        break;
      }
      case "concatenated_string":
      case "parenthesized_expression":
        node = node.named[0];
        break;
      case "binary_operator":
        node = node.child("left");
        break;
      case "identifier":
      case "attribute":
        node = heldBy(node, context);
        names++;
        break;
      default:
        return "";
    }
  }
  return "";
}
