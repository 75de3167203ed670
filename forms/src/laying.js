// New values laid over the text of a file: only what differs gets another text; comments, order and form of all else stay.
// The twin of g40site/editing/yaml_edit.py, with the same way: replacements at places of the text, made from the back.
import { isMap, isPair, isScalar, isSeq } from "yaml";
import { plain, read, Refusal } from "./reading.js";
import { blockMark, fitsBlock, flow, item, mapping, pair as pairLines, scalar, textLines } from "./writing.js";

const isList = Array.isArray;
const isMapping = (value) => typeof value === "object" && !isList(value);
const isEmpty = (value) => value === undefined || !Object.keys(value).length;

/** A value of a form as the texts, lists and mappings that a file can hold, without what is empty. */
export function clean(value) {
  if (value === null || value === undefined) return "";
  if (isList(value)) return value.map(clean).filter((each) => !isEmpty(each));
  if (typeof value !== "object") return String(value).replace(/\r\n?/g, "\n");
  const pairs = Object.entries(value).map(([key, each]) => [key, clean(each)]);
  return Object.fromEntries(pairs.filter(([, each]) => !isEmpty(each)));
}

/** Whether two clean values say the same; white space around a text says nothing, and Sveltia CMS takes it away. */
export function same(value, other) {
  if (typeof value === "string" || typeof other === "string") return value.trim?.() === other.trim?.();
  if (isList(value) !== isList(other)) return false;
  const keys = Object.keys(value);
  return keys.length === Object.keys(other).length && keys.every((key) => key in other && same(value[key], other[key]));
}

/**
 * @param {string} text YAML.
 * @param {Record<string, any>} value What it must say.
 * @param {Record<string, string>} alone See `plain`.
 * @param {number} linesAbove See `read`.
 * @returns {string} The text with only those places changed that said something else.
 */
export function lay(text, value, alone, linesAbove = 0) {
  const wanted = clean(value);
  const file = new File(text, alone);
  const laid = spliced(text, file.mapping(read(text, linesAbove), wanted));
  if (!same(clean(plain(read(laid, linesAbove), alone)), wanted))
    throw new Refusal(
      "Dit bestand heeft een opmaak die een formulier niet kan bewaren. Verander het bestand zelf, of vraag het de beheerder.",
    );
  return laid;
}

/** The text from `from` on with replacements `[start, end, text]`, of which those at one place stay in order. */
function spliced(text, replacements, from = 0) {
  const ordered = [...replacements].sort((left, right) => left[0] - right[0] || left[1] - right[1]);
  return ordered.reduceRight(
    (result, [start, end, piece]) => result.slice(0, start - from) + piece + result.slice(end - from),
    text,
  );
}

class File {
  constructor(text, alone) {
    this.text = text;
    this.alone = alone;
    this.lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  }

  // Where things stand.

  lineStart(at) {
    return this.text.lastIndexOf("\n", at - 1) + 1;
  }

  /** Where the line after a place begins, or the end of the text. */
  nextLine(at) {
    return this.text.indexOf("\n", at) + 1 || this.text.length;
  }

  /** Where the line begins after a value that goes, with the comments that stand further to the right than its key. */
  after(node, key) {
    const at = this.nextLine(this.end(node));
    const deeper = " ".repeat(this.column(key.range[0]) + 1);
    return at + new RegExp(`^(?:(?:[ \\t]*\\r?\\n)*${deeper} *#[^\\n]*(?:\\n|$))*`).exec(this.text.slice(at))[0].length;
  }

  column(at) {
    return at - this.lineStart(at);
  }

  /** Behind the last sign of a value, without what follows it: spaces, comments, empty lines. */
  end(node) {
    const last = node.flow ? undefined : node.items?.at(-1);
    if (last) return this.end(isPair(last) ? (last.value ?? last.key) : last);
    const [start, end] = node.range;
    if (!node.type?.startsWith("BLOCK")) return end;
    const block = this.text.slice(start, end);
    return (
      start + (/^.[0-9]*\+/.test(block) ? block.replace(/\r?\n$/, "") : block.replace(/(?:\r?\n[ \t]*)+$/, "")).length
    );
  }

