"""Answers KQL queries with the evaluator of a detection-rules checkout, whose lib/kql is the first argument.

A line in: {"query": text, "documents": [...]}. A line out: {"refused": text}, or {"answers": [true | false | text]}, a text
being the error of that document.
"""

import json
import sys

sys.path.insert(0, sys.argv[1])
import kql  # noqa: E402


def answer(evaluate, document):
    try:
        return bool(evaluate(document))
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:200]


def answers(query, documents):
    try:
        evaluate = kql.get_evaluator(kql.parse(query, optimize=False, normalize_kql_keywords=True))
    except Exception as error:
        return {"refused": f"{type(error).__name__}: {error}"[:200]}
    return {"answers": [answer(evaluate, document) for document in documents]}


for line in sys.stdin:
    question = json.loads(line)
    print(json.dumps(answers(question["query"], question["documents"])))
