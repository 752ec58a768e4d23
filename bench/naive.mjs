/** The plain way to look at a trail: gunzip each file whole, JSON.parse it, count records; one thread per worker. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { gunzipSync } from "node:zlib";

function files(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? files(path) : path.endsWith(".gz") ? [path] : [];
  });
}

if (isMainThread) {
  const [folder, workers] = process.argv.slice(2);
  const all = files(folder).sort((a, b) => statSync(b).size - statSync(a).size);
  const counter = new Int32Array(new SharedArrayBuffer(4));
  let records = 0;
  const threads = Array.from({ length: Number(workers) }, () => {
    const worker = new Worker(new URL(import.meta.url), { workerData: { all, counter } });
    worker.on("message", (count) => {
      records += count;
    });
    return new Promise((resolve, reject) => worker.on("exit", resolve).on("error", reject));
  });
  await Promise.all(threads);
  console.log(`${records} records`);
} else {
  const { all, counter } = workerData;
  let records = 0;
  for (let i = Atomics.add(counter, 0, 1); i < all.length; i = Atomics.add(counter, 0, 1)) {
    records += JSON.parse(gunzipSync(readFileSync(all[i])).toString("utf8")).Records.length;
  }
  parentPort.postMessage(records);
}
