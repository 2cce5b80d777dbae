import type { Library } from "./row";

const LIBRARY_REFERENCE = "https://docs.python.org/3/library";

export const asyncioRows: Library = {
  rows: [
    { name: "asyncio.sleep", is: "function", parameters: ["delay", "result"], use: "await", source: `${LIBRARY_REFERENCE}/asyncio-task.html#asyncio.sleep` },
  ],
};
