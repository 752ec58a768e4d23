import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parse } from "../../../../src/language/eql/parser.ts";
import type { Diagnostic } from "../../../../src/text/diagnostic.ts";

/** Place and code, title, label and help, then the second place if there is one. */
function show({ code, message, labels, help }: Diagnostic): string {
  const [first, second] = labels.map(({ span, message: label }) => ({ at: `${span.start}-${span.end}`, label }));
  const also = second === undefined ? "" : ` | ${second.at} ${second.label}`;
  return `${first!.at} ${code} ${message} | ${first!.label} | ${help ?? ""}${also}`;
}

const refusals: Record<string, [text: string, diagnostics: string[]][]> = {
  samples: [
    [
      "sample [a where true] [c where true]",
      [
        "0-6 EQL064 a sample without a join key | its events must have something in common | write `sample by` and a field, or `by` behind each item",
      ],
    ],
    [
      "sample by x [a where true]",
      [
        "12-26 EQL065 a sample of 1 item | a sample has 2 to 5 | write each in brackets: `sample by host.id [process where true] [network where true]`",
      ],
    ],
    [
      "sample by x",
      [
        "0-11 EQL065 a sample of 0 items | a sample has 2 to 5 | write each in brackets: `sample by host.id [process where true] [network where true]`",
      ],
    ],
    [
      "sample",
      [
        "0-6 EQL065 a sample of 0 items | a sample has 2 to 5 | write each in brackets: `sample by host.id [process where true] [network where true]`",
      ],
    ],
    [
      "sample by x [a where 1] [b where 2] [c where 3] [d where 4] [e where 5] [f where 6]",
      [
        "72-83 EQL065 a sample of 6 items | a sample has 2 to 5 | write each in brackets: `sample by host.id [process where true] [network where true]`",
      ],
    ],
    [
      "sample by x with maxspan=5m [a where true] [c where true]",
      [
        "12-27 EQL066 a sample takes no `with maxspan` | a sample knows no order of time | remove it, or write a `sequence`",
      ],
    ],
    [
      "sample by x [a where true] with runs=2 [c where true]",
      [
        "27-38 EQL066 a sample takes no `with runs` | a sample knows no order of time | remove it, or write a `sequence`",
      ],
    ],
    [
      "sample by x [a where true] [c where true] until [d where true]",
      ["48-62 EQL066 a sample takes no `until` | a sample knows no order of time | remove it, or write a `sequence`"],
    ],
    [
      "sample by x ![a where true] [c where true]",
      [
        "12-14 EQL066 a sample takes no missing events | a sample knows no order of time | remove it, or write a `sequence`",
      ],
    ],
    [
      "sample by x [a where true] [c where true] | head 5",
      ["44-50 EQL066 a sample takes no pipes | a sample knows no order of time | remove it, or write a `sequence`"],
    ],
    [
      "sample by x with maxspan=5m ![a where true] with runs=3 [c where true] until [d where true] | tail 1",
      [
        "12-27 EQL066 a sample takes no `with maxspan` | a sample knows no order of time | remove it, or write a `sequence`",
        "28-30 EQL066 a sample takes no missing events | a sample knows no order of time | remove it, or write a `sequence`",
        "44-55 EQL066 a sample takes no `with runs` | a sample knows no order of time | remove it, or write a `sequence`",
        "77-91 EQL066 a sample takes no `until` | a sample knows no order of time | remove it, or write a `sequence`",
        "94-100 EQL066 a sample takes no pipes | a sample knows no order of time | remove it, or write a `sequence`",
      ],
    ],
    [
      "SAMPLE by x [a where true] [c where true]",
      ["0-6 EQL046 keyword `SAMPLE` in capitals | EQL keywords are lower case | write `sample`"],
    ],
    [
      "sample by x, [a where true] [c where true]",
      [
        "13-14 EQL021 expected a field to join by, found `[` |  | write `by` and field names, as in `by host.id, user.id`",
      ],
    ],
    [
      "sample by x [a where true] y [c where true]",
      ["27-28 EQL021 expected `[`, found `y` |  | each item of a sample stands in brackets: `[process where true]`"],
    ],
    [
      "sample where true",
      ['0-6 EQL015 `sample` is not an event category | a keyword of EQL | write `"sample" where`, or `any where`'],
    ],
    [
      "Sample [a where true] by x [b where true] by x",
      ["0-6 EQL046 keyword `Sample` in capitals | EQL keywords are lower case | write `sample`"],
    ],
  ],
  "missing events": [
    [
      "sequence [a where b] ![c where d]",
      [
        "21-23 EQL061 missing events need a maxspan | within which time must it be missing | write `with maxspan=…` at the top: `sequence … with maxspan=5m`",
      ],
    ],
    [
      "sequence by x ![c where d] [a where b]",
      [
        "14-16 EQL061 missing events need a maxspan | within which time must it be missing | write `with maxspan=…` at the top: `sequence … with maxspan=5m`",
      ],
    ],
    [
      "sequence with maxspan=5m ![a where b] ![c where d]",
      ["25-37 EQL062 a sequence of missing events alone | at least one event must be there | add an item without `!`"],
    ],
    [
      "sequence with maxspan=5m ![a where b] with runs=2",
      ["25-49 EQL062 a sequence of missing events alone | at least one event must be there | add an item without `!`"],
    ],
    [
      "sequence ![a where b]",
      ["9-21 EQL062 a sequence of missing events alone | at least one event must be there | add an item without `!`"],
    ],
    [
      "sequence with maxspan=5m [a where b] ! [c where d]",
      ["37-40 EQL060 `!` apart from its `[` | a missing event starts with `![` | write `![` without a space"],
    ],
    [
      "sequence with maxspan=5m [a where b] ![c where d",
      ["38-39 EQL023 unclosed bracket | opened here | close it with `]` | 48-48 `]` is missing here at the latest"],
    ],
    [
      "sequence with maxspan=5m [a where b] [c where d] until ![e where f]",
      ["55-56 EQL021 expected `[` after `until`, found `!` |  | remove the `!`: `until` names an event that is there"],
    ],
    [
      "sequence with maxspan=5m [a where (b ![c where d]",
      [
        "25-26 EQL023 unclosed bracket | opened here | close it with `]` | 36-36 `]` is missing here at the latest",
        "34-35 EQL023 unclosed parenthesis | opened here | close it with `)` | 36-36 `)` is missing here at the latest",
      ],
    ],
    [
      "sequence with maxspan=5m [a where b] not [c where d]",
      [
        "37-40 EQL021 expected `[`, found `not` |  | each step of a sequence stands in brackets: `[process where true]`",
      ],
    ],
    [
      "sequence with maxspan=5m [a where b] !c where d",
      ["37-38 EQL021 expected `[`, found `!` |  | each step of a sequence stands in brackets: `[process where true]`"],
    ],
    [
      "![a where b]",
      [
        "0-1 EQL021 expected `sequence` or an event category, found `!` |  | start with `sequence`, or remove the brackets",
      ],
    ],
  ],
  "refused by Elasticsearch": [
    [
      "any where a | count b",
      ["14-19 EQL033 pipe `count` is refused by Elasticsearch |  | remove it, or use a threshold rule"],
    ],
    [
      "any where a | filter b == 1",
      ["14-20 EQL033 pipe `filter` is refused by Elasticsearch |  | put the condition behind `where`"],
    ],
    [
      "any where a | sort b",
      ["14-18 EQL033 pipe `sort` is refused by Elasticsearch |  | remove it: results are in order of time"],
    ],
    [
      "any where a | unique b | unique_count c",
      [
        "14-20 EQL033 pipe `unique` is refused by Elasticsearch |  | remove it; a sequence `by` the field tells its values apart",
        "25-37 EQL033 pipe `unique_count` is refused by Elasticsearch |  | remove it, or use a threshold rule with cardinality",
      ],
    ],
    [
      "join by x [a where b] [c where d]",
      ["0-4 EQL035 `join` is not supported by Elasticsearch |  | write a `sequence by …`"],
    ],
    [
      "sequence [a where b] fork [c where d] fork=true",
      [
        "21-25 EQL036 `fork` is not supported by Elasticsearch |  | remove it",
        "38-47 EQL036 `fork` is not supported by Elasticsearch |  | remove it",
      ],
    ],
    [
      "process where child of [process where true]",
      [
        "14-22 EQL037 `child of` is not supported by Elasticsearch | process lineage was never part of Elasticsearch's EQL | compare `process.parent.*` fields, or write a `sequence by process.entity_id`",
      ],
    ],
    [
      "process where a and not descendant of [x where [y]] and b = 1",
      [
        "24-37 EQL037 `descendant of` is not supported by Elasticsearch | process lineage was never part of Elasticsearch's EQL | compare `process.parent.*` fields, or write a `sequence by process.entity_id`",
        "58-59 EQL039 operator `=` is not EQL | `=` stands only after `maxspan` and `runs` | write `==`",
      ],
    ],
    [
      'any where a[0] == "x" and b[1].c == 2',
      [
        "11-14 EQL038 array index | Elasticsearch's EQL has no array indexes | remove it: a comparison is true when any value of the array satisfies it",
        "27-30 EQL038 array index | Elasticsearch's EQL has no array indexes | remove it: a comparison is true when any value of the array satisfies it",
      ],
    ],
  ],
  pipes: [
    [
      "any where a | head",
      ["14-18 EQL063 pipe `head` takes exactly one argument, found 0 |  | write how many results to keep: `head 10`"],
    ],
    [
      "any where a | tail 1, 2, 3",
      ["14-26 EQL063 pipe `tail` takes exactly one argument, found 3 |  | write how many results to keep: `tail 10`"],
    ],
    [
      "any where a | head 5 6",
      ["21-22 EQL021 expected `|` or the end of the query, found `6` |  | a pipe takes one number, and nothing more"],
    ],
    [
      "any where a | head )",
      [
        '19-20 EQL021 expected a field, value or function, found `)` |  | write a comparison such as `process.name == "cmd.exe"`',
      ],
    ],
    [
      "any where a | head 5 |",
      [
        "22-22 EQL021 expected a pipe's name after `|`, found the end of the query |  | remove the `|`; write `or` for alternatives",
      ],
    ],
    ["any where a | HEAD 5", ["14-18 EQL034 unknown pipe `HEAD` |  | did you mean `head`?"]],
    [
      "any where a | limit 5",
      [
        "14-19 EQL034 unknown pipe `limit` |  | EQL has the pipes `head` and `tail` only; alternatives are written with `or`",
      ],
    ],
    [
      "any where a | sort b | head 5 | count",
      [
        "14-18 EQL033 pipe `sort` is refused by Elasticsearch |  | remove it: results are in order of time",
        "32-37 EQL033 pipe `count` is refused by Elasticsearch |  | remove it, or use a threshold rule",
      ],
    ],
    [
      "sequence [a where b] [c where d] | tail",
      ["35-39 EQL063 pipe `tail` takes exactly one argument, found 0 |  | write how many results to keep: `tail 10`"],
    ],
    ["any where a | haed 5", ["14-18 EQL034 unknown pipe `haed` |  | did you mean `head`?"]],
    [
      "any where a | b",
      [
        "14-15 EQL034 unknown pipe `b` |  | EQL has the pipes `head` and `tail` only; alternatives are written with `or`",
      ],
    ],
    [
      "any where a |",
      [
        "13-13 EQL021 expected a pipe's name after `|`, found the end of the query |  | remove the `|`; write `or` for alternatives",
      ],
    ],
    [
      "any where a | 5",
      ["14-15 EQL021 expected a pipe's name after `|`, found `5` |  | remove the `|`; write `or` for alternatives"],
    ],
  ],
  "operators of other languages": [
    [
      "any where a = 1",
      ["12-13 EQL039 operator `=` is not EQL | `=` stands only after `maxspan` and `runs` | write `==`"],
    ],
    [
      "any where a === 1 or b !== 2",
      [
        "12-15 EQL040 operator `===` is not EQL | EQL compares with two equals signs | write `==`",
        "23-26 EQL040 operator `!==` is not EQL | EQL compares with one equals sign here | write `!=`",
      ],
    ],
    ["any where a <> 1", ["12-14 EQL044 operator `<>` is not EQL | not an operator in EQL | write `!=`"]],
    [
      "any where a && b || c",
      [
        "12-14 EQL043 operator `&&` is not EQL | EQL writes logic in words | write `and`",
        "17-19 EQL043 operator `||` is not EQL | EQL writes logic in words | write `or`",
      ],
    ],
    ["any where a & b", ["12-13 EQL043 operator `&` is not EQL | EQL writes logic in words | write `and`"]],
    [
      "any where !a and !(b == 1)",
      [
        "10-11 EQL043 operator `!` is not EQL | EQL writes logic in words | write `not`",
        "17-18 EQL043 operator `!` is not EQL | EQL writes logic in words | write `not`",
      ],
    ],
    [
      'any where a not : "x"',
      ['12-17 EQL048 `not` cannot stand before `:` | only `in` and `in~` can be negated here | write `not a : "x"`'],
    ],
    [
      'any where a not like~ ("x", "y")',
      [
        '12-21 EQL048 `not` cannot stand before `like~` | only `in` and `in~` can be negated here | write `not a like~ ("x", "y")`',
      ],
    ],
    [
      'any where not a not regex "x"',
      [
        '16-25 EQL048 `not` cannot stand before `regex` | only `in` and `in~` can be negated here | write `not a regex "x"`',
      ],
    ],
    [
      "any where a AND b Or c",
      [
        "12-15 EQL046 keyword `AND` in capitals | EQL keywords are lower case | write `and`",
        "18-20 EQL046 keyword `Or` in capitals | EQL keywords are lower case | write `or`",
      ],
    ],
    [
      "any where NOT a and NOT (b) and not NOT c",
      [
        "10-13 EQL046 keyword `NOT` in capitals | EQL keywords are lower case | write `not`",
        "20-23 EQL046 keyword `NOT` in capitals | EQL keywords are lower case | write `not`",
        "36-39 EQL046 keyword `NOT` in capitals | EQL keywords are lower case | write `not`",
      ],
    ],
    [
      'any where a IN (1) and b NOT IN (2) and c LIKE "x"',
      [
        "12-14 EQL046 keyword `IN` in capitals | EQL keywords are lower case | write `in`",
        "25-28 EQL046 keyword `NOT` in capitals | EQL keywords are lower case | write `not`",
        "29-31 EQL046 keyword `IN` in capitals | EQL keywords are lower case | write `in`",
        "42-46 EQL046 keyword `LIKE` in capitals | EQL keywords are lower case | write `like`",
      ],
    ],
    ["PROCESS WHERE a", ["8-13 EQL046 keyword `WHERE` in capitals | EQL keywords are lower case | write `where`"]],
    [
      "SEQUENCE BY x WITH MAXSPAN=1m [a where b] [c where d] UNTIL [e WHERE f]",
      [
        "0-8 EQL046 keyword `SEQUENCE` in capitals | EQL keywords are lower case | write `sequence`",
        "9-11 EQL046 keyword `BY` in capitals | EQL keywords are lower case | write `by`",
        "14-18 EQL046 keyword `WITH` in capitals | EQL keywords are lower case | write `with`",
        "19-26 EQL046 keyword `MAXSPAN` in capitals | EQL keywords are lower case | write `maxspan`",
        "54-59 EQL046 keyword `UNTIL` in capitals | EQL keywords are lower case | write `until`",
        "63-68 EQL046 keyword `WHERE` in capitals | EQL keywords are lower case | write `where`",
      ],
    ],
    [
      "any where a is null",
      ["12-14 EQL021 expected `and`, `or` or the end of the query, found `is` |  | write `== null` or `!= null`"],
    ],
    [
      'any where a contains "x"',
      ['12-20 EQL021 expected `and`, `or` or the end of the query, found `contains` |  | write `: "*text*"`'],
    ],
    [
      "any where a == 1 == 2",
      [
        "17-19 EQL029 comparisons cannot be chained | a second comparison of the same value | join two comparisons with `and`",
      ],
    ],
    [
      'any where a : "x" : "y"',
      [
        "18-19 EQL029 comparisons cannot be chained | a second comparison of the same value | join two comparisons with `and`",
      ],
    ],
    [
      "any where 1 < a < 3",
      [
        "16-17 EQL029 comparisons cannot be chained | a second comparison of the same value | join two comparisons with `and`",
      ],
    ],
  ],
  strings: [
    ["any where a == 'x'", ['15-18 EQL005 string in single quotes | EQL strings stand in double quotes | write `"x"`']],
    [
      "any where a == 'it\\'s \"x\"'",
      ['15-26 EQL005 string in single quotes | EQL strings stand in double quotes | write `"it\'s \\"x\\""`'],
    ],
    ["any where a == 'x", ['15-17 EQL005 string in single quotes | EQL strings stand in double quotes | write `"x"`']],
    [
      'any where a == ?"x\\d"',
      ['15-21 EQL006 raw string written with `?"` | this form was removed from EQL | write `"""x\\d"""`'],
    ],
    [
      "any where a == ?'x'",
      ['15-19 EQL006 raw string written with `?\'` | this form was removed from EQL | write `"""x"""`'],
    ],
    [
      "any where a == “x” or b == ‘y’",
      [
        '15-18 EQL007 string in typographic quotes | `“` is not `"` | write `"x"`',
        '27-30 EQL007 string in typographic quotes | `‘` is not `"` | write `"y"`',
      ],
    ],
    ["any where a == “x", ['15-17 EQL007 string in typographic quotes | `“` is not `"` | write `"x"`']],
    [
      'any where a == "x',
      [
        '15-17 EQL002 unclosed string | no closing `"` on this line | close it with `"`; a string ends on the line it starts on',
      ],
    ],
    [
      'any where a == "x\nand b == 1',
      [
        '15-17 EQL002 unclosed string | no closing `"` on this line | close it with `"`; a string ends on the line it starts on',
      ],
    ],
    [
      'any where a == """x',
      [
        '15-19 EQL002 unclosed string | no closing `"""` on this line | close it with `"""`; a raw string ends on the line it starts on',
      ],
    ],
    [
      'any where a == "C:\\Windows\\x"',
      [
        '18-20 EQL003 unknown escape `\\W` | not an escape in EQL | write `\\\\W` for the backslash itself, or use a raw string: `"""\\W"""`',
        '26-28 EQL003 unknown escape `\\x` | not an escape in EQL | write `\\\\x` for the backslash itself, or use a raw string: `"""\\x"""`',
      ],
    ],
    [
      'any where a == "\\u{0}\\u{110000}\\u12\\u{1}\\u0000\\u{{41}}"',
      [
        "16-21 EQL004 bad Unicode escape `\\u{0}` | `\\u` takes exactly four hexadecimal digits, or two to eight in braces | write `\\u00e9` or `\\u{e9}`",
        "21-31 EQL004 bad Unicode escape `\\u{110000}` | Unicode ends at `10ffff` | write `\\u00e9` or `\\u{e9}`",
        "31-35 EQL004 bad Unicode escape `\\u12` | `\\u` takes exactly four hexadecimal digits, or two to eight in braces | write `\\u00e9` or `\\u{e9}`",
        "35-40 EQL004 bad Unicode escape `\\u{1}` | `\\u` takes exactly four hexadecimal digits, or two to eight in braces | write `\\u00e9` or `\\u{e9}`",
        "40-46 EQL004 bad Unicode escape `\\u0000` | the character zero cannot be written | write `\\u00e9` or `\\u{e9}`",
        "46-53 EQL004 bad Unicode escape `\\u{{41}` | `\\u` takes exactly four hexadecimal digits, or two to eight in braces | write `\\u00e9` or `\\u{e9}`",
      ],
    ],
    [
      'any where a == "x\\',
      [
        '15-18 EQL002 unclosed string | no closing `"` on this line | close it with `"`; a string ends on the line it starts on',
      ],
    ],
  ],
  "values without quotes": [
    [
      "any where a : b",
      ['14-15 EQL045 the value after `:` is not in quotes | EQL compares with quoted text | write `: "b"`'],
    ],
    [
      "any where a: b.c-d*",
      ['13-19 EQL045 the value after `:` is not in quotes | EQL compares with quoted text | write `: "b.c-d*"`'],
    ],
    [
      "any where a:*",
      ['12-13 EQL045 `: *` is not EQL | EQL compares with quoted text | write `a != null` for "has a value"'],
    ],
    [
      "any where a : *x*",
      ['14-17 EQL045 the value after `:` is not in quotes | EQL compares with quoted text | write `: "*x*"`'],
    ],
    [
      "any where a : (b or c)",
      [
        '15-16 EQL045 the value after `:` is not in quotes | EQL compares with quoted text | write `: "b"`',
        "17-19 EQL045 `or` inside a list | not EQL | separate values with commas: any one of them may match",
        '20-21 EQL045 the value after `:` is not in quotes | EQL compares with quoted text | write `: "c"`',
      ],
    ],
    [
      'any where a : ("b" or "c")',
      ["19-21 EQL045 `or` inside a list | not EQL | separate values with commas: any one of them may match"],
    ],
    [
      "any where a like b",
      ['17-18 EQL045 the value after `like` is not in quotes | EQL compares with quoted text | write `like "b"`'],
    ],
    [
      "any where a : C:\\x",
      [
        '14-18 EQL045 the value after `:` is not in quotes | EQL compares with quoted text | write `: "C:\\x"`',
        "16-17 EQL010 unexpected character `\\` | means nothing in EQL | remove it, or put it into a string",
      ],
    ],
    [
      "any where a : ?b or c : `d`",
      [
        "14-16 EQL051 the right side of `:` must be a constant | not a constant | compare with a text in double quotes",
        "24-27 EQL051 the right side of `:` must be a constant | not a constant | compare with a text in double quotes",
      ],
    ],
    [
      "any where a : -1",
      ["14-16 EQL051 the right side of `:` must be a constant | not a constant | compare with a text in double quotes"],
    ],
    [
      "any where a : concat(b)",
      ["14-23 EQL051 the right side of `:` must be a constant | not a constant | compare with a text in double quotes"],
    ],
    [
      "any where a:length() > 1",
      [
        "12-20 EQL051 the right side of `:` must be a constant | not a constant | write `length(a)` to call the function",
      ],
    ],
    [
      "any where a : ",
      [
        '13-13 EQL021 expected a value after `:`, found the end of the query |  | write a text in double quotes: `: "text"`',
      ],
    ],
    [
      "any where a : and b",
      ['14-17 EQL021 expected a value after `:`, found `and` |  | write a text in double quotes: `: "text"`'],
    ],
    [
      "any where a like (b",
      [
        "17-18 EQL023 unclosed parenthesis | opened here | close it with `)` | 19-19 `)` is missing here at the latest",
        '18-19 EQL045 the value after `like` is not in quotes | EQL compares with quoted text | write `like "b"`',
      ],
    ],
  ],
  lists: [
    ['any where a in "x"', ['15-18 EQL053 `in` needs a list in parentheses | not in parentheses | write `in ("x")`']],
    [
      "any where a in b",
      ['15-16 EQL021 expected `(`, found `b` |  | write the values in parentheses: `in ("a", "b")`'],
    ],
    [
      'any where a in ["x", "y"]',
      [
        '15-16 EQL054 list in square brackets | square brackets are for the items of a sequence | write the list in parentheses: `("a", "b")`',
      ],
    ],
    [
      'any where a : ["x"]',
      [
        '14-15 EQL054 list in square brackets | square brackets are for the items of a sequence | write the list in parentheses: `("a", "b")`',
      ],
    ],
    [
      "any where a in ()",
      [
        "15-17 EQL052 the list of `in` is empty | no value to compare with | write at least one value, or remove the condition",
      ],
    ],
    [
      "any where a : ()",
      [
        "14-16 EQL052 the list of `:` is empty | no value to compare with | write at least one value, or remove the condition",
      ],
    ],
    ["any where a in (1 2)", ["18-19 EQL021 expected `,` or `)`, found `2` |  | separate values with commas"]],
    [
      "any where a in (1,)",
      ["18-19 EQL021 expected a value after `,`, found `)` |  | remove the comma, or write a value behind it"],
    ],
    [
      "any where a in (1, 2",
      ["15-16 EQL023 unclosed parenthesis | opened here | close it with `)` | 20-20 `)` is missing here at the latest"],
    ],
    [
      "any where a in (1, 2]",
      [
        "15-16 EQL023 unclosed parenthesis | opened here | close it with `)` | 20-20 `)` is missing here at the latest",
        "20-21 EQL022 `]` closes nothing | no bracket is open here | remove it, or open one before it",
      ],
    ],
    [
      "any where a in (1 == 2 = 3)",
      [
        "23-24 EQL039 operator `=` is not EQL | `=` stands only after `maxspan` and `runs` | write `==`",
        "23-24 EQL029 comparisons cannot be chained | a second comparison of the same value | join two comparisons with `and`",
      ],
    ],
  ],
  names: [
    [
      "any where sequence == 1",
      [
        "10-18 EQL024 keyword `sequence` used as a field name | a keyword of EQL | put it in backquotes: `` `sequence` ``",
      ],
    ],
    [
      "any where a.any.b == 1",
      ["12-15 EQL024 keyword `any` used as a field name | a keyword of EQL | put it in backquotes: `` `any` ``"],
    ],
    [
      "any where until",
      [
        '10-15 EQL021 expected a field, value or function, found `until` |  | write a comparison such as `process.name == "cmd.exe"`',
      ],
    ],
    [
      'any where a.* : "x"',
      [
        "12-13 EQL055 wildcard in a field name | EQL compares one field at a time | name each field and join the comparisons with `or`",
      ],
    ],
    ["any where a. == 1", ["13-15 EQL021 expected a field name after `.`, found `==` |  | "]],
    [
      "any where a.1b == 2",
      ["11-14 EQL014 part of a field name starts with a digit | read as a number | put it in backquotes: `` .`1b` ``"],
    ],
    [
      "any where ? == 1",
      [
        "12-14 EQL021 expected a field name after `?`, found `==` |  | `?` stands before a field that may be unmapped, as in `?user.id`",
      ],
    ],
    ["any where ``", ["10-12 EQL012 empty field name |  | write the field's name between the backquotes"]],
    [
      "any where `a",
      [
        "10-12 EQL009 unclosed backquote | no closing backquote | close the field name with a backquote; a backquote within a name is doubled",
      ],
    ],
    [
      "any where f~",
      [
        "10-12 EQL013 `f~` is not a function call | `~` stands behind the name of a function that is called | write `f~(…)`, or remove the `~`",
      ],
    ],
    [
      "any where é == 1",
      [
        '10-11 EQL010 unexpected character `é` | means nothing in EQL | put a field name in backquotes, or a text in double quotes: "é"',
      ],
    ],
    [
      "?process where a",
      [
        "0-8 EQL047 an event category cannot be optional | `?` stands before fields only | write `process where`, or `any where`",
      ],
    ],
    [
      "`p` where a",
      [
        '0-3 EQL015 ``p`` is not an event category | a category is a name, a quoted text or `any` | write `"p" where`, or `any where`',
      ],
    ],
    [
      "until where a",
      ['0-5 EQL015 `until` is not an event category | a keyword of EQL | write `"until" where`, or `any where`'],
    ],
    [
      "1 where a",
      [
        '0-1 EQL015 `1` is not an event category | a category is a name, a quoted text or `any` | write `"1" where`, or `any where`',
      ],
    ],
    [
      "a.b where c",
      [
        "0-1 EQL028 missing `where` | an event query starts with a category and `where` | write `any where a.b where c`",
        "4-9 EQL021 expected `and`, `or` or the end of the query, found `where` |  | join conditions with `and` or `or`; compare with `==`, `:`, `in`, `like`",
      ],
    ],
  ],
  "brackets and ends": [
    [
      "any where (a",
      ["10-11 EQL023 unclosed parenthesis | opened here | close it with `)` | 12-12 `)` is missing here at the latest"],
    ],
    [
      "any where (a or (b and c)",
      ["10-11 EQL023 unclosed parenthesis | opened here | close it with `)` | 25-25 `)` is missing here at the latest"],
    ],
    [
      "any where f(a, b",
      ["11-12 EQL023 unclosed parenthesis | opened here | close it with `)` | 16-16 `)` is missing here at the latest"],
    ],
    ["any where a)", ["11-12 EQL022 `)` closes nothing | no bracket is open here | remove it, or open one before it"]],
    ["any where a]", ["11-12 EQL022 `]` closes nothing | no bracket is open here | remove it, or open one before it"]],
    [
      "any where (a]",
      [
        "10-11 EQL023 unclosed parenthesis | opened here | close it with `)` | 12-12 `)` is missing here at the latest",
        "12-13 EQL022 `]` closes nothing | no bracket is open here | remove it, or open one before it",
      ],
    ],
    [
      "sequence [a where b [c where d]",
      ["9-10 EQL023 unclosed bracket | opened here | close it with `]` | 19-19 `]` is missing here at the latest"],
    ],
    [
      "sequence [a where (b] [c where d]",
      ["18-19 EQL023 unclosed parenthesis | opened here | close it with `)` | 20-20 `)` is missing here at the latest"],
    ],
    [
      "sequence [a where b",
      ["9-10 EQL023 unclosed bracket | opened here | close it with `]` | 19-19 `]` is missing here at the latest"],
    ],
    [
      "any where a /* x",
      ["12-14 EQL008 unclosed comment | opened here | close it with `*/`; comments nest, so each `/*` needs one"],
    ],
    [
      "any where a /* x /* y */",
      ["12-14 EQL008 unclosed comment | opened here | close it with `*/`; comments nest, so each `/*` needs one"],
    ],
    [
      "any where a; b",
      ["11-12 EQL010 unexpected character `;` | means nothing in EQL | one query is one statement; remove it"],
    ],
    [
      "any where {a}",
      [
        "10-11 EQL010 unexpected character `{` | means nothing in EQL | braces are not used in EQL; write each condition in full",
        "12-13 EQL010 unexpected character `}` | means nothing in EQL | braces are not used in EQL; write each condition in full",
      ],
    ],
    [
      "any where a b",
      [
        "12-13 EQL021 expected `and`, `or` or the end of the query, found `b` |  | join conditions with `and` or `or`; compare with `==`, `:`, `in`, `like`",
      ],
    ],
    [
      "any where a any where b",
      [
        "12-15 EQL021 expected `and`, `or` or the end of the query, found `any` |  | join conditions with `and` or `or`; compare with `==`, `:`, `in`, `like`",
      ],
    ],
    [
      "sequence [a where b] [c where d] [e where f] x",
      ["45-46 EQL021 expected `[`, found `x` |  | each step of a sequence stands in brackets: `[process where true]`"],
    ],
    [
      "any where a == 1",
      [
        "11-12 EQL010 unexpected character U+00A0 | means nothing in EQL | write ordinary spaces; this one came from a document or a page",
      ],
    ],
    [
      "any where a # b",
      ["12-13 EQL010 unexpected character `#` | means nothing in EQL | remove it, or put it into a string"],
    ],
  ],
  "missing parts": [
    ["", ['0-0 EQL020 the query is empty |  | write a query such as `process where process.name == "cmd.exe"`']],
    ["  \n", ['0-0 EQL020 the query is empty |  | write a query such as `process where process.name == "cmd.exe"`']],
    [
      " // only\n",
      [
        '0-0 EQL020 the query holds nothing but comments |  | write a query such as `process where process.name == "cmd.exe"`',
      ],
    ],
    [
      "process",
      [
        "0-7 EQL028 missing `where` | an event query starts with a category and `where` | write `process where true` for every such event",
      ],
    ],
    [
      "any where",
      [
        '9-9 EQL021 expected a field, value or function, found the end of the query |  | write a comparison such as `process.name == "cmd.exe"`',
      ],
    ],
    [
      "any where a and",
      [
        '15-15 EQL021 expected a field, value or function, found the end of the query |  | write a comparison such as `process.name == "cmd.exe"`',
      ],
    ],
    [
      "any where or a",
      [
        '10-12 EQL021 expected a field, value or function, found `or` |  | write a comparison such as `process.name == "cmd.exe"`',
      ],
    ],
    [
      "any where a ==",
      [
        '14-14 EQL021 expected a field, value or function, found the end of the query |  | write a comparison such as `process.name == "cmd.exe"`',
      ],
    ],
    [
      "where a",
      [
        "0-5 EQL021 expected an event category before `where`, found `where` |  | write `any where` for events of every category",
      ],
    ],
    [
      'a.b == "x"',
      ['0-1 EQL028 missing `where` | an event query starts with a category and `where` | write `any where a.b == "x"`'],
    ],
    [
      "a: b AND c: (d or e)",
      [
        '0-1 EQL028 missing `where` | an event query starts with a category and `where` | write `any where a : "b" and c : ("d", "e")`',
        '3-4 EQL045 the value after `:` is not in quotes | EQL compares with quoted text | write `: "b"`',
        "5-8 EQL046 keyword `AND` in capitals | EQL keywords are lower case | write `and`",
        '13-14 EQL045 the value after `:` is not in quotes | EQL compares with quoted text | write `: "d"`',
        "15-17 EQL045 `or` inside a list | not EQL | separate values with commas: any one of them may match",
        '18-19 EQL045 the value after `:` is not in quotes | EQL compares with quoted text | write `: "e"`',
      ],
    ],
    [
      'process.name : "x" and b',
      [
        '0-7 EQL028 missing `where` | an event query starts with a category and `where` | write `any where process.name : "x" and b`',
      ],
    ],
    [
      "[a where b]",
      [
        "0-1 EQL021 expected `sequence` or an event category, found `[` |  | start with `sequence`, or remove the brackets",
      ],
    ],
    [
      "sequence",
      [
        "0-8 EQL050 a sequence without steps | a sequence needs at least two | write each step in brackets: `sequence [process where true] [network where true]`",
      ],
    ],
    [
      "sequence [a where b]",
      [
        "9-20 EQL050 a sequence of one step | a sequence needs at least two | add a second item, or drop `sequence` and the brackets",
      ],
    ],
    [
      "sequence by [a where b] [c where d]",
      [
        "12-13 EQL021 expected a field to join by, found `[` |  | write `by` and field names, as in `by host.id, user.id`",
      ],
    ],
    [
      "sequence a where b",
      ["9-10 EQL021 expected `[`, found `a` |  | each step of a sequence stands in brackets: `[process where true]`"],
    ],
    [
      "sequence [] [c where d]",
      [
        "10-11 EQL028 missing `where` | an event query starts with a category and `where` | write `any where true` for every event",
      ],
    ],
    [
      "sequence [a] [c where d]",
      [
        "10-11 EQL028 missing `where` | an event query starts with a category and `where` | write `a where true` for every such event",
      ],
    ],
    [
      "sequence [a where] [c where d]",
      [
        '17-18 EQL021 expected a field, value or function, found `]` |  | write a comparison such as `process.name == "cmd.exe"`',
      ],
    ],
    [
      "sequence [a where b], [c where d]",
      ["20-21 EQL021 expected `[`, found `,` |  | items follow each other without commas"],
    ],
    [
      "sequence [a where b] [c where d] until",
      ["38-38 EQL021 expected `[` after `until`, found the end of the query |  | write `until [process where true]`"],
    ],
    [
      "sequence [a where b] [c where d] until e where f",
      ["39-40 EQL021 expected `[` after `until`, found `e` |  | write `until [process where true]`"],
    ],
  ],
  with: [
    [
      "sequence with maxspan=5m by x [a where b] [c where d]",
      [
        "25-29 EQL041 `by` stands before `with`, not after | move this before `with` | write `sequence by … with maxspan=…`",
      ],
    ],
    [
      "sequence with maxspan=1.5h [a where b] [c where d]",
      ["22-26 EQL042 maxspan must be a whole number | decimals are refused by Elasticsearch | write `90m`"],
    ],
    [
      "sequence with maxspan=0.0001ms [a where b] [c where d]",
      [
        "22-30 EQL042 maxspan must be a whole number | decimals are refused by Elasticsearch | write a whole number of a smaller unit",
      ],
    ],
    [
      "sequence with maxspan=5 [a where b] [c where d]",
      [
        "22-23 EQL042 maxspan has no unit | seconds, minutes or what | write `5s`; units are `ms`, `s`, `m`, `h` and `d`",
      ],
    ],
    [
      "sequence with maxspan=5 by x [a where b] [c where d]",
      [
        "22-23 EQL042 maxspan has no unit | seconds, minutes or what | write `5s`; units are `ms`, `s`, `m`, `h` and `d`",
        "24-28 EQL041 `by` stands before `with`, not after | move this before `with` | write `sequence by … with maxspan=…`",
      ],
    ],
    [
      "sequence with maxspan=0s [a where b] [c where d]",
      [
        "22-24 EQL042 maxspan must be a positive number | at least `1ms` is needed | write a positive whole number and a unit: `5m`",
      ],
    ],
    [
      "sequence with maxspan=-5s [a where b] [c where d]",
      [
        "22-25 EQL042 maxspan must be a positive number | at least `1ms` is needed | write a positive whole number and a unit: `5m`",
      ],
    ],
    [
      "sequence with maxspan=5sec [a where b] [c where d]",
      ["22-26 EQL042 unknown unit `sec` in maxspan | not a unit of EQL | write `5s`"],
    ],
    [
      "sequence with maxspan=5M [a where b] [c where d]",
      ["22-24 EQL042 unknown unit `M` in maxspan | not a unit of EQL | write `5m`"],
    ],
    [
      "sequence with maxspan=5w [a where b] [c where d]",
      ["22-24 EQL042 unknown unit `w` in maxspan | not a unit of EQL | units are `ms`, `s`, `m`, `h` and `d`"],
    ],
    [
      'sequence with maxspan="5m" [a where b] [c where d]',
      [
        '22-26 EQL021 expected a duration after `maxspan=`, found `"5m"` |  | write a whole number and a unit: `with maxspan=5m`',
      ],
    ],
    [
      "sequence with maxspan==5m [a where b] [c where d]",
      ["21-23 EQL021 expected `=` after `maxspan`, found `==` |  | write `with maxspan=5m`"],
    ],
    [
      "sequence with maxspan 5m [a where b] [c where d]",
      ["22-23 EQL021 expected `=` after `maxspan`, found `5` |  | write `with maxspan=5m`"],
    ],
    [
      "sequence with maxspan [a where b] [c where d]",
      ["22-23 EQL021 expected `=` after `maxspan`, found `[` |  | write `with maxspan=5m`"],
    ],
    [
      "sequence with [a where b] [c where d]",
      ["14-15 EQL021 expected `maxspan` after `with`, found `[` |  | write `with maxspan=5m`"],
    ],
    [
      "sequence with runs=3 [a where b] [c where d]",
      [
        "14-18 EQL056 `with runs` cannot stand here | only `maxspan` can follow `with` here | write it behind an item: `[ … ] with runs=3`",
      ],
    ],
    [
      "sequence with maxspan=1m with maxspan=2m [a where b] [c where d]",
      ["25-40 EQL056 `with` stands twice |  | remove one of them"],
    ],
    [
      "sequence [a where b] [c where d] with maxspan=5m",
      [
        "33-48 EQL056 `with maxspan` behind an item | limits the whole sequence, not one step of it | write `sequence with maxspan=5m` before the first item | 8-8 it belongs here",
      ],
    ],
    [
      "sequence [a where b] with runs=3 by x",
      ["33-37 EQL041 `by` stands before `with`, not after | move this before `with` | write `[ … ] by … with runs=…`"],
    ],
    [
      "sequence [a where b] with runs=0",
      ["31-32 EQL049 runs must be a whole number from 1 to 100 |  | write `with runs=3`"],
    ],
    [
      "sequence [a where b] with runs=101",
      ["31-34 EQL049 runs must be a whole number from 1 to 100 |  | write `with runs=3`"],
    ],
    [
      "sequence [a where b] with runs=1.5",
      ["31-34 EQL049 runs must be a whole number from 1 to 100 |  | write `with runs=3`"],
    ],
    [
      "sequence [a where b] with runs=-1",
      ["31-33 EQL049 runs must be a whole number from 1 to 100 |  | write `with runs=3`"],
    ],
    [
      "sequence [a where b] with runs=",
      ["31-31 EQL049 runs must be a whole number from 1 to 100 |  | write `with runs=3`"],
    ],
    [
      "sequence [a where b] with times=3",
      ["26-31 EQL056 `with times` cannot stand here | only `runs` can follow `with` here | write `with runs=3`"],
    ],
    [
      "sequence by length(x) [a where b] [c where d]",
      ["12-21 EQL058 a join key must be a field | the result of a function | join by the field itself"],
    ],
    [
      "sequence by 5 [a where b] [c where d]",
      [
        "12-13 EQL021 expected a field to join by, found `5` |  | write `by` and field names, as in `by host.id, user.id`",
      ],
    ],
    [
      "sequence [a where b] [c where d] until [e where f] with runs=2",
      ["51-62 EQL059 `until` takes no `with runs` | one such event ends the sequence | remove it"],
    ],
  ],
  "several at once": [
    [
      "any where a = 1 and b == 'x' or (c : d",
      [
        "12-13 EQL039 operator `=` is not EQL | `=` stands only after `maxspan` and `runs` | write `==`",
        '25-28 EQL005 string in single quotes | EQL strings stand in double quotes | write `"x"`',
        "32-33 EQL023 unclosed parenthesis | opened here | close it with `)` | 38-38 `)` is missing here at the latest",
        '37-38 EQL045 the value after `:` is not in quotes | EQL compares with quoted text | write `: "d"`',
      ],
    ],
    [
      "sequence by x [a where b = 1] [c where d : e] [f wher g] until [h where i",
      [
        "25-26 EQL039 operator `=` is not EQL | `=` stands only after `maxspan` and `runs` | write `==`",
        '43-44 EQL045 the value after `:` is not in quotes | EQL compares with quoted text | write `: "e"`',
        "49-53 EQL028 expected `where`, found `wher` |  | write `where`",
        "63-64 EQL023 unclosed bracket | opened here | close it with `]` | 73-73 `]` is missing here at the latest",
      ],
    ],
  ],
  numbers: [
    [
      "any where a == 1e999",
      ["15-20 EQL011 number `1e999` is too large | more than a double can hold | the largest double is about 1.8e308"],
    ],
  ],
};

