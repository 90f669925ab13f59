import assert from "node:assert/strict";
import { test } from "node:test";
import { Frames } from "../src/data/frames";

const TEXT = 'retry: 2000\n\nevent: state\ndata: {"lag":0}\n\n: beat\n\nid: 7\nevent: incident\ndata: one\ndata: two\n\nid: 9\n\n';

test("events are the same however the text is cut", () => {
  for (let cut = 1; cut < 12; cut += 1) {
    const frames = new Frames();
    const found = [];
    for (let at = 0; at < TEXT.length; at += cut) found.push(...frames.take(TEXT.slice(at, at + cut)));
    assert.deepEqual(found, [
      { event: "state", data: '{"lag":0}', id: "" },
      { event: "incident", data: "one\ntwo", id: "7" },
    ]);
    assert.equal(frames.id, "9");
  }
});

test("an event that broke off leaves the id before it", () => {
  const frames = new Frames();
  frames.take("id: 7\nevent: incident\ndata: one\n\nid: 8\nevent: incident\ndata: tw");
  assert.equal(frames.id, "7");
});
