/** Moments, in the reader's own time zone, which the page names. */

/** The reader's time zone: Europe/Berlin. */
export const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

const MOMENT = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
});
const HOUR = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const OFFSET = new Intl.DateTimeFormat("en-GB", { timeZoneName: "shortOffset" });

/** A moment as people write it, or a dash. */
export function momentText(iso: string | null | undefined): string {
  const at = iso ? new Date(iso) : null;
  return at && !Number.isNaN(at.valueOf()) ? MOMENT.format(at) : "–";
}

/** Its hour and minute. */
export function hourText(at: Date): string {
  return HOUR.format(at);
}

/** The zone with its distance from Greenwich at that moment: Europe/Berlin (GMT+1). */
export function zoneText(at: Date): string {
  const offset = OFFSET.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value;
  return offset && ZONE !== "UTC" ? `${ZONE.replaceAll("_", " ")} (${offset})` : ZONE;
}
