/** A name as a message can hold it, however long it is. */
export function briefly(name: string): string {
  return name.length <= 80 ? name : `${name.slice(0, 79)}…`;
}
