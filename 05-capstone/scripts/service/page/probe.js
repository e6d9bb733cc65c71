// A worker, so that what the page itself does is not measured. It sends a light request ten times a second, whether or not the last one was
// answered: who waits for an answer before the next question measures a service that stands still only once.

const EVERY = 100;
const MOST = 4; // under way at once: the browser has six connections to a service, and the page wants some, too
const WHEN_GONE = 1000;

let number = 0;
let under = 0;
let gone = false;
let notBefore = 0;
let hidden = false;

const now = () => performance.timeOrigin + performance.now();

async function ask() {
  const sent = { id: ++number, began: now() };
  postMessage(sent);
  under += 1;
  try {
    const answer = await fetch("/health", { cache: "no-store" });
    const health = answer.ok ? await answer.json() : null;
    postMessage({ ...sent, took: now() - sent.began, health });
    gone = false;
  } catch {
    postMessage({ ...sent, gone: true });
    gone = true;
  }
  under -= 1;
}

onmessage = ({ data }) => {
  hidden = data.hidden;
};

setInterval(() => {
  if (hidden || under >= MOST || now() < notBefore) return;
  if (gone) notBefore = now() + WHEN_GONE;
  ask();
}, EVERY);
