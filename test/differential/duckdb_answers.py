"""Answers SQL with DuckDB.

A line in: {"columns": [[name, type]], "rows": [[value]], "sql": text}, the rows being those of table `t`. A line out:
{"rows": [[value]]} or {"failed": text}. Times are epoch milliseconds UTC, both ways.
"""

import datetime
import decimal
import json
import sys

import duckdb

epoch = datetime.datetime(1970, 1, 1)
millisecond = datetime.timedelta(milliseconds=1)


def read(value, kind):
    return epoch + value * millisecond if kind == "TIMESTAMP" and value is not None else value


def written(value):
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        value = datetime.datetime(value.year, value.month, value.day)
    if isinstance(value, datetime.datetime):
        return (value - epoch) / millisecond
    if isinstance(value, decimal.Decimal):
        return float(value)
    if isinstance(value, (list, tuple)):
        return [written(one) for one in value]
    return value


def answer(columns, rows, sql):
    connection = duckdb.connect(":memory:")
    try:
        connection.execute("CREATE TABLE t (" + ", ".join(f'"{name}" {kind}' for name, kind in columns) + ")")
        if rows:
            places = ", ".join("?" for _ in columns)
            values = [[read(value, kind) for value, (_, kind) in zip(row, columns)] for row in rows]
            connection.executemany(f"INSERT INTO t VALUES ({places})", values)
        return {"rows": [[written(value) for value in row] for row in connection.execute(sql).fetchall()]}
    except Exception as error:
        return {"failed": f"{type(error).__name__}: {error}"[:300]}
    finally:
        connection.close()


for line in sys.stdin:
    question = json.loads(line)
    print(json.dumps(answer(question["columns"], question["rows"], question["sql"])))
