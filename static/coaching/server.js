// Talking to our server, and to nobody who answers for it: only JSON with X-App: coach counts.
// School filters answer 200 with a page of their own; navigator.onLine is never asked.

const PATIENCE = 15000;

function isOurs(response) {
  const type = response.headers.get("Content-Type") || "";
  return response.headers.get("X-App") === "coach" && type.startsWith("application/json");
}

async function ask(url, options = {}) {
  try {
    const response = await fetch(url, {
      cache: "no-store",
      credentials: "same-origin",
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
      ...options,
    });
    if (!isOurs(response)) return null;
    return { status: response.status, body: await response.json() };
  } catch {
    return null;
  }
}

// {user_id, csrf, server_time, …} or null. The token is asked for before each sending, never kept.
export async function getSession(url, isBackground = false) {
  const answer = await ask(url, { headers: isBackground ? { "X-Background": "1" } : {} });
  return answer?.status === 200 ? answer.body : null;
}

export function postBatch(url, csrf, batch, isBackground = false) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrf };
  if (isBackground) headers["X-Background"] = "1";
  return ask(url, { method: "POST", headers, body: JSON.stringify(batch) });
}
