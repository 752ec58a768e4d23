import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { runTimeline, runWithCounters } from "./timeline.ts";

function completes(text: string, expected: readonly string[]): void {
  assert.deepEqual(runTimeline(text), expected);
}

describe("sequence machine: order", () => {
  it("runs by time, whatever the order of the input", () => {
    completes("steps a b\n at 2s two b\n at 1s one a", ["one two"]);
    completes("steps a b\n at 2s two a\n at 1s one b", []);
  });
  it("breaks ties of time by the tiebreaker", () => {
    completes("steps a b\n tiebreaker event.sequence\n at 1s x a event.sequence=1\n at 1s w b event.sequence=2", [
      "x w",
    ]);
    completes("steps a b\n tiebreaker event.sequence\n at 1s x a event.sequence=10\n at 1s w b event.sequence=9", []);
  });
  it("puts events without tiebreaker last", () => {
    completes("steps a b\n tiebreaker event.sequence\n at 1s z a event.sequence=7\n at 1s y b", ["z y"]);
    completes("steps a b\n tiebreaker event.sequence\n at 1s y a\n at 1s z b event.sequence=7", []);
  });
  it("takes the smallest of several tiebreakers", () => {
    completes("steps a b\n tiebreaker event.sequence\n at 1s z a event.sequence=[9,1]\n at 1s y b event.sequence=2", [
      "z y",
    ]);
  });
  it("breaks the last tie by id", () => {
    completes("steps a b\n at 1s one a\n at 1s two b", ["one two"]);
    completes("steps a b\n at 1s two a\n at 1s one b", []);
  });
  it("runs by the rule's timestamp field when it has one", () => {
    const events = "at 1s one a event.ingested=1970-01-01T00:00:09Z\n at 2s two b event.ingested=1970-01-01T00:00:03Z";
    completes(`steps a b\n ${events}`, ["one two"]);
    completes(`steps a b\n timestamp event.ingested\n ${events}`, []);
  });
  it("runs before 1970 too", () => {
    completes("steps a b\n maxspan 2s\n at -3s one a\n at -1s two b", ["one two"]);
  });
});

describe("sequence machine: steps", () => {
  it("never lets one event fill two steps of one sequence", () => {
    completes("steps a b\n at 1s one ab", []);
    completes("steps a b\n at 1s one ab\n at 2s two ab\n at 3s three ab\n at 4s four ab", [
      "one two",
      "two three",
      "three four",
    ]);
  });
  it("lets the newest first event win", () => {
    completes("steps a b\n at 1s one a\n at 2s two a\n at 3s three b", ["two three"]);
  });
  it("lets the newest partial match win at every step", () => {
    completes("steps a b c\n at 1s a1 a\n at 2s b1 b\n at 3s a2 a\n at 4s b2 b\n at 5s c c", ["a2 b2 c"]);
  });
  it("uses a partial match once", () => {
    completes("steps a b\n at 1s one a\n at 2s two b\n at 3s three b", ["one two"]);
  });
  it("keeps a partial match at a later step while a new one starts", () => {
    completes("steps a b c\n at 1s a1 a\n at 2s b1 b\n at 3s a2 a\n at 4s c1 c\n at 5s b2 b\n at 6s c2 c", [
      "a1 b1 c1",
      "a2 b2 c2",
    ]);
  });
  it("ignores a step whose predecessor is empty", () => {
    completes("steps a b c\n at 1s a1 a\n at 2s c1 c\n at 3s b1 b\n at 4s c2 c", ["a1 b1 c2"]);
  });
  it("counts overwritten and completed partial matches", () => {
    const { counters } = runWithCounters("steps a b\n at 1s one a\n at 2s two a\n at 3s three b");
    assert.equal(counters.started, 2);
    assert.equal(counters.overwritten, 1);
    assert.equal(counters.completed, 1);
  });
});

