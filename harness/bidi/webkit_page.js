/*
 * What WebDriver BiDi does with values and handles, in a page of a browser that has WebDriver alone.
 * The bridge sends this before the page's own scripts where it can, and calls `window.bridge` from there on.
 */
(context) => {
  const handles = new Map();
  const settled = [];
  const messages = [];

  const keep = (value) => {
    const handle = `handle-${handles.size}`;
    handles.set(handle, value);
    return handle;
  };

  const numbers = { NaN, "-0": -0, Infinity, "-Infinity": -Infinity };

  const read = (given) => {
    if ("handle" in given) return handles.get(given.handle);
    if ("sharedId" in given) return handles.get(given.sharedId);
    const { type, value } = given;
    if (type === "undefined") return undefined;
    if (type === "null") return null;
    if (type === "number") return typeof value === "string" ? numbers[value] : value;
    if (type === "array") return value.map(read);
    if (type === "object") return Object.fromEntries(value.map(([key, each]) => [read(key), read(each)]));
    return value;
  };

  const numeral = (value) => {
    if (Object.is(value, -0)) return "-0";
    return Number.isFinite(value) ? value : String(value);
  };

  const kindOf = (value) => {
    if (typeof value === "function") return "function";
    if (value === window) return "window";
    if (value instanceof Node) return "node";
    if (Array.isArray(value)) return "array";
    if (value instanceof Promise) return "promise";
    return "object";
  };

  const write = (value, isKept) => {
    if (value === undefined) return { type: "undefined" };
    if (value === null) return { type: "null" };
    if (typeof value === "number") return { type: "number", value: numeral(value) };
    if (typeof value === "string" || typeof value === "boolean") return { type: typeof value, value };
    const type = kindOf(value);
    const handle = isKept ? keep(value) : undefined;
    if (type === "node") return { type, handle, sharedId: handle ?? keep(value), value: { localName: value.localName } };
    if (type === "window") return { type, handle, value: { context } };
    if (isKept || (type !== "array" && type !== "object")) return { type, handle };
    if (type === "array") return { type, value: value.map((each) => write(each, false)) };
    return { type, value: Object.entries(value).map(([key, each]) => [key, write(each, false)]) };
  };

  const success = (value, isKept) => ({ type: "success", result: write(value, isKept) });
  const exception = (error) => ({ type: "exception", exceptionDetails: { text: String(error), exception: { type: "error" } } });

  // The answer at once, or null where it comes with a later look.
  const run = (number, work, given, isKept) => {
    try {
      const value = work(...given.map(read));
      if (typeof value?.then !== "function") return success(value, isKept);
      value.then(
        (found) => settled.push([number, success(found, isKept)]),
        (error) => settled.push([number, exception(error)]),
      );
      return null;
    } catch (error) {
      return exception(error);
    }
  };

  // Playwright's helper evaluates texts, which the policy of a page forbids; so they come compiled beside it.
  const compiled = new Map();
  const { eval: given } = window;
  window.eval = (text) => {
    const made = compiled.get(text) ?? compiled.get(text.slice(1, -1));
    return made ? made() : given(text);
  };
  const withTexts = (texts, work) => {
    for (const [text, made] of texts) compiled.set(text, made);
    return work;
  };

  const look = () => ({
    url: location.href,
    state: document.readyState,
    settled: settled.splice(0),
    messages: messages.splice(0),
  });

  for (const method of ["error", "warn"]) {
    const { [method]: given } = console;
    console[method] = (...values) => {
      messages.push({ method, text: values.map(String).join(" ") });
      given.apply(console, values);
    };
  }
  addEventListener("error", ({ message }) => message && messages.push({ method: null, text: message }));
  addEventListener("unhandledrejection", ({ reason }) => messages.push({ method: null, text: String(reason) }));

  return { run, withTexts, look, element: (id) => handles.get(id) };
}
