import type { Library } from "./row";

export const cpuRows: Library = { rows: [] };
