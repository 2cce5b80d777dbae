import type { RuleContext } from "../../contract";
import { stringValue } from "../../../syntax/literals";
import type { Node } from "../../../syntax/tree";
import { heldBy } from "./origin";

const HOST = /^(?:localhost|127\.0\.0\.1|::1)$/;
/** 0.0.0.0 is where a server listens; who asks it comes to this machine too. */
const URL_OF_HOST = /^https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?:[:/]|$)/;

/** Whether a host, or the address that begins with one, is this machine, as it is written there. */
export function isThisMachine(address: Node | undefined): boolean {
  const host = address?.kind === "tuple" ? address.named[0] : address;
  return host !== undefined && HOST.test(stringValue(host) ?? "");
}

/** Whether a URL leads to this machine, as far as its beginning is known. */
export function leadsToThisMachine(url: Node, context: RuleContext): boolean {
  return URL_OF_HOST.test(startOf(url, context));
}

/** Names behind names are followed so far. */
const MAX_NAMES = 4;

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
