// The one message line (role=status): success fades after 8 s unless it holds focus or pointer.

const FADE_AFTER = 8000;

function dismiss(message) {
  if (message.contains(document.activeElement)) {
    document.getElementById("main").focus({ preventScroll: true });
  }
  message.remove();
}

function isHeld(message) {
  return message.matches(":hover") || message.contains(document.activeElement);
}

function fadeLater(message) {
  setTimeout(() => {
    if (!message.isConnected) return;
    if (isHeld(message)) {
      fadeLater(message);
      return;
    }
    message.classList.add("is-fading");
    setTimeout(() => (isHeld(message) ? message.classList.remove("is-fading") : message.remove()), 450);
  }, FADE_AFTER);
}

function wire(message) {
  if (!message || message.dataset.wired) return;
  message.dataset.wired = "yes";
  const close = message.querySelector("[data-close-message]");
  if (close) {
    close.hidden = false;
    close.addEventListener("click", () => dismiss(message));
  }
  if (["success", "info"].includes(message.dataset.message)) fadeLater(message);
}

export function showMessage(kind, text) {
  const message = document.createElement("div");
  message.className = `message message-${kind}`;
  message.dataset.message = kind;
  const words = document.createElement("p");
  words.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "message-close";
  close.dataset.closeMessage = "";
  close.textContent = "Dismiss";
  message.append(words, close);
  document.getElementById("messages").replaceChildren(message);
  wire(message);
}

export function startMessages() {
  const line = document.getElementById("messages");
  if (!line) return;
  wire(line.querySelector("[data-message]"));
  new MutationObserver(() => wire(line.querySelector("[data-message]"))).observe(line, { childList: true });
}
