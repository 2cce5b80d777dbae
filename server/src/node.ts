import { serveNode } from "./lsp/node-host";

serveNode("command line");
