import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type PartialStory, type StoryTurn, traceEvent } from "../../src/engine/traceEvent.ts";
import { rule } from "../unit/engine/scene.ts";
import { parseTimeline } from "./timeline.ts";

/** A story as text: `started one, overwritten two`; what it says of steps and times in brackets. */
function told({ turns, before }: PartialStory): string {
  const tail = before === undefined ? "" : ` | before: ${turnText(before)}`;
  return turns.map(turnText).join(", ") + tail;
}

function turnText({ kind, event, step, afterMs }: StoryTurn): string {
  const details = [...(step === undefined ? [] : [`step ${step}`]), ...(afterMs ? [`${afterMs / 1000}s`] : [])];
  return `${kind}${event === undefined ? "" : ` ${event.id}`}${details.length === 0 ? "" : ` [${details.join(", ")}]`}`;
}

function tells(id: string, text: string, expected: readonly string[]): void {
  const { query, ordering, hits } = parseTimeline(text);
  const known = hits.filter(({ steps }) => steps.length > 0).map((hit) => ({ rule: 0, ...hit }));
  const traced = traceEvent(id, { rule: rule("r", ordering), query }, query, known);
  assert.deepEqual(traced.map(told), expected);
  // The order of hits must not matter.
  assert.deepEqual(traceEvent(id, { rule: rule("r", ordering), query }, query, known.reverse()).map(told), expected);
}

const abc = "steps a b c\n by user\n maxspan 10s\n";

describe("what became of an event's partial matches", () => {
  it("tells of a completed one", () => {
    tells("two", `${abc} at 1s one a user=ana\n at 2s two b user=ana\n at 4s three c user=ana`, [
      "started one [step 1], advanced two [step 2, 1s], advanced three [step 3, 3s], completed three [step 3, 3s]",
    ]);
  });
  it("tells of one that was overwritten, of the event that did it too", () => {
    const text = `${abc} at 1s one a user=ana\n at 2s two a user=ana\n at 3s three b user=bob`;
    tells("one", text, ["started one [step 1], overwritten two [step 2, 1s]"]);
    tells("two", text, [
      "started one [step 1], overwritten two [step 2, 1s]",
      "started two [step 1], waiting [step 2]",
    ]);
  });
  it("tells of one that an event came too late for", () => {
    tells("late", `${abc} at 0s one a user=ana\n at 9s two b user=ana\n at 12s late c user=ana`, [
      "started one [step 1], advanced two [step 2, 9s], expired late [step 3, 12s]",
    ]);
  });
  it("tells of one that time ran out for, and the late event how it ended", () => {
    const text = `${abc} at 0s one a user=ana\n at 11s late b user=ana`;
    tells("one", text, ["started one [step 1], expired [step 2]"]);
    tells("late", text, ["ignored late [step 2] | before: expired [step 2]"]);
  });
  it("tells of one that until cancelled", () => {
    const text = "steps a b\n until x\n by user\n at 1s one a user=ana\n at 2s stop x user=ana\n at 3s two b user=ana";
    tells("one", text, ["started one [step 1], cancelled stop [step 2, 1s]"]);
    tells("stop", text, ["started one [step 1], cancelled stop [step 2, 1s]"]);
    tells("two", text, ["ignored two [step 2] | before: cancelled stop [step 2, 1s]"]);
  });
  it("tells an event that nothing waits for who used the partial match up", () => {
    tells("three", "steps a b\n at 1s one a\n at 2s two b\n at 3s three b", [
      "ignored three [step 2] | before: completed two [step 2, 1s]",
    ]);
  });
  it("tells of one that a missing event between two steps rejects", () => {
    const text =
      "steps a !m b\n by user\n maxspan 10s\n at 1s one a user=ana\n at 2s bad m user=ana\n at 3s two b user=ana";
    const story =
      "started one [step 1], spoiled bad [step 3, 1s], advanced two [step 3, 2s], completed two [step 3, 2s], rejected";
    tells("one", text, [story]);
    tells("bad", text, [story]);
  });
  it("tells of one that a missing event before it rejects", () => {
    const text = "steps !m a b\n maxspan 10s\n at 0s bad m\n at 1s one a\n at 3s two b";
    tells("one", text, [
      "started one [step 2], advanced two [step 3, 2s], completed two [step 3, 2s], rejected bad [-1s]",
    ]);
  });
  it("tells of one that a missing event behind it rejects", () => {
    const text = "steps a b !m\n maxspan 10s\n at 1s one a\n at 3s two b\n at 5s bad m";
    const story =
      "started one [step 1], advanced two [step 2, 2s], completed two [step 2, 2s], rejected bad [step 3, 4s]";
    tells("two", text, [story.replace("step 3, 4s", "4s")]);
  });
  it("tells of one that is held back and comes to nothing worse", () => {
    tells("two", "steps a b !m\n maxspan 10s\n at 1s one a\n at 3s two b", [
      "started one [step 1], advanced two [step 2, 2s], completed two [step 2, 2s]",
    ]);
  });
  it("tells one story for each key tuple", () => {
    tells("one", "steps a b\n by host\n at 1s one a host=[h1,h2]\n at 2s two b host=h2", [
      "started one [step 1], advanced two [step 2, 1s], completed two [step 2, 1s]",
      "started one [step 1], waiting [step 2]",
    ]);
  });
  it("tells nothing of an event without its key", () => {
    tells("one", "steps a b\n by user\n at 1s one a\n at 2s two b user=ana", []);
  });
});
