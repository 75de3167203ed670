// What a form shows otherwise than a file has it, by the fields of its configuration:
// - a list with `alone`: an item that is a text alone is a mapping with that key in the form;
// - an object with `flat`: a group of keys that stand among the others in the file;
// - an image or a file: the path below content/ begins with a `/` in the form, as Sveltia CMS wants it.

const isPath = ({ widget }) => widget === "image" || widget === "file";

/** By the key of a list: which key of an item is meant by an item that is a text alone. */
export function aloneKeys(fields = []) {
  return Object.assign(
    {},
    ...fields.map(({ name, alone, fields: inner }) => ({ ...(alone && { [name]: alone }), ...aloneKeys(inner) })),
  );
}

/** The values of a file as a form shows them; the lists with `alone` are open already. */
export function toForm(values, fields = []) {
  const form = { ...values };
  for (const field of fields) {
    const { name, fields: inner, flat } = field;
    if (flat) {
      const names = inner.map((each) => each.name).filter((each) => each in form);
      if (!names.length) continue;
      form[name] = toForm(Object.fromEntries(names.map((each) => [each, form[each]])), inner);
      names.forEach((each) => delete form[each]);
    } else if (form[name] !== undefined)
      form[name] = each(form[name], field, toForm, (path) => path.replace(/^media\//, "/media/"));
  }
  return form;
}

/** The values of a form as a file has them. */
export function toFile(values, fields = []) {
  const groups = new Map(fields.map((field) => [field.name, field]));
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      const field = groups.get(name) ?? {};
      if (field.flat) return Object.entries(toFile(value ?? {}, field.fields));
      return [[name, each(value, field, toFile, (path) => path.replace(/^\/media\//, "media/"))]];
    }),
  );
}

/**
 * @param {Record<string, any>} values The values of a file.
 * @param {object[]} fields The fields of its form.
 * @param {Record<string, any>} original What the file says now; nothing for a new one.
 * @returns {Record<string, any>} The same, without the keys that only say what holds without them and that the file has not.
 */
export function withoutDefaults(values, fields = [], original = {}) {
  const known = new Map(fields.flatMap((field) => (field.flat ? field.fields : [field])).map((field) => [field.name, field]));
  const says = ([name, value]) => name in original || value === undefined || value !== known.get(name)?.default;
  const isGroup = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
  return Object.fromEntries(
    Object.entries(values)
      .filter(says)
      .map(([name, value]) => [name, isGroup(value) ? withoutDefaults(value, known.get(name)?.fields, original[name]) : value]),
  );
}

function each(value, field, turn, turnPath) {
  if (isPath(field)) return typeof value === "string" ? turnPath(value) : value;
  if (!field.fields || typeof value !== "object" || value === null) return value;
  return Array.isArray(value)
    ? value.map((item) => (typeof item === "object" ? turn(item, field.fields) : item))
    : turn(value, field.fields);
}
