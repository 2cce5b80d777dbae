import type { Settings } from "../config/settings";

/**
 * Characters to a megabyte: of the text, so that the editor and the command line say the same of a file, however it is
 * encoded.
 */
const MEGABYTE = 1_000_000;

/** Why a text is not to be looked at; undefined where it is. */
export function tooLarge(length: number, { maxFileSize }: Pick<Settings, "maxFileSize">): string | undefined {
  return length > maxFileSize * MEGABYTE ? `larger than the ${maxFileSize} MB that max-file-size allows` : undefined;
}
