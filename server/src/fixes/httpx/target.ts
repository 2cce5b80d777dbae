import { isUsedAt } from "../imported";
import type { Node } from "../../syntax/tree";
import type { MoveContext } from "./moving";

const CLIENTS = ["httpx", "httpx2", "aiohttp"] as const;

/**
 * The async client that a file's requests are moved to: the user's choice, what the file imports, what the project has.
 */
export function httpClientFor(at: Node, context: MoveContext): (typeof CLIENTS)[number] {
  const { httpClient, dependencies } = context.settings;
  if (httpClient !== "auto") return httpClient;
  const imported = CLIENTS.find((client) => isUsedAt(context, client, at));
  return imported ?? CLIENTS.find((client) => dependencies?.includes(client)) ?? "httpx";
}
