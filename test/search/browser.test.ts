import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import vm from "node:vm";
import { build, type Metafile } from "esbuild";
import * as eql from "../../src/eql.ts";

const entry = join(dirname(fileURLToPath(import.meta.url)), "../../src/eql.ts");

describe("eqlite/eql in a browser", () => {
  let code = "";
  let inputs: Metafile["inputs"] = {};

  before(async () => {
    const bundle = await build({
      entryPoints: [entry],
      bundle: true,
      write: false,
      metafile: true,
      platform: "browser",
      format: "iife",
      globalName: "eql",
      logLevel: "silent",
    });
    assert.deepEqual(bundle.warnings, []);
    code = bundle.outputFiles[0]!.text;
    inputs = bundle.metafile.inputs;
  });

  test("needs no module of Node, and reads no file", (context) => {
    const imports = Object.values(inputs).flatMap((input) => input.imports);
    assert.deepEqual(
      imports.filter(({ external, path }) => external || path.startsWith("node:")),
      [],
    );
    assert.ok(imports.length > 50);
    const packages = Object.keys(inputs).flatMap((path) => path.match(/node_modules\/([^/]+)/)?.slice(1) ?? []);
    assert.deepEqual([...new Set(packages)], ["re2js"]);
    context.diagnostic(`${Math.round(code.length / 1000)} kB before minifying`);
  });

  test("answers as in Node where there is nothing but the language", () => {
    const text = 'sequence by user.name with maxspan=1m [any where event.action : "fail*"] [any where n > 1]';
    const documents = [
      { _id: "1", _source: { "@timestamp": "2026-01-01T00:00:00Z", event: { action: "Failed" }, "user.name": "ana" } },
      { _id: "2", _source: { "@timestamp": "2026-01-01T00:00:10Z", n: 2, user: { name: "ana" } } },
    ];
    const bare = vm.createContext({});
    vm.runInContext(code, bare);
    for (const name of ["process", "Buffer", "require", "window"]) {
      assert.equal(vm.runInContext(`typeof ${name}`, bare), "undefined");
    }
    const script = `JSON.stringify(eql.search(${JSON.stringify(text)}, ${JSON.stringify(documents)}))`;
    assert.equal(vm.runInContext(script, bare), JSON.stringify(eql.search(text, documents)));
    assert.equal(eql.search(text, documents).hits.total.value, 1);
    const refused = "try { eql.compile('any where nope == 1') } catch (error) { error.message }";
    assert.match(vm.runInContext(refused, bare), /^error\[EQL101\]: unknown column \[nope\]/);
  });

  test("has the same names", () => {
    const bare = vm.createContext({});
    vm.runInContext(code, bare);
    assert.equal(vm.runInContext("Object.keys(eql).sort().join()", bare), Object.keys(eql).sort().join());
  });
});