for (const [group, cases] of Object.entries(refusals)) {
  describe(group, () => {
    for (const [text, expected] of cases) {
      it(text === "" ? "the empty text" : text, () => {
        const { query, diagnostics } = parse({ name: "<query>", text });
        assert.equal(query, null);
        assert.deepEqual(diagnostics.map(show), expected);
        assert.ok(diagnostics.every(({ severity }) => severity === "error"));
      });
    }
  });
}

describe("limits", () => {
  const codes = (text: string) => parse({ name: "<query>", text }).diagnostics.map(({ code }) => code);
  const list = (count: number) => `any where a in (${"1,".repeat(count - 1)}1)`;

  it("200 nested expressions", () => {
    const nested = (depth: number) => `any where ${"(".repeat(depth)}a${")".repeat(depth)}`;
    assert.deepEqual(codes(nested(200)), []);
    assert.deepEqual(codes(nested(201)), ["EQL025"]);
    assert.deepEqual(codes(`any where ${"not ".repeat(201)}a`), ["EQL025"]);
    assert.deepEqual(codes(`any where 0 == ${"-".repeat(201)}1`), ["EQL025"]);
  });

  it("a tree of 1,000 levels", () => {
    assert.deepEqual(codes(`any where ${"a or ".repeat(999)}a`), []);
    assert.deepEqual(codes(`any where ${"a or ".repeat(1200)}a`), ["EQL027"]);
    const chains = `any where ${"(".repeat(5)}a${`${" or a".repeat(400)})`.repeat(5)}`;
    assert.deepEqual(codes(chains), ["EQL027"]);
  });

  it("16,384 values in a list", () => {
    assert.deepEqual(codes(list(16_384)), []);
    assert.deepEqual(codes(list(16_385)), ["EQL026"]);
  });

  it("131,072 characters", () => {
    const text = `any where "${"x".repeat(131_072 - 18)}" : "a"`;
    assert.equal(text.length, 131_072);
    assert.deepEqual(codes(text), []);
    assert.deepEqual(codes(`${text} `), ["EQL001"]);
  });

  it("fifty reports", () => {
    assert.equal(codes(`any where ${"a = 1 and ".repeat(80)}a`).length, 50);
    assert.deepEqual(codes(`a in (${"'x',".repeat(80)}'x')`), Array(50).fill("EQL005"));
  });
});
