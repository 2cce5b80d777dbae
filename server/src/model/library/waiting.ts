import type { Library } from "./row";

export const waitingRows: Library = { rows: [] };
