import type { ScanProgress } from "../io/scan.ts";
import { byteSize, count } from "./layout.ts";
import type { Output } from "./output.ts";

/** A line on a terminal's stderr that is written over; nothing at all elsewhere. */
export function progressLine(stream: Output): { show: (progress: ScanProgress) => void; clear: () => void } {
  if (!stream.isTTY) return { show: () => {}, clear: () => {} };
  let shownMs = 0;
  let isShown = false;
  const startMs = performance.now();
  return {
    show: ({ files, totalFiles, bytes, records }) => {
      const now = performance.now();
      if (now - shownMs < 100) return;
      shownMs = now;
      isShown = true;
      const rate = records / Math.max(0.001, (now - startMs) / 1000);
      stream.write(
        `\r\x1b[2KReading ${count(files)}/${count(totalFiles)} files · ${byteSize(bytes)} · ${count(Math.round(rate))} records/s`,
      );
    },
    clear: () => {
      if (isShown) stream.write("\r\x1b[2K");
    },
  };
}
