// After adding, moving or bringing back a row the address names it: the focus goes to its first field.
// Only after load, when the browser has done its own jump to the named place.
const FIELDS = "textarea, input:not([type=hidden]), select";

function goToNamed() {
  const named = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!named) return;
  const target = named.matches(`${FIELDS}, button, h2`) ? named : named.querySelector(FIELDS) ?? named;
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "center" });
}

if (document.readyState === "complete") goToNamed();
else window.addEventListener("load", () => setTimeout(goToNamed));
