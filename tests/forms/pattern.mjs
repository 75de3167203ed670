// Says of each text what a field of the forms would save of it, and whether it takes it, as the program of the forms does.
import { createInterface } from "node:readline";

for await (const line of createInterface({ input: process.stdin })) {
  const { pattern, maxlength, text } = JSON.parse(line);
  const value = text.trim();
  const fits = maxlength === null || [...value].length <= maxlength;
  console.log(JSON.stringify({ value, passes: fits && new RegExp(pattern).test(value) }));
}
