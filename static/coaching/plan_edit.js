// After adding, moving or bringing back a row the address names it: the focus goes to its first field.

const named = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
if (named) {
  const control = named.matches("input, textarea, select, button, h2, a") ? named : named.querySelector("textarea, input:not([type=hidden]), select");
  const target = control ?? named;
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "center" });
}
