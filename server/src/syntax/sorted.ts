/**
 * The first index below `length` for which a condition holds, or `length`; where it holds for one, it holds for all
 * behind.
 */
export function firstIndex(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The index of the last of ascending numbers that is at most `number`; -1 where none is. */
export function lastAtMost(numbers: readonly number[], number: number, length = numbers.length): number {
  return firstIndex(length, (index) => numbers[index]! > number) - 1;
}
