// Reads calendars (a JSON list of texts) from stdin with ical.js and prints the name and the meetings of each as JSON:
// moments in UTC, days as days.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

function moment(component, name) {
  const property = component.getFirstProperty(name);
  if (!property) return null;
  const tzid = property.getParameter("tzid");
  if (tzid && !ICAL.TimezoneService.has(tzid)) throw new Error(`no VTIMEZONE for ${tzid}`);
  const time = property.getFirstValue();
  return time.isDate ? time.toString() : time.convertToZone(ICAL.Timezone.utcTimezone).toString();
}

const value = (component, name) => component.getFirstPropertyValue(name)?.toString() ?? null;

const meeting = (event) => ({
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
});

function read(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  // Only the zones of this very calendar are known.
  ICAL.TimezoneService.reset();
  calendar.getAllSubcomponents("vtimezone").forEach((zone) => ICAL.TimezoneService.register(zone));
  return { name: value(calendar, "x-wr-calname"), meetings: calendar.getAllSubcomponents("vevent").map(meeting) };
}

console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(read)));
