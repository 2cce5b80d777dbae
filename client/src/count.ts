/** A number with what is counted. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number === 0 ? "No" : number} ${number === 1 ? one : many}`;
}
