/** When a file that could not be checked is tried again. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Rest } from "../../server/src/lsp/rest";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("rests till its text has changed and the pause is over", () => {
  const rest = new Rest();
  expect(rest.textChanged()).toBeUndefined();
  rest.begin("it hangs", 1000);
  vi.advanceTimersByTime(400);
  expect(rest.textChanged()).toBe(600);
  expect(rest.reason).toBe("it hangs");
  vi.advanceTimersByTime(10_000);
  expect(rest.reason).toBe("it hangs");
  expect(rest.textChanged()).toBeUndefined();
  expect(rest.reason).toBeUndefined();
});

it("rests for longer each time that it was tried in vain", () => {
  const rest = new Rest();
  const pauses = Array.from({ length: 12 }, () => {
    rest.begin("it hangs", 1000);
    const pause = rest.textChanged();
    rest.end();
    return pause;
  });
  expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 64_000, 128_000, 256_000, 512_000, 600_000, 600_000]);
  rest.wasOfUse();
  rest.begin("it hangs", 1000);
  expect(rest.textChanged()).toBe(1000);
});
