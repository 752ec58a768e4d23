import type { Random } from "./random.ts";

/** Longest input that mutating makes. */
const longest = 64 << 10;

const bytes = [0, 0x0a, 0x0d, 0x1f, 0x22, 0x27, 0x2c, 0x3a, 0x5b, 0x5c, 0x5d, 0x7b, 0x7d, 0x7f, 0x80, 0xff];

/** A changed copy of an input: one to eight flips, cuts, repetitions, transplants from another input, words of a list. */
export function mutate(input: Buffer, other: Buffer, words: readonly string[], random: Random): Buffer {
  let result = input;
  for (let times = 1 + random.below(8); times > 0; times--) result = change(result, other, words, random);
  return result.subarray(0, longest);
}

function change(input: Buffer, other: Buffer, words: readonly string[], random: Random): Buffer {
  const at = random.below(input.length + 1);
  const end = Math.min(input.length, at + 1 + random.below(random.of([1, 4, 40, 4000])));
  switch (random.below(8)) {
    case 0:
      return splice(input, at, end, Buffer.of(random.of(bytes)));
    case 1:
      return splice(input, at, at + 1, Buffer.of((input[at] ?? 0) ^ (1 << random.below(8))));
    case 2:
      return splice(input, at, end, Buffer.alloc(0));
    case 3:
      return input.subarray(0, at);
    case 4:
      return splice(input, at, at, repeated(input.subarray(at, end), 1 + random.below(30)));
    case 5: {
      const from = random.below(other.length + 1);
      return splice(input, at, end, other.subarray(from, from + random.below(400)));
    }
    default:
      return splice(input, at, random.of([at, end]), Buffer.from(random.of(words)));
  }
}

function splice(input: Buffer, start: number, end: number, by: Buffer): Buffer {
  return Buffer.concat([input.subarray(0, start), by, input.subarray(end)]);
}

function repeated(piece: Buffer, times: number): Buffer {
  return Buffer.concat(Array.from({ length: times }, () => piece));
}
