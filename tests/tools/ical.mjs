// Reads a calendar from stdin with ical.js and prints its meetings as JSON: moments in UTC, days as days.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
const zones = new Set();
for (const zone of calendar.getAllSubcomponents("vtimezone")) {
  zones.add(zone.getFirstPropertyValue("tzid"));
  ICAL.TimezoneService.register(zone);
}

function moment(component, name) {
  const property = component.getFirstProperty(name);
  if (!property) return null;
  const tzid = property.getParameter("tzid");
  if (tzid && !zones.has(tzid)) throw new Error(`no VTIMEZONE for ${tzid}`);
  const time = property.getFirstValue();
  return time.isDate ? time.toString() : time.convertToZone(ICAL.Timezone.utcTimezone).toString();
}

const value = (component, name) => component.getFirstPropertyValue(name)?.toString() ?? null;

const meetings = calendar.getAllSubcomponents("vevent").map((event) => ({
  uid: value(event, "uid"),
  start: moment(event, "dtstart"),
  end: moment(event, "dtend"),
  stamp: moment(event, "dtstamp"),
  sequence: Number(value(event, "sequence")),
  status: value(event, "status"),
  summary: value(event, "summary"),
  description: value(event, "description"),
  location: value(event, "location"),
  url: value(event, "url"),
  organizer: event.getFirstProperty("organizer").getParameter("cn"),
  categories: event.getFirstProperty("categories")?.getValues() ?? [],
}));
console.log(JSON.stringify({ name: value(calendar, "x-wr-calname"), meetings }));
