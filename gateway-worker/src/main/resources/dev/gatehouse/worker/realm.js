// Makes the world of one script: takes away what could be kept from one call to the next, freezes the rest, and returns
// [run, take]. `ask` is the gateway, for scripts that may fetch, or null.
(function (ask, answerCharsMax) {
  "use strict";
  const { parse, stringify } = JSON;
  const { freeze, getPrototypeOf, getOwnPropertyDescriptor } = Object;
  const { ownKeys } = Reflect;
  const NativePromise = Promise;
  const text = String;
  const DETAIL_CHARS_MAX = 500;

  for (const name of [
    "WeakRef", "FinalizationRegistry", "SharedArrayBuffer", "Atomics", "eval", "Function", "Intl", "WebAssembly", "arguments",
  ]) {
    delete globalThis[name];
  }

  if (ask !== null) {
    const defined = { url: "", method: "GET", headers: {}, body: null };
    globalThis.fetch = async function fetch(url, init) {
      const { method = defined.method, headers = defined.headers, body = defined.body } = init ?? {};
      const came = parse(ask(stringify({ url: text(url), method, headers, body })));
      if (came.refused !== undefined) {
        throw new TypeError(came.refused);
      }
      return {
        status: came.status,
        ok: came.status >= 200 && came.status < 300,
        text: async () => came.body,
        json: async () => parse(came.body),
      };
    };
  }

  // Objects that no name leads to.
  const hidden = [
    function* () {}, async function () {}, async function* () {},
    [][Symbol.iterator](), ""[Symbol.iterator](), new Map().entries(), new Set().values(), "a".matchAll(/a/g),
    [].values().map((x) => x), Iterator.from({ next() {} }),
    getOwnPropertyDescriptor((function () { return arguments; })(), "callee").get,
  ];
  const seen = new Set();
  const waiting = [globalThis, ...hidden];
  while (waiting.length > 0) {
    const found = waiting.pop();
    if (found === null || (typeof found !== "object" && typeof found !== "function") || seen.has(found)) {
      continue;
    }
    seen.add(found);
    freeze(found);
    waiting.push(getPrototypeOf(found));
    for (const key of ownKeys(found)) {
      const { value, get, set } = getOwnPropertyDescriptor(found, key);
      waiting.push(value ?? null, get ?? null, set ?? null);
    }
  }

  // What became of the call: a letter, and the answer or the error. Null while a promise is open.
  let outcome = null;
  const answered = (value) => {
    const said = stringify(value);
    outcome = said === undefined ? "n" : said.length > answerCharsMax ? "l" : "a" + said;
  };
  // A line stands before the script's own first one.
  const place = (error) => {
    const at = error instanceof Error ? /\bscript:(\d+):(\d+)/.exec(error.stack) : null;
    return at === null ? "" : ` at ${at[1] - 1}:${at[2]}`;
  };
  const failed = (error) => {
    let detail = "an error that has no text";
    try {
      detail = text(error).slice(0, DETAIL_CHARS_MAX) + place(error);
    } catch {
      // An error that cannot be written is one all the same.
    }
    outcome = "e" + detail;
  };

  const run = (script, context) => {
    outcome = null;
    try {
      const value = script()(parse(context));
      if (value instanceof NativePromise || typeof value?.then === "function") {
        new NativePromise((resolve) => resolve(value)).then(answered).then(undefined, failed);
      } else {
        answered(value);
      }
    } catch (error) {
      failed(error);
    }
    return outcome;
  };
  const take = () => outcome;
  return [run, take];
})
