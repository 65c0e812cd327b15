// `#qu ` typed in a note is a tag: by its code, or by the beginning of just one code.

const ENDING = /(^|\s)#([\p{L}\p{N}]+)$/u;

export function typedCode(textBeforeCaret) {
  return ENDING.exec(textBeforeCaret)?.[2] ?? "";
}

export function suggestions(typed, things) {
  const start = typed.toLowerCase();
  return things.filter((thing) => thing.code && thing.code.toLowerCase().startsWith(start));
}

export function thingOf(typed, things) {
  const found = suggestions(typed, things);
  const exact = found.find((thing) => thing.code.toLowerCase() === typed.toLowerCase());
  return exact ?? (found.length === 1 ? found[0] : null);
}

// Whole codes anywhere in a text that was pasted: what they name, and the text without them.
export function allCodes(text, things) {
  const named = [];
  const rest = text.replace(/(^|\s)#([\p{L}\p{N}]+)(?=\s|$)/gu, (whole, before, typed) => {
    const thing = things.find((one) => one.code && one.code.toLowerCase() === typed.toLowerCase());
    if (!thing) return whole;
    named.push(thing);
    return before;
  });
  return { named, rest: named.length ? rest.replace(/ {2,}/g, " ") : text };
}

// The text without the code that ends it.
export function withoutCode(textBeforeCaret) {
  return textBeforeCaret.replace(ENDING, "$1");
}
