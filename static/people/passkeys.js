// form[data-passkey="create" | "get" | "sign-in"]: asks the browser for a passkey and sends what it says.
// What to ask for stands in #passkey-options; to sign in it is fetched when the button is pressed.

const FAILED = {
  NotAllowedError: "Nothing was used: it was cancelled, or took too long. Try again.",
  InvalidStateError: "This device already keeps a passkey of yours.",
};
const { webauthnJSON } = window;

async function optionsOf(form) {
  if (form.dataset.passkey !== "sign-in") {
    return JSON.parse(document.getElementById("passkey-options").textContent);
  }
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return (await answer.json()).request_options;
}

async function ask(form) {
  const options = await optionsOf(form);
  const isNew = form.dataset.passkey === "create";
  return isNew ? webauthnJSON.create(options) : webauthnJSON.get(options);
}

function wire(form) {
  const line = form.querySelector("[data-passkey-line]");
  const button = form.querySelector("button");
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.setAttribute("aria-busy", "true");
    line.textContent = "Look at your device: it asks for your fingerprint, face or PIN.";
    try {
      form.elements.credential.value = JSON.stringify(await ask(form));
      form.submit();
    } catch (error) {
      line.textContent = FAILED[error.name] || "That did not work here. Try again, or sign in another way.";
    }
    button.removeAttribute("aria-busy");
  });
}

if (webauthnJSON && webauthnJSON.supported()) {
  for (const form of document.querySelectorAll("form[data-passkey]")) wire(form);
  for (const words of document.querySelectorAll("[data-no-passkeys]")) words.hidden = true;
}
