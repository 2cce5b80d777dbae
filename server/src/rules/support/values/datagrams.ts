import { ownNodes } from "../../../model/definitions";
import { IDENTIFIERS } from "../../../syntax/node-kinds";
import type { Node } from "../../../syntax/tree";

/**
 * Whether a function deals with datagrams alone, by the kind of sockets that it names: to connect such a one says where
 * they go, and waits for nobody.
 */
export function dealsInDatagrams(function_: Node): boolean {
  const named = new Set([...ownNodes(function_, IDENTIFIERS)].map(({ text }) => text));
  return named.has("SOCK_DGRAM") && !named.has("SOCK_STREAM");
}
