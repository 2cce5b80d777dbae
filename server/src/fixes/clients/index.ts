import type { HttpClient } from "../../config/configuration";
import { aiohttpClient } from "./aiohttp";
import type { Client } from "./client";
import { httpxClient } from "./httpx";

/** The clients that requests and sessions can be moved to. */
export const CLIENTS: Readonly<Record<HttpClient, Client>> = {
  httpx: httpxClient("httpx"),
  httpx2: httpxClient("httpx2"),
  aiohttp: aiohttpClient,
};
