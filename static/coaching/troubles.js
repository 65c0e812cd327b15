// Operations that the server refused or found changed elsewhere: their text stays with its author,
// who can copy it, download it, or discard it here.

function textOf(body) {
  return body.text ?? body.value ?? "";
}

function button(text, work) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-sm btn-outline-secondary";
  made.textContent = text;
  made.addEventListener("click", work);
  return made;
}

function download(text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  link.download = "note.txt";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function row(outbox, item, reviewUrl) {
  const text = textOf(item.body);
  const made = document.createElement("li");
  const reason = document.createElement("p");
  reason.textContent = item.trouble.message;
  made.append(reason);
  if (text) {
    const quote = document.createElement("blockquote");
    quote.className = "quote";
    quote.dir = "auto";
    quote.textContent = text;
    made.append(quote);
  }
  const actions = document.createElement("div");
  actions.className = "actions";
  if (text) actions.append(button("Copy", () => navigator.clipboard?.writeText(text)), button("Download", () => download(text)));
  if (item.trouble.status === "conflict" && reviewUrl) {
    const link = document.createElement("a");
    link.className = "btn btn-sm btn-outline-secondary";
    link.href = reviewUrl;
    link.textContent = "Compare in the review";
    actions.append(link);
  }
  actions.append(button("Discard here", () => outbox.discard(item.id)));
  made.append(actions);
  return made;
}

export function showTroubles(outbox, section, reviewUrl) {
  let shown = "";
  outbox.addEventListener("change", () => {
    const items = outbox.troubles;
    const ids = items.map((item) => item.id).join();
    if (ids === shown) return;
    shown = ids;
    section.hidden = !items.length;
    section.querySelector("ul").replaceChildren(...items.map((item) => row(outbox, item, reviewUrl)));
  });
}
