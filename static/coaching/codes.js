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

// The text without the code that ends it.
export function withoutCode(textBeforeCaret) {
  return textBeforeCaret.replace(ENDING, "$1");
}
