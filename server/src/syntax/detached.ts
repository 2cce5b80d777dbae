/**
 * The same text in memory of its own. What is cut out of a longer text, or put together of such cuttings, keeps all of
 * that text in memory: what outlives a file must not.
 */
export function detached(text: string): string {
  // What is put together is written out as one text before it is cut.
  return ` ${text}`.slice(1);
}
