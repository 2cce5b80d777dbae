/** Reads all Python files below the working directory and does nothing with them: no scan in Node can be faster. */
import * as fs from "node:fs";
import * as path from "node:path";

const folders = ["."];
for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) folders.push(file);
    else if (entry.name.endsWith(".py")) fs.readFileSync(file);
  }
}