  /** Whole lines before the line that begins at a place. */
  linesAt(at, lines, indent) {
    const whole = lines.map((line) => (line ? " ".repeat(indent) + line : "") + this.lineEnd).join("");
    return [
      at,
      at,
      at === 0 || this.text[at - 1] === "\n" ? whole : this.lineEnd + whole.slice(0, -this.lineEnd.length),
    ];
  }

  /** Where the comments and empty lines begin that stand above a line. */
  above(lineStart) {
    return (
      lineStart -
      /(?<![^\n])(?:[ \t]*(?:#[^\n]*)?\n)*$/.exec(this.text.slice(0, lineStart).replaceAll("\r\n", " \n"))[0].length
    );
  }

  /** How many signs of empty lines stand above a line. */
  emptyAbove(lineStart) {
    return /(?<![^\n])(?:[ \t]*\r?\n)*$/.exec(this.text.slice(0, lineStart))[0].length;
  }

  // Mappings.

  mapping(node, value) {
    const isGone = (pair) =>
      !isEmpty(clean(plain(pair.value, this.alone, pair.key.value))) && !(pair.key.value in value);
    const others = node.items.filter((pair) => !isGone(pair));
    const names = node.items.map((pair) => pair.key.value);
    const added = Object.keys(value).filter((key) => !names.includes(key));
    if (node.flow) return this.flowMapping(node, value, others, added);
    if (!others.length) {
      // A file without any key is no file that the site can read; a key that holds nothing says the same.
      const left = node.items.find((pair) => isSeq(pair.value)) ?? node.items[0];
      const lines = isEmpty(value) ? [`${left.key.value}:${isSeq(left.value) ? " []" : ""}`] : mapping(value);
      return [[node.items[0].key.range[0], this.end(node), this.under(node, lines)]];
    }
    const changes = others
      .filter((pair) => pair.key.value in value)
      .flatMap((pair) => this.value(pair, value[pair.key.value]));
    return [...changes, ...this.addedKeys(node, value, added), ...this.gone(node, others)];
  }

  gone(node, others) {
    const [first, survivor] = [node.items[0].key.range[0], others[0].key.range[0]];
    const isAtDash = this.text.slice(this.lineStart(first), first).trim();
    // The dash of an item stays for the key that is the first now.
    const front = isAtDash && first !== survivor ? [[first, survivor, ""]] : [];
    const rest = node.items.filter((pair) => !others.includes(pair) && !(isAtDash && pair.key.range[0] < survivor));
    return [...front, ...rest.map((pair) => [this.lineStart(pair.key.range[0]), this.after(pair.value, pair.key), ""])];
  }

  /** Behind which pair a new key comes: the last of those before it in the order of the form, else the last of all. */
  before(node, value, key) {
    const order = Object.keys(value);
    const earlier = order.slice(0, order.indexOf(key));
    return node.items.findLast((pair) => earlier.includes(pair.key.value)) ?? node.items.at(-1);
  }

  addedKeys(node, value, added) {
    const indent = this.column(node.items[0].key.range[0]);
    return added.map((key) => {
      const at = this.nextLine(this.end(this.before(node, value, key).value));
      return this.linesAt(at, pairLines(key, value[key]), indent);
    });
  }

  flowMapping(node, value, others, added) {
    const items = others.map((pair) => {
      const start = pair.key.range[0];
      const end = this.end(pair.value ?? pair.key);
      const changes = pair.key.value in value ? this.value(pair, value[pair.key.value], true) : [];
      return { old: node.items.indexOf(pair), text: spliced(this.text.slice(start, end), changes, start) };
    });
    for (const key of added) {
      const before = node.items.indexOf(this.before(node, value, key));
      const at = items.findLastIndex(({ old, after }) => old === before || after === before) + 1 || items.length;
      items.splice(at, 0, { after: before, text: `${key}: ${flow(value[key])}` });
    }
    return this.between(node, items, ({ key, value: each }) => [key.range[0], this.end(each ?? key)]);
  }

  /** The value of a key. */
  value(pair, value, inFlow = false) {
    const { key, value: node } = pair;
    if (same(clean(plain(node, this.alone, key.value)), value)) return [];
    if (isMap(node) && isMapping(value)) return this.mapping(node, value);
    if (isSeq(node) && isList(value) && node.items.length) return this.list(node, value, this.alone[key.value]);
    const [start] = node.range;
    const end = this.end(node);
    const meant = isList(value) ? value.map((each) => this.closed(each, this.alone[key.value])) : value;
    if (inFlow) return [[start, end, (start === key.range[1] + 1 ? " " : "") + flow(meant)]];
    if (node.type === "BLOCK_LITERAL" && typeof value === "string" && fitsBlock(value) && blockMark(value) === "|") {
      const block = this.literal(node, value);
      if (block) return [block];
    }
    // A comment between a key and its value stays.
    if (this.text.slice(key.range[1], start).includes("#"))
      return [[start, end, typeof meant === "string" ? scalar(meant) : flow(meant)]];
    return [this.rewritten(pair, meant, end)];
  }

  /** Another text in a block of lines, which keeps its mark and its indentation. */
  literal(node, value) {
    const [start] = node.range;
    const from = this.nextLine(start);
    const [mark, indent] = [this.text.slice(start, from), /^(?:[ \t]*\r?\n)*( +)/.exec(this.text.slice(from))?.[1]];
    if (/^.[-+]?[0-9]/.test(mark) || !indent) return null;
    return [
      from,
      this.end(node),
      textLines(value)
        .map((line) => (line ? indent + line : ""))
        .join(this.lineEnd),
    ];
  }

  rewritten({ key }, value, end) {
    const colon = this.text.indexOf(":", key.range[1]) + 1;
    const [first, ...rest] = pairLines("", value);
    const space = /^[ \t]*(?=[^\s#])/.exec(this.text.slice(colon))?.[0] || " ";
    if (rest.length && this.isCommented(end, this.column(key.range[0]))) return [colon, end, space + flow(value)];
    return [colon, end, this.under(key, [first.slice(1).replace(/^ /, space), ...rest])];
  }

  /** Lines that go on at the column of a node. */
  under(node, lines) {
    const indent = " ".repeat(this.column(node.range[0]));
    return lines.map((line, index) => (line && index ? indent + line : line)).join(this.lineEnd);
  }

  /** Whether a comment follows that would become a part of a block of lines: in this line, or below it further to the right. */
  isCommented(end, column) {
    const [first, ...below] = /^[^\n]*(?:\n[ \t\r]*(?:#[^\n]*)?(?=\n|$))*/.exec(this.text.slice(end))[0].split("\n");
    return first.trim() !== "" || below.some((line) => line.trim() && line.search(/\S/) > column);
  }

  // Lists.

  /** An item that says no more than a text, as that text. */
  closed(value, alone) {
    const keys = Object.keys(value);
    return alone && isMapping(value) && keys.length === 1 && keys[0] === alone ? value[alone] : value;
  }

  list(node, values, alone) {
    const olds = matched(
      node.items.map((each) => clean(isScalar(each) && alone ? { [alone]: each.value } : plain(each, this.alone))),
      values,
    );
    const items = values.map((value, index) => ({ old: olds[index], value }));
    if (!node.flow) return this.blockList(node, items, alone);
    const texts = items.map(({ old, value }) => {
      if (old === undefined) return { text: flow(this.closed(value, alone)) };
      const [start, end] = [node.items[old].range[0], this.end(node.items[old])];
      return { old, text: spliced(this.text.slice(start, end), this.item(node.items[old], value, alone, true), start) };
    });
    return this.between(node, texts, (each) => [each.range[0], this.end(each)]);
  }

  item(node, value, alone, inFlow = false) {
    if (same(clean(isScalar(node) && alone ? { [alone]: node.value } : plain(node, this.alone)), value)) return [];
    if (isMap(node) && isMapping(value)) return this.mapping(node, value);
    const meant = this.closed(value, alone);
    return [[node.range[0], this.end(node), typeof meant === "string" ? scalar(meant, inFlow) : flow(meant)]];
  }

  blockList(node, items, alone) {
    const dashes = node.items.map((each) => this.lineStart(this.dash(each)));
    const ends = node.items.map((each) => this.nextLine(this.end(each)));
    const indent = this.column(this.dash(node.items[0]));
    const inLines = node.items.some((each) => isMap(each) && !each.flow);
    const fresh = (value) => item(this.closed(value, alone), inLines);
    const start = this.above(dashes[0]);
    const order = items.flatMap(({ old }) => old ?? []);
    if (order.some((old, index) => old < order[index - 1]))
      return [[start, ends.at(-1), this.reordered(node, items, alone, fresh)]];
    const apart = inLines && this.emptyAbove(dashes.at(-1)) ? [""] : [];
    const replacements = node.items.flatMap((each, index) => {
      const remaining = items.find(({ old }) => old === index);
      if (remaining) return this.item(each, remaining.value, alone);
      const above = index ? Math.max(dashes[index] - this.emptyAbove(dashes[index]), ends[index - 1]) : dashes[index];
      return [[above, this.after(each, { range: [this.dash(each)] }), ""]];
    });
    let at = start;
    for (const { old, value } of items) {
      if (old === undefined) replacements.push(this.linesAt(at, [...apart, ...fresh(value)], indent));
      else at = ends[old];
    }
    return replacements;
  }

  /** Items in another order: each takes the comments above it along, and the empty lines stay where they are. */
  reordered(node, items, alone, fresh) {
    const first = this.above(this.lineStart(this.dash(node.items[0])));
    const places = node.items.map((each, index) => [
      index ? this.nextLine(this.end(node.items[index - 1])) : first,
      this.nextLine(this.end(each)),
    ]);
    const texts = node.items.map((_, index) => this.text.slice(...places[index]));
    const gaps = texts.map((text) => /^(?:[ \t]*\r?\n)*/.exec(text)[0]);
    const indent = this.column(this.dash(node.items[0]));
    return items
      .map(({ old, value }, index) => {
        const gap = gaps[index] ?? gaps.at(-1);
        if (old === undefined) return gap + this.linesAt(0, fresh(value), indent)[2];
        const text = spliced(texts[old], this.item(node.items[old], value, alone), places[old][0]).slice(
          gaps[old].length,
        );
        return gap + text.replace(/\r?\n$/, "") + this.lineEnd;
      })
      .join("");
  }

  dash(node) {
    return this.text.lastIndexOf("-", node.range[0] - 1);
  }

  /** What stands between brackets or braces: old items with the commas and spaces behind them, and new ones. */
  between(node, items, rangeOf) {
    const [start, end] = [node.range[0] + 1, node.range[1] - 1];
    const places = node.items.map(rangeOf);
    if (!places.length) return [[start, end, items.map(({ text }) => text).join(", ")]];
    const behind = (old) => this.text.slice(places[old][1], places[old + 1]?.[0] ?? end);
    const isLast = (old) => old === places.length - 1;
    const texts = items.map(({ old, text }, index) => {
      if (index === items.length - 1) return text;
      return text + (old === undefined || isLast(old) ? ", " : behind(old));
    });
    return [[start, end, this.text.slice(start, places[0][0]) + texts.join("") + behind(places.length - 1)]];
  }
}

/** For each new value the number of the old item that it comes from: that with its id, that which says the same, or that in its place. */
function matched(olds, values) {
  const free = new Set(olds.keys());
  const take = (old) => {
    if (old !== undefined) free.delete(old);
    return old;
  };
  const first = (test) => take([...free].find((old) => test(olds[old], old)));
  const numbers = values.map((value) => (isMapping(value) && value.id ? first((old) => old.id === value.id) : undefined));
  values.forEach((value, index) => (numbers[index] ??= first((old) => same(old, value))));
  const hasId = (value) => isMapping(value) && value.id !== undefined;
  values.forEach((value, index) => {
    if (numbers[index] !== undefined) return;
    // What stands between the same neighbours was changed; in a list of another length an item with an id is another one.
    const before = numbers.slice(0, index).findLast((old) => old !== undefined) ?? -1;
    const after = numbers.slice(index + 1).find((old) => old !== undefined) ?? olds.length;
    if (hasId(value) && olds.length !== values.length) return;
    numbers[index] = first(
      (old, number) =>
        number > before && number < after && isMapping(old) === isMapping(value) && hasId(old) === hasId(value),
    );
  });
  return numbers;
}
