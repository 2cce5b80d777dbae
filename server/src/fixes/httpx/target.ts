import { HTTP_CLIENTS, type HttpClient } from "../../config/configuration";
import { isUsedAt } from "../imported";
import type { Node } from "../../syntax/tree";
import type { MoveContext } from "./moving";

/**
 * The async client that a file's requests are moved to: the user's choice, what the file imports, what the project has.
 */
export function httpClientFor(at: Node, context: MoveContext): HttpClient {
  const { httpClient, dependencies } = context.settings;
  if (httpClient !== "auto") return httpClient;
  const imported = HTTP_CLIENTS.find((client) => isUsedAt(context, client, at));
  return imported ?? HTTP_CLIENTS.find((client) => dependencies?.includes(client)) ?? "httpx";
}
