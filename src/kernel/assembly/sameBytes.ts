// AssemblyScript: part of the module that scripts/generateScanner.mjs compiles.

/** Whether two stretches of memory hold the same bytes. */
export function standsAt(text: usize, length: i32, from: i32): bool {
  let i: i32 = 0;
  for (; i + 8 <= length; i += 8) if (load<u64>(text + i) != load<u64>(from + i)) return false;
  for (; i < length; i++) if (load<u8>(text + i) != load<u8>(from + i)) return false;
  return true;
}
