// The control API, and the one place where its failures are shown.
const toast = document.getElementById("toast");
let fading = 0;

export function tell(text) {
  toast.textContent = text;
  toast.classList.add("shown");
  clearTimeout(fading);
  fading = setTimeout(() => toast.classList.remove("shown"), 3500);
}

export async function call(method, path, body) {
  const response = await fetch("/sandbox/v1/" + path, {
    method,
    headers: body === undefined ? {} : { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error || "HTTP " + response.status);
  return answer;
}

// For what a button does: the failure is told, not thrown.
export async function attempt(method, path, body) {
  try {
    return await call(method, path, body);
  } catch (failure) {
    tell(failure.message);
    return null;
  }
}

// make("div", {className: "x"}, child, "text", ...)
export function make(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "testid") node.dataset.testid = value;
    else node[name] = value;
  }
  node.append(...children);
  return node;
}
