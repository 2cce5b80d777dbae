import { URI } from "vscode-uri";

/**
 * Undefined for what is no address, as `file:////work` is: a name without a scheme would else be taken for a file at
 * the top of the file system.
 */
export function parseUri(uri: string): URI | undefined {
  try {
    return URI.parse(uri, true);
  } catch {
    return undefined;
  }
}
