import * as fs from "node:fs";
import * as path from "node:path";
import { type Machine, machineText } from "./machine";
import { render } from "./report";
import type { Table } from "./table";

const FILE = path.resolve(import.meta.dirname, "../docs/PERFORMANCE.md");
const SECTION = /(<!-- bench:begin -->\n)[\s\S]*?(<!-- bench:end -->)/;

/** The page with what was measured in the place of what had been. */
export function withMeasurements(page: string, machine: Machine, tables: readonly Table[]): string {
  if (!SECTION.test(page)) throw new Error("docs/PERFORMANCE.md: no <!-- bench:begin --> and <!-- bench:end -->");
  const text = `${machineText(machine)}\n\n${tables.map(render).join("\n")}`;
  return page.replace(SECTION, (_, begin: string, end: string) => `${begin}${text}${end}`);
}

export function writeDocs(machine: Machine, tables: readonly Table[]): void {
  fs.writeFileSync(FILE, withMeasurements(fs.readFileSync(FILE, "utf8"), machine, tables));
}
