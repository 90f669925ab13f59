import assert from "node:assert/strict";
import { test } from "node:test";
import { dayOf, isoOf, monthAfter, monthOf, spanText, weekOf } from "../src/data/days";
import { binAt, binsOver, daysCovered } from "../src/time/bins";
import { dayAt, xOf } from "../src/time/scale";
import { incidents } from "./samples";

const on = (date: string) => ({ occurred: { earliest: date, latest: date, time_of_day: null } });

test("days are read and written without a time zone", () => {
  assert.equal(dayOf("1970-01-02"), 1);
  assert.equal(isoOf(dayOf("2024-02-29")!), "2024-02-29");
  assert.equal(dayOf("2022-1-3"), null);
  assert.equal(isoOf(weekOf(dayOf("2022-01-09")!)), "2022-01-03");
  assert.equal(isoOf(weekOf(dayOf("1969-12-30")!)), "1969-12-29");
  assert.equal(isoOf(monthAfter(monthOf(dayOf("2021-12-15")!))), "2022-01-01");
});

test("spans are said as briefly as they can be", () => {
  const span = (a: string, b: string) => spanText(dayOf(a)!, dayOf(b)!);
  assert.equal(span("2022-01-03", "2022-01-03"), "3 Jan 2022");
  assert.equal(span("2022-01-03", "2022-01-05"), "3–5 Jan 2022");
  assert.equal(span("2022-01-30", "2022-02-01"), "30 Jan – 1 Feb 2022");
  assert.equal(span("2021-12-30", "2022-01-01"), "30 Dec 2021 – 1 Jan 2022");
});

for (const [first, last, step] of [
  ["2022-01-01", "2022-01-20", "day"],
  ["2021-06-01", "2022-06-30", "week"],
  ["2015-01-05", "2022-06-30", "month"],
] as const) {
  test(`every day of ${first} to ${last} is in one bin of a ${step}`, () => {
    const [from, to] = [dayOf(first)!, dayOf(last)!];
    const bins = binsOver(from, to);
    assert.equal(bins.step, step);
    for (let day = from; day <= to; day += 1) {
      const bin = binAt(bins, day);
      assert.ok(bins.edges[bin]! <= day && day < bins.edges[bin + 1]!);
    }
    assert.equal(binAt(bins, from - 5000), 0);
  });
}

test("one wire that looks back thirty years does not squeeze this week into a line", () => {
  const week = Array.from({ length: 25 }, (_, number) => on(`2022-01-${String((number % 7) + 1).padStart(2, "0")}`));
  const covered = daysCovered(incidents(on("1991-05-01"), ...week))!;
  assert.ok(covered.older);
  assert.ok(covered.last - covered.first < 30);
  assert.equal(daysCovered(incidents({ occurred: null })), null);
});

test("pixels and days are told by the same scale", () => {
  const scale = { first: 100, end: 110, width: 500 };
  for (let day = 100; day < 110; day += 1) assert.equal(dayAt(scale, xOf(scale, day) + 1), day);
  assert.equal(dayAt(scale, -40), 100);
  assert.equal(dayAt(scale, 900), 109);
});
