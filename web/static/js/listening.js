// Aids to listening: one turn again and again, and pauses left out.

const AROUND = 0.3; // seconds kept before and after a turn, so that no word is cut
const PAUSE = 1; // a shorter pause is how people talk

/** `turns` are {start, end} in time order; `loop` and `hush` are the checkboxes of both. */
export function makeListening(audio, turns, loop, hush) {
  let held = null;
  const at = (now) => turns.findLast(({ start }) => start <= now + 0.05) ?? turns[0] ?? null;

  loop.addEventListener("change", () => { held = loop.checked ? at(audio.currentTime) : null; });
  audio.addEventListener("timeupdate", () => {
    const now = audio.currentTime;
    if (held) again(now);
    else if (hush.checked && !audio.paused) leap(now);
  });

  /** Back to the turn's start at its end; whoever goes elsewhere takes the loop along. */
  function again(now) {
    if (now < held.start - PAUSE || now > held.end + PAUSE) held = at(now);
    else if (now >= held.end) audio.currentTime = held.start;
  }

  function leap(now) {
    if (turns.some(({ start, end }) => now >= start - AROUND && now <= end + AROUND)) return;
    const next = turns.find(({ start }) => start > now);
    if (next && next.start - now > PAUSE) audio.currentTime = next.start - AROUND;
  }
}

/** Turn a checkbox by key, as a click would. */
export const turnOver = (box) => () => box.click();
