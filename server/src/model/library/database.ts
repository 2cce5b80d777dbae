import type { Library } from "./row";

export const databaseRows: Library = { rows: [] };
