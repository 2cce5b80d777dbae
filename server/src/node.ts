import { serveNode } from "./lsp/node-host";

serveNode();
