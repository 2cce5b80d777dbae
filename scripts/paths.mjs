// Where things lie. Everything here is a plain path; nothing is created.
import * as path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
export const dist = path.join(root, "dist");
export const examples = path.join(root, "examples");
export const results = path.join(root, "test-results");
/** Built things that are no part of the product: the bundled editor suite and its driver. */
export const cache = path.join(root, ".cache");
export const vsix = path.join(root, "python-async-skill.vsix");
/** What `npm start` and the pictures show first. */
export const firstExample = path.join("weather_digest", "sources.py");
