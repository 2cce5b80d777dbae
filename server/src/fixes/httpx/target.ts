import { HTTP_CLIENTS, type HttpClient } from "../../config/configuration";
import { isUsedAt } from "../imported";
import { isInstalled } from "../new-library";
import type { Node } from "../../syntax/tree";
import type { MoveContext } from "./moving";

/**
 * The async client that a file's requests are moved to: the user's choice, what the file imports, what the project has.
 */
export function httpClientFor(at: Node, context: MoveContext): HttpClient {
  const { settings } = context;
  const { httpClient, dependencies } = settings;
  if (httpClient !== "auto") return httpClient;
  const imported = HTTP_CLIENTS.find((client) => isUsedAt(context, client, at));
  if (imported !== undefined) return imported;
  const declared = HTTP_CLIENTS.find((client) => dependencies?.includes(client));
  return declared ?? HTTP_CLIENTS.find((client) => isInstalled(client, settings)) ?? "httpx";
}
