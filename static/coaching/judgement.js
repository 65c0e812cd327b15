// Words that judge instead of saying what was seen: a hint while typing, found on the device.

export function judgementFinder(words) {
  if (!words.length) return () => [];
  const longestFirst = [...words].sort((one, other) => other.length - one.length);
  const escaped = longestFirst.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const edge = "[\\p{L}\\p{N}_]";
  const pattern = new RegExp(`(?<!${edge})(?:${escaped.join("|")})(?!${edge})`, "giu");
  return (text) => [...new Set((text.match(pattern) ?? []).map((word) => word.toLowerCase()))];
}

export function hint(words) {
  if (!words.length) return "";
  const named = words.map((word) => `“${word}”`).join(", ");
  return `${named} ${words.length === 1 ? "judges" : "judge"}. What did you see or hear?`;
}