describe("sequence machine: maxspan", () => {
  it("is inclusive", () => completes("steps a b\n maxspan 10s\n at 0s one a\n at 10s two b", ["one two"]));
  it("ends one millisecond later", () => completes("steps a b\n maxspan 10s\n at 0s one a\n at 10001ms two b", []));
  it("runs from the first event, not the latest", () => {
    completes("steps a b c\n maxspan 10s\n at 0s one a\n at 9s two b\n at 11s three c", []);
  });
  it("still consumes the partial match that it drops", () => {
    completes("steps a b c\n maxspan 10s\n at 0s one a\n at 11s two b\n at 12s three c", []);
  });
  it("unlimited when absent", () => completes("steps a b\n at 0s one a\n at 9999d two b", ["one two"]));
  it("counts what expired", () => {
    const { counters } = runWithCounters("steps a b\n maxspan 10s\n at 0s one a\n at 11s two b");
    assert.equal(counters.expired, 1);
  });
});

describe("sequence machine: until", () => {
  it("ends a partial match", () => completes("steps a b\n until x\n at 1s one a\n at 2s stop x\n at 3s two b", []));
  it("ends none that starts afterwards", () => {
    completes("steps a b\n until x\n at 1s stop x\n at 2s one a\n at 3s two b", ["one two"]);
  });
  it("does not cancel the sequence that it completes", () => {
    completes("steps a b\n until x\n at 1s one a\n at 2s two bx", ["one two"]);
  });
  it("cancels when it is an intermediate event", () => {
    completes("steps a b c\n until x\n at 1s one a\n at 2s two bx\n at 3s three c", []);
    completes("steps a b\n until x\n at 1s one ax\n at 2s two b", []);
  });
  it("goes by key", () => {
    completes("steps a b\n until x\n by user\n at 1s one a user=ana\n at 2s stop x user=bob\n at 3s two b user=ana", [
      "one two",
    ]);
    completes(
      "steps a b\n until x\n by user\n at 1s one a user=ana\n at 2s stop x user=ana\n at 3s two b user=ana",
      [],
    );
  });
  it("without its key is no until", () => {
    completes("steps a b\n until x\n by user\n at 1s one a user=ana\n at 2s stop x\n at 3s two b user=ana", [
      "one two",
    ]);
  });
  it("ends partial matches at all steps", () => {
    completes(
      "steps a b c\n until x\n at 1s a1 a\n at 2s b1 b\n at 3s a2 a\n at 4s stop x\n at 5s b2 b\n at 6s c1 c",
      [],
    );
  });
  it("at the same time goes by the order of events", () => {
    completes("steps a b\n until x\n at 1s m a\n at 1s n x\n at 2s two b", []);
    completes("steps a b\n until x\n at 1s m x\n at 1s n a\n at 2s two b", ["n two"]);
  });
  it("is counted", () => {
    const { counters } = runWithCounters("steps a b\n until x\n at 1s one a\n at 2s stop x\n at 3s two b");
    assert.equal(counters.cancelled, 1);
  });
});

