import assert from "node:assert/strict";
import { test } from "node:test";
import { functions } from "../../../src/predicate/functions.ts";
import type { FunctionName } from "../../../src/predicate/predicate.ts";
import type { Value } from "../../../src/predicate/value.ts";

type Row = readonly [name: string, args: readonly Value[], expected: Value, floating?: readonly boolean[]];

/** Rows of eql facts §7 and of the documentation's examples; a `~` after the name ignores case. */
const rows: readonly Row[] = [
  ["add", [5, 2], 7],
  ["add", [5, 0.5], 5.5],
  ["add", [null, 2], null],
  ["add", ["5", 2], null],
  ["add", [2n ** 63n, 1], 2n ** 63n + 1n],
  ["add", [9007199254740991, 2], 9007199254740993n],
  ["subtract", [10, 2], 8],
  ["subtract", [-2, 4], -6],
  ["subtract", [9007199254740993n, 2], 9007199254740991],
  ["multiply", [-2, 2], -4],
  ["multiply", [2n ** 63n, 4], null],
  ["multiply", [0, -5], 0],
  ["divide", [4, 2], 2],
  ["divide", [83, 2], 41],
  ["divide", [-7, 2], -3],
  ["divide", [83, 2], 41.5, [false, true]],
  ["divide", [1.5, 2], 0.75],
  ["divide", [1, 0], null],
  ["divide", [1, 0], Number.POSITIVE_INFINITY, [true, false]],
  ["modulo", [10, 3], 1],
  ["modulo", [-10, 3], -1],
  ["modulo", [10, -3], 1],
  ["modulo", [10, 0], null],
  ["modulo", [5.5, 2], 1.5],

  ["between", ["welcome to event query language", " ", " "], "to"],
  ["between", ["welcome to event query language", " ", " ", true], "to event query"],
  ["between", ["welcome to event query language", " ", " ", false], "to"],
  ["between", ["abc", "x", "c"], ""],
  ["between", ["abc", "a", "x"], ""],
  ["between", ["abc", "", "c"], "abc"],
  ["between", ["abc", "a", ""], "abc"],
  ["between", ["", "a", "c"], ""],
  ["between", ["System Idle Process", "s", "e", true], "tem Idle Proc"],
  ["between~", ["System Idle Process", "S", "e"], "yst"],
  ["between", ["b-a", "a", "b", true], ""],
  ["between", [null, "a", "b"], null],
  ["between", ["abc", null, "c"], null],
  ["between", ["abc", "a", null], null],
  ["between", [5, "a", "c"], null],

  ["cidrMatch", ["192.168.152.12", "192.168.0.0/16"], true],
  ["cidrMatch", ["192.168.152.12", "192.168.0.0/16", "10.0.0.0/8"], true],
  ["cidrMatch", ["192.168.152.12", "10.128.0.0/9"], false],
  ["cidrMatch", ["10.1.2.3", "10.6.48.157/8"], true],
  ["cidrMatch", ["2001:db8::1", "2001:db8::/32"], true],
  ["cidrMatch", [null, "10.0.0.0/8"], null],
  ["cidrMatch", ["no address", "10.0.0.0/8"], null],
  ["cidrMatch", ["10.0.0.1", "nonsense"], null],
  ["cidrMatch", ["10.0.0.1", "nonsense", "10.0.0.0/8"], true],

  ["concat", ["process is ", "regsvr32.exe"], "process is regsvr32.exe"],
  ["concat", ["pid ", 42, " ", true], "pid 42 true"],
  ["concat", ["a", null], null],
  ["concat", ["x"], "x"],
  ["concat", [1.5, "/", 3], "1.5/3.0", [false, false, true]],

  ["endsWith", ["regsvr32.exe", ".exe"], true],
  ["endsWith", ["regsvr32.exe", ".EXE"], false],
  ["endsWith~", ["regsvr32.exe", ".EXE"], true],
  ["endsWith", ["", ""], true],
  ["endsWith", ["ntdll.dll", null], null],
  ["endsWith", [null, ".dll"], null],
  ["startsWith", ["regsvr32.exe", "regsvr32"], true],
  ["startsWith", ["regsvr32.exe", "REG"], false],
  ["startsWith~", ["Ärger", "ÄR"], true],
  ["startsWith", ["", ""], true],
  ["startsWith", [null, ""], null],

  ["indexOf", ["subdomain.elastic.co", "."], 9],
  ["indexOf", ["subdomain.elastic.co", ".", 10], 17],
  ["indexOf", ["subdomain.elastic.co", "D"], null],
  ["indexOf~", ["subdomain.elastic.co", "D"], 3],
  ["indexOf", ["subdomain.elastic.co", "d", -5], 3],
  ["indexOf", ["subdomain.elastic.co", "d", null], 3],
  ["indexOf", ["subdomain.elastic.co", ".", 20], null],
  ["indexOf", ["subdomain.elastic.co", "d", "1"], null],
  ["indexOf", [null, "."], null],
  ["indexOf", ["a.b", null], null],

  ["length", ["explorer.exe"], 12],
  ["length", [""], 0],
  ["length", ["😀"], 2],
  ["length", [null], null],
  ["length", [12], null],

  ["number", ["1337"], 1337],
  ["number", ["42.5"], 42.5],
  ["number", ["42.0"], 42],
  ["number", ["-7"], -7],
  ["number", [".5"], 0.5],
  ["number", ["0xdeadbeef", 16], 3735928559],
  ["number", ["7fffffffffffffff", 16], 9223372036854775807n],
  ["number", ["8000000000000000", 16], null], // beyond Java's long
  ["number", ["+314", 10], 314],
  ["number", ["1e3"], 1000],
  ["number", ["1E+3"], 1000],
  ["number", ["2.5d"], 2.5],
  ["number", ["1e"], null],
  ["number", ["5g"], null],
  ["number", ["0xbeef"], 48879],
  ["number", ["0xbeef", 16], 48879],
  ["number", ["beef", 16], 48879],
  ["number", ["0xbeef", 10], null],
  ["number", ["11", 2], 3],
  ["number", ["12", 2], null],
  ["number", ["12", null], 12],
  ["number", ["12", 1], null],
  ["number", ["12", 37], null],
  ["number", ["-80000000", 16], -2147483648],
  ["number", ["9223372036854775807"], 9223372036854775807n],
  ["number", ["99999999999999999999"], 1e20],
  ["number", ["1,000"], null],
  ["number", [""], null],
  ["number", ["no number"], null],
  ["number", [" 1\t"], 1],
  ["number", [" 1", 8], null],
  ["number", [null], null],
  ["number", [12], null],

  ["string", [42], "42"],
  ["string", [42.5], "42.5"],
  ["string", [3], "3.0", [true]],
  ["string", [1e10], "1.0E10", [true]],
  ["string", [0.0001], "1.0E-4"],
  ["string", [9007199254740993n], "9007199254740993"],
  ["string", ["regsvr32.exe"], "regsvr32.exe"],
  ["string", [true], "true"],
  ["string", [false], "false"],
  ["string", [null], null],

  ["stringContains", ["start regsvr32.exe", "regsvr32"], true],
  ["stringContains", ["start regsvr32.exe", "REGSVR32"], false],
  ["stringContains~", ["start regsvr32.exe", "REGSVR32"], true],
  ["stringContains", ["abc", ""], false],
  ["stringContains", ["", ""], false],
  ["stringContains", ["a*b", "*"], true], // on a computed value nothing is special
  ["stringContains", ["ab", "*"], false],
  ["stringContains", [null, "a"], null],
  ["stringContains", ["a", null], null],

  ["substring", ["start regsvr32.exe", 6], "regsvr32.exe"],
  ["substring", ["start regsvr32.exe", 0, 5], "start"],
  ["substring", ["start regsvr32.exe", 6, 14], "regsvr32"],
  ["substring", ["start regsvr32.exe", -4], ".exe"],
  ["substring", ["start regsvr32.exe", -4, -1], ".ex"],
  ["substring", ["abc", 2, 1], ""],
  ["substring", ["abc", -10, 10], "abc"],
  ["substring", ["abc", 1, -10], ""],
  ["substring", ["abc", null], "abc"],
  ["substring", ["abc", 1, null], "bc"],
  ["substring", ["", 1], ""],
  ["substring", ["abc", 1.9], "bc"],
  ["substring", ["abc", "1"], null],
  ["substring", [null, 1], null],
];

for (const [written, args, expected, floating] of rows) {
  test(`${written}(${args.map(String).join(", ")}) is ${String(expected)}`, () => {
    const name = written.replace("~", "") as FunctionName;
    const form = { ignoreCase: written.endsWith("~"), floating: floating ?? args.map(() => false) };
    assert.equal(functions[name].evaluate(args, form), expected);
  });
}

test("there are exactly the sixteen functions of Elasticsearch", () => {
  const names =
    "add subtract multiply divide modulo between cidrMatch concat endsWith indexOf length number startsWith string stringContains substring";
  assert.deepEqual(Object.keys(functions).sort(), names.split(" ").sort());
});

test("every function answers null to arguments of any wrong type, and never throws", () => {
  const odd: readonly Value[] = [null, true, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2n ** 70n, "", "\ud800"];
  for (const { evaluate, arity } of Object.values(functions)) {
    for (let count = arity.least; count <= Math.min(arity.most, 4); count++) {
      for (const value of odd) evaluate(new Array<Value>(count).fill(value), { ignoreCase: true, floating: [] });
    }
  }
});
