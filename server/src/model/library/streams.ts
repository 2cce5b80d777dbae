import { functions } from "./define";
import type { Library } from "./row";

const REFERENCE = "https://docs.python.org/3/library";

/** Functions that read from or write to a file that somebody opened for them. */
export const streamRows: Library = {
  rows: [
    ...functions("json", "load", { parameters: ["fp"], withoutFile: "json.loads", source: `${REFERENCE}/json.html` }),
    ...functions("json", "dump", {
      parameters: ["obj", "fp"],
      withoutFile: "json.dumps",
      source: `${REFERENCE}/json.html`,
    }),
    ...functions("pickle", "load", {
      parameters: ["file"],
      withoutFile: "pickle.loads",
      source: `${REFERENCE}/pickle.html`,
    }),
    ...functions("pickle", "dump", {
      parameters: ["obj", "file"],
      withoutFile: "pickle.dumps",
      source: `${REFERENCE}/pickle.html`,
    }),
    ...functions("marshal", "load", {
      parameters: ["file"],
      withoutFile: "marshal.loads",
      source: `${REFERENCE}/marshal.html`,
    }),
    ...functions("yaml", "safe_load", {
      parameters: ["stream"],
      withoutFile: "yaml.safe_load",
      source: "https://pyyaml.org/wiki/PyYAMLDocumentation",
    }),
    ...functions("yaml", "dump", {
      parameters: ["data", "stream"],
      withoutFile: "yaml.dump",
      source: "https://pyyaml.org/wiki/PyYAMLDocumentation",
    }),
    ...functions("yaml", "safe_dump", {
      parameters: ["data", "stream"],
      withoutFile: "yaml.safe_dump",
      source: "https://pyyaml.org/wiki/PyYAMLDocumentation",
    }),
    ...functions("toml", "load", {
      parameters: ["f"],
      withoutFile: "toml.loads",
      source: "https://github.com/uiri/toml",
    }),
    ...functions("toml", "dump", {
      parameters: ["o", "f"],
      withoutFile: "toml.dumps",
      source: "https://github.com/uiri/toml",
    }),
  ],
};