describe("sequence machine: join keys", () => {
  it("keeps keys apart", () => {
    completes("steps a b\n by user\n at 1s one a user=ana\n at 2s two b user=bob\n at 3s three b user=ana", [
      "one three",
    ]);
  });
  it("compares case-sensitively", () =>
    completes("steps a b\n by user\n at 1s one a user=Ana\n at 2s two b user=ana", []));
  it("drops an event without value", () => {
    completes("steps a b\n by user\n at 1s one a\n at 2s two b", []);
    completes("steps a b\n by user host\n at 1s one a user=ana\n at 2s two b user=ana", []);
  });
  it("joins null with null when optional", () => {
    completes("steps a b\n by ?user\n at 1s one a\n at 2s two b", ["one two"]);
    completes("steps a b\n by ?user\n at 1s one a\n at 2s two b user=ana", []);
    completes("steps a b\n by user ?host\n at 1s one a user=ana\n at 2s two b user=ana", ["one two"]);
  });
  it("takes an empty array for no value", () => {
    completes("steps a b\n by ?user\n at 1s one a user=[]\n at 2s two b", ["one two"]);
    completes("steps a b\n by user\n at 1s one a user=[]\n at 2s two b user=[]", []);
  });
  it("runs one machine per value of an array", () => {
    completes("steps a b\n by user\n at 1s one a user=[ana,bob]\n at 2s two b user=bob\n at 3s three b user=ana", [
      "one two",
      "one three",
    ]);
  });
  it("counts a repeated value once", () => {
    completes("steps a b\n by user\n at 1s one a user=[ana,ana]\n at 2s two b user=[ana,ana]", ["one two"]);
  });
  it("multiplies several arrays, and orders ties by key", () => {
    completes("steps a b\n by user host\n at 1s one a user=[ana,bob] host=[h,g]\n at 2s two b user=bob host=g", [
      "one two",
    ]);
    completes(
      "steps a b\n by user host\n at 1s one a user=bob host=h\n at 2s two a user=ana host=h\n at 3s end b user=[bob,ana] host=h",
      ["two end", "one end"],
    );
  });
  it("does not confuse values across keys", () => {
    completes("steps a b\n by user host\n at 1s one a user=ab host=c\n at 2s two b user=a host=bc", []);
  });
  it("joins numbers by worth", () =>
    completes("steps a b\n by count\n at 1s one a count=7\n at 2s two b count=7", ["one two"]));
});

describe("sequence machine: copies", () => {
  it("counts an event id once", () => {
    completes("steps a b\n at 1s one a\n at 1s one a\n at 2s two b\n at 2s two b", ["one two"]);
    completes("steps a a\n at 1s one a\n at 1s one a", []);
  });
  it("keeps a step that only one copy satisfies", () => {
    completes("steps a b\n at 1s one a user=zoe\n at 1s one b user=ana\n at 2s two b", ["one two"]);
  });
  it("keeps an event where it is, whatever a copy says of its time", () => {
    completes("steps a b\n maxspan 5s\n at 1s two b\n at 10s one a\n at 12s two b", ["one two"]);
    completes("steps a b\n maxspan 5s\n at 10s one a\n at 12s two b\n at 90s one a", ["one two"]);
  });
});

describe("sequence machine: missing events", () => {
  it("reject between the events around them", () => {
    completes("steps a !x b\n maxspan 10s\n at 1s one a\n at 2s no x\n at 3s two b", []);
    completes("steps a !x b\n maxspan 10s\n at 1s one a\n at 3s two b\n at 4s no x", ["one two"]);
  });
  it("reject by time alone, whatever the tiebreaker says", () => {
    const ordered = "steps a !x b\n maxspan 10s\n tiebreaker event.sequence\n at 1s one a event.sequence=1";
    completes(`${ordered}\n at 1s no x event.sequence=2\n at 2s two b event.sequence=1`, ["one two"]);
    completes(`${ordered}\n at 2s no x event.sequence=1\n at 2s two b event.sequence=2`, ["one two"]);
  });
  it("go by the rule's timestamp field when it has one", () => {
    const at = (second: number) => `event.ingested=1970-01-01T00:00:0${second}Z`;
    const events = `at 1s one a ${at(1)}\n at 9s no x ${at(2)}\n at 2s two b ${at(3)}`;
    completes(`steps a !x b\n maxspan 10s\n timestamp event.ingested\n ${events}`, []);
    completes(`steps a !x b\n maxspan 10s\n ${events}`, ["one two"]);
  });
  it("count an event id once", () => {
    completes("steps a !x b\n maxspan 10s\n at 1s one a\n at 2s no x\n at 2s no x\n at 3s two b", []);
  });
  it("may be the copy of an event that another copy is not", () => {
    completes("steps a !x b\n maxspan 10s\n at 1s one a\n at 2s no x user=a\n at 2s no - user=b\n at 3s two b", []);
  });
  it("are counted when they reject", () => {
    const { counters } = runWithCounters("steps a !x b\n maxspan 10s\n at 1s one a\n at 2s no x\n at 3s two b");
    assert.equal(counters.completed, 1);
    assert.equal(counters.rejected, 1);
  });
});
